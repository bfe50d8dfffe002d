//! What is booked: alone, or with a second person.

use super::{State, count, form};
use crate::ui::action::Action;
use crate::ui::desk::Desk;
use crate::ui::protocol::stock::Command as Wanted;
use crate::ui::protocol::{self, Command};
use crate::ui::screen::approval;

impl State {
    pub(super) fn in_form(&mut self, message: form::Message) -> Action {
        let Some(form) = &mut self.form else {
            return Action::None;
        };
        match form.update(message, self.negative) {
            form::Outcome::Open => Action::None,
            form::Outcome::Closed => {
                self.form = None;
                Action::None
            }
            form::Outcome::Done(wanted, alone) => self.tell(wanted, alone),
        }
    }

    pub(super) fn in_count(&mut self, message: count::Message) -> Action {
        let Some(count) = &mut self.count else {
            return Action::None;
        };
        match count.update(message) {
            count::Outcome::Open(focus) => focus.map_or(Action::None, Action::Select),
            count::Outcome::Closed => {
                self.count = None;
                Action::None
            }
            count::Outcome::Done(wanted, alone) => self.tell(wanted, alone),
        }
    }

    // What one person may not book alone waits for a second one.
    pub(super) fn tell(&mut self, wanted: Wanted, alone: bool) -> Action {
        if alone {
            return Action::Send(Command::Stock(wanted));
        }
        self.approval = Some((approval::State::default(), wanted));
        Action::None
    }

    pub(super) fn approve(&mut self, message: approval::Message, desk: &Desk) -> Action {
        let Some((state, wanted)) = &mut self.approval else {
            return Action::None;
        };
        match state.update(message, desk, false) {
            approval::Outcome::Open => Action::None,
            approval::Outcome::Closed => {
                self.approval = None;
                if let Some(form) = &mut self.form {
                    form.reopen();
                }
                if let Some(count) = &mut self.count {
                    count.reopen();
                }
                Action::None
            }
            approval::Outcome::Given(given) => {
                Action::Send(Command::Stock(with_second(wanted.clone(), given)))
            }
        }
    }
}

fn with_second(wanted: Wanted, given: protocol::Approval) -> Wanted {
    match wanted {
        Wanted::Lose {
            item,
            amount,
            reason,
            ..
        } => Wanted::Lose {
            item,
            amount,
            reason,
            approval: Some(given),
        },
        Wanted::Count {
            counted, reason, ..
        } => Wanted::Count {
            counted,
            reason,
            approval: Some(given),
        },
        other => other,
    }
}
