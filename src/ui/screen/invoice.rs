//! The dialog for the recipient of an invoice, over the receipt it belongs to.

use super::super::desk::Desk;
use super::super::protocol::{Command, Recipient};
use crate::ui::theme::{self, space};
use crate::ui::widget::field::Field;
use crate::ui::widget::{Element, button, modal, notice};
use iced::widget::{Column, Id};

/// What is typed.
#[derive(Debug, Clone, Default)]
pub struct State {
    number: u64,
    recipient: Recipient,
    /// The till asked for it: another recipient has the invoice already.
    asks_reason: bool,
    problem: Option<String>,
    sent: bool,
}

/// A line of the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Name of the recipient.
    Name,
    /// Department.
    Addition,
    /// Street and number.
    Street,
    /// Postal code and town.
    Town,
    /// Why the recipient is another one now.
    Reason,
}

/// What can happen in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The text of a line.
    Text(Line, String),
    /// Make it out.
    Submit,
    /// Leave.
    Close,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Still open.
    Open,
    /// Left.
    Closed,
    /// To be made out.
    Go(Command),
}

impl State {
    /// The dialog for this receipt.
    pub fn new(number: u64) -> Self {
        Self {
            number,
            ..Self::default()
        }
    }

    /// The first field.
    pub fn first_field() -> Id {
        id(Line::Name)
    }

    /// The till refused. From then on there is room for a reason, which a changed recipient needs.
    pub fn failed(&mut self, sentence: String) {
        self.problem = Some(sentence);
        self.sent = false;
        self.asks_reason = true;
    }

    fn is_complete(&self) -> bool {
        let r = &self.recipient;
        [&r.name, &r.street, &r.town]
            .iter()
            .all(|text| !text.trim().is_empty())
            && !self.sent
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message) -> Outcome {
        match message {
            Message::Text(line, text) => *self.text_mut(line) = text,
            Message::Submit if self.is_complete() => {
                (self.sent, self.problem) = (true, None);
                return Outcome::Go(Command::SaveInvoice {
                    number: self.number,
                    recipient: self.recipient.clone(),
                });
            }
            Message::Submit => {}
            Message::Close => return Outcome::Closed,
        }
        Outcome::Open
    }

    fn text_mut(&mut self, line: Line) -> &mut String {
        let r = &mut self.recipient;
        match line {
            Line::Name => &mut r.name,
            Line::Addition => &mut r.addition,
            Line::Street => &mut r.street,
            Line::Town => &mut r.town,
            Line::Reason => &mut r.reason,
        }
    }

    /// Builds the dialog.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let r = &self.recipient;
        let field =
            |line: Line, caption: &'static str, placeholder: &'static str, value: &'a str| {
                Field {
                    id: id(line),
                    caption: t.text(caption),
                    placeholder: t.text(placeholder),
                    value,
                    problem: None,
                }
                .view(move |text| Message::Text(line, text), Some(Message::Submit))
            };
        let content = Column::new()
            .push(modal::sentence(t.text("invoice-text")))
            .push(field(
                Line::Name,
                "invoice-name",
                "invoice-name-hint",
                &r.name,
            ))
            .push(field(
                Line::Addition,
                "invoice-addition",
                "invoice-addition-hint",
                &r.addition,
            ))
            .push(field(
                Line::Street,
                "invoice-street",
                "invoice-street-hint",
                &r.street,
            ))
            .push(field(
                Line::Town,
                "invoice-town",
                "invoice-town-hint",
                &r.town,
            ))
            .push(self.asks_reason.then(|| {
                field(
                    Line::Reason,
                    "invoice-reason",
                    "invoice-reason-hint",
                    &r.reason,
                )
            }))
            .push(
                self.problem
                    .as_deref()
                    .map(|problem| notice::notice(notice::Rank::Stop, problem, None)),
            )
            .spacing(space::GAP + space::HALF);
        let buttons = vec![
            button::large(t.text("back"), Some("Esc"), theme::secondary)
                .on_press(Message::Close)
                .into(),
            button::large(t.text("invoice-go"), None, theme::primary)
                .on_press_maybe(self.is_complete().then_some(Message::Submit))
                .into(),
        ];
        let title = t.with("invoice-title", &[("n", self.number.into())]);
        modal::dialog(title, content, buttons)
    }
}

fn id(line: Line) -> Id {
    Id::new(match line {
        Line::Name => "invoice-name",
        Line::Addition => "invoice-addition",
        Line::Street => "invoice-street",
        Line::Town => "invoice-town",
        Line::Reason => "invoice-reason",
    })
}
