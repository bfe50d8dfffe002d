//! Errors and findings as sentences that say what is the matter and where.
//!
//! The rooms keep their errors typed, and what they say of themselves is English; this is the one place where they
//! become what an administrator or an auditor reads: in German with a function of its own for each of them, which
//! the command line asks for, and for the screens in [`both`] languages. What a clerk reads on the screen is in
//! the translation files.

use std::fmt::Display;
use std::io::{self, ErrorKind};
use std::path::Path;

use amtskasse_tse::verify::{self, ReceiptError};

use crate::catalogue::change::Problem;
use crate::catalogue::file::FileError;
use crate::demo::DemoError;
use crate::dsfinvk::{ExportError, WriteError};
use crate::i18n::{Both, Language};
use crate::ledger::LedgerError;
use crate::setup::SetupError;
use crate::till::TillError;

mod archive;
mod audit;
mod catalogue;
mod dsfinvk;
mod ledger;
mod notice;
mod reasons;
mod rules;
mod site;
mod tax;
mod terminal;
mod tse;

pub use archive::{LIMITS, area, field, finding as archive_finding, operation, state, variant};
pub use audit::{dsfinvk, dsfinvk_finding, export as audit_export, medium};
pub use catalogue::{fault as catalogue_fault, warning as catalogue_warning};
pub use dsfinvk::package;
pub use ledger::finding as ledger_finding;
pub use notice::{
    file as notice_file, lack as notice_lack, missing as notice_missing, problem as notice_problem,
};
pub use reasons::{remark, unchecked};
pub use rules::payment_rules;
pub use site::{fault as site_fault, problem as site_problem, problems as site_problems};
pub use tax::problem as tax;
pub use terminal::{
    condition_text, refused, terminal, terminal_address, terminal_file, terminal_journal,
};
pub use tse::{LONGEST_OUTAGE, tse, tse_outage, tse_warning};

/// An error in a language: in German what `german` makes of it, in English what it says itself.
pub fn said<E: Display>(error: &E, german: impl Fn(&E) -> String, language: Language) -> String {
    match language {
        Language::German => german(error),
        Language::English => sentence(&error.to_string()),
    }
}

/// An error in both languages, for a screen that chooses.
pub fn both<E: Display>(error: &E, german: impl Fn(&E) -> String) -> Both<String> {
    Both::of(|language| said(error, &german, language))
}

/// A failed file operation in both languages.
pub fn io_in_both(path: &Path, error: &io::Error) -> Both<String> {
    Both::of(|language| match language {
        Language::German => io(path, error),
        Language::English => format!("{}: {error}.", path.display()),
    })
}

// A name of a file or a column keeps its small letter.
fn sentence(text: &str) -> String {
    let first = text.split([' ', ':', ',']).next().unwrap_or_default();
    let mut letters = text.chars();
    match letters.next() {
        Some(letter) if first.chars().all(char::is_alphabetic) => {
            format!("{}{}.", letter.to_uppercase(), letters.as_str())
        }
        _ => format!("{text}."),
    }
}

/// The ledger could not be opened, read or written.
pub fn ledger(error: &LedgerError) -> String {
    use LedgerError as E;
    match error {
        E::Missing(folder) => format!(
            "{}: hier ist keine Kasse eingerichtet. `amtskasse init` richtet eine ein.",
            folder.display()
        ),
        E::Exists(folder) => format!(
            "{}: hier ist schon eine Kasse eingerichtet, sie bleibt unberührt.",
            folder.display()
        ),
        E::Unreadable(path) => format!(
            "{}: das ist keine lesbare Datenbank; sie ist beschädigt oder eine andere Datei.",
            path.display()
        ),
        E::Foreign(path) => format!(
            "{}: diese Datenbank gehört zu einem anderen Programm.",
            path.display()
        ),
        E::Older { path, .. } => format!(
            "{}: das Kassenbuch stammt von einer älteren Amtskasse; bitte die Kasse einmal öffnen, dann passt es.",
            path.display()
        ),
        E::Newer { path, found } => format!(
            "{}: die Datenbank hat den Stand {found} und braucht eine neuere Amtskasse.",
            path.display()
        ),
        E::InUse(path) => format!(
            "{}: mit diesen Daten läuft schon eine Amtskasse; bitte sie erst beenden.",
            path.display()
        ),
        E::ReadOnly(path) => format!("{}: hier darf nicht geschrieben werden.", path.display()),
        E::DiskFull(path) => format!(
            "{}: der Datenträger ist voll; was vorher gebucht war, ist sicher.",
            path.display()
        ),
        E::Io { path, source } => io(path, source),
        E::Damaged { table, key, what } => {
            format!("Das Kassenbuch ist beschädigt: Tabelle {table}, Eintrag {key} ({what}).")
        }
        E::Voucher(number) => format!(
            "Der Gutschein {number} ist inzwischen eingelöst oder gesperrt; nichts wurde gebucht."
        ),
        E::Stopped => "Angehalten von einem Versuch.".to_owned(),
        E::Sqlite { path, source } => {
            format!("{}: die Datenbank meldet: {source}.", path.display())
        }
    }
}

