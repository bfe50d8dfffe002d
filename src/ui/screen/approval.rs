//! A second person allows something: their name, their PIN, the reason.

use super::super::desk::Desk;
use super::super::protocol;
use crate::people::Right;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, button, fit, line, modal, notice, pin_pad, soft};
use iced::widget::{Column, Id, Row, column, container, row, text_input};
use iced::{Alignment, Length};

/// What the dialog remembers.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// What the second person must be allowed to do.
    right: Asked,
    who: Option<String>,
    pin: String,
    reason: String,
    problem: Option<String>,
    sent: bool,
}

/// The right of a second person; to approve, unless told otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asked(Right);

impl Default for Asked {
    fn default() -> Self {
        Self(Right::Approve)
    }
}

/// What can happen in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Choose the second person.
    Who(String),
    /// A digit of the PIN.
    Digit(char),
    /// Take the last digit back.
    Backspace,
    /// The reason as typed.
    Reason(String),
    /// Everything is there.
    Submit,
    /// Leave it.
    Close,
}

/// How the dialog ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Not yet.
    Open,
    /// Left.
    Closed,
    /// Allowed, as far as this side can tell.
    Given(protocol::Approval),
}

/// What the dialog asks for.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// Its title.
    pub title: &'a str,
    /// What is about to happen.
    pub text: &'a str,
    /// Reasons to choose from; empty if none is needed.
    pub reasons: Vec<&'a str>,
    /// The caption of the button.
    pub go: &'a str,
}

impl State {
    /// A dialog for a second person with another right than to approve.
    pub fn of(right: Right) -> Self {
        Self {
            right: Asked(right),
            ..Self::default()
        }
    }

    /// The field of the reason.
    pub fn field() -> Id {
        Id::new("approval-reason")
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk, needs_reason: bool) -> Outcome {
        let message = match message {
            // The name keeps the keyboard: Enter after the PIN means the PIN.
            Message::Who(who) if self.who.as_ref() == Some(&who) && !self.pin.is_empty() => {
                Message::Submit
            }
            message => message,
        };
        match message {
            Message::Who(who) => {
                self.who = Some(who);
                self.pin.clear();
            }
            Message::Digit(digit) if self.pin.len() < 8 => self.pin.push(digit),
            Message::Digit(_) => {}
            Message::Backspace => {
                self.pin.pop();
            }
            Message::Reason(reason) => self.reason = reason,
            Message::Close => return Outcome::Closed,
            Message::Submit => {
                if let (Some(user), true) = (self.person(desk), self.ready(needs_reason)) {
                    self.sent = true;
                    self.problem = None;
                    return Outcome::Given(protocol::Approval {
                        user,
                        pin: std::mem::take(&mut self.pin),
                        reason: self.reason.trim().to_owned(),
                    });
                }
            }
        }
        self.problem = None;
        Outcome::Open
    }

    /// The till refused; the dialog stays open and says why.
    pub fn failed(&mut self, sentence: String) {
        self.sent = false;
        self.pin.clear();
        self.problem = Some(sentence);
    }

    fn person(&self, desk: &Desk) -> Option<String> {
        let mut people = desk.second_people_with(self.right.0);
        match (people.next(), people.next()) {
            (Some(only), None) => Some(only.id.clone()),
            _ => self.who.clone(),
        }
    }

    fn ready(&self, needs_reason: bool) -> bool {
        self.pin.len() >= 4 && !self.sent && (!needs_reason || !self.reason.trim().is_empty())
    }

    /// Builds the dialog.
    pub fn view<'a>(&'a self, desk: &'a Desk, question: Question<'a>) -> Element<'a, Message> {
        let t = desk.t;
        let person = self.person(desk);
        let people = desk.second_people_with(self.right.0).map(|user| {
            let chosen = person.as_ref() == Some(&user.id);
            Press::new(fit::fit(&user.name, size::BODY, theme::MEDIUM))
                .style(if chosen {
                    theme::chosen
                } else {
                    theme::tertiary
                })
                .align(Alignment::Start, Alignment::Center)
                .padding([0.0, space::EDGE])
                .width(Length::Fill)
                .height(measure::SMALL)
                .on_press(Message::Who(user.id.clone()))
                .into()
        });
        let needs_reason = !question.reasons.is_empty();
        let reasons = question.reasons.iter().map(|reason| {
            button::small(
                *reason,
                if self.reason == *reason {
                    theme::chosen
                } else {
                    theme::tertiary
                },
            )
            .on_press(Message::Reason(reason.to_string()))
            .into()
        });
        let mut left = Column::new().spacing(space::GAP).width(Length::Fill).push(
            iced::widget::text(question.text)
                .size(size::BODY)
                .width(Length::Fill),
        );
        if needs_reason {
            left = left
                .push(line(t.text("approval-reason"), size::BODY, theme::SEMIBOLD))
                .push(
                    Row::with_children(reasons)
                        .spacing(space::GAP)
                        .wrap()
                        .vertical_spacing(space::GAP),
                )
                .push(
                    text_input(t.text("approval-reason-hint"), &self.reason)
                        .id(Self::field())
                        .on_input(Message::Reason)
                        .on_submit(Message::Submit)
                        .size(size::KEY)
                        .padding([10.0, space::EDGE])
                        .style(theme::field),
                );
        }
        left = left
            .push(line(t.text("approval-who"), size::BODY, theme::SEMIBOLD))
            .push(Column::with_children(people).spacing(space::GAP))
            .push(
                person
                    .is_none()
                    .then(|| soft(t.text("approval-nobody")))
                    .filter(|_| desk.second_people_with(self.right.0).next().is_none()),
            )
            .push(
                self.problem
                    .as_deref()
                    .map(|problem| notice::notice(notice::Rank::Stop, problem, None)),
            );
        let ready = person.is_some() && self.ready(needs_reason);
        let pad = container(pin_pad::pin_pad(
            self.pin.len(),
            Message::Digit,
            Message::Backspace,
            t.text("ok"),
            ready.then_some(Message::Submit),
            desk.key_height(),
        ))
        .width(300);
        // A button that stays dead has to say what it waits for.
        let waits_for = if needs_reason && self.reason.trim().is_empty() {
            Some(t.text("approval-needs-reason"))
        } else if person.is_none() {
            Some(t.text("approval-needs-person"))
        } else if self.pin.len() < 4 && !self.sent {
            Some(t.text("approval-needs-pin"))
        } else {
            None
        };
        let buttons = row![
            button::large(t.text("back"), Some("Esc"), theme::secondary).on_press(Message::Close),
            button::large(question.go, None, theme::primary)
                .on_press_maybe(ready.then_some(Message::Submit)),
        ]
        .spacing(space::GAP);
        container(
            column![
                line(question.title, 24.0, theme::SEMIBOLD),
                row![left, pad].spacing(space::CARD),
                soft(waits_for.unwrap_or_default()),
                buttons,
            ]
            .spacing(space::EDGE),
        )
        .max_width(860)
        .padding(desk.gap().max(space::EDGE))
        .style(theme::dialog)
        .into()
    }

    /// Lays the dialog over a screen.
    pub fn over<'a, M: Clone + 'a>(
        &'a self,
        screen: Element<'a, M>,
        desk: &'a Desk,
        question: Question<'a>,
        map: impl Fn(Message) -> M + 'a,
    ) -> Element<'a, M> {
        modal::modal(screen, self.view(desk, question).map(map), None)
    }
}
