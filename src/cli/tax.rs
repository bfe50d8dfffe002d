//! `tax`: what changes on a day, before it comes. It only reads, so the register may be running.

use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDate};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{Failure, Outcome, Verdict, file, out::Out};
use crate::catalogue::{ItemChange, Rehearsal, Side};
use crate::document::rehearsal::{self, Preview, groups, shares};
use crate::i18n;
use crate::ledger::Ledger;
use crate::site::Site;
use crate::till::{self, Clock, SystemClock, output};

#[derive(Debug, Subcommand)]
#[command(
    override_usage = "amtskasse tax rehearse --on DATUM [--receipt ARTIKEL,…] [--out DATEI.pdf|DATEI.csv]"
)]
pub(super) enum Tax {
    /// Zeigen, was sich an einem Tag an Steuern und Preisen ändert
    Rehearse(Arguments),
}

#[derive(Debug, Args)]
#[command(
    override_usage = "amtskasse tax rehearse --on DATUM [--receipt ARTIKEL,…] [--out DATEI.pdf|DATEI.csv] [--data ORDNER]"
)]
pub(super) struct Arguments {
    /// Der Tag, verglichen mit dem Tag davor
    #[arg(long, value_name = "DATUM", value_parser = date)]
    on: NaiveDate,
    /// Wohin, als PDF oder CSV; eine Datei dieses Namens wird ersetzt
    #[arg(long, value_name = "DATEI")]
    out: Option<PathBuf>,
    /// Nummern von Artikeln, deren Beleg an beiden Tagen gezeigt wird
    #[arg(long, value_name = "ARTIKEL", value_delimiter = ',')]
    receipt: Vec<String>,
}

/// A day as machines or as Germans write it, like in a catalogue file.
pub(super) fn calendar_day(text: &str) -> Option<NaiveDate> {
    let format = match text.contains('.') {
        true => "%d.%m.%Y",
        false => "%Y-%m-%d",
    };
    NaiveDate::parse_from_str(text, format).ok()
}

fn date(text: &str) -> Result<NaiveDate, String> {
    calendar_day(text)
        .filter(|day: &NaiveDate| (2000..=2099).contains(&day.year()))
        .ok_or_else(|| {
            "Erwartet wird ein Datum wie 2027-01-01 oder 01.01.2027, von 2000 bis 2099.".to_owned()
        })
}

/// Letters per line of a receipt beside another one.
const RECEIPT_COLUMNS: usize = 42;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Pdf,
    Csv,
}

pub(super) fn run(data: &Path, tax: Tax, out: &mut Out) -> Outcome {
    let Tax::Rehearse(arguments) = tax;
    let kind = arguments.out.as_deref().map(kind_of).transpose()?;
    let ledger = Ledger::open_read_only(data)?;
    let items: Vec<String> = arguments
        .receipt
        .iter()
        .map(|id| id.trim().to_owned())
        .collect();
    let (found, preview) = till::rehearsal(&ledger, arguments.on, &items)?;
    let site = ledger.site()?;
    if let (Some(path), Some(kind)) = (&arguments.out, kind) {
        save(path, kind, &found, preview.as_ref(), &site)?;
    }
    match out.json() {
        true => {
            let receipts = preview.map(|preview| {
                let [before, after] = rehearsal::preview_text(&preview, &site, RECEIPT_COLUMNS);
                json!({ "before": before, "after": after })
            });
            out.value(&answer(&found, receipts, arguments.out.as_deref()));
        }
        false => {
            print(&found, out);
            if let Some(preview) = &preview {
                beside(&found, preview, &site, out);
            }
            if let Some(path) = &arguments.out {
                out.line("");
                out.line(format!("Geschrieben: {}", path.display()));
            }
        }
    }
    Ok(match found.needs_decision() {
        true => Verdict::DoesNotHold,
        false => Verdict::Fine,
    })
}

fn kind_of(path: &Path) -> Result<Kind, Failure> {
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    match ending.as_deref().and_then(|ending| ending.to_str()) {
        Some("pdf") => Ok(Kind::Pdf),
        Some("csv") => Ok(Kind::Csv),
        _ => Err(Failure::new(format!(
            "{}: erwartet wird ein Dateiname, der auf .pdf oder .csv endet.",
            path.display()
        ))),
    }
}

fn save(
    path: &Path,
    kind: Kind,
    found: &Rehearsal,
    preview: Option<&Preview>,
    site: &Site,
) -> Result<(), Failure> {
    let bytes = match kind {
        Kind::Pdf => {
            let document = rehearsal::document(found, preview, site);
            output::render(&document, SystemClock.now())?
        }
        Kind::Csv => {
            let mut bytes = Vec::new();
            let written = found.write_csv(&mut bytes);
            written.map_err(|e| file::failed(path, &e))?;
            bytes
        }
    };
    file::write(path, |w| {
        w.write_all(&bytes).map_err(|e| file::failed(path, &e))
    })?;
    Ok(())
}

