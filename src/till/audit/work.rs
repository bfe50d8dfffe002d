//! What runs beside the register, on a thread of its own: how far it is, and how it is broken off.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The TSE hands over what it signed since its last archive.
    Archive,
    /// The DSFinV-K is written.
    Package,
    /// The archives of the TSEs are copied.
    Copy,
    /// Chain, sums and signatures of the ledger are checked.
    Ledger,
    /// The archives of the TSEs are compared with it.
    Compare,
    /// What was taken along is read back from the medium.
    ReadBack,
    /// The package is checked.
    Check,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub step: Step,
    /// How much of it is done.
    pub done: u64,
    /// How much there is; 0: nobody knows.
    pub whole: u64,
}

/// What the register and the thread share.
#[derive(Debug)]
pub(super) struct Shared {
    stop: AtomicBool,
    progress: Mutex<Progress>,
}

impl Shared {
    /// Nothing is done yet.
    pub fn new(step: Step) -> Self {
        let progress = Progress {
            step,
            done: 0,
            whole: 0,
        };
        Self {
            stop: AtomicBool::new(false),
            progress: Mutex::new(progress),
        }
    }

    /// Says how far it is; `false`: break off.
    pub fn tell(&self, step: Step, done: u64, whole: u64) -> bool {
        let mut progress = self
            .progress
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *progress = Progress { step, done, whole };
        !self.is_stopped()
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        *self
            .progress
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Breaks it off.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }

    /// Whether it is to be broken off.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }
}
