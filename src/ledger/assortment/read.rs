//! The assortment, read back.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::catalogue::{
    Assortment, BusinessCase, Entry, Item, ItemKind, Price, PriceMode, Split, StockMode,
};
use crate::ledger::tax::regime;
use crate::ledger::{Ledger, LedgerError, StepError, moment, stored};
use crate::money::Money;
use crate::tax::{Decision, Mark, PriceRule, TaxKey, Treatment};

impl Ledger {
    /// Every item with its prices and decisions, in order.
    pub fn assortment(&self) -> Result<Assortment, LedgerError> {
        self.read(|connection| {
            let mut prices = prices(connection)?;
            let mut splits = splits(connection)?;
            let mut decisions = decisions(connection)?;
            let mut statement = connection.prepare("SELECT * FROM item ORDER BY position, id")?;
            let mut rows = statement.query([])?;
            let mut entries = Vec::new();
            while let Some(row) = rows.next()? {
                let mut entry = entry(row)?;
                let id = &entry.item.id;
                entry.prices = prices.remove(id).unwrap_or_default();
                entry.decisions = decisions.remove(id).unwrap_or_default();
                entry.item.splits = splits.remove(id).unwrap_or_default();
                entries.push(entry);
            }
            Ok(Assortment::new(entries))
        })
    }
}

fn prices(connection: &Connection) -> Result<HashMap<String, Vec<Price>>, StepError> {
    let mut statement = connection.prepare(
        "SELECT item_id, from_day, price_cents, price_mode, min_cents, max_cents, third_party_cents
         FROM item_price ORDER BY item_id, from_day",
    )?;
    let mut rows = statement.query([])?;
    let mut all: HashMap<String, Vec<Price>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let limit = |column| -> Result<Money, rusqlite::Error> {
            Ok(Money::from_cents(
                row.get::<_, Option<i64>>(column)?.unwrap_or_default(),
            ))
        };
        let price = Price {
            from: stored("item_price", &id, &row.get::<_, String>(1)?, |t| {
                t.parse().ok()
            })?,
            amount: Money::from_cents(row.get(2)?),
            mode: match row.get::<_, String>(3)?.as_str() {
                "fixed" => PriceMode::Fixed,
                "quantity" => PriceMode::PerQuantity,
                _ => PriceMode::Range {
                    min: limit(4)?,
                    max: limit(5)?,
                },
            },
            third_party: Money::from_cents(row.get(6)?),
        };
        all.entry(id).or_default().push(price);
    }
    Ok(all)
}

fn splits(connection: &Connection) -> Result<HashMap<String, Vec<Split>>, StepError> {
    let mut statement = connection.prepare(
        "SELECT item_id, account, product, share FROM item_split ORDER BY item_id, position",
    )?;
    let mut rows = statement.query([])?;
    let mut all: HashMap<String, Vec<Split>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let split = Split {
            account: row.get(1)?,
            product: row.get(2)?,
            share: stored("item_split", &id, &row.get::<_, String>(3)?, |t| {
                t.parse().ok()
            })?,
        };
        all.entry(id).or_default().push(split);
    }
    Ok(all)
}

fn decisions(connection: &Connection) -> Result<HashMap<String, Vec<Decision>>, StepError> {
    let mut shares: HashMap<i64, Vec<(TaxKey, rust_decimal::Decimal)>> = HashMap::new();
    let mut statement = connection.prepare(
        "SELECT item_tax, tax_key, share FROM item_tax_share ORDER BY item_tax, position",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let decision: i64 = row.get(0)?;
        let share = stored("item_tax_share", decision, &row.get::<_, String>(2)?, |t| {
            t.parse().ok()
        })?;
        let shares = shares.entry(decision).or_default();
        shares.push((TaxKey(row.get(1)?), share));
    }
    let mut statement = connection.prepare("SELECT * FROM item_tax ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut all: HashMap<String, Vec<Decision>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get("id")?;
        let text = |column: &str| row.get::<_, String>(column);
        let mark = |by: &str, at: &str| -> Result<Option<Mark>, StepError> {
            let by: Option<String> = row.get(by)?;
            let at: Option<i64> = row.get(at)?;
            Ok(by.zip(at).map(|(by, at)| Mark { by, at: moment(at) }))
        };
        let decision = Decision {
            id,
            regime: stored("item_tax", id, &text("regime")?, regime)?,
            from: stored("item_tax", id, &text("from_day")?, |t| t.parse().ok())?,
            treatment: Treatment {
                shares: shares.remove(&id).unwrap_or_default(),
                text: row.get("text")?,
            },
            price_rule: stored("item_tax", id, &text("price_rule")?, PriceRule::from_code)?,
            reason: text("reason")?,
            legal_basis: text("legal_basis")?,
            proposed: Mark {
                by: text("proposed_by")?,
                at: moment(row.get("proposed_at")?),
            },
            approved: mark("approved_by", "approved_at")?,
            refused: mark("refused_by", "refused_at")?,
        };
        all.entry(text("item_id")?).or_default().push(decision);
    }
    Ok(all)
}

/// An entry without what lies in tables of its own.
fn entry(row: &rusqlite::Row<'_>) -> Result<Entry, StepError> {
    let id: String = row.get("id")?;
    let text = |column: &str| row.get::<_, String>(column);
    let optional = |column: &str| row.get::<_, Option<String>>(column);
    let item = Item {
        name: text("name")?,
        short_name: text("short_name")?,
        office: text("office")?,
        group: text("item_group")?,
        kind: stored("item", &id, &text("kind")?, ItemKind::from_code)?,
        case: stored(
            "item",
            &id,
            &text("business_case")?,
            BusinessCase::from_code,
        )?,
        price: Money::ZERO,
        mode: PriceMode::Fixed,
        unit: text("unit")?,
        tax: Treatment::default(),
        legal_basis: text("legal_basis")?,
        third_party: Money::ZERO,
        principal: optional("principal")?,
        third_party_account: optional("third_party_account")?,
        stock: stored("item", &id, &text("stock")?, StockMode::from_code)?,
        product: text("product")?,
        account: text("account")?,
        splits: Vec::new(),
        ean: optional("ean")?,
        code: optional("code")?,
        needs_reference: row.get("needs_reference")?,
        id,
    };
    let parsed = |column: &str| -> Result<Option<String>, StepError> { Ok(optional(column)?) };
    let minimum = parsed("minimum")?
        .map(|m| stored("item", &item.id, &m, |t| t.parse().ok()))
        .transpose()?;
    let archived = parsed("archived_from")?
        .map(|day| stored("item", &item.id, &day, |t| t.parse().ok()))
        .transpose()?;
    Ok(Entry {
        item,
        prices: Vec::new(),
        decisions: Vec::new(),
        archived,
        minimum,
        note: row.get("note")?,
    })
}
