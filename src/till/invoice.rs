//! Invoices on request (§14(4) UStG). Each is an event: for whom, when, and why a later one took its place.

use chrono::{DateTime, Utc};

use super::{Till, TillError, output};
use crate::ledger::{Event, Ledger};
use crate::people::Right;
use crate::receipt::{Kind, Receipt};

/// Kind of the event.
const EVENT: &str = "invoice";
/// The longest line of an address.
const LONGEST: usize = 120;

/// For whom an invoice is or was made out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Invoice {
    /// The receipt it belongs to; its number is the invoice's.
    pub receipt: u64,
    /// Name of the recipient.
    pub name: String,
    /// Department or the like; may be empty.
    pub addition: String,
    /// Street and number.
    pub street: String,
    /// Postal code and town.
    pub town: String,
    /// When it was made out.
    pub at: DateTime<Utc>,
    /// When the version was made out that it replaces, and why.
    pub replaces: Option<(DateTime<Utc>, String)>,
}

/// Why no invoice is made out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WhyNoInvoice {
    /// A void or refund went back to the receipt.
    #[error("the receipt was taken back")]
    TakenBack,
    /// The receipt is a void or refund: that is the correction of the invoice.
    #[error("a void or refund is the correction of the invoice itself")]
    Correction,
    /// Training, abort, or a movement of cash.
    #[error("nothing was sold on it")]
    NoSale,
    /// §14(4) no. 2 UStG.
    #[error("neither tax number nor VAT id of the municipality is known")]
    NoTaxNumber,
    /// §14(4) no. 1 UStG.
    #[error("name, street and town of the recipient are needed")]
    Recipient,
}

impl Invoice {
    /// The recipient on lines of their own, as the event keeps them; the fifth line is the reason of a change.
    fn text(&self, reason: &str) -> String {
        [&self.name, &self.addition, &self.street, &self.town, reason].join("\n")
    }

    fn same_recipient(&self, other: &Invoice) -> bool {
        let lines = |i: &Invoice| {
            [
                i.name.clone(),
                i.addition.clone(),
                i.street.clone(),
                i.town.clone(),
            ]
        };
        lines(self) == lines(other)
    }
}

/// The last version of an invoice out of its events, oldest first.
fn last(number: u64, events: &[Event]) -> Option<Invoice> {
    let mut found: Option<Invoice> = None;
    for event in events.iter().filter(|event| event.receipt == Some(number)) {
        let mut lines = event.text.split('\n').map(str::to_owned);
        let mut next = || lines.next().unwrap_or_default();
        let (name, addition, street, town, reason) = (next(), next(), next(), next(), next());
        found = Some(Invoice {
            receipt: number,
            name,
            addition,
            street,
            town,
            at: event.at,
            replaces: found.map(|before| (before.at, reason)),
        });
    }
    found
}

impl Till {
    /// For whom the invoice to a receipt was made out last, if one was.
    pub fn invoice_of(&self, number: u64) -> Result<Option<Invoice>, TillError> {
        Ok(last(number, &self.ledger.events_of(EVENT)?))
    }

    /// Makes out the invoice to a receipt and returns it as a PDF file. The same recipient again gives a
    /// duplicate that says so; another one takes a `reason` and replaces the invoice before.
    pub fn invoice(&mut self, wanted: &Invoice, reason: &str) -> Result<Vec<u8>, TillError> {
        let user = self.require(Right::Sell)?;
        self.settle()?;
        let number = wanted.receipt;
        let receipt = self
            .ledger
            .receipt(number)?
            .ok_or(TillError::UnknownReceipt(number))?;
        let refused = |why| TillError::NoInvoice { number, why };
        if let Some(why) = why_not(&self.ledger, &receipt)? {
            return Err(refused(why));
        }
        let municipality = &self.site.municipality;
        if municipality.tax_number.is_empty() && municipality.vat_id.is_empty() {
            return Err(refused(WhyNoInvoice::NoTaxNumber));
        }
        let mut invoice = tidy(wanted);
        if invoice.name.is_empty() || invoice.street.is_empty() || invoice.town.is_empty() {
            return Err(refused(WhyNoInvoice::Recipient));
        }
        let before = self.invoice_of(number)?;
        let duplicate = before.as_ref().is_some_and(|b| b.same_recipient(&invoice));
        if let Some(before) = before {
            if duplicate {
                invoice = before;
            } else {
                let reason = line(reason);
                if reason.is_empty() {
                    return Err(TillError::ReasonNeeded);
                }
                invoice.replaces = Some((before.at, reason));
            }
        }
        if !duplicate {
            invoice.at = self.now()?;
            let reason = invoice.replaces.as_ref().map_or("", |(_, reason)| reason);
            let (text, at) = (invoice.text(reason), invoice.at);
            self.ledger
                .write(|w| w.event(EVENT, Some(&user.id), Some(number), &text, at))?;
        }
        let document = output::invoice(&self.ledger, &invoice, duplicate)?;
        output::render(&document, self.clock.now())
    }
}

/// Why there is no invoice to a receipt; `None`: there can be one.
fn why_not(ledger: &Ledger, receipt: &Receipt) -> Result<Option<WhyNoInvoice>, TillError> {
    Ok(match receipt.kind {
        Kind::Sale if ledger.going_back_to(receipt.number)?.is_empty() => None,
        Kind::Sale => Some(WhyNoInvoice::TakenBack),
        Kind::Void | Kind::Refund => Some(WhyNoInvoice::Correction),
        _ => Some(WhyNoInvoice::NoSale),
    })
}

/// One line without what would break it.
fn line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    plain.trim().chars().take(LONGEST).collect()
}

fn tidy(wanted: &Invoice) -> Invoice {
    Invoice {
        receipt: wanted.receipt,
        name: line(&wanted.name),
        addition: line(&wanted.addition),
        street: line(&wanted.street),
        town: line(&wanted.town),
        ..Invoice::default()
    }
}
