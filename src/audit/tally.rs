//! What is kept of each receipt while they pass by.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike, Utc};

use super::evaluation::{ClerkFigures, Day, Hour, Range};
use super::facts::{Hours, ReceiptFact, Signing, Span, local};
use super::presence::Presence;
use crate::money::Money;
use crate::receipt::{Kind, Person};

/// A customer who wants something put right is back within this time; later a reversal is one without customer.
pub(super) const LATE: TimeDelta = TimeDelta::minutes(15);
/// What is corrected is rung up again within this time.
const AGAIN: TimeDelta = TimeDelta::minutes(10);
/// Training this soon after a sale is not practice in a quiet hour.
const AMONG: TimeDelta = TimeDelta::minutes(10);

/// A reversal or refund.
#[derive(Debug, Clone)]
pub(super) struct Back {
    pub(super) number: u64,
    pub(super) z_number: u32,
    pub(super) finished: DateTime<Utc>,
    pub(super) clerk: String,
    pub(super) second: Option<Person>,
    /// Without its sign.
    pub(super) gross: Money,
    pub(super) in_cash: bool,
    pub(super) whole: bool,
    /// After the sale; `None` where it goes back to nothing.
    pub(super) after: Option<TimeDelta>,
    pub(super) after_closing: bool,
    /// The same sum was sold again soon after.
    pub(super) corrected: bool,
}

impl Back {
    pub(super) fn is_late(&self) -> bool {
        self.after_closing || self.after.is_some_and(|after| after > LATE)
    }
}

/// Business of a closing period with customers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Business {
    pub(super) first: DateTime<Utc>,
    pub(super) last: DateTime<Utc>,
    pub(super) first_number: u64,
}

/// Numbers of receipts, grouped by person.
pub(super) type ByPerson = BTreeMap<String, Vec<(u64, Money)>>;

#[derive(Debug)]
pub(super) struct Tallies {
    pub(super) span: Span,
    pub(super) hours_open: Hours,
    presence: Presence,
    pub(super) clerks: BTreeMap<String, ClerkFigures>,
    pub(super) hours: [Hour; 24],
    pub(super) days: BTreeMap<NaiveDate, Day>,
    pub(super) back: Vec<Back>,
    /// Reversals so young that a sale may still correct them.
    young: Vec<usize>,
    pub(super) numbers: Option<Range>,
    pub(super) missing: Vec<Range>,
    pub(super) amounts: HashMap<Money, u64>,
    pub(super) business: BTreeMap<u32, Business>,
    /// TSE, signature counter, log time, receipt.
    pub(super) counters: Vec<(i64, u64, DateTime<Utc>, u64)>,
    pub(super) transactions: Vec<(i64, u64)>,
    pub(super) unsigned: Vec<u64>,
    pub(super) absent: ByPerson,
    pub(super) outside: ByPerson,
    /// Those of them that fall on a Sunday within the hours.
    pub(super) sundays: ByPerson,
    pub(super) aborts: ByPerson,
    pub(super) struck: ByPerson,
    pub(super) discounts: ByPerson,
    pub(super) training: ByPerson,
    pub(super) training_among: ByPerson,
    pub(super) pay_outs: ByPerson,
    pub(super) alone: Vec<(u64, Money)>,
    pub(super) no_reference: Vec<(u64, Money)>,
    pub(super) no_name: Vec<(u64, Money)>,
    last_sale: BTreeMap<String, DateTime<Utc>>,
    pub(super) receipts: u64,
}

