//! What a sale may take of the stock, and which forms go over the counter.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use crate::catalogue::stock::{AmountError, Level, Numbers};
use crate::ledger::{Draft, DraftPayment};
use crate::receipt::{Line, Receipt};
use crate::sale::{Sale, SaleError};
use crate::till::paying::holds_money;
use crate::till::{Till, TillError};

impl Till {
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
    pub(in crate::till) fn in_stock(
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
    pub(in crate::till) fn in_stock_to_pay(&self, draft: &Draft) -> Result<(), TillError> {
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
                    let error = AmountError::NotThere(gone);
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
    pub(in crate::till) fn assign_numbers(
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
    pub(in crate::till) fn stock_moved(&mut self, receipt: &Receipt) -> Result<(), TillError> {
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

/// Pieces in a quantity of forms; they only come whole.
fn count_of(quantity: Decimal) -> u64 {
    use rust_decimal::prelude::ToPrimitive;
    quantity.trunc().to_u64().unwrap_or(0)
}
