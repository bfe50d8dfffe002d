//! What the screens have to know of the till after something was done.

use std::path::Path;
use std::sync::Arc;

use super::{Engine, PREFERENCES, Tell};
use crate::fiscal::qr_text;
use crate::ledger::{PaymentState, ReceiptRow};
use crate::receipt::{PaymentKind, Signature};
use crate::till::{self, Approval, TillError, local};
use crate::ui::protocol::{
    self, CardTrace, Event, Facts, Finished, Found, Health, OpenSale, Paid, PastClosing,
    Preferences, Status, Waiting,
};

/// Closings a list shows at most.
const CLOSINGS: usize = 62;

impl Engine {
    /// Tells everything that may have changed.
    pub(super) fn changed(&mut self, tell: Tell<'_>) {
        self.news(tell);
        if let Err(error) = self.sale(None, tell) {
            tell(Event::Failed(error.into()));
        }
        match self.waiting() {
            Ok(waiting) => tell(Event::Waiting(waiting)),
            Err(error) => tell(Event::Failed(error.into())),
        }
        self.known = None;
        self.status(tell);
    }

    /// Another day or another catalogue: the tiles show what holds now, and so does the sale.
    pub(super) fn news(&mut self, tell: Tell<'_>) {
        if self.edition == self.till.edition() {
            return;
        }
        self.edition = self.till.edition();
        match self.facts() {
            Ok(facts) => tell(Event::Facts(Box::new(facts))),
            Err(error) => tell(Event::Failed(error.into())),
        }
        if let Err(error) = self.sale(None, tell).and_then(|()| self.master(tell)) {
            tell(Event::Failed(error.into()));
        }
    }

    pub(super) fn sale(&mut self, touched: Option<u32>, tell: Tell<'_>) -> Result<(), TillError> {
        let view = self.till.view()?;
        let origin = view.as_ref().and_then(|view| view.sale.origin.as_ref());
        let was_card = match origin {
            Some(origin) => self
                .till
                .ledger()
                .receipt(origin.receipt)?
                .is_some_and(|receipt| by_card(&receipt)),
            None => false,
        };
        let acceptance = self.till.acceptance()?;
        let open = view.map(|view| {
            let counts = |state| {
                matches!(
                    state,
                    PaymentState::Approved | PaymentState::Unknown | PaymentState::Requested
                )
            };
            let paid = view
                .payments
                .iter()
                .filter(|payment| counts(payment.state))
                .map(|payment| Paid {
                    id: payment.id,
                    card: payment.card,
                    amount: payment.amount,
                    unknown: payment.state != PaymentState::Approved,
                    can_take_back: payment.can_take_back,
                });
            Box::new(OpenSale {
                paid: paid.collect(),
                sale: view.sale,
                was_card,
                acceptance,
                touched,
            })
        });
        tell(Event::Sale(open));
        Ok(())
    }

    /// Prints what has just been finished, if this workplace prints everything.
    pub(super) fn print_at_once(&mut self, number: u64, tell: Tell<'_>) {
        if self.preferences.print
            && let Err(error) = self.print(number, false)
        {
            tell(Event::Failed(error.into()));
        }
    }

    /// The closings made so far, latest first.
    pub(super) fn closings(&self) -> Result<Vec<PastClosing>, TillError> {
        let next = self.till.status()?.z_number;
        let ledger = self.till.ledger();
        let mut closings = Vec::new();
        for number in (1..next).rev().take(CLOSINGS) {
            if let Some(closing) = ledger.closing(number)? {
                closings.push(PastClosing {
                    number,
                    at: local(closing.at).naive_local(),
                    turnover: ledger.totals_of(number)?.turnover(),
                    difference: closing.difference(),
                });
            }
        }
        Ok(closings)
    }

    pub(super) fn handed(&self, finished: till::Finished) -> Finished {
        let qr = match &finished.receipt.signature {
            Some(Signature::Signed(signed)) => Some(qr_text(signed)),
            _ => None,
        };
        let numbers = finished.receipt.valid_lines();
        let vouchers = numbers.filter_map(|line| {
            // The receipt is final: a voucher that cannot be read now only goes unsaid.
            let voucher = self.till.voucher(line.voucher.as_ref()?).ok()??;
            Some((voucher.number, voucher.balance))
        });
        Finished {
            qr,
            vouchers: vouchers.collect(),
            print_problem: finished.warnings.into_iter().next(),
            receipt: Box::new(finished.receipt),
        }
    }

