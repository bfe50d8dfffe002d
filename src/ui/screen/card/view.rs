//! The picture of a card payment.

use super::{Message, State};
use crate::i18n::money;
use crate::ui::desk::Desk;
use crate::ui::protocol::{CardState, Health};
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, amount, button, card, notice, soft, steps, words};
use iced::widget::{Row, column, container, scrollable, space as gap};
use iced::{Length, Padding};

impl State {
    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let picture: Element<'a, Message> = match &self.state {
            _ if self.choosing => self.choice(desk),
            CardState::Unknown(reason) => self.unknown_facts(desk, reason.get(desk.lang)),
            CardState::Held(why, _) => self.held(desk, why),
            CardState::Declined(_) | CardState::Aborted | CardState::Unreachable(_) => {
                self.ended(desk)
            }
            _ => self.course(desk),
        };
        let back = self.amount.is_negative() || self.takes_back;
        let title = if back {
            "card-title-back"
        } else {
            "card-title"
        };
        let content = card(column![
            amount::due(t.text(title), money(self.amount.abs())),
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
                column![
                    container(scrollable(content).spacing(0))
                        .max_width(760)
                        .max_height(
                            // The buttons below stay in sight.
                            desk.size.height - 56.0 - 88.0 - 2.0 * desk.gap()
                        ),
                    container(self.buttons(desk)).max_width(760)
                ]
                .spacing(desk.gap())
                .align_x(iced::Center)
            )
            .padding(desk.gap().min(space::EDGE))
            .center(Length::Fill),
        ]
        .into();
        self.resolving(screen, desk)
    }

    fn course<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let names = [
            "card-step-sent",
            "card-step-card",
            "card-step-bank",
            "card-step-booked",
        ]
        .map(|key| t.text(key));
        let note = match &self.state {
            CardState::Recovering if self.abort_asked => "card-recovering-stops",
            CardState::Recovering => "card-recovering-note",
            _ if self.abort_asked => "card-abort-asked",
            _ => "card-note",
        };
        let several = desk.status.terminals.len() > 1;
        let terminal = desk.status.terminals.iter().find(|t| t.chosen && several);
        let terminal = terminal.map(|terminal| {
            let name = [("name", terminal.name.as_str().into())];
            soft(t.with("card-at", &name))
        });
        column![
            steps::steps(&names, self.step),
            gap().height(desk.gap()),
            steps::display(self.display(desk), if desk.is_low() { 90.0 } else { 130.0 }),
            gap().height(20),
            soft(t.text(note)),
        ]
        .push(terminal)
        .push((!self.takes_back).then(|| soft(desk.refused_in_words().join(" · "))))
        .into()
    }

    fn display(&self, desk: &Desk) -> String {
        let t = desk.t;
        match &self.state {
            CardState::Requested => t.text("card-display-requested").to_owned(),
            CardState::Waiting(Some(text)) if !text.trim().is_empty() => text.trim_end().to_owned(),
            CardState::Sent | CardState::Waiting(_) => t.text("card-display-card").to_owned(),
            CardState::Pin => t.text("card-display-pin").to_owned(),
            CardState::Authorizing => t.text("card-display-bank").to_owned(),
            CardState::Recovering => t.text("card-display-recovering").to_owned(),
            _ => t.text("card-display-approved").to_owned(),
        }
    }

    fn ended<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let back = self.takes_back || self.amount.is_negative();
        let (rank, title, text) = match &self.state {
            CardState::Declined(reason) => {
                // The terminal's sentence may have its full stop already.
                let reason = reason.trim().trim_end_matches('.');
                let text = if back {
                    "card-declined-back"
                } else {
                    "card-declined-text"
                };
                let title = if back {
                    "card-not-back"
                } else {
                    "card-declined"
                };
                let text = t.with(text, &[("reason", reason.into())]);
                (notice::Rank::Stop, t.text(title), text)
            }
            CardState::Unreachable(reason) => (
                notice::Rank::Stop,
                t.text("card-unreachable"),
                format!(
                    "{} {}",
                    t.text("card-unreachable-text"),
                    reason.get(desk.lang)
                ),
            ),
            _ => (
                notice::Rank::Info,
                t.text(if back {
                    "card-not-back"
                } else {
                    "card-aborted"
                }),
                t.text("card-aborted-text").to_owned(),
            ),
        };
        column![
            notice::notice(rank, title, None),
            words(text, size::KEY, theme::REGULAR),
        ]
        .push(
            self.warned
                .then(|| notice::notice(notice::Rank::Warning, t.text("pay-other-way-cash"), None)),
        )
        .spacing(space::EDGE)
        .into()
    }

    fn buttons<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let key = |key: &'a str, message: Option<Message>| {
            button::large(t.text(key), None, theme::secondary).on_press_maybe(message)
        };
        let back =
            || button::large(t.text("back"), Some("Esc"), theme::secondary).on_press(Message::Back);
        let free = !self.asking;
        let buttons: Row<'a, Message, theme::Theme> = match &self.state {
            _ if self.choosing => {
                iced::widget::row![back(), key("card-cash-instead", Some(Message::CashInstead)),]
            }
            CardState::Unknown(_) => {
                let there = desk.status.terminal != Health::Absent && free;
                iced::widget::row![
                    key("card-later", free.then_some(Message::Later)),
                    button::large(t.text("card-ask"), None, theme::primary)
                        .on_press_maybe(there.then_some(Message::Ask)),
                ]
            }
            CardState::Held(why, _) => self.held_buttons(desk, why),
            CardState::Recovering => iced::widget::row![key(
                "card-stop-waiting",
                (!self.abort_asked).then_some(Message::RequestAbort)
            )],
            state if state.is_running() => iced::widget::row![
                key(
                    "card-abort",
                    (!self.abort_asked).then_some(Message::RequestAbort)
                ),
                key("card-cash-instead", None),
            ],
            CardState::Approved => Row::new(),
            _ => {
                let several = desk.status.terminals.len() > 1 && !self.takes_back;
                let cash = !self.takes_back;
                iced::widget::row![back()]
                    .push(cash.then(|| key("card-cash-instead", Some(Message::CashInstead))))
                    .push(several.then(|| key("card-others", Some(Message::Others))))
                    .push(
                        button::large(t.text("card-retry"), Some("F9"), theme::primary)
                            .on_press(Message::Retry),
                    )
            }
        };
        buttons.spacing(space::EDGE).padding([0, 12]).into()
    }
}
