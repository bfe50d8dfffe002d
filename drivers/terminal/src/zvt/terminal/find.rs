//! What became of an attempt.

use std::time::{Duration, Instant};

use chrono::TimeDelta;

use super::Terminal;
use super::ask::{TELL_ONLY, answers_later};
use super::quiet::Quiet;
use crate::zvt::recovery::{Answer, Seen, judge};
use crate::{Attempt, Attendant, Condition, Error, Reason, Recovery, Step};

impl Terminal {
    /// What became of an attempt. Nothing is registered before that unless the terminal demands it: it may still be
    /// working.
    pub(super) fn find_out(
        &mut self,
        attempt: &Attempt,
        attendant: &mut dyn Attendant,
    ) -> Result<Recovery, Error> {
        let others: Vec<Seen> = {
            let own = self.own.iter();
            let others = own.filter(|(reference, _)| *reference != attempt.request.reference);
            others.map(|(_, seen)| seen.clone()).collect()
        };
        let reference = &attempt.request.reference;
        let mut unresolved = self.unresolved.iter();
        let told = unresolved.find(|attempt| attempt.reference == *reference);
        let answer = match (&attempt.mark, told.and_then(|told| told.answer.clone())) {
            (None, _) => Answer::Untold,
            (_, Some(answer)) => answer,
            (_, None) => {
                attendant.step(Step::Recovering);
                let mut answer = self.last_once_ready(&mut Quiet::seen(attendant))?;
                if self.may_still_run(attempt, &answer, &others) {
                    // Nothing was booked so far, and some terminals say that they are ready while the customer still
                    // looks for the card: what still runs is stopped, and then asked about once more.
                    let _ = self.wish_abort();
                    self.link = None;
                    std::thread::sleep(self.config.patience.retry);
                    answer = self.last_once_ready(&mut Quiet::seen(attendant))?;
                }
                if let Answer::Last(status) = &answer {
                    self.saw(status);
                }
                answer
            }
        };
        let recovery = judge(attempt, &answer, &others, (self.clock)());
        if let (Answer::Last(status), Recovery::Paid(_)) = (&answer, &recovery) {
            self.remember(reference, Seen::of(status));
        }
        if !matches!(recovery, Recovery::Undecided { .. }) {
            self.unresolved
                .retain(|attempt| attempt.reference != *reference);
        }
        Ok(recovery)
    }

    /// Whether a request that was not booked may still be at work at the terminal. Where other tills use it nobody may be
    /// stopped.
    fn may_still_run(&self, attempt: &Attempt, answer: &Answer, others: &[Seen]) -> bool {
        let now = (self.clock)();
        let longest = TimeDelta::from_std(self.config.patience.completion);
        let young = longest.is_ok_and(|longest| now - attempt.begun < longest);
        let settled = judge(attempt, answer, others, now);
        young && !self.config.shared && matches!(settled, Recovery::NotPaid(_))
    }

    /// The last transaction, once the terminal has nothing else to do; asked for as long as a recovery may take.
    fn last_once_ready(&mut self, attendant: &mut Quiet<'_>) -> Result<Answer, Error> {
        let patience = self.config.patience;
        let end = Instant::now() + patience.recovery;
        loop {
            let failure = match self.last_if_ready(attendant) {
                Ok(Some(answer)) => return Ok(answer),
                Ok(None) => Error::Timeout(patience.recovery),
                Err(error) if may_pass(&error) => error,
                Err(error) => return Err(error),
            };
            self.link = None;
            let left = end.saturating_duration_since(Instant::now());
            if left <= patience.retry || attendant.given_up() {
                return Err(failure);
            }
            std::thread::sleep(patience.retry.max(Duration::from_millis(1)));
        }
    }

    /// The last transaction; `None`: the terminal is busy.
    fn last_if_ready(&mut self, attendant: &mut Quiet<'_>) -> Result<Option<Answer>, Error> {
        match self.enquire(attendant) {
            Ok(status) if status.condition == Condition::Wait => return Ok(None),
            Err(Error::Refused(refusal)) if refusal.reason == Reason::Busy => return Ok(None),
            // A terminal that does not know this question may know the next one.
            Ok(_) | Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
        let mut answer = self.last(TELL_ONLY, attendant)?;
        if answer == Answer::Untold && !attendant.printed() && self.register(attendant).is_ok() {
            // Some tell only a till they know, and a power cut makes them forget it (PAX A80). It is ready, so a
            // Registration disturbs nothing.
            answer = self.last(TELL_ONLY, attendant)?;
        }
        match answer {
            Answer::Refused(refusal) if answers_later(&refusal) => Ok(None),
            // A state that somebody can mend: it was not asked yet.
            Answer::Refused(refusal) if matches!(refusal.reason, Reason::NotReady(_)) => {
                Err(Error::Refused(refusal))
            }
            answer => Ok(Some(answer)),
        }
    }
}

/// Whether asking again later may help.
fn may_pass(error: &Error) -> bool {
    match error {
        Error::Unreachable { .. } | Error::Lost(_) | Error::Timeout(_) => true,
        Error::Refused(refusal) => refusal.reason == Reason::Busy,
        _ => false,
    }
}
