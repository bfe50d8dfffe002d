//! What the tax screens want of the till, and what it tells them.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Approval;
use crate::catalogue::Rehearsal;
use crate::tax::{PriceRule, Regime, TaxKey, Treatment};
use crate::till::ItemDecision;

/// Something about taxes that holds for the whole register and takes two persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A key gets another rate.
    Rate {
        /// The key.
        key: TaxKey,
        /// First day.
        from: NaiveDate,
        /// Per cent.
        percent: Decimal,
    },
    /// A rate that has not begun is taken back.
    NoRate {
        /// The key.
        key: TaxKey,
        /// Its first day.
        from: NaiveDate,
    },
    /// A key of the municipality's own.
    Key {
        /// The key, from 1000.
        key: TaxKey,
        /// What it is for.
        text: String,
        /// First day.
        from: NaiveDate,
        /// Per cent.
        percent: Decimal,
    },
    /// The municipality changes to another law.
    Law {
        /// First day.
        from: NaiveDate,
        /// The law.
        regime: Regime,
    },
    /// A change of law that has not begun is taken back.
    NoLaw {
        /// Its first day.
        from: NaiveDate,
    },
}

/// How an item is to be taxed, as somebody proposes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The item.
    pub item: String,
    /// Under which law.
    pub regime: Regime,
    /// First day.
    pub from: NaiveDate,
    /// How.
    pub treatment: Treatment,
    /// What becomes of the price.
    pub price_rule: PriceRule,
    /// Why.
    pub reason: String,
    /// The paragraph it stands on.
    pub legal_basis: String,
}

/// What the tax screens want.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// What waits for a second person, and the municipality's own keys.
    Look,
    /// What changes on a day.
    Rehearse {
        /// The day.
        on: NaiveDate,
    },
    /// The receipt of these items, one of each, on the day before and on the day.
    Preview {
        /// The day.
        on: NaiveDate,
        /// Numbers of the items.
        items: Vec<String>,
    },
    /// Save the rehearsal of a day.
    SaveRehearsal {
        /// The day.
        on: NaiveDate,
        /// As a table for other programs instead of as paper.
        csv: bool,
    },
    /// Change something for the whole register.
    Change {
        /// What.
        change: Change,
        /// The second person, with the reason of the change.
        approval: Approval,
    },
    /// Propose a treatment; it has no effect before somebody else agrees.
    Propose(Box<Proposal>),
    /// Agree to proposals.
    Approve {
        /// Which.
        ids: Vec<i64>,
        /// Another second person than the one at the till.
        approval: Option<Approval>,
    },
    /// Refuse proposals.
    Refuse {
        /// Which.
        ids: Vec<i64>,
        /// Why.
        reason: String,
    },
}

/// What the till tells the tax screens.
#[derive(Debug, Clone)]
pub enum Event {
    /// What the tax screen shows beside the master data.
    Look {
        /// The municipality's own keys and what they are for.
        keys: Vec<(TaxKey, String)>,
        /// Decisions that wait for a second person.
        pending: Vec<ItemDecision>,
    },
    /// What changes on a day.
    Rehearsal(Arc<Rehearsal>),
    /// Receipts as they would be printed.
    Preview(Preview),
    /// Something was changed.
    Changed(Done),
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Rates, keys or law were changed.
    Changed,
    /// A treatment was proposed and waits for a second person.
    Proposed,
    /// A treatment was decided and holds: the register is still being set up.
    InForce,
    /// So many treatments were agreed to.
    Approved(usize),
    /// So many treatments were refused.
    Refused(usize),
}

/// Receipts of the same items on several days, as plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Day and paper.
    pub papers: Vec<(NaiveDate, String)>,
}
