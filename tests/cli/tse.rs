//! One TSE from the technician's shell, without a register: here the built-in one.

use std::os::unix::fs::PermissionsExt;

use super::*;

/// A folder with a TSE of its own and a file with its secrets.
fn set_up() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let said = tse(
        folder.path(),
        "--client KASSE-1 setup --generate {}/own.json",
    )
    .fine();
    assert!(said.contains("ist eingerichtet"), "{said}");
    folder
}

/// Runs an action on the TSE in a folder; what the program notes stays there too.
pub fn tse(folder: &Path, line: &str) -> Run {
    tse_of(
        folder,
        &format!("--driver test --address {{}}/device {line}"),
    )
}

pub fn tse_of(folder: &Path, line: &str) -> Run {
    let path = folder.to_str().unwrap();
    let words = line.split(' ').map(|word| word.replace("{}", path));
    let output = program()
        .arg("tse")
        .args(words)
        .env("XDG_STATE_HOME", folder.join("state"))
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    Run::of(output)
}

pub fn write_private(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn a_relative_name_is_enough_for_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let line = "tse --driver test --address tt setup --generate own.json";
    let output = program()
        .args(line.split(' '))
        .current_dir(folder.path())
        .env("XDG_STATE_HOME", folder.path().join("state"))
        .output()
        .unwrap();
    Run::of(output).fine();
}

#[test]
fn the_list_says_that_nothing_was_tried_on_a_device() {
    let folder = tempfile::tempdir().unwrap();
    let said = tse_of(folder.path(), "list").fine();
    for driver in ["test", "swissbit", "epson", "fiskaly", "diebold-nixdorf"] {
        assert!(said.contains(driver), "{said}");
    }
    assert!(said.contains("Kein Treiber lief bisher an einem echten Gerät"));
    let list = json(&tse_of(folder.path(), "list --json").fine());
    let drivers = list["drivers"].as_array().unwrap();
    assert!(drivers.iter().all(|one| one["tried_on_device"] == false));
}

