//! Ringing up: step 1 of the life of a sale. Every change is on the disk before the screen shows it.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::{Till, TillError};
use crate::catalogue::Item;
use crate::ledger::{Draft, PaymentState};
use crate::money::Money;
use crate::people::Right;
use crate::receipt::{Kind, Line, Receipt, totals_of};
use crate::sale::{Discount, Sale};
use crate::voucher::VoucherKind;

impl Till {
    /// Switches training on or off; what is rung up then is secured, but no business.
    pub fn set_training(&mut self, training: bool) -> Result<(), TillError> {
        self.require(Right::Sell)?;
        if self.current.is_some() {
            return Err(TillError::SaleOpen);
        }
        self.training = training;
        Ok(())
    }

    /// Rings up an item; the first one begins the sale and the TSE transaction. Returns the line's id.
    pub fn add(
        &mut self,
        item_id: &str,
        quantity: Decimal,
        price: Option<Money>,
        reference: Option<String>,
    ) -> Result<u32, TillError> {
        self.turn_page()?;
        let supplied = self.current.as_ref().and_then(|d| d.sale.supplied);
        let item = match supplied {
            Some(day) => {
                let entry = self.assortment.entry(item_id);
                entry.and_then(|entry| entry.on(day, &self.rates, &self.regimes))
            }
            None => self.catalogue.by_id(item_id).cloned(),
        };
        let item = item.ok_or_else(|| TillError::UnknownItem(item_id.to_owned()))?;
        if VoucherKind::sold_by(item.case).is_some() {
            return self.add_vouchers(&item, quantity, price, reference);
        }
        self.change(true, |sale| sale.add(&item, quantity, price, reference))
    }

    /// Rings up the item with a bar code.
    pub fn scan(&mut self, ean: &str) -> Result<u32, TillError> {
        self.turn_page()?;
        let found = self
            .catalogue
            .by_ean(ean.trim())
            .map(|item| item.id.clone());
        let id = found.ok_or_else(|| TillError::UnknownItem(ean.trim().to_owned()))?;
        self.add(&id, Decimal::ONE, None, None)
    }

    /// Sets the quantity of a line.
    pub fn set_quantity(&mut self, line: u32, quantity: Decimal) -> Result<(), TillError> {
        self.change(false, |sale| sale.set_quantity(line, quantity))
    }

    /// Sets the price of a line, where the item leaves it to the clerk.
    pub fn set_price(&mut self, line: u32, price: Money) -> Result<(), TillError> {
        self.may_redeem(line, price)?;
        self.change(false, |sale| sale.set_price(line, price))
    }

    /// Strikes a line out.
    pub fn void_line(&mut self, line: u32) -> Result<(), TillError> {
        self.change(false, |sale| sale.void_line(line))
    }

    /// Grants a discount on a line or on the whole; `None` takes it back.
    pub fn set_discount(
        &mut self,
        line: Option<u32>,
        discount: Option<Discount>,
    ) -> Result<(), TillError> {
        self.change(false, |sale| sale.set_discount(line, discount))
    }

    /// Applies a change to the sale on the screen and makes it durable. After a first payment nothing
    /// changes any more: what was paid for must stay what it was.
    pub(super) fn change<T>(
        &mut self,
        may_begin: bool,
        change: impl FnOnce(&mut Sale) -> Result<T, crate::sale::SaleError>,
    ) -> Result<T, TillError> {
        let user = self.require(Right::Sell)?;
        self.settle()?;
        self.collect_starts()?;
        let now = self.now()?;
        // The day of the catalogue the item is from: should midnight pass right here, the sale is moved next.
        let (day, training) = (self.catalogue.day(), self.training);
        let Some(mut draft) = self.current.clone() else {
            if !may_begin {
                return Err(TillError::NoSale);
            }
            self.same_rates()?;
            self.open_day()?;
            let mut sale = Sale::new(day, training);
            let done = change(&mut sale)?;
            self.in_stock(None, &sale, None)?;
            self.begin(sale, &user.id, now)?;
            return Ok(done);
        };
        if super::paying::holds_money(&self.ledger.draft_payments(Some(draft.id))?) {
            return Err(TillError::PartlyPaid);
        }
        let before = draft.sale.clone();
        let done = change(&mut draft.sale)?;
        self.in_stock(Some(&before), &draft.sale, Some(draft.id))?;
        self.ledger
            .write(|w| w.draft_changed(draft.id, &draft.sale))?;
        self.current = Some(draft);
        Ok(done)
    }

