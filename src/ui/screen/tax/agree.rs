//! What takes two people: forms that are filled in, and the second person who agrees.

use super::{State, Wish, form};
use crate::people::Right;
use crate::till::{COMMAND_LINE, ItemDecision};
use crate::ui::action::Action;
use crate::ui::desk::Desk;
use crate::ui::protocol::{self, Command, tax};
use crate::ui::screen::approval;

impl State {
    // The proposals a button acts on: what is ticked, else what is open.
    pub(super) fn meant(&self) -> Vec<i64> {
        match self.chosen.is_empty() {
            true => self.open.into_iter().collect(),
            false => self.chosen.iter().copied().collect(),
        }
    }

    // Whoever is at the till is the second person, unless it is the one who proposed, or may have been.
    pub(super) fn agrees_alone(&self, ids: &[i64], desk: &Desk) -> bool {
        let me = desk.user.as_ref().map(|user| user.id.as_str());
        let mine = |p: &ItemDecision| {
            let by = p.decision.proposed.by.as_str();
            by == COMMAND_LINE || Some(by) == me
        };
        let meant = self.pending.iter().filter(|p| ids.contains(&p.decision.id));
        desk.may(Right::ApproveTax) && !meant.into_iter().any(mine)
    }

    pub(super) fn ask(&mut self, wish: Wish) {
        self.approval = Some((approval::State::of(Right::ApproveTax), wish));
    }

    pub(super) fn in_form(&mut self, message: form::Message, desk: &Desk) -> Action {
        let Some(form) = &mut self.form else {
            return Action::None;
        };
        match form.update(message, desk, &self.keys) {
            form::Outcome::Open => {}
            form::Outcome::Closed => self.form = None,
            form::Outcome::Change(change, reason) => self.ask(Wish::Change(change, reason)),
            form::Outcome::Propose(proposal) => {
                return Action::Send(Command::Tax(tax::Command::Propose(Box::new(proposal))));
            }
            form::Outcome::Refuse(ids, reason) => {
                return Action::Send(Command::Tax(tax::Command::Refuse { ids, reason }));
            }
        }
        Action::None
    }

    pub(super) fn approve(&mut self, message: approval::Message, desk: &Desk) -> Action {
        let Some((state, wish)) = &mut self.approval else {
            return Action::None;
        };
        match state.update(message, desk, false) {
            approval::Outcome::Open => Action::None,
            approval::Outcome::Closed => {
                // The form stays as it was filled in.
                self.approval = None;
                Action::None
            }
            approval::Outcome::Given(given) => Action::Send(Command::Tax(match wish.clone() {
                Wish::Change(change, reason) => tax::Command::Change {
                    change,
                    approval: protocol::Approval { reason, ..given },
                },
                Wish::Approve(ids) => tax::Command::Approve {
                    ids,
                    approval: Some(given),
                },
            })),
        }
    }
}
