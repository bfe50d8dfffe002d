//! The Kassen-Nachschau: what an auditor can take along and have proven, and that nothing else is possible.

use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::NaiveDate;

use super::*;
use crate::cash::Denomination;
use crate::till::audit::{AuditKind, ExportError, MediumError, Order, Period, SUMS, Step};

/// A register with two closed days and an open one, with the auditor at it.
fn closed() -> (Bench, Till) {
    let bench = Bench::new();
    let mut till = bench.open();
    till.keep_archives();
    for _ in 0..2 {
        float(&mut till);
        ring(&mut till, "MU0160", 1);
        till.pay_cash(euro(990)).unwrap();
        close(&mut till);
        bench.later(24 * 3600);
        // The TSE has its daily self-test.
        till.tick().unwrap();
    }
    ring(&mut till, "MU0160", 2);
    till.pay_cash(euro(1980)).unwrap();
    till.log_in("301", "5555").unwrap();
    (bench, till)
}

fn close(till: &mut Till) {
    let cash = till.ledger().expected_cash().unwrap();
    let request = CloseRequest {
        pieces: Pieces::fewest(cash),
        reason: String::new(),
        skim: cash,
        approval: berger(),
    };
    till.close(&request).unwrap();
}

fn all() -> Period {
    Period {
        from: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
        to: NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
    }
}

fn order(target: &Path) -> Order {
    Order {
        period: all(),
        target: target.to_owned(),
    }
}

/// Until what is under way has ended.
fn until_done(till: &mut Till) {
    let end = Instant::now() + Duration::from_secs(60);
    while till.audit_progress().is_some() {
        assert!(
            Instant::now() < end,
            "{:?} never ends",
            till.audit_progress()
        );
        std::thread::sleep(Duration::from_millis(5));
        till.tick().unwrap();
    }
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let mut names: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    names
}

fn events(till: &Till, kind: AuditKind) -> Vec<String> {
    let events = till.ledger().events_of(kind.code()).unwrap();
    assert!(
        events
            .iter()
            .all(|event| event.person.as_deref() == Some("301"))
    );
    events.into_iter().map(|event| event.text).collect()
}

#[test]
fn an_auditor_leaves_with_both_exports_and_the_proof_on_paper() {
    let (_bench, mut till) = closed();
    let stick = tempfile::tempdir().unwrap();
    till.begin_export(order(stick.path())).unwrap();
    assert!(matches!(till.begin_proof(), Err(TillError::AuditBusy)));
    until_done(&mut till);
    let visit = till.visit().unwrap();
    assert!(visit.failed.is_none(), "{:?}", visit.failed);
    let exported = visit.exported[0].clone();
    assert_eq!((exported.closings, exported.number), ((1, 2), 2));
    let archive = till.tse_overview().unwrap().archive;
    assert!(!exported.unarchived(), "{archive:?}");
    assert_eq!(names(stick.path()), std::slice::from_ref(&exported.folder));
    assert!(exported.tars().count() >= 1);
    // Whoever has the stick can check it with sha256sum.
    let sums = std::fs::read_to_string(exported.folder.join(SUMS)).unwrap();
    for (line, file) in sums.lines().zip(&exported.files) {
        assert_eq!(line, format!("{}  {}", file.sha256, file.name));
        let bytes = std::fs::read(exported.folder.join(&file.name)).unwrap();
        assert_eq!(bytes.len() as u64, file.size);
        let sum = ring::digest::digest(&ring::digest::SHA256, &bytes);
        assert_eq!(crate::fiscal::hex(sum.as_ref()), file.sha256);
    }

    till.begin_proof().unwrap();
    until_done(&mut till);
    let proof = till.visit().unwrap().proof.clone().unwrap();
    assert_eq!(proof.ledger.findings, []);
    assert!(proof.archives.iter().all(|one| one.problem.is_none()));
    assert_eq!(proof.ledger.matched, Some(proof.ledger.signatures));
    assert_eq!(proof.beyond, 0);
    let export = proof.export.as_ref().unwrap();
    assert_eq!(export.whole, exported.files.len());
    let package = export.package.as_ref().unwrap();
    assert_eq!(package.told, Vec::<String>::new());
    assert_eq!((package.closings, package.errors), (2, 0));
    assert!(proof.holds());

    let mut pieces = Pieces::new();
    pieces.set(Denomination { cents: 1000 }, 1);
    let count = till.audit_count(pieces, "Nachschau").unwrap();
    let difference = format!("Differenz {} €", count.difference());
    assert_eq!(
        count.difference(),
        euro(1000) - till.ledger().expected_cash().unwrap()
    );
    let paper = till.inspection_pdf().unwrap();
    assert!(paper.starts_with(b"%PDF"));

    // Whatever was done is an entry of the chain, with who did it.
    assert_eq!(events(&till, AuditKind::Begin).len(), 1);
    assert!(events(&till, AuditKind::Export)[0].contains(&exported.files[0].sha256));
    assert!(events(&till, AuditKind::Proof)[0].contains("keine Abweichung"));
    assert!(events(&till, AuditKind::Count)[0].contains(&difference));
    assert_eq!(events(&till, AuditKind::Protocol).len(), 1);
    let report = till.ledger().verify(|_, _| {}).unwrap();
    assert_eq!(report.findings, []);
}

