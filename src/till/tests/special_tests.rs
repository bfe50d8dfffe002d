//! Special cases on one receipt: vouchers, deposits, menus, money of others, and invoices.

use super::*;
use crate::receipt::Receipt;
use crate::sale::SaleError;
use crate::tax::TaxKey;
use crate::voucher::{Refusal, Voucher};

mod blocked;
mod mixed;

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

/// (key, gross, net, vat) of every total.
fn totals(receipt: &Receipt) -> Vec<(u16, i64, i64, i64)> {
    receipt
        .totals
        .iter()
        .map(|t| (t.key.0, t.gross.cents(), t.net.cents(), t.vat.cents()))
        .collect()
}

#[test]
fn a_multi_purpose_voucher_is_sold_and_redeemed_as_in_the_official_examples() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    // Example 2.1
    till.add("TI0180", Decimal::ONE, Some(euro(5000)), None)
        .unwrap();
    let sold = till.pay_cash(euro(5000)).unwrap().receipt;
    assert_eq!(totals(&sold), [(5, 5000, 5000, 0)]);
    assert_eq!(sold.lines[0].case.code(), "MehrzweckgutscheinKauf");
    let number = number(&sold);
    assert_eq!(number, "9900000000011");
    // Example 2.2: 17.00 + 19.50 + 13.50 at 19 %
    for (item, cents) in [("MU0160", 1700), ("MU0160", 1950), ("MU0160", 1350)] {
        let item = priced(&till, item, cents);
        ring_item(&mut till, &item);
    }
    till.redeem(&number, None).unwrap();
    let view = till.view().unwrap().unwrap();
    assert_eq!(view.due, Money::ZERO);
    let redeemed = till.pay_cash(Money::ZERO).unwrap().receipt;
    assert_eq!(
        totals(&redeemed),
        [(1, 5000, 4202, 798), (5, -5000, -5000, 0)]
    );
    assert_eq!(
        process_data(&redeemed),
        "Beleg^50.00_0.00_0.00_0.00_-50.00^"
    );
    assert_eq!(redeemed.gross(), Money::ZERO);
    assert_eq!(redeemed.payments[0].kind, PaymentKind::Keine);
    let line = redeemed.lines.last().unwrap();
    assert_eq!(line.case.code(), "MehrzweckgutscheinEinloesung");
    assert_eq!(line.voucher.as_deref(), Some(number.as_str()));
    assert_eq!(balance(&till, &number), 0);
    assert_eq!(
        refused(redeem_after(&mut till, &number)),
        SaleError::Voucher(Refusal::Spent { number })
    );
    assert_sound(&mut till);
}

#[test]
fn a_single_purpose_voucher_is_taxed_once_as_in_the_official_examples() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    // Example 3.1
    let voucher = priced(&till, "TI0190", 5000);
    ring_item(&mut till, &voucher);
    let sold = till.pay_cash(euro(5000)).unwrap().receipt;
    assert_eq!(totals(&sold), [(1, 5000, 4202, 798)]);
    assert_eq!(sold.lines[0].case.code(), "EinzweckgutscheinKauf");
    // Example 3.2
    let number = number(&sold);
    let goods = priced(&till, "MU0160", 5000);
    ring_item(&mut till, &goods);
    till.redeem(&number, None).unwrap();
    let redeemed = till.pay_cash(Money::ZERO).unwrap().receipt;
    assert_eq!(totals(&redeemed), [(1, 0, 0, 0)]);
    assert_eq!(redeemed.lines[1].case.code(), "EinzweckgutscheinEinloesung");
    assert_eq!(redeemed.lines[1].gross, euro(-5000));
    assert_eq!(process_data(&redeemed), "Beleg^0.00_0.00_0.00_0.00_0.00^");
    assert_sound(&mut till);
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
fn part_of_a_voucher_can_be_redeemed_and_the_rest_stays() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    let number = sell(&mut till, 5000);
    ring(&mut till, "MU0160", 2); // 19.80
    till.redeem(&number, Some(euro(1000))).unwrap();
    assert_eq!(till.view().unwrap().unwrap().due, euro(980));
    let receipt = till.pay_cash(euro(980)).unwrap().receipt;
    assert_eq!(
        process_data(&receipt),
        "Beleg^19.80_0.00_0.00_0.00_-10.00^9.80:Bar"
    );
    assert_eq!(balance(&till, &number), 4000);
    ring(&mut till, "MU0160", 1);
    let line = till.redeem(&number, None).unwrap();
    assert_eq!(
        till.view().unwrap().unwrap().due,
        Money::ZERO,
        "as much as is due"
    );
    assert!(till.set_price(line, euro(4001)).is_err());
    till.set_price(line, euro(500)).unwrap();
    assert_eq!(till.view().unwrap().unwrap().due, euro(490));
    assert!(till.set_quantity(line, Decimal::TWO).is_err());
    till.pay_cash(euro(490)).unwrap();
    assert_eq!(balance(&till, &number), 3500);
    assert_eq!(
        till.ledger()
            .voucher_after(&number, receipt.number)
            .unwrap(),
        euro(4000)
    );
    assert_eq!(till.vouchers().unwrap().len(), 1);
    assert_sound(&mut till);
}

