use super::*;
use crate::sale::{Discount, DiscountAmount};

#[test]
fn a_mixed_sale_is_paid_in_cash_and_signed() {
    let bench = Bench::new();
    let mut till = bench.open();
    for (item, quantity) in [("BB0010", 1), ("BB0190", 6), ("MU0120", 1), ("BB0150", 1)] {
        ring(&mut till, item, quantity);
        bench.later(3);
    }
    assert_eq!(till.view().unwrap().unwrap().due, euro(8570));
    let done = till.pay_cash(euro(10_000)).unwrap();
    let receipt = till.ledger().receipt(done.receipt.number).unwrap().unwrap();
    assert_eq!(receipt, done.receipt, "what is read is what was written");
    assert_eq!(receipt.payments[0].change(), euro(1430));
    let Some(Signature::Signed(signature)) = &receipt.signature else {
        panic!("not signed")
    };
    assert_eq!(
        signature.process_data,
        "Beleg^0.00_24.90_0.00_0.00_60.80^85.70:Bar"
    );
    assert!(!signature.certified);
    assert_eq!(
        signature.start,
        start(),
        "the transaction began with the first item"
    );
    assert_eq!(signature.log_time, start() + TimeDelta::seconds(12));
    assert!(till.view().unwrap().is_none());
    assert_sound(&mut till);
}

#[test]
fn a_declined_card_is_followed_by_cash() {
    let bench = Bench::new();
    bench.memory.push(Script::Decline);
    let mut till = bench.open();
    ring(&mut till, "BB0060", 1);
    let declined = till.pay_card(euro(7000), &mut NoProgress).unwrap();
    assert_eq!(
        declined,
        CardResult::Declined {
            reason: "Karte abgelehnt".into()
        }
    );
    let done = till.pay_cash(euro(7000)).unwrap();
    assert_eq!(done.receipt.payments.len(), 1);
    assert!(bench.memory.charged().is_empty());
    assert_sound(&mut till);
}

#[test]
fn a_terminal_that_is_off_is_told_from_a_declined_card() {
    let bench = Bench::new();
    bench.memory.push(Script::Unreachable);
    let mut till = bench.open();
    ring(&mut till, "BB0060", 1);
    let off = till.pay_card(euro(7000), &mut NoProgress).unwrap();
    assert!(matches!(off, CardResult::Unreachable { .. }));
    till.pay_cash(euro(7000)).unwrap();
    assert_sound(&mut till);
}

#[test]
fn a_sale_is_split_over_cash_and_card() {
    let bench = Bench::new();
    bench.memory.push(Script::ApproveCredit);
    let mut till = bench.open();
    ring(&mut till, "BB0060", 1);
    assert_eq!(till.pay_part_in_cash(euro(2000)).unwrap(), euro(5000));
    assert!(matches!(till.void_line(1), Err(TillError::PartlyPaid)));
    let CardResult::Finished(done) = till.pay_card(euro(5000), &mut NoProgress).unwrap() else {
        panic!("not finished")
    };
    let kinds: Vec<_> = done
        .receipt
        .payments
        .iter()
        .map(|p| (p.kind, p.amount))
        .collect();
    assert_eq!(
        kinds,
        [
            (PaymentKind::Bar, euro(2000)),
            (PaymentKind::Kreditkarte, euro(5000))
        ]
    );
    assert_sound(&mut till);
}

#[test]
fn a_card_payment_can_be_taken_back_before_an_abort() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "BB0060", 1);
    let part = till.pay_card(euro(3000), &mut NoProgress).unwrap();
    assert_eq!(part, CardResult::Approved { due: euro(4000) });
    assert!(matches!(till.abort("weg"), Err(TillError::PartlyPaid)));
    let id = till.view().unwrap().unwrap().payments[0].id;
    till.take_back_card(id, &mut NoProgress).unwrap();
    assert!(matches!(
        till.take_back_card(id, &mut NoProgress),
        Err(TillError::NoOpenPayment)
    ));
    till.abort("weg").unwrap();
    assert_eq!(
        bench
            .memory
            .charged()
            .iter()
            .map(|(_, cents)| cents)
            .sum::<i64>(),
        0
    );
    let events = till.ledger().events_of("payments-returned").unwrap();
    assert!(events[0].text.contains("30,00 €"), "{events:?}");
    assert_sound(&mut till);
}

