//! The desk of the Kassen-Nachschau, and what else an auditor does at the screens: all of it goes on record.

use std::sync::Arc;

use super::{Engine, Tell};
use crate::message;
use crate::people::Role;
use crate::till::audit::{AuditKind, Order, media, program};
use crate::till::{TillError, local};
use crate::ui::protocol::audit::{Command, Event as Told, Look};
use crate::ui::protocol::{self, Done, Event};

/// Name of the protocol.
const PROTOCOL: &str = "Kassen-Nachschau-Protokoll";

impl Engine {
    /// Does what the desk wants.
    pub(super) fn audit(&mut self, command: Command, tell: Tell<'_>) -> Result<(), TillError> {
        match command {
            Command::Watch => {
                self.till.begin_audit()?;
                self.inspects = true;
            }
            Command::Leave => {
                self.inspects = false;
                return Ok(());
            }
            Command::Export { period, target } => {
                self.till.begin_export(Order { period, target })?;
            }
            Command::Prove => self.till.begin_proof()?,
            Command::Stop => self.till.stop_audit()?,
            Command::Count { pieces, reason } => {
                self.till.audit_count(pieces, &reason)?;
                tell(Event::Audit(Told::Counted));
                self.status(tell);
            }
            Command::CountSheet => {
                let count = self.till.visit().and_then(|visit| visit.count.as_ref());
                if let Some(number) = count.map(|count| count.number) {
                    let pdf = self.till.count_pdf(number)?;
                    self.hand_over(&format!("Kassensturz-{number}.pdf"), &pdf, tell);
                }
            }
            Command::Interim => {
                self.till
                    .audit(AuditKind::Records, "Zwischenbericht (X) des offenen Tages")?;
                let interim = self.till.interim()?;
                let pdf = self.till.interim_pdf(&interim)?;
                let at = local(interim.at).format("%Y-%m-%d-%H%M");
                self.hand_over(&format!("X-Bericht-{at}.pdf"), &pdf, tell);
            }
            Command::Records(name) => self.till.audit(AuditKind::Records, name)?,
            Command::Protocol => {
                let pdf = self.till.inspection_pdf()?;
                let at = local(self.till.clock()).format("%Y-%m-%d-%H%M");
                self.hand_over(&format!("{PROTOCOL}-{at}.pdf"), &pdf, tell);
            }
        }
        self.inspection(tell)
    }

    /// A paper goes to the medium, beside what was taken along, and in any case to the other papers.
    fn hand_over(&self, name: &str, bytes: &[u8], tell: Tell<'_>) {
        let visit = self.till.visit();
        let taken = visit.and_then(|visit| visit.exported.last());
        if let Some(exported) = taken
            && exported.folder.is_dir()
        {
            let path = exported.folder.join(name);
            match super::files::replace(&path, bytes) {
                Ok(()) => {
                    // The one beside the register is a second copy.
                    self.save(name, bytes, &mut |_| {});
                    return tell(Event::Done(Done::Saved(path.display().to_string())));
                }
                Err(error) => {
                    let said = message::io_in_both(&path, &error);
                    tell(Event::Failed(protocol::Problem::Said(said)));
                }
            }
        }
        self.save(name, bytes, tell);
    }

    /// How everything is, if somebody looks.
    fn inspection(&self, tell: Tell<'_>) -> Result<(), TillError> {
        let Some(visit) = self.till.visit().filter(|_| self.inspects) else {
            return Ok(());
        };
        tell(Event::Audit(Told::Look(Arc::new(Look {
            now: self.till.clock(),
            standing: self.till.standing()?,
            visit: visit.clone(),
            progress: self.till.audit_progress(),
            media: media(),
            tse: self.till.tse_overview()?,
            program: program().cloned(),
        }))));
        Ok(())
    }

    /// A second has passed.
    pub(super) fn audit_news(&self, tell: Tell<'_>) {
        // Whoever has logged out meanwhile sees nothing any more.
        let _ = self.inspection(tell);
    }

    /// What an auditor reads at the other screens is recorded before it is shown.
    pub(super) fn audited(&mut self, command: &protocol::Command) -> Result<(), TillError> {
        use protocol::Command as C;
        let user = self.till.user();
        if user.is_none_or(|user| user.role != Role::Auditor) {
            return Ok(());
        }
        let (kind, text) = match command {
            C::Find(filter) if filter.before.is_none() => {
                let words = super::evaluation::filter_in_words(filter);
                if words.is_empty() {
                    return Ok(());
                }
                (AuditKind::Search, format!("Belege gesucht: {words}"))
            }
            C::Open { number } => (AuditKind::Records, format!("Beleg {number} angesehen")),
            C::SavePdf { number } => (
                AuditKind::Records,
                format!("Beleg {number} als PDF gespeichert"),
            ),
            C::Closings => (
                AuditKind::Records,
                "Liste der Abschlüsse angesehen".to_owned(),
            ),
            C::SaveClosingPdf { number } => (
                AuditKind::Records,
                format!("Abschluss Z {number} als PDF gespeichert"),
            ),
            C::Interim | C::SaveInterimPdf => {
                (AuditKind::Records, "Zwischenbericht (X)".to_owned())
            }
            C::ExportCatalogue { .. } => (
                AuditKind::Records,
                "Katalog als Datei gespeichert".to_owned(),
            ),
            _ => return Ok(()),
        };
        self.till.audit(kind, &text)
    }
}