/// No package for the tax audit was written.
pub fn dsfinvk_export(error: &ExportError) -> String {
    match error {
        ExportError::Backwards => "Der Zeitraum endet, bevor er beginnt.".into(),
        ExportError::NoClosing { open: 0 } => {
            "In diesem Zeitraum liegt kein Kassenabschluss; es gibt nichts auszugeben.".into()
        }
        ExportError::NoClosing { open } => format!(
            "In diesem Zeitraum liegt kein Kassenabschluss; {open} Belege warten noch auf ihren. Bitte zuerst den \
             Kassenabschluss machen, denn die DSFinV-K kennt nur Abschlüsse."
        ),
        ExportError::UnknownClosing(number) => {
            format!("Einen Kassenabschluss Z {number} gibt es in dieser Kasse nicht.")
        }
        ExportError::Write(WriteError::Exists(path)) => format!(
            "{}: dort liegt schon etwas; bitte einen leeren Ordner oder den Namen einer ZIP-Datei angeben.",
            path.display()
        ),
        ExportError::Write(WriteError::Io { path, source }) => io(path, source),
        ExportError::Write(error) => format!("Der Export ist misslungen: {error}."),
        ExportError::Ledger(error) => ledger(error),
        ExportError::Stopped => "Abgebrochen; es ist nichts zurückgeblieben.".into(),
    }
}

/// The till refused something, as far as the command line meets it.
pub fn till(error: &TillError) -> String {
    match error {
        TillError::Ledger(error) => ledger(error),
        TillError::Tse(error) => tse(error),
        TillError::TseInUse => {
            "Diese TSE ist in Gebrauch; nur eine, die bereitsteht und gerade nicht signiert, lässt sich entfernen."
                .to_owned()
        }
        TillError::TseNotArchived => {
            "Die TSE ist noch nicht bis zu ihrer letzten Signatur gesichert; bitte sie erst sichern.".to_owned()
        }
        TillError::Terminal(error) => terminal(error),
        TillError::TerminalFile(error) => terminal_file(error),
        TillError::Tax(problem) => tax(problem),
        TillError::Export(error) => audit_export(error),
        TillError::AuditBusy => {
            "Ein Export oder eine Prüfung läuft schon; bitte warten oder abbrechen.".to_owned()
        }
        TillError::CloseFirst => "Stammdaten gelten immer für einen ganzen Abschluss. Bitte zuerst den Kassenabschluss \
             machen (DSFinV-K 2.4)."
            .into(),
        TillError::UnknownItem(id) => format!("Einen Artikel {id} gibt es nicht im Angebot."),
        TillError::OutOfStock { item, left } => {
            format!("Von {item} sind nur noch {left} da.")
        }
        TillError::UnknownReceipt(number) => format!("Einen Beleg {number} gibt es nicht."),
        TillError::UnknownClosing(number) => {
            format!("Einen Kassenabschluss {number} gibt es nicht.")
        }
        TillError::UnknownCount(number) => {
            format!("Ein Zählprotokoll {number} gibt es nicht.")
        }
        TillError::JournalTooLong { count, most } => format!(
            "Das Journal hätte {count} Belege, auf Papier sind es höchstens {most}: bitte als CSV ausgeben oder weniger Tage wählen."
        ),
        TillError::Document(reason) => {
            format!("Das Dokument ließ sich nicht darstellen: {reason}.")
        }
        TillError::Catalogue(problems) => changes(problems),
        TillError::ClockBehind { now, last } => {
            let at = |moment| crate::till::local(moment).format("%d.%m.%Y, %H:%M");
            format!(
                "Die Uhr zeigt {}, der letzte Eintrag ist vom {}; bitte die Uhr stellen.",
                at(*now),
                at(*last)
            )
        }
        TillError::TaxNotDue(wrong) => tax_not_due(wrong) + ".",
        TillError::NotAccepted(refused) => refused.sentence(Language::German) + ".",
        TillError::Rules(problems) => payment_rules(problems, Language::German),
        TillError::NoSlips(number) => {
            format!("Zum Beleg {number} sind keine Belege eines Kartenterminals da.")
        }
        TillError::TerminalNotOurs(name) => {
            format!("Den Kassenschnitt von {name} macht eine andere Kasse.")
        }
        TillError::Site(problems) => site_problems(problems, Language::German),
        TillError::Notice(problem) => notice_problem(problem),
        other => format!("Das ging nicht: {other}."),
    }
}

