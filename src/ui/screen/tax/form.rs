//! The forms of the tax screen: a rate, a key, a law, a treatment, a refusal.

mod view;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::super::parts::{next_year, read_day};
use crate::i18n::date;
use crate::tax::{PriceRule, Regime, TaxKey, Treatment};
use crate::ui::desk::{Desk, quantity, read_quantity};
use crate::ui::protocol::tax::{Change, Proposal};

/// What a form is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A new rate of this key.
    Rate(TaxKey),
    /// A coming rate is taken back.
    NoRate(TaxKey, NaiveDate),
    /// A key of one's own.
    Key,
    /// Another law, or another day for it.
    Law,
    /// A coming change of law is taken back.
    NoLaw(NaiveDate),
    /// A treatment of this item.
    Proposal(String),
    /// These proposals are refused.
    Refusal(Vec<i64>),
}

/// A field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The first day.
    From,
    /// The rate.
    Percent,
    /// The number of a key.
    Number,
    /// What a key is for, or words for the receipt.
    Text,
    /// The paragraph.
    Basis,
    /// Why.
    Reason,
    /// The share of a key of the treatment.
    Share(TaxKey),
}

/// What a form remembers.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    kind: Kind,
    from: String,
    percent: String,
    number: String,
    text: String,
    basis: String,
    reason: String,
    shares: Vec<(TaxKey, String)>,
    rule: PriceRule,
    law: Regime,
    problem: Option<String>,
    sent: bool,
}

/// What can happen in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Something was typed.
    Typed(Field, String),
    /// A key of the treatment is chosen or given up.
    Key(TaxKey),
    /// What becomes of the price.
    Rule(PriceRule),
    /// The law.
    Law(Regime),
    /// It is complete.
    Submit,
    /// Leave it.
    Close,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Not yet anything.
    Open,
    /// It was left.
    Closed,
    /// A second person is needed for this change; with its reason.
    Change(Change, String),
    /// A treatment to propose.
    Propose(Proposal),
    /// Proposals to refuse, and why.
    Refuse(Vec<i64>, String),
}

impl State {
    /// A form with what can be known before.
    pub fn new(kind: Kind, desk: &Desk, own: &[(TaxKey, String)]) -> Self {
        let today = desk.master.as_ref().map(|master| master.today);
        let year = today.map(next_year);
        let switch = desk.master.as_ref().and_then(|master| master.switch());
        let mut form = Self {
            from: year.map(date).unwrap_or_default(),
            percent: String::new(),
            number: next_number(own).to_string(),
            text: String::new(),
            basis: String::new(),
            reason: String::new(),
            shares: Vec::new(),
            rule: PriceRule::GrossFixed,
            law: Regime::New,
            problem: None,
            sent: false,
            kind,
        };
        let (Some(today), Some(master)) = (today, &desk.master) else {
            return form;
        };
        if form.kind == Kind::Law
            && let Some((from, law)) = switch
        {
            (form.from, form.law) = (date(from), law);
        }
        if let Kind::Proposal(item) = &form.kind
            && let Some(entry) = master.assortment.entry(item)
        {
            // What is decided now is the law to come, if one comes; else it is put right, and that does not wait.
            let tomorrow = today.succ_opt().unwrap_or(today);
            let (from, law) = switch.unwrap_or((tomorrow, master.regimes.at(today)));
            form.law = law;
            form.from = date(from);
            form.basis = entry.item.legal_basis.clone();
            if let Some(decision) = entry.decision_on(law, from) {
                let share = |share: &Decimal| quantity(*share);
                let shares = decision.treatment.shares.iter();
                form.shares = shares.map(|(key, s)| (*key, share(s))).collect();
                form.rule = decision.price_rule;
                form.text = decision.treatment.text.clone().unwrap_or_default();
                form.basis = decision.legal_basis.clone();
            }
        }
        form
    }

