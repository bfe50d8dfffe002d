use proptest::prelude::*;

use super::*;
use crate::catalogue::PriceError;
use crate::receipt::{Person, Receipt, totals_of};
use crate::tax::TaxKey;

/// The demo municipality under §2b UStG.
fn items() -> Vec<Item> {
    let day = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
    let catalogue = crate::setup::demo_catalogue(day).unwrap();
    catalogue.items().to_vec()
}

fn item(id: &str) -> Item {
    items().into_iter().find(|i| i.id == id).unwrap()
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn ring(sale: &mut Sale, id: &str, quantity: i64) -> u32 {
    let item = item(id);
    sale.add(&item, Decimal::from(quantity), None, None)
        .unwrap()
}

fn receipt(sale: &Sale) -> Receipt {
    let lines = sale.receipt_lines(&Rates::statutory()).unwrap();
    let person = Person {
        id: "1".into(),
        name: "A. Yilmaz".into(),
    };
    let now = chrono::DateTime::from_timestamp(1_795_000_000, 0).unwrap();
    Receipt {
        number: 1,
        z_number: 1,
        kind: sale.kind(),
        started: now,
        finished: now,
        clerk: person,
        second: None,
        refers_to: None,
        reason: None,
        supplied: None,
        totals: totals_of(&lines),
        lines,
        payments: Vec::new(),
        signature: None,
    }
}

fn origin(kind: Kind) -> Origin {
    let second = Person {
        id: "2".into(),
        name: "B. Kühn".into(),
    };
    Origin {
        kind,
        receipt: 1,
        reason: "falsch".into(),
        second,
    }
}

fn back(original: &Receipt, kind: Kind, part: Option<&[Return]>) -> Result<Sale, SaleError> {
    Sale::going_back(today(), original, origin(kind), part, &Rates::statutory())
}

#[test]
fn the_drawn_example_adds_up() {
    let mut sale = Sale::new(today(), false);
    ring(&mut sale, "BB0010", 1);
    ring(&mut sale, "BB0190", 6);
    ring(&mut sale, "MU0120", 1);
    ring(&mut sale, "BB0150", 1);
    assert_eq!(sale.gross().cents(), 8570);
    let totals = sale.totals(&Rates::statutory()).unwrap();
    let row = |key| totals.iter().find(|t| t.key == key).unwrap();
    assert_eq!(row(TaxKey::GENERAL).vat.cents(), 29);
    assert_eq!(row(TaxKey::REDUCED).vat.cents(), 163);
    assert_eq!(row(TaxKey::NOT_TAXABLE).gross.cents(), 5900);
    let lines = sale.receipt_lines(&Rates::statutory()).unwrap();
    assert_eq!(lines[3].third_party.cents(), 780);
}

#[test]
fn the_same_item_joins_its_line() {
    let mut sale = Sale::new(today(), false);
    let first = ring(&mut sale, "BB0190", 2);
    assert_eq!(ring(&mut sale, "BB0190", 3), first);
    assert_eq!(sale.lines()[0].quantity, Decimal::from(5));
    sale.void_line(first).unwrap();
    assert_ne!(ring(&mut sale, "BB0190", 1), first);
}

#[test]
fn fees_are_fixed_and_never_reduced() {
    let mut sale = Sale::new(today(), false);
    let fee = ring(&mut sale, "BB0010", 1);
    let half = Discount {
        amount: DiscountAmount::Percent(Decimal::from(50)),
        reason: "x".into(),
    };
    assert!(matches!(
        sale.set_discount(Some(fee), Some(half.clone())),
        Err(SaleError::NotDiscountable(_))
    ));
    assert!(sale.set_discount(None, Some(half)).is_err());
    assert!(matches!(
        sale.set_price(fee, Money::from_cents(1)),
        Err(SaleError::Price(_))
    ));
    assert!(sale.set_quantity(fee, Decimal::new(15, 1)).is_err());
}

#[test]
fn framework_fees_stay_in_their_frame() {
    let mut sale = Sale::new(today(), false);
    let item = item("GO0040");
    let mut add = |cents| sale.add(&item, Decimal::ONE, Some(Money::from_cents(cents)), None);
    assert!(add(2499).is_err());
    assert!(add(10_001).is_err());
    assert!(add(7500).is_ok());
}

#[test]
fn a_claim_needs_its_kassenzeichen() {
    let mut sale = Sale::new(today(), false);
    let claim = item("HK0010");
    let amount = Some(Money::from_cents(12_345));
    let refused = sale.add(&claim, Decimal::ONE, amount, None);
    assert!(matches!(refused, Err(SaleError::ReferenceNeeded(_))));
    sale.add(&claim, Decimal::ONE, amount, Some("5.0815.4711".into()))
        .unwrap();
}

#[test]
fn a_discount_on_the_whole_is_split_over_keys() {
    let mut sale = Sale::new(today(), false);
    ring(&mut sale, "MU0120", 1);
    ring(&mut sale, "MU0160", 1);
    ring(&mut sale, "BB0010", 1);
    let ten = Discount {
        amount: DiscountAmount::Percent(Decimal::TEN),
        reason: "Aktion".into(),
    };
    sale.set_discount(None, Some(ten)).unwrap();
    let lines = sale.receipt_lines(&Rates::statutory()).unwrap();
    let discount = lines.last().unwrap();
    assert_eq!(discount.gross.cents(), -348);
    assert_eq!(discount.parts.len(), 2, "the fee takes no part");
    assert_eq!(
        discount.parts.iter().map(|p| p.gross).sum::<Money>(),
        discount.gross
    );
}

#[test]
fn a_void_mirrors_every_total() {
    let mut sale = Sale::new(today(), false);
    ring(&mut sale, "KA0070", 3);
    let line = ring(&mut sale, "MU0160", 2);
    let gone = ring(&mut sale, "MU0170", 1);
    sale.void_line(gone).unwrap();
    let some = Discount {
        amount: DiscountAmount::Amount(Money::from_cents(99)),
        reason: "x".into(),
    };
    sale.set_discount(Some(line), Some(some.clone())).unwrap();
    sale.set_discount(None, Some(some)).unwrap();
    let original = receipt(&sale);
    let void = receipt(&back(&original, Kind::Void, None).unwrap());
    assert_eq!(void.gross(), -original.gross());
    for (a, b) in original.totals.iter().zip(&void.totals) {
        assert_eq!(
            (a.key, a.gross, a.net, a.vat),
            (b.key, -b.gross, -b.net, -b.vat)
        );
    }
    for line in &void.lines {
        assert_eq!(line.price.times(line.quantity) + line.discount, line.gross);
    }
    let part = back(
        &original,
        Kind::Refund,
        Some(&[Return::of(0, Decimal::ONE)]),
    );
    assert_eq!(part.unwrap_err(), SaleError::WholeOnly);
}

#[test]
fn a_part_can_be_given_back_but_never_more() {
    let mut sale = Sale::new(today(), false);
    ring(&mut sale, "MU0160", 3);
    let original = receipt(&sale);
    let two = back(
        &original,
        Kind::Refund,
        Some(&[Return::of(0, Decimal::TWO)]),
    )
    .unwrap();
    assert_eq!(two.gross().cents(), -1980);
    assert!(
        back(
            &original,
            Kind::Refund,
            Some(&[Return::of(0, Decimal::from(4))])
        )
        .is_err()
    );
    assert!(
        back(
            &original,
            Kind::Refund,
            Some(&[Return::of(0, -Decimal::ONE)])
        )
        .is_err()
    );
    assert!(
        back(
            &original,
            Kind::Refund,
            Some(&[Return::of(9, Decimal::ONE)])
        )
        .is_err()
    );
}

#[test]
fn what_goes_back_in_pieces_adds_up_to_what_was_paid() {
    let mut sale = Sale::new(today(), false);
    let line = ring(&mut sale, "MU0160", 100);
    let off = Discount {
        amount: DiscountAmount::Amount(Money::from_cents(40)),
        reason: "x".into(),
    };
    sale.set_discount(Some(line), Some(off)).unwrap();
    let original = receipt(&sale);
    let mut returned = Money::ZERO;
    for before in 0..100 {
        let part = Return {
            before: Decimal::from(before),
            ..Return::of(0, Decimal::ONE)
        };
        returned += back(&original, Kind::Refund, Some(&[part]))
            .unwrap()
            .gross();
    }
    assert_eq!(returned, -original.gross());
    let beyond = Return {
        before: Decimal::from(100),
        ..Return::of(0, Decimal::ONE)
    };
    assert!(back(&original, Kind::Refund, Some(&[beyond])).is_err());
}

#[test]
fn a_share_that_belongs_to_others_goes_back_as_it_came() {
    let mut sale = Sale::new(today(), false);
    ring(&mut sale, "BB0150", 2);
    let original = receipt(&sale);
    let void = receipt(&back(&original, Kind::Void, None).unwrap());
    assert_eq!(void.lines[0].third_party.cents(), -1560);
    assert_eq!(void.lines[0].account, original.lines[0].account);
    let one = back(
        &original,
        Kind::Refund,
        Some(&[Return::of(0, Decimal::ONE)]),
    )
    .unwrap();
    assert_eq!(receipt(&one).lines[0].third_party.cents(), -780);
}

#[test]
fn no_sale_pays_out_by_quantity_or_reduction() {
    let mut sale = Sale::new(today(), false);
    let mug = item("MU0160");
    let negative = sale.add(&mug, Decimal::from(-1), None, None);
    assert!(matches!(
        negative,
        Err(SaleError::Price(PriceError::Quantity))
    ));
    ring(&mut sale, "KA0150", 5);
    assert_eq!(sale.payable(), Err(SaleError::BelowZero));
    ring(&mut sale, "KA0010", 1);
    assert_eq!(sale.payable(), Ok(()));
    let mut deposit = Sale::new(today(), false);
    ring(&mut deposit, "KA0130", 4);
    assert_eq!(deposit.payable(), Ok(()));
}

fn any_lines() -> impl Strategy<Value = Vec<(usize, i64, bool)>> {
    prop::collection::vec((0usize..157, 1i64..40, any::<bool>()), 1..30)
}

fn build(rows: &[(usize, i64, bool)], items: &[Item], add_voided: bool) -> Sale {
    let mut sale = Sale::new(today(), false);
    for &(index, quantity, voided) in rows {
        let item = &items[index];
        if voided && !add_voided {
            continue;
        }
        let price = match item.mode {
            PriceMode::Range { min, max } => {
                Some(Money::from_cents((min.cents() + quantity).min(max.cents())))
            }
            _ => None,
        };
        let reference = Some(format!("{quantity}/{index}/{}", sale.lines().len()));
        // Vouchers are sold one by one.
        let quantity = match VoucherKind::sold_by(item.case) {
            Some(_) => 1,
            None => quantity,
        };
        let id = sale
            .add(item, Decimal::from(quantity), price, reference)
            .unwrap();
        if voided {
            sale.void_line(id).unwrap();
        }
    }
    sale
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_lines_changes_no_total(rows in any_lines()) {
        let items = items();
        let mut backwards = rows.clone();
        backwards.reverse();
        let rates = Rates::statutory();
        let (a, b) = (build(&rows, &items, true), build(&backwards, &items, true));
        prop_assert_eq!(a.gross(), b.gross());
        prop_assert_eq!(a.totals(&rates).unwrap(), b.totals(&rates).unwrap());
    }

    #[test]
    fn a_voided_line_is_a_line_never_added(rows in any_lines()) {
        let items = items();
        let rates = Rates::statutory();
        let (with, without) = (build(&rows, &items, true), build(&rows, &items, false));
        prop_assert_eq!(with.gross(), without.gross());
        prop_assert_eq!(with.totals(&rates).unwrap(), without.totals(&rates).unwrap());
    }

    #[test]
    fn lines_parts_and_totals_agree(rows in any_lines(), percent in 1i64..=100) {
        let items = items();
        let mut sale = build(&rows, &items, true);
        let reason = "Aktion".to_owned();
        let discount = Discount { amount: DiscountAmount::Percent(Decimal::from(percent)), reason };
        let _ = sale.set_discount(None, Some(discount));
        let receipt = receipt(&sale);
        prop_assert_eq!(receipt.gross(), sale.gross());
        for line in receipt.valid_lines() {
            prop_assert_eq!(line.parts.iter().map(|p| p.gross).sum::<Money>(), line.gross);
        }
        for total in &receipt.totals {
            prop_assert_eq!(total.net + total.vat, total.gross);
        }
        prop_assert_eq!(receipt.valid_lines().map(|l| l.gross).sum::<Money>(), receipt.gross());
    }
}

#[test]
fn an_account_gets_its_share_of_a_line_to_the_cent() {
    let mut certificate = item("BB0150");
    let rung_up = |item: &Item| {
        let mut sale = Sale::new(today(), false);
        sale.add(item, Decimal::from(3), None, None).unwrap();
        let lines = sale.receipt_lines(&Rates::statutory()).unwrap();
        let parts = lines[0].splits.iter();
        parts
            .map(|p| (p.account.clone(), p.gross.cents()))
            .collect::<Vec<_>>()
    };
    let named = |parts: &[(&str, i64)]| -> Vec<(String, i64)> {
        parts.iter().map(|(a, c)| ((*a).to_owned(), *c)).collect()
    };
    // 13.00 each, 7.80 of it for the federation.
    assert_eq!(
        rung_up(&certificate),
        named(&[("4311000", 1560), ("3791000", 2340)])
    );
    let share = |account: &str| crate::catalogue::Split {
        account: account.into(),
        product: "122".into(),
        share: Decimal::ONE,
    };
    certificate.splits = vec![share("4311000"), share("4312000"), share("4313000")];
    certificate.third_party = Money::from_cents(780);
    certificate.price = Money::from_cents(1301);
    assert_eq!(
        rung_up(&certificate),
        named(&[
            ("4311000", 521),
            ("4312000", 521),
            ("4313000", 521),
            ("3791000", 2340)
        ])
    );
    certificate.third_party_account = None;
    certificate.splits.truncate(2);
    let parts = rung_up(&certificate);
    assert_eq!(parts.iter().map(|(_, cents)| cents).sum::<i64>(), 3903);
    assert_eq!(parts[2], ("4311000".to_owned(), 2340));
    certificate.splits.clear();
    assert!(rung_up(&certificate).is_empty());
}

#[test]
fn a_piece_of_a_menu_comes_back_at_its_price() {
    // Two menus at 1.05 €: 70 % food and 30 % drink are 1.47 € and 0.63 €, and half of each ends on half a cent.
    let mut menu = item("KA0070");
    menu.price = Money::from_cents(105);
    menu.tax.shares = vec![
        (TaxKey::REDUCED, Decimal::from(70)),
        (TaxKey::GENERAL, Decimal::from(30)),
    ];
    let split = |account: &str| crate::catalogue::Split {
        account: account.into(),
        product: String::new(),
        share: Decimal::ONE,
    };
    menu.splits = vec![split("1"), split("2")];
    let mut sale = Sale::new(today(), false);
    sale.add(&menu, Decimal::TWO, None, None).unwrap();
    let original = receipt(&sale);
    let (mut given, mut posted) = (Vec::new(), Vec::new());
    for before in [Decimal::ZERO, Decimal::ONE] {
        let part = Return {
            before,
            ..Return::of(0, Decimal::ONE)
        };
        let returned = receipt(&back(&original, Kind::Refund, Some(&[part])).unwrap());
        let line = &returned.lines[0];
        given.push(line.gross.cents());
        posted.push(line.splits.iter().map(|s| s.gross.cents()).sum::<i64>());
    }
    assert_eq!(given, [-105, -105]);
    assert_eq!(posted, [-105, -105]);
}
