//! The cash from closing to closing (R47).

use amtskasse_tse::simulator::Options;

use crate::common::{Package, assert_error, of};
use crate::faults::set;
use crate::genuine::{Device, sign};

/// The second closing opens with ten euros less than the first ended with.
fn opens_with_190() -> Package {
    let package = Package::fixture();
    set(&package, "lines.csv", 15, &[("STK_BR", "190,00")]);
    set(&package, "lines_vat.csv", 15, &[("POS_BRUTTO", "190,00")]);
    set(
        &package,
        "transactions_vat.csv",
        15,
        &[("BON_BRUTTO", "190,00"), ("BON_NETTO", "190,00")],
    );
    set(
        &package,
        "transactions.csv",
        13,
        &[("UMS_BRUTTO", "190,00")],
    );
    set(
        &package,
        "datapayment.csv",
        13,
        &[("BASISWAEH_BETRAG", "190,00")],
    );
    set(
        &package,
        "businesscases.csv",
        10,
        &[("Z_UMS_BRUTTO", "190,00"), ("Z_UMS_NETTO", "190,00")],
    );
    set(
        &package,
        "payment.csv",
        4,
        &[("Z_ZAHLART_BETRAG", "242,00")],
    );
    set(
        &package,
        "cashpointclosing.csv",
        3,
        &[
            ("Z_SE_ZAHLUNGEN", "252,00"),
            ("Z_SE_BARZAHLUNGEN", "242,00"),
        ],
    );
    set(
        &package,
        "cash_per_currency.csv",
        3,
        &[("ZAHLART_BETRAG_WAEH", "242,00")],
    );
    let data = "Beleg^0.00_0.00_0.00_0.00_190.00^190.00:Bar";
    set(
        &package,
        "transactions_tse.csv",
        13,
        &[("TSE_VORGANGSDATEN", data)],
    );
    package
}

#[test]
fn r47_cash_that_vanished_overnight() {
    let package = opens_with_190();
    for (file, row) in [("lines.csv", 16), ("businesscases.csv", 11)] {
        set(&package, file, row, &[("GV_TYP", "Einzahlung")]);
    }
    sign(&package, &mut Device::new(Options::default()));
    let report = package.check();
    let sentence = assert_error(&report, 47, "lines.csv", Some(15));
    assert!(
        sentence.contains("190,00") && sentence.contains("200,00"),
        "{sentence}"
    );
    assert_eq!(report.sheet.told().len(), 1, "{:#?}", report.sheet.told());
}

#[test]
fn r47_a_transfer_of_another_amount_explains_half() {
    let package = opens_with_190();
    sign(&package, &mut Device::new(Options::default()));
    let report = package.check();
    let found = of(&report, 47);
    assert_eq!(found.len(), 1, "{:#?}", report.sheet.told());
    assert_eq!(
        found[0].severity,
        amtskasse_dsfinvk::verify::Severity::Warning
    );
    assert!(report.holds());
}
