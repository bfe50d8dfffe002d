//! What the screens and the till say to each other. The screens never touch the till: they send
//! [`Command`]s and redraw when an [`Event`] comes back.

pub mod audit;
mod command;
pub mod evaluation;
mod event;
mod facts;
mod master;
mod problem;
pub mod rules;
pub mod site;
pub mod stock;
pub mod tax;
pub mod terminal;
pub mod tse;

pub use command::{Approval, Command, Pin, Recipient};
pub use event::{
    CardState, CardTrace, Closed, Done, Event, Finished, Found, OpenSale, Paid, PastClosing,
    Period, Waiting,
};
pub use facts::{Facts, Health, Preferences, Status};
pub use master::{CatalogueFiles, Examination, MasterData};
pub use problem::{Fatal, Problem};
