//! A device on a thread of its own: whoever calls waits in line, and only as long as they can afford to.
//!
//! A device answers one call at a time, and some calls cannot be broken off (a vendor's library, a write to a
//! stick). So nobody calls a device directly: calls go to its keeper, which carries them out in the order they came.
//! A caller whose time runs out goes on without an answer; a call that has begun runs to its end, and what came of
//! it is found by asking the device afterwards.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::{Error, Tse};

type Job = Box<dyn FnOnce(&mut dyn Tse) + Send>;

/// How long a keeper that is dropped waits for the call under way, so that whoever opens the device next finds it free.
const LETTING_GO: Duration = Duration::from_secs(2);

/// Owns a device.
pub struct Keeper {
    place: Place,
    line: Arc<Mutex<VecDeque<Waiting>>>,
    next: u64,
}

enum Place {
    Thread {
        jobs: Option<Sender<(u64, Job)>>,
        /// Hangs up when the thread has let the device go.
        gone: Receiver<()>,
    },
    Here(Box<dyn Tse>),
}

struct Waiting {
    ticket: u64,
    what: &'static str,
    since: Instant,
}

/// What a keeper is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Queue {
    /// Calls in line, the running one included.
    pub length: usize,
    /// Name of the running call.
    pub running: &'static str,
    /// How long the running call has been in line or at work.
    pub since: Duration,
}

/// A call that was handed in.
#[derive(Debug)]
pub struct Answer<T> {
    receiver: Receiver<Result<T, Error>>,
    given_up: Arc<AtomicBool>,
}

impl<T> Answer<T> {
    /// Waits for the answer; it can be had once.
    ///
    /// # Errors
    /// What the call answered, or [`Error::Timeout`] when `patience` ran out. The call goes on, and its answer
    /// may still be waited for.
    pub fn wait(&self, patience: Duration) -> Result<T, Error> {
        match self.receiver.recv_timeout(patience) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Timeout) => Err(Error::Timeout(patience)),
            Err(RecvTimeoutError::Disconnected) => Err(broke_off()),
        }
    }

    /// Waits for the answer; a call that has not begun by then never begins. Nothing is signed that nobody waits
    /// for.
    ///
    /// # Errors
    /// As [`Answer::wait`].
    pub fn wait_or_drop(&self, patience: Duration) -> Result<T, Error> {
        let answer = self.wait(patience);
        if let Err(Error::Timeout(_)) = answer {
            self.given_up.store(true, Ordering::SeqCst);
        }
        answer
    }

    /// The answer, if it is there.
    pub fn poll(&self) -> Option<Result<T, Error>> {
        match self.receiver.try_recv() {
            Ok(answer) => Some(answer),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(broke_off())),
        }
    }
}

impl Keeper {
    /// A keeper with a thread of its own.
    #[must_use]
    pub fn new(mut device: Box<dyn Tse>) -> Self {
        let (sender, jobs) = channel::<(u64, Job)>();
        let line: Arc<Mutex<VecDeque<Waiting>>> = Arc::default();
        let served = Arc::clone(&line);
        let (here, gone) = channel();
        std::thread::spawn(move || {
            let _here: Sender<()> = here;
            for (ticket, job) in jobs {
                let _done = Served {
                    line: &served,
                    ticket,
                };
                // A driver's fault costs its caller the answer and nobody else the device.
                let _ = catch_unwind(AssertUnwindSafe(|| job(&mut *device)));
            }
            drop(device);
        });
        let place = Place::Thread {
            jobs: Some(sender),
            gone,
        };
        Self {
            place,
            line,
            next: 0,
        }
    }

    /// A keeper that makes every call at once, where it is called: nothing runs in the background. Waits are as
    /// long as the device takes.
    #[must_use]
    pub fn in_place(device: Box<dyn Tse>) -> Self {
        Self {
            place: Place::Here(device),
            line: Arc::default(),
            next: 0,
        }
    }

    /// Hands in a call. `what` names it in [`Keeper::queue`].
    pub fn hand_in<T: Send + 'static>(
        &mut self,
        what: &'static str,
        call: impl FnOnce(&mut dyn Tse) -> Result<T, Error> + Send + 'static,
    ) -> Answer<T> {
        let (sender, receiver) = channel();
        // A caller that has gone misses the answer; what the device did, it did.
        let given_up = Arc::new(AtomicBool::new(false));
        let waited_for = Arc::clone(&given_up);
        let job = move |device: &mut dyn Tse| {
            if !waited_for.load(Ordering::SeqCst) {
                drop(sender.send(call(device)));
            }
        };
        match &mut self.place {
            Place::Here(device) => job(&mut **device),
            Place::Thread { jobs, .. } => {
                let ticket = self.next;
                self.next += 1;
                line(&self.line).push_back(Waiting {
                    ticket,
                    what,
                    since: Instant::now(),
                });
                let sent = jobs.as_ref().map(|jobs| jobs.send((ticket, Box::new(job))));
                if !matches!(sent, Some(Ok(()))) {
                    line(&self.line).retain(|waiting| waiting.ticket != ticket);
                }
            }
        }
        Answer { receiver, given_up }
    }

    /// Calls and waits; a call that has not begun when `patience` runs out never begins.
    ///
    /// # Errors
    /// As [`Answer::wait`].
    pub fn call<T: Send + 'static>(
        &mut self,
        what: &'static str,
        patience: Duration,
        call: impl FnOnce(&mut dyn Tse) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.hand_in(what, call).wait_or_drop(patience)
    }

    /// What it is at; `None` when it is idle.
    #[must_use]
    pub fn queue(&self) -> Option<Queue> {
        let line = line(&self.line);
        let first = line.front()?;
        Some(Queue {
            length: line.len(),
            running: first.what,
            since: first.since.elapsed(),
        })
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if let Place::Thread { jobs, gone } = &mut self.place {
            *jobs = None;
            // One that hangs is left to itself.
            let _ = gone.recv_timeout(LETTING_GO);
        }
    }
}

/// Takes a call out of line when it is over, also when it panicked.
struct Served<'a> {
    line: &'a Mutex<VecDeque<Waiting>>,
    ticket: u64,
}

impl Drop for Served<'_> {
    fn drop(&mut self) {
        line(self.line).retain(|waiting| waiting.ticket != self.ticket);
    }
}

fn line(line: &Mutex<VecDeque<Waiting>>) -> MutexGuard<'_, VecDeque<Waiting>> {
    // Plain data: a panic elsewhere leaves it as valid as before.
    line.lock().unwrap_or_else(PoisonError::into_inner)
}

fn broke_off() -> Error {
    Error::Device("a call to the TSE broke off".into())
}

#[cfg(test)]
mod tests;
