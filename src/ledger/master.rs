//! Master data: who, where, what and at which rate.

mod read;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};
use serde::Serialize;

use super::{Ledger, LedgerError, StepError, Writer, millis};
use crate::acceptance::Rules;
use crate::catalogue::change::TileScope;
use crate::catalogue::stock::Amount;
use crate::catalogue::{Entry, Office};
use crate::people::User;
use crate::site::{PayPoint, Principal, Site};
use crate::tax::{Rates, Regimes};

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
    /// In whose name money is taken.
    pub principals: Vec<Principal>,
    /// Offices in the order of their tabs.
    pub offices: Vec<Office>,
    /// Users with the hashes of their PINs.
    pub users: Vec<(User, String)>,
    /// Items in order, with their history.
    pub entries: Vec<Entry>,
    /// What is there of merchandise and forms at first, and since when.
    pub stock: (Vec<(String, Amount)>, DateTime<Utc>),
    /// Dated rates.
    pub rates: Rates,
    /// Dated law.
    pub regimes: Regimes,
    /// Ids of items shown first.
    pub favourites: Vec<String>,
    /// Ids of items shown first at a pay point.
    pub tiles: BTreeMap<String, Vec<String>>,
    /// Names of the offices a pay point shows; those without an entry show all.
    pub pay_point_offices: BTreeMap<String, Vec<String>>,
    /// Which kinds of payment are taken.
    pub payment_rules: Rules,
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
        self.payment_rules(&master.payment_rules)?;
        for point in &master.pay_points {
            self.transaction.execute(
                "INSERT INTO pay_point VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    point.id,
                    point.name,
                    point.responsible,
                    point.float.cents(),
                    point.note_limit.cents(),
                    point.street,
                    point.postal_code,
                    point.city,
                ],
            )?;
        }
        self.principals(&master.principals)?;
        self.offices(&master.offices)?;
        for (pay_point, offices) in &master.pay_point_offices {
            self.pay_point_offices(pay_point, offices)?;
        }
        for (user, hash) in &master.users {
            self.transaction.execute(
                "INSERT INTO person (id, name, role, pin_hash) VALUES (?, ?, ?, ?)",
                params![user.id, user.name, user.role.code(), hash],
            )?;
        }
        for period in master.rates.periods() {
            self.rate(period)?;
        }
        for (from, regime) in &master.regimes.0 {
            self.regime(*from, *regime)?;
        }
        for (position, entry) in master.entries.iter().enumerate() {
            self.entry(position as i64, entry)?;
        }
        for (pay_point, items) in &master.tiles {
            self.tiles(TileScope::PayPoint, pay_point, items)?;
        }
        let (stock, since) = &master.stock;
        self.first_stock(stock, *since)
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
