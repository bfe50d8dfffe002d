//! Stock at the counter and behind it.

use super::*;
use crate::catalogue::stock::{Amount, AmountError, Level, MoveKind, Numbers};
use crate::ledger::StockSource;
use crate::people::Right;

const CUP: &str = "MU0160";
const SEAL: &str = "KF0150";
const CERTIFICATE: &str = "KF0140";

fn pieces(quantity: i64) -> Amount {
    Amount::Quantity(Decimal::from(quantity))
}

fn forms(text: &str) -> Amount {
    Amount::Numbers(numbers(text))
}

fn numbers(text: &str) -> Numbers {
    text.parse().unwrap()
}

fn level(till: &Till, item: &str) -> i64 {
    till.stock()[item].quantity().try_into().unwrap()
}

fn there(till: &Till, item: &str) -> String {
    till.stock()[item].numbers().unwrap().to_string()
}

/// As `user`, then as the clerk again.
fn as_user<T>(till: &mut Till, user: &str, pin: &str, work: impl FnOnce(&mut Till) -> T) -> T {
    till.log_in(user, pin).unwrap();
    let done = work(till);
    till.log_in("101", "1111").unwrap();
    done
}

fn as_manager<T>(till: &mut Till, work: impl FnOnce(&mut Till) -> T) -> T {
    as_user(till, "201", "3333", work)
}

fn other_manager() -> Approval {
    Approval {
        user_id: "202".into(),
        pin: "4444".into(),
    }
}

/// A register with so many cups and no other surprises.
fn with_cups(bench: &Bench, cups: i64) -> Till {
    let mut till = bench.open();
    float(&mut till);
    as_manager(&mut till, |till| {
        let counted = [(CUP.to_owned(), pieces(cups))];
        till.stock_count(&counted, "Ausgangslage", None).unwrap();
    });
    till
}

