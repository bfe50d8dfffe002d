//! What the card terminals say of their day, beside what we say.

use super::{Message, State, signed};
use crate::closing::terminals::{Difference, Outcome, Recorded};
use crate::i18n::money;
use crate::money::Money;
use crate::ui::desk::Desk;
use crate::ui::protocol::Closed;
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, button, line, notice};
use iced::widget::{Column, column};

impl State {
    /// A terminal was asked for its end of day once more.
    pub fn terminal_closed(&mut self, recorded: Recorded) {
        self.again = false;
        if let Some(closed) = &mut self.closed {
            let mut all = closed.terminals.iter_mut();
            if let Some(before) = all.find(|one| one.terminal == recorded.terminal) {
                *before = recorded;
            }
        }
    }

    pub(super) fn terminals<'a>(
        &'a self,
        desk: &'a Desk,
        closed: &'a Closed,
    ) -> Element<'a, Message> {
        let t = desk.t;
        let unknown = (closed.unknown > 0).then(|| {
            let sentence = t.with("closing-unknown", &[("n", closed.unknown.into())]);
            notice::notice(notice::Rank::Warning, sentence, None)
        });
        let all = closed.terminals.iter().map(|one| self.terminal(desk, one));
        Column::new()
            .push(unknown)
            .extend(all)
            .spacing(space::EDGE)
            .into()
    }

    fn terminal<'a>(&'a self, desk: &'a Desk, one: &'a Recorded) -> Element<'a, Message> {
        let t = desk.t;
        let ours = one.closing.ours.sum;
        let name = [("name", one.terminal.as_str().into())];
        let head = line(
            t.with("closing-terminal", &name),
            size::BODY,
            theme::SEMIBOLD,
        );
        let ours_row = parts::fact(t.text("closing-terminal-ours"), money(ours));
        match &one.closing.outcome {
            Outcome::Failed { reason } => {
                let reason = [("reason", reason.as_str().into())];
                let again = (!self.again).then(|| Message::Again(one.terminal.clone()));
                column![
                    head,
                    notice::notice(
                        notice::Rank::Warning,
                        t.with("closing-terminal-failed", &reason),
                        None
                    ),
                    ours_row,
                    button::small(
                        t.text(match self.again {
                            true => "closing-terminal-asked",
                            false => "closing-terminal-again",
                        }),
                        theme::tertiary
                    )
                    .on_press_maybe(again),
                ]
            }
            Outcome::Totals(theirs) => {
                let difference = theirs.sum - ours;
                let differs = difference != Money::ZERO && !one.closing.shared;
                let state = match (one.closing.shared, differs) {
                    (true, _) => Some((notice::Rank::Info, "closing-terminal-shared")),
                    (false, true) => Some((notice::Rank::Warning, "closing-terminal-differs")),
                    (false, false) => None,
                };
                column![
                    head,
                    ours_row,
                    parts::fact(t.text("closing-terminal-theirs"), money(theirs.sum)),
                    parts::fact(t.text("closing-difference"), signed(difference)),
                ]
                .push(state.map(|(rank, key)| notice::notice(rank, t.text(key), None)))
                .extend(one.closing.differences.iter().map(|difference| {
                    let sentence = in_words(desk, difference);
                    notice::notice(notice::Rank::Warning, sentence, None)
                }))
            }
        }
        .spacing(space::HALF)
        .into()
    }
}

fn in_words(desk: &Desk, difference: &Difference) -> String {
    let t = desk.t;
    let ours = |key: &str, one: &crate::closing::terminals::Ours| {
        let receipt = one
            .receipt
            .map_or("–".to_owned(), |number| number.to_string());
        t.with(
            key,
            &[
                ("amount", money(one.amount).into()),
                ("receipt", receipt.into()),
                ("slip", one.slip.as_str().into()),
            ],
        )
    };
    match difference {
        Difference::NotOurs { from, to } if from == to => t.with(
            "closing-terminal-not-ours-one",
            &[("n", from.to_string().into())],
        ),
        Difference::NotOurs { from, to } => t.with(
            "closing-terminal-not-ours",
            &[
                ("from", from.to_string().into()),
                ("to", to.to_string().into()),
            ],
        ),
        Difference::NotTheirs(one) => ours("closing-terminal-not-theirs", one),
        Difference::Twice(one) => ours("closing-terminal-twice", one),
        Difference::Explains(one) => ours("closing-terminal-explains", one),
        Difference::Impossible => t.text("closing-terminal-impossible").to_owned(),
    }
}
