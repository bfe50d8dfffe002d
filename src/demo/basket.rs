//! What customers come for: errands with the items they need, weighted like in a town hall.

use chrono::{Datelike, Timelike};
use rust_decimal::Decimal;

use super::calendar::Business;
use super::chance::Chance;
use crate::catalogue::{Catalogue, PriceMode};
use crate::money::Money;

mod errands;

use errands::{ERRANDS, Errand, Part, Price, Season};

/// A customer's wishes, and how likely they are paid in cash.
#[derive(Debug, Clone)]
pub(super) struct Basket {
    pub wishes: Vec<Wish>,
    pub cash_percent: u64,
}

/// One wish.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub item: &'static str,
    pub quantity: Decimal,
    pub price: Option<Money>,
    pub reference: Option<String>,
}

/// When somebody comes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub business: Business,
    pub local: chrono::DateTime<chrono_tz::Tz>,
}

/// A customer's basket at this moment.
pub(super) fn any(catalogue: &Catalogue, moment: Moment, chance: &mut Chance) -> Basket {
    let weights = ERRANDS.iter().map(|errand| errand.weight_at(moment));
    let place = chance.weighted(weights);
    of(catalogue, ERRANDS.get(place), chance)
}

/// The basket of a named errand.
pub(super) fn named(name: &str, catalogue: &Catalogue, chance: &mut Chance) -> Basket {
    let errand = ERRANDS.iter().find(|errand| errand.name == name);
    of(catalogue, errand, chance)
}

fn of(catalogue: &Catalogue, errand: Option<&Errand>, chance: &mut Chance) -> Basket {
    let Some(errand) = errand else {
        return Basket {
            wishes: Vec::new(),
            cash_percent: 100,
        };
    };
    let mut wishes = Vec::new();
    for part in errand.parts {
        if chance.percent(part.percent) {
            wishes.push(wish(part, catalogue, chance));
        }
    }
    // Everybody wants something: an errand of maybes falls back to its first.
    if wishes.is_empty()
        && let Some(first) = errand.parts.first()
    {
        wishes.push(wish(first, catalogue, chance));
    }
    Basket {
        wishes,
        cash_percent: errand.cash_percent,
    }
}

fn wish(part: &Part, catalogue: &Catalogue, chance: &mut Chance) -> Wish {
    let number = chance.between(part.least, part.most);
    let item = catalogue.by_id(part.item);
    let price = match part.price {
        Price::Listed => None,
        Price::Steps { from, to, step } => {
            let steps = (to - from) / step;
            Some(Money::from_cents(from + step * chance.between(0, steps)))
        }
    };
    // A price outside of what the catalogue allows would be refused, and rightly so.
    let price = price.map(|price| match item.map(|item| item.mode) {
        Some(PriceMode::Range { min, max }) => price.clamp(min, max),
        _ => price,
    });
    Wish {
        item: part.item,
        quantity: Decimal::new(number, part.scale),
        price,
        reference: item
            .filter(|item| item.needs_reference)
            .map(|_| reference(part.item, chance)),
    }
}

/// A Kassenzeichen, or the file number of a fine.
fn reference(item: &str, chance: &mut Chance) -> String {
    if item == "GO0060" {
        return format!("OWi-{:06}", chance.between(1, 999_999));
    }
    let (first, second) = (chance.between(1000, 8999), chance.between(1, 9999));
    let digit = (first + 3 * second) % 10;
    format!("5.{first}.{second:04}.{digit}")
}

impl Errand {
    fn weight_at(&self, moment: Moment) -> u32 {
        let open = match moment.business {
            Business::TownHall => true,
            Business::Saturday => self.saturday,
            Business::Museum => self.museum,
        };
        let season = match self.season {
            Season::Always => true,
            Season::Lunch => (11..14).contains(&moment.local.hour()),
            Season::Morning => moment.local.hour() < 11,
            Season::Advent => moment.local.month() == 12 && moment.local.day() <= 24,
            Season::Winter => matches!(moment.local.month(), 9..=12 | 1..=3),
        };
        if open && season { self.weight } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn catalogue() -> Catalogue {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        crate::setup::demo_catalogue(day).unwrap()
    }

    #[test]
    fn every_errand_can_be_rung_up() {
        let (catalogue, mut chance) = (catalogue(), Chance::new(1, 1));
        for errand in ERRANDS {
            for _ in 0..50 {
                let basket = of(&catalogue, Some(errand), &mut chance);
                assert!(!basket.wishes.is_empty(), "{}", errand.name);
                for wish in basket.wishes {
                    let item = catalogue.by_id(wish.item);
                    let item = item.unwrap_or_else(|| panic!("{}", wish.item));
                    let price = wish.price.unwrap_or(item.price);
                    item.check(wish.quantity, price).unwrap();
                    assert_eq!(item.needs_reference, wish.reference.is_some());
                }
            }
        }
    }

    /// Two customers in a row, one of them with a parked sale, must not empty a shelf above its minimum.
    #[test]
    fn nobody_wants_more_than_the_shelves_hold() {
        let entries = crate::setup::demo_entries(chrono::DateTime::UNIX_EPOCH).unwrap();
        for errand in ERRANDS {
            for part in errand.parts {
                let entry = entries.iter().find(|e| e.item.id == part.item).unwrap();
                if let Some(minimum) = entry.minimum {
                    let most = Decimal::new(part.most, part.scale);
                    assert!(most * Decimal::TWO < minimum, "{}", part.item);
                }
            }
        }
    }

    #[test]
    fn names_are_used_once() {
        let names: std::collections::HashSet<_> = ERRANDS.iter().map(|e| e.name).collect();
        assert_eq!(names.len(), ERRANDS.len());
    }

    #[test]
    fn there_is_business_at_every_hour() {
        for business in [Business::TownHall, Business::Saturday, Business::Museum] {
            for month in 1..=12 {
                let local = chrono_tz::Europe::Berlin;
                let local = chrono::TimeZone::with_ymd_and_hms(&local, 2026, month, 5, 15, 0, 0);
                let moment = Moment {
                    business,
                    local: local.unwrap(),
                };
                assert!(ERRANDS.iter().any(|errand| errand.weight_at(moment) > 0));
            }
        }
    }
}
