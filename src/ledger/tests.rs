//! Tampering through plain SQL with the triggers dropped, and databases that are not ours.

use std::sync::Arc;
use std::time::Duration;

use amtskasse_terminal::simulator::{Script, SharedMemory};
use rust_decimal::Decimal;

use super::*;
use crate::cash::Pieces;
use crate::money::Money;
use crate::receipt::Kind;
use crate::till::{Approval, CloseRequest, Movement, NoProgress, SimulatedClock, Till, simulated};

/// A closed day and the beginning of the next in a folder of its own.
fn business() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    crate::setup::set_up(folder.path(), None, chrono::DateTime::UNIX_EPOCH).unwrap();
    let clock = Arc::new(SimulatedClock::new("2026-11-24T09:00:00Z".parse().unwrap()));
    let memory = SharedMemory::default();
    let mut devices = simulated(folder.path(), clock.clone(), memory.clone(), Duration::ZERO);
    for terminal in &mut devices.terminals {
        terminal.config.patience.recovery = Duration::ZERO;
    }
    let ledger = Ledger::open(folder.path()).unwrap();
    let (mut till, _) = Till::open(ledger, devices, clock, false).unwrap();
    till.log_in("101", "1111").unwrap();
    let approval = Approval {
        user_id: "201".into(),
        pin: "3333".into(),
    };
    let euro = Money::from_cents;
    till.move_cash(&Movement {
        kind: Kind::Float,
        amount: euro(25_000),
        reason: "Tresor".into(),
        approval: None,
    })
    .unwrap();
    till.add("MU0160", Decimal::TWO, None, None).unwrap();
    let sold = till.pay_cash(euro(2000)).unwrap().receipt.number;
    till.add("BB0010", Decimal::ONE, None, None).unwrap();
    till.pay_card(euro(4600), &mut NoProgress).unwrap();
    till.begin_void(sold, "falsch", &approval).unwrap();
    till.pay_cash(euro(-1980)).unwrap();
    // Lost, and the terminal is away when the day is closed: the closing lists it.
    till.add("BB0010", Decimal::ONE, None, None).unwrap();
    memory.push(Script::ApproveThenLose);
    till.pay_card(euro(4600), &mut NoProgress).unwrap();
    memory.set_offline(true);
    let (pieces, reason) = (Pieces::fewest(euro(24_990)), "Rückgeld".into());
    till.close(&CloseRequest {
        pieces,
        reason,
        skim: euro(0),
        approval,
    })
    .unwrap();
    till.add("BB0060", Decimal::ONE, None, None).unwrap();
    till.pay_cash(euro(7000)).unwrap();
    folder
}

/// Some days of the demo municipality, played once and opened for reading.
pub(super) fn demo_day() -> Ledger {
    static DAYS: std::sync::LazyLock<tempfile::TempDir> = std::sync::LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let plan = crate::demo::Plan {
            start: "2026-11-23".parse().unwrap(),
            days: 3,
            receipts: 45,
            seed: 1,
        };
        crate::demo::run(&folder.path().join("demo"), &plan, |_, _| {}).unwrap();
        folder
    });
    Ledger::open_read_only(&DAYS.path().join("demo/data")).unwrap()
}

/// Drops every trigger, as somebody with a SQL shell would, and runs `sql`.
fn tamper(folder: &Path, sql: &str) {
    let connection = Connection::open(folder.join(FILE)).unwrap();
    let triggers: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for trigger in triggers {
        connection
            .execute_batch(&format!("DROP TRIGGER {trigger}"))
            .unwrap();
    }
    connection
        .pragma_update(None, "foreign_keys", "OFF")
        .unwrap();
    connection.execute_batch(sql).unwrap();
}

fn findings(folder: &Path) -> Vec<Finding> {
    Ledger::open_read_only(folder)
        .unwrap()
        .verify(|_, _| {})
        .unwrap()
        .findings
}

fn copy_of(folder: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_file() {
            std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
    }
    copy
}

#[test]
fn the_triggers_refuse_every_change() {
    let folder = business();
    let connection = Connection::open(folder.path().join(FILE)).unwrap();
    for table in LEDGER_TABLES {
        let refused = connection
            .execute(&format!("DELETE FROM {table}"), [])
            .unwrap_err();
        assert!(
            refused.to_string().contains("append-only"),
            "{table}: {refused}"
        );
        let column: String = connection
            .query_row(
                &format!("SELECT name FROM pragma_table_info('{table}')"),
                [],
                |r| r.get(0),
            )
            .unwrap();
        let refused = connection
            .execute(&format!("UPDATE {table} SET {column} = {column}"), [])
            .unwrap_err();
        assert!(
            refused.to_string().contains("append-only"),
            "{table}: {refused}"
        );
    }
    let late = "INSERT INTO receipt_payment VALUES (2, 9, 'Bar', 100, NULL, NULL, NULL)";
    assert!(
        connection
            .execute(late, [])
            .unwrap_err()
            .to_string()
            .contains("append-only")
    );
    assert_eq!(findings(folder.path()), []);
}

