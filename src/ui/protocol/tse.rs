//! What the screen of devices wants of the till, and what it tells it.

use std::sync::Arc;

use amtskasse_tse::Secret;
use amtskasse_tse::driver::{Config, Driver, Secrets};
use chrono::{DateTime, Utc};

use super::Approval;
use crate::i18n::Both;
use crate::till::tse::setup::Found;
use crate::till::tse::{JobKind, TseOverview, TsePlace, Warning};

/// What the screen of devices wants.
#[derive(Clone, PartialEq)]
pub enum Command {
    /// How the TSEs are, now and every second from now on.
    Watch,
    /// Nobody looks any more.
    Leave,
    /// Have a TSE test itself and set its clock.
    Test {
        /// Its place: 0 is the first, then those that stand by.
        place: usize,
    },
    /// Make an archive.
    Archive {
        /// What of, and whether the device deletes afterwards.
        kind: JobKind,
        /// The second person, where the device deletes.
        approval: Option<Approval>,
    },
    /// Let go of a TSE that stands by.
    Remove {
        /// Its place.
        place: usize,
        /// The second person.
        approval: Approval,
    },
    /// Ask who answers at an address.
    Probe(Box<Config>),
    /// Make secrets up that nobody can guess.
    Chance(Driver),
    /// Set a TSE up with these secrets and make this register known to it.
    SetUp {
        /// Where it is, with its secrets.
        config: Box<Config>,
        /// It is new; else the secrets are those it has.
        fresh: bool,
    },
    /// Go on with the set-up that was interrupted, with the same secrets, or wait for one that is under way.
    Resume,
    /// Tell the secrets of the set-up that was interrupted once more.
    Reveal,
    /// Put the set-up that was interrupted aside.
    PutAside,
    /// Use the TSE that was set up.
    Use {
        /// Where.
        place: TsePlace,
        /// The second person.
        approval: Approval,
    },
    /// Forget what is under way: nobody waits for it any more.
    Stop,
}

/// Secrets have no business in a log.
impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Watch => "Watch",
            Self::Leave => "Leave",
            Self::Test { .. } => "Test",
            Self::Archive { .. } => "Archive",
            Self::Remove { .. } => "Remove",
            Self::Probe(_) => "Probe",
            Self::Chance(_) => "Chance",
            Self::SetUp { .. } => "SetUp",
            Self::Resume => "Resume",
            Self::Reveal => "Reveal",
            Self::PutAside => "PutAside",
            Self::Use { .. } => "Use",
            Self::Stop => "Stop",
        };
        f.write_str(name)
    }
}

/// What the till tells the screen of devices.
#[derive(Clone)]
pub enum Event {
    /// How the TSEs are.
    Look(Arc<Look>),
    /// Who answers at the address that was asked for.
    Probed {
        /// Who, or why nobody does.
        answer: Result<Box<Found>, Refusal>,
        /// Tries its PINs have left, if one was refused here.
        tries: Option<u32>,
    },
    /// Secrets that were made up, or told again.
    Secrets(Secrets),
    /// The TSE is set up and knows this register, or not.
    Prepared(Result<Box<Found>, Refusal>),
    /// It is in use.
    Used(TsePlace),
    /// Something small was done.
    Done(Done),
    /// What a manager should know when logging in.
    Warned(Vec<Warned>),
}

/// Secrets have no business in a log.
impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match self {
            Self::Look(_) => "Look",
            Self::Probed { .. } => "Probed",
            Self::Secrets(_) => "Secrets",
            Self::Prepared(_) => "Prepared",
            Self::Used(_) => "Used",
            Self::Done(_) => "Done",
            Self::Warned(_) => "Warned",
        };
        f.write_str(name)
    }
}

/// Everything about the TSEs at one moment.
#[derive(Debug, Clone)]
pub struct Look {
    /// The moment.
    pub now: DateTime<Utc>,
    /// Devices, outages, history, archives.
    pub overview: TseOverview,
    /// A set-up that was interrupted.
    pub pending: Option<Interrupted>,
}

/// A set-up that was interrupted, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interrupted {
    /// The kind of TSE.
    pub driver: Driver,
    /// Its address.
    pub address: String,
    /// When it was begun.
    pub begun: DateTime<Utc>,
    /// The device was new: its secrets are kept here and perhaps nowhere else.
    pub fresh: bool,
    /// It is set up; what is left is to use it.
    pub ready: bool,
    /// It was only left by whoever began it, and is still going on.
    pub runs: bool,
}

/// Why a device did not do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// As a sentence that says what to do.
    pub sentence: Both<String>,
    /// Which secret was wrong, and how many tries it has left.
    pub secret: Option<(Secret, Option<u32>)>,
}

/// Something small that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// A self-test was begun.
    TestBegun,
    /// An archive was begun.
    ArchiveBegun,
    /// A TSE that stood by was let go.
    Removed,
    /// The interrupted set-up was put aside.
    PutAside,
}

/// What a manager should know when logging in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warned {
    /// Something about a TSE.
    Device {
        /// Its serial number.
        serial: String,
        /// What.
        warning: Warning,
    },
    /// The last archive failed, in German.
    Archive(String),
    /// The first TSE is out and another one signs.
    StandsIn,
    /// Nothing is signed: since when and why, in German.
    Outage(DateTime<Utc>, String),
}