    /// The field the cursor begins in.
    pub fn first(&self) -> &'static str {
        match self.kind {
            Kind::Rate(_) => "taxes-percent",
            Kind::Key => "taxes-number",
            Kind::Law => "taxes-from",
            Kind::Proposal(_) | Kind::Refusal(_) | Kind::NoRate(..) | Kind::NoLaw(_) => {
                "taxes-reason"
            }
        }
    }

    /// The till refused; the form stays open and says why.
    pub fn failed(&mut self, sentence: String) {
        self.sent = false;
        self.problem = Some(sentence);
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk, own: &[(TaxKey, String)]) -> Outcome {
        self.problem = None;
        match message {
            Message::Typed(field, text) => *self.field(field) = text,
            Message::Key(key) => self.toggle(key),
            Message::Rule(rule) => self.rule = rule,
            Message::Law(law) => self.law = law,
            Message::Close => return Outcome::Closed,
            Message::Submit => {
                if let (Ok(outcome), false) = (self.outcome(desk, own), self.sent) {
                    // A change still needs a second person; the rest goes to the till at once.
                    self.sent = !matches!(outcome, Outcome::Change(..));
                    return outcome;
                }
            }
        }
        Outcome::Open
    }

    fn field(&mut self, field: Field) -> &mut String {
        match field {
            Field::From => &mut self.from,
            Field::Percent => &mut self.percent,
            Field::Number => &mut self.number,
            Field::Text => &mut self.text,
            Field::Basis => &mut self.basis,
            Field::Reason => &mut self.reason,
            Field::Share(key) => {
                let at = self.shares.iter().position(|(share, _)| *share == key);
                match at.and_then(|at| self.shares.get_mut(at)) {
                    Some((_, share)) => share,
                    None => &mut self.text,
                }
            }
        }
    }

    // One key alone has the whole; the second one begins with what a menu has: 70 and 30.
    fn toggle(&mut self, key: TaxKey) {
        match self.shares.iter().position(|(chosen, _)| *chosen == key) {
            Some(at) => {
                self.shares.remove(at);
            }
            None => self.shares.push((key, String::new())),
        }
        match self.shares.as_mut_slice() {
            [(_, only)] => *only = "1".to_owned(),
            [(_, first), (_, second)] if second.is_empty() => {
                (*first, *second) = ("70".to_owned(), "30".to_owned());
            }
            _ => {}
        }
        self.shares.sort_by_key(|(key, _)| *key);
    }

    fn day(&self) -> Result<NaiveDate, &'static str> {
        read_day(&self.from).ok_or("taxes-needs-day")
    }

    fn rate(&self) -> Result<Decimal, &'static str> {
        read_quantity(self.percent.trim().trim_end_matches('%'))
            .filter(|p| *p >= Decimal::ZERO && *p <= Decimal::ONE_HUNDRED)
            .ok_or("taxes-needs-percent")
    }

    /// What the form says, or the key of the sentence that says what is missing.
    pub fn outcome(&self, desk: &Desk, own: &[(TaxKey, String)]) -> Result<Outcome, &'static str> {
        let reason = self.reason.trim().to_owned();
        let change = match &self.kind {
            Kind::Rate(key) => Change::Rate {
                key: *key,
                percent: self.rate()?,
                from: self.day()?,
            },
            Kind::NoRate(key, from) => Change::NoRate {
                key: *key,
                from: *from,
            },
            Kind::Key => {
                let number = self.number.trim().parse().ok().map(TaxKey);
                let key = number
                    .filter(|key| key.is_own())
                    .ok_or("taxes-needs-number")?;
                if own.iter().any(|(known, _)| *known == key) {
                    return Err("taxes-number-taken");
                }
                if self.text.trim().is_empty() {
                    return Err("taxes-needs-text");
                }
                Change::Key {
                    key,
                    text: self.text.trim().to_owned(),
                    percent: self.rate()?,
                    from: self.day()?,
                }
            }
            Kind::Law => Change::Law {
                from: self.day()?,
                regime: self.law,
            },
            Kind::NoLaw(from) => Change::NoLaw { from: *from },
            Kind::Proposal(item) => {
                let treatment = self.treatment()?;
                let from = self.day()?;
                if reason.is_empty() {
                    return Err("taxes-needs-reason");
                }
                let known = desk.master.as_ref().map(|master| &master.assortment);
                let item = known
                    .and_then(|known| known.entry(item))
                    .ok_or("taxes-choose-item")?;
                return Ok(Outcome::Propose(Proposal {
                    item: item.item.id.clone(),
                    regime: self.law,
                    from,
                    treatment,
                    price_rule: self.rule,
                    reason,
                    legal_basis: self.basis.trim().to_owned(),
                }));
            }
            Kind::Refusal(ids) if !reason.is_empty() => {
                return Ok(Outcome::Refuse(ids.clone(), reason));
            }
            Kind::Refusal(_) => return Err("taxes-needs-reason"),
        };
        match reason.is_empty() {
            true => Err("taxes-needs-reason"),
            false => Ok(Outcome::Change(change, reason)),
        }
    }

    /// The treatment as it is filled in.
    pub fn treatment(&self) -> Result<Treatment, &'static str> {
        if self.shares.is_empty() {
            return Err("taxes-needs-key");
        }
        let share = |text: &str| read_quantity(text).filter(|share| *share > Decimal::ZERO);
        let shares: Option<Vec<_>> = self
            .shares
            .iter()
            .map(|(key, text)| Some((*key, share(text)?)))
            .collect();
        let shares = shares.ok_or("taxes-needs-shares")?;
        let sum: Decimal = shares.iter().map(|(_, share)| *share).sum();
        if shares.len() > 1 && sum != Decimal::ONE_HUNDRED {
            return Err("taxes-needs-hundred");
        }
        let text = self.text.trim();
        Ok(Treatment {
            shares,
            text: (!text.is_empty()).then(|| text.to_owned()),
        })
    }
}

