//! One day at the register: opening, customers, cash errands, closing.

use chrono::{DateTime, TimeDelta, Timelike, Utc};

use super::basket;
use super::calendar::{Business, Hours};
use super::chance::Chance;
use super::desk::Desk;
use super::purse;
use super::visit::Incident;
use crate::cash::Pieces;
use crate::closing::Closing;
use crate::money::Money;
use crate::receipt::Kind;
use crate::till::{CloseRequest, Movement, TillError, local};

/// Shortest outage of the TSE.
const OUTAGE: TimeDelta = TimeDelta::minutes(12);
/// Notes that stay in the drawer after skimming.
const NOTES_LEFT: Money = Money::from_cents(15_000);

/// What happens besides customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Errand {
    Training,
    PayIn,
    PayOut,
    /// An unannounced count by the auditor.
    CashCheck,
    Skim,
    OutageBegins,
    OutageEnds,
}

/// The plan of a day, drawn before it begins.
pub(super) struct Day {
    pub hours: Hours,
    pub number: u64,
    pub customers: u32,
}

struct Plan {
    arrivals: Vec<DateTime<Utc>>,
    incidents: Vec<Option<Incident>>,
    /// Before which customer each errand is done.
    errands: Vec<(usize, Errand)>,
    delivery: bool,
    /// Whether the clerks close and count when they take turns.
    closes_shift: bool,
}

impl Desk {
    /// Works one day and closes it; `served` is told after every customer.
    pub fn work(
        &mut self,
        day: &Day,
        seed: u64,
        served: &mut impl FnMut(),
    ) -> Result<Vec<Closing>, TillError> {
        self.begin(&day.hours, day.customers, Chance::new(seed, day.number));
        let plan = self.plan(day);
        self.wait_until(day.hours.from - TimeDelta::minutes(15));
        self.take(0, 400);
        self.tick()?;
        self.log_in("101")?;
        self.fetch_float()?;
        let mut closings = Vec::new();
        let mut outage = None;
        let mut errands = plan.errands.iter().copied().peekable();
        for (place, (arrival, incident)) in plan.arrivals.iter().zip(&plan.incidents).enumerate() {
            self.wait_until(*arrival);
            while let Some((_, errand)) = errands.next_if(|(before, _)| *before <= place) {
                self.run(errand, &mut outage)?;
            }
            self.tick()?;
            closings.extend(self.shift(plan.closes_shift)?);
            if outage.is_none() {
                self.skim_above_limit()?;
            }
            self.restock(day.customers)?;
            self.serve(*incident)?;
            served();
        }
        self.show_switch()?;
        if day.number == 0 {
            self.show_vouchers()?;
        }
        self.wait_until(day.hours.to);
        for (_, errand) in errands {
            self.run(errand, &mut outage)?;
        }
        self.end_outage(&mut outage)?;
        if day.number == 0 {
            self.take_stock()?;
        }
        closings.extend(self.shift(plan.closes_shift)?);
        self.take(120, 300);
        if plan.delivery {
            let float = self.till.site().pay_point.float;
            self.deliver(self.purse.pieces().total() - float)?;
        }
        // The managers take turns in signing off.
        let managers = ["201", "202"];
        closings.push(self.close(managers[usize::from(day.number % 2 == 1)])?);
        self.till.log_out()?;
        Ok(closings)
    }

    /// Draws who comes when, and what goes differently.
    fn plan(&mut self, day: &Day) -> Plan {
        let count = day.customers as usize;
        let span = (day.hours.to - day.hours.from).num_milliseconds();
        let mut arrivals: Vec<DateTime<Utc>> = (0..count)
            .map(|_| {
                // Two draws, the earlier one half of the time: mornings are busier.
                let (a, b) = (
                    self.chance.between(0, span - 1),
                    self.chance.between(0, span - 1),
                );
                let offset = if self.chance.percent(45) { a.min(b) } else { a };
                day.hours.from + TimeDelta::milliseconds(offset)
            })
            .collect();
        arrivals.sort_unstable();
        let incidents = match day.number {
            0 => self.every_incident(count),
            _ => self.some_incidents(count),
        };
        let mut errands = self.errands(day, count);
        errands.sort_by_key(|(before, _)| *before);
        let friday = local(day.hours.from).format("%u").to_string() == "5";
        Plan {
            arrivals,
            incidents,
            errands,
            delivery: day.number == 0 || (friday && day.hours.business == Business::TownHall),
            // Shown once; with a handful of customers there is nothing to hand over.
            closes_shift: day.number == 0 && count >= 10 && local(day.hours.to).hour() >= 15,
        }
    }

