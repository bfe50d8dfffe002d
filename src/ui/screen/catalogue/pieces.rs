//! What the pages of the catalogue have in common: fields, choices, the preview of changes, the foot.

use super::{Field, Message};
use crate::catalogue::change::{Problem, Summary};
use crate::i18n::Language;
use crate::message;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::{Element, button, fit, hairline, line, list, modal, words};
use iced::Length;
use iced::widget::{Id, column, container, row, space as gap, text_input};

/// A field with its caption above it and what is wrong with it below.
pub fn field<'a>(
    field: Field,
    caption: &'a str,
    placeholder: &'a str,
    value: &'a str,
    wrong: Option<&'a str>,
) -> Element<'a, Message> {
    column![
        line(caption, size::BODY, theme::MEDIUM),
        text_input(placeholder, value)
            .id(field.id())
            .on_input(move |text| Message::Typed(field, text))
            .on_submit(Message::Submit)
            .size(size::KEY)
            .padding([12.0, space::EDGE])
            .style(theme::field),
    ]
    .push(wrong.map(|wrong| words(wrong, size::SUB, theme::MEDIUM).style(theme::stop)))
    .spacing(6)
    .width(Length::Fill)
    .into()
}

/// One of several choices.
pub fn choice<'a>(caption: &'a str, chosen: bool, message: Message) -> Element<'a, Message> {
    let style = if chosen {
        theme::chosen
    } else {
        theme::tertiary
    };
    button::small(caption, style).on_press(message).into()
}

/// Asks whether what was changed may be lost.
pub fn leave(desk: &Desk, stay: Message, go: Message) -> Element<'_, Message> {
    let t = desk.t;
    modal::dialog(
        t.text("cat-leave-title"),
        modal::sentence(t.text("cat-leave-text")),
        vec![
            button::large(t.text("cat-leave-stay"), Some("Esc"), theme::primary)
                .on_press(stay)
                .into(),
            button::large(t.text("cat-leave-go"), None, theme::danger)
                .on_press(go)
                .into(),
        ],
    )
}

/// The way back, the reason, and what is done for it.
pub fn foot<'a>(
    desk: &'a Desk,
    field: Field,
    reason: &'a str,
    go: &'a str,
    message: Option<Message>,
) -> Element<'a, Message> {
    let t = desk.t;
    row![
        button::middle(t.text("back"), Some("Esc"), theme::secondary)
            .width(150)
            .on_press(Message::Back),
        text_input(t.text("cat-reason"), reason)
            .id(field.id())
            .on_input(move |text| Message::Typed(field, text))
            .on_submit(Message::Submit)
            .size(size::KEY)
            .line_height(iced::Pixels(24.0))
            .padding([16.0, space::EDGE])
            .style(theme::field),
        button::middle(go, Some("F12"), theme::primary)
            .width(270)
            .on_press_maybe(message),
    ]
    .spacing(space::GAP)
    .align_y(iced::Center)
    .into()
}

/// Old and new of every change; what is not allowed comes first, with the reason.
pub fn preview<'a>(
    desk: &'a Desk,
    summaries: &'a [Summary],
    problems: &'a [Problem],
    offset: f32,
    on_scroll: impl Fn(f32) -> Message + Clone + 'a,
) -> Element<'a, Message> {
    let count = problems.len() + summaries.len();
    list::windowed(
        Id::new("catalogue-preview"),
        count,
        offset,
        on_scroll,
        move |at| match (problems.get(at), at.checked_sub(problems.len())) {
            (Some(problem), _) => refused(problem, desk),
            (None, Some(at)) => match summaries.get(at) {
                Some(summary) => changed(summary, desk.lang),
                None => gap().height(measure::ROW + 1.0).into(),
            },
            (None, None) => gap().height(measure::ROW + 1.0).into(),
        },
    )
}

fn refused<'a>(problem: &'a Problem, desk: &'a Desk) -> Element<'a, Message> {
    let name = problem.item.as_ref().and_then(|id| {
        let entry = desk.master.as_ref()?.assortment.entry(id)?;
        Some(format!("{id} {}", entry.item.name))
    });
    let name = name.or_else(|| problem.item.clone()).unwrap_or_default();
    let rule = message::said(&problem.fault, message::rule, desk.lang);
    column![
        container(
            column![
                fit::fit(name, size::BODY, theme::MEDIUM),
                fit::fit(rule, size::SUB, theme::MEDIUM).style(theme::stop),
            ]
            .spacing(2),
        )
        .center_y(measure::ROW)
        .padding([0.0, 20.0])
        .width(Length::Fill)
        .clip(true),
        hairline(),
    ]
    .into()
}

fn changed(summary: &Summary, language: Language) -> Element<'_, Message> {
    let what = summary.what(language);
    let or = |text: &str| match text {
        "" => String::from("–"),
        text => text.to_owned(),
    };
    let (name, what) = match summary.name.as_str() {
        "" => (summary.subject.as_str(), what),
        name => (name, format!("{} · {what}", summary.subject)),
    };
    column![
        container(
            row![
                container(column![
                    fit::fit(name, size::BODY, theme::MEDIUM),
                    fit::fit(what, size::SUB, theme::REGULAR).style(theme::soft),
                ])
                .width(Length::FillPortion(4))
                .clip(true),
                container(
                    fit::fit(or(&summary.old), size::BODY, theme::REGULAR).style(theme::soft)
                )
                .width(Length::FillPortion(2))
                .clip(true),
                line("→", size::BODY, theme::REGULAR).style(theme::soft),
                container(fit::fit(or(&summary.new), size::BODY, theme::SEMIBOLD))
                    .width(Length::FillPortion(2))
                    .clip(true),
            ]
            .spacing(12)
            .align_y(iced::Center),
        )
        .center_y(measure::ROW)
        .padding([0.0, 20.0]),
        hairline(),
    ]
    .into()
}
