//! Paper and files a screen asks for, and where they go.

use std::path::Path;

use super::{Engine, Tell};
use crate::message;
use crate::till::TillError;
use crate::ui::protocol::{Done, Event, Health, Problem};

/// Where papers go.
const PAPERS: &str = "pdf";
/// Where files for other programs go.
const EXPORT: &str = "export";

impl Engine {
    /// Writes a paper and says where it lies.
    pub(super) fn save(&self, name: &str, bytes: &[u8], tell: Tell<'_>) {
        self.write(PAPERS, name, bytes, tell);
    }

    /// Writes a file for other programs and says where it lies.
    pub(super) fn export(&self, name: &str, bytes: &[u8], tell: Tell<'_>) {
        self.write(EXPORT, name, bytes, tell);
    }

    /// Prints a receipt and remembers how the printer is.
    pub(super) fn print(&mut self, number: u64, copy: bool) -> Result<(), TillError> {
        let printed = self.till.print_receipt(number, copy);
        self.printer = match &printed {
            Ok(()) => Health::Good,
            Err(error) => Health::Failing(error.to_string()),
        };
        printed
    }

    fn write(&self, folder: &str, name: &str, bytes: &[u8], tell: Tell<'_>) {
        let folder = self.data.join(folder);
        let path = folder.join(name);
        let saved = std::fs::create_dir_all(&folder).and_then(|()| replace(&path, bytes));
        tell(match saved {
            Ok(()) => Event::Done(Done::Saved(path.display().to_string())),
            Err(error) => Event::Failed(Problem::Other(message::io_in_both(&path, &error))),
        });
    }
}

/// Writes under a temporary name first: nothing half-written stays behind.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let draft = path.with_extension("part");
    std::fs::write(&draft, bytes)?;
    std::fs::rename(&draft, path)
}
