//! Putting into a form what is known.

use super::{Field, Kind, State};
use crate::i18n::date;
use crate::notice::{System, Tse};
use crate::ui::protocol::site::{File, Look};

impl State {
    /// Fills the form with what is known.
    pub(super) fn fill(&mut self, look: &Look) {
        match self.kind.clone() {
            Kind::Municipality => {
                let m = &look.site.municipality;
                self.put(Field::Name, &m.name);
                self.put_address(&m.street, &m.postal_code, &m.city);
                self.put(Field::TaxNumber, &m.tax_number);
                self.put(Field::VatId, &m.vat_id);
            }
            Kind::PayPoint => {
                let p = &look.site.pay_point;
                self.put(Field::PayPoint, &p.name);
                self.put(Field::Responsible, &p.responsible);
                self.put(Field::Register, &look.site.register.name);
                self.put_address(&p.street, &p.postal_code, &p.city);
            }
            Kind::Principal(None) => {
                if let Some(name) = look.unknown.first() {
                    self.put(Field::Name, name);
                }
            }
            Kind::Principal(Some(number)) => {
                let mut all = look.principals.iter();
                if let Some(p) = all.find(|p| p.number == number) {
                    self.put(Field::Name, &p.name);
                    self.put_address(&p.street, &p.postal_code, &p.city);
                    self.put(Field::TaxNumber, &p.tax_number);
                    self.put(Field::VatId, &p.vat_id);
                }
            }
            Kind::Place => {
                let place = &look.notice.place;
                self.put(Field::Name, &place.name);
                self.put_address(&place.street, &place.postal_code, &place.city);
            }
            Kind::Own => {
                if let Some(own) = look.notice.own() {
                    self.system(own);
                }
                // Without a day of one's own the first receipt counts.
                if look.notice.record.own.first_use.is_none() {
                    self.put(Field::FirstUse, "");
                }
            }
            Kind::System(Some(serial)) => {
                let mut all = look.notice.systems.iter();
                if let Some(system) = all.find(|system| system.serial == serial) {
                    self.system(system);
                }
            }
            Kind::System(None) => self.put(Field::Software, "Amtskasse"),
            Kind::Made => self.put(Field::Day, &date(look.today)),
            Kind::Save => {
                self.put(Field::Folder, &look.folder);
                if !look.notice.missing.is_empty() {
                    self.file = File::Pdf;
                }
            }
            Kind::Procedure => {
                self.put(Field::Folder, &look.folder);
                self.file = File::Procedure;
            }
            Kind::NoPrincipal(_) | Kind::NoSystem(_) | Kind::Record => {}
        }
    }

    fn put(&mut self, field: Field, text: &str) {
        self.texts.insert(field, text.to_owned());
    }

    fn put_address(&mut self, street: &str, postal_code: &str, city: &str) {
        self.put(Field::Street, street);
        self.put(Field::PostalCode, postal_code);
        self.put(Field::City, city);
    }

    fn put_day(&mut self, field: Field, day: Option<chrono::NaiveDate>) {
        self.put(field, &day.map(date).unwrap_or_default());
    }

    fn system(&mut self, system: &System) {
        self.art = system.kind;
        self.put(Field::Serial, &system.serial);
        self.put(Field::Software, &system.software);
        self.put(Field::Version, &system.version);
        self.put(Field::Manufacturer, &system.manufacturer);
        self.put(Field::Model, &system.model);
        self.put_day(Field::Acquired, system.acquired.map(|a| a.on));
        self.leased = system.acquired.is_some_and(|a| a.leased);
        self.put_day(Field::FirstUse, system.first_use);
        let gone = system.retired.as_ref();
        self.put_day(Field::Retired, gone.map(|gone| gone.on));
        let why = gone.map_or("", |gone| gone.reason.as_str());
        self.put(Field::RetiredReason, why);
        if let Some(tse) = system.notified_tse() {
            self.tse(tse);
        }
    }

    fn tse(&mut self, tse: &Tse) {
        self.tse_form = tse.form;
        self.put(Field::TseSerial, &tse.serial);
        self.put(Field::TseBsiId, tse.bsi_id.as_deref().unwrap_or(""));
        self.put_day(Field::TseFirstUse, tse.first_use);
        self.put_day(Field::TseLastUse, tse.last_use);
    }

    /// The field the cursor begins in.
    pub fn first(&self) -> Option<&'static str> {
        Some(super::view::id(match self.kind {
            Kind::Municipality | Kind::Principal(_) | Kind::Place => Field::Name,
            Kind::PayPoint => Field::PayPoint,
            Kind::NoPrincipal(_) => Field::Reason,
            Kind::Own => Field::Manufacturer,
            Kind::System(_) => Field::Serial,
            Kind::NoSystem(_) => return None,
            Kind::Record => Field::Path,
            Kind::Made => Field::Reference,
            Kind::Save | Kind::Procedure => Field::Folder,
        }))
    }
}
