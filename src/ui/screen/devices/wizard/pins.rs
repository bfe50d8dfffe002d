//! Building the step of the secrets: new ones made up or typed twice, or those the device has.

use amtskasse_tse::Secret;
use amtskasse_tse::driver::{Driver, Secrets};

use super::secrets::{Fault, Slot};
use super::view::{Page, tile};
use super::{Message, Origin, State, Step};
use crate::till::tse::secrets::{Weak, rules};
use crate::ui::desk::Desk;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, size, space};
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, button, line, words as text};
use iced::Length;
use iced::widget::{column, container, row, text_input};

impl State {
    pub(super) fn secret_fields<'a>(&'a self, desk: &'a Desk) -> Page<'a> {
        let t = desk.t;
        match self.is_fresh() {
            true => (
                t.text("tse-secrets-new"),
                t.text("tse-secrets-new-hint"),
                self.new_secrets(desk),
            ),
            false => (
                t.text("tse-secrets-known"),
                t.text("tse-secrets-known-hint"),
                self.known_secrets(desk),
            ),
        }
    }

    fn new_secrets<'a>(&'a self, desk: &'a Desk) -> Vec<Element<'a, Message>> {
        let t = desk.t;
        let driver = self.draft.driver;
        let rules = rules(driver);
        let mut content = Vec::new();
        if self.asks_puk() {
            content.push(secret(desk, self, Slot::Puk, "tse-puk-of-maker", None));
        } else if rules.puk.is_none() {
            content.push(notice::notice(Rank::Info, t.text("tse-puk-comes"), None));
        }
        for (origin, name, about) in [
            (Origin::Random, "tse-random", "tse-random-about"),
            (Origin::Own, "tse-own", "tse-own-about"),
        ] {
            content.push(tile(
                self.origin == Some(origin),
                t.text(name),
                t.text(about),
                Message::Origin(origin),
            ));
        }
        match self.origin {
            None => {}
            Some(Origin::Random) => {
                if let Some(secrets) = &self.shown {
                    content.push(written(desk, secrets));
                    content.push(tick(t.text("tse-noted"), self.noted, Message::Noted));
                }
            }
            Some(Origin::Own) => {
                let fault = self.slots.own(driver).err();
                let mut pairs = vec![(Slot::Admin, Slot::AdminAgain, "tse-admin-pin")];
                if rules.time_admin {
                    pairs.push((Slot::Time, Slot::TimeAgain, "tse-time-pin"));
                }
                if rules.puk.is_some() {
                    pairs.push((Slot::Puk, Slot::PukAgain, "tse-puk"));
                }
                for (slot, again, caption) in pairs {
                    let problem = |slot: Slot| {
                        fault
                            .filter(|fault| {
                                about(*fault) == slot && !self.slots.get(slot).is_empty()
                            })
                            .map(|fault| said(desk, self, fault))
                    };
                    // Said before anybody types.
                    let first = problem(slot).map_or_else(
                        || Below::Hint(length(desk, driver, slot == Slot::Puk)),
                        Below::Problem,
                    );
                    content.push(
                        row![
                            secret(desk, self, slot, caption, Some(first)),
                            secret(
                                desk,
                                self,
                                again,
                                "tse-once-more",
                                problem(again).map(Below::Problem)
                            ),
                        ]
                        .spacing(space::EDGE)
                        .into(),
                    );
                }
            }
        }
        content
    }

    fn known_secrets<'a>(&'a self, desk: &'a Desk) -> Vec<Element<'a, Message>> {
        let t = desk.t;
        let mut content = Vec::new();
        if let Some(refusal) = &self.refusal {
            let sentence = refusal.sentence.get(desk.lang).as_str();
            content.push(notice::notice(Rank::Stop, sentence, None));
        }
        let tries = match self.tries_left() {
            Some(0) => return content,
            Some(left) => t.with("tse-tries-left", &[("n", left.into())]),
            None => t.text("tse-tries").to_owned(),
        };
        content.push(notice::notice(Rank::Warning, tries, None));
        content.push(secret(desk, self, Slot::Admin, "tse-admin-pin", None));
        if rules(self.draft.driver).time_admin {
            content.push(secret(desk, self, Slot::Time, "tse-time-pin", None));
        }
        if self.tries_left() == Some(1) {
            content.push(tick(t.text("tse-sure"), self.sure, Message::Sure));
        }
        content
    }

    /// Secrets that are kept here and perhaps nowhere else, to be looked at again.
    pub(super) fn kept_secrets<'a>(&'a self, desk: &'a Desk) -> Option<Element<'a, Message>> {
        let t = desk.t;
        let kept = match self.step {
            Step::Interrupted => self.pending.is_some(),
            _ => self.is_fresh() || self.pending.is_some() || self.origin.is_some(),
        };
        match &self.shown {
            _ if !kept => None,
            Some(secrets) => Some(written(desk, secrets)),
            None => Some(
                button::small(t.text("tse-reveal"), theme::tertiary)
                    .on_press(Message::Reveal)
                    .into(),
            ),
        }
    }
}

