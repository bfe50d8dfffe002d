//! Taking DSFinV-K and TSE archives along.

use iced::widget::{column, container, row};
use iced::{Alignment, Length};

use super::words::{progress, sum};
use super::{Message, State};
use crate::till::audit::{Exported, Medium, Step as Doing};
use crate::ui::desk::Desk;
use crate::ui::icon::{Icon, icon};
use crate::ui::protocol::audit::Look;
use crate::ui::screen::devices::words::{bytes, count};
use crate::ui::screen::parts;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, line, words};

impl State {
    pub(super) fn medium<'a>(&'a self, desk: &'a Desk, look: &'a Look) -> Element<'a, Message> {
        let t = desk.t;
        let mut content = Vec::new();
        let writes = matches!(
            self.running(),
            Some(Doing::Archive | Doing::Package | Doing::Copy)
        );
        if let (true, Some(now)) = (writes, look.progress) {
            let names = ["audit-do-archive", "audit-do-package", "audit-do-copy"];
            let steps = [Doing::Archive, Doing::Package, Doing::Copy];
            content.push(progress(desk, now, &steps, &names));
            content.push(
                words(t.text("audit-goes-on"), size::BODY, theme::REGULAR)
                    .style(theme::soft)
                    .into(),
            );
        } else {
            if let Some(failed) = &look.visit.failed {
                content.push(notice::notice(
                    Rank::Stop,
                    failed.get(desk.lang).as_str(),
                    None,
                ));
            }
            if let Some(exported) = look.visit.exported.last() {
                content.extend(taken(desk, exported));
                content.push(parts::section(t.text("audit-once-more")));
            }
            content.extend(self.targets(desk, look));
        }
        parts::panel(
            t.text("audit-export-title"),
            t.text("audit-export-text").to_owned(),
            content,
            None,
        )
    }

    fn targets<'a>(&'a self, desk: &'a Desk, look: &'a Look) -> Vec<Element<'a, Message>> {
        let t = desk.t;
        let typed = !self.folder.trim().is_empty();
        let mut lines: Vec<Element<'a, Message>> = look
            .media
            .iter()
            .map(|medium| {
                let chosen = !typed && self.medium.as_ref() == Some(&medium.path);
                entry(desk, medium, chosen)
            })
            .collect();
        if lines.is_empty() {
            lines.push(notice::notice(Rank::Info, t.text("audit-no-medium"), None));
        }
        lines.push(parts::field(
            "audit-folder",
            t.text("audit-folder"),
            t.text("audit-folder-hint"),
            &self.folder,
            None,
            Message::Folder,
            Message::Export,
        ));
        lines
    }
}

fn entry<'a>(desk: &'a Desk, medium: &'a Medium, chosen: bool) -> Element<'a, Message> {
    let t = desk.t;
    let tag = medium
        .read_only
        .then(|| parts::tag(t.text("audit-read-only"), true));
    Press::new(
        row![
            icon(Icon::Usb, 24.0),
            column![
                line(medium.name.as_str(), size::KEY, theme::MEDIUM),
                line(medium.path.display().to_string(), size::SUB, theme::REGULAR)
                    .style(theme::soft),
            ]
            .width(Length::Fill),
        ]
        .push(tag)
        .push(chosen.then(|| icon(Icon::Check, 22.0)))
        .spacing(space::EDGE)
        .align_y(iced::Center),
    )
    .style(if chosen { theme::chosen } else { theme::key })
    .align(Alignment::Start, Alignment::Center)
    .padding([0.0, space::EDGE])
    .width(Length::Fill)
    .height(measure::KEY)
    .on_press_maybe((!medium.read_only).then(|| Message::Medium(medium.path.clone())))
    .into()
}

fn taken<'a>(desk: &'a Desk, exported: &'a Exported) -> Vec<Element<'a, Message>> {
    let t = desk.t;
    let (first, last) = exported.closings;
    let said = t.with(
        "audit-exported",
        &[
            ("first", first.into()),
            ("last", last.into()),
            ("n", exported.number.into()),
        ],
    );
    let mut lines = vec![notice::notice(Rank::Done, said, None)];
    for archive in exported.archives.iter().filter(|one| !one.complete()) {
        let said = t.with(
            "audit-behind",
            &[
                ("reaches", count(archive.reaches).into()),
                ("signed", count(archive.signed).into()),
            ],
        );
        lines.push(notice::notice(Rank::Warning, said, None));
    }
    lines.push(parts::fact(
        t.text("audit-where"),
        exported.folder.display().to_string(),
    ));
    for file in &exported.files {
        lines.push(
            column![
                row![
                    words(file.name.as_str(), size::BODY, theme::MEDIUM).width(Length::Fill),
                    line(bytes(file.size), size::BODY, theme::SEMIBOLD),
                ]
                .spacing(space::GAP),
                container(sum(&file.sha256)),
            ]
            .spacing(2)
            .into(),
        );
    }
    lines
}
