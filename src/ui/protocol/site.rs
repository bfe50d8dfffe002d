//! What the screen of master data wants of the till, and what it tells it.

use chrono::NaiveDate;

use super::Approval;
use crate::notice::{Edit, Notice};
use crate::site::{Principal, Site};

/// A file the screen can have written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum File {
    /// The notification for ELSTER.
    #[default]
    Xml,
    /// The same for the file.
    Pdf,
    /// This register's record for the notification another one writes.
    Record,
    /// The procedural documentation.
    Procedure,
}

/// What the screen of master data wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Everything, now.
    Look,
    /// Municipality, pay point and name of the register become these.
    Site {
        /// What they become.
        site: Box<Site>,
        /// The second person, with the reason.
        approval: Approval,
    },
    /// These principals and nobody else.
    Principals {
        /// Who.
        principals: Vec<Principal>,
        /// The second person, with the reason.
        approval: Approval,
    },
    /// Something about the notification.
    Notice(Box<Edit>),
    /// The record of another register joins the notification.
    Record {
        /// The file.
        path: String,
    },
    /// Write a file.
    Save {
        /// Which.
        file: File,
        /// Into this folder.
        folder: String,
    },
}

/// What the till tells the screen of master data.
#[derive(Debug, Clone)]
pub enum Event {
    /// Everything.
    Look(Box<Look>),
    /// Something was changed; `false`: nothing was different.
    Changed(bool),
}

/// Everything the screen shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// Municipality, pay point, register.
    pub site: Site,
    /// In whose name money is taken.
    pub principals: Vec<Principal>,
    /// Names items call whose money they take, without an entry among the principals.
    pub unknown: Vec<String>,
    /// The notification.
    pub notice: Notice,
    /// No period is open: master data may change.
    pub closed: bool,
    /// Where files go unless somebody says otherwise.
    pub folder: String,
    /// Today.
    pub today: NaiveDate,
}
