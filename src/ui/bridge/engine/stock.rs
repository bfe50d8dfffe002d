//! Stock: what the screen sees of it, and what it books.

use chrono::{DateTime, Utc};

use super::report::approved;
use super::{Engine, Tell};
use crate::people::Right;
use crate::till::TillError;
use crate::ui::protocol::Event;
use crate::ui::protocol::stock::{Command, Event as Told};

/// Changes of one item a history shows at most.
const HISTORY: usize = 200;

impl Engine {
    /// Does what the stock screen wants.
    pub(super) fn stock(&mut self, command: Command, tell: Tell<'_>) -> Result<(), TillError> {
        let (item, told) = match command {
            Command::Look => return self.stock_look(tell),
            Command::History { item } => return self.stock_history(item, tell),
            Command::Deliver { item, amount, note } => {
                let moved = self.till.stock_in(&item, &amount, &note)?;
                let level = moved.level;
                (Some(item.clone()), Told::Moved { item, level })
            }
            Command::Lose {
                item,
                amount,
                reason,
                approval,
            } => {
                let approval = approval.map(|approval| approved(approval).0);
                let moved = self
                    .till
                    .stock_loss(&item, &amount, &reason, approval.as_ref())?;
                let level = moved.level;
                (Some(item.clone()), Told::Moved { item, level })
            }
            Command::Count {
                counted,
                reason,
                approval,
            } => {
                let approval = approval.map(|approval| approved(approval).0);
                let sheet = self
                    .till
                    .stock_count(&counted, &reason, approval.as_ref())?;
                let only = match counted.as_slice() {
                    [(item, _)] => Some(item.clone()),
                    _ => None,
                };
                (only, Told::Counted(sheet))
            }
            Command::Negative(allowed) => {
                self.till.set_negative_stock(allowed)?;
                return self.stock_look(tell);
            }
            Command::SaveSheet { number } => {
                let pdf = self.till.sheet_pdf(number)?;
                self.save(&format!("Zaehlprotokoll-{number}.pdf"), &pdf, tell);
                return Ok(());
            }
        };
        tell(Event::Stock(told));
        self.stock_look(tell)?;
        if let Some(item) = item {
            self.stock_history(item, tell)?;
        }
        self.changed(tell);
        Ok(())
    }

    fn stock_look(&self, tell: Tell<'_>) -> Result<(), TillError> {
        self.stock_reader()?;
        tell(Event::Stock(Told::Look {
            rows: self.till.ledger().stock_list()?,
            negative: self.till.negative_stock(),
        }));
        Ok(())
    }

    fn stock_history(&self, item: String, tell: Tell<'_>) -> Result<(), TillError> {
        self.stock_reader()?;
        let ledger = self.till.ledger();
        let all = (DateTime::UNIX_EPOCH, DateTime::<Utc>::MAX_UTC);
        let mut changes = ledger.stock_history(&item, all.0, all.1)?;
        changes.reverse();
        changes.truncate(HISTORY);
        tell(Event::Stock(Told::History { item, changes }));
        Ok(())
    }

    fn stock_reader(&self) -> Result<(), TillError> {
        match self.till.user() {
            None => Err(TillError::LoggedOut),
            Some(user) if !user.role.may(Right::Read) => Err(TillError::NotAllowed(Right::Read)),
            Some(_) => Ok(()),
        }
    }
}
