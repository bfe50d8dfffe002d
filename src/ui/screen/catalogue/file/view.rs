//! The picture of the files: which, on the left; what it would change, on the right.

use super::super::{Field, Message as Screen, pieces};
use super::{Message, State};
use crate::people::Right;
use crate::ui::desk::Desk;
use crate::ui::icon::{Icon, icon};
use crate::ui::protocol::Examination;
use crate::ui::screen::parts;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::notice::Rank;
use crate::ui::widget::{Element, button, fit, hairline, line, list, notice, soft, words};
use iced::widget::{Column, column, container, row, scrollable, space as gap};
use iced::{Length, Padding};

impl State {
    /// Builds the screen.
    pub fn view<'a>(
        &'a self,
        desk: &'a Desk,
        note: Option<&'a (Rank, String)>,
    ) -> Element<'a, Screen> {
        let t = desk.t;
        let may = desk.may(Right::Administer);
        let read_only = (!may).then(|| notice::notice(Rank::Info, t.text("cat-read-only"), None));
        let note = note.map(|(rank, sentence)| notice::notice(*rank, sentence.as_str(), None));
        let left = container(
            scrollable(container(self.left(desk)).padding(20))
                .spacing(0)
                .height(Length::Fill),
        )
        .style(theme::card)
        .padding(2)
        .width((desk.size.width * 0.36).clamp(360.0, 520.0))
        .height(Length::Fill);
        let foot: Element<'a, Screen> = if may {
            pieces::foot(
                desk,
                Field::PathReason,
                &self.reason,
                t.text("cat-import-go"),
                self.is_ready().then_some(Screen::File(Message::Import)),
            )
        } else {
            button::middle(t.text("back"), Some("Esc"), theme::secondary)
                .width(150)
                .on_press(Screen::Back)
                .into()
        };
        let content = Column::new()
            .push(read_only)
            .push(note)
            .push(
                row![left, self.right(desk)]
                    .spacing(space::EDGE)
                    .height(Length::Fill),
            )
            .push(foot)
            .spacing(12)
            .padding(space::EDGE);
        column![
            desk.header_titled(
                t.text("cat-file-title"),
                &desk.facts.register,
                None,
                Some(Screen::User)
            ),
            content.height(Length::Fill),
        ]
        .into()
    }

    fn left<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let files = self.files.names.iter().map(|name| {
            list::custom(
                row![
                    icon(Icon::FileText, 20.0),
                    fit::fit(name.as_str(), size::BODY, theme::MEDIUM)
                ]
                .spacing(12)
                .align_y(iced::Center),
                self.path == *name,
                Some(Screen::File(Message::Choose(name.clone()))),
            )
        });
        let files: Element<'a, Screen> = if self.files.names.is_empty() {
            let folder = self.files.folder.as_str();
            words(
                t.with("cat-file-none", &[("folder", folder.into())]),
                size::SUB,
                theme::REGULAR,
            )
            .style(theme::soft)
            .into()
        } else {
            Column::with_children(files).into()
        };
        let examine = button::middle(t.text("cat-file-examine"), None, theme::secondary)
            .on_press_maybe((!self.busy).then_some(Screen::File(Message::Examine)));
        column![
            line(t.text("cat-import"), size::KEY, theme::SEMIBOLD),
            pieces::field(
                Field::Path,
                t.text("cat-file-path"),
                "import/katalog.csv",
                &self.path,
                None
            ),
            examine,
            files,
            gap().height(space::GAP),
            line(t.text("cat-export"), size::KEY, theme::SEMIBOLD),
            button::with_icon(Icon::Download, t.text("cat-export-today"), theme::secondary)
                .on_press(Screen::File(Message::ExportToday)),
            button::with_icon(Icon::Download, t.text("cat-export-all"), theme::secondary)
                .on_press(Screen::File(Message::ExportAll)),
            soft(t.text("cat-export-hint")),
        ]
        .spacing(space::EDGE)
        .into()
    }

    fn right<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let content: Element<'a, Screen> = match self.examined.as_deref() {
            None => container(soft(t.text("cat-file-first")).align_x(iced::Center))
                .center(Length::Fill)
                .padding(space::CARD)
                .into(),
            Some(Examination::Refused { faults, more }) => {
                refused(desk, faults.get(desk.lang), *more)
            }
            Some(Examination::Fits {
                summaries,
                untouched,
                warnings,
            }) => {
                let summaries = summaries.get(desk.lang);
                let warnings = warnings.get(desk.lang);
                let title = t.with(
                    "cat-import-count",
                    &[("n", summaries.len().into()), ("rest", (*untouched).into())],
                );
                let warnings = warnings
                    .iter()
                    .map(|warning| words(warning.as_str(), size::SUB, theme::REGULAR).into());
                let warned = warnings.len() > 0;
                let warned = warned.then(|| {
                    container(scrollable(Column::with_children(warnings).spacing(4)).spacing(4))
                        .style(theme::warning_card)
                        .padding(12)
                        .width(Length::Fill)
                        .max_height(150)
                });
                let preview = if summaries.is_empty() {
                    container(soft(t.text("cat-import-same")))
                        .center(Length::Fill)
                        .into()
                } else {
                    pieces::preview(desk, summaries, &[], self.offset, |offset| {
                        // A drawing measure, far below the limits of the integer.
                        Screen::File(Message::Scrolled(offset as i32))
                    })
                };
                column![head(title, false), hairline()]
                    .push(warned.map(|warned| container(warned).padding(12)))
                    .push(preview)
                    .into()
            }
        };
        parts::card(content)
    }
}

fn head<'a>(title: String, stops: bool) -> Element<'a, Screen> {
    let style = if stops { theme::stop } else { theme::plain };
    row![
        fit::fit(title, size::KEY, theme::SEMIBOLD).style(style),
        gap().width(Length::Fill)
    ]
    .height(measure::SMALL)
    .padding([0.0, 20.0])
    .align_y(iced::Center)
    .into()
}

fn refused<'a>(desk: &'a Desk, faults: &'a [String], more: usize) -> Element<'a, Screen> {
    let t = desk.t;
    let title = t.with("cat-import-refused", &[("n", (faults.len() + more).into())]);
    let rows = faults.iter().map(|fault| {
        column![
            container(words(fault.as_str(), size::BODY, theme::REGULAR))
                .padding(Padding::from([12, 20])),
            hairline(),
        ]
        .into()
    });
    let more = (more > 0).then(|| {
        container(soft(t.with("cat-import-more", &[("n", more.into())]))).padding([12, 20])
    });
    column![
        head(title, true),
        hairline(),
        scrollable(Column::with_children(rows).push(more))
            .spacing(0)
            .height(Length::Fill),
    ]
    .into()
}
