//! Master data, the notification under §146a(4) AO and the procedural documentation from the command line.

use super::*;

fn register() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    run_in(folder.path(), "init --data {}/k").fine();
    folder
}

fn shown(folder: &Path) -> serde_json::Value {
    json(&run_in(folder, "site show --json --data {}/k").fine())
}

#[test]
fn a_municipality_gets_its_name_by_options_and_by_file() {
    let folder = register();
    let path = folder.path();
    let set = [
        "site",
        "set",
        "--name",
        "Gemeinde Neudorf",
        "--vat-id",
        "",
        "--reason",
        "Einrichtung",
        "--data",
    ];
    let data = path.join("k");
    let said = run(set.iter().copied().chain([data.to_str().unwrap()])).fine();
    assert!(
        said.contains("Gemeinde Neudorf") && said.contains("Geändert."),
        "{said}"
    );
    let mut site = shown(path);
    assert_eq!(site["municipality"]["name"], "Gemeinde Neudorf");
    assert_eq!(site["municipality"]["vat_id"], "");
    site["pay_point"]["responsible"] = "K. Neu".into();
    site["principals"].as_array_mut().unwrap().remove(1);
    std::fs::write(path.join("site.json"), site.to_string()).unwrap();
    run_in(path, "site set --file {}/site.json --data {}/k").fine();
    let after = shown(path);
    assert_eq!(after["pay_point"]["responsible"], "K. Neu");
    assert_eq!(after["principals"].as_array().unwrap().len(), 1);
    let again = run_in(path, "site set --file {}/site.json --data {}/k").fine();
    assert!(again.contains("Nichts war anders"), "{again}");
    run_in(path, "verify ledger --data {}/k").fine();
}

#[test]
fn wrong_master_data_change_nothing() {
    let folder = register();
    let path = folder.path();
    let before = shown(path);
    let said = run_in(path, "site set --vat-id DE12 --city Neudorf --data {}/k").could_not_run();
    assert!(
        said.contains("Eine USt-IdNr. besteht aus DE und neun Ziffern."),
        "{said}"
    );
    let said = run_in(path, "site set --postal-code 123456789012 --data {}/k").could_not_run();
    assert!(
        said.contains("hat 12 Zeichen, die DSFinV-K hat Platz für 10"),
        "{said}"
    );
    std::fs::write(path.join("site.json"), "{ \"municipality\": 1 }").unwrap();
    let said = run_in(path, "site set --file {}/site.json --data {}/k").could_not_run();
    assert!(said.contains("Zeile 1, Spalte"), "{said}");
    assert_eq!(shown(path), before);
}

#[test]
fn the_notification_is_refused_filled_in_and_written() {
    let folder = register();
    let path = folder.path();
    let said = run_in(path, "notify --out {}/m.xml --data {}/k").could_not_run();
    for lack in [
        "der Hersteller fehlt",
        "es ist keine TSE bekannt",
        "geschrieben wurde nichts",
    ] {
        assert!(said.contains(lack), "{said}");
    }
    assert!(!path.join("m.xml").exists());
    let serial = "ab".repeat(32);
    run_in(
        path,
        &format!(
            "notify set --manufacturer Beispiel --model Theke --acquired 31.10.2025 --first-use 2025-11-03 \
             --tse {serial} --tse-form usb --tse-bsi-id BSI-K-TR-0414-2020 --tse-first-use 2025-11-03 --data {{}}/k"
        ),
    )
    .fine();
    // Another register of the place, for this once and for good.
    run_in(path, "notify --out {}/own.json --data {}/k").fine();
    let own = std::fs::read_to_string(path.join("own.json")).unwrap();
    let other = own.replace("LINDENAU-BB-02", "LINDENAU-ST-01");
    std::fs::write(path.join("other.json"), &other).unwrap();
    let elsewhere = other.replace("Rathausplatz 1", "Bahnhof 2");
    std::fs::write(path.join("elsewhere.json"), elsewhere).unwrap();
    run_in(
        path,
        "notify --out {}/m.xml --with {}/other.json --data {}/k",
    )
    .fine();
    let xml = std::fs::read_to_string(path.join("m.xml")).unwrap();
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n"));
    assert_eq!(xml.matches("<AngabenAufzeichnungssystem>").count(), 2);
    assert!(xml.contains("<BSIID>0414-2020</BSIID>") && xml.contains("<ArtTSE>2</ArtTSE>"));
    assert!(xml.contains("<AnschaffungAS>31.10.2025</AnschaffungAS>"));
    let said = run_in(path, "notify --with {}/elsewhere.json --data {}/k").could_not_run();
    assert!(said.contains("steht woanders"), "{said}");
    let said = run_in(path, "notify add {}/own.json --data {}/k").could_not_run();
    assert!(said.contains("ist diese Kasse"), "{said}");
    let said = run_in(path, "notify add {}/m.xml --data {}/k").could_not_run();
    assert!(said.contains("kein Datensatz einer Kasse"), "{said}");
    run_in(path, "notify add {}/other.json --data {}/k").fine();
    let kept = json(&run_in(path, "notify --json --data {}/k").fine());
    assert_eq!(kept["systems"].as_array().unwrap().len(), 2);
    assert_eq!(kept["open"][0]["until"], "2025-11-30");
    let said = run_in(
        path,
        "notify done --date 2099-01-01 --reference x --data {}/k",
    )
    .could_not_run();
    assert!(said.contains("liegt in der Zukunft"), "{said}");
    run_in(
        path,
        "notify done --date 20.11.2025 --reference et-4711 --by Maier --data {}/k",
    )
    .fine();
    let kept = json(&run_in(path, "notify --json --data {}/k").fine());
    assert_eq!(kept["open"].as_array().unwrap().len(), 0);
    assert_eq!(kept["made"][0]["by"], "Maier");
    run_in(path, "notify --out {}/m.pdf --data {}/k").fine();
    assert!(
        std::fs::read(path.join("m.pdf"))
            .unwrap()
            .starts_with(b"%PDF")
    );
    let said = run_in(path, "notify --out {}/m.doc --data {}/k").could_not_run();
    assert!(said.contains(".xml, .pdf oder .json"), "{said}");
    run_in(path, "notify remove --serial LINDENAU-ST-01 --data {}/k").fine();
    let said = run_in(path, "notify remove --serial LINDENAU-ST-01 --data {}/k").could_not_run();
    assert!(said.contains("ist nicht erfasst"), "{said}");
}

#[test]
fn the_procedural_documentation_is_a_pdf() {
    let folder = register();
    run_in(folder.path(), "report procedure --out {}/v.pdf --data {}/k").fine();
    let pdf = std::fs::read(folder.path().join("v.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF") && pdf.len() > 50_000);
}
