//! What a till sends, written and read: simulators read it.

mod password;
mod read;
mod registration;

pub use password::{NoPassword, Password};
pub use read::Uncommand;
pub use registration::{Registration, config};

use chrono::{Datelike, NaiveDateTime, Timelike};

use super::bmp::{self, Unwritable};
use super::{Apdu, Charset, bcd, tlv};

/// The euro in BMP 49.
pub const EURO: u16 = 978;

/// One command of a till.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `06 00`: who we are and how we want to work.
    Registration(Registration),
    /// `06 02`: answered by `80 00` alone.
    LogOff,
    /// `06 01`: a payment.
    Authorization(Authorization),
    /// `06 30`: takes a payment back as a whole.
    Reversal(Reversal),
    /// `06 31`: gives money back.
    Refund(Refund),
    /// `06 B0`: a wish; only the running command's own end tells its outcome.
    Abort,
    /// `05 01`: how the terminal is.
    StatusEnquiry(StatusEnquiry),
    /// `06 20`: the last receipt once more.
    RepeatReceipt(RepeatReceipt),
    /// `06 50`: end of day.
    EndOfDay(Password),
    /// `06 10`: totals of the day, which goes on.
    SendTotals(Password),
    /// `06 93`: initialisation.
    Initialisation(Password),
    /// `06 70`: diagnosis, of a kind (tag 1B) or the terminal's own.
    Diagnosis(Option<u8>),
    /// `06 E0`: text on the terminal's display.
    Display(Display),
    /// `06 91`: the terminal's clock.
    SetClock(NaiveDateTime),
    /// `08 40`: another speed of the serial line.
    BaudRate(BaudRate),
}

/// `06 01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Authorization {
    /// Cents.
    pub cents: i64,
    /// BMP 49.
    pub currency: u16,
    /// BMP 19: `40` leaves the payment kind to the terminal, which it does without it as well.
    pub payment_type: Option<u8>,
    /// Tag 1F70: `Some(false)` says that less than the amount is not wanted.
    pub partial: Option<bool>,
}

impl Authorization {
    /// A payment in euro where only the whole amount is wanted; the terminal chooses the payment kind.
    #[must_use]
    pub fn new(cents: i64) -> Self {
        Self {
            cents,
            currency: EURO,
            payment_type: Some(0x40),
            partial: None,
        }
    }
}

/// `06 30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reversal {
    /// Password.
    pub password: Password,
    /// BMP 87 of the payment.
    pub receipt: u16,
    /// Cents of the payment, where they are to be compared.
    pub cents: Option<i64>,
}

/// `06 31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refund {
    /// Password.
    pub password: Password,
    /// Cents.
    pub cents: i64,
    /// BMP 49.
    pub currency: u16,
}

/// `05 01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatusEnquiry {
    /// Password; terminals answer without it as well.
    pub password: Option<Password>,
    /// BMP 03; sent only with a password.
    pub service: Option<u8>,
}

/// `06 20`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepeatReceipt {
    /// Password.
    pub password: Password,
    /// BMP 03: bit 0 sends `04 0F` as well, bit 1 prints nothing.
    pub service: Option<u8>,
}

/// `06 E0`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Display {
    /// BMP F0: seconds; 0 until a key is pressed.
    pub seconds: Option<u8>,
    /// Up to eight lines of up to 99 letters.
    pub lines: Vec<String>,
    /// BMP F9: beeps.
    pub beeps: Option<u8>,
}

/// Speeds of `08 40`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BaudRate {
    /// 9600, the speed after every start.
    B9600,
    /// 19200.
    B19200,
    /// 57600.
    B57600,
    /// 115200.
    B115200,
}

impl BaudRate {
    /// All of them with their code and bits per second.
    pub const ALL: [(Self, u8, u32); 4] = [
        (Self::B9600, 0x00, 9600),
        (Self::B19200, 0x01, 19_200),
        (Self::B57600, 0x06, 57_600),
        (Self::B115200, 0x07, 115_200),
    ];

    /// The speed of this many bits per second, if ZVT has it.
    #[must_use]
    pub fn of(bits: u32) -> Option<Self> {
        let row = Self::ALL.into_iter().find(|row| row.2 == bits)?;
        Some(row.0)
    }

    /// Bits per second.
    #[must_use]
    pub fn bits(self) -> u32 {
        let row = Self::ALL.into_iter().find(|row| row.0 == self);
        row.map_or(9600, |row| row.2)
    }

    fn code(self) -> u8 {
        let row = Self::ALL.into_iter().find(|row| row.0 == self);
        row.map_or(0, |row| row.1)
    }
}

/// A command with a value ZVT cannot say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unencodable {
    /// An amount that is negative or has more than twelve digits.
    #[error("{0} cents cannot be sent: an amount has one to twelve digits and no sign")]
    Amount(i64),
    /// A number with too many digits.
    #[error("{name} {value} has too many digits")]
    Number {
        /// What it is.
        name: &'static str,
        /// Its value.
        value: u64,
    },
    /// A display text with too many or too long lines.
    #[error("a display text has at most eight lines of 99 letters")]
    Text,
    /// A value whose length its field does not take.
    #[error(transparent)]
    Field(#[from] Unwritable),
}