/// VAT would stand on paper where none is due.
pub fn tax_not_due(wrong: &crate::receipt::TaxNotDue) -> String {
    use crate::receipt::WhyNotDue as W;
    let why = match wrong.why {
        W::KeyWithoutTax => "ein Steuersatz auf einem Schlüssel ohne Umsatzsteuer",
        W::ThirdParty => "Umsatzsteuer auf Geld, das anderen gehört",
        W::MultiPurposeVoucher => "Umsatzsteuer auf einem Mehrzweckgutschein",
        W::ReductionAlone => {
            "Preisnachlass mit Umsatzsteuer ohne die Ware dazu; bitte die Ware mitbuchen"
        }
        W::DepositApart => {
            "Pfand teilt den Steuersatz seiner Ware; hier hat keine diesen Satz. Bitte auf einen eigenen Beleg buchen"
        }
        W::NoReason => "die Begründung der Steuerbefreiung fehlt",
    };
    format!("Position {} ({}): {why}", wrong.position, wrong.text)
}

/// A register could not be set up.
pub fn setup(error: &SetupError) -> String {
    match error {
        SetupError::Catalogue(error) => catalogue(error),
        SetupError::Ledger(error) => ledger(error),
        other => format!("Das Einrichten ging nicht: {other}."),
    }
}

/// A catalogue file was refused.
pub fn catalogue(error: &FileError) -> String {
    catalogue::sentence(error)
}

/// Changes of the catalogue that are not allowed: the first, and how many more there are.
pub fn changes(problems: &[Problem]) -> String {
    let first = problems.first().map(catalogue::problem).unwrap_or_default();
    match problems.len().saturating_sub(1) {
        0 => first,
        1 => format!("{first} Dazu kommt eine weitere Änderung, die nicht geht."),
        more => format!("{first} Dazu kommen {more} weitere Änderungen, die nicht gehen."),
    }
}

/// A rule of the catalogue that was broken, as a sentence that stands beside the field it is about.
pub fn rule(fault: &crate::catalogue::change::Fault) -> String {
    sentence(&catalogue::rule(fault))
}

/// The demonstration could not be rung up.
pub fn demo(error: &DemoError) -> String {
    match error {
        DemoError::NotEmpty(folder) => format!(
            "{}: der Ordner ist nicht leer; die Musterdaten brauchen einen eigenen.",
            folder.display()
        ),
        DemoError::NotAFolder(path) => {
            format!("{}: das ist kein Ordner.", path.display())
        }
        DemoError::Io { path, source } => io(path, source),
        DemoError::Till(TillError::Ledger(LedgerError::DiskFull(path)))
        | DemoError::Setup(SetupError::Ledger(LedgerError::DiskFull(path))) => format!(
            "{}: der Datenträger ist voll; die Musterdaten sind wieder entfernt.",
            path.display()
        ),
        DemoError::Setup(error) => setup(error),
        DemoError::Till(error) => till(error),
        DemoError::Archive(path, error) => self::archive(path, error),
        DemoError::Export(error) => dsfinvk_export(error),
        DemoError::NoSuchDay => "So weit reicht der Kalender nicht.".to_owned(),
    }
}

