//! What a scanner or a bouncing key must not do: change what is being typed, or skip a screen.

use std::mem::Discriminant;
use std::time::{Duration, Instant};

use super::scanner::PACE;
use super::screen::{
    approval, cash, catalogue, clock, closing, drawer, login, receipts, rehearsal, sale,
};
use super::widget::notice::Rank;
use super::{App, Message, Overlay, Screen};

/// Nobody reads a screen faster; a confirming key that comes earlier was meant for the one before.
const READING: Duration = Duration::from_millis(400);

/// What a screen held before somebody, or a scanner, began to type.
#[derive(Debug)]
pub(super) enum Snapshot {
    Login(login::State),
    Dialog(sale::Dialog),
    Cash(cash::State),
    Drawer(drawer::State),
    Closing(Box<closing::State>),
    Approval(approval::State),
    Clock(clock::State),
}

/// What is in front, as far as a key may mean something else by it.
#[derive(Debug, PartialEq)]
pub(super) struct Front(Discriminant<Screen>, Overlay, u8);

impl App {
    /// Before a message of a person: whether it comes from a scanner in the wrong place.
    pub(super) fn is_stray(&mut self, message: &Message, now: Instant) -> bool {
        if self
            .last_message
            .is_none_or(|last| now.saturating_duration_since(last) > PACE)
        {
            self.before = self.snapshot();
        }
        self.last_message = Some(now);
        if self
            .toast
            .as_ref()
            .is_some_and(|(_, _, since)| now.saturating_duration_since(*since) > READING)
        {
            self.toast = None;
        }
        let passes = match message {
            Message::Key { .. } | Message::Touched => true,
            // Who keeps the catalogue scans into fields.
            Message::Catalogue(catalogue::Message::Typed(..)) => true,
            Message::Stock(message) => message.types(),
            Message::Devices(message) => message.types(),
            Message::Evaluation(message) => message.types(),
            Message::Receipts(receipts::Message::InFilter(receipts::filter::Message::Text(..))) => {
                true
            }
            Message::Taxes(message) => message.types(),
            Message::Site(message) => message.types(),
            Message::Rules(message) => message.types(),
            Message::Inspection(message) => message.types(),
            Message::Rehearsal(rehearsal::Message::Day(_)) => true,
            Message::Sale(sale::Message::Search(_) | sale::Message::SearchSubmit)
            | Message::Receipts(receipts::Message::Search(_) | receipts::Message::Submit) => {
                self.may_scan()
            }
            _ => false,
        };
        !passes && self.scanner.is_running(now)
    }

    /// Whether a scan means something here.
    pub(super) fn may_scan(&self) -> bool {
        self.overlay == Overlay::None
            && self.question.is_none()
            && match &self.screen {
                Screen::Done(_)
                | Screen::Catalogue(_)
                | Screen::Rehearsal(_)
                | Screen::Evaluation(_)
                | Screen::Inspection(_) => true,
                Screen::Sale => self.sale.may_scan(),
                Screen::Receipts(state) => !state.has_approval(),
                Screen::Taxes(state) => state.approval().is_none(),
                Screen::Site(state) => state.approval().is_none(),
                Screen::Rules(state) => state.approval().is_none(),
                Screen::Stock(state) => state.approval().is_none(),
                Screen::Devices(state) => state.approval().is_none(),
                _ => false,
            }
    }

