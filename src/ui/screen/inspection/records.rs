//! What an official may want to see: TSEs, outages, users and rights, the program.

use iced::widget::{Column, Row, column, container, row, scrollable};
use iced::{Alignment, Length};

use super::{Message, Page, State};
use crate::document::inspection::rights;
use crate::people::{Right, Role};
use crate::ui::desk::Desk;
use crate::ui::protocol::audit::Look;
use crate::ui::screen::devices::words::{bytes, count, groups, moment, reason};
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, button, fit, hairline, line, soft, tabs, words};

const PAGES: [(Page, &str); 4] = [
    (Page::Tse, "audit-page-tse"),
    (Page::Outages, "audit-page-outages"),
    (Page::Users, "audit-page-users"),
    (Page::Program, "audit-page-program"),
];
/// Outages a list shows at most; the export holds them all.
const MOST: usize = 200;

impl State {
    pub(super) fn records<'a>(&'a self, desk: &'a Desk, look: &'a Look) -> Element<'a, Message> {
        let t = desk.t;
        let open = PAGES.iter().position(|(page, _)| *page == self.page);
        let names = PAGES
            .iter()
            .map(|(page, key)| (t.text(key).to_owned(), Message::Page(*page)));
        let rows = match self.page {
            Page::Tse => tses(desk, look),
            Page::Outages => outages(desk, look),
            Page::Users => users(desk, look),
            Page::Program => program(desk, look),
        };
        let body = scrollable(
            Column::with_children(rows)
                .spacing(space::GAP)
                .padding([14.0, 20.0]),
        )
        .spacing(0)
        .height(Length::Fill);
        column![tabs::owned(names, open.unwrap_or(0)), parts::card(body)]
            .spacing(12)
            .into()
    }
}

fn tses<'a>(desk: &'a Desk, look: &'a Look) -> Vec<Element<'a, Message>> {
    let t = desk.t;
    let mut rows = Vec::new();
    for (at, one) in look.tse.history.iter().enumerate() {
        let record = &one.record;
        let device = look.tse.devices.iter();
        let device = device
            .into_iter()
            .find(|d| d.serial.as_ref() == Some(&record.serial));
        if at > 0 {
            rows.push(hairline().into());
        }
        let when = match one.to {
            Some(to) => t.with(
                "tse-outage-from-to",
                &[("from", moment(one.from).into()), ("to", moment(to).into())],
            ),
            None => t.with("tse-outage-goes-on", &[("from", moment(one.from).into())]),
        };
        rows.push(
            row![
                words(record.description.as_str(), size::KEY, theme::SEMIBOLD).width(Length::Fill),
                line(when, size::BODY, theme::REGULAR),
            ]
            .spacing(space::EDGE)
            .into(),
        );
        rows.push(number(desk, "tse-serial", &record.serial));
        let certified = record.certification_id.as_deref();
        rows.push(parts::fact(
            t.text("tse-certification"),
            certified.unwrap_or_else(|| t.text("tse-no-certification")),
        ));
        rows.push(parts::fact(
            t.text("tse-algorithm"),
            format!("{} · {}", record.algorithm, record.time_format),
        ));
        if let Some((_, info)) = device.and_then(|device| device.info.as_ref()) {
            rows.push(parts::fact(
                t.text("tse-certificate"),
                t.with(
                    "tse-certificate-end",
                    &[("day", moment(info.certificate_end).into())],
                ),
            ));
            rows.push(parts::fact(
                t.text("tse-signatures"),
                t.with("tse-made", &[("n", count(info.signatures).into())]),
            ));
        }
    }
    if rows.is_empty() {
        rows.push(soft(t.text("tse-no-history")).into());
    }
    rows
}

