//! The drawer: moving cash that is no sale, and counting in between.

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::Command;
use super::{approval, pieces};
use crate::i18n::money;
use crate::money::Money;
use crate::receipt::Kind;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, measure, size, space};
use crate::ui::typed::Typed;
use crate::ui::widget::keypad::{digits, keypad};
use crate::ui::widget::notice::Rank;
use crate::ui::widget::press::Press;
use crate::ui::widget::totals::sum_statement;
use crate::ui::widget::{Element, amount, button, card, line, modal, notice};
use iced::widget::{Column, Id, column, container, row, scrollable, space as gap, text_input};
use iced::{Alignment, Length, Padding};

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Move cash in this way.
    Move(Kind),
    /// Count.
    Count,
}

const TASKS: [(Task, Icon, &str, &str); 6] = [
    (
        Task::Move(Kind::Float),
        Icon::Coins,
        "kind-float",
        "drawer-float-hint",
    ),
    (
        Task::Move(Kind::Skim),
        Icon::PiggyBank,
        "kind-skim",
        "drawer-skim-hint",
    ),
    (
        Task::Move(Kind::Delivery),
        Icon::Landmark,
        "kind-delivery",
        "drawer-delivery-hint",
    ),
    (
        Task::Move(Kind::PayIn),
        Icon::Plus,
        "kind-pay-in",
        "drawer-pay-in-hint",
    ),
    (
        Task::Move(Kind::PayOut),
        Icon::Minus,
        "kind-pay-out",
        "drawer-pay-out-hint",
    ),
    (
        Task::Count,
        Icon::ListChecks,
        "drawer-count",
        "drawer-count-hint",
    ),
];

/// What the screen remembers.
#[derive(Debug, Clone)]
pub struct State {
    task: Task,
    typed: Typed,
    reason: String,
    count: pieces::State,
    labels: Vec<String>,
    approval: Option<approval::State>,
    /// So much money that it is asked for once more.
    sure: bool,
    sent: bool,
    note: Option<(Rank, String)>,
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Choose what to do.
    Choose(Task),
    /// Digits, in cents from the right.
    Type(&'static str),
    /// Take the last digit back.
    Backspace,
    /// Where from, where to, why.
    Reason(String),
    /// Counting.
    Count(pieces::Message),
    /// Do it.
    Go,
    /// Inside the dialog of the second person.
    Approval(approval::Message),
    /// Leave.
    Back,
}

impl Default for State {
    fn default() -> Self {
        Self {
            task: Task::Move(Kind::Skim),
            typed: Typed::default(),
            reason: String::new(),
            count: pieces::State::default(),
            labels: pieces::State::labels(),
            approval: None,
            sure: false,
            sent: false,
            note: None,
        }
    }
}

impl State {
    /// The field of the reason.
    pub fn reason_field() -> Id {
        Id::new("drawer-reason")
    }

    /// It is done.
    pub fn done(&mut self, rank: Rank, sentence: String) {
        *self = Self {
            task: self.task,
            note: Some((rank, sentence)),
            ..Self::default()
        };
    }

    /// The till refused.
    pub fn failed(&mut self, sentence: &str) {
        self.sent = false;
        match &mut self.approval {
            Some(approval) => approval.failed(sentence.to_owned()),
            None => self.note = Some((Rank::Stop, sentence.to_owned())),
        }
    }

    /// Whether the dialog of the second person is open.
    pub fn has_approval(&self) -> bool {
        self.approval.is_some()
    }

    /// Whether digits fill a row of the count.
    pub fn is_counting(&self) -> bool {
        self.task == Task::Count && !self.has_dialog()
    }

    /// Whether any dialog lies over the screen.
    pub fn has_dialog(&self) -> bool {
        self.approval.is_some() || self.sure
    }

    fn amount(&self) -> Money {
        self.typed.amount().unwrap_or_default()
    }

    fn is_ready(&self) -> bool {
        !self.sent && self.is_complete()
    }

    fn is_complete(&self) -> bool {
        match self.task {
            Task::Count => !self.count.is_empty(),
            Task::Move(Kind::PayIn | Kind::PayOut) => {
                self.amount() > Money::ZERO && !self.reason.trim().is_empty()
            }
            Task::Move(_) => self.amount() > Money::ZERO,
        }
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        self.note = None;
        match message {
            Message::Choose(task) => {
                *self = Self {
                    task,
                    ..Self::default()
                };
                if task == Task::Count {
                    // No field has the keyboard: digits go into the row.
                    return Action::Focus(Id::new("count-keys"));
                }
            }
            Message::Type(text) => self.typed.push(text),
            Message::Backspace => self.typed.pop(),
            Message::Reason(reason) => self.reason = reason,
            Message::Count(message) => {
                if let Some(share) = self.count.update(message) {
                    return Action::Scroll(pieces::State::list(), share);
                }
            }
            Message::Go if self.is_ready() => {
                let limit = desk.status.note_limit;
                let moves = self.task != Task::Count;
                if moves && !self.sure && !limit.is_zero() && self.amount() > limit {
                    self.sure = true;
                    return Action::None;
                }
                self.sure = false;
                return self.go(None);
            }
            Message::Go => {}
            Message::Approval(message) => {
                if let Some(state) = &mut self.approval {
                    match state.update(message, desk, false) {
                        approval::Outcome::Open => {}
                        approval::Outcome::Closed => self.approval = None,
                        approval::Outcome::Given(approval) => return self.go(Some(approval)),
                    }
                }
            }
            Message::Back if self.sure => self.sure = false,
            Message::Back => return Action::Go(Place::Sale),
        }
        Action::None
    }

