//! Payment rules: what their screen sees of them, and what it changes.

use std::collections::BTreeSet;

use super::report::approved;
use super::{Engine, Tell};
use crate::till::TillError;
use crate::ui::protocol::Event;
use crate::ui::protocol::rules::{Command, Event as Told, Look};

impl Engine {
    /// Does what the screen of payment rules wants.
    pub(super) fn rules(&mut self, command: Command, tell: Tell<'_>) -> Result<(), TillError> {
        match command {
            Command::Look => self.rules_look(tell),
            Command::Set { rules, approval } => {
                let (approval, reason) = approved(approval);
                let changed = self.till.set_rules(&rules, &reason, &approval)?;
                tell(Event::Rules(Told::Changed(changed)));
                self.rules_look(tell)?;
                // A sale that waits may be paid otherwise now.
                self.changed(tell);
                Ok(())
            }
        }
    }

    fn rules_look(&self, tell: Tell<'_>) -> Result<(), TillError> {
        self.may_see_site()?;
        let known = self.till.known_to_rules()?;
        let items = self.till.assortment().entries().iter();
        let groups: BTreeSet<(String, String)> = items
            .map(|entry| (entry.item.group.clone(), entry.item.office.clone()))
            .filter(|(group, _)| known.groups.contains(group))
            .collect();
        let points = self.till.ledger().pay_points()?;
        tell(Event::Rules(Told::Look(Box::new(Look {
            rules: self.till.rules()?,
            pay_points: points.into_iter().map(|p| (p.id, p.name)).collect(),
            here: self.till.site().pay_point.id.clone(),
            offices: known.offices,
            groups: groups.into_iter().collect(),
        }))));
        Ok(())
    }
}
