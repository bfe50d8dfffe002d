//! X, count and Z.

use super::{Approval, Till, TillError};
use crate::cash::{Count, CountOccasion, Pieces};
use crate::closing::{Closing, Interim};
use crate::money::Money;
use crate::people::Right;
use crate::receipt::Kind;

/// What a closing needs from the people at the desk.
#[derive(Debug, Clone)]
pub struct CloseRequest {
    /// What was counted.
    pub pieces: Pieces,
    /// Explanation of a difference; needed when there is one.
    pub reason: String,
    /// How much goes to the safe; the rest stays as change money.
    pub skim: Money,
    /// Who signs it off.
    pub approval: Approval,
}

impl Till {
    /// The totals of the open period (X); changes nothing.
    pub fn interim(&mut self) -> Result<Interim, TillError> {
        let user = self.require(Right::Read)?;
        let z_number = self.period.number;
        Ok(Interim {
            z_number,
            at: self.clock.now(),
            person: user.person(),
            totals: self.ledger.totals_of(z_number)?,
            expected: self.ledger.expected_cash()?,
        })
    }

    /// Records a count between closings (Kassensturz).
    pub fn check_cash(&mut self, pieces: Pieces, reason: &str) -> Result<Count, TillError> {
        self.require(Right::Read)?;
        self.settle()?;
        self.count(pieces, reason, CountOccasion::Check)
    }

    fn count(
        &mut self,
        pieces: Pieces,
        reason: &str,
        occasion: CountOccasion,
    ) -> Result<Count, TillError> {
        let user = self.user.clone().ok_or(TillError::LoggedOut)?;
        let count = Count {
            number: self.ledger.last_count()? + 1,
            z_number: self.period.number,
            occasion,
            at: self.now()?,
            counter: user.person(),
            expected: self.ledger.expected_cash()?,
            pieces,
            reason: Some(reason.trim().to_owned()).filter(|r| !r.is_empty()),
        };
        self.ledger.write(|w| w.count(&count))?;
        Ok(count)
    }

    /// Closes the period: count, difference, skim, Z. Each step is durable; after a power cut in between the
    /// closing is simply begun again, and what was booked already stays booked.
    pub fn close(&mut self, request: &CloseRequest) -> Result<Closing, TillError> {
        let user = self.require(Right::Close)?;
        self.settle()?;
        let open = self.ledger.drafts()?.len();
        if open > 0 {
            return Err(TillError::OpenSales(open));
        }
        let expected = self.ledger.expected_cash()?;
        let counted = request.pieces.total();
        let difference = counted - expected;
        let reason = request.reason.trim();
        if !difference.is_zero() && reason.is_empty() {
            return Err(TillError::ReasonNeeded);
        }
        if request.skim.is_negative() || request.skim > counted {
            return Err(TillError::NotEnoughCash { available: counted });
        }
        let second = self.second(&request.approval)?.person();
        self.open_day()?;
        if self.period.begun || !counted.is_zero() {
            self.close_with(request, expected, user.person(), second)
        } else {
            Err(TillError::NothingToClose)
        }
    }

    fn close_with(
        &mut self,
        request: &CloseRequest,
        expected: Money,
        clerk: crate::receipt::Person,
        second: crate::receipt::Person,
    ) -> Result<Closing, TillError> {
        let reason = request.reason.trim();
        let count = self.count(request.pieces.clone(), reason, CountOccasion::Closing)?;
        let difference = count.difference();
        if !difference.is_zero() {
            let who = clerk.clone();
            let name = "Kassendifferenz";
            self.movement(Kind::Difference, name, difference, Some(reason), who, None)?;
        }
        if !request.skim.is_zero() {
            let who = clerk.clone();
            let second = Some(second.clone());
            self.movement(Kind::Skim, "Abschöpfung", -request.skim, None, who, second)?;
        }
        let number = self.period.number;
        let closing = Closing {
            number,
            at: self.now()?,
            clerk,
            second,
            totals: self.ledger.totals_of(number)?,
            expected,
            counted: count.pieces.total(),
            count_number: count.number,
            reason: count.reason,
            carried: count.pieces.total() - request.skim,
            hash: String::new(),
        };
        self.unsettled = true;
        self.ledger.write(|w| w.closing(&closing))?;
        self.period = self.ledger.z_period()?;
        self.unsettled = false;
        self.close_terminal();
        self.ledger
            .closing(number)?
            .ok_or(TillError::UnknownClosing(number))
    }

    /// The terminal's own closing (Kassenschnitt). It never stops ours; what came of it is on record.
    fn close_terminal(&mut self) {
        let Some(terminal) = &mut self.terminal else {
            return;
        };
        let text = match terminal.close_day() {
            Ok(totals) => format!("{} × {} €", totals.count, Money::from_cents(totals.cents)),
            Err(error) => error.to_string(),
        };
        let now = self.clock.now();
        // The closing is done and on the disk; a note that fails to be written does not undo it.
        let _ = self.record("terminal-closed", None, &text, now);
    }
}
