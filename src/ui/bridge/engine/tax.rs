//! Taxes: what the screens see of them, and what they change.

use std::sync::Arc;

use super::report::approved;
use super::{Engine, Tell};
use crate::catalogue::change::{Change as CatalogueChange, proposal};
use crate::document::rehearsal::preview_text;
use crate::tax::RatePeriod;
use crate::till::TillError;
use crate::ui::protocol::Event;
use crate::ui::protocol::tax::{Change, Command, Done, Event as Told, Preview, Proposal};

/// Letters of a line of an 80 mm roll.
const COLUMNS: usize = 42;

impl Engine {
    /// Does what a tax screen wants.
    pub(super) fn tax(&mut self, command: Command, tell: Tell<'_>) -> Result<(), TillError> {
        let done = match command {
            Command::Look => return self.tax_look(tell),
            Command::Rehearse { on } => {
                let rehearsal = Arc::new(self.till.rehearse(on)?);
                tell(Event::Tax(Told::Rehearsal(rehearsal)));
                return Ok(());
            }
            Command::Preview { on, items } => {
                let preview = self.till.preview_receipts(on, &items)?;
                let [before, after] = preview_text(&preview, self.till.site(), COLUMNS);
                let papers = vec![(on.pred_opt().unwrap_or(on), before), (on, after)];
                tell(Event::Tax(Told::Preview(Preview { papers })));
                return Ok(());
            }
            Command::SaveRehearsal { on, csv } => return self.save_rehearsal(on, csv, tell),
            Command::Change { change, approval } => {
                let (approval, reason) = approved(approval);
                self.change_tax(change, &reason, &approval)?;
                Done::Changed
            }
            Command::Propose(proposal) => {
                let before = self.till.pending_tax()?.len();
                self.propose(*proposal)?;
                match self.till.pending_tax()?.len() > before {
                    true => Done::Proposed,
                    false => Done::InForce,
                }
            }
            Command::Approve { ids, approval } => {
                let approval = approval.map(|approval| approved(approval).0);
                self.till.approve_tax(&ids, approval.as_ref())?;
                Done::Approved(ids.len())
            }
            Command::Refuse { ids, reason } => {
                self.till.refuse_tax(&ids, &reason)?;
                Done::Refused(ids.len())
            }
        };
        tell(Event::Tax(Told::Changed(done)));
        self.changed(tell);
        Ok(())
    }

    fn tax_look(&self, tell: Tell<'_>) -> Result<(), TillError> {
        tell(Event::Tax(Told::Look {
            keys: self.till.tax_keys()?,
            pending: self.till.pending_tax()?,
        }));
        Ok(())
    }

    fn change_tax(
        &mut self,
        change: Change,
        reason: &str,
        approval: &crate::till::Approval,
    ) -> Result<(), TillError> {
        match change {
            Change::Rate { key, from, percent } => {
                let period = RatePeriod { key, from, percent };
                self.till.set_rate(&period, reason, approval)
            }
            Change::NoRate { key, from } => self.till.withdraw_rate(key, from, reason, approval),
            Change::Key {
                key,
                text,
                from,
                percent,
            } => {
                let period = RatePeriod { key, from, percent };
                self.till.add_tax_key(&period, &text, reason, approval)
            }
            Change::Law { from, regime } => self.till.set_regime(from, regime, reason, approval),
            Change::NoLaw { from } => self.till.withdraw_regime(from, reason, approval),
        }
    }

    fn propose(&mut self, wanted: Proposal) -> Result<(), TillError> {
        let decision = proposal(
            wanted.regime,
            wanted.from,
            wanted.treatment,
            wanted.price_rule,
            &wanted.reason,
            &wanted.legal_basis,
        );
        let change = CatalogueChange::Tax {
            item: wanted.item,
            decision: Box::new(decision),
        };
        self.till.change_catalogue(&[change], &wanted.reason)?;
        Ok(())
    }

    fn save_rehearsal(
        &mut self,
        on: chrono::NaiveDate,
        csv: bool,
        tell: Tell<'_>,
    ) -> Result<(), TillError> {
        let (bytes, ending) = if csv {
            let mut bytes = Vec::new();
            // A vector takes everything.
            let _ = self.till.rehearse(on)?.write_csv(&mut bytes);
            (bytes, "csv")
        } else {
            (self.till.rehearsal_pdf(on, &[])?, "pdf")
        };
        self.export(&format!("Generalprobe-{on}.{ending}"), &bytes, tell);
        Ok(())
    }
}
