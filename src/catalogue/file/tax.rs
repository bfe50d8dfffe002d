//! Tax treatments as text: `NT`, `S19`, `K1001`, or shares such as `R7:70/S19:30`.
//!
//! A code names a key, not a rate: `S19` is the general rate, whatever it is on the day.

use rust_decimal::Decimal;

use super::error::Expected;
use crate::tax::{TaxKey, Treatment};

const CODES: [(&str, TaxKey); 10] = [
    ("NT", TaxKey::NOT_TAXABLE),
    ("S19", TaxKey::GENERAL),
    ("R7", TaxKey::REDUCED),
    ("A24", TaxKey::AVERAGE),
    ("F55", TaxKey::FORESTRY),
    ("EX4", TaxKey::EXEMPT),
    ("UND", TaxKey::UNDETERMINED),
    ("Z0", TaxKey::ZERO),
    // Other words for two of them, never written.
    ("PASS", TaxKey::NOT_TAXABLE),
    ("EX", TaxKey::EXEMPT),
];

fn key_of(code: &str) -> Option<TaxKey> {
    let named = CODES.iter().find(|(name, _)| *name == code);
    let own = || {
        let number = code.strip_prefix('K')?.parse().ok();
        number.map(TaxKey).filter(|key| key.is_known())
    };
    named.map(|(_, key)| *key).or_else(own)
}

fn code_of(key: TaxKey) -> String {
    let named = CODES.iter().find(|(_, named)| *named == key);
    named.map_or_else(|| format!("K{}", key.0), |(name, _)| (*name).to_owned())
}

/// Reads a treatment without its words for the receipt.
pub(super) fn read(text: &str) -> Result<Vec<(TaxKey, Decimal)>, Expected> {
    // The menu with a drink, 70:30 (BMF, flat share of drinks since 2026).
    let text = match text {
        "R7/S19" => "R7:70/S19:30",
        text => text,
    };
    let several = text.contains('/');
    text.split('/')
        .map(|part| {
            let (code, share) = match part.split_once(':') {
                Some((code, share)) => (code, Some(share)),
                None => (part, None),
            };
            if several && share.is_none() {
                return Err(Expected::Shares(text.to_owned()));
            }
            let key = key_of(code.trim()).ok_or_else(|| Expected::TaxCode(text.to_owned()))?;
            let share = share.map_or(Some(Decimal::ONE), self::share);
            let share = share.ok_or_else(|| Expected::PositiveShare(text.to_owned()))?;
            Ok((key, share))
        })
        .collect()
}

/// Reads a weight; above zero, up to six decimals.
pub(super) fn share(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let share: Decimal = text.parse().ok().filter(|_| plain)?;
    let fits = share > Decimal::ZERO && share <= Decimal::from(1_000_000) && share.scale() <= 6;
    fits.then_some(share.normalize())
}

/// Writes a treatment so that [`read`] gives it back.
pub(in crate::catalogue) fn text(treatment: &Treatment) -> String {
    match treatment.shares.as_slice() {
        [(key, share)] if *share == Decimal::ONE => code_of(*key),
        shares => shares
            .iter()
            .map(|(key, share)| format!("{}:{}", code_of(*key), share.normalize()))
            .collect::<Vec<_>>()
            .join("/"),
    }
}

/// The words for the receipt where a file has none: an exempt supply has to say so (§33 UStDV no. 4).
pub(super) fn words(shares: &[(TaxKey, Decimal)], basis: &str) -> Option<String> {
    let exempt = shares.iter().any(|(key, _)| *key == TaxKey::EXEMPT);
    let paragraph = basis.starts_with("§ 4 ") || basis.starts_with("§4 ");
    exempt.then(|| match paragraph {
        true => format!("steuerfrei nach {basis}"),
        false => "steuerfrei".to_owned(),
    })
}