#[test]
fn no_voucher_is_redeemed_twice_whatever_is_open() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    let number = sell(&mut till, 3000);
    ring(&mut till, "MU0160", 2);
    till.redeem(&number, Some(euro(1500))).unwrap();
    assert_eq!(
        refused(till.redeem(&number, None)),
        SaleError::VoucherTwice(number.clone())
    );
    till.park("eins").unwrap();
    ring(&mut till, "MU0160", 2);
    till.redeem(&number, None).unwrap();
    assert_eq!(
        till.view().unwrap().unwrap().sale.redeemed(),
        euro(1500),
        "the rest"
    );
    till.park("zwei").unwrap();
    ring(&mut till, "MU0160", 2);
    let in_use = SaleError::Voucher(Refusal::InUse {
        number: number.clone(),
    });
    assert_eq!(refused(till.redeem(&number, None)), in_use);
    till.abort("Versuch").unwrap();
    // Its sale cannot be taken back while it is used.
    let back = till.begin_void(1, "falsch", &berger());
    assert!(matches!(back, Err(TillError::Sale(error)) if error == in_use));
    for parked in till.parked().unwrap() {
        till.recall(parked.id).unwrap();
        let due = till.view().unwrap().unwrap().due;
        till.pay_cash(due).unwrap();
    }
    assert_eq!(balance(&till, &number), 0);
    assert_sound(&mut till);
}

#[test]
fn a_voucher_buys_no_voucher_and_pays_no_more_than_there_is() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    let number = sell(&mut till, 5000);
    ring(&mut till, "TI0190", 1);
    assert_eq!(
        refused(till.redeem(&number, None)),
        SaleError::VoucherForVoucher
    );
    till.abort("x").unwrap();
    let goods = ring(&mut till, "MU0160", 3);
    assert_eq!(
        refused(till.redeem(&number, Some(euro(4000)))),
        SaleError::VoucherTooMuch { goods: euro(2970) }
    );
    till.redeem(&number, None).unwrap();
    assert_eq!(
        refused(till.add("TI0190", Decimal::ONE, None, None)),
        SaleError::VoucherForVoucher
    );
    // What it paid for is struck out again.
    till.set_quantity(goods, Decimal::ONE).unwrap();
    assert!(matches!(
        till.pay_cash(Money::ZERO),
        Err(TillError::Sale(SaleError::VoucherTooMuch { .. }))
    ));
    till.abort("x").unwrap();
    assert_eq!(balance(&till, &number), 5000, "an abort moves no voucher");
    for wrong in ["9900000099999", "abc", "12"] {
        ring(&mut till, "MU0160", 1);
        assert!(till.redeem(wrong, None).is_err());
        till.abort("x").unwrap();
    }
    assert_sound(&mut till);
}

#[test]
fn several_vouchers_have_lines_and_numbers_of_their_own() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    ring(&mut till, "TI0190", 3);
    let line = ring(&mut till, "TI0190", 1);
    assert!(till.set_quantity(line, Decimal::TWO).is_err());
    till.set_voucher_number(line, "0815 4711").unwrap();
    let taken = till
        .catalogue()
        .items()
        .iter()
        .find_map(|i| i.ean.clone())
        .unwrap();
    assert!(
        till.set_voucher_number(line, &taken).is_err(),
        "an article's"
    );
    assert!(
        till.set_voucher_number(line, "9900000000011").is_err(),
        "another line's"
    );
    let receipt = till.pay_cash(euro(3200)).unwrap().receipt;
    let numbers: Vec<_> = receipt
        .lines
        .iter()
        .flat_map(|l| l.voucher.as_deref())
        .collect();
    assert_eq!(
        numbers,
        [
            "9900000000011",
            "9900000000028",
            "9900000000035",
            "08154711"
        ]
    );
    assert!(matches!(
        till.add("TI0190", Decimal::new(15, 1), None, None),
        Err(TillError::Sale(SaleError::VoucherSingly))
    ));
    assert_sound(&mut till);
}

