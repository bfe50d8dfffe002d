//! What the terminal does while the till waits for it.

use std::sync::atomic::{AtomicBool, Ordering};

use amtskasse_terminal::{Question, Step};

use crate::till::Progress;
use crate::ui::protocol::{CardState, Event};

/// Passes the steps of the terminal on, and the wish to stop.
pub(super) struct Watch<'a, 'b> {
    pub(super) tell: &'a mut (dyn FnMut(Event) + 'b),
    pub(super) abort: &'a AtomicBool,
}

impl Progress for Watch<'_, '_> {
    fn step(&mut self, step: Step) {
        (self.tell)(Event::Card(match step {
            Step::Sent => CardState::Sent,
            Step::PresentCard => CardState::Waiting(None),
            Step::EnterPin => CardState::Waiting(Some("PIN".into())),
            Step::Authorizing => CardState::Authorizing,
            Step::Text(text) => CardState::Waiting(Some(text)),
            Step::Recovering => CardState::Recovering,
        }));
    }

    fn abort_requested(&self) -> bool {
        self.abort.load(Ordering::SeqCst)
    }

    fn ask(&mut self, question: &Question) {
        (self.tell)(Event::Card(CardState::Waiting(Some(question.text.clone()))));
    }

    fn answer(&mut self) -> Option<bool> {
        None
    }

    fn unask(&mut self) {}
}
