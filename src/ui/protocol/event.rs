//! What the till tells the screens.

use std::sync::Arc;

use chrono::NaiveDateTime;

use amtskasse_terminal::Question;

use super::{
    CatalogueFiles, Examination, Facts, Fatal, MasterData, Problem, Status, audit, evaluation,
    rules, site, stock, tax, terminal, tse,
};
use crate::acceptance::Acceptance;
use crate::closing::Totals;
use crate::closing::terminals::Recorded;
use crate::i18n::Both;
use crate::money::Money;
use crate::people::User;
use crate::receipt::{Kind, Receipt};
use crate::sale::Sale;
use crate::till::Held;
use crate::ui::bridge::Link;

/// What the till tells the screens.
#[derive(Debug, Clone)]
pub enum Event {
    /// Where to send commands to.
    Ready(Link),
    /// What the register is.
    Facts(Box<Facts>),
    /// Pieces on stock by item number, after something came, went or was sold.
    Levels(std::collections::HashMap<String, rust_decimal::Decimal>),
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
    /// The terminal asks something and waits for [`Link::answer`]; `None`: its question is over.
    Asked(Option<Question>),
    /// Card payments nobody knows the outcome of, oldest first.
    Unsettled(Vec<terminal::Unsettled>),
    /// The sale is paid and signed.
    Finished(Finished),
    /// Receipts that were looked for.
    Found {
        /// As many as a list shows at once, latest first.
        rows: Vec<Found>,
        /// They go on below those shown before.
        further: bool,
        /// There may be more below them.
        more: bool,
    },
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
    /// A terminal is being tried out.
    Tested(terminal::Tested),
    /// Something for whoever sets terminals up.
    Terminal(terminal::Event),
    /// A terminal's end of day was made up for, or was not.
    TerminalClosed(Box<Recorded>),
    /// Closings made before, latest first.
    Closings(Vec<PastClosing>),
    /// Master data, for the screens of administration.
    Master(Arc<MasterData>),
    /// Something about taxes.
    Tax(tax::Event),
    /// Something about master data.
    Site(site::Event),
    /// Something about payment rules.
    Rules(rules::Event),
    /// Something about evaluations.
    Evaluation(evaluation::Event),
    /// Something about stock.
    Stock(stock::Event),
    /// Something about the TSEs.
    Tse(tse::Event),
    /// Something for the desk of the Kassen-Nachschau.
    Audit(audit::Event),
    /// The catalogue was changed.
    CatalogueChanged {
        /// How many items are others now, or new.
        items: usize,
        /// How many treatments wait for a second person.
        waiting: usize,
    },
    /// What a file would change.
    Examined(Box<Examination>),
    /// Which files there are to read.
    CatalogueFiles(CatalogueFiles),
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
    /// The clock holds, although it is behind the last entry.
    ClockAccepted,
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
    /// It can be given back to the customer now.
    pub can_take_back: bool,
}

/// The sale on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenSale {
    /// What is rung up.
    pub sale: Sale,
    /// What of it is paid.
    pub paid: Vec<Paid>,
    /// The receipt it takes back was paid by card, at least for the larger part.
    pub was_card: bool,
    /// What it may not be paid with.
    pub acceptance: Acceptance,
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
    /// What became of a card payment that was begun.
    pub card: Option<CardTrace>,
}

/// What became of a card payment of a sale that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardTrace {
    /// Nothing was charged.
    NotCharged,
    /// It was charged; the sale is not finished.
    Charged,
    /// Nobody knows yet.
    Unknown,
}

/// A closing made before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastClosing {
    /// Z_NR.
    pub number: u32,
    /// When.
    pub at: NaiveDateTime,
    /// Turnover.
    pub turnover: Money,
    /// Counted less expected.
    pub difference: Money,
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
    /// It waits for a PIN.
    Pin,
    /// It talks to the bank.
    Authorizing,
    /// The line broke after the request had left; the terminal is being asked what became of it.
    Recovering,
    /// Charged.
    Approved,
    /// Charged, but somebody has to look at it before the sale is finished: what for, and what is still due. Without a
    /// reason: the terminal said so while nobody waited for it.
    Held(Vec<Held>, Money),
    /// Not charged, and why.
    Declined(String),
    /// Stopped before the card was charged.
    Aborted,
    /// Nothing was sent, and what stood in the way.
    Unreachable(Both<String>),
    /// Money may have moved; what happened to the connection.
    Unknown(Both<String>),
}

impl CardState {
    /// Whether the terminal is at work and nothing else may happen.
    pub fn is_running(&self) -> bool {
        matches!(
            self,
            Self::Requested
                | Self::Sent
                | Self::Waiting(_)
                | Self::Pin
                | Self::Authorizing
                | Self::Recovering
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
    /// What its vouchers are worth now, by number.
    pub vouchers: Vec<(String, Money)>,
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
    /// Card payments whose outcome nobody knew.
    pub unknown: usize,
    /// Ends of day of the card terminals, the last one of each.
    pub terminals: Vec<Recorded>,
}
