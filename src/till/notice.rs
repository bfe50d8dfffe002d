//! The notification under §146a(4) AO: what the ledger knows of this register, what people add, what is due.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Till, TillError, local_day};
use crate::ledger::{Event, Ledger, LedgerError, TseRecord};
use crate::notice::{Edit, Known, KnownTse, Notice, Place, Record, apply};
use crate::people::Right;
use crate::site::Site;

/// Name of the program in a notification.
pub const SOFTWARE: &str = "Amtskasse";

const SETTING: &str = "notice";
const EVENTS: [&str; 4] = ["tse", "tse-change", "tse-standby", "tse-standby-removed"];

/// Everything about the notification of a register's place. Nothing is changed, so the register may be running.
pub fn read_notice(ledger: &Ledger) -> Result<Notice, LedgerError> {
    let site = ledger.site()?;
    let record: Record = ledger.setting(SETTING)?.unwrap_or_default();
    Ok(Notice::of(record, known(ledger, &site)?, stands_at(&site)))
}

/// Changes what is kept, with an event. `by`: who, as it stands in the event; `name`: who, as people read it.
pub fn change_notice(
    ledger: &mut Ledger,
    change: Edit,
    (by, name): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), TillError> {
    let notice = read_notice(ledger)?;
    let mut record = notice.record.clone();
    let (kind, text) = apply(&notice, &mut record, change, name, local_day(now))?;
    if record == notice.record {
        return Ok(());
    }
    ledger.write(|w| {
        w.set(SETTING, &record)?;
        w.event(kind, Some(by), None, &text, now)
    })?;
    Ok(())
}

/// Where the register stands, as far as the master data say.
fn stands_at(site: &Site) -> Place {
    let (municipality, point) = (&site.municipality, &site.pay_point);
    let name = point.name.clone();
    match point.street.is_empty() {
        true => Place {
            name,
            street: municipality.street.clone(),
            postal_code: municipality.postal_code.clone(),
            city: municipality.city.clone(),
        },
        false => Place {
            name,
            street: point.street.clone(),
            postal_code: point.postal_code.clone(),
            city: point.city.clone(),
        },
    }
}

/// What the ledger knows of its register.
fn known(ledger: &Ledger, site: &Site) -> Result<Known, LedgerError> {
    let first = ledger.receipt(1)?;
    Ok(Known {
        serial: site.register.serial.clone(),
        software: SOFTWARE.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        first_use: first.map(|receipt| local_day(receipt.finished)),
        tses: tses(ledger)?,
    })
}

/// The register's TSEs by the events of the chain: an exchanged one ends with the one that came, one that stood by when it
/// was removed; the test TSE of a new register with the first real one.
fn tses(ledger: &Ledger) -> Result<Vec<KnownTse>, LedgerError> {
    let records = ledger.tses()?;
    let mut events: Vec<Event> = Vec::new();
    for kind in EVENTS {
        events.extend(ledger.events_of(kind)?);
    }
    events.sort_by_key(|event| event.id);
    let mut found: Vec<KnownTse> = Vec::new();
    let mut first: Option<String> = None;
    for event in &events {
        let on = local_day(event.at);
        let serial = match event.kind.as_str() {
            "tse" => TseRecord::serial_on_record(&event.text),
            _ => event.text.split(',').next().map(str::to_owned),
        };
        let Some(serial) = serial else {
            continue;
        };
        if event.kind == "tse-standby-removed" {
            end(&mut found, &serial, on);
            continue;
        }
        if !found.iter().any(|tse| tse.serial == serial) {
            let record = records.iter().find(|record| record.serial == serial);
            let test = record.is_some_and(is_test);
            // One that stands by and never signed may be anything.
            if record.is_some_and(|record| !is_test(record)) {
                for before in found.iter_mut().filter(|tse| tse.test) {
                    before.last_use.get_or_insert(on);
                }
            }
            found.push(KnownTse {
                bsi_id: record.and_then(|record| record.certification_id.clone()),
                test,
                serial: serial.clone(),
                first_use: on,
                last_use: None,
            });
        }
        match event.kind.as_str() {
            "tse-change" => {
                if let Some(old) = first.replace(serial.clone()).filter(|old| *old != serial) {
                    end(&mut found, &old, on);
                }
                // One that comes back is in use again.
                if let Some(tse) = found.iter_mut().find(|tse| tse.serial == serial) {
                    tse.last_use = None;
                }
            }
            "tse" if first.is_none() => first = Some(serial),
            _ => {}
        }
    }
    Ok(found)
}

fn is_test(record: &TseRecord) -> bool {
    record.description == amtskasse_tse::simulator::NAME
}

fn end(found: &mut [KnownTse], serial: &str, on: NaiveDate) {
    if let Some(tse) = found.iter_mut().find(|tse| tse.serial == serial) {
        tse.last_use.get_or_insert(on);
    }
}

impl Till {
    /// Everything about the notification of this place of business.
    pub fn notice(&self) -> Result<Notice, TillError> {
        self.require(Right::Read)?;
        Ok(read_notice(&self.ledger)?)
    }

    /// Changes what is kept about it, or notes that a notification was made.
    pub fn change_notice(&mut self, change: Edit) -> Result<(), TillError> {
        let user = self.require(Right::Administer)?;
        self.settle()?;
        let now = self.now()?;
        let by = (user.id.as_str(), user.name.as_str());
        change_notice(&mut self.ledger, change, by, now)
    }
}
