//! Master data: who, where, what and at which rate.

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Failpoint, Ledger, LedgerError, StepError, Writer, millis, moment, stored};
use crate::catalogue::{BusinessCase, Item, ItemKind, PriceMode};
use crate::money::Money;
use crate::people::{Role, User};
use crate::site::{Municipality, PayPoint, Register, Site};
use crate::tax::{RatePeriod, Rates, Regime, Regimes, TaxKey, Treatment};

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
    let mut ledger = Ledger::create(folder)?;
    ledger.set_failpoint(Failpoint::default());
    let filled = ledger.write(|writer| writer.fill(master));
    if filled.is_err() {
        let path = ledger.path().to_owned();
        drop(ledger);
        let _ = std::fs::remove_file(path);
    }
    filled
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

impl Ledger {
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, StepError>,
    ) -> Result<T, LedgerError> {
        work(&self.connection).map_err(|e| e.at(&self.path))
    }

    /// A named setting; `None` when it was never stored.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, LedgerError> {
        self.read(|connection| {
            let json: Option<String> = connection
                .query_row("SELECT value FROM setting WHERE name = ?", [name], |row| {
                    row.get(0)
                })
                .optional()?;
            json.map(|json| stored("setting", name, &json, |j| serde_json::from_str(j).ok()))
                .transpose()
        })
    }

    /// Municipality, pay point and register.
    pub fn site(&self) -> Result<Site, LedgerError> {
        let missing = |what: &str| LedgerError::Damaged {
            table: "setting",
            key: what.to_owned(),
            what: "it is missing".into(),
        };
        let municipality: Municipality = self
            .setting("municipality")?
            .ok_or_else(|| missing("municipality"))?;
        let register: Register = self
            .setting("register")?
            .ok_or_else(|| missing("register"))?;
        let pay_point = self
            .pay_points()?
            .into_iter()
            .find(|point| point.id == register.pay_point)
            .ok_or_else(|| missing("pay_point"))?;
        Ok(Site {
            municipality,
            pay_point,
            register,
        })
    }

    /// Every pay point.
    pub fn pay_points(&self) -> Result<Vec<PayPoint>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare("SELECT * FROM pay_point ORDER BY rowid")?;
            let rows = statement.query_map([], |row| {
                Ok(PayPoint {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    responsible: row.get(2)?,
                    float: Money::from_cents(row.get(3)?),
                    note_limit: Money::from_cents(row.get(4)?),
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Offices in the order of their tabs.
    pub fn offices(&self) -> Result<Vec<Office>, LedgerError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare("SELECT name, stripe FROM office ORDER BY position")?;
            let rows = statement.query_map([], |row| {
                Ok(Office {
                    name: row.get(0)?,
                    stripe: row.get(1)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Active users in order of name.
    pub fn users(&self) -> Result<Vec<StoredUser>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT id, name, role, pin_hash, wrong_pins, locked_until_at
                 FROM person WHERE active = 1 ORDER BY rowid",
            )?;
            let mut rows = statement.query([])?;
            let mut users = Vec::new();
            while let Some(row) = rows.next()? {
                let id: String = row.get(0)?;
                let role = stored("person", &id, &row.get::<_, String>(2)?, Role::from_code)?;
                users.push(StoredUser {
                    user: User {
                        id,
                        name: row.get(1)?,
                        role,
                    },
                    pin_hash: row.get(3)?,
                    wrong_pins: row.get(4)?,
                    locked_until: row.get::<_, Option<i64>>(5)?.map(moment),
                });
            }
            Ok(users)
        })
    }

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

    /// Every item in order.
    pub fn items(&self) -> Result<Vec<Item>, LedgerError> {
        self.read(|connection| {
            let mut taxes = connection.prepare(
                "SELECT tax_key, share, text FROM item_tax
                 WHERE item_id = ? AND regime = ? ORDER BY position",
            )?;
            let mut treatment = |id: &str, law: Regime| -> Result<Treatment, StepError> {
                let mut rows = taxes.query(params![id, regime_code(law)])?;
                let mut treatment = Treatment {
                    shares: Vec::new(),
                    text: None,
                };
                while let Some(row) = rows.next()? {
                    let share = stored("item_tax", id, &row.get::<_, String>(1)?, |t| {
                        t.parse().ok()
                    })?;
                    treatment.shares.push((TaxKey(row.get(0)?), share));
                    treatment.text = row.get(2)?;
                }
                Ok(treatment)
            };
            let mut statement = connection.prepare("SELECT * FROM item ORDER BY position")?;
            let mut rows = statement.query([])?;
            let mut items = Vec::new();
            while let Some(row) = rows.next()? {
                let id: String = row.get("id")?;
                items.push(item(
                    row,
                    treatment(&id, Regime::Old)?,
                    treatment(&id, Regime::New)?,
                )?);
            }
            Ok(items)
        })
    }

    /// Every TSE the register ever signed with.
    pub fn tses(&self) -> Result<Vec<TseRecord>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare(
                "SELECT id, serial, description, certification_id, algorithm, time_format, public_key,
                        certificates FROM tse ORDER BY id",
            )?;
            let mut rows = statement.query([])?;
            let mut tses = Vec::new();
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                let json: String = row.get(7)?;
                let list: Vec<String> =
                    stored("tse", id, &json, |j| serde_json::from_str(j).ok())?;
                tses.push(TseRecord {
                    id,
                    serial: row.get(1)?,
                    description: row.get(2)?,
                    certification_id: row.get(3)?,
                    algorithm: row.get(4)?,
                    time_format: row.get(5)?,
                    public_key: row.get(6)?,
                    certificates: list
                        .iter()
                        .map(|c| stored("tse", id, c, crate::fiscal::unbase64))
                        .collect::<Result<_, _>>()?,
                });
            }
            Ok(tses)
        })
    }
}

fn item(row: &rusqlite::Row<'_>, old: Treatment, new: Treatment) -> Result<Item, StepError> {
    let id: String = row.get("id")?;
    let limit = |column: &str| -> Result<Money, rusqlite::Error> {
        Ok(Money::from_cents(
            row.get::<_, Option<i64>>(column)?.unwrap_or_default(),
        ))
    };
    let mode = match row.get::<_, String>("price_mode")?.as_str() {
        "fixed" => PriceMode::Fixed,
        "quantity" => PriceMode::PerQuantity,
        _ => PriceMode::Range {
            min: limit("min_cents")?,
            max: limit("max_cents")?,
        },
    };
    let kind: String = row.get("kind")?;
    let case: String = row.get("business_case")?;
    Ok(Item {
        name: row.get("name")?,
        short_name: row.get("short_name")?,
        office: row.get("office")?,
        kind: stored("item", &id, &kind, ItemKind::from_code)?,
        case: stored("item", &id, &case, BusinessCase::from_code)?,
        price: Money::from_cents(row.get("price_cents")?),
        mode,
        unit: row.get("unit")?,
        old,
        new,
        legal_basis: row.get("legal_basis")?,
        third_party: Money::from_cents(row.get("third_party_cents")?),
        principal: row.get("principal")?,
        stocked: row.get("stocked")?,
        product: row.get("product")?,
        account: row.get("account")?,
        ean: row.get("ean")?,
        needs_reference: row.get("needs_reference")?,
        id,
    })
}
