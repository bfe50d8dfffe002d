//! Stock: deliveries, losses and counts, and what a sale may take.
//!
//! What is asked for is checked against what is there while a sale is rung up, parked sales included, and once
//! more when payment begins: between the two somebody may have counted. Once money moved nothing is refused any
//! more; then the level says what is true, be it below zero.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use super::paying::holds_money;
use super::{Approval, Till, TillError};
use crate::catalogue::StockMode;
use crate::catalogue::stock::{Amount, Counted, Level, Levels, MoveKind, Numbers};
use crate::ledger::{CountSheet, Draft, DraftPayment, StockMove};
use crate::people::{Right, User};
use crate::receipt::{Line, Person, Receipt};
use crate::sale::{Sale, SaleError};

/// Name of the setting.
const NEGATIVE: &str = "negative_stock";

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
}

impl Stock {
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
        self.unsettled = true;
        let number = self.ledger.write(|w| {
            let number = w.next_sheet()?;
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
            Ok(number)
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

    /// Chooses the forms of a line, where others than the lowest numbers are at hand: all of them, or the first
    /// one. `None` goes back to the lowest.
    pub fn set_numbers(&mut self, line: u32, numbers: Option<&str>) -> Result<(), TillError> {
        let Some(text) = numbers.map(str::trim).filter(|text| !text.is_empty()) else {
            return self.change(false, |sale| sale.set_numbers(line, None));
        };
        let draft = self.current.as_ref().ok_or(TillError::NoSale)?;
        let found = draft.sale.lines().iter().find(|l| l.id == line);
        let found = found.ok_or(TillError::Sale(SaleError::NoLine))?;
        let (id, wanted) = (found.item.id.clone(), found.quantity);
        let error = |error| TillError::StockAmount {
            item: found.item.name.clone(),
            error,
        };
        use crate::catalogue::stock::AmountError;
        let level = self.kept(&id).and_then(Level::numbers);
        let level = level.ok_or_else(|| error(AmountError::QuantityNeeded))?;
        let chosen: Numbers = text.parse().map_err(TillError::Numbers)?;
        let others = self.chosen_elsewhere(&id, Some((draft.id, line)))?;
        let free = level.minus(&others);
        let strange = chosen.minus(&free);
        if !strange.is_empty() {
            return Err(error(AmountError::NotThere(strange.printed_like(level))));
        }
        let count = count_of(wanted);
        let run = match chosen.count() == count {
            true => Some(free.common(&chosen)),
            false => free.from(&chosen, count),
        };
        let run = run.ok_or(TillError::NumbersCount {
            needed: count,
            given: chosen.count(),
        })?;
        self.change(false, |sale| sale.set_numbers(line, Some(run.to_string())))
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
        let (quantity, numbers) = match (amount, &after) {
            (Amount::Numbers(numbers), _) => {
                let printed = numbers.clone();
                let printed = match self.stock.levels.get(item_id) {
                    Some(Level::Numbers(level)) => printed.printed_like(level),
                    _ => printed,
                };
                (Decimal::from(numbers.count()), Some(printed))
            }
            (Amount::Quantity(quantity), _) => (*quantity, None),
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

    fn amount(&self, item_id: &str, error: crate::catalogue::stock::AmountError) -> TillError {
        let item = self.stock_name(item_id);
        TillError::StockAmount { item, error }
    }

    /// The level of an item that is kept, in the form it is kept in today.
    fn kept(&self, item_id: &str) -> Option<&Level> {
        let level = self.stock.levels.get(item_id)?;
        let mode = match self.catalogue.by_id(item_id) {
            Some(item) => item.stock,
            None => self.assortment.entry(item_id)?.item.stock,
        };
        Some(level).filter(|level| level.fits(mode))
    }

    /// Refuses what a change would take beyond what is there. `id` is the draft that is changed.
    pub(super) fn in_stock(
        &self,
        before: Option<&Sale>,
        after: &Sale,
        id: Option<i64>,
    ) -> Result<(), TillError> {
        let wanted_before = before.map(|sale| self.wanted(sale)).unwrap_or_default();
        let wanted = self.wanted(after);
        let mut others = None;
        for (item_id, wanted) in wanted {
            let had = wanted_before.get(item_id).copied().unwrap_or_default();
            if wanted <= had {
                continue;
            }
            let others = match &others {
                Some(others) => others,
                None => others.insert(self.others(id, |_| true)?),
            };
            self.suffices(item_id, wanted, others)?;
        }
        Ok(())
    }

    /// Refuses to begin to pay for what is not there any more. Whoever has paid a part already comes first.
    pub(super) fn in_stock_to_pay(&self, draft: &Draft) -> Result<(), TillError> {
        let wanted = self.wanted(&draft.sale);
        if wanted.is_empty() {
            return Ok(());
        }
        let payments = self.ledger.draft_payments(None)?;
        let mut by_draft: HashMap<i64, Vec<DraftPayment>> = HashMap::new();
        for payment in payments {
            by_draft.entry(payment.draft).or_default().push(payment);
        }
        let paid = |id: i64| by_draft.get(&id).is_some_and(|all| holds_money(all));
        if paid(draft.id) {
            return Ok(());
        }
        let others = self.others(Some(draft.id), |other| paid(other.id))?;
        for (item_id, wanted) in wanted {
            self.suffices(item_id, wanted, &others)?;
        }
        for line in draft.sale.lines().iter().filter(|line| !line.voided) {
            let level = self.kept(&line.item.id).and_then(Level::numbers);
            if let (Some(level), Some(chosen)) = (level, &line.numbers) {
                let chosen: Numbers = chosen.parse().map_err(TillError::Numbers)?;
                let gone = chosen.minus(level);
                if !gone.is_empty() {
                    let error = crate::catalogue::stock::AmountError::NotThere(gone);
                    return Err(self.amount(&line.item.id, error));
                }
            }
        }
        Ok(())
    }

    fn suffices(&self, item_id: &str, wanted: Decimal, others: &[Draft]) -> Result<(), TillError> {
        let Some(level) = self.kept(item_id) else {
            return Ok(());
        };
        if self.stock.negative && level.numbers().is_none() {
            return Ok(());
        }
        let elsewhere: Decimal = others
            .iter()
            .filter_map(|draft| self.wanted(&draft.sale).get(item_id).copied())
            .sum();
        let left = level.quantity() - elsewhere;
        match wanted > left {
            true => Err(TillError::OutOfStock {
                item: self.stock_name(item_id),
                left: left.max(Decimal::ZERO),
            }),
            false => Ok(()),
        }
    }

    /// What a sale takes of the items that are kept.
    fn wanted<'a>(&self, sale: &'a Sale) -> BTreeMap<&'a str, Decimal> {
        let mut wanted = BTreeMap::new();
        if sale.training || sale.origin.is_some() || self.stock.levels.is_empty() {
            return wanted;
        }
        for line in sale.lines().iter().filter(|line| !line.voided) {
            if self.kept(&line.item.id).is_some() {
                *wanted.entry(line.item.id.as_str()).or_default() += line.quantity;
            }
        }
        wanted
    }

    /// Open sales other than `id`.
    fn others(
        &self,
        id: Option<i64>,
        counts: impl Fn(&Draft) -> bool,
    ) -> Result<Vec<Draft>, TillError> {
        let mut drafts = self.ledger.drafts()?;
        drafts.retain(|draft| Some(draft.id) != id && counts(draft));
        Ok(drafts)
    }

    /// Forms of an item that clerks have chosen on lines other than this one.
    fn chosen_elsewhere(
        &self,
        item_id: &str,
        except: Option<(i64, u32)>,
    ) -> Result<Numbers, TillError> {
        let mut chosen = Numbers::new();
        for draft in self.ledger.drafts()? {
            if draft.sale.training || draft.sale.origin.is_some() {
                continue;
            }
            for line in draft.sale.lines() {
                let counts =
                    !line.voided && line.item.id == item_id && except != Some((draft.id, line.id));
                let numbers = line.numbers.as_deref().filter(|_| counts);
                if let Some(numbers) = numbers.and_then(|text| text.parse().ok()) {
                    chosen = chosen.plus(&numbers);
                }
            }
        }
        Ok(chosen)
    }

    /// Says which forms go over the counter: those the clerk chose, else the lowest that nobody chose.
    pub(super) fn assign_numbers(
        &self,
        draft: &Draft,
        lines: &mut [Line],
    ) -> Result<(), TillError> {
        if draft.sale.training || draft.sale.origin.is_some() {
            return Ok(());
        }
        let mut taken: BTreeMap<String, Numbers> = BTreeMap::new();
        for line in lines.iter_mut().filter(|line| !line.voided) {
            let Some(level) = self.kept(&line.item_id).and_then(Level::numbers) else {
                line.numbers = None;
                continue;
            };
            let taken = taken.entry(line.item_id.clone()).or_default();
            let free = level.minus(taken);
            let chosen = line.numbers.as_deref().and_then(|t| t.parse().ok());
            let numbers = match chosen {
                Some(chosen) if free.contains(&chosen) => chosen,
                _ => {
                    let others = self.chosen_elsewhere(&line.item_id, None)?;
                    let count = count_of(line.quantity);
                    let first = free.minus(&others).lowest(count);
                    let rest = count - first.count();
                    first.plus(&free.minus(&first).lowest(rest))
                }
            };
            *taken = taken.plus(&numbers);
            line.numbers = Some(numbers.to_string()).filter(|text| !text.is_empty());
        }
        Ok(())
    }

    /// Takes note of what a receipt that was just written did to the stock.
    pub(super) fn stock_moved(&mut self, receipt: &Receipt) -> Result<(), TillError> {
        if !receipt.kind.counts() {
            return Ok(());
        }
        for line in receipt.valid_lines() {
            if self.stock.levels.contains_key(&line.item_id)
                && let Some(level) = self.ledger.stock_of(&line.item_id)?
            {
                self.stock.set(line.item_id.clone(), level);
            }
        }
        Ok(())
    }
}

fn none(mode: StockMode, item_id: &str) -> Result<Level, TillError> {
    Level::none(mode).ok_or_else(|| TillError::NoStock(item_id.to_owned()))
}

/// Pieces in a quantity of forms; they only come whole.
fn count_of(quantity: Decimal) -> u64 {
    use rust_decimal::prelude::ToPrimitive;
    quantity.trunc().to_u64().unwrap_or(0)
}
