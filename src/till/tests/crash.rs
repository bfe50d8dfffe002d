//! Power cuts at every durable step of a whole day, in the ledger and in the TSE.

use super::*;

/// A day's work that can be begun again wherever it stopped. What a clerk would do after a restart is what it
/// does: recall what was open, resolve what is unknown, go on.
fn day(till: &mut Till, bench: &Bench) -> Result<(), TillError> {
    till.log_in("101", "1111")?;
    resume(till)?;
    take_stock(till)?;
    let done = |till: &Till| till.ledger().last_receipt();
    if till.expected_cash()?.is_zero() && done(till)? == 0 {
        let reason = "Tresor".to_owned();
        till.move_cash(&Movement {
            kind: Kind::Float,
            amount: euro(25_000),
            reason,
            approval: None,
        })?;
    }
    bench.later(5);
    till.add("BB0010", Decimal::ONE, None, None)?;
    till.add("BB0190", Decimal::from(3), None, None)?;
    till.add("KF0150", Decimal::TWO, None, None)?;
    bench.later(5);
    till.pay_cash(euro(5000))?;
    let sold = till.ledger().last_receipt()?;
    till.begin_refund(sold, &[(2, Decimal::ONE)], "Fehldruck", &berger())?;
    till.pay_cash(euro(-50))?;
    till.add("BB0060", Decimal::ONE, None, None)?;
    till.park("Wartet")?;
    till.add("MU0160", Decimal::ONE, None, None)?;
    till.pay_part_in_cash(euro(500))?;
    bench.memory.push(Script::ApproveThenLose);
    if let CardResult::Unknown { .. } = till.pay_card(euro(490), &mut NoProgress)? {
        till.resolve_payment()?;
    }
    resume(till)?;
    till.add("BB0010", Decimal::ONE, None, None)?;
    till.abort("weg")?;
    let cash = till.expected_cash()?;
    let pieces = Pieces::fewest(cash - euro(100));
    let reason = "Rückgeldfehler".to_owned();
    till.close(&CloseRequest {
        pieces,
        reason,
        skim: euro(1000),
        approval: berger(),
    })?;
    Ok(())
}

/// A delivery, a loss and a count, as a manager; once.
fn take_stock(till: &mut Till) -> Result<(), TillError> {
    use crate::catalogue::stock::Amount;
    if till.ledger().last_sheet()? > 0 {
        return Ok(());
    }
    till.log_in("201", "3333")?;
    let approval = Approval {
        user_id: "202".into(),
        pin: "4444".into(),
    };
    let there = till.stock()["MU0160"].quantity();
    if there == Decimal::from(120) && till.ledger().last_receipt()? == 0 {
        till.stock_in("MU0160", &Amount::Quantity(Decimal::TEN), "LS 1")?;
    }
    let seals = till.stock()["KF0150"].numbers().cloned();
    if let Some(first) = seals.filter(|numbers| numbers.count() == 400) {
        let first = Amount::Numbers(first.lowest(1));
        till.stock_loss("KF0150", &first, "verschmutzt", Some(&approval))?;
    }
    if till.ledger().last_sheet()? == 0 {
        let cups = till.stock()["MU0160"].quantity();
        let seals = till.stock()["KF0150"]
            .numbers()
            .cloned()
            .unwrap_or_default();
        let counted = [
            ("MU0160".to_owned(), Amount::Quantity(cups - Decimal::ONE)),
            ("KF0150".to_owned(), Amount::Numbers(seals)),
        ];
        till.stock_count(&counted, "Inventur", Some(&approval))?;
    }
    till.log_in("101", "1111")?;
    Ok(())
}

/// No piece is lost and none is there twice: what receipts and moves say, told by hand.
fn assert_no_piece_lost(till: &Till) {
    let mut sold = std::collections::BTreeMap::new();
    for z in 1..=3 {
        let count = |receipt: crate::receipt::Receipt| {
            for line in receipt.valid_lines().filter(|_| receipt.kind.counts()) {
                *sold.entry(line.item_id.clone()).or_insert(Decimal::ZERO) += line.quantity;
            }
        };
        till.ledger().each_receipt_of(z, count).unwrap();
    }
    let (begin, end) = (DateTime::UNIX_EPOCH, start() + TimeDelta::days(9));
    for item in ["MU0160", "KF0150"] {
        let history = till.ledger().stock_history(item, begin, end).unwrap();
        let moves = history
            .iter()
            .filter(|change| matches!(change.source, crate::ledger::StockSource::Move(..)));
        let moved: Decimal = moves.map(|change| change.quantity).sum();
        let gone = sold.get(item).copied().unwrap_or_default();
        assert_eq!(till.stock()[item].quantity(), moved - gone, "{item}");
    }
}

