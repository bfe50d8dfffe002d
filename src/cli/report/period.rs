//! `report journal` and `report evaluation`: papers over days.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use serde_json::json;

use super::super::{Failure, Outcome, Verdict, file, out::Out, progress::Progress};
use super::{closing, number, save};
use crate::audit::{Hours, Span};
use crate::i18n::{Language, date};
use crate::ledger::Ledger;
use crate::till::output;

#[derive(Debug, Args)]
#[command(
    override_usage = "amtskasse report journal --number ZAHL --out DATEI.pdf|DATEI.csv [--data ORDNER]\n        amtskasse report journal --from DATUM --to DATUM --out DATEI.pdf|DATEI.csv [--data ORDNER]"
)]
pub(in crate::cli) struct Journal {
    /// Nummer des Abschlusses, auch des noch offenen
    #[arg(long, value_name = "ZAHL", allow_negative_numbers = true, value_parser = number,
        conflicts_with_all = ["from", "to"], required_unless_present = "from")]
    number: Option<u64>,
    /// Erster Tag, z. B. 2026-11-01
    #[arg(long, value_name = "DATUM", value_parser = day, requires = "to")]
    from: Option<NaiveDate>,
    /// Letzter Tag, z. B. 2026-11-30
    #[arg(long, value_name = "DATUM", value_parser = day, requires = "from")]
    to: Option<NaiveDate>,
    /// Wohin; endet der Name auf .csv, als Tabelle. Eine Datei dieses Namens wird ersetzt
    #[arg(long, value_name = "DATEI")]
    out: PathBuf,
}

#[derive(Debug, Args)]
#[command(
    override_usage = "amtskasse report evaluation --from DATUM --to DATUM --out DATEI.pdf [--opens STUNDE] [--closes STUNDE] [--json] [--data ORDNER]"
)]
pub(in crate::cli) struct Evaluation {
    /// Erster Tag, z. B. 2026-01-01
    #[arg(long, value_name = "DATUM", value_parser = day)]
    from: NaiveDate,
    /// Letzter Tag, z. B. 2026-12-31
    #[arg(long, value_name = "DATUM", value_parser = day)]
    to: NaiveDate,
    /// Stunde, ab der jemand im Amt sein kann, sonst 6
    #[arg(long, value_name = "STUNDE", default_value = "6", hide_default_value = true, value_parser = hour)]
    opens: u32,
    /// Stunde, ab der niemand mehr im Amt ist, sonst 20
    #[arg(long, value_name = "STUNDE", default_value = "20", hide_default_value = true, value_parser = hour)]
    closes: u32,
    /// Wohin; eine Datei dieses Namens wird ersetzt. Mit --json darf sie fehlen
    #[arg(long, value_name = "DATEI.pdf")]
    out: Option<PathBuf>,
}

fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse()
        .map_err(|_| "Erwartet wird ein Datum wie 2026-11-23.".to_owned())
}

fn hour(text: &str) -> Result<u32, String> {
    let hour = text.parse().ok().filter(|hour| *hour <= 24);
    hour.ok_or_else(|| "Erwartet wird eine Stunde von 0 bis 24.".to_owned())
}

fn span(from: NaiveDate, to: NaiveDate) -> Result<Span, Failure> {
    match from <= to {
        true => Ok(Span { from, to }),
        false => Err(Failure::new(format!(
            "Der letzte Tag ({}) liegt vor dem ersten ({}).",
            date(to),
            date(from)
        ))),
    }
}

fn is_table(path: &Path) -> bool {
    path.extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("csv"))
}

pub(super) fn journal(
    ledger: &Ledger,
    arguments: &Journal,
    now: DateTime<Utc>,
    out: &mut Out,
) -> Outcome {
    let path = &arguments.out;
    file::check_target(path)?;
    let days = arguments.from.zip(arguments.to);
    let days = days.map(|(from, to)| span(from, to)).transpose()?;
    let number = closing(arguments.number.unwrap_or(1))?;
    if !is_table(path) {
        let document = match days {
            Some(span) => output::journal_between(ledger, span)?,
            None => output::journal_of(ledger, number)?,
        };
        return save(path, &document, now, out);
    }
    let size = file::write(path, |writer| {
        let mut writer: &mut dyn std::io::Write = writer;
        let written = match days {
            Some(span) => output::journal_csv(ledger, span, &mut writer)?,
            None => output::journal_csv_of(ledger, number, &mut writer)?,
        };
        written.map_err(|error| file::failed(path, &error))
    })?;
    if out.json() {
        out.value(&json!({ "file": path, "bytes": size }));
    } else {
        out.line(format!("Journal: {}", path.display()));
    }
    Ok(Verdict::Fine)
}

pub(super) fn evaluation(
    ledger: &Ledger,
    arguments: &Evaluation,
    now: DateTime<Utc>,
    out: &mut Out,
) -> Outcome {
    let span = span(arguments.from, arguments.to)?;
    let pdf = |path: &PathBuf| {
        path.extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("pdf"))
    };
    if let Some(path) = arguments.out.as_ref().filter(|path| !pdf(path)) {
        let path = path.display();
        return Err(Failure::new(format!(
            "{path}: die Auswertung gibt es als PDF, mit --json als Daten; der Name muss auf .pdf enden."
        )));
    }
    if arguments.opens >= arguments.closes {
        return Err(Failure::new(format!(
            "Das Amt kann nicht um {} Uhr öffnen und um {} Uhr schließen.",
            arguments.opens, arguments.closes
        )));
    }
    let hours = Hours {
        opens: arguments.opens,
        closes: arguments.closes,
    };
    match &arguments.out {
        Some(path) => file::check_target(path)?,
        None if out.json() => {}
        None => {
            return Err(Failure::new(
                "Es fehlt --out DATEI.pdf; nur mit --json geht es ohne.",
            ));
        }
    }
    let evaluation = {
        let progress = Progress::new("Belege auswerten");
        ledger.evaluate(span, hours, now, &mut |through, of| {
            progress.at(through, of);
            true
        })?
    };
    // Nothing stops it here.
    let Some(evaluation) = evaluation else {
        return Ok(Verdict::Fine);
    };
    if let Some(path) = &arguments.out {
        let pdf = output::render(&output::evaluation(ledger, &evaluation)?, now)?;
        file::write(path, |w| {
            w.write_all(&pdf)
                .map_err(|error| file::failed(path, &error))
        })?;
    }
    let t = Language::German.texts();
    if out.json() {
        let sentences = evaluation.findings.iter().map(|finding| {
            json!({ "kind": finding.kind, "title": finding.title(t), "sentence": finding.sentence(t),
                "explanation": finding.explanation(t) })
        });
        let sentences: Vec<_> = sentences.collect();
        out.value(
            &json!({ "file": arguments.out, "evaluation": evaluation, "sentences": sentences }),
        );
        return Ok(Verdict::Fine);
    }
    for finding in &evaluation.findings {
        out.line(format!("{}: {}", finding.title(t), finding.sentence(t)));
    }
    if evaluation.findings.is_empty() {
        out.line(t.text("eval-nothing"));
    }
    if let Some(path) = &arguments.out {
        out.line(format!("Auswertung: {}", path.display()));
    }
    Ok(Verdict::Fine)
}
