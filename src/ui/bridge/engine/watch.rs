//! What the terminal does while the till waits for it.

use amtskasse_terminal::{Question, Step};

use crate::till::Progress;
use crate::ui::bridge::Wishes;
use crate::ui::protocol::{CardState, Event};

/// Passes the steps and questions of the terminal on, and the clerk's wishes back.
pub(super) struct Watch<'a, 'b> {
    tell: &'a mut (dyn FnMut(Event) + 'b),
    wishes: &'a Wishes,
}

impl<'a, 'b> Watch<'a, 'b> {
    /// Somebody who watches a request that is about to leave.
    pub(super) fn begin(tell: &'a mut (dyn FnMut(Event) + 'b), wishes: &'a Wishes) -> Self {
        wishes.begin();
        tell(Event::Card(CardState::Requested));
        Self { tell, wishes }
    }
}

impl Progress for Watch<'_, '_> {
    fn step(&mut self, step: Step) {
        if step == Step::Recovering {
            // Whoever wanted the payment stopped wants to know all the more what became of it.
            self.wishes.begin();
        }
        (self.tell)(Event::Card(match step {
            Step::Sent => CardState::Sent,
            Step::PresentCard => CardState::Waiting(None),
            Step::EnterPin => CardState::Pin,
            Step::Authorizing => CardState::Authorizing,
            Step::Text(text) => CardState::Waiting(Some(text)),
            Step::Recovering => CardState::Recovering,
        }));
    }

    fn abort_requested(&self) -> bool {
        self.wishes.abort()
    }

    fn ask(&mut self, question: &Question) {
        // An answer to the question before is none to this one.
        self.wishes.asked();
        (self.tell)(Event::Asked(Some(question.clone())));
    }

    fn answer(&mut self) -> Option<bool> {
        self.wishes.answer()
    }

    fn unask(&mut self) {
        (self.tell)(Event::Asked(None));
    }
}
