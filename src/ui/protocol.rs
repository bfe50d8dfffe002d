//! What the screens and the till say to each other. The screens never touch the till: they send
//! [`Command`]s and redraw when an [`Event`] comes back.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::cash::Pieces;
use crate::catalogue::Catalogue;
use crate::closing::Totals;
use crate::money::Money;
use crate::people::User;
use crate::receipt::{Kind, Receipt};
use crate::sale::{Discount, Sale};
use crate::tax::Rates;

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
    /// A manager says what became of it.
    Resolve {
        /// Whether the card was charged.
        charged: bool,
        /// Who says so and why.
        approval: Approval,
    },
    /// Find receipts.
    Find {
        /// Number, text or nothing for the latest.
        text: String,
    },
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
    /// Save a closing as PDF.
    SaveClosingPdf {
        /// Its number.
        number: u32,
    },
    /// Remember how this workplace looks.
    SavePreferences(Preferences),
}

/// How this workplace looks and behaves.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// `de` or `en`.
    pub english: bool,
    /// Index into the looks: light, dark, high contrast.
    pub look: u8,
    /// 100 to 200 per cent.
    pub scale: u16,
    /// Minutes without use after which the register locks; 0 never.
    pub lock_minutes: u16,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            english: false,
            look: 0,
            scale: 100,
            lock_minutes: 10,
        }
    }
}

/// What the register is; sent at start and whenever master data change.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The pay point, e.g. `Bürgerbüro`.
    pub pay_point: String,
    /// The register, e.g. `Kasse 2`.
    pub register: String,
    /// The municipality.
    pub municipality: String,
    /// Who can log in.
    pub users: Vec<User>,
    /// Offices in the order of their tabs, with the colour of their tiles (`#RRGGBB`).
    pub offices: Vec<(String, String)>,
    /// Items rung up most often, by number.
    pub favourites: Vec<String>,
    /// Everything that can be rung up.
    pub catalogue: Arc<Catalogue>,
    /// Tax rates.
    pub rates: Rates,
    /// Pieces on stock, by item number.
    pub stock: HashMap<String, Decimal>,
    /// Change money that stays in the drawer over night.
    pub float: Money,
    /// Data are for trying out.
    pub demo: bool,
    /// How this workplace looks.
    pub preferences: Preferences,
}

/// How a device is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Health {
    /// Not set up.
    #[default]
    Absent,
    /// Works.
    Good,
    /// Works, but is no certified device.
    Test,
    /// Does not work, and why.
    Failing(String),
}

/// What the header bar shows and what changes with every receipt.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// The TSE.
    pub tse: Health,
    /// The card terminal.
    pub terminal: Health,
    /// The terminal's own name.
    pub terminal_name: String,
    /// The receipt printer.
    pub printer: Health,
    /// Cash that should be in the drawer.
    pub cash: Money,
    /// Where the limit for notes lies; zero for none.
    pub note_limit: Money,
    /// The number the next receipt gets.
    pub next_receipt: u64,
    /// The number the next closing gets.
    pub z_number: u32,
}

/// A payment of the open sale: made, or without a known outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// Its id.
    pub id: i64,
    /// By card.
    pub card: bool,
    /// How much.
    pub amount: Money,
    /// Money may have moved: nobody knows yet.
    pub unknown: bool,
}

/// The sale on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenSale {
    /// What is rung up.
    pub sale: Sale,
    /// What of it is paid.
    pub paid: Vec<Paid>,
    /// The line touched last.
    pub touched: Option<u32>,
}

impl OpenSale {
    /// What is still to be paid.
    pub fn due(&self) -> Money {
        let made = self.paid.iter().filter(|paid| !paid.unknown);
        self.sale.gross() - made.map(|paid| paid.amount).sum()
    }

    /// The payment nobody knows the outcome of.
    pub fn unknown(&self) -> Option<&Paid> {
        self.paid.iter().find(|paid| paid.unknown)
    }
}

/// A sale that waits: parked, or found open at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its draft.
    pub draft: i64,
    /// The name it was parked under.
    pub name: String,
    /// Since when.
    pub since: NaiveDateTime,
    /// How many lines.
    pub lines: usize,
    /// Its sum.
    pub gross: Money,
}

/// How far a card payment is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardState {
    /// On its way to the terminal.
    Requested,
    /// The terminal has it.
    Sent,
    /// It waits for a card or a PIN; what it shows, if it says so.
    Waiting(Option<String>),
    /// It talks to the bank.
    Authorizing,
    /// Charged.
    Approved,
    /// Not charged, and why.
    Declined(String),
    /// Stopped before the card was charged.
    Aborted,
    /// Nobody answered; nothing was sent.
    Unreachable(String),
    /// Money may have moved.
    Unknown(String),
}

impl CardState {
    /// Whether the terminal is at work and nothing else may happen.
    pub fn is_running(&self) -> bool {
        matches!(
            self,
            Self::Requested | Self::Sent | Self::Waiting(_) | Self::Authorizing
        )
    }
}

