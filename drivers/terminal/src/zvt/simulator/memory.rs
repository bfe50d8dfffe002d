//! What a simulated terminal remembers: it outlives connections, the terminal's thread and, where the test wants it, the
//! terminal.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::play::Play;
use super::tap::{Fault, Tap};
use super::ways::Ways;
use crate::Operation;

/// Money that moved: the truth a till has to find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charge {
    /// In which way.
    pub operation: Operation,
    /// Euro cents, positive.
    pub cents: i64,
    /// Number of the terminal's receipt.
    pub receipt: u16,
    /// Number of the receipt a reversal took back.
    pub of: Option<u16>,
}

/// A transaction as the terminal stores it.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub operation: Operation,
    pub cents: i64,
    pub receipt: u16,
    pub circuit: Option<usize>,
    pub approved: bool,
    pub reversed: bool,
    /// Data of 04 0F for whoever asks again.
    pub status: Vec<u8>,
    pub slips: Vec<Vec<String>>,
}

/// What a till asked for when it registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Registration {
    pub config: u8,
    /// It permits 06 D3.
    pub blocks: bool,
    /// It offered TLV 1F73.
    pub numbers: bool,
}

#[derive(Debug, Default)]
pub(super) struct Kept {
    pub ways: Ways,
    pub plays: VecDeque<Play>,
    pub charged: Vec<Charge>,
    pub batch: Vec<Record>,
    pub last: Option<Record>,
    pub next: u64,
    pub registration: Option<Registration>,
    /// The command that is being worked at; commands are numbered.
    pub working: Option<usize>,
    pub works: usize,
    pub away_until: Option<Instant>,
    pub tap: Tap,
    pub received: Vec<Vec<u8>>,
    pub printed: Vec<Vec<String>>,
    pub closings: usize,
    pub begun: usize,
    /// Number of the terminal's last message.
    pub numbered: u64,
    pub unmirrored: usize,
}

/// Handle to the memory of a simulated terminal; clones share it.
#[derive(Debug, Clone)]
pub struct Memory(Arc<Mutex<Kept>>);

impl Default for Memory {
    fn default() -> Self {
        Self::new(Ways::default())
    }
}

impl Memory {
    /// A new terminal, built like this.
    #[must_use]
    pub fn new(ways: Ways) -> Self {
        Self(Arc::new(Mutex::new(Kept {
            ways,
            next: 1,
            ..Kept::default()
        })))
    }

    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Decides how one of the next payments goes.
    pub fn push(&self, play: Play) {
        self.with(|kept| kept.plays.push_back(play));
    }

    /// Forgets how payments were to go that never came.
    pub fn forget_plays(&self) {
        self.with(|kept| kept.plays.clear());
    }

    /// How the terminal is built.
    #[must_use]
    pub fn ways(&self) -> Ways {
        self.with(|kept| kept.ways.clone())
    }

    /// Changes how the terminal is built.
    pub fn change(&self, change: impl FnOnce(&mut Ways)) {
        self.with(|kept| change(&mut kept.ways));
    }

    /// Everything that was charged or given back, in order.
    #[must_use]
    pub fn charged(&self) -> Vec<Charge> {
        self.with(|kept| kept.charged.clone())
    }

    /// Waits until no command is being worked at; `false`: one still is after so long.
    #[must_use]
    pub fn rests(&self, within: Duration) -> bool {
        let end = Instant::now() + within;
        while self.with(|kept| kept.working.is_some()) {
            if Instant::now() > end {
                return false;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        true
    }

    /// Number of the next receipt and trace.
    pub fn set_next(&self, next: u64) {
        self.with(|kept| kept.next = next);
    }

    /// Lays a fault on the line, counted from now on.
    pub fn arm(&self, fault: Fault) {
        self.with(|kept| kept.tap.arm(fault));
    }

    /// Takes the fault from the line; `true`: it had struck.
    pub fn heal(&self) -> bool {
        self.with(|kept| kept.tap.heal())
    }

    /// Bytes to and from the till since the fault was armed.
    #[must_use]
    pub fn counted(&self) -> (usize, usize) {
        self.with(|kept| kept.tap.counted())
    }

    /// Every command and acknowledgement of tills, in order, without frames.
    #[must_use]
    pub fn received(&self) -> Vec<Vec<u8>> {
        self.with(|kept| kept.received.clone())
    }

    /// How many commands with this class and instruction tills have sent.
    #[must_use]
    pub fn commands(&self, code: u16) -> usize {
        let code = code.to_be_bytes();
        self.with(|kept| {
            kept.received
                .iter()
                .filter(|apdu| apdu.starts_with(&code))
                .count()
        })
    }

    /// How many payments, refunds and reversals the terminal has begun to work at.
    #[must_use]
    pub fn begun(&self) -> usize {
        self.with(|kept| kept.begun)
    }

    /// How many answers of tills did not carry the number of the message they answered ([`Ways::numbers`]).
    #[must_use]
    pub fn unmirrored(&self) -> usize {
        self.with(|kept| kept.unmirrored)
    }

    /// What the terminal printed on its own paper, slip by slip.
    #[must_use]
    pub fn printed(&self) -> Vec<Vec<String>> {
        self.with(|kept| kept.printed.clone())
    }

    /// How many ends of day there were.
    #[must_use]
    pub fn closings(&self) -> usize {
        self.with(|kept| kept.closings)
    }

    /// The power fails: registration and connections are gone, and for so long nobody answers.
    pub fn power_cycle(&self, away: Duration) {
        self.with(|kept| {
            kept.registration = None;
            kept.away_until = Some(Instant::now() + away);
        });
    }

    pub(super) fn away(&self) -> bool {
        self.with(|kept| kept.away_until.is_some_and(|until| Instant::now() < until))
    }

    /// Takes the terminal for one command, under a number; `None`: it is taken.
    pub(super) fn occupy(&self) -> Option<usize> {
        self.with(|kept| {
            if kept.working.is_some() {
                return None;
            }
            kept.works += 1;
            kept.working = Some(kept.works);
            kept.working
        })
    }

    /// The command is done, as far as the next one is concerned.
    pub(super) fn release(&self, work: Option<usize>) {
        self.with(|kept| {
            if work.is_some() && kept.working == work {
                kept.working = None;
            }
        });
    }
}
