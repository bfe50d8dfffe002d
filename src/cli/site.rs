//! `site`: who runs the register and where it stands. A real municipality gets its name here or on the screen.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Deserialize;
use serde_json::json;

use super::{Failure, Outcome, Verdict, file, out::Out};
use crate::ledger::Ledger;
use crate::site::{Municipality, Principal, Site};
use crate::till::{self, COMMAND_LINE, Clock, SystemClock};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

#[derive(Debug, Subcommand)]
#[command(override_usage = "amtskasse site show|set …")]
pub(super) enum Command {
    /// Kommune, Zahlstelle, Kasse und Auftraggeber zeigen; mit --json zum Bearbeiten
    Show,
    /// Stammdaten ändern, zwischen zwei Kassenabschlüssen
    Set(Box<Set>),
}

#[derive(Debug, Args)]
#[command(
    override_usage = "amtskasse site set [--file DATEI.json] [--name NAME] [--street STRASSE] [--postal-code PLZ] [--city ORT] … [--data ORDNER]"
)]
pub(super) struct Set {
    /// Stammdaten, wie `site show --json` sie schreibt; was fehlt, bleibt
    #[arg(long, value_name = "DATEI.json")]
    file: Option<PathBuf>,
    /// Name der Kommune
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Straße und Hausnummer
    #[arg(long, value_name = "STRASSE")]
    street: Option<String>,
    /// Postleitzahl
    #[arg(long, value_name = "PLZ")]
    postal_code: Option<String>,
    /// Ort
    #[arg(long, value_name = "ORT")]
    city: Option<String>,
    /// Steuernummer
    #[arg(long, value_name = "NUMMER")]
    tax_number: Option<String>,
    /// USt-IdNr.
    #[arg(long, value_name = "NUMMER")]
    vat_id: Option<String>,
    /// Name der Zahlstelle
    #[arg(long, value_name = "NAME")]
    pay_point: Option<String>,
    /// Wer die Zahlstelle verantwortet
    #[arg(long, value_name = "NAME")]
    responsible: Option<String>,
    /// Name der Kasse
    #[arg(long, value_name = "NAME")]
    register: Option<String>,
    /// Warum; steht im Ereignis
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

/// What a file may hold; what it leaves out stays.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    municipality: Option<Municipality>,
    pay_point: Option<GivenPoint>,
    register: Option<GivenRegister>,
    principals: Option<Vec<GivenPrincipal>>,
}

#[derive(Debug, Deserialize)]
struct GivenPoint {
    name: String,
    responsible: String,
    #[serde(default)]
    street: String,
    #[serde(default)]
    postal_code: String,
    #[serde(default)]
    city: String,
}

#[derive(Debug, Deserialize)]
struct GivenRegister {
    name: String,
}

#[derive(Debug, Deserialize)]
struct GivenPrincipal {
    #[serde(default)]
    number: u32,
    name: String,
    street: String,
    postal_code: String,
    city: String,
    #[serde(default)]
    tax_number: String,
    #[serde(default)]
    vat_id: String,
}

pub(super) fn run(data: &Path, command: Command, out: &mut Out) -> Outcome {
    match command {
        Command::Show => {
            let ledger = Ledger::open_read_only(data)?;
            show(&ledger.site()?, &ledger.principals()?, out);
        }
        Command::Set(arguments) => set(data, &arguments, out)?,
    }
    Ok(Verdict::Fine)
}

fn set(data: &Path, arguments: &Set, out: &mut Out) -> Result<(), Failure> {
    let given = match &arguments.file {
        Some(path) => read(path)?,
        None => Given::default(),
    };
    let mut ledger = Ledger::open(data)?;
    let mut site = ledger.site()?;
    let principals = over(&mut site, given);
    options(&mut site, arguments);
    let by = till::By {
        id: COMMAND_LINE,
        second: None,
        reason: &arguments.reason,
    };
    let now = SystemClock.now();
    // Both are looked at before either is changed.
    let mut problems = site.problems();
    let listed = principals.as_deref().unwrap_or_default();
    problems.extend(crate::site::principal_problems(listed));
    if !problems.is_empty() {
        return Err(till::TillError::Site(problems).into());
    }
    let mut changed = till::change_site(&mut ledger, &site, by, now)?;
    if let Some(principals) = principals {
        changed |= till::set_principals(&mut ledger, &principals, by, now)?;
    }
    let (site, principals) = (ledger.site()?, ledger.principals()?);
    show(&site, &principals, out);
    if !out.json() {
        out.line(match changed {
            true => "Geändert. Auf Belegen und im nächsten Abschluss steht es ab jetzt so.",
            false => "Nichts war anders; es bleibt, wie es ist.",
        });
    }
    Ok(())
}