/// A receipt in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its number.
    pub number: u64,
    /// Its kind.
    pub kind: Kind,
    /// When it was finished.
    pub at: NaiveDateTime,
    /// Who rang it up.
    pub clerk: String,
    /// Its sum.
    pub gross: Money,
    /// Its first line and how many more.
    pub summary: String,
    /// Another receipt takes it back.
    pub voided: bool,
}

/// A receipt that has just been finished.
#[derive(Debug, Clone, PartialEq)]
pub struct Finished {
    /// The receipt.
    pub receipt: Box<Receipt>,
    /// The text of its QR code.
    pub qr: Option<String>,
    /// Why the printer did not print it.
    pub print_problem: Option<String>,
}

/// The open period in figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    /// The number its closing will get.
    pub z_number: u32,
    /// Sums so far.
    pub totals: Box<Totals>,
    /// What should be in the drawer.
    pub expected: Money,
}

/// A closing as just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// Z_NR.
    pub number: u32,
    /// Turnover.
    pub turnover: Money,
    /// Counted less expected.
    pub difference: Money,
    /// What stays in the drawer.
    pub carried: Money,
}

/// What the till tells the screens.
#[derive(Debug, Clone)]
pub enum Event {
    /// Where to send commands to.
    Ready(super::bridge::Link),
    /// What the register is.
    Facts(Box<Facts>),
    /// How the devices are.
    Status(Status),
    /// Who is at the till; `None` after logging out.
    User(Option<User>),
    /// The sale on the screen after a change; `None`: nothing is rung up.
    Sale(Option<Box<OpenSale>>),
    /// Sales that wait.
    Waiting(Vec<Waiting>),
    /// What a power cut left: sales that were open, card payments without an outcome.
    Recovered {
        /// Sales that were on the screen and wait now.
        sales: usize,
        /// Card payments nobody knows the outcome of.
        payments: usize,
    },
    /// Whether this is training.
    Training(bool),
    /// How far a card payment is.
    Card(CardState),
    /// The sale is paid and signed.
    Finished(Finished),
    /// Receipts that were looked for.
    Found(Vec<Found>),
    /// A receipt to show, and the receipts that take it back.
    Receipt(Box<Receipt>, Vec<u64>),
    /// Cash has been moved, on this receipt.
    Moved(Finished),
    /// The drawer has been counted.
    Checked {
        /// Counted less expected.
        difference: Money,
    },
    /// The open period.
    Period(Period),
    /// The period is closed.
    Closed(Closed),
    /// Something was printed or saved; for a file, where.
    Done(Done),
    /// A second has passed and nothing else happened.
    Tick,
    /// Something did not work.
    Failed(Problem),
    /// The register could not be opened.
    Fatal(Fatal),
}

/// Something small that worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// It lies in the printer.
    Printed,
    /// It lies in this file.
    Saved(String),
}

/// Why something did not work, in terms the screens have a sentence for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Wrong PIN; how many tries are left.
    WrongPin(u32),
    /// Too many wrong PINs; until when.
    Locked(NaiveDateTime),
    /// This person may not do that.
    NotAllowed,
    /// The second person must be another one.
    SamePerson,
    /// No such item.
    NoItem(String),
    /// The price is fixed.
    PriceFixed(Money),
    /// The price has bounds.
    PriceOutside(Money, Money),
    /// Quantity out of bounds.
    Quantity,
    /// Only whole pieces.
    WholePieces,
    /// A Kassenzeichen is missing.
    ReferenceNeeded(String),
    /// No discount on this.
    NotDiscountable(String),
    /// Discount out of bounds.
    DiscountAmount,
    /// The line is not there any more.
    NoLine,
    /// Too many lines.
    TooManyLines,
    /// A void or refund cannot be changed.
    Fixed,
    /// A receipt with a discount on the whole can only go back as a whole.
    WholeOnly,
    /// The tax table has a hole.
    NoRate,
    /// Nothing is rung up.
    NothingRungUp,
    /// Part of the sale is paid already.
    PartlyPaid,
    /// A card payment has no outcome yet.
    Unresolved,
    /// Sales wait, so the period cannot be closed.
    SalesWaiting,
    /// The receipt has been taken back already.
    AlreadyBack,
    /// Too much or too little money.
    Amount,
    /// Not so much cash is in the drawer.
    NotEnoughCash(Money),
    /// Nothing was recorded since the last closing.
    NothingToClose,
    /// A sale is on the screen and in the way.
    SaleOpen,
    /// The clock was set back.
    ClockBehind(NaiveDateTime),
    /// No card terminal is set up.
    NoTerminal,
    /// A reason is missing.
    ReasonNeeded,
    /// No printer, or it does not answer.
    Printer(String),
    /// No card terminal, or it does not answer.
    Terminal(String),
    /// The ledger could not be written; nothing has happened.
    Ledger(String),
    /// Anything else.
    Other(String),
}

/// Why the register could not be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fatal {
    /// Another Amtskasse works on the same data.
    InUse,
    /// The data were written by a later version.
    Newer,
    /// The data cannot be written.
    ReadOnly,
    /// The disk is full.
    DiskFull,
    /// The data cannot be read.
    Damaged(String),
    /// The till stopped.
    Stopped,
    /// Anything else.
    Other(String),
}
