//! What the screens of administration work on: everything about every item, for all time.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::catalogue::Assortment;
use crate::ledger::Office;
use crate::site::PayPoint;
use crate::tax::{Rates, Regime, Regimes};

/// Master data; sent when a screen of administration opens and after every change, and shared, never copied.
#[derive(Debug, Clone)]
pub struct MasterData {
    /// The day by the till's clock.
    pub today: NaiveDate,
    /// Every item with its history and its future.
    pub assortment: Arc<Assortment>,
    /// Dated rates.
    pub rates: Rates,
    /// Dated law.
    pub regimes: Regimes,
    /// Every office, in the order of the tabs.
    pub offices: Vec<Office>,
    /// Every pay point.
    pub pay_points: Vec<PayPoint>,
    /// The pay point of this register.
    pub pay_point: String,
}

impl MasterData {
    /// The next day from which another law holds, and which; `None`: nothing is decided for the days to come.
    pub fn switch(&self) -> Option<(NaiveDate, Regime)> {
        let mut rows = self.regimes.0.iter();
        let next = rows.find(|(from, _)| *from > self.today).copied();
        next.filter(|(_, regime)| *regime != self.regimes.at(self.today))
    }
}
