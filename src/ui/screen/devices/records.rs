//! Outages, and every TSE that ever signed here.

use super::words::{self, moment};
use super::{Message, State};
use crate::till::tse::{DeviceState, Outage, TseDevice, TseUse};
use crate::ui::desk::Desk;
use crate::ui::protocol::tse::Look;
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, hairline, line, words as text};
use chrono::{DateTime, Utc};
use iced::widget::{Column, column, container, row, scrollable};
use iced::{Length, Padding};

/// Outages a list shows at most; the journal has them all.
const MOST: usize = 200;

impl State {
    pub(super) fn outages<'a>(&'a self, desk: &'a Desk, look: &'a Look) -> Element<'a, Message> {
        let rows = look.overview.outages.iter().take(MOST);
        let rows = rows.map(|outage| outage_row(desk, look, outage)).collect();
        page(rows, desk.t.text("tse-no-outage"))
    }

    pub(super) fn history<'a>(&'a self, desk: &'a Desk, look: &'a Look) -> Element<'a, Message> {
        let rows = look.overview.history.iter();
        let rows = rows.map(|one| use_row(desk, one)).collect();
        page(rows, desk.t.text("tse-no-history"))
    }
}

fn page<'a>(rows: Vec<Element<'a, Message>>, empty: &'a str) -> Element<'a, Message> {
    if rows.is_empty() {
        return parts::list(rows, empty);
    }
    let mut all = Column::new();
    for (at, row) in rows.into_iter().enumerate() {
        all = all
            .push((at > 0).then(hairline))
            .push(container(row).padding(Padding::from([12.0, space::CARD])));
    }
    parts::card(scrollable(all).spacing(0).height(Length::Fill))
}

fn outage_row<'a>(desk: &'a Desk, look: &'a Look, outage: &'a Outage) -> Element<'a, Message> {
    let t = desk.t;
    let end = end_of(look, outage);
    let span = (end.unwrap_or(look.now) - outage.from).to_std();
    let when = match end {
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
    let short = |serial: &String| serial.get(..8).unwrap_or(serial).to_owned();
    let sentence = |key, serial: &String| t.with(key, &[("serial", short(serial).into())]);
    let failed = outage
        .device
        .as_ref()
        .map(|serial| sentence("tse-outage-device", serial));
    let then = outage
        .taken_over_by
        .as_ref()
        .map(|serial| sentence("tse-taken-over", serial));
    let then: Vec<String> = failed.into_iter().chain(then).collect();
    let then = (!then.is_empty()).then(|| then.join(" "));
    row![
        column![
            text(when, size::BODY, theme::MEDIUM),
            text(words::reason(&outage.reason), size::BODY, theme::REGULAR),
        ]
        .push(then.map(|then| text(then, size::SUB, theme::REGULAR).style(theme::soft)))
        .spacing(2)
        .width(Length::Fill),
        column![
            line(
                words::span(t, span.unwrap_or_default()),
                size::KEY,
                theme::SEMIBOLD
            ),
            line(
                t.with("tse-outage-receipts", &[("n", outage.receipts.into())]),
                size::SUB,
                theme::REGULAR
            )
            .style(theme::soft),
        ]
        .align_x(iced::Right),
    ]
    .push(
        end.is_none()
            .then(|| parts::tag(t.text("tse-outage-now"), true)),
    )
    .spacing(space::EDGE)
    .align_y(iced::Center)
    .into()
}

// When the TSE that failed was back: that another one took over ends nothing for it.
fn end_of(look: &Look, outage: &Outage) -> Option<DateTime<Utc>> {
    let out = |device: &TseDevice| {
        device.serial == outage.device && matches!(device.state, DeviceState::Out { .. })
    };
    match outage.device_back {
        Some(back) => Some(back),
        None if outage.taken_over_by.is_some() && look.overview.devices.iter().any(out) => None,
        None => outage.to,
    }
}

fn use_row<'a>(desk: &'a Desk, one: &'a TseUse) -> Element<'a, Message> {
    let t = desk.t;
    let when = match one.to {
        Some(to) => t.with(
            "tse-outage-from-to",
            &[("from", moment(one.from).into()), ("to", moment(to).into())],
        ),
        None => t.with("tse-outage-goes-on", &[("from", moment(one.from).into())]),
    };
    let certified = one.record.certification_id.as_deref();
    column![
        row![
            text(one.record.description.as_str(), size::BODY, theme::MEDIUM).width(Length::Fill),
            line(when, size::BODY, theme::SEMIBOLD),
        ]
        .push(
            one.to
                .is_none()
                .then(|| parts::tag(t.text("tse-signs-now"), false)),
        )
        .spacing(space::EDGE)
        .align_y(iced::Center),
        text(
            format!(
                "{}: {}",
                t.text("tse-certification"),
                certified.unwrap_or_else(|| t.text("tse-no-certification"))
            ),
            size::SUB,
            theme::REGULAR
        )
        .style(theme::soft),
        super::device::number(desk, "tse-serial", &one.record.serial),
    ]
    .spacing(4)
    .into()
}
