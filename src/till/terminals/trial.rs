//! A terminal is tried out: a payment of one cent that belongs to no sale, and its reversal as a step of its own.
//!
//! On record as events: `terminal-test` and `terminal-test-reversed` (with the outcome and the numbers of the terminal's
//! receipt), `terminal-test-dropped` (somebody gave up asking for one).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use amtskasse_terminal::config::Patience;
use amtskasse_terminal::{CardTerminal, Operation, Question, Request, Step};

use super::Report;
use super::journal::{self, Ended, Entry, Journal, Stage};
use super::setup::TerminalNews;
use crate::message;
use crate::money::Money;
use crate::people::Right;
use crate::till::paying::Progress;
use crate::till::{Till, TillError, local};

/// A test payment, in cents.
const TEST: i64 = 1;
/// Name of the file with the last test payment, inside a data folder.
const FILE: &str = "terminal-test.json";
/// How long a test waits for a terminal that is being asked something in the background.
const LENT: Duration = Duration::from_secs(5);

/// A test payment, or its reversal, that ended.
#[derive(Debug)]
pub struct Tested {
    /// The terminal's name.
    pub terminal: String,
    /// What was tried.
    pub operation: Operation,
    /// How it ended, and the slips.
    pub report: journal::Report,
}

/// What terminals do beside the till.
#[derive(Default)]
pub(super) struct Work {
    pub(super) probing: Option<Receiver<TerminalNews>>,
    pub(super) test: Option<Test>,
    pub(super) serving: Option<Receiver<TerminalNews>>,
    pub(super) done: Vec<Tested>,
}

/// A test that is under way.
pub(super) struct Test {
    pub(super) terminal: String,
    pub(super) news: Receiver<TerminalNews>,
    line: Arc<Line>,
}

/// From the clerk to a terminal that is tried out.
#[derive(Default)]
struct Line {
    abort: AtomicBool,
    /// 0: no answer yet, 1: no, 2: yes.
    answer: AtomicU8,
}

/// Watches a test from the thread it runs on.
struct Watcher {
    news: Sender<TerminalNews>,
    line: Arc<Line>,
}

impl Watcher {
    fn tell(&self, news: TerminalNews) {
        // Nobody may watch any more.
        let _ = self.news.send(news);
    }
}

impl Progress for Watcher {
    fn step(&mut self, step: Step) {
        self.tell(TerminalNews::Step(step));
    }
    fn abort_requested(&self) -> bool {
        self.line.abort.load(Ordering::Relaxed)
    }
    fn ask(&mut self, question: &Question) {
        self.line.answer.store(0, Ordering::Relaxed);
        self.tell(TerminalNews::Asked(question.clone()));
    }
    fn answer(&mut self) -> Option<bool> {
        match self.line.answer.load(Ordering::Relaxed) {
            0 => None,
            answer => Some(answer == 2),
        }
    }
    fn unask(&mut self) {
        self.tell(TerminalNews::QuestionOver);
    }
}

impl Till {
    /// The last test payment, or its reversal, and how far it has come; a new one waits until it is no longer open.
    pub fn terminal_test(&self) -> Result<Option<Entry>, TillError> {
        Ok(self.test_journal().read()?)
    }

    /// Whether a test is under way right now.
    pub fn tests_terminal(&self) -> bool {
        self.terminals.work.test.is_some()
    }

    /// Asks a terminal for one cent that belongs to no sale; how it goes is among [`Till::terminal_news`].
    pub fn test_payment(&mut self, name: &str) -> Result<(), TillError> {
        self.require(Right::Administer)?;
        if let Some(entry) = self.test_journal().read()?
            && entry.stage == Stage::Open
        {
            return Err(TillError::TestOpen(entry.terminal));
        }
        self.test(name, Operation::Payment, None)
    }

    /// Takes the test payment back.
    pub fn reverse_test_payment(&mut self) -> Result<(), TillError> {
        self.require(Right::Administer)?;
        let paid = self
            .test_journal()
            .read()?
            .filter(|entry| entry.operation == Operation::Payment && entry.stage == Stage::Paid);
        let paid = paid.ok_or(TillError::NoTest)?;
        self.test(&paid.terminal.clone(), Operation::Reversal, Some(paid))
    }

    /// Asks the terminal what became of a test whose outcome is unknown.
    pub fn ask_for_test(&mut self) -> Result<(), TillError> {
        self.require(Right::Administer)?;
        let open = self.test_journal().read()?;
        let open = open.filter(|entry| entry.stage == Stage::Open);
        let entry = open.ok_or(TillError::NoTest)?;
        let name = entry.terminal.clone();
        self.may_test(&name)?;
        let journal = self.test_journal();
        let patience = self.patience_of(&name);
        self.lend_for_test(&name, move |device, watcher| {
            let operation = entry.operation;
            match journal::recover(device, &journal, entry, &patience, watcher) {
                Ok(report) => (operation, report),
                Err(error) => {
                    let ended = Ended::Unknown {
                        error,
                        undecided: None,
                    };
                    let slips = Vec::new();
                    (operation, journal::Report { ended, slips })
                }
            }
        })
    }

