#![allow(clippy::unwrap_used)]

use super::*;

fn pieces(quantity: i64) -> Amount {
    Amount::Quantity(Decimal::from(quantity))
}

fn forms(text: &str) -> Amount {
    Amount::Numbers(text.parse().unwrap())
}

fn level(amount: Amount) -> Level {
    match amount {
        Amount::Quantity(quantity) => Level::Quantity(quantity),
        Amount::Numbers(numbers) => Level::Numbers(numbers),
    }
}

#[test]
fn merchandise_comes_and_goes_by_quantity() {
    let ten = level(pieces(10));
    assert_eq!(ten.with(&pieces(5)).unwrap(), level(pieces(15)));
    assert_eq!(ten.without(&pieces(10), false).unwrap(), level(pieces(0)));
    let short = AmountError::Short(Decimal::TEN);
    assert_eq!(ten.without(&pieces(11), false), Err(short));
    assert_eq!(ten.without(&pieces(11), true).unwrap(), level(pieces(-1)));
    assert_eq!(ten.counted(&pieces(0)).unwrap(), level(pieces(0)));
    for wrong in [0, -1, 1_000_000] {
        assert_eq!(ten.with(&pieces(wrong)), Err(AmountError::Quantity));
    }
    let fine = Amount::Quantity("0.001".parse().unwrap());
    let finer = Amount::Quantity("0.0001".parse().unwrap());
    assert!(ten.with(&fine).is_ok());
    assert_eq!(ten.with(&finer), Err(AmountError::Quantity));
}

#[test]
fn forms_come_and_go_by_number() {
    let stock = level(forms("1001-1010"));
    assert_eq!(stock.quantity(), Decimal::TEN);
    assert_eq!(
        stock.with(&forms("1011-1012")).unwrap(),
        level(forms("1001-1012"))
    );
    let there = AmountError::There("1010".parse().unwrap());
    assert_eq!(stock.with(&forms("1010-1012")), Err(there));
    let not_there = AmountError::NotThere("1011".parse().unwrap());
    // Not even where merchandise may fall below zero.
    assert_eq!(stock.without(&forms("1010-1011"), true), Err(not_there));
    assert_eq!(
        stock.without(&forms("1002"), false).unwrap().quantity(),
        Decimal::from(9)
    );
}

#[test]
fn the_form_of_an_amount_must_suit() {
    let (goods, papers) = (level(pieces(1)), level(forms("1")));
    assert_eq!(goods.with(&forms("2")), Err(AmountError::QuantityNeeded));
    assert_eq!(papers.with(&pieces(2)), Err(AmountError::NumbersNeeded));
    assert_eq!(papers.counted(&pieces(2)), Err(AmountError::NumbersNeeded));
    assert!(goods.fits(StockMode::Quantity) && !goods.fits(StockMode::Numbered));
    assert!(papers.fits(StockMode::Numbered) && !papers.fits(StockMode::None));
    assert_eq!(Level::none(StockMode::None), None);
}

#[test]
fn a_count_tells_what_is_missing_and_what_is_strange() {
    let expected = level(forms("1001-1010"));
    let counted = expected
        .counted(&forms("1001-1003,1005-1010,1020"))
        .unwrap();
    let difference = expected.difference(&counted);
    assert_eq!(difference.quantity, Decimal::ZERO);
    assert!(!difference.is_zero());
    assert_eq!(difference.missing.to_string(), "1004");
    assert_eq!(difference.unexpected.to_string(), "1020");
    let short = level(pieces(7)).difference(&level(pieces(5)));
    assert_eq!(short.quantity, Decimal::from(-2));
    assert!(level(pieces(7)).difference(&level(pieces(7))).is_zero());
}
