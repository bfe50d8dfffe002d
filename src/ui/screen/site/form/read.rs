//! Reading a form that was filled in.

use chrono::NaiveDate;

use super::{Field, Kind, Outcome, State};
use crate::message;
use crate::notice::{Acquired, Edit, Own, Place, Retired, System, Tse, TseData};
use crate::site::{Principal, SiteProblem, principal_problems};
use crate::ui::desk::Desk;
use crate::ui::protocol::site::Look;
use crate::ui::screen::parts::read_day;
use crate::ui::screen::site::Wish;

type Read<T> = Result<T, String>;

impl State {
    /// What the form says, or the sentence that says what is wrong with it.
    pub(super) fn outcome(&self, look: &Look, desk: &Desk) -> Read<Outcome> {
        let say = |key: &str| desk.t.text(key).to_owned();
        let reason = self.get(Field::Reason);
        Ok(match &self.kind {
            Kind::Municipality => {
                let mut site = look.site.clone();
                let m = &mut site.municipality;
                m.name = self.get(Field::Name);
                (m.street, m.postal_code, m.city) = self.address();
                m.tax_number = self.get(Field::TaxNumber);
                m.vat_id = self.get(Field::VatId);
                fine(&site.problems(), desk)?;
                Outcome::Ask(Wish::Site(Box::new(site), reason))
            }
            Kind::PayPoint => {
                let mut site = look.site.clone();
                let p = &mut site.pay_point;
                p.name = self.get(Field::PayPoint);
                p.responsible = self.get(Field::Responsible);
                (p.street, p.postal_code, p.city) = self.address();
                site.register.name = self.get(Field::Register);
                fine(&site.problems(), desk)?;
                Outcome::Ask(Wish::Site(Box::new(site), reason))
            }
            Kind::Principal(number) => {
                let (street, postal_code, city) = self.address();
                let one = Principal {
                    number: number.unwrap_or(0),
                    name: self.get(Field::Name),
                    street,
                    postal_code,
                    city,
                    tax_number: self.get(Field::TaxNumber),
                    vat_id: self.get(Field::VatId),
                };
                let mut all = look.principals.clone();
                match all.iter_mut().find(|p| Some(p.number) == *number) {
                    Some(known) => *known = one,
                    None => all.push(one),
                }
                fine(&principal_problems(&all), desk)?;
                Outcome::Ask(Wish::Principals(all, reason))
            }
            Kind::NoPrincipal(number) => {
                let mut all = look.principals.clone();
                all.retain(|principal| principal.number != *number);
                Outcome::Ask(Wish::Principals(all, reason))
            }
            Kind::Place => {
                let (street, postal_code, city) = self.address();
                let name = self.get(Field::Name);
                let all = [&name, &street, &postal_code, &city];
                if all.iter().any(|text| text.is_empty()) {
                    return Err(say("site-needs-place"));
                }
                edit(Edit::Place(Some(Place {
                    name,
                    street,
                    postal_code,
                    city,
                })))
            }
            Kind::Own => edit(Edit::Own(Box::new(self.own(look, desk)?))),
            Kind::System(known) => {
                let mut before = look.notice.systems.iter();
                let before = before.find(|system| Some(&system.serial) == known.as_ref());
                edit(Edit::System(Box::new(self.other(before, desk)?)))
            }
            Kind::NoSystem(serial) => edit(Edit::Remove(serial.clone())),
            Kind::Record => match self.get(Field::Path) {
                path if path.is_empty() => return Err(say("site-needs-path")),
                path => Outcome::Record(path),
            },
            Kind::Made => {
                let on = self.day(Field::Day, desk)?;
                edit(Edit::Made {
                    on: on.ok_or_else(|| say("site-needs-day"))?,
                    reference: self.get(Field::Reference),
                })
            }
            Kind::Save | Kind::Procedure => Outcome::Save(self.file, self.get(Field::Folder)),
        })
    }

    fn get(&self, field: Field) -> String {
        self.text(field).trim().to_owned()
    }

    fn address(&self) -> (String, String, String) {
        (
            self.get(Field::Street),
            self.get(Field::PostalCode),
            self.get(Field::City),
        )
    }

