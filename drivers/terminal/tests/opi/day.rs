//! End of day and the technician's work.

use amtskasse_terminal::opi::simulator::{Card, Script};
use amtskasse_terminal::{Error, Service, SlipKind};

use crate::common::Clerk;
use crate::harness::{Counter, DIALECTS};

#[test]
fn the_day_is_added_up_and_closed() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        for (card, cents) in [
            (Card::Girocard, 1250),
            (Card::Contactless, 750),
            (Card::Credit, 2000),
        ] {
            counter.memory.push(Script::approve().card(card));
            counter.pay(cents, &mut Clerk::default());
        }
        let mut driver = counter.driver();
        let totals = match driver.totals(false, &mut Clerk::default()) {
            Ok(totals) => totals,
            Err(Error::Unsupported(_)) => continue,
            Err(error) => panic!("{dialect:?} {error:?}"),
        };
        assert_eq!((totals.cents, totals.closed), (4000, false), "{dialect:?}");
        let mut clerk = Clerk::default();
        let totals = driver.totals(true, &mut clerk).unwrap();
        assert_eq!((totals.cents, totals.closed), (4000, true), "{dialect:?}");
        assert_eq!(totals.count, Some(3));
        assert_eq!(totals.terminal_id, "68276185");
        let mut circuits: Vec<_> = totals
            .circuits
            .iter()
            .map(|circuit| (circuit.name.as_str(), circuit.count, circuit.cents))
            .collect();
        circuits.sort_unstable();
        assert_eq!(circuits, [("VISA", 1, 2000), ("girocard", 2, 2000)]);
        let kinds: Vec<SlipKind> = clerk.slips().iter().map(|slip| slip.kind).collect();
        assert_eq!(kinds, [SlipKind::Administration], "{dialect:?}");
        let totals = driver.totals(true, &mut Clerk::default()).unwrap();
        assert_eq!(totals.cents, 0, "{dialect:?}");
        assert_eq!(totals.count.unwrap_or_default(), 0, "{dialect:?}");
        counter.no_complaints();
    }
}

#[test]
fn money_that_went_back_lowers_the_totals() {
    for dialect in DIALECTS {
        let mut counter = Counter::new(dialect);
        counter.pay(1250, &mut Clerk::default());
        let request = counter.request(300);
        let mut driver = counter.driver();
        driver.refund(&request, &mut Clerk::default());
        let totals = driver.totals(true, &mut Clerk::default()).unwrap();
        assert_eq!(totals.cents, 950, "{dialect:?} {totals:?}");
    }
}

#[test]
fn the_technician_may_initialise_and_diagnose() {
    for dialect in DIALECTS {
        let counter = Counter::new(dialect);
        let mut driver = counter.driver();
        for service in [Service::Initialise, Service::Diagnose] {
            driver.service(service, &mut Clerk::default()).unwrap();
        }
        counter.no_complaints();
    }
}
