//! Brings the database of an earlier version to the present one.
//!
//! The new database is made from schema.sql and filled from the old one, beside it: whatever happens, the file
//! under the register's name is whole, either old or new. The old one stays as `amtskasse-v1.db`. Rows of the
//! ledger are copied as they are, so every hash still holds (see chain.rs on columns added later).

use std::fs;
use std::path::Path;

use rusqlite::{Connection, params};

use super::{
    APPLICATION_ID, LedgerError, NEW_FILE, PAGE_SIZE, SCHEMA, SCHEMA_VERSION, StepError, io, wrap,
};

/// Line of schema.sql below which rows cannot be written in any order any more.
const TRIGGERS: &str = "-------------------------------------------------------------------------------------------- append-only --";

/// Version 1 had one price and two treatments per item, undated.
const ITEMS_OF_V1: &str = "
INSERT INTO main.item SELECT id, position, name, short_name, office, '', kind, business_case, unit, legal_basis,
    principal, NULL, iif(stocked, 'yes', 'no'), NULL, product, account, ean, NULL, needs_reference, NULL, '' FROM old.item;
INSERT INTO main.item_price SELECT id, '2000-01-01', price_cents, price_mode, min_cents, max_cents,
    third_party_cents FROM old.item;
INSERT INTO main.item_tax (item_id, regime, from_day, text, price_rule, reason, legal_basis, proposed_by,
    proposed_at, approved_by, approved_at)
    SELECT t.item_id, t.regime, '2000-01-01', max(t.text), 'gross', '', i.legal_basis, '', first, '', first
    FROM old.item_tax t JOIN old.item i ON i.id = t.item_id,
         (SELECT coalesce(min(at), 0) AS first FROM old.chain)
    GROUP BY t.item_id, t.regime ORDER BY i.position, t.regime DESC;
INSERT INTO main.item_tax_share SELECT n.id, t.position, t.tax_key, t.share
    FROM old.item_tax t JOIN main.item_tax n ON n.item_id = t.item_id AND n.regime = t.regime;
";

/// Before version 3 nothing said which master data a closing was made under: those of the day the ledger is brought up
/// stand for all of them, whatever changes later.
const MASTER_BEFORE_V3: &str = "
INSERT INTO main.setting SELECT 'master_before_v3', json_object(
    'site', json_object(
        'municipality', json(m.value),
        'pay_point', json_object('id', p.id, 'name', p.name, 'responsible', p.responsible, 'float', p.float_cents,
            'note_limit', p.note_limit_cents),
        'register', json(r.value)),
    'version', '0.1.0')
    FROM main.setting m, main.setting r JOIN main.pay_point p ON p.id = json_extract(r.value, '$.pay_point')
    WHERE m.name = 'municipality' AND r.name = 'register';
";

/// Brings the database at `path` up to date; one that is, or is not ours, is left alone.
pub(super) fn bring_up(path: &Path) -> Result<(), LedgerError> {
    let found = settle(path).map_err(|e| wrap(path, e))?;
    let Some(version) = found else { return Ok(()) };
    let draft = path.with_file_name(NEW_FILE);
    let _ = fs::remove_file(&draft);
    let made = fill(&draft, path, version)
        .map_err(|e| e.at(&draft))
        .and_then(|()| exchange(path, &draft, version));
    if made.is_err() {
        let _ = fs::remove_file(&draft);
    }
    made
}

/// The version of an older database of ours, with everything it holds in its main file.
fn settle(path: &Path) -> Result<Option<i32>, rusqlite::Error> {
    let old = Connection::open(path)?;
    let read = |name| old.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, version) = (read("application_id")?, read("user_version")?);
    if application != APPLICATION_ID || !(1..SCHEMA_VERSION).contains(&version) {
        return Ok(None);
    }
    // A log left beside the file would be taken for one of the new database.
    old.pragma_update(None, "journal_mode", "DELETE")?;
    old.close().map_err(|(_, error)| error)?;
    Ok(Some(version))
}

