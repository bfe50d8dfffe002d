//! Paying in cash: what is due, what is given, what goes back.

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::Command;
use crate::cash::{Pieces, suggestions};
use crate::i18n::money;
use crate::money::Money;
use crate::ui::theme::{self, space};
use crate::ui::typed::Typed;
use crate::ui::widget::keypad::{digits, keypad};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, amount, button, card, fit, modal, notice, totals};
use iced::widget::{Column, Row, column, container, row, space as gap};
use iced::{Length, Padding};

/// Nobody hands over more than this too much; whoever types it has missed a key.
const MOST_CHANGE: Money = Money::from_cents(100_000);

/// The question over the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    /// How the part is paid.
    Split,
    /// The part in cash and the rest by card.
    Mixed,
    /// Paying back another way than it was paid.
    OtherWay,
}

/// What the screen remembers.
#[derive(Debug, Clone, Default)]
pub struct State {
    typed: Typed,
    chosen: Option<Money>,
    ask: Option<Ask>,
    /// The part in cash is being booked; then this much goes on the card.
    then_card: Option<Money>,
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
        self.ask.is_some()
    }

    /// Once the part in cash is booked: what goes on the card.
    pub fn then_card(&self, due: Money) -> Option<Money> {
        self.then_card.filter(|rest| *rest == due)
    }

    fn given(&self, due: Money) -> Option<Money> {
        match (&self.chosen, self.typed.amount()) {
            (Some(amount), _) => Some(*amount),
            (None, Some(amount)) => Some(amount),
            // Money that goes back is handed out to the cent.
            (None, None) => due.is_negative().then_some(due),
        }
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        let due = desk.sale_text.due;
        let given = self.given(due);
        let part = given.filter(|given| *given > Money::ZERO && *given < due);
        match message {
            Message::Type(_) | Message::Backspace | Message::Suggest(_) if self.ask.is_some() => {}
            Message::Type(text) => {
                self.chosen = None;
                self.typed.push(text);
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
                if part.is_some() {
                    self.ask = Some(Ask::Split);
                } else {
                    let sentence = desk.t.text("pay-split-how").to_owned();
                    return Action::Notice(notice::Rank::Info, sentence);
                }
            }
            Message::SplitCash => {
                if let Some(part) = part {
                    self.reset();
                    self.sent = true;
                    return Action::Send(Command::Cash {
                        amount: part,
                        given: part,
                    });
                }
            }
            Message::SplitCard => {
                if let Some(part) = part {
                    self.reset();
                    return Action::Go(Place::Card(part));
                }
            }
            Message::Pay if self.ask == Some(Ask::Mixed) => return self.mixed(part, due),
            Message::Pay if self.ask.is_some() => {}
            Message::Pay => {
                if is_too_much(given, due) {
                    let sentence = desk.t.text("pay-too-much").to_owned();
                    return Action::Notice(notice::Rank::Warning, sentence);
                }
                if let Some(given) = given.filter(|given| *given >= due && !self.sent) {
                    // A second press must not pay a second time; the answer comes in a moment.
                    self.sent = true;
                    return Action::Send(Command::Cash { amount: due, given });
                }
            }
            Message::Card if self.sent => {}
            Message::Card => match self.ask {
                Some(Ask::Mixed) => return self.mixed(part, due),
                Some(Ask::Split) => return self.update(Message::SplitCard, desk),
                // What was typed is on the counter already; the card pays the rest.
                None if part.is_some() => self.ask = Some(Ask::Mixed),
                None if due.is_negative() && !desk.pays_back_by_card() => {
                    self.ask = Some(Ask::OtherWay);
                }
                Some(Ask::OtherWay) | None => return Action::Go(Place::Card(due)),
            },
            Message::Back if self.ask.is_some() => self.ask = None,
            Message::Back => return Action::Go(Place::Sale),
        }
        Action::None
    }

    // First the cash, then the card: `then_card` waits until the till has booked the part.
    fn mixed(&mut self, part: Option<Money>, due: Money) -> Action {
        let Some(part) = part else {
            return Action::None;
        };
        self.reset();
        self.sent = true;
        self.then_card = Some(due - part);
        Action::Send(Command::Cash {
            amount: part,
            given: part,
        })
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
        let Some(ask) = self.ask else {
            return screen;
        };
        let t = desk.t;
        let due = desk.sale_text.due;
        let part = self.given(due).unwrap_or_default();
        let amounts = [
            ("part", money(part).into()),
            ("due", money(due).into()),
            ("rest", money(due - part).into()),
        ];
        let back: Element<'a, Message> =
            button::large(t.text("back"), Some("Esc"), theme::secondary)
                .on_press(Message::Back)
                .into();
        let has_card = desk.status.terminal != crate::ui::protocol::Health::Absent;
        if ask != Ask::Split {
            let (title, text, go) = if ask == Ask::Mixed {
                let text = t.with("pay-mixed-text", &amounts);
                (t.text("pay-split"), text, "pay-mixed-go")
            } else {
                let text = t.text("pay-other-way-card").to_owned();
                (t.text("pay-other-way"), text, "pay-card-back")
            };
            let go = button::large(t.text(go), Some("F9"), theme::primary)
                .on_press_maybe(has_card.then_some(Message::Card))
                .into();
            let dialog = modal::dialog(title, modal::sentence(text), vec![back, go]);
            return modal::modal(screen, dialog, None);
        }
        let text = t.with("pay-split-text", &amounts);
        let dialog = modal::dialog(
            t.text("pay-split"),
            modal::sentence(text),
            vec![
                back,
                button::large(t.text("pay-cash"), None, theme::secondary)
                    .on_press(Message::SplitCash)
                    .into(),
                button::large(t.text("pay-card"), None, theme::primary)
                    .on_press_maybe(has_card.then_some(Message::SplitCard))
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
        let too_much = is_too_much(given, due);
        let enough = given.is_some_and(|given| given >= due) && !too_much;
        let result: Element<'a, Message> = match given {
            Some(_) if too_much => card(notice::notice(
                notice::Rank::Warning,
                t.text("pay-too-much"),
                None,
            ))
            .height(Length::Fill)
            .into(),
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

fn is_too_much(given: Option<Money>, due: Money) -> bool {
    given.is_some_and(|given| !due.is_negative() && given - due > MOST_CHANGE)
}
