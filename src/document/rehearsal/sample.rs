//! What the same receipt would look like on both days.

use chrono::{NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Europe::Berlin;
use rust_decimal::Decimal;

use crate::catalogue::{Assortment, Catalogue, Item, PriceMode};
use crate::document::{Document, receipt as receipt_paper, text};
use crate::money::Money;
use crate::receipt::{Kind, Person, Receipt, totals_of};
use crate::sale::{Sale, SaleError};
use crate::site::Site;
use crate::tax::{Rates, Regimes};

/// Why no receipt could be previewed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SampleError {
    /// No such item, or it is on offer on neither day.
    #[error("item {0:?} is on offer on neither day")]
    NotOnOffer(String),
    /// The sale refuses the item.
    #[error("{item}: {error}")]
    Sale {
        /// Number of the item.
        item: String,
        /// Why.
        error: SaleError,
    },
    /// A key has no rate.
    #[error(transparent)]
    Rates(SaleError),
}

/// The same receipt on the day before and on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// On the day before.
    pub before: Receipt,
    /// On the day.
    pub after: Receipt,
}

/// One piece of each of `items`, rung up on the day before and on the day of a rehearsal. What is not on offer on
/// one of them is left off there.
pub fn preview(
    assortment: &Assortment,
    rates: &Rates,
    regimes: &Regimes,
    on: NaiveDate,
    items: &[String],
) -> Result<Preview, SampleError> {
    let before = on.pred_opt().unwrap_or(on);
    let offers = [before, on].map(|day| assortment.on(day, rates, regimes));
    for id in items {
        if offers.iter().all(|offer| offer.by_id(id).is_none()) {
            return Err(SampleError::NotOnOffer(id.clone()));
        }
    }
    let [before, after] = &offers;
    Ok(Preview {
        before: sample(before, rates, items)?,
        after: sample(after, rates, items)?,
    })
}

fn sample(offer: &Catalogue, rates: &Rates, items: &[String]) -> Result<Receipt, SampleError> {
    let day = offer.day();
    let mut sale = Sale::new(day, false);
    for item in items.iter().filter_map(|id| offer.by_id(id)) {
        let reference = item.needs_reference.then(|| "Muster".to_owned());
        let price = item.price.max(smallest(item));
        sale.add(item, Decimal::ONE, Some(price), reference)
            .map_err(|error| SampleError::Sale {
                item: item.id.clone(),
                error,
            })?;
    }
    let lines = sale.receipt_lines(rates).map_err(SampleError::Rates)?;
    let noon = day.and_time(NaiveTime::MIN) + chrono::TimeDelta::hours(12);
    let at = Berlin.from_local_datetime(&noon).earliest();
    let at = at.map(|at| at.to_utc()).unwrap_or_default();
    Ok(Receipt {
        number: 0,
        z_number: 0,
        kind: Kind::Sale,
        started: at,
        finished: at,
        clerk: Person {
            id: String::new(),
            name: String::new(),
        },
        second: None,
        refers_to: None,
        reason: None,
        supplied: None,
        totals: totals_of(&lines),
        lines,
        payments: Vec::new(),
        signature: None,
    })
}

/// The smallest amount a clerk could type.
fn smallest(item: &Item) -> Money {
    match item.mode {
        PriceMode::Range { min, .. } => min,
        PriceMode::Fixed | PriceMode::PerQuantity => item.price,
    }
}

/// Both receipts as text of `columns` letters a line each.
pub fn preview_text(preview: &Preview, site: &Site, columns: usize) -> [String; 2] {
    let options = text::Options {
        columns,
        qr: text::QrText::Literal,
    };
    [&preview.before, &preview.after].map(|receipt| text::render(&paper(receipt, site), &options))
}

pub(super) fn paper(receipt: &Receipt, site: &Site) -> Document {
    let options = receipt_paper::Options {
        sample: true,
        ..receipt_paper::Options::default()
    };
    receipt_paper::document(receipt, site, &options)
}
