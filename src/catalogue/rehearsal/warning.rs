//! What somebody should look at before the day comes.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{Side, World};
use crate::catalogue::{Entry, ItemKind};
use crate::money::Money;
use crate::tax::{PriceRule, Regime, TaxKey};

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// Number of the item; empty where it is about all of them.
    pub item_id: String,
    /// Its name.
    pub name: String,
    /// Its office.
    pub office: String,
    /// What is the matter.
    #[serde(flatten)]
    pub concern: Concern,
}

/// What may be the matter with a day to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "concern", rename_all = "kebab-case")]
pub enum Concern {
    /// Nobody decided how the item is taxed under the law of the day; it would be rung up as not determinable.
    Undecided {
        /// The law.
        law: Regime,
    },
    /// The treatment has no reason.
    NoReason,
    /// The treatment names no paragraph.
    NoLegalBasis,
    /// VAT on top raises a fee that an ordinance fixes.
    RaisesFee {
        /// Price of the day before.
        #[serde(rename = "before_cents")]
        before: Money,
        /// Price of the day.
        #[serde(rename = "after_cents")]
        after: Money,
    },
    /// A decision still waits for its second person.
    Waits {
        /// Its number.
        decision: i64,
        /// Its first day.
        from: NaiveDate,
    },
    /// A decision waits, and its first day has receipts already: it needs a new first day.
    Late {
        /// Its number.
        decision: i64,
        /// Its first day.
        from: NaiveDate,
    },
    /// A key of the treatment has no rate on the day; the item cannot be sold.
    NoRate {
        /// The key.
        key: TaxKey,
    },
    /// VAT comes out of a price that stays: what the municipality keeps of each piece shrinks.
    OwnPrice {
        /// By how much per piece.
        #[serde(rename = "vat_cents")]
        vat: Money,
    },
    /// A part of a taxed price belongs to somebody else and is passed on untaxed.
    ThirdParty {
        /// Part per piece.
        #[serde(rename = "amount_cents")]
        amount: Money,
    },
    /// Rates change: the open period has to be closed before anything is rung up on the day.
    ClosingFirst,
}

impl Concern {
    /// Whether somebody has to decide something; else it is good to know.
    pub fn needs_decision(&self) -> bool {
        !matches!(
            self,
            Concern::OwnPrice { .. } | Concern::ThirdParty { .. } | Concern::ClosingFirst
        )
    }
}

impl Warning {
    pub(super) fn of_all(concern: Concern) -> Warning {
        Warning {
            item_id: String::new(),
            name: String::new(),
            office: String::new(),
            concern,
        }
    }
}

/// What is the matter with one item on a day; `sides` are the day before and the day.
pub(super) fn of_item(
    entry: &Entry,
    world: &World<'_>,
    sides: [Option<&Side>; 2],
    on: NaiveDate,
    used: Option<NaiveDate>,
) -> Vec<Warning> {
    if entry.archived.is_some_and(|from| from <= on) {
        return Vec::new();
    }
    let mut concerns = Vec::new();
    let [before, after] = sides;
    if let Some(after) = after {
        about(entry, world, before, after, on, &mut concerns);
    }
    for decision in world.waiting(entry, on) {
        let (decision, from, late) = (decision.id, decision.from, entry.is_late(decision, used));
        concerns.push(match late {
            true => Concern::Late { decision, from },
            false => Concern::Waits { decision, from },
        });
    }
    let warning = |concern| Warning {
        item_id: entry.item.id.clone(),
        name: entry.item.name.clone(),
        office: entry.item.office.clone(),
        concern,
    };
    concerns.into_iter().map(warning).collect()
}

fn about(
    entry: &Entry,
    world: &World<'_>,
    before: Option<&Side>,
    after: &Side,
    on: NaiveDate,
    concerns: &mut Vec<Concern>,
) {
    if !after.decided {
        let law = world.regimes.at(on);
        concerns.push(Concern::Undecided { law });
    } else {
        if after.reason.trim().is_empty() {
            concerns.push(Concern::NoReason);
        }
        if after.legal_basis.trim().is_empty() {
            concerns.push(Concern::NoLegalBasis);
        }
    }
    let unrated = after.shares.iter().find(|share| share.percent.is_none());
    if let Some(share) = unrated {
        concerns.push(Concern::NoRate { key: share.key });
    }
    let price = |side: &Side| side.gross;
    let was = before.map_or(after.net, price);
    let on_top = after.price_rule == PriceRule::NetPlusVat && after.is_taxed();
    if on_top && entry.item.kind == ItemKind::Fee && after.gross > was {
        concerns.push(Concern::RaisesFee {
            before: was,
            after: after.gross,
        });
    }
    let more = after.vat - before.map_or(Money::ZERO, |side| side.vat);
    if before.is_some() && !on_top && more > Money::ZERO {
        concerns.push(Concern::OwnPrice { vat: more });
    }
    let foreign = entry.on(on, world.rates, world.regimes);
    let foreign = foreign.map_or(Money::ZERO, |i| i.third_party_of(i.price, Decimal::ONE));
    if after.is_taxed() && !foreign.is_zero() {
        concerns.push(Concern::ThirdParty { amount: foreign });
    }
}
