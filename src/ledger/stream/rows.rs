//! What the rows of a span look like. Texts are borrowed from SQLite; nothing is kept between rows.

use chrono::{DateTime, Utc};

use crate::receipt::Kind;

/// A closing, as far as an export asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingRow {
    /// Z_NR.
    pub number: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// Its receipts.
    pub span: Span,
    /// When its first receipt was begun.
    pub from: DateTime<Utc>,
    /// When its last receipt was finished.
    pub to: DateTime<Utc>,
    /// When the last one was finished that is no step of the closing itself.
    pub business_to: DateTime<Utc>,
}

/// A sum of a closing as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// GV_TYP.
    pub case: String,
    /// Whose money it is, where the whole line is somebody else's; empty otherwise.
    pub principal: String,
    /// Tax key.
    pub key: u16,
    /// Gross, net and VAT.
    pub cents: [i64; 3],
}

/// First and last number, both included.
pub type Span = (u64, u64);

/// Head of a receipt.
#[derive(Debug, Clone, Copy)]
pub struct HeadRow<'r> {
    /// Number.
    pub number: u64,
    /// Kind.
    pub kind: Kind,
    /// When the first thing was rung up, milliseconds since 1970 UTC.
    pub started: i64,
    /// When it was finished.
    pub finished: i64,
    /// Id of who rang it up.
    pub clerk_id: &'r str,
    /// Name of who rang it up.
    pub clerk_name: &'r str,
    /// Reason of a void, refund, abort, movement or difference.
    pub reason: &'r str,
    /// Gross sum.
    pub gross_cents: i64,
    /// Whether it goes back to an earlier receipt.
    pub goes_back: bool,
    /// The recipient of its invoice, as the event keeps it: name, addition, street, town, one per line; empty for none.
    pub recipient: &'r str,
}

/// A payment.
#[derive(Debug, Clone, Copy)]
pub struct PaymentRow<'r> {
    /// Number of the receipt.
    pub receipt: u64,
    /// ZAHLART_TYP.
    pub payment: &'r str,
    /// Amount.
    pub cents: i64,
}

/// A line.
#[derive(Debug, Clone, Copy)]
pub struct LineRow<'r> {
    /// Number of the receipt.
    pub receipt: u64,
    /// Position, from 1.
    pub position: u32,
    /// Number of the item.
    pub item_id: &'r str,
    /// Text as printed.
    pub text: &'r str,
    /// Quantity as a decimal text.
    pub quantity: &'r str,
    /// Unit.
    pub unit: &'r str,
    /// Price per unit before discount.
    pub price_cents: i64,
    /// Discount.
    pub discount_cents: i64,
    /// Gross amount.
    pub gross_cents: i64,
    /// GV_TYP.
    pub case: &'r str,
    /// Struck out before the receipt was finished.
    pub voided: bool,
    /// Part that belongs to somebody else.
    pub third_party_cents: i64,
    /// Whose money it is; empty: the municipality's own.
    pub principal: &'r str,
    /// Kassenzeichen or another outside reference.
    pub reference: &'r str,
    /// Voucher.
    pub voucher: &'r str,
    /// Office and group.
    pub group: &'r str,
    /// Bar code.
    pub ean: &'r str,
}

/// A line's part under one tax key.
#[derive(Debug, Clone, Copy)]
pub struct LineTaxRow {
    /// Number of the receipt.
    pub receipt: u64,
    /// Position of the line.
    pub position: u32,
    /// Tax key.
    pub key: u16,
    /// Gross amount.
    pub cents: i64,
    /// Discount of the line; only [`Snapshot::discounted`] knows it and the next.
    pub discount_cents: i64,
    /// Gross amount of the line.
    pub line_cents: i64,
}

/// A receipt's total under one tax key and rate.
#[derive(Debug, Clone, Copy)]
pub struct TotalRow {
    /// Number of the receipt.
    pub receipt: u64,
    /// Tax key.
    pub key: u16,
    /// Gross amount.
    pub gross_cents: i64,
    /// Net amount.
    pub net_cents: i64,
    /// VAT.
    pub vat_cents: i64,
}

/// What the TSE said.
#[derive(Debug, Clone, Copy)]
pub struct SignatureRow<'r> {
    /// Number of the receipt.
    pub receipt: u64,
    /// Row of the device; 0: unsigned.
    pub tse: i64,
    /// Transaction number.
    pub transaction: i64,
    /// Signature counter.
    pub counter: i64,
    /// Log time of the start.
    pub start: i64,
    /// Log time of the finish.
    pub end: i64,
    /// processType.
    pub process_type: &'r str,
    /// processData.
    pub process_data: &'r str,
    /// The signature, r‖s.
    pub signature: &'r [u8],
    /// Why there is none.
    pub failure: &'r str,
}

/// Something a receipt refers to.
#[derive(Debug, Clone, Copy)]
pub struct ReferenceRow<'r> {
    /// Number of the receipt.
    pub receipt: u64,
    /// The line; 0: the receipt as a whole.
    pub position: u32,
    /// The receipt it goes back to: its number, its period, when it was finished.
    pub back_to: Option<(u64, u32, i64)>,
    /// Kassenzeichen or another outside reference.
    pub reference: &'r str,
}
