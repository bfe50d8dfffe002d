//! The finished, immutable record of one Vorgang and its totals.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::catalogue::BusinessCase;
use crate::money::Money;
use crate::tax::{KeyTotal, TaxPart, totals};

mod due;
mod kind;

pub use due::{TaxNotDue, WhyNotDue, check_tax};
pub use kind::Kind;

/// A person as named on a receipt; a later change of the name changes no receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Id of the user, DSFinV-K's BEDIENER_ID.
    pub id: String,
    /// Name as printed.
    pub name: String,
}

impl Person {
    /// The register itself, for what nobody did.
    pub fn register() -> Person {
        Person {
            id: "0".into(),
            name: "Kasse".into(),
        }
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Number of the item; empty for discounts on the whole receipt and for cash movements.
    pub item_id: String,
    /// Text as printed.
    pub text: String,
    /// Quantity, below zero for returns; the price keeps its sign then.
    pub quantity: Decimal,
    /// Unit.
    pub unit: String,
    /// Price per unit, gross, before discount.
    pub price: Money,
    /// Discount on this line, gross, zero or below for sales.
    pub discount: Money,
    /// Gross amount of the line: quantity × price + discount.
    pub gross: Money,
    /// Business case.
    pub case: BusinessCase,
    /// The line was struck out before the receipt was finished (P_STORNO); it counts for nothing.
    pub voided: bool,
    /// Gross amount per tax key; adds up to `gross`.
    pub parts: Vec<TaxPart>,
    /// Words the law wants beside the line, e.g. `steuerfrei nach § 4 Nr. 20a UStG`.
    pub tax_text: Option<String>,
    /// Law or ordinance the price stands on.
    pub legal_basis: String,
    /// Part of `gross` that belongs to somebody else.
    pub third_party: Money,
    /// Whose money it is: of the third-party part, or of the whole line of a transit item.
    pub principal: Option<String>,
    /// Account in the finance system.
    pub account: String,
    /// Product group or cost object.
    pub product: String,
    /// Kassenzeichen or another outside reference.
    pub reference: Option<String>,
    /// In a void or refund: position of the original's line, from 0.
    pub origin_line: Option<u32>,
    /// Accounts `gross` is split over to the cent, its third-party part included; empty: all of it goes to
    /// `account`.
    pub splits: Vec<AccountPart>,
    /// Number of the voucher sold or redeemed (GUTSCHEIN_NR).
    pub voucher: Option<String>,
    /// Numbers of the forms handed out, e.g. `1001-1002`.
    pub numbers: Option<String>,
    /// Office and group of the item (WARENGR), e.g. `Bürgerbüro: Ausweise`.
    pub group: Option<String>,
    /// Bar code (GTIN).
    pub ean: Option<String>,
}

/// A part of a line that goes to an account of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPart {
    /// Haushaltsstelle or Sachkonto.
    pub account: String,
    /// Product or cost object.
    pub product: String,
    /// Gross amount.
    pub gross: Money,
}

/// How money came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)] // values of DSFinV-K's ZAHLART_TYP
pub enum PaymentKind {
    Bar,
    ECKarte,
    Kreditkarte,
    ElZahlungsdienstleister,
    Guthabenkarte,
    Keine,
}

impl PaymentKind {
    /// All of them.
    pub const ALL: [PaymentKind; 6] = [
        PaymentKind::Bar,
        PaymentKind::ECKarte,
        PaymentKind::Kreditkarte,
        PaymentKind::ElZahlungsdienstleister,
        PaymentKind::Guthabenkarte,
        PaymentKind::Keine,
    ];

    /// Whether a card terminal brings it.
    pub fn by_card(self) -> bool {
        !matches!(self, PaymentKind::Bar | PaymentKind::Keine)
    }

    /// The value of column ZAHLART_TYP.
    pub fn code(self) -> &'static str {
        match self {
            PaymentKind::Bar => "Bar",
            PaymentKind::ECKarte => "ECKarte",
            PaymentKind::Kreditkarte => "Kreditkarte",
            PaymentKind::ElZahlungsdienstleister => "ElZahlungsdienstleister",
            PaymentKind::Guthabenkarte => "Guthabenkarte",
            PaymentKind::Keine => "Keine",
        }
    }

    /// Reads [`PaymentKind::code`].
    pub fn from_code(code: &str) -> Option<PaymentKind> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One payment; for cash the amount is what stays in the drawer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Kind.
    pub kind: PaymentKind,
    /// Amount, below zero when money is given back.
    pub amount: Money,
    /// Cash handed over by the customer, change included.
    pub given: Option<Money>,
    /// What is kept of a card payment.
    pub card: Option<Card>,
}

impl Payment {
    /// Change given back.
    pub fn change(&self) -> Money {
        self.given.map_or(Money::ZERO, |given| given - self.amount)
    }
}

