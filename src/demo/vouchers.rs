//! Vouchers of both kinds on the first day: some are sold, and some of them come back before it ends.

use rust_decimal::Decimal;

use super::desk::Desk;
use crate::money::Money;
use crate::receipt::Receipt;
use crate::till::TillError;

impl Desk {
    /// Sells vouchers of both kinds and redeems some: wholly, in part, and not at all.
    pub fn show_vouchers(&mut self) -> Result<(), TillError> {
        let spent = self.sell_voucher("TI0180", Some(1_500))?;
        let begun = self.sell_voucher("TI0180", Some(5_000))?;
        self.sell_voucher("TI0180", Some(2_500))?;
        let guided = self.sell_voucher("TI0190", None)?;
        self.sell_voucher("TI0190", None)?;
        // 18.00 at 19 %: 15.00 by voucher, the rest in money.
        self.redeem("TI0100", 4, &[spent])?;
        // 9.90 at 19 %, part of what is on the voucher.
        self.redeem("MU0160", 1, &[begun])?;
        // Just what the voucher was sold for.
        self.redeem("TI0010", 1, &[guided])
    }

    fn sell_voucher(&mut self, item: &str, cents: Option<i64>) -> Result<String, TillError> {
        self.take(20, 60);
        let price = cents.map(Money::from_cents);
        self.till.add(item, Decimal::ONE, price, None)?;
        let receipt = self.pay(60)?;
        Ok(number(&receipt))
    }

    fn redeem(&mut self, item: &str, quantity: i64, vouchers: &[String]) -> Result<(), TillError> {
        self.take(20, 60);
        self.till.add(item, Decimal::from(quantity), None, None)?;
        for number in vouchers {
            self.till.redeem(number, None)?;
        }
        self.pay(60).map(drop)
    }
}

fn number(receipt: &Receipt) -> String {
    let mut numbers = receipt.lines.iter().filter_map(|line| line.voucher.clone());
    numbers.next().unwrap_or_default()
}
