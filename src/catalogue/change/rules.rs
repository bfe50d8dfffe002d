//! The rules one item has to keep, whoever changes it.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::catalogue::{BusinessCase, Entry, Item, ItemKind, Price, PriceMode, Split, StockMode};
use crate::i18n::date;
use crate::money::Money;
use crate::tax::{Decision, Rates, TaxKey};

/// What is wrong with a change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs)] // The sentence of each variant says what it is.
pub enum Fault {
    #[error("there is no such item")]
    UnknownItem,
    #[error("{0} must not be empty or begin or end with a space")]
    Blank(&'static str),
    #[error("{0} must not begin or end with a space")]
    Spaces(&'static str),
    #[error("the id is taken, and ids are never used again")]
    IdTaken,
    #[error("the EAN {ean} belongs to item {item}")]
    EanTaken { ean: String, item: String },
    #[error("the short code {code} belongs to item {item}")]
    CodeTaken { code: String, item: String },
    #[error("{0:?} is no EAN: 8 or 13 digits with a right check digit")]
    Ean(String),
    #[error("the office {0:?} is not known")]
    UnknownOffice(String),
    #[error("the kind does not go with the business case {0}")]
    KindAndCase(&'static str),
    #[error(
        "a deposit returned has a price below zero, every other one but a discount a price from zero"
    )]
    Sign,
    #[error("the amount is above {limit} €", limit = Money::LIMIT)]
    TooMuch,
    #[error("there is no price")]
    NoPrice,
    #[error("two prices begin on {}", date(*.0))]
    PriceTwice(NaiveDate),
    #[error("there is no price from {} to take back", date(*.0))]
    NoSuchPrice(NaiveDate),
    #[error("the lowest amount is above the usual one, or the usual one above the highest")]
    Limits,
    #[error("the part of others is above the price or has another sign")]
    ShareWithinPrice,
    #[error("receipts are issued up to {}; the earliest day is the one after", date(*last))]
    InThePast { last: NaiveDate },
    #[error("an item leaves the offer today at the earliest")]
    ArchivedInThePast,
    #[error("a share must be above zero")]
    PositiveShare,
    #[error("a split needs accounts without `:` and `@`, at least two of them, each only once")]
    Splits,
    #[error("numbered forms are sold by the piece")]
    NumberedByPiece,
    #[error("a minimum level needs stock to be kept, and is from zero")]
    Minimum,
    #[error("there is no tax key {0}")]
    UnknownKey(u16),
    #[error("tax key {0} is for corrections only")]
    HistoricalKey(u16),
    #[error("tax key {key} has no rate on {}", date(*day))]
    NoRate { key: u16, day: NaiveDate },
    #[error("a key is named twice")]
    KeyTwice,
    #[error("nothing is decided on its tax")]
    Undecided,
    #[error("an exempt item needs the words for the receipt")]
    ExemptText,
    #[error("money of others is never taxed")]
    TransitTaxed,
    #[error(
        "a larger part for others lowers the VAT of a taxed item; add a new item, to whose tax two people agree"
    )]
    ShareTaxed,
    #[error("a change of tax needs a reason")]
    ReasonNeeded,
    #[error("a change of tax needs its legal basis")]
    LegalBasisNeeded,
    #[error("there is no pay point or user {0:?}")]
    UnknownOwner(String),
    #[error("there is no item {0:?}")]
    UnknownTile(String),
    #[error("{0:?} is named twice")]
    NamedTwice(String),
    #[error("{0:?} is no colour such as #0B5C6B")]
    Colour(String),
}

