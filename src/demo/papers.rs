//! Which of the many receipts become a PDF: the first of every kind worth looking at.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::catalogue::BusinessCase;
use crate::receipt::{Kind, PaymentKind, Receipt, Signature};

/// Rung up together by whoever shows a change of law.
const SWITCHED: [&str; 4] = ["BB0190", "ST0080", "HA0030", "HA0040"];

/// Receipts to print, by what they show.
#[derive(Debug, Default)]
pub(super) struct Papers(BTreeMap<&'static str, u64>);

impl Papers {
    /// Keeps a receipt that is the first to show something.
    pub fn see(&mut self, receipt: &Receipt) {
        for label in labels(receipt) {
            self.0.entry(label).or_insert(receipt.number);
        }
    }

    /// Number and file name of each receipt to print, by what it is the first to show.
    pub fn list(&self) -> Vec<(u64, String)> {
        let mut by_number: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
        for (label, number) in &self.0 {
            by_number.entry(*number).or_default().push(label);
        }
        by_number
            .into_iter()
            .map(|(number, labels)| {
                (
                    number,
                    format!("Beleg-{number:05}-{}.pdf", labels.join("-")),
                )
            })
            .collect()
    }
}

/// What a receipt shows, in words for a file name.
fn labels(receipt: &Receipt) -> Vec<&'static str> {
    let mut labels = Vec::new();
    if let Some(Signature::Failed { .. }) = receipt.signature {
        labels.push("TSE-Ausfall");
    }
    labels.push(match receipt.kind {
        Kind::Sale => return sale(receipt, labels),
        Kind::Void if by_card(receipt) => "Storno-auf-Karte",
        Kind::Void => "Storno-bar",
        Kind::Refund => "Erstattung",
        Kind::Abort => "Abbruch",
        Kind::Training => "Training",
        Kind::Opening => "Anfangsbestand",
        Kind::Float => "Wechselgeld",
        Kind::Skim => "Abschoepfung",
        Kind::Delivery => "Ablieferung",
        Kind::PayIn => "Einzahlung",
        Kind::PayOut => "Auszahlung",
        Kind::Difference => "Kassendifferenz",
    });
    labels
}

fn sale(receipt: &Receipt, mut labels: Vec<&'static str>) -> Vec<&'static str> {
    let paid = |kind| receipt.payments.iter().any(|p| p.kind == kind);
    let cash = paid(PaymentKind::Bar);
    labels.push(if cash && by_card(receipt) {
        "Verkauf-bar-und-Karte"
    } else if receipt.cash().is_negative() {
        "Auszahlung-Pfand"
    } else if cash {
        "Verkauf-bar"
    } else if paid(PaymentKind::Kreditkarte) {
        "Verkauf-Kreditkarte"
    } else if by_card(receipt) {
        "Verkauf-girocard"
    } else {
        "Verkauf-kostenlos"
    });
    match receipt.totals.len() {
        ..=2 => {}
        3 => labels.push("drei-Steuersaetze"),
        _ => labels.push("vier-Steuersaetze"),
    }
    if receipt.lines.iter().any(|line| line.voided) {
        labels.push("gestrichene-Position");
    }
    if receipt.lines.iter().any(|line| line.item_id.is_empty()) {
        labels.push("Rabatt-auf-alles");
    }
    let lines = || receipt.valid_lines();
    if lines().any(|line| line.discount.is_negative()) {
        labels.push("Rabatt-auf-Position");
    }
    if lines().any(|line| line.case == BusinessCase::Forderungsaufloesung) {
        labels.push("Kassenzeichen");
    }
    let partly =
        |line: &crate::receipt::Line| !line.third_party.is_zero() && line.third_party != line.gross;
    if lines().any(partly) {
        labels.push("fremder-Anteil");
    }
    let taxed_copy = |line: &crate::receipt::Line| {
        line.item_id == "BB0190" && line.parts.iter().any(|part| part.percent > Decimal::ZERO)
    };
    if lines().any(taxed_copy) {
        labels.push("Kopie-steuerpflichtig");
    }
    if receipt.supplied.is_some() {
        labels.push("Leistung-vorher");
    }
    if SWITCHED
        .iter()
        .all(|item| lines().any(|line| line.item_id == *item))
    {
        labels.push(
            match receipt.totals.iter().all(|total| total.vat.is_zero()) {
                true => "Umstellung-davor",
                false => "Umstellung-danach",
            },
        );
    }
    labels
}

fn by_card(receipt: &Receipt) -> bool {
    receipt.payments.iter().any(|p| p.kind.by_card())
}
