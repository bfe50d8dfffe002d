//! The file for the upload in Mein ELSTER (Datenart Aufzeichnung146a, version 1).
//!
//! The portal is particular about the first line: double quotes and `standalone="no"`. The official schema is part of
//! the ERiC package for registered makers; root, namespace and elements here are those of files the portal accepted.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::missing::plain_bsi_id;
use super::{Missing, System, missing};

const NAMESPACE: &str = "http://finkonsens.de/elster/elsternachricht/aufzeichnung146a/v1";

/// The notification of these systems, or everything it lacks.
pub fn xml(systems: &[System]) -> Result<String, Vec<Missing>> {
    let lacks = missing(systems);
    if !lacks.is_empty() {
        return Err(lacks);
    }
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n");
    let _ = writeln!(
        out,
        "<Aufzeichnung146a xmlns=\"{NAMESPACE}\" version=\"1\">"
    );
    out.push_str("  <Aufzeichnung146a>\n");
    for system in systems.iter().filter(|system| !system.is_exempt()) {
        one(&mut out, system);
    }
    out.push_str("  </Aufzeichnung146a>\n</Aufzeichnung146a>\n");
    Ok(out)
}

fn one(out: &mut String, system: &System) {
    out.push_str("    <AngabenAufzeichnungssystem>\n");
    let mut element = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(out, "      <{name}>{}</{name}>", escaped(value.trim()));
        }
    };
    let day = |day: Option<NaiveDate>| day.map(written).unwrap_or_default();
    element("Art", &system.kind.code().to_string());
    element("Software", &system.software);
    element("SoftwareVersion", &system.version);
    element("SeriennummerAS", &system.serial);
    element("Hersteller", &system.manufacturer);
    element("Modell", &system.model);
    if let Some(tse) = system.notified_tse() {
        element("SeriennummerTSE", &tse.serial.to_ascii_lowercase());
        element("InbetriebnahmeTSE", &day(tse.first_use));
        let id = tse.bsi_id.as_deref().and_then(plain_bsi_id);
        element("BSIID", id.unwrap_or_default());
        let form = tse.form.and_then(super::Form::code);
        element("ArtTSE", &form.map(|f| f.to_string()).unwrap_or_default());
    }
    element("AnschaffungAS", &day(system.acquired.map(|a| a.on)));
    element("InbetriebnahmeAS", &day(system.first_use));
    if let Some(gone) = &system.retired {
        element("AusserbetriebnahmeAS", &written(gone.on));
        element("GrundAusserbetriebnahme", &gone.reason);
    }
    out.push_str("    </AngabenAufzeichnungssystem>\n");
}

fn written(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// Text between two tags. Control characters have no place in XML 1.0 at all.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