impl Fault {
    /// The column of the file it is about, without the ending for one of the two laws.
    pub fn column(&self) -> Option<&'static str> {
        Some(match self {
            Fault::Blank(column) | Fault::Spaces(column) => column,
            Fault::IdTaken | Fault::UnknownItem => "id",
            Fault::EanTaken { .. } | Fault::Ean(_) => "ean",
            Fault::CodeTaken { .. } => "code",
            Fault::UnknownOffice(_) => "office",
            Fault::KindAndCase(_) => "kind",
            Fault::Sign | Fault::NoPrice | Fault::TooMuch => "price_eur",
            Fault::PriceTwice(_) | Fault::NoSuchPrice(_) | Fault::InThePast { .. } => "valid_from",
            Fault::Limits => "price_min",
            Fault::ShareWithinPrice => "third_party_share_eur",
            Fault::ArchivedInThePast => "archived_from",
            Fault::Splits => "gl_account",
            Fault::NumberedByPiece => "stock_managed",
            Fault::Minimum => "stock_minimum",
            _ => return None,
        })
    }
}

/// Whether `text` is an EAN-8 or EAN-13 with its check digit.
fn is_ean(text: &str) -> bool {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits.filter(|d| matches!(d.len(), 8 | 13)) else {
        return false;
    };
    let sum: u32 = digits
        .iter()
        .rev()
        .skip(1)
        .enumerate()
        .map(|(i, d)| d * if i % 2 == 0 { 3 } else { 1 })
        .sum();
    digits.last().copied() == Some((10 - sum % 10) % 10)
}

/// Everything wrong with what of an item does not depend on the day.
pub(super) fn item(entry: &Entry) -> Vec<Fault> {
    let Item {
        id,
        name,
        short_name,
        unit,
        account,
        splits,
        ean,
        code,
        ..
    } = &entry.item;
    let mut faults = Vec::new();
    for (column, text) in [
        ("id", id),
        ("name", name),
        ("short_name", short_name),
        ("unit", unit),
        ("office", &entry.item.office),
    ] {
        if text.is_empty() || text.trim() != text {
            faults.push(Fault::Blank(column));
        }
    }
    let foreign = &entry.item.third_party_account;
    for (column, text) in [
        ("code", code),
        ("principal", &entry.item.principal),
        ("third_party_account", foreign),
    ] {
        if text.as_ref().is_some_and(|t| t.is_empty() || t.trim() != t) {
            faults.push(Fault::Blank(column));
        }
    }
    // A file cannot tell them from nothing, and neither can a person.
    for (column, text) in [
        ("group", &entry.item.group),
        ("legal_basis", &entry.item.legal_basis),
        ("product_group", &entry.item.product),
        ("gl_account", account),
        ("note", &entry.note),
    ] {
        if text.trim() != text {
            faults.push(Fault::Spaces(column));
        }
    }
    if let Some(ean) = ean.as_ref().filter(|ean| !is_ean(ean)) {
        faults.push(Fault::Ean(ean.clone()));
    }
    if !kind_fits(entry.item.kind, entry.item.case) {
        faults.push(Fault::KindAndCase(entry.item.case.code()));
    }
    if account.contains(':') || !splits_fit(splits) {
        faults.push(Fault::Splits);
    }
    if splits.iter().any(|split| split.share <= Decimal::ZERO) {
        faults.push(Fault::PositiveShare);
    }
    let kept = entry.item.stock != StockMode::None;
    if entry.minimum.is_some_and(|m| m < Decimal::ZERO || !kept) {
        faults.push(Fault::Minimum);
    }
    faults
}

fn kind_fits(kind: ItemKind, case: BusinessCase) -> bool {
    use {BusinessCase as Case, ItemKind as Kind};
    match case {
        Case::Umsatz => true,
        Case::Pfand | Case::PfandRueckzahlung | Case::MehrzweckgutscheinKauf => {
            kind == Kind::Transit
        }
        Case::Forderungsaufloesung => kind == Kind::Transit,
        Case::Rabatt | Case::EinzweckgutscheinKauf => kind == Kind::Article,
        // Redeemed vouchers and cash movements are no items: the register makes their lines itself.
        _ => false,
    }
}

fn splits_fit(splits: &[Split]) -> bool {
    let plain = |text: &str| !text.contains([':', '@']) && text.trim() == text;
    let mut seen = std::collections::HashSet::new();
    let each = splits.iter().all(|split| {
        !split.account.is_empty()
            && plain(&split.account)
            && plain(&split.product)
            && seen.insert((&split.account, &split.product))
    });
    each && splits.len() != 1
}

