//! Open sales and their payments: the working tables that make a power cut harmless.

use amtskasse_terminal::{Mark, Operation};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

use super::card::{operation_code, operation_from};
use super::{Ledger, LedgerError, StepError, Writer, millis, moment, stored};
use crate::money::Money;
use crate::receipt::Payment;
use crate::sale::Sale;

/// An open sale as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Row id; never used again.
    pub id: i64,
    /// What is rung up.
    pub sale: Sale,
    /// Who began it.
    pub clerk_id: String,
    /// When.
    pub started: DateTime<Utc>,
    /// Name it was parked under; `None`: it is on the screen.
    pub parked: Option<String>,
    /// TSE transaction and the log time of its start, once the TSE has answered.
    pub tse: Option<(u64, DateTime<Utc>)>,
}

/// How far a payment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentState {
    /// Written before the terminal was asked.
    Requested,
    /// The terminal did not answer, or the power went: money may have moved.
    Unknown,
    /// Money moved.
    Approved,
    /// No money moved.
    Declined,
}

impl PaymentState {
    pub(super) fn code(self) -> &'static str {
        match self {
            PaymentState::Requested => "requested",
            PaymentState::Unknown => "unknown",
            PaymentState::Approved => "approved",
            PaymentState::Declined => "declined",
        }
    }

    fn from_code(code: &str) -> Option<PaymentState> {
        use PaymentState::{Approved, Declined, Requested, Unknown};
        [Requested, Unknown, Approved, Declined]
            .into_iter()
            .find(|s| s.code() == code)
    }
}

impl PaymentState {
    /// Whether nobody knows yet. What is still `requested` between two calls was cut off.
    pub fn is_open(self) -> bool {
        matches!(self, PaymentState::Requested | PaymentState::Unknown)
    }
}

/// A payment of an open sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftPayment {
    /// Row id.
    pub id: i64,
    /// The draft it belongs to.
    pub draft: i64,
    /// Whether a terminal is involved.
    pub card: bool,
    /// Amount, below zero when money goes back.
    pub amount: Money,
    /// Our reference, unique for ever.
    pub reference: String,
    /// How far it is.
    pub state: PaymentState,
    /// The payment as it goes on the receipt, once approved.
    pub payment: Option<Payment>,
    /// When it was asked for.
    pub requested: DateTime<Utc>,
    /// Of a card payment: which terminal was asked for what.
    pub asked: Option<Asked>,
}

impl DraftPayment {
    /// Name of the terminal that was asked; empty: none, or by an earlier version that did not note it.
    pub fn terminal(&self) -> &str {
        self.asked.as_ref().map_or("", |asked| &asked.terminal)
    }
}

/// What a terminal was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Name of the terminal.
    pub terminal: String,
    /// What it was to do.
    pub operation: Operation,
    /// What its driver noted before it sent anything; `None`: nothing was sent.
    pub mark: Option<Mark>,
}

pub(super) fn json<T: serde::Serialize>(value: &T) -> Result<String, StepError> {
    serde_json::to_string(value).map_err(|e| {
        let what = e.to_string();
        StepError::Ledger(LedgerError::Damaged {
            table: "draft",
            key: String::new(),
            what,
        })
    })
}

impl Writer<'_> {
    /// Stores a new open sale; returns its id.
    pub(crate) fn draft_begun(
        &self,
        sale: &Sale,
        clerk: &str,
        now: DateTime<Utc>,
    ) -> Result<i64, StepError> {
        self.transaction
            .prepare_cached("INSERT INTO draft (body, clerk_id, started_at) VALUES (?, ?, ?)")?
            .execute(params![json(sale)?, clerk, millis(now)])?;
        Ok(self.transaction.last_insert_rowid())
    }

    /// Stores what is rung up now.
    pub(crate) fn draft_changed(&self, id: i64, sale: &Sale) -> Result<(), StepError> {
        self.transaction
            .prepare_cached("UPDATE draft SET body = ? WHERE id = ?")?
            .execute(params![json(sale)?, id])?;
        Ok(())
    }

    /// Parks a sale under a name, or takes it back on the screen.
    pub(crate) fn draft_parked(&self, id: i64, name: Option<&str>) -> Result<(), StepError> {
        self.transaction.execute(
            "UPDATE draft SET parked = ? WHERE id = ?",
            params![name, id],
        )?;
        Ok(())
    }

    /// Joins the TSE's answer to the start to the draft.
    pub(crate) fn draft_started(
        &self,
        id: i64,
        transaction: u64,
        at: DateTime<Utc>,
    ) -> Result<(), StepError> {
        self.transaction
            .prepare_cached("UPDATE draft SET tse_transaction = ?, tse_start_at = ? WHERE id = ?")?
            .execute(params![transaction as i64, millis(at), id])?;
        Ok(())
    }

    /// Forgets the TSE transactions of all drafts: another device is connected now, which never heard of them.
    pub(crate) fn drafts_unstarted(&self) -> Result<(), StepError> {
        self.transaction.execute(
            "UPDATE draft SET tse_transaction = NULL, tse_start_at = NULL",
            [],
        )?;
        Ok(())
    }

    /// Removes a draft with its payments; only ever together with the receipt it became.
    pub(crate) fn draft_done(&self, id: i64) -> Result<(), StepError> {
        self.transaction
            .prepare_cached("DELETE FROM draft WHERE id = ?")?
            .execute([id])?;
        Ok(())
    }

    /// Writes a payment before or, for cash, when it happens.
    pub(crate) fn payment_added(&self, payment: &DraftPayment) -> Result<i64, StepError> {
        let body = payment.payment.as_ref().map(json).transpose()?;
        self.transaction
            .prepare_cached(
                "INSERT INTO payment
                 (draft_id, kind, amount_cents, given_cents, reference, state, requested_at, body,
                  terminal, operation, mark)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                payment.draft,
                if payment.card { "card" } else { "cash" },
                payment.amount.cents(),
                payment
                    .payment
                    .as_ref()
                    .and_then(|p| p.given)
                    .map(Money::cents),
                payment.reference,
                payment.state.code(),
                millis(payment.requested),
                body,
                payment.asked.as_ref().map(|a| &a.terminal),
                payment.asked.as_ref().map(|a| operation_code(a.operation)),
                payment
                    .asked
                    .as_ref()
                    .and_then(|a| a.mark.as_ref())
                    .map(|m| &m.0),
            ])?;
        Ok(self.transaction.last_insert_rowid())
    }

    /// Records how a payment ended, or that nobody knows.
    pub(crate) fn payment_ended(
        &self,
        id: i64,
        state: PaymentState,
        payment: Option<&Payment>,
    ) -> Result<(), StepError> {
        let body = payment.map(json).transpose()?;
        self.transaction
            .prepare_cached("UPDATE payment SET state = ?, body = ? WHERE id = ?")?
            .execute(params![state.code(), body, id])?;
        Ok(())
    }

    /// Takes back a cash payment that was typed in but not finished: the customer has the money again.
    pub(crate) fn cash_payment_removed(&self, id: i64) -> Result<(), StepError> {
        self.transaction
            .execute("DELETE FROM payment WHERE id = ? AND kind = 'cash'", [id])?;
        Ok(())
    }
}

