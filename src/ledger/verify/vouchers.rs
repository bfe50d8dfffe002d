//! What is kept at hand of vouchers, against what receipts and events say.

use std::collections::HashSet;

use rusqlite::Connection;

use super::{FindingKind, LedgerReport, Place};
use crate::ledger::StepError;
use crate::ledger::voucher::{blocked_by_hand, vouchers};
use crate::money::Money;
use crate::voucher::Book;

/// Compares every voucher kept at hand with the `book` of the receipts.
pub(super) fn compare(
    connection: &Connection,
    report: &mut LedgerReport,
    book: &Book,
) -> Result<(), StepError> {
    let kept = vouchers(connection)?;
    let by_hand = blocked_by_hand(connection)?;
    for voucher in &kept {
        let expected = book.get(&voucher.number).cloned().map(|mut expected| {
            let by_hand = by_hand.get(&voucher.number).cloned();
            expected.blocked = expected.blocked.or(by_hand);
            expected
        });
        if expected.as_ref() != Some(voucher) {
            let ledger = expected.map_or(Money::ZERO, |expected| expected.balance);
            let (number, balance) = (voucher.number.clone(), voucher.balance);
            let kind = FindingKind::VoucherDiffers {
                number,
                balance,
                ledger,
            };
            report.find(&Place::Receipt(voucher.receipt as i64), kind);
        }
    }
    let kept: HashSet<&str> = kept.iter().map(|voucher| voucher.number.as_str()).collect();
    for voucher in book.vouchers() {
        if !kept.contains(voucher.number.as_str()) {
            let (number, ledger) = (voucher.number.clone(), voucher.balance);
            let balance = Money::ZERO;
            let kind = FindingKind::VoucherDiffers {
                number,
                balance,
                ledger,
            };
            report.find(&Place::Receipt(voucher.receipt as i64), kind);
        }
    }
    Ok(())
}
