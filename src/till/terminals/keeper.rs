//! The till's side of a terminal at work: keeps on the disk what must not be lost, passes the rest on to whoever watches.

use std::sync::Arc;

use amtskasse_counter::ReceiptPrinter;
use amtskasse_terminal::{Approval, Attendant, Mark, NotKept, Question, Slip, Step};

use crate::ledger::{DraftPayment, Ledger, LedgerError};
use crate::till::Clock;
use crate::till::paying::{Progress, card_payment};
use crate::till::slips;

/// Attends to a payment.
pub(in crate::till) struct Keeper<'a> {
    pub(in crate::till) ledger: &'a mut Ledger,
    pub(in crate::till) row: &'a DraftPayment,
    pub(in crate::till) terminal: &'a str,
    pub(in crate::till) clock: Arc<dyn Clock>,
    pub(in crate::till) watcher: &'a mut dyn Progress,
    /// For slips the customer has to sign at once.
    pub(in crate::till) printer: Option<&'a mut (dyn ReceiptPrinter + 'static)>,
    /// What went wrong with paper.
    pub(in crate::till) warnings: Vec<String>,
    /// The request left, or may have.
    pub(in crate::till) sent: Option<Mark>,
    /// The approval is on the disk.
    pub(in crate::till) kept: bool,
    /// The question that is shown is about a signature.
    pub(in crate::till) signs: bool,
    /// Somebody has compared the signature already, asked by the terminal.
    pub(in crate::till) compared: bool,
    /// What could not be written.
    pub(in crate::till) failed: Option<LedgerError>,
}

impl Keeper<'_> {
    fn not_kept(&mut self, error: LedgerError) -> NotKept {
        let words = NotKept(error.to_string());
        self.failed = Some(error);
        words
    }
}

impl Attendant for Keeper<'_> {
    fn sending(&mut self, mark: &Mark) -> Result<(), NotKept> {
        let id = self.row.id;
        match self.ledger.write(|w| w.payment_sending(id, mark)) {
            Ok(()) => {
                self.sent = Some(mark.clone());
                Ok(())
            }
            Err(error) => Err(self.not_kept(error)),
        }
    }

    fn paid(&mut self, approval: &Approval) -> Result<(), NotKept> {
        if self.kept {
            return Ok(());
        }
        // Nobody compares a signature twice.
        let approval = Approval {
            signature: approval.signature && !self.compared,
            ..approval.clone()
        };
        let payment = card_payment(self.row, approval);
        let id = self.row.id;
        match self.ledger.write(|w| w.payment_approved(id, &payment)) {
            Ok(()) => {
                self.kept = true;
                Ok(())
            }
            Err(error) => Err(self.not_kept(error)),
        }
    }

    fn step(&mut self, step: Step) {
        self.watcher.step(step);
    }

    fn abort_requested(&self) -> bool {
        self.watcher.abort_requested()
    }

    fn print(&mut self, slip: &Slip) -> Result<(), NotKept> {
        let (name, reference) = (self.terminal, &self.row.reference);
        let now = self.clock.now();
        let kept = self
            .ledger
            .write(|w| w.card_slip(name, Some(reference), slip, now));
        if let Err(error) = kept {
            return Err(self.not_kept(error));
        }
        // Some terminals ask for the signature before they answer: the paper has to be there by then.
        if slips::to_be_signed(slip)
            && let Some(printer) = self.printer.as_deref_mut()
            && let Err(error) = slips::print(printer, reference, slip)
        {
            self.warnings.push(error);
        }
        Ok(())
    }

    fn ask(&mut self, question: &Question) {
        self.signs = question.signature;
        self.watcher.ask(question);
    }

    fn answer(&mut self) -> Option<bool> {
        let answer = self.watcher.answer();
        self.compared |= self.signs && answer == Some(true);
        answer
    }

    fn unask(&mut self) {
        self.watcher.unask();
    }
}

/// Attends where nothing new can happen: keeps the slips for the caller, passes on what somebody who watches wishes.
#[derive(Default)]
pub(in crate::till) struct Collector<'a> {
    pub(in crate::till) slips: Vec<Slip>,
    pub(in crate::till) watcher: Option<&'a mut dyn Progress>,
}

impl Attendant for Collector<'_> {
    fn sending(&mut self, _: &Mark) -> Result<(), NotKept> {
        Ok(())
    }
    fn paid(&mut self, _: &Approval) -> Result<(), NotKept> {
        Ok(())
    }
    fn step(&mut self, step: Step) {
        if let Some(watcher) = &mut self.watcher {
            watcher.step(step);
        }
    }
    fn abort_requested(&self) -> bool {
        let watcher = self.watcher.as_ref();
        watcher.is_some_and(|watcher| watcher.abort_requested())
    }
    fn print(&mut self, slip: &Slip) -> Result<(), NotKept> {
        self.slips.push(slip.clone());
        Ok(())
    }
    fn ask(&mut self, _: &Question) {}
    fn answer(&mut self) -> Option<bool> {
        Some(false)
    }
    fn unask(&mut self) {}
}