#[test]
fn a_sale_goes_on_after_its_card_payment_was_taken_back() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "BB0060", 1);
    till.pay_card(euro(3000), &mut NoProgress).unwrap();
    let id = till.view().unwrap().unwrap().payments[0].id;
    assert!(matches!(
        till.add("BB0110", Decimal::ONE, None, None),
        Err(TillError::PartlyPaid)
    ));
    till.take_back_card(id, &mut NoProgress).unwrap();
    ring(&mut till, "BB0110", 1);
    let receipt = till.pay_cash(euro(7500)).unwrap().receipt;
    assert_eq!(receipt.gross(), euro(7500));
    let paid: Vec<Money> = receipt.payments.iter().map(|p| p.amount).collect();
    assert_eq!(paid, [euro(3000), euro(-3000), euro(7500)]);
    assert_sound(&mut till);
}

#[test]
fn another_tse_takes_over_after_a_restore() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "BB0060", 1);
    till.park("Wartet").unwrap();
    drop(till);
    std::fs::remove_dir_all(bench.folder.path().join(TEST_TSE_FOLDER)).unwrap();
    let mut till = bench.open();
    let parked = till.parked().unwrap()[0].id;
    till.recall(parked).unwrap();
    let receipt = till.pay_cash(euro(7000)).unwrap().receipt;
    assert!(signed(receipt.signature.as_ref()));
    assert_eq!(till.ledger().tses().unwrap().len(), 2);
    assert_sound(&mut till);
}

#[test]
fn an_unknown_payment_blocks_until_the_terminal_was_asked() {
    let bench = Bench::new();
    bench.memory.push(Script::ApproveThenLose);
    let mut till = bench.open();
    ring(&mut till, "BB0060", 1);
    let unknown = till.pay_card(euro(7000), &mut NoProgress).unwrap();
    assert!(matches!(unknown, CardResult::Unknown { .. }));
    assert!(matches!(
        till.pay_cash(euro(7000)),
        Err(TillError::PaymentUnknown)
    ));
    assert!(matches!(till.abort("weg"), Err(TillError::PaymentUnknown)));
    assert!(matches!(till.park("x"), Err(TillError::PaymentUnknown)));
    bench.memory.set_offline(true);
    assert!(matches!(
        till.resolve_payment(),
        Err(TillError::Terminal(_))
    ));
    bench.memory.set_offline(false);
    assert!(matches!(
        till.resolve_payment().unwrap(),
        CardResult::Finished(_)
    ));
    assert_eq!(bench.memory.charged().len(), 1);
    assert_sound(&mut till);
}

#[test]
fn a_manager_settles_what_the_terminal_cannot_tell() {
    let bench = Bench::new();
    bench.memory.push(Script::ApproveThenLose);
    let mut till = bench.open();
    ring(&mut till, "BB0060", 1);
    till.pay_card(euro(7000), &mut NoProgress).unwrap();
    bench.memory.set_offline(true);
    let nameless = till.resolve_payment_by_hand(&charged("0042", " "), &berger());
    assert!(matches!(nameless, Err(TillError::ReasonNeeded)));
    let done = till
        .resolve_payment_by_hand(&charged("0042", "Händlerbeleg liegt vor"), &berger())
        .unwrap();
    assert!(matches!(done, CardResult::Finished(_)));
    assert_sound(&mut till);
}

#[test]
fn parked_sales_come_back_and_aborts_are_recorded() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "BB0010", 1);
    till.park("Frau Meier").unwrap();
    ring(&mut till, "BB0060", 1);
    till.pay_cash(euro(7000)).unwrap();
    let parked = till.parked().unwrap();
    assert_eq!((parked.len(), parked[0].name.as_str()), (1, "Frau Meier"));
    till.recall(parked[0].id).unwrap();
    let number = till.abort("Kundin gegangen").unwrap();
    let abort = till.ledger().receipt(number).unwrap().unwrap();
    assert_eq!((abort.kind, abort.lines.len()), (Kind::Abort, 1));
    let Some(Signature::Signed(signature)) = abort.signature else {
        panic!("not signed")
    };
    assert_eq!(
        signature.process_data,
        "AVBelegabbruch^0.00_0.00_0.00_0.00_0.00^"
    );
    assert_sound(&mut till);
}

