//! Master data: what the screens of administration see of it, and what they change.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Engine, Tell, replace};
use crate::catalogue::change::describe;
use crate::catalogue::file::{self, Examined, FileError};
use crate::i18n::Both;
use crate::message;
use crate::people::{Right, Role};
use crate::till::{TillError, local_day};
use crate::ui::protocol::{CatalogueFiles, Command, Done, Event, Examination, MasterData, Problem};

/// Below the data folder: where files to read are looked for, and where they are written.
const IMPORT: &str = "import";
const EXPORT: &str = "export";
/// Files a list shows at most.
const FILES: usize = 40;

impl Engine {
    /// A screen of administration opens: it sees master data from now on.
    pub(super) fn open_master(&mut self, tell: Tell<'_>) -> Result<(), TillError> {
        self.may_look()?;
        self.administers = true;
        self.master(tell)
    }

    // Everybody but a clerk may look; what may be changed is the till's to say.
    fn may_look(&self) -> Result<(), TillError> {
        match self.till.user() {
            None => Err(TillError::LoggedOut),
            Some(user) if user.role == Role::Clerk => Err(TillError::NotAllowed(Right::Administer)),
            Some(_) => Ok(()),
        }
    }

    /// Shows master data to whoever looks at it.
    pub(super) fn master(&self, tell: Tell<'_>) -> Result<(), TillError> {
        if !self.administers {
            return Ok(());
        }
        let till = &self.till;
        let ledger = till.ledger();
        let last_receipt = till.used_up_to()?;
        let sold = match last_receipt {
            Some(_) => ledger.sold_items()?,
            None => HashSet::new(),
        };
        tell(Event::Master(Arc::new(MasterData {
            today: local_day(till.clock()),
            assortment: Arc::clone(till.assortment()),
            rates: till.rates().clone(),
            regimes: till.regimes().clone(),
            offices: till.all_offices().to_vec(),
            pay_points: ledger.pay_points()?,
            pay_point: till.site().pay_point.id.clone(),
            tiles: ledger.tiles()?,
            general: ledger.setting("favourites")?.unwrap_or_default(),
            point_offices: ledger.pay_point_offices()?,
            last_receipt,
            sold,
        })));
        Ok(())
    }

    /// Changes of the catalogue.
    pub(super) fn change_catalogue(
        &mut self,
        command: Command,
        tell: Tell<'_>,
    ) -> Result<(), TillError> {
        let (changes, reason) = match command {
            Command::ChangeCatalogue { changes, reason } => (changes, reason),
            Command::ImportCatalogue { path, reason } => match self.examined(&path)? {
                Ok(examined) => (examined.changes, reason),
                // Somebody has written into the file since it was looked at.
                Err(error) => {
                    tell(Event::Examined(Box::new(refused(&error))));
                    return Ok(());
                }
            },
            _ => return Ok(()),
        };
        let applied = self.till.change_catalogue(&changes, &reason)?;
        tell(Event::CatalogueChanged {
            items: applied.items,
            waiting: applied.waiting,
        });
        Ok(())
    }

    /// What a file would change, without changing anything.
    pub(super) fn examine_catalogue(&self, path: &str, tell: Tell<'_>) -> Result<(), TillError> {
        self.may_look()?;
        let examination = match self.examined(path)? {
            Err(error) => refused(&error),
            Ok(examined) => Examination::Fits {
                summaries: Both::of(|language| {
                    describe(self.till.assortment(), &examined.changes, language)
                }),
                untouched: examined.untouched,
                warnings: Both::of(|language| {
                    let warnings = examined.warnings.iter();
                    let said = |w| message::said(w, message::catalogue_warning, language);
                    warnings.map(said).collect()
                }),
            },
        };
        tell(Event::Examined(Box::new(examination)));
        Ok(())
    }

    fn examined(&self, path: &str) -> Result<Result<Examined, FileError>, TillError> {
        // Joining an absolute path gives that path.
        match file::read_path(&self.data.join(path)) {
            Ok(listing) => self.till.examine_catalogue(&listing),
            Err(error) => Ok(Err(error)),
        }
    }

    /// Writes the catalogue into a file.
    pub(super) fn export_catalogue(&self, history: bool, tell: Tell<'_>) -> Result<(), TillError> {
        self.may_look()?;
        let today = local_day(self.till.clock());
        let entries = self.till.assortment().entries();
        let (name, written) = if history {
            let name = format!("Katalog-{today}-alle-Zeiträume.csv");
            (name, file::write(entries))
        } else {
            (
                format!("Katalog-{today}.csv"),
                file::write_on(entries, today),
            )
        };
        let folder = self.data.join(EXPORT);
        let path = folder.join(name);
        let saved = written
            .map_err(std::io::Error::from)
            .and_then(|text| std::fs::create_dir_all(&folder).map(|()| text))
            .and_then(|text| replace(&path, &text));
        tell(match saved {
            Ok(()) => Event::Done(Done::Saved(path.display().to_string())),
            Err(error) => Event::Failed(Problem::Other(message::io_in_both(&path, &error))),
        });
        Ok(())
    }

    /// Which files there are to read.
    pub(super) fn catalogue_files(&self, tell: Tell<'_>) {
        // Where there is a folder, somebody can put a file into it.
        let folder = self.data.join(IMPORT);
        let _ = std::fs::create_dir_all(&folder);
        let mut names: Vec<String> = [IMPORT, EXPORT]
            .into_iter()
            .flat_map(|folder| tables(&self.data, folder))
            .collect();
        names.truncate(FILES);
        tell(Event::CatalogueFiles(CatalogueFiles {
            folder: folder.display().to_string(),
            names,
        }));
    }
}

// CSV files of a folder, the latest name first.
fn tables(data: &Path, folder: &str) -> Vec<String> {
    let Ok(files) = std::fs::read_dir(data.join(folder)) else {
        return Vec::new();
    };
    let paths = files.filter_map(|file| Some(file.ok()?.path()));
    let is_table = |path: &PathBuf| {
        let end = path.extension().and_then(|end| end.to_str());
        end.is_some_and(|end| end.eq_ignore_ascii_case("csv"))
    };
    let mut names: Vec<String> = paths
        .filter(is_table)
        .filter_map(|path| Some(format!("{folder}/{}", path.file_name()?.to_str()?)))
        .collect();
    names.sort();
    names.reverse();
    names
}

fn refused(error: &FileError) -> Examination {
    Examination::Refused {
        faults: Both::of(|language| {
            let said = |fault| message::said(fault, message::catalogue_fault, language);
            error.faults.iter().map(said).collect()
        }),
        more: error.more,
    }
}
