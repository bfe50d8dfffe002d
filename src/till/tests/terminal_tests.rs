//! The register with real drivers at simulated terminals: power cuts at every durable step and lines cut at any byte end
//! with exactly what the terminal charged.

use std::net::{SocketAddr, TcpListener};

use amtskasse_terminal::config::Patience;
use amtskasse_terminal::opi::{self, Dialect};
use amtskasse_terminal::zvt::simulator::{Fault, Memory, Play, Terminal, Way, Ways};
use amtskasse_terminal::{Config, Driver};

use super::*;
use crate::ledger::PaymentState;
use crate::till::terminals::local_now;

/// Limits of somebody who does not want to wait for what will not come.
fn hurried() -> Patience {
    Patience {
        connect: Duration::from_millis(500),
        answer: Duration::from_millis(300),
        completion: Duration::from_millis(500),
        response: Duration::from_millis(500),
        abort: Duration::from_millis(300),
        question: Duration::from_millis(300),
        recovery: Duration::from_millis(400),
        retry: Duration::from_millis(10),
        ..Patience::default()
    }
}

/// A register and the terminal beside it, which outlives its power cuts.
struct Counter {
    bench: Bench,
    config: Config,
}

/// What somebody else paid at the terminal before: 1 €. A terminal that never did anything has nothing to tell its state by.
const BEFORE: i64 = 100;

impl Counter {
    fn new(config: Config) -> Counter {
        let mut device = amtskasse_terminal::open(&config, Box::new(local_now)).unwrap();
        let request = amtskasse_terminal::Request {
            cents: BEFORE,
            reference: "davor".into(),
        };
        let paid = device.pay(&request, &mut amtskasse_terminal::Nobody);
        assert!(
            matches!(paid, amtskasse_terminal::Outcome::Paid(_)),
            "{paid:?}"
        );
        let bench = Bench::new();
        Counter { bench, config }
    }

    fn open(&self, failpoint: Failpoint) -> Result<Till, TillError> {
        let mut ledger = Ledger::open(self.bench.folder.path())?;
        ledger.set_failpoint(failpoint);
        let device = amtskasse_terminal::open(&self.config, Box::new(local_now))?;
        let terminals = vec![ConnectedTerminal {
            config: self.config.clone(),
            device,
        }];
        let devices = Devices {
            terminals,
            ..self.bench.devices()
        };
        let (till, _) = Till::open(ledger, devices, self.bench.clock.clone(), false)?;
        Ok(till)
    }

    /// A sale of 39 € by card, as far as it gets.
    fn sell(&self, till: &mut Till) -> Result<(), TillError> {
        till.log_in("101", "1111")?;
        till.add("BB0010", Decimal::ONE, None, None)?;
        let due = till.due()?;
        till.pay_card(due, &mut NoProgress)?;
        Ok(())
    }

    /// What the next person does with whatever is there: asks the terminal, pays the rest in cash.
    fn tidy_up(&self, till: &mut Till) {
        till.log_in("101", "1111").unwrap();
        for _ in 0..20 {
            let Some(parked) = till.parked().unwrap().first().map(|p| p.id) else {
                return;
            };
            if till.view().unwrap().is_none() {
                till.recall(parked).unwrap();
            }
            self.settle(till);
        }
        panic!("something stays open");
    }

    fn settle(&self, till: &mut Till) {
        let view = till.view().unwrap().unwrap();
        let open = |p: &super::super::OpenPayment| p.state == PaymentState::Unknown;
        if view.payments.iter().any(open) {
            // It may still be at work there.
            for _ in 0..30 {
                match till.resolve_payment() {
                    Ok(CardResult::Finished(_)) => return,
                    Ok(CardResult::Unknown { .. }) | Err(TillError::Terminal(_)) => {}
                    other => {
                        other.unwrap();
                        break;
                    }
                }
                std::thread::sleep(Duration::from_millis(100));
            }
        }
        let due = till.view().unwrap().unwrap().due;
        till.pay_cash(due).unwrap();
    }

    /// Cents that stand on receipts as paid by card.
    fn on_paper(&self, till: &Till) -> i64 {
        let mut cents = 0;
        till.ledger()
            .each_receipt_of(1, |receipt| {
                let cards = receipt.payments.iter().filter(|p| p.kind.by_card());
                cents += cards.map(|p| p.amount.cents()).sum::<i64>();
            })
            .unwrap();
        cents
    }
}

fn zvt(memory: &Memory) -> (Terminal, Counter) {
    let terminal = Terminal::listen(0, memory.clone()).unwrap();
    let config = Config {
        patience: hurried(),
        ..Config::new("Schalter 1", Driver::Zvt, terminal.address())
    };
    let counter = Counter::new(config);
    (terminal, counter)
}

