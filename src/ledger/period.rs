//! The master data periods began under, and in whose name money is taken.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

use super::chain::Fact;
use super::{Ledger, LedgerError, StepError, Writer, stored};
use crate::site::{PeriodMaster, Principal};

/// Setting with the master data of closings that kept none, written when their ledger was brought up.
pub(super) const BEFORE_V3: &str = "master_before_v3";

impl Writer<'_> {
    /// Records what a period begins under.
    pub(crate) fn period_master(
        &self,
        z_number: u32,
        master: &PeriodMaster,
        now: DateTime<Utc>,
    ) -> Result<(), StepError> {
        let body = serde_json::to_string(master).unwrap_or_default();
        self.transaction
            .prepare_cached("INSERT INTO period_master VALUES (?, ?)")?
            .execute(params![z_number, body])?;
        self.chain(Fact::Period, i64::from(z_number), now)
    }

    /// Keeps `principals` and nobody else. Closings remember those they had.
    pub(crate) fn principals(&self, principals: &[Principal]) -> Result<(), StepError> {
        self.transaction.execute("DELETE FROM principal", [])?;
        for principal in principals {
            self.transaction.execute(
                "INSERT INTO principal VALUES (?, ?, ?, ?, ?, ?, ?)",
                params![
                    principal.number,
                    principal.name,
                    principal.street,
                    principal.postal_code,
                    principal.city,
                    principal.tax_number,
                    principal.vat_id,
                ],
            )?;
        }
        Ok(())
    }
}

impl Ledger {
    /// What a period began under; `None` for one without receipts, or of an Amtskasse before 0.2 that kept none.
    pub fn period_master(&self, z_number: u32) -> Result<Option<PeriodMaster>, LedgerError> {
        self.read(|connection| {
            let body: Option<String> = connection
                .prepare_cached("SELECT body FROM period_master WHERE z_number = ?")?
                .query_row([z_number], |row| row.get(0))
                .optional()?;
            body.map(|body| {
                stored("period_master", z_number, &body, |json| {
                    serde_json::from_str(json).ok()
                })
            })
            .transpose()
        })
    }

    /// What closings were made under that kept nothing themselves.
    pub fn master_before_v3(&self) -> Result<Option<PeriodMaster>, LedgerError> {
        self.setting(BEFORE_V3)
    }

    /// In whose name money is taken, by number.
    pub fn principals(&self) -> Result<Vec<Principal>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT number, name, street, postal_code, city, tax_number, vat_id
                 FROM principal ORDER BY number",
            )?;
            let rows = statement.query_map([], |row| {
                Ok(Principal {
                    number: row.get(0)?,
                    name: row.get(1)?,
                    street: row.get(2)?,
                    postal_code: row.get(3)?,
                    city: row.get(4)?,
                    tax_number: row.get(5)?,
                    vat_id: row.get(6)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
