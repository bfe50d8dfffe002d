//! What can be rung up: a summary, and all of it in an annex.

use std::collections::{BTreeMap, BTreeSet};

use super::Procedure;
use super::paper::Paper;
use crate::catalogue::Entry;
use crate::document::format::euro;
use crate::document::model::{Align, Column, Width};
use crate::tax::{Decision, TaxKey};

// What holds today; what begins later has its own day.
fn decision<'a>(procedure: &Procedure, entry: &'a Entry) -> Option<&'a Decision> {
    let law = procedure.regimes.at(procedure.today);
    entry.decision_on(law, procedure.today)
}

fn keys(decision: Option<&Decision>) -> Vec<TaxKey> {
    match decision {
        None => vec![TaxKey::UNDETERMINED],
        Some(decision) => decision
            .treatment
            .shares
            .iter()
            .map(|(key, _)| *key)
            .collect(),
    }
}

fn offered(procedure: &Procedure) -> impl Iterator<Item = &Entry> {
    let today = procedure.today;
    let entries = procedure.entries.iter();
    entries.filter(move |entry| entry.archived.is_none_or(|from| from > today))
}

pub(super) fn summary(paper: &mut Paper, procedure: &Procedure) {
    paper.section("Artikel, Gebühren und ihre Behandlung");
    let all = procedure.entries.len();
    let now = offered(procedure).count();
    paper.say(format!(
        "Der Katalog hat {all} Artikel, davon sind {now} im Angebot. Gelöscht wird nie ein Artikel; er wird ab einem Tag \
         archiviert. Preise gelten ab ihrem Tag. Jede Änderung steht mit Grund und Person im Kassenbuch; die steuerliche \
         Behandlung wirkt erst, wenn eine zweite Person sie freigegeben hat. Das vollständige Verzeichnis ist der Anhang."
    ));
    let mut by_key: BTreeMap<TaxKey, (usize, BTreeSet<String>)> = BTreeMap::new();
    for entry in offered(procedure) {
        let decision = decision(procedure, entry);
        for key in keys(decision) {
            let (count, bases) = by_key.entry(key).or_default();
            *count += 1;
            let basis = decision.map(|d| d.legal_basis.trim()).unwrap_or_default();
            if !basis.is_empty() {
                bases.insert(basis.to_owned());
            }
        }
    }
    let rows = by_key.into_iter().map(|(key, (count, bases))| {
        vec![
            key.0.to_string(),
            super::tax::name(procedure, key),
            count.to_string(),
            match bases.is_empty() {
                true => "–".to_owned(),
                false => bases.into_iter().collect::<Vec<_>>().join("; "),
            },
        ]
    });
    paper.table(
        &[
            ("Schlüssel", Column::LABEL),
            ("Bedeutung", Column::new(Width::Share(2), Align::Left)),
            ("Artikel", Column::AMOUNT),
            (
                "Rechtsgrundlagen",
                Column::new(Width::Share(4), Align::Left),
            ),
        ],
        rows.collect(),
    );
    paper.note("Ein Artikel mit geteilter Behandlung zählt bei jedem seiner Schlüssel.");
}

pub(super) fn annex(paper: &mut Paper, procedure: &Procedure) {
    paper.page_break();
    paper.section("Anhang: Verzeichnis der Artikel");
    let mut offices: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in offered(procedure) {
        offices
            .entry(entry.item.office.as_str())
            .or_default()
            .push(entry);
    }
    for (office, entries) in offices {
        paper.sub(office);
        let rows = entries.into_iter().map(|entry| {
            let decision = decision(procedure, entry);
            let keys: Vec<String> = keys(decision).iter().map(|k| k.0.to_string()).collect();
            let price = entry.price_on(procedure.today);
            let why = decision.map_or("noch nicht entschieden", |d| d.reason.as_str());
            vec![
                entry.item.id.clone(),
                entry.item.name.clone(),
                price.map_or_else(|| "–".to_owned(), |price| euro(price.amount)),
                keys.join(", "),
                decision.map(|d| d.legal_basis.clone()).unwrap_or_default(),
                why.to_owned(),
            ]
        });
        paper.table(
            &[
                ("Nummer", Column::LABEL),
                ("Bezeichnung", Column::new(Width::Share(3), Align::Left)),
                ("Preis", Column::AMOUNT),
                ("Schl.", Column::LABEL),
                ("Rechtsgrundlage", Column::new(Width::Share(2), Align::Left)),
                ("Begründung", Column::new(Width::Share(3), Align::Left)),
            ],
            rows.collect(),
        );
    }
}