impl Command {
    /// The APDU. `sequence` is the message sequence id (tag 1F73) where the terminal numbers its messages.
    pub fn encode(&self, sequence: Option<u32>) -> Result<Apdu, Unencodable> {
        let mut body = Body::default();
        if let Some(sequence) = sequence {
            let bytes = digits::<3>("message sequence id", sequence.into())?;
            body.tag(0x1F73, &bytes);
        }
        let (class, instruction) = match self {
            Self::Registration(registration) => {
                registration.write(&mut body)?;
                (0x06, 0x00)
            }
            Self::LogOff => (0x06, 0x02),
            Self::Authorization(authorization) => {
                authorization.write(&mut body)?;
                (0x06, 0x01)
            }
            Self::Reversal(reversal) => {
                body.password(reversal.password);
                body.number::<2>(0x87, "receipt number", reversal.receipt.into())?;
                if let Some(cents) = reversal.cents {
                    body.amount(cents)?;
                }
                (0x06, 0x30)
            }
            Self::Refund(refund) => {
                body.password(refund.password);
                body.amount(refund.cents)?;
                body.number::<2>(0x49, "currency", refund.currency.into())?;
                (0x06, 0x31)
            }
            Self::Abort => (0x06, 0xB0),
            Self::StatusEnquiry(enquiry) => {
                if let Some(password) = enquiry.password {
                    body.password(password);
                    body.service(enquiry.service)?;
                }
                (0x05, 0x01)
            }
            Self::RepeatReceipt(repeat) => {
                body.password(repeat.password);
                body.service(repeat.service)?;
                (0x06, 0x20)
            }
            Self::EndOfDay(password) => {
                body.password(*password);
                (0x06, 0x50)
            }
            Self::SendTotals(password) => {
                body.password(*password);
                (0x06, 0x10)
            }
            Self::Initialisation(password) => {
                body.password(*password);
                (0x06, 0x93)
            }
            Self::Diagnosis(kind) => {
                if let Some(kind) = kind {
                    body.tag(0x1B, &[*kind]);
                }
                (0x06, 0x70)
            }
            Self::Display(display) => {
                display.write(&mut body)?;
                (0x06, 0xE0)
            }
            Self::SetClock(moment) => {
                let (date, time) = (moment.date(), moment.time());
                let date = date.year() % 100 * 10_000 + (date.month() * 100 + date.day()) as i32;
                let time = time.hour() * 10_000 + time.minute() * 100 + time.second();
                body.number::<3>(0xAA, "date", u64::from(date.unsigned_abs()))?;
                body.number::<3>(0x0C, "time", time.into())?;
                (0x06, 0x91)
            }
            Self::BaudRate(rate) => {
                body.data.push(rate.code());
                (0x08, 0x40)
            }
        };
        Ok(Apdu::new(class, instruction, body.finish()?))
    }

    /// Reads what a till sent.
    pub fn parse(apdu: &Apdu) -> Result<Self, Uncommand> {
        read::command(apdu)
    }

    /// Message sequence id of a command, if it has one.
    #[must_use]
    pub fn sequence(apdu: &Apdu) -> Option<u32> {
        read::sequence(apdu)
    }
}

/// Data of a command, its TLV container last.
#[derive(Default)]
struct Body {
    data: Vec<u8>,
    container: Option<Vec<u8>>,
}

impl Body {
    fn password(&mut self, password: Password) {
        self.data.extend(password.0);
    }

    fn field(&mut self, number: u8, value: &[u8]) -> Result<(), Unencodable> {
        bmp::put(&mut self.data, number, value)?;
        Ok(())
    }

    fn number<const N: usize>(
        &mut self,
        field: u8,
        name: &'static str,
        value: u64,
    ) -> Result<(), Unencodable> {
        self.field(field, &digits::<N>(name, value)?)
    }

    fn amount(&mut self, cents: i64) -> Result<(), Unencodable> {
        let bytes = u64::try_from(cents).ok().and_then(bcd::bytes::<6>);
        self.field(0x04, &bytes.ok_or(Unencodable::Amount(cents))?)
    }

    fn service(&mut self, service: Option<u8>) -> Result<(), Unencodable> {
        service.map_or(Ok(()), |service| self.field(0x03, &[service]))
    }

    fn tag(&mut self, tag: u32, value: &[u8]) {
        tlv::put(self.container.get_or_insert_default(), tag, value);
    }

    fn finish(mut self) -> Result<Vec<u8>, Unencodable> {
        if let Some(container) = self.container {
            bmp::put(&mut self.data, 0x06, &container)?;
        }
        Ok(self.data)
    }
}

fn digits<const N: usize>(name: &'static str, value: u64) -> Result<[u8; N], Unencodable> {
    bcd::bytes(value).ok_or(Unencodable::Number { name, value })
}

impl Authorization {
    fn write(&self, body: &mut Body) -> Result<(), Unencodable> {
        body.amount(self.cents)?;
        body.number::<2>(0x49, "currency", self.currency.into())?;
        if let Some(payment_type) = self.payment_type {
            body.field(0x19, &[payment_type])?;
        }
        if let Some(partial) = self.partial {
            body.tag(0x1F70, &[u8::from(partial)]);
        }
        Ok(())
    }
}

impl Display {
    fn write(&self, body: &mut Body) -> Result<(), Unencodable> {
        if let Some(seconds) = self.seconds {
            body.field(0xF0, &[seconds])?;
        }
        for (number, line) in (0xF1..=0xF8).zip(&self.lines) {
            let bytes = Charset::Cp437.encode(line);
            body.field(number, &bytes).map_err(|_| Unencodable::Text)?;
        }
        if self.lines.len() > 8 {
            return Err(Unencodable::Text);
        }
        if let Some(beeps) = self.beeps {
            body.field(0xF9, &[beeps])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
