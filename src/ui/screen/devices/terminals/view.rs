//! Building the part with the card terminals: the list, the one that is looked at, and what is asked before something is done.

use amtskasse_terminal::config::Slips;
use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::{Condition, Config, Driver, Status};

use super::{Dialog, Message, State};
use crate::i18n::{Both, Texts};
use crate::people::Right;
use crate::till::Errand;
use crate::ui::desk::{Desk, wanted};
use crate::ui::protocol::terminal::{Terminal, TerminalState};
use crate::ui::screen::devices::Message as Outer;
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::field::Field;
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::press::{Press, StyleFn};
use crate::ui::widget::{Element, button, hairline, line, modal, words};
use iced::Length;
use iced::widget::{Column, Id, column, container, row};

/// Id of the field for the reason why nobody asks for a test payment any more.
pub(super) const REASON: &str = "terminal-drop-reason";

impl State {
    /// Builds it.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let shown = self.shown(desk);
        let all = desk.status.terminals.iter();
        let rows = all.map(|one| entry(desk, one, shown.as_ref() == Some(&one.name)));
        let list = parts::list(rows.collect(), desk.t.text("terminals-none"));
        let shown = desk
            .status
            .terminals
            .iter()
            .find(|one| shown.as_ref() == Some(&one.name));
        let content: Element<'a, Message> = match shown {
            Some(one) => parts::split(desk, list, self.panel(desk, one)),
            None => list,
        };
        Column::new()
            .push(self.hanging_notice(desk))
            .push(container(content).height(Length::Fill))
            .spacing(12)
            .into()
    }

    /// The buttons at the foot of the screen.
    pub fn buttons<'a>(&'a self, desk: &'a Desk) -> Vec<Element<'a, Outer>> {
        let t = desk.t;
        let known = self.look.is_some() && !self.testing && !self.serving;
        let one = known && self.shown(desk).is_some();
        let all: [(_, StyleFn, _, _); 3] = [
            ("terminals-remove", theme::secondary, one, Message::Remove),
            ("terminals-change", theme::secondary, one, Message::Change),
            ("terminals-add", theme::primary, known, Message::Add),
        ];
        all.map(|(key, style, may, message)| {
            parts::foot(t.text(key), style, may.then_some(Outer::Cards(message)))
        })
        .into()
    }

    /// Lays a question over the screen, if there is one.
    pub fn over<'a>(&'a self, screen: Element<'a, Outer>, desk: &'a Desk) -> Element<'a, Outer> {
        let t = desk.t;
        let Some(dialog) = &self.dialog else {
            return screen;
        };
        let back = button::large(t.text("back"), Some("Esc"), theme::secondary)
            .on_press(Outer::Cards(Message::Back));
        let dialog = match dialog {
            Dialog::Remove(name) => modal::dialog(
                t.with("terminals-remove-title", &[("name", name.as_str().into())]),
                words(t.text("terminals-remove-text"), size::KEY, theme::REGULAR),
                vec![
                    back.into(),
                    button::large(t.text("terminals-remove-go"), None, theme::danger)
                        .on_press(Outer::Cards(Message::Remove))
                        .into(),
                ],
            ),
            Dialog::Drop(reason) => {
                let field = Field {
                    id: Id::new(REASON),
                    caption: t.text("terminals-drop-reason"),
                    placeholder: t.text("terminals-drop-example"),
                    value: reason,
                    problem: None,
                }
                .view(
                    |text| Outer::Cards(Message::Reason(text)),
                    Some(Outer::Cards(Message::DropTest)),
                );
                let go = (!reason.trim().is_empty()).then_some(Outer::Cards(Message::DropTest));
                modal::dialog(
                    t.text("terminals-drop-title"),
                    column![
                        words(t.text("terminals-drop-text"), size::KEY, theme::REGULAR),
                        field,
                    ]
                    .spacing(space::EDGE),
                    vec![
                        back.into(),
                        button::large(t.text("terminals-drop-go"), Some("F12"), theme::danger)
                            .on_press_maybe(go)
                            .into(),
                    ],
                )
            }
        };
        modal::modal(screen, dialog, None)
    }

    // A test payment whose outcome is unknown, and what can be done about it.
    fn hanging_notice<'a>(&'a self, desk: &'a Desk) -> Option<Element<'a, Message>> {
        let t = desk.t;
        let test = self.hanging()?;
        let name = [("name", test.terminal.as_str().into())];
        let may = self.idle(desk);
        Some(
            column![
                notice::notice(Rank::Warning, t.with("terminals-test-hangs", &name), None),
                row![
                    button::middle(t.text("terminals-test-ask"), None, theme::primary)
                        .on_press_maybe(may.then_some(Message::AskTest)),
                    button::middle(t.text("terminals-test-drop"), None, theme::secondary)
                        .on_press_maybe(may.then_some(Message::DropTest)),
                ]
                .spacing(space::GAP),
            ]
            .spacing(space::GAP)
            .into(),
        )
    }

    fn panel<'a>(&'a self, desk: &'a Desk, terminal: &'a Terminal) -> Element<'a, Message> {
        let t = desk.t;
        let mut content = vec![state(desk, terminal)];
        if terminal.driver != Driver::Test && !terminal.driver.tried_on_device() {
            content.push(notice::notice(
                Rank::Info,
                t.text("terminals-untried"),
                None,
            ));
        }
        let configs = self.look.iter().flat_map(|look| &look.configs);
        let mut configs = configs.filter(|config| config.name == terminal.name);
        if let Some(config) = configs.next() {
            content.extend(facts(desk, config));
        }
        if desk.may(Right::Administer) {
            content.extend(self.work(desk, terminal));
        }
        parts::panel(terminal.name.as_str(), place(t, terminal), content, None)
    }

    // What whoever sets terminals up can have it do.
    fn work<'a>(&'a self, desk: &'a Desk, terminal: &'a Terminal) -> Vec<Element<'a, Message>> {
        let t = desk.t;
        let idle = self.idle(desk) && !terminal.blocked;
        let hangs = self
            .hanging()
            .is_some_and(|test| test.terminal == terminal.name);
        let key = |key: &'static str, may: bool, message: Message| {
            button::middle(t.text(key), None, theme::tertiary)
                .on_press_maybe((idle && may).then_some(message))
        };
        let errand = |errand| Message::Serve(terminal.name.clone(), errand);
        let real = terminal.driver != Driver::Test;
        let back = self
            .test()
            .is_some_and(|test| test.paid && test.terminal == terminal.name);
        let pay = Message::Test(terminal.name.clone());
        let sale = desk
            .sale
            .is_some()
            .then(|| notice::notice(Rank::Info, t.text("terminals-sale-first"), None));
        let mut content = vec![
            parts::section(t.text("terminals-service")),
            row![
                key("terminals-log-in", !hangs, errand(Errand::LogIn)),
                key(
                    "terminals-diagnose",
                    real && !hangs,
                    errand(Errand::Diagnose)
                ),
                key(
                    "terminals-initialise",
                    real && !hangs,
                    errand(Errand::Initialise)
                ),
            ]
            .spacing(space::GAP)
            .into(),
            parts::section(t.text("terminals-try")),
            row![
                key("terminals-test", self.hanging().is_none(), pay),
                key("terminals-test-back", back, Message::TestBack),
            ]
            .spacing(space::GAP)
            .into(),
        ];
        content.extend(sale);
        content.extend(
            self.serving
                .then(|| notice::notice(Rank::Info, t.text("terminals-serving"), None)),
        );
        content
    }
}

