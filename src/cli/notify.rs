//! `notify`: the notification of the recording systems under §146a(4) AO.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::{Failure, Outcome, Verdict, file, out::Out};
use crate::document::notice as paper;
use crate::i18n::date;
use crate::ledger::Ledger;
use crate::message;
use crate::notice::{self, Acquired, Edit, Form, Kind, Notice, Own, Retired, Shared, TseData};
use crate::till::{
    COMMAND_LINE, Clock, SystemClock, TillError, change_notice, local_day, output, read_notice,
};

const USAGE: &str = "amtskasse notify [--out DATEI.xml|DATEI.pdf|DATEI.json] [--with DATEI.json]…\n        amtskasse notify set|add|remove|done …";

#[derive(Debug, Args)]
#[command(override_usage = USAGE, args_conflicts_with_subcommands = true)]
pub(super) struct Notify {
    /// Wohin: .xml für ELSTER, .pdf für die Akte, .json für die Mitteilung einer anderen Kasse
    #[arg(long, value_name = "DATEI")]
    out: Option<PathBuf>,
    /// Datensatz einer anderen Kasse derselben Betriebsstätte mitnehmen, nur für diesmal
    #[arg(long, value_name = "DATEI.json")]
    with: Vec<PathBuf>,
    #[command(subcommand)]
    change: Option<Change>,
}

#[derive(Debug, Subcommand)]
enum Change {
    /// Angaben zu dieser Kasse und ihrer TSE festhalten
    Set(Set),
    /// Datensatz einer anderen Kasse der Betriebsstätte aufnehmen oder erneuern
    Add(Add),
    /// Eine andere Kasse aus der Mitteilung nehmen
    Remove(Remove),
    /// Vermerken, dass mitgeteilt wurde
    Done(Done),
}

#[derive(Debug, Args)]
struct Set {
    /// Art: 1 PC-Kasse, 2 Tablet oder App, 3 Registrierkasse, 4 Taxameter, 5 Wegstreckenzähler
    #[arg(long, value_name = "ZAHL", value_parser = kind)]
    kind: Option<Kind>,
    /// Hersteller
    #[arg(long, value_name = "NAME")]
    manufacturer: Option<String>,
    /// Modell
    #[arg(long, value_name = "NAME")]
    model: Option<String>,
    /// Tag der Anschaffung oder des Mietbeginns
    #[arg(long, value_name = "DATUM", value_parser = day)]
    acquired: Option<NaiveDate>,
    /// Gemietet oder geleast, nicht gekauft
    #[arg(long)]
    leased: bool,
    /// Tag der Inbetriebnahme; ohne Angabe der Tag des ersten Belegs
    #[arg(long, value_name = "DATUM", value_parser = day)]
    first_use: Option<NaiveDate>,
    /// Tag der Außerbetriebnahme
    #[arg(long, value_name = "DATUM", value_parser = day, requires = "retired_reason")]
    retired: Option<NaiveDate>,
    /// Grund der Außerbetriebnahme
    #[arg(long, value_name = "TEXT")]
    retired_reason: Option<String>,
    /// Seriennummer der TSE, um die es geht; ohne Angabe die, die gemeldet wird
    #[arg(long, value_name = "HEX")]
    tse: Option<String>,
    /// Bauform der TSE
    #[arg(long, value_name = "WAS")]
    tse_form: Option<FormName>,
    /// BSI-Kennung der TSE wie 0414-2020
    #[arg(long, value_name = "KENNUNG")]
    tse_bsi_id: Option<String>,
    /// Tag der Inbetriebnahme der TSE
    #[arg(long, value_name = "DATUM", value_parser = day)]
    tse_first_use: Option<NaiveDate>,
    /// Letzter Tag der TSE an dieser Kasse
    #[arg(long, value_name = "DATUM", value_parser = day)]
    tse_last_use: Option<NaiveDate>,
}

#[derive(Debug, Args)]
#[command(override_usage = "amtskasse notify add DATEI.json [--data ORDNER]")]
struct Add {
    /// Was `amtskasse notify --out DATEI.json` an der anderen Kasse geschrieben hat
    #[arg(value_name = "DATEI.json")]
    path: PathBuf,
}

#[derive(Debug, Args)]
#[command(override_usage = "amtskasse notify remove --serial NUMMER [--data ORDNER]")]
struct Remove {
    /// Seriennummer der anderen Kasse
    #[arg(long, value_name = "NUMMER")]
    serial: String,
}

