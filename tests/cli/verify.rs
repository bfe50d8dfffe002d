//! What holds is said to hold, and what was tampered with is not.

use std::io::Read;
use std::process::Stdio;

use amtskasse::fiscal::qr_text;
use amtskasse::ledger::Ledger;
use amtskasse::receipt::{Kind, Signature};

use super::*;

/// The QR text of some sale.
fn qr() -> String {
    let ledger = Ledger::open_read_only(&day().join("data")).unwrap();
    (1..=ledger.last_receipt().unwrap())
        .filter_map(|number| ledger.receipt(number).unwrap())
        .filter(|receipt| receipt.kind == Kind::Sale && !receipt.gross().is_zero())
        .find_map(|receipt| match receipt.signature {
            Some(Signature::Signed(signed)) => Some(qr_text(&signed)),
            _ => None,
        })
        .unwrap()
}

#[test]
fn a_day_holds() {
    let day = day();
    let said = run_in(day, "verify ledger --data {}/data").fine();
    assert!(said.contains("unverändert und vollständig"), "{said}");
    let said = run_in(day, "verify ledger --data {}/data --tse {}/tse.tar").fine();
    assert!(said.contains("stimmen vollständig überein"), "{said}");
    let said = run_in(day, "verify tse {}/tse.tar").fine();
    assert!(said.contains("hält der Prüfung stand"), "{said}");
    let said = run(["verify", "receipt", &qr()]).fine();
    assert!(said.contains("Die Signatur ist echt"), "{said}");
}

#[test]
fn programs_read_it_as_json() {
    let day = day();
    let all = json(&run_in(day, "verify ledger --json --data {}/data --tse {}/tse.tar").fine());
    assert_eq!(all["holds"], true);
    let ledger = &all["ledger"];
    assert_eq!(ledger["matched"], ledger["signatures"]);
    assert_eq!(ledger["findings"], serde_json::json!([]));
    assert_eq!(all["tse"]["signatures"]["invalid"], 0);
    let tse = json(&run_in(day, "--json verify tse {}/tse.tar").fine());
    assert_eq!(tse["holds"], true);
    let receipt = json(&run(["verify", "receipt", "--json", &qr()]).fine());
    assert_eq!(receipt["genuine"], true);
}

#[test]
fn the_environment_names_the_folder_too() {
    let output = program()
        .args(["verify", "ledger"])
        .env("AMTSKASSE_DATA", day().join("data"))
        .output()
        .unwrap();
    Run::of(output).fine();
    let home = tempfile::tempdir().unwrap();
    let output = program()
        .args(["verify", "ledger"])
        .env("AMTSKASSE_DATA", "")
        .env("XDG_DATA_HOME", home.path())
        .output()
        .unwrap();
    let said = Run::of(output).could_not_run();
    assert!(
        said.contains(home.path().join("amtskasse").to_str().unwrap()),
        "{said}"
    );
}

#[test]
fn a_flipped_byte_in_the_archive_is_found() {
    let folder = copy();
    let path = folder.path().join("tse.tar");
    let whole = std::fs::read(&path).unwrap();
    let at = whole
        .windows(14)
        .rposition(|window| window == b"Kassenbeleg-V1")
        .unwrap();
    let mut changed = whole.clone();
    changed[at + 30] ^= 1;
    std::fs::write(&path, &changed).unwrap();
    let said = run_in(folder.path(), "verify tse {}/tse.tar").does_not_hold();
    assert!(said.contains("NICHT stand"), "{said}");
    run_in(
        folder.path(),
        "verify ledger --data {}/data --tse {}/tse.tar",
    )
    .does_not_hold();
    // The ledger alone is as good as before.
    run_in(folder.path(), "verify ledger --data {}/data").fine();
    let found = json(&run_in(folder.path(), "verify tse {}/tse.tar --json").does_not_hold());
    assert_eq!(found["holds"], false);
}

#[test]
fn a_changed_digit_of_a_receipt_is_found() {
    let genuine = qr();
    let (before, after) = genuine.split_once(".00^").unwrap();
    let changed = format!("{before}.01^{after}");
    let said = run(["verify", "receipt", &changed]).does_not_hold();
    assert!(said.contains("passt NICHT"), "{said}");
    for (text, expected) in [
        ("hello", "12 Felder"),
        ("", "12 Felder"),
        (&genuine.replace("ecdsa-plain", "rsa"), "Feld 9"),
        (&genuine.replace("V0;", "V1;"), "Feld 1"),
        (&genuine[..genuine.len() - 9], "Feld 12"),
    ] {
        let said = run(["verify", "receipt", text]).could_not_run();
        assert!(said.contains(expected), "{text}: {said}");
    }
}

