//! One million receipts exported, beside `sqlite3 -csv` dumping the same rows and the PyPI package `dsfinvk` writing the
//! same rows, in the same go.
//!
//! `cargo bench --bench dsfinvk`; `RECEIPTS` sets another number. The peers run when they are there: `sqlite3` on the
//! path, and `DSFINVK_PYTHON`, a Python with the package (`pip install dsfinvk pytz`); it gets a smaller period, as it
//! holds everything in memory. Needs about 4 GB on the disk.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use amtskasse::demo::{self, Plan};
use amtskasse::dsfinvk::{self, Period, Shape, Summary};
use amtskasse::ledger::Ledger;
use chrono::NaiveDate;
use rusqlite::Connection;

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Fallible<()> {
    if let Some(room) = std::env::var_os("PREPARE") {
        return prepare(Path::new(&room));
    }
    let wanted: u64 = std::env::var("RECEIPTS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1_000_000);
    let room = tempfile::tempdir()?;
    let data = ledger_of(room.path(), wanted)?;
    let ledger = Ledger::open_read_only(&data)?;

    let all = Period {
        from: NaiveDate::MIN,
        to: NaiveDate::MAX,
    };
    let folder = room.path().join("export");
    let (summary, spent) = timed(|| export(&ledger, all, &folder, Shape::Folder))?;
    let rows: u64 = summary.rows.iter().map(|(_, rows)| rows).sum();
    tell("export into a folder", spent, rows);
    let zip = room.path().join("export.zip");
    let (_, zipped) = timed(|| export(&ledger, all, &zip, Shape::Zip))?;
    tell("export into a ZIP file", zipped, rows);
    println!(
        "{} receipts, {} closings, {rows} rows, {} bytes, memory at most {} MiB",
        summary.receipts,
        summary.closings.1,
        summary.bytes,
        peak()
    );

    match dumped(&folder, room.path())? {
        Some(dump) => {
            tell("sqlite3 -csv", dump, rows);
            println!("folder / sqlite3: {:.2}", ratio(spent, dump));
            println!("ZIP / sqlite3:    {:.2}", ratio(zipped, dump));
        }
        None => println!("sqlite3 is not there"),
    }

    let some = room.path().join("some");
    let first = ledger
        .receipt(1)?
        .map(|receipt| receipt.finished.date_naive());
    let from = first.ok_or("no receipt")?;
    let to = from + chrono::Days::new(90);
    let (summary, ours) = timed(|| export(&ledger, Period { from, to }, &some, Shape::Folder))?;
    let rows: u64 = summary.rows.iter().map(|(_, rows)| rows).sum();
    tell("export of 90 days", ours, rows);
    match python(&some, &room.path().join("peer.zip"))? {
        Some(theirs) => {
            println!("PyPI dsfinvk (build and write): {theirs}");
        }
        None => println!("PyPI dsfinvk is not there (DSFINVK_PYTHON)"),
    }
    Ok(())
}

fn export(ledger: &Ledger, period: Period, to: &Path, shape: Shape) -> Fallible<Summary> {
    Ok(dsfinvk::export(ledger, period, to, shape, &mut |_| true)?)
}

fn timed<T>(work: impl FnOnce() -> Fallible<T>) -> Fallible<(T, Duration)> {
    let begun = Instant::now();
    let done = work()?;
    Ok((done, begun.elapsed()))
}

fn tell(what: &str, spent: Duration, rows: u64) {
    let seconds = spent.as_secs_f64();
    println!(
        "{what:<24} {seconds:8.2} s  {:>10.0} rows/s",
        rows as f64 / seconds
    );
}

fn ratio(ours: Duration, theirs: Duration) -> f64 {
    ours.as_secs_f64() / theirs.as_secs_f64()
}

/// Most memory this process ever had, in MiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}

fn prepare(room: &Path) -> Fallible<()> {
    let plan = Plan {
        start: NaiveDate::from_ymd_opt(2016, 1, 4).ok_or("date")?,
        days: 3,
        receipts: 150,
        seed: 5,
    };
    demo::run(&room.join("demo"), &plan, |_, _| {})?;
    Ok(())
}

/// A ledger with `wanted` receipts: three days of the demo municipality, again and again. Hashes do not hold in it;
/// an export does not ask for them.
fn ledger_of(room: &Path, wanted: u64) -> Fallible<PathBuf> {
    // In a process of its own, as its memory is no part of what is measured here.
    let made = Command::new(std::env::current_exe()?)
        .env("PREPARE", room)
        .status()?;
    if !made.success() {
        return Err("the ledger could not be made".into());
    }
    let data = room.join("demo").join("data");
    let receipts = Ledger::open_read_only(&data)?.last_receipt()? as i64;
    let connection = Connection::open(data.join("amtskasse.db"))?;
    let names: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for name in names {
        connection.execute(&format!("DROP TRIGGER {name}"), [])?;
    }
    connection.execute_batch(
        "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;",
    )?;
    let closings: i64 =
        connection.query_row("SELECT max(number) FROM closing", [], |row| row.get(0))?;
    let signed: i64 = connection.query_row(
        "SELECT max(transaction_number) FROM receipt_signature",
        [],
        |row| row.get(0),
    )?;
    let copies = wanted.div_ceil(receipts as u64);
    let moves = [
        (
            "receipt",
            vec![
                ("number", receipts),
                ("z_number", closings),
                ("refers_to", receipts),
            ],
            vec!["started_at", "finished_at"],
        ),
        ("receipt_line", vec![("receipt", receipts)], vec![]),
        ("receipt_line_tax", vec![("receipt", receipts)], vec![]),
        ("receipt_total", vec![("receipt", receipts)], vec![]),
        ("receipt_payment", vec![("receipt", receipts)], vec![]),
        (
            "receipt_signature",
            vec![
                ("receipt", receipts),
                ("transaction_number", signed),
                ("counter", 2 * signed),
            ],
            vec!["start_at", "log_at"],
        ),
        (
            "closing",
            vec![
                ("number", closings),
                ("first_receipt", receipts),
                ("last_receipt", receipts),
            ],
            vec!["at"],
        ),
        ("closing_case", vec![("closing", closings)], vec![]),
        ("closing_payment", vec![("closing", closings)], vec![]),
        ("period_master", vec![("z_number", closings)], vec![]),
    ];
    for (table, numbers, times) in moves {
        let columns: Vec<String> = connection
            .prepare("SELECT name FROM pragma_table_info(?)")?
            .query_map([table], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let moved = |column: &String| {
            let by = numbers.iter().find(|(name, _)| name == column);
            match (
                by,
                times.contains(&column.as_str()),
                (table, column.as_str()),
            ) {
                (Some((_, by)), ..) => format!("{column} + n * {by}"),
                (_, true, _) => format!("{column} + n * 259200000"),
                (.., ("receipt_payment", "reference")) => "NULL".to_owned(),
                _ => column.clone(),
            }
        };
        let moved: Vec<String> = columns.iter().map(moved).collect();
        connection.execute(
            &format!(
                "WITH RECURSIVE copy (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {})
                 INSERT INTO {table} SELECT {} FROM copy CROSS JOIN
                     (SELECT * FROM {table}) t",
                copies - 1,
                moved.join(", ")
            ),
            [],
        )?;
    }
    Ok(data)
}

/// How long `sqlite3 -csv` takes for the rows of an export, put into tables of the same shape.
fn dumped(export: &Path, room: &Path) -> Fallible<Option<Duration>> {
    let database = room.join("rows.db");
    let mut script = String::from(
        "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;\n.mode csv\n.separator ;\n",
    );
    let mut dump = String::new();
    for table in amtskasse_dsfinvk::schema::V2_4.tables {
        let name = table.file.trim_end_matches(".csv");
        let file = export.join(table.file);
        script += &format!(".import {} \"{name}\"\n", file.display());
        dump += &format!("SELECT * FROM \"{name}\";\n");
    }
    let list = room.join("import.sql");
    std::fs::write(&list, script)?;
    let imported = Command::new("sqlite3")
        .arg(&database)
        .stdin(Stdio::from(std::fs::File::open(list)?))
        .status();
    if !imported.is_ok_and(|status| status.success()) {
        return Ok(None);
    }
    let target = std::fs::File::create(room.join("dump.csv"))?;
    let begun = Instant::now();
    let done = Command::new("sqlite3")
        .args(["-csv", "-header", "-separator", ";"])
        .arg(&database)
        .arg(dump)
        .stdout(Stdio::from(target))
        .status()?;
    Ok(done.success().then(|| begun.elapsed()))
}

/// What the PyPI package needs to build and write the rows of an export; its own words.
fn python(export: &Path, to: &Path) -> Fallible<Option<String>> {
    let Ok(python) = std::env::var("DSFINVK_PYTHON") else {
        return Ok(None);
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/dsfinvk_peer.py");
    let output = Command::new(python)
        .arg(script)
        .arg(export)
        .arg(to)
        .stderr(Stdio::inherit())
        .output()?;
    Ok(output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned()))
}