/// A TSE's archive could not be checked at all.
pub fn archive(path: &Path, error: &verify::Error) -> String {
    let expected = "erwartet wird das TAR-Archiv einer TSE";
    let path_text = path.display();
    match error {
        verify::Error::Empty => format!("{path_text}: die Datei ist leer, {expected}."),
        verify::Error::NotAnArchive { found } => {
            format!(
                "{path_text}: das ist {}, {expected}.",
                archive::looks_like(found)
            )
        }
        verify::Error::CutOff {
            member,
            expected,
            found,
            logs,
        } => format!(
            "{path_text}: das Archiv bricht in {member} ab ({found} von {expected} Bytes); \
             die {logs} Protokolle davor sind vollständig."
        ),
        verify::Error::Damaged { after, reason } => {
            format!("{path_text}: das Archiv ist nach {after} beschädigt ({reason}).")
        }
        verify::Error::Io(source) => io(path, source),
        verify::Error::Spill(source) => format!(
            "{path_text}: zum Sortieren fehlt Platz für eine Zwischendatei ({}); die Umgebungsvariable TMPDIR \
             nennt einen anderen Ordner dafür.",
            reason(source)
        ),
        verify::Error::Aborted => format!(
            "{path_text}: die Prüfung brach wegen eines Fehlers dieses Programms ab; über das Archiv sagt das nichts."
        ),
        other => format!("{path_text}: {other}."),
    }
}

/// A split archive that cannot be opened.
pub fn parts(error: &verify::PartsError) -> String {
    match error {
        verify::PartsError::Missing(path) => format!(
            "{}: dieser Teil des geteilten Archivs fehlt.",
            path.display()
        ),
        verify::PartsError::Io { path, source } => io(path, source),
    }
}

/// A text is no receipt's QR code.
pub fn qr(error: &ReceiptError) -> String {
    match error {
        ReceiptError::Fields(found) => format!(
            "Das ist nicht der QR-Code eines Belegs: erwartet werden 12 Felder mit Semikolon dazwischen \
             (V0;Kassen-Seriennummer;processType;…), gefunden {found}."
        ),
        ReceiptError::Field {
            number,
            field,
            found,
            ..
        } => {
            let expected = match number {
                1 => "V0",
                5 | 6 => "eine ganze Zahl",
                7 | 8 => "ein Zeitpunkt in UTC wie 2026-03-04T08:12:31.000Z",
                9 => "ein Verfahren wie ecdsa-plain-SHA384",
                10 => {
                    "unixTime, utcTime, utcTimeWithSeconds, generalizedTime oder generalizedTimeWithMilliseconds"
                }
                11 => "die Signatur r‖s in Base64, so lang wie die Kurve sie macht",
                12 => "der öffentliche Schlüssel 04‖X‖Y in Base64",
                _ => "etwas anderes",
            };
            let found = match found.strip_suffix(" bytes") {
                Some(number) => format!("{number} Bytes"),
                None if found == "no base64" => "kein Base64".to_owned(),
                None => found.replacen('"', "„", 1).replacen('"', "“", 1),
            };
            format!("Feld {number} ({field}): erwartet wird {expected}, gefunden {found}.")
        }
    }
}

/// A file operation that failed.
pub fn io(path: &Path, error: &io::Error) -> String {
    format!("{}: {}.", path.display(), reason(error))
}

/// The reason of a failed file operation, without a full stop.
pub fn reason(error: &io::Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => "das gibt es nicht",
        ErrorKind::PermissionDenied => "dafür fehlt die Berechtigung",
        ErrorKind::ReadOnlyFilesystem => "hier darf nicht geschrieben werden",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "der Datenträger ist voll",
        ErrorKind::IsADirectory => "das ist ein Ordner",
        ErrorKind::NotADirectory => "ein Teil des Pfades ist kein Ordner",
        ErrorKind::InvalidFilename => "so kann eine Datei nicht heißen",
        _ => return error.to_string(),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests;
