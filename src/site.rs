//! Where and for whom the register stands: the municipality, the pay point, the register itself.

mod check;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::Money;
use crate::tax::TaxKey;

pub use check::{Fault, Field, Part, SiteProblem, is_vat_id, principal_problems};

/// The legal body (Mandant), as §6 KassenSichV no. 1 wants it on every receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Municipality {
    /// Full name, e.g. `Stadt Musterstadt, Der Bürgermeister`.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// City.
    pub city: String,
    /// Tax number, if any.
    pub tax_number: String,
    /// VAT id, if any.
    pub vat_id: String,
}

/// A desk or counter (Zahlstelle).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayPoint {
    /// Short id.
    pub id: String,
    /// Name, e.g. `Bürgerbüro`.
    pub name: String,
    /// Person responsible.
    pub responsible: String,
    /// Change money the desk starts with.
    pub float: Money,
    /// Banknotes allowed in reach (DGUV 115-005).
    pub note_limit: Money,
    /// Street and number; empty, like town and code: it stands at the municipality's address.
    #[serde(default)]
    pub street: String,
    /// Postal code.
    #[serde(default)]
    pub postal_code: String,
    /// City.
    #[serde(default)]
    pub city: String,
}

/// One installation with its own Z_NR series and drawer (Kasse).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Name on screen and paper, e.g. `Kasse 2`.
    pub name: String,
    /// Serial number, the TSE's client id: 1–30 characters `A-Za-z0-9.-`.
    pub serial: String,
    /// The pay point it stands at.
    pub pay_point: String,
}

/// All three, as printed on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// The legal body.
    pub municipality: Municipality,
    /// The desk.
    pub pay_point: PayPoint,
    /// The register.
    pub register: Register,
}

/// Somebody in whose name money is taken (Auftraggeber; DSFinV-K's agency, pa.csv).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// AGENTUR_ID, from 1; never used for another one.
    pub number: u32,
    /// Name, as items call it.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// City.
    pub city: String,
    /// Tax number; this or the VAT id is there.
    pub tax_number: String,
    /// VAT id.
    pub vat_id: String,
}

/// A tax key as a period knew it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodKey {
    /// The key.
    pub key: TaxKey,
    /// Its rate.
    pub percent: Decimal,
    /// What it is for; empty for DSFinV-K's own keys.
    #[serde(default)]
    pub text: String,
}

/// The master data a period began under. DSFinV-K keeps them per closing, and wants one before they change (2.4,
/// p. 14, 21).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodMaster {
    /// Municipality, pay point, register.
    pub site: Site,
    /// Version of the program.
    pub version: String,
    /// In whose name money is taken.
    #[serde(default)]
    pub principals: Vec<Principal>,
    /// Tax keys with the rates of the day the period began.
    #[serde(default)]
    pub keys: Vec<PeriodKey>,
}