#[test]
fn a_whole_life() {
    let folder = set_up();
    let path = folder.path();
    let mode = std::fs::metadata(path.join("own.json"))
        .unwrap()
        .permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);

    let info = tse(path, "info").fine();
    assert!(
        info.contains("nicht zertifiziert") && info.contains("noch"),
        "{info}"
    );
    let info = json(&tse(path, "info --json --per-day 1000").fine());
    assert_eq!(info["state"], "operational");
    assert_eq!(info["clients"]["now"], 1);
    assert!(info["certificate_days"].as_i64().unwrap() > 1000);
    assert!(info["signature_days"].as_i64().unwrap() > 1000);
    tse(path, "self-test").fine();
    tse(path, "time").fine();

    tse(path, "register --client KASSE-2").fine();
    let clients = json(&tse(path, "clients --json").fine());
    assert_eq!(
        clients["clients"],
        serde_json::json!(["KASSE-1", "KASSE-2"])
    );
    let signed = tse(path, "sign --client KASSE-1 --yes").fine();
    assert!(signed.contains("Signatur ist echt"), "{signed}");
    let signed = json(&tse(path, "sign --client KASSE-2 --yes --json").fine());
    assert_eq!(signed["genuine"], true);
    run(["verify", "receipt", signed["qr"].as_str().unwrap()]).fine();

    // Left open by a register that crashed.
    {
        use amtskasse_tse::Tse;
        let options = amtskasse_tse::simulator::Options::default();
        let mut device = amtskasse_tse::simulator::Simulator::open(
            &path.join("device"),
            options,
            Box::new(chrono::Utc::now),
        )
        .unwrap();
        device.self_test().unwrap();
        device.update_time(chrono::Utc::now()).unwrap();
        device.start("KASSE-1").unwrap();
        device.start("KASSE-2").unwrap();
        // The device answers one program at a time.
        let said = tse(path, "info").could_not_run();
        assert!(said.contains("anderes Programm"), "{said}");
    }
    let open = json(&tse(path, "open --json").fine());
    assert_eq!(open["open"][0]["transactions"], serde_json::json!([3]));
    let said = tse(path, "open --client KASSE-2").fine();
    assert!(said.contains('4') && !said.contains('3'), "{said}");
    let said = tse(path, "abort-open").could_not_run();
    assert!(said.contains("--yes"), "{said}");
    tse(path, "abort-open --yes").fine();
    let said = tse(path, "abort-open --yes").fine();
    assert!(said.contains("Keine Transaktion"), "{said}");

    let said = tse(path, "export --out {}/all.tar").fine();
    assert!(said.contains("hält der Prüfung stand"), "{said}");
    run_in(path, "verify tse {}/all.tar").fine();
    let two = json(&tse(path, "export --out {}/two.tar --transactions 1-2 --json").fine());
    assert_eq!(two["holds"], true);
    let today = chrono::Utc::now().with_timezone(&chrono_tz::Europe::Berlin);
    let today = today.format("%d.%m.%Y");
    let line = format!("export --out {{}}/day.tar --from {today} --to {today} --no-verify");
    let said = tse(path, &line).fine();
    assert!(said.contains("Ungeprüft"), "{said}");

    // Increments.
    let line = "export --out {}/new.tar --since {}/reached.json --json";
    let first = json(&tse(path, line).fine());
    assert!(first["signatures"].as_u64().unwrap() > 5);
    let said = tse(path, line).could_not_run();
    assert!(said.contains("gibt es schon"), "{said}");
    let line = "export --out {}/newer.tar --since {}/reached.json --json";
    let nothing = json(&tse(path, line).fine());
    assert_eq!(nothing["file"], serde_json::Value::Null);
    tse(path, "sign --client KASSE-1 --yes").fine();
    let more = json(&tse(path, line).fine());
    // Another TSE begins at its own beginning.
    let other = "--driver test --address {}/other";
    tse_of(path, &format!("{other} setup --generate {{}}/other.json")).fine();
    let line = "export --out {}/other.tar --since {}/reached.json";
    let said = tse_of(path, &format!("{other} {line}")).could_not_run();
    assert!(said.contains("gehört zur TSE"), "{said}");
    assert!(more["signatures"].as_u64().unwrap() >= 2);
    assert!(more["signatures"].as_u64() < first["signatures"].as_u64());

    tse(path, "deregister --client KASSE-2").fine();
    let said = tse(path, "delete --out {}/before.tar").could_not_run();
    assert!(said.contains("--yes"), "{said}");
    tse(path, "delete --out {}/before.tar --yes").fine();
    run_in(path, "verify tse {}/before.tar").fine();
    // Nobody has what was deleted but this file.
    let kept = std::fs::read(path.join("before.tar")).unwrap();
    tse(path, "sign --client KASSE-1 --yes").fine();
    let said = tse(path, "delete --out {}/before.tar --yes").could_not_run();
    assert!(said.contains("gibt es schon"), "{said}");
    assert_eq!(std::fs::read(path.join("before.tar")).unwrap(), kept);
    tse(path, "delete --out {}/after.tar --yes").fine();
    let said = tse(path, "decommission").could_not_run();
    assert!(said.contains("nie wieder"), "{said}");
    tse(path, "decommission --yes").fine();
    let info = json(&tse(path, "info --json").fine());
    assert_eq!(info["state"], "decommissioned");
    let said = tse(path, "sign --client KASSE-1 --yes").could_not_run();
    assert!(said.contains("außer Betrieb"), "{said}");
    let left: Vec<_> = std::fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".part"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn delivered_and_open_secrets_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let file = path.join("secrets.json");
    let own = r#"{"admin_pin": "48151", "time_admin_pin": "62342", "admin_puk": "108108"}"#;
    std::fs::write(&file, own).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let said = tse(path, "setup --secrets {}/secrets.json").could_not_run();
    assert!(said.contains("chmod 600"), "{said}");
    for (pin, time, puk, says) in [
        ("12345", "62342", "108108", "Auslieferung"),
        ("48151", "98765", "108108", "Auslieferung"),
        ("48151", "62342", "123456", "Auslieferung"),
        ("11111", "62342", "108108", "Auslieferung"),
        ("4815", "62342", "108108", "5 Ziffern"),
        ("48151", "62342", "1081", "6 Ziffern"),
        ("48151", "48151", "108108", "gleich"),
    ] {
        let text = format!(
            r#"{{"admin_pin": "{pin}", "time_admin_pin": "{time}", "admin_puk": "{puk}"}}"#
        );
        write_private(&file, &text);
        let said = tse(path, "setup --secrets {}/secrets.json").could_not_run();
        assert!(said.contains(says) && !said.contains(puk), "{said}");
        assert!(!path.join("device").exists());
    }
    write_private(&file, "{\"admin_pin\": 48151");
    let said = tse(path, "setup --secrets {}/secrets.json").could_not_run();
    assert!(said.contains("JSON") && !said.contains("48151"), "{said}");
    // Nobody is there to be asked.
    let said = tse(path, "setup").could_not_run();
    assert!(said.contains("Bildschirm"), "{said}");

    write_private(&file, own);
    tse(path, "setup --secrets {}/secrets.json").fine();
    tse(path, "setup --secrets {}/secrets.json").fine();
    write_private(&file, &own.replace("48151", "48152"));
    let said = tse(path, "setup --secrets {}/secrets.json").could_not_run();
    assert!(said.contains("schon mit anderen PINs"), "{said}");
    let said = tse(path, "setup --generate {}/secrets.json").could_not_run();
    assert!(said.contains("gibt es schon"), "{said}");
}

