//! A change of law, shown by the same wishes on the last working day before it and on the first one after it.

use chrono::NaiveDate;

use super::basket;
use super::calendar::{Business, Hours};
use super::desk::Desk;
use crate::till::{TillError, local_day};

/// What is bought on both days: a copy, a family book, a gymnasium and a parking space.
const ERRAND: &str = "Umstellung";
/// What was used under the old law and is paid under the new one.
const PAID_LATER: &str = "Turnhalle";

impl Desk {
    /// Serves whoever shows the change of law, where one is near.
    pub fn show_switch(&mut self) -> Result<(), TillError> {
        let today = local_day(self.now());
        let changes: Vec<NaiveDate> = self.till.regimes().0.iter().map(|row| row.0).collect();
        for from in changes {
            let last = from
                .pred_opt()
                .and_then(|day| working(day, NaiveDate::pred_opt));
            let first = working(from, NaiveDate::succ_opt);
            if last == Some(today) || first == Some(today) {
                self.buy(ERRAND, None)?;
            }
            if first == Some(today) {
                self.buy(PAID_LATER, last)?;
            }
        }
        Ok(())
    }

    fn buy(&mut self, errand: &str, supplied: Option<NaiveDate>) -> Result<(), TillError> {
        self.take(20, 60);
        let basket = basket::named(errand, &self.catalogue, &mut self.chance);
        self.ring_up(&basket)?;
        if supplied.is_some() {
            self.till.set_supplied(supplied)?;
        }
        self.pay(basket.cash_percent).map(drop)
    }
}

/// The first day from `day` on, in the direction of `next`, on which more than the museum is open.
fn working(day: NaiveDate, next: fn(&NaiveDate) -> Option<NaiveDate>) -> Option<NaiveDate> {
    let mut day = day;
    while Hours::of(day)?.business == Business::Museum {
        day = next(&day)?;
    }
    Some(day)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn holidays_and_sundays_lie_between() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let after = |text| working(day(text), NaiveDate::succ_opt).unwrap();
        let before = |text| working(day(text), NaiveDate::pred_opt).unwrap();
        assert_eq!(after("2027-01-01"), day("2027-01-02"));
        assert_eq!(before("2026-12-31"), day("2026-12-31"));
        // New Year's Day on a Saturday, then a Sunday.
        assert_eq!(after("2028-01-01"), day("2028-01-03"));
        assert_eq!(before("2028-12-31"), day("2028-12-30"));
    }
}