const LEDGER_TABLES: [&str; 18] = [
    "chain",
    "receipt",
    "receipt_line",
    "receipt_line_tax",
    "receipt_stock",
    "stock_move",
    "receipt_total",
    "receipt_payment",
    "receipt_signature",
    "cash_count",
    "cash_count_piece",
    "closing",
    "closing_case",
    "closing_payment",
    "closing_unknown",
    "card_slip",
    "terminal_closing",
    "event",
];

/// Every column of every row of the ledger, changed one at a time.
#[test]
fn every_changed_value_is_found() {
    let folder = business();
    let connection = Connection::open(folder.path().join(FILE)).unwrap();
    let mut changes = 0;
    for table in LEDGER_TABLES {
        let columns: Vec<(String, String)> = connection
            .prepare(&format!(
                "SELECT name, type FROM pragma_table_info('{table}')"
            ))
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let keys = primary_key(&connection, table);
        for (column, kind) in columns {
            let change = match kind.as_str() {
                "INTEGER" => format!("coalesce({column}, 0) + 1000"),
                "BLOB" => format!("CAST(coalesce({column}, x'') || x'01' AS BLOB)"),
                _ => format!("coalesce({column}, '') || '1'"),
            };
            let copy = copy_of(folder.path());
            let target = format!("WHERE ({keys}) = (SELECT {keys} FROM {table} LIMIT 1)");
            tamper(
                copy.path(),
                &format!(
                    "PRAGMA ignore_check_constraints = ON; UPDATE {table} SET {column} = {change} {target}"
                ),
            );
            assert!(
                !findings(copy.path()).is_empty(),
                "{table}.{column} was changed unnoticed"
            );
            changes += 1;
        }
    }
    assert!(changes > 90, "{changes}");
}

/// The primary key of a table as SQL writes it.
fn primary_key(connection: &Connection, table: &str) -> String {
    let columns: Vec<String> = connection
        .prepare(&format!(
            "SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk"
        ))
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    columns.join(", ")
}

#[test]
fn every_removed_row_is_found() {
    let folder = business();
    for table in LEDGER_TABLES {
        for order in ["", "DESC"] {
            let copy = copy_of(folder.path());
            let key = if table == "chain" {
                "seq"
            } else {
                first_column(folder.path(), table)
            };
            let sql = format!(
                "DELETE FROM {table} WHERE {key} = (SELECT {key} FROM {table} ORDER BY {key} {order} LIMIT 1)"
            );
            tamper(copy.path(), &sql);
            assert!(
                !findings(copy.path()).is_empty(),
                "{table} {order}: removed unnoticed"
            );
        }
    }
}

fn first_column(folder: &Path, table: &str) -> &'static str {
    let connection = Connection::open(folder.join(FILE)).unwrap();
    let column: String = connection
        .query_row(
            &format!("SELECT name FROM pragma_table_info('{table}')"),
            [],
            |r| r.get(0),
        )
        .unwrap();
    column.leak()
}

#[test]
fn the_last_receipt_cut_off_with_its_chain_is_missed() {
    let folder = business();
    tamper(
        folder.path(),
        "DELETE FROM receipt_signature WHERE receipt = (SELECT max(number) FROM receipt);
         DELETE FROM chain WHERE seq > (SELECT max(seq) - 2 FROM chain);
         DELETE FROM receipt_line_tax WHERE receipt = (SELECT max(number) FROM receipt);
         DELETE FROM receipt_line WHERE receipt = (SELECT max(number) FROM receipt);
         DELETE FROM receipt_total WHERE receipt = (SELECT max(number) FROM receipt);
         DELETE FROM receipt_payment WHERE receipt = (SELECT max(number) FROM receipt);
         DELETE FROM receipt WHERE number = (SELECT max(number) FROM receipt);",
    );
    let found = findings(folder.path());
    assert!(found.iter().any(|f| f.place == Place::End), "{found:?}");
}