// Secrets to be written down, so large that nobody misreads them.
fn written<'a>(desk: &'a Desk, secrets: &Secrets) -> Element<'a, Message> {
    let t = desk.t;
    let value = |caption: &'static str, value: &str| -> Option<Element<'a, Message>> {
        (!value.is_empty()).then(|| {
            row![
                line(t.text(caption), size::BODY, theme::REGULAR).width(Length::Fill),
                line(value.to_owned(), size::BUTTON, theme::MONO),
            ]
            .align_y(iced::Center)
            .into()
        })
    };
    let values = [
        value("tse-admin-pin", &secrets.admin_pin),
        value("tse-time-pin", &secrets.time_admin_pin),
        value("tse-puk", &secrets.admin_puk),
    ];
    container(
        column![
            line(t.text("tse-write-down"), size::BODY, theme::SEMIBOLD),
            column(values.into_iter().flatten()).spacing(4),
        ]
        .spacing(space::GAP),
    )
    .width(Length::Fill)
    .max_width(520)
    .padding(space::EDGE)
    .style(theme::warning_card)
    .into()
}

/// Something to tick.
pub(in crate::ui::screen::devices) fn tick<'a, M: Clone + 'a>(
    caption: &'a str,
    ticked: bool,
    message: impl Fn(bool) -> M + 'a,
) -> Element<'a, M> {
    let mark = match ticked {
        true => Icon::SquareCheckBig,
        false => Icon::Square,
    };
    Press::new(
        row![
            icon(mark, 24.0),
            text(caption, size::BODY, theme::MEDIUM).width(Length::Fill)
        ]
        .spacing(12)
        .align_y(iced::Center),
    )
    .style(theme::tertiary)
    .align(iced::Alignment::Start, iced::Alignment::Center)
    .scrolls()
    .padding([10.0, space::EDGE])
    .width(Length::Fill)
    .on_press(message(!ticked))
    .into()
}

fn secret<'a>(
    desk: &'a Desk,
    state: &'a State,
    slot: Slot,
    caption: &'static str,
    below: Option<Below>,
) -> Element<'a, Message> {
    column![
        line(desk.t.text(caption), size::BODY, theme::MEDIUM),
        text_input("", state.slots.get(slot))
            .id(slot.id())
            .secure(true)
            .on_input(move |text| Message::Secret(slot, text))
            .on_submit(Message::Next)
            .size(size::KEY)
            .padding([12.0, space::EDGE])
            .style(theme::field),
    ]
    .push(below.map(|below| match below {
        Below::Hint(hint) => line(hint, size::SUB, theme::REGULAR).style(theme::soft),
        Below::Problem(problem) => line(problem, size::SUB, theme::MEDIUM).style(theme::stop),
    }))
    .spacing(6)
    .width(Length::Fill)
    .into()
}

fn about(fault: Fault) -> Slot {
    match fault {
        Fault::Empty(slot) | Fault::Differ(slot) => slot,
        Fault::Weak(Secret::TimeAdminPin, _) => Slot::Time,
        Fault::Weak(Secret::Puk, _) => Slot::Puk,
        Fault::Weak(..) => Slot::Admin,
    }
}

fn said(desk: &Desk, state: &State, fault: Fault) -> String {
    let t = desk.t;
    match fault {
        Fault::Empty(_) => String::new(),
        Fault::Differ(_) => t.text("tse-differ").to_owned(),
        Fault::Weak(_, Weak::Same) => t.text("tse-weak-same").to_owned(),
        Fault::Weak(secret, Weak::Known) => t.with(
            "tse-weak-known",
            &[("secret", t.text(secret_key(secret)).into())],
        ),
        Fault::Weak(secret, Weak::Length) => {
            length(desk, state.draft.driver, secret == Secret::Puk)
        }
    }
}

/// What stands below a field.
enum Below {
    Hint(String),
    Problem(String),
}

// How long a PIN or the PUK has to be.
fn length(desk: &Desk, driver: Driver, puk: bool) -> String {
    let t = desk.t;
    let rules = rules(driver);
    let (least, most) = match rules.puk.filter(|_| puk) {
        Some(digits) => (digits, digits),
        None => rules.pin,
    };
    match least == most {
        true => t.with("tse-weak-length", &[("n", least.into())]),
        false => t.with(
            "tse-weak-between",
            &[("least", least.into()), ("most", most.into())],
        ),
    }
}

/// The name of a secret.
fn secret_key(secret: Secret) -> &'static str {
    match secret {
        Secret::AdminPin => "tse-admin-pin",
        Secret::TimeAdminPin => "tse-time-pin",
        Secret::Puk => "tse-puk",
        Secret::Key => "tse-key",
    }
}