#[test]
fn the_last_try_is_not_used_by_accident() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let own = r#"{"admin_pin": "48151", "time_admin_pin": "62342", "admin_puk": "108108"}"#;
    write_private(&path.join("own.json"), own);
    write_private(&path.join("wrong.json"), &own.replace("48151", "48152"));
    write_private(&path.join("new.json"), &own.replace("48151", "73951"));
    tse(path, "setup --secrets {}/own.json").fine();
    let change = |secrets: &str, more: &str| {
        tse(
            path,
            &format!("change-pin --of admin --secrets {{}}/{secrets} --new {{}}/new.json{more}"),
        )
    };
    let said = change("wrong.json", "").could_not_run();
    assert!(said.contains("2 Versuche"), "{said}");
    let said = change("wrong.json", "").could_not_run();
    assert!(said.contains("nur ein Versuch"), "{said}");
    // What needs no PIN goes on, and makes nobody forget.
    tse(path, "info --secrets {}/wrong.json").fine();
    tse(path, "export --out {}/all.tar --secrets {}/wrong.json").fine();
    // From now on nothing is tried, not even what is right, without saying so.
    for secrets in ["wrong.json", "own.json"] {
        let said = change(secrets, "").could_not_run();
        assert!(said.contains("--yes-last-try"), "{said}");
    }
    change("own.json", " --yes-last-try").fine();
    let said = change("own.json", "").could_not_run();
    assert!(said.contains("2 Versuche"), "{said}");
    change("new.json", "").fine();

    // Blocked, and free again by the PUK.
    change("wrong.json", "").could_not_run();
    change("wrong.json", "").could_not_run();
    let said = change("wrong.json", " --yes-last-try").could_not_run();
    assert!(said.contains("gesperrt"), "{said}");
    let line = "unblock --of admin --secrets {}/own.json --new {}/new.json --yes-last-try";
    tse(path, line).fine();
    change("new.json", "").fine();
    let said = tse(path, "unblock --of puk --secrets {}/own.json").could_not_run();
    assert!(said.contains("--of admin"), "{said}");
    let said = tse(path, "change-pin --of admin --new {}/new.json").could_not_run();
    assert!(said.contains("Es fehlt"), "{said}");
    let line = "change-pin --of puk --secrets {}/own.json --new {}/own.json";
    tse(path, line).fine();
}

#[test]
fn wrong_input_is_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for (line, says) in [
        ("--driver nothing --address x info", "swissbit"),
        ("--driver fiskaly info", "kassensichv-middleware"),
        (
            "--driver test --address {}/no/such info",
            "Ordner gibt es nicht",
        ),
        ("info --data {}/none", "--driver"),
        ("--driver test --address {}/device sign --yes", "--client"),
        ("--driver test --address {}/device sign", "--yes"),
        (
            "--driver test --address {}/device info --secrets {}/no.json",
            "no.json",
        ),
        (
            "--driver test --address {}/device export --out {}",
            "Ordner",
        ),
        (
            "--driver test --address {}/device export --out {}/x.tar --transactions 9-3",
            "17-42",
        ),
        (
            "--driver test --address {}/device export --out {}/x.tar --from 2027-02-30 --to 2027-03-01",
            "Datum",
        ),
        (
            "--driver test --address {}/device export --out {}/x.tar --from 2027-03-02 --to 2027-03-01",
            "nach dem letzten",
        ),
        (
            "--driver test --address {}/device export --out {}/x.tar --from 2027-03-02",
            "--to",
        ),
        (
            "--driver test --address {}/device export --out {}/x.tar --transactions 1-2",
            "hier ist keine TEST-TSE",
        ),
        ("--driver test --address {}/device info", "setup"),
        (
            "--driver test --address {}/device info --per-day viele",
            "ganze Zahl",
        ),
        (
            "--driver test --address {}/device change-pin --of foo",
            "admin, time-admin, puk",
        ),
        ("--driver test --address {}/device export", "DATEI.tar>."),
        (
            "--driver swissbit --address {}/stick --library {}/no.so info",
            "diese Datei gibt es nicht",
        ),
        (
            "--driver swissbit --address {}/stick --client K-1 --library {}/no.so info",
            "diese Datei gibt es nicht",
        ),
        (
            "--driver fiskaly --address https://[::1]/ --client K-1 info",
            "API-Schlüssel",
        ),
    ] {
        let said = tse_of(path, line).could_not_run();
        assert!(said.contains(says), "{line}: {said}");
        assert!(!path.join("x.tar").exists(), "{line}");
    }
    // Who only asks makes none.
    assert!(!path.join("device").exists());
    tse(path, "setup --generate {}/own.json").fine();
    let line = "export --out {}/x.tar --transactions 1-2";
    let said = tse(path, line).could_not_run();
    assert!(said.contains("nichts"), "{said}");
    std::fs::write(path.join("state"), "{}").unwrap();
    let line = "--driver test --address {}/device export --out {}/x.tar --since {}/state";
    let said = tse_of(path, line).could_not_run();
    assert!(said.contains("--since"), "{said}");
}

#[test]
fn without_a_driver_the_registers_own_tse_is_meant() {
    let folder = copy();
    let path = folder.path();
    let info = json(&tse_of(path, "info --data {}/data --json").fine());
    assert_eq!(info["state"], "operational");
    let said = tse_of(path, "info --data {}/data --number 7").could_not_run();
    assert!(said.contains("--number 7"), "{said}");
    tse_of(path, "export --data {}/data --out {}/again.tar").fine();
    let _running = amtskasse::ledger::Ledger::open(&path.join("data")).unwrap();
    tse_of(path, "clients --data {}/data").fine();
}