fn charged(memory: &Memory) -> i64 {
    let all: i64 = memory.charged().iter().map(|charge| charge.cents).sum();
    all - BEFORE
}

#[test]
fn a_power_cut_at_every_step_of_a_payment_over_zvt_ends_with_what_was_charged() {
    let mut outcomes = [0, 0];
    for steps in 0.. {
        let memory = Memory::new(Ways::default());
        let (_terminal, counter) = zvt(&memory);
        let stopped = match counter.open(Failpoint::after(steps)) {
            Ok(mut till) => counter.sell(&mut till).is_err(),
            Err(_) => true,
        };
        let mut till = counter.open(Failpoint::default()).unwrap();
        counter.tidy_up(&mut till);
        assert_eq!(counter.on_paper(&till), charged(&memory), "step {steps}");
        assert!(memory.charged().len() <= 2, "step {steps}");
        outcomes[usize::from(charged(&memory) > 0)] += 1;
        if !stopped {
            break;
        }
    }
    let [without, with] = outcomes;
    assert!(without > 3 && with > 3, "{outcomes:?}");
}

#[test]
fn a_line_cut_at_any_byte_and_a_power_cut_end_with_what_was_charged() {
    let mut recovered = 0;
    for way in [Way::ToTill, Way::ToTerminal] {
        for byte in (0..900).step_by(61) {
            let memory = Memory::new(Ways::default());
            let (_terminal, counter) = zvt(&memory);
            let mut till = counter.open(Failpoint::default()).unwrap();
            till.log_in("101", "1111").unwrap();
            till.add("BB0010", Decimal::ONE, None, None).unwrap();
            memory.arm(Fault::Cut(way, byte));
            let due = till.due().unwrap();
            let _ = till.pay_card(due, &mut NoProgress).unwrap();
            let struck = memory.heal();
            drop(till);
            let mut till = counter.open(Failpoint::default()).unwrap();
            counter.tidy_up(&mut till);
            let truth = charged(&memory);
            assert_eq!(counter.on_paper(&till), truth, "{way:?} {byte}");
            assert!(memory.charged().len() <= 2, "{way:?} {byte}");
            recovered += usize::from(struck && truth > 0);
        }
    }
    assert!(recovered > 2, "only {recovered}");
}

#[test]
fn a_signature_is_looked_at_before_the_sale_is_finished() {
    let memory = Memory::new(Ways::default());
    let (_terminal, counter) = zvt(&memory);
    memory.push(Play::approve(
        amtskasse_terminal::zvt::simulator::Card::signed(),
    ));
    let mut till = counter.open(Failpoint::default()).unwrap();
    till.log_in("101", "1111").unwrap();
    till.add("BB0010", Decimal::ONE, None, None).unwrap();
    let due = till.due().unwrap();
    let held = till.pay_card(due, &mut NoProgress).unwrap();
    let why = vec![Held::Signature];
    assert_eq!(held, CardResult::Held { due: euro(0), why });
    let view = till.view().unwrap().unwrap();
    assert_eq!((view.due, view.payments.len()), (euro(0), 1));
    // It does not match: taken back by a reversal, and the customer pays otherwise.
    let taken = till
        .take_back_card(view.payments[0].id, &mut NoProgress)
        .unwrap();
    assert!(matches!(taken, CardResult::Approved { .. }), "{taken:?}");
    let operations: Vec<_> = memory.charged().iter().map(|c| c.operation).collect();
    use amtskasse_terminal::Operation::{Payment, Reversal};
    assert_eq!(operations, [Payment, Payment, Reversal]);
    let due = till.due().unwrap();
    let done = till.pay_cash(due).unwrap();
    let sum: Money = done.receipt.payments.iter().map(|p| p.amount).sum();
    assert_eq!(sum, done.receipt.gross());
    let card: Vec<_> = done
        .receipt
        .payments
        .iter()
        .filter(|p| p.kind.by_card())
        .collect();
    assert_eq!(card.iter().map(|p| p.amount.cents()).sum::<i64>(), 0);
}

fn opi_counter(dialect: Dialect) -> (opi::simulator::Memory, opi::simulator::Terminal, Counter) {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = free.local_addr().unwrap().port();
    drop(free);
    let memory = opi::simulator::Memory::new(opi::simulator::Habits::of(dialect));
    let terminal = opi::simulator::Terminal::start(memory.clone(), "127.0.0.1:0").unwrap();
    memory.set_till("1", SocketAddr::from(([127, 0, 0, 1], listen)));
    let address = format!("tcp://{}", terminal.address());
    let config = Config {
        patience: hurried(),
        dialect,
        listen: Some(listen),
        ..Config::new("Schalter 1", Driver::Opi, &address)
    };
    let counter = Counter::new(config);
    (memory, terminal, counter)
}