#[test]
fn a_changed_cent_is_found() {
    let folder = copy();
    sql(
        folder.path(),
        "DROP TRIGGER receipt_line_no_update;
         UPDATE receipt_line SET gross_cents = gross_cents + 1 WHERE receipt = 4 AND position = 1;",
    );
    let said = run_in(folder.path(), "verify ledger --data {}/data").does_not_hold();
    assert!(said.contains("Beleg 4"), "{said}");
    assert!(said.contains("nach dem Buchen verändert"), "{said}");
    let found = json(&run_in(folder.path(), "verify ledger --data {}/data --json").does_not_hold());
    let findings = found["ledger"]["findings"].as_array().unwrap();
    assert!(
        findings
            .iter()
            .any(|finding| finding["kind"] == "content-changed"),
        "{found}"
    );
}

#[test]
fn a_receipt_that_was_never_written_down_is_found_in_the_archive() {
    // The archive of another register with the same name: nothing in it belongs to this ledger.
    let other = tempfile::tempdir().unwrap();
    run_in(other.path(), "demo --out {}/x --receipts 3 --seed 9").fine();
    let tar = other.path().join("x/tse.tar");
    let line = format!("verify ledger --data {{}}/data --tse {}", tar.display());
    let said = run_in(day(), &line).does_not_hold();
    assert!(said.contains("ohne Beleg"), "{said}");
}

#[test]
fn archives_that_are_none_are_named() {
    let folder = copy();
    let path = folder.path().join("tse.tar");
    let whole = std::fs::read(&path).unwrap();
    for (bytes, expected) in [
        (&whole[..whole.len() / 2 - 100], "bricht in"),
        (&b""[..], "ist leer"),
        (&b"PK\x03\x04 and so on"[..], "ZIP-Datei"),
        (&b"V0;x"[..], "QR-Code"),
        (&[b'x'; 4096][..], "ohne TAR-Kopf"),
    ] {
        std::fs::write(&path, bytes).unwrap();
        for line in [
            "verify tse {}/tse.tar",
            "verify ledger --data {}/data --tse {}/tse.tar",
        ] {
            let said = run_in(folder.path(), line).could_not_run();
            assert!(
                said.contains(expected) && said.contains("tse.tar"),
                "{said}"
            );
        }
    }
    let said = run_in(folder.path(), "verify tse {}/missing.tar").could_not_run();
    assert!(said.contains("gibt es nicht"), "{said}");
    let said = run_in(folder.path(), "verify tse {}").could_not_run();
    assert!(said.contains("Ordner"), "{said}");
}

#[test]
fn an_exported_archive_is_that_of_the_demo() {
    let folder = copy();
    run_in(
        folder.path(),
        "export tse --data {}/data --out {}/again.tar",
    )
    .fine();
    let line = "verify ledger --data {}/data --tse {}/again.tar";
    run_in(folder.path(), line).fine();
    assert!(!folder.path().join("again.tar.part").exists());
    // A register that never signed has nothing to give.
    run_in(folder.path(), "init --data {}/new").fine();
    let said = run_in(folder.path(), "export tse --data {}/new --out {}/x.tar").could_not_run();
    assert!(said.contains("noch mit keiner TSE"), "{said}");
    assert!(!folder.path().join("x.tar").exists());
    assert!(!folder.path().join("new/tse").exists());
}