    fn go(&mut self, approval: Option<super::super::protocol::Approval>) -> Action {
        let reason = self.reason.trim().to_owned();
        // A second press must not move it a second time.
        self.sent = !matches!(self.task, Task::Move(Kind::PayOut)) || approval.is_some();
        match self.task {
            Task::Count => Action::Send(Command::Check {
                pieces: self.count.pieces(),
                reason: Some(reason).filter(|reason| !reason.is_empty()),
            }),
            // Money that leaves the drawer for anything but safe and bank needs a second pair of eyes.
            Task::Move(Kind::PayOut) if approval.is_none() => {
                self.approval = Some(approval::State::default());
                Action::None
            }
            Task::Move(kind) => Action::Send(Command::Move {
                kind,
                amount: self.amount(),
                reason,
                approval,
            }),
        }
    }

    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let tasks = TASKS.map(|(task, symbol, caption, hint)| {
            Press::new(
                row![
                    icon(symbol, 24.0),
                    column![
                        line(t.text(caption), size::KEY, theme::MEDIUM),
                        line(t.text(hint), size::SUB, theme::REGULAR).style(theme::soft),
                    ],
                ]
                .spacing(space::EDGE)
                .align_y(iced::Center),
            )
            .style(if task == self.task {
                theme::chosen
            } else {
                theme::key
            })
            .align(Alignment::Start, Alignment::Center)
            .padding([0.0, space::EDGE])
            .width(Length::Fill)
            .height(measure::KEY)
            .on_press(Message::Choose(task))
            .into()
        });
        let left = column![
            scrollable(Column::with_children(tasks).spacing(space::GAP))
                .spacing(0)
                .height(Length::Fill),
            card(sum_statement(
                t.text("drawer-expected"),
                money(desk.status.cash)
            ))
            .padding(Padding::from([4, 20])),
            button::large(t.text("back"), Some("Esc"), theme::secondary).on_press(Message::Back),
        ]
        .spacing(space::EDGE)
        .width(Length::FillPortion(5));
        let note = self
            .note
            .as_ref()
            .map(|(rank, sentence)| notice::notice(*rank, sentence.as_str(), None));
        let work: Element<'a, Message> = match self.task {
            // Large type on a small screen: the lowest keys can be scrolled to.
            Task::Move(kind) => scrollable(self.moving(desk, kind))
                .spacing(space::GAP)
                .into(),
            Task::Count => self.counting(desk),
        };
        let caption = TASKS
            .iter()
            .find(|(task, ..)| *task == self.task)
            .map_or("ok", |(_, _, key, _)| *key);
        let right = column![
            card(column![].push(note).push(work).spacing(space::EDGE)).height(Length::Fill)
        ]
        .push(
            button::huge(t.text(caption), Some("F12"), theme::primary)
                .on_press_maybe(self.is_ready().then_some(Message::Go)),
        )
        .spacing(space::EDGE)
        .width(Length::FillPortion(6));
        let screen: Element<'a, Message> = column![
            desk.header_titled(t.text("drawer-title"), &desk.facts.register, None, None),
            row![left, right]
                .spacing(desk.gap())
                .padding(desk.gap())
                .height(Length::Fill),
        ]
        .into();
        if self.sure {
            let question = t.with("drawer-sure", &[("amount", money(self.amount()).into())]);
            let dialog = modal::dialog(
                t.text(caption),
                modal::sentence(question),
                vec![
                    button::large(t.text("back"), Some("Esc"), theme::secondary)
                        .on_press(Message::Back)
                        .into(),
                    button::large(t.text("drawer-sure-go"), Some("F12"), theme::primary)
                        .on_press(Message::Go)
                        .into(),
                ],
            );
            return modal::modal(screen, dialog, None);
        }
        match &self.approval {
            None => screen,
            Some(state) => state.over(
                screen,
                desk,
                approval::Question {
                    title: t.text("kind-pay-out"),
                    text: t.text("drawer-pay-out-text"),
                    reasons: Vec::new(),
                    go: t.text("kind-pay-out"),
                },
                Message::Approval,
            ),
        }
    }

    fn moving<'a>(&'a self, desk: &'a Desk, kind: Kind) -> Element<'a, Message> {
        let t = desk.t;
        let hint = match kind {
            Kind::Float => "drawer-float-from",
            Kind::Skim => "drawer-skim-to",
            Kind::Delivery => "drawer-delivery-to",
            _ => "drawer-reason",
        };
        column![
            amount::due(t.text("drawer-amount"), money(self.amount())),
            text_input(t.text(hint), &self.reason)
                .id(Self::reason_field())
                .on_input(Message::Reason)
                .size(size::KEY)
                .padding([14.0, space::EDGE])
                .style(theme::field),
            gap().height(space::GAP),
            keypad(digits(Message::Type, Message::Backspace), desk.key_height()),
        ]
        .spacing(space::GAP)
        .into()
    }

    fn counting<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        column![
            container(self.count.view(desk, &self.labels).map(Message::Count)).height(Length::Fill),
            sum_statement(t.text("closing-counted"), money(self.count.total())),
            text_input(t.text("drawer-count-reason"), &self.reason)
                .on_input(Message::Reason)
                .size(size::BODY)
                .padding([10.0, space::EDGE])
                .style(theme::field),
        ]
        .spacing(space::GAP)
        .into()
    }
}
