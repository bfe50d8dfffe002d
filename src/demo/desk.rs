//! The register with its people and its simulated devices: what a clerk does at it, step by step.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use amtskasse_counter::simulator::CountingDrawer;
use amtskasse_terminal::simulator::{Script, SharedMemory};
use amtskasse_tse::simulator::{Fault, Faults, Options};
use chrono::{DateTime, TimeDelta, Utc};

use super::basket::{Basket, Moment};
use super::calendar::{Business, Hours};
use super::chance::Chance;
use super::purse::Purse;
use super::shelves::Shelf;
use crate::cash;
use crate::catalogue::Catalogue;
use crate::ledger::Ledger;
use crate::money::Money;
use crate::receipt::Receipt;
use crate::setup::{self, DemoLogin};
use crate::till::{
    Approval, CardResult, Clock, Devices, Finished, NoProgress, SimulatedClock, Till, TillError,
    local, test_terminal, test_tse,
};

/// Somebody works at it, and chance decides what happens.
pub(super) struct Desk {
    pub till: Till,
    pub catalogue: Arc<Catalogue>,
    pub purse: Purse,
    pub chance: Chance,
    pub business: Business,
    pub shelves: Vec<Shelf>,
    /// Deliveries so far.
    pub deliveries: u32,
    clock: Arc<SimulatedClock>,
    memory: SharedMemory,
    faults: Faults,
    logins: Vec<DemoLogin>,
    /// Thousandths of the time people take, so that many customers fit into a day.
    pace: i64,
}

impl Desk {
    /// Opens the register in `data` at `start`.
    pub fn open(data: &Path, start: DateTime<Utc>, seed: u64) -> Result<Desk, TillError> {
        let clock = Arc::new(SimulatedClock::new(start));
        let (memory, faults) = (SharedMemory::default(), Faults::new());
        let options = Options {
            faults: faults.clone(),
            ..Options::default()
        };
        let devices = Devices {
            tses: vec![test_tse(data, options, clock.clone())],
            terminals: vec![test_terminal(memory.clone(), Duration::ZERO)],
            printer: None,
            drawer: Some(Box::new(CountingDrawer::default())),
        };
        // Everything in the order of the calls: the same seed must give the same numbers.
        let (mut till, _) = Till::open(Ledger::open(data)?, devices, clock.clone(), false)?;
        // Vouchers get their numbers from a chance of their own, so that one sold more changes no customer.
        let mut numbers = Chance::new(seed, u64::MAX);
        till.set_dice(Box::new(move || Some(numbers.below(u64::MAX))));
        Ok(Desk {
            catalogue: Arc::clone(till.catalogue()),
            till,
            purse: Purse::default(),
            chance: Chance::new(0, 0),
            business: Business::TownHall,
            shelves: Vec::new(),
            deliveries: 0,
            clock,
            memory,
            faults,
            logins: setup::demo_logins().map_err(|e| TillError::Document(e.to_string()))?,
            pace: 1_000,
        })
    }

    /// Lets the till do what has time, and looks what is on offer now.
    pub fn tick(&mut self) -> Result<(), TillError> {
        self.till.tick()?;
        self.catalogue = Arc::clone(self.till.catalogue());
        Ok(())
    }

    /// Begins a day for so many customers.
    pub fn begin(&mut self, hours: &Hours, customers: u32, chance: Chance) {
        self.chance = chance;
        self.business = hours.business;
        let slot = (hours.to - hours.from).num_milliseconds() / i64::from(customers.max(1));
        // An unhurried customer takes about a minute and a half.
        self.pace = (slot / 90).clamp(1, 1_000);
    }

    /// The moment.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The moment as a customer sees it.
    pub fn moment(&self) -> Moment {
        Moment {
            business: self.business,
            local: local(self.now()),
        }
    }

    /// Waits until `then`, unless it is later already.
    pub fn wait_until(&self, then: DateTime<Utc>) {
        if then > self.now() {
            self.clock.set(then);
        }
    }

    /// Takes as long as people take for something, in seconds.
    pub fn take(&mut self, least: i64, most: i64) {
        let time = self.chance.between(least * 1_000, most * 1_000) * self.pace / 1_000;
        self.clock.advance(TimeDelta::milliseconds(time));
    }

    /// Changes the person at the register.
    pub fn log_in(&mut self, user: &str) -> Result<(), TillError> {
        if self.till.user().is_some_and(|now| now.id == user) {
            return Ok(());
        }
        self.till.log_out()?;
        let pin = self.approval(user).pin;
        self.till.log_in(user, &pin)?;
        Ok(())
    }

