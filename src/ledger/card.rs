//! Card payments: how far they are, the slips of the terminals, and their ends of day.

use amtskasse_terminal::{Mark, Operation, Slip, SlipKind, attendant::SlipLine};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::chain::Fact;
use super::{
    DraftPayment, Ledger, LedgerError, PaymentState, StepError, Writer, draft, millis, moment,
    stored,
};
use crate::closing::UnknownPayment;
use crate::closing::terminals::{Ours, Recorded, TerminalClosing};
use crate::money::Money;
use crate::receipt::{Card, Payment};

/// A slip as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSlip {
    /// Row id.
    pub id: i64,
    /// When it came.
    pub at: DateTime<Utc>,
    /// Name of the terminal.
    pub terminal: String,
    /// The slip.
    pub slip: Slip,
}

/// One line of a slip as it is stored.
#[derive(Serialize, Deserialize)]
struct StoredLine {
    text: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    centred: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    wide: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    tall: bool,
}

fn code(kind: SlipKind) -> &'static str {
    match kind {
        SlipKind::Merchant => "merchant",
        SlipKind::Customer => "customer",
        SlipKind::Administration => "administration",
    }
}

fn kind_from(code_of: &str) -> Option<SlipKind> {
    use SlipKind::{Administration, Customer, Merchant};
    let all = [Merchant, Customer, Administration];
    all.into_iter().find(|kind| code(*kind) == code_of)
}

/// How an attempt is called in the database.
pub(super) fn operation_code(operation: Operation) -> &'static str {
    match operation {
        Operation::Payment => "payment",
        Operation::Refund => "refund",
        Operation::Reversal => "reversal",
    }
}

pub(super) fn operation_from(code: &str) -> Option<Operation> {
    use Operation::{Payment, Refund, Reversal};
    let all = [Payment, Refund, Reversal];
    all.into_iter().find(|o| operation_code(*o) == code)
}

impl Writer<'_> {
    /// The request is about to leave for the terminal.
    pub(crate) fn payment_sending(&self, id: i64, mark: &Mark) -> Result<(), StepError> {
        self.transaction
            .prepare_cached("UPDATE payment SET mark = ? WHERE id = ?")?
            .execute(params![mark.0, id])?;
        Ok(())
    }

    /// Money moved: what, and how much. The amount is the terminal's, which may be another than was asked for.
    pub(crate) fn payment_approved(&self, id: i64, payment: &Payment) -> Result<(), StepError> {
        self.transaction
            .prepare_cached(
                "UPDATE payment SET state = ?, body = ?, amount_cents = ? WHERE id = ?",
            )?
            .execute(params![
                PaymentState::Approved.code(),
                draft::json(payment)?,
                payment.amount.cents(),
                id
            ])?;
        Ok(())
    }

    /// Keeps a slip of a terminal; `reference` is that of the payment it belongs to.
    pub(crate) fn card_slip(
        &self,
        terminal: &str,
        reference: Option<&str>,
        slip: &Slip,
        now: DateTime<Utc>,
    ) -> Result<i64, StepError> {
        let id: i64 = self
            .transaction
            .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM card_slip")?
            .query_row([], |row| row.get(0))?;
        let lines: Vec<StoredLine> = slip
            .lines
            .iter()
            .map(|line| StoredLine {
                text: line.text.clone(),
                centred: line.centred,
                wide: line.wide,
                tall: line.tall,
            })
            .collect();
        self.transaction
            .prepare_cached("INSERT INTO card_slip VALUES (?, ?, ?, ?, ?, ?, ?)")?
            .execute(params![
                id,
                millis(now),
                terminal,
                reference,
                code(slip.kind),
                slip.signature,
                draft::json(&lines)?
            ])?;
        self.chain(Fact::Slip, id, now)?;
        Ok(id)
    }

    /// Records what came of a terminal's end of day.
    pub(crate) fn terminal_closing(
        &self,
        z_number: u32,
        terminal: &str,
        closing: &TerminalClosing,
        now: DateTime<Utc>,
    ) -> Result<(), StepError> {
        let body = draft::json(closing)?;
        let id: i64 = self
            .transaction
            .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM terminal_closing")?
            .query_row([], |row| row.get(0))?;
        self.transaction
            .prepare_cached("INSERT INTO terminal_closing VALUES (?, ?, ?, ?, ?)")?
            .execute(params![id, millis(now), z_number, terminal, body])?;
        self.chain(Fact::Terminal, id, now)
    }
}

