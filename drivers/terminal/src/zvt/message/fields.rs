//! The one place where fields become values: whatever message they stand in.

use chrono::{NaiveDate, NaiveTime};

use super::Totals;
use crate::mask;
use crate::zvt::bmp::{Field, Reader, Unread, Unreadable};
use crate::zvt::tlv::{self, Tlv};
use crate::zvt::{Charset, bcd};

/// Values of the fields and tags a terminal's message can hold.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    pub result: Option<u8>,
    pub cents: Option<i64>,
    pub currency: Option<u16>,
    pub trace: String,
    pub long_trace: String,
    pub original_trace: String,
    pub receipt: Option<u16>,
    pub turnover: Option<u32>,
    pub time: Option<NaiveTime>,
    pub day: Option<(u32, u32)>,
    pub full_date: Option<NaiveDate>,
    pub expiry: String,
    pub sequence_number: Option<u16>,
    pub payment_type: Option<u8>,
    pub masked_number: String,
    pub terminal_id: String,
    pub contract: String,
    pub authorization: String,
    pub authorization_result: Option<u8>,
    pub host_text: String,
    pub card_type: Option<u16>,
    pub network_card_type: Option<u16>,
    pub card_name: String,
    pub product: String,
    pub application_label: String,
    pub application_name: String,
    pub application: String,
    pub receipt_rule: String,
    pub emv_customer: String,
    pub emv_merchant: String,
    pub verification: Option<u8>,
    pub online: Option<bool>,
    pub technology: Option<u8>,
    pub synchronisation: Option<u32>,
    pub sequence: Option<u32>,
    pub totals: Option<Totals>,
    pub text: String,
    pub slip_kind: Option<u8>,
    pub slip_marks: u8,
    pub extended_code: String,
    pub extended_text: String,
    pub device_name: String,
    pub device_version: String,
    pub device_serial: String,
    pub known_tags: bool,
    pub unread: Vec<Unread>,
}

impl Fields {
    /// Reads fields from byte `at` on.
    pub fn read(data: &[u8], at: usize, charset: Charset) -> Self {
        let mut fields = Self::default();
        let mut reader = Reader::new(data, at);
        loop {
            let at = reader.at();
            match reader.next() {
                None => break,
                Some(Err(unread)) => fields.unread.push(unread),
                Some(Ok(field)) => {
                    if let Err(reason) = fields.take(field, charset) {
                        fields.unread.push(Unread { at, reason });
                    }
                }
            }
        }
        fields
    }

    fn take(&mut self, field: Field<'_>, charset: Charset) -> Result<(), Unreadable> {
        let value = field.value;
        let wrong = Unreadable::Value(field.number);
        let number = || bcd::number(value).ok_or(wrong);
        let text = || mask::text(charset.decode(value).trim_end());
        let digits = || number().map(|_| bcd::nibbles(value));
        match field.number {
            0x04 => self.cents = Some(number()?.try_into().map_err(|_| wrong)?),
            0x06 => return self.container(value, charset),
            0x0B => self.trace = digits()?,
            0x0C => self.time = Some(time(value).ok_or(wrong)?),
            0x0D => self.day = Some(day(number()?).ok_or(wrong)?),
            0x0E => self.expiry = digits()?,
            0x17 => self.sequence_number = Some(number()?.try_into().map_err(|_| wrong)?),
            0x19 => self.payment_type = value.first().copied(),
            0x22 => self.masked_number = masked_number(value),
            0x27 => self.result = value.first().copied(),
            0x29 => self.terminal_id = bcd::nibbles(value),
            0x2A => self.contract = text(),
            0x37 => self.original_trace = digits()?,
            0x3B => self.authorization = text().trim().to_owned(),
            0x3C => self.host_text = text(),
            0x49 => self.currency = Some(number()?.try_into().map_err(|_| wrong)?),
            0x60 => self.totals = Some(Totals::read(value).ok_or(wrong)?),
            // `87 FF FF` says that there is none.
            0x87 if value == [0xFF, 0xFF] => {}
            0x87 => self.receipt = Some(number()?.try_into().map_err(|_| wrong)?),
            0x88 => self.turnover = Some(number()?.try_into().map_err(|_| wrong)?),
            0x8A => self.card_type = self.card_type.or(value.first().map(|id| u16::from(*id))),
            0x8B => self.card_name = text(),
            0x8C => {
                let id = value.first().map(|id| u16::from(*id));
                self.network_card_type = self.network_card_type.or(id);
            }
            0xA0 => self.authorization_result = value.first().copied(),
            0xAA => self.full_date = Some(short_date(value).ok_or(wrong)?),
            // Tracks, chip data, input masks: nothing we need, and the first ones are card numbers.
            _ => {}
        }
        Ok(())
    }

