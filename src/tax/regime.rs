//! Under which law a municipality is, and since when.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::TaxProblem;

/// The law that decides whether a municipality acts as an entrepreneur.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Regime {
    /// §2(3) UStG in its old form: taxable only inside a business of a commercial kind (BgA).
    Old,
    /// §2b UStG.
    New,
}

impl Regime {
    /// The law by its paragraph, as lists, papers and events name it.
    pub fn paragraph(self) -> &'static str {
        match self {
            Regime::Old => "§ 2 Abs. 3 UStG a. F.",
            Regime::New => "§ 2b UStG",
        }
    }
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

    /// Whether the body as a whole may come under `regime` on `from`, in place of any change still to come. The
    /// old law can only be given up, and for whole calendar years (§27(22a) UStG); an extension of the transition
    /// moves the day. Nothing begins on `today`, before it, or on a day up to `used`, which has receipts.
    pub fn check_change(
        &self,
        from: NaiveDate,
        regime: Regime,
        today: NaiveDate,
        used: Option<NaiveDate>,
    ) -> Result<(), TaxProblem> {
        check_ahead(from, today, used)?;
        if (from.month(), from.day()) != (1, 1) {
            return Err(TaxProblem::NotNewYear(from));
        }
        let coming = |row: &&(NaiveDate, Regime)| row.0 > today;
        if self.0.iter().filter(coming).eq([&(from, regime)]) {
            return Err(TaxProblem::SameLaw);
        }
        match (self.at(today), regime) {
            (Regime::New, Regime::Old) => Err(TaxProblem::NoWayBack),
            (now, then) if now == then => Err(TaxProblem::SameLaw),
            _ => Ok(()),
        }
    }

    /// Whether the change of law on `from` may be taken back.
    pub fn check_withdrawal(
        &self,
        from: NaiveDate,
        today: NaiveDate,
        used: Option<NaiveDate>,
    ) -> Result<(), TaxProblem> {
        if !self.0.iter().any(|(day, _)| *day == from) {
            return Err(TaxProblem::NothingBegins(from));
        }
        check_ahead(from, today, used)
    }
}

/// Whether a day is still to come, and without receipts.
pub fn check_ahead(
    from: NaiveDate,
    today: NaiveDate,
    used: Option<NaiveDate>,
) -> Result<(), TaxProblem> {
    if let Some(last) = used.filter(|last| from <= *last) {
        return Err(TaxProblem::Begun { from, last });
    }
    match from <= today {
        true => Err(TaxProblem::NotAhead { from }),
        false => Ok(()),
    }
}