fn entry<'a>(desk: &'a Desk, terminal: &'a Terminal, selected: bool) -> Element<'a, Message> {
    let t = desk.t;
    let (_, how) = desk.terminal_in_words(terminal);
    let tags = [
        (terminal.chosen, "terminals-chosen"),
        (terminal.shared, "terminals-shared"),
    ];
    let tags = tags.into_iter().filter(|(has, _)| *has);
    let head = row![line(terminal.name.as_str(), size::KEY, theme::SEMIBOLD)]
        .extend(tags.map(|(_, key)| parts::tag(t.text(key), false)))
        .spacing(space::GAP)
        .align_y(iced::Center);
    let style = match selected {
        true => theme::selected_row,
        false => theme::row,
    };
    let texts = column![
        head,
        line(how, size::BODY, theme::REGULAR),
        line(place(t, terminal), size::SUB, theme::REGULAR).style(theme::soft),
    ]
    .spacing(2)
    .width(Length::Fill);
    column![
        Press::new(texts)
            .style(style)
            .align(iced::Alignment::Start, iced::Alignment::Center)
            .scrolls()
            .padding([12.0, 20.0])
            .width(Length::Fill)
            .on_press(Message::Select(terminal.name.clone())),
        hairline(),
    ]
    .into()
}

fn state<'a>(desk: &'a Desk, terminal: &'a Terminal) -> Element<'a, Message> {
    let (_, how) = desk.terminal_in_words(terminal);
    match &terminal.state {
        TerminalState::Failing(why) => notice::notice(Rank::Stop, format!("{how}: {why}"), None),
        TerminalState::Wants(_, own) if !own.is_empty() => {
            notice::notice(Rank::Warning, format!("{how}: {own}"), None)
        }
        TerminalState::Wants(..) => notice::notice(Rank::Warning, how, None),
        TerminalState::Asked => notice::notice(Rank::Info, how, None),
        _ if terminal.blocked => notice::notice(Rank::Stop, how, None),
        _ => notice::notice(Rank::Done, how, None),
    }
}

