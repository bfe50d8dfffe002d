//! The content of the form as typed, and the changes it comes to.

mod fill;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::super::Field;
use crate::catalogue::change::{Change, proposal};
use crate::catalogue::file::FIRST_DAY;
use crate::catalogue::{BusinessCase, Entry, Item, ItemKind, Price, PriceMode, Split, StockMode};
use crate::money::Money;
use crate::tax::{Decision, PriceRule, Regime, TaxKey, Treatment};
use crate::ui::screen::parts::read_day;

/// How a price comes about, without its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// One price.
    Fixed,
    /// A price per unit.
    PerQuantity,
    /// The clerk types it.
    Range,
}

/// How an item is to be taxed under one law.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tax {
    /// The key; `None`: nobody has chosen one.
    pub key: Option<TaxKey>,
    /// The key of the rest, where the price is shared between two.
    pub rest: Option<TaxKey>,
    /// What becomes of the price.
    pub rule: PriceRule,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Not an amount.
    Amount,
    /// Not a number.
    Number,
    /// Not a day.
    Day,
    /// Nothing is in it.
    Empty,
    /// Nothing was chosen.
    Choose,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What is typed; a field that is not there is empty.
    pub texts: BTreeMap<Field, String>,
    /// Office.
    pub office: String,
    /// Kind.
    pub kind: ItemKind,
    /// Business case.
    pub case: BusinessCase,
    /// How the price to come comes about.
    pub mode: Mode,
    /// How stock is kept.
    pub stock: StockMode,
    /// Whether a Kassenzeichen is asked for.
    pub needs_reference: bool,
    /// Number of accounts the price is split over.
    pub splits: usize,
    /// Prices to come that are taken back.
    pub withdrawn: BTreeSet<NaiveDate>,
    /// Of a new item: how it is taxed under the old law and under §2b.
    pub taxes: [Tax; 2],
}

/// The two laws, in the order of [`Draft::taxes`].
pub const REGIMES: [Regime; 2] = [Regime::Old, Regime::New];

