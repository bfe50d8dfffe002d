//! Rates, law and treatments: decided by one person, agreed to by another, in force from a day to come.
//!
//! What a receipt says never changes, so nothing here may begin on a day that has receipts or open sales. Every
//! use case is one durable step with an event.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Approval, Till, TillError, local_day};
use crate::catalogue::Entry;
use crate::i18n::date;
use crate::ledger::{Ledger, LedgerError};
use crate::people::{Right, User};
use crate::tax::{
    Decision, PriceRule, RatePeriod, Regime, TaxKey, TaxProblem, Treatment, check_ahead,
};

/// A decision on an item's tax, with the people behind it by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemDecision {
    /// Number of the item.
    pub item_id: String,
    /// Its name.
    pub item_name: String,
    /// Its office.
    pub office: String,
    /// The decision.
    pub decision: Decision,
    /// Who decided; empty: the set-up of the register.
    pub proposed_by: String,
    /// Who agreed; empty: the set-up of the register.
    pub approved_by: Option<String>,
    /// Who refused it or took it back.
    pub refused_by: Option<String>,
    /// It waits, and its first day has receipts already: nobody can agree to it any more.
    pub late: bool,
}

impl Till {
    /// Decisions that wait for a second person, in the order of their items.
    pub fn pending_tax(&self) -> Result<Vec<ItemDecision>, TillError> {
        self.require(Right::Read)?;
        self.decisions(|_, decision| decision.waits())
    }

    /// Every decision ever made on an item's tax, in the order they were made.
    pub fn tax_history(&self, item_id: &str) -> Result<Vec<ItemDecision>, TillError> {
        self.require(Right::Read)?;
        if self.assortment.entry(item_id).is_none() {
            return Err(TillError::UnknownItem(item_id.to_owned()));
        }
        self.decisions(|entry, _| entry.item.id == item_id)
    }

    /// The taxpayer's own keys and what they are for.
    pub fn tax_keys(&self) -> Result<Vec<(TaxKey, String)>, TillError> {
        self.require(Right::Read)?;
        Ok(self.ledger.tax_keys()?)
    }

    /// Agrees to waiting decisions, all of them or none. The second person is whoever is logged in, unless he
    /// decided one of them or may not agree; then it is the one of `approval`.
    pub fn approve_tax(
        &mut self,
        ids: &[i64],
        approval: Option<&Approval>,
    ) -> Result<(), TillError> {
        self.settle()?;
        let user = self.user.clone().ok_or(TillError::LoggedOut)?;
        let waiting = self.waiting(ids)?;
        let used = self.used_up_to()?;
        for (entry, decision) in &waiting {
            if let Some(last) = used.filter(|_| entry.is_late(decision, used)) {
                let from = decision.from;
                return Err(TaxProblem::Begun { from, last }.into());
            }
        }
        let decided_by = |id: &str| waiting.iter().any(|(_, d)| d.proposed.by == id);
        let may = user.role.may(Right::ApproveTax);
        // A file read on the command line was proposed by nobody knows whom: it may have been this very person.
        let other = !decided_by(&user.id) && !decided_by(super::COMMAND_LINE);
        let second = match approval {
            _ if may && other => user,
            Some(approval) => self.second_with(approval, Right::ApproveTax)?,
            None if may => return Err(TillError::SamePerson),
            None => return Err(TillError::NotAllowed(Right::ApproveTax)),
        };
        if decided_by(&second.id) {
            return Err(TillError::SamePerson);
        }
        let now = self.now()?;
        let id = second.id.as_str();
        self.ledger.write(|w| {
            for (entry, decision) in &waiting {
                w.decided(decision.id, true, id, now)?;
                let text = sentence(entry, decision);
                w.event("tax-approved", Some(id), None, &text, now)?;
            }
            Ok(())
        })?;
        self.reload_master()
    }

    /// Refuses waiting decisions, or takes one's own back; all of them or none.
    pub fn refuse_tax(&mut self, ids: &[i64], reason: &str) -> Result<(), TillError> {
        self.settle()?;
        let user = self.user.clone().ok_or(TillError::LoggedOut)?;
        let reason = filled(reason)?;
        let waiting = self.waiting(ids)?;
        let own = waiting.iter().all(|(_, d)| d.proposed.by == user.id);
        if !own && !user.role.may(Right::ApproveTax) {
            return Err(TillError::NotAllowed(Right::ApproveTax));
        }
        let now = self.now()?;
        self.ledger.write(|w| {
            for (entry, decision) in &waiting {
                w.decided(decision.id, false, &user.id, now)?;
                let text = format!("{}: {reason}", sentence(entry, decision));
                w.event("tax-refused", Some(&user.id), None, &text, now)?;
            }
            Ok(())
        })?;
        self.reload_master()
    }

