//! The register's side while a terminal works.

use crate::payment::{Approval, Mark};

/// Whoever attends to a terminal: keeps what must not be lost, shows its texts, answers its questions, takes its paper.
///
/// Calls come from the thread that called the terminal, and the terminal waits meanwhile: answer at once.
pub trait Attendant {
    /// The request is about to leave. `mark` must be on the disk when this returns; on an error nothing is sent.
    fn sending(&mut self, mark: &Mark) -> Result<(), NotKept>;

    /// Money moved. The result must be on the disk when this returns: only then the terminal hears that we know
    /// (ZVT commits with that acknowledgement). On an error the outcome becomes unknown.
    fn paid(&mut self, approval: &Approval) -> Result<(), NotKept>;

    /// The terminal reached a new step.
    fn step(&mut self, step: Step);

    /// Polled while the terminal works: `true` once the clerk asked for an abort. It is a wish; the terminal may be past
    /// that point, and only the outcome counts.
    fn abort_requested(&self) -> bool;

    /// A slip to be printed or kept. On return it is kept; printing may come later.
    fn print(&mut self, slip: &Slip) -> Result<(), NotKept>;

    /// The terminal asks something; shown until [`Attendant::unask`].
    fn ask(&mut self, question: &Question);

    /// Polled after [`Attendant::ask`]: the answer, once there is one.
    fn answer(&mut self) -> Option<bool>;

    /// The question is over, answered or not.
    fn unask(&mut self);
}

/// The register could not keep something: its disk is full, say.
#[derive(Debug, thiserror::Error)]
#[error("the register could not keep it: {0}")]
pub struct NotKept(pub String);

/// Steps of a terminal's work as the clerk sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The request arrived at the terminal.
    Sent,
    /// Waiting for a card.
    PresentCard,
    /// Waiting for a PIN.
    EnterPin,
    /// The terminal talks to its host.
    Authorizing,
    /// Free text of the terminal's display; line feeds between lines.
    Text(String),
    /// The line broke after the request had left, and the terminal is being asked what became of it.
    Recovering,
}

/// A question of the terminal that only yes or no answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The terminal's own words; line feeds between lines.
    pub text: String,
    /// Whether it is about the customer's signature: never answered by anything but a person.
    pub signature: bool,
}

/// Whose copy a slip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlipKind {
    /// For the register's files; signed by the customer where it has a line for it.
    Merchant,
    /// For the customer.
    Customer,
    /// Reports of the terminal: end of day, diagnosis …
    Administration,
}

/// Lines the terminal wants on paper, as it sent them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Whose copy.
    pub kind: SlipKind,
    /// Lines from top to bottom.
    pub lines: Vec<SlipLine>,
    /// It has a line for the customer's signature.
    pub signature: bool,
}

/// One line of a slip.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SlipLine {
    /// Text without control characters; card numbers are masked.
    pub text: String,
    /// Centred.
    pub centred: bool,
    /// Twice as wide.
    pub wide: bool,
    /// Twice as high.
    pub tall: bool,
}

/// Attends to a terminal where nothing must be kept and nobody watches: probes and tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nobody;

impl Attendant for Nobody {
    fn sending(&mut self, _: &Mark) -> Result<(), NotKept> {
        Ok(())
    }
    fn paid(&mut self, _: &Approval) -> Result<(), NotKept> {
        Ok(())
    }
    fn step(&mut self, _: Step) {}
    fn abort_requested(&self) -> bool {
        false
    }
    fn print(&mut self, _: &Slip) -> Result<(), NotKept> {
        Ok(())
    }
    fn ask(&mut self, _: &Question) {}
    fn answer(&mut self) -> Option<bool> {
        Some(false)
    }
    fn unask(&mut self) {}
}
