//! Keys, rates, treatments and laws in words.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::catalogue::Item;
use crate::i18n::{Texts, date_time, money};
use crate::tax::{Mark, PriceRule, Rates, Regime, TaxKey, Treatment};
use crate::till::local;
use crate::ui::desk::{Desk, quantity};

/// What a key is called; own keys by the text they were given.
pub fn key<'a>(t: &'static Texts, own: &'a [(TaxKey, String)], key: TaxKey) -> &'a str {
    t.text(match key.0 {
        1 => "taxes-key-general",
        2 => "taxes-key-reduced",
        3 => "taxes-key-average",
        4 => "taxes-key-forestry",
        5 => "taxes-key-none",
        6 => "taxes-key-exempt",
        7 => "taxes-key-undetermined",
        8 => "taxes-key-zero",
        11 | 21 => "taxes-key-general-old",
        12 | 22 => "taxes-key-reduced-old",
        13 | 23 | 33 | 43 => "taxes-key-average-old",
        _ => {
            let name = own.iter().find(|(own, _)| *own == key);
            return name.map_or("", |(_, text)| text.as_str());
        }
    })
}

/// A rate: `19 %`.
pub fn percent(percent: Decimal) -> String {
    format!("{} %", quantity(percent))
}

/// One key on a day: `19 %`, `nicht steuerbar`.
pub fn single(t: &'static Texts, rates: &Rates, key: TaxKey, day: NaiveDate) -> String {
    match key {
        TaxKey::NOT_TAXABLE => t.text("tax-none").to_owned(),
        TaxKey::EXEMPT => t.text("tax-exempt").to_owned(),
        TaxKey::UNDETERMINED => t.text("taxes-undecided").to_owned(),
        key => rates
            .at(key, day)
            .map_or_else(|| t.text("taxes-no-rate").to_owned(), percent),
    }
}

/// A treatment on a day: `19 %`, `7 % (70) + 19 % (30)`.
pub fn treatment(t: &'static Texts, rates: &Rates, how: &Treatment, day: NaiveDate) -> String {
    let several = how.shares.len() > 1;
    let words = how.shares.iter().map(|(key, share)| {
        let word = single(t, rates, *key, day);
        match several {
            true => format!("{word} ({})", quantity(*share)),
            false => word,
        }
    });
    words.collect::<Vec<_>>().join(" + ")
}

/// A law by its paragraph.
pub fn law(t: &'static Texts, regime: Regime) -> &'static str {
    t.text(match regime {
        Regime::Old => "taxes-law-old",
        Regime::New => "taxes-law-new",
    })
}

/// What becomes of the price.
pub fn rule(t: &'static Texts, rule: PriceRule) -> &'static str {
    t.text(match rule {
        PriceRule::GrossFixed => "taxes-rule-gross",
        PriceRule::NetPlusVat => "taxes-rule-net",
    })
}

/// What a customer pays for an item and how it is taxed: `0,30 € · 19 %`.
pub fn price(t: &'static Texts, rates: &Rates, item: Option<&Item>, day: NaiveDate) -> String {
    match item {
        Some(item) => format!(
            "{} · {}",
            money(item.price),
            treatment(t, rates, &item.tax, day)
        ),
        None => t.text("taxes-not-on-offer").to_owned(),
    }
}

/// A person by name.
pub fn person(desk: &Desk, id: &str) -> String {
    if id.is_empty() {
        return desk.t.text("taxes-by-set-up").to_owned();
    }
    let user = desk.facts.users.iter().find(|user| user.id == id);
    user.map_or_else(|| id.to_owned(), |user| user.name.clone())
}

/// Who did something and when: `M. Berger, 24.11.2026, 09:04`.
pub fn mark(desk: &Desk, mark: &Mark) -> String {
    if mark.by.is_empty() {
        return person(desk, "");
    }
    let at = date_time(local(mark.at).naive_local());
    format!("{}, {at}", person(desk, &mark.by))
}