fn fill(draft: &Path, old: &Path, version: i32) -> Result<(), StepError> {
    let mut connection = Connection::open(draft)?;
    connection.pragma_update(None, "page_size", PAGE_SIZE)?;
    connection.pragma_update(None, "foreign_keys", "OFF")?;
    connection.execute("ATTACH ?1 AS old", [old.to_string_lossy()])?;
    let (tables, triggers) = SCHEMA.split_at(SCHEMA.find(TRIGGERS).unwrap_or(SCHEMA.len()));
    let transaction = connection.transaction()?;
    transaction.execute_batch(tables)?;
    for table in tables_of(&transaction)? {
        if version > 1 || !matches!(table.as_str(), "item" | "item_tax") {
            copy(&transaction, &table)?;
        }
    }
    if version == 1 {
        transaction.execute_batch(ITEMS_OF_V1)?;
    }
    if version < 3 {
        transaction.execute_batch(MASTER_BEFORE_V3)?;
    }
    transaction.execute_batch(triggers)?;
    transaction.execute_batch(
        "UPDATE main.chain_head SET (seq, hash) = (SELECT seq, hash FROM old.chain_head);
         DELETE FROM main.sqlite_sequence;
         INSERT INTO main.sqlite_sequence SELECT name, seq FROM old.sqlite_sequence;",
    )?;
    let dangling = transaction
        .prepare("PRAGMA main.foreign_key_check")?
        .exists([])?;
    if dangling {
        return Err(LedgerError::Damaged {
            table: "sqlite_schema",
            key: old.display().to_string(),
            what: "rows refer to rows that are not there".into(),
        }
        .into());
    }
    transaction.commit()?;
    connection.execute("DETACH old", [])?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(())
}

fn tables_of(connection: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement = connection.prepare(
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
         INTERSECT SELECT name FROM old.sqlite_schema WHERE type = 'table'",
    )?;
    statement.query_map([], |row| row.get(0))?.collect()
}

