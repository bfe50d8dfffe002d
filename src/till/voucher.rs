//! Selling, redeeming and listing vouchers. A voucher moves with the receipt that says so, in the same durable
//! step; until then an open sale holds what it redeems, so that no other one can.

use ring::rand::{SecureRandom, SystemRandom};
use rust_decimal::Decimal;

use super::{Till, TillError};
use crate::catalogue::Item;
use crate::ledger::Draft;
use crate::money::Money;
use crate::people::{Right, User};
use crate::receipt::{Line, Receipt};
use crate::sale::{SaleError, SaleLine};
use crate::voucher::{BLOCKED, Number, Refusal, UNBLOCKED, Voucher, VoucherKind, block_text};

/// Gives a number nobody can guess, or `None` where the system has no chance to give.
pub type Dice = Box<dyn FnMut() -> Option<u64> + Send>;

/// Numbers a sale tries before it says that there is none.
const TRIES: usize = 32;
/// Vouchers one press can sell.
const AT_ONCE: i64 = 20;

/// The operating system's.
pub(super) fn chance() -> Dice {
    Box::new(|| {
        let mut bytes = [0; 8];
        SystemRandom::new().fill(&mut bytes).ok()?;
        Some(u64::from_be_bytes(bytes))
    })
}

impl Till {
    /// Takes the numbers of vouchers from elsewhere: a day that can be repeated, a test.
    pub fn set_dice(&mut self, dice: Dice) {
        self.dice = dice;
    }

    /// Rings up vouchers, each with a line and a number of its own. Returns the last line's id.
    pub(super) fn add_vouchers(
        &mut self,
        item: &Item,
        quantity: Decimal,
        price: Option<Money>,
        reference: Option<String>,
    ) -> Result<u32, TillError> {
        if !quantity.fract().is_zero() || quantity > Decimal::from(AT_ONCE) {
            return Err(SaleError::VoucherSingly.into());
        }
        let mut numbers = Vec::new();
        while Decimal::from(numbers.len()) < quantity {
            let number = self.fresh_number(&numbers)?;
            numbers.push(number);
        }
        self.change(true, |sale| {
            // Zero or less is refused by the sale itself.
            let first = numbers.is_empty().then_some(quantity);
            if let Some(quantity) = first {
                return sale.add(item, quantity, price, reference);
            }
            let mut last = 0;
            for number in &numbers {
                last = sale.add(item, Decimal::ONE, price, reference.clone())?;
                sale.set_voucher(last, number)?;
            }
            Ok(last)
        })
    }

    fn fresh_number(&mut self, given: &[Number]) -> Result<Number, TillError> {
        for _ in 0..TRIES {
            let chance = (self.dice)().ok_or(TillError::NoChance)?;
            let number = Number::from_chance(chance);
            if !given.contains(&number) && !self.is_taken(&number, None)? {
                return Ok(number);
            }
        }
        Err(TillError::NoChance)
    }

    /// Whether a voucher, an item or an open sale has this number; `line` of the sale on the screen does not
    /// count.
    fn is_taken(&self, number: &Number, line: Option<u32>) -> Result<bool, TillError> {
        let text = number.as_str();
        let article = |e: &crate::catalogue::Entry| e.item.ean.as_deref() == Some(text);
        if self.assortment.entries().iter().any(article) || self.ledger.voucher(text)?.is_some() {
            return Ok(true);
        }
        let current = self.current.as_ref().map(|draft| draft.id);
        let own = |draft: &Draft, l: &SaleLine| Some(draft.id) == current && Some(l.id) == line;
        Ok(self.ledger.drafts()?.iter().any(|draft| {
            let lines = draft
                .sale
                .lines()
                .iter()
                .filter(|l| !l.voided && !own(draft, l));
            lines
                .filter_map(|l| l.voucher.as_deref())
                .any(|v| v == text)
        }))
    }

    /// A card that was printed before is sold: its number takes the place of the one given out.
    pub fn set_voucher_number(&mut self, line: u32, number: &str) -> Result<(), TillError> {
        let number = Number::read(number)?;
        if self.is_taken(&number, Some(line))? {
            let number = number.to_string();
            return Err(SaleError::from(Refusal::Taken { number }).into());
        }
        self.change(false, |sale| sale.set_voucher(line, &number))
    }