fn outages<'a>(desk: &'a Desk, look: &'a Look) -> Vec<Element<'a, Message>> {
    let t = desk.t;
    let mut rows = Vec::new();
    for outage in look.tse.outages.iter().take(MOST) {
        let when = match outage.to {
            Some(to) => t.with(
                "tse-outage-from-to",
                &[
                    ("from", moment(outage.from).into()),
                    ("to", moment(to).into()),
                ],
            ),
            None => t.with(
                "tse-outage-goes-on",
                &[("from", moment(outage.from).into())],
            ),
        };
        if !rows.is_empty() {
            rows.push(hairline().into());
        }
        rows.push(
            row![
                column![
                    words(when, size::BODY, theme::MEDIUM),
                    words(reason(&outage.reason), size::SUB, theme::REGULAR).style(theme::soft),
                ]
                .width(Length::Fill),
                line(
                    t.with("tse-outage-receipts", &[("n", outage.receipts.into())]),
                    size::BODY,
                    theme::REGULAR
                ),
            ]
            .spacing(space::EDGE)
            .align_y(iced::Center)
            .into(),
        );
    }
    if rows.is_empty() {
        rows.push(soft(t.text("tse-no-outage")).into());
    }
    rows
}

fn users<'a>(desk: &'a Desk, look: &'a Look) -> Vec<Element<'a, Message>> {
    let t = desk.t;
    let mut rows: Vec<Element<'a, Message>> = Vec::new();
    for role in Role::ALL {
        let named = look.standing.users.iter().filter(|user| user.role == role);
        let names: Vec<String> = named
            .map(|user| format!("{} ({})", user.name, user.id))
            .collect();
        let names = match names.is_empty() {
            true => t.text("audit-nobody").to_owned(),
            false => names.join(", "),
        };
        rows.push(parts::fact(rights::role(role, desk.lang), names));
    }
    let cell =
        |content: Element<'a, Message>| container(content).width(104).align_x(Alignment::Center);
    let head = Row::new()
        .push(words(t.text("audit-right"), size::SUB, theme::REGULAR).width(Length::Fill))
        .extend(Role::ALL.map(|role| {
            let name = rights::role(role, desk.lang);
            cell(fit::fit(name, size::SUB, theme::MEDIUM).into()).into()
        }));
    rows.push(iced::widget::space().height(space::GAP).into());
    rows.push(head.into());
    for right in Right::ALL {
        rows.push(hairline().into());
        rows.push(
            Row::new()
                .push(
                    words(rights::right(right, desk.lang), size::BODY, theme::REGULAR)
                        .width(Length::Fill),
                )
                .extend(Role::ALL.map(|role| {
                    let mark: Element<'a, Message> = match role.may(right) {
                        true => line(t.text("audit-may"), size::BODY, theme::SEMIBOLD).into(),
                        false => soft("–").into(),
                    };
                    cell(mark).into()
                }))
                .align_y(iced::Center)
                .into(),
        );
    }
    rows
}

fn program<'a>(desk: &'a Desk, look: &'a Look) -> Vec<Element<'a, Message>> {
    let t = desk.t;
    let mut rows = Vec::new();
    match &look.program {
        None => rows.push(soft(t.text("wait")).into()),
        Some(program) => {
            rows.push(parts::fact(
                t.text("audit-program"),
                format!("Amtskasse {}", program.version),
            ));
            rows.push(parts::fact(
                t.text("audit-file"),
                program.path.display().to_string(),
            ));
            if let Some((size, sum)) = &program.sum {
                rows.push(parts::fact(t.text("audit-size"), bytes(*size)));
                rows.push(number(desk, "audit-program-sum", sum));
            }
        }
    }
    let (entry, hash) = &look.standing.head;
    rows.push(hairline().into());
    rows.push(parts::fact(t.text("audit-entry"), count(*entry)));
    rows.push(number(desk, "audit-head", hash));
    rows
}

// A long number that can be taken along.
fn number<'a>(desk: &'a Desk, caption: &'static str, hex: &str) -> Element<'a, Message> {
    let t = desk.t;
    row![
        column![
            line(t.text(caption), size::SUB, theme::REGULAR).style(theme::soft),
            words(groups(hex), size::SUB, theme::MONO),
        ]
        .spacing(2)
        .width(Length::Fill),
        button::small(t.text("copy"), theme::tertiary).on_press(Message::Copy(hex.to_owned())),
    ]
    .spacing(space::GAP)
    .align_y(iced::Center)
    .into()
}
