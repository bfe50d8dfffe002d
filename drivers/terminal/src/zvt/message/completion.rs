//! `06 0F` and `06 1E`: the command is over.

use super::fields::Fields;
use super::status;
use crate::zvt::Charset;
use crate::zvt::bmp::{Reader, Unread, Unreadable};
use crate::zvt::table;
use crate::{Condition, Refusal, Status};

/// `06 0F`, in all its forms: bare, with fields (Registration), with a software version (status enquiry), with a result
/// (end of day).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completion {
    /// Terminal status: the bare byte of a status enquiry or an aborted command.
    pub status: Option<u8>,
    /// BMP 19 of a Registration: bit 1 initialisation needed, bit 2 diagnosis needed, bit 4 other action needed.
    pub wants: Option<u8>,
    /// BMP 27, e.g. `E0` after an end of day: an update follows.
    pub result: Option<u8>,
    /// Terminal id.
    pub terminal_id: String,
    /// BMP 49: 978 is the euro.
    pub currency: Option<u16>,
    /// Software version.
    pub version: String,
    /// Device (tag E4).
    pub device: Device,
    /// The terminal's words, line feeds between lines.
    pub text: String,
    /// It told which tags it understands (1F71).
    pub known_tags: bool,
    /// Message sequence id (tag 1F73).
    pub sequence: Option<u32>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// Device of a terminal (tag E4); empty where it does not tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Device {
    /// Name of the model.
    pub name: String,
    /// Software version.
    pub version: String,
    /// Serial number in hexadecimal.
    pub serial: String,
}

impl Completion {
    /// What the terminal wants or lacks.
    #[must_use]
    pub fn condition(&self) -> Condition {
        if let Some(status) = self.status {
            return table::terminal_status(status).1;
        }
        match self.wants {
            Some(wants) if wants & 0x01 != 0 => Condition::Initialise,
            Some(wants) if wants & 0x02 != 0 => Condition::Diagnose,
            Some(wants) if wants & 0x04 != 0 => Condition::Service,
            _ => Condition::Ready,
        }
    }

    /// In the terms of every terminal.
    #[must_use]
    pub fn status(&self) -> Status {
        let condition = self.condition();
        let text = match (self.text.as_str(), self.status) {
            ("", Some(status)) if condition != Condition::Ready => table::terminal_status(status).0,
            (text, _) => text.to_owned(),
        };
        let version = match self.version.as_str() {
            "" => &self.device.version,
            version => version,
        };
        Status {
            condition,
            terminal_id: self.terminal_id.clone(),
            version: version.to_owned(),
            text,
        }
    }
}

/// `06 1E`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Abort {
    /// Result code; `None`: the message is empty.
    pub code: Option<u8>,
    /// BMP 49: the currency the terminal wants, with `6F`.
    pub currency: Option<u16>,
    /// BMP 87: number of an open pre-authorisation.
    pub receipt: Option<u16>,
    /// Tag 1F16 in hexadecimal.
    pub extended_code: String,
    /// Tag 1F17, else tags 24/07.
    pub text: String,
    /// Message sequence id (tag 1F73).
    pub sequence: Option<u32>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

impl Abort {
    /// Why nothing was paid: the terminal's words, else ours.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        status::refusal(self.code, &self.text)
    }
}

pub(super) fn abort(data: &[u8], charset: Charset) -> Abort {
    let mut fields = Fields::read(data, 1, charset);
    if data.is_empty() {
        let reason = Unreadable::TooShort;
        fields.unread.push(Unread { at: 0, reason });
    }
    Abort {
        code: data.first().copied(),
        currency: fields.currency,
        receipt: fields.receipt,
        extended_code: fields.extended_code,
        text: match fields.extended_text.as_str() {
            "" => fields.text,
            _ => fields.extended_text,
        },
        sequence: fields.sequence,
        unread: fields.unread,
    }
}

/// Where the fields begin, the software version, and the bare status.
struct Head<'a> {
    version: &'a [u8],
    status: Option<u8>,
    at: usize,
}

impl<'a> Head<'a> {
    /// Data with nothing before its fields.
    fn none() -> Self {
        Self {
            version: &[],
            status: None,
            at: 0,
        }
    }

    /// The form is not told, so it is the first one that fits: a version (`Fx Fy Fz`), a status, fields.
    fn of(data: &'a [u8]) -> Self {
        let Some(&first) = data.first() else {
            return Self::none();
        };
        if let [0xF0..=0xF9, 0xF0..=0xF9, 0xF0..=0xF9, rest @ ..] = data {
            let digit = |at: usize| usize::from(data[at] & 0x0F);
            let length = digit(0) * 100 + digit(1) * 10 + digit(2);
            if let Some(version) = rest.get(..length) {
                let status = rest.get(length).copied();
                return Self {
                    version,
                    status,
                    at: 3 + length + usize::from(status.is_some()),
                };
            }
        }
        let whole = |at: usize| Reader::new(data, at).all(|field| field.is_ok());
        // Status bytes that are fields elsewhere (E0 to E3, F0) are none that a completion has.
        if data.len() == 1 || (table::is_terminal_status(first) && whole(1)) {
            return Self {
                version: &[],
                status: Some(first),
                at: 1,
            };
        }
        Self::none()
    }
}

pub(super) fn completion(data: &[u8], charset: Charset) -> Completion {
    let head = Head::of(data);
    let mut fields = Fields::read(data, head.at, charset);
    if fields
        .unread
        .first()
        .is_some_and(|unread| unread.at == 0 && matches!(unread.reason, Unreadable::UnknownBmp(_)))
    {
        let reason = Unreadable::UnknownForm;
        fields.unread = vec![Unread { at: 0, reason }];
    }
    Completion {
        status: head.status,
        wants: fields.payment_type,
        result: fields.result,
        terminal_id: fields.terminal_id,
        currency: fields.currency,
        version: crate::mask::text(&charset.decode(head.version)),
        device: Device {
            name: fields.device_name,
            version: fields.device_version,
            serial: fields.device_serial,
        },
        text: fields.text,
        known_tags: fields.known_tags,
        sequence: fields.sequence,
        unread: fields.unread,
    }
}
