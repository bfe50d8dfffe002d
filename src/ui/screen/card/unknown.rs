//! Nobody knows what became of a payment: what is known, and a manager's word.

use super::{Message, State};
use crate::i18n::{date_time, money};
use crate::money::Money;
use crate::receipt::PaymentKind;
use crate::ui::desk::Desk;
use crate::ui::protocol::terminal::Unsettled;
use crate::ui::screen::{approval, parts};
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, button, line, modal, notice, soft, words};
use amtskasse_terminal::Last;
use iced::widget::{Column, column, container, row};

impl State {
    pub(super) fn unknown_facts<'a>(
        &'a self,
        desk: &'a Desk,
        reason: &'a str,
    ) -> Element<'a, Message> {
        let t = desk.t;
        let payment = desk.unsettled.iter().find(|payment| payment.here);
        let answer = payment.and_then(|payment| payment.answer.as_ref());
        let text = match (answer, reason.is_empty()) {
            (Some(answer), _) if !answer.why.is_empty() => answer.why.clone(),
            (Some(_), _) => t.text("unknown-undecided").to_owned(),
            (None, true) => t.text("card-unknown-text").to_owned(),
            (None, false) => format!("{reason} {}", t.text("unknown-may-be-charged")),
        };
        let last = answer.and_then(|answer| answer.last.as_ref());
        let free = !self.asking;
        let resolve = |key: &'a str, charged: bool| {
            button::middle(t.text(key), None, theme::tertiary)
                .on_press_maybe(free.then_some(Message::Resolve(charged)))
        };
        column![
            notice::notice(notice::Rank::Warning, t.text("card-unknown"), None),
            words(text, size::KEY, theme::REGULAR),
        ]
        .push(payment.map(|payment| asked(desk, payment)))
        .push(last.map(|last| told(desk, last)))
        .push(self.asking.then(|| soft(t.text("card-asking"))))
        .push(soft(t.text("unknown-manager")))
        .push(
            row![
                resolve("card-resolve-not", false),
                resolve("card-resolve-charged", true),
            ]
            .spacing(space::GAP),
        )
        .spacing(12)
        .into()
    }

    /// The dialogs of the manager's word over the screen.
    pub(super) fn resolving<'a>(
        &'a self,
        screen: Element<'a, Message>,
        desk: &'a Desk,
    ) -> Element<'a, Message> {
        let t = desk.t;
        let Some(resolve) = &self.resolve else {
            return screen;
        };
        let charged = resolve.charged;
        if let Some(state) = &resolve.approval {
            return state.over(
                screen,
                desk,
                approval::Question {
                    title: t.text(match charged {
                        true => "card-resolve-charged",
                        false => "card-resolve-not",
                    }),
                    text: t.text(match charged {
                        true => "card-resolve-charged-text",
                        false => "card-resolve-not-text",
                    }),
                    reasons: match charged {
                        true => vec![t.text("card-reason-slip"), t.text("card-reason-bank")],
                        false => vec![t.text("card-reason-no-slip"), t.text("card-reason-bank")],
                    },
                    go: t.text("ok"),
                },
                Message::Approval,
            );
        }
        let kinds = [
            PaymentKind::ECKarte,
            PaymentKind::Kreditkarte,
            PaymentKind::ElZahlungsdienstleister,
            PaymentKind::Guthabenkarte,
        ]
        .map(|kind| {
            parts::choice(
                desk.payment_kind(kind),
                resolve.kind == kind,
                Some(Message::Kind(kind)),
            )
        });
        let content = column![
            modal::sentence(t.text("unknown-number-text")),
            parts::field(
                "card-number",
                t.text("unknown-number"),
                "0042",
                &resolve.number,
                None,
                Message::Number,
                Message::Said,
            ),
            line(t.text("unknown-kind"), size::BODY, theme::MEDIUM),
            parts::choices(kinds),
        ]
        .spacing(12);
        let go = button::large(t.text("unknown-next"), None, theme::primary)
            .on_press_maybe(resolve.is_said().then_some(Message::Said));
        let back =
            button::large(t.text("back"), Some("Esc"), theme::secondary).on_press(Message::Unsaid);
        let dialog = modal::dialog(
            t.text("card-resolve-charged"),
            content,
            vec![back.into(), go.into()],
        );
        modal::modal(screen, dialog, None)
    }
}

fn asked<'a>(desk: &'a Desk, payment: &'a Unsettled) -> Element<'a, Message> {
    let t = desk.t;
    let terminal = (!payment.terminal.is_empty())
        .then(|| parts::fact(t.text("unknown-terminal"), payment.terminal.as_str()));
    Column::new()
        .push(parts::fact(t.text("unknown-asked"), money(payment.amount)))
        .push(parts::fact(t.text("unknown-at"), date_time(payment.at)))
        .push(terminal)
        .spacing(space::HALF)
        .into()
}

/// The last transaction a terminal tells of: it may be this one or another.
fn told<'a>(desk: &'a Desk, last: &'a Last) -> Element<'a, Message> {
    let t = desk.t;
    let outcome = t.text(match last.approved {
        true => "unknown-last-paid",
        false => "unknown-last-not",
    });
    let amount = Some(money(Money::from_cents(last.cents))).filter(|_| last.cents != 0);
    let text = Some(last.text.trim().to_owned()).filter(|text| !text.is_empty());
    let said: Vec<String> = amount.into_iter().chain(text).collect();
    let approval = &last.approval;
    let fact = |key: &'a str, value: &str| {
        (!value.trim().is_empty()).then(|| parts::fact(t.text(key), value.trim().to_owned()))
    };
    let card = format!("{} {}", approval.brand, approval.masked_number);
    let rows = Column::new()
        .push(line(t.text("unknown-last"), size::BODY, theme::SEMIBOLD))
        .push(parts::fact(outcome, said.join(", ")))
        .push(fact("unknown-number", &approval.receipt_number))
        .push(fact("unknown-at", &approval.timestamp.replace('T', " ")))
        .push(fact("unknown-card", &card))
        .spacing(space::HALF);
    container(rows)
        .padding([12.0, space::EDGE])
        .width(iced::Length::Fill)
        .style(theme::note_card)
        .into()
}
