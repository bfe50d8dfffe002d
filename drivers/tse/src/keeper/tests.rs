#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::simulator::{Faults, Options, Simulator};
use crate::{Info, SetUp, Tse};

fn device(faults: &Faults) -> (tempfile::TempDir, Box<dyn Tse>) {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        faults: faults.clone(),
        ..Options::default()
    };
    let mut device = Simulator::open(folder.path(), options, Box::new(chrono::Utc::now)).unwrap();
    device
        .set_up(&SetUp {
            admin_pin: "48151".into(),
            time_admin_pin: "62342".into(),
            admin_puk: "108108".into(),
            description: "x".into(),
        })
        .unwrap();
    device.self_test().unwrap();
    device.update_time(chrono::Utc::now()).unwrap();
    device.register_client("K1").unwrap();
    (folder, Box::new(device))
}

fn info(tse: &mut dyn Tse) -> Result<Info, Error> {
    tse.info()
}

const LONG: Duration = Duration::from_secs(20);

#[test]
fn calls_are_served_in_the_order_they_came() {
    let (_folder, device) = device(&Faults::new());
    let mut keeper = Keeper::new(device);
    let (order, gate) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Barrier::new(2)));
    let opens = gate.clone();
    let first = keeper.hand_in("gate", move |_| {
        opens.wait();
        Ok(())
    });
    let answers: Vec<_> = (0..50)
        .map(|number| {
            let order = order.clone();
            keeper.hand_in("call", move |_| {
                order.lock().unwrap().push(number);
                Ok(())
            })
        })
        .collect();
    let queue = keeper.queue().unwrap();
    assert_eq!((queue.length, queue.running), (51, "gate"));
    gate.wait();
    first.wait(LONG).unwrap();
    for answer in &answers {
        answer.wait(LONG).unwrap();
    }
    assert_eq!(*order.lock().unwrap(), (0..50).collect::<Vec<_>>());
    keeper.call("last", LONG, info).unwrap();
    while keeper.queue().is_some() {
        std::thread::yield_now();
    }
}

#[test]
fn whoever_runs_out_of_time_goes_on_and_finds_the_answer_later() {
    let faults = Faults::new();
    let (_folder, device) = device(&faults);
    let mut keeper = Keeper::new(device);
    faults.hang(Some(LONG));
    let start = keeper.hand_in("start", |tse| tse.start("K1"));
    let patience = Duration::from_millis(50);
    let begin = Instant::now();
    assert!(matches!(start.wait(patience), Err(Error::Timeout(after)) if after == patience));
    assert!(begin.elapsed() < Duration::from_secs(5));
    assert!(start.poll().is_none());
    assert_eq!(keeper.queue().unwrap().running, "start");
    faults.clear_all();
    assert_eq!(start.wait(LONG).unwrap().transaction, 1);
}

#[test]
fn a_call_that_panics_is_an_error_and_takes_no_place_in_line() {
    let (_folder, device) = device(&Faults::new());
    let mut keeper = Keeper::new(device);
    let answer = keeper.hand_in("broken", |_| -> Result<(), Error> {
        panic!("a driver's fault")
    });
    assert!(matches!(answer.wait(LONG), Err(Error::Device(_))));
    keeper.call("info", LONG, info).unwrap();
}

#[test]
fn a_keeper_that_goes_lets_its_device_go() {
    let (folder, device) = device(&Faults::new());
    let done = Arc::new(AtomicUsize::new(0));
    let mut keeper = Keeper::new(device);
    for _ in 0..10 {
        let done = done.clone();
        drop(keeper.hand_in("call", move |_| {
            done.fetch_add(1, Ordering::SeqCst);
            Ok(())
        }));
    }
    drop(keeper);
    assert_eq!(
        done.load(Ordering::SeqCst),
        10,
        "what was handed in is done"
    );
    let again = Simulator::open(
        folder.path(),
        Options::default(),
        Box::new(chrono::Utc::now),
    );
    assert!(again.is_ok());
}
