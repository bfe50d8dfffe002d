//! PINs and PUK, and their tries.

use std::path::Path;

use amtskasse_tse::simulator::{Options, Simulator};
use amtskasse_tse::{Error, Role, Secret, Tse};
use chrono::Utc;

use crate::common::{config, faults, open, open_with, ready, receipt, set_up, stick};

/// Tries left on the stick, which nobody may have open.
fn tries(folder: &Path, secret: Secret) -> u32 {
    let chip = folder.join("chip");
    let mut chip = Simulator::open(&chip, Options::default(), Box::new(Utc::now)).unwrap();
    chip.tries(secret)
}

fn with_admin_pin(folder: &Path, pin: &str) -> Box<dyn Tse> {
    let mut config = config(&folder.display().to_string());
    config.secrets.admin_pin = pin.into();
    open_with(&config)
}

#[test]
fn a_wrong_pin_is_shown_to_the_device_once() {
    let (folder, device) = ready();
    drop(device);
    for _ in 0..3 {
        // A driver opened anew, as a register does that starts again.
        let mut device = with_admin_pin(folder.path(), "00001");
        device.self_test().unwrap();
        for _ in 0..3 {
            let refused = device.register_client("KASSE-2");
            let Err(Error::WrongSecret { secret, left }) = refused else {
                panic!("{refused:?}");
            };
            assert_eq!((secret, left), (Secret::AdminPin, Some(2)));
        }
        drop(device);
        assert_eq!(tries(folder.path(), Secret::AdminPin), 2);
    }
    // Another wrong one leaves one try, which it does not get.
    for attempt in 0..3 {
        let mut device = with_admin_pin(folder.path(), "00002");
        device.self_test().unwrap();
        let error = device.register_client("KASSE-2").unwrap_err();
        match attempt {
            0 => assert_eq!(
                error.to_string(),
                "the administrator's PIN of the TSE is wrong; one try is left"
            ),
            _ => assert!(matches!(error, Error::LastTry(Secret::AdminPin)), "{error}"),
        }
        drop(device);
        assert_eq!(tries(folder.path(), Secret::AdminPin), 1);
    }
    // The right one is taken, and all three tries are back.
    let mut device = with_admin_pin(folder.path(), "48151");
    device.self_test().unwrap();
    device.register_client("KASSE-2").unwrap();
    drop(device);
    assert_eq!(tries(folder.path(), Secret::AdminPin), 3);
}

#[test]
fn a_blocked_pin_is_unblocked_by_the_puk() {
    let (folder, mut device) = ready();
    for (pin, left) in [("11111", Some(2)), ("22222", Some(1))] {
        let refused = device.change_pin(Role::Admin, pin, "33333");
        assert!(
            matches!(refused, Err(Error::WrongSecret { left: l, .. }) if l == left),
            "{refused:?}"
        );
    }
    let blocked = device.change_pin(Role::Admin, "44444", "33333");
    assert!(
        matches!(blocked, Err(Error::Blocked(Secret::AdminPin))),
        "{blocked:?}"
    );
    // Time administrator and signing are not touched.
    device.update_time(Utc::now()).unwrap();
    receipt(device.as_mut()).unwrap();

    let refused = device.unblock_pin(Role::Admin, "999999", "33333");
    assert!(
        matches!(
            refused,
            Err(Error::WrongSecret {
                secret: Secret::Puk,
                left: Some(2)
            })
        ),
        "{refused:?}"
    );
    device.unblock_pin(Role::Admin, "108108", "33333").unwrap();
    // The driver goes on with the new one.
    device.register_client("KASSE-2").unwrap();
    device.change_puk("108108", "271828").unwrap();
    device
        .change_pin(Role::TimeAdmin, "62342", "31415")
        .unwrap();
    device.update_time(Utc::now()).unwrap();
    drop(device);
    let mut config = config(&folder.path().display().to_string());
    config.secrets.admin_pin = "33333".into();
    config.secrets.time_admin_pin = "31415".into();
    let mut device = open_with(&config);
    device.self_test().unwrap();
    device.update_time(Utc::now()).unwrap();
    device.register_client("KASSE-3").unwrap();
}

#[test]
fn a_stick_set_up_elsewhere_is_told_from_a_new_one() {
    let (folder, device) = ready();
    drop(device);
    let mut other = set_up();
    other.admin_pin = "73317".into();
    let mut device = open(folder.path());
    device.self_test().unwrap();
    assert!(matches!(device.set_up(&other), Err(Error::SetUpElsewhere)));
    // Asked again, no second try is used.
    assert!(matches!(device.set_up(&other), Err(Error::SetUpElsewhere)));
    // The PINs of the configuration are still those the driver uses.
    device.register_client("KASSE-2").unwrap();
    device.set_up(&set_up()).unwrap();
    drop(device);
    assert_eq!(tries(folder.path(), Secret::AdminPin), 3);
}

#[test]
fn a_set_up_that_broke_is_repeated_with_the_same_secrets() {
    for cut in ["before 13 1", "after 13 1", "after 6 1", "after 3 1"] {
        let folder = stick();
        faults(folder.path(), &format!("worm_tse_setup {cut}"));
        let mut device = open(folder.path());
        device.self_test().unwrap();
        assert!(device.set_up(&set_up()).is_err(), "{cut}");
        device.set_up(&set_up()).unwrap();
        device.update_time(Utc::now()).unwrap();
        receipt(device.as_mut()).unwrap();
    }
}

#[test]
fn secrets_of_the_factory_or_the_wrong_length_are_refused_before_the_device_hears_them() {
    let folder = stick();
    let mut device = open(folder.path());
    device.self_test().unwrap();
    let cases: [(&str, &str, &str, bool); 8] = [
        ("12345", "62342", "108108", true),
        ("48151", "98765", "108108", true),
        ("48151", "12345", "108108", true),
        ("48151", "62342", "123456", true),
        ("4815", "62342", "108108", false),
        ("48151", "6234x", "108108", false),
        ("48151", "62342", "10810", false),
        ("", "", "", false),
    ];
    for (admin, time, puk, factory) in cases {
        let mut wrong = set_up();
        (wrong.admin_pin, wrong.time_admin_pin, wrong.admin_puk) =
            (admin.into(), time.into(), puk.into());
        let error = device.set_up(&wrong).unwrap_err();
        match factory {
            true => assert!(matches!(error, Error::InitialSecrets), "{error}"),
            false => assert!(matches!(error, Error::InvalidData(_)), "{error}"),
        }
        assert!(
            [admin, time, puk]
                .iter()
                .all(|secret| secret.is_empty() || !error.to_string().contains(secret))
        );
    }
    assert_eq!(device.info().unwrap().signatures, 0);
    device.set_up(&set_up()).unwrap();
    let refused = device.change_pin(Role::Admin, "48151", "12345");
    assert!(matches!(refused, Err(Error::InitialSecrets)));
    assert!(!format!("{:?}", config("x")).contains("48151"));
}