#[test]
fn nothing_is_given_back_twice() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    ring(&mut till, "MU0160", 3);
    let sale = till.pay_cash(euro(2970)).unwrap().receipt;
    assert!(matches!(
        till.begin_void(sale.number, "", &berger()),
        Err(TillError::ReasonNeeded)
    ));
    let me = Approval {
        user_id: "101".into(),
        pin: "1111".into(),
    };
    assert!(matches!(
        till.begin_void(sale.number, "x", &me),
        Err(TillError::SamePerson)
    ));
    let clerk = Approval {
        user_id: "102".into(),
        pin: "2222".into(),
    };
    assert!(matches!(
        till.begin_void(sale.number, "x", &clerk),
        Err(TillError::NotAllowed(_))
    ));

    till.begin_refund(sale.number, &[(0, Decimal::TWO)], "defekt", &berger())
        .unwrap();
    let refund = till.pay_cash(euro(-1980)).unwrap().receipt;
    assert_eq!((refund.kind, refund.gross()), (Kind::Refund, euro(-1980)));
    assert_eq!(refund.refers_to, Some(sale.number));
    assert_eq!(refund.second.as_ref().unwrap().name, "M. Berger");
    let again = till.begin_refund(sale.number, &[(0, Decimal::TWO)], "defekt", &berger());
    assert!(matches!(again, Err(TillError::NotReversible(_))));
    let void = till.begin_void(sale.number, "falsch", &berger());
    assert!(matches!(void, Err(TillError::NotReversible(_))));
    till.begin_refund(sale.number, &[(0, Decimal::ONE)], "defekt", &berger())
        .unwrap();
    till.pay_cash(euro(-990)).unwrap();
    assert_sound(&mut till);
}

#[test]
fn a_void_gives_a_card_payment_back_on_the_card() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "BB0060", 1);
    let CardResult::Finished(sale) = till.pay_card(euro(7000), &mut NoProgress).unwrap() else {
        panic!("not finished")
    };
    till.begin_void(sale.receipt.number, "falscher Ausweis", &berger())
        .unwrap();
    assert!(matches!(
        till.add("BB0010", Decimal::ONE, None, None),
        Err(TillError::Sale(_))
    ));
    let CardResult::Finished(void) = till.pay_card(euro(-7000), &mut NoProgress).unwrap() else {
        panic!("not finished")
    };
    assert_eq!(void.receipt.kind, Kind::Void);
    let cents: Vec<i64> = bench
        .memory
        .charged()
        .iter()
        .map(|(_, cents)| *cents)
        .collect();
    assert_eq!(cents, [7000, -7000]);
    assert!(matches!(
        till.begin_void(sale.receipt.number, "nochmal", &berger()),
        Err(TillError::NotReversible(_))
    ));
    assert_sound(&mut till);
}

#[test]
fn training_is_secured_and_counts_for_nothing() {
    let bench = Bench::new();
    let mut till = bench.open();
    till.set_training(true).unwrap();
    ring(&mut till, "BB0060", 1);
    let done = till.pay_cash(euro(7000)).unwrap();
    assert_eq!(
        (done.receipt.kind, done.receipt.payments.len()),
        (Kind::Training, 0)
    );
    assert!(signed(done.receipt.signature.as_ref()));
    ring(&mut till, "BB0060", 1);
    till.pay_card(euro(7000), &mut NoProgress).unwrap();
    assert!(bench.memory.charged().is_empty());
    assert_eq!(till.expected_cash().unwrap(), Money::ZERO);
    assert_sound(&mut till);
}

#[test]
fn the_counter_goes_on_without_the_tse_and_says_so() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "BB0060", 1);
    bench.faults.set(Fault::Removed);
    let unsigned = till.pay_cash(euro(7000)).unwrap().receipt;
    assert!(matches!(unsigned.signature, Some(Signature::Failed { .. })));
    assert!(till.status().unwrap().outage.is_some());
    ring(&mut till, "BB0010", 1);
    assert!(!signed(
        till.pay_cash(euro(4600))
            .unwrap()
            .receipt
            .signature
            .as_ref()
    ));

    bench.faults.clear_all();
    bench.later(31);
    till.tick().unwrap();
    assert!(till.status().unwrap().outage.is_none());
    ring(&mut till, "BB0010", 1);
    assert!(signed(
        till.pay_cash(euro(4600))
            .unwrap()
            .receipt
            .signature
            .as_ref()
    ));
    let events = till.ledger().events_since(start()).unwrap();
    let outage = events.iter().filter(|e| e.kind.starts_with("tse-outage"));
    assert_eq!(
        outage.map(|e| e.kind.as_str()).collect::<Vec<_>>(),
        ["tse-outage-begin", "tse-outage-end"]
    );
    assert_sound(&mut till);
}

#[test]
fn every_fault_of_the_tse_leaves_a_sound_ledger() {
    use Fault::{Busy, CertificateExpired, Removed, SelfTestFails, StorageFull, TimeNotSet};
    for fault in [
        Busy,
        CertificateExpired,
        Removed,
        SelfTestFails,
        StorageFull,
        TimeNotSet,
    ] {
        let bench = Bench::new();
        let mut till = bench.open();
        ring(&mut till, "BB0060", 1);
        bench.faults.set(fault);
        till.pay_cash(euro(7000)).unwrap();
        ring(&mut till, "BB0010", 1);
        till.pay_cash(euro(4600)).unwrap();
        bench.faults.clear_all();
        bench.later(31);
        till.tick().unwrap();
        ring(&mut till, "BB0010", 1);
        let last = till.pay_cash(euro(4600)).unwrap().receipt;
        assert!(signed(last.signature.as_ref()), "{fault:?}");
        assert_sound(&mut till);
    }
}

