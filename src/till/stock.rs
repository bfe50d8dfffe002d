//! Stock: deliveries, losses and counts, and what a sale may take.
//!
//! What is asked for is checked against what is there while a sale is rung up, parked sales included, and once
//! more when payment begins: between the two somebody may have counted. Once money moved nothing is refused any
//! more; then the level says what is true, be it below zero.

mod counter;

use rust_decimal::Decimal;

use super::{Approval, Till, TillError};
use crate::catalogue::StockMode;
use crate::catalogue::stock::{Amount, AmountError, Counted, Level, Levels, MoveKind};
use crate::ledger::{CountSheet, StockMove};
use crate::people::{Right, User};
use crate::receipt::Person;

/// Name of the setting.
/// Setting: merchandise may be sold below zero.
pub(super) const NEGATIVE: &str = "negative_stock";

/// What is kept in memory of the stock: the till is the only one who changes it.
#[derive(Debug, Default)]
pub(super) struct Stock {
    levels: Levels,
    /// Rises with every change.
    edition: u64,
    /// Whether merchandise may be sold that is not there.
    negative: bool,
}

impl Stock {
    pub(super) fn read(ledger: &crate::ledger::Ledger) -> Result<Stock, TillError> {
        Ok(Stock {
            levels: ledger.stock()?,
            edition: 0,
            negative: ledger.setting(NEGATIVE)?.unwrap_or(false),
        })
    }

    /// Reads everything again, after a step that failed half-way.
    pub(super) fn reload(&mut self, ledger: &crate::ledger::Ledger) -> Result<(), TillError> {
        let edition = self.edition + 1;
        *self = Stock {
            edition,
            ..Stock::read(ledger)?
        };
        Ok(())
    }

    fn set(&mut self, item_id: String, level: Level) {
        self.levels.insert(item_id, level);
        self.edition += 1;
    }
}

impl Till {
    /// What there is of each item whose stock is kept.
    pub fn stock(&self) -> &Levels {
        &self.stock.levels
    }

    /// Rises with every change of a level; whoever keeps a copy sees that it is old.
    pub fn stock_edition(&self) -> u64 {
        self.stock.edition
    }

    /// Whether merchandise may be sold that, by the books, is not there. Forms of value never.
    pub fn negative_stock(&self) -> bool {
        self.stock.negative
    }

    /// Allows or forbids to sell merchandise below zero.
    pub fn set_negative_stock(&mut self, allowed: bool) -> Result<(), TillError> {
        let user = self.require(Right::Administer)?;
        self.settle()?;
        if self.stock.negative == allowed {
            return Ok(());
        }
        let now = self.now()?;
        let text = match allowed {
            true => "Verkauf unter null erlaubt (nicht für Wertvordrucke)",
            false => "Verkauf unter null nicht mehr erlaubt",
        };
        self.ledger.write(|w| {
            w.set(NEGATIVE, &allowed)?;
            w.event("negative-stock", Some(&user.id), None, text, now)
        })?;
        self.stock.negative = allowed;
        Ok(())
    }

    /// Books a delivery; `note` is the delivery note or whatever it came with.
    pub fn stock_in(
        &mut self,
        item_id: &str,
        amount: &Amount,
        note: &str,
    ) -> Result<StockMove, TillError> {
        let user = self.keeper()?;
        let level = self.level_for_move(item_id, true)?;
        let after = level.with(amount).map_err(|e| self.amount(item_id, e))?;
        self.moved(MoveKind::Delivery, item_id, amount, after, note, user, None)
    }

    /// Books what broke, was spoilt or vanished. Forms of value take a second person: one alone could sell them
    /// under the counter.
    pub fn stock_loss(
        &mut self,
        item_id: &str,
        amount: &Amount,
        reason: &str,
        approval: Option<&Approval>,
    ) -> Result<StockMove, TillError> {
        let user = self.keeper()?;
        if reason.trim().is_empty() {
            return Err(TillError::ReasonNeeded);
        }
        let level = self.level_for_move(item_id, false)?;
        let after = level
            .without(amount, self.stock.negative)
            .map_err(|e| self.amount(item_id, e))?;
        let second = match (&level, approval) {
            (_, Some(approval)) => Some(self.second(approval)?.person()),
            (Level::Numbers(_), None) => return Err(TillError::NotAllowed(Right::Approve)),
            (Level::Quantity(_), None) => None,
        };
        self.moved(MoveKind::Loss, item_id, amount, after, reason, user, second)
    }

