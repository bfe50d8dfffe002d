//! Items with their prices and tax treatments: written here, read in `read.rs`.

mod read;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::params;

use super::tax::regime_code;
use super::{StepError, Writer, millis};
use crate::catalogue::{Entry, Item, Price, PriceMode};
use crate::tax::Decision;

impl Writer<'_> {
    /// Stores a new item with all its prices and decisions.
    pub(crate) fn entry(&self, position: i64, entry: &Entry) -> Result<(), StepError> {
        self.item_row(
            "INSERT INTO item VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21)",
            Some(position),
            entry,
        )?;
        self.splits(&entry.item)?;
        for price in &entry.prices {
            self.price(&entry.item.id, price)?;
        }
        for decision in &entry.decisions {
            self.decision(&entry.item.id, decision)?;
        }
        Ok(())
    }

    /// Overwrites what of a known item does not depend on the day; it keeps its place in the order.
    pub(crate) fn entry_changed(&self, entry: &Entry) -> Result<(), StepError> {
        self.item_row(
            "UPDATE item SET position=coalesce(?2, position), name=?3, short_name=?4, office=?5, item_group=?6,
                    kind=?7, business_case=?8, unit=?9, legal_basis=?10, principal=?11, third_party_account=?12,
                    stock=?13, minimum=?14, product=?15, account=?16, ean=?17, code=?18, needs_reference=?19,
                    archived_from=?20, note=?21 WHERE id=?1",
            None,
            entry,
        )?;
        self.transaction
            .prepare_cached("DELETE FROM item_split WHERE item_id = ?")?
            .execute([&entry.item.id])?;
        self.splits(&entry.item)
    }

    /// Runs a statement over everything table `item` holds of an entry, in the order of its columns.
    fn item_row(
        &self,
        statement: &str,
        position: Option<i64>,
        entry: &Entry,
    ) -> Result<(), StepError> {
        let item = &entry.item;
        self.transaction
            .prepare_cached(statement)?
            .execute(params![
                item.id,
                position,
                item.name,
                item.short_name,
                item.office,
                item.group,
                item.kind.code(),
                item.case.code(),
                item.unit,
                item.legal_basis,
                item.principal,
                item.third_party_account,
                item.stock.code(),
                entry.minimum.map(|m| m.normalize().to_string()),
                item.product,
                item.account,
                item.ean,
                item.code,
                item.needs_reference,
                entry.archived.map(|day| day.to_string()),
                entry.note,
            ])?;
        Ok(())
    }

    /// Gives up bar code and short code, so that another item of the same step can take them.
    pub(crate) fn codes_freed(&self, item_id: &str) -> Result<(), StepError> {
        self.transaction
            .prepare_cached("UPDATE item SET ean = NULL, code = NULL WHERE id = ?")?
            .execute([item_id])?;
        Ok(())
    }

    /// Takes an item off the offer from a day on, or puts it back.
    pub(crate) fn entry_archived(
        &self,
        item_id: &str,
        from: Option<NaiveDate>,
    ) -> Result<(), StepError> {
        self.transaction
            .prepare_cached("UPDATE item SET archived_from = ? WHERE id = ?")?
            .execute(params![from.map(|day| day.to_string()), item_id])?;
        Ok(())
    }

    /// Moves an item to another place in the order.
    pub(crate) fn entry_moved(&self, item_id: &str, position: i64) -> Result<(), StepError> {
        self.transaction
            .prepare_cached("UPDATE item SET position = ? WHERE id = ?")?
            .execute(params![position, item_id])?;
        Ok(())
    }

    fn splits(&self, item: &Item) -> Result<(), StepError> {
        for (position, split) in item.splits.iter().enumerate() {
            self.transaction
                .prepare_cached("INSERT INTO item_split VALUES (?, ?, ?, ?, ?)")?
                .execute(params![
                    item.id,
                    position as i64,
                    split.account,
                    split.product,
                    split.share.normalize().to_string()
                ])?;
        }
        Ok(())
    }

    /// Stores what an item costs from a day on.
    pub(crate) fn price(&self, item_id: &str, price: &Price) -> Result<(), StepError> {
        let (mode, min, max) = match price.mode {
            PriceMode::Fixed => ("fixed", None, None),
            PriceMode::PerQuantity => ("quantity", None, None),
            PriceMode::Range { min, max } => ("range", Some(min.cents()), Some(max.cents())),
        };
        self.transaction
            .prepare_cached("INSERT OR REPLACE INTO item_price VALUES (?, ?, ?, ?, ?, ?, ?)")?
            .execute(params![
                item_id,
                price.from.to_string(),
                price.amount.cents(),
                mode,
                min,
                max,
                price.third_party.cents(),
            ])?;
        Ok(())
    }

    /// Takes back a price that has not begun.
    pub(crate) fn price_withdrawn(&self, item_id: &str, from: NaiveDate) -> Result<(), StepError> {
        self.transaction
            .prepare_cached("DELETE FROM item_price WHERE item_id = ? AND from_day = ?")?
            .execute(params![item_id, from.to_string()])?;
        Ok(())
    }

    /// Stores a decision on an item's tax, and returns its number.
    pub(crate) fn decision(&self, item_id: &str, decision: &Decision) -> Result<i64, StepError> {
        let by = |mark: &Option<crate::tax::Mark>| mark.as_ref().map(|m| m.by.clone());
        let at = |mark: &Option<crate::tax::Mark>| mark.as_ref().map(|m| millis(m.at));
        self.transaction
            .prepare_cached(
                "INSERT INTO item_tax (item_id, regime, from_day, text, price_rule, reason, legal_basis,
                                       proposed_by, proposed_at, approved_by, approved_at, refused_by, refused_at)
                 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            )?
            .execute(params![
                item_id,
                regime_code(decision.regime),
                decision.from.to_string(),
                decision.treatment.text,
                decision.price_rule.code(),
                decision.reason,
                decision.legal_basis,
                decision.proposed.by,
                millis(decision.proposed.at),
                by(&decision.approved),
                at(&decision.approved),
                by(&decision.refused),
                at(&decision.refused),
            ])?;
        let id = self.transaction.last_insert_rowid();
        for (position, (key, share)) in decision.treatment.shares.iter().enumerate() {
            self.transaction
                .prepare_cached("INSERT INTO item_tax_share VALUES (?, ?, ?, ?)")?
                .execute(params![
                    id,
                    position as i64,
                    key.0,
                    share.normalize().to_string()
                ])?;
        }
        Ok(id)
    }

    /// A second person agrees to a decision, or it is refused or taken back.
    pub(crate) fn decided(
        &self,
        decision: i64,
        approved: bool,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StepError> {
        let statement = match approved {
            true => "UPDATE item_tax SET approved_by = ?, approved_at = ? WHERE id = ?",
            false => "UPDATE item_tax SET refused_by = ?, refused_at = ? WHERE id = ?",
        };
        self.transaction
            .prepare_cached(statement)?
            .execute(params![by, millis(at), decision])?;
        Ok(())
    }
}
