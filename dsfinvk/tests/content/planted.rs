//! What has to be found of each planted fault: the rule, how bad it is, the file and the row, and no other rule but those
//! the same change breaks.

use std::collections::BTreeSet;

use amtskasse_dsfinvk::verify::{Language, Options};

use crate::common::check_with;
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
    let structure = include_str!("../structure.rs");
    let course = include_str!("course.rs");
    for rule in 1..=57u8 {
        let planted = FAULTS.iter().any(|fault| fault.rule == rule);
        let test = |text: &str| {
            text.contains(&format!("fn r{rule}_")) || text.contains(&format!("_r{rule}_"))
        };
        assert!(
            planted || test(structure) || test(course),
            "no fault is planted for R{rule}"
        );
    }
}