fn out_of_stock(result: Result<impl std::fmt::Debug, TillError>, expected: i64) {
    match result {
        Err(TillError::OutOfStock { left, .. }) => assert_eq!(left, Decimal::from(expected)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_sale_takes_and_a_void_puts_back() {
    let bench = Bench::new();
    let mut till = with_cups(&bench, 5);
    ring(&mut till, CUP, 3);
    assert_eq!(level(&till, CUP), 5, "rung up is not sold");
    let sold = till.pay_cash(euro(2970)).unwrap().receipt.number;
    assert_eq!(level(&till, CUP), 2);
    till.begin_refund(sold, &[(0, Decimal::ONE)], "Sprung", &berger())
        .unwrap();
    till.pay_cash(euro(-990)).unwrap();
    assert_eq!(level(&till, CUP), 3);
    ring(&mut till, CUP, 2);
    let sold = till.pay_cash(euro(1980)).unwrap().receipt.number;
    till.begin_void(sold, "falsch", &berger()).unwrap();
    till.pay_cash(euro(-1980)).unwrap();
    assert_eq!(level(&till, CUP), 3);
    assert_sound(&mut till);
}

#[test]
fn what_is_no_business_moves_nothing() {
    let bench = Bench::new();
    let mut till = with_cups(&bench, 5);
    ring(&mut till, CUP, 2);
    till.abort("weg").unwrap();
    let struck = ring(&mut till, CUP, 3);
    ring(&mut till, "BB0060", 1);
    till.void_line(struck).unwrap();
    let due = till.view().unwrap().unwrap().due;
    till.pay_cash(due).unwrap();
    till.set_training(true).unwrap();
    // In training there is as much as anybody likes.
    ring(&mut till, CUP, 50);
    till.pay_cash(euro(49_500)).unwrap();
    till.set_training(false).unwrap();
    assert_eq!(level(&till, CUP), 5);
    assert_sound(&mut till);
}

#[test]
fn what_is_not_there_is_refused_with_what_is_left() {
    let bench = Bench::new();
    let mut till = with_cups(&bench, 5);
    out_of_stock(till.add(CUP, Decimal::from(6), None, None), 5);
    assert!(till.view().unwrap().is_none());
    let line = ring(&mut till, CUP, 4);
    out_of_stock(till.set_quantity(line, Decimal::from(6)), 5);
    out_of_stock(till.add(CUP, Decimal::TWO, None, None), 5);
    till.park("Herr A").unwrap();
    // Four lie in the parked sale.
    out_of_stock(till.add(CUP, Decimal::TWO, None, None), 1);
    ring(&mut till, CUP, 1);
    till.pay_cash(euro(990)).unwrap();
    out_of_stock(till.add(CUP, Decimal::ONE, None, None), 0);
    let parked = till.parked().unwrap()[0].id;
    till.recall(parked).unwrap();
    // Fewer is always possible.
    till.set_quantity(line, Decimal::ONE).unwrap();
    till.set_quantity(line, Decimal::from(4)).unwrap();
    till.pay_cash(euro(3960)).unwrap();
    assert_eq!(level(&till, CUP), 0);
    assert_sound(&mut till);
}

#[test]
fn somebody_who_paid_a_part_comes_first() {
    let bench = Bench::new();
    let mut till = with_cups(&bench, 3);
    ring(&mut till, CUP, 1);
    till.pay_part_in_cash(euro(500)).unwrap();
    till.park("zahlt gleich").unwrap();
    ring(&mut till, CUP, 2);
    till.park("überlegt").unwrap();
    as_manager(&mut till, |till| {
        till.stock_loss(CUP, &pieces(2), "heruntergefallen", None)
            .unwrap();
    });
    let parked = till.parked().unwrap();
    till.recall(parked[1].id).unwrap();
    // One is left, and it is promised to whoever paid already.
    out_of_stock(till.pay_cash(euro(1980)), 0);
    out_of_stock(till.pay_card(euro(1980), &mut NoProgress), 0);
    till.abort("nicht da").unwrap();
    till.recall(parked[0].id).unwrap();
    till.pay_cash(euro(490)).unwrap();
    assert_eq!(level(&till, CUP), 0);
    assert_sound(&mut till);
}

#[test]
fn once_money_moved_nothing_is_refused() {
    let bench = Bench::new();
    let mut till = with_cups(&bench, 1);
    ring(&mut till, CUP, 1);
    till.pay_part_in_cash(euro(500)).unwrap();
    till.park("zahlt gleich").unwrap();
    ring(&mut till, SEAL, 2);
    till.pay_part_in_cash(euro(50)).unwrap();
    till.park("auch").unwrap();
    as_manager(&mut till, |till| {
        till.stock_loss(CUP, &pieces(1), "gestohlen", None).unwrap();
        let all = Amount::Numbers(till.stock()[SEAL].numbers().unwrap().clone());
        till.stock_loss(SEAL, &all, "gestohlen", Some(&other_manager()))
            .unwrap();
    });
    let parked = till.parked().unwrap();
    till.recall(parked[0].id).unwrap();
    till.pay_cash(euro(490)).unwrap();
    assert_eq!(level(&till, CUP), -1, "the truth");
    till.recall(parked[1].id).unwrap();
    let receipt = till.pay_cash(euro(50)).unwrap().receipt;
    assert_eq!(receipt.lines[0].numbers, None);
    assert_eq!(level(&till, SEAL), 0, "no form that is not there goes out");
    assert_sound(&mut till);
}

#[test]
fn selling_below_zero_is_a_setting_and_never_for_forms() {
    let bench = Bench::new();
    let mut till = with_cups(&bench, 1);
    let refused = till.set_negative_stock(true);
    assert!(matches!(
        refused,
        Err(TillError::NotAllowed(Right::Administer))
    ));
    as_user(&mut till, "401", "6666", |till| {
        till.set_negative_stock(true).unwrap();
    });
    ring(&mut till, CUP, 3);
    till.pay_cash(euro(2970)).unwrap();
    assert_eq!(level(&till, CUP), -2);
    let left = level(&till, SEAL);
    out_of_stock(till.add(SEAL, Decimal::from(left + 1), None, None), left);
    drop(till);
    let mut till = bench.open();
    assert!(till.negative_stock(), "it is kept");
    let events = till.ledger().events_of("negative-stock").unwrap();
    assert_eq!(events[0].person.as_deref(), Some("401"));
    as_user(&mut till, "401", "6666", |till| {
        till.set_negative_stock(false).unwrap();
    });
    out_of_stock(till.add(CUP, Decimal::ONE, None, None), 0);
    assert_sound(&mut till);
}

#[test]
fn forms_go_out_lowest_first_and_come_back_by_number() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    ring(&mut till, SEAL, 2);
    let sold = till.pay_cash(euro(100)).unwrap().receipt;
    assert_eq!(sold.lines[0].numbers.as_deref(), Some("05001-05002"));
    let stored = till.ledger().receipt(sold.number).unwrap().unwrap();
    assert_eq!(stored.lines[0].numbers, sold.lines[0].numbers);
    assert_eq!(there(&till, SEAL), "05003-05400");
    ring(&mut till, SEAL, 3);
    let second = till.pay_cash(euro(150)).unwrap().receipt;
    assert_eq!(second.lines[0].numbers.as_deref(), Some("05003-05005"));
    let mut back = |lines: &[(usize, Decimal)]| {
        till.begin_refund(second.number, lines, "Fehldruck", &berger())
            .unwrap();
        let due = till.view().unwrap().unwrap().due;
        till.pay_cash(due).unwrap().receipt.lines[0].numbers.clone()
    };
    assert_eq!(back(&[(0, Decimal::ONE)]).as_deref(), Some("05003"));
    assert_eq!(back(&[(0, Decimal::TWO)]).as_deref(), Some("05004-05005"));
    till.begin_void(sold.number, "falsch", &berger()).unwrap();
    let void = till.pay_cash(euro(-100)).unwrap().receipt;
    assert_eq!(void.lines[0].numbers.as_deref(), Some("05001-05002"));
    assert_eq!(there(&till, SEAL), "05001-05400");
    assert_sound(&mut till);
}

#[test]
fn the_clerk_may_choose_the_forms() {
    let bench = Bench::new();
    let mut till = bench.open();
    let line = ring(&mut till, SEAL, 2);
    till.set_numbers(line, Some("5010-5011")).unwrap();
    till.park("Herr A").unwrap();
    let line = ring(&mut till, SEAL, 3);
    let not_there = |result: Result<(), TillError>, expected: &str| match result {
        Err(TillError::StockAmount {
            error: AmountError::NotThere(numbers),
            ..
        }) => assert_eq!(numbers.to_string(), expected),
        other => panic!("{other:?}"),
    };
    // One lies in the parked sale, one was never there.
    not_there(till.set_numbers(line, Some("5009-5011")), "05010-05011");
    not_there(till.set_numbers(line, Some("9001")), "09001");
    let count = till.set_numbers(line, Some("5001-5002"));
    assert!(matches!(
        count,
        Err(TillError::NumbersCount {
            needed: 3,
            given: 2
        })
    ));
    let shape = till.set_numbers(line, Some("fünf"));
    assert!(matches!(shape, Err(TillError::Numbers(_))));
    // The first one is enough; what is parked is left out.
    till.set_numbers(line, Some("5009")).unwrap();
    let sold = till.pay_cash(euro(150)).unwrap().receipt;
    assert_eq!(sold.lines[0].numbers.as_deref(), Some("05009,05012-05013"));
    // Who does not choose gets what nobody chose.
    ring(&mut till, SEAL, 9);
    let sold = till.pay_cash(euro(450)).unwrap().receipt;
    assert_eq!(sold.lines[0].numbers.as_deref(), Some("05001-05008,05014"));
    let parked = till.parked().unwrap()[0].id;
    till.recall(parked).unwrap();
    let sold = till.pay_cash(euro(100)).unwrap().receipt;
    assert_eq!(sold.lines[0].numbers.as_deref(), Some("05010-05011"));
    // Another quantity needs another choice.
    let line = ring(&mut till, SEAL, 1);
    till.set_numbers(line, Some("5100")).unwrap();
    till.set_quantity(line, Decimal::TWO).unwrap();
    let sold = till.pay_cash(euro(100)).unwrap().receipt;
    assert_eq!(sold.lines[0].numbers.as_deref(), Some("05015-05016"));
    let line = ring(&mut till, CUP, 1);
    assert!(matches!(
        till.set_numbers(line, Some("1")),
        Err(TillError::StockAmount {
            error: AmountError::QuantityNeeded,
            ..
        })
    ));
    till.abort("").unwrap();
    assert_sound(&mut till);
}

#[test]
fn chosen_forms_that_vanished_are_missed_before_money_moves() {
    let bench = Bench::new();
    let mut till = bench.open();
    let line = ring(&mut till, SEAL, 1);
    till.set_numbers(line, Some("5100")).unwrap();
    till.park("A").unwrap();
    as_manager(&mut till, |till| {
        till.stock_loss(SEAL, &forms("5100"), "verschmutzt", Some(&other_manager()))
            .unwrap();
    });
    let parked = till.parked().unwrap()[0].id;
    till.recall(parked).unwrap();
    assert!(matches!(
        till.pay_cash(euro(50)),
        Err(TillError::StockAmount { .. })
    ));
    till.set_numbers(line, None).unwrap();
    let sold = till.pay_cash(euro(50)).unwrap().receipt;
    assert_eq!(sold.lines[0].numbers.as_deref(), Some("05001"));
    assert_sound(&mut till);
}

#[test]
fn stock_is_kept_by_those_who_may() {
    let bench = Bench::new();
    let mut till = bench.open();
    for (user, pin, may) in [
        ("101", "1111", false),
        ("301", "5555", false),
        ("201", "3333", true),
        ("401", "6666", true),
    ] {
        let done = as_user(&mut till, user, pin, |till| {
            till.stock_in(CUP, &pieces(1), "LS 1")
                .map(|moved| moved.kind)
        });
        match may {
            true => assert_eq!(done.unwrap(), MoveKind::Delivery, "{user}"),
            false => assert!(
                matches!(done, Err(TillError::NotAllowed(Right::KeepStock))),
                "{user}"
            ),
        }
    }
}

#[test]
fn deliveries_and_losses_are_checked() {
    let bench = Bench::new();
    let mut till = bench.open();
    as_manager(&mut till, |till| {
        let before = level(till, CUP);
        till.stock_in(CUP, &pieces(12), "LS 4711").unwrap();
        assert_eq!(level(till, CUP), before + 12);
        let amount = |result: Result<_, TillError>| match result {
            Err(TillError::StockAmount { error, .. }) => error,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            amount(till.stock_in(CUP, &forms("1-2"), "")),
            AmountError::QuantityNeeded
        );
        assert_eq!(
            amount(till.stock_in(SEAL, &pieces(2), "")),
            AmountError::NumbersNeeded
        );
        assert_eq!(
            amount(till.stock_in(CUP, &pieces(0), "")),
            AmountError::Quantity
        );
        let there_already = AmountError::There(numbers("05400"));
        assert_eq!(
            amount(till.stock_in(SEAL, &forms("5400-5401"), "")),
            there_already
        );
        till.stock_in(SEAL, &forms("5401-5500"), "LS 4712").unwrap();
        assert_eq!(there(till, SEAL), "05001-05500");

        let reason = till.stock_loss(CUP, &pieces(1), "  ", None);
        assert!(matches!(reason, Err(TillError::ReasonNeeded)));
        let short = AmountError::Short(Decimal::from(before + 12));
        assert_eq!(
            amount(till.stock_loss(CUP, &pieces(9_999), "weg", None)),
            short
        );
        let alone = till.stock_loss(SEAL, &forms("5001"), "Fehldruck", None);
        assert!(matches!(alone, Err(TillError::NotAllowed(Right::Approve))));
        let own = till.stock_loss(SEAL, &forms("5001"), "Fehldruck", Some(&berger()));
        assert!(matches!(own, Err(TillError::SamePerson)));
        let strange = till.stock_loss(SEAL, &forms("9"), "Fehldruck", Some(&other_manager()));
        assert_eq!(amount(strange), AmountError::NotThere(numbers("00009")));
        let lost = till.stock_loss(SEAL, &forms("5001"), "Fehldruck", Some(&other_manager()));
        assert_eq!(lost.unwrap().second.unwrap().id, "202");
        assert!(matches!(
            till.stock_in("BB0010", &pieces(1), ""),
            Err(TillError::NoStock(_))
        ));
        assert!(matches!(
            till.stock_in("XX", &pieces(1), ""),
            Err(TillError::UnknownItem(_))
        ));
    });
    assert_sound(&mut till);
}

#[test]
fn a_count_corrects_and_says_what_was_missing() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, SEAL, 1);
    till.pay_cash(euro(50)).unwrap();
    let cups = level(&till, CUP);
    as_manager(&mut till, |till| {
        let exact = [
            (CUP.to_owned(), pieces(cups)),
            (CERTIFICATE.to_owned(), forms("ZB 240001-240250")),
        ];
        let sheet = till.stock_count(&exact, "", None).unwrap();
        assert_eq!(sheet.number, 1);
        assert!(sheet.items.iter().all(|item| item.difference().is_zero()));
        let wrong = [
            (CUP.to_owned(), pieces(cups - 2)),
            (SEAL.to_owned(), forms("5001-5399")),
        ];
        assert!(matches!(
            till.stock_count(&wrong, " ", None),
            Err(TillError::ReasonNeeded)
        ));
        let alone = till.stock_count(&wrong, "Inventur", None);
        assert!(matches!(alone, Err(TillError::NotAllowed(Right::Approve))));
        assert_eq!(level(till, CUP), cups, "all or nothing");
        let sheet = till
            .stock_count(&wrong, "Inventur", Some(&other_manager()))
            .unwrap();
        assert_eq!(sheet.number, 2);
        let difference = sheet.items[1].difference();
        assert_eq!(difference.missing.to_string(), "05400");
        assert_eq!(difference.unexpected.to_string(), "05001");
        assert_eq!(sheet.items[0].difference().quantity, Decimal::from(-2));
        // What is read from the ledger is what was shown.
        assert_eq!(till.ledger().sheet(2).unwrap().unwrap(), sheet);
        assert_eq!(till.ledger().sheet(3).unwrap(), None);
        assert_eq!(till.ledger().last_sheet().unwrap(), 2);
        let twice = [(CUP.to_owned(), pieces(1)), (CUP.to_owned(), pieces(2))];
        assert!(matches!(
            till.stock_count(&twice, "x", None),
            Err(TillError::CountedTwice(_))
        ));
        assert!(matches!(
            till.stock_count(&[], "x", None),
            Err(TillError::NothingCounted)
        ));
        let nothing = [(SEAL.to_owned(), Amount::Numbers(Numbers::new()))];
        till.stock_count(&nothing, "verbrannt", Some(&other_manager()))
            .unwrap();
        assert_eq!(level(till, SEAL), 0);
    });
    out_of_stock(till.add(SEAL, Decimal::ONE, None, None), 0);
    drop(till);
    let mut till = bench.open();
    assert_eq!(
        till.stock()[SEAL],
        Level::Numbers(Numbers::new()),
        "still by number"
    );
    assert_sound(&mut till);
}

