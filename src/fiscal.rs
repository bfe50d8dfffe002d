//! What the TSE signs and what the receipt shows of it (DSFinV-K 2.4, Annex I).

use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Seek};

use amtskasse_tse::log::{Body, LogTime, Operation};
use amtskasse_tse::verify;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};

use crate::money::Money;
use crate::receipt::{Payment, PaymentKind, Receipt, Signed};
use crate::tax::KeyTotal;

/// processType of every receipt.
pub const PROCESS_TYPE: &str = "Kassenbeleg-V1";

/// base64 with padding, as on receipts and in DSFinV-K.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Appends [`base64`] of `bytes`.
pub fn push_base64(bytes: &[u8], to: &mut String) {
    STANDARD.encode_string(bytes, to);
}

/// Reads [`base64`].
pub fn unbase64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Lower-case hex, as serial numbers are printed.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// processData of a `Kassenbeleg-V1`: `Beleg^4.05_3.00_0.00_0.00_0.00^7.05:Bar`.
pub fn process_data(bon_type: &str, totals: &[KeyTotal], payments: &[Payment]) -> String {
    // An abort and a training receipt bring no money; what was rung up stays in the lines.
    let counts = bon_type == "Beleg";
    let abort = bon_type == "AVBelegabbruch";
    let mut slots = [Money::ZERO; 5];
    for total in totals.iter().filter(|_| !abort) {
        slots[total.key.slot()] += total.gross;
    }
    let slots: Vec<String> = slots.iter().map(|sum| sum.plain()).collect();
    let mut sums: BTreeMap<&str, Money> = BTreeMap::new();
    for payment in payments.iter().filter(|_| counts) {
        match payment.kind {
            PaymentKind::Bar => *sums.entry("Bar").or_default() += payment.amount,
            kind if kind.by_card() => {
                *sums.entry("Unbar").or_default() += payment.amount;
            }
            _ => {}
        }
    }
    // "Bar" sorts before "Unbar", which is the order the annex wants.
    let payments: Vec<String> = sums
        .iter()
        .filter(|(_, sum)| !sum.is_zero())
        .map(|(kind, sum)| format!("{}:{kind}", sum.plain()))
        .collect();
    format!("{bon_type}^{}^{}", slots.join("_"), payments.join("_"))
}

/// processData of a receipt.
pub fn process_data_of(receipt: &Receipt) -> String {
    process_data(receipt.kind.bon_type(), &receipt.totals, &receipt.payments)
}

/// A finish as found in a TSE's archive, for the comparison one to one with the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedFinish {
    /// Serial of the TSE, lower-case hex.
    pub serial: String,
    /// Transaction number.
    pub transaction: u64,
    /// Signature counter.
    pub counter: u64,
    /// processData.
    pub process_data: Vec<u8>,
    /// Signature value.
    pub signature: Vec<u8>,
    /// When it was finished.
    pub log_time: LogTime,
    /// When its transaction was started, if the archive has that.
    pub start: Option<LogTime>,
}

/// What a TSE finished for one register, out of one archive or of several that follow each other.
#[derive(Debug)]
pub struct Finishes<'a> {
    client: &'a str,
    /// What was finished, in the order of the archives.
    pub found: Vec<SignedFinish>,
    /// Starts whose finish has not come yet, by serial and transaction.
    starts: HashMap<(String, u64), LogTime>,
}

impl<'a> Finishes<'a> {
    /// Nothing yet, for the register with this serial number.
    pub fn new(client: &'a str) -> Self {
        Self {
            client,
            found: Vec::new(),
            starts: HashMap::new(),
        }
    }

    /// Verifies an archive and picks out what it finished.
    pub fn add(&mut self, archive: impl Read + Seek) -> Result<verify::Report, verify::Error> {
        verify::archive_with(archive, &verify::Options::default(), &mut |log| {
            let Body::Transaction(body) = &log.message.body else {
                return;
            };
            if body.client_id != self.client {
                return;
            }
            let key = (hex(&log.message.serial), body.number);
            match body.operation {
                Operation::Start => {
                    self.starts.insert(key, log.message.time);
                }
                Operation::Finish => self.found.push(SignedFinish {
                    start: self.starts.remove(&key),
                    serial: key.0,
                    transaction: key.1,
                    counter: log.message.counter,
                    process_data: body.process_data.clone(),
                    signature: log.signature.to_vec(),
                    log_time: log.message.time,
                }),
                _ => {}
            }
        })
    }
}

