//! How this workplace looks: language, palette, size, when it locks.

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::{Command, Health, Preferences};
use crate::i18n::Language;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::totals::statement;
use crate::ui::widget::{Element, button, card, line, soft};
use iced::Length;
use iced::widget::{Row, column, container, scrollable};

/// What can happen on the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The language.
    Language(Language),
    /// The palette.
    Look(u8),
    /// Per cent.
    Scale(u16),
    /// Minutes.
    Lock(u16),
    /// Print every receipt at once.
    Print(bool),
    /// Leave.
    Back,
}

/// The sizes on offer, in per cent.
const SCALES: [u16; 6] = [100, 115, 130, 150, 175, 200];

/// Reacts to a message.
pub fn update(message: &Message, desk: &mut Desk) -> Action {
    let preferences = &mut desk.facts.preferences;
    match message {
        Message::Language(lang) => preferences.english = *lang == Language::English,
        Message::Look(look) => preferences.look = *look,
        Message::Scale(scale) => preferences.scale = *scale,
        Message::Lock(minutes) => preferences.lock_minutes = *minutes,
        Message::Print(always) => preferences.print = *always,
        Message::Back => return Action::Go(Place::Sale),
    }
    let preferences: Preferences = *preferences;
    desk.apply_preferences();
    Action::Send(Command::SavePreferences(preferences))
}

/// Builds the screen.
pub fn view(desk: &Desk) -> Element<'_, Message> {
    let t = desk.t;
    let now = desk.facts.preferences;
    let languages = Language::ALL.map(|lang| {
        choice(
            lang.name().to_owned(),
            desk.lang == lang,
            Message::Language(lang),
        )
    });
    let looks = ["look-light", "look-dark", "look-contrast"];
    let looks = looks
        .iter()
        .zip(0_u8..)
        .map(|(key, at)| choice(t.text(key).to_owned(), now.look == at, Message::Look(at)));
    // Larger than this and a screen does not hold what belongs together any more.
    let largest = 100.0 * desk.largest_scale();
    let limited = SCALES
        .iter()
        .any(|scale| f32::from(*scale) > largest)
        .then(|| soft(t.text("settings-scale-limit")));
    let scales = SCALES.map(|scale| {
        let message =
            (f32::from(scale) <= largest || scale == 100).then_some(Message::Scale(scale));
        choice_maybe(format!("{scale} %"), now.scale == scale, message)
    });
    let locks = [0, 2, 5, 10, 30].map(|minutes| {
        let caption = match minutes {
            0 => t.text("lock-never").to_owned(),
            _ => t.with("lock-minutes", &[("n", minutes.into())]),
        };
        choice(caption, now.lock_minutes == minutes, Message::Lock(minutes))
    });
    let prints = [(true, "print-always"), (false, "print-asked")].map(|(always, key)| {
        choice(
            t.text(key).to_owned(),
            now.print == always,
            Message::Print(always),
        )
    });
    let look = card(
        column![
            section(t.text("settings-language"), languages.into_iter()),
            section(t.text("settings-look"), looks),
            column![section(t.text("settings-scale"), scales.into_iter())]
                .push(limited)
                .spacing(space::GAP),
            section(t.text("settings-lock"), locks.into_iter()),
            section(t.text("settings-print"), prints.into_iter()),
        ]
        .spacing(desk.gap()),
    );
    let devices = card(column![
        line(t.text("settings-devices"), size::TITLE, theme::SEMIBOLD),
        statement(t.text("tse"), health(desk, &desk.status.tse)),
        statement(t.text("terminal"), terminal(desk)),
        soft(t.text("settings-devices-hint")),
    ]);
    column![
        desk.header_titled(t.text("menu-settings"), &desk.facts.register, None, None),
        container(
            column![
                scrollable(column![look, devices].spacing(space::EDGE))
                    .spacing(space::GAP)
                    .height(Length::Fill),
                button::large(t.text("back"), Some("Esc"), theme::secondary)
                    .width(220)
                    .on_press(Message::Back),
            ]
            .spacing(space::EDGE)
            .max_width(860)
        )
        .center_x(Length::Fill)
        .padding(desk.gap())
        .height(Length::Fill),
    ]
    .into()
}

fn choice<'a>(caption: String, chosen: bool, message: Message) -> Element<'a, Message> {
    choice_maybe(caption, chosen, Some(message))
}

fn choice_maybe<'a>(
    caption: String,
    chosen: bool,
    message: Option<Message>,
) -> Element<'a, Message> {
    button::small(
        caption,
        if chosen {
            theme::chosen
        } else {
            theme::tertiary
        },
    )
    .on_press_maybe(message)
    .into()
}

fn section<'a>(
    title: &'a str,
    choices: impl Iterator<Item = Element<'a, Message>>,
) -> Element<'a, Message> {
    column![
        line(title, size::TITLE, theme::SEMIBOLD),
        Row::with_children(choices)
            .spacing(space::GAP)
            .wrap()
            .vertical_spacing(space::GAP),
    ]
    .spacing(space::GAP)
    .into()
}

fn health(desk: &Desk, health: &Health) -> String {
    let t = desk.t;
    match health {
        Health::Good => t.text("health-good").to_owned(),
        Health::Test => t.text("health-test").to_owned(),
        Health::Absent => t.text("health-absent").to_owned(),
        Health::Failing(reason) => t.with("health-failing", &[("reason", reason.as_str().into())]),
    }
}

fn terminal(desk: &Desk) -> String {
    match desk.status.terminals.iter().find(|t| t.chosen) {
        Some(terminal) => {
            let (_, words) = desk.terminal_in_words(terminal);
            format!("{}: {words}", terminal.name)
        }
        None => health(desk, &Health::Absent),
    }
}
