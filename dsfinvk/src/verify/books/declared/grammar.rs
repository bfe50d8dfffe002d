//! The grammar beside index.xml (R1).

use std::collections::BTreeMap;

use super::lower_case;
use crate::dtd;
use crate::verify::books::source::Source;
use crate::verify::{Error, Place, Sheet};

/// The largest grammar that is read; the official one has 9 kB.
const LARGEST_GRAMMAR: u64 = 1 << 20;

/// The grammar before the one that DSFinV-K asks for.
const OLD_GRAMMAR: &str = "gdpdu-01-08-2002.dtd";

/// R1: the grammar lies beside index.xml and is the one of 2004.
pub(super) fn check(source: &Source, sheet: &mut Sheet) -> Result<(), Error> {
    let Some(found) = source.find(dtd::FILE) else {
        let old = source.find(OLD_GRAMMAR).is_some();
        sheet.error(1, Place::package, || match old {
            true => (
                format!(
                    "{} fehlt; dabei liegt nur die ältere {OLD_GRAMMAR}",
                    dtd::FILE
                ),
                format!(
                    "{} is missing; only the older {OLD_GRAMMAR} is there",
                    dtd::FILE
                ),
            ),
            false => (
                format!("{} fehlt", dtd::FILE),
                format!("{} is missing", dtd::FILE),
            ),
        });
        return Ok(());
    };
    lower_case(1, found, dtd::FILE, sheet);
    let failed = |source| Error::Io {
        path: found.path.clone(),
        source,
    };
    let content = found.read(LARGEST_GRAMMAR).map_err(failed)?;
    let text = content.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let declared = text.as_deref().and_then(dtd::declarations);
    let ours = dtd::declarations(dtd::TEXT);
    if declared.is_some() && declared == ours {
        return Ok(());
    }
    let place = || Place::file(&found.name);
    let Some((declared, ours)) = declared.zip(ours) else {
        sheet.error(1, place, || {
            (
                "das ist keine Grammatik (DTD)".to_owned(),
                "this is no grammar (DTD)".to_owned(),
            )
        });
        return Ok(());
    };
    if is_old(&declared) {
        sheet.error(1, place, || {
            (
                "das ist die ältere Grammatik vom 1. August 2002".to_owned(),
                "this is the older grammar of 1 August 2002".to_owned(),
            )
        });
        return Ok(());
    }
    let names = ours.keys().chain(declared.keys());
    let mut differing: Vec<_> = names
        .filter(|name| ours.get(*name) != declared.get(*name))
        .cloned()
        .collect();
    differing.sort();
    differing.dedup();
    differing.truncate(10);
    sheet.error(1, place, || {
        let list = differing.join(", ");
        (
            format!("die Grammatik weicht von der amtlichen ab bei: {list}"),
            format!("the grammar differs from the official one in: {list}"),
        )
    });
    Ok(())
}

/// The grammar of 2002 knows no extensions, and no medium without a table.
fn is_old(declared: &BTreeMap<String, String>) -> bool {
    let new = ["Extension", "Alias", "AcceptNoTables"];
    let media = declared.get("Media").map(String::as_str);
    new.iter().all(|name| !declared.contains_key(*name))
        && media == Some("(Name,Command*,Table+,Command*)")
}
