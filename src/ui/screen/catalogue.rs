//! Keeping the catalogue: the list of every item, the form of one, changes to many, tiles, files.

pub mod choice;
mod list;

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use crate::ui::widget::Element;
use crate::ui::widget::notice::Rank;
use iced::keyboard::key::Named;

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    list: list::State,
    note: Option<(Rank, String)>,
}

/// A field to type into; a scanner may as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The search of the list.
    Search,
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The menu of the register.
    Menu,
    /// The name of who is logged in.
    User,
    /// Leave what is in front.
    Back,
    /// Something was typed.
    Typed(Field, String),
    /// Open the item under the cursor.
    Open,
    /// Open this item.
    Edit(String),
    /// Begin a new item.
    New,
    /// Change what is ticked.
    OpenMass,
    /// Which tiles are shown first.
    OpenTiles,
    /// Read or write a file.
    OpenFile,
    /// On the list.
    List(list::Message),
}

impl State {
    /// Master data have come, or have changed.
    pub fn set_master(&mut self, desk: &Desk) {
        self.list.refresh(desk);
    }

    /// Something was done, or was not.
    pub fn note(&mut self, rank: Rank, sentence: String) {
        self.note = Some((rank, sentence));
    }

    /// Tells what is in front apart.
    pub fn page_number(&self) -> u8 {
        u8::from(self.list.is_choosing())
    }

    /// What a function key means.
    pub fn function(&self, key: Named) -> Option<Message> {
        match key {
            Named::F2 => Some(Message::List(list::Message::Focus)),
            Named::F10 => Some(Message::Menu),
            _ => None,
        }
    }

    /// What Enter means where no field or button has used it, or what a scanner has read.
    pub fn enter(&self, _scanned: Option<String>) -> Option<Message> {
        None
    }

    /// What an arrow means.
    pub fn step(&self, down: bool) -> Option<Message> {
        Some(Message::List(list::Message::Step(down)))
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        self.note = None;
        match message {
            Message::Back if self.list.leave(desk) => Action::None,
            Message::Back => Action::Go(Place::Sale),
            Message::Typed(Field::Search, text) => {
                self.list.search(text, desk);
                Action::None
            }
            Message::Open
            | Message::Edit(_)
            | Message::New
            | Message::OpenMass
            | Message::OpenTiles
            | Message::OpenFile => Action::None,
            Message::List(message) => self.list.update(message, desk),
            // The application has answered them already.
            Message::Menu | Message::User => Action::None,
        }
    }

    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        self.list.view(desk, self.note.as_ref())
    }
}