fn facts<'a>(desk: &'a Desk, config: &'a Config) -> Vec<Element<'a, Message>> {
    let t = desk.t;
    let mut facts = Vec::new();
    if config.driver == Driver::Test {
        return facts;
    }
    if config.driver == Driver::Opi {
        facts.push(parts::fact(
            t.text("terminals-dialect"),
            dialect(t, config.dialect),
        ));
        let listen = config
            .listen
            .unwrap_or(config.dialect.profile().device_port);
        facts.push(parts::fact(t.text("terminals-listen"), listen.to_string()));
    }
    let slips = match config.slips {
        Slips::Register => "terminals-slips-register",
        Slips::Terminal => "terminals-slips-terminal",
    };
    facts.push(parts::fact(t.text("terminals-slips"), t.text(slips)));
    let closes = match config.closes {
        true => "terminals-closes-here",
        false => "terminals-closes-elsewhere",
    };
    facts.push(parts::fact(t.text("terminals-day"), t.text(closes)));
    let habits = [
        (config.shared, "terminals-switch-shared"),
        (config.partial, "terminals-switch-partial"),
        (config.reverses_last_only, "terminals-switch-last"),
    ];
    let habits: Vec<&str> = habits
        .into_iter()
        .filter(|(has, _)| *has)
        .map(|(_, key)| t.text(key))
        .collect();
    if !habits.is_empty() {
        facts.push(parts::fact(t.text("terminals-habits"), habits.join(" · ")));
    }
    facts
}

fn place(t: &'static Texts, terminal: &Terminal) -> String {
    let driver = match terminal.driver {
        Driver::Test => return t.text("terminals-driver-test").to_owned(),
        Driver::Zvt => "ZVT",
        Driver::Opi => "OPI",
    };
    format!("{driver} · {}", terminal.address)
}

/// A dialect of OPI in words.
pub(super) fn dialect(t: &'static Texts, dialect: Dialect) -> &'static str {
    t.text(match dialect {
        Dialect::De => "terminals-dialect-de",
        Dialect::Ingenico => "terminals-dialect-ingenico",
        Dialect::Ccv => "terminals-dialect-ccv",
        Dialect::NexiCh => "terminals-dialect-nexi",
    })
}

/// What a protocol is called.
pub(super) fn protocol(t: &'static Texts, driver: Driver, spoken: Dialect) -> String {
    match driver {
        Driver::Test => t.text("terminals-driver-test").to_owned(),
        Driver::Zvt => "ZVT".to_owned(),
        Driver::Opi => format!("OPI, {}", dialect(t, spoken)),
    }
}

/// Who answers, and how it is.
pub(super) fn answered(desk: &Desk, config: &Config, status: &Status) -> String {
    let t = desk.t;
    let speaks = protocol(t, config.driver, config.dialect);
    let mut said = t.with("terminals-answers", &[("protocol", speaks.into())]);
    let more = [
        ("terminals-answers-version", &status.version),
        ("terminals-answers-id", &status.terminal_id),
    ];
    for (key, value) in more {
        if !value.is_empty() {
            said.push(' ');
            said.push_str(&t.with(key, &[("value", value.as_str().into())]));
        }
    }
    said.push(' ');
    said.push_str(&how(desk, status));
    said
}

fn how(desk: &Desk, status: &Status) -> String {
    let state = [("state", desk.t.text(wanted(status.condition)).into())];
    desk.t.with("terminals-answers-state", &state)
}

/// How an errand ended.
pub(super) fn served(
    desk: &Desk,
    name: &str,
    errand: Errand,
    answer: &Result<Status, Both<String>>,
) -> (Rank, String) {
    let t = desk.t;
    let named = [("name", name.into())];
    match answer {
        Ok(status) => {
            let key = match errand {
                Errand::LogIn => "terminals-logged-in",
                Errand::Diagnose => "terminals-diagnosed",
                Errand::Initialise => "terminals-initialised",
            };
            let rank = match status.condition {
                Condition::Ready => Rank::Done,
                _ => Rank::Warning,
            };
            (
                rank,
                format!("{} {}", t.with(key, &named), how(desk, status)),
            )
        }
        Err(why) => (Rank::Stop, format!("{name}: {}", why.get(desk.lang))),
    }
}