    /// Sets the rate of a key from a day to come on; no item is touched. A row of the same key and day that has
    /// not begun is replaced.
    pub fn set_rate(
        &mut self,
        period: &RatePeriod,
        reason: &str,
        approval: &Approval,
    ) -> Result<(), TillError> {
        let (user, reason) = self.tax_change(reason)?;
        let used = self.used_up_to()?;
        self.rates.check_change(period, &self.own_keys()?, used)?;
        let text = format!(
            "Schlüssel {} ab {}: {} %: {reason}",
            period.key.0,
            date(period.from),
            period.percent.normalize()
        );
        let second = self.second_with(approval, Right::ApproveTax)?;
        self.tax_changed("tax-rate", &text, &user, &second, |w| w.rate(period))
    }

    /// Takes back a rate that has not begun and that nothing else rests on.
    pub fn withdraw_rate(
        &mut self,
        key: TaxKey,
        from: NaiveDate,
        reason: &str,
        approval: &Approval,
    ) -> Result<(), TillError> {
        let (user, reason) = self.tax_change(reason)?;
        self.rates.check_withdrawal(key, from, &self.own_keys()?)?;
        check_ahead(from, self.today(), self.used_up_to()?)?;
        if self.rates.without(key, from).at(key, from).is_none() {
            self.check_unused(key)?;
        }
        let text = format!("Schlüssel {} ab {}: {reason}", key.0, date(from));
        let second = self.second_with(approval, Right::ApproveTax)?;
        self.tax_changed("tax-rate-withdrawn", &text, &user, &second, |w| {
            w.rate_withdrawn(key, from)
        })
    }

    /// Defines a key of the taxpayer's own (1000–5999; its thousand says its kind, see [`TaxKey::slot`]) with its
    /// rate from a day to come on. `text` says what it is for.
    pub fn add_tax_key(
        &mut self,
        period: &RatePeriod,
        text: &str,
        reason: &str,
        approval: &Approval,
    ) -> Result<(), TillError> {
        let (user, reason) = self.tax_change(reason)?;
        let key = period.key;
        let text = text.trim();
        if text.is_empty() {
            return Err(TaxProblem::TextNeeded.into());
        }
        if key.is_known() && !key.is_own() {
            return Err(TaxProblem::NotOwnKey(key).into());
        }
        let mut own = self.own_keys()?;
        if own.contains(&key) {
            return Err(TaxProblem::KeyExists(key).into());
        }
        own.push(key);
        self.rates.check_change(period, &own, self.used_up_to()?)?;
        let note = format!(
            "Schlüssel {} ({text}) ab {}: {} %: {reason}",
            key.0,
            date(period.from),
            period.percent.normalize()
        );
        let second = self.second_with(approval, Right::ApproveTax)?;
        self.tax_changed("tax-key", &note, &user, &second, |w| {
            w.tax_key(key, text)?;
            w.rate(period)
        })
    }

    /// Puts the municipality as a whole under a law from the start of a year to come on. It takes the place of any
    /// change that has not begun: so an extension of the transition (§27(22a) UStG) moves the day.
    pub fn set_regime(
        &mut self,
        from: NaiveDate,
        regime: Regime,
        reason: &str,
        approval: &Approval,
    ) -> Result<(), TillError> {
        let (user, reason) = self.tax_change(reason)?;
        let today = self.today();
        self.regimes
            .check_change(from, regime, today, self.used_up_to()?)?;
        let coming: Vec<NaiveDate> = self.regimes.0.iter().map(|(day, _)| *day).collect();
        let coming: Vec<NaiveDate> = coming.into_iter().filter(|day| *day > today).collect();
        let instead: String = coming
            .iter()
            .map(|day| format!(" statt ab {}", date(*day)))
            .collect();
        let law = regime.paragraph();
        let text = format!("{law} ab {}{instead}: {reason}", date(from));
        let second = self.second_with(approval, Right::ApproveTax)?;
        self.tax_changed("tax-regime", &text, &user, &second, |w| {
            for day in &coming {
                w.regime_withdrawn(*day)?;
            }
            w.regime(from, regime)
        })
    }

    /// Takes back a change of law that has not begun.
    pub fn withdraw_regime(
        &mut self,
        from: NaiveDate,
        reason: &str,
        approval: &Approval,
    ) -> Result<(), TillError> {
        let (user, reason) = self.tax_change(reason)?;
        self.regimes
            .check_withdrawal(from, self.today(), self.used_up_to()?)?;
        let text = format!("ab {}: {reason}", date(from));
        let second = self.second_with(approval, Right::ApproveTax)?;
        self.tax_changed("tax-regime-withdrawn", &text, &user, &second, |w| {
            w.regime_withdrawn(from)
        })
    }

    /// Who changes taxes, and why.
    fn tax_change(&mut self, reason: &str) -> Result<(User, String), TillError> {
        let user = self.require(Right::ApproveTax)?;
        self.settle()?;
        Ok((user, filled(reason)?.to_owned()))
    }

