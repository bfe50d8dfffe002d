//! Master data, read back.

use rusqlite::OptionalExtension;
use serde::de::DeserializeOwned;

use super::{StoredUser, TseRecord};
use crate::catalogue::Office;
use crate::fiscal;
use crate::ledger::{Ledger, LedgerError, StepError, moment, stored};
use crate::money::Money;
use crate::people::{Role, User};
use crate::site::{Municipality, PayPoint, Register, Site};

impl Ledger {
    pub(in crate::ledger) fn read<T>(
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
                    street: row.get(5)?,
                    postal_code: row.get(6)?,
                    city: row.get(7)?,
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

    /// Names of all people by id, of those who left too: what they did stays on record.
    pub fn names(&self) -> Result<std::collections::HashMap<String, String>, LedgerError> {
        self.read(|connection| {
            let mut statement = connection.prepare("SELECT id, name FROM person")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
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
                        .map(|c| stored("tse", id, c, fiscal::unbase64))
                        .collect::<Result<_, _>>()?,
                });
            }
            Ok(tses)
        })
    }
}
