//! Vouchers that are taken back, practised with, cut off by a power cut or improved by hand.

use super::*;

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
    assert_found(&bench, "UPDATE voucher SET balance_cents = value_cents");
}
