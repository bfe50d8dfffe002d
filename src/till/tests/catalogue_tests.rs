//! The catalogue changes at the till: who may, what waits, what is shown to whom.

use super::*;
use crate::catalogue::Price;
use crate::catalogue::change::{Change, Fault, TileScope, proposal};
use crate::tax::{PriceRule, Regime, TaxKey, Treatment};

fn dearer(till: &Till, from: &str) -> Change {
    let now = till.assortment().entry("BB0010").unwrap().prices[0].clone();
    Change::Price {
        item: "BB0010".into(),
        price: Price {
            from: from.parse().unwrap(),
            amount: euro(4800),
            ..now
        },
    }
}

fn taxed() -> Change {
    let treatment = Treatment::single(TaxKey::GENERAL);
    let from = "2026-11-25".parse().unwrap();
    let rule = PriceRule::GrossFixed;
    let decision = proposal(
        Regime::Old,
        from,
        treatment,
        rule,
        "geprüft",
        "§ 12 Abs. 1 UStG",
    );
    Change::Tax {
        item: "BB0010".into(),
        decision: Box::new(decision),
    }
}

#[test]
fn only_an_administrator_changes_the_catalogue_and_never_behind_receipts() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "BB0010", 1);
    till.pay_cash(euro(4600)).unwrap();
    let today = [dearer(&till, "2026-11-24")];
    let refused = till.change_catalogue(&today, "Satzung");
    assert!(matches!(refused, Err(TillError::NotAllowed(_))));
    till.log_in("401", "6666").unwrap();
    let before = till.assortment().clone();
    // One wrong change keeps the right one out, too.
    let both = [dearer(&till, "2026-11-25"), today[0].clone()];
    let Err(TillError::Catalogue(problems)) = till.change_catalogue(&both, "Satzung") else {
        panic!("a price behind a receipt was taken");
    };
    assert!(matches!(problems[0].fault, Fault::InThePast { .. }));
    assert_eq!(*till.assortment(), before);
    let edition = till.edition();
    let applied = till.change_catalogue(&both[..1], "Satzung").unwrap();
    assert_eq!((applied.items, applied.waiting), (1, 0));
    assert!(till.edition() > edition);
    // A change of tax waits for somebody else once there are receipts.
    let applied = till.change_catalogue(&[taxed()], "Prüfung").unwrap();
    assert_eq!(applied.waiting, 1);
    assert_eq!(till.pending_tax().unwrap()[0].decision.proposed.by, "401");
    assert_sound(&mut till);
}

#[test]
fn before_the_first_receipt_a_decision_holds_at_once() {
    let bench = Bench::new();
    let mut till = bench.open();
    till.log_in("401", "6666").unwrap();
    let applied = till.change_catalogue(&[taxed()], "Einrichtung").unwrap();
    assert_eq!(applied.waiting, 0);
    let entry = till.assortment().entry("BB0010").unwrap();
    assert!(entry.decisions.last().unwrap().holds());
}

#[test]
fn tiles_are_a_users_own_then_the_pay_points_then_the_general_ones() {
    let bench = Bench::new();
    let mut till = bench.open();
    let general = till.favourites().unwrap();
    till.log_in("401", "6666").unwrap();
    let tiles = |scope, owner: &str, item: &str| Change::Tiles {
        scope,
        owner: owner.into(),
        items: vec![item.into()],
    };
    let changes = [
        tiles(TileScope::PayPoint, "BB", "BB0060"),
        tiles(TileScope::User, "101", "MU0160"),
        Change::PayPointOffices {
            pay_point: "BB".into(),
            offices: vec!["Museum".into(), "Bürgerbüro".into()],
        },
    ];
    till.change_catalogue(&changes, "").unwrap();
    assert_eq!(till.favourites().unwrap(), ["BB0060"]);
    let names: Vec<&str> = till.offices().iter().map(|o| o.name.as_str()).collect();
    assert_eq!(names, ["Bürgerbüro", "Museum"]);
    assert!(till.all_offices().len() > 2);
    let edition = till.edition();
    till.log_in("101", "1111").unwrap();
    assert_eq!(till.favourites().unwrap(), ["MU0160"]);
    assert!(till.edition() > edition, "the screens are told");
    till.log_in("401", "6666").unwrap();
    let none = |scope, owner: &str| Change::Tiles {
        scope,
        owner: owner.into(),
        items: Vec::new(),
    };
    let back = [
        none(TileScope::PayPoint, "BB"),
        none(TileScope::User, "101"),
    ];
    till.change_catalogue(&back, "").unwrap();
    assert_eq!(till.favourites().unwrap(), general);
}

#[test]
fn a_new_item_that_waits_for_a_second_person_does_not_spoil_the_export() {
    use crate::catalogue::file;
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "BB0010", 1);
    till.pay_cash(euro(4600)).unwrap();
    till.log_in("401", "6666").unwrap();
    let mut entry = till.assortment().entry("MU0120").unwrap().clone();
    entry.item.id = "MU9999".into();
    (entry.item.ean, entry.item.code) = (None, None);
    let applied = till
        .change_catalogue(&[Change::Add(Box::new(entry))], "neu")
        .unwrap();
    assert!(applied.waiting > 0);
    let bytes = file::write(till.assortment().entries()).unwrap();
    let listing = file::read("export", &bytes).unwrap();
    let examined = till.examine_catalogue(&listing).unwrap().unwrap();
    assert_eq!(examined.changes, []);
}

#[test]
fn what_the_command_line_proposed_takes_two_people_at_the_till() {
    use crate::catalogue::file::Examined;
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "BB0010", 1);
    till.pay_cash(euro(4600)).unwrap();
    drop(till);
    let mut ledger = Ledger::open(bench.folder.path()).unwrap();
    let now = bench.clock.now();
    let shelf = Shelf::read(&ledger, now).unwrap();
    let examined = Examined {
        changes: vec![taxed()],
        untouched: 0,
        warnings: Vec::new(),
    };
    shelf.apply(&mut ledger, &examined, "", now).unwrap();
    drop(ledger);
    let mut till = bench.open();
    till.log_in("201", "3333").unwrap();
    let ids: Vec<i64> = till
        .pending_tax()
        .unwrap()
        .iter()
        .map(|p| p.decision.id)
        .collect();
    assert!(matches!(
        till.approve_tax(&ids, None),
        Err(TillError::SamePerson)
    ));
    let other = Approval {
        user_id: "401".into(),
        pin: "6666".into(),
    };
    till.approve_tax(&ids, Some(&other)).unwrap();
}
