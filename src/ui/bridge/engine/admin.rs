//! Master data: what the screens of administration see of it, and what they change.

use std::sync::Arc;

use super::{Engine, Tell};
use crate::people::{Right, Role};
use crate::till::{TillError, local_day};
use crate::ui::protocol::{Event, MasterData};

impl Engine {
    /// A screen of administration opens: it sees master data from now on.
    pub(super) fn open_master(&mut self, tell: Tell<'_>) -> Result<(), TillError> {
        match self.till.user() {
            None => return Err(TillError::LoggedOut),
            Some(user) if user.role == Role::Clerk => {
                return Err(TillError::NotAllowed(Right::Administer));
            }
            Some(_) => {}
        }
        self.administers = true;
        self.master(tell)
    }

    /// Shows master data to whoever looks at it.
    pub(super) fn master(&self, tell: Tell<'_>) -> Result<(), TillError> {
        if self.administers {
            let till = &self.till;
            tell(Event::Master(Arc::new(MasterData {
                today: local_day(till.clock()),
                assortment: Arc::clone(till.assortment()),
                rates: till.rates().clone(),
                regimes: till.regimes().clone(),
                offices: till.all_offices().to_vec(),
                pay_points: till.ledger().pay_points()?,
                pay_point: till.site().pay_point.id.clone(),
            })));
        }
        Ok(())
    }
}
