//! What devices are asked beside the till, on threads of their own: who answers, and the set-up of one.
//!
//! Whoever asks may go before the answer comes. A question is forgotten then; a set-up goes on, and its answer is for
//! whoever looks next.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread::JoinHandle;

use amtskasse_tse::Error;
use amtskasse_tse::driver::Config;

use crate::till::Clock;
use crate::till::tse::pending::Pending;
use crate::till::tse::setup::{self, Found};

/// What came of it.
pub(super) type Outcome = Result<Found, Error>;

/// What a device answered.
pub(super) enum Answer {
    /// To the question who is there.
    Asked(Config, Outcome),
    /// To the set-up.
    Prepared(Config, Outcome),
}

/// What is under way.
#[derive(Default)]
pub(super) struct Work {
    asking: Option<(Receiver<Outcome>, Config)>,
    preparing: Option<(Receiver<Outcome>, Pending)>,
    /// Holds a device until it is through, whether or not somebody waits.
    last: Option<JoinHandle<()>>,
}

impl Work {
    /// Whether an answer is waited for.
    pub(super) fn is_waiting(&self) -> bool {
        self.asking.is_some() || self.preparing.is_some()
    }

    /// The set-up that is under way.
    pub(super) fn prepares(&self) -> Option<&Pending> {
        self.preparing.as_ref().map(|(_, pending)| pending)
    }

    /// Asks who answers.
    pub(super) fn ask(&mut self, data: PathBuf, config: Config, clock: Arc<dyn Clock>) {
        let asked = config.clone();
        let receiver = self.begin(move || setup::probe(&data, &config, &clock));
        self.asking = Some((receiver, asked));
    }

    /// Nobody wants to know any more who answers.
    pub(super) fn stop_asking(&mut self) {
        self.asking = None;
    }

    /// Sets a device up.
    pub(super) fn prepare(&mut self, data: PathBuf, pending: Pending, clock: Arc<dyn Clock>) {
        let begun = pending.clone();
        let receiver = self.begin(move || {
            let done = setup::set_up(&data, pending, &clock);
            done.map(|(_, found)| found)
        });
        self.preparing = Some((receiver, begun));
    }

    /// Answers that have come since.
    pub(super) fn answers(&mut self) -> Vec<Answer> {
        let mut answers = Vec::new();
        if let Some((receiver, config)) = self.asking.take() {
            match come(&receiver) {
                Some(outcome) => answers.push(Answer::Asked(config, outcome)),
                None => self.asking = Some((receiver, config)),
            }
        }
        if let Some((receiver, pending)) = self.preparing.take() {
            match come(&receiver) {
                Some(outcome) => answers.push(Answer::Prepared(pending.config, outcome)),
                None => self.preparing = Some((receiver, pending)),
            }
        }
        answers
    }

    fn begin(&mut self, work: impl FnOnce() -> Outcome + Send + 'static) -> Receiver<Outcome> {
        let (sender, receiver) = channel();
        let before = self.last.take();
        self.last = Some(std::thread::spawn(move || {
            // A device serves one program at a time, and this one may still be at the call before.
            if let Some(before) = before {
                let _ = before.join();
            }
            // Nobody may wait any more.
            let _ = sender.send(work());
        }));
        receiver
    }
}

fn come(receiver: &Receiver<Outcome>) -> Option<Outcome> {
    match receiver.try_recv() {
        Ok(outcome) => Some(outcome),
        Err(TryRecvError::Empty) => None,
        Err(TryRecvError::Disconnected) => {
            Some(Err(Error::Device("a call to the TSE broke off".into())))
        }
    }
}
