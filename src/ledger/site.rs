//! Where the register stands, changed.

use rusqlite::params;

use super::{StepError, Writer};
use crate::site::{PayPoint, Site};

impl Writer<'_> {
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