    /// Books an inventory count: from now on there is what was counted. Differences need a reason, those of forms
    /// of value a second person as well. All items or none.
    pub fn stock_count(
        &mut self,
        counted: &[(String, Amount)],
        reason: &str,
        approval: Option<&Approval>,
    ) -> Result<CountSheet, TillError> {
        let user = self.keeper()?;
        let reason = reason.trim();
        let (mut items, mut moves) = (Vec::new(), Vec::new());
        let (mut differs, mut forms_differ) = (false, false);
        if counted.is_empty() {
            return Err(TillError::NothingCounted);
        }
        for (item_id, amount) in counted {
            if items.iter().any(|item: &Counted| item.item_id == *item_id) {
                return Err(TillError::CountedTwice(self.stock_name(item_id)));
            }
            let mode = self.stock_mode(item_id)?;
            let before = self.stock.levels.get(item_id);
            let first = before.is_none_or(|level| !level.fits(mode));
            let expected = match before.filter(|_| !first) {
                Some(level) => level.clone(),
                None => none(mode, item_id)?,
            };
            let level = expected
                .counted(amount)
                .map_err(|e| self.amount(item_id, e))?;
            let difference = expected.difference(&level);
            // A first count has nothing to differ from.
            if !first && !difference.is_zero() {
                differs = true;
                forms_differ |= mode == StockMode::Numbered;
            }
            let was = before.map_or(Decimal::ZERO, Level::quantity);
            moves.push((item_id, level.quantity() - was, level.clone()));
            items.push(Counted {
                item_id: item_id.clone(),
                expected,
                counted: level,
            });
        }
        if differs && reason.is_empty() {
            return Err(TillError::ReasonNeeded);
        }
        let second = match approval {
            Some(approval) => Some(self.second(approval)?.person()),
            None if forms_differ => return Err(TillError::NotAllowed(Right::Approve)),
            None => None,
        };
        let (at, person) = (self.now()?, user.person());
        let reason = Some(reason.to_owned()).filter(|r| !r.is_empty());
        let number = self.ledger.last_sheet()? + 1;
        self.unsettled = true;
        self.ledger.write(|w| {
            for (item_id, quantity, level) in &moves {
                w.stock_move(&StockMove {
                    id: 0,
                    at,
                    item_id: (*item_id).clone(),
                    kind: MoveKind::Count,
                    quantity: *quantity,
                    numbers: level.numbers().cloned(),
                    level: level.clone(),
                    person: person.clone(),
                    second: second.clone(),
                    reason: reason.clone(),
                    sheet: Some(number),
                })?;
            }
            Ok(())
        })?;
        self.unsettled = false;
        for item in &items {
            let (id, level) = (item.item_id.clone(), item.counted.clone());
            self.stock.set(id, level);
        }
        Ok(CountSheet {
            number,
            at,
            person,
            second,
            reason,
            items,
        })
    }

    fn keeper(&mut self) -> Result<User, TillError> {
        let user = self.require(Right::KeepStock)?;
        self.settle()?;
        if self.training {
            return Err(TillError::Training);
        }
        Ok(user)
    }

    #[allow(clippy::too_many_arguments)]
    fn moved(
        &mut self,
        kind: MoveKind,
        item_id: &str,
        amount: &Amount,
        after: Level,
        reason: &str,
        user: User,
        second: Option<Person>,
    ) -> Result<StockMove, TillError> {
        let sign = match kind {
            MoveKind::Loss => -Decimal::ONE,
            _ => Decimal::ONE,
        };
        let (quantity, numbers) = match amount {
            Amount::Numbers(numbers) => {
                let printed = match self.stock.levels.get(item_id) {
                    Some(Level::Numbers(level)) => numbers.clone().printed_like(level),
                    _ => numbers.clone(),
                };
                (Decimal::from(numbers.count()), Some(printed))
            }
            Amount::Quantity(quantity) => (*quantity, None),
        };
        let mut moved = StockMove {
            id: 0,
            at: self.now()?,
            item_id: item_id.to_owned(),
            kind,
            quantity: sign * quantity,
            level: after.clone(),
            numbers,
            person: user.person(),
            second,
            reason: Some(reason.trim().to_owned()).filter(|r| !r.is_empty()),
            sheet: None,
        };
        self.unsettled = true;
        moved.id = self.ledger.write(|w| w.stock_move(&moved))?;
        self.unsettled = false;
        self.stock.set(item_id.to_owned(), after);
        Ok(moved)
    }

    /// The level a delivery or loss changes. What was never counted can only come in; what is kept in another
    /// form by now has to be counted first.
    fn level_for_move(&self, item_id: &str, comes_in: bool) -> Result<Level, TillError> {
        let mode = self.stock_mode(item_id)?;
        match self.stock.levels.get(item_id) {
            Some(level) if level.fits(mode) => Ok(level.clone()),
            None if comes_in => none(mode, item_id),
            _ => Err(TillError::CountFirst(self.stock_name(item_id))),
        }
    }

    fn stock_mode(&self, item_id: &str) -> Result<StockMode, TillError> {
        let entry = self.assortment.entry(item_id);
        let entry = entry.ok_or_else(|| TillError::UnknownItem(item_id.to_owned()))?;
        match entry.item.stock {
            StockMode::None => Err(TillError::NoStock(entry.item.name.clone())),
            mode => Ok(mode),
        }
    }

    fn stock_name(&self, item_id: &str) -> String {
        let entry = self.assortment.entry(item_id);
        entry.map_or_else(|| item_id.to_owned(), |entry| entry.item.name.clone())
    }

    fn amount(&self, item_id: &str, error: AmountError) -> TillError {
        let item = self.stock_name(item_id);
        TillError::StockAmount { item, error }
    }
}

fn none(mode: StockMode, item_id: &str) -> Result<Level, TillError> {
    Level::none(mode).ok_or_else(|| TillError::NoStock(item_id.to_owned()))
}