    /// Gives up asking for a test whose outcome is unknown; one cent may have moved.
    pub fn drop_test(&mut self, reason: &str) -> Result<(), TillError> {
        let user = self.require(Right::Administer)?.id;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(TillError::ReasonNeeded);
        }
        let journal = self.test_journal();
        let open = journal.read()?.filter(|entry| entry.stage == Stage::Open);
        let entry = open.ok_or(TillError::NoTest)?;
        self.not_tested(&entry.terminal)?;
        let text = format!("{}: {reason}", entry.terminal);
        self.record(
            "terminal-test-dropped",
            Some(&user),
            &text,
            self.clock.now(),
        )?;
        Ok(journal.clear()?)
    }

    /// Wishes that the terminal that is tried out stops; what counts is how it ends.
    pub fn stop_terminal_test(&self) {
        if let Some(test) = &self.terminals.work.test {
            test.line.abort.store(true, Ordering::Relaxed);
        }
    }

    /// Answers a question of the terminal that is tried out.
    pub fn answer_terminal_test(&self, yes: bool) {
        if let Some(test) = &self.terminals.work.test {
            test.line.answer.store(1 + u8::from(yes), Ordering::Relaxed);
        }
    }

    fn test(
        &mut self,
        name: &str,
        operation: Operation,
        paid: Option<Entry>,
    ) -> Result<(), TillError> {
        self.may_test(name)?;
        let now = self.clock.now();
        let serial = &self.site.register.serial;
        let reference = format!("{serial}-T-{:x}", now.timestamp());
        let request = Request {
            cents: TEST,
            reference,
        };
        let entry = Entry::new(name, operation, &request, local(now).fixed_offset());
        let original = paid.and_then(|paid| paid.original());
        let journal = self.test_journal();
        let patience = self.patience_of(name);
        self.lend_for_test(name, move |device, watcher| {
            let original = original.as_ref();
            let report = journal::request(device, &journal, entry, original, &patience, watcher);
            (operation, report)
        })
    }

    fn patience_of(&self, name: &str) -> Patience {
        let config = self.terminals.config(name);
        config.map_or(Patience::default(), |config| config.patience)
    }

    /// Whether a terminal may be tried out now: nobody pays, and nothing it alone remembers would be overwritten.
    pub(super) fn may_test(&mut self, name: &str) -> Result<(), TillError> {
        if self.current.is_some() {
            return Err(TillError::SaleOpen);
        }
        self.not_tested(name)?;
        if self.terminals.work.test.is_some() {
            return Err(TillError::TerminalBusy);
        }
        self.settled_at(name)?;
        let place = self.terminals.place(name).ok_or(TillError::NoTerminal)?;
        match self.terminal_back(place, LENT)? {
            true => Ok(()),
            false => Err(TillError::TerminalBusy),
        }
    }

    fn lend_for_test(
        &mut self,
        name: &str,
        work: impl FnOnce(&mut dyn CardTerminal, &mut dyn Progress) -> (Operation, journal::Report)
        + Send
        + 'static,
    ) -> Result<(), TillError> {
        let place = self.terminals.place(name).ok_or(TillError::NoTerminal)?;
        let line = Arc::new(Line::default());
        let (sender, news) = channel();
        let mut watcher = Watcher {
            news: sender,
            line: line.clone(),
        };
        let terminal = name.to_owned();
        self.terminals.lend(place, move |device| {
            let (operation, report) = work(device, &mut watcher);
            Report::Tested(Box::new(Tested {
                terminal,
                operation,
                report,
            }))
        });
        let terminal = name.to_owned();
        self.terminals.work.test = Some(Test {
            terminal,
            news,
            line,
        });
        Ok(())
    }

    /// A test came to its end: on record, and among the news.
    pub(super) fn tested(&mut self, tested: Tested) -> Result<(), TillError> {
        let kind = match tested.operation {
            Operation::Reversal => "terminal-test-reversed",
            _ => "terminal-test",
        };
        let person = self.user.as_ref().map(|user| user.id.clone());
        let text = said(&tested);
        self.terminals.work.done.push(tested);
        self.record(kind, person.as_deref(), &text, self.clock.now())
    }

    /// A test whose thread ended without a word.
    pub(super) fn test_broke_off(&mut self, place: usize) {
        let name = self.terminals.name(place);
        let test = self.terminals.work.test.as_ref();
        if test.is_some_and(|test| Some(&test.terminal) == name.as_ref()) {
            self.terminals.work.test = None;
        }
    }

    pub(super) fn not_tested(&self, name: &str) -> Result<(), TillError> {
        match &self.terminals.work.test {
            Some(test) if test.terminal == name => Err(TillError::TerminalBusy),
            _ => Ok(()),
        }
    }

    fn test_journal(&self) -> Journal {
        Journal::at(&self.data_folder().join(FILE))
    }
}

/// A test as the ledger tells of it.
fn said(tested: &Tested) -> String {
    let amount = Money::from_cents(TEST);
    let what = match tested.operation {
        Operation::Reversal => "Storno der Probezahlung",
        _ => "Probezahlung",
    };
    let how = match &tested.report.ended {
        Ended::Paid(approval) => {
            let done = match tested.operation {
                Operation::Reversal => "zurückgenommen",
                _ => "bezahlt",
            };
            let taken = Money::from_cents(approval.cents);
            format!(
                "{done} ({taken} €), Beleg {}, Terminal {}",
                approval.receipt_number, approval.terminal_id
            )
        }
        Ended::NotPaid(refusal) => message::refused(refusal),
        Ended::NotStarted(error) => message::terminal(error),
        Ended::Unknown { error, .. } => format!("ungeklärt: {}", message::terminal(error)),
    };
    format!("{}: {what} {amount} €: {how}", tested.terminal)
}