#[test]
fn inserted_rows_are_found() {
    let folder = business();
    for sql in [
        "INSERT INTO receipt_line_tax VALUES (2, 1, 9, 5, '0', 0)",
        "INSERT INTO receipt_line_account VALUES (2, 1, 9, '4461000', '111', 0)",
        "INSERT INTO receipt_stock VALUES (2, 9, 'BB0010', '-1', '4', NULL)",
        "INSERT INTO stock_move VALUES (999, 1, 'BB0010', 'loss', '-1', '4', NULL, '1', 'x', NULL, NULL, NULL, NULL)",
        "INSERT INTO receipt_payment VALUES (2, 9, 'Bar', 0, NULL, NULL, NULL)",
        "INSERT INTO event VALUES (999, 1, 'x', NULL, NULL, 'x')",
        "INSERT INTO card_slip VALUES (999, 1, 'x', NULL, 'customer', 0, '[]')",
        "INSERT INTO terminal_closing VALUES (999, 1, 1, 'x', '{}')",
        "INSERT INTO closing_unknown VALUES (1, 'x', 'x', 1, 1)",
        "INSERT INTO closing_case VALUES (1, 'Umsatz', '', 8, '0', 0, 0, 0)",
        "INSERT INTO cash_count_piece VALUES (1, 1, 5)",
        "INSERT INTO receipt SELECT 99, z_number, kind, started_at, finished_at, clerk_id, clerk_name,
                second_id, second_name, refers_to, reason, gross_cents, NULL, NULL, NULL
         FROM receipt WHERE number = 2",
    ] {
        let copy = copy_of(folder.path());
        tamper(copy.path(), sql);
        assert!(!findings(copy.path()).is_empty(), "{sql}");
    }
}

#[test]
fn improved_keys_and_accounts_are_found_even_with_new_hashes() {
    let folder = business();
    let found = |sql: &str| {
        let copy = copy_of(folder.path());
        tamper(copy.path(), sql);
        Ledger::rehash(copy.path());
        findings(copy.path())
    };
    let keys = found(
        "UPDATE receipt_line_tax SET tax_key = 6 WHERE (receipt, position, part) IN
         (SELECT receipt, position, part FROM receipt_line_tax WHERE tax_key = 5 LIMIT 1)",
    );
    assert!(
        keys.iter().any(|f| f.kind == FindingKind::KeysDiffer),
        "{keys:?}"
    );
    let accounts = found(
        "INSERT INTO receipt_line_account SELECT receipt, position, 1, '4461000', '111', gross_cents - 1
         FROM receipt_line WHERE receipt = 2 AND position = 1",
    );
    let differ = |f: &Finding| matches!(f.kind, FindingKind::AccountsDiffer { line: 1, .. });
    assert!(accounts.iter().any(differ), "{accounts:?}");
}

/// Whoever can change the ledger can compute its hashes anew, too; then the levels must tell.
#[test]
fn improved_stock_is_found_even_with_new_hashes() {
    use FindingKind as K;
    let folder = business();
    let found = |sql: &str| {
        let copy = copy_of(folder.path());
        tamper(copy.path(), sql);
        Ledger::rehash(copy.path());
        findings(copy.path())
    };
    let sold = "(SELECT min(receipt) FROM receipt_stock)";
    type Improved = (String, fn(&K) -> bool);
    let kinds: [Improved; 9] = [
        (
            "UPDATE stock_level SET quantity = '7' WHERE item_id = 'MU0160'".into(),
            |kind| matches!(kind, K::StockDiffers { .. }),
        ),
        (
            "UPDATE stock_level SET numbers = '05002-05400,05500' WHERE item_id = 'KF0150'".into(),
            |kind| matches!(kind, K::StockDiffers { .. }),
        ),
        ("DELETE FROM stock_level WHERE item_id = 'MU0160'".into(), |kind| {
            matches!(kind, K::StockDiffers { .. })
        }),
        (
            format!("UPDATE receipt_stock SET level = '1' WHERE receipt = {sold}"),
            |kind| matches!(kind, K::StockDiffers { .. }),
        ),
        (
            format!("UPDATE receipt_stock SET quantity = '-1' WHERE receipt = {sold}"),
            |kind| matches!(kind, K::StockOtherThanSold { .. }),
        ),
        (format!("DELETE FROM receipt_stock WHERE receipt = {sold}"), |kind| {
            matches!(kind, K::StockDiffers { .. })
        }),
        (
            // A form that was sold is delivered again.
            "INSERT INTO stock_move VALUES ((SELECT max(id) + 1 FROM stock_move), 9, 'KF0150', 'delivery', '1',
                 '401', '5400', '201', 'x', NULL, NULL, 'LS', NULL);
             INSERT INTO chain SELECT seq + 1, 'stock', (SELECT max(id) FROM stock_move), 9, hash, hash
                 FROM chain_head".into(),
            |kind| matches!(kind, K::FormsTwice { .. }),
        ),
        (
            "INSERT INTO stock_move VALUES ((SELECT max(id) + 1 FROM stock_move), 9, 'KF0150', 'loss', '-1',
                 '399', '1', '201', 'x', NULL, NULL, 'weg', NULL);
             INSERT INTO chain SELECT seq + 1, 'stock', (SELECT max(id) FROM stock_move), 9, hash, hash
                 FROM chain_head".into(),
            |kind| matches!(kind, K::FormsNotThere { .. }),
        ),
        (
            "UPDATE receipt_stock SET item_id = 'BB0060'".into(),
            |kind| matches!(kind, K::StockNotKept { .. }),
        ),
    ];
    for (sql, expected) in kinds {
        let found = found(&sql);
        assert!(found.iter().any(|f| expected(&f.kind)), "{sql}: {found:?}");
    }
    assert_eq!(found(""), []);
}

