//! What the screens of administration have in common: their frame, captions, days as they are typed.

use chrono::{Datelike, NaiveDate};
use iced::widget::{Column, Id, Row, column, container, row, scrollable};
use iced::{Length, Padding};

use crate::ui::desk::Desk;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::field::Field;
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::{Element, button, fit, line, soft, words};

/// A screen with a header, content that fills it, a message if there is one, and buttons at its foot.
pub fn frame<'a, Message: Clone + 'a>(
    desk: &'a Desk,
    title: &'a str,
    content: impl Into<Element<'a, Message>>,
    note: Option<&'a (Rank, String)>,
    back: Message,
    buttons: Vec<Element<'a, Message>>,
) -> Element<'a, Message> {
    let note = note.map(|(rank, sentence)| notice::notice(*rank, sentence.as_str(), None));
    let back = button::large(desk.t.text("back"), Some("Esc"), theme::secondary)
        .width(Length::FillPortion(2))
        .on_press(back);
    // Three places, so that a button keeps its width whatever stands beside it.
    let missing = 3_usize.saturating_sub(buttons.len());
    let fill = (missing > 0).then(|| {
        iced::widget::space().width(Length::FillPortion(u16::try_from(missing * 3).unwrap_or(3)))
    });
    let foot = Row::new()
        .push(back)
        .push(fill)
        .extend(buttons)
        .spacing(space::GAP);
    column![
        desk.header_titled(title, &desk.facts.register, None, None),
        Column::new()
            .push(container(content).height(Length::Fill))
            .push(note)
            .push(foot)
            .spacing(12)
            .padding(space::EDGE)
            .height(Length::Fill),
    ]
    .into()
}

/// A button at the foot of a screen.
pub fn foot<'a, Message: Clone + 'a>(
    caption: impl iced::widget::text::IntoFragment<'a>,
    style: crate::ui::widget::press::StyleFn,
    message: Option<Message>,
) -> Element<'a, Message> {
    button::large(caption, None, style)
        .width(Length::FillPortion(3))
        .on_press_maybe(message)
        .into()
}

/// A list on the left and what is chosen from it on the right.
pub fn split<'a, Message: Clone + 'a>(
    desk: &Desk,
    left: impl Into<Element<'a, Message>>,
    right: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    row![
        container(left).width(Length::Fill).height(Length::Fill),
        container(right)
            .width(desk.side_panel().max(480.0).min(desk.size.width * 0.46))
            .height(Length::Fill),
    ]
    .spacing(space::EDGE)
    .into()
}

/// The card a list fills.
pub fn card<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    container(content)
        .style(theme::card)
        .padding(2)
        .height(Length::Fill)
        .width(Length::Fill)
        .clip(true)
        .into()
}

/// Rows in a card that scroll, or a sentence if there are none.
pub fn list<'a, Message: Clone + 'a>(
    rows: Vec<Element<'a, Message>>,
    empty: &'a str,
) -> Element<'a, Message> {
    let content: Element<'a, Message> = if rows.is_empty() {
        container(soft(empty))
            .center(Length::Fill)
            .padding(space::CARD)
            .into()
    } else {
        scrollable(Column::with_children(rows))
            .spacing(0)
            .height(Length::Fill)
            .into()
    };
    card(content)
}

/// Rows of the same height that scroll; only those in sight are built.
pub fn window<'a, Message: Clone + 'a>(
    desk: &Desk,
    id: &'static str,
    count: usize,
    pitch: f32,
    offset: f32,
    row: impl Fn(usize) -> Option<Element<'a, Message>>,
    on_scroll: impl Fn(f32) -> Message + 'a,
) -> Element<'a, Message> {
    // Some more than fit, so that a quick finger sees no gap.
    let spare = 4;
    let first = ((offset / pitch) as usize).saturating_sub(spare);
    let fit = (desk.size.height / pitch) as usize + 2 * spare;
    let last = (first + fit).min(count);
    let first = first.min(last);
    let above = iced::widget::space().height(first as f32 * pitch);
    let below = iced::widget::space().height((count - last) as f32 * pitch);
    let rows = (first..last).filter_map(row);
    scrollable(Column::new().push(above).extend(rows).push(below))
        .id(Id::new(id))
        .on_scroll(move |view| on_scroll(view.absolute_offset().y))
        .height(Length::Fill)
        .into()
}

/// A [`window`] in a card, or a sentence if there are no rows.
pub fn windowed<'a, Message: Clone + 'a>(
    desk: &Desk,
    id: &'static str,
    count: usize,
    (pitch, offset): (f32, f32),
    row: impl Fn(usize) -> Option<Element<'a, Message>>,
    on_scroll: impl Fn(f32) -> Message + 'a,
    empty: &'a str,
) -> Element<'a, Message> {
    if count == 0 {
        return list(Vec::new(), empty);
    }
    card(window(desk, id, count, pitch, offset, row, on_scroll))
}

