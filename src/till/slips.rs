//! Slips of card terminals on paper. The customer's copy goes with the receipt; what has to be signed, and what tells of a
//! refusal, is printed at once. Paper that fails is a warning and never touches a payment.

use amtskasse_counter::ReceiptPrinter;
use amtskasse_terminal::attendant::SlipLine;
use amtskasse_terminal::{Slip, SlipKind};

use super::{Till, TillError};
use crate::document::{slip as slip_paper, text};
use crate::ledger::{Ledger, LedgerError};

/// Whether the customer has to sign this slip.
pub(super) fn to_be_signed(slip: &Slip) -> bool {
    slip.signature && slip.kind == SlipKind::Merchant
}

/// Prints one slip; what went wrong as words for the clerk.
pub(super) fn print(
    printer: &mut dyn ReceiptPrinter,
    reference: &str,
    slip: &Slip,
) -> Result<(), String> {
    let name = format!("Kartenbeleg-{reference}");
    let document = slip_paper::document(&name, &[&slip.lines], None);
    let options = text::Options {
        columns: printer.columns(),
        qr: text::QrText::Literal,
    };
    printer
        .print(&name, &text::render(&document, &options))
        .map_err(|error| error.to_string())
}

/// Lines of the customer's copies of a receipt's card payments, as they go with it.
pub(super) fn of_customer(
    ledger: &Ledger,
    receipt: u64,
) -> Result<Vec<Vec<SlipLine>>, LedgerError> {
    let mut found = Vec::new();
    for reference in ledger.payment_references(receipt)?.into_iter().flatten() {
        let slips = ledger.slips_of(&reference)?;
        let mut copies: Vec<Vec<SlipLine>> = Vec::new();
        for kept in slips
            .into_iter()
            .filter(|k| k.slip.kind == SlipKind::Customer)
        {
            // A terminal that was asked once more sends its slip once more.
            if !copies.contains(&kept.slip.lines) {
                copies.push(kept.slip.lines);
            }
        }
        found.extend(copies);
    }
    Ok(found)
}

impl Till {
    /// What went wrong with the paper of terminals since this was asked last.
    pub fn take_warnings(&mut self) -> Vec<String> {
        std::mem::take(&mut self.warnings)
    }

    /// Prints a slip at once; a failure becomes a warning.
    pub(super) fn print_slip(&mut self, reference: &str, slip: &Slip) {
        if let Some(printer) = self.printer.as_deref_mut()
            && let Err(error) = print(printer, reference, slip)
        {
            self.warnings.push(error);
        }
    }

    /// Prints what a terminal sent of a payment that was refused; it sends such slips where they must be printed.
    pub(super) fn print_slips_of_refusal(&mut self, reference: &str) -> Result<(), TillError> {
        for kept in self.ledger.slips_of(reference)? {
            // Those to be signed are on paper already.
            if !to_be_signed(&kept.slip) {
                self.print_slip(reference, &kept.slip);
            }
        }
        Ok(())
    }

    /// Prints the terminals' slips of a receipt again, merchant's copies first, marked as copies.
    pub fn print_slips(&mut self, receipt: u64) -> Result<(), TillError> {
        let mut slips = Vec::new();
        for reference in self
            .ledger
            .payment_references(receipt)?
            .into_iter()
            .flatten()
        {
            slips.extend(self.ledger.slips_of(&reference)?);
        }
        if slips.is_empty() {
            return Err(TillError::NoSlips(receipt));
        }
        slips.sort_by_key(|kept| kept.slip.kind != SlipKind::Merchant);
        let lines: Vec<&[SlipLine]> = slips.iter().map(|k| k.slip.lines.as_slice()).collect();
        let name = format!("Kartenbelege-{receipt}-Kopie");
        let document = slip_paper::document(&name, &lines, Some(self.clock.now()));
        let missing = || TillError::Printer("no printer is set up".into());
        let printer = self.printer.as_mut().ok_or_else(missing)?;
        let options = text::Options {
            columns: printer.columns(),
            qr: text::QrText::Literal,
        };
        printer
            .print(&name, &text::render(&document, &options))
            .map_err(|e| TillError::Printer(e.to_string()))
    }
}
