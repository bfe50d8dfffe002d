//! The register's side in tests: keeps what it is told, answers as it is told, fails where it is told.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::large_enum_variant
)]

use amtskasse_terminal::{
    Approval, Attempt, Attendant, Mark, NotKept, Operation, Question, Request, Slip, Step,
};
use chrono::{DateTime, FixedOffset};

/// One call of the driver, in the order they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// `sending`, kept or not.
    Sending(Mark),
    /// `paid`, kept or not.
    Paid(Approval),
    /// `step`.
    Step(Step),
    /// `print`.
    Print(Slip),
    /// `ask`.
    Ask(Question),
    /// `unask`.
    Unask,
}

/// When the clerk asks for an abort.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum AbortWhen {
    /// Never.
    #[default]
    Never,
    /// From the beginning.
    AtOnce,
    /// Once so many steps were shown.
    Steps(usize),
    /// Once a step's text contains this.
    Text(String),
}

/// The attendant of tests.
#[derive(Default)]
pub struct Clerk {
    /// Everything the driver told.
    pub calls: Vec<Call>,
    /// `sending` fails.
    pub fail_sending: bool,
    /// `paid` fails.
    pub fail_paid: bool,
    /// `print` fails.
    pub fail_print: bool,
    /// When the clerk wants to stop.
    pub abort: AbortWhen,
    /// Answer to questions; `None`: nobody answers.
    pub reply: Option<bool>,
    /// Called in `sending`: nothing may have left by then.
    pub on_sending: Option<Box<dyn FnMut() + Send>>,
    /// Called in `paid`: the terminal must not know yet that we know.
    pub on_paid: Option<Box<dyn FnMut() + Send>>,
}

impl Clerk {
    /// The mark kept last.
    pub fn mark(&self) -> Option<Mark> {
        self.calls.iter().rev().find_map(|call| match call {
            Call::Sending(mark) if !self.fail_sending => Some(mark.clone()),
            _ => None,
        })
    }

    /// Approvals that were handed over.
    pub fn approvals(&self) -> Vec<&Approval> {
        let approvals = self.calls.iter().filter_map(|call| match call {
            Call::Paid(approval) => Some(approval),
            _ => None,
        });
        approvals.collect()
    }

    /// Slips that were handed over.
    pub fn slips(&self) -> Vec<&Slip> {
        let slips = self.calls.iter().filter_map(|call| match call {
            Call::Print(slip) => Some(slip),
            _ => None,
        });
        slips.collect()
    }

    /// Questions that were shown.
    pub fn questions(&self) -> Vec<&Question> {
        let questions = self.calls.iter().filter_map(|call| match call {
            Call::Ask(question) => Some(question),
            _ => None,
        });
        questions.collect()
    }

    /// Free texts that were shown.
    pub fn texts(&self) -> Vec<&str> {
        let texts = self.calls.iter().filter_map(|call| match call {
            Call::Step(Step::Text(text)) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    fn steps(&self) -> usize {
        let steps = self.calls.iter();
        steps.filter(|call| matches!(call, Call::Step(_))).count()
    }
}

impl Attendant for Clerk {
    fn sending(&mut self, mark: &Mark) -> Result<(), NotKept> {
        self.calls.push(Call::Sending(mark.clone()));
        if let Some(hook) = &mut self.on_sending {
            hook();
        }
        match self.fail_sending {
            true => Err(NotKept("disk full".to_owned())),
            false => Ok(()),
        }
    }

    fn paid(&mut self, approval: &Approval) -> Result<(), NotKept> {
        self.calls.push(Call::Paid(approval.clone()));
        if let Some(hook) = &mut self.on_paid {
            hook();
        }
        match self.fail_paid {
            true => Err(NotKept("disk full".to_owned())),
            false => Ok(()),
        }
    }

    fn step(&mut self, step: Step) {
        self.calls.push(Call::Step(step));
    }

    fn abort_requested(&self) -> bool {
        match &self.abort {
            AbortWhen::Never => false,
            AbortWhen::AtOnce => true,
            AbortWhen::Steps(steps) => self.steps() >= *steps,
            AbortWhen::Text(text) => self.texts().iter().any(|shown| shown.contains(text)),
        }
    }

    fn print(&mut self, slip: &Slip) -> Result<(), NotKept> {
        self.calls.push(Call::Print(slip.clone()));
        match self.fail_print {
            true => Err(NotKept("disk full".to_owned())),
            false => Ok(()),
        }
    }

    fn ask(&mut self, question: &Question) {
        self.calls.push(Call::Ask(question.clone()));
    }

    fn answer(&mut self) -> Option<bool> {
        self.reply
    }

    fn unask(&mut self) {
        self.calls.push(Call::Unask);
    }
}

/// A request for so many cents.
pub fn request(cents: i64, reference: &str) -> Request {
    Request {
        cents,
        reference: reference.to_owned(),
    }
}

/// The attempt a register finds in its journal after a restart: a payment unless changed, begun when `begun` says.
pub fn attempt(request: &Request, clerk: &Clerk, begun: DateTime<FixedOffset>) -> Attempt {
    Attempt {
        request: request.clone(),
        operation: Operation::Payment,
        mark: clerk.mark(),
        begun,
    }
}

/// The local time.
pub fn now() -> DateTime<FixedOffset> {
    chrono::Local::now().fixed_offset()
}