/// Everything wrong with a price of an item.
pub(super) fn price(item: &Item, price: &Price) -> Vec<Fault> {
    let Price {
        amount,
        mode,
        third_party,
        ..
    } = price;
    let mut faults = Vec::new();
    let sign_fits = match item.case {
        BusinessCase::PfandRueckzahlung => amount.is_negative(),
        BusinessCase::Rabatt => true,
        _ => !amount.is_negative(),
    };
    if !sign_fits {
        faults.push(Fault::Sign);
    }
    if amount.abs() > Money::LIMIT {
        faults.push(Fault::TooMuch);
    }
    if let PriceMode::Range { min, max } = mode {
        // A range may come without a suggestion.
        let suggested = amount.is_zero() || (min <= amount && amount <= max);
        if min > max || !suggested || min.abs() > Money::LIMIT || max.abs() > Money::LIMIT {
            faults.push(Fault::Limits);
        }
    }
    let other_sign = !third_party.is_zero() && third_party.is_negative() != amount.is_negative();
    // Of an amount somebody types, the least has to have room for it: what is ours would be below zero, and so
    // would be its VAT. Of transit items nothing is ours.
    let least = match mode {
        PriceMode::Range { min, .. } if item.kind != ItemKind::Transit => *min,
        _ => *amount,
    };
    let beyond = third_party.abs() > least.abs().min(amount.abs());
    if beyond || other_sign {
        faults.push(Fault::ShareWithinPrice);
    }
    if item.stock == StockMode::Numbered && *mode == PriceMode::PerQuantity {
        faults.push(Fault::NumberedByPiece);
    }
    faults
}

/// Everything wrong with a decision on an item's tax, but for its day and its reasons.
pub(super) fn tax(item: &Item, decision: &Decision, rates: &Rates, today: NaiveDate) -> Vec<Fault> {
    // Nothing is sold in the past any more: what counts is the first day on which it may be.
    let day = decision.from.max(today);
    let mut faults = Vec::new();
    let shares = &decision.treatment.shares;
    if shares.is_empty() {
        faults.push(Fault::Undecided);
    }
    let mut seen = Vec::new();
    for &(key, share) in shares {
        let TaxKey(number) = key;
        if !key.is_known() {
            faults.push(Fault::UnknownKey(number));
        } else if !key.is_current() {
            faults.push(Fault::HistoricalKey(number));
        } else if rates.at(key, day).is_none() {
            faults.push(Fault::NoRate { key: number, day });
        }
        if share <= Decimal::ZERO {
            faults.push(Fault::PositiveShare);
        }
        if seen.contains(&key) {
            faults.push(Fault::KeyTwice);
        }
        seen.push(key);
    }
    let exempt = seen.contains(&TaxKey::EXEMPT);
    let text = decision.treatment.text.as_deref();
    match text {
        Some(text) if text.is_empty() || text.trim() != text => {
            faults.push(Fault::Blank("tax_text"));
        }
        None if exempt => faults.push(Fault::ExemptText),
        _ => {}
    }
    for (column, text) in [
        ("tax_reason", &decision.reason),
        ("tax_legal_basis", &decision.legal_basis),
    ] {
        if text.trim() != text {
            faults.push(Fault::Spaces(column));
        }
    }
    faults.extend(transit_taxed(item, decision, rates, day));
    faults
}

/// Money of somebody else cannot be taxed: none of it is ours.
pub(super) fn transit_taxed(
    item: &Item,
    decision: &Decision,
    rates: &Rates,
    day: NaiveDate,
) -> Option<Fault> {
    let foreign = item.case == BusinessCase::Umsatz || item.principal.is_some();
    let taxed =
        item.kind == ItemKind::Transit && foreign && decision.treatment.is_taxed(rates, day);
    taxed.then_some(Fault::TransitTaxed)
}
