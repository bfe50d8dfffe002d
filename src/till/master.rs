//! The master data a period stands under. They are written with its first receipt and kept with its closing; what
//! changes them has to wait for a closing (DSFinV-K 2.4, p. 14, 21).

use super::{Till, TillError};
use crate::ledger::Ledger;
use crate::site::{PeriodKey, PeriodMaster};

/// Version of the program, KASSE_SW_VERSION.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Till {
    /// The master data as they are now, with the tax rates of `day`.
    pub(super) fn master_on(&self, day: chrono::NaiveDate) -> Result<PeriodMaster, TillError> {
        let own = self.ledger.tax_keys()?;
        let keys = self.rates.on(day).into_iter().map(|(key, percent)| {
            let text = own.iter().find(|(known, _)| *known == key);
            PeriodKey {
                key,
                percent: percent.normalize(),
                text: text.map_or_else(String::new, |(_, text)| text.clone()),
            }
        });
        Ok(PeriodMaster {
            site: self.site.clone(),
            version: VERSION.to_owned(),
            principals: self.ledger.principals()?,
            keys: keys.collect(),
        })
    }

    /// Refuses to begin anything in a period that began under other master data. Rates have a refusal of their own.
    pub(super) fn same_master(&self) -> Result<(), TillError> {
        let (Some(begun), Some(_)) = (&self.begun_under, self.period.since) else {
            return Ok(());
        };
        let same = begun.site == self.site
            && begun.version == VERSION
            && begun.principals == self.ledger.principals()?;
        match same {
            true => Ok(()),
            false => Err(TillError::CloseFirst),
        }
    }

    /// Refuses a change of master data while a period is open.
    pub(super) fn period_closed(&self) -> Result<(), TillError> {
        match self.period.since {
            None => Ok(()),
            Some(_) => Err(TillError::CloseFirst),
        }
    }
}

/// What the open period began under.
pub(super) fn begun_under(ledger: &Ledger) -> Result<Option<PeriodMaster>, TillError> {
    let open = ledger.z_period()?;
    Ok(ledger.period_master(open.number)?)
}