/// Copies the columns both versions have.
fn copy(connection: &Connection, table: &str) -> Result<(), rusqlite::Error> {
    let mut statement = connection.prepare(
        "SELECT n.name FROM pragma_table_info(?1, 'main') n
         JOIN pragma_table_info(?1, 'old') o ON o.name = n.name ORDER BY n.cid",
    )?;
    let columns: Vec<String> = statement
        .query_map(params![table], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let columns = columns.join(", ");
    connection.execute(
        &format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM old.{table}"),
        [],
    )?;
    Ok(())
}

/// Puts the new database in the place of the old one, which stays under a name of its own.
fn exchange(path: &Path, draft: &Path, version: i32) -> Result<(), LedgerError> {
    let file = fs::File::open(draft).map_err(|source| io(draft, source))?;
    file.sync_all().map_err(|source| io(draft, source))?;
    let kept = path.with_file_name(format!("amtskasse-v{version}.db"));
    if !kept.exists() {
        // Not every file system knows links.
        fs::hard_link(path, &kept)
            .or_else(|_| fs::copy(path, &kept).map(|_| ()))
            .map_err(|source| io(&kept, source))?;
    }
    fs::rename(draft, path).map_err(|source| io(path, source))
}

#[cfg(test)]
mod tests {
    use amtskasse_terminal::{Slip, SlipKind};
    use chrono::NaiveDate;

    use super::*;
    use crate::ledger::period::BEFORE_V3;
    use crate::ledger::{FILE, Ledger, PaymentState};
    use crate::tax::{Regime, TaxKey};

    const V1: &str = include_str!("../../tests/fixtures/ledger-v1.sql");
    const V2: &str = include_str!("../../tests/fixtures/ledger-v2.sql");
    const V3: &str = include_str!("../../tests/fixtures/ledger-v3.sql");

    fn old(dump: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open(folder.path().join(FILE)).unwrap();
        connection
            .pragma_update(None, "foreign_keys", "OFF")
            .unwrap();
        connection.execute_batch(dump).unwrap();
        connection
            .pragma_update(None, "journal_mode", "WAL")
            .unwrap();
        folder
    }

    fn objects(connection: &Connection) -> Vec<(String, Option<String>)> {
        let mut statement = connection
            .prepare("SELECT name, sql FROM sqlite_schema ORDER BY name")
            .unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn a_ledger_of_version_1_is_read_whole() {
        let folder = old(V1);
        assert!(matches!(
            Ledger::open_read_only(folder.path()),
            Err(LedgerError::Older { found: 1, .. })
        ));
        let ledger = Ledger::open(folder.path()).unwrap();
        let report = ledger.verify(|_, _| {}).unwrap();
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        assert_eq!((report.receipts, report.closings), (17, 1));
        let assortment = ledger.assortment().unwrap();
        assert_eq!(assortment.entries().len(), 157);
        let menu = assortment.entry("KA0070").unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let decision = menu.decision_on(Regime::New, day).unwrap();
        assert_eq!(decision.treatment.shares.len(), 2);
        assert_eq!(menu.price_on(day).unwrap().amount.cents(), 850);
        let copies = assortment.entry("BB0190").unwrap();
        let key = |law| copies.decision_on(law, day).unwrap().treatment.shares[0].0;
        assert_eq!(
            (key(Regime::Old), key(Regime::New)),
            (TaxKey::NOT_TAXABLE, TaxKey::GENERAL)
        );
        let open = ledger.drafts().unwrap();
        assert_eq!((open.len(), open[0].sale.gross().cents()), (1, 5450));
        drop(ledger);
        assert!(folder.path().join("amtskasse-v1.db").exists());
        Ledger::open(folder.path()).unwrap();
    }

    #[test]
    fn a_ledger_of_version_2_is_read_whole() {
        let folder = old(V2);
        let ledger = Ledger::open(folder.path()).unwrap();
        let report = ledger.verify(|_, _| {}).unwrap();
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        assert_eq!((report.receipts, report.closings), (34, 2));
        assert_eq!(ledger.assortment().unwrap().entries().len(), 73);
        assert_eq!(ledger.period_master(1).unwrap(), None);
        let before: crate::site::PeriodMaster = ledger.setting(BEFORE_V3).unwrap().unwrap();
        assert_eq!(before.site, ledger.site().unwrap());
        let line = &ledger.receipt(3).unwrap().unwrap().lines[0];
        assert_eq!((&line.group, &line.ean), (&None, &None));
        assert_eq!(ledger.pay_points().unwrap()[0].street, "");
        assert!(folder.path().join("amtskasse-v2.db").exists());
    }

    #[test]
    fn a_ledger_of_version_3_is_read_whole_and_its_unknown_payment_stays_unknown() {
        let folder = old(V3);
        let mut ledger = Ledger::open(folder.path()).unwrap();
        let report = ledger.verify(|_, _| {}).unwrap();
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        assert_eq!((report.receipts, report.closings), (47, 3));
        assert!(ledger.period_master(1).unwrap().is_some());
        let open = ledger.open_payments().unwrap();
        assert_eq!((open.len(), open[0].amount.cents()), (1, 5450));
        assert_eq!(
            (&open[0].asked, open[0].state),
            (&None, PaymentState::Unknown)
        );
        // A chain with facts of the new kinds goes on from the old one.
        let slip = Slip {
            kind: SlipKind::Merchant,
            lines: Vec::new(),
            signature: false,
        };
        ledger
            .write(|w| w.card_slip("Schalter 1", None, &slip, chrono::DateTime::UNIX_EPOCH))
            .unwrap();
        assert!(ledger.verify(|_, _| {}).unwrap().findings.is_empty());
        assert!(folder.path().join("amtskasse-v3.db").exists());
    }

    #[test]
    fn what_comes_out_is_the_schema_of_a_new_register() {
        let folder = old(V1);
        drop(Ledger::open(folder.path()).unwrap());
        let brought_up = Connection::open(folder.path().join(FILE)).unwrap();
        let new = Connection::open_in_memory().unwrap();
        new.execute_batch(SCHEMA).unwrap();
        assert_eq!(objects(&brought_up), objects(&new));
        let last: i64 = brought_up
            .query_row(
                "SELECT seq FROM sqlite_sequence WHERE name = 'draft'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(last, 11, "an id of a draft is never used again");
    }

    #[test]
    fn a_stop_half_way_leaves_the_old_one_whole() {
        let folder = old(V1);
        let path = folder.path().join(FILE);
        // What a power cut left of an earlier attempt.
        fs::write(folder.path().join(NEW_FILE), b"half a database").unwrap();
        let draft = folder.path().join(NEW_FILE);
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch("UPDATE item SET office = 'nowhere' WHERE id = 'BB0010'")
            .unwrap_err();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = OFF; UPDATE item SET office = 'nowhere' WHERE id = 'BB0010'",
            )
            .unwrap();
        drop(connection);
        let refused = Ledger::open(folder.path()).unwrap_err();
        assert!(matches!(refused, LedgerError::Damaged { .. }), "{refused}");
        assert!(!draft.exists());
        let old = Connection::open(&path).unwrap();
        let version: i32 = old
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap();
        assert_eq!(version, 1);
    }
}