impl Tallies {
    pub(super) fn new(span: Span, hours_open: Hours, presence: Presence) -> Tallies {
        Tallies {
            span,
            hours_open,
            presence,
            clerks: BTreeMap::new(),
            hours: [Hour::default(); 24],
            days: BTreeMap::new(),
            back: Vec::new(),
            young: Vec::new(),
            numbers: None,
            missing: Vec::new(),
            amounts: HashMap::new(),
            business: BTreeMap::new(),
            counters: Vec::new(),
            transactions: Vec::new(),
            unsigned: Vec::new(),
            absent: ByPerson::new(),
            outside: ByPerson::new(),
            sundays: ByPerson::new(),
            aborts: ByPerson::new(),
            struck: ByPerson::new(),
            discounts: ByPerson::new(),
            training: ByPerson::new(),
            training_among: ByPerson::new(),
            pay_outs: ByPerson::new(),
            alone: Vec::new(),
            no_reference: Vec::new(),
            no_name: Vec::new(),
            last_sale: BTreeMap::new(),
            receipts: 0,
        }
    }

    pub(super) fn day(&mut self, day: NaiveDate) -> &mut Day {
        self.days.entry(day).or_insert(Day {
            day,
            sales: Default::default(),
            back: Default::default(),
            closings: 0,
            difference: Money::ZERO,
        })
    }

    pub(super) fn clerk(&mut self, id: &str, name: &str) -> &mut ClerkFigures {
        // Looked up first: an id is copied once per person, not once per receipt.
        if !self.clerks.contains_key(id) {
            let new = ClerkFigures {
                id: id.to_owned(),
                ..ClerkFigures::default()
            };
            self.clerks.insert(id.to_owned(), new);
        }
        let clerk = self.clerks.entry(id.to_owned()).or_default();
        if !name.is_empty() && clerk.name != name {
            clerk.name = name.to_owned();
        }
        clerk
    }

    pub(super) fn receipt(&mut self, r: &ReceiptFact) {
        self.number(r.number);
        self.signing(r);
        self.receipts += 1;
        let at = local(r.finished);
        let hour = at.hour() as usize % 24;
        match r.kind {
            Kind::Sale => {
                self.hours[hour].sales.add(r.gross);
                self.day(at.date()).sales.add(r.gross);
                self.sale(r);
            }
            Kind::Void | Kind::Refund => {
                self.hours[hour].back.add(r.gross.abs());
                self.day(at.date()).back.add(r.gross.abs());
                self.back(r);
            }
            Kind::Abort => {
                self.clerk(&r.clerk.id, &r.clerk.name)
                    .aborts
                    .add(r.gross.abs());
                by(&mut self.aborts, r, r.gross.abs());
            }
            Kind::Training => self.train(r),
            Kind::PayOut => {
                self.clerk(&r.clerk.id, &r.clerk.name)
                    .pay_outs
                    .add(r.gross.abs());
                by(&mut self.pay_outs, r, r.gross.abs());
                if r.second.is_none() {
                    self.alone.push((r.number, r.gross.abs()));
                }
            }
            Kind::Opening
            | Kind::Float
            | Kind::Skim
            | Kind::Delivery
            | Kind::PayIn
            | Kind::Difference => {}
        }
        let with_customer = matches!(r.kind, Kind::Sale | Kind::Void | Kind::Refund | Kind::Abort);
        if with_customer {
            self.with_customer(r);
        }
        if r.clerk.name.trim().is_empty() {
            self.no_name.push((r.number, r.gross.abs()));
        }
        // The register itself writes receipts too: what a power cut left is finished at the next start.
        let by_itself = r.clerk == Person::register();
        if !by_itself && self.presence.was_there(&r.clerk.id, r.started, r.finished) == Some(false)
        {
            by(&mut self.absent, r, r.gross.abs());
        }
    }

    fn number(&mut self, number: u64) {
        match &mut self.numbers {
            None => {
                self.numbers = Some(Range {
                    first: number,
                    last: number,
                });
            }
            Some(range) => {
                if number > range.last + 1 {
                    self.missing.push(Range {
                        first: range.last + 1,
                        last: number - 1,
                    });
                }
                range.last = range.last.max(number);
            }
        }
    }

    fn signing(&mut self, r: &ReceiptFact) {
        match r.signing {
            Signing::Signed {
                tse,
                transaction,
                counter,
                log_time,
            } => {
                self.counters.push((tse, counter, log_time, r.number));
                self.transactions.push((tse, transaction));
            }
            Signing::Failed => self.unsigned.push(r.number),
            Signing::Pending => {}
        }
    }