#[test]
fn the_history_of_an_item_has_everything_in_order() {
    let bench = Bench::new();
    let mut till = with_cups(&bench, 5);
    ring(&mut till, CUP, 2);
    let sold = till.pay_cash(euro(1980)).unwrap().receipt.number;
    bench.later(60);
    till.begin_void(sold, "falsch", &berger()).unwrap();
    till.pay_cash(euro(-1980)).unwrap();
    as_manager(&mut till, |till| {
        till.stock_loss(CUP, &pieces(1), "Sprung", None).unwrap();
    });
    let (begin, end) = (DateTime::UNIX_EPOCH, start() + TimeDelta::days(1));
    let history = till.ledger().stock_history(CUP, begin, end).unwrap();
    let changes: Vec<(i64, i64)> = history
        .iter()
        .map(|c| (c.quantity.try_into().unwrap(), c.level.try_into().unwrap()))
        .collect();
    assert_eq!(
        changes[1..],
        [(5 - changes[0].1, 5), (-2, 3), (2, 5), (-1, 4)]
    );
    assert_eq!(history[2].source, StockSource::Receipt(sold, Kind::Sale));
    assert_eq!(
        history[3].source,
        StockSource::Receipt(sold + 1, Kind::Void)
    );
    assert_eq!(history[4].reason.as_deref(), Some("Sprung"));
    let later = till
        .ledger()
        .stock_history(CUP, start() + TimeDelta::seconds(30), end);
    assert_eq!(later.unwrap().len(), 2);
}

