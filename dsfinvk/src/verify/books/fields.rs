//! Fields of a row: R6 to R11.

use super::super::{Place, Severity, Sheet};
use super::codes;
use super::record::Record;
use super::time::{Time, is_day};
use crate::schema::{Column, Kind, Need, Table};

mod number;

use number::{is_number, number_fault};

/// What a column of a file has to hold.
#[derive(Debug, Clone)]
pub(super) struct Check {
    pub(super) name: String,
    pub(super) kind: Content,
    /// Characters or decimals.
    pub(super) most: u32,
    need: Filled,
    value: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Text,
    Number,
    Date,
}

/// When a column has to be filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filled {
    Always,
    /// As part of the key.
    Key,
    /// Unless TSE_TA_FEHLER tells of a failure.
    UnlessFailed,
    KeyUnlessFailed,
    No,
}

#[derive(Debug, Clone, Copy)]
enum Value {
    Any,
    OneOf(&'static [&'static str]),
    Country,
    Currency,
    Day,
    /// A moment, kept in this slot.
    Time(usize),
    /// A moment as the TSE tables have it.
    TseTime(usize),
    /// A moment or a day.
    TimeOrDay,
}

const BEGIN: usize = 0;
const END: usize = 1;
const OTHER: usize = 2;

impl Check {
    /// Of a column of the format; `longest` is what index.xml allows.
    pub(super) fn of(table: &Table, column: &Column, longest: Option<u32>) -> Check {
        let (kind, most) = match column.kind {
            Kind::Text(most) => (Content::Text, u32::from(most)),
            Kind::Number(decimals) => (Content::Number, u32::from(decimals)),
        };
        let failing = table.file == "transactions_tse.csv" && table.place(column.name) > Some(3);
        let need = match (column.need, column.key, failing) {
            // A customer may be unknown, a certificate may be short.
            _ if column.name.starts_with("KUNDE_") || column.name == "TSE_ZERTIFIKAT_II" => {
                Filled::No
            }
            (Need::Must, true, true) => Filled::KeyUnlessFailed,
            (Need::Must, false, true) => Filled::UnlessFailed,
            (Need::Must, true, false) => Filled::Key,
            (Need::Must, false, false) => Filled::Always,
            _ if column.name == "BON_STORNO" => Filled::Always,
            _ => Filled::No,
        };
        Check {
            name: column.name.to_owned(),
            kind,
            most: longest.map_or(most, |longest| longest.min(most)),
            need,
            value: value(column.name),
        }
    }

    /// Of a column of the maker's own.
    pub(super) fn foreign(name: &str, kind: Content, most: u32) -> Check {
        Check {
            name: name.to_owned(),
            kind,
            most,
            need: Filled::No,
            value: Value::Any,
        }
    }
}

fn value(column: &str) -> Value {
    match column {
        "BON_TYP" => Value::OneOf(codes::BON_TYP),
        "GV_TYP" => Value::OneOf(codes::GV_TYP),
        "ZAHLART_TYP" => Value::OneOf(codes::ZAHLART_TYP),
        "REF_TYP" => Value::OneOf(codes::REF_TYP),
        "TYP" => Value::OneOf(codes::TYP),
        "TSE_PD_ENCODING" => Value::OneOf(codes::ENCODING),
        "TSE_ZEITFORMAT" => Value::OneOf(codes::TIME_FORMAT),
        "TAXONOMIE_VERSION" => Value::OneOf(codes::EDITIONS),
        "BON_STORNO" | "INHAUS" | "P_STORNO" | "KEINE_UST_ZUORDNUNG" => Value::OneOf(codes::FLAG),
        "LAND" | "LOC_LAND" | "AGENTUR_LAND" | "KUNDE_LAND" => Value::Country,
        "KASSE_BASISWAEH_CODE" | "ZAHLART_WAEH" | "ZAHLWAEH_CODE" => Value::Currency,
        "Z_BUCHUNGSTAG" => Value::Day,
        "Z_ERSTELLUNG" => Value::Time(OTHER),
        "BON_START" => Value::Time(BEGIN),
        "BON_ENDE" => Value::Time(END),
        "TSE_TA_START" => Value::TseTime(BEGIN),
        "TSE_TA_ENDE" => Value::TseTime(END),
        "REF_DATUM" => Value::TimeOrDay,
        _ => Value::Any,
    }
}

/// What the fields of a row are checked with.
pub(super) struct Row<'a> {
    pub(super) file: &'a str,
    pub(super) record: Record<'a>,
    /// Whether TSE_TA_FEHLER is filled.
    pub(super) failed: bool,
}

/// Moments of a row, by slot.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Times([Option<Time>; 3]);

impl Times {
    pub(super) fn begin(&self) -> Option<Time> {
        self.0[BEGIN]
    }

    pub(super) fn end(&self) -> Option<Time> {
        self.0[END]
    }

    pub(super) fn created(&self) -> Option<Time> {
        self.0[OTHER]
    }
}

