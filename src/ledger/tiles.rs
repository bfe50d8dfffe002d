//! What is shown where: offices, tiles, and what a change of the catalogue has to go with.

use std::collections::{BTreeMap, HashSet};

use rusqlite::params;

use super::{Ledger, LedgerError, StepError, Writer};
use crate::catalogue::Office;
use crate::catalogue::change::TileScope;

impl Writer<'_> {
    /// Stores the tiles of a pay point or user; none: the general ones hold again.
    pub(crate) fn tiles(
        &self,
        scope: TileScope,
        owner: &str,
        items: &[String],
    ) -> Result<(), StepError> {
        self.transaction.execute(
            "DELETE FROM tile WHERE scope = ? AND owner = ?",
            params![scope.code(), owner],
        )?;
        for (position, item) in items.iter().enumerate() {
            self.transaction
                .prepare_cached("INSERT INTO tile VALUES (?, ?, ?, ?)")?
                .execute(params![scope.code(), owner, position as i64, item])?;
        }
        Ok(())
    }

    /// Stores the offices whose tabs a pay point shows; none: all.
    pub(crate) fn pay_point_offices(
        &self,
        pay_point: &str,
        offices: &[String],
    ) -> Result<(), StepError> {
        self.transaction.execute(
            "DELETE FROM pay_point_office WHERE pay_point = ?",
            [pay_point],
        )?;
        for office in offices {
            self.transaction
                .prepare_cached("INSERT INTO pay_point_office VALUES (?, ?)")?
                .execute(params![pay_point, office])?;
        }
        Ok(())
    }

    /// Stores offices in the order of their tabs; offices are never deleted.
    pub(crate) fn offices(&self, offices: &[Office]) -> Result<(), StepError> {
        for (position, office) in offices.iter().enumerate() {
            self.transaction
                .prepare_cached(
                    "INSERT INTO office VALUES (?1, ?2, ?3)
                     ON CONFLICT DO UPDATE SET position = ?2, stripe = ?3",
                )?
                .execute(params![office.name, position as i64, office.stripe])?;
        }
        Ok(())
    }
}

impl Ledger {
    /// Ids of the items shown first to a user at a pay point: the user's own tiles, else those of the pay point,
    /// else the general ones. `None`: nobody is logged in.
    pub fn tiles_for(
        &self,
        pay_point: &str,
        user: Option<&str>,
    ) -> Result<Vec<String>, LedgerError> {
        let mut all = self.tiles()?;
        let own = user.and_then(|user| all.remove(&(TileScope::User, user.to_owned())));
        let shared = || all.remove(&(TileScope::PayPoint, pay_point.to_owned()));
        match own.or_else(shared) {
            Some(tiles) => Ok(tiles),
            None => Ok(self.setting("favourites")?.unwrap_or_default()),
        }
    }

    /// Tiles of every pay point and user that has some.
    pub fn tiles(&self) -> Result<BTreeMap<(TileScope, String), Vec<String>>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT scope, owner, item_id FROM tile ORDER BY scope, owner, position",
            )?;
            let mut rows = statement.query([])?;
            let mut all: BTreeMap<(TileScope, String), Vec<String>> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let scope = match row.get::<_, String>(0)?.as_str() {
                    "user" => TileScope::User,
                    _ => TileScope::PayPoint,
                };
                all.entry((scope, row.get(1)?))
                    .or_default()
                    .push(row.get(2)?);
            }
            Ok(all)
        })
    }

    /// Offices whose tabs a pay point shows; pay points without an entry show all.
    pub fn pay_point_offices(&self) -> Result<BTreeMap<String, Vec<String>>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT p.pay_point, p.office FROM pay_point_office p
                 JOIN office o ON o.name = p.office ORDER BY p.pay_point, o.position",
            )?;
            let mut rows = statement.query([])?;
            let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                all.entry(row.get(0)?).or_default().push(row.get(1)?);
            }
            Ok(all)
        })
    }

    /// Ids of the items that stand on a receipt or in an open sale.
    pub fn sold_items(&self) -> Result<HashSet<String>, LedgerError> {
        // Receipts never change: only those that came since the last time are read. An index would cost every sale.
        let last = self.last_receipt()? as i64;
        let (upto, mut sold) = self.sold.take();
        let new: Vec<String> = self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT DISTINCT item_id FROM receipt_line WHERE receipt BETWEEN ? AND ?",
            )?;
            let rows = statement.query_map([upto + 1, last], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        sold.extend(new);
        self.sold.replace((last, sold.clone()));
        for draft in self.drafts()? {
            sold.extend(draft.sale.lines().iter().map(|line| line.item.id.clone()));
        }
        Ok(sold)
    }
}
