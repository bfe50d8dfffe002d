//! Building the wizard: one step at a time, with what comes next at its foot.

use amtskasse_tse::driver::Driver;

use super::super::words::{self, moment};
use super::fields::{Ask, Field, asked};
use super::found::{facts, not_archived, serial};
use super::{Message, State, Step};
use crate::till::tse::TsePlace;
use crate::ui::desk::Desk;
use crate::ui::icon::{Icon, icon};
use crate::ui::protocol::tse::Look;
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::field::Field as Input;
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, button, tabs, words as text};
use iced::widget::{Column, column, container, row, scrollable};
use iced::{Length, Padding};

/// Steps in the row on top; what comes before and after belongs to its neighbours.
const STEPS: [&str; 6] = [
    "tse-step-driver",
    "tse-step-address",
    "tse-step-answer",
    "tse-step-secrets",
    "tse-step-work",
    "tse-step-place",
];

impl State {
    /// Builds the wizard.
    pub fn view<'a>(&'a self, desk: &'a Desk, look: Option<&'a Look>) -> Element<'a, Message> {
        let t = desk.t;
        let names: Vec<&str> = STEPS.iter().map(|key| t.text(key)).collect();
        let at = match self.step {
            Step::Interrupted | Step::Work => 4,
            Step::Driver => 0,
            Step::Address => 1,
            Step::Answer => 2,
            Step::Secrets => 3,
            Step::Place | Step::Done => 5,
        };
        let (title, hint, content) = match self.step {
            Step::Interrupted => self.interrupted(desk),
            Step::Driver => self.drivers(desk),
            Step::Address => self.address(desk),
            Step::Answer => self.answer(desk),
            Step::Secrets => self.secret_fields(desk),
            Step::Work => self.work(desk),
            Step::Place => self.places(desk, look),
            Step::Done => self.done(desk),
        };
        let problem = self
            .problem
            .as_deref()
            .map(|problem| notice::notice(Rank::Stop, problem, None));
        let head = column![
            text(title, size::BUTTON, theme::SEMIBOLD),
            text(hint, size::BODY, theme::REGULAR).style(theme::soft),
        ]
        .spacing(4);
        let page = Column::new()
            .push(head)
            .extend(content)
            .push(problem)
            .spacing(14)
            .width(Length::Fill)
            .padding(Padding::from(space::CARD));
        let page = container(scrollable(page).spacing(0))
            .style(theme::card)
            .width(Length::Fill)
            .max_width(980)
            .clip(true);
        parts::frame(
            desk,
            t.text("tse-wizard"),
            column![
                tabs::pills(&names, at),
                container(page).center_x(Length::Fill).height(Length::Fill),
            ]
            .spacing(space::EDGE),
            None,
            Message::Back,
            self.buttons(desk),
        )
    }

    fn buttons<'a>(&'a self, desk: &'a Desk) -> Vec<Element<'a, Message>> {
        let t = desk.t;
        let next = |key: &'static str| {
            button::large(t.text(key), Some("F12"), theme::primary)
                .width(Length::FillPortion(3))
                .on_press_maybe(self.may_go_on().then_some(Message::Next))
                .into()
        };
        let aside = || {
            let key = match self.aside {
                true => "tse-put-aside-really",
                false => "tse-put-aside",
            };
            let style = match self.aside {
                true => theme::danger,
                false => theme::secondary,
            };
            parts::foot(t.text(key), style, Some(Message::PutAside))
        };
        match self.step {
            Step::Interrupted => vec![aside(), next("tse-go-on")],
            Step::Driver => vec![next("tse-next-address")],
            Step::Address => vec![next("tse-next-answer")],
            Step::Answer => vec![next("tse-next-secrets")],
            Step::Secrets => vec![next(match self.is_fresh() {
                true => "tse-next-set-up",
                false => "tse-next-log-in",
            })],
            Step::Work if self.refusal.is_some() || self.problem.is_some() => {
                let again = parts::foot(t.text("tse-again"), theme::primary, Some(Message::Again));
                match self.is_fresh() || self.pending.is_some() {
                    true => vec![aside(), again],
                    false => vec![again],
                }
            }
            Step::Work => Vec::new(),
            Step::Place => vec![next("taxes-to-second")],
            Step::Done => vec![next("tse-finish")],
        }
    }

    fn interrupted<'a>(&'a self, desk: &'a Desk) -> Page<'a> {
        let t = desk.t;
        let mut content = Vec::new();
        if let Some(pending) = &self.pending {
            content.extend([
                parts::fact(t.text("tse-driver"), words::driver(t, pending.driver)),
                parts::fact(t.text("tse-address-short"), pending.address.as_str()),
                parts::fact(t.text("tse-begun"), moment(pending.begun)),
            ]);
            let key = match (pending.ready, pending.fresh) {
                (true, _) => "tse-interrupted-ready",
                (false, true) => "tse-interrupted-fresh",
                (false, false) => "tse-interrupted-known",
            };
            content.push(notice::notice(Rank::Info, t.text(key), None));
        }
        content.extend(self.kept_secrets(desk));
        content.extend(self.aside_warning(desk));
        (
            t.text("tse-interrupted"),
            t.text("tse-interrupted-hint"),
            content,
        )
    }

    pub(super) fn aside_warning<'a>(&self, desk: &'a Desk) -> Option<Element<'a, Message>> {
        let warning = desk.t.text("tse-put-aside-warning");
        self.aside
            .then(|| notice::notice(Rank::Stop, warning, None))
    }

    fn drivers<'a>(&'a self, desk: &'a Desk) -> Page<'a> {
        let t = desk.t;
        let choice = |driver: Driver| {
            let about = match driver {
                Driver::Test => "tse-about-test",
                Driver::Swissbit => "tse-about-swissbit",
                Driver::Epson => "tse-about-epson",
                Driver::Fiskaly => "tse-about-fiskaly",
                Driver::DieboldNixdorf => "tse-about-diebold",
            };
            let chosen = self.draft.driver == driver;
            tile(
                chosen,
                words::driver(t, driver),
                t.text(about),
                Message::Driver(driver),
            )
        };
        let mut order = Driver::ALL;
        // The real ones first.
        order.rotate_left(1);
        let mut content: Vec<Element<'a, Message>> = order.into_iter().map(choice).collect();
        let driver = self.draft.driver;
        if driver != Driver::Test && !driver.tried_on_device() {
            content.push(notice::notice(Rank::Warning, t.text("tse-untried"), None));
        }
        (
            t.text("tse-driver-title"),
            t.text("tse-driver-hint"),
            content,
        )
    }

    fn address<'a>(&'a self, desk: &'a Desk) -> Page<'a> {
        let t = desk.t;
        let input = |ask: Ask| -> Element<'a, Message> {
            let Ask { field, .. } = ask;
            let wrong = field == Field::Address
                && !self.draft.text(field).is_empty()
                && !self.draft.looks_right();
            let optional = ask.optional.then(|| t.text("tse-optional"));
            let help = match optional {
                Some(word) => format!("{word} {}", t.text(ask.help)),
                None => t.text(ask.help).to_owned(),
            };
            let input = Input {
                id: field.id(),
                caption: t.text(ask.caption),
                placeholder: ask.example,
                value: self.draft.raw(field),
                problem: wrong.then(|| t.text("tse-address-wrong")),
            }
            .view(move |text| Message::Typed(field, text), Some(Message::Next));
            column![
                input,
                text(help, size::SUB, theme::REGULAR).style(theme::soft)
            ]
            .spacing(4)
            .into()
        };
        let content = asked(self.draft.driver).into_iter().map(input).collect();
        (
            words::driver(t, self.draft.driver),
            t.text("tse-address-hint"),
            content,
        )
    }

    fn answer<'a>(&'a self, desk: &'a Desk) -> Page<'a> {
        let t = desk.t;
        let mut content = Vec::new();
        if self.waiting {
            content.push(notice::notice(Rank::Info, t.text("tse-asking"), None));
        }
        if let Some(refusal) = &self.refusal {
            let sentence = refusal.sentence.get(desk.lang).as_str();
            content.push(notice::notice(Rank::Stop, sentence, None));
            content.push(notice::notice(
                Rank::Info,
                t.text("tse-nothing-changed"),
                None,
            ));
        }
        if let Some(found) = &self.found {
            content.extend(facts(desk, found));
        }
        (
            t.text("tse-answer-title"),
            t.text("tse-answer-hint"),
            content,
        )
    }

    fn work<'a>(&'a self, desk: &'a Desk) -> Page<'a> {
        let t = desk.t;
        let mut content = Vec::new();
        match &self.refusal {
            Some(refusal) => {
                let sentence = refusal.sentence.get(desk.lang).as_str();
                content.push(notice::notice(Rank::Stop, sentence, None));
                if self.is_fresh() {
                    content.push(notice::notice(Rank::Info, t.text("tse-same-again"), None));
                    content.extend(self.kept_secrets(desk));
                }
                content.extend(self.aside_warning(desk));
            }
            None if self.waiting => {
                content.push(notice::notice(Rank::Info, t.text("tse-working"), None));
            }
            None => {}
        }
        (t.text("tse-work-title"), t.text("tse-work-hint"), content)
    }

    fn places<'a>(&'a self, desk: &'a Desk, look: Option<&'a Look>) -> Page<'a> {
        let t = desk.t;
        let mut content = vec![notice::notice(Rank::Done, t.text("tse-ready"), None)];
        for (place, name, about) in [
            (TsePlace::First, "tse-place-first", "tse-place-first-about"),
            (
                TsePlace::Standby,
                "tse-place-standby",
                "tse-place-standby-about",
            ),
        ] {
            content.push(tile(
                self.place == place,
                t.text(name),
                t.text(about),
                Message::Place(place),
            ));
        }
        if self.place == TsePlace::First {
            let open = desk.sale.is_some() || !desk.waiting.is_empty();
            content.extend(
                open.then(|| notice::notice(Rank::Warning, t.text("problem-tse-open-sales"), None)),
            );
            content.extend(
                not_archived(look).then(|| {
                    notice::notice(Rank::Warning, t.text("problem-tse-not-archived"), None)
                }),
            );
        }
        content.extend(self.kept_secrets(desk));
        (t.text("tse-place-title"), t.text("tse-place-hint"), content)
    }

    fn done<'a>(&'a self, desk: &'a Desk) -> Page<'a> {
        let t = desk.t;
        let key = match self.place {
            TsePlace::First => "tse-done-first",
            TsePlace::Standby => "tse-done-standby",
        };
        let mut content = vec![notice::notice(Rank::Done, t.text(key), None)];
        let keys: &[&str] = match self.place {
            TsePlace::First => &["tse-duty-report", "tse-duty-old", "tse-duty-safe"],
            TsePlace::Standby => &["tse-duty-standby", "tse-duty-safe"],
        };
        content.extend(
            keys.iter()
                .map(|key| row![text(t.text(key), size::BODY, theme::REGULAR)].into()),
        );
        if let Some(info) = self.found.as_ref().and_then(|found| found.info.as_ref()) {
            content.push(serial(desk, &info.serial));
        }
        (t.text("tse-done-title"), t.text("tse-done-hint"), content)
    }
}

/// Title, what to do, and the content of a step.
pub(super) type Page<'a> = (&'a str, &'a str, Vec<Element<'a, Message>>);

/// A choice with what it means.
pub(in crate::ui::screen::devices) fn tile<'a, M: Clone + 'a>(
    chosen: bool,
    name: &'a str,
    about: &'a str,
    message: M,
) -> Element<'a, M> {
    let mark = match chosen {
        true => Icon::CircleCheck,
        false => Icon::Circle,
    };
    Press::new(
        row![
            icon(mark, 22.0),
            column![
                text(name, size::BODY, theme::SEMIBOLD),
                text(about, size::SUB, theme::REGULAR),
            ]
            .spacing(2)
            .width(Length::Fill),
        ]
        .spacing(14)
        .align_y(iced::Center),
    )
    .style(if chosen { theme::chosen } else { theme::key })
    .align(iced::Alignment::Start, iced::Alignment::Center)
    .scrolls()
    .padding([10.0, space::EDGE])
    .width(Length::Fill)
    .height(Length::Shrink)
    .on_press(message)
    .into()
}
