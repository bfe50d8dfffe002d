//! What everybody did, as a table.

use iced::Length;
use iced::widget::{Row, container};

use super::{Message, State};
use crate::audit::{ClerkFigures, Evaluation, Tally};
use crate::ui::desk::Desk;
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, fit, hairline};

/// Columns after the name, with the texts that name them.
const COLUMNS: [&str; 9] = [
    "eval-col-sales",
    "eval-col-back",
    "eval-col-late",
    "eval-col-closed",
    "eval-col-aborts",
    "eval-col-struck",
    "eval-col-discounts",
    "eval-col-training",
    "eval-col-difference",
];

impl State {
    pub(super) fn persons<'a>(
        &'a self,
        desk: &'a Desk,
        evaluation: &'a Evaluation,
    ) -> Element<'a, Message> {
        let t = desk.t;
        let head = COLUMNS
            .iter()
            .map(|key| (t.text(key).to_owned(), String::new()));
        let mut rows = vec![record(t.text("eval-col-person"), "", head.collect(), true)];
        rows.extend(evaluation.clerks.iter().map(|clerk| {
            let name = if clerk.name.is_empty() {
                &clerk.id
            } else {
                &clerk.name
            };
            record(name, &clerk.id, cells(clerk), false)
        }));
        rows.push(record(t.text("eval-all"), "", cells(&evaluation.all), true));
        parts::list(rows, t.text("eval-none"))
    }
}

fn cells(clerk: &ClerkFigures) -> Vec<(String, String)> {
    let both = |tally: Tally| match tally.count {
        0 => ("–".to_owned(), String::new()),
        count => (count.to_string(), tally.amount.to_string()),
    };
    let back = clerk.reversals.plus(clerk.refunds);
    let share = back.count * 1000 / clerk.sales.count.max(1);
    let (count, amount) = both(back);
    let back = match amount.is_empty() {
        true => (count, amount),
        false => (format!("{count} · {},{} %", share / 10, share % 10), amount),
    };
    vec![
        both(clerk.sales),
        back,
        both(clerk.late),
        both(clerk.after_closing),
        both(clerk.aborts),
        both(clerk.struck),
        both(clerk.discounts),
        both(clerk.training),
        match clerk.differences.count {
            0 => both(clerk.differences),
            count => (count.to_string(), clerk.difference_text()),
        },
    ]
}

fn record<'a>(
    name: &'a str,
    id: &'a str,
    cells: Vec<(String, String)>,
    strong: bool,
) -> Element<'a, Message> {
    let font = if strong {
        theme::SEMIBOLD
    } else {
        theme::MEDIUM
    };
    let cell = |first: String, second: String| {
        container(
            iced::widget::column![fit::fit(first, size::SUB, font)]
                .push(
                    (!second.is_empty())
                        .then(|| fit::fit(second, size::HINT, theme::REGULAR).style(theme::soft)),
                )
                .align_x(iced::Right),
        )
        .align_right(Length::FillPortion(2))
        .clip(true)
    };
    let names = container(
        iced::widget::column![fit::fit(name, size::BODY, font)].push(
            (!id.is_empty()).then(|| fit::fit(id, size::HINT, theme::REGULAR).style(theme::soft)),
        ),
    )
    .width(Length::FillPortion(3))
    .clip(true);
    let row = Row::new()
        .push(names)
        .extend(
            cells
                .into_iter()
                .map(|(first, second)| cell(first, second).into()),
        )
        .spacing(space::GAP)
        .height(56)
        .padding([0.0, 12.0])
        .align_y(iced::Center);
    iced::widget::column![row, hairline()].into()
}
