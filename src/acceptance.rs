//! Payment rules: which kinds of payment a city takes for what, where and up to which amount.
//!
//! A kind is taken unless a rule limits it. `[{"kinds": ["credit"], "items": "fee", "up_to": "500,00"}]` takes credit cards
//! for fees up to 500 €, `[{"kinds": ["cash"], "up_to": "1000,00"}]` cash up to 1000 €, and
//! `[{"kinds": ["girocard", "credit"], "from": "5,00"}]` cards from 5 €.

mod words;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::catalogue::{Item, ItemKind};
use crate::money::Money;
use crate::receipt::PaymentKind;
use crate::sale::{Sale, SaleLine};

/// A kind of payment as rules call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// Coins and notes.
    Cash,
    /// girocard and other debit cards.
    Girocard,
    /// Credit cards.
    Credit,
    /// Payment services.
    Service,
    /// Cards with money on them.
    Prepaid,
}

impl Means {
    /// All of them, cash first.
    pub const ALL: [Means; 5] = [
        Means::Cash,
        Means::Girocard,
        Means::Credit,
        Means::Service,
        Means::Prepaid,
    ];

    /// What a kind of payment is to the rules; `None`: nothing was paid.
    pub fn of(kind: PaymentKind) -> Option<Means> {
        match kind {
            PaymentKind::Bar => Some(Means::Cash),
            PaymentKind::ECKarte => Some(Means::Girocard),
            PaymentKind::Kreditkarte => Some(Means::Credit),
            PaymentKind::ElZahlungsdienstleister => Some(Means::Service),
            PaymentKind::Guthabenkarte => Some(Means::Prepaid),
            PaymentKind::Keine => None,
        }
    }

    /// Whether a terminal takes it.
    pub fn by_card(self) -> bool {
        self != Means::Cash
    }
}

/// One limit: its kinds are taken for what it speaks of only within its amounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The kinds it limits, at least one.
    pub kinds: Vec<Means>,
    /// Only at the pay point with this id; `None`: at all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_point: Option<String>,
    /// Only for items of this office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// Only for items of this group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Only for items of this kind.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "item_kind_by_code"
    )]
    pub items: Option<ItemKind>,
    /// From this sum on, itself included.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "euros")]
    pub from: Option<Money>,
    /// Up to this sum, itself included; zero: never.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "euros")]
    pub up_to: Option<Money>,
}

impl Rule {
    /// Whether it speaks of some items only.
    fn is_narrow(&self) -> bool {
        self.office.is_some() || self.group.is_some() || self.items.is_some()
    }

    fn speaks_of(&self, item: &Item) -> bool {
        self.office.as_ref().is_none_or(|o| *o == item.office)
            && self.group.as_ref().is_none_or(|g| *g == item.group)
            && self.items.is_none_or(|kind| kind == item.kind)
    }

    /// What the limits are held against: of a rule for some items what those cost, before a discount on the whole; else
    /// the whole sale, so that nobody gets round it with two payments. `None`: it does not speak of this sale.
    fn sum(&self, sale: &Sale) -> Option<Money> {
        if !self.is_narrow() {
            return Some(sale.gross());
        }
        let lines = sale.lines().iter();
        let lines = lines.filter(|line| !line.voided && self.speaks_of(&line.item));
        let prices: Vec<Money> = lines.map(SaleLine::gross).collect();
        (!prices.is_empty()).then(|| prices.into_iter().sum())
    }

    fn refuses(&self, sum: Money) -> bool {
        let too_small = self.from.is_some_and(|from| sum < from);
        let too_large = self.up_to.is_some_and(|up_to| sum > up_to);
        too_small || too_large
    }
}

/// Every rule of a register, in the order they are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rules(pub Vec<Rule>);

/// A kind of payment that is not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The kind.
    pub kind: Means,
    /// The first rule that refuses it.
    pub rule: Rule,
    /// What the rule's limits were held against.
    pub sum: Money,
}

/// What may be paid with; a kind that is not named is taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Acceptance {
    /// Kinds that are not taken, in the order of [`Means::ALL`].
    pub refused: Vec<Refused>,
}

impl Acceptance {
    /// Why a kind is not taken; `None`: it is.
    pub fn refusal(&self, kind: Means) -> Option<&Refused> {
        self.refused.iter().find(|refused| refused.kind == kind)
    }

    /// Whether a kind is taken.
    pub fn allows(&self, kind: Means) -> bool {
        self.refusal(kind).is_none()
    }

    /// Why no card is taken; `None`: one is. What a terminal takes besides girocard and credit card does not count: who
    /// presents one of these two would be charged first and hear of it later.
    pub fn no_card(&self) -> Option<&Refused> {
        match self.allows(Means::Credit) {
            true => None,
            false => self.refusal(Means::Girocard),
        }
    }
}

impl Rules {
    /// What may be paid with for a sale at a pay point. What goes back to a customer goes back the way it can.
    pub fn accept(&self, sale: &Sale, pay_point: &str) -> Acceptance {
        if sale.origin.is_some() || sale.gross() <= Money::ZERO {
            return Acceptance::default();
        }
        self.decide(pay_point, |rule| rule.sum(sale))
    }