    // What became of the card of a sale that waits.
    fn card_of(&self, draft: i64) -> Result<Option<CardTrace>, TillError> {
        let payments = self.till.ledger().draft_payments(Some(draft))?;
        let has = |states: &[PaymentState]| {
            payments
                .iter()
                .any(|payment| payment.card && states.contains(&payment.state))
        };
        Ok(if has(&[PaymentState::Unknown, PaymentState::Requested]) {
            Some(CardTrace::Unknown)
        } else if has(&[PaymentState::Approved]) {
            Some(CardTrace::Charged)
        } else if has(&[PaymentState::Declined]) {
            Some(CardTrace::NotCharged)
        } else {
            None
        })
    }

    fn waiting(&self) -> Result<Vec<Waiting>, TillError> {
        self.till
            .parked()?
            .into_iter()
            .map(|parked| {
                Ok(Waiting {
                    card: self.card_of(parked.id)?,
                    draft: parked.id,
                    name: parked.name,
                    since: local(parked.started).naive_local(),
                    lines: parked.lines,
                    gross: parked.gross,
                })
            })
            .collect()
    }

    pub(super) fn status(&mut self, tell: Tell<'_>) {
        self.stock_news(tell);
        self.unsettled(tell);
        let Ok(status) = self.till.status() else {
            return;
        };
        let tse = match &status.outage {
            Some((_, reason)) => Health::Failing(reason.clone()),
            None if status.tse_certified => Health::Good,
            None => Health::Test,
        };
        let last = self.till.ledger().last_receipt().unwrap_or_default();
        let notice_due = self.notice_due();
        let terminals = self.terminals();
        let now = Status {
            tse,
            tse_out_since: status
                .outage
                .as_ref()
                .map(|(since, _)| local(*since).naive_local()),
            tse_stands_in: status.tse_stands_in,
            tse_warning: status.tse_warning,
            notice_due,
            terminal: super::terminal::health(&terminals),
            terminals,
            printer: self.printer.clone(),
            cash: status.cash,
            note_limit: status.note_limit,
            next_receipt: last + 1,
            z_number: status.z_number,
        };
        if self.known.as_ref() != Some(&now) {
            self.known = Some(now.clone());
            tell(Event::Status(now));
            tell(Event::Training(status.training));
        }
    }

    /// What is there of each item, for the tiles.
    fn levels(&self) -> std::collections::HashMap<String, rust_decimal::Decimal> {
        let levels = self.till.stock().iter();
        levels
            .map(|(item, level)| (item.clone(), level.quantity()))
            .collect()
    }

    /// Tells the tiles when something came, went or was sold.
    fn stock_news(&mut self, tell: Tell<'_>) {
        let edition = self.till.stock_edition();
        if self.stock_edition != edition {
            self.stock_edition = edition;
            tell(Event::Levels(self.levels()));
        }
    }

    pub(super) fn facts(&self) -> Result<Facts, TillError> {
        let site = self.till.site();
        let offices = self.till.offices().iter();
        Ok(Facts {
            pay_point: site.pay_point.name.clone(),
            register: site.register.name.clone(),
            municipality: site.municipality.name.clone(),
            users: self.till.users()?,
            offices: offices
                .map(|office| (office.name.clone(), office.stripe.clone()))
                .collect(),
            favourites: self.till.favourites()?,
            catalogue: Arc::clone(self.till.catalogue()),
            rates: self.till.rates().clone(),
            stock: self.levels(),
            float: site.pay_point.float,
            demo: self.till.is_demo()?,
            preferences: self.preferences,
        })
    }
}

// A workplace that has lost its preferences looks like a new one; that is no reason not to open.
pub(super) fn preferences(data: &Path) -> Preferences {
    let bytes = std::fs::read(data.join(PREFERENCES)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

pub(super) fn found(row: ReceiptRow) -> Found {
    Found {
        number: row.number,
        kind: row.kind,
        at: local(row.finished).naive_local(),
        clerk: row.clerk,
        gross: row.gross,
        summary: row.summary,
        voided: row.voided,
    }
}

// What was paid in part goes back the way the larger part came.
fn by_card(receipt: &crate::receipt::Receipt) -> bool {
    let by = |card: bool| -> crate::money::Money {
        let of_kind = |kind: PaymentKind| kind.by_card() == card;
        let payments = receipt.payments.iter();
        payments
            .filter(|payment| of_kind(payment.kind))
            .map(|payment| payment.amount)
            .sum()
    };
    by(true) > by(false)
}

pub(super) fn approved(approval: protocol::Approval) -> (Approval, String) {
    (
        Approval {
            user_id: approval.user,
            pin: approval.pin,
        },
        approval.reason,
    )
}