    /// Makes a new sale durable and sends the TSE its start.
    pub(super) fn begin(
        &mut self,
        sale: Sale,
        clerk: &str,
        now: DateTime<Utc>,
    ) -> Result<(), TillError> {
        let id = self.ledger.write(|w| w.draft_begun(&sale, clerk, now))?;
        let clerk_id = clerk.to_owned();
        self.current = Some(Draft {
            id,
            sale,
            clerk_id,
            started: now,
            parked: None,
            tse: None,
        });
        self.archive_gives_way();
        if self.signer.outage().is_none() {
            self.signer.begin_start(id);
            self.collect_starts()?;
        }
        Ok(())
    }

    /// Parks the sale on the screen.
    pub fn park(&mut self, name: &str) -> Result<(), TillError> {
        self.require(Right::Sell)?;
        self.settle()?;
        let draft = self.current.clone().ok_or(TillError::NoSale)?;
        if self.has_unknown(draft.id)? {
            return Err(TillError::PaymentUnknown);
        }
        let name = if name.trim().is_empty() {
            "–"
        } else {
            name.trim()
        };
        self.ledger
            .write(|w| w.draft_parked(draft.id, Some(name)))?;
        self.current = None;
        Ok(())
    }

    /// Takes a parked sale back on the screen. One that was parked over midnight is taxed as of today.
    pub fn recall(&mut self, id: i64) -> Result<(), TillError> {
        self.require(Right::Sell)?;
        self.settle()?;
        if self.current.is_some() {
            return Err(TillError::SaleOpen);
        }
        let mut draft = self
            .ledger
            .drafts()?
            .into_iter()
            .find(|d| d.id == id)
            .ok_or(TillError::NoSale)?;
        draft.parked = None;
        self.refresh_day(&mut draft)?;
        self.ledger.write(|w| {
            w.draft_parked(id, None)?;
            w.draft_changed(id, &draft.sale)
        })?;
        self.current = Some(draft);
        Ok(())
    }

    /// Moves a draft to today, unless something was paid on it already.
    pub(super) fn refresh_day(&self, draft: &mut Draft) -> Result<(), TillError> {
        let day = self.today();
        let payments = self.ledger.draft_payments(Some(draft.id))?;
        let moved = super::paying::holds_money(&payments);
        if draft.sale.day != day && !moved {
            let supplied = draft.sale.supplied;
            let items = self.items_of(&draft.sale, supplied.unwrap_or(day));
            draft
                .sale
                .move_to(day, supplied, |id| items.get(id).cloned());
        }
        Ok(())
    }

    /// The items of a sale as they are taxed and priced on a day, archived ones too.
    fn items_of(&self, sale: &Sale, day: NaiveDate) -> HashMap<String, Item> {
        let ids = sale.lines().iter().map(|line| &line.item.id);
        ids.filter_map(|id| {
            let entry = self.assortment.entry(id)?;
            Some((id.clone(), entry.as_of(day, &self.rates, &self.regimes)?))
        })
        .collect()
    }