    /// The word of a second person.
    pub fn approval(&self, user: &str) -> Approval {
        let login = self.logins.iter().find(|login| login.user.id == user);
        Approval {
            user_id: user.to_owned(),
            pin: login.map(|login| login.pin.clone()).unwrap_or_default(),
        }
    }

    /// Rings up a basket; returns the lines' ids.
    pub fn ring_up(&mut self, basket: &Basket) -> Result<Vec<u32>, TillError> {
        let mut lines = Vec::new();
        for wish in &basket.wishes {
            let (price, reference) = (wish.price, wish.reference.clone());
            lines.push(self.till.add(wish.item, wish.quantity, price, reference)?);
            self.take(3, 14);
        }
        Ok(lines)
    }

    /// What the sale on the screen still costs.
    pub fn due(&self) -> Result<Money, TillError> {
        Ok(self.till.view()?.map_or(Money::ZERO, |view| view.due))
    }

    /// Has the sale paid the way this customer likes to.
    pub fn pay(&mut self, cash_percent: u64) -> Result<Receipt, TillError> {
        let due = self.due()?;
        // Nobody carries that much money to the town hall, and no desk wants it in its drawer.
        let likes_cash = match due.cents() {
            ..=0 => true,
            1..=1_000 => self.chance.percent(cash_percent + 20),
            1_001..=15_000 => self.chance.percent(cash_percent),
            15_001..=30_000 => self.chance.percent(cash_percent / 3),
            _ => false,
        };
        match likes_cash {
            true => self.pay_cash(),
            false => {
                let script = match self.chance.percent(14) {
                    true => Script::ApproveCredit,
                    false => Script::Approve,
                };
                self.pay_card(script)
            }
        }
    }

    /// Takes cash as people hand it over; on the card when the drawer cannot give change.
    pub fn pay_cash(&mut self) -> Result<Receipt, TillError> {
        let due = self.due()?;
        self.take(8, 40);
        let given = match due > Money::ZERO {
            true => self.handed_over(due),
            false => due,
        };
        let moved = match due.is_negative() {
            true => self.purse.pay_out(-due),
            false => self.purse.exchange(given, due),
        };
        match moved {
            true => Ok(self.till.pay_cash(given)?.receipt),
            false => self.pay_card(Script::Approve),
        }
    }

    fn handed_over(&mut self, due: Money) -> Money {
        let likely = cash::suggestions(due);
        // Even sums are paid exactly more often than odd ones.
        let exact = if due.cents() % 500 == 0 { 60 } else { 30 };
        let weights = [exact, 34, 16, 7, 2];
        let place = self.chance.weighted(weights.into_iter().take(likely.len()));
        likely.get(place).copied().unwrap_or(due)
    }

    /// Takes a part in cash first.
    pub fn pay_part_in_cash(&mut self, amount: Money) -> Result<(), TillError> {
        self.take(8, 25);
        self.till.pay_part_in_cash(amount)?;
        self.purse.put(&cash::Pieces::fewest(amount));
        Ok(())
    }

    /// Asks the terminal for the rest, which then goes by `script`.
    pub fn pay_card(&mut self, script: Script) -> Result<Receipt, TillError> {
        let due = self.due()?;
        if due.is_zero() {
            return Ok(self.till.pay_cash(due)?.receipt);
        }
        match self.ask_card(script)? {
            CardResult::Finished(finished) => Ok(finished.receipt),
            // Another try on the card would end the same way: this customer has cash after all.
            _ => self.pay_cash(),
        }
    }

    /// One request to the terminal; a lost answer is asked for.
    pub fn ask_card(&mut self, script: Script) -> Result<CardResult, TillError> {
        let due = self.due()?;
        self.memory.push(script);
        self.take(12, 35);
        let result = self.till.pay_card(due, &mut NoProgress)?;
        if let CardResult::Unknown { .. } = result {
            self.take(20, 45);
            return self.till.resolve_payment();
        }
        Ok(result)
    }

    /// Gives the money of the reversal on the screen back, the way it came.
    pub fn give_back(&mut self, in_cash: bool) -> Result<Receipt, TillError> {
        match in_cash {
            true => self.pay_cash(),
            false => self.pay_card(Script::Approve),
        }
    }

    /// Remembers a movement of cash in the drawer itself.
    pub fn moved(&mut self, finished: &Finished, pieces: &cash::Pieces) {
        match finished.receipt.gross().is_negative() {
            true => self.purse.take(pieces),
            false => self.purse.put(pieces),
        }
    }

    /// Unplugs the TSE, or puts it back.
    pub fn unplug_tse(&mut self, out: bool) {
        match out {
            true => self.faults.set(Fault::Removed),
            false => self.faults.clear(Fault::Removed),
        }
    }
}