    fn sale(&mut self, r: &ReceiptFact) {
        *self.amounts.entry(r.gross).or_insert(0) += 1;
        if r.gross.is_negative() {
            self.no_reference.push((r.number, r.gross.abs()));
        }
        let clerk = self.clerk(&r.clerk.id, &r.clerk.name);
        clerk.sales.add(r.gross);
        if !r.discount.is_zero() {
            clerk.discounts.add(r.discount.abs());
            by(&mut self.discounts, r, r.discount.abs());
        }
        if !self.young.is_empty() {
            let (back, finished) = (&mut self.back, r.finished);
            self.young
                .retain(|at| finished - back[*at].finished <= AGAIN);
            let same = |at: &usize| back[*at].gross == r.gross;
            if let Some(found) = self.young.iter().position(same) {
                let at = self.young.swap_remove(found);
                back[at].corrected = true;
            }
        }
        match self.last_sale.get_mut(&r.clerk.id) {
            Some(last) => *last = r.finished,
            None => {
                self.last_sale.insert(r.clerk.id.clone(), r.finished);
            }
        }
    }

    fn back(&mut self, r: &ReceiptFact) {
        let gross = r.gross.abs();
        let back = Back {
            number: r.number,
            z_number: r.z_number,
            finished: r.finished,
            clerk: r.clerk.id.clone(),
            second: r.second.clone(),
            gross,
            in_cash: r.cash.is_negative(),
            whole: r.kind == Kind::Void,
            after: r.origin.as_ref().map(|o| r.started - o.finished),
            after_closing: r.origin.as_ref().is_some_and(|o| o.z_number != r.z_number),
            corrected: false,
        };
        let clerk = self.clerk(&r.clerk.id, &r.clerk.name);
        match r.kind {
            Kind::Void => clerk.reversals.add(gross),
            _ => clerk.refunds.add(gross),
        }
        if back.is_late() {
            clerk.late.add(gross);
        }
        if back.after_closing {
            clerk.after_closing.add(gross);
        }
        if r.second.is_none() {
            self.alone.push((r.number, gross));
        }
        if r.origin.is_none() {
            self.no_reference.push((r.number, gross));
        }
        self.young.push(self.back.len());
        self.back.push(back);
    }

    fn train(&mut self, r: &ReceiptFact) {
        self.clerk(&r.clerk.id, &r.clerk.name)
            .training
            .add(r.gross.abs());
        by(&mut self.training, r, r.gross.abs());
        let last = self.last_sale.get(&r.clerk.id);
        if last.is_some_and(|last| r.started - *last <= AMONG) {
            by(&mut self.training_among, r, r.gross.abs());
        }
    }

    fn with_customer(&mut self, r: &ReceiptFact) {
        if r.struck > 0 {
            let clerk = self.clerk(&r.clerk.id, &r.clerk.name);
            clerk.struck.count += u64::from(r.struck);
            clerk.struck.amount += r.struck_gross.abs();
            by(&mut self.struck, r, r.struck_gross.abs());
        }
        if !self.hours_open.contain(r.finished, true) {
            by(&mut self.outside, r, r.gross.abs());
        } else if !self.hours_open.contain(r.finished, false) {
            by(&mut self.sundays, r, r.gross.abs());
        }
        self.business
            .entry(r.z_number)
            .and_modify(|business| business.last = r.finished)
            .or_insert(Business {
                first: r.finished,
                last: r.finished,
                first_number: r.number,
            });
    }
}

fn by(map: &mut ByPerson, r: &ReceiptFact, amount: Money) {
    match map.get_mut(&r.clerk.id) {
        Some(list) => list.push((r.number, amount)),
        None => {
            map.insert(r.clerk.id.clone(), vec![(r.number, amount)]);
        }
    }
}
