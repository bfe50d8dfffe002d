//! The clerk's wish to stop (06 B0).

use std::time::Instant;

use super::{Action, Dialogue, End, State};
use crate::zvt::Command;

/// The wish, and how far the terminal knows of it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wish {
    pub wanted: bool,
    /// When the terminal was told last.
    told: Option<Instant>,
    /// Its answer to that is still to come.
    pub open: bool,
}

impl Dialogue {
    /// The clerk wants to stop. The terminal is told once it can listen, and again if nothing comes of it; what became of
    /// the payment only its end tells.
    pub fn want_abort(&mut self, now: Instant) -> Vec<Action> {
        let mut actions = Vec::new();
        if !self.abort.wanted {
            self.abort.wanted = true;
            self.tell_abort(now, &mut actions);
        }
        actions
    }

    /// When the terminal is told next that it should stop.
    pub(super) fn next_abort(&self) -> Option<Instant> {
        let listens = self.state == State::Running
            && self.abort.wanted
            && self.pending.is_none()
            && self.information.is_none()
            && self.kept.is_none();
        match self.abort.told {
            _ if !listens => None,
            None => Some(self.begun),
            Some(told) => {
                let wait = match self.abort.open {
                    true => self.patience.abort.max(self.patience.answer),
                    false => self.patience.abort,
                };
                Some(told + wait)
            }
        }
    }

    pub(super) fn tell_abort(&mut self, now: Instant, actions: &mut Vec<Action>) {
        if self.state == State::Waiting && self.abort.wanted {
            return self.end(End::Withdrawn, actions);
        }
        if self.next_abort().is_some_and(|due| now >= due) {
            self.abort.told = Some(now);
            self.abort.open = true;
            // Without values there is nothing that could not be said.
            let abort = Command::Abort.encode(self.numbering.advance());
            actions.extend(abort.map(Action::Send));
        }
    }
}
