//! What has to be found of each planted fault: the rule, how bad it is, the file and the row, and no other rule but those
//! the same change breaks.

use std::collections::BTreeSet;
use std::path::Path;

use amtskasse_dsfinvk::verify::{Language, Options};

use crate::common::{Package, check_with, tables};
use crate::faults::FAULTS;
use crate::genuine::genuine;

#[test]
fn every_fault_is_found_and_nothing_else() {
    let mut wrong = Vec::new();
    for (place, fault) in FAULTS.iter().enumerate() {
        let package = genuine();
        (fault.spoil)(&package);
        let report = package.check();
        let told = report.sheet.told();
        let hit = told.iter().any(|finding| {
            finding.rule.0 == fault.rule
                && finding.severity == fault.severity
                && finding.place.file == fault.file
                && finding.place.row == Some(fault.row)
        });
        let found: BTreeSet<u8> = told.iter().map(|finding| finding.rule.0).collect();
        let expected: BTreeSet<u8> = fault.also.iter().copied().chain([fault.rule]).collect();
        if !hit || found != expected {
            wrong.push(format!("fault {place} of R{}: {told:#?}", fault.rule));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}: {}",
        wrong.len(),
        FAULTS.len(),
        wrong.join("\n")
    );
}

#[test]
fn both_languages_name_what_was_found() {
    for fault in FAULTS.iter().step_by(7) {
        let package = genuine();
        (fault.spoil)(&package);
        let sentences = |language| {
            let options = Options {
                language,
                archives: Vec::new(),
                told_per_rule: usize::MAX,
            };
            let report = check_with(package.path(), &options);
            report
                .sheet
                .told()
                .iter()
                .map(|finding| finding.sentence.clone())
                .collect::<Vec<_>>()
        };
        let (german, english) = (sentences(Language::German), sentences(Language::English));
        assert_eq!(german.len(), english.len());
        for (german, english) in german.iter().zip(&english) {
            assert_ne!(german, english);
        }
    }
}

#[test]
fn every_rule_has_a_planted_fault() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut named = String::new();
    for folder in [tests.clone(), tests.join("content")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "rs") {
                named.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    for rule in 1..=57u8 {
        let planted = FAULTS.iter().any(|fault| fault.rule == rule);
        let test = named.contains(&format!("fn r{rule}_"));
        assert!(planted || test, "no fault is planted for R{rule}");
    }
}

/// Values no register writes.
const HOSTILE: [&str; 16] = [
    "",
    "0",
    "-1",
    "7",
    "1042",
    "9999999999999999999",
    "18446744073709551615",
    "999999999999999999999999999",
    "-999999999999999999999999999,99999",
    "0,00001",
    "9999-12-31T23:59:60-23:59",
    "0000-01-01T00:00:00Z",
    "Forderungsaufloesung",
    "Anfangsbestand",
    "AVBestellung",
    "\u{1F4B6}\"\r\n;\0",
];

/// Whatever stands in a field: there are findings, and the check comes to its end.
#[test]
fn hostile_values_in_every_column() {
    let mut state = 1u64;
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for round in 0..120 {
        let package = Package::fixture();
        for _ in 0..=round % 12 {
            let file = tables().nth(random(20)).unwrap();
            let mut rows = package.rows(file);
            if rows.len() < 2 {
                continue;
            }
            let column = random(rows[0].len());
            let value = HOSTILE[random(HOSTILE.len())];
            // One row, or the whole column.
            let only = (random(3) > 0).then(|| 1 + random(rows.len() - 1));
            for (place, row) in rows.iter_mut().enumerate().skip(1) {
                if only.is_none_or(|only| only == place) {
                    row[column] = value.to_owned();
                }
            }
            package.put(file, &rows);
        }
        assert!(!package.check().sheet.told().is_empty(), "round {round}");
    }
}
