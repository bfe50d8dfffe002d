//! The columns of a table as index.xml describes them (R4).

use super::Plan;
use crate::schema::{Kind, certificate_column};
use crate::verify::books::description::DescribedKind;
use crate::verify::{Place, Severity, Sheet};

/// R4: what index.xml says of the columns of a table of the format.
pub(super) fn check(plan: &Plan<'_>, index: &str, sheet: &mut Sheet) {
    let (Some(described), Some(table)) = (plan.described, plan.table) else {
        return;
    };
    let file = table.file;
    let names: Vec<_> = described.columns.iter().map(|c| c.name.as_str()).collect();
    let (first, further) = match names.split_at_checked(table.columns.len()) {
        Some(parts) => parts,
        None => (names.as_slice(), &[][..]),
    };
    // In the format's first edition Z_BUCHUNGSTAG stood elsewhere.
    let order = |names: Vec<&str>| -> Vec<String> {
        let names = names.into_iter().filter(|name| *name != "Z_BUCHUNGSTAG");
        names.map(str::to_owned).collect()
    };
    let wanted: Vec<_> = table.columns.iter().map(|column| column.name).collect();
    if first != wanted && order(first.to_vec()) != order(wanted.clone()) {
        let mut places = wanted.iter().enumerate();
        let differs = places.find(|(place, name)| first.get(*place) != Some(name));
        let (place, name) = differs.unwrap_or((0, &""));
        let is = first.get(place).copied().unwrap_or("–");
        let place = place + 1;
        sheet.error(4, || Place::file(index), || {
            (
                format!("{file}: beschrieben ist als Spalte {place} {is}, nach DSFinV-K steht dort {name}"),
                format!("{file}: {is} is described as column {place}, DSFinV-K has {name} there"),
            )
        });
    }
    let known: Vec<_> = (3..).map_while(certificate_column).collect();
    let further: Vec<_> = further
        .iter()
        .filter(|name| !known.contains(name))
        .copied()
        .collect();
    if !further.is_empty() {
        sheet.add(
            4,
            Severity::Note,
            || Place::file(index),
            || {
                let list = further.join(", ");
                (
                    format!("{file}: weitere Spalten des Herstellers am Zeilenende: {list}"),
                    format!("{file}: further columns of the maker at the end of the row: {list}"),
                )
            },
        );
    }
    for column in &described.columns {
        let schema = table.columns.iter().find(|known| known.name == column.name);
        let Some(schema) = schema else { continue };
        let name = schema.name;
        let fault = match (schema.kind, column.kind, column.longest) {
            (Kind::Text(most), DescribedKind::Text, longest) => {
                let most = u32::from(most);
                let fits = longest.is_some_and(|longest| {
                    longest == most || (longest < most && GREW.contains(&name))
                });
                (!fits).then(|| {
                    let longest = longest.map_or("–".to_owned(), |longest| longest.to_string());
                    (
                        format!("MaxLength {longest} statt {most}"),
                        format!("MaxLength {longest} instead of {most}"),
                    )
                })
            }
            (Kind::Number(decimals), DescribedKind::Number, _) => {
                let decimals = u32::from(decimals);
                let fits = column.decimals == decimals
                    || (column.decimals < decimals && GREW.contains(&name));
                (!fits).then(|| {
                    (
                        format!("Accuracy {} statt {decimals}", column.decimals),
                        format!("Accuracy {} instead of {decimals}", column.decimals),
                    )
                })
            }
            (Kind::Text(_), ..) => Some((
                "als Zahl oder Datum beschrieben statt als Text".to_owned(),
                "described as a number or day instead of text".to_owned(),
            )),
            (Kind::Number(_), ..) => Some((
                "nicht als Zahl beschrieben".to_owned(),
                "not described as a number".to_owned(),
            )),
        };
        if let Some((german, english)) = fault {
            sheet.error(
                4,
                || Place::file(index),
                || {
                    (
                        format!("{file}, Spalte {name}: {german}"),
                        format!("{file}, column {name}: {english}"),
                    )
                },
            );
        }
    }
}

/// Columns that were shorter, or had fewer decimals, in editions before 2.3.
const GREW: [&str; 13] = [
    "TERMINAL_SERIENNR",
    "KASSE_SERIENNR",
    "Z_ERSTELLUNG",
    "BON_START",
    "BON_ENDE",
    "TSE_TA_START",
    "TSE_TA_ENDE",
    "REF_DATUM",
    "Z_BUCHUNGSTAG",
    "UST_BESCHR",
    "TAXONOMIE_VERSION",
    "STK_BR",
    "ZI_NAME",
];
