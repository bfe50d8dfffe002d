//! What index.xml declares, against the format (R1, R3, R4) and against the files that are there (R2).

mod columns;
mod grammar;

use super::super::{Error, Place, Severity, Sheet};
use super::description::{self, Described, Description, Unreadable};
use super::source::{Found, Source};
use crate::schema::{Table, V2_4};
use crate::{dtd, index};

/// A file that is to be read.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) found: &'a Found,
    /// The table of the format; `None`: one of the maker's own.
    pub(super) table: Option<&'static Table>,
    /// What index.xml says of it.
    pub(super) described: Option<&'a Described>,
}

impl Plan<'_> {
    /// Names of the columns the file has to have.
    pub(super) fn columns(&self) -> Vec<String> {
        match (self.described, self.table) {
            (Some(described), _) if !described.columns.is_empty() => {
                let columns = described.columns.iter();
                columns.map(|column| column.name.clone()).collect()
            }
            (_, Some(table)) => {
                let columns = table.columns.iter();
                columns.map(|column| column.name.to_owned()).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn table(file: &str) -> Option<&'static Table> {
    let mut tables = V2_4.tables.iter();
    tables
        .find(|table| table.file.eq_ignore_ascii_case(file))
        .copied()
}

/// Reads index.xml and the grammar beside it (R1). `None`: there is none that can be read.
pub(super) fn description(
    source: &Source,
    sheet: &mut Sheet,
) -> Result<Option<Description>, Error> {
    let Some(found) = source.find(index::FILE) else {
        sheet.error(1, Place::package, || {
            (
                "index.xml fehlt; die Dateien werden nach ihren Namen gelesen".to_owned(),
                "index.xml is missing; the files are read by their names".to_owned(),
            )
        });
        return Ok(None);
    };
    lower_case(1, found, index::FILE, sheet);
    let place = || Place::file(&found.name);
    let failed = |source| Error::Io {
        path: found.path.clone(),
        source,
    };
    let read = match found.read(description::LARGEST).map_err(failed)? {
        Some(content) => Description::read(&content),
        None => Err(Unreadable::TooLarge),
    };
    let description = match read {
        Ok(description) => description,
        Err(why) => {
            sheet.error(1, place, || {
                let (german, english) = unreadable(&why);
                (
                    format!("{german}; die Dateien werden nach ihren Namen gelesen"),
                    format!("{english}; the files are read by their names"),
                )
            });
            return Ok(None);
        }
    };
    prolog(&description, &found.name, sheet);
    grammar::check(source, sheet)?;
    Ok(Some(description))
}

fn unreadable(why: &Unreadable) -> (String, String) {
    match why {
        Unreadable::Malformed(at) => (
            format!("kein wohlgeformtes XML (bei Byte {at})"),
            format!("no well-formed XML (at byte {at})"),
        ),
        Unreadable::Utf16 => (
            "in UTF-16 geschrieben statt in UTF-8".to_owned(),
            "written in UTF-16 instead of UTF-8".to_owned(),
        ),
        Unreadable::TooLarge => (
            "größer oder tiefer geschachtelt als jede Beschreibung".to_owned(),
            "larger or deeper than any description".to_owned(),
        ),
        Unreadable::Entity(name) => (
            format!("die Entität &{name}; ist hier nicht erlaubt"),
            format!("the entity &{name}; is not allowed here"),
        ),
    }
}

fn prolog(description: &Description, file: &str, sheet: &mut Sheet) {
    let mut fault = |german: String, english: String| {
        sheet.error(1, || Place::file(file), || (german, english));
    };
    if description.not_utf8 {
        fault(
            "nicht in UTF-8 geschrieben".to_owned(),
            "not written in UTF-8".to_owned(),
        );
    }
    match (description.root.as_deref(), description.grammar.as_deref()) {
        (Some("DataSet"), Some(dtd::FILE)) => {}
        (None, _) => fault("DOCTYPE fehlt".to_owned(), "DOCTYPE is missing".to_owned()),
        (Some("DataSet"), grammar) => {
            let grammar = grammar.unwrap_or("–");
            fault(
                format!(
                    "DOCTYPE nennt die Grammatik „{grammar}“ statt „{}“",
                    dtd::FILE
                ),
                format!(
                    "DOCTYPE names the grammar \"{grammar}\" instead of \"{}\"",
                    dtd::FILE
                ),
            );
        }
        (Some(root), _) => fault(
            format!("DOCTYPE nennt „{root}“ statt „DataSet“"),
            format!("DOCTYPE names \"{root}\" instead of \"DataSet\""),
        ),
    }
    if description.own_declarations {
        fault(
            "DOCTYPE bringt eigene Deklarationen mit; sie bleiben unbeachtet".to_owned(),
            "DOCTYPE brings declarations of its own; they are ignored".to_owned(),
        );
    }
    let version = description.version.as_deref().unwrap_or("–");
    if version != "1.0" {
        fault(
            format!(
                "Version ist „{version}“ statt „1.0“ (gemeint ist die des Beschreibungsstandards)"
            ),
            format!(
                "Version is \"{version}\" instead of \"1.0\" (that of the description standard)"
            ),
        );
    }
    if description.tables.is_empty() {
        fault(
            "keine einzige Tabelle ist beschrieben".to_owned(),
            "not a single table is described".to_owned(),
        );
    }
}

fn lower_case(rule: u8, found: &Found, name: &str, sheet: &mut Sheet) {
    if found.name == name {
        return;
    }
    sheet.error(
        rule,
        || Place::file(&found.name),
        || {
            (
                format!("die Datei heißt richtig {name}, in Kleinbuchstaben"),
                format!("the file's right name is {name}, in lower case"),
            )
        },
    );
}

/// R2, R3 and R4 of what is described, and the files that are to be read: those of the format first, in its order.
pub(super) fn plans<'a>(
    source: &'a Source,
    description: Option<&'a Description>,
    sheet: &mut Sheet,
) -> Vec<Plan<'a>> {
    let index = source
        .find(index::FILE)
        .map_or(index::FILE, |found| &found.name);
    let mut plans: Vec<Plan<'a>> = Vec::new();
    for described in description.map_or(&[][..], |found| &found.tables) {
        let url = described.url.as_str();
        let name = url.rsplit(['/', '\\']).next().unwrap_or(url);
        if name != url || name.is_empty() {
            sheet.error(
                2,
                || Place::file(index),
                || {
                    (
                        format!("URL „{url}“ ist kein einfacher Dateiname"),
                        format!("URL \"{url}\" is no plain name of a file"),
                    )
                },
            );
        }
        let known = table(name);
        if known.is_none() {
            sheet.add(
                2,
                Severity::Note,
                || Place::file(index),
                || {
                    (
                        format!(
                            "{url} ist keine Tabelle der DSFinV-K, sondern eine des Herstellers"
                        ),
                        format!("{url} is no table of DSFinV-K but one of the maker"),
                    )
                },
            );
        } else if known.is_some_and(|table| table.file != name) {
            sheet.error(
                2,
                || Place::file(index),
                || {
                    (
                        format!("{url} ist nicht in Kleinbuchstaben geschrieben"),
                        format!("{url} is not written in lower case"),
                    )
                },
            );
        }
        written(described, index, sheet);
        let Some(found) = source.find(name).filter(|_| !name.is_empty()) else {
            sheet.error(
                2,
                || Place::file(index),
                || {
                    (
                        format!("{url} ist beschrieben, die Datei fehlt aber"),
                        format!("{url} is described but the file is missing"),
                    )
                },
            );
            continue;
        };
        let plan = Plan {
            found,
            table: known,
            described: Some(described),
        };
        columns::check(&plan, index, sheet);
        if plans.iter().any(|plan| std::ptr::eq(plan.found, found)) {
            sheet.error(
                2,
                || Place::file(index),
                || {
                    (
                        format!("{url} ist zweimal beschrieben"),
                        format!("{url} is described twice"),
                    )
                },
            );
            continue;
        }
        plans.push(plan);
    }
    for found in &source.files {
        let planned = plans.iter().any(|plan| std::ptr::eq(plan.found, found));
        rest(found, planned, description.is_some(), sheet, &mut plans);
    }
    let order = |plan: &Plan<'_>| {
        let place = |table: &&'static Table| {
            V2_4.tables
                .iter()
                .position(|known| known.file == table.file)
        };
        plan.table.as_ref().and_then(place).unwrap_or(usize::MAX)
    };
    plans.sort_by_key(order);
    plans
}

