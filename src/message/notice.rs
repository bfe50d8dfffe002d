//! What keeps a notification under §146a(4) AO from being written, in German.

use crate::i18n::date;
use crate::notice::{FileError, Missing, Problem, What};

/// Something that is missing, with the system that lacks it.
pub fn missing(missing: &Missing) -> String {
    match missing.what {
        What::Systems => lack(&missing.what),
        _ => format!("{}: {}", missing.system, lack(&missing.what)),
    }
}

/// Something that is missing, as a sentence beside its system.
pub fn lack(what: &What) -> String {
    let what = match what {
        What::Systems => "es ist kein Aufzeichnungssystem bekannt".to_owned(),
        What::Twice => "die Seriennummer kommt zweimal vor".to_owned(),
        What::Serial => "die Seriennummer fehlt oder enthält / oder _".to_owned(),
        What::Software => "der Name der Software fehlt".to_owned(),
        What::Manufacturer => "der Hersteller fehlt".to_owned(),
        What::Model => "das Modell fehlt".to_owned(),
        What::Acquired => "das Datum der Anschaffung oder des Mietbeginns fehlt".to_owned(),
        What::FirstUse => "der Tag der Inbetriebnahme fehlt".to_owned(),
        What::UsedBeforeAcquired => "die Inbetriebnahme liegt vor der Anschaffung".to_owned(),
        What::RetiredBeforeUse => "die Außerbetriebnahme liegt vor der Inbetriebnahme".to_owned(),
        What::Reason => "der Grund der Außerbetriebnahme fehlt".to_owned(),
        What::Tse => "es ist keine TSE bekannt".to_owned(),
        What::TestTse(tse) => format!(
            "die TSE {tse} ist die Test-TSE; sie hat keine BSI-Kennung und wird nicht gemeldet"
        ),
        What::TseSerial(tse) => {
            format!(
                "„{tse}“ ist keine Seriennummer einer TSE, erwartet werden 64 Zeichen 0–9 und a–f"
            )
        }
        What::BsiId(tse) => format!("die BSI-Kennung der TSE {tse} fehlt"),
        What::BsiShape(found) => {
            format!("„{found}“ ist keine BSI-Kennung, erwartet wird etwas wie 0414-2020")
        }
        What::Form(tse) => format!("die Bauform der TSE {tse} fehlt (USB, SD-Karte, Cloud)"),
        What::FormUnknown(tse) => format!(
            "für die Bauform der TSE {tse} ist kein Schlüssel der XML-Datei gesichert; bitte sie im ELSTER-Formular auswählen"
        ),
        What::TseFirstUse(tse) => format!("der Tag der Inbetriebnahme der TSE {tse} fehlt"),
    };
    format!("{what}.")
}

/// What is kept was not changed.
pub fn problem(problem: &Problem) -> String {
    match problem {
        Problem::Own(serial) => {
            format!("{serial} ist diese Kasse; was sie von sich weiß, trägt sie selbst ein.")
        }
        Problem::Unknown(serial) => {
            format!("Ein System mit der Seriennummer {serial} ist nicht erfasst.")
        }
        Problem::NoSerial => "Ein System braucht seine Seriennummer.".to_owned(),
        Problem::Elsewhere { system, there } => format!(
            "{system} steht woanders ({there}); eine Mitteilung gilt für eine Betriebsstätte mit allen ihren Systemen."
        ),
        Problem::Ahead(day) => format!("Der {} liegt in der Zukunft.", date(*day)),
    }
}

/// A file is no record of another register.
pub fn file(error: &FileError) -> String {
    match error {
        FileError::TooLarge => {
            "die Datei ist größer, als der Datensatz einer Kasse sein kann".to_owned()
        }
        FileError::Shape(_) => {
            "das ist kein Datensatz einer Kasse; erwartet wird, was `amtskasse notify --out DATEI.json` schreibt"
                .to_owned()
        }
        FileError::Newer(_) => {
            "der Datensatz stammt von einer neueren Amtskasse; bitte diese hier erneuern".to_owned()
        }
    }
}
