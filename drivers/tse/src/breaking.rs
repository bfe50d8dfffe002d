//! What a simulator does to its line when a test tells it to: it is slow, breaks after so many bytes, answers something
//! else.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Failures of a line; `T` is what can be done to an answer.
#[derive(Debug)]
pub(crate) struct Breaking<T> {
    /// How long every function takes.
    pub slow: Option<Duration>,
    /// Bytes that may still be sent or received before the line breaks.
    send: Option<u64>,
    receive: Option<u64>,
    tampers: Vec<(String, T)>,
}

impl<T> Default for Breaking<T> {
    fn default() -> Self {
        Self {
            slow: None,
            send: None,
            receive: None,
            tampers: Vec::new(),
        }
    }
}

impl<T> Breaking<T> {
    /// Breaks the line once, after so many more bytes were sent to clients.
    pub fn cut_answer_after(&mut self, bytes: u64) {
        self.send = Some(bytes);
    }

    /// Breaks the line once, after so many more bytes came from clients.
    pub fn cut_request_after(&mut self, bytes: u64) {
        self.receive = Some(bytes);
    }

    /// Forgets a planned cut; tells whether it was still to come.
    pub fn no_cut(&mut self) -> bool {
        let send = self.send.take();
        self.receive.take().is_some() || send.is_some()
    }

    /// Does something to the next answer to `function`.
    pub fn tamper(&mut self, function: &str, tamper: T) {
        self.tampers.push((function.into(), tamper));
    }

    /// What is to be done to this answer to `function`, once.
    pub fn tampers_with(&mut self, function: &str) -> Option<T> {
        let place = self.tampers.iter().position(|(at, _)| at == function)?;
        Some(self.tampers.remove(place).1)
    }

    /// How many of `count` bytes still go out, and whether the line breaks then.
    pub fn sends(&mut self, count: usize) -> (usize, bool) {
        pass(&mut self.send, count, false)
    }

    /// How many of `count` bytes that came are heard, and whether the line breaks then: also when they were just the
    /// last ones.
    pub fn receives(&mut self, count: usize) -> (usize, bool) {
        pass(&mut self.receive, count, true)
    }
}

fn pass(left: &mut Option<u64>, count: usize, at_end: bool) -> (usize, bool) {
    let Some(rest) = *left else {
        return (count, false);
    };
    let cut = rest < count as u64 || (at_end && rest == count as u64);
    let count = count.min(usize::try_from(rest).unwrap_or(count));
    *left = (!cut).then_some(rest - count as u64);
    (count, cut)
}

/// Each holder leaves the data whole; a panic of a test's thread changes nothing about that.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
