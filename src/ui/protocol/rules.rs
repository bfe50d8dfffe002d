//! What the screen of payment rules wants of the till, and what it tells it.

use super::Approval;
use crate::acceptance::Rules;

/// What the screen of payment rules wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// The rules, and what they may name.
    Look,
    /// These rules and no others.
    Set {
        /// The rules, in their order.
        rules: Rules,
        /// The second person, with the reason.
        approval: Approval,
    },
}

/// What the till tells the screen of payment rules.
#[derive(Debug, Clone)]
pub enum Event {
    /// The rules, and what they may name.
    Look(Box<Look>),
    /// They were saved; `false`: nothing was different.
    Changed(bool),
}

/// Everything the screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look {
    /// The rules that hold.
    pub rules: Rules,
    /// Id and name of every pay point.
    pub pay_points: Vec<(String, String)>,
    /// The pay point of this register.
    pub here: String,
    /// Every office.
    pub offices: Vec<String>,
    /// Every group, with the office of its items; empty: of none.
    pub groups: Vec<(String, String)>,
}