    /// The first day shows everything once.
    fn every_incident(&mut self, count: usize) -> Vec<Option<Incident>> {
        let mut incidents = vec![None; count];
        let mut free: Vec<usize> = (0..count).collect();
        for incident in Incident::ALL {
            if free.is_empty() {
                break;
            }
            let place = usize::try_from(self.chance.below(free.len() as u64)).unwrap_or(0);
            let customer = free.swap_remove(place);
            if let Some(slot) = incidents.get_mut(customer) {
                *slot = Some(incident);
            }
        }
        incidents
    }

    fn some_incidents(&mut self, count: usize) -> Vec<Option<Incident>> {
        let draw = |desk: &mut Desk| {
            let mut left = desk.chance.below(1_000);
            Incident::ALL.into_iter().find(|incident| {
                let share = incident.per_thousand();
                let hit = left < share;
                left = left.saturating_sub(share);
                hit
            })
        };
        (0..count).map(|_| draw(self)).collect()
    }

    fn errands(&mut self, day: &Day, count: usize) -> Vec<(usize, Errand)> {
        let first = day.number == 0;
        let town_hall = day.hours.business == Business::TownHall;
        let mut errands = Vec::new();
        let mut plan = |desk: &mut Desk, percent: u64, part: i64, errand| {
            if first || (town_hall && desk.chance.percent(percent)) {
                let jitter = desk.chance.between(-8, 8);
                let before = count * usize::try_from(part + jitter).unwrap_or(0) / 100;
                errands.push((before, errand));
            }
        };
        plan(self, 4, 10, Errand::Training);
        plan(self, 12, 25, Errand::PayIn);
        plan(self, 15, 38, Errand::PayOut);
        plan(self, 5, 48, Errand::CashCheck);
        plan(self, 40, 58, Errand::Skim);
        if first || (town_hall && self.chance.percent(3)) {
            let before = count * 72 / 100;
            errands.push((before, Errand::OutageBegins));
            errands.push((before + 2, Errand::OutageEnds));
        }
        errands
    }

    fn run(&mut self, errand: Errand, outage: &mut Option<DateTime<Utc>>) -> Result<(), TillError> {
        match errand {
            Errand::Training => self.train(),
            Errand::PayIn => self.pay_in(),
            Errand::PayOut => self.pay_out(),
            Errand::CashCheck => self.be_audited(),
            Errand::Skim => {
                let notes = self.purse.pieces().notes() - NOTES_LEFT;
                self.skim(notes)
            }
            Errand::OutageBegins => {
                self.unplug_tse(true);
                *outage = Some(self.now() + OUTAGE);
                Ok(())
            }
            Errand::OutageEnds => self.end_outage(outage),
        }
    }

    fn end_outage(&mut self, outage: &mut Option<DateTime<Utc>>) -> Result<(), TillError> {
        if let Some(until) = outage.take() {
            self.wait_until(until);
            self.unplug_tse(false);
            self.tick()?;
        }
        Ok(())
    }

    /// The clerks take turns at half past twelve, with a closing of their own where the drawer is handed over.
    fn shift(&mut self, closes: bool) -> Result<Option<Closing>, TillError> {
        let now = local(self.now());
        let afternoon = (now.hour(), now.minute()) >= (12, 30);
        let clerk = if afternoon { "102" } else { "101" };
        if self.till.user().is_some_and(|user| user.id == clerk) {
            return Ok(None);
        }
        let closing = match closes {
            true => Some(self.close("201")?),
            false => None,
        };
        self.log_in(clerk)?;
        Ok(closing)
    }

    /// Fetches the change money, or what is missing of it.
    fn fetch_float(&mut self) -> Result<(), TillError> {
        let amount = self.till.site().pay_point.float - self.purse.pieces().total();
        if amount <= Money::ZERO {
            return Ok(());
        }
        let finished = self.till.move_cash(&Movement {
            kind: Kind::Float,
            amount,
            reason: "Wechselgeldvorschuss der Hauptkasse".into(),
            approval: None,
        })?;
        self.moved(&finished, &purse::change_money(amount));
        self.take(60, 180);
        Ok(())
    }

