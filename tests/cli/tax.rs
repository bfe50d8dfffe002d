//! The rehearsal of a day to come, and a demonstration that crosses it.

use std::path::Path;

use super::*;
use amtskasse::ledger::Ledger;
use amtskasse::receipt::{Kind, Receipt};

fn sales(data: &Path) -> Vec<Receipt> {
    let ledger = Ledger::open_read_only(data).unwrap();
    let last = ledger.last_receipt().unwrap();
    (1..=last)
        .filter_map(|number| ledger.receipt(number).unwrap())
        .filter(|receipt| receipt.kind == Kind::Sale)
        .collect()
}

/// Key and rate of an item's line, as a plain number.
fn taxed(receipt: &Receipt, item: &str) -> Option<(u16, String)> {
    let line = receipt.valid_lines().find(|line| line.item_id == item)?;
    let part = &line.parts[0];
    Some((part.key.0, part.percent.normalize().to_string()))
}

#[test]
fn a_demonstration_crosses_the_switch_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let line = "demo --out {}/demo --start 2026-12-30 --days 4 --receipts 12 --json";
    let answer = json(&run_in(folder.path(), line).fine());
    assert_eq!(answer["demo"]["holds"], true);
    assert_eq!(answer["demo"]["first_day"], "2026-12-30");
    assert_eq!(answer["demo"]["last_day"], "2027-01-02");
    run_in(
        folder.path(),
        "verify ledger --data {}/demo/data --tse {}/demo/tse.tar",
    )
    .fine();
    run_in(folder.path(), "verify tse {}/demo/tse.tar").fine();

    let switch: chrono::NaiveDate = "2027-01-01".parse().unwrap();
    let sales = sales(&folder.path().join("demo/data"));
    let day = |receipt: &Receipt| receipt.finished.with_timezone(&chrono_tz::Europe::Berlin);
    let (before, after): (Vec<_>, Vec<_>) = sales
        .iter()
        .partition(|receipt| day(receipt).date_naive() < switch);
    // A copy, a family book, a gymnasium, a parking space; an official act and a book beside them.
    for item in ["BB0190", "ST0080", "HA0030", "HA0040"] {
        let on = |receipts: &[&Receipt]| -> Vec<(u16, String)> {
            let ordinary = receipts.iter().filter(|r| r.supplied.is_none());
            ordinary.filter_map(|r| taxed(r, item)).collect()
        };
        let (old, new) = (on(&before), on(&after));
        assert!(!old.is_empty() && !new.is_empty(), "{item}");
        assert!(old.iter().all(|t| *t == (5, "0".into())), "{item} {old:?}");
        assert!(new.iter().all(|t| *t == (1, "19".into())), "{item} {new:?}");
    }
    for item in ["BB0010", "BB0060", "BB0150"] {
        for receipt in &sales {
            let tax = taxed(receipt, item);
            assert!(tax.is_none_or(|t| t == (5, "0".into())), "{item}");
        }
    }
    // Used in December, paid in January: the old law, and the day on the paper.
    let later: Vec<_> = after.iter().filter(|r| r.supplied.is_some()).collect();
    assert_eq!(later.len(), 1);
    assert_eq!(later[0].supplied.unwrap().to_string(), "2026-12-31");
    assert_eq!(taxed(later[0], "HA0030"), Some((5, "0".into())));
    let papers = std::fs::read_dir(folder.path().join("demo/receipts")).unwrap();
    let papers: Vec<String> = papers
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    for shown in ["Umstellung-davor", "Umstellung-danach", "Leistung-vorher"] {
        assert!(papers.iter().any(|name| name.contains(shown)), "{papers:?}");
    }

    // Beside the ledger of a register that was at work, and long after the day.
    let line = "tax rehearse --on 2027-01-01 --data {}/demo/data --json";
    let run = run_in(folder.path(), line);
    assert!(matches!(run.status, 0 | 1), "{run:?}");
    let answer = json(&run.out);
    assert_eq!(answer["rehearsal"]["law_before"], "Old");
    assert_eq!(answer["rehearsal"]["law_after"], "New");
}

