//! The life of a transaction: one start, any number of updates, at most one finish (TR-03153, 7.1).

use super::super::report::Transactions;
use super::super::{Kind, Level};
use super::{Key, Operation, Row};

/// What the archive holds of one transaction.
#[derive(Debug)]
pub(super) struct Life {
    client: String,
    other_client: Option<String>,
    start: Option<Row>,
    starts: u64,
    finish: Option<Row>,
    finishes: u64,
    first: u64,
    last: u64,
}

impl Life {
    pub fn new(client: String, row: Row) -> Self {
        Self {
            client,
            other_client: None,
            start: None,
            starts: 0,
            finish: None,
            finishes: 0,
            first: row.counter,
            last: row.counter,
        }
    }

    pub fn add(&mut self, client: &str, operation: Operation, row: Row) {
        self.first = self.first.min(row.counter);
        self.last = self.last.max(row.counter);
        if client != self.client && self.other_client.is_none() {
            self.other_client = Some(client.into());
        }
        match operation {
            Operation::Start => {
                self.starts += 1;
                self.start = Some(row);
            }
            Operation::Finish => {
                self.finishes += 1;
                self.finish = Some(row);
            }
            Operation::Update => {}
        }
    }
}

impl Key {
    pub(super) fn check_lives(
        &self,
        transactions: &mut Transactions,
        note: &mut dyn FnMut(Level, Kind),
    ) {
        let mut previous = None;
        for (&number, life) in &self.lives {
            if let Some(previous) = previous
                && number > previous + 1
            {
                let (from, to) = (previous + 1, number - 1);
                note(Level::Warning, Kind::TransactionGap { from, to });
            }
            previous = Some(number);
            for (operation, count) in [("started", life.starts), ("finished", life.finishes)] {
                if count > 1 {
                    let kind = Kind::TransactionTwice {
                        number,
                        operation,
                        count,
                    };
                    note(Level::Error, kind);
                }
            }
            if let Some(other) = &life.other_client {
                let (first, other) = (life.client.clone(), other.clone());
                let kind = Kind::TransactionClient {
                    number,
                    first,
                    other,
                };
                // No rule forbids it, and certified devices let it happen.
                note(Level::Warning, kind);
            }
            transactions.started += u64::from(life.start.is_some());
            transactions.finished += u64::from(life.finish.is_some());
            self.check_order(number, life, note);
            match (life.start, life.finish) {
                (None, _) => note(Level::Warning, Kind::TransactionWithoutStart { number }),
                (Some(_), None) => {
                    transactions.open.push(number);
                }
                (Some(start), Some(finish)) => {
                    let backwards = finish.time < start.time && finish.counter > start.counter;
                    if backwards && !self.clock_set_between(start.counter, finish.counter) {
                        let (start, end) = (start.at(), finish.at());
                        note(Level::Warning, Kind::TransactionTime { number, start, end });
                    }
                }
            }
        }
    }

    fn check_order(&self, number: u64, life: &Life, note: &mut dyn FnMut(Level, Kind)) {
        let before = life.start.filter(|start| life.first < start.counter);
        let after = life.finish.filter(|finish| life.last > finish.counter);
        let mut wrong = |counter, place| {
            let kind = Kind::TransactionOrder {
                number,
                counter,
                place,
            };
            note(Level::Error, kind);
        };
        if before.is_some() {
            wrong(life.first, "before its start");
        }
        if after.is_some() {
            wrong(life.last, "after its end");
        }
    }
}
