//! Business days: the same for a seed, believable, and gone without a trace when they cannot be.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;

/// Every row of the ledger that must not depend on keys, folders or the wall clock.
fn content(out: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(out.join("data/amtskasse.db")).unwrap();
    let mut rows = Vec::new();
    for table in [
        "receipt",
        "receipt_line",
        "receipt_line_tax",
        "receipt_total",
        "receipt_payment",
        "cash_count",
        "cash_count_piece",
        "closing",
        "closing_case",
        "closing_payment",
    ] {
        rows.extend(query(&connection, &format!("SELECT * FROM {table}")));
    }
    // What is recorded of the TSE is its key.
    let events = "SELECT id, at, kind, person_id, receipt, iif(kind = 'tse', '', text) FROM event";
    rows.extend(query(&connection, events));
    rows.extend(query(
        &connection,
        "SELECT receipt, transaction_number, counter, start_at, log_at, process_data, failure
         FROM receipt_signature",
    ));
    rows
}

fn query(connection: &rusqlite::Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut found = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let cells = (0..columns).map(|i| {
            let cell: rusqlite::types::Value = row.get(i).unwrap();
            format!("{cell:?}")
        });
        found.push(cells.collect::<Vec<_>>().join(" "));
    }
    found
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_seed_always_gives_the_same_business() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a", "b"] {
        let line = format!("demo --out {{}}/{name} --receipts 30 --days 2 --seed 7");
        run_in(folder.path(), &line).fine();
    }
    run_in(
        folder.path(),
        "demo --out {}/c --receipts 30 --days 2 --seed 8",
    )
    .fine();
    let (a, b) = (
        content(&folder.path().join("a")),
        content(&folder.path().join("b")),
    );
    for (a, b) in a.iter().zip(&b) {
        assert_eq!(a, b);
    }
    assert_eq!(a.len(), b.len());
    assert_ne!(a, content(&folder.path().join("c")));
    for part in ["receipts", "closings"] {
        assert_eq!(
            files(&folder.path().join("a").join(part)),
            files(&folder.path().join("b").join(part))
        );
    }
}

#[test]
fn the_default_day_shows_everything() {
    let folder = tempfile::tempdir().unwrap();
    let answer = json(&run_in(folder.path(), "demo --out {}/x --json").fine());
    let demo = &answer["demo"];
    assert_eq!(demo["holds"], true);
    let kinds = demo["kinds"].as_object().unwrap();
    for kind in amtskasse::receipt::Kind::ALL {
        assert!(
            kinds.contains_key(kind.code()),
            "{}: {kinds:?}",
            kind.code()
        );
    }
    assert!(demo["ledger"]["unsigned"].as_u64().unwrap() > 0);
    assert!(demo["turnover_cents"].as_i64().unwrap() > 100_000);
    let out = folder.path().join("x");
    assert_eq!(
        files(&out),
        ["closings", "data", "dsfinvk.zip", "receipts", "tse.tar"]
    );
    let papers = files(&out.join("receipts"));
    for shown in [
        "Verkauf-bar.pdf",
        "Verkauf-girocard",
        "Verkauf-Kreditkarte",
        "Verkauf-bar-und-Karte",
        "Verkauf-kostenlos",
        "vier-Steuersaetze",
        "gestrichene-Position",
        "Rabatt-auf-Position",
        "Rabatt-auf-alles",
        "Kassenzeichen",
        "fremder-Anteil",
        "Storno-bar",
        "Storno-auf-Karte",
        "Erstattung",
        "Abbruch",
        "Training",
        "TSE-Ausfall",
        "Wechselgeld",
        "Anfangsbestand",
        "Abschoepfung",
        "Ablieferung",
        "Einzahlung",
        "Auszahlung",
        "Kassendifferenz",
    ] {
        assert!(
            papers.iter().any(|name| name.contains(shown)),
            "{shown}: {papers:?}"
        );
    }
    for paper in papers {
        let bytes = std::fs::read(out.join("receipts").join(paper)).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
    }
    // Afterwards it is a register like any other.
    let data = out.join("data");
    assert!(!data.join("amtskasse.db-wal").exists());
    run_in(&out, "verify ledger --data {}/data --tse {}/tse.tar").fine();
    run_in(&out, "verify tse {}/tse.tar").fine();
    run_in(&out, "verify dsfinvk {}/dsfinvk.zip --tse {}/tse.tar").fine();
}

