//! Figures, not checks: `cargo test --release -p amtskasse-tse -- --ignored --nocapture measure`.
//! With `TMPDIR` on a RAM disk the disk's share drops out.

use std::io::Cursor;
use std::time::{Duration, Instant};

use amtskasse_tse::algorithm::Curve;
use amtskasse_tse::simulator::{Options, Simulator};
use amtskasse_tse::{ExportFilter, Tse, verify};

use crate::common::{CLIENT, DATA, KIND, device};

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begin = Instant::now();
    let result = work();
    (result, begin.elapsed())
}

#[test]
#[ignore = "takes a minute and checks nothing"]
fn measure_calls() {
    for curve in [Curve::Secp256r1, Curve::Secp384r1] {
        let options = Options {
            curve,
            ..Options::default()
        };
        let (_folder, _clock, mut device) = device(options);
        let (mut starts, mut finishes) = (Duration::ZERO, Duration::ZERO);
        let count = 1_000;
        for _ in 0..count {
            let (start, time) = timed(|| device.start(CLIENT).unwrap());
            starts += time;
            let finish = || device.finish(CLIENT, start.transaction, KIND, DATA);
            finishes += timed(finish).1;
        }
        println!(
            "{curve}: start {:?}, finish {:?}",
            starts / count,
            finishes / count
        );
    }
}

#[test]
#[ignore = "takes minutes and checks nothing"]
fn measure_a_long_life() {
    for curve in [Curve::Secp256r1, Curve::Secp384r1] {
        let options = Options {
            curve,
            ..Options::default()
        };
        let (folder, clock, mut device) = device(options);
        for _ in 0..100_000 {
            let start = device.start(CLIENT).unwrap();
            device
                .finish(CLIENT, start.transaction, KIND, DATA)
                .unwrap();
        }
        drop(device);
        let open = || Simulator::open(folder.path(), Options::default(), clock.boxed()).unwrap();
        println!(
            "{curve}: open with 200,000 log messages {:?}",
            timed(open).1
        );
        std::fs::remove_file(folder.path().join("index.bin")).unwrap();
        let (mut device, time) = timed(open);
        println!("{curve}: open without index {time:?}");
        let lookup = || device.transaction(CLIENT, 50_000).unwrap();
        println!("{curve}: transaction {:?}", timed(lookup).1);
        let mut archive = Vec::new();
        let export = || device.export(&ExportFilter::All, &mut archive).unwrap();
        let (_, time) = timed(export);
        println!(
            "{curve}: export of {} MB {time:?}",
            archive.len() / 1_000_000
        );
        let verify =
            || verify::archive(Cursor::new(&archive), &verify::Options::default()).unwrap();
        let (report, time) = timed(verify);
        println!(
            "{curve}: verify {} signatures {time:?}",
            report.signatures.valid
        );
    }
}
