//! Sums that must agree with each other.

use rusqlite::{Connection, params};

use super::signatures::Signatures;
use super::{LedgerReport, vouchers};
use crate::closing::Totals;
use crate::fiscal;
use crate::ledger::finding::{FindingKind, Place};
use crate::ledger::{LedgerError, StepError, receipts};
use crate::money::Money;
use crate::receipt::{Receipt, Signature, totals_of};
use crate::voucher::{Book, BookError};

/// Lines whose accounts do not add up to them.
fn accounts(receipt: &Receipt, place: &Place, report: &mut LedgerReport) {
    for (at, line) in receipt.lines.iter().enumerate() {
        let booked: Money = line.splits.iter().map(|split| split.gross).sum();
        if !line.splits.is_empty() && booked != line.gross {
            let (line, gross) = (at + 1, line.gross);
            report.find(
                place,
                FindingKind::AccountsDiffer {
                    line,
                    gross,
                    booked,
                },
            );
        }
    }
}

/// Sums that must agree with each other: what is printed, what was signed, what a closing says.
pub(super) fn sums(
    connection: &Connection,
    report: &mut LedgerReport,
    signatures: &mut Signatures<'_>,
) -> Result<(), StepError> {
    let last: i64 =
        connection.query_row("SELECT coalesce(max(number), 0) FROM receipt", [], |r| {
            r.get(0)
        })?;
    let mut statement = connection.prepare("SELECT number FROM receipt ORDER BY number")?;
    let numbers: Vec<i64> = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let (mut z, mut totals) = (0u32, Totals::default());
    let mut book = Book::default();
    for number in numbers {
        let place = Place::Receipt(number);
        let receipt = match receipts::load(connection, number) {
            Ok(receipt) => receipt,
            Err(StepError::Ledger(LedgerError::Damaged { table, what, .. })) => {
                report.find(&place, unreadable(format!("table {table}: {what}")));
                continue;
            }
            Err(StepError::Sqlite(
                e @ (rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::FromSqlConversionFailure(..)),
            )) => {
                report.find(&place, unreadable(e.to_string()));
                continue;
            }
            Err(other) => return Err(other),
        };
        let lines: Money = receipt.valid_lines().map(|line| line.gross).sum();
        if lines != receipt.gross() {
            let totals = receipt.gross();
            report.find(&place, FindingKind::LinesDiffer { lines, totals });
        } else if totals_of(&receipt.lines) != receipt.totals {
            report.find(&place, FindingKind::KeysDiffer);
        }
        accounts(&receipt, &place, report);
        let paid: Money = receipt.payments.iter().map(|p| p.amount).sum();
        if receipt.kind.counts() && paid != receipt.gross() {
            let gross = receipt.gross();
            report.find(&place, FindingKind::PaidDiffers { paid, gross });
        }
        let expected = fiscal::process_data_of(&receipt);
        match &receipt.signature {
            None if number == last => {}
            None => report.find(&place, FindingKind::NotFinal),
            Some(Signature::Failed { .. }) => report.unsigned += 1,
            Some(Signature::Signed(signed)) => {
                report.signatures += 1;
                if signed.process_data != expected {
                    report.find(&place, FindingKind::SignedOtherSums);
                }
                signatures.add(number, signed, report);
            }
        }
        if receipt.z_number != z {
            closing(connection, report, z, &totals)?;
            if receipt.z_number != z + 1 {
                let (closing, previous) = (receipt.z_number, z);
                report.find(&place, FindingKind::ClosingOrder { closing, previous });
            }
            (z, totals) = (receipt.z_number, Totals::default());
        }
        totals.add(&receipt);
        for wrong in book.enter(&receipt) {
            report.find(
                &place,
                FindingKind::Voucher {
                    number: number_of(wrong),
                },
            );
        }
    }
    vouchers::compare(connection, report, &book)?;
    closing(connection, report, z, &totals)
}

fn number_of(wrong: BookError) -> String {
    match wrong {
        BookError::SoldTwice { number }
        | BookError::NeverSold { number }
        | BookError::Beyond { number, .. }
        | BookError::Withdrawn { number } => number,
    }
}

pub(super) fn unreadable(reason: String) -> FindingKind {
    FindingKind::Unreadable { reason }
}

/// Compares a stored closing with the receipts of its period.
fn closing(
    connection: &Connection,
    report: &mut LedgerReport,
    number: u32,
    totals: &Totals,
) -> Result<(), StepError> {
    let found = connection
        .prepare("SELECT 1 FROM closing WHERE number = ?")?
        .exists([number])?;
    if !found {
        return Ok(());
    }
    let place = Place::Closing(i64::from(number));
    let stored: i64 = connection.query_row(
        "SELECT coalesce(sum(gross_cents), 0) FROM closing_case WHERE closing = ?",
        [number],
        |row| row.get(0),
    )?;
    let cases = totals.cases();
    let computed: Money = cases.iter().map(|row| row.total.gross).sum();
    if stored != computed.cents() {
        let of = "all business cases".to_owned();
        report.find(&place, FindingKind::ClosingDiffers { of });
    }
    for row in &cases {
        let same = connection
            .prepare_cached(
                "SELECT 1 FROM closing_case WHERE closing = ? AND business_case = ? AND principal = ?
                 AND tax_key = ? AND percent = ? AND gross_cents = ? AND vat_cents = ?",
            )?
            .exists(params![
                number,
                row.case.code(),
                row.principal,
                row.total.key.0,
                row.total.percent.normalize().to_string(),
                row.total.gross.cents(),
                row.total.vat.cents()
            ])?;
        if !same {
            let of = row.case.code().to_owned();
            report.find(&place, FindingKind::ClosingDiffers { of });
        }
    }
    for (kind, tally) in &totals.payments {
        let same = connection
            .prepare_cached(
                "SELECT 1 FROM closing_payment WHERE closing = ? AND kind = ? AND amount_cents = ?",
            )?
            .exists(params![number, kind.code(), tally.sum.cents()])?;
        if !same {
            let of = kind.code().to_owned();
            report.find(&place, FindingKind::ClosingDiffers { of });
        }
    }
    Ok(())
}
