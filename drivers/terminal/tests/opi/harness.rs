//! A terminal, a till, and the question whether both say the same.

use std::net::TcpListener;
use std::time::Duration;

use amtskasse_terminal::config::Patience;
use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::opi::simulator::{Charge, Habits, Memory, Terminal};
use amtskasse_terminal::{
    Attempt, CardTerminal, Config, Driver, Error, Operation, Original, Outcome, Reason, Recovery,
    Request, open,
};
use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::common::{Clerk, attempt, now, request};

/// All of them.
pub const DIALECTS: [Dialect; 4] = [
    Dialect::De,
    Dialect::Ingenico,
    Dialect::Ccv,
    Dialect::NexiCh,
];

/// Time limits of a test in a hurry, on a machine that may be busy.
pub fn patience() -> Patience {
    Patience {
        connect: Duration::from_millis(1000),
        answer: Duration::from_millis(600),
        completion: Duration::from_millis(600),
        response: Duration::from_millis(600),
        abort: Duration::from_millis(600),
        question: Duration::from_millis(200),
        recovery: Duration::from_millis(400),
        retry: Duration::from_millis(10),
        ..Patience::default()
    }
}

/// The last word on an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// Paid, so many cents.
    Paid(i64),
    /// Not paid, in whatever way.
    NotPaid,
    /// A person has to decide.
    Undecided,
}

/// A terminal and a till in front of it.
pub struct Counter {
    pub memory: Memory,
    pub terminal: Option<Terminal>,
    pub config: Config,
    /// Time as the till believes; `None`: it is right.
    pub stopped_clock: Option<DateTime<FixedOffset>>,
    requests: i64,
}

impl Counter {
    pub fn new(dialect: Dialect) -> Self {
        Self::with(Habits::of(dialect))
    }

    pub fn with(habits: Habits) -> Self {
        let dialect = habits.dialect;
        let memory = Memory::new(habits);
        let terminal = Terminal::start(memory.clone(), "127.0.0.1:0").unwrap();
        let config = till(&memory, &terminal, dialect, "1");
        Self {
            memory,
            terminal: Some(terminal),
            config,
            stopped_clock: None,
            requests: 0,
        }
    }

    /// The driver as a register opens it after its start.
    pub fn driver(&self) -> Box<dyn CardTerminal> {
        self.driver_after(TimeDelta::zero())
    }

    /// The driver as a register opens it so much later.
    pub fn driver_after(&self, later: TimeDelta) -> Box<dyn CardTerminal> {
        let clock = self.stopped_clock;
        let clock = move || clock.unwrap_or_else(now) + later;
        open(&self.config, Box::new(clock)).unwrap()
    }

    /// A request nobody made before.
    pub fn request(&mut self, cents: i64) -> Request {
        self.requests += 1;
        request(cents, &format!("K1-{}", self.requests))
    }

    /// The power goes and comes back: all the terminal knows is in its memory.
    pub fn restart_terminal(&mut self) {
        let address = self.terminal.take().unwrap().address();
        self.terminal = Some(Terminal::start(self.memory.clone(), address).unwrap());
    }

    /// Pays with a new driver; whatever it says at first, the last word.
    pub fn pay(&mut self, cents: i64, clerk: &mut Clerk) -> (Word, Option<Outcome>) {
        let request = self.request(cents);
        let begun = now();
        let mut driver = self.driver();
        let outcome = driver.pay(&request, clerk);
        drop(driver);
        self.resolve(outcome, &attempt(&request, clerk, begun))
    }

    /// What a register makes of an outcome: an unknown one is asked for with a new driver.
    pub fn resolve(&self, outcome: Outcome, attempt: &Attempt) -> (Word, Option<Outcome>) {
        let word = match &outcome {
            Outcome::Paid(approval) => Word::Paid(approval.cents),
            Outcome::NotPaid(_) => Word::NotPaid,
            Outcome::NotStarted(_) => Word::NotPaid,
            Outcome::Unknown(_) => {
                assert!(
                    attempt.mark.is_some(),
                    "unknown without a mark: {outcome:?}"
                );
                self.recover(attempt)
            }
        };
        (word, Some(outcome))
    }

