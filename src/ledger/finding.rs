//! What a verification of the ledger finds, with its figures: sentences are made from it, in English here, in
//! German where an auditor reads them.

use std::fmt;

use serde::{Serialize, Serializer};

use rust_decimal::Decimal;

use crate::money::Money;

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What is wrong there.
    pub kind: FindingKind,
}

/// Where something does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Place {
    /// A receipt, by its number.
    #[error("receipt {0}")]
    Receipt(i64),
    /// A closing.
    #[error("closing {0}")]
    Closing(i64),
    /// A count.
    #[error("count {0}")]
    Count(i64),
    /// An event.
    #[error("event {0}")]
    Event(i64),
    /// A delivery, a loss or a count of stock.
    #[error("stock move {0}")]
    Stock(i64),
    /// The level of an item.
    #[error("stock of {0}")]
    Item(String),
    /// An entry of the chain.
    #[error("chain entry {seq} ({kind} {fact})")]
    Entry {
        /// Its place in the chain.
        seq: i64,
        /// What it stands for.
        kind: String,
        /// Key of that.
        fact: i64,
    },
    /// A row of a table.
    #[error("table {table}, {key}")]
    Row {
        /// The table.
        table: String,
        /// Key of the row.
        key: i64,
    },
    /// Where the chain ends.
    #[error("end of the chain")]
    End,
    /// A transaction of the TSE.
    #[error("TSE transaction {0}")]
    Transaction(u64),
}

/// What does not hold. The names are stable: scripts and translations go by them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(missing_docs)] // The sentence of each variant says what it and its fields are.
pub enum FindingKind {
    // The chain
    #[error("entries {from} to {to} are missing before it")]
    EntriesMissing { from: i64, to: i64 },
    #[error("it does not follow from the entry before it")]
    DoesNotFollow,
    #[error("its kind is unknown")]
    KindUnknown,
    #[error("its row in table {table} is missing")]
    RowMissing { table: &'static str },
    #[error("its content was changed after it was recorded")]
    ContentChanged,
    #[error("the ledger went up to entry {recorded}, the chain ends at entry {found}")]
    ChainCut { recorded: i64, found: i64 },
    #[error("the chain does not know this row")]
    Stray,
    #[error("numbers {from} to {to} are missing before it")]
    NumbersMissing { from: i64, to: i64 },
    #[error("it points to a row that does not exist")]
    DanglingReference,
    #[error("it cannot be read: {reason}")]
    Unreadable { reason: String },

    // Sums
    #[error("lines add up to {lines} €, totals to {totals} €")]
    LinesDiffer {
        #[serde(rename = "lines_cents")]
        lines: Money,
        #[serde(rename = "totals_cents")]
        totals: Money,
    },
    #[error("the totals per tax key are not those of the lines")]
    KeysDiffer,
    #[error("line {line} is {gross} €, on its accounts are {booked} €")]
    AccountsDiffer {
        line: usize,
        #[serde(rename = "gross_cents")]
        gross: Money,
        #[serde(rename = "booked_cents")]
        booked: Money,
    },
    #[error("{paid} € was paid for {gross} €")]
    PaidDiffers {
        #[serde(rename = "paid_cents")]
        paid: Money,
        #[serde(rename = "gross_cents")]
        gross: Money,
    },
    #[error("it was never made final")]
    NotFinal,
    #[error("it belongs to closing {closing} after {previous}")]
    ClosingOrder { closing: u32, previous: u32 },
    #[error("its sum for {of} differs from its receipts")]
    ClosingDiffers { of: String },

    // Stock
    #[error("there should be {expected} of {item}, it says {found}")]
    StockDiffers {
        item: String,
        expected: Decimal,
        found: Decimal,
    },
    #[error("the forms {numbers} of {item} went out, but were not there")]
    FormsNotThere { item: String, numbers: String },
    #[error("the forms {numbers} of {item} came in, but were there already")]
    FormsTwice { item: String, numbers: String },
    #[error("it moves stock of {item} that was never delivered or counted")]
    StockNotKept { item: String },
    #[error("it moves other stock of {item} than it sold")]
    StockOtherThanSold { item: String },

    // Vouchers
    #[error("voucher {number} was never sold, sold twice or used beyond its value")]
    Voucher { number: String },
    #[error("voucher {number} is kept with {balance} € left, its receipts leave {ledger} €")]
    VoucherDiffers {
        number: String,
        #[serde(rename = "balance_cents")]
        balance: Money,
        #[serde(rename = "ledger_cents")]
        ledger: Money,
    },

    // Signatures
    #[error("the TSE signed other sums than the receipt shows")]
    SignedOtherSums,
    #[error("its signature does not belong to its content and the key of its TSE")]
    NotGenuine,
    #[error("it was signed for the register {client}")]
    OtherRegister { client: String },
    #[error("this TSE is not what was recorded when it was first used")]
    DeviceChanged,
    #[error("its TSE {serial} is missing from table tse")]
    DeviceMissing { serial: String },
    #[error("its transaction {transaction} is not in the TSE's archive")]
    NotInArchive { transaction: u64 },
    #[error("the TSE's archive has another signature for it")]
    OtherSignature,
    #[error("the TSE's archive has other times for it")]
    OtherTimes,
    #[error("the TSE signed it, but no receipt has it")]
    NoReceipt,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.kind)
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Plain<'a> {
            place: String,
            #[serde(flatten)]
            kind: &'a FindingKind,
            text: String,
        }
        let plain = Plain {
            place: self.place.to_string(),
            kind: &self.kind,
            text: self.kind.to_string(),
        };
        plain.serialize(serializer)
    }
}
