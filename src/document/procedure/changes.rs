//! What changed, by the events of the ledger.

use super::Procedure;
use super::paper::Paper;
use crate::document::format::minute;
use crate::document::model::{Align, Column, Width};

/// Rows the table shows; the ledger has all of them.
const MOST: usize = 120;

/// The words for a kind of change.
fn name(kind: &str) -> &str {
    match kind {
        "tse" => "TSE signiert ab jetzt",
        "tse-change" => "TSE gewechselt",
        "tse-standby" => "TSE als Reserve",
        "tse-standby-removed" => "Reserve-TSE entfernt",
        "terminal-added" => "Neues Kartenterminal",
        "terminal-changed" => "Kartenterminal geändert",
        "terminal-removed" => "Kartenterminal entfernt",
        "site" => "Stammdaten",
        "principals" => "Auftraggeber",
        "tax-rate" | "tax-rate-withdrawn" => "Steuersatz",
        "tax-key" => "Eigener Schlüssel",
        "tax-regime" | "tax-regime-withdrawn" => "Steuerrecht",
        "tax-approved" => "Behandlung freigegeben",
        "notice-made" => "Mitteilung § 146a",
        "notice-changed" => "Angaben § 146a",
        "item-added" => "Neuer Artikel",
        "item-changed" => "Artikel geändert",
        other => other,
    }
}

pub(super) fn write(paper: &mut Paper, procedure: &Procedure) {
    paper.section("Änderungsgeschichte");
    paper.sub("Versionen des Programms");
    match procedure.versions.is_empty() {
        true => paper.say(format!(
            "Amtskasse {}; noch keine Periode hat begonnen.",
            procedure.version
        )),
        false => {
            let rows = procedure.versions.iter();
            let rows = rows.map(|(z, version)| vec![version.clone(), format!("Abschluss {z}")]);
            paper.table(
                &[("Amtskasse", Column::LABEL), ("ab", Column::TEXT)],
                rows.collect(),
            );
        }
    }
    paper.sub("Stammdaten, Steuern, TSE");
    if procedure.changes.is_empty() {
        paper.say("Seit der Einrichtung wurde nichts geändert.");
        return;
    }
    let hidden = procedure.changes.len().saturating_sub(MOST);
    if hidden > 0 {
        paper.say(format!(
            "Die letzten {MOST} von {} Änderungen; alle stehen im Kassenbuch.",
            procedure.changes.len()
        ));
    }
    let rows = procedure.changes.iter().rev().take(MOST).map(|change| {
        vec![
            minute(change.at),
            name(&change.kind).to_owned(),
            change.by.clone(),
            cut(&change.text),
        ]
    });
    paper.table(
        &[
            ("Wann", Column::LABEL),
            ("Was", Column::new(Width::Share(2), Align::Left)),
            ("Wer", Column::new(Width::Share(2), Align::Left)),
            ("Im Einzelnen", Column::new(Width::Share(6), Align::Left)),
        ],
        rows.collect(),
    );
}

// Certificates and keys of a TSE are kept in the same text; nobody reads them here.
fn cut(text: &str) -> String {
    const LONGEST: usize = 240;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
