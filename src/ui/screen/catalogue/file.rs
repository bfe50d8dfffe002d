//! Reading a catalogue from a file, after a look at what it would change, and writing one.

mod view;

use super::super::super::action::Action;
use super::super::super::desk::Desk;
use super::super::super::protocol::{CatalogueFiles, Command, Examination};
use super::Field;
use crate::people::Right;

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    path: String,
    reason: String,
    files: CatalogueFiles,
    /// What the file would do; `None`: nobody has looked at it yet.
    examined: Option<Box<Examination>>,
    offset: f32,
    busy: bool,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// This file.
    Choose(String),
    /// Look at it.
    Examine,
    /// The preview was scrolled.
    Scrolled(Offset),
    /// Take it over.
    Import,
    /// Write the catalogue as it is today.
    ExportToday,
    /// Write everything that was, is and will be.
    ExportAll,
}

/// How far down a list is, in whole logical pixels.
pub type Offset = i32;

impl State {
    /// The files there are.
    pub fn set_files(&mut self, files: CatalogueFiles) {
        self.files = files;
    }

    /// What a file would do.
    pub fn set_examined(&mut self, examined: Box<Examination>) {
        self.busy = false;
        self.offset = 0.0;
        self.examined = Some(examined);
    }

    /// The till has refused.
    pub fn failed(&mut self) {
        self.busy = false;
    }

    /// Whether a file is on its way to the till, to be taken over.
    pub fn is_sent(&self) -> bool {
        self.busy
    }

    /// Something was typed.
    pub fn typed(&mut self, field: Field, text: String) {
        if field == Field::PathReason {
            self.reason = text;
        } else {
            // What was seen of another file says nothing of this one.
            (self.path, self.examined) = (text, None);
        }
    }

    /// Whether somebody has looked at what the file would do, and it may.
    pub fn is_examined(&self) -> bool {
        self.examined.as_ref().is_some_and(|e| e.may_be_imported())
    }

    fn is_ready(&self) -> bool {
        self.is_examined() && !self.reason.trim().is_empty() && !self.busy
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        let path = self.path.trim().to_owned();
        match message {
            Message::Choose(path) => {
                (self.path, self.examined) = (path.clone(), None);
                self.busy = true;
                return Action::Send(Command::ExamineCatalogue { path });
            }
            Message::Examine if !path.is_empty() => {
                self.busy = true;
                return Action::Send(Command::ExamineCatalogue { path });
            }
            Message::Examine => return Action::Focus(Field::Path.id()),
            Message::Scrolled(offset) => self.offset = offset as f32,
            Message::ExportToday => {
                return Action::Many(vec![
                    Action::Send(Command::ExportCatalogue { history: false }),
                    Action::Send(Command::CatalogueFiles),
                ]);
            }
            Message::ExportAll => {
                return Action::Many(vec![
                    Action::Send(Command::ExportCatalogue { history: true }),
                    Action::Send(Command::CatalogueFiles),
                ]);
            }
            Message::Import if self.is_ready() && desk.may(Right::Administer) => {
                self.busy = true;
                return Action::Send(Command::ImportCatalogue {
                    path,
                    reason: self.reason.trim().to_owned(),
                });
            }
            Message::Import => return Action::Focus(Field::PathReason.id()),
        }
        Action::None
    }
}
