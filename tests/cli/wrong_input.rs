//! Wrong input gets one clear sentence with the name of what is wrong, exit status 2, and leaves nothing behind.

use amtskasse::ledger::Ledger;

use super::*;

#[test]
fn without_a_display_there_is_a_way_on() {
    let folder = tempfile::tempdir().unwrap();
    if cfg!(target_os = "linux") {
        let said = run_in(folder.path(), "--data {}/data").could_not_run();
        assert!(said.contains("amtskasse demo --out"), "{said}");
        assert!(!folder.path().join("data").exists());
    }
}

#[test]
fn folders_without_a_register_are_named() {
    let folder = tempfile::tempdir().unwrap();
    for command in [
        "verify ledger",
        "export tse --out {}/x",
        "backup --out {}/x",
        "report z --number 1 --out {}/x",
    ] {
        let said = run_in(folder.path(), &format!("{command} --data {{}}/none")).could_not_run();
        assert!(said.contains("/none: hier ist keine Kasse"), "{said}");
        assert!(!folder.path().join("x").exists() && !folder.path().join("none").exists());
    }
}

#[test]
fn databases_that_are_not_ours_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    let file = data.join("amtskasse.db");

    let foreign = rusqlite::Connection::open(&file).unwrap();
    foreign.execute_batch("CREATE TABLE t (x)").unwrap();
    drop(foreign);
    let said = run_in(folder.path(), "verify ledger --data {}/data").could_not_run();
    assert!(
        said.contains("amtskasse.db: diese Datenbank gehört zu einem anderen"),
        "{said}"
    );

    std::fs::write(&file, "garbage ".repeat(1000)).unwrap();
    let said = run_in(folder.path(), "verify ledger --data {}/data").could_not_run();
    assert!(
        said.contains("amtskasse.db: das ist keine lesbare Datenbank"),
        "{said}"
    );
}

#[test]
fn a_newer_database_asks_for_a_newer_program() {
    let folder = copy();
    sql(folder.path(), "PRAGMA user_version = 99");
    for command in [
        "verify ledger",
        "export tse --out {}/x",
        "backup --out {}/x",
    ] {
        let said = run_in(folder.path(), &format!("{command} --data {{}}/data")).could_not_run();
        assert!(
            said.contains("Stand 99") && said.contains("neuere Amtskasse"),
            "{said}"
        );
    }
}

#[test]
fn a_second_program_on_the_same_data_is_turned_away() {
    let folder = copy();
    let _first = Ledger::open(&folder.path().join("data")).unwrap();
    let line = "export tse --data {}/data --out {}/x";
    let said = run_in(folder.path(), line).could_not_run();
    assert!(said.contains("läuft schon eine Amtskasse"), "{said}");
    assert!(!folder.path().join("x").exists());
}

#[test]
#[cfg(unix)]
fn what_may_only_be_read_can_be_verified() {
    use std::os::unix::fs::PermissionsExt;
    let folder = copy();
    let data = folder.path().join("data");
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o555)).unwrap();
    run_in(
        folder.path(),
        "verify ledger --data {}/data --tse {}/tse.tar",
    )
    .fine();
    run_in(
        folder.path(),
        "report z --number 1 --data {}/data --out {}/z.pdf",
    )
    .fine();
    run_in(folder.path(), "backup --data {}/data --out {}/safe.db").fine();
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
#[cfg(unix)]
fn a_folder_that_may_not_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let locked = folder.path().join("locked");
    std::fs::create_dir(&locked).unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o555)).unwrap();
    if std::fs::write(locked.join("probe"), "").is_ok() {
        return; // root writes everywhere
    }
    let said = run_in(folder.path(), "init --data {}/locked/data").could_not_run();
    assert!(said.contains("locked"), "{said}");
    let said = run_in(folder.path(), "demo --out {}/locked/demo").could_not_run();
    assert!(
        said.contains("locked") && said.contains("Berechtigung"),
        "{said}"
    );
}

#[test]
fn a_catalogue_with_a_wrong_row_sets_nothing_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("items.csv");
    let header = "id,name,office,kind,price_eur,price_mode,unit,tax_pre_2b,tax_post_2b";
    for (text, expected) in [
        (
            format!("{header}\nA,B,C,fee,1.00,fixed,x,NT,NT\nD,E,F,fee,viel,fixed,x,NT,NT\n"),
            "Zeile 3, Spalte price_eur: erwartet wird ein Betrag",
        ),
        (
            format!("{header}\nA,B,C,gift,1.00,fixed,x,NT,NT\n"),
            "Zeile 2, Spalte kind",
        ),
        (
            format!("{header}\nA,B,C,fee,1.00,fixed,x,NT\n"),
            "Zeile 2: erwartet werden 9 Spalten, gefunden sind 8",
        ),
        (format!("{header}\n"), "mindestens ein Artikel"),
        (
            header.replace(',', ";"),
            "Kopfzeile: erwartet werden Kommas",
        ),
        (String::new(), "Kopfzeile"),
    ] {
        std::fs::write(&path, &text).unwrap();
        let line = "init --catalogue {}/items.csv --data {}/data";
        let said = run_in(folder.path(), line).could_not_run();
        assert!(
            said.contains(expected) && said.contains("items.csv"),
            "{said}"
        );
        assert!(!folder.path().join("data").exists());
    }
    let said = run_in(folder.path(), "init --catalogue {}/none.csv --data {}/data").could_not_run();
    assert!(said.contains("none.csv: das gibt es nicht"), "{said}");
    // As a spreadsheet writes it: with a byte order mark.
    std::fs::write(
        &path,
        format!("\u{FEFF}{header}\nA,B,C,fee,1.00,fixed,x,NT,NT\n"),
    )
    .unwrap();
    let said = run_in(
        folder.path(),
        "init --catalogue {}/items.csv --data {}/data --json",
    )
    .fine();
    assert_eq!(json(&said)["items"], 1);
}

#[test]
fn a_wrong_command_line_is_answered_in_german() {
    for (line, expected) in [
        (
            "verfy",
            "Den Befehl „verfy“ gibt es nicht. Gemeint war vielleicht verify?",
        ),
        ("verify ledgr", "Den Befehl „ledgr“ gibt es nicht"),
        ("verify tse --fast x", "„--fast“"),
        ("verify tse", "Es fehlt: <DATEI.tar>"),
        ("backup", "Es fehlt: --out <DATEI>"),
        ("backup --out", "fehlt der Wert"),
        ("backup --out a --out b", "nur einmal"),
        ("report z --number x --out y", "ganze Zahl ab 1"),
        ("--kiosk backup --out x", "--kiosk"),
    ] {
        let said = run(line.split(' ')).could_not_run();
        assert!(said.contains(expected), "{line}: {said}");
    }
}

#[test]
fn help_is_german_and_fine() {
    for line in [
        "--help",
        "demo --help",
        "verify --help",
        "report z --help",
        "-h",
    ] {
        let said = run(line.split(' ')).fine();
        assert!(said.contains("Aufruf: amtskasse"), "{said}");
        for english in ["Usage", "Options:", "Print help", "[default", "[OPTIONS]"] {
            assert!(!said.contains(english), "{english}: {said}");
        }
    }
    assert_eq!(
        run(["--version"]).fine(),
        format!("amtskasse {}\n", env!("CARGO_PKG_VERSION"))
    );
}