    /// Redeems a voucher on the sale on the screen: `amount` of it, or with `None` as much as is left and due.
    /// Returns the line's id.
    pub fn redeem(&mut self, number: &str, amount: Option<Money>) -> Result<u32, TillError> {
        let (voucher, sold, left) = self.redeemable(number)?;
        let due = self
            .current
            .as_ref()
            .map_or(Money::ZERO, |draft| draft.sale.redeemable());
        let amount = match (amount, voucher.kind) {
            (Some(amount), _) => amount,
            (None, VoucherKind::Single) => voucher.value,
            (None, VoucherKind::Multi) => left.min(due),
        };
        if amount > left {
            let (number, balance) = (voucher.number, left);
            return Err(SaleError::from(Refusal::Balance { number, balance }).into());
        }
        let rates = self.rates.clone();
        self.change(false, |sale| {
            if sale.redeemable().is_zero() {
                return Err(SaleError::VoucherTooMuch { goods: Money::ZERO });
            }
            sale.redeem(&voucher, &sold, (amount, left), &rates)
        })
    }

    /// A voucher that may be redeemed, the line that sold it, and what is left of it beside open sales.
    fn redeemable(&self, number: &str) -> Result<(Voucher, Line, Money), TillError> {
        let number = Number::read(number)?.to_string();
        let unknown = |number| TillError::from(SaleError::from(Refusal::Unknown { number }));
        let found = self.ledger.voucher(&number)?;
        let voucher = found.ok_or_else(|| unknown(number.clone()))?;
        if let Some(refusal @ (Refusal::Blocked { .. } | Refusal::Spent { .. })) =
            voucher.refuses(voucher.balance)
        {
            return Err(SaleError::from(refusal).into());
        }
        let sold = self
            .ledger
            .receipt(voucher.receipt)?
            .and_then(|receipt| receipt.lines.into_iter().find(|l| sells(l, &number)))
            .ok_or_else(|| unknown(number.clone()))?;
        let held = self.held(&number)?;
        let left = held.map(|held| voucher.balance - held);
        match left.filter(|left| *left > Money::ZERO) {
            Some(left) => Ok((voucher, sold, left)),
            None => Err(SaleError::from(Refusal::InUse { number }).into()),
        }
    }

    /// What open sales other than the one on the screen redeem of a voucher; `None` while one takes it back.
    fn held(&self, number: &str) -> Result<Option<Money>, TillError> {
        let current = self.current.as_ref().map(|draft| draft.id);
        let mut held = Money::ZERO;
        for draft in self.ledger.drafts()? {
            let sale = &draft.sale;
            if Some(draft.id) == current || sale.training {
                continue;
            }
            let lines = sale.lines().iter().filter(|l| !l.voided);
            for line in lines.filter(|l| l.voucher.as_deref() == Some(number)) {
                if sale.origin.is_none() {
                    held += -line.gross();
                } else if !line.is_redemption() {
                    return Ok(None);
                }
            }
        }
        Ok(Some(held))
    }

    /// Before a redemption gets another amount: what other open sales hold of the voucher by now is not to be had.
    pub(super) fn may_redeem(&self, line: u32, amount: Money) -> Result<(), TillError> {
        let sale = self.current.as_ref().map(|draft| &draft.sale);
        let found = sale.and_then(|sale| sale.lines().iter().find(|l| l.id == line));
        let Some(number) = found
            .filter(|line| !line.voided && line.is_redemption())
            .and_then(|line| line.voucher.clone())
        else {
            return Ok(());
        };
        let (_, _, balance) = self.redeemable(&number)?;
        match amount > balance {
            true => Err(SaleError::from(Refusal::Balance { number, balance }).into()),
            false => Ok(()),
        }
    }

