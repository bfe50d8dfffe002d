//! Master data as they were at a closing, and its sums.

use std::collections::BTreeMap;

use amtskasse_dsfinvk::schema::{
    BUSINESSCASES, CASH_PER_CURRENCY, CASHPOINTCLOSING, CASHREGISTER, LOCATION, PA, PAYMENT,
    SLAVES, TSE, V2_4, VAT,
};

use super::export::{CERTIFICATE_PART, Rows, Shut, Writing, decimal, leaf};
use super::{ExportError, words};
use crate::fiscal;
use crate::ledger::{CaseRow, ClosingRow, Ledger, LedgerError, Snapshot};
use crate::receipt::PaymentKind;
use crate::site::{PeriodKey, PeriodMaster, Principal};
use crate::tax::TaxKey;
use crate::till::local_day;

const COUNTRY: &str = "DEU";
const CURRENCY: &str = "EUR";
const BRAND: &str = "Amtskasse";
const MODEL: &str = "PC-Kassensystem";

/// What a closing sums up, in cents.
#[derive(Debug, Default)]
struct Taken {
    /// GV_TYP, GV_NAME, AGENTUR_ID, key: gross, net and VAT.
    cases: BTreeMap<(String, &'static str, u32, u16), [i64; 3]>,
    /// ZAHLART_TYP.
    payments: Vec<(String, i64)>,
}

impl Taken {
    fn of(snapshot: &Snapshot<'_>, shut: &Shut) -> Result<Taken, LedgerError> {
        let number = shut.row.number;
        let mut cases = BTreeMap::<_, [i64; 3]>::new();
        for CaseRow {
            case,
            principal,
            key,
            cents,
        } in snapshot.cases(number)?
        {
            let (agency, name) = party(&shut.master.principals, &principal);
            let sums = cases.entry((case, name, agency, key)).or_default();
            for (sum, cents) in sums.iter_mut().zip(cents) {
                *sum += cents;
            }
        }
        Ok(Taken {
            cases,
            payments: snapshot.closing_payments(number)?,
        })
    }

    fn paid(&self) -> i64 {
        self.payments.iter().map(|(_, cents)| cents).sum()
    }

    fn paid_cash(&self) -> i64 {
        let cash = self.payments.iter();
        let cash = cash.filter(|(kind, _)| kind == PaymentKind::Bar.code());
        cash.map(|(_, cents)| cents).sum()
    }

    /// Whether VAT could not be determined for something (key 7).
    fn undetermined(&self) -> bool {
        let mut keys = self.cases.keys();
        keys.any(|(.., key)| *key == TaxKey::UNDETERMINED.0)
    }
}

/// AGENTUR_ID and GV_NAME of money that belongs to `principal`; empty: to the municipality.
pub(super) fn party(principals: &[Principal], principal: &str) -> (u32, &'static str) {
    if principal.is_empty() {
        return (0, "");
    }
    let known = principals.iter().find(|known| known.name == principal);
    known.map_or((0, words::FOREIGN), |known| (known.number, ""))
}

/// The master data of a closing. One of an earlier Amtskasse kept none: then those have to do that its ledger had when it
/// was brought up, with the rates of that day.
pub(super) fn of(ledger: &Ledger, row: &ClosingRow) -> Result<PeriodMaster, LedgerError> {
    if let Some(master) = ledger.period_master(row.number)? {
        return Ok(master);
    }
    let rates = ledger.rates()?.on(local_day(row.from));
    let keys = rates.into_iter().map(|(key, percent)| PeriodKey {
        key,
        percent,
        text: String::new(),
    });
    let before = match ledger.master_before_v3()? {
        Some(before) => before,
        None => PeriodMaster {
            site: ledger.site()?,
            version: crate::till::master::VERSION.to_owned(),
            principals: Vec::new(),
            keys: Vec::new(),
        },
    };
    Ok(PeriodMaster {
        keys: keys.collect(),
        ..before
    })
}

impl Writing<'_, '_> {
    /// The seven tables of master data.
    pub(super) fn master(&mut self) -> Result<(), ExportError> {
        self.table(
            &CASHPOINTCLOSING,
            Rows::PerClosing,
            |snapshot, shut, pen| {
                let taken = Taken::of(snapshot, shut)?;
                let site = &shut.master.site.municipality;
                let day = local_day(shut.row.business_to);
                let other_day = (day != local_day(shut.row.at)).then(|| day.to_string());
                let (first, last) = shut.row.span;
                pen.row(|row, _| {
                    row.text(other_day.as_deref().unwrap_or_default())
                        .text(V2_4.version)
                        .whole(first as i64)
                        .whole(last as i64)
                        .text(&site.name)
                        .text(&site.street)
                        .text(&site.postal_code)
                        .text(&site.city)
                        .text(COUNTRY)
                        .text(&site.tax_number)
                        .text(&site.vat_id)
                        .cents(taken.paid())
                        .cents(taken.paid_cash())
                })
            },
        )?;
        self.table(&LOCATION, Rows::PerClosing, |_, shut, pen| {
            let (site, point) = (&shut.master.site.municipality, &shut.master.site.pay_point);
            let own = !point.street.is_empty() && !point.city.is_empty();
            let address = match own {
                true => [&point.street, &point.postal_code, &point.city],
                false => [&site.street, &site.postal_code, &site.city],
            };
            pen.row(|row, _| {
                let row = address
                    .iter()
                    .fold(row.text(&point.name), |row, t| row.text(t));
                row.text(COUNTRY).text(&site.vat_id)
            })
        })?;
        self.table(&CASHREGISTER, Rows::PerClosing, |snapshot, shut, pen| {
            let taken = Taken::of(snapshot, shut)?;
            let serial = &shut.master.site.register.serial;
            pen.row(|row, _| {
                row.text(BRAND)
                    .text(MODEL)
                    .text(serial)
                    .text(BRAND)
                    .text(&shut.master.version)
                    .text(CURRENCY)
                    .flag(taken.undetermined())
            })
        })?;
        self.table(&SLAVES, Rows::PerClosing, |_, _, _| Ok(()))?;
        self.table(&PA, Rows::PerClosing, |_, shut, pen| {
            for principal in &shut.master.principals {
                pen.row(|row, _| {
                    row.whole(i64::from(principal.number))
                        .text(&principal.name)
                        .text(&principal.street)
                        .text(&principal.postal_code)
                        .text(&principal.city)
                        .text(COUNTRY)
                        .text(&principal.tax_number)
                        .text(&principal.vat_id)
                })?;
            }
            Ok(())
        })?;
        self.tse()?;
        self.table(&VAT, Rows::PerClosing, |_, shut, pen| {
            for known in &shut.master.keys {
                let text = match known.text.is_empty() {
                    true => words::tax_key(known.key.0),
                    false => &known.text,
                };
                let percent = decimal(&known.percent.to_string());
                pen.row(|row, _| {
                    row.whole(i64::from(known.key.0))
                        .number(percent, 2)
                        .text(text)
                })?;
            }
            Ok(())
        })
    }

