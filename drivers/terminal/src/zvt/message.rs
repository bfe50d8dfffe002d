//! What a terminal sends. Reading never fails: what cannot be read is kept as [`Unread`] with its reason, and
//! everything before it counts. Card numbers are masked while they are read.

mod completion;
mod fields;
mod print;
mod status;
mod totals;

pub use completion::{Abort, Completion, Device};
pub use print::{Print, PrintLine, PrintText};
pub use status::StatusInformation;
pub use totals::Totals;

use chrono::{NaiveDate, NaiveTime};

use super::bmp::{Unread, Unreadable};
use super::{Apdu, Charset, table};
use crate::Step;
use fields::Fields;

/// One message of a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// `80 00`, and `84 00` which some terminals mean the same by.
    Acknowledged(Acknowledged),
    /// `84 cc`: refused.
    Refused(Refused),
    /// `04 0F`: the result of a payment and its data.
    Status(Box<StatusInformation>),
    /// `04 FF`: where a command is.
    Intermediate(Intermediate),
    /// `06 D1` or `06 D3`: lines for the paper.
    Print(Print),
    /// `06 0F`: the command is over.
    Completion(Box<Completion>),
    /// `06 1E`: the command is over and did not succeed.
    Abort(Abort),
    /// `04 01`: the terminal sets our clock. Acknowledged, never obeyed.
    SetClock(SetClock),
    /// `04 0D` (input) or `04 0E` (menu): the terminal asks for input we do not offer.
    Input(Input),
    /// Anything else.
    Unknown(Unknown),
}

/// `80 00`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Acknowledged {
    /// Message sequence id (tag 1F73), where the terminal numbers its messages.
    pub sequence: Option<u32>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// `84 cc`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// `83` unknown command, `9C` send again in two seconds, `9D` partial issue of goods …
    pub code: u8,
    /// Cents, with `9D`.
    pub cents: Option<i64>,
    /// Result code: `cc` itself, or with `1E` the byte behind it, e.g. `6F`: the currency is not the terminal's.
    pub result: u8,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// `04 FF`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intermediate {
    /// Code of the specification; `FF`: only the text tells.
    pub code: u8,
    /// New time limit in minutes (T4), where the terminal sends one.
    pub minutes: Option<u8>,
    /// The terminal's own words, line feeds between lines; else empty.
    pub text: String,
    /// Message sequence id.
    pub sequence: Option<u32>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

impl Intermediate {
    /// What the clerk sees: the terminal's words, else the step the code means.
    #[must_use]
    pub fn step(&self) -> Option<Step> {
        match self.text.as_str() {
            "" => table::step(self.code),
            text => Some(Step::Text(text.to_owned())),
        }
    }
}

/// `04 01`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetClock {
    /// The terminal's date.
    pub date: Option<NaiveDate>,
    /// The terminal's time.
    pub time: Option<NaiveTime>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// `04 0D`, `04 0E`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// A menu instead of a value.
    pub menu: bool,
    /// The terminal's words, line feeds between lines; else empty.
    pub text: String,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// A message of a kind we do not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unknown {
    /// Class and instruction, e.g. `0x06D0`.
    pub code: u16,
    /// Bytes of data.
    pub length: usize,
}

impl Message {
    /// Reads a message; texts are in `charset` unless the message states another one.
    #[must_use]
    pub fn parse(apdu: &Apdu, charset: Charset) -> Self {
        let data = apdu.data.as_slice();
        match apdu.code() {
            0x8000 | 0x8400 => {
                let fields = Fields::read(data, 0, charset);
                Self::Acknowledged(Acknowledged {
                    sequence: fields.sequence,
                    unread: fields.unread,
                })
            }
            code @ 0x8401..=0x84FF => Self::Refused(refused((code & 0xFF) as u8, data, charset)),
            0x040F => Self::Status(Box::new(StatusInformation::read(data, charset))),
            0x04FF => Self::Intermediate(intermediate(data, charset)),
            0x06D1 => Self::Print(print::line(data, charset)),
            0x06D3 => Self::Print(print::block(data, charset)),
            0x060F => Self::Completion(Box::new(completion::completion(data, charset))),
            0x061E => Self::Abort(completion::abort(data, charset)),
            0x0401 => {
                let fields = Fields::read(data, 0, charset);
                Self::SetClock(SetClock {
                    date: fields.full_date,
                    time: fields.time,
                    unread: fields.unread,
                })
            }
            code @ (0x040D | 0x040E) => {
                let fields = Fields::read(data, 0, charset);
                Self::Input(Input {
                    menu: code == 0x040E,
                    text: fields.text,
                    unread: fields.unread,
                })
            }
            code => Self::Unknown(Unknown {
                code,
                length: data.len(),
            }),
        }
    }

