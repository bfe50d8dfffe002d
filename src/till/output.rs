//! Step 5: drawer and paper. Both can fail and be repeated; neither ever touches the receipt.

use chrono::{DateTime, Utc};

use super::invoice::Invoice;
use super::{Till, TillError};
use crate::audit::{Evaluation, Span};
use crate::closing::Interim;
use crate::document::receipt::Options;
use crate::document::receipt::invoice as invoice_paper;
use crate::document::{
    Document, closing, count, evaluation as evaluation_paper, journal, notice as notice_paper, pdf,
    receipt as receipt_paper, stock, text, vouchers,
};
use crate::ledger::{Ledger, LedgerError};
use crate::money::Money;
use crate::receipt::{Line, PaymentKind, Receipt};
use crate::voucher::VoucherKind;

pub use crate::document::{Format, Language};

impl Till {
    /// Opens the drawer when cash went in or out. What goes wrong becomes a warning.
    pub(super) fn hand_out(&mut self, receipt: &Receipt) -> Vec<String> {
        let mut warnings = Vec::new();
        let cash = receipt.payments.iter().any(|p| p.kind == PaymentKind::Bar);
        if let Some(drawer) = self
            .drawer
            .as_mut()
            .filter(|_| cash && receipt.kind.counts())
            && let Err(error) = drawer.open()
        {
            warnings.push(error.to_string());
        }
        warnings
    }

    /// Prints a receipt, as a copy when it was printed before.
    pub fn print_receipt(&mut self, number: u64, copy: bool) -> Result<(), TillError> {
        let document = receipt(&self.ledger, number, copy.then(|| self.clock.now()))?;
        let missing = || TillError::Printer("no printer is set up".into());
        let printer = self.printer.as_mut().ok_or_else(missing)?;
        let options = text::Options {
            columns: printer.columns(),
            qr: text::QrText::Literal,
        };
        let name = match copy {
            true => format!("Beleg-{number}-Kopie"),
            false => format!("Beleg-{number}"),
        };
        printer
            .print(&name, &text::render(&document, &options))
            .map_err(|e| TillError::Printer(e.to_string()))
    }

    /// A receipt as a PDF file.
    pub fn receipt_pdf(&self, number: u64, copy: bool) -> Result<Vec<u8>, TillError> {
        let now = self.clock.now();
        render(&receipt(&self.ledger, number, copy.then_some(now))?, now)
    }

    /// A closing's report as a PDF file.
    pub fn closing_pdf(&self, z_number: u32) -> Result<Vec<u8>, TillError> {
        render(&z_report(&self.ledger, z_number)?, self.clock.now())
    }

    /// An interim report as a PDF file.
    pub fn interim_pdf(&self, interim: &Interim) -> Result<Vec<u8>, TillError> {
        let format = format(&self.ledger)?;
        render(&closing::x_report(interim, &self.site, format), interim.at)
    }

    /// The notification under §146a(4) AO as a PDF file for the file.
    pub fn notice_pdf(&self) -> Result<Vec<u8>, TillError> {
        let (notice, now) = (self.notice()?, self.clock.now());
        let today = super::local_day(now);
        render(&notice_paper::document(&notice, &self.site, today), now)
    }

    /// What is there, as a PDF file, with what it would sell for where `valued`.
    pub fn stock_pdf(&self, valued: bool) -> Result<Vec<u8>, TillError> {
        let now = self.clock.now();
        let items = self.ledger.stock_list()?.into_iter().map(|row| {
            let item = self.catalogue().by_id(&row.item_id);
            let price = item.map(|item| item.price).filter(|_| valued);
            stock::Listed { price, row }
        });
        let items: Vec<stock::Listed> = items
            .filter(|item| item.row.level.is_some() || item.row.archived.is_none())
            .collect();
        let format = format(&self.ledger)?;
        render(&stock::list(&items, now, &self.site, format), now)
    }

    /// The open vouchers as a PDF file.
    pub fn vouchers_pdf(&self) -> Result<Vec<u8>, TillError> {
        let now = self.clock.now();
        render(&voucher_list(&self.ledger, now)?, now)
    }

    /// The sheet of a stock count as a PDF file.
    pub fn sheet_pdf(&self, number: u64) -> Result<Vec<u8>, TillError> {
        let sheet = self.ledger.sheet(number)?;
        let sheet = sheet.ok_or(TillError::UnknownSheet(number))?;
        let name = |id: &str| {
            let entry = self.assortment().entry(id);
            entry.map_or_else(String::new, |entry| entry.item.name.clone())
        };
        let format = format(&self.ledger)?;
        let document = stock::sheet(&sheet, name, &self.site, format);
        render(&document, self.clock.now())
    }

    /// A count sheet as a PDF file.
    pub fn count_pdf(&self, number: u64) -> Result<Vec<u8>, TillError> {
        render(&count_sheet(&self.ledger, number)?, self.clock.now())
    }
}

/// The paper of a receipt; `copy` is the moment it is printed again.
pub fn receipt(
    ledger: &Ledger,
    number: u64,
    copy: Option<DateTime<Utc>>,
) -> Result<Document, TillError> {
    let receipt = ledger
        .receipt(number)?
        .ok_or(TillError::UnknownReceipt(number))?;
    let options = Options {
        vouchers: left_on_vouchers(ledger, &receipt)?,
        slips: super::slips::of_customer(ledger, number)?,
        copy,
        test_tse: format(ledger)?.test_tse,
        ..Options::default()
    };
    Ok(receipt_paper::document(&receipt, &ledger.site()?, &options))
}

