//! Money must not go out twice, whatever is pressed in which order.

use super::*;

#[test]
fn a_card_payment_is_taken_back_once_and_never_paid_out_again() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    ring(&mut till, "BB0060", 1);
    till.pay_card(euro(3000), &mut NoProgress).unwrap();
    till.pay_card(euro(2000), &mut NoProgress).unwrap();
    let ids: Vec<i64> = till
        .view()
        .unwrap()
        .unwrap()
        .payments
        .iter()
        .map(|p| p.id)
        .collect();
    bench.memory.push(Script::Decline);
    let declined = till.take_back_card(ids[0], &mut NoProgress).unwrap();
    assert!(matches!(declined, CardResult::Declined { .. }));
    till.take_back_card(ids[0], &mut NoProgress).unwrap();
    let rows = till.view().unwrap().unwrap().payments;
    let offered: Vec<i64> = rows
        .iter()
        .filter(|p| p.can_take_back)
        .map(|p| p.id)
        .collect();
    assert_eq!(offered, [ids[1]]);
    for row in rows.iter().filter(|p| !p.can_take_back) {
        let again = till.take_back_card(row.id, &mut NoProgress);
        assert!(matches!(again, Err(TillError::NoOpenPayment)));
    }
    assert_eq!(till.view().unwrap().unwrap().due, euro(5000));
    let sold = till.pay_cash(euro(5000)).unwrap().receipt;
    let card = |receipt: &crate::receipt::Receipt| -> i64 {
        let cards = receipt
            .payments
            .iter()
            .filter(|p| p.kind == PaymentKind::ECKarte);
        cards.map(|p| p.amount.cents()).sum()
    };
    let charged = || {
        bench
            .memory
            .charged()
            .iter()
            .map(|(_, cents)| cents)
            .sum::<i64>()
    };
    assert_eq!((card(&sold), charged()), (2000, 2000));

    till.begin_void(sold.number, "falsch", &berger()).unwrap();
    till.pay_card(euro(-2000), &mut NoProgress).unwrap();
    let given = till.view().unwrap().unwrap().payments[0].id;
    let again = till.take_back_card(given, &mut NoProgress);
    assert!(matches!(again, Err(TillError::NoOpenPayment)));
    till.pay_cash(euro(-5000)).unwrap();
    assert_eq!(charged(), 0);
    assert_sound(&mut till);
}

#[test]
fn no_new_card_payment_while_an_old_one_is_unknown() {
    let bench = Bench::new();
    bench.memory.push(Script::ApproveThenLose);
    let mut till = bench.open();
    ring(&mut till, "BB0060", 1);
    till.pay_card(euro(7000), &mut NoProgress).unwrap();
    drop(till);
    bench.memory.set_offline(true);
    let mut till = bench.open();
    bench.memory.set_offline(false);
    ring(&mut till, "MU0160", 1);
    let blocked = till.pay_card(euro(990), &mut NoProgress);
    assert!(matches!(blocked, Err(TillError::PaymentUnknown)));
    till.pay_cash(euro(990)).unwrap();
    let parked = till.parked().unwrap()[0].id;
    till.recall(parked).unwrap();
    assert!(matches!(
        till.resolve_payment().unwrap(),
        CardResult::Finished(_)
    ));
    assert_eq!(bench.memory.charged().len(), 1);
    assert_sound(&mut till);
}

#[test]
fn a_declined_card_yesterday_keeps_no_rate_of_yesterday() {
    let bench = Bench::new();
    bench.clock.set("2026-12-31T22:50:00Z".parse().unwrap());
    bench.memory.push(Script::Decline);
    let mut till = bench.open();
    ring(&mut till, "ST0040", 1);
    till.pay_card(euro(18_000), &mut NoProgress).unwrap();
    bench.clock.set("2026-12-31T23:00:01Z".parse().unwrap());
    let receipt = till.pay_cash(euro(18_000)).unwrap().receipt;
    assert_eq!(receipt.totals[0].key.0, 1);
    assert_sound(&mut till);
}

#[test]
fn the_same_line_twice_in_one_refund_is_refused() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "MU0160", 1);
    let sold = till.pay_cash(euro(990)).unwrap().receipt.number;
    let twice = [(0, Decimal::ONE), (0, Decimal::ONE)];
    let refused = till.begin_refund(sold, &twice, "defekt", &berger());
    assert!(matches!(refused, Err(TillError::NotReversible(_))));
}

#[test]
fn training_moves_no_real_money() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "MU0160", 1);
    let sold = till.pay_cash(euro(990)).unwrap().receipt.number;
    till.set_training(true).unwrap();
    let void = till.begin_void(sold, "falsch", &berger());
    assert!(matches!(void, Err(TillError::Training)));
    let out = till.move_cash(&Movement {
        kind: Kind::Skim,
        amount: euro(100),
        reason: "Tresor".into(),
        approval: None,
    });
    assert!(matches!(out, Err(TillError::Training)));
}

#[test]
fn whoever_allowed_a_void_cannot_pay_it_out() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "MU0160", 1);
    let sold = till.pay_cash(euro(990)).unwrap().receipt.number;
    till.begin_void(sold, "falsch", &berger()).unwrap();
    till.log_in("201", "3333").unwrap();
    let parked = till.parked().unwrap();
    assert_eq!(
        parked[0].name, "A. Yilmaz",
        "the open sale was parked for its owner"
    );
    till.recall(parked[0].id).unwrap();
    assert!(matches!(
        till.pay_cash(euro(-990)),
        Err(TillError::SamePerson)
    ));
    till.log_in("102", "2222").unwrap();
    let parked = till.parked().unwrap();
    till.recall(parked[0].id).unwrap();
    till.pay_cash(euro(-990)).unwrap();
    assert_sound(&mut till);
}
