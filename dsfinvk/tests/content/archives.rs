//! The package against archives of the TSEs, one to one in both directions.

use std::path::PathBuf;

use amtskasse_dsfinvk::verify::{Error, Language, Options, Report, Severity, package};
use amtskasse_tse::simulator;

use crate::common::{Package, check_with, of};
use crate::genuine::{CLIENT, Device, sign};

const SIGNED: &str = "transactions_tse.csv";

fn signed() -> (Package, Device) {
    let package = Package::fixture();
    let mut device = Device::new(simulator::Options::default());
    sign(&package, &mut device);
    (package, device)
}

fn options(archives: &[PathBuf]) -> Options {
    Options {
        language: Language::English,
        archives: archives.to_vec(),
        told_per_rule: usize::MAX,
    }
}

fn check(package: &Package, archives: &[PathBuf]) -> Report {
    check_with(package.path(), &options(archives))
}

fn export(device: &mut Device, name: &str) -> PathBuf {
    let path = device.folder().join(name);
    device.export(&path)
}

fn broken(report: &Report) -> Vec<(u8, &str, Option<u64>, &str)> {
    let errors = report
        .sheet
        .told()
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors
        .map(|one| {
            (
                one.rule.0,
                one.place.file.as_str(),
                one.place.row,
                one.sentence.as_str(),
            )
        })
        .collect()
}

#[test]
fn every_transaction_matches() {
    let (package, mut device) = signed();
    let archive = export(&mut device, "all.tar");
    let report = check(&package, std::slice::from_ref(&archive));
    assert_eq!(broken(&report), []);
    assert_eq!((report.matched, report.signatures), (Some(13), 13));
    assert!(
        report
            .sheet
            .told()
            .iter()
            .all(|finding| finding.severity == Severity::Note),
        "{:#?}",
        report.sheet.told()
    );
    // The same archive twice changes nothing.
    let report = check(&package, &[archive.clone(), archive]);
    assert_eq!(broken(&report), []);
    assert_eq!(report.matched, Some(13));
}

#[test]
fn a_row_that_no_archive_has() {
    let (package, mut device) = signed();
    let archive = export(&mut device, "before.tar");
    // Signed after the export.
    let times = ("2026-03-03T12:00:00.000Z", "2026-03-03T12:00:30.000Z");
    device.at(times.0);
    device.wake();
    let [number, counter, start, end, signature] =
        device.sign(CLIENT, times, "SonstigerVorgang", "Abmeldung");
    crate::faults::add(
        &package,
        SIGNED,
        2,
        &[
            ("BON_ID", "15"),
            ("TSE_ID", "1"),
            ("TSE_TANR", &number),
            ("TSE_TA_SIGZ", &counter),
            ("TSE_TA_START", &start),
            ("TSE_TA_ENDE", &end),
            ("TSE_TA_SIG", &signature),
            ("TSE_TA_VORGANGSART", "SonstigerVorgang"),
            ("TSE_VORGANGSDATEN", "Abmeldung"),
        ],
    );
    let report = check(&package, &[archive]);
    let [(52, SIGNED, Some(16), sentence)] = broken(&report)[..] else {
        panic!("{:#?}", report.sheet.told())
    };
    assert!(
        sentence.contains(&format!("transaction {number} ")),
        "{sentence}"
    );
    assert_eq!(report.matched, Some(13));
}

#[test]
fn a_transaction_that_the_package_leaves_out() {
    let (package, mut device) = signed();
    // A receipt of the second day that was never handed over, one of another register, one of the next day.
    device.register("OTHER-1");
    let data = "Beleg^0.00_0.00_0.00_0.00_99.00^99.00:Bar";
    for (client, start, end) in [
        (CLIENT, "2026-03-03T15:00:00Z", "2026-03-03T15:00:30Z"),
        ("OTHER-1", "2026-03-03T15:01:00Z", "2026-03-03T15:01:30Z"),
        (CLIENT, "2026-03-03T20:00:00Z", "2026-03-03T20:00:30Z"),
    ] {
        device.sign(client, (start, end), "Kassenbeleg-V1", data);
    }
    let archive = export(&mut device, "all.tar");
    let report = check(&package, &[archive]);
    let [(52, "all.tar", None, sentence)] = broken(&report)[..] else {
        panic!("{:#?}", report.sheet.told())
    };
    assert!(
        sentence.contains("transaction 14 ") && sentence.contains("99.00:Bar"),
        "{sentence}"
    );
    let notes: Vec<_> = of(&report, 52)
        .into_iter()
        .filter(|finding| finding.severity == Severity::Note)
        .collect();
    assert_eq!(notes.len(), 1, "{:#?}", report.sheet.told());
    assert!(
        notes[0].sentence.ends_with("package: 1"),
        "{}",
        notes[0].sentence
    );
}

