//! Card terminals behind one trait.
//!
//! This crate knows nothing of the register: it asks for money and says what became of it, in one of three ways: paid,
//! not paid, unknown. What must outlive a power cut it hands to an [`Attendant`] before it goes on.
//!
//! | module | what |
//! |---|---|
//! | [`payment`] | requests, outcomes, what is kept of a payment |
//! | [`attendant`] | the register's side while a terminal works: journal, display, questions, paper |
//! | [`status`] | how a terminal is, and the totals of its day |
//! | [`config`] | drivers by name, and opening one |
//! | [`address`] | `tcp://…` and `serial://…` |
//! | [`mask`] | nothing that looks like a card number leaves this crate |
//! | [`zvt`] | ZVT over TCP and RS-232 |
//! | [`opi`] | OPI with its two channels and dialects |
//! | [`simulator`] | the built-in test terminal, without any wire |

pub mod address;
pub mod attendant;
pub mod config;
mod error;
pub mod mask;
pub mod opi;
pub mod payment;
pub mod simulator;
pub mod status;
pub mod zvt;

pub use attendant::{Attendant, Nobody, NotKept, Question, Slip, SlipKind, Step};
pub use config::{Clock, Config, Driver, open};
pub use error::Error;
pub use payment::{
    Approval, Attempt, CardKind, Entry, Last, Mark, Operation, Original, Outcome, Reason, Recovery,
    Refusal, Request,
};
pub use status::{Circuit, Condition, DayTotals, Identity, Service, Status};

/// A card terminal. Calls block within the driver's time limits and never longer.
pub trait CardTerminal: Send {
    /// What is known without asking it.
    fn identity(&self) -> Identity;

    /// Asks how it is; the heartbeat and the first step of a set-up.
    fn status(&mut self) -> Result<Status, Error>;

    /// Tells it who we are and how we want to work: ZVT Registration, OPI Login. Drivers do this by themselves when a
    /// terminal asks for it.
    fn log_in(&mut self, attendant: &mut dyn Attendant) -> Result<Status, Error>;

    /// Takes leave: ZVT Log-Off, OPI Logoff.
    fn log_off(&mut self) -> Result<(), Error>;

    /// Asks for `request.cents`; blocks until the terminal has answered or is lost.
    fn pay(&mut self, request: &Request, attendant: &mut dyn Attendant) -> Outcome;

    /// Gives money back on a card that is presented (Gutschrift). [`Outcome::Paid`] means the money went back.
    fn refund(&mut self, request: &Request, attendant: &mut dyn Attendant) -> Outcome;

    /// Takes an earlier payment back as a whole, without the card (Storno). [`Outcome::Paid`] means it is taken back.
    fn reverse(
        &mut self,
        original: &Original,
        request: &Request,
        attendant: &mut dyn Attendant,
    ) -> Outcome;

    /// Wishes that a payment that somebody else began ends. What becomes of it only its own caller hears.
    fn abort(&mut self) -> Result<(), Error> {
        Err(Error::Unsupported("abort from elsewhere"))
    }

    /// Asks what became of an attempt whose outcome is unknown; never repeats or reverses anything.
    ///
    /// An `Err` leaves it unknown: the terminal could not be asked.
    fn recover(
        &mut self,
        attempt: &Attempt,
        attendant: &mut dyn Attendant,
    ) -> Result<Recovery, Error>;

    /// The last transaction, with its slips once more where the terminal can; `None`: it has none.
    fn repeat(&mut self, attendant: &mut dyn Attendant) -> Result<Option<Last>, Error>;

    /// Totals of the terminal's day; with `closure` they are handed in and begin anew (Kassenschnitt).
    fn totals(&mut self, closure: bool, attendant: &mut dyn Attendant) -> Result<DayTotals, Error>;

    /// Work for the technician.
    fn service(&mut self, service: Service, attendant: &mut dyn Attendant) -> Result<(), Error>;
}
