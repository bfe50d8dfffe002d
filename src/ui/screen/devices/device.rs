//! One TSE: who it is on the left, how it is on the right.

use amtskasse_tse::Info;
use amtskasse_tse::driver::Driver;

use super::words::{self, bytes, count, moment};
use super::{Message, State};
use crate::i18n::date;
use crate::till::local;
use crate::till::tse::{DeviceState, Outlook, TseDevice};
use crate::ui::desk::Desk;
use crate::ui::icon::{Icon, icon};
use crate::ui::screen::parts;
use crate::ui::theme::{self, Theme, size, space};
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::{Element, button, fit, line, words as text};
use iced::widget::{Column, Row, column, container, row};
use iced::{Length, border};

impl State {
    pub(super) fn devices<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let (Some((place, device)), Some(look)) = (self.shown(), &self.look) else {
            return parts::list(Vec::new(), t.text("tse-none"));
        };
        let all = &look.overview.devices;
        let choices = (all.len() > 1).then(|| {
            parts::choices(all.iter().enumerate().map(|(at, device)| {
                let name = format!(
                    "{} · {} · {}",
                    at + 1,
                    words::driver(t, device.driver),
                    words::state(t, &device.state, device.signs)
                );
                parts::choice(name, at == place, Some(Message::Place(at)))
            }))
        });
        let signs = all
            .iter()
            .any(|one| one.signs && one.state == DeviceState::Ready);
        let who = identity(desk, place, device, signs);
        let content: Element<'a, Message> = match desk.may_see_master() {
            true => row![
                container(who).width(Length::FillPortion(1)),
                container(health(desk, device)).width(Length::FillPortion(1)),
            ]
            .spacing(space::EDGE)
            .into(),
            false => who,
        };
        Column::new()
            .push(choices)
            .push(container(content).height(Length::Fill))
            .spacing(12)
            .into()
    }
}

// `signs`: one of them does.
fn identity<'a>(
    desk: &'a Desk,
    place: usize,
    device: &'a TseDevice,
    signs: bool,
) -> Element<'a, Message> {
    let t = desk.t;
    let info = device.info.as_ref().map(|(_, info)| info);
    let mut content = vec![banner(desk, device, signs)];
    let uncertified = info.is_some_and(|info| info.certification_id.is_none());
    if uncertified || device.driver == Driver::Test {
        content.push(notice::notice(
            Rank::Warning,
            t.text("tse-uncertified"),
            None,
        ));
    }
    if device.driver != Driver::Test && !device.driver.tried_on_device() {
        content.push(notice::notice(Rank::Info, t.text("tse-untried"), None));
    }
    if let Some(serial) = &device.serial {
        content.push(number(desk, "tse-serial", serial));
    }
    if let Some(info) = info {
        let certified = info.certification_id.as_deref();
        content.extend([
            parts::fact(t.text("tse-maker"), info.manufacturer.as_str()),
            parts::fact(t.text("tse-product"), info.description.as_str()),
            parts::fact(t.text("tse-version"), info.version.as_str()),
            parts::fact(
                t.text("tse-certification"),
                certified.unwrap_or_else(|| t.text("tse-no-certification")),
            ),
            parts::fact(
                t.text("tse-algorithm"),
                format!("{} · {}", info.signature_algorithm, info.log_time_format),
            ),
        ]);
    }
    content.push(parts::fact(t.text("tse-address"), device.address.as_str()));
    let title = match place {
        0 => t.text("tse-first"),
        _ => t.text("tse-standby"),
    };
    parts::panel(
        title,
        words::driver(t, device.driver).to_owned(),
        content,
        None,
    )
}

