//! Paying in cash: what is due, what is given, what goes back.

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::Command;
use crate::cash::{Pieces, suggestions};
use crate::i18n::money;
use crate::money::Money;
use crate::ui::theme::{self, space};
use crate::ui::widget::keypad::{digits, keypad};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, amount, button, card, fit, modal, notice, totals};
use iced::widget::{Column, Row, column, container, row, space as gap};
use iced::{Length, Padding};

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    typed: String,
    chosen: Option<Money>,
    split: bool,
    sent: bool,
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Digits, in cents from the right.
    Type(&'static str),
    /// Take the last digit back.
    Backspace,
    /// An amount the customer is likely to give.
    Suggest(Money),
    /// Pay only this part now.
    Split,
    /// The part is paid in cash.
    SplitCash,
    /// The part is paid by card.
    SplitCard,
    /// It is paid: open the drawer.
    Pay,
    /// Pay by card instead.
    Card,
    /// Leave.
    Back,
}

impl State {
    /// The till refused, or a part is paid: begin anew.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Whether a dialog lies over the screen.
    pub fn has_dialog(&self) -> bool {
        self.split
    }

    fn given(&self, due: Money) -> Option<Money> {
        match (&self.chosen, self.typed.parse().ok()) {
            (Some(amount), _) => Some(*amount),
            (None, Some(cents)) => Some(Money::from_cents(cents)),
            // Money that goes back is handed out to the cent.
            (None, None) => due.is_negative().then_some(due),
        }
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        let due = desk.sale_text.due;
        let given = self.given(due);
        match message {
            Message::Type(text) => {
                self.chosen = None;
                if self.typed.len() + text.len() <= 8 {
                    self.typed.push_str(text);
                }
            }
            Message::Backspace => {
                self.chosen = None;
                self.typed.pop();
            }
            Message::Suggest(amount) => {
                self.typed.clear();
                self.chosen = Some(amount);
            }
            Message::Split => {
                if given.is_some_and(|given| given > Money::ZERO && given < due) {
                    self.split = true;
                } else {
                    let sentence = desk.t.text("pay-split-how").to_owned();
                    return Action::Notice(notice::Rank::Info, sentence);
                }
            }
            Message::SplitCash => {
                if let Some(part) = given.filter(|part| *part < due) {
                    self.reset();
                    return Action::Send(Command::Cash {
                        amount: part,
                        given: part,
                    });
                }
            }
            Message::SplitCard => {
                if let Some(part) = given.filter(|part| *part < due) {
                    self.reset();
                    return Action::Go(Place::Card(part));
                }
            }
            Message::Pay => {
                if let Some(given) = given.filter(|given| *given >= due && !self.sent) {
                    // A second press must not pay a second time; the answer comes in a moment.
                    self.sent = true;
                    return Action::Send(Command::Cash { amount: due, given });
                }
            }
            Message::Card => return Action::Go(Place::Card(due)),
            Message::Back if self.split => self.split = false,
            Message::Back => return Action::Go(Place::Sale),
        }
        Action::None
    }

    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let edge = if desk.size.width < 1200.0 {
            desk.gap().min(space::EDGE)
        } else {
            space::WIDE
        };
        let main = row![self.left(desk), self.right(desk)]
            .spacing(desk.gap())
            .padding(Padding::from([desk.gap(), edge]))
            .height(Length::Fill);
        let screen: Element<'a, Message> = column![desk.header(None, None), main].into();
        if !self.split {
            return screen;
        }
        let t = desk.t;
        let due = desk.sale_text.due;
        let part = self.given(due).unwrap_or_default();
        let text = t.with(
            "pay-split-text",
            &[
                ("part", money(part).into()),
                ("due", money(due).into()),
                ("rest", money(due - part).into()),
            ],
        );
        let dialog = modal::dialog(
            t.text("pay-split"),
            modal::sentence(text),
            vec![
                button::large(t.text("back"), Some("Esc"), theme::secondary)
                    .on_press(Message::Back)
                    .into(),
                button::large(t.text("pay-cash"), None, theme::secondary)
                    .on_press(Message::SplitCash)
                    .into(),
                button::large(t.text("pay-card"), None, theme::primary)
                    .on_press_maybe(
                        (desk.status.terminal != crate::ui::protocol::Health::Absent)
                            .then_some(Message::SplitCard),
                    )
                    .into(),
            ],
        );
        modal::modal(screen, dialog, None)
    }

    fn left<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let due = desk.sale_text.due;
        let given = self.given(due);
        let choice = |caption: String, chosen: bool, message| {
            Press::new(fit::fit(caption, 24.0, theme::SEMIBOLD))
                .style(if chosen {
                    theme::chosen
                } else {
                    theme::tertiary
                })
                .width(Length::Fill)
                .height(desk.key_height())
                .padding([0.0, space::GAP])
                .on_press_maybe(message)
                .into()
        };
        let mut choices: Vec<Element<'a, Message>> = suggestions(due)
            .into_iter()
            .map(|sum| {
                let caption = if sum == due {
                    t.text("pay-exact").to_owned()
                } else {
                    sum.to_string()
                };
                choice(caption, given == Some(sum), Some(Message::Suggest(sum)))
            })
            .collect();
        if !due.is_negative() {
            choices.push(choice(
                t.text("pay-split").to_owned(),
                false,
                Some(Message::Split),
            ));
        }
        let mut rows = Column::new().spacing(space::GAP);
        while !choices.is_empty() {
            let rest = choices.split_off(choices.len().min(3));
            let missing = 3 - choices.len();
            let filler = (0..missing).map(|_| gap().width(Length::Fill).into());
            rows = rows
                .push(Row::with_children(choices.into_iter().chain(filler)).spacing(space::GAP));
            choices = rest;
        }
        let caption = if due.is_negative() {
            "pay-out"
        } else {
            "pay-due"
        };
        let parts = desk
            .sale
            .iter()
            .flat_map(|open| &open.paid)
            .filter(|paid| !paid.unknown)
            .map(|paid| {
                let caption = t.text(if paid.card {
                    "sale-paid-card"
                } else {
                    "sale-paid-cash"
                });
                totals::detail(caption, (-paid.amount).to_string())
            });
        let content = column![
            amount::due(t.text(caption), money(due.abs())),
            Column::with_children(parts),
            gap().height(if desk.size.height < 780.0 {
                space::GAP
            } else {
                20.0
            }),
            rows,
            gap().height(if desk.size.height < 780.0 {
                space::GAP
            } else {
                20.0
            }),
            keypad(digits(Message::Type, Message::Backspace), desk.key_height()),
        ];
        card(content)
            .width(Length::FillPortion(1))
            .height(Length::Fill)
            .padding(desk.gap())
            .clip(true)
            .into()
    }

    fn right<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let due = desk.sale_text.due;
        let given = self.given(due);
        let enough = given.is_some_and(|given| given >= due);
        let result: Element<'a, Message> = match given {
            Some(given) if enough => {
                let change = if due.is_negative() { -due } else { given - due };
                let pieces = Pieces::fewest(change);
                let chips = pieces
                    .iter()
                    .map(|(piece, count)| amount::Denomination {
                        count,
                        name: piece.label(),
                    })
                    .collect();
                let caption = t.text(if due.is_negative() {
                    "pay-out"
                } else {
                    "pay-change"
                });
                amount::change(caption, money(change), chips, desk.is_low())
            }
            Some(given) => amount::missing(t.text("pay-missing"), money(due - given)),
            None => amount::missing(t.text("pay-missing"), money(due)),
        };
        let shown = given
            .filter(|given| !given.is_negative())
            .unwrap_or_default();
        let buttons = row![
            button::large(t.text("back"), Some("Esc"), theme::secondary)
                .width(Length::FillPortion(1))
                .on_press(Message::Back),
            button::huge(
                t.text(if due.is_negative() {
                    "pay-go-out"
                } else {
                    "pay-go"
                }),
                Some("F12"),
                theme::primary
            )
            .width(Length::FillPortion(2))
            .on_press_maybe((enough && !self.sent).then_some(Message::Pay)),
        ]
        .spacing(space::GAP);
        container(
            Column::new()
                .push(
                    (!due.is_negative()).then(|| amount::given(t.text("pay-given"), money(shown))),
                )
                .push(result)
                .push(buttons)
                .spacing(desk.gap()),
        )
        .width(Length::FillPortion(1))
        .into()
    }
}
