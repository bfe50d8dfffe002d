//! Where and for whom the register stands: the municipality, the pay point, the register itself.

use serde::{Deserialize, Serialize};

use crate::money::Money;

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