    fn day(&self, field: Field, desk: &Desk) -> Read<Option<NaiveDate>> {
        let text = self.text(field).trim();
        match (text.is_empty(), read_day(text)) {
            (true, _) => Ok(None),
            (false, Some(day)) => Ok(Some(day)),
            (false, None) => Err(desk.t.with("site-no-day", &[("text", text.into())])),
        }
    }

    fn acquired(&self, desk: &Desk) -> Read<Option<Acquired>> {
        let leased = self.leased;
        let on = self.day(Field::Acquired, desk)?;
        Ok(on.map(|on| Acquired { on, leased }))
    }

    fn retired(&self, desk: &Desk) -> Read<Option<Retired>> {
        let reason = self.get(Field::RetiredReason);
        match self.day(Field::Retired, desk)? {
            None => Ok(None),
            Some(_) if reason.is_empty() => {
                Err(desk.t.text("site-needs-retired-reason").to_owned())
            }
            Some(on) => Ok(Some(Retired { on, reason })),
        }
    }

    fn bsi_id(&self) -> Option<String> {
        Some(self.get(Field::TseBsiId)).filter(|id| !id.is_empty())
    }

    fn own(&self, look: &Look, desk: &Desk) -> Read<Own> {
        let mut own = look.notice.record.own.clone();
        own.kind = self.art;
        own.manufacturer = self.get(Field::Manufacturer);
        own.model = self.get(Field::Model);
        own.acquired = self.acquired(desk)?;
        own.first_use = self.day(Field::FirstUse, desk)?;
        own.retired = self.retired(desk)?;
        let serial = self.get(Field::TseSerial).to_lowercase();
        if !serial.is_empty() {
            let mut said = TseData {
                serial: serial.clone(),
                form: self.tse_form,
                bsi_id: self.bsi_id(),
                first_use: self.day(Field::TseFirstUse, desk)?,
                last_use: self.day(Field::TseLastUse, desk)?,
            };
            // What the register knows by itself needs nobody to say it.
            let mut known = look.notice.known.tses.iter();
            if let Some(known) = known.find(|tse| tse.serial == serial) {
                said.bsi_id = said.bsi_id.filter(|id| Some(id) != known.bsi_id.as_ref());
                said.first_use = said.first_use.filter(|day| *day != known.first_use);
                said.last_use = said.last_use.filter(|day| Some(*day) != known.last_use);
            }
            match own.tses.iter_mut().find(|tse| tse.serial == serial) {
                Some(tse) => *tse = said,
                None => own.tses.push(said),
            }
        }
        Ok(own)
    }

    fn other(&self, before: Option<&System>, desk: &Desk) -> Read<System> {
        let serial = self.get(Field::TseSerial).to_lowercase();
        let mut tses = before.map(|system| system.tses.clone()).unwrap_or_default();
        if !serial.is_empty() {
            let tse = Tse {
                serial: serial.clone(),
                bsi_id: self.bsi_id(),
                test: false,
                form: self.tse_form,
                first_use: self.day(Field::TseFirstUse, desk)?,
                last_use: self.day(Field::TseLastUse, desk)?,
            };
            match tses.iter_mut().find(|tse| tse.serial == serial) {
                Some(known) => *known = tse,
                None => tses.push(tse),
            }
        }
        let system = System {
            kind: self.art,
            software: self.get(Field::Software),
            version: self.get(Field::Version),
            serial: self.get(Field::Serial),
            manufacturer: self.get(Field::Manufacturer),
            model: self.get(Field::Model),
            acquired: self.acquired(desk)?,
            first_use: self.day(Field::FirstUse, desk)?,
            retired: self.retired(desk)?,
            tses,
        };
        match system.serial.is_empty() {
            true => Err(desk.t.text("site-needs-serial").to_owned()),
            false => Ok(system),
        }
    }
}

fn edit(edit: Edit) -> Outcome {
    Outcome::Notice(Box::new(edit))
}

fn fine(problems: &[SiteProblem], desk: &Desk) -> Read<()> {
    match problems.is_empty() {
        true => Ok(()),
        false => Err(message::site_problems(problems, desk.lang)),
    }
}
