//! A device to test with.

#[path = "../common/clock.rs"]
mod clock;

use std::path::Path;

use amtskasse_tse::simulator::{Options, Simulator};
use amtskasse_tse::{Error, ExportFilter, SetUp, Stamp, Tse};
use chrono::{DateTime, Utc};
use tempfile::tempdir;

pub use clock::TestClock;

pub const CLIENT: &str = "KASSE-1";
pub const KIND: &str = "Kassenbeleg-V1";
pub const DATA: &[u8] = b"Beleg^0.00_0.00_0.00_0.00_37.00^37.00:Unbar";

/// When the tests begin, in seconds after 1970.
pub const MORNING: i64 = 1_772_611_200;

pub fn set_up() -> SetUp {
    SetUp {
        admin_pin: "48151".into(),
        time_admin_pin: "62342".into(),
        admin_puk: "108108".into(),
        description: "Bürgerbüro, Kasse \"1\"".into(),
    }
}

/// What a register does whenever it starts.
pub fn power_on(device: &mut dyn Tse, now: DateTime<Utc>) -> Result<(), Error> {
    device.self_test()?;
    device.set_up(&set_up())?;
    device.update_time(now)?;
    device.register_client(CLIENT)
}

pub fn ready(folder: &Path, options: Options, clock: &TestClock) -> Simulator {
    let mut device = Simulator::open(folder, options, clock.boxed()).unwrap();
    power_on(&mut device, clock.now()).unwrap();
    device
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

/// A device of its own in a folder of its own.
pub fn device(options: Options) -> (tempfile::TempDir, TestClock, Simulator) {
    let (folder, clock) = (tempdir().unwrap(), TestClock::at(MORNING));
    let device = ready(folder.path(), options, &clock);
    (folder, clock, device)
}