/// A receipt whose rows were all taken out of the package.
#[test]
fn a_receipt_that_was_taken_out() {
    let (package, mut device) = signed();
    let archive = export(&mut device, "all.tar");
    let number = package.value(SIGNED, 3, "TSE_TANR");
    for file in crate::common::tables() {
        let mut rows = package.rows(file);
        if let Some(id) = rows[0].iter().position(|column| column == "BON_ID") {
            rows.retain(|row| row[id] != "2");
            package.put(file, &rows);
        }
    }
    let report = check(&package, &[archive]);
    let hit = broken(&report)
        .into_iter()
        .any(|(rule, file, _, sentence)| {
            rule == 52 && file == "all.tar" && sentence.contains(&format!("transaction {number} "))
        });
    assert!(hit, "{:#?}", report.sheet.told());
}

#[test]
fn every_column_is_compared() {
    for (column, value, word) in [
        ("TSE_TA_SIGZ", "999", "TSE_TA_SIGZ"),
        ("TSE_TA_START", "2026-03-03T09:59:59.000Z", "TSE_TA_START"),
        ("TSE_TA_ENDE", "2026-03-03T10:00:29.000Z", "TSE_TA_ENDE"),
        ("TSE_TA_VORGANGSART", "SonstigerVorgang", "process type"),
        (
            "TSE_VORGANGSDATEN",
            "Beleg^0.00_0.00_0.00_0.00_12.00^12.00:Bar",
            "process data",
        ),
        ("TSE_TA_SIG", "", "signature"),
    ] {
        let (package, mut device) = signed();
        let archive = export(&mut device, "all.tar");
        let other = package.value(SIGNED, 14, "TSE_TA_SIG");
        package.mutate(
            SIGNED,
            15,
            column,
            if value.is_empty() { &other } else { value },
        );
        let report = check(&package, &[archive]);
        let hit = broken(&report)
            .into_iter()
            .any(|(rule, file, row, sentence)| {
                rule == 54
                    && file == SIGNED
                    && row == Some(15)
                    && sentence.contains(word)
                    && sentence.contains("all.tar")
            });
        assert!(hit, "{column}: {:#?}", report.sheet.told());
    }
}

#[test]
fn the_archive_of_another_tse() {
    let (package, _) = signed();
    let mut other = Device::new(simulator::Options::default());
    other.at("2026-03-02T06:00:00Z");
    other.wake();
    other.sign(
        CLIENT,
        ("2026-03-02T09:00:00Z", "2026-03-02T09:00:30Z"),
        "Kassenbeleg-V1",
        "x",
    );
    let archive = export(&mut other, "other.tar");
    let report = check(&package, &[archive]);
    let broken = broken(&report);
    let foreign = broken
        .iter()
        .find(|(rule, file, ..)| *rule == 52 && *file == "other.tar")
        .unwrap();
    assert!(foreign.3.contains(&other.serial()), "{}", foreign.3);
    let none = broken
        .iter()
        .find(|(rule, file, ..)| *rule == 52 && *file == SIGNED)
        .unwrap();
    assert!(none.3.starts_with("13 transactions"), "{}", none.3);
    assert_eq!(report.matched, Some(0));
}

