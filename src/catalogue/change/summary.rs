//! Old and new of every change, in words for people: the screens show them, the command line prints them and the
//! ledger keeps them.

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::apply::Draft;
use super::{Change, Field, TileScope};
use crate::catalogue::file::{account_text, tax_text};
use crate::catalogue::{Assortment, Entry, Price, PriceMode};
use crate::i18n::{Language, date};
use crate::tax::{Decision, PriceRule, Regime};

/// Old and new of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Position of the change in the list.
    pub change: usize,
    /// Id of the item, the pay point, the user or the office.
    pub subject: String,
    /// Name of the item; empty for other things.
    pub name: String,
    /// What changes.
    pub field: Field,
    /// First day, where it has one.
    pub from: Option<NaiveDate>,
    /// What was; empty: nothing.
    pub old: String,
    /// What will be; empty: nothing.
    pub new: String,
}

impl Summary {
    /// What changes, with its day, e.g. `Preis ab 01.01.2027`.
    pub fn what(&self, language: Language) -> String {
        let label = self.field.label(language);
        match self.from {
            Some(day) => format!("{label} {}", since(day, language)),
            None => label.to_owned(),
        }
    }

    /// The same with old and new, as the ledger and the command line say it: `Preis ab 01.01.2027: 46,00 € → 48,00 €`.
    pub fn line(&self) -> String {
        let or = |text: &str| match text {
            "" => "–".to_owned(),
            text => text.to_owned(),
        };
        let what = self.what(Language::German);
        format!("{what}: {} → {}", or(&self.old), or(&self.new))
    }
}

/// `BB0010 Personalausweis: Preis ab 01.01.2027: 46,00 € → 48,00 €`.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.name.as_str() {
            "" => String::new(),
            name => format!(" {name}"),
        };
        write!(f, "{}{name}: {}", self.subject, self.line())
    }
}

/// Old and new of every change, taken one after the other. A change that changes nothing has no summary.
pub fn describe(assortment: &Assortment, changes: &[Change], language: Language) -> Vec<Summary> {
    let price_text = |price: &Price| price_text(price, language);
    let decision_text = |decision: &Decision| decision_text(decision, language);
    let mut draft = Draft::new(assortment);
    let mut summaries = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        let old = change.item().and_then(|id| draft.entry(id)).cloned();
        draft.take(change);
        let new = change.item().and_then(|id| draft.entry(id));
        let mut one = Lines {
            at,
            language,
            subject: change.item().unwrap_or_default().to_owned(),
            name: new.map(|e| e.item.name.clone()).unwrap_or_default(),
            summaries: &mut summaries,
        };
        match (change, old.as_ref(), new) {
            (Change::Add(entry), _, _) => one.added(entry),
            (Change::Edit(_), Some(old), Some(new)) => one.edited(old, new),
            (Change::Price { price, .. }, Some(old), _) => {
                let was = old.price_on(price.from).map(price_text);
                one.add(Field::Price, Some(price.from), was, Some(price_text(price)));
            }
            (Change::WithdrawPrice { from, .. }, Some(old), Some(new)) => {
                let was = old.price_on(*from).map(price_text);
                let is = new.price_on(*from).map(price_text);
                one.add(Field::Price, Some(*from), was, is);
            }
            (Change::Archive { from, .. }, Some(old), _) => one.add(
                Field::Archived,
                None,
                old.archived.map(|day| since(day, language)),
                from.map(|day| since(day, language)),
            ),
            (Change::Tax { decision, .. }, Some(old), _) => {
                let was = old.decision_on(decision.regime, decision.from);
                let field = tax_field(decision.regime);
                let (was, is) = (was.map(decision_text), decision_text(decision));
                one.add(field, Some(decision.from), was, Some(is));
            }
            _ => one.other(change),
        }
    }
    summaries
}

struct Lines<'a> {
    at: usize,
    language: Language,
    subject: String,
    name: String,
    summaries: &'a mut Vec<Summary>,
}

