//! Which device is where, and what opens it.

use amtskasse_tse::driver::{Config, Driver, Secrets};
use amtskasse_tse::{Error, SetUp};

use super::super::*;
use super::planned::{Desk, Planned};
use crate::till::tse::{TsePlace, store};

#[test]
fn one_device_is_in_one_place_and_old_secrets_are_kept() {
    let desk = Desk::new();
    let mut till = desk.open(false, false);
    let data = desk.bench.folder.path();
    till.log_in("401", "6666").unwrap();
    let config = Config {
        secrets: Secrets {
            admin_pin: "48151".into(),
            ..Secrets::default()
        },
        ..Config::new(Driver::Test, "other", "ANOTHER-ID")
    };
    let same = desk.device(0);
    let twice = Connected::new(
        Box::new(Planned(same, desk.second.clone())),
        Driver::Test,
        "tse",
    );
    let refused = till.change_tse(&config, twice, TsePlace::Standby, &berger());
    assert!(
        matches!(&refused, Err(TillError::Tse(Error::InUse(_)))),
        "{refused:?}"
    );
    assert!(store::read(data).unwrap().is_none(), "nothing was changed");
    let other = || {
        test_tse(
            desk.other.path(),
            Options::default(),
            desk.bench.clock.clone(),
        )
    };
    till.change_tse(&config, other(), TsePlace::First, &berger())
        .unwrap();
    let stored = store::read(data).unwrap().unwrap();
    assert_eq!(stored[0].client_id, till.site().register.serial);
    let third = tempfile::tempdir().unwrap();
    let clock = desk.bench.clock.clone();
    let newer = test_tse(third.path(), Options::default(), clock);
    let config = Config::new(Driver::Test, "third", "");
    till.change_tse(&config, newer, TsePlace::First, &berger())
        .unwrap();
    let retired = std::fs::read_to_string(data.join("tse-retired.json")).unwrap();
    assert!(
        retired.contains("48151"),
        "the old one may have to export for years"
    );
}

#[test]
fn a_wrong_pin_costs_one_try_however_often_the_program_starts() {
    let bench = Bench::new();
    let clock: Arc<dyn Clock> = bench.clock.clone();
    let data = bench.folder.path();
    let folder = tempfile::tempdir().unwrap();
    let now = bench.clock.clone();
    let server = amtskasse_tse::epson::simulator::Server::start(
        folder.path(),
        Default::default(),
        move || now.now(),
    )
    .unwrap();
    let client = Ledger::open(data).unwrap().site().unwrap().register.serial;
    let mut config = Config::new(Driver::Epson, server.address(), client);
    config.secrets = Secrets {
        admin_pin: "48151".into(),
        time_admin_pin: "62342".into(),
        admin_puk: "108108".into(),
        api_secret: "Rathaus7".into(),
        ..Secrets::default()
    };
    let mut tse = store::try_open(data, &config, &clock).unwrap();
    let secrets = config.secrets.clone();
    tse.set_up(&SetUp {
        admin_pin: secrets.admin_pin,
        time_admin_pin: secrets.time_admin_pin,
        admin_puk: secrets.admin_puk,
        description: String::new(),
    })
    .unwrap();
    tse.update_time(clock.now()).unwrap();
    tse.register_client(&config.client_id).unwrap();
    drop(tse);
    let mut wrong = config.clone();
    wrong.secrets.time_admin_pin = "11112".into();
    store::write(data, &[wrong]).unwrap();
    for start in 0..5 {
        let mut devices = bench.devices();
        devices.tses = store::connect(data, &clock);
        let ledger = Ledger::open(data).unwrap();
        let (till, _) = Till::open(ledger, devices, bench.clock.clone(), false).unwrap();
        assert!(till.status().unwrap().outage.is_some(), "{start}");
    }
    // Whoever puts the right one in is not locked out.
    store::write(data, &[config]).unwrap();
    let mut devices = bench.devices();
    devices.tses = store::connect(data, &clock);
    let ledger = Ledger::open(data).unwrap();
    let (till, _) = Till::open(ledger, devices, bench.clock.clone(), false).unwrap();
    assert_eq!(till.status().unwrap().outage, None);
}

#[cfg(unix)]
#[test]
fn files_with_secrets_are_their_owners_alone_and_errors_do_not_quote_them() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let open_to_all = |name: &str, text: &str| {
        std::fs::write(at(name), text).unwrap();
        std::fs::set_permissions(at(name), std::fs::Permissions::from_mode(0o644)).unwrap();
    };
    let mode = |name: &str| std::fs::metadata(at(name)).unwrap().permissions().mode() & 0o777;
    open_to_all("tse.part", "x");
    let config = Config::new(Driver::Epson, "tcp://a:1", "K");
    store::write(folder.path(), &[config]).unwrap();
    assert_eq!(mode("tse.json"), 0o600);
    open_to_all("tse-pending.json", "{}");
    assert!(crate::till::tse::pending::read(folder.path()).is_err());
    assert_eq!(mode("tse-pending.json"), 0o600);
    open_to_all(
        "tse.json",
        r#"{"devices":[{"driver":"epson","address":"a","client_id":"K","secrets":"48151"}]}"#,
    );
    let error = store::read(folder.path()).unwrap_err();
    assert!(!error.to_string().contains("48151"), "{error}");
}
