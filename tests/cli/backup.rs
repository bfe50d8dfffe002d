//! Copies, the way back, and papers.

use super::*;

#[test]
fn a_backup_comes_back_whole() {
    let folder = copy();
    let before = json(&run_in(folder.path(), "verify ledger --data {}/data --json").fine());
    let said = run_in(folder.path(), "backup --data {}/data --out {}/safe.db").fine();
    assert!(said.contains("safe.db"), "{said}");
    run_in(folder.path(), "restore {}/safe.db --data {}/again").fine();
    let after = json(&run_in(folder.path(), "verify ledger --data {}/again --json").fine());
    assert_eq!(before["ledger"]["head"], after["ledger"]["head"]);
    let line = "verify ledger --data {}/again --tse {}/tse.tar";
    run_in(folder.path(), line).fine();
    // A backup lies there as it was: nothing appears beside it.
    for beside in ["safe.db-wal", "safe.db-shm", "safe.db.part"] {
        assert!(!folder.path().join(beside).exists(), "{beside}");
    }
    // A second backup replaces the first.
    run_in(
        folder.path(),
        "backup --data {}/data --out {}/safe.db --json",
    )
    .fine();
}

#[test]
fn a_backup_is_taken_beside_a_running_register() {
    let folder = copy();
    let _running = amtskasse::ledger::Ledger::open(&folder.path().join("data")).unwrap();
    run_in(folder.path(), "backup --data {}/data --out {}/safe.db").fine();
    run_in(folder.path(), "verify ledger --data {}/data").fine();
    run_in(
        folder.path(),
        "report z --number 1 --data {}/data --out {}/z.pdf",
    )
    .fine();
}

#[test]
fn a_register_is_never_overwritten() {
    let folder = copy();
    run_in(folder.path(), "backup --data {}/data --out {}/safe.db").fine();
    let said = run_in(folder.path(), "restore {}/safe.db --data {}/data").could_not_run();
    assert!(said.contains("schon eine Kasse"), "{said}");
    let said = run_in(folder.path(), "init --data {}/data").could_not_run();
    assert!(said.contains("schon eine Kasse"), "{said}");
    run_in(
        folder.path(),
        "verify ledger --data {}/data --tse {}/tse.tar",
    )
    .fine();
}

#[test]
fn what_is_no_backup_is_refused() {
    let folder = copy();
    std::fs::write(
        folder.path().join("garbage"),
        "not a database at all, ".repeat(500),
    )
    .unwrap();
    let foreign = rusqlite::Connection::open(folder.path().join("foreign.db")).unwrap();
    foreign.execute_batch("CREATE TABLE t (x)").unwrap();
    run_in(folder.path(), "backup --data {}/data --out {}/safe.db").fine();
    let whole = std::fs::read(folder.path().join("safe.db")).unwrap();
    std::fs::write(folder.path().join("half.db"), &whole[..whole.len() / 2]).unwrap();
    for (file, expected) in [
        ("garbage", "keine lesbare Datenbank"),
        ("foreign.db", "anderen Programm"),
        ("half.db", "half.db"),
        ("missing", "gibt es nicht"),
        ("data", "Ordner"),
    ] {
        let line = format!("restore {{}}/{file} --data {{}}/new");
        let said = run_in(folder.path(), &line).could_not_run();
        assert!(said.contains(expected) && said.contains(file), "{said}");
        assert!(!folder.path().join("new").exists(), "{file}");
    }
}

#[test]
fn targets_that_cannot_be_are_named() {
    let folder = copy();
    for line in [
        "backup --data {}/data --out {}/nowhere/safe.db",
        "export tse --data {}/data --out {}/nowhere/tse.tar",
        "report z --number 1 --data {}/data --out {}/nowhere/z.pdf",
    ] {
        let said = run_in(folder.path(), line).could_not_run();
        assert!(
            said.contains("nowhere") && said.contains("gibt es nicht"),
            "{said}"
        );
    }
    let said = run_in(folder.path(), "backup --data {}/data --out {}/data").could_not_run();
    assert!(said.contains("Ordner"), "{said}");
}

#[test]
fn papers_are_written_as_pdf() {
    let day = day();
    let folder = tempfile::tempdir().unwrap();
    for (kind, number) in [("z", 1), ("receipt", 3), ("journal", 1), ("count", 1)] {
        let out = folder.path().join(format!("{kind}.pdf"));
        let number = number.to_string();
        let output = program()
            .args(["report", kind, "--number", &number, "--out"])
            .arg(&out)
            .arg("--data")
            .arg(day.join("data"))
            .output()
            .unwrap();
        Run::of(output).fine();
        assert!(std::fs::read(&out).unwrap().starts_with(b"%PDF-"), "{kind}");
    }
    let out = folder.path().join("vouchers.pdf");
    let output = program()
        .args(["report", "vouchers", "--out"])
        .arg(&out)
        .arg("--data")
        .arg(day.join("data"))
        .output()
        .unwrap();
    let said = Run::of(output).fine();
    assert!(said.contains("Offene Gutscheine"), "{said}");
    assert!(std::fs::read(&out).unwrap().starts_with(b"%PDF-"));
    for (line, expected) in [
        (
            "report z --number 999 --out /tmp/x.pdf --data {}/data",
            "Kassenabschluss 999",
        ),
        (
            "report receipt --number 99999 --out /tmp/x.pdf --data {}/data",
            "Beleg 99999",
        ),
        (
            "report count --number 99 --out /tmp/x.pdf --data {}/data",
            "Zählprotokoll 99",
        ),
        (
            "report journal --number 99 --out /tmp/x.pdf --data {}/data",
            "Kassenabschluss 99",
        ),
        (
            "report z --number 0 --out /tmp/x.pdf --data {}/data",
            "ab 1",
        ),
    ] {
        let said = run_in(day, line).could_not_run();
        assert!(said.contains(expected), "{said}");
    }
}
