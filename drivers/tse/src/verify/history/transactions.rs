//! The life of a transaction: one start, any number of updates, at most one finish (TR-03153, 7.1).

use super::super::report::Transactions;
use super::super::{Kind, Level};
use super::row::Step;
use super::{Findings, moment};
use crate::log::Operation;

/// Open transactions that are listed.
const MOST_OPEN: usize = 1000;
/// Transactions with an end before their start that are looked into.
const MOST_BACKWARDS: usize = 1000;

/// A transaction that seems to end before its start; right if the clock was set between.
#[derive(Debug, Clone, Copy)]
pub(in crate::verify) struct Backwards {
    pub key: u16,
    pub number: u64,
    pub start: i64,
    pub end: i64,
    /// Counters of its start and end.
    pub from: u64,
    pub to: u64,
    pub clock_set: bool,
}

/// What the archive holds of one transaction.
#[derive(Debug)]
struct Life {
    key: u16,
    number: u64,
    client: u32,
    other_client: Option<u32>,
    start: Option<Step>,
    starts: u64,
    finish: Option<Step>,
    finishes: u64,
    first: u64,
    last: u64,
}

/// Judges transactions one after the other, as their steps come sorted.
pub(super) struct Lives<'a> {
    clients: &'a [(String, u64)],
    findings: &'a mut Findings,
    totals: &'a mut Transactions,
    life: Option<Life>,
    backwards: Vec<Backwards>,
    unjudged: u64,
}

impl<'a> Lives<'a> {
    pub fn new(
        clients: &'a [(String, u64)],
        findings: &'a mut Findings,
        totals: &'a mut Transactions,
    ) -> Self {
        Self {
            clients,
            findings,
            totals,
            life: None,
            backwards: Vec::new(),
            unjudged: 0,
        }
    }

    pub fn add(&mut self, step: Step) {
        let before = self.life.as_ref().map(|life| (life.key, life.number));
        if before != Some((step.key, step.number)) {
            self.end();
            if let Some((key, number)) = before
                && key == step.key
                && step.number - number > 1
            {
                let (from, to) = (number + 1, step.number - 1);
                self.note(Level::Warning, Kind::TransactionGap { from, to });
            }
        }
        let life = self.life.get_or_insert(Life {
            key: step.key,
            number: step.number,
            client: step.client,
            other_client: None,
            start: None,
            starts: 0,
            finish: None,
            finishes: 0,
            first: step.counter,
            last: step.counter,
        });
        life.last = step.counter;
        if step.client != life.client {
            life.other_client.get_or_insert(step.client);
        }
        match step.operation {
            Operation::Start => {
                life.starts += 1;
                life.start = Some(step);
            }
            Operation::Finish => {
                life.finishes += 1;
                life.finish = Some(step);
            }
            Operation::Update => {}
        }
    }

    fn note(&mut self, level: Level, kind: Kind) {
        self.findings.push(level, None, kind);
    }

    fn name(&self, client: u32) -> String {
        let known = self.clients.get(client as usize);
        known.map_or_else(|| "…".into(), |(name, _)| name.clone())
    }

    fn end(&mut self) {
        let Some(life) = self.life.take() else { return };
        let number = life.number;
        for (operation, count) in [("started", life.starts), ("finished", life.finishes)] {
            if count > 1 {
                let kind = Kind::TransactionTwice {
                    number,
                    operation,
                    count,
                };
                self.note(Level::Error, kind);
            }
        }
        if let Some(other) = life.other_client {
            let (first, other) = (self.name(life.client), self.name(other));
            let kind = Kind::TransactionClient {
                number,
                first,
                other,
            };
            // No rule forbids it, and certified devices let it happen.
            self.note(Level::Warning, kind);
        }
        self.totals.started += u64::from(life.start.is_some());
        self.totals.finished += u64::from(life.finish.is_some());
        self.check_order(&life);
        match (life.start, life.finish) {
            (None, _) => self.note(Level::Warning, Kind::TransactionWithoutStart { number }),
            (Some(_), None) => {
                self.totals.open_count += 1;
                if self.totals.open.len() < MOST_OPEN {
                    self.totals.open.push(number);
                }
            }
            (Some(start), Some(finish)) => {
                if finish.time >= start.time || finish.counter <= start.counter {
                } else if self.backwards.len() < MOST_BACKWARDS {
                    self.backwards.push(Backwards {
                        key: life.key,
                        number,
                        start: start.time,
                        end: finish.time,
                        from: start.counter,
                        to: finish.counter,
                        clock_set: false,
                    });
                } else {
                    self.unjudged += 1;
                }
            }
        }
    }

    fn check_order(&mut self, life: &Life) {
        let number = life.number;
        let before = life.start.is_some_and(|start| life.first < start.counter);
        let after = life.finish.is_some_and(|finish| life.last > finish.counter);
        for (wrong, counter, place) in [
            (before, life.first, "before its start"),
            (after, life.last, "after its end"),
        ] {
            if wrong {
                let kind = Kind::TransactionOrder {
                    number,
                    counter,
                    place,
                };
                self.note(Level::Error, kind);
            }
        }
    }

    /// The transactions whose times depend on the clock.
    pub fn finish(mut self) -> Vec<Backwards> {
        self.end();
        let open = self.totals.open_count;
        if let Some(&first) = self.totals.open.first() {
            let kind = Kind::TransactionsOpen { count: open, first };
            self.note(Level::Info, kind);
        }
        if self.unjudged > 0 {
            let count = self.unjudged;
            self.note(Level::Warning, Kind::TransactionTimesUnjudged { count });
        }
        self.backwards
    }
}

impl Backwards {
    pub fn kind(&self) -> Kind {
        Kind::TransactionTime {
            number: self.number,
            start: moment(self.start),
            end: moment(self.end),
        }
    }
}
