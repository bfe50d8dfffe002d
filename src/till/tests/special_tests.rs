//! Special cases on one receipt: vouchers, deposits, menus, money of others, and invoices.

use super::*;
use crate::receipt::Receipt;
use crate::sale::SaleError;
use crate::tax::TaxKey;
use crate::voucher::{Refusal, Voucher};

mod blocked;
mod mixed;
mod vouchers;
mod vouchers_in_trouble;

/// A till whose voucher numbers count upwards.
fn counting(bench: &Bench) -> Till {
    let mut till = bench.open();
    let mut next = 0u64;
    till.set_dice(Box::new(move || {
        next += 1;
        Some(next)
    }));
    till
}

/// Sells a multi-purpose voucher over so much; returns its number.
fn sell(till: &mut Till, cents: i64) -> String {
    till.add("TI0180", Decimal::ONE, Some(euro(cents)), None)
        .unwrap();
    number(&till.pay_cash(euro(cents)).unwrap().receipt)
}

fn number(receipt: &Receipt) -> String {
    receipt.lines[0].voucher.clone().unwrap()
}

fn balance(till: &Till, number: &str) -> i64 {
    till.voucher(number).unwrap().unwrap().balance.cents()
}

fn process_data(receipt: &Receipt) -> String {
    crate::fiscal::process_data_of(receipt)
}