#[test]
fn breaking_off_in_an_archive() {
    let (with, mut device) = signed();
    // Beyond the first step of the watch.
    let long = "x".repeat(100_000);
    for _ in 0..30 {
        device.sign(
            CLIENT,
            ("2026-03-03T20:00:00Z", "2026-03-03T20:00:30Z"),
            "SonstigerVorgang",
            &long,
        );
    }
    let archive = export(&mut device, "long.tar");
    let size = std::fs::metadata(&archive).unwrap().len();
    let options = options(&[archive]);
    let (mut calls, mut last) = (Vec::new(), 0);
    let report = package(with.path(), &options, &mut |progress| {
        assert!(progress.done >= last && progress.done <= progress.whole);
        last = progress.done;
        calls.push(progress);
        true
    });
    assert!(report.is_ok());
    let end = calls.last().unwrap();
    assert_eq!(end.done, end.whole);
    let inside = calls[calls.len() - 2].done;
    assert!(inside > end.whole - size, "{calls:?}");
    let result = package(with.path(), &options, &mut |progress| {
        progress.done < inside
    });
    assert!(matches!(result, Err(Error::Stopped)), "{result:?}");
}

#[test]
fn a_damaged_archive() {
    let (package, mut device) = signed();
    let archive = export(&mut device, "all.tar");
    let bytes = std::fs::read(&archive).unwrap();
    // A byte of one signed receipt.
    let place = bytes
        .windows(8)
        .position(|part| part == b"Beleg^2.")
        .unwrap();
    let mut changed = bytes.clone();
    changed[place + 6] = b'3';
    let spoiled = device.folder().join("spoiled.tar");
    std::fs::write(&spoiled, &changed).unwrap();
    let report = check(&package, std::slice::from_ref(&spoiled));
    let hit = |report: &Report, rule: u8, file: &str| {
        broken(report)
            .iter()
            .any(|one| one.0 == rule && one.1 == file)
    };
    assert!(
        hit(&report, 54, "spoiled.tar") && hit(&report, 54, SIGNED),
        "{:#?}",
        report.sheet.told()
    );
    // Cut off in the middle.
    let cut = device.folder().join("cut.tar");
    std::fs::write(&cut, &bytes[..bytes.len() / 2 + 100]).unwrap();
    let report = check(&package, &[cut]);
    assert!(hit(&report, 54, "cut.tar"), "{:#?}", report.sheet.told());
    // No archive at all.
    let nothing = device.folder().join("nothing.tar");
    std::fs::write(&nothing, "no archive").unwrap();
    let result = package_of(&package, &[nothing]);
    assert!(matches!(result, Err(Error::Archive { .. })), "{result:?}");
    let result = package_of(&package, &[device.folder().join("missing.tar")]);
    assert!(matches!(result, Err(Error::Io { .. })), "{result:?}");
}

fn package_of(with: &Package, archives: &[PathBuf]) -> Result<Report, Error> {
    package(with.path(), &options(archives), &mut |_| true)
}

/// A log message taken out of the archive leaves a gap there and a row without a transaction.
#[test]
fn an_archive_with_a_gap() {
    let (package, mut device) = signed();
    let archive = export(&mut device, "all.tar");
    let bytes = std::fs::read(&archive).unwrap();
    let name = bytes
        .chunks(512)
        .position(|block| {
            let end = block.iter().position(|byte| *byte == 0).unwrap_or(0);
            let name = String::from_utf8_lossy(&block[..end]).into_owned();
            name.ends_with(".log") && name.contains("Finish_") && name.contains("_No-3_")
                || name.contains("Finish") && name.contains("No-3_")
        })
        .expect("the finish of transaction 3");
    let size = std::str::from_utf8(&bytes[name * 512 + 124..name * 512 + 135]).unwrap();
    let size = usize::from_str_radix(size.trim_matches(['\0', ' ']), 8).unwrap();
    let blocks = 1 + size.div_ceil(512);
    let mut less = bytes.clone();
    less.drain(name * 512..(name + blocks) * 512);
    std::fs::write(&archive, &less).unwrap();
    let report = check(&package, std::slice::from_ref(&archive));
    let missing = broken(&report)
        .into_iter()
        .any(|(rule, file, row, _)| rule == 52 && file == SIGNED && row == Some(4));
    assert!(missing, "{:#?}", report.sheet.told());
    let gap = of(&report, 52)
        .into_iter()
        .any(|finding| finding.place.file == "all.tar");
    assert!(gap, "{:#?}", report.sheet.told());
}
