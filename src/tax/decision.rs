//! How an item is taxed, decided: from which day, under which law, why, by whom, and who agreed.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Regime, Treatment};

/// What happens to a price when VAT begins or changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum PriceRule {
    /// The price of the list is what the customer pays; VAT is inside. The rule for every fee whose ordinance
    /// does not say otherwise.
    #[default]
    GrossFixed,
    /// The price of the list is net, VAT comes on top ("zzgl. gesetzlicher Umsatzsteuer").
    NetPlusVat,
}

impl PriceRule {
    /// Stable name for database and file.
    pub fn code(self) -> &'static str {
        match self {
            PriceRule::GrossFixed => "gross",
            PriceRule::NetPlusVat => "net",
        }
    }

    /// Reads [`PriceRule::code`].
    pub fn from_code(code: &str) -> Option<PriceRule> {
        [PriceRule::GrossFixed, PriceRule::NetPlusVat]
            .into_iter()
            .find(|rule| rule.code() == code)
    }
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Id of the user; empty: the set-up of the register.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// How an item is taxed under one law from one day on. Never changed, only followed by a later one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Number; 0 until it is stored.
    pub id: i64,
    /// Under which law.
    pub regime: Regime,
    /// First day.
    pub from: NaiveDate,
    /// How.
    pub treatment: Treatment,
    /// What becomes of the price.
    pub price_rule: PriceRule,
    /// Why, in the words of whoever decided.
    pub reason: String,
    /// Paragraph it stands on.
    pub legal_basis: String,
    /// Who decided.
    pub proposed: Mark,
    /// The second person, who agreed; until then the decision has no effect.
    pub approved: Option<Mark>,
    /// Who took it back or refused it; it then never has an effect.
    pub refused: Option<Mark>,
}

impl Decision {
    /// Whether it has an effect.
    pub fn holds(&self) -> bool {
        self.approved.is_some() && self.refused.is_none()
    }

    /// Whether it waits for a second person.
    pub fn waits(&self) -> bool {
        self.approved.is_none() && self.refused.is_none()
    }
}

/// The decision in force on `day` under `regime`; of two for the same day the later one.
pub fn in_force(decisions: &[Decision], regime: Regime, day: NaiveDate) -> Option<&Decision> {
    decisions
        .iter()
        .filter(|d| d.regime == regime && d.from <= day && d.holds())
        .max_by_key(|d| (d.from, d.id))
}
