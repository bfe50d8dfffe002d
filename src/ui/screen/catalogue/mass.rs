//! One change to many items: what it is, what it comes to, and why.

mod view;

use super::super::super::action::Action;
use super::super::super::desk::Desk;
use super::super::super::protocol::{Command, MasterData};
use super::Field;
use crate::catalogue::change::{Change, Mass, Problem, Summary, check, describe, mass, proposal};
use crate::money::Money;
use crate::tax::{PriceRule, Regime, TaxKey, Treatment};
use crate::ui::desk::read_quantity;
use crate::ui::screen::parts::read_day;
use chrono::Datelike;
use std::collections::BTreeMap;

/// What the screen remembers.
#[derive(Debug)]
pub struct State {
    /// The items, by number.
    ids: Vec<String>,
    kind: Kind,
    texts: BTreeMap<Field, String>,
    office: Option<String>,
    back_on_offer: bool,
    regime: Regime,
    key: TaxKey,
    rule: PriceRule,
    choosing: Option<Choosing>,
    preview: Preview,
    offset: f32,
    sent: bool,
}

/// What is to become of the items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Prices by per cent.
    Percent,
    /// Prices by an amount.
    Amount,
    /// Office.
    Office,
    /// Group.
    Group,
    /// Account.
    Account,
    /// Archive.
    Archive,
    /// Treatment.
    Tax,
}

impl Kind {
    /// In the order they are offered, with the texts that name them.
    pub const ALL: [(Kind, &'static str); 7] = [
        (Kind::Percent, "cat-mass-percent"),
        (Kind::Amount, "cat-mass-amount"),
        (Kind::Account, "cat-mass-account"),
        (Kind::Group, "cat-mass-group"),
        (Kind::Office, "cat-mass-office"),
        (Kind::Archive, "cat-mass-archive"),
        (Kind::Tax, "cat-mass-tax"),
    ];
}

/// What is being chosen in a dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choosing {
    /// The office.
    Office,
    /// The key.
    Key,
}

/// What the change would come to.
#[derive(Debug, Default)]
struct Preview {
    changes: Vec<Change>,
    summaries: Vec<Summary>,
    problems: Vec<Problem>,
    /// What cannot be read.
    wrong: BTreeMap<Field, &'static str>,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Do this to them.
    Kind(Kind),
    /// To this office.
    Office(String),
    /// Archive, or back on offer.
    BackOnOffer(bool),
    /// Under this law.
    Regime(Regime),
    /// Under this key.
    Key(TaxKey),
    /// With this becoming of the price.
    Rule(PriceRule),
    /// Open a dialog.
    Choose(Choosing),
    /// Close it.
    Close,
    /// The preview was scrolled.
    Scrolled(f32),
    /// Do it.
    Apply,
}

impl State {
    /// A change to these items.
    pub fn new(ids: Vec<String>, master: &MasterData) -> Self {
        let year = master.today.year() + 1;
        let regime = master
            .switch()
            .map_or_else(|| master.regimes.at(master.today), |(_, r)| r);
        let mut state = Self {
            ids,
            kind: Kind::Percent,
            texts: BTreeMap::new(),
            office: None,
            back_on_offer: false,
            regime,
            key: TaxKey::GENERAL,
            rule: PriceRule::GrossFixed,
            choosing: None,
            preview: Preview::default(),
            offset: 0.0,
            sent: false,
        };
        state.texts.insert(Field::MassFrom, format!("01.01.{year}"));
        state.texts.insert(Field::MassStep, String::from("0,10"));
        state
    }

    /// Closes the dialog. Returns whether there was one.
    pub fn leave(&mut self) -> bool {
        self.choosing.take().is_some()
    }

    /// Whether a dialog lies over the screen.
    pub fn is_choosing(&self) -> bool {
        self.choosing.is_some()
    }

    /// Whether the change is on its way to the till.
    pub fn is_sent(&self) -> bool {
        self.sent
    }

    /// The till has refused.
    pub fn failed(&mut self) {
        self.sent = false;
    }

    /// Something was typed.
    pub fn typed(&mut self, field: Field, text: String, desk: &Desk) {
        self.texts.insert(field, text);
        self.look(desk);
    }

