//! What is wrong with master data.

use crate::i18n::Language;
use crate::site::{Fault, Field, Part, SiteProblem};

/// All of it, the first in full.
pub fn problems(problems: &[SiteProblem], language: Language) -> String {
    let first = problems.first();
    let first = first.map(|one| problem(one, language)).unwrap_or_default();
    match problems.len().saturating_sub(1) {
        0 => first,
        1 => format!(
            "{first} {}",
            language.say("Dazu kommt ein weiterer Fehler.", "And one more fault.")
        ),
        more => match language {
            Language::German => format!("{first} Dazu kommen {more} weitere Fehler."),
            Language::English => format!("{first} And {more} more faults."),
        },
    }
}

/// One of them.
pub fn problem(problem: &SiteProblem, language: Language) -> String {
    let part = match &problem.part {
        Part::Municipality => language.say("Kommune", "Municipality").to_owned(),
        Part::PayPoint => language.say("Zahlstelle", "Pay point").to_owned(),
        Part::Register => language.say("Kasse", "Register").to_owned(),
        Part::Principal(name) => {
            let principal = language.say("Auftraggeber", "Principal");
            format!("{principal} {name}").trim_end().to_owned()
        }
    };
    format!("{part}: {}", fault(problem.field, &problem.fault, language))
}

/// What is wrong with a field, as a sentence beside it.
pub fn fault(field: Field, fault: &Fault, language: Language) -> String {
    let name = field_name(field, language);
    match fault {
        Fault::Missing => format!("{name} {}.", language.say("fehlt", "is missing")),
        Fault::TooLong { found, most } => match language {
            Language::German => {
                format!("{name} hat {found} Zeichen, die DSFinV-K hat Platz für {most}.")
            }
            Language::English => {
                format!("{name} has {found} letters, DSFinV-K has room for {most}.")
            }
        },
        Fault::Control => format!(
            "{name} {}.",
            language.say(
                "enthält einen Zeilenumbruch oder ein Steuerzeichen",
                "has a line break or a control character in it"
            )
        ),
        Fault::VatId => language
            .say(
                "Eine USt-IdNr. besteht aus DE und neun Ziffern.",
                "A VAT id is DE and nine digits.",
            )
            .to_owned(),
        Fault::NoNumber => language
            .say(
                "Steuernummer oder USt-IdNr. fehlt; eine davon verlangt die DSFinV-K (pa.csv).",
                "Tax number or VAT id is missing; DSFinV-K wants one of them (pa.csv).",
            )
            .to_owned(),
        Fault::HalfAddress => language
            .say(
                "Eine eigene Anschrift braucht Straße, PLZ und Ort; ganz leer gilt die der Kommune.",
                "An address of its own needs street, code and town; all empty means the municipality's.",
            )
            .to_owned(),
        Fault::Twice => language
            .say("Der Name kommt zweimal vor.", "The name is there twice.")
            .to_owned(),
    }
}

fn field_name(field: Field, language: Language) -> &'static str {
    match field {
        Field::Name => language.say("Der Name", "The name"),
        Field::Street => language.say("Die Straße", "The street"),
        Field::PostalCode => language.say("Die Postleitzahl", "The postal code"),
        Field::City => language.say("Der Ort", "The town"),
        Field::TaxNumber => language.say("Die Steuernummer", "The tax number"),
        Field::VatId => language.say("Die USt-IdNr.", "The VAT id"),
        Field::Responsible => language.say(
            "Der Name der verantwortlichen Person",
            "The name of the person responsible",
        ),
    }
}
