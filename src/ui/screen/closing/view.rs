//! The picture of the closing.

use super::{Message, State, Step};
use crate::i18n::money;
use crate::money::Money;
use crate::receipt::Kind;
use crate::ui::desk::{Desk, quantity};
use crate::ui::icon::{Icon, icon};
use crate::ui::screen::approval;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::press::Press;
use crate::ui::widget::totals::{statement, sum_statement};
use crate::ui::widget::{Element, button, card, fit, modal, notice, soft, tabs, title};
use iced::widget::{Column, column, container, row, scrollable, space as gap};
use iced::{Length, Padding};

impl State {
    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let steps = [
            t.text("closing-step-look"),
            t.text("closing-step-count"),
            t.text("closing-step-skim"),
            t.text("closing-step-sign"),
        ];
        let current = match self.step {
            Step::Look => 0,
            Step::Count => 1,
            Step::Skim => 2,
            Step::Sign => 3,
            Step::Closed => 4,
        };
        let main: Element<'a, Message> = match self.step {
            Step::Look => self.look(desk),
            Step::Count => self.count.view(desk, &self.labels).map(Message::Count),
            Step::Skim => self.skim(desk),
            Step::Sign => self.sign(desk),
            Step::Closed => self.done(desk),
        };
        let narrow = desk.size.width < 1200.0;
        let left = card(
            column![
                tabs::pills(&steps, current),
                container(main).height(Length::Fill)
            ]
            .spacing(space::EDGE),
        )
        .padding(20)
        .height(Length::Fill)
        .width(if narrow {
            Length::FillPortion(6)
        } else {
            Length::Fixed(560.0)
        });
        let right = container(self.right(desk)).width(if narrow {
            Length::FillPortion(5)
        } else {
            Length::Fill
        });
        let screen: Element<'a, Message> = column![
            desk.header_titled(t.text("closing-title"), &desk.facts.register, None, None),
            row![left, right]
                .spacing(20)
                .padding(Padding::from([desk.gap().min(20.0), desk.gap()]))
                .height(Length::Fill),
        ]
        .into();
        if let Some(entry) = &self.entry {
            let dialog = entry
                .view(
                    desk,
                    t.text("closing-carry"),
                    t.text("closing-carry-hint").to_owned(),
                    "€",
                )
                .map(Message::Entry);
            return modal::modal(screen, dialog, None);
        }
        if self.working {
            let dialog = modal::dialog(
                t.text("closing-working-title"),
                modal::sentence(t.text("closing-working")),
                Vec::new(),
            );
            return modal::modal(screen, dialog, None);
        }
        match &self.approval {
            None => screen,
            Some(state) => state.over(
                screen,
                desk,
                approval::Question {
                    title: t.text("closing-sign-title"),
                    text: t.text(match desk.status.terminals.is_empty() {
                        true => "closing-sign-text",
                        false => "closing-sign-terminals",
                    }),
                    reasons: Vec::new(),
                    go: t.text("closing-go"),
                },
                Message::Approval,
            ),
        }
    }

    fn look<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let Some(period) = &self.period else {
            return container(soft(t.text("wait"))).center(Length::Fill).into();
        };
        let totals = &period.totals;
        let receipts = totals.range.map_or(0, |(first, last)| last - first + 1);
        let mut rows = Column::new()
            .push(statement(t.text("closing-receipts"), receipts.to_string()))
            .push(statement(
                t.text("closing-turnover"),
                money(totals.turnover()),
            ));
        for key in totals.keys() {
            if !key.vat.is_zero() {
                let caption = t.with(
                    "tax-within",
                    &[
                        ("percent", quantity(key.percent).into()),
                        ("gross", key.gross.to_string().into()),
                    ],
                );
                rows = rows.push(statement(caption, key.vat.to_string()));
            }
        }
        for (kind, caption) in [
            (Kind::Void, "closing-voids"),
            (Kind::Refund, "closing-refunds"),
            (Kind::Abort, "closing-aborts"),
        ] {
            if let Some(tally) = totals.kinds.get(&kind) {
                let caption = t.with(caption, &[("n", tally.count.into())]);
                rows = rows.push(statement(caption, tally.sum.to_string()));
            }
        }
        if totals.voided_lines.count > 0 {
            let caption = t.with("closing-struck", &[("n", totals.voided_lines.count.into())]);
            rows = rows.push(statement(caption, totals.voided_lines.sum.to_string()));
        }
        if totals.discounts.count > 0 {
            let caption = t.with("closing-discounts", &[("n", totals.discounts.count.into())]);
            rows = rows.push(statement(caption, totals.discounts.sum.to_string()));
        }
        for (whom, sum) in totals.third_party.iter().filter(|(_, sum)| !sum.is_zero()) {
            let caption = t.with("closing-third-party", &[("whom", whom.as_str().into())]);
            rows = rows.push(statement(caption, sum.to_string()));
        }
        let waiting = super::waiting(desk);
        let hint = (waiting > 0).then(|| {
            let sentence = t.with("closing-sales-waiting", &[("n", waiting.into())]);
            column![
                notice::notice(notice::Rank::Stop, sentence, None),
                button::middle(t.text("closing-open-sales"), None, theme::secondary)
                    .on_press(Message::Open),
            ]
            .spacing(space::GAP)
        });
        let unsigned = (totals.unsigned > 0).then(|| {
            let sentence = t.with("closing-unsigned", &[("n", totals.unsigned.into())]);
            notice::notice(notice::Rank::Warning, sentence, None)
        });
        let unsettled = (!desk.unsettled.is_empty()).then(|| {
            let sentence = t.with("closing-unsettled", &[("n", desk.unsettled.len().into())]);
            column![
                notice::notice(notice::Rank::Warning, sentence, None),
                button::middle(t.text("unsettled-title"), None, theme::secondary)
                    .on_press(Message::Unsettled),
            ]
            .spacing(space::GAP)
        });
        scrollable(
            Column::new()
                .push(unsettled)
                .push(hint)
                .push(unsigned)
                .push(rows)
                .spacing(space::GAP),
        )
        .spacing(space::GAP)
        .into()
    }

    fn skim<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let counted = self.count.total();
        let carried = self.carried(desk);
        let choice = |caption: String, amount: Money| {
            Press::new(fit::fit(caption, size::KEY, theme::MEDIUM))
                .style(if carried == amount {
                    theme::chosen
                } else {
                    theme::tertiary
                })
                .width(Length::Fill)
                .height(measure::MIDDLE)
                .padding([0.0, space::GAP])
                .on_press(Message::Carry(amount))
        };
        let float = desk.facts.float.min(counted);
        column![
            iced::widget::text(t.text("closing-skim-text")).size(size::KEY),
            choice(
                t.with("closing-keep-float", &[("amount", money(float).into())]),
                float
            ),
        ]
        // With less than the float in the drawer, the float is everything.
        .push((float < counted).then(|| {
            choice(
                t.with("closing-keep-all", &[("amount", money(counted).into())]),
                counted,
            )
        }))
        .extend([
            choice(t.text("closing-keep-nothing").to_owned(), Money::ZERO).into(),
            button::middle(t.text("closing-keep-other"), None, theme::tertiary)
                .on_press(Message::CarryOther)
                .into(),
            gap().height(space::GAP).into(),
            sum_statement(t.text("closing-carry"), money(carried)),
            sum_statement(t.text("closing-skimmed"), money(counted - carried)),
        ])
        .spacing(space::GAP)
        .into()
    }

    fn sign<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let carried = self.carried(desk);
        let me = desk.user.as_ref().map_or("", |user| user.name.as_str());
        column![
            iced::widget::text(t.text("closing-sign-explain")).size(size::KEY),
            gap().height(space::GAP),
            statement(t.text("closing-counter"), me),
            statement(t.text("closing-counted"), money(self.count.total())),
            statement(t.text("closing-difference"), signed(self.difference())),
            statement(
                t.text("closing-skimmed"),
                money(self.count.total() - carried)
            ),
            statement(t.text("closing-carry"), money(carried)),
        ]
        .push(
            self.reason()
                .filter(|_| !self.difference().is_zero())
                .map(|reason| statement(t.text("approval-reason"), reason)),
        )
        .into()
    }

    fn done<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let Some(closed) = &self.closed else {
            return gap().into();
        };
        column![
            row![
                icon(Icon::CircleCheck, 28.0).style(theme::paid),
                title(t.with("closing-done", &[("n", closed.number.into())])),
            ]
            .spacing(12)
            .align_y(iced::Center),
            statement(t.text("closing-turnover"), money(closed.turnover)),
            statement(t.text("closing-difference"), signed(closed.difference)),
            statement(t.text("closing-carry"), money(closed.carried)),
            button::with_icon(Icon::FileText, t.text("save-pdf"), theme::secondary)
                .on_press(Message::Pdf),
        ]
        .push(
            self.note
                .as_ref()
                .map(|(rank, sentence)| notice::notice(*rank, sentence.as_str(), None)),
        )
        .push(scrollable(self.terminals(desk, closed)).spacing(space::GAP))
        .spacing(space::EDGE)
        .into()
    }
}

/// A difference with its sign: too much is as wrong as too little.
pub(in crate::ui) fn signed(difference: Money) -> String {
    if difference > Money::ZERO {
        format!("+{}", money(difference))
    } else {
        money(difference)
    }
}
