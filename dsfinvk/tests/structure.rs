//! Structure and fields of a package: R1 to R13, one planted fault after the other, and what is no package at all.

mod common;

use common::Package;

#[test]
fn the_fixture_is_read() {
    let report = Package::fixture().check();
    let rows: u64 = report.rows.iter().map(|(_, rows)| rows).sum();
    assert_eq!((report.closings, rows), (2, 129));
    for rule in 1..=13 {
        assert_eq!(
            common::told(&report, rule, amtskasse_dsfinvk::verify::Severity::Error),
            [] as [&str; 0]
        );
    }
}