/// Verifies a TSE's archive and picks out what it finished for `client`.
pub fn finishes(
    archive: impl Read + Seek,
    client: &str,
) -> Result<(verify::Report, Vec<SignedFinish>), verify::Error> {
    let mut finishes = Finishes::new(client);
    let report = finishes.add(archive)?;
    Ok((report, finishes.found))
}

/// Moment as DSFinV-K writes TSE times: `2026-11-24T09:42:00.000Z`.
pub fn tse_time(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// Whether a signature belongs to its receipt and its key; `None` when this program lacks the algorithm.
pub fn genuine(signed: &Signed) -> Option<bool> {
    genuine_by(&verify::Receipts::default(), signed)
}

/// As [`genuine`], for many signatures of few devices.
pub fn genuine_by(receipts: &verify::Receipts, signed: &Signed) -> Option<bool> {
    match receipts.check(&qr_text(signed)) {
        Ok(verdict) => match verdict.outcome {
            verify::Outcome::Genuine(_) => Some(true),
            verify::Outcome::Mismatch => Some(false),
            verify::Outcome::Unchecked { .. } => None,
        },
        Err(_) => Some(false),
    }
}

/// Text of the QR code, version `V0` (DSFinV-K 2.4, Annex I, 2).
pub fn qr_text(signed: &Signed) -> String {
    [
        "V0",
        &signed.client_id,
        &signed.process_type,
        &signed.process_data,
        &signed.transaction.to_string(),
        &signed.counter.to_string(),
        &tse_time(signed.start),
        &tse_time(signed.log_time),
        &signed.algorithm,
        &signed.time_format,
        &signed.signature,
        &signed.public_key,
    ]
    .join(";")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tax::TaxKey;
    use rust_decimal::Decimal;

    fn total(key: u16, percent: i64, cents: i64) -> KeyTotal {
        KeyTotal::of(
            TaxKey(key),
            Decimal::from(percent),
            Money::from_cents(cents),
        )
    }

    fn pay(kind: PaymentKind, cents: i64) -> Payment {
        Payment {
            kind,
            amount: Money::from_cents(cents),
            given: None,
            card: None,
        }
    }

    #[test]
    fn official_examples() {
        let cash = process_data(
            "Beleg",
            &[total(1, 19, 405), total(2, 7, 300)],
            &[pay(PaymentKind::Bar, 705)],
        );
        assert_eq!(cash, "Beleg^4.05_3.00_0.00_0.00_0.00^7.05:Bar");
        let refund = process_data(
            "Beleg",
            &[total(2, 7, -2000)],
            &[pay(PaymentKind::Bar, -2000)],
        );
        assert_eq!(refund, "Beleg^0.00_-20.00_0.00_0.00_0.00^-20.00:Bar");
        let fee = process_data(
            "Beleg",
            &[total(5, 0, 3700)],
            &[pay(PaymentKind::ECKarte, 3700)],
        );
        assert_eq!(fee, "Beleg^0.00_0.00_0.00_0.00_37.00^37.00:Unbar");
        let abort = process_data("AVBelegabbruch", &[total(1, 19, 405)], &[]);
        assert_eq!(abort, "AVBelegabbruch^0.00_0.00_0.00_0.00_0.00^");
        // The annex's own example: historical and current rates share a slot.
        let mixed = process_data("Beleg", &[total(1, 19, -2000), total(21, 16, 8000)], &[]);
        assert_eq!(mixed, "Beleg^60.00_0.00_0.00_0.00_0.00^");
        let split = process_data(
            "Beleg",
            &[total(5, 0, 5000)],
            &[
                pay(PaymentKind::Kreditkarte, 1000),
                pay(PaymentKind::Bar, 3000),
                pay(PaymentKind::ECKarte, 1000),
            ],
        );
        assert_eq!(
            split,
            "Beleg^0.00_0.00_0.00_0.00_50.00^30.00:Bar_20.00:Unbar"
        );
    }
}
