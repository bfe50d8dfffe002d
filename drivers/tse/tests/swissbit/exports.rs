//! Exports through the library's call back.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use amtskasse_tse::{Error, ExportFilter, ExportState};
use chrono::{TimeDelta, Utc};

use crate::common::{CLIENT, export, faults, live, open, ready, receipt, verified};

#[test]
fn increments_make_up_the_whole() {
    let (_folder, mut device) = ready();
    receipt(device.as_mut()).unwrap();
    let mut first = Vec::new();
    let state = device
        .export(&ExportFilter::All, &mut first)
        .unwrap()
        .state
        .unwrap();
    assert_eq!(state.0.len(), 16);
    let nothing = device.export(&ExportFilter::Since(state.clone()), &mut Vec::new());
    assert!(
        matches!(nothing, Err(Error::NothingToExport)),
        "{nothing:?}"
    );
    receipt(device.as_mut()).unwrap();
    let mut second = Vec::new();
    let newer = device
        .export(&ExportFilter::Since(state.clone()), &mut second)
        .unwrap()
        .state;
    assert_ne!(newer.as_ref(), Some(&state));
    let whole = verified(&export(device.as_mut(), &ExportFilter::All))
        .signatures
        .valid;
    assert_eq!(
        verified(&first).signatures.valid + verified(&second).signatures.valid,
        whole
    );

    let short = ExportFilter::Since(ExportState(vec![1; 15]));
    assert!(matches!(
        device.export(&short, &mut Vec::new()),
        Err(Error::InvalidData(_))
    ));
    let foreign = ExportFilter::Since(ExportState(vec![1; 16]));
    assert!(matches!(
        device.export(&foreign, &mut Vec::new()),
        Err(Error::InvalidData(_))
    ));
    device.delete_exported().unwrap();
    let stale = device.export(&ExportFilter::Since(state), &mut Vec::new());
    assert!(matches!(stale, Err(Error::InvalidData(_))), "{stale:?}");
}

#[test]
fn filters_reach_the_device() {
    let (_folder, mut device) = ready();
    device.register_client("KASSE-2").unwrap();
    for _ in 0..3 {
        receipt(device.as_mut()).unwrap();
    }
    let start = device.start("KASSE-2").unwrap();
    let mut logs = |filter: &ExportFilter| {
        let archive = export(device.as_mut(), filter);
        let mut archive = tar::Archive::new(archive.as_slice());
        let logs = archive.entries().unwrap();
        logs.filter(|entry| {
            let path = entry
                .as_ref()
                .unwrap()
                .path()
                .unwrap()
                .display()
                .to_string();
            path.contains("_Log-Tra_")
        })
        .count()
    };
    let by_number = |from, to, client_id| ExportFilter::Transactions {
        from,
        to,
        client_id,
    };
    assert_eq!(logs(&by_number(2, 3, None)), 4);
    assert_eq!(logs(&by_number(1, 9, Some("KASSE-2".into()))), 1);
    let all = ExportFilter::Time {
        from: Utc::now() - TimeDelta::hours(1),
        to: start.log_time,
    };
    assert_eq!(logs(&all), 7);
    let refused = device.export(&by_number(77, 78, None), &mut Vec::new());
    assert!(
        matches!(refused, Err(Error::NothingToExport)),
        "{refused:?}"
    );
    let refused = device.export(&by_number(1, 1, Some("a\0b".into())), &mut Vec::new());
    assert!(matches!(refused, Err(Error::InvalidData(_))), "{refused:?}");
}

/// Takes so many bytes, then fails in its way.
struct Full {
    room: usize,
    panics: bool,
}

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.room {
            assert!(!self.panics, "a writer that panics");
            return Err(io::Error::new(io::ErrorKind::StorageFull, "disk full"));
        }
        self.room -= bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_that_fails_ends_the_export_and_nothing_else() {
    let (folder, mut device) = ready();
    for _ in 0..40 {
        receipt(device.as_mut()).unwrap();
    }
    for room in [0, 1, 20_000, 60_000] {
        let mut full = Full {
            room,
            panics: false,
        };
        let error = device.export(&ExportFilter::All, &mut full).unwrap_err();
        let Error::Io { source, .. } = &error else {
            panic!("{error}");
        };
        assert_eq!(source.to_string(), "disk full");
        // Half an export does not count.
        let refused = device.delete_exported();
        assert!(matches!(refused, Err(Error::UnexportedData)), "{refused:?}");
        receipt(device.as_mut()).unwrap();
    }
    let mut panics = Full {
        room: 20_000,
        panics: true,
    };
    let device_ref = AssertUnwindSafe(|| device.export(&ExportFilter::All, &mut panics).map(drop));
    assert!(catch_unwind(device_ref).is_err());
    // The library is let go of as soon as it comes with its next piece.
    let answer = loop {
        match device.open_transactions(CLIENT) {
            Err(Error::Busy) => std::thread::yield_now(),
            other => break other,
        }
    };
    assert!(answer.unwrap().is_empty());
    verified(&export(device.as_mut(), &ExportFilter::All));
    device.delete_exported().unwrap();
    drop(device);
    assert_eq!(live(folder.path()), [0, 0, 0]);
}

#[test]
fn an_export_that_breaks_is_an_error() {
    let (folder, mut device) = ready();
    for (code, expected) in [
        ("10", "Device("),
        ("25", "TooManyRecords"),
        ("3", "Removed("),
        ("0x2002", "Device("),
    ] {
        faults(
            folder.path(),
            &format!("worm_export_tar_incremental after {code}"),
        );
        let error = device
            .export(&ExportFilter::All, &mut Vec::new())
            .unwrap_err();
        assert!(format!("{error:?}").starts_with(expected), "{error:?}");
    }
    // Nothing new, says the device to a first export: then the other function has it.
    faults(folder.path(), "worm_export_tar_incremental before 12");
    let mut archive = Vec::new();
    let exported = device.export(&ExportFilter::All, &mut archive).unwrap();
    assert_eq!(exported.state, None);
    verified(&archive);
    // Power gone before the first byte: opened anew and done.
    faults(folder.path(), "worm_export_tar_incremental before 13 1");
    verified(&export(device.as_mut(), &ExportFilter::All));
}

#[test]
fn the_log_in_for_deleting_comes_before_the_export() {
    let (folder, mut device) = ready();
    receipt(device.as_mut()).unwrap();
    // Logs everybody out.
    device.self_test().unwrap();
    export(device.as_mut(), &ExportFilter::All);
    device.delete_exported().unwrap();
    // A chip that fails does not keep the log messages to itself.
    faults(
        folder.path(),
        "worm_tse_runSelfTest before 0x1310\nworm_user_login before 0x1055",
    );
    device.self_test().unwrap_err();
    export(device.as_mut(), &ExportFilter::All);
    faults(folder.path(), "");
    drop(device);
    // A driver that knows nothing of the PIN yet risks none of its tries for an export.
    let mut device = open(folder.path());
    device.self_test().unwrap();
    export(device.as_mut(), &ExportFilter::All);
    let refused = device.delete_exported();
    assert!(matches!(refused, Err(Error::UnexportedData)), "{refused:?}");
    export(device.as_mut(), &ExportFilter::All);
    device.delete_exported().unwrap();
}
