//! Charts over the hours of the day, the days and the persons, and what first digits say.

use iced::Length;
use iced::widget::{Column, column, container, row, scrollable};

use super::chart::{Bar, level, upright};
use super::{Message, State};
use crate::audit::{Evaluation, Verdict};
use crate::i18n::{date, date_time, money};
use crate::till::local;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, fit, line, words};

/// Bars of a trend at most; more days become weeks and months of bars too thin to see.
const BARS: usize = 62;

impl State {
    pub(super) fn course<'a>(
        &'a self,
        desk: &'a Desk,
        evaluation: &'a Evaluation,
    ) -> Element<'a, Message> {
        let t = desk.t;
        let hours = evaluation.hours.iter().enumerate();
        let first = hours
            .clone()
            .find(|(_, h)| h.sales.count + h.back.count > 0);
        let last = hours
            .clone()
            .rfind(|(_, h)| h.sales.count + h.back.count > 0);
        let (first, last) = (first.map_or(8, |(at, _)| at), last.map_or(17, |(at, _)| at));
        let hours = hours
            .filter(|(at, _)| (first..=last).contains(at))
            .map(|(at, hour)| Bar {
                caption: at.to_string(),
                height: hour.sales.count,
                part: hour.back.count,
            });
        let page = Column::new()
            .push(
                row![
                    card(
                        t.text("eval-hours"),
                        t.text("eval-hours-hint"),
                        upright(hours.collect())
                    ),
                    card(
                        t.text("eval-shares"),
                        t.text("eval-shares-hint"),
                        shares(evaluation)
                    ),
                ]
                .spacing(space::EDGE),
            )
            .push(card(
                t.text("eval-days"),
                t.text("eval-days-hint"),
                trend(evaluation),
            ))
            .push(
                row![
                    card(
                        t.text("eval-differences"),
                        "",
                        differences(desk, evaluation)
                    ),
                    card(
                        t.text("eval-digits"),
                        verdict(desk, evaluation),
                        digits(evaluation)
                    ),
                ]
                .spacing(space::EDGE),
            )
            .spacing(space::EDGE)
            .padding(iced::Padding {
                right: 14.0,
                ..iced::Padding::ZERO
            });
        scrollable(page).height(Length::Fill).into()
    }
}

fn card<'a>(
    title: &'a str,
    hint: &'a str,
    content: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    let hint =
        (!hint.is_empty()).then(|| words(hint, size::SUB, theme::REGULAR).style(theme::soft));
    container(
        column![line(title, size::KEY, theme::SEMIBOLD)]
            .push(hint)
            .push(content.into())
            .spacing(space::GAP),
    )
    .style(theme::card)
    .padding(space::EDGE)
    .width(Length::Fill)
    .into()
}

/// Turnover per day, or per so many days that the bars are seen.
fn trend<'a>(evaluation: &Evaluation) -> Element<'a, Message> {
    let days = &evaluation.days;
    let together = days.len().div_ceil(BARS).max(1);
    let count = days.len().div_ceil(together);
    let every = count.div_ceil(12).max(1);
    let bars = days.chunks(together).enumerate().map(|(at, days)| {
        let of = |amount: i64| u64::try_from(amount.max(0)).unwrap_or(0);
        let sold: i64 = days.iter().map(|day| day.sales.amount.cents()).sum();
        let back: i64 = days.iter().map(|day| day.back.amount.cents()).sum();
        let first = days.first().map(|day| day.day.format("%d.%m.").to_string());
        Bar {
            caption: first.filter(|_| at % every == 0).unwrap_or_default(),
            height: of(sold),
            part: of(back),
        }
    });
    upright(bars.collect())
}

/// Reversals and refunds per hundred sales of everybody.
fn shares<'a>(evaluation: &'a Evaluation) -> Element<'a, Message> {
    let share = |clerk: &crate::audit::ClerkFigures| {
        let back = clerk.reversals.plus(clerk.refunds).count;
        (back * 1000 / clerk.sales.count.max(1), back)
    };
    let selling = || {
        evaluation
            .clerks
            .iter()
            .filter(|clerk| clerk.sales.count > 0)
    };
    let most = selling()
        .map(|clerk| share(clerk).0)
        .max()
        .unwrap_or(0)
        .max(1);
    let rows = selling().take(8).map(|clerk| {
        let (share, back) = share(clerk);
        row![
            container(fit::fit(&clerk.name, size::SUB, theme::MEDIUM)).width(120),
            container(level(share * 1000 / most, 0)).width(Length::Fill),
            container(line(
                format!("{},{} %", share / 10, share % 10),
                size::SUB,
                theme::MEDIUM
            ))
            .align_right(64),
            container(line(format!("{back}×"), size::SUB, theme::REGULAR).style(theme::soft))
                .align_right(48),
        ]
        .spacing(space::GAP)
        .align_y(iced::Center)
        .into()
    });
    Column::with_children(rows).spacing(6).into()
}

fn differences<'a>(desk: &'a Desk, evaluation: &'a Evaluation) -> Element<'a, Message> {
    if evaluation.differences.is_empty() {
        return words(desk.t.text("eval-no-difference"), size::SUB, theme::REGULAR).into();
    }
    let rows = evaluation
        .differences
        .iter()
        .rev()
        .take(10)
        .map(|difference| {
            let at = date_time(local(difference.at).naive_local());
            let caption = format!("Z {} · {at}", difference.z_number);
            row![
                container(fit::fit(caption, size::SUB, theme::REGULAR))
                    .width(Length::FillPortion(5)),
                container(
                    fit::fit(&difference.clerk.name, size::SUB, theme::REGULAR).style(theme::soft)
                )
                .width(Length::FillPortion(3)),
                container(line(money(difference.amount), size::SUB, theme::SEMIBOLD))
                    .align_right(Length::FillPortion(2)),
            ]
            .spacing(space::GAP)
            .into()
        });
    Column::with_children(rows).spacing(6).into()
}

fn digits<'a>(evaluation: &Evaluation) -> Element<'a, Message> {
    let digits = &evaluation.digits;
    let all = digits.counts.iter().zip(&digits.expected);
    let most = all
        .clone()
        .map(|(a, b)| *a.max(b))
        .max()
        .unwrap_or(0)
        .max(1);
    let rows = all.enumerate().map(|(at, (counted, expected))| {
        row![
            line((at + 1).to_string(), size::SUB, theme::SEMIBOLD).width(16),
            container(level(counted * 1000 / most, 0)).width(Length::Fill),
            container(line(
                format!("{counted} / {expected}"),
                size::SUB,
                theme::REGULAR
            ))
            .align_right(110),
        ]
        .spacing(space::GAP)
        .align_y(iced::Center)
        .into()
    });
    Column::with_children(rows).spacing(2).into()
}

fn verdict<'a>(desk: &'a Desk, evaluation: &Evaluation) -> &'a str {
    desk.t.text(match evaluation.digits.verdict {
        Verdict::TooFew => "eval-digits-few",
        Verdict::FixedPrices => "eval-digits-fixed",
        Verdict::Fits => "eval-digits-fit",
        Verdict::Differs => "eval-digits-differ",
    })
}

/// `01.11.2026 – 30.11.2026`
pub(super) fn days(span: crate::audit::Span) -> String {
    format!("{} – {}", date(span.from), date(span.to))
}