#[test]
fn a_handful_of_customers_is_a_day_too() {
    let folder = tempfile::tempdir().unwrap();
    for (number, start) in [(1, "2026-11-23"), (5, "2026-11-23"), (2, "2026-11-29")] {
        let line =
            format!("demo --out {{}}/{number} --receipts {number} --start {start} --seed 3 --json");
        let answer = json(&run_in(folder.path(), &line).fine());
        assert_eq!(answer["demo"]["closings"], 1);
        assert!(answer["demo"]["kinds"]["sale"].as_u64() > Some(0) || number == 1);
    }
}

#[test]
fn the_law_changes_at_new_year() {
    let folder = tempfile::tempdir().unwrap();
    let line = "demo --out {}/x --start 2026-12-30 --days 4 --receipts 60 --json";
    let answer = json(&run_in(folder.path(), line).fine());
    assert_eq!(answer["demo"]["closings"], 4);
    let connection = rusqlite::Connection::open(folder.path().join("x/data/amtskasse.db")).unwrap();
    let copies = |year: &str| -> BTreeSet<String> {
        let sql = format!(
            "SELECT DISTINCT t.tax_key, t.percent FROM receipt r
             JOIN receipt_line l ON l.receipt = r.number
             JOIN receipt_line_tax t ON t.receipt = l.receipt AND t.position = l.position
             WHERE l.item_id IN ('BB0190', 'BB0200', 'KF0160')
               AND strftime('%Y', r.finished_at / 1000, 'unixepoch') = '{year}'"
        );
        query(&connection, &sql).into_iter().collect()
    };
    // Copies: an official act under the old law, a taxable service under §2b UStG.
    assert_eq!(
        copies("2026"),
        [r#"Integer(5) Text("0")"#.to_owned()].into()
    );
    assert_eq!(
        copies("2027"),
        [r#"Integer(1) Text("19")"#.to_owned()].into()
    );
    let days = query(
        &connection,
        "SELECT count(*) FROM receipt GROUP BY z_number",
    );
    assert_eq!(days.len(), 4, "{days:?}");
}

#[test]
fn banknotes_stay_under_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    run_in(folder.path(), "demo --out {}/x --receipts 600 --seed 5").fine();
    let connection = rusqlite::Connection::open(folder.path().join("x/data/amtskasse.db")).unwrap();
    let mut statement = connection
        .prepare(
            "SELECT coalesce(sum(p.amount_cents), 0) FROM receipt r
             LEFT JOIN receipt_payment p ON p.receipt = r.number AND p.kind = 'Bar'
               AND r.kind NOT IN ('abort', 'training')
             GROUP BY r.z_number, r.number ORDER BY r.number",
        )
        .unwrap();
    let changes: Vec<i64> = statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut cash = 0;
    for change in changes {
        cash += change;
        // 2,000 € of notes, and never that much in coins.
        assert!((0..220_000).contains(&cash), "{cash}");
    }
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("keep"), "x").unwrap();
    let said = run_in(folder.path(), "demo --out {}").could_not_run();
    assert!(said.contains("nicht leer"), "{said}");
    assert_eq!(files(folder.path()), ["keep"]);
    let said = run_in(folder.path(), "demo --out {}/keep").could_not_run();
    assert!(said.contains("kein Ordner"), "{said}");
    // An empty folder is as good as none.
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    run_in(&empty, "demo --out {} --receipts 2").fine();
    assert_eq!(
        files(&empty),
        ["closings", "data", "dsfinvk.zip", "receipts", "tse.tar"]
    );
}

#[test]
fn numbers_and_dates_are_checked() {
    for (line, expected) in [
        ("demo --out x --start 2026-13-01", "Datum"),
        ("demo --out x --start gestern", "Datum"),
        ("demo --out x --days 0", "von 1 bis"),
        ("demo --out x --receipts -3", "von 1 bis"),
        ("demo --out x --receipts 1.5", "von 1 bis"),
        ("demo --out x --seed x", "ganze Zahl"),
        ("demo", "--out"),
    ] {
        let said = run(line.split(' ')).could_not_run();
        assert!(said.contains(expected), "{line}: {said}");
    }
}
