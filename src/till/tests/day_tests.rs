use super::*;
use crate::cash::DENOMINATIONS;

fn pieces(cents: i64) -> Pieces {
    Pieces::fewest(euro(cents))
}

fn request(cents: i64, skim: i64, reason: &str) -> CloseRequest {
    CloseRequest {
        pieces: pieces(cents),
        reason: reason.into(),
        skim: euro(skim),
        approval: berger(),
    }
}

#[test]
fn a_day_with_a_difference_is_closed_and_carried_over() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    ring(&mut till, "BB0060", 1);
    till.pay_cash(euro(10_000)).unwrap();
    ring(&mut till, "BB0190", 4);
    till.pay_card(euro(120), &mut NoProgress).unwrap();
    ring(&mut till, "BB0010", 1);
    assert!(matches!(
        till.close(&request(32_000, 0, "")),
        Err(TillError::OpenSales(1))
    ));
    till.abort("").unwrap();
    assert_eq!(till.expected_cash().unwrap(), euro(32_000));
    assert!(matches!(
        till.close(&request(31_000, 0, "")),
        Err(TillError::ReasonNeeded)
    ));
    assert!(matches!(
        till.close(&request(31_000, 40_000, "x")),
        Err(TillError::NotEnoughCash { .. })
    ));
    let closing = till
        .close(&request(31_000, 6_000, "Wechselgeldfehler"))
        .unwrap();
    assert_eq!(
        (closing.number, closing.difference(), closing.carried),
        (1, euro(-1000), euro(25_000))
    );
    assert_eq!(closing.totals.turnover(), euro(7120));
    assert_eq!(closing.totals.cash_change(), euro(25_000));
    assert_eq!(closing.hash.len(), 64);
    assert_eq!(closing, till.ledger().closing(1).unwrap().unwrap());

    bench.later(60_000);
    ring(&mut till, "BB0010", 1);
    let receipt = till.pay_cash(euro(4600)).unwrap().receipt;
    assert_eq!(receipt.z_number, 2);
    let opening = till.ledger().receipt(receipt.number - 1).unwrap().unwrap();
    assert_eq!(
        (opening.kind, opening.gross()),
        (Kind::Opening, euro(25_000))
    );
    assert_eq!(till.expected_cash().unwrap(), euro(29_600));
    assert_sound(&mut till);
}

#[test]
fn cash_never_goes_below_zero() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    let mut take = |kind, cents, reason: &str, approval| {
        till.move_cash(&Movement {
            kind,
            amount: euro(cents),
            reason: reason.into(),
            approval,
        })
    };
    assert!(matches!(
        take(Kind::Skim, 25_001, "", None),
        Err(TillError::NotEnoughCash { available }) if available == euro(25_000)
    ));
    assert!(take(Kind::PayOut, 100, "Porto", None).is_err());
    assert!(take(Kind::PayOut, 100, "", Some(berger())).is_err());
    assert!(take(Kind::PayIn, 0, "x", None).is_err());
    let out = take(Kind::PayOut, 100, "Porto", Some(berger()))
        .unwrap()
        .receipt;
    assert_eq!(out.gross(), euro(-100));
    take(Kind::Delivery, 24_900, "Beutel 4711", None).unwrap();
    assert_eq!(till.expected_cash().unwrap(), Money::ZERO);
    assert_sound(&mut till);
}

#[test]
fn a_check_in_between_closes_nothing() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    let mut counted = pieces(24_990);
    counted.set(DENOMINATIONS[14], 3);
    let count = till.check_cash(counted, "unvermutet").unwrap();
    assert_eq!(count.difference(), euro(-7));
    assert_eq!(till.ledger().count(count.number).unwrap().unwrap(), count);
    assert_eq!(till.expected_cash().unwrap(), euro(25_000));
    assert_sound(&mut till);
}

#[test]
fn a_closing_that_stopped_half_way_goes_on_where_it_was() {
    for steps in 0..16 {
        let bench = Bench::new();
        let mut till = bench.open();
        float(&mut till);
        ring(&mut till, "BB0060", 1);
        till.pay_cash(euro(7000)).unwrap();
        till.set_failpoint(Failpoint::after(steps));
        let asked = request(31_900, 6_900, "Wechselgeldfehler");
        let first = till.close(&asked);
        till.set_failpoint(Failpoint::default());
        let closing = match first {
            Ok(closing) => closing,
            Err(_) => match till.close(&asked) {
                Ok(closing) => closing,
                // The last step had been done: the day is closed, there is nothing to do again.
                Err(_) => till.ledger().closing(1).unwrap().unwrap(),
            },
        };
        assert_eq!(closing.difference(), euro(-100), "step {steps}");
        assert_eq!(closing.carried, euro(25_000), "step {steps}");
        let skims = closing.totals.kinds[&Kind::Skim];
        assert_eq!((skims.count, skims.sum), (1, euro(-6_900)), "step {steps}");
        let differences = closing.totals.kinds[&Kind::Difference];
        assert_eq!(
            (differences.count, differences.sum),
            (1, euro(-100)),
            "step {steps}"
        );
        assert_sound(&mut till);
    }
}
