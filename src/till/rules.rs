//! Payment rules: kept as one setting of the ledger, asked before money is taken.

use chrono::{DateTime, Utc};

use super::{Approval, By, Till, TillError};
use crate::acceptance::{Acceptance, Known, Means, Refused, Rules};
use crate::ledger::{Ledger, LedgerError};
use crate::money::Money;
use crate::people::Right;
use crate::receipt::{Payment, PaymentKind};

/// Keeps these payment rules and no others, all of them or none; they hold at once. `false`: nothing was different.
pub fn set_payment_rules(
    ledger: &mut Ledger,
    rules: &Rules,
    by: By<'_>,
    now: DateTime<Utc>,
) -> Result<bool, TillError> {
    stands(ledger, rules)?;
    let changes = ledger.payment_rules()?.changes(rules);
    if changes.is_empty() {
        return Ok(false);
    }
    let text = by.event(&changes);
    ledger.write(|w| {
        w.payment_rules(rules)?;
        w.event("payment-rules", Some(by.id), None, &text, now)
    })?;
    Ok(true)
}

fn stands(ledger: &Ledger, rules: &Rules) -> Result<(), TillError> {
    let problems = rules.problems(&known(ledger)?);
    match problems.is_empty() {
        true => Ok(()),
        false => Err(TillError::Rules(problems)),
    }
}

/// Names of pay points, offices and groups a rule may use.
fn known(ledger: &Ledger) -> Result<Known, LedgerError> {
    let assortment = ledger.assortment()?;
    let items = || assortment.entries().iter().map(|entry| &entry.item);
    let mut known = Known {
        pay_points: ledger.pay_points()?.into_iter().map(|p| p.id).collect(),
        offices: ledger.offices()?.into_iter().map(|o| o.name).collect(),
        groups: items().map(|item| item.group.clone()).collect(),
    };
    known
        .offices
        .extend(items().map(|item| item.office.clone()));
    for names in [&mut known.offices, &mut known.groups] {
        names.sort();
        names.dedup();
        names.retain(|name| !name.is_empty());
    }
    Ok(known)
}

impl Till {
    /// The payment rules.
    pub fn rules(&self) -> Result<Rules, TillError> {
        Ok(self.ledger.payment_rules()?)
    }

    /// Names of pay points, offices and groups a payment rule may use.
    pub fn known_to_rules(&self) -> Result<Known, TillError> {
        Ok(known(&self.ledger)?)
    }

    /// Keeps these payment rules and no others; see [`set_payment_rules`]. `false`: nothing was different.
    pub fn set_rules(
        &mut self,
        rules: &Rules,
        reason: &str,
        approval: &Approval,
    ) -> Result<bool, TillError> {
        let user = self.require(Right::Administer)?;
        self.settle()?;
        stands(&self.ledger, rules)?;
        let second = self.second(approval)?;
        let now = self.now()?;
        let by = By {
            id: &user.id,
            second: Some(&second),
            reason,
        };
        set_payment_rules(&mut self.ledger, rules, by, now)
    }

    /// What the sale on the screen may be paid with; everything where none is.
    pub fn acceptance(&self) -> Result<Acceptance, TillError> {
        let Some(draft) = &self.current else {
            return Ok(Acceptance::default());
        };
        Ok(self.rules()?.accept(&draft.sale, &self.site.pay_point.id))
    }

    /// Refuses money that comes in as cash where the rules do not take it.
    pub(super) fn takes_cash(&self) -> Result<(), TillError> {
        refuse(self.acceptance()?.refusal(Means::Cash))
    }

    /// Refuses to ask for a card where the rules take none.
    pub(super) fn takes_cards(&self) -> Result<(), TillError> {
        refuse(self.acceptance()?.no_card())
    }

    /// Whether the payment rules take this kind of payment for the sale on the screen.
    pub(super) fn accepts(&self, kind: PaymentKind) -> Result<bool, TillError> {
        let acceptance = self.acceptance()?;
        Ok(Means::of(kind).is_none_or(|means| acceptance.allows(means)))
    }

    /// What was taken although the rules do not take it, for the record; `None`: nothing.
    pub(super) fn waived(&self, payments: &[Payment]) -> Result<Option<String>, TillError> {
        let acceptance = self.acceptance()?;
        let taken = |kind: Means| -> Money {
            let same = payments.iter().filter(|p| Means::of(p.kind) == Some(kind));
            same.map(|p| p.amount).sum()
        };
        let german = crate::i18n::Language::German;
        let waived: Vec<String> = acceptance
            .refused
            .iter()
            .map(|refused| (refused, taken(refused.kind)))
            .filter(|(_, sum)| *sum > Money::ZERO)
            .map(|(refused, sum)| format!("{sum} € angenommen: {}", refused.sentence(german)))
            .collect();
        Ok((!waived.is_empty()).then(|| waived.join("; ")))
    }
}

fn refuse(refusal: Option<&Refused>) -> Result<(), TillError> {
    match refusal {
        Some(refused) => Err(TillError::NotAccepted(Box::new(refused.clone()))),
        None => Ok(()),
    }
}
