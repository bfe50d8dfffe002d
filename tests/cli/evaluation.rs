//! Journal and evaluation over days.

use super::*;

#[test]
fn a_day_is_evaluated_as_paper_and_as_json() {
    let folder = copy();
    let line = "report evaluation --from 2026-11-01 --to 2026-11-30 --data {}/data --out {}/a.pdf";
    let said = run_in(folder.path(), line).fine();
    assert!(said.contains("a.pdf"), "{said}");
    assert!(
        std::fs::read(folder.path().join("a.pdf"))
            .unwrap()
            .starts_with(b"%PDF")
    );
    let line = "report evaluation --from 2026-11-01 --to 2026-11-30 --data {}/data --json";
    let found = json(&run_in(folder.path(), line).fine());
    let ledger = json(&run_in(folder.path(), "verify ledger --data {}/data --json").fine());
    assert_eq!(
        found["evaluation"]["receipts"]["count"],
        ledger["ledger"]["receipts"]
    );
    let sales: u64 = found["evaluation"]["clerks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|clerk| clerk["sales"]["count"].as_u64().unwrap())
        .sum();
    assert_eq!(found["evaluation"]["all"]["sales"]["count"], sales);
    assert!(sales > 5);
}

#[test]
fn a_journal_of_days_is_a_pdf_or_a_table() {
    let folder = copy();
    let days = "report journal --from 2026-11-01 --to 2026-11-30 --data {}/data --out {}/";
    run_in(folder.path(), &format!("{days}j.pdf")).fine();
    run_in(folder.path(), &format!("{days}j.csv")).fine();
    let table = std::fs::read_to_string(folder.path().join("j.csv")).unwrap();
    let lines = table.lines().count();
    run_in(
        folder.path(),
        "report journal --number 1 --data {}/data --out {}/z.csv",
    )
    .fine();
    let of_one = std::fs::read_to_string(folder.path().join("z.csv")).unwrap();
    assert!(lines > 10 && of_one.lines().count() <= lines);
    assert!(table.contains("Belegnummer;Z-Nummer"));
}

#[test]
fn days_that_make_no_sense_are_refused_and_leave_nothing() {
    let folder = copy();
    for (line, word) in [
        (
            "report evaluation --from 2026-11-30 --to 2026-11-01 --out {}/x.pdf --data {}/data",
            "vor dem ersten",
        ),
        (
            "report journal --from 2026-11-30 --to 2026-11-01 --out {}/x.csv --data {}/data",
            "vor dem ersten",
        ),
        (
            "report evaluation --from 2026-11-01 --to 2026-11-30 --data {}/data",
            "--out",
        ),
        (
            "report evaluation --from gestern --to 2026-11-30 --out {}/x.pdf --data {}/data",
            "2026-11-23",
        ),
        (
            "report evaluation --from 2026-11-01 --to 2026-11-02 --opens 9 --closes 9 --out {}/x.pdf --data {}/data",
            "öffnen",
        ),
        (
            "report journal --number 999 --out {}/x.csv --data {}/data",
            "999",
        ),
    ] {
        let said = run_in(folder.path(), line).could_not_run();
        assert!(said.contains(word), "{line}: {said}");
        for name in ["x.pdf", "x.csv", "x.csv.part"] {
            assert!(!folder.path().join(name).exists(), "{name}");
        }
    }
}
