//! Under which law a municipality is, and since when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The law that decides whether a municipality acts as an entrepreneur.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Regime {
    /// §2(3) UStG in its old form: taxable only inside a business of a commercial kind (BgA).
    Old,
    /// §2b UStG.
    New,
}

/// From which day a municipality as a whole is under which law; rows in order of their day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Regimes(pub Vec<(NaiveDate, Regime)>);

impl Regimes {
    /// The law on `day`; before the first row the old one.
    pub fn at(&self, day: NaiveDate) -> Regime {
        self.0
            .iter()
            .rfind(|(from, _)| *from <= day)
            .map_or(Regime::Old, |(_, regime)| *regime)
    }
}
