//! A recording system with its TSEs, and the place it stands at.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Kind of a recording system (element `Art`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Computer with a program that has a till function; in doubt this one.
    #[default]
    Pc,
    /// Tablet or app.
    Tablet,
    /// Electronic or computer-controlled cash register.
    CashRegister,
    /// Taximeter (EU).
    Taximeter,
    /// Odometer of a hire car.
    Odometer,
}

impl Kind {
    /// Every kind in the order of its code.
    pub const ALL: [Kind; 5] = [
        Kind::Pc,
        Kind::Tablet,
        Kind::CashRegister,
        Kind::Taximeter,
        Kind::Odometer,
    ];

    /// The digit in the XML.
    pub fn code(self) -> u8 {
        match self {
            Kind::Pc => 1,
            Kind::Tablet => 2,
            Kind::CashRegister => 3,
            Kind::Taximeter => 4,
            Kind::Odometer => 5,
        }
    }

    /// Reads [`Kind::code`].
    pub fn from_code(code: u8) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Form of a TSE (element `ArtTSE`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// SD or microSD card.
    Sd,
    /// USB stick.
    Usb,
    /// In the cloud.
    Cloud,
    /// In a printer, on the network …: its code is not known for certain, so no XML is written with it.
    Other,
}

impl Form {
    /// Every form.
    pub const ALL: [Form; 4] = [Form::Sd, Form::Usb, Form::Cloud, Form::Other];

    /// The digit in the XML; `None`: not known for certain.
    pub fn code(self) -> Option<u8> {
        match self {
            Form::Sd => Some(1),
            Form::Usb => Some(2),
            Form::Cloud => Some(3),
            Form::Other => None,
        }
    }
}

/// When and how a system was acquired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acquired {
    /// Day of purchase, or the day a lease began.
    pub on: NaiveDate,
    /// Leased or rented, not bought.
    #[serde(default)]
    pub leased: bool,
}

/// When and why a system was taken out of service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retired {
    /// The day.
    pub on: NaiveDate,
    /// Why: sold, scrapped, moved to another place …
    pub reason: String,
}

/// A TSE and its time with one system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tse {
    /// Serial number, 64 hex digits.
    pub serial: String,
    /// BSI certification id `nnnn-yyyy`; `None`: not known, or not certified.
    #[serde(default)]
    pub bsi_id: Option<String>,
    /// It is known not to be certified.
    #[serde(default)]
    pub test: bool,
    /// Its form.
    #[serde(default)]
    pub form: Option<Form>,
    /// First day with this system.
    #[serde(default)]
    pub first_use: Option<NaiveDate>,
    /// Last day with this system; `None`: still in use.
    #[serde(default)]
    pub last_use: Option<NaiveDate>,
}

/// A recording system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct System {
    /// What it is.
    #[serde(default)]
    pub kind: Kind,
    /// Name of the software.
    pub software: String,
    /// Its version; may be empty.
    #[serde(default)]
    pub version: String,
    /// Serial number: KASSE_SERIENNR, the client id of the TSE.
    pub serial: String,
    /// Who made it.
    #[serde(default)]
    pub manufacturer: String,
    /// Which model it is.
    #[serde(default)]
    pub model: String,
    /// When and how it was acquired; `None`: not known yet.
    #[serde(default)]
    pub acquired: Option<Acquired>,
    /// First day of use.
    #[serde(default)]
    pub first_use: Option<NaiveDate>,
    /// When and why it was taken out of service; `None`: it still is.
    #[serde(default)]
    pub retired: Option<Retired>,
    /// Its TSEs in the order they came.
    #[serde(default)]
    pub tses: Vec<Tse>,
}

impl System {
    /// The TSE the notification names: the first that is in use, or the last there was.
    pub fn notified_tse(&self) -> Option<&Tse> {
        let mut in_use = self.tses.iter().filter(|tse| tse.last_use.is_none());
        in_use.next().or(self.tses.last())
    }

    /// TSEs in use besides [`System::notified_tse`]: the file has room for one, they are added in the form by hand.
    pub fn further_tses(&self) -> impl Iterator<Item = &Tse> {
        let named = self.notified_tse().map(|tse| tse.serial.as_str());
        let in_use = self.tses.iter().filter(|tse| tse.last_use.is_none());
        in_use.filter(move |tse| Some(tse.serial.as_str()) != named)
    }

    /// Gone before the duty began: such a system is never notified.
    pub fn is_exempt(&self) -> bool {
        let begin = super::deadline::begin();
        self.retired.as_ref().is_some_and(|gone| gone.on < begin)
    }
}

/// A place of business (Betriebsstätte).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// What it is called.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub city: String,
}

impl Place {
    /// Whether both are at the same address, however it is spaced or capitalised.
    pub fn is_at(&self, other: &Place) -> bool {
        let plain = |text: &str| {
            let letters = text.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect::<String>()
        };
        plain(&self.street) == plain(&other.street)
            && plain(&self.postal_code) == plain(&other.postal_code)
            && plain(&self.city) == plain(&other.city)
    }
}
