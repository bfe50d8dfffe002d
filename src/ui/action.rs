//! What a screen hands back to the application after a message.

use super::protocol::Command;
use super::widget::notice::Rank;
use crate::money::Money;
use chrono::NaiveDate;
use iced::widget::Id;

/// Where to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The sale.
    Sale,
    /// Paying in cash.
    Cash,
    /// Paying this amount by card.
    Card(Money),
    /// Sales that wait.
    Waiting,
    /// Card payments without an outcome.
    Unsettled,
    /// Receipts.
    Receipts,
    /// Moving cash.
    Drawer,
    /// The closing.
    Closing,
    /// Closings made before.
    Closings,
    /// The catalogue, to be kept.
    Catalogue,
    /// Rates, law and treatments.
    Taxes,
    /// What changes on this day; without one, on the next day that changes anything.
    Rehearsal(Option<NaiveDate>),
    /// What is there of everything.
    Stock,
    /// What stands out in a period.
    Evaluation,
    /// The TSEs.
    Devices,
    /// Municipality, pay point, principals, notification.
    Site,
    /// Payment rules.
    Rules,
    /// The desk of the Kassen-Nachschau.
    Inspection,
    /// Settings of this workplace.
    Settings,
}

/// See the module.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum Action {
    /// Nothing.
    None,
    /// Tell the till.
    Send(Command),
    /// Show another screen.
    Go(Place),
    /// Show how this item is taxed.
    Treatment(String),
    /// Show the receipts behind a finding of this name.
    Behind(String, Vec<u64>),
    /// Put the cursor into a field.
    Focus(Id),
    /// Put the cursor into a field and select what is in it.
    Select(Id),
    /// Scroll a list to this share of its length.
    Scroll(Id, f32),
    /// Scroll a list so far down, in logical pixels.
    ScrollTo(Id, f32),
    /// Put this where it can be pasted from.
    Copy(String),
    /// Show a message that passes by.
    Notice(Rank, String),
    /// Several of these, in order.
    Many(Vec<Action>),
}