    /// What the till has to answer at once; `None`: answers are not answered. Everything readable or not is
    /// acknowledged, for a missing acknowledgement stalls or reverses a payment; only what asks for something we do not
    /// do (input, menus, transport through the till, signature images) is refused with `84 83`.
    ///
    /// For a result `00` this is the commit: journal first.
    #[must_use]
    pub fn reply(&self) -> Option<Apdu> {
        match self {
            Self::Acknowledged(_) | Self::Refused(_) => None,
            Self::Input(_) => Some(Apdu::refuse(0x83)),
            Self::Unknown(unknown) if matches!(unknown.code, 0x06D0 | 0x06D8..=0x06DD | 0x06E4) => {
                Some(Apdu::refuse(0x83))
            }
            _ => Some(Apdu::acknowledge()),
        }
    }

    /// Message sequence id (tag 1F73) where the terminal numbers its messages.
    #[must_use]
    pub fn sequence(&self) -> Option<u32> {
        match self {
            Self::Acknowledged(message) => message.sequence,
            Self::Status(message) => message.sequence,
            Self::Intermediate(message) => message.sequence,
            Self::Print(message) => message.sequence,
            Self::Completion(message) => message.sequence,
            Self::Abort(message) => message.sequence,
            Self::Refused(_) | Self::SetClock(_) | Self::Input(_) | Self::Unknown(_) => None,
        }
    }

    /// What could not be read, for the log: places and reasons, never contents.
    #[must_use]
    pub fn unread(&self) -> &[Unread] {
        match self {
            Self::Acknowledged(message) => &message.unread,
            Self::Refused(message) => &message.unread,
            Self::Status(message) => &message.unread,
            Self::Intermediate(message) => &message.unread,
            Self::Print(message) => &message.unread,
            Self::Completion(message) => &message.unread,
            Self::Abort(message) => &message.unread,
            Self::SetClock(message) => &message.unread,
            Self::Input(message) => &message.unread,
            Self::Unknown(_) => &[],
        }
    }
}

fn refused(code: u8, data: &[u8], charset: Charset) -> Refused {
    // `84 1E 6F`: the reason is a bare byte here.
    if code == 0x1E && !data.is_empty() {
        return Refused {
            code,
            cents: None,
            result: data[0],
            unread: Vec::new(),
        };
    }
    let fields = Fields::read(data, 0, charset);
    Refused {
        code,
        cents: fields.cents,
        result: code,
        unread: fields.unread,
    }
}

fn intermediate(data: &[u8], charset: Charset) -> Intermediate {
    let mut fields = Fields::default();
    let (code, minutes) = match data {
        [] => {
            let reason = Unreadable::TooShort;
            fields.unread.push(Unread { at: 0, reason });
            (0xFF, None)
        }
        [code] => (*code, None),
        [code, minutes, ..] => {
            // The time limit may be missing: then a container that reads to its end begins in its place.
            let untimed = Fields::read(data, 1, charset);
            if *minutes == 0x06 && data.len() > 2 && untimed.unread.is_empty() {
                fields = untimed;
                (*code, None)
            } else {
                fields = Fields::read(data, 2, charset);
                let minutes = super::bcd::number(&[*minutes]).map(|minutes| minutes as u8);
                (*code, minutes)
            }
        }
    };
    Intermediate {
        code,
        minutes,
        text: fields.text,
        sequence: fields.sequence,
        unread: fields.unread,
    }
}

#[cfg(test)]
mod tests;