#[test]
fn wrong_amounts_roles_and_pins_are_refused() {
    let bench = Bench::new();
    let mut till = bench.open();
    assert!(matches!(till.pay_cash(euro(1)), Err(TillError::NoSale)));
    ring(&mut till, "BB0060", 1);
    assert!(matches!(
        till.pay_cash(euro(6999)),
        Err(TillError::Amount { .. })
    ));
    assert!(matches!(
        till.pay_part_in_cash(euro(7000)),
        Err(TillError::Amount { .. })
    ));
    assert!(matches!(
        till.pay_card(euro(7001), &mut NoProgress),
        Err(TillError::Amount { .. })
    ));
    till.log_out().unwrap();
    assert!(matches!(
        till.add("BB0010", Decimal::ONE, None, None),
        Err(TillError::LoggedOut)
    ));
    assert!(matches!(
        till.log_in("101", "9999"),
        Err(TillError::WrongPin { tries_left: 4 })
    ));
    for _ in 0..3 {
        assert!(till.log_in("101", "9999").is_err());
    }
    assert!(matches!(
        till.log_in("101", "9999"),
        Err(TillError::Locked { .. })
    ));
    assert!(matches!(
        till.log_in("101", "1111"),
        Err(TillError::Locked { .. })
    ));
    bench.later(31);
    till.log_in("101", "1111").unwrap();
    assert_eq!(till.parked().unwrap().len(), 1, "the open sale was parked");
    till.log_out().unwrap();
    till.log_in("301", "5555").unwrap();
    let sells = till.add("BB0010", Decimal::ONE, None, None);
    assert!(matches!(sells, Err(TillError::NotAllowed(_))));
}

#[test]
fn a_clock_that_was_set_back_stops_the_register() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "BB0060", 1);
    till.pay_cash(euro(7000)).unwrap();
    bench.later(-3600);
    drop(till);
    let mut till = bench.open();
    let refused = till.add("BB0010", Decimal::ONE, None, None);
    assert!(
        matches!(refused, Err(TillError::ClockBehind { .. })),
        "{refused:?}"
    );
    let clerk = Approval {
        user_id: "102".into(),
        pin: "2222".into(),
    };
    assert!(matches!(
        till.accept_clock("x", &clerk),
        Err(TillError::NotAllowed(_))
    ));
    assert!(matches!(
        till.accept_clock(" ", &berger()),
        Err(TillError::ReasonNeeded)
    ));
    till.accept_clock("Uhr ging eine Stunde vor", &berger())
        .unwrap();
    ring(&mut till, "BB0010", 1);
    till.pay_cash(euro(4600)).unwrap();
    assert_sound(&mut till);
}

#[test]
fn a_sale_parked_over_new_year_is_taxed_as_of_its_payment() {
    let bench = Bench::new();
    bench.clock.set("2026-12-31T22:50:00Z".parse().unwrap());
    let mut till = bench.open();
    ring(&mut till, "BB0190", 10);
    let totals = till.view().unwrap().unwrap().totals;
    assert_eq!((totals[0].key.0, totals[0].vat), (5, Money::ZERO));
    bench.clock.set("2026-12-31T23:00:01Z".parse().unwrap());
    let receipt = till.pay_cash(euro(300)).unwrap().receipt;
    assert_eq!(
        (receipt.totals[0].key.0, receipt.totals[0].vat),
        (1, euro(48))
    );
    assert_sound(&mut till);
}

#[test]
fn discounts_and_free_items_finish() {
    let bench = Bench::new();
    let mut till = bench.open();
    ring(&mut till, "BB0300", 1);
    let free = till.pay_cash(Money::ZERO).unwrap().receipt;
    assert_eq!(free.payments[0].kind, PaymentKind::Keine);
    ring(&mut till, "MU0160", 2);
    let amount = DiscountAmount::Percent(Decimal::TEN);
    till.set_discount(
        None,
        Some(Discount {
            amount,
            reason: "Museumsnacht".into(),
        }),
    )
    .unwrap();
    let receipt = till.pay_cash(euro(2000)).unwrap().receipt;
    assert_eq!(receipt.gross(), euro(1782));
    assert_sound(&mut till);
}

fn charged(receipt_number: &str, reason: &str) -> Resolution {
    Resolution {
        charged: Some(Charged {
            receipt_number: receipt_number.to_owned(),
            kind: PaymentKind::ECKarte,
        }),
        reason: reason.to_owned(),
    }
}