#[test]
fn the_clerk_sells_on_while_it_runs_and_the_auditor_finds_it_done() {
    let (_bench, mut till) = closed();
    let stick = tempfile::tempdir().unwrap();
    till.begin_export(order(stick.path())).unwrap();
    till.log_in("101", "1111").unwrap();
    assert!(till.visit().is_none(), "that is the auditor's");
    ring(&mut till, "MU0160", 1);
    till.pay_cash(euro(990)).unwrap();
    until_done(&mut till);
    till.log_in("301", "5555").unwrap();
    till.begin_audit().unwrap();
    let visit = till.visit().unwrap();
    assert_eq!(visit.exported.len(), 1, "{:?}", visit.failed);
    assert_eq!(events(&till, AuditKind::Begin).len(), 1);
    assert_eq!(events(&till, AuditKind::Export).len(), 1);
    // What was sold since the last archive is told as such, and is no fault.
    till.begin_proof().unwrap();
    until_done(&mut till);
    assert!(till.visit().unwrap().proof.as_ref().unwrap().holds());
}

#[test]
fn what_is_broken_off_leaves_nothing_and_is_on_record() {
    let (_bench, mut till) = closed();
    let stick = tempfile::tempdir().unwrap();
    // What an earlier export left that lost its medium.
    let left = stick
        .path()
        .join(".Kassen-Nachschau_X_2026-01-01_0900.part");
    std::fs::create_dir(&left).unwrap();
    std::fs::write(left.join("DSFinV-K_Z1-Z1.zip"), b"half").unwrap();
    till.begin_export(order(stick.path())).unwrap();
    till.stop_audit().unwrap();
    until_done(&mut till);
    let visit = till.visit().unwrap();
    assert!(visit.exported.is_empty() && visit.failed.is_some());
    assert!(events(&till, AuditKind::ExportFailed)[0].starts_with("Abgebrochen"));
    till.begin_export(order(stick.path())).unwrap();
    until_done(&mut till);
    assert!(till.visit().unwrap().failed.is_none());
    assert_eq!(names(stick.path()).len(), 1, "the half one is gone");
    till.begin_proof().unwrap();
    till.stop_audit().unwrap();
    assert!(till.audit_progress().is_none());
    assert_eq!(events(&till, AuditKind::Proof), ["Prüfung abgebrochen"]);
}

#[test]
fn what_cannot_be_exported_is_refused_before_anything_is_written() {
    let (_bench, mut till) = closed();
    let stick = tempfile::tempdir().unwrap();
    let day = NaiveDate::from_ymd_opt(2025, 5, 1).unwrap();
    let empty = Order {
        period: Period { from: day, to: day },
        target: stick.path().to_owned(),
    };
    let refused = till.begin_export(empty).unwrap_err();
    assert!(matches!(
        refused,
        TillError::Export(ExportError::NothingClosed)
    ));
    let refused = till
        .begin_export(order(&stick.path().join("weg")))
        .unwrap_err();
    assert!(matches!(
        refused,
        TillError::Export(ExportError::Medium(MediumError::Missing(_)))
    ));
    assert!(names(stick.path()).is_empty());
}

