//! X, count and Z.

use super::{Approval, Till, TillError};
use crate::cash::{Count, CountOccasion, Pieces};
use crate::closing::{Closing, Interim};
use crate::money::Money;
use crate::people::Right;
use crate::receipt::{Kind, Person};

/// A closing that was begun: its count and what of it is booked.
struct Begun {
    count: Count,
    difference: Money,
    skimmed: Money,
}

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
            terminals: Vec::new(),
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

    /// Closes the period: count, difference, skim, end of day of the terminals, Z. Sales whose card payment is unknown stay
    /// parked and are listed. Each step is durable. After a power cut or a full disk in
    /// between, the same request goes on where it stopped: nothing is booked twice.
    pub fn close(&mut self, request: &CloseRequest) -> Result<Closing, TillError> {
        let user = self.require(Right::Close)?;
        self.settle()?;
        // Nothing was recorded since the last closing: asked for twice, or nobody came.
        if self.period.since.is_none() {
            return Err(TillError::NothingToClose);
        }
        self.ask_about_unknown()?;
        let unknown = self.unknown_sales()?;
        let mut drafts = self.ledger.drafts()?;
        drafts.retain(|draft| !unknown.contains(&draft.id));
        let open = drafts.len();
        if open > 0 {
            return Err(TillError::OpenSales(open));
        }
        let begun = self.begun_closing(&request.pieces)?;
        let expected = match &begun {
            Some(begun) => begun.count.expected,
            None => self.ledger.expected_cash()?,
        };
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
        self.park_unknown()?;
        self.close_with(request, begun, user.person(), second)
    }

    fn close_with(
        &mut self,
        request: &CloseRequest,
        begun: Option<Begun>,
        clerk: Person,
        second: Person,
    ) -> Result<Closing, TillError> {
        let reason = request.reason.trim();
        let begun = match begun {
            Some(begun) => begun,
            None => {
                let pieces = request.pieces.clone();
                let count = self.count(pieces, reason, CountOccasion::Closing)?;
                Begun {
                    count,
                    difference: Money::ZERO,
                    skimmed: Money::ZERO,
                }
            }
        };
        let count = begun.count;
        let difference = count.difference() - begun.difference;
        if !difference.is_zero() {
            let who = clerk.clone();
            let name = "Kassendifferenz";
            self.movement(Kind::Difference, name, difference, Some(reason), who, None)?;
        }
        let skim = request.skim - begun.skimmed;
        if skim > Money::ZERO {
            let who = clerk.clone();
            let second = Some(second.clone());
            self.movement(Kind::Skim, "Abschöpfung", -skim, None, who, second)?;
        }
        self.close_terminals()?;
        let number = self.period.number;
        let closing = Closing {
            number,
            at: self.now()?,
            clerk,
            second,
            totals: self.ledger.totals_of(number)?,
            expected: count.expected,
            counted: count.pieces.total(),
            count_number: count.number,
            reason: count.reason,
            carried: self.ledger.expected_cash()?,
            unknown: self.unknown_payments()?,
            terminals: self.ledger.terminal_closings(number)?,
            hash: String::new(),
        };
        self.unsettled = true;
        self.ledger.write(|w| w.closing(&closing))?;
        self.period = self.ledger.z_period()?;
        self.begun_under = None;
        self.unsettled = false;
        // The closing is done and on the disk; what fails here is made up for before anything else begins.
        self.unsettled = self.return_to_first().is_err();
        self.archive_due();
        self.ledger
            .closing(number)?
            .ok_or(TillError::UnknownClosing(number))
    }

    /// A closing of the open period that stopped half-way and was begun with the same pieces. Other pieces
    /// mean that somebody counted anew: then the ledger as it is now is what they are compared with.
    fn begun_closing(&self, pieces: &Pieces) -> Result<Option<Begun>, TillError> {
        let Some(count) = self.ledger.count(self.ledger.last_count()?)? else {
            return Ok(None);
        };
        let same = count.occasion == CountOccasion::Closing
            && count.z_number == self.period.number
            && count.pieces == *pieces;
        if !same {
            return Ok(None);
        }
        let mut begun = Begun {
            count,
            difference: Money::ZERO,
            skimmed: Money::ZERO,
        };
        let mut sold_since = false;
        self.ledger.each_receipt_of(self.period.number, |receipt| {
            if receipt.finished < begun.count.at {
                return;
            }
            match receipt.kind {
                Kind::Difference => begun.difference += receipt.cash(),
                Kind::Skim => begun.skimmed -= receipt.cash(),
                _ if receipt.finished > begun.count.at => sold_since |= !receipt.cash().is_zero(),
                _ => {}
            }
        })?;
        Ok(Some(begun).filter(|_| !sold_since))
    }
}