#[test]
fn the_list_warns_below_the_minimum() {
    let bench = Bench::new();
    let mut till = with_cups(&bench, 24);
    let row = |till: &Till| {
        let list = till.ledger().stock_list().unwrap();
        list.into_iter().find(|row| row.item_id == CUP).unwrap()
    };
    assert_eq!(row(&till).minimum, Some(Decimal::from(25)));
    assert!(row(&till).is_low());
    as_manager(&mut till, |till| {
        till.stock_in(CUP, &pieces(1), "").unwrap()
    });
    assert!(!row(&till).is_low());
}

#[test]
fn an_item_nobody_counted_is_not_limited() {
    let bench = Bench::new();
    {
        let path = bench.folder.path().join("amtskasse.db");
        let sql = rusqlite::Connection::open(path).unwrap();
        sql.execute("UPDATE item SET stock = 'yes' WHERE id = 'BB0060'", [])
            .unwrap();
    }
    let mut till = bench.open();
    ring(&mut till, "BB0060", 40);
    let due = till.view().unwrap().unwrap().due;
    let sold = till.pay_cash(due).unwrap().receipt;
    assert!(!till.stock().contains_key("BB0060"));
    as_manager(&mut till, |till| {
        let loss = till.stock_loss("BB0060", &pieces(1), "weg", None);
        assert!(matches!(loss, Err(TillError::CountFirst(_))));
        till.stock_in("BB0060", &pieces(3), "LS").unwrap();
    });
    out_of_stock(till.add("BB0060", Decimal::from(4), None, None), 3);
    // What was sold before comes back onto the shelf all the same.
    till.begin_refund(sold.number, &[(0, Decimal::TWO)], "zurück", &berger())
        .unwrap();
    let due = till.view().unwrap().unwrap().due;
    till.pay_cash(due).unwrap();
    assert_eq!(level(&till, "BB0060"), 5);
    assert_sound(&mut till);
}

#[test]
fn an_item_kept_another_way_is_counted_first() {
    let bench = Bench::new();
    {
        let path = bench.folder.path().join("amtskasse.db");
        let sql = rusqlite::Connection::open(path).unwrap();
        sql.execute("UPDATE item SET stock = 'numbered' WHERE id = 'MU0160'", [])
            .unwrap();
    }
    let mut till = bench.open();
    ring(&mut till, CUP, 1);
    let sold = till.pay_cash(euro(990)).unwrap().receipt;
    assert_eq!(sold.lines[0].numbers, None);
    as_manager(&mut till, |till| {
        let delivery = till.stock_in(CUP, &forms("1-10"), "LS");
        assert!(matches!(delivery, Err(TillError::CountFirst(_))));
        let counted = [(CUP.to_owned(), forms("1-10"))];
        till.stock_count(&counted, "", None).unwrap();
        till.stock_in(CUP, &forms("11-12"), "LS").unwrap();
    });
    assert_eq!(there(&till, CUP), "1-12");
    ring(&mut till, CUP, 1);
    let sold = till.pay_cash(euro(990)).unwrap().receipt;
    assert_eq!(sold.lines[0].numbers.as_deref(), Some("1"));
    assert_sound(&mut till);
}
