//! `payment-rules`: which kinds of payment are taken for what, where and up to which amount.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use super::{Failure, Outcome, Verdict, file, out::Out};
use crate::acceptance::Rules;
use crate::i18n::Language;
use crate::ledger::Ledger;
use crate::till::{self, COMMAND_LINE, Clock, SystemClock};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

#[derive(Debug, Subcommand)]
#[command(override_usage = "amtskasse payment-rules show|set …")]
pub(super) enum Command {
    /// Die Zahlungsregeln zeigen; mit --json zum Bearbeiten
    Show,
    /// Die Zahlungsregeln durch die einer Datei ersetzen
    Set(Set),
}

#[derive(Debug, Args)]
#[command(
    override_usage = "amtskasse payment-rules set DATEI.json [--reason TEXT] [--data ORDNER]"
)]
pub(super) struct Set {
    /// Regeln, wie `payment-rules show --json` sie unter "rules" schreibt
    #[arg(value_name = "DATEI.json")]
    file: PathBuf,
    /// Warum; steht im Ereignis
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

pub(super) fn run(data: &Path, command: Command, out: &mut Out) -> Outcome {
    match command {
        Command::Show => show(&Ledger::open_read_only(data)?.payment_rules()?, out),
        Command::Set(arguments) => {
            let rules = read(&arguments.file)?;
            let mut ledger = Ledger::open(data)?;
            let by = till::By {
                id: COMMAND_LINE,
                second: None,
                reason: &arguments.reason,
            };
            let changed = till::set_payment_rules(&mut ledger, &rules, by, SystemClock.now())?;
            show(&rules, out);
            if !out.json() {
                out.line(match changed {
                    true => "Geändert. Die Regeln gelten ab jetzt.",
                    false => "Nichts war anders; es bleibt, wie es ist.",
                });
            }
        }
    }
    Ok(Verdict::Fine)
}

fn show(rules: &Rules, out: &mut Out) {
    if out.json() {
        out.value(&json!({ "rules": rules }));
        return;
    }
    if rules.0.is_empty() {
        out.line("Keine Regeln: Jede Zahlungsart wird für alles angenommen.");
    }
    for (index, rule) in rules.0.iter().enumerate() {
        let name = format!("Regel {}", index + 1);
        out.pair(&name, rule.sentence(Language::German));
    }
}

/// What `show --json` writes, or the list alone.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Shown {
    rules: Rules,
}

fn read(path: &Path) -> Result<Rules, Failure> {
    let mut bytes = Vec::new();
    let file = file::open(path, "eine Datei mit Zahlungsregeln")?;
    let read = file.take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|e| file::failed(path, &e))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::new(format!(
            "{}: die Datei ist zu groß für Zahlungsregeln.",
            path.display()
        )));
    }
    let bare = bytes.trim_ascii_start().starts_with(b"[");
    let rules = match bare {
        true => serde_json::from_slice(&bytes),
        false => serde_json::from_slice(&bytes).map(|shown: Shown| shown.rules),
    };
    rules.map_err(|error| {
        // What is wrong stands before the place, in the words of the reader.
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or_default();
        Failure::new(format!(
            "{}: Zeile {}, Spalte {}: das sind keine Zahlungsregeln, wie `amtskasse payment-rules show --json` sie schreibt ({what}).",
            path.display(),
            error.line(),
            error.column()
        ))
    })
}