/// Where a [`window`] has to be scrolled to so that a row is in sight; `around` is what the rest of the screen
/// takes of its height.
pub fn in_sight(desk: &Desk, row: usize, pitch: f32, offset: f32, around: f32) -> f32 {
    let height = (desk.size.height - around).max(2.0 * pitch);
    let top = row as f32 * pitch;
    offset.clamp((top + pitch - height).max(0.0), top.max(0.0))
}

/// A panel with a heading, content that scrolls, and buttons that do not.
pub fn panel<'a, Message: Clone + 'a>(
    heading: impl iced::widget::text::IntoFragment<'a>,
    sub: String,
    content: Vec<Element<'a, Message>>,
    foot: Option<Element<'a, Message>>,
) -> Element<'a, Message> {
    let head = column![
        words(heading, size::TITLE, theme::BOLD),
        words(sub, size::SUB, theme::REGULAR).style(theme::soft),
    ]
    .spacing(2)
    .padding(Padding {
        top: 14.0,
        right: 20.0,
        bottom: 10.0,
        left: 20.0,
    });
    let body = scrollable(
        Column::with_children(content)
            .spacing(space::GAP)
            .padding(Padding::from([12, 20])),
    )
    .spacing(0)
    .height(Length::Fill);
    container(
        column![head, crate::ui::widget::hairline(), body]
            .push(foot.map(|foot| container(foot).padding(Padding::from([12, 20])))),
    )
    .style(theme::card)
    .width(Length::Fill)
    .height(Length::Fill)
    .clip(true)
    .into()
}

/// A caption on the left and its value, which may wrap, on the right.
pub fn fact<'a, Message: 'a>(
    caption: impl iced::widget::text::IntoFragment<'a>,
    value: impl iced::widget::text::IntoFragment<'a>,
) -> Element<'a, Message> {
    row![
        container(fit::fit(caption, size::SUB, theme::REGULAR).style(theme::soft))
            .width(132)
            // Smaller letters beside larger ones stand on the same line.
            .padding(Padding {
                top: 2.0,
                ..Padding::ZERO
            }),
        words(value, size::BODY, theme::REGULAR).width(Length::Fill),
    ]
    .spacing(space::GAP)
    .into()
}

/// A heading inside a panel or dialog.
pub fn section<'a, Message: 'a>(
    caption: impl iced::widget::text::IntoFragment<'a>,
) -> Element<'a, Message> {
    container(line(caption, size::BODY, theme::SEMIBOLD))
        .padding(Padding {
            top: 8.0,
            ..Padding::ZERO
        })
        .into()
}

/// One choice of several, in the small buttons of the settings.
pub fn choice<'a, Message: Clone + 'a>(
    caption: impl iced::widget::text::IntoFragment<'a>,
    chosen: bool,
    message: Option<Message>,
) -> Element<'a, Message> {
    let style = if chosen {
        theme::chosen
    } else {
        theme::tertiary
    };
    button::small(caption, style).on_press_maybe(message).into()
}

/// Choices beside each other that wrap.
pub fn choices<'a, Message: 'a>(
    all: impl IntoIterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    Row::with_children(all)
        .spacing(space::GAP)
        .wrap()
        .vertical_spacing(space::GAP)
        .into()
}

/// A field of a form.
pub fn field<'a, Message: Clone + 'a>(
    id: &'static str,
    caption: &'a str,
    placeholder: &'a str,
    value: &'a str,
    problem: Option<&'a str>,
    on_input: impl Fn(String) -> Message + 'a,
    on_submit: Message,
) -> Element<'a, Message> {
    Field {
        id: Id::new(id),
        caption,
        placeholder,
        value,
        problem,
    }
    .view(on_input, Some(on_submit))
}

/// A short word in a soft box behind a name: what is special about it.
pub fn tag<'a, Message: 'a>(
    text: impl iced::widget::text::IntoFragment<'a>,
    warns: bool,
) -> Element<'a, Message> {
    container(line(text, size::HINT, theme::MEDIUM))
        .padding([2, 8])
        .style(if warns {
            theme::warning_card
        } else {
            theme::note_card
        })
        .into()
}

/// Reads a day as typed: `1.1.2027`, `01.01.27` or `2027-01-01`.
pub fn read_day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let mut parts = text.split('.').map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !matches!(year.len(), 2 | 4) {
        return None;
    }
    let year: i32 = year.parse().ok()?;
    let year = if year < 100 { year + 2000 } else { year };
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// The first of January after `day`: laws and rates mostly begin there.
pub fn next_year(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(day.year() + 1, 1, 1).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let day = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
        for text in ["1.1.2027", "01.01.27", " 1. 1. 2027 ", "2027-01-01"] {
            assert_eq!(read_day(text), Some(day), "{text}");
        }
        for text in ["", "1.1.", "31.2.2027", "1.1.227", "1.1.2027.1", "heute"] {
            assert_eq!(read_day(text), None, "{text}");
        }
    }

    #[test]
    fn the_next_year_begins_in_january() {
        let leap = NaiveDate::from_ymd_opt(2028, 2, 29).unwrap();
        assert_eq!(next_year(leap).to_string(), "2029-01-01");
    }
}