fn over(site: &mut Site, given: Given) -> Option<Vec<Principal>> {
    if let Some(municipality) = given.municipality {
        site.municipality = municipality;
    }
    if let Some(point) = given.pay_point {
        site.pay_point.name = point.name;
        site.pay_point.responsible = point.responsible;
        site.pay_point.street = point.street;
        site.pay_point.postal_code = point.postal_code;
        site.pay_point.city = point.city;
    }
    if let Some(register) = given.register {
        site.register.name = register.name;
    }
    let all = given.principals?.into_iter();
    let principal = |p: GivenPrincipal| Principal {
        number: p.number,
        name: p.name,
        street: p.street,
        postal_code: p.postal_code,
        city: p.city,
        tax_number: p.tax_number,
        vat_id: p.vat_id,
    };
    Some(all.map(principal).collect())
}

fn options(site: &mut Site, arguments: &Set) {
    let (m, p) = (&mut site.municipality, &mut site.pay_point);
    for (field, given) in [
        (&mut m.name, &arguments.name),
        (&mut m.street, &arguments.street),
        (&mut m.postal_code, &arguments.postal_code),
        (&mut m.city, &arguments.city),
        (&mut m.tax_number, &arguments.tax_number),
        (&mut m.vat_id, &arguments.vat_id),
        (&mut p.name, &arguments.pay_point),
        (&mut p.responsible, &arguments.responsible),
        (&mut site.register.name, &arguments.register),
    ] {
        if let Some(given) = given {
            field.clone_from(given);
        }
    }
}

fn read(path: &Path) -> Result<Given, Failure> {
    let mut bytes = Vec::new();
    let file = file::open(path, "eine Datei mit Stammdaten")?;
    let read = file.take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|e| file::failed(path, &e))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::new(format!(
            "{}: die Datei ist zu groß für Stammdaten.",
            path.display()
        )));
    }
    serde_json::from_slice(&bytes).map_err(|error| {
        Failure::new(format!(
            "{}: Zeile {}, Spalte {}: das sind keine Stammdaten, wie `amtskasse site show --json` sie schreibt.",
            path.display(),
            error.line(),
            error.column()
        ))
    })
}

fn show(site: &Site, principals: &[Principal], out: &mut Out) {
    let (m, p) = (&site.municipality, &site.pay_point);
    if out.json() {
        out.value(&json!({
            "municipality": m,
            "pay_point": p,
            "register": site.register,
            "principals": principals,
        }));
        return;
    }
    out.pair("Kommune", &m.name);
    out.pair(
        "Anschrift",
        format!("{}, {} {}", m.street, m.postal_code, m.city),
    );
    out.pair("Steuernummer", or_none(&m.tax_number));
    out.pair("USt-IdNr.", or_none(&m.vat_id));
    out.pair("Zahlstelle", &p.name);
    out.pair("Verantwortlich", or_none(&p.responsible));
    let own = format!("{}, {} {}", p.street, p.postal_code, p.city);
    out.pair(
        "Anschrift",
        match p.street.is_empty() {
            true => "wie die Kommune",
            false => &own,
        },
    );
    out.pair("Kasse", &site.register.name);
    out.pair("Seriennummer", &site.register.serial);
    for principal in principals {
        let numbers = [&principal.tax_number, &principal.vat_id];
        let numbers: Vec<&str> = numbers
            .into_iter()
            .filter(|n| !n.is_empty())
            .map(String::as_str)
            .collect();
        out.pair(
            "Auftraggeber",
            format!(
                "{} {}, {}, {} {} ({})",
                principal.number,
                principal.name,
                principal.street,
                principal.postal_code,
                principal.city,
                numbers.join(", ")
            ),
        );
    }
    if !m.has_number() {
        out.line("Achtung: Steuernummer und USt-IdNr. fehlen; Rechnungen und die DSFinV-K brauchen eine davon.");
    }
}

fn or_none(text: &str) -> &str {
    match text.is_empty() {
        true => "keine",
        false => text,
    }
}
