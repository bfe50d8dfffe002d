//! The picture: the days at the top, and what came of them below.

use iced::Length;
use iced::widget::{Column, column, container, row};

use super::course::days;
use super::{Message, State, TABS, Tab, weight};
use crate::audit::{Evaluation, Finding, Rank as Weight};
use crate::i18n::money;
use crate::ui::desk::Desk;
use crate::ui::icon::Icon;
use crate::ui::protocol::evaluation::Wanted;
use crate::ui::screen::parts;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::{Element, button, fit, list, soft, tabs, words};

const DAYS: [(Wanted, &str); 4] = [
    (Wanted::Month, "eval-month"),
    (Wanted::LastMonth, "eval-last-month"),
    (Wanted::Year, "eval-year"),
    (Wanted::LastYear, "eval-last-year"),
];

impl State {
    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let content: Element<'a, Message> = match (&self.evaluation, self.progress) {
            (Some(evaluation), _) => self.pages(desk, evaluation),
            (None, Some((through, of))) => {
                let arguments = [("n", through.into()), ("of", of.into())];
                container(
                    column![
                        soft(t.with("eval-progress", &arguments)),
                        button::middle(t.text("eval-stop"), None, theme::secondary)
                            .width(200)
                            .on_press(Message::Stop),
                    ]
                    .spacing(space::EDGE)
                    .align_x(iced::Center),
                )
                .center(Length::Fill)
                .into()
            }
            (None, None) => container(soft(t.text("eval-choose")))
                .center(Length::Fill)
                .into(),
        };
        let idle = !self.saving;
        let done = self.evaluation.is_some() && idle;
        let journal = |csv: bool, key: &'static str| {
            let message = (self.span.is_some() && idle).then_some(Message::Journal { csv });
            parts::foot(t.text(key), theme::secondary, message)
        };
        parts::frame(
            desk,
            t.text("menu-evaluation"),
            column![self.head(desk), container(content).height(Length::Fill)].spacing(12),
            self.note.as_ref(),
            Message::Back,
            vec![
                journal(false, "eval-journal-pdf"),
                journal(true, "eval-journal-csv"),
                parts::foot(
                    t.text("eval-save"),
                    theme::primary,
                    done.then_some(Message::Save),
                ),
            ],
        )
    }

    /// The days, typed or chosen.
    fn head<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let field =
            |id: &'static str, hint: &'static str, value: &'a str, on: fn(String) -> Message| {
                container(
                    iced::widget::text_input(t.text(hint), value)
                        .id(iced::widget::Id::new(id))
                        .on_input(on)
                        .on_submit(Message::Go)
                        .size(size::KEY)
                        .padding([12.0, space::EDGE])
                        .style(theme::field),
                )
                .width(150)
            };
        let chips = DAYS
            .map(|(wanted, key)| parts::choice(t.text(key), false, Some(Message::Days(wanted))));
        let wrong = self
            .wrong
            .then(|| words(t.text("eval-wrong-days"), size::SUB, theme::MEDIUM).style(theme::stop));
        column![
            row![
                field("eval-from", "eval-from", &self.from, Message::From),
                field("eval-to", "eval-to", &self.to, Message::To),
                button::small(t.text("eval-go"), theme::primary).on_press(Message::Go),
                iced::widget::space().width(space::EDGE),
                container(parts::choices(chips)).width(Length::Fill),
            ]
            .spacing(space::GAP)
            .align_y(iced::Center)
        ]
        .push(wrong)
        .spacing(space::HALF)
        .into()
    }

    fn pages<'a>(&'a self, desk: &'a Desk, evaluation: &'a Evaluation) -> Element<'a, Message> {
        let t = desk.t;
        let open = TABS.iter().position(|(tab, _)| *tab == self.tab);
        let names = TABS.iter().map(|(tab, key)| {
            let name = match tab {
                Tab::Findings => format!("{} ({})", t.text(key), evaluation.findings.len()),
                _ => t.text(key).to_owned(),
            };
            (name, Message::Tab(*tab))
        });
        let arguments = [
            ("days", days(evaluation.span).into()),
            ("n", evaluation.receipts.count.into()),
            ("amount", money(evaluation.receipts.amount).into()),
        ];
        let sum = t.with("eval-sum", &arguments);
        let page = match self.tab {
            Tab::Findings => self.findings(desk, evaluation),
            Tab::Persons => self.persons(desk, evaluation),
            Tab::Course => self.course(desk, evaluation),
        };
        column![
            row![
                container(tabs::owned(names, open.unwrap_or(0))).width(Length::Shrink),
                container(fit::fit(sum, size::BODY, theme::REGULAR).style(theme::soft))
                    .align_right(Length::Fill),
            ]
            .spacing(space::EDGE)
            .align_y(iced::Center),
            page
        ]
        .spacing(12)
        .into()
    }

    fn findings<'a>(&'a self, desk: &'a Desk, evaluation: &'a Evaluation) -> Element<'a, Message> {
        let t = desk.t;
        let rows = evaluation.findings.iter().enumerate().map(|(at, finding)| {
            let names = finding
                .person
                .as_ref()
                .map_or("", |person| person.name.as_str());
            let count = match (names.is_empty(), finding.tally.count) {
                (true, n) => format!("{n}×"),
                (false, n) => format!("{names} · {n}×"),
            };
            let texts = Column::new()
                .push(fit::fit(finding.title(t), size::BODY, theme::MEDIUM))
                .push(fit::fit(count, size::SUB, theme::REGULAR).style(theme::soft));
            list::custom(
                row![
                    container(texts).width(Length::Fill).clip(true),
                    parts::tag(
                        t.text(weight(finding.rank)),
                        finding.rank == Weight::Serious
                    ),
                ]
                .spacing(space::GAP)
                .align_y(iced::Center),
                self.chosen == Some(at),
                Some(Message::Choose(at)),
            )
        });
        let left = parts::list(rows.collect(), t.text("eval-nothing"));
        let right = match self.finding() {
            Some(finding) => detail(desk, finding),
            None => parts::panel(
                t.text("eval-nothing"),
                String::new(),
                vec![words(t.text("eval-limits"), size::BODY, theme::REGULAR).into()],
                None,
            ),
        };
        parts::split(desk, left, right)
    }
}

fn detail<'a>(desk: &'a Desk, finding: &'a Finding) -> Element<'a, Message> {
    let t = desk.t;
    let rank = match finding.rank {
        Weight::Serious => Rank::Warning,
        _ => Rank::Info,
    };
    let content: Vec<Element<'a, Message>> = vec![
        words(finding.sentence(t), size::KEY, theme::REGULAR).into(),
        notice::notice(rank, finding.explanation(t), None),
        parts::section(t.text("eval-limits-title")),
        words(t.text("eval-limits"), size::SUB, theme::REGULAR)
            .style(theme::soft)
            .into(),
    ];
    let receipts = finding.receipts.len();
    let foot = match receipts {
        0 => soft(t.text("eval-no-receipts")).into(),
        n => button::with_icon(
            Icon::Receipt,
            t.with("eval-receipts", &[("n", n.into())]),
            theme::primary,
        )
        .height(measure::MIDDLE)
        .on_press(Message::Receipts)
        .into(),
    };
    let sub = t.text(weight(finding.rank)).to_owned();
    parts::panel(finding.title(t), sub, content, Some(foot))
}