    /// Asks until the terminal answers, at last when a payment can no longer be running.
    pub fn recover(&self, attempt: &Attempt) -> Word {
        let mut errors = Vec::new();
        let mut later = TimeDelta::zero();
        for _ in 0..20 {
            let mut driver = self.driver_after(later);
            match driver.recover(attempt, &mut Clerk::default()) {
                Ok(Recovery::Paid(approval)) => return Word::Paid(approval.cents),
                Ok(Recovery::NotPaid(_)) => return Word::NotPaid,
                Ok(Recovery::Undecided { .. }) => return Word::Undecided,
                Err(error) => {
                    if matches!(&error, Error::Refused(refusal) if refusal.reason == Reason::Busy) {
                        self.settled();
                        later = TimeDelta::minutes(10);
                    }
                    errors.push(error);
                }
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the terminal could not be asked: {errors:?}")
    }

    /// Nothing runs at the terminal any more.
    pub fn settled(&self) {
        assert!(self.memory.settle(Duration::from_secs(5)), "still running");
    }

    /// Fails when a till broke a rule of the protocol.
    pub fn no_complaints(&self) {
        assert_eq!(self.memory.complaints(), Vec::<String>::new());
    }
}

/// Configuration of a till at a terminal.
pub fn till(memory: &Memory, terminal: &Terminal, dialect: Dialect, workstation: &str) -> Config {
    let listen = free_port();
    memory.set_till(workstation, ([127, 0, 0, 1], listen).into());
    Config {
        dialect,
        listen: Some(listen),
        workstation: workstation.to_owned(),
        patience: patience(),
        ..Config::new(
            "Schalter",
            Driver::Opi,
            &format!("tcp://{}", terminal.address()),
        )
    }
}

/// A port nobody listens on; below the range the system gives away by itself.
pub fn free_port() -> u16 {
    use std::sync::atomic::{AtomicU16, Ordering};
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 11_000 + (std::process::id() % 97) as u16 * 200;
    loop {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed) % 2000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// Whether the last word is the truth: what was charged since `before`.
#[track_caller]
pub fn judge(word: &Word, charges: &[Charge], undecided_allowed: bool, what: &str) {
    assert!(charges.len() <= 1, "charged twice: {what}: {charges:?}");
    match (word, charges) {
        (Word::Paid(cents), [charge]) => assert_eq!(*cents, charge.cents.abs(), "{what}"),
        (Word::NotPaid, []) => {}
        (Word::Undecided, _) if undecided_allowed => {}
        _ => panic!("{what}: the till says {word:?}, the terminal charged {charges:?}"),
    }
}

/// An outcome with a refusal for this reason.
#[track_caller]
pub fn refused(outcome: &Outcome, reason: Reason) -> String {
    match outcome {
        Outcome::NotPaid(refusal) if refusal.reason == reason => refusal.text.clone(),
        _ => panic!("{outcome:?} is not refused for {reason:?}"),
    }
}

/// The approval of an outcome.
#[track_caller]
pub fn approved(outcome: &Outcome) -> amtskasse_terminal::Approval {
    match outcome {
        Outcome::Paid(approval) => approval.clone(),
        _ => panic!("{outcome:?} is not paid"),
    }
}

/// What a reversal of an approval refers to.
pub fn original(approval: &amtskasse_terminal::Approval) -> Original {
    Original {
        cents: approval.cents,
        terminal_id: approval.terminal_id.clone(),
        trace: approval.trace.clone(),
        receipt_number: approval.receipt_number.clone(),
        timestamp: approval.timestamp.clone(),
        batch: approval.batch.clone(),
    }
}

/// The same attempt, of another kind.
pub fn of_kind(attempt: Attempt, operation: Operation) -> Attempt {
    Attempt {
        operation,
        ..attempt
    }
}

/// Whether nothing left the till.
#[track_caller]
pub fn not_started(outcome: &Outcome) -> &Error {
    match outcome {
        Outcome::NotStarted(error) => error,
        _ => panic!("{outcome:?} did start"),
    }
}
