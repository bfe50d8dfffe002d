//! Logging in: one's name, then the PIN.

use super::super::action::Action;
use super::super::desk::Desk;
use super::super::protocol::{Command, Health, Pin};
use super::devices::words as words_of_tse;
use crate::i18n::date_time;
use crate::people::Role;
use crate::ui::theme::{self, Theme, measure, size, space};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, card, line, notice, pin_pad, soft, words};
use iced::widget::{Id, column, container, row, scrollable, space as gap};
use iced::{Alignment, Length, border};

/// The longest PIN.
const LONGEST: usize = 8;
/// The shortest PIN.
const SHORTEST: usize = 4;

/// What the screen remembers.
#[derive(Debug, Clone, Default)]
pub struct State {
    chosen: Option<String>,
    pin: String,
    problem: Option<String>,
    checking: bool,
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Somebody chose their name.
    Choose(String),
    /// A digit of the PIN.
    Digit(char),
    /// Take the last digit back.
    Backspace,
    /// The PIN is complete.
    Submit,
}

impl State {
    /// Logging in again after a lock: the name is still chosen.
    pub fn locked(user: Option<String>) -> Self {
        Self {
            chosen: user,
            ..Self::default()
        }
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        match message {
            Message::Choose(user) => {
                self.chosen = Some(user);
                self.pin.clear();
                self.problem = None;
                // The name lets go of the keyboard, or Enter would choose it again instead of logging in.
                return Action::Focus(Id::new("pin"));
            }
            // A PIN belongs to a name.
            Message::Digit(_) if self.user(desk).is_none() => {
                self.problem = Some(desk.t.text("login-name-first").to_owned());
            }
            Message::Digit(digit) if self.pin.len() < LONGEST && !self.checking => {
                self.pin.push(digit);
                self.problem = None;
            }
            Message::Digit(_) => {}
            Message::Backspace => {
                self.pin.pop();
            }
            Message::Submit => {
                let Some(user) = self.user(desk) else {
                    return Action::None;
                };
                if self.pin.len() < SHORTEST || self.checking {
                    return Action::None;
                }
                self.checking = true;
                return Action::Send(Command::LogIn {
                    user,
                    pin: Pin(std::mem::take(&mut self.pin)),
                });
            }
        }
        Action::None
    }

    /// The till did not let them in.
    pub fn failed(&mut self, sentence: String) {
        self.checking = false;
        self.pin.clear();
        self.problem = Some(sentence);
    }

    // With one person there is nothing to choose.
    fn user(&self, desk: &Desk) -> Option<String> {
        match desk.facts.users.as_slice() {
            [only] => Some(only.id.clone()),
            _ => self.chosen.clone(),
        }
    }

    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let user = self.user(desk);
        let chosen = desk
            .facts
            .users
            .iter()
            .find(|person| Some(&person.id) == user.as_ref());
        let people = desk.facts.users.iter().map(|person| {
            let is_chosen = chosen.is_some_and(|chosen| chosen.id == person.id);
            Press::new(
                row![
                    initials(&person.name),
                    column![
                        line(&person.name, size::KEY, theme::MEDIUM),
                        line(role(desk, person.role), size::SUB, theme::REGULAR).style(theme::soft),
                    ],
                ]
                .spacing(space::EDGE)
                .align_y(iced::Center),
            )
            .style(if is_chosen { theme::chosen } else { theme::key })
            .align(Alignment::Start, Alignment::Center)
            .scrolls()
            .padding([0.0, space::EDGE])
            .width(Length::Fill)
            .height(measure::KEY)
            .on_press(Message::Choose(person.id.clone()))
            .into()
        });
        let list = column![
            words(&desk.facts.municipality, 24.0, theme::SEMIBOLD),
            soft(t.with(
                "login-where",
                &[
                    ("place", desk.facts.pay_point.as_str().into()),
                    ("register", desk.facts.register.as_str().into()),
                ],
            )),
            gap().height(desk.gap()),
            scrollable(iced::widget::Column::with_children(people).spacing(space::GAP))
                .spacing(space::GAP)
                .height(Length::Fill),
        ];
        // Where there is no room below the keys, the people move closer instead.
        let low = desk.is_low();
        let list = list.push(self.problem.as_deref().filter(|_| low).map(|problem| {
            container(notice::notice(notice::Rank::Stop, problem, None)).padding(iced::Padding {
                top: space::GAP,
                ..iced::Padding::ZERO
            })
        }));
        let who = chosen.map_or_else(|| t.text("login-choose"), |person| person.name.as_str());
        let ready = chosen.is_some() && self.pin.len() >= SHORTEST && !self.checking;
        let pad = column![
            container(line(who, 22.0, theme::SEMIBOLD)).center_x(Length::Fill),
            gap().height(space::EDGE),
            pin_pad::pin_pad(
                self.pin.len(),
                Message::Digit,
                Message::Backspace,
                t.text("login-go"),
                ready.then_some(Message::Submit),
                desk.key_height(),
            ),
        ]
        .push(self.checking.then(|| {
            container(soft(t.text("login-checking")))
                .center_x(Length::Fill)
                .padding(space::GAP)
        }))
        .push(self.problem.as_deref().filter(|_| !low).map(|problem| {
            container(notice::notice(notice::Rank::Stop, problem, None)).padding(iced::Padding {
                top: space::EDGE,
                ..iced::Padding::ZERO
            })
        }));
        // That nothing is signed is more than where one is.
        let below = match (outage(desk), desk.facts.demo) {
            (Some(outage), _) => Some(notice::notice(notice::Rank::Stop, outage, None)),
            (None, true) => Some(notice::notice(
                notice::Rank::Info,
                t.text("login-demo"),
                None,
            )),
            (None, false) => None,
        };
        let below = below
            .filter(|_| !low)
            .map(|below| container(below).max_width(904));
        let main = container(
            row![
                card(list).height(Length::Fill),
                card(pad).height(Length::Fill)
            ]
            .spacing(desk.gap()),
        )
        .max_width(904)
        .max_height(540);
        column![
            desk.header(None, None),
            container(
                column![main]
                    .push(below)
                    .spacing(desk.gap())
                    .align_x(Alignment::Center)
            )
            .padding(desk.gap())
            .center(Length::Fill),
        ]
        .into()
    }
}

fn outage(desk: &Desk) -> Option<String> {
    let (Health::Failing(reason), Some(since)) = (&desk.status.tse, desk.status.tse_out_since)
    else {
        return None;
    };
    let arguments = [
        ("since", date_time(since).into()),
        ("reason", words_of_tse::reason(reason).into()),
    ];
    Some(desk.t.with("tse-warned-outage", &arguments))
}

fn initials<'a>(name: &str) -> Element<'a, Message> {
    let letters: String = name
        .split([' ', '.'])
        .filter_map(|part| part.chars().next())
        .take(2)
        .collect();
    container(line(letters, size::BODY, theme::SEMIBOLD))
        .center(44)
        .style(|theme: &Theme| container::Style {
            text_color: Some(theme.accent),
            background: Some(theme.accent_soft.into()),
            border: border::rounded(22.0),
            ..container::Style::default()
        })
        .into()
}

/// A role as a word.
pub fn role(desk: &Desk, role: Role) -> &'static str {
    match role {
        Role::Clerk => desk.t.text("role-clerk"),
        Role::Manager => desk.t.text("role-manager"),
        Role::Auditor => desk.t.text("role-auditor"),
        Role::Administrator => desk.t.text("role-administrator"),
    }
}
