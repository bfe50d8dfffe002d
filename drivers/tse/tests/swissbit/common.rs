//! A stick to test with.

use std::ffi::CString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use amtskasse_tse::driver::{self, Config, Driver, Secrets};
use amtskasse_tse::verify::{self, Report};
use amtskasse_tse::{Error, ExportFilter, SetUp, Stamp, Tse};
use chrono::Utc;
use tempfile::{TempDir, tempdir};

pub const CLIENT: &str = "KASSE-1";
pub const KIND: &str = "Kassenbeleg-V1";
pub const DATA: &[u8] = b"Beleg^0.00_0.00_0.00_0.00_37.00^37.00:Unbar";

/// The fake library. Cargo builds it with the tests, since it is a dev-dependency, and puts it next to them.
pub fn library() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let name = format!(
        "{}fake_wormapi{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    let path = test.with_file_name(&name);
    assert!(
        path.is_file(),
        "the fake WormAPI library is not where cargo puts it: {} is missing; run the tests with cargo",
        path.display()
    );
    path
}

/// A folder that looks like the drive of a stick.
pub fn stick() -> TempDir {
    let folder = tempdir().unwrap();
    make_stick(folder.path());
    folder
}

pub fn make_stick(folder: &Path) {
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("TSE_INFO.DAT"), [0; 512]).unwrap();
    // Signing on the curve of the real ones takes a debug build so long that only one test does it.
    std::fs::write(folder.join("CURVE"), "secp384r1").unwrap();
}

pub fn set_up() -> SetUp {
    SetUp {
        admin_pin: "48151".into(),
        time_admin_pin: "62342".into(),
        admin_puk: "108108".into(),
        description: "Bürgerbüro".into(),
    }
}

pub fn config(address: &str) -> Config {
    let set_up = set_up();
    Config {
        driver: Driver::Swissbit,
        address: address.into(),
        device: None,
        library: Some(library()),
        trust: None,
        certification_id: None,
        client_id: CLIENT.into(),
        secrets: Secrets {
            admin_pin: set_up.admin_pin,
            time_admin_pin: set_up.time_admin_pin,
            admin_puk: set_up.admin_puk,
            ..Secrets::default()
        },
        patience: Duration::from_secs(5),
    }
}

pub fn open_with(config: &Config) -> Box<dyn Tse> {
    driver::open(config, Box::new(Utc::now)).unwrap()
}

pub fn open(folder: &Path) -> Box<dyn Tse> {
    open_with(&config(&folder.display().to_string()))
}

/// What a register does whenever it starts.
pub fn power_on(device: &mut dyn Tse) -> Result<(), Error> {
    device.self_test()?;
    device.set_up(&set_up())?;
    device.update_time(Utc::now())?;
    device.register_client(CLIENT)
}

/// A stick in operation.
pub fn ready() -> (TempDir, Box<dyn Tse>) {
    let folder = stick();
    let mut device = open(folder.path());
    power_on(device.as_mut()).unwrap();
    (folder, device)
}

/// Switches the faults on, and all others off.
pub fn faults(folder: &Path, lines: &str) {
    let fresh = folder.join("FAULTS.new");
    std::fs::write(&fresh, format!("{lines}\n")).unwrap();
    std::fs::rename(fresh, folder.join("FAULTS")).unwrap();
}

/// One receipt: start and finish.
pub fn receipt(device: &mut dyn Tse) -> Result<(Stamp, Stamp), Error> {
    let start = device.start(CLIENT)?;
    let finish = device.finish(CLIENT, start.transaction, KIND, DATA)?;
    Ok((start, finish))
}

pub fn export(device: &mut dyn Tse, filter: &ExportFilter) -> Vec<u8> {
    let mut archive = Vec::new();
    device.export(filter, &mut archive).unwrap();
    archive
}

/// An export that holds.
pub fn verified(archive: &[u8]) -> Report {
    let report =
        verify::archive(std::io::Cursor::new(archive), &verify::Options::default()).unwrap();
    assert!(report.holds(), "{:#?}", report.findings);
    report
}

/// Contexts, infos and responses of the stick that the driver did not give back.
pub fn live(folder: &Path) -> [u64; 3] {
    let path = CString::new(folder.display().to_string()).unwrap();
    let mut counts = [u64::MAX; 3];
    // The library is loaded already; this is the same one, with the same counts.
    unsafe {
        let library = libloading::Library::new(library()).unwrap();
        type Live = unsafe extern "C" fn(*const std::ffi::c_char, *mut [u64; 3]);
        let live = library.get::<Live>(b"fake_worm_live").unwrap();
        live(path.as_ptr(), &raw mut counts);
    }
    counts
}