    /// A scan came where it means nothing: whatever it has typed goes again.
    pub(super) fn refuse_scan(&mut self) {
        match (self.before.take(), &mut self.screen) {
            (Some(Snapshot::Login(before)), Screen::Login(state)) => *state = before,
            (Some(Snapshot::Dialog(before)), Screen::Sale) => self.sale.restore_dialog(before),
            (Some(Snapshot::Cash(before)), Screen::Cash(state)) => *state = before,
            (Some(Snapshot::Drawer(before)), Screen::Drawer(state)) => *state = before,
            (Some(Snapshot::Closing(before)), Screen::Closing(state)) => *state = before,
            (Some(Snapshot::Clock(before)), Screen::Clock(state)) => *state = before,
            (Some(Snapshot::Approval(before)), Screen::Receipts(state)) => {
                state.restore_approval(before);
            }
            (Some(Snapshot::Approval(before)), Screen::Taxes(state)) => {
                state.restore_approval(before);
            }
            (Some(Snapshot::Approval(before)), Screen::Rules(state)) => {
                state.restore_approval(before);
            }
            (Some(Snapshot::Approval(before)), Screen::Site(state)) => {
                state.restore_approval(before);
            }
            (Some(Snapshot::Approval(before)), Screen::Stock(state)) => {
                state.restore_approval(before);
            }
            (Some(Snapshot::Approval(before)), Screen::Devices(state)) => {
                state.restore_approval(before);
            }
            (Some(Snapshot::Approval(before)), Screen::Card(state)) => {
                state.restore_approval(before);
            }
            _ => {}
        }
        // The rest of the code must not be typed into what was just put right.
        self.before = self.snapshot();
        let key = match &self.screen {
            Screen::Login(_) => "scan-log-in",
            Screen::Cash(_) | Screen::Card(_) => "scan-pay-first",
            _ => "scan-not-here",
        };
        self.show(Rank::Warning, self.desk.t.text(key).to_owned());
    }

    fn snapshot(&self) -> Option<Snapshot> {
        match &self.screen {
            Screen::Login(state) => Some(Snapshot::Login(state.clone())),
            Screen::Sale => self.sale.dialog().cloned().map(Snapshot::Dialog),
            Screen::Cash(state) => Some(Snapshot::Cash(state.clone())),
            Screen::Drawer(state) => Some(Snapshot::Drawer(state.clone())),
            Screen::Closing(state) => Some(Snapshot::Closing(state.clone())),
            Screen::Clock(state) => Some(Snapshot::Clock(state.clone())),
            Screen::Receipts(state) => state.approval().cloned().map(Snapshot::Approval),
            Screen::Card(state) => state.approval().cloned().map(Snapshot::Approval),
            Screen::Taxes(state) => state.approval().cloned().map(Snapshot::Approval),
            Screen::Rules(state) => state.approval().cloned().map(Snapshot::Approval),
            Screen::Site(state) => state.approval().cloned().map(Snapshot::Approval),
            Screen::Stock(state) => state.approval().cloned().map(Snapshot::Approval),
            Screen::Devices(state) => state.approval().cloned().map(Snapshot::Approval),
            Screen::Opening
            | Screen::Fatal(_)
            | Screen::Done(_)
            | Screen::Settings
            | Screen::Inspection(_)
            | Screen::Catalogue(_)
            | Screen::Rehearsal(_)
            | Screen::Evaluation(_)
            | Screen::Closings(_) => None,
        }
    }

    fn front(&self) -> Front {
        let inside = match &self.screen {
            Screen::Sale => self.sale.dialog_number(),
            Screen::Cash(state) => u8::from(state.has_dialog()),
            Screen::Card(state) => state.page_number(),
            Screen::Receipts(state) => {
                u8::from(state.has_approval()) * 2 + u8::from(state.has_filter())
            }
            Screen::Evaluation(state) => state.page_number(),
            Screen::Drawer(state) => u8::from(state.has_dialog()),
            Screen::Catalogue(state) => state.page_number(),
            Screen::Taxes(state) => state.page_number(),
            Screen::Site(state) => state.page_number(),
            Screen::Rules(state) => state.page_number(),
            Screen::Inspection(state) => state.page_number(),
            Screen::Rehearsal(state) => state.page_number(),
            Screen::Stock(state) => state.page_number(),
            Screen::Devices(state) => state.page_number(),
            Screen::Closing(state) => state.step() as u8 * 2 + u8::from(state.has_approval()),
            _ => 0,
        };
        let inside = match self.question {
            Some(_) => u8::MAX,
            None => inside,
        };
        Front(std::mem::discriminant(&self.screen), self.overlay, inside)
    }

    /// After every message: notes when something else came to the front.
    pub(super) fn watch_front(&mut self, now: Instant) {
        let front = self.front();
        if self.front.as_ref() != Some(&front) {
            self.front = Some(front);
            self.front_since = now;
        }
    }

    /// Whether a key that confirms something is too early, or only held down.
    pub(super) fn is_too_early(&self, repeat: bool, now: Instant) -> bool {
        repeat || now.saturating_duration_since(self.front_since) < READING
    }
}