impl Row<'_> {
    fn place(&self) -> Place {
        Place::row(self.file, self.record.line)
    }

    /// Checks a field and says whether it is as it should be.
    pub(super) fn field(
        &self,
        place: usize,
        check: &Check,
        times: &mut Times,
        sheet: &mut Sheet,
    ) -> bool {
        let text = self.record.field(place);
        if text.is_empty() {
            return self.empty(check, sheet);
        }
        match check.kind {
            Content::Number if !is_number(text.as_bytes(), check.most) => {
                self.no_number(check, text, sheet);
                return false;
            }
            Content::Text
                if text.len() > check.most as usize
                    && text.chars().nth(check.most as usize).is_some() =>
            {
                self.too_long(check, text, sheet);
                return false;
            }
            _ => {}
        }
        match check.value {
            Value::Any => true,
            Value::OneOf(list) => list.contains(&text) || self.not_listed(check, text, list, sheet),
            Value::Country => {
                let known = codes::is_in(codes::COUNTRIES, text);
                known || self.no_code(check, text, "ISO 3166-1 alpha-3", "DEU", sheet)
            }
            Value::Currency => {
                let known = codes::is_in(codes::CURRENCIES, text);
                known || self.no_code(check, text, "ISO 4217", "EUR", sheet)
            }
            Value::Day => is_day(text) || self.no_time(check, text, "2026-03-02", sheet),
            Value::TimeOrDay if is_day(text) => true,
            Value::Time(slot) => self.time(check, text, sheet, |time| times.0[slot] = Some(time)),
            Value::TimeOrDay => self.time(check, text, sheet, |_| ()),
            Value::TseTime(slot) => {
                let time = Time::read(text).filter(|t| t.utc && t.fraction == 3);
                if let Some(time) = time {
                    times.0[slot] = Some(time);
                    return true;
                }
                self.no_time(check, text, "2026-03-02T09:00:00.000Z", sheet)
            }
        }
    }

    fn time(&self, check: &Check, text: &str, sheet: &mut Sheet, keep: impl FnOnce(Time)) -> bool {
        let Some(time) = Time::read(text) else {
            return self.no_time(check, text, "2026-03-02T10:00:00+01:00", sheet);
        };
        keep(time);
        if !time.zone {
            self.no_zone(check, text, sheet);
        }
        time.zone
    }

    #[cold]
    fn no_zone(&self, check: &Check, text: &str, sheet: &mut Sheet) {
        let name = &check.name;
        sheet.add(
            10,
            Severity::Warning,
            || self.place(),
            || {
                (
                    format!("{name} „{text}“ sagt nicht, in welcher Zeitzone (+01:00 oder Z)"),
                    format!("{name} \"{text}\" does not say its time zone (+01:00 or Z)"),
                )
            },
        );
    }

    #[cold]
    fn no_time(&self, check: &Check, text: &str, example: &str, sheet: &mut Sheet) -> bool {
        let (name, text) = (&check.name, short(text));
        sheet.error(
            10,
            || self.place(),
            || {
                (
                    format!("{name} ist „{text}“, erwartet wird eine Angabe wie {example}"),
                    format!("{name} is \"{text}\", expected is something like {example}"),
                )
            },
        );
        false
    }

    #[inline]
    fn empty(&self, check: &Check, sheet: &mut Sheet) -> bool {
        match check.need {
            Filled::No => true,
            Filled::UnlessFailed | Filled::KeyUnlessFailed if self.failed => true,
            Filled::Always | Filled::UnlessFailed => self.missing(8, check, sheet),
            Filled::Key | Filled::KeyUnlessFailed => self.missing(11, check, sheet),
        }
    }

    #[cold]
    fn missing(&self, rule: u8, check: &Check, sheet: &mut Sheet) -> bool {
        let name = &check.name;
        sheet.error(
            rule,
            || self.place(),
            || match rule {
                11 => (
                    format!("{name} ist leer, gehört aber zum Schlüssel der Zeile"),
                    format!("{name} is empty but part of the row's key"),
                ),
                _ => (
                    format!("{name} ist leer, muss aber gefüllt sein"),
                    format!("{name} is empty but has to be filled"),
                ),
            },
        );
        false
    }

    #[cold]
    fn no_number(&self, check: &Check, text: &str, sheet: &mut Sheet) {
        let (german, english) = number_fault(text, check.most);
        let (name, text) = (&check.name, short(text));
        sheet.error(
            6,
            || self.place(),
            || {
                (
                    format!("{name} „{text}“: {german}"),
                    format!("{name} \"{text}\": {english}"),
                )
            },
        );
    }

    #[cold]
    fn too_long(&self, check: &Check, text: &str, sheet: &mut Sheet) {
        let (name, most) = (&check.name, check.most);
        let (length, text) = (text.chars().count(), short(text));
        sheet.error(
            7,
            || self.place(),
            || {
                (
                    format!("{name} „{text}“ hat {length} Zeichen, erlaubt sind {most}"),
                    format!("{name} \"{text}\" has {length} characters, {most} are allowed"),
                )
            },
        );
    }

    #[cold]
    fn not_listed(&self, check: &Check, text: &str, list: &[&str], sheet: &mut Sheet) -> bool {
        let (name, shown) = (&check.name, short(text));
        let meant = list.iter().find(|known| known.eq_ignore_ascii_case(text));
        sheet.error(
            9,
            || self.place(),
            || match meant {
                Some(meant) => (
                    format!("{name} ist „{shown}“, geschrieben wird es „{meant}“"),
                    format!("{name} is \"{shown}\", it is written \"{meant}\""),
                ),
                None => {
                    let known = list.join(", ");
                    (
                        format!("{name} ist „{shown}“, erlaubt sind: {known}"),
                        format!("{name} is \"{shown}\", allowed are: {known}"),
                    )
                }
            },
        );
        false
    }

    #[cold]
    fn no_code(
        &self,
        check: &Check,
        text: &str,
        standard: &str,
        example: &str,
        sheet: &mut Sheet,
    ) -> bool {
        let (name, text) = (&check.name, short(text));
        sheet.error(
            9,
            || self.place(),
            || {
                (
                    format!(
                        "{name} ist „{text}“, erwartet wird ein Code nach {standard} wie {example}"
                    ),
                    format!(
                        "{name} is \"{text}\", expected is a code of {standard} like {example}"
                    ),
                )
            },
        );
        false
    }
}

/// The beginning of a value.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