/// A file of the folder: whether it belongs there.
fn rest<'a>(
    found: &'a Found,
    planned: bool,
    described: bool,
    sheet: &mut Sheet,
    plans: &mut Vec<Plan<'a>>,
) {
    let known = table(&found.name);
    if let Some(table) = known {
        lower_case(2, found, table.file, sheet);
    }
    if planned {
        return;
    }
    let place = || Place::file(&found.name);
    let lower = found.name.to_ascii_lowercase();
    if lower.ends_with(".csv") {
        if described {
            sheet.error(2, place, || {
                (
                    "die Datei ist in index.xml nicht beschrieben".to_owned(),
                    "the file is not described in index.xml".to_owned(),
                )
            });
        }
        let twice = plans
            .iter()
            .any(|plan| known.is_some() && plan.table.map(|t| t.file) == known.map(|t| t.file));
        if known.is_some() && !twice {
            plans.push(Plan {
                found,
                table: known,
                described: None,
            });
        }
    } else if lower != index::FILE && lower != dtd::FILE {
        sheet.add(2, Severity::Note, place, || {
            (
                "die Datei gehört nicht zu einem Paket der DSFinV-K".to_owned(),
                "the file does not belong to a package of DSFinV-K".to_owned(),
            )
        });
    }
}

/// R3: how index.xml says a file is written.
fn written(described: &Described, index: &str, sheet: &mut Sheet) {
    let file = &described.url;
    let mut fault = |what: &str, is: &str, wanted: &str| {
        let show = |text: &str| {
            let text = text
                .replace('\r', "CR ")
                .replace('\n', "LF ")
                .replace('\t', "TAB");
            match text.trim_end() {
                "" => "–".to_owned(),
                text => super::fields::short(text),
            }
        };
        let (is, wanted) = (show(is), show(wanted));
        sheet.error(
            3,
            || Place::file(index),
            || {
                (
                    format!("{file}: {what} ist {is} statt {wanted}"),
                    format!("{file}: {what} is {is} instead of {wanted}"),
                )
            },
        );
    };
    if described.fixed {
        fault("VariableLength", "FixedLength", "VariableLength");
    }
    if described.charset != "UTF8" {
        let charset = match described.charset.as_str() {
            "" => "ANSI",
            other => other,
        };
        fault("Zeichensatz/charset", charset, "UTF8");
    }
    for (what, is, wanted) in [
        ("DecimalSymbol", &described.decimal, ","),
        ("ColumnDelimiter", &described.delimiter, ";"),
        ("RecordDelimiter", &described.record, "\r\n"),
        ("TextEncapsulator", &described.quote, "\""),
        ("Range/From", &described.from, "2"),
    ] {
        let is = is.as_deref().unwrap_or_default();
        if is != wanted {
            fault(what, is, wanted);
        }
    }
}