/// Recalls and finishes everything that is open.
fn resume(till: &mut Till) -> Result<(), TillError> {
    while let Some(parked) = till.parked()?.first() {
        till.recall(parked.id)?;
        let view = till.view()?.ok_or(TillError::NoSale)?;
        let unknown = view
            .payments
            .iter()
            .any(|p| p.state == crate::ledger::PaymentState::Unknown);
        if unknown && !matches!(till.resolve_payment()?, CardResult::Declined { .. }) {
            continue;
        }
        let due = till.view()?.ok_or(TillError::NoSale)?.due;
        till.pay_cash(due)?;
    }
    Ok(())
}

/// Whatever the terminal really charged stands on exactly one receipt.
fn assert_charged_once(till: &Till, bench: &Bench) {
    let mut on_paper = Money::ZERO;
    for z in 1..=3 {
        till.ledger()
            .each_receipt_of(z, |receipt| {
                let cards = receipt
                    .payments
                    .iter()
                    .filter(|p| p.kind == PaymentKind::ECKarte);
                on_paper += cards.map(|p| p.amount).sum();
            })
            .unwrap();
    }
    let charged: i64 = bench.memory.charged().iter().map(|(_, cents)| cents).sum();
    assert_eq!(on_paper.cents(), charged);
}

fn is_stop(error: &TillError) -> bool {
    matches!(error, TillError::Ledger(LedgerError::Stopped))
}

#[test]
fn a_power_cut_at_every_step_of_the_ledger_loses_nothing() {
    let mut steps = 0;
    loop {
        let bench = Bench::new();
        let stopped = match bench.try_open(Failpoint::after(steps)) {
            Ok((mut till, _)) => match day(&mut till, &bench) {
                Ok(()) => false,
                Err(error) => {
                    assert!(is_stop(&error), "step {steps}: {error}");
                    true
                }
            },
            Err(error) => {
                assert!(is_stop(&error), "step {steps}: {error}");
                true
            }
        };
        if !stopped {
            break;
        }
        let (mut till, _) = bench.try_open(Failpoint::default()).unwrap();
        assert_sound(&mut till);
        assert_no_piece_lost(&till);
        day(&mut till, &bench).unwrap_or_else(|e| panic!("step {steps}: {e}"));
        assert_sound(&mut till);
        assert_charged_once(&till, &bench);
        assert_no_piece_lost(&till);
        steps += 1;
    }
    assert!(steps > 60, "only {steps} steps were stopped at");
}

#[test]
fn a_power_cut_during_the_recovery_is_recovered_from() {
    for steps in 0..60 {
        let bench = Bench::new();
        if let Ok((mut till, _)) = bench.try_open(Failpoint::after(steps)) {
            let _ = day(&mut till, &bench);
        }
        for again in 0..6 {
            if let Ok((mut till, _)) = bench.try_open(Failpoint::after(again)) {
                let _ = till.log_in("101", "1111").map(|_| resume(&mut till));
            }
        }
        let (mut till, _) = bench.try_open(Failpoint::default()).unwrap();
        assert_sound(&mut till);
        till.log_in("101", "1111").unwrap();
        resume(&mut till).unwrap();
        assert_sound(&mut till);
        assert_charged_once(&till, &bench);
        assert_no_piece_lost(&till);
    }
}

#[test]
fn a_power_cut_at_every_write_of_the_tse_loses_nothing() {
    for writes in 1.. {
        let bench = Bench::new();
        let (mut till, _) = bench.try_open(Failpoint::default()).unwrap();
        bench.faults.stop_after_writes(writes);
        // The device is dead, the register is not: it goes on without, as in any outage.
        day(&mut till, &bench).unwrap_or_else(|e| panic!("write {writes}: {e}"));
        let hit = bench.faults.stopped().is_some();
        drop(till);
        bench.faults.clear_all();
        let (mut till, _) = bench.try_open(Failpoint::default()).unwrap();
        assert_sound(&mut till);
        if !hit {
            assert!(writes > 10, "only {writes} writes were stopped at");
            break;
        }
    }
}
