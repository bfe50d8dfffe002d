//! The last look before a receipt is written: no VAT on paper where none is due. Tax that is shown without being
//! due is owed all the same (§14c UStG).

use rust_decimal::Decimal;

use super::{Kind, Line};
use crate::catalogue::BusinessCase;
use crate::money::Money;
use crate::tax::{TaxKey, TaxPart};
use crate::voucher::VoucherKind;

/// A line that would show VAT, or leave out words, against the law.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {position} ({text}): {why}")]
pub struct TaxNotDue {
    /// Place on the receipt, from 1.
    pub position: usize,
    /// Text of the line.
    pub text: String,
    /// What is wrong.
    pub why: WhyNotDue,
}

/// What is wrong with the tax of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WhyNotDue {
    /// A rate under a key that stands for no VAT: not taxable, exempt, undecided, zero rate.
    #[error("a rate above zero under a key without VAT")]
    KeyWithoutTax,
    /// Money that is only passed on (§10(1) sentence 5 UStG).
    #[error("VAT on money that belongs to somebody else")]
    ThirdParty,
    /// Neither the sale nor the redemption of a multi-purpose voucher is a supply (§3(15) UStG).
    #[error("VAT on a multi-purpose voucher")]
    MultiPurposeVoucher,
    /// A deposit shares the tax of what it is paid for (UStAE 10.1(8)).
    #[error("VAT on a deposit at another rate than everything it could belong to")]
    DepositApart,
    /// A price reduction takes back VAT only of what is sold at its rate.
    #[error("a price reduction at a rate at which nothing is sold")]
    ReductionAlone,
    /// An exempt line names its exemption (§14(4) no. 8 UStG).
    #[error("the reason of the exemption is missing")]
    NoReason,
}

/// Looks at every line of a receipt that is to be written. A void or refund repeats what its original showed,
/// right or wrong: that is how wrong tax is corrected.
pub fn check_tax(kind: Kind, lines: &[Line]) -> Result<(), TaxNotDue> {
    if !matches!(kind, Kind::Sale | Kind::Training) && kind.movement_case().is_none() {
        return Ok(());
    }
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| !line.voided) {
        if let Some(why) = wrong(line, lines) {
            return Err(TaxNotDue {
                position: index + 1,
                text: line.text.clone(),
                why,
            });
        }
    }
    Ok(())
}

fn is_taxed(part: &TaxPart) -> bool {
    part.percent != Decimal::ZERO
}

fn wrong(line: &Line, lines: &[Line]) -> Option<WhyNotDue> {
    if line.parts.iter().any(|p| p.key.slot() == 4 && is_taxed(p)) {
        return Some(WhyNotDue::KeyWithoutTax);
    }
    let exempt = line.parts.iter().any(|p| p.key == TaxKey::EXEMPT);
    if exempt && line.tax_text.as_deref().is_none_or(|t| t.trim().is_empty()) {
        return Some(WhyNotDue::NoReason);
    }
    let taxed = line.parts.iter().filter(|p| is_taxed(p));
    let taxed: Money = taxed.map(|p| p.gross).sum();
    if taxed.is_zero() {
        return None;
    }
    let multi = matches!(
        line.case,
        BusinessCase::MehrzweckgutscheinKauf | BusinessCase::MehrzweckgutscheinEinloesung
    );
    if multi {
        return Some(WhyNotDue::MultiPurposeVoucher);
    }
    if line.case.moves_cash_only() || taxed.abs() > (line.gross - line.third_party).abs() {
        return Some(WhyNotDue::ThirdParty);
    }
    if line.case == BusinessCase::Rabatt && reduces_beyond(line, lines) {
        return Some(WhyNotDue::ReductionAlone);
    }
    let deposit = line.case == BusinessCase::Pfand;
    (deposit && differs_from_supplies(line, lines)).then_some(WhyNotDue::DepositApart)
}

/// Whether reductions are above what is sold at rates of their kind; today's and earlier ones count together,
/// because what a voucher paid for is booked at the voucher's rate.
fn reduces_beyond(reduction: &Line, lines: &[Line]) -> bool {
    let sold = |slot: usize| -> Money {
        let lines = lines
            .iter()
            .filter(|l| !l.voided && VoucherKind::redeemed_by(l.case).is_none());
        let parts = lines.flat_map(|line| &line.parts);
        parts
            .filter(|part| part.key.slot() == slot)
            .map(|part| part.gross)
            .sum()
    };
    let mut taxed = reduction.parts.iter().filter(|part| is_taxed(part));
    taxed.any(|part| sold(part.key.slot()).is_negative())
}

/// Whether taxed supplies stand beside a deposit, and none is taxed as it is. Without any it belongs to a supply
/// on another receipt, and its item says how that is taxed; one that comes back reduces what was charged then
/// (§17(1) UStG), whatever is bought today.
fn differs_from_supplies(deposit: &Line, lines: &[Line]) -> bool {
    let supplies = lines
        .iter()
        .filter(|line| !line.voided && line.case == BusinessCase::Umsatz);
    let mut taxed = supplies
        .flat_map(|line| &line.parts)
        .filter(|part| is_taxed(part))
        .peekable();
    // A supply paid by a voucher stands under the key of its day, today's or a historical one.
    let same = |part: &TaxPart| {
        deposit
            .parts
            .iter()
            .any(|d| d.key.slot() == part.key.slot())
    };
    taxed.peek().is_some() && !taxed.any(same)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