    /// What one item may be paid with when it costs this much; without an item, what holds for whatever costs this much.
    pub fn try_out(&self, item: Option<&Item>, sum: Money, pay_point: &str) -> Acceptance {
        if sum <= Money::ZERO {
            return Acceptance::default();
        }
        self.decide(pay_point, |rule| {
            let speaks = match item {
                Some(item) => rule.speaks_of(item),
                None => !rule.is_narrow(),
            };
            speaks.then_some(sum)
        })
    }

    fn decide(&self, pay_point: &str, sum: impl Fn(&Rule) -> Option<Money>) -> Acceptance {
        let here = |rule: &&Rule| rule.pay_point.as_ref().is_none_or(|p| p == pay_point);
        let refusing: Vec<(&Rule, Money)> = self
            .0
            .iter()
            .filter(here)
            .filter_map(|rule| Some((rule, sum(rule)?)))
            .filter(|(rule, sum)| rule.refuses(*sum))
            .collect();
        let refused = Means::ALL.into_iter().filter_map(|kind| {
            let found = refusing.iter().find(|(rule, _)| rule.kinds.contains(&kind));
            found.map(|(rule, sum)| Refused {
                kind,
                rule: (*rule).clone(),
                sum: *sum,
            })
        });
        Acceptance {
            refused: refused.collect(),
        }
    }

    /// What cannot stand; empty: the rules can be kept.
    pub fn problems(&self, known: &Known) -> Vec<RuleProblem> {
        let mut problems = Vec::new();
        for (index, rule) in self.0.iter().enumerate() {
            let mut fault = |fault| {
                problems.push(RuleProblem {
                    row: index + 1,
                    fault,
                });
            };
            if rule.kinds.is_empty() {
                fault(RuleFault::NoKinds);
            }
            match (rule.from, rule.up_to) {
                (None, None) => fault(RuleFault::NoLimit),
                (Some(from), Some(up_to)) if from > up_to => fault(RuleFault::Crossed),
                _ => {}
            }
            let amounts = [rule.from, rule.up_to];
            let wrong = |amount: &Money| amount.is_negative() || *amount > Money::LIMIT;
            if amounts.into_iter().flatten().any(|amount| wrong(&amount)) {
                fault(RuleFault::Amount);
            }
            for (name, names, what) in [
                (
                    &rule.pay_point,
                    &known.pay_points,
                    RuleFault::PayPoint as fn(String) -> RuleFault,
                ),
                (&rule.office, &known.offices, RuleFault::Office),
                (&rule.group, &known.groups, RuleFault::Group),
            ] {
                if let Some(name) = name.as_ref().filter(|name| !names.contains(name)) {
                    fault(what(name.clone()));
                }
            }
        }
        problems
    }
}

/// Names a rule may use.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    /// Ids of pay points.
    pub pay_points: Vec<String>,
    /// Names of offices.
    pub offices: Vec<String>,
    /// Names of groups.
    pub groups: Vec<String>,
}

/// A rule that cannot stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rule {row}: {fault}")]
pub struct RuleProblem {
    /// Which rule, from 1.
    pub row: usize,
    /// What is wrong with it.
    pub fault: RuleFault,
}

/// What is wrong with a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleFault {
    /// It names no kind of payment.
    #[error("it names no kind of payment")]
    NoKinds,
    /// It limits nothing.
    #[error("it has neither `from` nor `up_to`")]
    NoLimit,
    /// Its lower limit is above the upper one.
    #[error("`from` is above `up_to`")]
    Crossed,
    /// An amount below zero or beyond what a receipt can hold.
    #[error("an amount is below zero or too large")]
    Amount,
    /// No such pay point.
    #[error("there is no pay point {0:?}")]
    PayPoint(String),
    /// No such office.
    #[error("there is no office {0:?}")]
    Office(String),
    /// No such group.
    #[error("there is no group {0:?}")]
    Group(String),
}

/// Amounts as people write them: `"500,00"`.
mod euros {
    use super::{Deserialize, Deserializer, Money, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        amount: &Option<Money>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        amount.map(|amount| amount.to_string()).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Money>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        let read = |text: String| {
            Money::parse(&text)
                .ok_or_else(|| serde::de::Error::custom(format!("{text:?} is no amount in euros")))
        };
        text.map(read).transpose()
    }
}

/// Kinds of items by the codes of the catalogue's file.
mod item_kind_by_code {
    use super::{Deserialize, Deserializer, ItemKind, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        kind: &Option<ItemKind>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        kind.map(ItemKind::code).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<ItemKind>, D::Error> {
        let code = Option::<String>::deserialize(from)?;
        let read = |code: String| {
            ItemKind::from_code(&code).ok_or_else(|| {
                let known = "fee, article, service, transit";
                serde::de::Error::custom(format!("{code:?} is no kind of item ({known})"))
            })
        };
        code.map(read).transpose()
    }
}

#[cfg(test)]
mod tests;
