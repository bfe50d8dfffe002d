//! Vouchers as they are sold and redeemed.

use super::*;

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
