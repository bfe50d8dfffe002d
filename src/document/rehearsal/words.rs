//! What a rehearsal has to say, in German.

use crate::catalogue::{Concern, Rehearsal, Side, Warning};
use crate::document::format::{euro, number, percent};
use crate::i18n::date;
use crate::tax::TaxKey;

/// A treatment on one day, a line for each key: `19 %`, `nicht steuerbar`, `70: 7 %`.
pub fn shares(side: &Side) -> Vec<String> {
    let several = side.shares.len() > 1;
    side.shares
        .iter()
        .map(|share| {
            let rate = match (share.key, share.percent) {
                (TaxKey::NOT_TAXABLE, _) => "nicht steuerbar".to_owned(),
                (TaxKey::EXEMPT, _) => "steuerfrei".to_owned(),
                (TaxKey::UNDETERMINED, _) => "offen".to_owned(),
                (_, Some(rate)) => percent(rate),
                (key, None) => format!("Schlüssel {} ohne Satz", key.0),
            };
            match several {
                true => format!("{}: {rate}", number(share.share)),
                false => rate,
            }
        })
        .collect()
}

/// What a kind of warning is about, as the heading of its items.
pub fn concern_group(concern: &Concern) -> &'static str {
    match concern {
        Concern::Undecided { .. } => {
            "Ohne Entscheidung nach dem Recht dieses Tages; die Umsatzsteuer gälte als nicht ermittelbar"
        }
        Concern::NoReason => "Behandlung ohne Begründung",
        Concern::NoLegalBasis => "Behandlung ohne Rechtsgrundlage",
        Concern::RaisesFee { .. } => {
            "Umsatzsteuer auf den Preis erhöht eine Gebühr, die eine Satzung festlegt"
        }
        Concern::Waits { .. } => "Entscheidung wartet auf die Freigabe durch eine zweite Person",
        Concern::Late { .. } => {
            "Entscheidung kommt zu spät: ihr erster Tag hat schon Belege, sie braucht einen späteren"
        }
        Concern::NoRate { .. } => "Steuerschlüssel ohne Satz an diesem Tag, nicht verkäuflich",
        Concern::OwnPrice { .. } => {
            "Preis bleibt, die Umsatzsteuer darin trägt die Kommune (Betrag je Stück)"
        }
        Concern::ThirdParty { .. } => {
            "Besteuerter Preis mit fremdem Anteil, der ohne Umsatzsteuer weitergereicht wird (je Stück)"
        }
        Concern::ClosingFirst => {
            "Steuersätze ändern sich: vor dem ersten Verkauf des Tages muss der Kassenabschluss gemacht sein"
        }
    }
}

/// What a warning says of its item, beside the heading of its group; empty where that says it all.
pub fn concern(concern: &Concern) -> String {
    match concern {
        Concern::RaisesFee { before, after } => format!("{} → {}", euro(*before), euro(*after)),
        Concern::Waits { from, .. } | Concern::Late { from, .. } => {
            format!("ab {}", date(*from))
        }
        Concern::NoRate { key } => format!("Schlüssel {}", key.0),
        Concern::OwnPrice { vat } => euro(*vat),
        Concern::ThirdParty { amount } => euro(*amount),
        Concern::Undecided { .. }
        | Concern::NoReason
        | Concern::NoLegalBasis
        | Concern::ClosingFirst => String::new(),
    }
}

/// Warnings of a kind together: heading, whether they need a decision, and their items.
pub fn groups(rehearsal: &Rehearsal) -> Vec<(&'static str, bool, Vec<String>)> {
    let mut groups: Vec<(&'static str, bool, Vec<String>)> = Vec::new();
    for warning in &rehearsal.warnings {
        let title = concern_group(&warning.concern);
        let place = match groups.iter().position(|(known, ..)| *known == title) {
            Some(place) => place,
            None => {
                groups.push((title, warning.concern.needs_decision(), Vec::new()));
                groups.len() - 1
            }
        };
        if let Some((_, _, items)) = groups.get_mut(place)
            && !warning.item_id.is_empty()
        {
            items.push(item(warning));
        }
    }
    groups
}

fn item(warning: &Warning) -> String {
    let detail = concern(&warning.concern);
    match detail.is_empty() {
        true => format!("{} {}", warning.item_id, warning.name),
        false => format!("{} {} ({detail})", warning.item_id, warning.name),
    }
}
