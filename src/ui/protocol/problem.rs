//! What can go wrong.

use chrono::NaiveDateTime;

use crate::i18n::Both;
use crate::money::Money;

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
    /// More would be given back than is sold.
    BelowZero,
    /// Training is on, and this would be real.
    Training,
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
    Printer,
    /// No card terminal, or it does not answer.
    Terminal,
    /// The ledger could not be written; nothing has happened.
    Ledger(Both<String>),
    /// Something whose sentence, under this key of the translations, stands for itself.
    Plain(&'static str),
    /// Something whose sentence, under this key, names an item, a day or an amount (`$name`).
    Named(&'static str, String),
    /// Something whose sentence stands for itself.
    Said(Both<String>),
    /// Anything else.
    Other(Both<String>),
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
    /// The database belongs to another program.
    Foreign,
    /// The data cannot be read.
    Damaged(Both<String>),
    /// The till stopped.
    Stopped,
    /// Anything else.
    Other(Both<String>),
}
