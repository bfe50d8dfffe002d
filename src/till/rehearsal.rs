//! The rehearsal of a day to come, out of what is decided now.

use chrono::NaiveDate;

use super::tax::used_up_to;
use super::{Till, TillError, output};
use crate::catalogue::{Rehearsal, rehearse};
use crate::document::rehearsal::{self as paper, Preview, SampleError, preview};
use crate::ledger::Ledger;
use crate::people::Right;

impl Till {
    /// What changes on a day, as things are decided now.
    pub fn rehearse(&self, on: NaiveDate) -> Result<Rehearsal, TillError> {
        self.require(Right::Read)?;
        let used = used_up_to(&self.ledger)?;
        let (assortment, rates, regimes) = (&self.assortment, &self.rates, &self.regimes);
        Ok(rehearse(assortment, rates, regimes, on, used))
    }

    /// What a receipt over one piece of each of `items` would look like on the day before and on the day.
    pub fn preview_receipts(&self, on: NaiveDate, items: &[String]) -> Result<Preview, TillError> {
        self.require(Right::Read)?;
        let (assortment, rates, regimes) = (&self.assortment, &self.rates, &self.regimes);
        preview(assortment, rates, regimes, on, items).map_err(unsampled)
    }

    /// The rehearsal as a PDF file, with both receipts over `items` where there are any.
    pub fn rehearsal_pdf(&self, on: NaiveDate, items: &[String]) -> Result<Vec<u8>, TillError> {
        let rehearsal = self.rehearse(on)?;
        let preview = match items.is_empty() {
            true => None,
            false => Some(self.preview_receipts(on, items)?),
        };
        let document = paper::document(&rehearsal, preview.as_ref(), &self.site);
        output::render(&document, self.clock.now())
    }
}

/// The rehearsal of a day out of a ledger alone, beside a register that may be running; with both receipts over
/// `items` where there are any.
pub fn rehearsal(
    ledger: &Ledger,
    on: NaiveDate,
    items: &[String],
) -> Result<(Rehearsal, Option<Preview>), TillError> {
    let (assortment, rates, regimes) = (ledger.assortment()?, ledger.rates()?, ledger.regimes()?);
    let found = rehearse(&assortment, &rates, &regimes, on, used_up_to(ledger)?);
    let receipts = match items.is_empty() {
        true => None,
        false => Some(preview(&assortment, &rates, &regimes, on, items).map_err(unsampled)?),
    };
    Ok((found, receipts))
}

fn unsampled(error: SampleError) -> TillError {
    match error {
        SampleError::NotOnOffer(id) => TillError::UnknownItem(id),
        SampleError::Sale { error, .. } | SampleError::Rates(error) => error.into(),
    }
}