impl Ledger {
    /// Every open sale, oldest first.
    pub fn drafts(&self) -> Result<Vec<Draft>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, body, clerk_id, started_at, parked, tse_transaction, tse_start_at
                 FROM draft ORDER BY id",
            )?;
            let mut rows = statement.query([])?;
            let mut drafts = Vec::new();
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                let body: String = row.get(1)?;
                let number: Option<i64> = row.get(5)?;
                let at: Option<i64> = row.get(6)?;
                drafts.push(Draft {
                    id,
                    sale: stored("draft", id, &body, |b| serde_json::from_str(b).ok())?,
                    clerk_id: row.get(2)?,
                    started: moment(row.get(3)?),
                    parked: row.get(4)?,
                    tse: number.zip(at).map(|(n, at)| (n as u64, moment(at))),
                });
            }
            Ok(drafts)
        })
    }

    /// TSE transaction of one draft, as stored.
    pub fn draft_start(&self, id: i64) -> Result<Option<(u64, DateTime<Utc>)>, LedgerError> {
        self.read(|connection| {
            let start = connection
                .prepare_cached("SELECT tse_transaction, tse_start_at FROM draft WHERE id = ?")?
                .query_row([id], |row| {
                    let number: Option<i64> = row.get(0)?;
                    Ok(number.zip(row.get(1)?))
                })
                .optional()?;
            Ok(start
                .flatten()
                .map(|(number, at)| (number as u64, moment(at))))
        })
    }

    /// Whether a draft other than `id` has this TSE transaction.
    pub fn draft_has(&self, transaction: u64, id: i64) -> Result<bool, LedgerError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached("SELECT 1 FROM draft WHERE tse_transaction = ? AND id <> ?")?
                .exists([transaction as i64, id])?)
        })
    }

    /// Payments of one draft in order, or of all drafts.
    pub fn draft_payments(&self, draft: Option<i64>) -> Result<Vec<DraftPayment>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, draft_id, kind, amount_cents, reference, state, body, requested_at,
                        terminal, operation, mark
                 FROM payment WHERE ?1 IS NULL OR draft_id = ?1 ORDER BY id",
            )?;
            let mut rows = statement.query([draft])?;
            let mut payments = Vec::new();
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                let state: String = row.get(5)?;
                let body: Option<String> = row.get(6)?;
                let (terminal, operation): (Option<String>, Option<String>) =
                    (row.get(8)?, row.get(9)?);
                let asked = match terminal.zip(operation) {
                    Some((terminal, operation)) => Some(Asked {
                        terminal,
                        operation: stored("payment", id, &operation, operation_from)?,
                        mark: row.get::<_, Option<String>>(10)?.map(Mark),
                    }),
                    None => None,
                };
                payments.push(DraftPayment {
                    id,
                    draft: row.get(1)?,
                    card: row.get::<_, String>(2)? == "card",
                    amount: Money::from_cents(row.get(3)?),
                    reference: row.get(4)?,
                    state: stored("payment", id, &state, PaymentState::from_code)?,
                    payment: body
                        .map(|b| stored("payment", id, &b, |b| serde_json::from_str(b).ok()))
                        .transpose()?,
                    requested: moment(row.get(7)?),
                    asked,
                });
            }
            Ok(payments)
        })
    }

    /// Highest payment id ever given out, so that references stay unique after deletions.
    pub fn last_payment_id(&self) -> Result<i64, LedgerError> {
        self.read(|connection| {
            let last = connection
                .query_row(
                    "SELECT seq FROM sqlite_sequence WHERE name = 'payment'",
                    [],
                    |r| r.get(0),
                )
                .optional()?;
            Ok(last.unwrap_or(0))
        })
    }
}