#[test]
fn a_sale_taken_back_blocks_the_voucher_and_a_redemption_taken_back_returns_it() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    float(&mut till);
    let number = sell(&mut till, 2000);
    let sold = till.voucher(&number).unwrap().unwrap().receipt;
    ring(&mut till, "MU0160", 1);
    till.redeem(&number, None).unwrap();
    let used = till.pay_cash(Money::ZERO).unwrap().receipt.number;
    let spent = till.begin_void(sold, "falsch", &berger());
    assert!(matches!(
        spent,
        Err(TillError::Sale(SaleError::Voucher(
            Refusal::Redeemed { .. }
        )))
    ));
    let part = till.begin_refund(used, &[(0, Decimal::ONE)], "kaputt", &berger());
    assert!(
        matches!(part, Err(TillError::Sale(SaleError::WholeOnly))),
        "a voucher never comes back as money"
    );
    till.begin_void(used, "kaputt", &berger()).unwrap();
    till.pay_cash(Money::ZERO).unwrap();
    assert_eq!(balance(&till, &number), 2000);
    till.begin_void(sold, "falsch", &berger()).unwrap();
    till.park("später").unwrap();
    ring(&mut till, "MU0160", 1);
    let returning = SaleError::Voucher(Refusal::InUse {
        number: number.clone(),
    });
    assert_eq!(refused(till.redeem(&number, None)), returning);
    till.abort("x").unwrap();
    let parked = till.parked().unwrap()[0].id;
    till.recall(parked).unwrap();
    till.pay_cash(euro(-2000)).unwrap();
    let Voucher { blocked, .. } = till.voucher(&number).unwrap().unwrap();
    assert_eq!(blocked.as_deref(), Some("zurückgenommen mit Beleg 6"));
    assert!(matches!(
        refused(redeem_after(&mut till, &number)),
        SaleError::Voucher(Refusal::Blocked { .. })
    ));
    assert!(till.vouchers().unwrap().is_empty());
    assert_sound(&mut till);
}

#[test]
fn training_moves_no_voucher() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    let number = sell(&mut till, 2000);
    till.set_training(true).unwrap();
    ring(&mut till, "MU0160", 1);
    till.redeem(&number, None).unwrap();
    till.pay_cash(Money::ZERO).unwrap();
    till.add("TI0180", Decimal::ONE, Some(euro(1500)), None)
        .unwrap();
    let trained = till.pay_cash(euro(1500)).unwrap().receipt;
    assert_eq!(
        till.voucher(trained.lines[0].voucher.as_deref().unwrap())
            .unwrap(),
        None
    );
    till.set_training(false).unwrap();
    assert_eq!(balance(&till, &number), 2000);
    assert_sound(&mut till);
}

#[test]
fn a_single_purpose_voucher_is_good_for_its_supply_only_and_as_a_whole() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    ring(&mut till, "TI0190", 1); // 8.00 at 19 %
    let number = number(&till.pay_cash(euro(800)).unwrap().receipt);
    ring(&mut till, "MU0120", 1); // a book, 7 %
    assert!(matches!(
        refused(till.redeem(&number, None)),
        SaleError::VoucherNotCovered(_)
    ));
    let mug = ring(&mut till, "MU0160", 1); // 9.90 at 19 %
    assert!(
        till.redeem(&number, Some(euro(400))).is_err(),
        "only as a whole"
    );
    till.redeem(&number, None).unwrap();
    till.void_line(mug).unwrap();
    assert!(matches!(
        till.pay_cash(euro(1690)),
        Err(TillError::Sale(SaleError::VoucherNotCovered(_)))
    ));
    ring(&mut till, "MU0160", 1);
    let receipt = till.pay_cash(euro(2680)).unwrap().receipt;
    // 9.90 − 8.00 = 1.90 at 19 %, 24.90 at 7 %
    assert_eq!(totals(&receipt), [(1, 190, 160, 30), (2, 2490, 2327, 163)]);
    assert_sound(&mut till);
}

