//! A link that plays a script, and a clerk who remembers the order of things.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use chrono::{DateTime, FixedOffset};

use crate::zvt::link::{Connector, Link};
use crate::zvt::{Apdu, Terminal};
use crate::{
    Approval, Attempt, Attendant, Config, Driver, Error, Mark, NotKept, Operation, Question,
    Request, Slip, Step,
};

/// What happens on the line, in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The till says this. The beginning is enough.
    Till(&'static str),
    /// The terminal says this.
    Terminal(String),
    /// The line breaks.
    Breaks,
    /// A new connection is opened.
    Opens,
    /// A connection is refused.
    Refused,
    /// Something of the clerk's: see [`Clerk::log`].
    Clerk(&'static str),
}

/// What is left of the script.
#[derive(Clone, Default)]
pub struct Script(Arc<Mutex<VecDeque<Line>>>);

impl Script {
    /// Reads a script: `>` till, `<` terminal, `*` connection opened, `/` refused, `X` broken, `!` clerk.
    pub fn new(text: &'static str) -> Self {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let lines = lines.map(|line| {
            let (kind, rest) = line.split_at(1);
            let rest = rest.trim();
            match kind {
                ">" => Line::Till(rest),
                "<" => Line::Terminal(rest.to_owned()),
                "*" => Line::Opens,
                "/" => Line::Refused,
                "X" => Line::Breaks,
                "!" => Line::Clerk(rest),
                _ => panic!("{line}"),
            }
        });
        Self(Arc::new(Mutex::new(lines.collect())))
    }

    fn next(&self) -> Option<Line> {
        self.0.lock().unwrap().pop_front()
    }

    fn peek(&self) -> Option<Line> {
        self.0.lock().unwrap().front().cloned()
    }

    /// Everything was played.
    pub fn is_over(&self) {
        assert_eq!(self.0.lock().unwrap().iter().next(), None);
    }
}

struct Player(Script);

impl Link for Player {
    fn send(&mut self, apdu: &Apdu) -> Result<(), Error> {
        let bytes: Vec<String> = apdu
            .encode()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let sent = bytes.join(" ");
        match self.0.next() {
            Some(Line::Till(expected)) => {
                assert!(sent.starts_with(expected), "{sent}, expected {expected}");
                Ok(())
            }
            Some(Line::Breaks) => Err(Error::Lost("cut".to_owned())),
            other => panic!("the till says {sent}, expected {other:?}"),
        }
    }

    fn receive(&mut self, until: Instant) -> Result<Option<Apdu>, Error> {
        match self.0.peek() {
            Some(Line::Terminal(text)) => {
                self.0.next();
                let bytes: Vec<u8> = text
                    .split_whitespace()
                    .map(|pair| u8::from_str_radix(pair, 16).unwrap())
                    .collect();
                Ok(Some(Apdu::parse(&bytes).unwrap()))
            }
            Some(Line::Breaks) => {
                self.0.next();
                Err(Error::Lost("cut".to_owned()))
            }
            // The terminal is silent.
            _ => {
                std::thread::sleep(until.saturating_duration_since(Instant::now()));
                Ok(None)
            }
        }
    }
}

struct Cable {
    script: Script,
    proves_presence: bool,
}

impl Connector for Cable {
    fn connect(&mut self) -> Result<Box<dyn Link>, Error> {
        match self.script.next() {
            Some(Line::Opens) => Ok(Box::new(Player(self.script.clone()))),
            Some(Line::Refused) => Err(Error::Unreachable {
                address: "script".to_owned(),
                reason: "refused".to_owned(),
            }),
            other => panic!("the till connects, expected {other:?}"),
        }
    }

    fn proves_presence(&self) -> bool {
        self.proves_presence
    }
}

/// The clerk.
pub struct Clerk {
    script: Script,
    pub mark: Option<Mark>,
    pub paid: Vec<Approval>,
    pub slips: usize,
    pub steps: Vec<Step>,
    pub abort: bool,
    pub disk_full: bool,
}

impl Attendant for Clerk {
    fn sending(&mut self, mark: &Mark) -> Result<(), NotKept> {
        assert_eq!(self.script.next(), Some(Line::Clerk("sending")));
        self.mark = Some(mark.clone());
        Ok(())
    }

    fn paid(&mut self, approval: &Approval) -> Result<(), NotKept> {
        assert_eq!(self.script.next(), Some(Line::Clerk("paid")));
        if self.disk_full {
            return Err(NotKept("disk full".to_owned()));
        }
        self.paid.push(approval.clone());
        Ok(())
    }

    fn step(&mut self, step: Step) {
        self.steps.push(step);
    }

    fn abort_requested(&self) -> bool {
        self.abort
    }

    fn print(&mut self, _: &Slip) -> Result<(), NotKept> {
        self.slips += 1;
        Ok(())
    }

    fn ask(&mut self, question: &Question) {
        panic!("ZVT asks nothing: {question:?}");
    }

    fn answer(&mut self) -> Option<bool> {
        None
    }

    fn unask(&mut self) {}
}

pub fn now() -> DateTime<FixedOffset> {
    "2026-03-08T16:49:30+01:00".parse().unwrap()
}

pub fn config() -> Config {
    let mut config = Config::new("Schalter 1", Driver::Zvt, "tcp://terminal");
    config.password = Some("123456".to_owned());
    config
}

/// A driver and its clerk in front of a script.
pub fn play(text: &'static str, config: Config) -> (Terminal, Clerk, Script) {
    over(text, config, true)
}

/// The same at a serial port.
pub fn over(text: &'static str, config: Config, proves: bool) -> (Terminal, Clerk, Script) {
    let script = Script::new(text);
    let cable = Cable {
        script: script.clone(),
        proves_presence: proves,
    };
    let clerk = Clerk {
        script: script.clone(),
        mark: None,
        paid: Vec::new(),
        slips: 0,
        steps: Vec::new(),
        abort: false,
        disk_full: false,
    };
    let terminal = Terminal::over(Box::new(cable), config, Box::new(now)).unwrap();
    (terminal, clerk, script)
}

pub fn cent() -> Request {
    Request {
        cents: 1,
        reference: "K1-7".to_owned(),
    }
}

pub fn attempt(mark: Option<Mark>) -> Attempt {
    Attempt {
        request: cent(),
        operation: Operation::Payment,
        mark,
        begun: now(),
    }
}