impl Draft {
    /// What is typed into a field.
    pub fn text(&self, field: Field) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }

    /// Types into a field; an empty text is no text.
    pub fn set(&mut self, field: Field, text: impl Into<String>) {
        let text = text.into();
        if text.is_empty() {
            self.texts.remove(&field);
        } else {
            self.texts.insert(field, text);
        }
    }

    fn trimmed(&self, field: Field) -> String {
        self.text(field).trim().to_owned()
    }

    fn optional(&self, field: Field) -> Option<String> {
        Some(self.trimmed(field)).filter(|text| !text.is_empty())
    }

    /// The item as typed, and what cannot be read of it.
    pub fn item(&self, wrong: &mut Vec<(Field, Wrong)>) -> (Item, Option<Decimal>) {
        let splits = (0..self.splits).map(|at| {
            let share = self
                .number(Field::SplitShare(at), wrong)
                .unwrap_or_default();
            Split {
                account: self.trimmed(Field::SplitAccount(at)),
                product: self.trimmed(Field::SplitProduct(at)),
                share,
            }
        });
        let splits = splits.collect();
        let minimum = self
            .optional(Field::Minimum)
            .filter(|_| self.stock != StockMode::None)
            .and_then(|_| self.number(Field::Minimum, wrong));
        let name = self.trimmed(Field::Name);
        let short_name = self
            .optional(Field::ShortName)
            .unwrap_or_else(|| name.clone());
        let item = Item {
            id: self.trimmed(Field::Id),
            short_name,
            name,
            office: self.office.clone(),
            group: self.trimmed(Field::Group),
            kind: self.kind,
            case: self.case,
            price: Money::ZERO,
            mode: PriceMode::Fixed,
            unit: self.trimmed(Field::Unit),
            tax: Treatment::default(),
            legal_basis: self.trimmed(Field::LegalBasis),
            third_party: Money::ZERO,
            principal: self.optional(Field::Principal),
            third_party_account: self.optional(Field::ThirdPartyAccount),
            stock: self.stock,
            product: self.trimmed(Field::Product),
            account: self.trimmed(Field::Account),
            splits,
            ean: self.optional(Field::Ean),
            code: self.optional(Field::Code),
            needs_reference: self.needs_reference,
        };
        (item, minimum)
    }

    fn number(&self, field: Field, wrong: &mut Vec<(Field, Wrong)>) -> Option<Decimal> {
        let number = crate::ui::desk::read_quantity(self.text(field));
        if number.is_none() {
            wrong.push((field, Wrong::Number));
        }
        number
    }

    fn amount(&self, field: Field, wrong: &mut Vec<(Field, Wrong)>) -> Option<Money> {
        let amount = Money::parse(self.text(field));
        if amount.is_none() {
            wrong.push((field, Wrong::Amount));
        }
        amount
    }

    /// The price as typed, if one was.
    pub fn price(&self, wrong: &mut Vec<(Field, Wrong)>) -> Option<Price> {
        let fields = [
            Field::Price,
            Field::PriceMin,
            Field::PriceMax,
            Field::ThirdParty,
        ];
        if fields
            .iter()
            .all(|field| self.text(*field).trim().is_empty())
        {
            return None;
        }
        let amount = match (self.mode, self.text(Field::Price).trim()) {
            // A range need not suggest anything.
            (Mode::Range, "") => Some(Money::ZERO),
            _ => self.amount(Field::Price, wrong),
        };
        let third_party = match self.text(Field::ThirdParty).trim() {
            "" => Some(Money::ZERO),
            _ => self.amount(Field::ThirdParty, wrong),
        };
        let mode = match self.mode {
            Mode::Fixed => Some(PriceMode::Fixed),
            Mode::PerQuantity => Some(PriceMode::PerQuantity),
            Mode::Range => {
                let limits = [Field::PriceMin, Field::PriceMax].map(|f| self.amount(f, wrong));
                match limits {
                    [Some(min), Some(max)] => Some(PriceMode::Range { min, max }),
                    _ => None,
                }
            }
        };
        let from = read_day(self.text(Field::PriceFrom));
        if from.is_none() {
            wrong.push((Field::PriceFrom, Wrong::Day));
        }
        Some(Price {
            from: from?,
            amount: amount?,
            mode: mode?,
            third_party: third_party?,
        })
    }

    // The treatment of a new item under one law.
    fn decision(
        &self,
        law: usize,
        from: NaiveDate,
        wrong: &mut Vec<(Field, Wrong)>,
    ) -> Option<Decision> {
        let tax = &self.taxes[law];
        for field in [Field::TaxReason(law), Field::TaxBasis(law)] {
            if self.text(field).trim().is_empty() {
                wrong.push((field, Wrong::Empty));
            }
        }
        let Some(key) = tax.key else {
            wrong.push((Field::TaxKey(law), Wrong::Choose));
            return None;
        };
        let shares = match tax.rest {
            None => vec![(key, Decimal::ONE)],
            Some(rest) => {
                let share = self.number(Field::TaxShare(law), wrong)?;
                vec![(key, share), (rest, Decimal::ONE_HUNDRED - share)]
            }
        };
        let text = self.optional(Field::TaxText(law));
        let treatment = Treatment { shares, text };
        let (reason, basis) = (
            self.trimmed(Field::TaxReason(law)),
            self.trimmed(Field::TaxBasis(law)),
        );
        Some(proposal(
            REGIMES[law],
            from,
            treatment,
            tax.rule,
            &reason,
            &basis,
        ))
    }

    /// The changes a new item comes to.
    pub fn added(&self, wrong: &mut Vec<(Field, Wrong)>) -> Vec<Change> {
        let (item, minimum) = self.item(wrong);
        if item.id.is_empty() {
            wrong.push((Field::Id, Wrong::Empty));
        }
        let price = self.price(wrong);
        if price.is_none() && !wrong.iter().any(|(field, _)| *field == Field::Price) {
            wrong.push((Field::Price, Wrong::Amount));
        }
        // What was decided holds for as long as the item has been there.
        let from = price.as_ref().map_or(FIRST_DAY, |price| price.from);
        let decisions = [0, 1].map(|law| self.decision(law, from, wrong));
        vec![Change::Add(Box::new(Entry {
            item,
            prices: price.into_iter().collect(),
            decisions: decisions.into_iter().flatten().collect(),
            archived: None,
            minimum,
            note: self.trimmed(Field::Note),
        }))]
    }

    /// The changes an item there is comes to.
    pub fn edited(&self, entry: &Entry, wrong: &mut Vec<(Field, Wrong)>) -> Vec<Change> {
        let (item, minimum) = self.item(wrong);
        let edited = Entry {
            item: Item {
                id: entry.item.id.clone(),
                price: entry.item.price,
                mode: entry.item.mode,
                tax: entry.item.tax.clone(),
                third_party: entry.item.third_party,
                ..item
            },
            minimum,
            note: self.trimmed(Field::Note),
            ..entry.clone()
        };
        let id = || entry.item.id.clone();
        let mut changes = Vec::new();
        if edited != *entry {
            changes.push(Change::Edit(Box::new(edited)));
        }
        changes.extend(self.withdrawn.iter().map(|from| Change::WithdrawPrice {
            item: id(),
            from: *from,
        }));
        let price = self.price(wrong);
        changes.extend(price.map(|price| Change::Price { item: id(), price }));
        changes
    }
}
