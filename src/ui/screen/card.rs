//! Paying by card: what the terminal is doing, and what to do when nobody knows what it did.

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::{CardState, Command, Health};
use super::approval;
use crate::i18n::{Both, money};
use crate::money::Money;
use crate::receipt::PaymentKind;
use crate::till::Charged;
use crate::ui::theme::{self, space};
use crate::ui::widget::{Element, amount, button, card, notice, soft, steps};
use iced::widget::{column, container, row, space as gap};
use iced::{Length, Padding};

/// What the screen remembers.
#[derive(Debug)]
pub struct State {
    amount: Money,
    state: CardState,
    abort_asked: bool,
    asking: bool,
    /// Cash instead of the card it was paid with: asked for once already.
    warned: bool,
    resolve: Option<(bool, approval::State)>,
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Ask the terminal to stop.
    RequestAbort,
    /// Charge again after it was declined.
    Retry,
    /// Pay in cash instead.
    CashInstead,
    /// Ask the terminal what became of it.
    Ask,
    /// A manager knows what became of it.
    Resolve(bool),
    /// Inside that dialog.
    Approval(approval::Message),
    /// Leave, if nothing is running.
    Back,
}

impl State {
    /// A payment of this amount that is just being asked for.
    pub fn new(amount: Money) -> Self {
        Self {
            amount,
            state: CardState::Requested,
            abort_asked: false,
            asking: false,
            warned: false,
            resolve: None,
        }
    }

    /// A payment of this amount nobody knows the outcome of.
    pub fn unknown(amount: Money) -> Self {
        Self {
            state: CardState::Unknown(Both::of(|_| String::new())),
            ..Self::new(amount)
        }
    }

    /// The terminal has got further.
    pub fn progressed(&mut self, state: CardState) {
        self.asking = false;
        self.warned = false;
        if !state.is_running() {
            self.abort_asked = false;
        }
        self.state = state;
    }

    /// Whether the terminal is at work; then nothing else may happen, not even Esc.
    pub fn is_running(&self) -> bool {
        self.state.is_running()
    }

    /// Whether it has been charged.
    pub fn is_approved(&self) -> bool {
        self.state == CardState::Approved
    }

    /// Whether nobody knows what became of it; then the sale can't go on.
    pub fn is_unknown(&self) -> bool {
        matches!(self.state, CardState::Unknown(_))
    }

    /// Whether the dialog of the second person is open.
    pub fn has_approval(&self) -> bool {
        self.resolve.is_some()
    }

    /// The dialog of the second person, if it is open.
    pub fn approval(&self) -> Option<&approval::State> {
        self.resolve.as_ref().map(|(_, state)| state)
    }

    /// Puts the dialog back to what it was.
    pub fn restore_approval(&mut self, before: approval::State) {
        if let Some((_, state)) = &mut self.resolve {
            *state = before;
        }
    }