/// What was left of each voucher that a receipt redeems.
fn left_on_vouchers(ledger: &Ledger, receipt: &Receipt) -> Result<Vec<(String, Money)>, TillError> {
    let redeemed = |line: &&Line| VoucherKind::redeemed_by(line.case).is_some();
    let numbers = receipt
        .valid_lines()
        .filter(redeemed)
        .filter_map(|l| l.voucher.clone());
    numbers
        .map(|number| {
            let left = ledger.voucher_after(&number, receipt.number)?;
            Ok((number, left))
        })
        .collect()
}

/// The invoice to a receipt, as it was made out last.
pub fn invoice(ledger: &Ledger, invoice: &Invoice, duplicate: bool) -> Result<Document, TillError> {
    let number = invoice.receipt;
    let receipt = ledger
        .receipt(number)?
        .ok_or(TillError::UnknownReceipt(number))?;
    let options = Options {
        vouchers: left_on_vouchers(ledger, &receipt)?,
        test_tse: format(ledger)?.test_tse,
        paper: Format::A4.paper,
        ..Options::default()
    };
    let paper = invoice_paper::Made {
        name: &invoice.name,
        addition: &invoice.addition,
        street: &invoice.street,
        town: &invoice.town,
        at: invoice.at,
        replaces: invoice
            .replaces
            .as_ref()
            .map(|(at, reason)| (*at, reason.as_str())),
        duplicate,
    };
    let site = ledger.site()?;
    Ok(invoice_paper::document(&receipt, &paper, &site, &options))
}

/// Vouchers that are still worth something, and what the municipality owes their holders.
pub fn voucher_list(ledger: &Ledger, now: DateTime<Utc>) -> Result<Document, TillError> {
    let mut open = ledger.vouchers()?;
    open.retain(crate::voucher::Voucher::is_open);
    let (site, format) = (ledger.site()?, format(ledger)?);
    Ok(vouchers::document(&open, now, &site, format))
}

/// The paper of a closing (Z).
pub fn z_report(ledger: &Ledger, z_number: u32) -> Result<Document, TillError> {
    let found = ledger
        .closing(z_number)?
        .ok_or(TillError::UnknownClosing(z_number))?;
    Ok(closing::z_report(&found, &ledger.site()?, format(ledger)?))
}

/// The count sheet of a count.
pub fn count_sheet(ledger: &Ledger, number: u64) -> Result<Document, TillError> {
    let found = ledger
        .count(number)?
        .ok_or(TillError::UnknownCount(number))?;
    Ok(count::document(&found, &ledger.site()?, format(ledger)?))
}

/// Every receipt of a closing, or of the open period, as a list.
pub fn journal_of(ledger: &Ledger, z_number: u32) -> Result<Document, TillError> {
    let mut receipts = Vec::new();
    ledger.each_receipt_of(z_number, |receipt| receipts.push(receipt))?;
    if receipts.is_empty() && ledger.closing(z_number)?.is_none() {
        return Err(TillError::UnknownClosing(z_number));
    }
    Ok(journal::document(
        z_number,
        &receipts,
        &ledger.site()?,
        format(ledger)?,
    ))
}

/// Receipts a journal on paper holds at most: some six hundred pages.
const JOURNAL: u64 = 20_000;

/// Every receipt of some days as a list. More receipts than anybody leafs through are refused: they belong into a
/// table.
pub fn journal_between(ledger: &Ledger, span: Span) -> Result<Document, TillError> {
    let mut receipts = Vec::new();
    if let Some((first, last)) = ledger.numbers_of(span)? {
        let count = last - first + 1;
        if count > JOURNAL {
            let most = JOURNAL;
            return Err(TillError::JournalTooLong { count, most });
        }
        ledger.each_receipt_between(first, last, |receipt| receipts.push(receipt))?;
    }
    let (site, format) = (ledger.site()?, format(ledger)?);
    Ok(journal::between(
        (span.from, span.to),
        &receipts,
        &site,
        format,
    ))
}

/// Every receipt of some days as a table for other programs. Returns what writing it came to.
pub fn journal_csv(
    ledger: &Ledger,
    span: Span,
    out: &mut dyn std::io::Write,
) -> Result<std::io::Result<()>, LedgerError> {
    let mut written = journal::csv::head(out);
    if let Some((first, last)) = ledger.numbers_of(span)? {
        ledger.each_receipt_between(first, last, |receipt| {
            if written.is_ok() {
                written = journal::csv::receipt(out, &receipt);
            }
        })?;
    }
    Ok(written)
}

/// The same of one closing, or of the open period.
pub fn journal_csv_of(
    ledger: &Ledger,
    z_number: u32,
    out: &mut dyn std::io::Write,
) -> Result<std::io::Result<()>, TillError> {
    let mut written = journal::csv::head(out);
    let mut any = false;
    ledger.each_receipt_of(z_number, |receipt| {
        any = true;
        if written.is_ok() {
            written = journal::csv::receipt(out, &receipt);
        }
    })?;
    match any || ledger.closing(z_number)?.is_some() {
        true => Ok(written),
        false => Err(TillError::UnknownClosing(z_number)),
    }
}

/// The paper of an evaluation.
pub fn evaluation(ledger: &Ledger, evaluation: &Evaluation) -> Result<Document, TillError> {
    let (site, format) = (ledger.site()?, format(ledger)?);
    Ok(evaluation_paper::document(evaluation, &site, format))
}

/// A document as a PDF file made at `created`.
pub fn render(document: &Document, created: DateTime<Utc>) -> Result<Vec<u8>, TillError> {
    pdf::render(document, created).map_err(|e| TillError::Document(e.to_string()))
}

pub(super) fn format(ledger: &Ledger) -> Result<Format, LedgerError> {
    let certified = ledger
        .tses()?
        .last()
        .is_some_and(|tse| tse.certification_id.is_some());
    Ok(Format {
        test_tse: !certified,
        ..Format::A4
    })
}