    fn text(&self, field: Field) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }

    /// Works the preview out again.
    pub fn look(&mut self, desk: &Desk) {
        let mut preview = Preview::default();
        let what = self.what(&mut preview.wrong);
        if let (Some(master), Some(what)) = (desk.master.as_deref(), what) {
            preview.changes = mass(&master.assortment, &self.ids, &what);
            preview.summaries = describe(&master.assortment, &preview.changes, desk.lang);
            preview.problems = check(&preview.changes, &master.context(&desk.facts.users));
        }
        self.preview = preview;
    }

    // `None` as long as something is missing.
    fn what(&self, wrong: &mut BTreeMap<Field, &'static str>) -> Option<Mass> {
        let value = self.text(Field::MassValue).trim();
        let mut day = || {
            let day = read_day(self.text(Field::MassFrom));
            if day.is_none() {
                wrong.insert(Field::MassFrom, "cat-wrong-day");
            }
            day
        };
        match self.kind {
            Kind::Percent => {
                let from = day();
                let step = Money::parse(self.text(Field::MassStep)).filter(|s| s.cents() > 0);
                if step.is_none() {
                    wrong.insert(Field::MassStep, "cat-wrong-amount");
                }
                let percent = read_quantity(&value.replace('−', "-"));
                if percent.is_none() && !value.is_empty() {
                    wrong.insert(Field::MassValue, "cat-wrong-number");
                }
                let (percent, step, from) = (percent?, step?, from?);
                Some(Mass::Percent {
                    percent,
                    step,
                    from,
                })
            }
            Kind::Amount => {
                let from = day();
                let by = Money::parse(value);
                if by.is_none() && !value.is_empty() {
                    wrong.insert(Field::MassValue, "cat-wrong-amount");
                }
                Some(Mass::Amount {
                    by: by?,
                    from: from?,
                })
            }
            Kind::Account => (!value.is_empty()).then(|| Mass::Account(value.to_owned())),
            Kind::Group => Some(Mass::Group(value.to_owned())),
            Kind::Office => self.office.clone().map(Mass::Office),
            Kind::Archive if self.back_on_offer => Some(Mass::Archive(None)),
            Kind::Archive => day().map(|day| Mass::Archive(Some(day))),
            Kind::Tax => {
                let from = day()?;
                let text = self.text(Field::MassText).trim().to_owned();
                let treatment = Treatment {
                    text: Some(text).filter(|text| !text.is_empty()),
                    ..Treatment::single(self.key)
                };
                Some(Mass::Tax(Box::new(proposal(
                    self.regime,
                    from,
                    treatment,
                    self.rule,
                    self.text(Field::MassTaxReason).trim(),
                    self.text(Field::MassBasis).trim(),
                ))))
            }
        }
    }

    /// Whether there is something to do that the rules allow, and a reason for it.
    fn is_ready(&self) -> bool {
        !self.preview.changes.is_empty()
            && self.preview.problems.is_empty()
            && self.preview.wrong.is_empty()
            && !self.text(Field::MassReason).trim().is_empty()
            && !self.sent
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        self.choosing = None;
        match message {
            Message::Kind(kind) => {
                self.kind = kind;
                self.texts.remove(&Field::MassValue);
                self.offset = 0.0;
            }
            Message::Office(office) => self.office = Some(office),
            Message::BackOnOffer(back) => self.back_on_offer = back,
            Message::Regime(regime) => self.regime = regime,
            Message::Key(key) => self.key = key,
            Message::Rule(rule) => self.rule = rule,
            Message::Choose(what) => self.choosing = Some(what),
            Message::Close => {}
            Message::Scrolled(offset) => {
                self.offset = offset;
                return Action::None;
            }
            Message::Apply if self.is_ready() => {
                self.sent = true;
                return Action::Send(Command::ChangeCatalogue {
                    changes: self.preview.changes.clone(),
                    reason: self.text(Field::MassReason).trim().to_owned(),
                });
            }
            Message::Apply => return Action::Focus(Field::MassReason.id()),
        }
        self.look(desk);
        Action::None
    }
}