// The first number that is free: 1000, 1001, …
fn next_number(own: &[(TaxKey, String)]) -> u16 {
    let free = |number: &u16| own.iter().all(|(key, _)| key.0 != *number);
    (TaxKey::FIRST_INDIVIDUAL..=TaxKey::LAST_INDIVIDUAL)
        .find(free)
        .unwrap_or(TaxKey::FIRST_INDIVIDUAL)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> State {
        let desk = Desk::new(iced::Size::new(1280.0, 800.0));
        State::new(Kind::Key, &desk, &[(TaxKey(1000), "alt".into())])
    }

    #[test]
    fn keys_of_a_treatment_share_the_whole() {
        let mut form = form();
        assert_eq!(form.treatment(), Err("taxes-needs-key"));
        form.toggle(TaxKey::GENERAL);
        assert_eq!(form.treatment(), Ok(Treatment::single(TaxKey::GENERAL)));
        form.toggle(TaxKey::REDUCED);
        *form.field(Field::Share(TaxKey::GENERAL)) = "30".into();
        assert_eq!(form.treatment(), Err("taxes-needs-hundred"));
        *form.field(Field::Share(TaxKey::REDUCED)) = "70".into();
        let shares = form.treatment().map(|treatment| treatment.shares.len());
        assert_eq!(shares, Ok(2));
        *form.field(Field::Share(TaxKey::REDUCED)) = "-70".into();
        assert_eq!(form.treatment(), Err("taxes-needs-shares"));
    }

    #[test]
    fn an_own_key_takes_the_next_free_number() {
        let desk = Desk::new(iced::Size::new(1280.0, 800.0));
        let own = [(TaxKey(1000), "alt".to_owned())];
        let mut form = form();
        assert_eq!(form.number, "1001");
        form.number = "999".into();
        assert_eq!(form.outcome(&desk, &own), Err("taxes-needs-number"));
        form.number = "1000".into();
        assert_eq!(form.outcome(&desk, &own), Err("taxes-number-taken"));
    }
}
