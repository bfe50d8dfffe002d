//! The fixture signed by a real key: the built-in test TSE does at the fixture's times what the fixture says.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

use amtskasse_tse::algorithm::Curve;
use amtskasse_tse::simulator::{Options, Simulator};
use amtskasse_tse::{ExportFilter, Info, SetUp, Tse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, SecondsFormat, Utc};

use crate::common::Package;

/// The register's serial number.
pub const CLIENT: &str = "RATHAUS-1";

/// A test TSE with a clock of one's own.
pub struct Device {
    folder: tempfile::TempDir,
    clock: Arc<AtomicI64>,
    tse: Simulator,
    pub info: Info,
}

impl Device {
    pub fn new(options: Options) -> Device {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(millis("2026-03-01T00:00:00Z")));
        let hand = Arc::clone(&clock);
        let time = move || DateTime::from_timestamp_millis(hand.load(Ordering::SeqCst)).unwrap();
        let mut tse = Simulator::open(folder.path(), options, Box::new(time)).unwrap();
        let set_up = SetUp {
            admin_pin: "12345".into(),
            time_admin_pin: "54321".into(),
            admin_puk: "123456".into(),
            description: "test".into(),
        };
        tse.set_up(&set_up).unwrap();
        let mut device = Device {
            info: tse.info().unwrap(),
            folder,
            clock,
            tse,
        };
        device.at("2026-03-01T00:00:01Z");
        device.wake();
        device.tse.register_client(CLIENT).unwrap();
        device
    }

    pub fn at(&self, time: &str) {
        self.clock.store(millis(time), Ordering::SeqCst);
    }

    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.clock.load(Ordering::SeqCst)).unwrap()
    }

    /// What a register does in the morning.
    pub fn wake(&mut self) {
        self.tse.self_test().unwrap();
        let now = self.now();
        self.tse.update_time(now).unwrap();
    }

    pub fn register(&mut self, client: &str) {
        self.tse.register_client(client).unwrap();
    }

    /// Signs a transaction of a client: number, counter, start, log time and signature as DSFinV-K writes them.
    pub fn sign(
        &mut self,
        client: &str,
        times: (&str, &str),
        kind: &str,
        data: &str,
    ) -> [String; 5] {
        self.at(times.0);
        let start = self.tse.start(client).unwrap();
        self.at(times.1);
        let finish = self
            .tse
            .finish(client, start.transaction, kind, data.as_bytes())
            .unwrap();
        let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
        [
            finish.transaction.to_string(),
            finish.counter.to_string(),
            time(start.log_time),
            time(finish.log_time),
            STANDARD.encode(&finish.signature),
        ]
    }

    /// Writes the archive of everything.
    pub fn export(&mut self, to: &Path) -> PathBuf {
        let mut tar = Vec::new();
        self.tse.export(&ExportFilter::All, &mut tar).unwrap();
        std::fs::write(to, tar).unwrap();
        to.to_owned()
    }

    pub fn serial(&self) -> String {
        self.info
            .serial
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn millis(time: &str) -> i64 {
    DateTime::parse_from_rfc3339(time)
        .unwrap()
        .timestamp_millis()
}

/// Puts a device into tse.csv and signs every row of transactions_tse.csv that names one.
pub fn sign(package: &Package, device: &mut Device) {
    let info = device.info.clone();
    for row in [2, 3] {
        package.mutate("tse.csv", row, "TSE_SERIAL", &device.serial());
        package.mutate("tse.csv", row, "TSE_SIG_ALGO", &info.signature_algorithm);
        package.mutate("tse.csv", row, "TSE_ZEITFORMAT", &info.log_time_format);
        package.mutate(
            "tse.csv",
            row,
            "TSE_PUBLIC_KEY",
            &STANDARD.encode(&info.public_key),
        );
        certificate(package, row, &STANDARD.encode(&info.certificates[0]));
    }
    let file = "transactions_tse.csv";
    let mut rows = package.rows(file);
    let place = |name: &str| rows[0].iter().position(|column| column == name).unwrap();
    let [number, start, end, kind, counter, signature, data] = [
        "TSE_TANR",
        "TSE_TA_START",
        "TSE_TA_ENDE",
        "TSE_TA_VORGANGSART",
        "TSE_TA_SIGZ",
        "TSE_TA_SIG",
        "TSE_VORGANGSDATEN",
    ]
    .map(place);
    let mut day = String::new();
    for row in rows.iter_mut().skip(1).filter(|row| !row[start].is_empty()) {
        if day != row[start][..10] {
            day = row[start][..10].to_owned();
            device.at(&format!("{day}T06:00:00Z"));
            device.wake();
        }
        let signed = device.sign(CLIENT, (&row[start], &row[end]), &row[kind], &row[data]);
        for (place, value) in [number, counter, start, end, signature]
            .into_iter()
            .zip(signed)
        {
            row[place] = value;
        }
    }
    package.put(file, &rows);
}

/// Writes a certificate into both of its columns.
pub fn certificate(package: &Package, row: usize, text: &str) {
    let (first, second) = text.split_at(text.len().min(1000));
    assert!(second.len() <= 1000, "{} characters", text.len());
    package.mutate("tse.csv", row, "TSE_ZERTIFIKAT_I", first);
    package.mutate("tse.csv", row, "TSE_ZERTIFIKAT_II", second);
}

/// The signed fixture.
pub fn genuine() -> Package {
    static SIGNED: OnceLock<[String; 2]> = OnceLock::new();
    let package = Package::fixture();
    let [tse, transactions] = SIGNED.get_or_init(|| {
        let package = Package::fixture();
        // The curve that is checked fastest.
        let options = Options {
            curve: Curve::Secp256r1,
            ..Options::default()
        };
        sign(&package, &mut Device::new(options));
        [
            package.read("tse.csv"),
            package.read("transactions_tse.csv"),
        ]
    });
    package.write("tse.csv", tse);
    package.write("transactions_tse.csv", transactions);
    package
}
