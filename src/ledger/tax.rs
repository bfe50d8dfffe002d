//! Dated rates, dated law, and the taxpayer's own keys.

use chrono::NaiveDate;
use rusqlite::params;

use super::{Ledger, LedgerError, StepError, Writer, stored};
use crate::tax::{RatePeriod, Rates, Regime, Regimes, TaxKey};

impl Writer<'_> {
    /// Stores a rate from its day on.
    pub(crate) fn rate(&self, period: &RatePeriod) -> Result<(), StepError> {
        self.transaction.execute(
            "INSERT INTO tax_rate VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET percent = ?3",
            params![
                period.key.0,
                period.from.to_string(),
                period.percent.normalize().to_string()
            ],
        )?;
        Ok(())
    }

    /// Takes back a rate that has not begun.
    pub(crate) fn rate_withdrawn(&self, key: TaxKey, from: NaiveDate) -> Result<(), StepError> {
        self.transaction.execute(
            "DELETE FROM tax_rate WHERE tax_key = ? AND from_day = ?",
            params![key.0, from.to_string()],
        )?;
        Ok(())
    }

    /// Stores under which law the municipality is from a day on.
    pub(crate) fn regime(&self, from: NaiveDate, regime: Regime) -> Result<(), StepError> {
        self.transaction.execute(
            "INSERT INTO tax_regime VALUES (?1, ?2) ON CONFLICT DO UPDATE SET regime = ?2",
            params![from.to_string(), regime_code(regime)],
        )?;
        Ok(())
    }

    /// Takes back a change of law that has not begun.
    pub(crate) fn regime_withdrawn(&self, from: NaiveDate) -> Result<(), StepError> {
        self.transaction.execute(
            "DELETE FROM tax_regime WHERE from_day = ?",
            [from.to_string()],
        )?;
        Ok(())
    }

    /// Stores a key of the taxpayer's own.
    pub(crate) fn tax_key(&self, key: TaxKey, text: &str) -> Result<(), StepError> {
        self.transaction
            .execute("INSERT INTO tax_key VALUES (?, ?)", params![key.0, text])?;
        Ok(())
    }
}

impl Ledger {
    /// Dated rates.
    pub fn rates(&self) -> Result<Rates, LedgerError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare("SELECT tax_key, from_day, percent FROM tax_rate")?;
            let mut rows = statement.query([])?;
            let mut periods = Vec::new();
            while let Some(row) = rows.next()? {
                let key: u16 = row.get(0)?;
                periods.push(RatePeriod {
                    key: TaxKey(key),
                    from: stored("tax_rate", key, &row.get::<_, String>(1)?, |t| {
                        t.parse().ok()
                    })?,
                    percent: stored("tax_rate", key, &row.get::<_, String>(2)?, |t| {
                        t.parse().ok()
                    })?,
                });
            }
            Ok(Rates::new(periods))
        })
    }

    /// Dated law.
    pub fn regimes(&self) -> Result<Regimes, LedgerError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare("SELECT from_day, regime FROM tax_regime ORDER BY from_day")?;
            let mut rows = statement.query([])?;
            let mut regimes = Vec::new();
            while let Some(row) = rows.next()? {
                let from: String = row.get(0)?;
                let day: NaiveDate = stored("tax_regime", &from, &from, |t| t.parse().ok())?;
                let law = stored("tax_regime", &from, &row.get::<_, String>(1)?, regime)?;
                regimes.push((day, law));
            }
            Ok(Regimes(regimes))
        })
    }

    /// The taxpayer's own keys and what they are for.
    pub fn tax_keys(&self) -> Result<Vec<(TaxKey, String)>, LedgerError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare("SELECT tax_key, text FROM tax_key ORDER BY tax_key")?;
            let rows = statement.query_map([], |row| Ok((TaxKey(row.get(0)?), row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

pub(super) fn regime_code(regime: Regime) -> &'static str {
    match regime {
        Regime::Old => "old",
        Regime::New => "2b",
    }
}

pub(super) fn regime(code: &str) -> Option<Regime> {
    [Regime::Old, Regime::New]
        .into_iter()
        .find(|r| regime_code(*r) == code)
}