// The state, so large that it is seen from the door.
fn banner<'a>(desk: &'a Desk, device: &'a TseDevice, signs: bool) -> Element<'a, Message> {
    let t = desk.t;
    let (symbol, style): (Icon, fn(&Theme) -> container::Style) = match &device.state {
        DeviceState::Ready => (Icon::CircleCheck, theme::note_card),
        DeviceState::Waking => (Icon::Hourglass, theme::note_card),
        DeviceState::Out { .. } => (Icon::OctagonX, theme::stop_card),
        DeviceState::NotSetUp | DeviceState::Decommissioned => {
            (Icon::TriangleAlert, theme::warning_card)
        }
    };
    let more = match &device.state {
        DeviceState::Out { since, reason } => Some(t.with(
            match signs {
                true => "tse-out-since-other",
                false => "tse-out-since",
            },
            &[
                ("since", moment(*since).into()),
                ("reason", words::reason(reason).into()),
            ],
        )),
        DeviceState::NotSetUp => Some(t.text("tse-new-hint").to_owned()),
        DeviceState::Decommissioned => Some(t.text("tse-retired-hint").to_owned()),
        _ => None,
    };
    container(
        row![
            icon(symbol, 32.0),
            column![fit::fit(
                words::state(t, &device.state, device.signs),
                size::BUTTON,
                theme::SEMIBOLD
            )]
            .push(more.map(|more| text(more, size::BODY, theme::REGULAR)))
            .width(Length::Fill)
            .spacing(2),
        ]
        .spacing(14)
        .align_y(iced::Center),
    )
    .width(Length::Fill)
    .padding([14.0, space::EDGE])
    .style(style)
    .into()
}

/// A long number that can be taken along.
pub(super) fn number<'a>(desk: &'a Desk, caption: &'static str, hex: &str) -> Element<'a, Message> {
    let t = desk.t;
    row![
        column![
            line(t.text(caption), size::SUB, theme::REGULAR).style(theme::soft),
            text(words::groups(hex), size::SUB, theme::MONO),
        ]
        .spacing(2)
        .width(Length::Fill),
        button::small(t.text("copy"), theme::tertiary).on_press(Message::Copy(hex.to_owned())),
    ]
    .spacing(space::GAP)
    .align_y(iced::Center)
    .into()
}

fn health<'a>(desk: &'a Desk, device: &'a TseDevice) -> Element<'a, Message> {
    let t = desk.t;
    let mut content: Vec<Element<'a, Message>> = Vec::new();
    for warning in &device.warnings {
        let rank = match warning.months {
            0 => Rank::Stop,
            _ => Rank::Warning,
        };
        content.push(notice::notice(rank, words::warning(t, warning), None));
    }
    let at = device.info.as_ref().map(|(at, _)| *at);
    match &device.info {
        None => content.push(notice::notice(
            Rank::Info,
            t.text("tse-no-answer-yet"),
            None,
        )),
        Some((_, info)) => {
            match device.state {
                DeviceState::Ready if device.warnings.is_empty() => {
                    content.push(notice::notice(Rank::Info, t.text("tse-all-well"), None));
                }
                DeviceState::Out { .. } => {
                    content.push(notice::notice(Rank::Info, t.text("tse-said-before"), None));
                }
                _ => {}
            }
            meters(desk, info, device.outlook.as_ref(), &mut content);
            facts(desk, info, &mut content);
        }
    }
    content.push(parts::fact(t.text("tse-queue"), queue(desk, device)));
    let sub = match at {
        Some(at) => t.with("tse-answered", &[("at", moment(at).into())]),
        None => t.text("tse-never-answered").to_owned(),
    };
    parts::panel(t.text("tse-health"), sub, content, None)
}

fn queue(desk: &Desk, device: &TseDevice) -> String {
    let t = desk.t;
    match &device.queue {
        None => t.text("tse-queue-idle").to_owned(),
        Some(queue) => t.with(
            "tse-queue-busy",
            &[
                ("what", words::running(t, queue.running).into()),
                ("since", words::span(t, queue.since).into()),
                ("waiting", queue.length.saturating_sub(1).into()),
            ],
        ),
    }
}

