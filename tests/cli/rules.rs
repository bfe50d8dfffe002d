//! Payment rules from the command line.

use super::*;

fn register() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    run_in(folder.path(), "init --data {}/k").fine();
    folder
}

#[test]
fn rules_are_shown_edited_and_recorded() {
    let folder = register();
    let path = folder.path();
    let said = run_in(path, "payment-rules show --data {}/k").fine();
    assert!(
        said.contains("Kreditkarte nur bis 500,00\u{a0}€ (Gebühren)"),
        "{said}"
    );
    let shown = run_in(path, "payment-rules show --json --data {}/k").fine();
    std::fs::write(path.join("same.json"), &shown).unwrap();
    let same = run_in(path, "payment-rules set {}/same.json --data {}/k").fine();
    assert!(same.contains("Nichts war anders"), "{same}");
    let rules = r#"[{"kinds": ["cash"], "up_to": "1000,00"}, {"kinds": ["girocard", "credit"], "from": "5"}]"#;
    std::fs::write(path.join("new.json"), rules).unwrap();
    let set = "payment-rules set {}/new.json --reason Ratsbeschluss --data {}/k";
    let said = run_in(path, set).fine();
    assert!(said.contains("Bargeld nur bis 1.000,00\u{a0}€"), "{said}");
    assert!(
        said.contains("girocard, Kreditkarte erst ab 5,00\u{a0}€") && said.contains("Geändert."),
        "{said}"
    );
    let again = run_in(path, "payment-rules show --json --data {}/k").fine();
    assert_eq!(json(&again)["rules"][0]["up_to"], "1.000,00");
    std::fs::write(path.join("none.json"), "[]").unwrap();
    let none = run_in(path, "payment-rules set {}/none.json --data {}/k").fine();
    assert!(none.contains("Keine Regeln"), "{none}");
    run_in(path, "verify ledger --data {}/k").fine();
}

#[test]
fn rules_that_cannot_stand_change_nothing() {
    let folder = register();
    let path = folder.path();
    let before = run_in(path, "payment-rules show --json --data {}/k").fine();
    for (text, says) in [
        (
            r#"[{"kinds": ["cheque"], "up_to": "1"}]"#,
            "Zeile 1, Spalte",
        ),
        (r#"[{"kinds": ["cash"], "up_to": "viel"}]"#, "\"viel\""),
        (r#"{"regeln": []}"#, "regeln"),
        (r#"[{"kinds": ["cash"]}]"#, "Regel 1: Es fehlt, ab oder bis"),
        (
            r#"[{"kinds": ["cash"], "up_to": "1", "office": "Zoo"}]"#,
            "Ein Amt „Zoo“ gibt es nicht.",
        ),
        ("", "keine Zahlungsregeln"),
    ] {
        std::fs::write(path.join("bad.json"), text).unwrap();
        let said = run_in(path, "payment-rules set {}/bad.json --data {}/k").could_not_run();
        assert!(said.contains(says), "{text}: {said}");
    }
    let said = run_in(path, "payment-rules set {}/gone.json --data {}/k").could_not_run();
    assert!(said.contains("gone.json"), "{said}");
    assert_eq!(
        run_in(path, "payment-rules show --json --data {}/k").fine(),
        before
    );
}
