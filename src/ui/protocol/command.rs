//! What a screen wants of the till.

use rust_decimal::Decimal;

use super::{Preferences, audit, evaluation, rules, site, stock, tax, tse};
use crate::cash::Pieces;
use crate::catalogue::change::Change;
use crate::ledger::ReceiptFilter;
use crate::money::Money;
use crate::receipt::Kind;
use crate::sale::Discount;
use crate::till::Charged;

/// A second person who allows something, with the PIN as typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who.
    pub user: String,
    /// The PIN.
    pub pin: String,
    /// Why.
    pub reason: String,
}

/// A PIN has no business in a log.
impl std::fmt::Debug for Approval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Approval")
            .field("user", &self.user)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

/// A PIN as typed; never shown, not even by `Debug`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Pin(pub String);

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin")
    }
}

/// The recipient of an invoice as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recipient {
    /// Name.
    pub name: String,
    /// Department or the like; may be empty.
    pub addition: String,
    /// Street and number.
    pub street: String,
    /// Postal code and town.
    pub town: String,
    /// Why the recipient is another one than before; may be empty.
    pub reason: String,
}

/// What a screen wants of the till.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Log in.
    LogIn {
        /// Who.
        user: String,
        /// The PIN.
        pin: Pin,
    },
    /// Log out, or lock after a while without use.
    LogOut,
    /// Ring up an item.
    Add {
        /// Its number.
        item: String,
        /// How much of it.
        quantity: Decimal,
        /// The price, where the clerk sets it.
        price: Option<Money>,
        /// Kassenzeichen, where one is needed.
        reference: Option<String>,
    },
    /// Change the quantity of a line.
    SetQuantity {
        /// The line.
        line: u32,
        /// The new quantity.
        quantity: Decimal,
    },
    /// Change the price of a line.
    SetPrice {
        /// The line.
        line: u32,
        /// The new price.
        price: Money,
    },
    /// Grant a discount or take it back.
    SetDiscount {
        /// The line; `None` for the whole sale.
        line: Option<u32>,
        /// The discount; `None` takes it back.
        discount: Option<Discount>,
    },
    /// Strike a line out.
    Strike {
        /// The line.
        line: u32,
    },
    /// Redeem a voucher, as much of it as is left and due.
    Redeem {
        /// Its number as typed or scanned.
        number: String,
    },
    /// A card printed before is sold: its number.
    VoucherNumber {
        /// The line that sells it.
        line: u32,
        /// The number as typed or scanned.
        number: String,
    },
    /// The day of the supply; `None`: today.
    Supplied(Option<chrono::NaiveDate>),
    /// Make out the invoice to a receipt and save it as PDF.
    SaveInvoice {
        /// The receipt.
        number: u64,
        /// Who gets it.
        recipient: Recipient,
    },
    /// Save the list of open vouchers as PDF.
    SaveVouchers,
    /// Put the sale aside.
    Park {
        /// A name to find it by.
        name: String,
    },
    /// Go on with a parked or interrupted sale.
    Recall {
        /// Which.
        draft: i64,
    },
    /// Drop the sale on the screen.
    Abort {
        /// Why.
        reason: String,
    },
    /// Begin or end training.
    Training(bool),
    /// Take cash.
    Cash {
        /// What of the sum is paid by it.
        amount: Money,
        /// What the customer hands over.
        given: Money,
    },
    /// Charge a card.
    Card {
        /// What of the sum is paid by it.
        amount: Money,
    },
    /// Take the last part payment back.
    TakeBack {
        /// The payment.
        payment: i64,
        /// It was made by card.
        card: bool,
    },
    /// Finish a sale that costs nothing more (all paid, or free).
    Finish,
    /// Ask the terminal what became of the payment whose outcome is unknown.
    AskTerminal,
    /// Nobody can say now: put the sale aside with the unknown payment.
    SettleLater,
    /// Send payments to another terminal from now on.
    ChooseTerminal {
        /// Its name.
        name: String,
    },
    /// Something about setting terminals up.
    Terminal(super::terminal::Command),
    /// Try a terminal out with one cent; `None`: take that cent back.
    TestTerminal(Option<String>),
    /// A manager says what became of it.
    Resolve {
        /// How it was charged; `None`: it was not.
        charged: Option<Charged>,
        /// Who says so and why.
        approval: Approval,
    },
    /// Find receipts, or more of them below the last one shown.
    Find(Box<ReceiptFilter>),
    /// Show a receipt.
    Open {
        /// Its number.
        number: u64,
    },
    /// Print a receipt.
    Print {
        /// Its number.
        number: u64,
        /// It is not the first print.
        copy: bool,
    },
    /// Save a receipt as PDF.
    SavePdf {
        /// Its number.
        number: u64,
    },
    /// Begin to take a receipt back, in whole or in part; the money that goes back is paid like any other.
    GoBack {
        /// Its number.
        number: u64,
        /// `None` gives back the whole; else position and quantity.
        quantities: Option<Vec<(usize, Decimal)>>,
        /// Who allows it and why.
        approval: Approval,
    },
    /// Move cash that is no sale.
    Move {
        /// Float, skim, delivery, pay-in or pay-out.
        kind: Kind,
        /// How much, above zero.
        amount: Money,
        /// Why or from where.
        reason: String,
        /// The second person, where one is needed.
        approval: Option<Approval>,
    },
    /// Count the drawer between closings.
    Check {
        /// What was counted.
        pieces: Pieces,
        /// Explanation of a difference.
        reason: Option<String>,
    },
    /// The totals of the open period.
    Interim,
    /// Save the totals of the open period as PDF (X).
    SaveInterimPdf,
    /// Go on with a clock that is behind the last entry.
    AcceptClock {
        /// The second person, with the reason.
        approval: Approval,
    },
    /// Close the period (Z).
    Close {
        /// What was counted.
        pieces: Pieces,
        /// What stays in the drawer; the rest is skimmed.
        carried: Money,
        /// Explanation of a difference.
        reason: Option<String>,
        /// The second person.
        approval: Approval,
    },
    /// Make up for a terminal's end of day that failed.
    CloseTerminal {
        /// Its name.
        name: String,
    },
    /// The closings made before.
    Closings,
    /// Save a closing as PDF.
    SaveClosingPdf {
        /// Its number.
        number: u32,
    },
    /// Master data, now and after every change.
    Master,
    /// Something about taxes.
    Tax(tax::Command),
    /// Something about master data.
    Site(site::Command),
    /// Something about payment rules.
    Rules(rules::Command),
    /// Something about evaluations.
    Evaluation(evaluation::Command),
    /// Something about stock.
    Stock(stock::Command),
    /// Something about the TSEs.
    Tse(tse::Command),
    /// At the desk of the Kassen-Nachschau.
    Audit(audit::Command),
    /// Change the catalogue: all of it or nothing.
    ChangeCatalogue {
        /// What.
        changes: Vec<Change>,
        /// Why.
        reason: String,
    },
    /// Look at what a file would change.
    ExamineCatalogue {
        /// The file, below the data folder or anywhere.
        path: String,
    },
    /// Take a file over.
    ImportCatalogue {
        /// The file, below the data folder or anywhere.
        path: String,
        /// Why.
        reason: String,
    },
    /// Write the catalogue into a file.
    ExportCatalogue {
        /// Everything that was, is and will be, or only what is today.
        history: bool,
    },
    /// Which files there are to read.
    CatalogueFiles,
    /// Remember how this workplace looks.
    SavePreferences(Preferences),
}