impl Lines<'_> {
    fn add(
        &mut self,
        field: Field,
        from: Option<NaiveDate>,
        old: Option<String>,
        new: Option<String>,
    ) {
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        if old != new {
            self.summaries.push(Summary {
                change: self.at,
                subject: self.subject.clone(),
                name: self.name.clone(),
                field,
                from,
                old,
                new,
            });
        }
    }

    fn added(&mut self, entry: &Entry) {
        let language = self.language;
        let price = entry.prices.last().map(|p| price_text(p, language));
        let price = price.unwrap_or_default();
        let taxes = entry.decisions.iter().map(|d| {
            let law = match d.regime {
                Regime::Old => language.say("altes Recht", "old law"),
                Regime::New => language.say("§ 2b", "§2b"),
            };
            format!("{law} {}", tax_text(&d.treatment))
        });
        let mut words = vec![entry.item.office.clone(), price];
        words.extend(taxes);
        self.add(Field::Item, None, None, Some(words.join(", ")));
    }

    fn edited(&mut self, old: &Entry, new: &Entry) {
        let (a, b) = (&old.item, &new.item);
        let mut text = |field, old: &str, new: &str| {
            self.add(field, None, Some(old.to_owned()), Some(new.to_owned()));
        };
        text(Field::Name, &a.name, &b.name);
        text(Field::ShortName, &a.short_name, &b.short_name);
        text(Field::Office, &a.office, &b.office);
        text(Field::Group, &a.group, &b.group);
        let kind =
            |item: &crate::catalogue::Item| format!("{} ({})", item.kind.code(), item.case.code());
        text(Field::Kind, &kind(a), &kind(b));
        text(Field::Unit, &a.unit, &b.unit);
        text(Field::LegalBasis, &a.legal_basis, &b.legal_basis);
        text(Field::Product, &a.product, &b.product);
        text(Field::Account, &account_text(a), &account_text(b));
        text(Field::Stock, a.stock.code(), b.stock.code());
        text(Field::Note, &old.note, &new.note);
        let optional = [
            (Field::Principal, &a.principal, &b.principal),
            (
                Field::ThirdPartyAccount,
                &a.third_party_account,
                &b.third_party_account,
            ),
            (Field::Ean, &a.ean, &b.ean),
            (Field::Code, &a.code, &b.code),
        ];
        for (field, old, new) in optional {
            self.add(field, None, old.clone(), new.clone());
        }
        let level = |m: Option<Decimal>| m.map(|m| m.normalize().to_string().replace('.', ","));
        self.add(Field::Minimum, None, level(old.minimum), level(new.minimum));
        let language = self.language;
        let yes = |yes: bool| {
            let word = match yes {
                true => language.say("ja", "yes"),
                false => language.say("nein", "no"),
            };
            Some(word.to_owned())
        };
        let (a, b) = (yes(a.needs_reference), yes(b.needs_reference));
        self.add(Field::Reference, None, a, b);
    }

    fn other(&mut self, change: &Change) {
        let say = |german, english| self.language.say(german, english);
        let pay_point = |id: &str| format!("{} {id}", say("Zahlstelle", "Pay point"));
        let (subject, field, new) = match change {
            Change::Order(ids) => (
                say("Katalog", "Catalogue").to_owned(),
                Field::Order,
                format!(
                    "{} {}",
                    ids.len(),
                    say("Artikel geordnet", "items in order")
                ),
            ),
            Change::Tiles {
                scope,
                owner,
                items,
            } => {
                let whose = match scope {
                    TileScope::PayPoint => pay_point(owner),
                    TileScope::User => format!("{} {owner}", say("Benutzer", "User")),
                };
                let all = match items.is_empty() {
                    true => say("die allgemeinen", "the general ones").to_owned(),
                    false => items.join(", "),
                };
                (whose, Field::Tiles, all)
            }
            Change::PayPointOffices {
                pay_point: id,
                offices,
            } => {
                let all = match offices.is_empty() {
                    true => say("alle", "all").to_owned(),
                    false => offices.join(", "),
                };
                (pay_point(id), Field::PayPointOffices, all)
            }
            Change::Office { office, position } => {
                let place = position.map(|p| format!(", {} {}", say("Platz", "place"), p + 1));
                let place = place.unwrap_or_default();
                let new = format!("{} {}{place}", say("Farbe", "colour"), office.stripe);
                (office.name.clone(), Field::OfficeItself, new)
            }
            // Changes of an item that is not there: the check names them.
            _ => return,
        };
        self.subject = subject;
        self.add(field, None, None, Some(new));
    }
}

fn tax_field(regime: Regime) -> Field {
    match regime {
        Regime::Old => Field::TaxOld,
        Regime::New => Field::TaxNew,
    }
}

fn price_text(price: &Price, language: Language) -> String {
    let mut text = match price.mode {
        PriceMode::Fixed => format!("{} €", price.amount),
        PriceMode::PerQuantity => {
            let each = language.say("je Einheit", "per unit");
            format!("{} € {each}", price.amount)
        }
        PriceMode::Range { min, max } => {
            let to = language.say("bis", "to");
            format!("{} € ({min} {to} {max} €)", price.amount)
        }
    };
    if !price.third_party.is_zero() {
        let foreign = language.say("davon fremd", "of others");
        text.push_str(&format!(", {foreign} {} €", price.third_party));
    }
    text
}

fn decision_text(decision: &Decision, language: Language) -> String {
    let rule = match decision.price_rule {
        PriceRule::GrossFixed => "",
        PriceRule::NetPlusVat => language.say(" zuzüglich USt", " plus VAT"),
    };
    let mut text = format!("{}{rule}", tax_text(&decision.treatment));
    if !decision.reason.is_empty() {
        text.push_str(&format!(" ({})", decision.reason));
    }
    text
}

fn since(day: NaiveDate, language: Language) -> String {
    format!("{} {}", language.say("ab", "from"), date(day))
}