fn refused(result: Result<u32, TillError>) -> SaleError {
    match result {
        Err(TillError::Sale(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// A voucher changed by plain SQL is found, and nothing else.
fn assert_found(bench: &Bench, sql: &str) {
    let file = bench.folder.path().join(crate::ledger::FILE);
    let connection = rusqlite::Connection::open(file).unwrap();
    connection.execute(sql, []).unwrap();
    drop(connection);
    let till = bench.open();
    let report = till.ledger().verify(|_, _| {}).unwrap();
    assert!(
        matches!(
            &report.findings[..],
            [f] if matches!(f.kind, crate::ledger::FindingKind::VoucherDiffers { .. })
        ),
        "{report:?}"
    );
}

/// (key, gross, net, vat) of every total.
fn totals(receipt: &Receipt) -> Vec<(u16, i64, i64, i64)> {
    receipt
        .totals
        .iter()
        .map(|t| (t.key.0, t.gross.cents(), t.net.cents(), t.vat.cents()))
        .collect()
}

/// An item of the catalogue at another price.
fn priced(till: &Till, id: &str, cents: i64) -> crate::catalogue::Item {
    let mut item = till.catalogue().by_id(id).unwrap().clone();
    item.price = euro(cents);
    item
}

/// Rings up an item that is not in the catalogue as it is.
fn ring_item(till: &mut Till, item: &crate::catalogue::Item) -> u32 {
    if crate::voucher::VoucherKind::sold_by(item.case).is_some() {
        return till.add_vouchers(item, Decimal::ONE, None, None).unwrap();
    }
    till.change(true, |sale| sale.add(item, Decimal::ONE, None, None))
        .unwrap()
}

fn redeem_after(till: &mut Till, number: &str) -> Result<u32, TillError> {
    ring(till, "MU0160", 1);
    let redeemed = till.redeem(number, None);
    till.abort("Versuch").unwrap();
    redeemed
}

#[test]
fn an_invoice_is_made_out_once_and_changed_only_with_a_reason() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    float(&mut till);
    ring(&mut till, "MU0160", 30); // 297.00
    let number = till.pay_cash(euro(29_700)).unwrap().receipt.number;
    let wanted = Invoice {
        receipt: number,
        name: "Muster GmbH".into(),
        street: "Hauptstraße 1".into(),
        town: "12345 Musterstadt".into(),
        ..Invoice::default()
    };
    till.invoice(&wanted, "").unwrap();
    till.invoice(&wanted, "").unwrap();
    let other = Invoice {
        name: "Beispiel AG".into(),
        ..wanted.clone()
    };
    assert!(matches!(
        till.invoice(&other, " "),
        Err(TillError::ReasonNeeded)
    ));
    till.invoice(&other, "Firma umbenannt").unwrap();
    assert_eq!(till.ledger().events_of("invoice").unwrap().len(), 2);
    let last = till.invoice_of(number).unwrap().unwrap();
    assert_eq!(last.name, "Beispiel AG");
    assert_eq!(last.replaces.unwrap().1, "Firma umbenannt");
    let nobody = Invoice {
        name: " ".into(),
        ..wanted.clone()
    };
    let refused = |result: Result<Vec<u8>, TillError>| match result {
        Err(TillError::NoInvoice { why, .. }) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(till.invoice(&nobody, "")), WhyNoInvoice::Recipient);
    till.begin_void(number, "falsch", &berger()).unwrap();
    let void = till.pay_cash(euro(-29_700)).unwrap().receipt.number;
    assert_eq!(refused(till.invoice(&wanted, "")), WhyNoInvoice::TakenBack);
    let correction = Invoice {
        receipt: void,
        ..wanted
    };
    assert_eq!(
        refused(till.invoice(&correction, "")),
        WhyNoInvoice::Correction
    );
    assert_sound(&mut till);
}

#[test]
fn untaxed_taxed_exempt_and_foreign_money_share_one_receipt() {
    let bench = Bench::new();
    bench.later(60 * 60 * 24 * 45); // 8 January 2027, §2b UStG
    let mut till = counting(&bench);
    ring(&mut till, "BB0010", 1); // 46.00 official act
    ring(&mut till, "MU0160", 1); // 9.90 at 19 %
    ring(&mut till, "MU0120", 1); // 24.90 at 7 %
    ring(&mut till, "BB0150", 1); // 13.00, of which 7.80 belong to the federation
    let due = till.view().unwrap().unwrap().due;
    let receipt = till.pay_cash(due).unwrap().receipt;
    assert_eq!(
        totals(&receipt),
        [(1, 990, 832, 158), (2, 2490, 2327, 163), (5, 5900, 5900, 0)]
    );
    assert_eq!(
        process_data(&receipt),
        "Beleg^9.90_24.90_0.00_0.00_59.00^93.80:Bar"
    );
    assert_sound(&mut till);
}

#[test]
fn what_a_parked_sale_leaves_of_a_voucher_is_all_another_may_take() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    let number = sell(&mut till, 5000);
    let goods = priced(&till, "MU0160", 5000);
    ring_item(&mut till, &goods);
    let line = till.redeem(&number, Some(euro(1000))).unwrap();
    till.park("Frau A").unwrap();
    ring_item(&mut till, &goods);
    till.redeem(&number, Some(euro(4000))).unwrap();
    till.park("Frau B").unwrap();
    let first = till.parked().unwrap()[0].id;
    till.recall(first).unwrap();
    // 40 € of it lie on the other sale.
    assert!(till.set_price(line, euro(4000)).is_err());
    till.set_price(line, euro(500)).unwrap();
}

#[test]
fn a_supply_before_there_were_rates_is_refused() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "MU0120", 1);
    let day = "1950-01-01".parse().unwrap();
    assert!(till.set_supplied(Some(day)).is_err());
    assert!(till.view().is_ok());
}

#[test]
fn vat_on_top_of_half_a_cent_is_rounded_up() {
    use crate::catalogue::{Assortment, Entry};
    use crate::tax::{PriceRule, Regimes};
    let bench = Bench::new();
    let till = bench.open();
    let mut entry: Entry = till.assortment().entry("MU0160").unwrap().clone();
    entry.prices.truncate(1);
    entry.prices[0].amount = euro(50); // 0.595 €
    for decision in &mut entry.decisions {
        decision.price_rule = PriceRule::NetPlusVat;
    }
    let assortment = Assortment::new(vec![entry]);
    let day = "2026-11-24".parse().unwrap();
    let offer = assortment.on(day, till.rates(), &Regimes::default());
    assert_eq!(offer.items()[0].price, euro(60));
}

#[test]
fn a_price_reduction_takes_back_no_vat_of_nothing() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "BB0010", 1); // 46.00 official act
    ring(&mut till, "KA0150", 1); // 1.00 off a lunch at 7 %
    assert!(matches!(
        till.pay_cash(euro(4500)),
        Err(TillError::TaxNotDue(_))
    ));
    ring(&mut till, "MU0120", 1); // 24.90 at 7 %
    till.pay_cash(euro(6990)).unwrap();
    assert_sound(&mut till);
}
