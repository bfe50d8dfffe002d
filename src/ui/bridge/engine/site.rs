//! Master data of the municipality, the notification under §146a(4) AO, the procedural documentation.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::files::replace;
use super::report::approved;
use super::{Engine, Tell};
use crate::catalogue::ItemKind;
use crate::i18n::{Both, Language};
use crate::message;
use crate::notice::{self, Edit, Missing, Notice};
use crate::people::{Right, Role};
use crate::till::{TillError, local_day, read_notice};
use crate::ui::protocol::site::{Command, Event as Told, File, Look};
use crate::ui::protocol::{Done, Event, Problem};

/// Below the data folder: where files go unless somebody says otherwise.
const EXPORT: &str = "export";

impl Engine {
    /// Does what the screen of master data wants.
    pub(super) fn site(&mut self, command: Command, tell: Tell<'_>) -> Result<(), TillError> {
        let changed = match command {
            Command::Look => return self.site_look(tell),
            Command::Site { site, approval } => {
                let (approval, reason) = approved(approval);
                self.till.change_site(&site, &reason, &approval)?
            }
            Command::Principals {
                principals,
                approval,
            } => {
                let (approval, reason) = approved(approval);
                self.till.set_principals(&principals, &reason, &approval)?
            }
            Command::Notice(edit) => {
                self.till.change_notice(*edit)?;
                true
            }
            Command::Record { path } => match self.record(&path) {
                Ok(shared) => {
                    self.till.change_notice(Edit::Shared(Box::new(shared)))?;
                    true
                }
                Err(problem) => {
                    tell(Event::Failed(problem));
                    return Ok(());
                }
            },
            Command::Save { file, folder } => return self.save_site(file, &folder, tell),
        };
        self.notice_of = None;
        tell(Event::Site(Told::Changed(changed)));
        self.site_look(tell)?;
        self.changed(tell);
        Ok(())
    }

    fn site_look(&self, tell: Tell<'_>) -> Result<(), TillError> {
        self.may_see_site()?;
        let ledger = self.till.ledger();
        let principals = self.till.principals()?;
        let entries = self.till.assortment().entries().iter();
        // A part of a fee that somebody else gets is no agency's; the whole price of such an item is.
        let transit = entries.filter(|entry| entry.item.kind == ItemKind::Transit);
        let named = transit.filter_map(|entry| entry.item.principal.clone());
        let named: BTreeSet<String> = named.filter(|name| !name.is_empty()).collect();
        let known = |name: &String| principals.iter().any(|p| p.name == *name);
        tell(Event::Site(Told::Look(Box::new(Look {
            site: self.till.site().clone(),
            unknown: named.into_iter().filter(|name| !known(name)).collect(),
            principals,
            notice: self.till.notice()?,
            closed: ledger.z_period()?.since.is_none(),
            folder: self.data.join(EXPORT).display().to_string(),
            today: local_day(self.till.clock()),
        }))));
        Ok(())
    }

    /// Whoever is at the till sees master data.
    pub(super) fn may_see_site(&self) -> Result<(), TillError> {
        match self.till.user() {
            None => Err(TillError::LoggedOut),
            Some(user) if user.role == Role::Clerk => Err(TillError::NotAllowed(Right::Administer)),
            Some(_) => Ok(()),
        }
    }

    fn record(&self, path: &str) -> Result<notice::Shared, Problem> {
        let path = self.data.join(path.trim());
        let failed = |e: &std::io::Error| Problem::Said(message::io_in_both(&path, e));
        let size = std::fs::metadata(&path).map_err(|e| failed(&e))?.len();
        let bytes = match size > notice::LARGEST as u64 {
            true => Vec::new(),
            false => std::fs::read(&path).map_err(|e| failed(&e))?,
        };
        notice::read(&bytes).map_err(|error| {
            Problem::Said(Both::of(|language| {
                let why = message::said(&error, |e| message::notice_file(e) + ".", language);
                format!("{}: {why}", path.display())
            }))
        })
    }

    fn save_site(&mut self, file: File, folder: &str, tell: Tell<'_>) -> Result<(), TillError> {
        self.may_see_site()?;
        let notice = self.till.notice()?;
        let serial = self.till.site().register.serial.clone();
        let (name, bytes) = match file {
            File::Xml => match notice::xml(&notice.systems) {
                Ok(xml) => (format!("Mitteilung-146a-{serial}.xml"), xml.into_bytes()),
                Err(lacks) => {
                    tell(Event::Failed(Problem::Said(lacking(&lacks))));
                    return Ok(());
                }
            },
            File::Pdf => (
                format!("Mitteilung-146a-{serial}.pdf"),
                self.till.notice_pdf()?,
            ),
            File::Record => (
                format!("Kasse-{serial}.json"),
                match notice.own() {
                    Some(own) => notice::write(&notice.place, own),
                    None => Vec::new(),
                },
            ),
            File::Procedure => (
                format!("Verfahrensdokumentation-{serial}.pdf"),
                self.till.procedure_pdf()?,
            ),
        };
        let folder = match folder.trim() {
            "" => self.data.join(EXPORT),
            given => self.data.join(given),
        };
        tell(written(&folder, &name, &bytes));
        Ok(())
    }

    /// The last day for what is to be notified, where somebody has to look after it; asked once a day and after changes.
    pub(super) fn notice_due(&mut self) -> Option<NaiveDate> {
        let today = local_day(self.till.clock());
        match self.notice_of {
            Some((day, due)) if day == today => due,
            _ => {
                let due = read_notice(self.till.ledger()).ok().and_then(due);
                self.notice_of = Some((today, due));
                due
            }
        }
    }
}

// A register with nothing but its test TSE is not in service.
fn due(notice: Notice) -> Option<NaiveDate> {
    notice
        .open
        .first()
        .filter(|_| notice.counts())
        .map(|due| due.until)
}

fn lacking(lacks: &[Missing]) -> Both<String> {
    Both::of(|language| {
        let first = lacks.first();
        let first = first.map(|lack| message::said(lack, message::notice_missing, language));
        let first = first.unwrap_or_default();
        match (lacks.len().saturating_sub(1), language) {
            (0, _) => first,
            (more, Language::German) => {
                format!("{first} Es fehlt noch mehr ({more}); rechts steht alles.")
            }
            (more, Language::English) => {
                format!("{first} There is more missing ({more}); see on the right.")
            }
        }
    })
}

/// Writes a file into a folder, whole or not at all.
fn written(folder: &Path, name: &str, bytes: &[u8]) -> Event {
    let path: PathBuf = folder.join(name);
    let saved = std::fs::create_dir_all(folder).and_then(|()| replace(&path, bytes));
    match saved {
        Ok(()) => Event::Done(Done::Saved(path.display().to_string())),
        Err(error) => Event::Failed(Problem::Said(message::io_in_both(&path, &error))),
    }
}