impl Ledger {
    /// Card payments of open sales whose outcome is open, oldest first.
    pub fn open_payments(&self) -> Result<Vec<DraftPayment>, LedgerError> {
        let mut payments = self.draft_payments(None)?;
        payments.retain(|p| p.state.is_open());
        Ok(payments)
    }

    /// Slips that belong to a payment, in the order they came.
    pub fn slips_of(&self, reference: &str) -> Result<Vec<KeptSlip>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, at, terminal, kind, signature, body FROM card_slip
                 WHERE reference = ? ORDER BY id",
            )?;
            let mut rows = statement.query([reference])?;
            let mut slips = Vec::new();
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                let kind: String = row.get(3)?;
                let body: String = row.get(5)?;
                let lines: Vec<StoredLine> =
                    stored("card_slip", id, &body, |b| serde_json::from_str(b).ok())?;
                let lines = lines.into_iter().map(|line| SlipLine {
                    text: line.text,
                    centred: line.centred,
                    wide: line.wide,
                    tall: line.tall,
                });
                slips.push(KeptSlip {
                    id,
                    at: moment(row.get(1)?),
                    terminal: row.get(2)?,
                    slip: Slip {
                        kind: stored("card_slip", id, &kind, kind_from)?,
                        lines: lines.collect(),
                        signature: row.get(4)?,
                    },
                });
            }
            Ok(slips)
        })
    }

    /// Whether a payment with this reference is on a receipt.
    pub fn reference_on_receipt(&self, reference: &str) -> Result<bool, LedgerError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached("SELECT 1 FROM receipt_payment WHERE reference = ?")?
                .exists([reference])?)
        })
    }

    /// When a terminal's day was last ended, or may have been: what was paid before it is reversed no more.
    pub fn last_day_end(&self, terminal: &str) -> Result<Option<DateTime<Utc>>, LedgerError> {
        self.read(|connection| {
            let at: Option<i64> = connection
                .prepare_cached("SELECT max(at) FROM terminal_closing WHERE terminal = ?")?
                .query_row([terminal], |row| row.get(0))?;
            Ok(at.map(moment))
        })
    }

    /// Whether what a terminal tells of belongs to another payment than `reference` already, made since a moment.
    pub fn belongs_to_another(
        &self,
        card: &Card,
        reference: &str,
        since: DateTime<Utc>,
    ) -> Result<bool, LedgerError> {
        let same = |other: &Card| {
            (&other.terminal_id, &other.receipt_number, &other.trace)
                == (&card.terminal_id, &card.receipt_number, &card.trace)
        };
        let drafts = self.draft_payments(None)?;
        let of_draft = |p: &DraftPayment| {
            let other = p.payment.as_ref().and_then(|p| p.card.as_ref());
            p.reference != reference && p.requested >= since && other.is_some_and(same)
        };
        if drafts.iter().any(of_draft) {
            return Ok(true);
        }
        self.read(|connection| {
            Ok(connection
                .prepare_cached(
                    "SELECT 1 FROM receipt r JOIN receipt_payment p ON p.receipt = r.number
                     WHERE r.finished_at >= ?1 AND p.card IS NOT NULL AND p.reference <> ?2
                       AND json_extract(p.card, '$.terminal_id') = ?3
                       AND coalesce(json_extract(p.card, '$.receipt_number'), '') = ?4
                       AND json_extract(p.card, '$.trace') = ?5",
                )?
                .exists(params![
                    millis(since),
                    reference,
                    card.terminal_id,
                    card.receipt_number,
                    card.trace
                ])?)
        })
    }

    /// References of a receipt's payments, in order; `None` where a payment has none (cash that completed it).
    pub fn payment_references(&self, receipt: u64) -> Result<Vec<Option<String>>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT reference FROM receipt_payment WHERE receipt = ? ORDER BY position",
            )?;
            let rows = statement.query_map([receipt as i64], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The ends of day of card terminals recorded in a period, in order.
    pub fn terminal_closings(&self, z_number: u32) -> Result<Vec<Recorded>, LedgerError> {
        self.recorded("z_number = ?1", &z_number)
    }

    /// The last end of day of a terminal that succeeded.
    pub fn last_terminal_closing(&self, terminal: &str) -> Result<Option<Recorded>, LedgerError> {
        let mut all = self.recorded("terminal = ?1", &terminal)?;
        all.retain(|recorded| recorded.closing.succeeded());
        Ok(all.pop())
    }

    fn recorded(
        &self,
        which: &str,
        value: &dyn rusqlite::ToSql,
    ) -> Result<Vec<Recorded>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare(&format!(
                "SELECT id, at, terminal, body FROM terminal_closing WHERE {which} ORDER BY id"
            ))?;
            let mut rows = statement.query([value])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                let body: String = row.get(3)?;
                found.push(Recorded {
                    id,
                    at: moment(row.get(1)?),
                    terminal: row.get(2)?,
                    closing: stored("terminal_closing", id, &body, |b| {
                        serde_json::from_str(b).ok()
                    })?,
                });
            }
            Ok(found)
        })
    }

    /// Card payments of a terminal on receipts after number `after`, in order.
    pub fn card_payments_after(
        &self,
        terminal: &str,
        after: u64,
    ) -> Result<Vec<Ours>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT p.receipt, p.amount_cents, p.card, p.reference
                 FROM receipt_payment p JOIN receipt r ON r.number = p.receipt
                 WHERE p.receipt > ?1 AND p.card IS NOT NULL
                   AND json_extract(p.card, '$.terminal') = ?2
                   AND r.kind NOT IN ('abort', 'training')
                 ORDER BY p.receipt, p.position",
            )?;
            let mut rows = statement.query(params![after as i64, terminal])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let receipt: i64 = row.get(0)?;
                let card: String = row.get(2)?;
                let card: Card = stored("receipt_payment", receipt, &card, |c| {
                    serde_json::from_str(c).ok()
                })?;
                found.push(Ours {
                    reference: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
                    receipt: Some(receipt as u64),
                    amount: Money::from_cents(row.get(1)?),
                    brand: card.brand,
                    slip: card.receipt_number,
                });
            }
            Ok(found)
        })
    }

    /// Payments a closing lists as unknown, in order of their moments.
    pub fn unknown_of(&self, z_number: u32) -> Result<Vec<UnknownPayment>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT reference, terminal, amount_cents, requested_at FROM closing_unknown
                 WHERE closing = ? ORDER BY requested_at, reference",
            )?;
            let rows = statement.query_map([z_number], |row| {
                Ok(UnknownPayment {
                    reference: row.get(0)?,
                    terminal: row.get(1)?,
                    amount: Money::from_cents(row.get(2)?),
                    requested: moment(row.get(3)?),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Number of the first closing that lists a payment as unknown; `None`: none does.
    pub fn listed_unknown(&self, reference: &str) -> Result<Option<u32>, LedgerError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached(
                    "SELECT closing FROM closing_unknown WHERE reference = ? ORDER BY closing LIMIT 1",
                )?
                .query_row([reference], |row| row.get(0))
                .optional()?)
        })
    }
}