    /// The till refused; says why where it belongs. Returns whether it found a place.
    pub fn failed(&mut self, sentence: &str) -> bool {
        self.asking = false;
        match &mut self.resolve {
            Some((_, approval)) => {
                approval.failed(sentence.to_owned());
                true
            }
            None => false,
        }
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        match message {
            // The flag the terminal's driver looks at is set by the application.
            Message::RequestAbort => self.abort_asked = true,
            Message::Retry if !self.state.is_running() && !self.is_unknown() => {
                self.state = CardState::Requested;
                return Action::Send(Command::Card {
                    amount: self.amount,
                });
            }
            Message::CashInstead if !self.state.is_running() && !self.is_unknown() => {
                if desk.sale_text.due.is_negative() && desk.pays_back_by_card() && !self.warned {
                    self.warned = true;
                    return Action::None;
                }
                return Action::Go(Place::Cash);
            }
            Message::Ask if self.is_unknown() && !self.asking => {
                self.asking = true;
                return Action::Send(Command::AskTerminal);
            }
            Message::Resolve(charged) if self.is_unknown() => {
                self.resolve = Some((charged, approval::State::default()));
            }
            Message::Approval(message) => {
                if let Some((charged, state)) = &mut self.resolve {
                    let charged = *charged;
                    match state.update(message, desk, true) {
                        approval::Outcome::Open => {}
                        approval::Outcome::Closed => self.resolve = None,
                        approval::Outcome::Given(approval) => {
                            let charged = charged.then(|| Charged {
                                receipt_number: String::new(),
                                kind: PaymentKind::ECKarte,
                            });
                            return Action::Send(Command::Resolve { charged, approval });
                        }
                    }
                }
            }
            Message::Back if !self.state.is_running() && !self.is_unknown() => {
                return Action::Go(Place::Sale);
            }
            Message::Retry
            | Message::CashInstead
            | Message::Ask
            | Message::Resolve(_)
            | Message::Back => {}
        }
        Action::None
    }

    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let step = match &self.state {
            CardState::Requested => 0,
            CardState::Sent | CardState::Waiting(_) => 1,
            CardState::Authorizing | CardState::Recovering => 2,
            CardState::Approved => 4,
            _ => 1,
        };
        let names = [
            "card-step-sent",
            "card-step-card",
            "card-step-bank",
            "card-step-booked",
        ]
        .map(|key| t.text(key));
        let picture: Element<'a, Message> = match &self.state {
            CardState::Declined(_)
            | CardState::Aborted
            | CardState::Unreachable(_)
            | CardState::Unknown(_) => self.ended(desk),
            _ => column![
                steps::steps(&names, step),
                gap().height(desk.gap()),
                steps::display(self.display(desk), if desk.is_low() { 90.0 } else { 130.0 }),
                gap().height(20),
                soft(t.text(if self.abort_asked {
                    "card-abort-asked"
                } else {
                    "card-note"
                })),
            ]
            .into(),
        };
        let content = card(column![
            amount::due(
                t.text(if self.amount.is_negative() {
                    "card-title-back"
                } else {
                    "card-title"
                }),
                money(self.amount.abs())
            ),
            gap().height(desk.gap()),
            picture,
        ])
        .padding(if desk.is_low() {
            Padding::from(space::EDGE)
        } else {
            Padding::from([space::WIDE, 40.0])
        })
        .max_width(760);
        let screen = column![
            desk.header(None, None),
            container(
                column![content, container(self.buttons(desk)).max_width(760)]
                    .spacing(desk.gap())
                    .align_x(iced::Center)
            )
            .padding(desk.gap().min(space::EDGE))
            .center(Length::Fill),
        ]
        .into();
        match &self.resolve {
            None => screen,
            Some((charged, state)) => state.over(
                screen,
                desk,
                approval::Question {
                    title: t.text(if *charged {
                        "card-resolve-charged"
                    } else {
                        "card-resolve-not"
                    }),
                    text: t.text(if *charged {
                        "card-resolve-charged-text"
                    } else {
                        "card-resolve-not-text"
                    }),
                    reasons: vec![t.text("card-reason-slip"), t.text("card-reason-bank")],
                    go: t.text("ok"),
                },
                Message::Approval,
            ),
        }
    }

    fn display(&self, desk: &Desk) -> String {
        let t = desk.t;
        match &self.state {
            CardState::Requested => t.text("card-display-requested").to_owned(),
            CardState::Waiting(Some(text)) if !text.trim().is_empty() => text.clone(),
            CardState::Sent | CardState::Waiting(_) => t.text("card-display-card").to_owned(),
            CardState::Authorizing => t.text("card-display-bank").to_owned(),
            _ => t.text("card-display-approved").to_owned(),
        }
    }

    fn ended<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let (rank, title, text) = match &self.state {
            CardState::Declined(reason) => (
                notice::Rank::Stop,
                t.text("card-declined"),
                t.with("card-declined-text", &[("reason", reason.as_str().into())]),
            ),
            CardState::Aborted => (
                notice::Rank::Info,
                t.text("card-aborted"),
                t.text("card-aborted-text").to_owned(),
            ),
            CardState::Unreachable(_) => (
                notice::Rank::Stop,
                t.text("card-unreachable"),
                t.text("card-unreachable-text").to_owned(),
            ),
            _ => (
                notice::Rank::Warning,
                t.text("card-unknown"),
                t.text("card-unknown-text").to_owned(),
            ),
        };
        let asking = self.asking.then(|| soft(t.text("card-asking")));
        column![
            notice::notice(rank, title, None),
            iced::widget::text(text).size(18),
        ]
        .push(asking)
        .push(
            self.warned
                .then(|| notice::notice(notice::Rank::Warning, t.text("pay-other-way-cash"), None)),
        )
        .spacing(space::EDGE)
        .into()
    }

    fn buttons<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let secondary = |key: &'a str, message: Option<Message>| {
            button::large(t.text(key), None, theme::secondary).on_press_maybe(message)
        };
        let buttons = if self.is_unknown() {
            let there = desk.status.terminal != Health::Absent && !self.asking;
            row![
                secondary("card-resolve-not", Some(Message::Resolve(false))),
                secondary("card-resolve-charged", Some(Message::Resolve(true))),
                button::large(t.text("card-ask"), None, theme::primary)
                    .on_press_maybe(there.then_some(Message::Ask)),
            ]
        } else if self.is_running() {
            row![
                secondary(
                    "card-abort",
                    (!self.abort_asked).then_some(Message::RequestAbort)
                ),
                secondary("card-cash-instead", None),
            ]
        } else if self.state == CardState::Approved {
            row![]
        } else {
            row![
                button::large(t.text("back"), Some("Esc"), theme::secondary)
                    .on_press(Message::Back),
                secondary("card-cash-instead", Some(Message::CashInstead)),
                button::large(t.text("card-retry"), None, theme::primary).on_press(Message::Retry),
            ]
        };
        buttons.spacing(space::EDGE).padding([0, 12]).into()
    }
}
