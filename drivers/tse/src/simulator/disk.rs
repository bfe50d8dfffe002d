//! Durable files.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::faults::Faults;
use crate::Error;

/// An I/O error with what was being done.
pub(crate) fn io_error(doing: &str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let context = format!("{doing} {}", path.display());
    move |source| match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::StorageFull,
        _ => Error::Io { context, source },
    }
}

/// Options for a file only its owner may read: keys and PIN digests live in this folder.
pub(crate) fn private() -> OpenOptions {
    #[cfg_attr(not(unix), allow(unused_mut))]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Replaces a file as a whole: after a crash there is the old or the new content, never a mixture.
pub(crate) fn replace(path: &Path, content: &[u8], faults: &Faults) -> Result<(), Error> {
    let temporary = path.with_extension("new");
    let write = || -> io::Result<()> {
        let mut file = private()
            .create(true)
            .truncate(true)
            .write(true)
            .open(&temporary)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&temporary, path)?;
        sync_folder(path)
    };
    write().map_err(io_error("writing", path))?;
    faults.written()
}

/// Makes a new name in a folder durable; Windows does so on its own.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}
