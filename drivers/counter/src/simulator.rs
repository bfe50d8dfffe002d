//! Printer and drawer without hardware, for the demo and for tests.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::{CashDrawer, Error, ReceiptPrinter};

/// A printer whose paper is a folder: every job becomes a text file.
#[derive(Debug)]
pub struct FolderPrinter {
    folder: PathBuf,
    out_of_paper: Arc<AtomicBool>,
}

impl FolderPrinter {
    /// A printer that prints into `folder`, which is made when the first job comes.
    pub fn new(folder: &Path) -> FolderPrinter {
        FolderPrinter {
            folder: folder.to_owned(),
            out_of_paper: Arc::default(),
        }
    }

    /// Switch that takes the paper out.
    pub fn out_of_paper(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.out_of_paper)
    }
}

impl ReceiptPrinter for FolderPrinter {
    fn print(&mut self, name: &str, text: &str) -> Result<(), Error> {
        if self.out_of_paper.load(Ordering::SeqCst) {
            return Err(Error::OutOfPaper);
        }
        let io = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Io { path, source }
        };
        std::fs::create_dir_all(&self.folder).map_err(io(&self.folder))?;
        let path = self.folder.join(format!("{name}.txt"));
        std::fs::write(&path, text).map_err(io(&path))
    }

    fn columns(&self) -> usize {
        42
    }
}

/// A drawer that counts how often it was opened.
#[derive(Debug, Default, Clone)]
pub struct CountingDrawer(Arc<AtomicU32>);

impl CountingDrawer {
    /// How often it was opened.
    pub fn openings(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

impl CashDrawer for CountingDrawer {
    fn open(&mut self) -> Result<(), Error> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn jobs_become_files_and_missing_paper_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let mut printer = FolderPrinter::new(&folder.path().join("paper"));
        printer.print("Beleg-1", "Grüße\n").unwrap();
        let text = std::fs::read_to_string(folder.path().join("paper/Beleg-1.txt")).unwrap();
        assert_eq!(text, "Grüße\n");
        printer.out_of_paper().store(true, Ordering::SeqCst);
        assert!(matches!(
            printer.print("Beleg-2", "x"),
            Err(Error::OutOfPaper)
        ));
    }
}
