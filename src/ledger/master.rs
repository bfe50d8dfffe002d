//! Master data: who, where, what and at which rate.

mod read;

use std::path::Path;

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use serde::Serialize;

use super::{Ledger, LedgerError, StepError, Writer, millis};
use crate::catalogue::{Item, PriceMode};
use crate::people::User;
use crate::site::{PayPoint, Site};
use crate::tax::{Rates, Regime, Regimes};

/// An office whose items are shown under one tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Name.
    pub name: String,
    /// Stripe colour of its tiles, `#RRGGBB`.
    pub stripe: String,
}

/// A user as stored: with PIN hash and lock-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredUser {
    /// The user.
    pub user: User,
    /// argon2id hash in PHC form.
    pub pin_hash: String,
    /// Wrong PINs since the last right one.
    pub wrong_pins: u32,
    /// No PIN is accepted before this moment.
    pub locked_until: Option<DateTime<Utc>>,
}

/// A TSE the register signed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TseRecord {
    /// Row id.
    pub id: i64,
    /// Serial, lower-case hex.
    pub serial: String,
    /// What the device calls itself.
    pub description: String,
    /// BSI certification id; `None`: not certified.
    pub certification_id: Option<String>,
    /// DSFinV-K name of the algorithm.
    pub algorithm: String,
    /// DSFinV-K name of the time format.
    pub time_format: String,
    /// Uncompressed point.
    pub public_key: Vec<u8>,
    /// Chain, DER, leaf first.
    pub certificates: Vec<Vec<u8>>,
}

/// Everything a new register needs to know.
#[derive(Debug, Clone)]
pub struct Master {
    /// Municipality, pay point and register.
    pub site: Site,
    /// Every pay point of the municipality.
    pub pay_points: Vec<PayPoint>,
    /// Offices in the order of their tabs.
    pub offices: Vec<Office>,
    /// Users with the hashes of their PINs.
    pub users: Vec<(User, String)>,
    /// Items in order.
    pub items: Vec<Item>,
    /// Dated rates.
    pub rates: Rates,
    /// Dated law.
    pub regimes: Regimes,
    /// Ids of items shown first.
    pub favourites: Vec<String>,
    /// Whether this is the demo municipality; the log-in then shows the PINs.
    pub demo: bool,
}

/// Creates a register's database in `folder` and fills it, or leaves nothing behind.
pub fn create_master(folder: &Path, master: &Master) -> Result<(), LedgerError> {
    Ledger::create(folder, |writer| writer.fill(master))
}

impl Writer<'_> {
    fn fill(&self, master: &Master) -> Result<(), StepError> {
        self.set("municipality", &master.site.municipality)?;
        self.set("register", &master.site.register)?;
        self.set("favourites", &master.favourites)?;
        self.set("demo", &master.demo)?;
        for point in &master.pay_points {
            self.transaction.execute(
                "INSERT INTO pay_point VALUES (?, ?, ?, ?, ?)",
                params![
                    point.id,
                    point.name,
                    point.responsible,
                    point.float.cents(),
                    point.note_limit.cents()
                ],
            )?;
        }
        for (position, office) in master.offices.iter().enumerate() {
            self.transaction.execute(
                "INSERT INTO office VALUES (?, ?, ?)",
                params![office.name, position as i64, office.stripe],
            )?;
        }
        for (user, hash) in &master.users {
            self.transaction.execute(
                "INSERT INTO person (id, name, role, pin_hash) VALUES (?, ?, ?, ?)",
                params![user.id, user.name, user.role.code(), hash],
            )?;
        }
        for period in master.rates.periods() {
            self.transaction.execute(
                "INSERT INTO tax_rate VALUES (?, ?, ?)",
                params![
                    period.key.0,
                    period.from.to_string(),
                    period.percent.to_string()
                ],
            )?;
        }
        for (from, regime) in &master.regimes.0 {
            self.transaction.execute(
                "INSERT INTO tax_regime VALUES (?, ?)",
                params![from.to_string(), regime_code(*regime)],
            )?;
        }
        for (position, item) in master.items.iter().enumerate() {
            self.item(position as i64, item)?;
        }
        Ok(())
    }

    /// Stores a named setting.
    pub(crate) fn set(&self, name: &str, value: &impl Serialize) -> Result<(), StepError> {
        let json = serde_json::to_string(value).unwrap_or_default();
        self.transaction.execute(
            "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2",
            params![name, json],
        )?;
        Ok(())
    }

    fn item(&self, position: i64, item: &Item) -> Result<(), StepError> {
        let (mode, min, max) = match item.mode {
            PriceMode::Fixed => ("fixed", None, None),
            PriceMode::PerQuantity => ("quantity", None, None),
            PriceMode::Range { min, max } => ("range", Some(min.cents()), Some(max.cents())),
        };
        self.transaction
            .prepare_cached("INSERT INTO item VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")?
            .execute(params![
                item.id,
                position,
                item.name,
                item.short_name,
                item.office,
                item.kind.code(),
                item.case.code(),
                item.price.cents(),
                mode,
                min,
                max,
                item.unit,
                item.legal_basis,
                item.third_party.cents(),
                item.principal,
                item.stocked,
                item.product,
                item.account,
                item.ean,
                item.needs_reference,
            ])?;
        for (regime, treatment) in [(Regime::Old, &item.old), (Regime::New, &item.new)] {
            for (position, (key, share)) in treatment.shares.iter().enumerate() {
                self.transaction
                    .prepare_cached("INSERT INTO item_tax VALUES (?, ?, ?, ?, ?, ?)")?
                    .execute(params![
                        item.id,
                        regime_code(regime),
                        position as i64,
                        key.0,
                        share.to_string(),
                        treatment.text
                    ])?;
            }
        }
        Ok(())
    }

    /// Remembers how a PIN was tried.
    pub(crate) fn pin_tried(
        &self,
        user: &str,
        wrong: u32,
        locked_until: Option<DateTime<Utc>>,
    ) -> Result<(), StepError> {
        self.transaction.execute(
            "UPDATE person SET wrong_pins = ?, locked_until_at = ? WHERE id = ?",
            params![wrong, locked_until.map(millis), user],
        )?;
        Ok(())
    }

    /// The row of a TSE, made when it is new.
    pub(crate) fn tse(&self, record: &TseRecord, now: DateTime<Utc>) -> Result<i64, StepError> {
        let known = self
            .transaction
            .query_row(
                "SELECT id FROM tse WHERE serial = ?",
                [&record.serial],
                |r| r.get(0),
            )
            .optional()?;
        if let Some(id) = known {
            return Ok(id);
        }
        let certificates = serde_json::to_string(
            &record
                .certificates
                .iter()
                .map(|c| crate::fiscal::base64(c))
                .collect::<Vec<_>>(),
        );
        self.transaction.execute(
            "INSERT INTO tse (serial, description, certification_id, algorithm, time_format, public_key,
                              certificates, first_used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                record.serial,
                record.description,
                record.certification_id,
                record.algorithm,
                record.time_format,
                record.public_key,
                certificates.unwrap_or_default(),
                millis(now)
            ],
        )?;
        Ok(self.transaction.last_insert_rowid())
    }
}

fn regime_code(regime: Regime) -> &'static str {
    match regime {
        Regime::Old => "old",
        Regime::New => "2b",
    }
}

fn regime(code: &str) -> Option<Regime> {
    [Regime::Old, Regime::New]
        .into_iter()
        .find(|r| regime_code(*r) == code)
}