    /// Before a receipt is taken back: a voucher it sold must be whole, and in no open sale.
    pub(super) fn vouchers_may_go_back(
        &self,
        original: &Receipt,
        positions: Option<&[usize]>,
    ) -> Result<(), TillError> {
        for (position, line) in original.lines.iter().enumerate() {
            let wanted = positions.is_none_or(|wanted| wanted.contains(&position));
            let Some(number) = line.voucher.clone().filter(|_| wanted && !line.voided) else {
                continue;
            };
            if VoucherKind::sold_by(line.case).is_none() {
                continue;
            }
            let whole = self
                .ledger
                .voucher(&number)?
                .is_some_and(|v| v.blocked.is_none() && v.balance == v.value);
            if !whole {
                return Err(SaleError::from(Refusal::Redeemed { number }).into());
            }
            if self.held(&number)? != Some(Money::ZERO) {
                return Err(SaleError::from(Refusal::InUse { number }).into());
            }
        }
        Ok(())
    }

    /// Blocks a voucher that was lost or stolen, for a reason; a manager does it.
    pub fn block_voucher(&mut self, number: &str, reason: &str) -> Result<(), TillError> {
        let (user, voucher, reason) = self.asked_to_block(number, reason)?;
        let number = voucher.number.clone();
        if let Some(reason) = voucher.blocked {
            return Err(SaleError::from(Refusal::Blocked { number, reason }).into());
        }
        if voucher.balance <= Money::ZERO {
            return Err(SaleError::from(Refusal::Spent { number }).into());
        }
        let in_current = self.current.as_ref().is_some_and(|draft| {
            let mut lines = draft.sale.lines().iter().filter(|l| !l.voided);
            lines.any(|l| l.voucher.as_ref() == Some(&number))
        });
        if in_current || self.held(&number)? != Some(Money::ZERO) {
            return Err(SaleError::from(Refusal::InUse { number }).into());
        }
        let (now, text) = (self.now()?, block_text(&number, &reason));
        self.ledger.write(|w| {
            w.voucher_blocked(&number, Some(&reason))?;
            w.event(BLOCKED, Some(&user.id), None, &text, now)
        })?;
        Ok(())
    }

    /// Accepts a voucher again that was blocked by hand; one whose sale was taken back stays worthless.
    pub fn unblock_voucher(&mut self, number: &str, reason: &str) -> Result<(), TillError> {
        let (user, voucher, why) = self.asked_to_block(number, reason)?;
        let number = voucher.number;
        if !self.ledger.blocked_by_hand()?.contains_key(&number) {
            return Err(match voucher.blocked {
                Some(reason) => SaleError::from(Refusal::Blocked { number, reason }).into(),
                None => SaleError::from(Refusal::NotBlocked { number }).into(),
            });
        }
        let (now, text) = (self.now()?, block_text(&number, &why));
        self.ledger.write(|w| {
            w.voucher_blocked(&number, None)?;
            w.event(UNBLOCKED, Some(&user.id), None, &text, now)
        })?;
        Ok(())
    }

    fn asked_to_block(
        &mut self,
        number: &str,
        reason: &str,
    ) -> Result<(User, Voucher, String), TillError> {
        let user = self.require(Right::Approve)?;
        self.settle()?;
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        if reason.is_empty() {
            return Err(TillError::ReasonNeeded);
        }
        let number = Number::read(number)?.to_string();
        match self.ledger.voucher(&number)? {
            Some(voucher) => Ok((user, voucher, reason)),
            None => Err(SaleError::from(Refusal::Unknown { number }).into()),
        }
    }

    /// A voucher by its number as typed or scanned.
    pub fn voucher(&self, number: &str) -> Result<Option<Voucher>, TillError> {
        Ok(self.ledger.voucher(Number::read(number)?.as_str())?)
    }

    /// Vouchers that are still worth something, oldest first: what the municipality owes their holders.
    pub fn vouchers(&self) -> Result<Vec<Voucher>, TillError> {
        let all = self.ledger.vouchers()?;
        Ok(all.into_iter().filter(Voucher::is_open).collect())
    }
}

fn sells(line: &Line, number: &str) -> bool {
    !line.voided
        && VoucherKind::sold_by(line.case).is_some()
        && line.voucher.as_deref() == Some(number)
}