fn meters<'a>(
    desk: &'a Desk,
    info: &'a Info,
    outlook: Option<&Outlook>,
    content: &mut Vec<Element<'a, Message>>,
) {
    let t = desk.t;
    let Some(outlook) = outlook else { return };
    let end = date(local(info.certificate_end).date_naive());
    let days = outlook.certificate_days;
    // Eight years are a whole life; what counts is how it gets short.
    let share = days.clamp(0, 2920) * 1000 / 2920;
    content.push(meter(
        t.text("tse-certificate"),
        words::days(t, days),
        t.with("tse-certificate-end", &[("day", end.into())]),
        u16::try_from(share).unwrap_or(0),
        days <= 183,
    ));
    let forecast = |days: Option<i64>| match days {
        Some(days) => words::days(t, days),
        None => t.text("tse-no-forecast").to_owned(),
    };
    if let (Some(left), Some(of)) = (outlook.signatures_left, info.max_signatures) {
        content.push(meter(
            t.text("tse-signatures"),
            forecast(outlook.signature_days),
            t.with(
                "tse-left",
                &[("left", count(left).into()), ("of", count(of).into())],
            ),
            permille(left, of),
            outlook.signature_days.is_some_and(|days| days <= 183) || left < of / 20,
        ));
    } else {
        content.push(parts::fact(
            t.text("tse-signatures"),
            t.with("tse-made", &[("n", count(info.signatures).into())]),
        ));
    }
    if let (Some(left), Some(of)) = (outlook.storage_left, info.storage_size) {
        content.push(meter(
            t.text("tse-storage"),
            forecast(outlook.storage_days),
            t.with(
                "tse-left",
                &[("left", bytes(left).into()), ("of", bytes(of).into())],
            ),
            permille(left, of),
            outlook.storage_days.is_some_and(|days| days <= 183) || left < of / 20,
        ));
    }
}

fn permille(left: u64, of: u64) -> u16 {
    let share = u128::from(left) * 1000 / u128::from(of.max(1));
    u16::try_from(share.min(1000)).unwrap_or(1000)
}

// What is left of something, as a bar and in words.
fn meter<'a>(
    caption: &'a str,
    forecast: String,
    detail: String,
    left: u16,
    scarce: bool,
) -> Element<'a, Message> {
    // Something that is not quite empty is seen.
    let left = left.clamp(8, 1000);
    let part = |portion: u16, filled: bool| {
        container(iced::widget::space())
            .width(Length::FillPortion(portion))
            .height(8)
            .style(move |theme: &Theme| container::Style {
                background: Some(
                    match (filled, scarce) {
                        (false, _) => theme.quiet,
                        (true, false) => theme.accent,
                        (true, true) => theme.warning_line,
                    }
                    .into(),
                ),
                border: border::rounded(4.0),
                ..container::Style::default()
            })
    };
    let bar = Row::new()
        .push(part(left, true))
        .push((left < 1000).then(|| part(1000 - left, false)));
    column![
        row![
            line(caption, size::BODY, theme::MEDIUM),
            iced::widget::space().width(Length::Fill),
            line(forecast, size::BODY, theme::SEMIBOLD),
        ],
        bar,
        text(detail, size::SUB, theme::REGULAR).style(theme::soft),
    ]
    .spacing(4)
    .into()
}

fn facts<'a>(desk: &'a Desk, info: &'a Info, content: &mut Vec<Element<'a, Message>>) {
    let t = desk.t;
    let of = |pair: (u64, u64)| {
        t.with(
            "tse-used-of",
            &[("n", count(pair.0).into()), ("of", count(pair.1).into())],
        )
    };
    content.extend(
        info.open_transactions
            .map(|pair| parts::fact(t.text("tse-open"), of(pair))),
    );
    content.extend(
        info.clients
            .map(|pair| parts::fact(t.text("tse-clients"), of(pair))),
    );
    let test = match info.self_test_due {
        None => t.text("tse-by-itself").to_owned(),
        Some(due) if due.is_zero() => t.text("tse-due-now").to_owned(),
        Some(due) => t.with("tse-due-in", &[("span", words::span(t, due).into())]),
    };
    content.push(parts::fact(t.text("tse-self-test"), test));
    let clock = match (info.time_set, info.time_update_every) {
        (false, _) => t.text("tse-clock-unset").to_owned(),
        (true, None) => t.text("tse-clock-right").to_owned(),
        (true, Some(every)) => t.with("tse-clock-every", &[("span", words::span(t, every).into())]),
    };
    content.push(parts::fact(t.text("tse-clock"), clock));
    if let Some(wear) = info.wear {
        let sentence = t.with(
            "tse-wear",
            &[
                ("errors", u64::from(wear.uncorrectable).into()),
                ("spare", u64::from(wear.spare).into()),
                ("cycles", u64::from(wear.erase_cycles).into()),
            ],
        );
        content.push(parts::fact(t.text("tse-flash"), sentence));
    }
}
