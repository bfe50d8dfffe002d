//! A package of DSFinV-K: our own holds, a spoilt one does not, and anything else could not be checked.

use super::*;

/// The day's package in a folder of its own, with the TSE's archive beside it.
fn package() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let data = day().join("data");
    let data = data.to_str().unwrap();
    let out = folder.path().join("package");
    run([
        "export",
        "dsfinvk",
        "--data",
        data,
        "--out",
        out.to_str().unwrap(),
    ])
    .fine();
    folder
}

fn spoil(folder: &TempDir, file: &str, change: impl FnOnce(String) -> String) {
    let path = folder.path().join("package").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let changed = change(text.clone());
    assert_ne!(changed, text);
    std::fs::write(&path, changed).unwrap();
}

#[test]
fn our_own_package_holds() {
    let day = day();
    let folder = tempfile::tempdir().unwrap();
    let data = day.join("data");
    let zip = folder.path().join("package.zip");
    let zip = zip.to_str().unwrap();
    run([
        "export",
        "dsfinvk",
        "--data",
        data.to_str().unwrap(),
        "--out",
        zip,
    ])
    .fine();
    let said = run(["verify", "dsfinvk", zip]).fine();
    assert!(said.contains("hält allen 57 Regeln stand"), "{said}");
    let tse = day.join("tse.tar");
    let tse = tse.to_str().unwrap();
    let said = json(&run(["verify", "dsfinvk", "--json", zip, "--tse", tse]).fine());
    assert_eq!(said["holds"], true);
    assert_eq!(said["rules"].as_array().unwrap().len(), 57);
    assert_eq!(said["rules"][37]["rule"], "R38");
    assert_eq!(said["rows"]["location.csv"], said["closings"]);
}

#[test]
fn a_spoilt_field_is_named() {
    let folder = package();
    spoil(&folder, "location.csv", |text| {
        text.replacen(";DEU;", ";DE;", 1)
    });
    let said = run_in(folder.path(), "verify dsfinvk {}/package").does_not_hold();
    assert!(
        said.contains(
            "Fehler\n  R9: Werte stehen in den abgeschlossenen Listen – einmal verletzt\n"
        ),
        "{said}"
    );
    assert!(
        said.contains("location.csv, Zeile 2: LOC_LAND ist „DE“"),
        "{said}"
    );
    assert!(
        said.contains("hält der Prüfung NICHT stand (ein Fehler, gegen eine Regel)"),
        "{said}"
    );
    let said = json(&run_in(folder.path(), "verify dsfinvk --json {}/package").does_not_hold());
    assert_eq!(said["holds"], false);
    assert_eq!(said["rules"][8]["errors"], 1);
    let finding = &said["findings"][0];
    assert_eq!(finding["rule"], "R9");
    assert_eq!(
        (&finding["file"], &finding["row"]),
        (&"location.csv".into(), &2.into())
    );
}

#[test]
fn of_many_findings_the_first_are_told() {
    let folder = package();
    spoil(&folder, "vat.csv", |text| text.replace(",00;", ".00;"));
    let said = run_in(folder.path(), "verify dsfinvk {}/package").does_not_hold();
    let few = said.matches("Dezimalzeichen ist das Komma").count();
    assert_eq!(few, 5, "{said}");
    assert!(said.contains("weitere; alle zeigt --all"), "{said}");
    let said = run_in(folder.path(), "verify dsfinvk --all {}/package").does_not_hold();
    assert!(
        said.matches("Dezimalzeichen ist das Komma").count() > few,
        "{said}"
    );
    assert!(!said.contains("--all"), "{said}");
}

#[test]
fn a_package_without_closings_proves_nothing() {
    let folder = package();
    for table in amtskasse_dsfinvk::schema::V2_4.tables {
        let path = folder.path().join("package").join(table.file);
        let text = std::fs::read_to_string(&path).unwrap();
        let header = text.split_inclusive("\r\n").next().unwrap();
        std::fs::write(path, header).unwrap();
    }
    let said = run_in(folder.path(), "verify dsfinvk {}/package").does_not_hold();
    assert!(said.contains("geprüft ist NICHTS"), "{said}");
}

#[test]
fn what_is_no_package_could_not_be_checked() {
    let folder = tempfile::tempdir().unwrap();
    let said = |line: &str| run_in(folder.path(), line).could_not_run();
    let found = said("verify dsfinvk {}/none.zip");
    assert!(found.contains("none.zip: das gibt es nicht"), "{found}");
    std::fs::copy(day().join("tse.tar"), folder.path().join("tse.tar")).unwrap();
    let found = said("verify dsfinvk {}/tse.tar");
    assert!(
        found.contains("das einer TSE prüft `verify tse`"),
        "{found}"
    );
    let found = said("verify dsfinvk {}");
    assert!(found.contains("darin liegt kein Paket"), "{found}");
    std::fs::write(folder.path().join("text.zip"), "Hallo").unwrap();
    let found = said("verify dsfinvk {}/text.zip");
    assert!(found.contains("als Ordner oder als ZIP-Datei"), "{found}");
    let whole = folder.path().join("whole.zip");
    let data = day().join("data");
    run([
        "export",
        "dsfinvk",
        "--data",
        data.to_str().unwrap(),
        "--out",
        whole.to_str().unwrap(),
    ])
    .fine();
    let bytes = std::fs::read(&whole).unwrap();
    std::fs::write(folder.path().join("cut.zip"), &bytes[..bytes.len() / 2]).unwrap();
    let found = said("verify dsfinvk {}/cut.zip");
    assert!(found.contains("abgeschnitten"), "{found}");
    let found = said("verify dsfinvk {}/whole.zip --tse {}/text.zip");
    assert!(found.contains("text.zip"), "{found}");
}