    /// Says that the supply was on another day than today, or with `None` that it is today: a hall that was
    /// used in December and is paid in January is taxed by the law of December (§27(1) UStG).
    pub fn set_supplied(&mut self, supplied: Option<NaiveDate>) -> Result<(), TillError> {
        let today = self.today();
        if supplied.is_some_and(|day| day > today) {
            return Err(TillError::SuppliedLater);
        }
        let current = self.current.as_ref().map(|draft| &draft.sale);
        let items = current
            .map(|sale| self.items_of(sale, supplied.unwrap_or(today)))
            .unwrap_or_default();
        // What had no price then cannot have been supplied then.
        let lines = current.map(Sale::lines).unwrap_or_default();
        let unknown = |line: &&crate::sale::SaleLine| {
            let dated = matches!(line.tax, crate::sale::LineTax::Dated(_));
            !line.voided && dated && !items.contains_key(&line.item.id)
        };
        if let Some(line) = lines.iter().find(unknown) {
            return Err(TillError::UnknownItem(line.item.id.clone()));
        }
        let rates = self.rates.clone();
        self.change(false, |sale| {
            if sale.origin.is_some() {
                return Err(crate::sale::SaleError::Fixed);
            }
            sale.move_to(today, supplied, |id| items.get(id).cloned());
            sale.totals(&rates).map(|_| ())
        })
    }

    /// The sale as it goes on a receipt: what was paid for in part before midnight was supplied then, and is booked
    /// today, under the keys of today.
    pub(super) fn as_of_today(&self, sale: &Sale, finished: DateTime<Utc>) -> Sale {
        let today = super::local_day(finished);
        let mut sale = sale.clone();
        if sale.day != today {
            if sale.origin.is_none() {
                sale.supplied = Some(sale.tax_day());
            }
            sale.day = today;
        }
        sale
    }

    /// The lines of a sale that is dropped. Nothing was supplied, so in a period that began under other rates they
    /// are written with those: its closing holds one rate per key.
    fn dropped_lines(&self, sale: &Sale) -> Result<Vec<Line>, TillError> {
        let lines = sale.receipt_lines(&self.rates)?;
        if let (Err(_), Some(since)) = (self.fits_period(&lines), self.period.since) {
            let mut earlier = sale.clone();
            earlier.day = super::local_day(since);
            earlier.supplied = None;
            return Ok(earlier.receipt_lines(&self.rates).unwrap_or(lines));
        }
        Ok(lines)
    }

    /// Drops the sale on the screen; it is recorded as AVBelegabbruch. Cash taken so far is handed back by
    /// the clerk; an approved card payment must be taken back first.
    pub fn abort(&mut self, reason: &str) -> Result<u64, TillError> {
        let user = self.require(Right::Sell)?;
        self.settle()?;
        let draft = self.current.clone().ok_or(TillError::NoSale)?;
        self.open_day()?;
        let payments = self.ledger.draft_payments(Some(draft.id))?;
        if payments.iter().any(super::paying::is_open) {
            return Err(TillError::PaymentUnknown);
        }
        let by_card = payments
            .iter()
            .filter(|p| p.card && p.state == PaymentState::Approved);
        if !by_card.map(|p| p.amount).sum::<Money>().is_zero() {
            return Err(TillError::PartlyPaid);
        }
        let finished = self.now()?;
        let sale = self.as_of_today(&draft.sale, finished);
        let lines = self.dropped_lines(&sale)?;
        let receipt = Receipt {
            number: super::finish::UNNUMBERED,
            z_number: self.period.number,
            kind: Kind::Abort,
            started: draft.started.min(finished),
            finished,
            clerk: user.person(),
            second: None,
            refers_to: None,
            supplied: sale.supplied,
            reason: Some(reason.trim().to_owned()).filter(|r| !r.is_empty()),
            totals: totals_of(&lines),
            lines,
            payments: Vec::new(),
            signature: None,
        };
        // The payments go away with the draft; that money came and went stays on record.
        let returned: Vec<String> = payments
            .iter()
            .filter(|p| p.state == PaymentState::Approved)
            .map(|p| format!("{} {} €", p.reference, p.amount))
            .collect();
        let text = returned.join("; ");
        let event = (!returned.is_empty()).then_some(("payments-returned", text.as_str()));
        let finished = self.complete(receipt, Some(&draft), &[], event)?;
        self.current = None;
        Ok(finished.receipt.number)
    }
}