    /// Writes a change with its event and reads everything anew.
    fn tax_changed(
        &mut self,
        kind: &str,
        text: &str,
        first: &User,
        second: &User,
        change: impl Fn(&crate::ledger::Writer<'_>) -> Result<(), crate::ledger::StepError>,
    ) -> Result<(), TillError> {
        let now = self.now()?;
        let text = format!("{text} (Freigabe: {} {})", second.id, second.name);
        self.ledger.write(|w| {
            change(w)?;
            w.event(kind, Some(&first.id), None, &text, now)
        })?;
        self.reload_master()
    }

    /// The newest day whose prices and taxes are taken: earlier ones cannot change any more.
    pub fn used_up_to(&self) -> Result<Option<NaiveDate>, TillError> {
        Ok(used_up_to(&self.ledger)?)
    }

    fn own_keys(&self) -> Result<Vec<TaxKey>, TillError> {
        let keys = self.ledger.tax_keys()?.into_iter();
        Ok(keys.map(|(key, _)| key).collect())
    }

    fn check_unused(&self, key: TaxKey) -> Result<(), TillError> {
        let uses = |d: &Decision| {
            d.refused.is_none() && d.treatment.shares.iter().any(|(share, _)| *share == key)
        };
        let entries = self.assortment.entries();
        match entries.iter().find(|e| e.decisions.iter().any(uses)) {
            Some(entry) => Err(TaxProblem::KeyInUse {
                key,
                item: entry.item.id.clone(),
            }
            .into()),
            None => Ok(()),
        }
    }

    /// The decisions of these numbers with their items; all of them must still wait.
    fn waiting(&self, ids: &[i64]) -> Result<Vec<(Entry, Decision)>, TillError> {
        let entries = self.assortment.entries().iter();
        let all: HashMap<i64, (&Entry, &Decision)> = entries
            .flat_map(|e| e.decisions.iter().map(move |d| (d.id, (e, d))))
            .collect();
        let find = |id: i64| {
            let (entry, decision) = all.get(&id).ok_or(TaxProblem::UnknownDecision(id))?;
            match decision.waits() {
                true => Ok(((*entry).clone(), (*decision).clone())),
                false => Err(TaxProblem::Decided(id)),
            }
        };
        let found: Result<Vec<_>, TaxProblem> = ids.iter().map(|id| find(*id)).collect();
        Ok(found?)
    }

    fn decisions(
        &self,
        wanted: impl Fn(&Entry, &Decision) -> bool,
    ) -> Result<Vec<ItemDecision>, TillError> {
        let (names, used) = (self.ledger.names()?, self.used_up_to()?);
        let name = |id: &str| name_of(&names, id);
        let entries = self.assortment.entries().iter();
        let all = entries.flat_map(|e| e.decisions.iter().map(move |d| (e, d)));
        let wanted = all.filter(|(entry, decision)| wanted(entry, decision));
        Ok(wanted
            .map(|(entry, decision)| ItemDecision {
                item_id: entry.item.id.clone(),
                item_name: entry.item.name.clone(),
                office: entry.item.office.clone(),
                proposed_by: name(&decision.proposed.by),
                approved_by: decision.approved.as_ref().map(|m| name(&m.by)),
                refused_by: decision.refused.as_ref().map(|m| name(&m.by)),
                late: decision.waits() && entry.is_late(decision, used),
                decision: decision.clone(),
            })
            .collect())
    }
}

/// The newest day whose taxes are taken: that of the last receipt, or of a sale that is still open.
pub(super) fn used_up_to(ledger: &Ledger) -> Result<Option<NaiveDate>, LedgerError> {
    let last = ledger.receipt(ledger.last_receipt()?)?;
    let last = last.map(|receipt| local_day(receipt.finished));
    let open = ledger.drafts()?.into_iter().map(|d| d.sale.day).max();
    Ok(last.max(open))
}

fn name_of(names: &HashMap<String, String>, id: &str) -> String {
    names.get(id).cloned().unwrap_or_else(|| id.to_owned())
}

fn filled(reason: &str) -> Result<&str, TillError> {
    match reason.trim() {
        "" => Err(TillError::ReasonNeeded),
        reason => Ok(reason),
    }
}

/// A decision in one line, for the events.
fn sentence(entry: &Entry, decision: &Decision) -> String {
    let price = match decision.price_rule {
        PriceRule::GrossFixed => "Preis brutto",
        PriceRule::NetPlusVat => "Preis zuzüglich Umsatzsteuer",
    };
    format!(
        "{} {}: {} ab {}: {}, {price}",
        entry.item.id,
        entry.item.name,
        decision.regime.paragraph(),
        date(decision.from),
        keys(&decision.treatment),
    )
}

fn keys(treatment: &Treatment) -> String {
    let several = treatment.shares.len() > 1;
    let each = treatment.shares.iter().map(|(key, share)| match several {
        true => format!("Schlüssel {} zu {}", key.0, share.normalize()),
        false => format!("Schlüssel {}", key.0),
    });
    let each: Vec<String> = each.collect();
    each.join(" + ")
}
