//! Two processes, one stick.

use std::process::Command;

use amtskasse_tse::Error;

use crate::common::{open, ready, receipt};

/// The second process. It does nothing unless the test below runs it.
#[test]
fn second_process() {
    let Some(folder) = std::env::var_os("SECOND_PROCESS_STICK") else {
        return;
    };
    match open(folder.as_ref()).info() {
        Err(Error::InUse(place)) => println!("in use: {place}"),
        other => println!("not refused: {other:?}"),
    }
}

#[test]
fn a_second_process_is_told_that_the_stick_is_in_use() {
    let (folder, mut device) = ready();
    let second = || {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "processes::second_process", "--nocapture"])
            .env("SECOND_PROCESS_STICK", folder.path())
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let said = second();
    assert!(
        said.contains("in use: ") && said.contains("TSE_INFO.DAT"),
        "{said}"
    );
    receipt(device.as_mut()).unwrap();
    // And so is a second driver in the same process.
    let same = open(folder.path()).info();
    assert!(matches!(same, Err(Error::InUse(_))), "{same:?}");
    drop(device);
    let said = second();
    assert!(said.contains("not refused: Ok"), "{said}");
}
