//! Vouchers that were lost.

use super::*;

#[test]
fn a_lost_voucher_is_blocked_and_accepted_again_by_a_manager_with_a_reason() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    let number = sell(&mut till, 4000);
    assert!(matches!(
        till.block_voucher(&number, "verloren"),
        Err(TillError::NotAllowed(_))
    ));
    till.log_in("201", "3333").unwrap();
    assert!(matches!(
        till.block_voucher(&number, " \n"),
        Err(TillError::ReasonNeeded)
    ));
    till.block_voucher(&number, "verloren\ngemeldet: Frau Lehmann")
        .unwrap();
    let blocked = |till: &Till| till.voucher(&number).unwrap().unwrap().blocked;
    let why = "verloren gemeldet: Frau Lehmann";
    assert_eq!(blocked(&till).as_deref(), Some(why));
    assert_eq!(till.vouchers().unwrap(), []);
    assert_sound(&mut till);

    ring(&mut till, "MU0160", 1);
    assert_eq!(
        refused(till.redeem(&number, None)),
        SaleError::Voucher(Refusal::Blocked {
            number: number.clone(),
            reason: why.into()
        })
    );
    till.unblock_voucher(&number, "wieder gefunden").unwrap();
    assert_eq!(blocked(&till), None);
    till.redeem(&number, None).unwrap();
    // What is being redeemed just now cannot be blocked under the customer's hands.
    let in_use = till.block_voucher(&number, "verloren").map(|()| 0);
    let refusal = Refusal::InUse {
        number: number.clone(),
    };
    assert_eq!(refused(in_use), SaleError::Voucher(refusal));
    till.pay_cash(Money::ZERO).unwrap();
    assert_eq!(balance(&till, &number), 4000 - 990);
    let again = till.unblock_voucher(&number, "noch einmal").map(|()| 0);
    let refusal = Refusal::NotBlocked {
        number: number.clone(),
    };
    assert_eq!(refused(again), SaleError::Voucher(refusal));
    let texts: Vec<String> = ["voucher-blocked", "voucher-unblocked"]
        .iter()
        .flat_map(|kind| till.ledger().events_of(kind).unwrap())
        .map(|event| event.text)
        .collect();
    let expected = [why, "wieder gefunden"].map(|why| format!("{number}: {why}"));
    assert_eq!(texts, expected);
    assert_sound(&mut till);
}

#[test]
fn a_voucher_whose_sale_was_taken_back_stays_worthless() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    let number = sell(&mut till, 1000);
    let receipt = till.voucher(&number).unwrap().unwrap().receipt;
    till.begin_void(receipt, "falscher Betrag", &berger())
        .unwrap();
    till.pay_cash(euro(-1000)).unwrap();
    till.log_in("202", "4444").unwrap();
    let result = till.unblock_voucher(&number, "Bitte").map(|()| 0);
    assert!(matches!(
        refused(result),
        SaleError::Voucher(Refusal::Blocked { .. })
    ));
    assert_sound(&mut till);
}

#[test]
fn a_block_without_its_event_is_found() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    sell(&mut till, 1000);
    drop(till);
    assert_found(&bench, "UPDATE voucher SET blocked = 'weg'");
}