#[test]
fn a_form_is_never_sold_twice_unnoticed() {
    let folder = tempfile::tempdir().unwrap();
    crate::setup::set_up(folder.path(), None, chrono::DateTime::UNIX_EPOCH).unwrap();
    let clock = Arc::new(SimulatedClock::new("2026-11-24T09:00:00Z".parse().unwrap()));
    let memory = SharedMemory::default();
    let devices = simulated(folder.path(), clock.clone(), memory, Duration::ZERO);
    let ledger = Ledger::open(folder.path()).unwrap();
    let (mut till, _) = Till::open(ledger, devices, clock, false).unwrap();
    till.log_in("101", "1111").unwrap();
    let mut last = 0;
    for _ in 0..2 {
        till.add("KF0150", Decimal::ONE, None, None).unwrap();
        let due = Money::from_cents(50);
        last = till.pay_cash(due).unwrap().receipt.number;
    }
    drop(till);
    for table in ["receipt_line", "receipt_stock"] {
        let sql = format!("UPDATE {table} SET numbers = '05001' WHERE receipt = {last}");
        tamper(folder.path(), &sql);
    }
    Ledger::rehash(folder.path());
    let found = findings(folder.path());
    let twice = |f: &Finding| {
        f.place == Place::Receipt(last as i64)
            && matches!(f.kind, FindingKind::FormsNotThere { .. })
    };
    assert!(found.iter().any(twice), "{found:?}");
}

#[test]
fn databases_that_are_not_ours_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    assert!(matches!(
        Ledger::open(folder.path()),
        Err(LedgerError::Missing(_))
    ));
    std::fs::write(
        &path,
        "this is a letter to the mayor, not a database ".repeat(40),
    )
    .unwrap();
    assert!(matches!(
        Ledger::open(folder.path()),
        Err(LedgerError::Unreadable(_))
    ));
    std::fs::remove_file(&path).unwrap();
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE a (b)")
        .unwrap();
    assert!(matches!(
        Ledger::open(folder.path()),
        Err(LedgerError::Foreign(_))
    ));
    std::fs::remove_file(&path).unwrap();
    crate::setup::set_up(folder.path(), None, chrono::DateTime::UNIX_EPOCH).unwrap();
    let again =
        crate::setup::set_up(folder.path(), None, chrono::DateTime::UNIX_EPOCH).unwrap_err();
    assert!(again.to_string().contains("set up here already"), "{again}");
    let first = Ledger::open(folder.path()).unwrap();
    assert!(matches!(
        Ledger::open(folder.path()),
        Err(LedgerError::InUse(_))
    ));
    drop(first);
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let newer = Ledger::open(folder.path()).unwrap_err();
    assert!(
        matches!(newer, LedgerError::Newer { found: 99, .. }),
        "{newer}"
    );
}

#[test]
fn a_backup_taken_at_work_is_the_whole_ledger() {
    let folder = business();
    let _running = Ledger::open(folder.path()).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("sicherung.db");
    backup(folder.path(), &file).unwrap();
    let target = elsewhere.path().join("neu");
    restore(&target, &file).unwrap();
    assert_eq!(findings(&target), []);
    let (a, b) = (
        Ledger::open_read_only(folder.path()).unwrap(),
        Ledger::open(&target).unwrap(),
    );
    assert_eq!(a.last_receipt().unwrap(), b.last_receipt().unwrap());
    assert!(matches!(
        restore(&target, &file),
        Err(LedgerError::Exists(_) | LedgerError::InUse(_))
    ));
    std::fs::write(&file, "garbage").unwrap();
    assert!(restore(&elsewhere.path().join("dritte"), &file).is_err());
    assert!(!elsewhere.path().join("dritte").join(FILE).exists());
}
