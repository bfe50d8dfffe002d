//! A till at a simulated ZVT terminal, and what it says in the end.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::{Duration, Instant};

use amtskasse_terminal::config::Patience;
use amtskasse_terminal::zvt::simulator::{Charge, Memory, Terminal};
use amtskasse_terminal::{
    Approval, Attempt, CardTerminal, Config, Driver, Mark, Operation, Outcome, Recovery, Request,
    open,
};
use chrono::{DateTime, FixedOffset};

use crate::common::{Clerk, now};

pub const PAY: u16 = 0x0601;
pub const REVERSE: u16 = 0x0630;

/// Time limits of somebody who does not want to wait for what will not come.
pub fn hurried() -> Patience {
    Patience {
        connect: Duration::from_millis(500),
        byte: Duration::from_millis(15),
        ack: Duration::from_millis(60),
        answer: Duration::from_millis(150),
        completion: Duration::from_millis(250),
        response: Duration::from_millis(250),
        abort: Duration::from_millis(300),
        question: Duration::from_millis(300),
        recovery: Duration::from_millis(100),
        retry: Duration::from_millis(10),
    }
}

/// Time limits that a busy computer keeps, too.
pub fn calm() -> Patience {
    Patience {
        connect: Duration::from_secs(5),
        byte: Duration::from_millis(200),
        ack: Duration::from_secs(2),
        answer: Duration::from_secs(3),
        completion: Duration::from_secs(5),
        response: Duration::from_secs(5),
        abort: Duration::from_secs(5),
        question: Duration::from_secs(2),
        recovery: Duration::from_secs(3),
        retry: Duration::from_millis(20),
    }
}

/// Configuration of a till at this terminal.
pub fn config(terminal: &Terminal, patience: Patience) -> Config {
    Config {
        patience,
        ..Config::new("Schalter 1", Driver::Zvt, terminal.address())
    }
}

/// A driver that was just started.
pub fn started(config: &Config) -> Box<dyn CardTerminal> {
    open(config, Box::new(now)).unwrap()
}

/// What a till says in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    Paid(Box<Approval>),
    NotPaid(String),
    Undecided(String),
}

impl Word {
    pub fn paid(&self) -> bool {
        matches!(self, Self::Paid(_))
    }
    pub fn not_paid(&self) -> bool {
        matches!(self, Self::NotPaid(_))
    }
}

/// What is left of an attempt whose outcome is unknown, for whoever starts after the crash.
#[derive(Debug, Clone)]
pub struct Left {
    pub request: Request,
    pub mark: Option<Mark>,
    pub begun: DateTime<FixedOffset>,
    pub why: String,
}

impl Left {
    /// The attempt as the register finds it.
    pub fn attempt(&self) -> Attempt {
        Attempt {
            request: self.request.clone(),
            operation: Operation::Payment,
            mark: self.mark.clone(),
            begun: self.begun,
        }
    }
}

/// Pays, and checks what must hold in any case: nothing was kept too late, at most one command was sent.
pub fn pay(
    till: &mut dyn CardTerminal,
    memory: &Memory,
    request: &Request,
    clerk: &mut Clerk,
) -> Result<Word, Left> {
    let begun = now();
    let (before, begun_before) = (memory.commands(PAY), memory.begun());
    let watched = memory.clone();
    clerk.on_sending = Some(Box::new(move || {
        assert_eq!(watched.begun(), begun_before, "sent before it was kept");
    }));
    let outcome = till.pay(request, clerk);
    assert!(memory.begun() <= begun_before + 1, "paid twice");
    assert_eq!(memory.commands(REVERSE), 0, "reversed by itself");
    assert!(clerk.approvals().len() <= 1, "kept twice");
    match outcome {
        Outcome::Paid(approval) => Ok(Word::Paid(Box::new(approval))),
        Outcome::NotPaid(refusal) => Ok(Word::NotPaid(format!("{refusal:?}"))),
        Outcome::NotStarted(error) => {
            assert_eq!(memory.commands(PAY), before, "sent and called not started");
            Ok(Word::NotPaid(format!("not started: {error}")))
        }
        Outcome::Unknown(error) => Err(Left {
            request: request.clone(),
            mark: clerk.mark(),
            begun,
            why: error.to_string(),
        }),
    }
}

/// Finds out with a new driver, as after a crash; tries again while the terminal cannot be asked.
pub fn find_out(config: &Config, left: &Left) -> Word {
    let attempt = left.attempt();
    let end = Instant::now() + Duration::from_secs(10);
    loop {
        let mut till = started(config);
        match till.recover(&attempt, &mut Clerk::default()) {
            Ok(Recovery::Paid(approval)) => return Word::Paid(Box::new(approval)),
            Ok(Recovery::NotPaid(refusal)) => return Word::NotPaid(format!("{refusal:?}")),
            Ok(Recovery::Undecided { why, .. }) => return Word::Undecided(why),
            Err(error) if Instant::now() > end => panic!("never found out: {error}"),
            Err(_) => std::thread::sleep(Duration::from_millis(10)),
        }
    }
}

/// What the terminal charged since then.
pub fn since(memory: &Memory, before: usize) -> Vec<Charge> {
    assert!(memory.rests(Duration::from_secs(10)), "it works for ever");
    memory.charged().split_off(before)
}