    fn container(&mut self, value: &[u8], charset: Charset) -> Result<(), Unreadable> {
        let mut stated = charset;
        let mut wrong = None;
        let walked = tlv::walk(value, &mut |tlv| {
            if let (0x14, [set]) = (tlv.tag, tlv.value) {
                stated = charset.or_stated(*set);
            }
            if self.tag(tlv, stated).is_none() {
                wrong = wrong.or(Some(Unreadable::TagValue(tlv.tag)));
            }
        });
        match (walked, wrong) {
            (Err(_), _) => Err(Unreadable::Tlv),
            (_, Some(wrong)) => Err(wrong),
            _ => Ok(()),
        }
    }

    /// Takes the value of a tag; `None`: it makes no sense. Tags nobody knows are passed over.
    fn tag(&mut self, tlv: Tlv<'_>, charset: Charset) -> Option<()> {
        let value = tlv.value;
        let text = || mask::text(charset.decode(value).trim_end());
        let hex = || mask::text(&bcd::nibbles(value));
        let id = || match value {
            [low] => Some(u16::from(*low)),
            [high, low] => Some(u16::from_be_bytes([*high, *low])),
            _ => None,
        };
        match tlv.tag {
            0x07 => {
                if !self.text.is_empty() {
                    self.text.push('\n');
                }
                self.text.push_str(&text());
            }
            0x41 => self.card_type = Some(id()?),
            0x42 => self.application_label = text(),
            // An application id has 5 to 16 bytes (ISO/IEC 7816-4); of several the first is the one used.
            0x43 if !(5..=16).contains(&value.len()) => return None,
            0x43 if self.application.is_empty() => self.application = hex(),
            0x44 => self.application_name = text(),
            0x45 => self.receipt_rule = hex(),
            0x46 | 0x66 => self.emv_customer = text(),
            0x47 | 0x67 => self.emv_merchant = text(),
            0x49 => self.network_card_type = Some(id()?),
            0x4A => self.product = text(),
            0x1F07 => self.slip_kind = value.first().copied(),
            0x1F0E => self.full_date = Some(date(value)?),
            0x1F0F => self.time = Some(time(value)?),
            0x1F10 => self.verification = value.first().copied(),
            0x1F11 => self.online = value.first().map(|online| *online != 0),
            0x1F12 => self.technology = value.first().copied(),
            0x1F16 => self.extended_code = hex(),
            0x1F17 => self.extended_text = text(),
            0x1F1F => self.synchronisation = Some(bcd::number(value)?.try_into().ok()?),
            0x1F2B => {
                bcd::number(value)?;
                self.long_trace = hex();
            }
            0x1F37 => self.slip_marks = value.first().copied().unwrap_or_default(),
            0x1F40 => self.device_name = text(),
            0x1F41 => self.device_version = text(),
            0x1F42 => self.device_serial = hex(),
            0x1F44 if self.terminal_id.is_empty() => self.terminal_id = hex(),
            0x1F71 => self.known_tags = true,
            0x1F73 => self.sequence = Some(bcd::number(value)?.try_into().ok()?),
            _ => {}
        }
        Some(())
    }
}

/// Digits of BMP 22: `E` is a digit the terminal masked, `F` pads. At most the last four stay.
fn masked_number(value: &[u8]) -> String {
    let nibbles = value.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    let digits: String = nibbles
        .filter(|nibble| *nibble != 0x0F)
        .map(|nibble| match nibble {
            0..=9 => char::from(b'0' + nibble),
            _ => '#',
        })
        .collect();
    mask::number(&digits)
}

fn time(value: &[u8]) -> Option<NaiveTime> {
    let [hour, minute, second] = value else {
        return None;
    };
    let part = |byte: u8| bcd::number(&[byte]).map(|part| part as u32);
    NaiveTime::from_hms_opt(part(*hour)?, part(*minute)?, part(*second)?)
}

/// Month and day of a date without a year; 29 February is one.
fn day(number: u64) -> Option<(u32, u32)> {
    let (month, day) = ((number / 100) as u32, (number % 100) as u32);
    NaiveDate::from_ymd_opt(2000, month, day).map(|_| (month, day))
}

fn date(value: &[u8]) -> Option<NaiveDate> {
    let [_, _, _, _] = value else { return None };
    let number = bcd::number(value)? as u32;
    NaiveDate::from_ymd_opt((number / 10_000) as i32, number / 100 % 100, number % 100)
}

fn short_date(value: &[u8]) -> Option<NaiveDate> {
    let number = bcd::number(value)? as u32;
    let year = 2000 + (number / 10_000) as i32;
    NaiveDate::from_ymd_opt(year, number / 100 % 100, number % 100)
}
