//! The computer's clock is behind the last entry: nothing is recorded until somebody has looked at it.

use iced::Length;
use iced::widget::container;

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::Command;
use super::approval::{self, Outcome, Question};
use crate::ui::widget::Element;

/// What the screen remembers.
#[derive(Debug, Clone)]
pub struct State {
    sentence: String,
    approval: approval::State,
}

impl State {
    /// The screen with what the till said.
    pub fn new(sentence: String) -> Self {
        Self {
            sentence,
            approval: approval::State::default(),
        }
    }

    /// Reacts to a message of the dialog.
    pub fn update(&mut self, message: approval::Message, desk: &Desk) -> Action {
        match self.approval.update(message, desk, true) {
            Outcome::Open => Action::None,
            Outcome::Closed => Action::Go(Place::Sale),
            Outcome::Given(approval) => Action::Send(Command::AcceptClock { approval }),
        }
    }

    /// The till refused; the dialog stays and says why.
    pub fn failed(&mut self, sentence: String) {
        self.approval.failed(sentence);
    }

    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, approval::Message> {
        let t = desk.t;
        let question = Question {
            title: t.text("clock-title"),
            text: &self.sentence,
            reasons: vec![t.text("clock-reason-fast"), t.text("clock-reason-right")],
            go: t.text("clock-accept"),
        };
        container(self.approval.view(desk, question))
            .center(Length::Fill)
            .into()
    }
}