    fn tse(&mut self) -> Result<(), ExportError> {
        let leaves: Vec<String> = self.tses.iter().map(leaf).collect();
        let tses = self.tses.clone();
        self.table(&TSE, Rows::PerClosing, |snapshot, shut, pen| {
            let mut used = Vec::new();
            for (tse, leaf) in tses.iter().zip(&leaves) {
                if snapshot.signed_by(tse.id, shut.row.span)? {
                    used.push((tse, leaf));
                }
            }
            if used.is_empty() {
                // An outage from end to end: the device that should have signed.
                used.extend(tses.iter().zip(&leaves).next_back());
            }
            for (tse, leaf) in used {
                pen.row(|row, _| {
                    let row = row
                        .whole(tse.id)
                        .text(&tse.serial)
                        .text(&tse.algorithm)
                        .text(&tse.time_format)
                        .text("UTF-8")
                        .text(&fiscal::base64(&tse.public_key));
                    let parts = leaf.as_bytes().chunks(CERTIFICATE_PART);
                    parts.fold(row, |row, part| row.plain(part))
                })?;
            }
            Ok(())
        })
    }

    /// The three tables of sums, as they were recorded with the closing.
    pub(super) fn sums(&mut self) -> Result<(), ExportError> {
        self.table(&BUSINESSCASES, Rows::PerClosing, |snapshot, shut, pen| {
            for ((case, name, agency, key), [gross, net, vat]) in &Taken::of(snapshot, shut)?.cases
            {
                pen.row(|row, _| {
                    row.text(case)
                        .text(name)
                        .whole(i64::from(*agency))
                        .whole(i64::from(*key))
                        .cents(*gross)
                        .cents(*net)
                        .cents(*vat)
                })?;
            }
            Ok(())
        })?;
        self.table(&PAYMENT, Rows::PerClosing, |snapshot, shut, pen| {
            for (kind, cents) in &Taken::of(snapshot, shut)?.payments {
                pen.row(|row, _| row.text(kind).empty().cents(*cents))?;
            }
            Ok(())
        })?;
        self.table(
            &CASH_PER_CURRENCY,
            Rows::PerClosing,
            |snapshot, shut, pen| {
                let taken = Taken::of(snapshot, shut)?;
                // A closing in which nothing counts, such as a day of training, has no sums at all.
                match taken.payments.is_empty() {
                    true => Ok(()),
                    false => pen.row(|row, _| row.text(CURRENCY).cents(taken.paid_cash())),
                }
            },
        )
    }
}
