//! The forms of the screen of master data.

mod fill;
mod read;
mod view;

use std::collections::BTreeMap;

use super::Wish;
use crate::notice::{self, Edit, Form as TseForm};
use crate::ui::desk::Desk;
use crate::ui::protocol::site::{File, Look};

/// What a form is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The municipality.
    Municipality,
    /// Pay point and register.
    PayPoint,
    /// A principal; `None`: a new one.
    Principal(Option<u32>),
    /// A principal that goes.
    NoPrincipal(u32),
    /// The place of business.
    Place,
    /// This register and its TSE.
    Own,
    /// Another system; `None`: a new one.
    System(Option<String>),
    /// Another system that goes.
    NoSystem(String),
    /// The record of another register.
    Record,
    /// A notification was made.
    Made,
    /// A file of the notification is written.
    Save,
    /// The procedural documentation is written.
    Procedure,
}

/// A field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Name of whoever it is about.
    Name,
    /// Name of the pay point.
    PayPoint,
    /// Street and number.
    Street,
    /// Postal code.
    PostalCode,
    /// City.
    City,
    /// Tax number.
    TaxNumber,
    /// VAT id.
    VatId,
    /// Person responsible.
    Responsible,
    /// Name of the register.
    Register,
    /// Why.
    Reason,
    /// Serial number of a system.
    Serial,
    /// Software.
    Software,
    /// Its version.
    Version,
    /// Manufacturer.
    Manufacturer,
    /// Model.
    Model,
    /// Day of acquisition.
    Acquired,
    /// First day of use.
    FirstUse,
    /// Day out of service.
    Retired,
    /// Why out of service.
    RetiredReason,
    /// Serial number of a TSE.
    TseSerial,
    /// BSI id.
    TseBsiId,
    /// First day of a TSE.
    TseFirstUse,
    /// Last day of a TSE.
    TseLastUse,
    /// Day of a notification.
    Day,
    /// Reference number.
    Reference,
    /// A folder.
    Folder,
    /// A file.
    Path,
}

/// What a form remembers.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    kind: Kind,
    texts: BTreeMap<Field, String>,
    art: notice::Kind,
    leased: bool,
    tse_form: Option<TseForm>,
    file: File,
    problem: Option<String>,
    sent: bool,
}

/// What can happen in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Something was typed.
    Typed(Field, String),
    /// Kind of a system.
    Art(notice::Kind),
    /// Bought or leased.
    Leased(bool),
    /// Form of a TSE.
    TseForm(TseForm),
    /// Which file.
    File(File),
    /// Another form instead.
    Other(Kind),
    /// It is complete.
    Submit,
    /// Leave it.
    Close,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Not yet anything.
    Open,
    /// It was left.
    Closed,
    /// Another form instead.
    Other(Kind),
    /// A second person is needed.
    Ask(Wish),
    /// What is kept about the notification changes.
    Notice(Box<Edit>),
    /// The record in this file joins.
    Record(String),
    /// This file goes into this folder.
    Save(File, String),
}

impl State {
    /// A form with what is known.
    pub fn new(kind: Kind, look: &Look) -> Self {
        let mut form = Self {
            kind,
            texts: BTreeMap::new(),
            art: notice::Kind::default(),
            leased: false,
            tse_form: None,
            file: File::default(),
            problem: None,
            sent: false,
        };
        form.fill(look);
        form
    }

    /// What is in a field.
    pub fn text(&self, field: Field) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }

    /// The till refused; the form stays open and says why.
    pub fn failed(&mut self, sentence: String) {
        self.sent = false;
        self.problem = Some(sentence);
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, look: &Look, desk: &Desk) -> Outcome {
        self.problem = None;
        match message {
            Message::Typed(field, text) => {
                self.texts.insert(field, text);
            }
            Message::Art(art) => self.art = art,
            Message::Leased(leased) => self.leased = leased,
            Message::TseForm(form) => self.tse_form = Some(form),
            Message::File(file) => self.file = file,
            Message::Other(kind) => return Outcome::Other(kind),
            Message::Close => return Outcome::Closed,
            Message::Submit if self.sent => {}
            Message::Submit => match self.outcome(look, desk) {
                Ok(outcome) => {
                    // A second person is asked first; the rest goes to the till at once.
                    self.sent = !matches!(outcome, Outcome::Ask(_));
                    return outcome;
                }
                Err(sentence) => self.problem = Some(sentence),
            },
        }
        Outcome::Open
    }
}
