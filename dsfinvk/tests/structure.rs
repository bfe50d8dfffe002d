//! Structure and fields of a package: R1 to R13, one planted fault after the other, and what is no package at all.

mod common;

use common::Package;

#[test]
fn nothing_is_wrong_with_the_fixture() {
    let report = Package::fixture().check();
    let rows: u64 = report.rows.iter().map(|(_, rows)| rows).sum();
    assert_eq!((report.closings, rows), (2, 129));
    let told: Vec<_> = report
        .sheet
        .told()
        .iter()
        .filter(|finding| finding.rule.0 <= 13)
        .collect();
    assert!(told.is_empty(), "{told:#?}");
}
