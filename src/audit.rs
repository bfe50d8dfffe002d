//! What an auditor looks for in a ledger: figures per person and hour, and patterns known from court cases.
//!
//! Pure: facts go in one after another ([`Evaluator`]), an [`Evaluation`] comes out. It knows no SQL and no clock.
//! A [`Finding`] says what was counted and what to look at; it never says that somebody did wrong.

mod digits;
mod evaluation;
mod evaluator;
mod facts;
mod finding;
mod patterns;
mod presence;
mod tally;

pub use digits::{Digits, Verdict};
pub use evaluation::{ClerkFigures, Day, Difference, Evaluation, Hour, Outage, Range, Tally};
pub use evaluator::Evaluator;
pub use facts::{
    Books, ClosingFact, CountFact, EventFact, Hours, Origin, ReceiptFact, Signing, Span, moment_of,
};
pub use finding::{Finding, FindingKind, Rank};

#[cfg(test)]
mod tests;
