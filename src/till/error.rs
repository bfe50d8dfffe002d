//! Everything a use case can refuse. What a clerk reads is a sentence of the translation files.

use chrono::{DateTime, Utc};

use crate::catalogue::change::Problem;
use crate::ledger::LedgerError;
use crate::money::Money;
use crate::people::{PinError, Right};
use crate::sale::SaleError;
use crate::tax::TaxProblem;

/// Why a use case was not done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TillError {
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The sale's own rules.
    #[error(transparent)]
    Sale(#[from] SaleError),
    /// A change of taxes that cannot stand.
    #[error(transparent)]
    Tax(#[from] TaxProblem),
    /// The TSE, where there is no going on without it (export, set-up).
    #[error(transparent)]
    Tse(#[from] amtskasse_tse::Error),
    /// Nothing was taken along.
    #[error(transparent)]
    Export(#[from] super::audit::ExportError),
    /// An export or a proof of an auditor is under way.
    #[error("an export or a check is under way")]
    AuditBusy,
    /// The TSE signs, or is the first: it cannot be let go.
    #[error("this TSE is in use")]
    TseInUse,
    /// Its log messages are not in a verified archive yet.
    #[error("the TSE has to be archived up to its last signature first")]
    TseNotArchived,
    /// Nobody is logged in.
    #[error("nobody is logged in")]
    LoggedOut,
    /// The role does not allow it.
    #[error("this user may not do that ({0:?})")]
    NotAllowed(Right),
    /// Wrong PIN.
    #[error("wrong PIN; {tries_left} more tries before a pause")]
    WrongPin {
        /// Tries left.
        tries_left: u32,
    },
    /// Too many wrong PINs.
    #[error("too many wrong PINs; locked until {until}")]
    Locked {
        /// End of the pause.
        until: DateTime<Utc>,
    },
    /// A PIN that cannot be one.
    #[error(transparent)]
    Pin(#[from] PinError),
    /// No such user.
    #[error("user {0:?} is not known")]
    UnknownUser(String),
    /// The second person must be another person.
    #[error("the second person must be somebody else")]
    SamePerson,
    /// A number that is none of a voucher.
    #[error(transparent)]
    VoucherNumber(#[from] crate::voucher::NumberError),
    /// The system gives no random number for a voucher.
    #[error("the system gives no random number for a voucher")]
    NoChance,
    /// VAT would stand on paper where none is due (§14c UStG).
    #[error("no VAT is due: {0}")]
    TaxNotDue(#[from] crate::receipt::TaxNotDue),
    /// No invoice is made out for this receipt.
    #[error("no invoice for receipt {number}: {why}")]
    NoInvoice {
        /// The receipt.
        number: u64,
        /// Why.
        why: super::WhyNoInvoice,
    },
    /// No such item.
    #[error("item {0:?} is not in the catalogue")]
    UnknownItem(String),
    /// No such receipt.
    #[error("there is no receipt {0}")]
    UnknownReceipt(u64),
    /// No such closing.
    #[error("there is no closing {0}")]
    UnknownClosing(u32),
    /// No such count.
    #[error("there is no count {0}")]
    UnknownCount(u64),
    /// More receipts than a journal on paper holds.
    #[error("the journal would hold {count} receipts; on paper it holds {most}")]
    JournalTooLong {
        /// Receipts of the days asked for.
        count: u64,
        /// As many as it holds.
        most: u64,
    },
    /// No sale is open.
    #[error("no sale is open")]
    NoSale,
    /// Something is rung up already.
    #[error("a sale is open; finish or park it first")]
    SaleOpen,
    /// Nothing that could be paid.
    #[error("nothing is rung up")]
    EmptySale,
    /// Too little cash, or more than can be owed.
    #[error("{given} € do not fit {due} €")]
    Amount {
        /// What was typed.
        given: Money,
        /// What is due.
        due: Money,
    },
    /// A reason is needed.
    #[error("a reason is needed")]
    ReasonNeeded,
    /// A card payment's outcome is not known yet.
    #[error("the outcome of a card payment is not known yet; ask the terminal first")]
    PaymentUnknown,
    /// No such unresolved payment.
    #[error("this payment is settled already")]
    NoOpenPayment,
    /// Less is there than the sale asks for, what lies in parked sales left out.
    #[error("only {left} of {item} are in stock")]
    OutOfStock {
        /// The item's name.
        item: String,
        /// What this sale can have in all.
        left: rust_decimal::Decimal,
    },
    /// Stock of the item is not kept.
    #[error("no stock is kept of {0}")]
    NoStock(String),
    /// The item was never counted, or is kept in another form now.
    #[error("{0} has to be counted first")]
    CountFirst(String),
    /// An amount that does not suit what is there.
    #[error("{item}: {error}")]
    StockAmount {
        /// The item's name.
        item: String,
        /// Why.
        error: crate::catalogue::stock::AmountError,
    },
    /// What was typed is no set of numbers.
    #[error(transparent)]
    Numbers(crate::catalogue::stock::NumbersError),
    /// Other than one number and not one for each form.
    #[error("{needed} forms are sold, {given} numbers were given")]
    NumbersCount {
        /// Forms in the line.
        needed: u64,
        /// Numbers given.
        given: u64,
    },
    /// An empty count.
    #[error("nothing was counted")]
    NothingCounted,
    /// An item that appears twice in a count.
    #[error("{0} was counted twice")]
    CountedTwice(String),
    /// No such count sheet.
    #[error("there is no count sheet {0}")]
    UnknownSheet(u64),
    /// A part was paid already.
    #[error("a part is paid already; give it back first")]
    PartlyPaid,
    /// A card payment of the sale waits for somebody to look at it: its signature, its amount, its kind. Whoever does
    /// the same again has seen it.
    #[error("a card payment has to be looked at first")]
    LookAtCard {
        /// What is still due.
        due: Money,
        /// What for.
        why: Vec<super::Held>,
    },
    /// The card terminal is being asked something else.
    #[error("the card terminal is busy")]
    TerminalBusy,
    /// A charge on a manager's word needs the number of the terminal's receipt.
    #[error("the number of the terminal's receipt is needed")]
    SlipNumberNeeded,
    /// The payment rules do not take this kind of payment here.
    #[error("{}", .0.sentence(crate::i18n::Language::English))]
    NotAccepted(Box<crate::acceptance::Refused>),
    /// Payment rules that cannot stand; nothing was changed.
    #[error("{}", first_rule(.0))]
    Rules(Vec<crate::acceptance::RuleProblem>),
    /// No slips of a card terminal are kept of this receipt.
    #[error("no slips of a card terminal are kept of receipt {0}")]
    NoSlips(u64),
    /// Another till owns the terminal's end of day.
    #[error("the end of day of terminal {0:?} belongs to another till")]
    TerminalNotOurs(String),
    /// No terminal is set up.
    #[error("no card terminal is set up")]
    NoTerminal,
    /// The configuration of the terminals.
    #[error(transparent)]
    TerminalFile(#[from] super::terminals::store::StoreError),
    /// A payment at this terminal is unknown, and only it can tell.
    #[error("a payment at the card terminal {0:?} is not settled yet")]
    TerminalOwes(String),
    /// A test payment at this terminal is unknown.
    #[error("the outcome of a test payment at {0:?} is not known yet")]
    TestOpen(String),
    /// No test payment that this could be done with.
    #[error("there is no test payment for that")]
    NoTest,
    /// The terminal is not there.
    #[error(transparent)]
    Terminal(#[from] amtskasse_terminal::Error),
    /// Not while training is on.
    #[error("training is on; this would be real")]
    Training,
    /// The receipt cannot be given back (again).
    #[error("receipt {0} cannot be voided or refunded: it is no sale, or was given back already")]
    NotReversible(u64),
    /// More cash would go out than is there.
    #[error("only {available} € are in the drawer")]
    NotEnoughCash {
        /// What is there.
        available: Money,
    },
    /// Sales are still open.
    #[error("{0} sales are still open or parked; finish or abort them first")]
    OpenSales(usize),
    /// A tax rate changed since the period began: its closing holds one rate per key (DSFinV-K 2.4, vat.csv).
    #[error("a tax rate has changed; close the period before anything new is rung up")]
    RateChanged,
    /// Master data changed or are to change while a period is open (DSFinV-K 2.4, p. 14, 21).
    #[error("the master data change only with a closing")]
    CloseFirst,
    /// Prices or taxes of another day hold, and the sum is another one.
    #[error("since midnight the sum is {due} €")]
    SumChanged {
        /// What is due now.
        due: Money,
    },
    /// A day of supply that is still to come.
    #[error("the day of the supply cannot lie ahead")]
    SuppliedLater,
    /// Nothing happened since the last closing.
    #[error("nothing was recorded since the last closing")]
    NothingToClose,
    /// The clock was set back.
    #[error("the clock shows {now}, but the last entry is of {last}; set the clock right")]
    ClockBehind {
        /// What the clock shows.
        now: DateTime<Utc>,
        /// The newest entry.
        last: DateTime<Utc>,
    },
    /// Changes of the catalogue break rules; nothing was changed.
    #[error("{}", first_of(.0))]
    Catalogue(Vec<Problem>),
    /// Master data that cannot stand; nothing was changed.
    #[error("{}", first_problem(.0))]
    Site(Vec<crate::site::SiteProblem>),
    /// The record of the notification under §146a(4) AO.
    #[error(transparent)]
    Notice(#[from] crate::notice::Problem),
    /// No printer is set up, or it failed.
    #[error("the printer: {0}")]
    Printer(String),
    /// A document could not be drawn.
    #[error("the document could not be drawn: {0}")]
    Document(String),
}

/// The first of several problems, and how many more there are.
fn first_of(problems: &[Problem]) -> String {
    let first = problems.first().map(ToString::to_string);
    let first = first.unwrap_or_default();
    match problems.len().saturating_sub(1) {
        0 => first,
        more => format!("{first}; and {more} more that cannot be done"),
    }
}

fn first_rule(problems: &[crate::acceptance::RuleProblem]) -> String {
    problems
        .first()
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn first_problem(problems: &[crate::site::SiteProblem]) -> String {
    problems
        .first()
        .map(ToString::to_string)
        .unwrap_or_default()
}
