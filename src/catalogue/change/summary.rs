//! Old and new of every change, in words for people: the screens show them, the command line prints them and the
//! ledger keeps them.

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::apply::Draft;
use super::{Change, TileScope};
use crate::catalogue::file::{account_text, tax_text};
use crate::catalogue::{Assortment, Entry, Price, PriceMode};
use crate::tax::{Decision, PriceRule, Regime};

/// What of an item a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // Fields of an item; `label` says them.
pub enum Field {
    Item,
    Name,
    ShortName,
    Office,
    Group,
    Kind,
    Unit,
    LegalBasis,
    Principal,
    ThirdPartyAccount,
    Stock,
    Minimum,
    Product,
    Account,
    Ean,
    Code,
    Reference,
    Note,
    Price,
    Archived,
    TaxOld,
    TaxNew,
    Order,
    Tiles,
    PayPointOffices,
    OfficeItself,
}

impl Field {
    /// What it is called in the ledger and on the command line.
    pub fn label(self) -> &'static str {
        match self {
            Field::Item => "neu",
            Field::Name => "Name",
            Field::ShortName => "Kurzname",
            Field::Office => "Amt",
            Field::Group => "Gruppe",
            Field::Kind => "Art",
            Field::Unit => "Einheit",
            Field::LegalBasis => "Rechtsgrundlage",
            Field::Principal => "fremder Anteil für",
            Field::ThirdPartyAccount => "Konto des fremden Anteils",
            Field::Stock => "Bestandsführung",
            Field::Minimum => "Mindestbestand",
            Field::Product => "Produkt",
            Field::Account => "Konto",
            Field::Ean => "EAN",
            Field::Code => "Kurzwahl",
            Field::Reference => "Kassenzeichen nötig",
            Field::Note => "Vermerk",
            Field::Price => "Preis",
            Field::Archived => "Archiv",
            Field::TaxOld => "Steuer nach altem Recht",
            Field::TaxNew => "Steuer nach § 2b UStG",
            Field::Order => "Reihenfolge",
            Field::Tiles => "Kacheln",
            Field::PayPointOffices => "Ämter der Zahlstelle",
            Field::OfficeItself => "Amt",
        }
    }
}

impl Field {
    /// Stable name for programs that read the answer.
    pub fn code(self) -> &'static str {
        match self {
            Field::Item => "item",
            Field::Name => "name",
            Field::ShortName => "short_name",
            Field::Office => "office",
            Field::Group => "group",
            Field::Kind => "kind",
            Field::Unit => "unit",
            Field::LegalBasis => "legal_basis",
            Field::Principal => "principal",
            Field::ThirdPartyAccount => "third_party_account",
            Field::Stock => "stock_managed",
            Field::Minimum => "stock_minimum",
            Field::Product => "product_group",
            Field::Account => "gl_account",
            Field::Ean => "ean",
            Field::Code => "code",
            Field::Reference => "reference",
            Field::Note => "note",
            Field::Price => "price_eur",
            Field::Archived => "archived_from",
            Field::TaxOld => "tax_pre_2b",
            Field::TaxNew => "tax_post_2b",
            Field::Order => "order",
            Field::Tiles => "tiles",
            Field::PayPointOffices => "pay_point_offices",
            Field::OfficeItself => "office_itself",
        }
    }

    /// Kind of the event that keeps it.
    pub fn event(self) -> &'static str {
        match self {
            Field::Item => "item-added",
            Field::TaxOld | Field::TaxNew => "tax-decided",
            Field::Order => "items-ordered",
            Field::Tiles => "tiles",
            Field::PayPointOffices => "pay-point-offices",
            Field::OfficeItself => "office",
            _ => "item-changed",
        }
    }
}

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
    /// What changes, with its day, and old and new, e.g. `Preis ab 01.01.2027: 46,00 € → 48,00 €`.
    pub fn line(&self) -> String {
        let day = self.from.map(|day| format!(" ab {}", written(day)));
        let day = day.unwrap_or_default();
        let or = |text: &str| match text {
            "" => "–".to_owned(),
            text => text.to_owned(),
        };
        let label = self.field.label();
        format!("{label}{day}: {} → {}", or(&self.old), or(&self.new))
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
pub fn describe(assortment: &Assortment, changes: &[Change]) -> Vec<Summary> {
    let mut draft = Draft::new(assortment);
    let mut summaries = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        let old = change.item().and_then(|id| draft.entry(id)).cloned();
        draft.take(change);
        let new = change.item().and_then(|id| draft.entry(id));
        let mut one = Lines {
            at,
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
                old.archived.map(|day| format!("ab {}", written(day))),
                from.map(|day| format!("ab {}", written(day))),
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
        let price = entry.prices.last().map(price_text).unwrap_or_default();
        let taxes = entry.decisions.iter().map(|d| {
            let law = match d.regime {
                Regime::Old => "altes Recht",
                Regime::New => "§ 2b",
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
        let yes = |yes: bool| Some(if yes { "ja" } else { "nein" }.to_owned());
        let (a, b) = (yes(a.needs_reference), yes(b.needs_reference));
        self.add(Field::Reference, None, a, b);
    }

    fn other(&mut self, change: &Change) {
        let (subject, field, new) = match change {
            Change::Order(ids) => (
                "Katalog".to_owned(),
                Field::Order,
                format!("{} Artikel geordnet", ids.len()),
            ),
            Change::Tiles {
                scope,
                owner,
                items,
            } => {
                let whose = match scope {
                    TileScope::PayPoint => format!("Zahlstelle {owner}"),
                    TileScope::User => format!("Benutzer {owner}"),
                };
                let all = match items.is_empty() {
                    true => "die allgemeinen".to_owned(),
                    false => items.join(", "),
                };
                (whose, Field::Tiles, all)
            }
            Change::PayPointOffices { pay_point, offices } => {
                let all = match offices.is_empty() {
                    true => "alle".to_owned(),
                    false => offices.join(", "),
                };
                (
                    format!("Zahlstelle {pay_point}"),
                    Field::PayPointOffices,
                    all,
                )
            }
            Change::Office { office, position } => {
                let place = position.map(|p| format!(", Platz {}", p + 1));
                let new = format!("Farbe {}{}", office.stripe, place.unwrap_or_default());
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

fn price_text(price: &Price) -> String {
    let mut text = match price.mode {
        PriceMode::Fixed => format!("{} €", price.amount),
        PriceMode::PerQuantity => format!("{} € je Einheit", price.amount),
        PriceMode::Range { min, max } => format!("{} € ({min} bis {max} €)", price.amount),
    };
    if !price.third_party.is_zero() {
        text.push_str(&format!(", davon fremd {} €", price.third_party));
    }
    text
}

fn decision_text(decision: &Decision) -> String {
    let rule = match decision.price_rule {
        PriceRule::GrossFixed => "",
        PriceRule::NetPlusVat => " zuzüglich USt",
    };
    let mut text = format!("{}{rule}", tax_text(&decision.treatment));
    if !decision.reason.is_empty() {
        text.push_str(&format!(" ({})", decision.reason));
    }
    text
}

fn written(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}