/// What is kept of a card payment; never an unmasked number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Card {
    /// Brand, e.g. `girocard`.
    pub brand: String,
    /// Masked number.
    pub masked_number: String,
    /// Terminal id.
    pub terminal_id: String,
    /// Receipt or trace number of the terminal.
    pub trace: String,
    /// Authorisation code.
    pub authorization: String,
    /// Number of the terminal's own receipt.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub receipt_number: String,
    /// The terminal's own moment, as it wrote it; a reversal repeats it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub timestamp: String,
    /// Batch of the terminal, where it has such.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub batch: String,
    /// Name of the terminal at this register.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub terminal: String,
    /// The customer had to sign.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub signature: bool,
    /// What the terminal was asked for, where it took another amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Money>,
}

/// What the TSE said of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Signature {
    /// Signed.
    Signed(Box<Signed>),
    /// The TSE failed; the receipt stands without a signature (AEAO §146a, outage).
    Failed {
        /// Why, as stored in DSFinV-K's TSE_TA_FEHLER.
        reason: String,
    },
}

/// Everything a receipt shows of its TSE transaction (§6 KassenSichV no. 2, 4, 6, 7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Serial of the TSE, lower-case hex.
    pub tse_serial: String,
    /// Client id the TSE signed, the register's serial number.
    pub client_id: String,
    /// Transaction number.
    pub transaction: u64,
    /// Signature counter of the finish.
    pub counter: u64,
    /// Log time of the start.
    pub start: DateTime<Utc>,
    /// Log time of the finish.
    pub log_time: DateTime<Utc>,
    /// processType of the finish.
    pub process_type: String,
    /// processData of the finish.
    pub process_data: String,
    /// Signature algorithm by its DSFinV-K name.
    pub algorithm: String,
    /// Log time format by its DSFinV-K name.
    pub time_format: String,
    /// Prüfwert: base64 of r‖s.
    pub signature: String,
    /// base64 of the uncompressed public key point.
    pub public_key: String,
    /// Whether the device is certified; a test TSE is not, and the paper says so.
    pub certified: bool,
}

/// A finished Vorgang.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Number, gapless over the life of the register (BON_ID and BON_NR).
    pub number: u64,
    /// Closing it belongs to (Z_NR).
    pub z_number: u32,
    /// Kind.
    pub kind: Kind,
    /// When the first thing was rung up, by the register's clock.
    pub started: DateTime<Utc>,
    /// When it was finished, by the register's clock.
    pub finished: DateTime<Utc>,
    /// Who rang it up.
    pub clerk: Person,
    /// Second person who allowed it (void, refund, pay-out).
    pub second: Option<Person>,
    /// The receipt a void or refund goes back to.
    pub refers_to: Option<u64>,
    /// Reason of a void, refund, abort, movement or difference.
    pub reason: Option<String>,
    /// Day of the supply where it is not the day of the receipt (§14(4) no. 6 UStG).
    pub supplied: Option<chrono::NaiveDate>,
    /// Lines in order of entry.
    pub lines: Vec<Line>,
    /// Payments in order.
    pub payments: Vec<Payment>,
    /// Totals per tax key as printed.
    pub totals: Vec<KeyTotal>,
    /// What the TSE said; `None` only while the receipt is being signed.
    pub signature: Option<Signature>,
}

impl Receipt {
    /// Gross sum.
    pub fn gross(&self) -> Money {
        self.totals.iter().map(|t| t.gross).sum()
    }

    /// Sum of cash payments: what this receipt changed in the drawer.
    pub fn cash(&self) -> Money {
        let cash = self.payments.iter().filter(|p| p.kind == PaymentKind::Bar);
        if self.kind.counts() {
            cash.map(|p| p.amount).sum()
        } else {
            Money::ZERO
        }
    }

    /// Lines that were not struck out.
    pub fn valid_lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| !line.voided)
    }
}

/// Totals per key of what is not struck out.
pub fn totals_of(lines: &[Line]) -> Vec<KeyTotal> {
    totals(
        lines
            .iter()
            .filter(|line| !line.voided)
            .flat_map(|line| &line.parts),
    )
}

/// The line of a cash movement over `amount`, seen from the drawer.
pub fn movement_line(kind: Kind, text: &str, amount: Money) -> Option<Line> {
    let case = kind.movement_case()?;
    let key = crate::tax::TaxKey::NOT_TAXABLE;
    Some(Line {
        item_id: String::new(),
        text: text.to_owned(),
        quantity: if amount.is_negative() {
            -Decimal::ONE
        } else {
            Decimal::ONE
        },
        unit: String::new(),
        price: amount.abs(),
        discount: Money::ZERO,
        gross: amount,
        case,
        voided: false,
        parts: vec![TaxPart {
            key,
            percent: Decimal::ZERO,
            gross: amount,
        }],
        tax_text: None,
        legal_basis: String::new(),
        third_party: Money::ZERO,
        principal: None,
        account: String::new(),
        product: String::new(),
        reference: None,
        origin_line: None,
        splits: Vec::new(),
        voucher: None,
        numbers: None,
        group: None,
        ean: None,
    })
}
