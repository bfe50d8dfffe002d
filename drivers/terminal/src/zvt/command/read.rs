//! Commands read back.

use chrono::{NaiveDate, NaiveTime};

use super::{
    Authorization, BaudRate, Command, Display, Password, Refund, Registration, RepeatReceipt,
    Reversal, StatusEnquiry,
};
use crate::zvt::bmp::{Reader, Unread};
use crate::zvt::{Apdu, Charset, bcd, tlv};

/// Why an APDU is none of [`Command`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Uncommand {
    /// Class and instruction of no command here.
    #[error("{0:04X} is no command of this till")]
    Unknown(u16),
    /// A field that cannot be read.
    #[error(transparent)]
    Unread(#[from] Unread),
    /// Fixed data at the beginning are missing or wrong: password, configuration, speed.
    #[error("{0} is missing or wrong")]
    Wrong(&'static str),
}

#[derive(Default)]
struct Fields {
    service: Option<u8>,
    cents: Option<i64>,
    payment_type: Option<u8>,
    currency: Option<u16>,
    receipt: Option<u16>,
    date: Option<NaiveDate>,
    time: Option<NaiveTime>,
    display: Display,
    container: bool,
    diagnosis: Option<u8>,
    partial: Option<bool>,
    sequence: Option<u32>,
    commands: Vec<u16>,
    charsets: Vec<u8>,
    receipts: Option<u8>,
    columns: Option<u8>,
    longest: Option<u16>,
}

impl Fields {
    fn read(data: &[u8], at: usize) -> Result<Self, Uncommand> {
        let mut fields = Self::default();
        for field in Reader::new(data, at) {
            let field = field?;
            let value = field.value;
            let short = || bcd::number(value).and_then(|number| u16::try_from(number).ok());
            match field.number {
                0x03 => fields.service = value.first().copied(),
                0x04 => {
                    let cents = bcd::number(value).and_then(|cents| i64::try_from(cents).ok());
                    fields.cents = Some(cents.ok_or(Uncommand::Wrong("amount"))?);
                }
                0x06 => fields.container(value)?,
                0x0C => fields.time = time(value),
                0x19 => fields.payment_type = value.first().copied(),
                0x49 => fields.currency = Some(short().ok_or(Uncommand::Wrong("currency"))?),
                0x87 => fields.receipt = Some(short().ok_or(Uncommand::Wrong("receipt number"))?),
                0xAA => fields.date = date(value),
                0xF0 => fields.display.seconds = value.first().copied(),
                0xF1..=0xF8 => fields.display.lines.push(Charset::Cp437.decode(value)),
                0xF9 => fields.display.beeps = value.first().copied(),
                _ => {}
            }
        }
        Ok(fields)
    }

    fn container(&mut self, value: &[u8]) -> Result<(), Uncommand> {
        self.container = true;
        let walked = tlv::walk(value, &mut |tlv| match (tlv.tag, tlv.value) {
            (0x0A, [high, low]) => self.commands.push(u16::from_be_bytes([*high, *low])),
            (0x12, [columns]) => self.columns = Some(*columns),
            (0x14, [charset]) => self.charsets.push(*charset),
            (0x1A, [high, low]) => self.longest = Some(u16::from_be_bytes([*high, *low])),
            (0x1B, [kind]) => self.diagnosis = Some(*kind),
            (0x1F04, [receipts]) => self.receipts = Some(*receipts),
            (0x1F70, [partial]) => self.partial = Some(*partial != 0),
            (0x1F73, value) => {
                self.sequence = bcd::number(value).and_then(|number| u32::try_from(number).ok());
            }
            _ => {}
        });
        walked.map_err(|_| Uncommand::Wrong("TLV container"))
    }
}

/// Where the fields of a command begin.
fn fields_at(apdu: &Apdu) -> usize {
    match apdu.code() {
        // Password, configuration, and the currency, which is bare here: never `03` or `06` at its first byte.
        0x0600 if matches!(apdu.data.get(4), None | Some(0x03 | 0x06)) => 4,
        0x0600 => 6,
        0x0630 | 0x0631 | 0x0620 | 0x0650 | 0x0610 | 0x0693 => 3,
        0x0501 if apdu.data.first().is_some_and(|first| *first != 0x06) => 3,
        // The status enquiry of a terminal with password 06….
        0x0501 if apdu.data.len() == 3 || apdu.data.get(3) == Some(&0x03) => 3,
        0x0840 => 1,
        _ => 0,
    }
}

pub(super) fn sequence(apdu: &Apdu) -> Option<u32> {
    Fields::read(&apdu.data, fields_at(apdu)).ok()?.sequence
}

/// Class and instruction of every [`Command`].
const KNOWN: [u16; 15] = [
    0x0501, 0x0600, 0x0601, 0x0602, 0x0610, 0x0620, 0x0630, 0x0631, 0x0650, 0x0670, 0x0691, 0x0693,
    0x06B0, 0x06E0, 0x0840,
];

pub(super) fn command(apdu: &Apdu) -> Result<Command, Uncommand> {
    if !KNOWN.contains(&apdu.code()) {
        return Err(Uncommand::Unknown(apdu.code()));
    }
    let data = apdu.data.as_slice();
    let at = fields_at(apdu);
    let password = || {
        let bytes = data.get(..3).and_then(|bytes| bytes.try_into().ok());
        let digits = bytes.filter(|bytes: &[u8; 3]| bcd::number(bytes).is_some());
        digits.map(Password).ok_or(Uncommand::Wrong("password"))
    };
    if at > 0 && apdu.code() != 0x0840 {
        password()?;
    }
    let fields = Fields::read(data, at)?;
    let cents = || fields.cents.ok_or(Uncommand::Wrong("amount"));
    Ok(match apdu.code() {
        0x0600 => Command::Registration(Registration {
            password: password()?,
            config: *data.get(3).ok_or(Uncommand::Wrong("configuration"))?,
            currency: match data.get(4..at) {
                Some([]) | None => None,
                Some(bytes) => {
                    let currency = bcd::number(bytes).and_then(|number| number.try_into().ok());
                    Some(currency.ok_or(Uncommand::Wrong("currency"))?)
                }
            },
            service: fields.service,
            tlv: fields.container,
            commands: fields.commands,
            receipts: fields.receipts,
            charsets: fields.charsets,
            columns: fields.columns,
            longest: fields.longest,
        }),
        0x0602 => Command::LogOff,
        0x0601 => Command::Authorization(Authorization {
            cents: cents()?,
            currency: fields.currency.unwrap_or(super::EURO),
            payment_type: fields.payment_type,
            partial: fields.partial,
        }),
        0x0630 => Command::Reversal(Reversal {
            password: password()?,
            receipt: fields.receipt.ok_or(Uncommand::Wrong("receipt number"))?,
            cents: fields.cents,
        }),
        0x0631 => Command::Refund(Refund {
            password: password()?,
            cents: cents()?,
            currency: fields.currency.unwrap_or(super::EURO),
        }),
        0x06B0 => Command::Abort,
        0x0501 => Command::StatusEnquiry(StatusEnquiry {
            password: match at {
                0 => None,
                _ => Some(password()?),
            },
            service: fields.service,
        }),
        0x0620 => Command::RepeatReceipt(RepeatReceipt {
            password: password()?,
            service: fields.service,
        }),
        0x0650 => Command::EndOfDay(password()?),
        0x0610 => Command::SendTotals(password()?),
        0x0693 => Command::Initialisation(password()?),
        0x0670 => Command::Diagnosis(fields.diagnosis),
        0x06E0 => Command::Display(fields.display),
        0x0691 => Command::SetClock(match (fields.date, fields.time) {
            (Some(date), Some(time)) => date.and_time(time),
            _ => return Err(Uncommand::Wrong("date or time")),
        }),
        0x0840 => {
            let code = data.first();
            let row = BaudRate::ALL.into_iter().find(|row| Some(&row.1) == code);
            Command::BaudRate(row.ok_or(Uncommand::Wrong("speed"))?.0)
        }
        code => return Err(Uncommand::Unknown(code)),
    })
}

fn time(value: &[u8]) -> Option<NaiveTime> {
    let number = bcd::number(value)? as u32;
    NaiveTime::from_hms_opt(number / 10_000, number / 100 % 100, number % 100)
}

fn date(value: &[u8]) -> Option<NaiveDate> {
    let number = bcd::number(value)? as u32;
    let year = 2000 + (number / 10_000) as i32;
    NaiveDate::from_ymd_opt(year, number / 100 % 100, number % 100)
}