    fn pay_in(&mut self) -> Result<(), TillError> {
        let amount = Money::from_cents(self.chance.between(4, 60) * 50);
        self.take(20, 60);
        let finished = self.till.move_cash(&Movement {
            kind: Kind::PayIn,
            amount,
            reason: "Rückgabe Handvorschuss Seniorennachmittag".into(),
            approval: None,
        })?;
        self.moved(&finished, &Pieces::fewest(amount));
        Ok(())
    }

    fn pay_out(&mut self) -> Result<(), TillError> {
        let amount = Money::from_cents(self.chance.between(8, 90) * 50);
        self.take(20, 60);
        // Kept aside first: a drawer that cannot pay it out makes the errand wait for another day.
        if !self.purse.pay_out(amount) {
            return Ok(());
        }
        let voucher = self.chance.between(100, 999);
        let approval = Some(self.approval("202"));
        self.till.move_cash(&Movement {
            kind: Kind::PayOut,
            amount,
            reason: format!("Auslage Blumen Jubilarbesuch, Quittung {voucher}"),
            approval,
        })?;
        Ok(())
    }

    /// Brings notes to the safe.
    fn skim(&mut self, amount: Money) -> Result<(), TillError> {
        let out = self.purse.up_to(amount, 500);
        if out.total() < Money::from_cents(5_000) {
            return Ok(());
        }
        self.take(60, 150);
        let bag = self.chance.between(1_000, 9_999);
        let finished = self.till.move_cash(&Movement {
            kind: Kind::Skim,
            amount: out.total(),
            reason: format!("Tresor, Beutel {bag}"),
            approval: None,
        })?;
        self.moved(&finished, &out);
        Ok(())
    }

    /// DGUV 115-005: surplus notes leave the desk before the limit is reached.
    fn skim_above_limit(&mut self) -> Result<(), TillError> {
        let limit = self.till.site().pay_point.note_limit;
        let notes = self.purse.pieces().notes();
        if notes.cents() * 5 > limit.cents() * 4 {
            self.skim(notes - NOTES_LEFT)?;
        }
        Ok(())
    }

    fn train(&mut self) -> Result<(), TillError> {
        self.till.set_training(true)?;
        let basket = basket::named("Personalausweis", &self.catalogue, &mut self.chance);
        self.ring_up(&basket)?;
        let due = self.due()?;
        let done = self.till.pay_cash(due).map(drop);
        self.till.set_training(false)?;
        done
    }

    fn be_audited(&mut self) -> Result<(), TillError> {
        let clerk = self.till.user().map(|user| user.id.clone());
        self.log_in("301")?;
        self.take(240, 420);
        let pieces = self.purse.pieces().clone();
        let difference = pieces.total() - self.till.expected_cash()?;
        let reason = match difference.is_zero() {
            true => "",
            false => "Vermutlich falsch herausgegeben, Klärung bis Kassenschluss",
        };
        self.till.check_cash(pieces, reason)?;
        self.log_in(&clerk.unwrap_or_else(|| "101".to_owned()))
    }

    /// Counts, brings what is above the change money to the safe, and closes.
    fn close(&mut self, second: &str) -> Result<Closing, TillError> {
        self.take(180, 420);
        let float = self.till.site().pay_point.float;
        let pieces = self.purse.pieces().clone();
        let surplus = (pieces.total() - float).max(Money::ZERO);
        let out = self.purse.up_to(surplus, 1);
        let difference = pieces.total() - self.till.expected_cash()?;
        let reason = match difference.cents() {
            0 => "",
            ..0 => "Vermutlich zu viel herausgegeben, kein Beleg auffällig",
            _ => "Vermutlich zu wenig herausgegeben, Kunde unbekannt",
        };
        let closing = self.till.close(&CloseRequest {
            pieces,
            reason: reason.into(),
            skim: out.total(),
            approval: self.approval(second),
        })?;
        self.purse.take(&out);
        Ok(closing)
    }

    /// Takes the day's notes to the main cash office.
    fn deliver(&mut self, amount: Money) -> Result<(), TillError> {
        let out = self.purse.up_to(amount, 1_000);
        if out.total() < Money::from_cents(5_000) {
            return Ok(());
        }
        let bag = self.chance.between(10_000, 99_999);
        let approval = Some(self.approval("201"));
        let finished = self.till.move_cash(&Movement {
            kind: Kind::Delivery,
            amount: out.total(),
            reason: format!("Hauptkasse, Sicherheitsbeutel {bag}"),
            approval,
        })?;
        self.moved(&finished, &out);
        Ok(())
    }
}
