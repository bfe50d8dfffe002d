//! Kinds of cards (BMP 8A, tag 41).

use crate::CardKind::{self, Credit, Debit, Prepaid, Service};

/// One kind of card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card {
    /// Its number in the specification.
    pub id: u16,
    /// Brand as printed.
    pub brand: &'static str,
    /// Kind in DSFinV-K's terms.
    pub kind: CardKind,
}

const fn row(id: u16, brand: &'static str, kind: CardKind) -> Card {
    Card { id, brand, kind }
}

const CARDS: [Card; 24] = [
    row(2, "ec-Karte", Debit),
    row(3, "Miles & More", Credit),
    row(5, "girocard", Debit),
    row(6, "Mastercard", Credit),
    row(7, "EAPS", Debit),
    row(8, "American Express", Credit),
    // A direct debit from the customer's account, paid with a debit card.
    row(9, "Lastschrift", Debit),
    row(10, "Visa", Credit),
    row(11, "Visa Electron", Debit),
    row(12, "Diners", Credit),
    row(13, "V PAY", Debit),
    row(14, "JCB", Credit),
    row(15, "REKA", Prepaid),
    // Fleet cards are billed monthly, as credit cards are.
    row(16, "Esso", Credit),
    row(18, "DKV/SVG", Credit),
    row(20, "Shell", Credit),
    row(28, "UTA", Credit),
    row(30, "Geldkarte", Prepaid),
    row(46, "Maestro", Debit),
    row(69, "PostFinance Card", Debit),
    row(87, "Bancontact", Debit),
    row(89, "PAYBACK PAY", Service),
    row(97, "Alipay", Service),
    row(107, "Alipay", Service),
];

/// Beginnings of application ids (RID and PIX) that name a brand where the type does not.
const APPLICATIONS: [(&str, &str, CardKind); 8] = [
    ("A000000359101002", "girocard", Debit),
    ("A0000000043060", "Maestro", Debit),
    ("A000000004", "Mastercard", Credit),
    ("A0000000032010", "Visa Electron", Debit),
    ("A0000000032020", "V PAY", Debit),
    ("A000000003", "Visa", Credit),
    ("A000000025", "American Express", Credit),
    ("A000000065", "JCB", Credit),
];

/// Words in a card's name that settle its kind; the first that occurs counts. Names win over types: terminals call a
/// Debit Mastercard a Mastercard (type 6) and say so only in its name.
const WORDS: [(&str, CardKind); 22] = [
    ("debit", Debit),
    ("girocard", Debit),
    ("maestro", Debit),
    ("v pay", Debit),
    ("vpay", Debit),
    ("electron", Debit),
    ("alipay", Service),
    ("wechat", Service),
    ("paypal", Service),
    ("payback", Service),
    ("bluecode", Service),
    ("twint", Service),
    ("credit", Credit),
    ("kredit", Credit),
    ("geldkarte", Prepaid),
    ("american express", Credit),
    ("amex", Credit),
    ("diners", Credit),
    ("jcb", Credit),
    ("union", Credit),
    ("visa", Credit),
    ("master", Credit),
];

/// The specification's row of a card type.
#[must_use]
pub fn card(id: u16) -> Option<&'static Card> {
    let at = CARDS.binary_search_by_key(&id, |card| card.id).ok()?;
    CARDS.get(at)
}

/// Brand and kind from everything a terminal tells: names from the most to the least telling, type, application id.
/// Cards nobody can tell are debit cards, as [`CardKind`] has it.
#[must_use]
pub fn brand(names: &[&str], id: Option<u16>, application: &str) -> (String, CardKind) {
    let names: Vec<&str> = names.iter().map(|name| name.trim()).collect();
    let row = id.and_then(card);
    let application = APPLICATIONS
        .iter()
        .find(|(begin, ..)| application.starts_with(begin));
    let kind = names
        .iter()
        .filter_map(|name| debit_or_service(name))
        .next()
        .or(row.map(|row| row.kind))
        .or_else(|| names.iter().filter_map(|name| word(name)).next())
        .or(application.map(|(_, _, kind)| *kind))
        .unwrap_or_default();
    let brand = names
        .iter()
        .find(|name| !name.is_empty())
        .map(|name| (*name).to_owned())
        .or_else(|| row.map(|row| row.brand.to_owned()))
        .or_else(|| application.map(|(_, brand, _)| (*brand).to_owned()))
        .unwrap_or_default();
    (brand, kind)
}

fn word(name: &str) -> Option<CardKind> {
    let name = name.to_lowercase();
    let found = WORDS.iter().find(|(word, _)| name.contains(word));
    found.map(|(_, kind)| *kind)
}

/// Only what a brand's name says against its type: `Mastercard` says nothing, `Debit Mastercard` does.
fn debit_or_service(name: &str) -> Option<CardKind> {
    word(name).filter(|kind| matches!(kind, Debit | Service))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_come_from_name_type_and_application() {
        assert!(CARDS.windows(2).all(|pair| pair[0].id < pair[1].id));
        for (names, id, application, expected) in [
            (&["girocard"][..], Some(5), "", ("girocard", Debit)),
            (&[""], Some(5), "", ("girocard", Debit)),
            (&["MASTERCARD"], Some(6), "", ("MASTERCARD", Credit)),
            (
                &["MASTERCARD", "Debit Mastercard"],
                Some(6),
                "",
                ("MASTERCARD", Debit),
            ),
            (
                &["Debit Mastercard"],
                Some(0x2E),
                "A0000000041010",
                ("Debit Mastercard", Debit),
            ),
            (&["Visa Credit"], None, "", ("Visa Credit", Credit)),
            (&[], Some(300), "A0000000031010", ("Visa", Credit)),
            (&[], None, "A0000003591010028001", ("girocard", Debit)),
            (&["Alipay"], Some(107), "", ("Alipay", Service)),
            (&[], None, "", ("", Debit)),
            (&["Stadtkarte"], Some(999), "", ("Stadtkarte", Debit)),
        ] {
            let (brand, kind) = brand(names, id, application);
            assert_eq!((brand.as_str(), kind), expected, "{names:?} {id:?}");
        }
    }
}
