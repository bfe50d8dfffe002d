//! `demo`: business days without a display.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use serde_json::json;

use super::{Outcome, Verdict, out::Out, progress::Progress};
use crate::demo::{self, Plan, Summary};
use crate::i18n;
use crate::message;

#[derive(Debug, Args)]
#[command(
    override_usage = "amtskasse demo --out ORDNER [--start DATUM] [--days ZAHL] [--receipts ZAHL] [--seed ZAHL]"
)]
pub(super) struct Arguments {
    /// Neuer oder leerer Ordner für Datenordner, Belege, Abschlüsse und TSE-Archiv
    #[arg(long, value_name = "ORDNER")]
    out: PathBuf,
    /// Erster Tag, sonst 2026-11-23
    #[arg(long, value_name = "DATUM", default_value = "2026-11-23", hide_default_value = true, value_parser = date)]
    start: NaiveDate,
    /// Tage in Folge, sonst 1; sonntags und feiertags ist nur das Museum offen
    #[arg(long, value_name = "ZAHL", default_value = "1", hide_default_value = true, allow_negative_numbers = true,
        value_parser = days)]
    days: u32,
    /// Kunden an einem Werktag, sonst 60; Geldbewegungen kommen dazu
    #[arg(long, value_name = "ZAHL", default_value = "60", hide_default_value = true, allow_negative_numbers = true,
        value_parser = receipts)]
    receipts: u32,
    /// Gleiche Zahl, gleiche Geschäfte; sonst 1
    #[arg(long, value_name = "ZAHL", default_value = "1", hide_default_value = true, allow_negative_numbers = true,
        value_parser = seed)]
    seed: u64,
}

fn date(text: &str) -> Result<NaiveDate, String> {
    // The statutory rates begin in 2007, this program's in 2020.
    text.parse()
        .ok()
        .filter(|day| (2020..=2099).contains(&chrono::Datelike::year(day)))
        .ok_or_else(|| "Erwartet wird ein Datum wie 2026-11-23 von 2020 bis 2099.".to_owned())
}

fn days(text: &str) -> Result<u32, String> {
    within(text, 3_660)
}

fn receipts(text: &str) -> Result<u32, String> {
    within(text, 100_000)
}

fn within(text: &str, most: u32) -> Result<u32, String> {
    text.parse()
        .ok()
        .filter(|number| (1..=most).contains(number))
        .ok_or_else(|| format!("Erwartet wird eine ganze Zahl von 1 bis {most}."))
}

fn seed(text: &str) -> Result<u64, String> {
    text.parse()
        .map_err(|_| "Erwartet wird eine ganze Zahl ab 0.".to_owned())
}

pub(super) fn run(arguments: &Arguments, out: &mut Out) -> Outcome {
    let plan = Plan {
        start: arguments.start,
        days: arguments.days,
        receipts: arguments.receipts,
        seed: arguments.seed,
    };
    let summary = {
        let progress = Progress::new("Kunden bedienen");
        demo::run(&arguments.out, &plan, |served, of| progress.at(served, of))?
    };
    if out.json() {
        let data = arguments.out.join("data");
        out.value(
            &json!({ "out": arguments.out, "data": data, "seed": plan.seed, "demo": summary }),
        );
    } else {
        print(arguments, &summary, out);
    }
    Ok(match summary.holds {
        true => Verdict::Fine,
        false => Verdict::DoesNotHold,
    })
}

fn print(arguments: &Arguments, summary: &Summary, out: &mut Out) {
    let folder = arguments.out.display();
    let span = match summary.first_day == summary.last_day {
        true => i18n::date(summary.first_day),
        false => format!(
            "{} bis {}",
            i18n::date(summary.first_day),
            i18n::date(summary.last_day)
        ),
    };
    out.line(format!("Stadt Lindenau, Kasse 2, {span}"));
    let count = |kind: &str| summary.kinds.get(kind).copied().unwrap_or_default();
    out.pair(
        "Belege",
        format!(
            "{} (Verkäufe {}, Stornos {}, Erstattungen {}, Abbrüche {}, Übungen {})",
            summary.receipts,
            count("sale"),
            count("void"),
            count("refund"),
            count("abort"),
            count("training")
        ),
    );
    out.pair(
        "Ohne Signatur",
        format!("{} (Ausfall der TSE)", summary.ledger.unsigned),
    );
    out.pair("Abschlüsse", summary.closings.to_string());
    out.pair("Umsatz", format!("{} €", summary.turnover));
    out.pair("Kassendifferenz", format!("{} €", summary.difference));
    out.pair("Datenordner", format!("{folder}/data"));
    out.pair(
        "Belege als PDF",
        format!("{folder}/receipts ({} Stück)", summary.papers),
    );
    out.pair("Abschlüsse als PDF", format!("{folder}/closings"));
    out.pair("TSE-Archiv", format!("{folder}/tse.tar"));
    out.pair("DSFinV-K", format!("{folder}/dsfinvk.zip"));
    for finding in summary.ledger.findings.iter().take(20) {
        out.line(format!("  Fehler: {}", message::ledger_finding(finding)));
    }
    out.line(match summary.holds {
        true => "Ergebnis: Kassenbuch und TSE-Archiv sind geprüft und stimmen überein.",
        false => "Ergebnis: Die Prüfung hat Fehler gefunden.",
    });
}
