//! Master data and the period they stand under.

use super::*;
use crate::tax::TaxKey;

#[test]
fn a_period_keeps_what_it_began_under() {
    let bench = Bench::new();
    let mut till = bench.open();
    assert_eq!(till.ledger().period_master(1).unwrap(), None);
    float(&mut till);
    ring(&mut till, "BB0010", 1);
    let kept = till.ledger().period_master(1).unwrap().unwrap();
    assert_eq!(&kept.site, till.site());
    assert_eq!(kept.version, env!("CARGO_PKG_VERSION"));
    assert_eq!(kept.principals.len(), 2);
    let general = kept.keys.iter().find(|k| k.key == TaxKey::GENERAL).unwrap();
    assert_eq!(general.percent, Decimal::from(19));
    drop(till);
    let report = Ledger::open_read_only(bench.folder.path()).unwrap();
    let report = report.verify(|_, _| {}).unwrap();
    assert!(report.findings.is_empty(), "{:?}", report.findings);
}

#[test]
fn a_change_waits_for_the_closing() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    drop(till);
    // Another address by the hand of whoever may write the file: the program only sees that it is another one.
    let connection =
        rusqlite::Connection::open(bench.folder.path().join(crate::ledger::FILE)).unwrap();
    connection
        .execute("UPDATE setting SET value = replace(value, 'Rathausplatz 1', 'Neuer Platz 9') WHERE name = 'municipality'", [])
        .unwrap();
    drop(connection);
    let mut till = bench.open();
    let refused = till.add("BB0010", Decimal::ONE, None, None);
    assert!(matches!(refused, Err(TillError::CloseFirst)), "{refused:?}");
    let pieces: Pieces = Pieces::fewest(till.expected_cash().unwrap());
    till.close(&CloseRequest {
        pieces,
        reason: String::new(),
        skim: Money::ZERO,
        approval: berger(),
    })
    .unwrap();
    ring(&mut till, "BB0010", 1);
    let before = till.ledger().period_master(1).unwrap().unwrap();
    assert_eq!(before.site.municipality.street, "Rathausplatz 1");
    let after = till.ledger().period_master(2).unwrap().unwrap();
    assert_eq!(after.site.municipality.street, "Neuer Platz 9");
}