#[test]
fn the_rehearsal_shows_both_days_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    run_in(folder.path(), "init --data {}/data").fine();
    let rehearse = |rest: &str| {
        let line = format!("tax rehearse --data {{}}/data {rest}");
        run_in(folder.path(), &line)
    };
    let line = "--on 2027-01-01 --receipt BB0010,BB0190,MU0010 --out {}/wechsel.csv --json";
    let answer = json(&rehearse(line).does_not_hold());
    let changes = answer["rehearsal"]["changes"].as_array().unwrap();
    let copy = changes.iter().find(|c| c["item_id"] == "BB0190").unwrap();
    assert_eq!(copy["before"]["shares"][0]["key"], 5);
    assert_eq!(copy["after"]["shares"][0]["key"], 1);
    assert_eq!(copy["before"]["vat_cents"], 0);
    assert_eq!(
        (&copy["after"]["net_cents"], &copy["after"]["vat_cents"]),
        (&25.into(), &5.into())
    );
    assert!(changes.iter().all(|c| c["item_id"] != "BB0010"));
    let receipts = &answer["receipts"];
    let (before, after) = (&receipts["before"], &receipts["after"]);
    assert!(!before.as_str().unwrap().contains("19 %"), "{before}");
    assert!(after.as_str().unwrap().contains("19"), "{after}");
    assert!(after.as_str().unwrap().contains("KEIN BELEG"), "{after}");

    let text = std::fs::read_to_string(folder.path().join("wechsel.csv")).unwrap();
    let mut file = csv::Reader::from_reader(text.as_bytes());
    let header = file.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap();
    let (id, gross) = (column("id"), column("after_gross_eur"));
    let rows: Vec<_> = file.records().map(Result::unwrap).collect();
    assert!(
        rows.iter()
            .any(|row| &row[id] == "BB0190" && &row[gross] == "0.30")
    );
    assert!(
        rows.iter()
            .filter(|row| &row[column("changes")] == "yes")
            .count()
            == changes.len()
    );

    let shown = rehearse("--on 2027-01-01 --receipt ST0080 --out {}/wechsel.pdf").does_not_hold();
    let shown = shown.replace('\u{a0}', " ");
    for words in [
        "Was sich am 01.01.2027 ändert",
        "nicht steuerbar, 39,00 €",
        "19 %, 32,77 + 6,23 = 39,00 €",
        "Zu entscheiden: Behandlung ohne Begründung.",
        "MUSTER – KEIN BELEG",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let pdf = std::fs::read(folder.path().join("wechsel.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    // A day on which nothing happens.
    let quiet = rehearse("--on 2026-12-02 --json");
    let quiet = json(&quiet.out);
    assert_eq!(quiet["rehearsal"]["changes"].as_array().unwrap().len(), 0);
}

#[test]
fn a_rehearsal_that_cannot_run_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let at = |line: &str| run_in(folder.path(), line).could_not_run();
    let nothing = at("tax rehearse --on 2027-01-01 --data {}/none");
    assert!(nothing.contains("keine Kasse"), "{nothing}");
    run_in(folder.path(), "init --data {}/data").fine();
    for (rest, words) in [
        ("--on 2027-01-01 --receipt XX1", "XX1"),
        ("--on 2027-01-01 --out {}/x.txt", ".pdf oder .csv"),
        ("--on 2027-01-01 --out {}/none/x.pdf", "gibt es nicht"),
        ("--on 01.01.27", "2027-01-01"),
        ("--on 2027-02-29", "2027-01-01"),
        ("", "--on"),
    ] {
        let line = format!("tax rehearse --data {{}}/data {rest}");
        let sentence = at(line.trim());
        assert!(sentence.contains(words), "{rest}: {sentence}");
    }
    assert!(!folder.path().join("x.txt").exists());
}
