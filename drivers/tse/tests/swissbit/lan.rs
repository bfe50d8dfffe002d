//! A LAN TSE: several devices, several registers.

use amtskasse_tse::algorithm::hex;
use amtskasse_tse::driver::Config;
use amtskasse_tse::{Error, ExportFilter, Tse};
use tempfile::{TempDir, tempdir};

use crate::common::{DATA, KIND, config, export, live, make_stick, open_with, power_on, verified};

/// A LAN TSE with so many devices.
fn server(devices: usize) -> (TempDir, Config) {
    let folder = tempdir().unwrap();
    std::fs::write(folder.path().join("token"), "s3cret-token\n").unwrap();
    for number in 0..devices {
        make_stick(&folder.path().join(format!("tse{number:02}")));
    }
    let mut config = config(&format!("https://localhost{}", folder.path().display()));
    config.secrets.api_secret = "s3cret-token".into();
    (folder, config)
}

#[test]
fn the_only_device_needs_no_name() {
    let (folder, config) = server(1);
    let mut device = open_with(&config);
    power_on(device.as_mut()).unwrap();
    let start = device.start("KASSE-1").unwrap();
    device
        .finish("KASSE-1", start.transaction, KIND, DATA)
        .unwrap();
    verified(&export(device.as_mut(), &ExportFilter::All));
    drop(device);
    assert_eq!(live(folder.path()), [0, 0, 0]);
}

#[test]
fn one_of_several_is_chosen_by_its_serial_number() {
    let (_folder, mut config) = server(18);
    let error = open_with(&config).info().unwrap_err();
    let Error::Configuration(text) = &error else {
        panic!("{error}");
    };
    let serials: Vec<&str> = text.rsplit(": ").next().unwrap().split(", ").collect();
    assert_eq!(serials.len(), 18);
    for serial in [serials[0], serials[17]] {
        config.device = Some(serial.into());
        assert_eq!(hex(&open_with(&config).info().unwrap().serial), serial);
    }
    config.device = Some("0".repeat(64));
    let foreign = open_with(&config).info();
    assert!(
        matches!(foreign, Err(Error::ForeignDevice { .. })),
        "{foreign:?}"
    );
}

#[test]
fn a_wrong_token_and_a_server_that_is_not_there() {
    let (_folder, mut config) = server(1);
    config.secrets.api_secret = "guessed".into();
    let error = open_with(&config).info().unwrap_err();
    assert_eq!(error.to_string(), "the access key of the TSE is wrong");
    config.address = "https://localhost/no/such/server".into();
    let gone = open_with(&config).info();
    assert!(matches!(gone, Err(Error::Removed(_))), "{gone:?}");
    let (_folder, config) = server(0);
    let gone = open_with(&config).info();
    assert!(matches!(gone, Err(Error::Removed(_))), "{gone:?}");
}

#[test]
fn several_registers_share_one_device() {
    let (folder, config) = server(1);
    power_on(open_with(&config).as_mut()).unwrap();
    let registers: Vec<_> = (1..=3)
        .map(|number| {
            let mut config = config.clone();
            config.client_id = format!("KASSE-{number}");
            std::thread::spawn(move || {
                let client = config.client_id.clone();
                let mut device: Box<dyn Tse> = open_with(&config);
                device.register_client(&client).unwrap();
                (0..15)
                    .map(|_| {
                        let start = device.start(&client).unwrap();
                        let open = device.open_transactions(&client).unwrap();
                        assert_eq!(open, [start.transaction]);
                        device
                            .finish(&client, start.transaction, KIND, DATA)
                            .unwrap()
                            .counter
                    })
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    let mut counters: Vec<u64> = registers
        .into_iter()
        .flat_map(|register| register.join().unwrap())
        .collect();
    counters.sort_unstable();
    counters.dedup();
    assert_eq!(counters.len(), 45);
    let mut device = open_with(&config);
    let report = verified(&export(device.as_mut(), &ExportFilter::All));
    assert_eq!(report.transactions.finished, 45);
    drop(device);
    assert_eq!(live(folder.path()), [0, 0, 0]);
}
