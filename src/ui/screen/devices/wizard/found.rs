//! Who answers, in words; and what the TSE that is to be let go still holds.

use amtskasse_tse::State as Life;
use amtskasse_tse::driver::Driver;

use super::super::words::{self, count};
use super::Message;
use crate::i18n::date;
use crate::till::local;
use crate::till::tse::setup::Found;
use crate::ui::desk::Desk;
use crate::ui::protocol::tse::Look;
use crate::ui::screen::parts;
use crate::ui::theme::{self, size};
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::{Element, line, words as text};
use iced::widget::column;

/// Whether the one that is to be let go holds something no archive has.
pub(super) fn not_archived(look: Option<&Look>) -> bool {
    let Some(look) = look else { return false };
    let kept = look
        .overview
        .archive
        .last
        .as_ref()
        .map_or(0, |last| last.counter);
    look.overview.devices.first().is_some_and(|device| {
        let made = device.info.as_ref().map_or(0, |(_, info)| info.signatures);
        device.driver != Driver::Test && device.signs && made > kept
    })
}

/// The serial number, in the letters in which numbers are compared.
pub(super) fn serial<'a>(desk: &'a Desk, serial: &[u8]) -> Element<'a, Message> {
    let number = words::groups(&crate::fiscal::hex(serial));
    column![
        line(desk.t.text("tse-serial"), size::SUB, theme::REGULAR).style(theme::soft),
        text(number, size::SUB, theme::MONO),
    ]
    .spacing(2)
    .into()
}

/// What a device that answers says about itself.
pub(super) fn facts<'a>(desk: &'a Desk, found: &'a Found) -> Vec<Element<'a, Message>> {
    let t = desk.t;
    let Some(info) = &found.info else {
        return vec![notice::notice(Rank::Info, t.text("tse-found-none"), None)];
    };
    let (rank, key) = match info.state {
        Life::Uninitialized => (Rank::Done, "tse-found-new"),
        Life::Operational => (Rank::Info, "tse-found-set-up"),
        Life::Decommissioned => (Rank::Stop, "tse-found-retired"),
    };
    let mut all = vec![notice::notice(rank, t.text(key), None)];
    let certified = info.certification_id.as_deref();
    if certified.is_none() {
        all.push(notice::notice(
            Rank::Warning,
            t.text("tse-uncertified"),
            None,
        ));
    }
    let end = date(local(info.certificate_end).date_naive());
    let clients = match &found.clients {
        Some(clients) if clients.is_empty() => t.text("tse-no-clients").to_owned(),
        Some(clients) => clients.join(", "),
        None => t.text("tse-clients-unknown").to_owned(),
    };
    all.extend([
        serial(desk, &info.serial),
        parts::fact(
            t.text("tse-product"),
            format!("{} · {}", info.description, info.version),
        ),
        parts::fact(
            t.text("tse-certification"),
            certified.unwrap_or_else(|| t.text("tse-no-certification")),
        ),
        parts::fact(
            t.text("tse-certificate"),
            t.with("tse-certificate-end", &[("day", end.into())]),
        ),
        parts::fact(
            t.text("tse-signatures"),
            t.with("tse-made", &[("n", count(info.signatures).into())]),
        ),
        parts::fact(t.text("tse-clients"), clients),
    ]);
    all
}