#[test]
fn a_power_cut_at_every_step_of_a_payment_over_opi_ends_with_what_was_charged() {
    let mut with = 0;
    for steps in 0.. {
        let (memory, _terminal, counter) = opi_counter(Dialect::De);
        let stopped = match counter.open(Failpoint::after(steps)) {
            Ok(mut till) => counter.sell(&mut till).is_err(),
            Err(_) => true,
        };
        assert!(memory.settle(Duration::from_secs(5)), "step {steps}");
        let mut till = counter.open(Failpoint::default()).unwrap();
        counter.tidy_up(&mut till);
        let all: i64 = memory.charged().iter().map(|charge| charge.cents).sum();
        let truth = all - BEFORE;
        assert_eq!(counter.on_paper(&till), truth, "step {steps}");
        assert!(memory.charged().len() <= 2, "step {steps}");
        with += usize::from(truth > 0);
        if !stopped {
            break;
        }
    }
    assert!(with > 3, "only {with}");
}

#[test]
fn what_belongs_to_another_payment_settles_nothing() {
    let bench = Bench::new();
    let mut till = bench.open();
    bench.memory.push(Script::LoseThenNothing);
    ring(&mut till, "BB0010", 1);
    let due = till.due().unwrap();
    let lost = till.pay_card(due, &mut NoProgress).unwrap();
    assert!(matches!(lost, CardResult::Unknown { .. }), "{lost:?}");
    let row = till.ledger().open_payments().unwrap().remove(0);
    till.settle_later().unwrap();
    let undecided = amtskasse_terminal::Recovery::Undecided {
        last: None,
        why: String::new(),
    };
    till.recovered(&row, undecided, &[]).unwrap();
    // The terminal is asked no more once nothing can run there; the next customer pays the same amount.
    bench.later(600);
    ring(&mut till, "BB0010", 1);
    let CardResult::Finished(other) = till.pay_card(due, &mut NoProgress).unwrap() else {
        panic!("not paid")
    };
    let card = other.receipt.payments[0].card.clone().unwrap();
    let approval = amtskasse_terminal::Approval {
        cents: due.cents(),
        terminal_id: card.terminal_id,
        receipt_number: card.receipt_number,
        trace: card.trace,
        ..Default::default()
    };
    let paid = amtskasse_terminal::Recovery::Paid(approval.clone());
    assert_eq!(
        till.recovered(&row, paid, &[]).unwrap(),
        PaymentState::Unknown
    );
    assert_eq!(till.undecided().len(), 1);
    let own = amtskasse_terminal::Approval {
        receipt_number: "9998".into(),
        ..approval
    };
    let paid = amtskasse_terminal::Recovery::Paid(own);
    assert_eq!(
        till.recovered(&row, paid, &[]).unwrap(),
        PaymentState::Approved
    );
}

/// A sale of 46 € whose card payment waits for somebody to look at it, after a power cut.
#[test]
fn what_has_to_be_looked_at_is_not_forgotten_in_a_power_cut() {
    let bench = Bench::new();
    let mut till = bench.open();
    bench.memory.push(Script::ApproveSigned);
    ring(&mut till, "BB0010", 1);
    let due = till.due().unwrap();
    let held = till.pay_card(due, &mut NoProgress).unwrap();
    assert!(matches!(held, CardResult::Held { .. }), "{held:?}");
    drop(till);
    let mut till = bench.open();
    let parked = till.parked().unwrap().remove(0).id;
    till.recall(parked).unwrap();
    let Err(TillError::LookAtCard { why, .. }) = till.pay_cash(Money::ZERO) else {
        panic!("finished without a look")
    };
    assert_eq!(why, [Held::Signature]);
    till.pay_cash(Money::ZERO).unwrap();
}

#[test]
fn a_refund_of_another_piece_does_not_reverse_the_same_payment_again() {
    let bench = Bench::new();
    let mut till = bench.open();
    float(&mut till);
    ring(&mut till, "BB0010", 2);
    till.pay_part_in_cash(euro(4600)).unwrap();
    let CardResult::Finished(sale) = till.pay_card(euro(4600), &mut NoProgress).unwrap() else {
        panic!("not paid")
    };
    let number = sale.receipt.number;
    for _ in 0..2 {
        till.begin_refund(number, &[(0, Decimal::ONE)], "defekt", &berger())
            .unwrap();
        let view = till.view().unwrap().unwrap();
        till.pay_card(view.due, &mut NoProgress).unwrap();
    }
    let moved: Vec<i64> = bench
        .memory
        .charged()
        .iter()
        .map(|(_, cents)| *cents)
        .collect();
    assert_eq!(moved, [4600, -4600, -4600]);
    assert_eq!(bench.memory.operations(), ["payment", "reversal", "refund"]);
}