#[derive(Debug, Args)]
#[command(
    override_usage = "amtskasse notify done --date DATUM --reference TEXT [--by NAME] [--data ORDNER]"
)]
struct Done {
    /// Tag der Mitteilung
    #[arg(long, value_name = "DATUM", value_parser = day)]
    date: NaiveDate,
    /// Transferticket oder anderes Ordnungsmerkmal
    #[arg(long, value_name = "TEXT")]
    reference: String,
    /// Wer mitgeteilt hat
    #[arg(long, value_name = "NAME", default_value = COMMAND_LINE)]
    by: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormName {
    Usb,
    Sd,
    Cloud,
    Other,
}

impl From<FormName> for Form {
    fn from(name: FormName) -> Form {
        match name {
            FormName::Usb => Form::Usb,
            FormName::Sd => Form::Sd,
            FormName::Cloud => Form::Cloud,
            FormName::Other => Form::Other,
        }
    }
}

fn kind(text: &str) -> Result<Kind, String> {
    let code = text.parse().ok().and_then(Kind::from_code);
    code.ok_or_else(|| "Erwartet wird eine Zahl von 1 bis 5.".to_owned())
}

fn day(text: &str) -> Result<NaiveDate, String> {
    super::tax::calendar_day(text)
        .ok_or_else(|| "Erwartet wird ein Tag wie 2027-01-01 oder 01.01.2027.".to_owned())
}

#[derive(Clone, Copy)]
enum Kept {
    Xml,
    Pdf,
    Json,
}

pub(super) fn run(data: &Path, notify: Notify, out: &mut Out) -> Outcome {
    match notify.change {
        None => write(data, notify.out.as_deref(), &notify.with, out),
        Some(change) => {
            let mut ledger = Ledger::open(data)?;
            let mut name = COMMAND_LINE.to_owned();
            let edit = match change {
                Change::Set(set) => Edit::Own(Box::new(own(&read_notice(&ledger)?, set)?)),
                Change::Add(add) => Edit::Shared(Box::new(read(&add.path)?)),
                Change::Remove(remove) => Edit::Remove(remove.serial),
                Change::Done(done) => {
                    name = done.by;
                    Edit::Made {
                        on: done.date,
                        reference: done.reference,
                    }
                }
            };
            change_notice(&mut ledger, edit, (COMMAND_LINE, &name), SystemClock.now())?;
            tell(&read_notice(&ledger)?, None, out);
            Ok(Verdict::Fine)
        }
    }
}

fn own(notice: &Notice, set: Set) -> Result<Own, Failure> {
    let mut own = notice.record.own.clone();
    let about_tse = set.tse_form.is_some()
        || set.tse_bsi_id.is_some()
        || set.tse_first_use.is_some()
        || set.tse_last_use.is_some();
    if about_tse || set.tse.is_some() {
        let named = notice.own().and_then(|system| system.notified_tse());
        let serial = set.tse.or(named.map(|tse| tse.serial.clone()));
        let serial = serial.ok_or_else(|| {
            Failure::new(
                "Diese Kasse kennt noch keine TSE; bitte mit --tse sagen, welche gemeint ist.",
            )
        })?;
        let place = own.tses.iter().position(|tse| tse.serial == serial);
        let place = place.unwrap_or_else(|| {
            own.tses.push(TseData {
                serial,
                ..TseData::default()
            });
            own.tses.len() - 1
        });
        if let Some(tse) = own.tses.get_mut(place) {
            tse.form = set.tse_form.map(Form::from).or(tse.form);
            tse.bsi_id = set.tse_bsi_id.or(tse.bsi_id.take());
            tse.first_use = set.tse_first_use.or(tse.first_use);
            tse.last_use = set.tse_last_use.or(tse.last_use);
        }
    }
    own.kind = set.kind.unwrap_or(own.kind);
    own.manufacturer = set.manufacturer.unwrap_or(own.manufacturer);
    own.model = set.model.unwrap_or(own.model);
    if let Some(on) = set.acquired {
        let leased = set.leased;
        own.acquired = Some(Acquired { on, leased });
    }
    own.first_use = set.first_use.or(own.first_use);
    if let (Some(on), Some(reason)) = (set.retired, set.retired_reason) {
        own.retired = Some(Retired { on, reason });
    }
    Ok(own)
}

fn write(data: &Path, path: Option<&Path>, with: &[PathBuf], out: &mut Out) -> Outcome {
    let target = path.map(kept).transpose()?;
    let ledger = Ledger::open_read_only(data)?;
    let shared: Result<Vec<Shared>, Failure> = with.iter().map(|path| read(path)).collect();
    let notice = read_notice(&ledger)?;
    let notice = notice.with(shared?).map_err(TillError::from)?;
    if let (Some(path), Some(kept)) = (path, target) {
        let bytes = match kept {
            Kept::Xml => match notice::xml(&notice.systems) {
                Ok(xml) => xml.into_bytes(),
                Err(lacks) => return Err(Failure::new(lacking(&lacks))),
            },
            Kept::Json => match notice.own() {
                Some(own) => notice::write(&notice.place, own),
                None => Vec::new(),
            },
            Kept::Pdf => {
                let now = SystemClock.now();
                let document = paper::document(&notice, &ledger.site()?, local_day(now));
                output::render(&document, now)?
            }
        };
        file::write(path, |w| {
            w.write_all(&bytes).map_err(|e| file::failed(path, &e))
        })?;
    }
    tell(&notice, path, out);
    Ok(Verdict::Fine)
}

fn lacking(lacks: &[notice::Missing]) -> String {
    let lacks: Vec<String> = lacks.iter().map(message::notice_missing).collect();
    format!(
        "Für die XML-Datei fehlt noch etwas, geschrieben wurde nichts. {}",
        lacks.join(" ")
    )
}

fn kept(path: &Path) -> Result<Kept, Failure> {
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    match ending.as_deref().and_then(|ending| ending.to_str()) {
        Some("xml") => Ok(Kept::Xml),
        Some("pdf") => Ok(Kept::Pdf),
        Some("json") => Ok(Kept::Json),
        _ => Err(Failure::new(format!(
            "{}: erwartet wird ein Dateiname, der auf .xml, .pdf oder .json endet.",
            path.display()
        ))),
    }
}

fn read(path: &Path) -> Result<Shared, Failure> {
    let mut bytes = Vec::new();
    let file = file::open(path, "der Datensatz einer anderen Kasse")?;
    let read = file
        .take(notice::LARGEST as u64 + 1)
        .read_to_end(&mut bytes);
    read.map_err(|e| file::failed(path, &e))?;
    notice::read(&bytes).map_err(|error| {
        Failure::new(format!(
            "{}: {}.",
            path.display(),
            message::notice_file(&error)
        ))
    })
}

fn tell(notice: &Notice, path: Option<&Path>, out: &mut Out) {
    let today = local_day(SystemClock.now());
    if out.json() {
        let open: Vec<_> = notice
            .open
            .iter()
            .map(|due| json!({ "change": due.change, "until": due.until }))
            .collect();
        let missing: Vec<String> = notice.missing.iter().map(message::notice_missing).collect();
        out.value(&json!({
            "file": path,
            "place": notice.place,
            "systems": notice.systems,
            "open": open,
            "missing": missing,
            "made": notice.record.made,
        }));
        return;
    }
    let place = &notice.place;
    out.line(format!(
        "Betriebsstätte: {}, {}, {} {}",
        place.name, place.street, place.postal_code, place.city
    ));
    for system in &notice.systems {
        out.pair(
            &system.serial,
            format!("{} {}", system.software, system.version),
        );
        for tse in system.further_tses() {
            out.pair(
                "",
                format!("weitere TSE, im Formular von Hand ergänzen: {}", tse.serial),
            );
        }
    }
    for due in &notice.open {
        out.line(format!(
            "Mitzuteilen bis {} ({}): {}, {} am {}",
            date(due.until),
            paper::left(due.until, today),
            due.change.system,
            paper::occasion(&due.change.occasion),
            date(due.change.on)
        ));
    }
    if notice.open.is_empty() {
        out.line(paper::nothing_due(notice));
    }
    for lack in &notice.missing {
        out.line(format!("Fehlt: {}", message::notice_missing(lack)));
    }
    if let Some(made) = notice.record.made.last() {
        out.line(format!(
            "Zuletzt mitgeteilt: {} ({}), {}",
            date(made.on),
            made.by,
            made.reference
        ));
    }
    if let Some(path) = path {
        out.line(format!("Geschrieben: {}", path.display()));
    }
}