#[test]
fn after_a_change_of_rates_a_voucher_keeps_the_rate_it_was_sold_at() {
    use crate::catalogue::BusinessCase;
    use crate::sale::Sale;
    use crate::tax::{Rates, TaxPart};
    // Sold at 16 % in December 2020, redeemed in January 2021 at 19 %.
    let day = |y, m, d| chrono::NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let (bench, rates) = (Bench::new(), Rates::statutory());
    let till = bench.open();
    let mut sale = Sale::new(day(2020, 12, 31), false);
    let voucher = priced(&till, "TI0190", 5000);
    let line = sale.add(&voucher, Decimal::ONE, None, None).unwrap();
    let number = crate::voucher::Number::from_chance(7);
    sale.set_voucher(line, &number).unwrap();
    let sold = sale.receipt_lines(&rates).unwrap().remove(0);
    assert_eq!(sold.parts[0].key, TaxKey::GENERAL);
    assert_eq!(sold.parts[0].percent, Decimal::from(16));
    let voucher = Voucher {
        number: number.to_string(),
        kind: crate::voucher::VoucherKind::Single,
        item_id: "TI0190".into(),
        receipt: 1,
        issued: sale.day,
        value: euro(5000),
        balance: euro(5000),
        tax: sold.parts.clone(),
        blocked: None,
    };
    let mut sale = Sale::new(day(2021, 1, 2), false);
    let goods = priced(&till, "MU0160", 6000);
    sale.add(&goods, Decimal::ONE, None, None).unwrap();
    sale.redeem(&voucher, &sold, (euro(5000), euro(5000)), &rates)
        .unwrap();
    let lines = sale.receipt_lines(&rates).unwrap();
    assert_eq!(lines[1].case, BusinessCase::EinzweckgutscheinEinloesung);
    let part = |key, percent: i64, cents| TaxPart {
        key: TaxKey(key),
        percent: Decimal::from(percent),
        gross: euro(cents),
    };
    assert_eq!(lines[1].parts, [part(21, 16, -5000)]);
    // 50 of the 60 € were supplied and taxed when the voucher was sold; 10 € are taxed now.
    assert_eq!(lines[0].parts, [part(1, 19, 1000), part(21, 16, 5000)]);
    let totals = crate::receipt::totals_of(&lines);
    let vat: Money = totals.iter().map(|t| t.vat).sum();
    assert_eq!(vat, euro(160));
    assert_eq!(sale.vouchers_covered(&rates), Ok(()));
}

#[test]
fn a_power_cut_around_a_redemption_redeems_once_or_not_at_all() {
    for steps in 0.. {
        let bench = Bench::new();
        let mut till = counting(&bench);
        let number = sell(&mut till, 2000);
        till.set_failpoint(Failpoint::after(steps));
        let done = (|| {
            till.add("MU0160", Decimal::ONE, None, None)?;
            till.redeem(&number, None)?;
            till.pay_cash(Money::ZERO)
        })();
        drop(till);
        let mut till = bench.open();
        assert_sound(&mut till);
        while let Some(parked) = till.parked().unwrap().first() {
            till.recall(parked.id).unwrap();
            let view = till.view().unwrap().unwrap();
            if view.sale.redeemed().is_zero() {
                till.redeem(&number, None).unwrap();
            }
            till.pay_cash(Money::ZERO).unwrap();
        }
        let left = balance(&till, &number);
        let last = till.ledger().last_receipt().unwrap();
        let redeemed = (2..=last).any(|n| {
            let receipt = till.ledger().receipt(n).unwrap().unwrap();
            receipt.kind == Kind::Sale
        });
        let sold_and_more = till
            .ledger()
            .voucher_after(&number, u64::from(u32::MAX))
            .unwrap();
        assert_eq!(sold_and_more.cents(), left, "step {steps}");
        assert_eq!(left, if redeemed { 1010 } else { 2000 }, "step {steps}");
        assert_sound(&mut till);
        if done.is_ok() {
            assert!(steps > 5, "only {steps} steps were stopped at");
            assert_eq!(left, 1010);
            break;
        }
    }
}

#[test]
fn a_balance_improved_by_hand_is_found() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    let number = sell(&mut till, 2000);
    ring(&mut till, "MU0160", 1);
    till.redeem(&number, None).unwrap();
    till.pay_cash(Money::ZERO).unwrap();
    drop(till);
    let file = bench.folder.path().join(crate::ledger::FILE);
    let connection = rusqlite::Connection::open(file).unwrap();
    connection
        .execute("UPDATE voucher SET balance_cents = value_cents", [])
        .unwrap();
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