#[test]
fn a_reader_that_goes_away_is_no_reason_to_panic() {
    for words in [
        vec!["verify", "ledger", "--json", "--data"],
        vec!["verify", "ledger", "--data"],
    ] {
        let mut child = program()
            .args(words)
            .arg(day().join("data"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""));
    }
    let mut child = program()
        .arg("--help")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_a_failure() {
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = program()
        .args(["verify", "ledger", "--data"])
        .arg(day().join("data"))
        .stdout(full)
        .output()
        .unwrap();
    let said = Run::of(output).could_not_run();
    assert!(said.contains("voll"), "{said}");
}

#[test]
fn many_archives_get_a_verdict_each() {
    let folder = copy();
    let whole = std::fs::read(folder.path().join("tse.tar")).unwrap();
    let (first, second) = whole.split_at(whole.len() / 2);
    std::fs::write(folder.path().join("half.tar.001"), first).unwrap();
    std::fs::write(folder.path().join("half.tar.002"), second).unwrap();
    std::fs::write(folder.path().join("none.tar"), b"PK and so on").unwrap();

    let said = run_in(folder.path(), "verify tse {}/half.tar.001").fine();
    assert!(said.contains("(2 Teile)"), "{said}");
    let line = "verify tse {}/tse.tar {}/half.tar.001 {}/half.tar.002";
    let said = run_in(folder.path(), line).fine();
    assert!(said.contains("2 von 2 Archiven"), "{said}");
    let said = run_in(folder.path(), "verify tse {}/tse.tar {}/none.tar").does_not_hold();
    assert!(said.contains("1 von 2 Archiven"), "{said}");
    let all = run_in(folder.path(), "verify tse --json {}/tse.tar {}/none.tar").does_not_hold();
    let all = json(&all);
    assert_eq!(
        (&all[0]["holds"], &all[1]["holds"]),
        (&true.into(), &false.into())
    );

    // Nothing was checked is not the same as nothing holds.
    let line = "verify tse {}/none.tar {}/missing.tar";
    let run = run_in(folder.path(), line);
    assert_eq!(run.status, 2, "{run:?}");
    assert!(run.out.contains("missing.tar"), "{run:?}");
    assert!(run.err.contains("Keines der Archive"), "{run:?}");
    std::fs::write(folder.path().join("zero.tar"), [0; 30 * 1024]).unwrap();
    let said = run_in(folder.path(), "verify tse {}/zero.tar").does_not_hold();
    assert!(said.contains("geprüft ist NICHTS"), "{said}");

    std::fs::remove_file(folder.path().join("half.tar.001")).unwrap();
    let said = run_in(folder.path(), "verify tse {}/half.tar.002").could_not_run();
    assert!(said.contains("half.tar.001: dieser Teil"), "{said}");
}

#[test]
fn one_bad_file_in_a_folder_does_not_hide_what_the_others_hold() {
    let folder = copy();
    let tars = folder.path().join("tars");
    std::fs::create_dir(&tars).unwrap();
    std::fs::copy(folder.path().join("tse.tar"), tars.join("a.tar")).unwrap();
    let line = "verify ledger --data {}/data --tse {}/tars";
    let whole = run_in(folder.path(), line).fine();
    let matched = |said: &str| {
        let line = said.lines().find(|line| line.contains("stimmen überein"));
        line.map(str::to_owned)
    };
    std::fs::write(tars.join("b.tar"), b"PK and so on").unwrap();
    let said = run_in(folder.path(), line).does_not_hold();
    assert!(said.contains("b.tar"), "{said}");
    assert_eq!(matched(&said), matched(&whole));
    let line = "verify ledger --json --data {}/data --tse {}/tars";
    let all = json(&run_in(folder.path(), line).does_not_hold());
    assert!(all["tse"][1]["error"].is_string(), "{all}");
}

#[test]
fn every_message_is_listed_in_a_line() {
    let said = run_in(day(), "verify tse --list {}/tse.tar").fine();
    let lines = said.lines().filter(|line| line.contains("  echt  "));
    let summary = json(&run_in(day(), "verify tse --json {}/tse.tar").fine());
    let valid = &summary["report"]["signatures"]["valid"];
    assert_eq!(serde_json::json!(lines.count()), *valid);
    for expected in [
        "System updateTime, Uhr vorher",
        "Vorgang 1 begonnen",
        "Kassenbeleg-V1, Beleg^",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    let said = run_in(day(), "verify tse --list --json {}/tse.tar").fine();
    let first: serde_json::Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
    assert_eq!(first["verdict"]["signature"], "valid");
}

#[test]
fn who_names_what_they_trust_wants_to_find_it() {
    let folder = copy();
    let said = run_in(folder.path(), "verify tse {}/tse.tar").fine();
    assert!(said.contains("--trust nicht angegeben"), "{said}");
    // The demonstration's own root is in its archive.
    let mut archive = tar(&std::fs::read(folder.path().join("tse.tar")).unwrap());
    archive.retain(|(name, _)| name.ends_with(".cer") || name.contains("_X509"));
    std::fs::create_dir(folder.path().join("trust")).unwrap();
    for (name, content) in &archive {
        let name = name.rsplit('/').next().unwrap();
        std::fs::write(
            folder.path().join("trust").join(format!("{name}.der")),
            content,
        )
        .unwrap();
    }
    let said = run_in(folder.path(), "verify tse {}/tse.tar --trust {}/trust").fine();
    assert!(
        said.contains("Kette bis zu einer vertrauten Wurzel geprüft"),
        "{said}"
    );
    std::fs::write(folder.path().join("rubbish.pem"), b"rubbish").unwrap();
    let line = "verify tse {}/tse.tar --trust {}/rubbish.pem";
    let said = run_in(folder.path(), line).could_not_run();
    assert!(
        said.contains("weder ein Zertifikat noch eine Sperrliste"),
        "{said}"
    );
}

/// Members of a small archive with short names.
fn tar(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut members = Vec::new();
    let mut at = 0;
    while bytes.get(at).is_some_and(|byte| *byte != 0) {
        let text = |from: usize, length: usize| {
            let field = &bytes[at + from..at + from + length];
            String::from_utf8_lossy(field)
                .trim_matches(['\0', ' '])
                .to_owned()
        };
        let size = usize::from_str_radix(&text(124, 12), 8).unwrap();
        members.push((text(0, 100), bytes[at + 512..at + 512 + size].to_vec()));
        at += 512 + size.next_multiple_of(512);
    }
    members
}
