//! The shelves: whoever keeps them orders before they are empty, and counts now and then.

use rust_decimal::Decimal;

use super::desk::Desk;
use crate::catalogue::stock::{Amount, Level};
use crate::till::TillError;

/// Customers for whom the first stock is meant; who serves more orders more.
const CUSTOMERS: u32 = 200;

/// An item somebody keeps an eye on.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    item: String,
    minimum: Decimal,
    /// What is ordered at once on an ordinary day.
    order: Decimal,
}

impl Desk {
    /// Notes what there is and when to order.
    pub fn look_at_shelves(&mut self) {
        let entries = self.till.assortment().entries().iter();
        let shelves = entries.filter_map(|entry| {
            Some(Shelf {
                order: self.till.stock().get(&entry.item.id)?.quantity(),
                minimum: entry.minimum?,
                item: entry.item.id.clone(),
            })
        });
        self.shelves = shelves.collect();
    }

    /// Orders what is running out; what comes is put away with the next customer waiting.
    pub fn restock(&mut self, customers: u32) -> Result<(), TillError> {
        let level = |desk: &Desk, shelf: &Shelf| {
            let level = desk.till.stock().get(&shelf.item);
            level.map_or(Decimal::ZERO, Level::quantity)
        };
        if !self.shelves.iter().any(|s| level(self, s) < s.minimum) {
            return Ok(());
        }
        let many = Decimal::from(customers.div_ceil(CUSTOMERS).max(1));
        // Once somebody orders, what is nearly out comes along.
        let low = |shelf: &&Shelf| level(self, shelf) < shelf.minimum * Decimal::TWO;
        let low: Vec<Shelf> = self.shelves.iter().filter(low).cloned().collect();
        self.as_manager(|desk| {
            for shelf in low {
                let count = shelf.order * many;
                let amount = match desk.till.stock().get(&shelf.item) {
                    Some(Level::Numbers(numbers)) => {
                        let count = count.try_into().unwrap_or(0);
                        match numbers.following(count) {
                            Some(numbers) => Amount::Numbers(numbers),
                            None => continue,
                        }
                    }
                    _ => Amount::Quantity(count),
                };
                desk.deliveries += 1;
                let note = format!("Lieferschein {}", 4_000 + desk.deliveries);
                desk.till.stock_in(&shelf.item, &amount, &note)?;
            }
            Ok(())
        })
    }

    /// Something broke, forms were misprinted, and a few shelves are counted: once, with a small difference.
    pub fn take_stock(&mut self) -> Result<(), TillError> {
        self.take(240, 600);
        let second = self.approval("202");
        self.as_manager(|desk| {
            let one = Amount::Quantity(Decimal::ONE);
            desk.till
                .stock_loss("MU0160", &one, "Beim Einräumen zerbrochen", None)?;
            if let Some(Level::Numbers(forms)) = desk.till.stock().get("KF0140") {
                let spoilt = Amount::Numbers(forms.lowest(1));
                let reason = "Fehldruck, vernichtet";
                desk.till
                    .stock_loss("KF0140", &spoilt, reason, Some(&second))?;
            }
            let mut counted = Vec::new();
            for item in ["MU0140", "MU0160", "MU0170", "BB0250", "KF0140", "KF0150"] {
                let amount = match desk.till.stock().get(item) {
                    // Somebody took a postcard without paying.
                    Some(Level::Quantity(there)) if item == "MU0140" => {
                        Amount::Quantity(*there - Decimal::TWO)
                    }
                    Some(Level::Quantity(there)) => Amount::Quantity(*there),
                    Some(Level::Numbers(there)) => Amount::Numbers(there.clone()),
                    None => continue,
                };
                counted.push((item.to_owned(), amount));
            }
            let reason = "Stichprobe; Postkarten vermutlich entwendet";
            desk.till
                .stock_count(&counted, reason, Some(&second))
                .map(drop)
        })
    }

    /// Somebody who may keep stock takes the place of the clerk for a moment.
    fn as_manager(
        &mut self,
        work: impl FnOnce(&mut Desk) -> Result<(), TillError>,
    ) -> Result<(), TillError> {
        let clerk = self.till.user().map(|user| user.id.clone());
        self.log_in("201")?;
        self.take(30, 90);
        work(self)?;
        self.log_in(clerk.as_deref().unwrap_or("101"))
    }
}