/// A medium of this many bytes, where this system lets one be mounted.
#[cfg(target_os = "linux")]
fn small_medium(folder: &Path, options: &str) -> bool {
    let mount = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", options, "tmpfs"])
        .arg(folder)
        .output();
    mount.is_ok_and(|output| output.status.success())
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_or_write_protected_medium_is_told_and_left_clean() {
    let (_bench, mut till) = closed();
    for (options, word) in [("size=8k", "voll"), ("size=1m,ro", "nicht geschrieben")] {
        let stick = tempfile::tempdir().unwrap();
        if !small_medium(stick.path(), options) {
            return;
        }
        till.begin_export(order(stick.path())).unwrap();
        until_done(&mut till);
        let left = names(stick.path());
        let unmounted = std::process::Command::new("umount")
            .arg(stick.path())
            .status();
        assert!(unmounted.unwrap().success());
        let failed = till.visit().unwrap().failed.clone().unwrap();
        let sentence = failed.get(crate::i18n::Language::German);
        assert!(sentence.contains(word), "{sentence}");
        assert_eq!(left, Vec::<PathBuf>::new());
        assert!(
            events(&till, AuditKind::ExportFailed)
                .last()
                .unwrap()
                .contains(word)
        );
    }
}

#[test]
fn a_damaged_stick_and_a_changed_ledger_are_found() {
    let (bench, mut till) = closed();
    let stick = tempfile::tempdir().unwrap();
    till.begin_export(order(stick.path())).unwrap();
    until_done(&mut till);
    let exported = till.visit().unwrap().exported[0].clone();
    let tar = exported.tars().next().unwrap();
    let mut bytes = std::fs::read(&tar).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&tar, bytes).unwrap();
    std::fs::remove_file(exported.package().unwrap()).unwrap();
    // Somebody who can get at the database makes a receipt cheaper.
    let database = rusqlite::Connection::open(bench.folder.path().join("amtskasse.db")).unwrap();
    database
        .execute_batch(
            "DROP TRIGGER receipt_line_no_update;
             UPDATE receipt_line SET gross_cents = gross_cents - 100 WHERE receipt = 2 AND gross_cents > 100;",
        )
        .unwrap();
    drop(database);
    till.begin_proof().unwrap();
    until_done(&mut till);
    let proof = till.visit().unwrap().proof.clone().unwrap();
    assert!(!proof.holds());
    assert!(!proof.ledger.findings.is_empty());
    let export = proof.export.as_ref().unwrap();
    assert_eq!(export.damaged.len(), 2, "{:?}", export.damaged);
    assert!(export.package.is_err());
    assert!(events(&till, AuditKind::Proof)[0].contains("Abweichungen"));
}

#[test]
fn an_outage_ends_no_nachschau_but_is_said() {
    let (bench, mut till) = closed();
    till.log_in("101", "1111").unwrap();
    bench.faults.set(Fault::Removed);
    ring(&mut till, "MU0160", 1);
    till.pay_cash(euro(990)).unwrap();
    till.log_in("301", "5555").unwrap();
    let stick = tempfile::tempdir().unwrap();
    till.begin_export(order(stick.path())).unwrap();
    assert_ne!(till.audit_progress().map(|p| p.step), Some(Step::Archive));
    until_done(&mut till);
    let exported = till.visit().unwrap().exported[0].clone();
    // The open day was signed before the TSE failed, and no archive holds it.
    assert!(exported.unarchived());
    assert!(till.inspection_pdf().is_ok());
}

#[test]
fn an_auditor_can_change_nothing() {
    let (_bench, mut till) = closed();
    let none = |result: Result<(), TillError>, what: &str| {
        assert!(
            matches!(result, Err(TillError::NotAllowed(_))),
            "{what}: {result:?}"
        );
    };
    let before = till.ledger().last_receipt().unwrap();
    none(
        till.add("MU0160", Decimal::ONE, None, None).map(drop),
        "sell",
    );
    none(till.set_training(true), "training");
    none(till.begin_void(2, "Fehler", &berger()), "void");
    none(till.begin_refund(2, &[], "Fehler", &berger()), "refund");
    let movement = Movement {
        kind: Kind::PayOut,
        amount: euro(100),
        reason: "Porto".into(),
        approval: Some(berger()),
    };
    none(till.move_cash(&movement).map(drop), "move cash");
    let request = CloseRequest {
        pieces: Pieces::new(),
        reason: "x".into(),
        skim: euro(0),
        approval: berger(),
    };
    none(till.close(&request).map(drop), "close");
    none(till.change_catalogue(&[], "x").map(drop), "catalogue");
    none(till.test_tse(0), "self-test");
    none(
        till.begin_archive(crate::till::tse::JobKind::Increment, None),
        "archive",
    );
    assert_eq!(till.ledger().last_receipt().unwrap(), before);
    // What he came for he sees: receipts, closings, the journal.
    assert!(till.ledger().receipt(2).unwrap().is_some());
    assert!(till.receipt_pdf(2, true).is_ok());
    assert!(till.closing_pdf(1).is_ok());
    assert!(output::journal_of(till.ledger(), 1).is_ok());
    assert_eq!(till.standing().unwrap().closings.len(), 2);
    assert_eq!(till.standing().unwrap().receipts, 1);
}

#[test]
fn nobody_audits_without_logging_in() {
    let (_bench, mut till) = closed();
    till.log_out().unwrap();
    assert!(matches!(till.begin_audit(), Err(TillError::LoggedOut)));
    assert!(matches!(till.standing(), Err(TillError::LoggedOut)));
    let refused = till.audit(AuditKind::Search, "Müller");
    assert!(matches!(refused, Err(TillError::LoggedOut)));
}