fn answer(found: &Rehearsal, receipts: Option<Value>, path: Option<&Path>) -> Value {
    json!({
        "rehearsal": found,
        "needs_decision": found.needs_decision(),
        "receipts": receipts,
        "file": path,
    })
}

fn print(found: &Rehearsal, out: &mut Out) {
    out.line(format!("Was sich am {} ändert", i18n::date(found.on)));
    let law = match found.law_before == found.law_after {
        true => format!("{} (unverändert)", found.law_after.paragraph()),
        false => format!(
            "{}, bisher {}",
            found.law_after.paragraph(),
            found.law_before.paragraph()
        ),
    };
    out.pair("Recht", law);
    for rate in &found.rates {
        let shown = |rate: Option<_>| rate.map_or("–".to_owned(), rehearsal::percent);
        let text = format!(
            "Schlüssel {}: {} → {}",
            rate.key.0,
            shown(rate.before),
            shown(rate.after)
        );
        out.pair("Steuersatz", text);
    }
    out.line("");
    match found.changes.is_empty() {
        true => out.line("Kein Artikel ändert sich."),
        false => changes(found, out),
    }
    out.line("");
    offices(found, out);
    out.line("");
    let groups = groups(found);
    for (title, decide, items) in &groups {
        let mark = if *decide { "Zu entscheiden" } else { "Hinweis" };
        out.line(format!("{mark}: {title}."));
        for item in items {
            out.line(format!("    {item}"));
        }
    }
    if !groups.is_empty() {
        out.line("");
    }
    out.line(match found.needs_decision() {
        true => "Ergebnis: Vor diesem Tag ist noch etwas zu entscheiden.",
        false => "Ergebnis: Für diesen Tag ist alles entschieden.",
    });
}

fn changes(found: &Rehearsal, out: &mut Out) {
    let (before, after) = (i18n::date(found.before), i18n::date(found.on));
    let pad = |text: &str, width: usize| format!("{text:<width$}");
    out.line(format!(
        "{} {} {} {}",
        pad("Nummer", 8),
        pad("Bezeichnung", 34),
        pad(&before, 42),
        after
    ));
    for change in &found.changes {
        let name: String = change.name.chars().take(34).collect();
        out.line(format!(
            "{} {} {} {}",
            pad(&change.item_id, 8),
            pad(&name, 34),
            pad(&side(change.before.as_ref()), 42),
            side(change.after.as_ref())
        ));
        if let Some(note) = note(change) {
            out.line(format!("{} {note}", " ".repeat(8)));
        }
    }
}

/// `19 %  0,25 + 0,05 = 0,30 €`
fn side(side: Option<&Side>) -> String {
    let Some(side) = side else {
        return "nicht im Angebot".to_owned();
    };
    let tax = shares(side).join(" + ");
    match side.vat.is_zero() {
        true => format!("{tax}, {} €", side.gross),
        false => format!("{tax}, {} + {} = {} €", side.net, side.vat, side.gross),
    }
}

fn note(change: &ItemChange) -> Option<String> {
    if let Some(pending) = &change.pending {
        return Some(format!("wartet auf Freigabe: {}", side(Some(pending))));
    }
    let after = change.after.as_ref()?;
    let known = [after.reason.as_str(), after.legal_basis.as_str()];
    let known: Vec<&str> = known.into_iter().filter(|t| !t.trim().is_empty()).collect();
    (!known.is_empty()).then(|| known.join(" · "))
}

fn offices(found: &Rehearsal, out: &mut Out) {
    out.line(format!(
        "{:<24} {:>10} {:>11} {:>15} {:>15} {:>15}",
        "Amt", "im Angebot", "ändern sich", "bisher mit USt", "künftig mit USt", "zu entscheiden"
    ));
    for office in &found.offices {
        out.line(format!(
            "{:<24} {:>10} {:>11} {:>15} {:>15} {:>15}",
            office.office,
            office.items,
            office.changed,
            office.taxed_before,
            office.taxed_after,
            office.to_decide
        ));
    }
}

/// Both receipts side by side.
fn beside(found: &Rehearsal, preview: &Preview, site: &Site, out: &mut Out) {
    let [before, after] = rehearsal::preview_text(preview, site, RECEIPT_COLUMNS);
    let (mut left, mut right) = (before.lines(), after.lines());
    out.line("");
    let titles = (i18n::date(found.before), i18n::date(found.on));
    out.line(format!(
        "{:<width$}   │   {}",
        titles.0,
        titles.1,
        width = RECEIPT_COLUMNS
    ));
    loop {
        match (left.next(), right.next()) {
            (None, None) => break,
            (l, r) => {
                let (l, r) = (l.unwrap_or_default(), r.unwrap_or_default());
                let line = format!("{l:<width$}   │   {r}", width = RECEIPT_COLUMNS);
                out.line(line.trim_end());
            }
        }
    }
}
