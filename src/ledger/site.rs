//! Where the register stands and what it takes, changed.

use rusqlite::params;

use super::{Ledger, LedgerError, StepError, Writer};
use crate::acceptance::Rules;
use crate::site::{PayPoint, Site};

/// Name of the setting that holds the payment rules.
const PAYMENT_RULES: &str = "payment_rules";

impl Ledger {
    /// The payment rules; none where none were ever set.
    pub fn payment_rules(&self) -> Result<Rules, LedgerError> {
        Ok(self.setting(PAYMENT_RULES)?.unwrap_or_default())
    }
}

impl Writer<'_> {
    /// Keeps these payment rules and no others.
    pub(crate) fn payment_rules(&self, rules: &Rules) -> Result<(), StepError> {
        self.set(PAYMENT_RULES, rules)
    }

    /// Stores municipality, pay point and register.
    pub(crate) fn site(&self, site: &Site) -> Result<(), StepError> {
        self.set("municipality", &site.municipality)?;
        self.set("register", &site.register)?;
        self.pay_point(&site.pay_point)
    }

    fn pay_point(&self, point: &PayPoint) -> Result<(), StepError> {
        self.transaction.execute(
            "UPDATE pay_point SET name = ?, responsible = ?, street = ?, postal_code = ?, city = ? WHERE id = ?",
            params![
                point.name,
                point.responsible,
                point.street,
                point.postal_code,
                point.city,
                point.id
            ],
        )?;
        Ok(())
    }
}
