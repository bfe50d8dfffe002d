//! Files that hold secrets: whole or not there, readable by their owner alone, and never quoted in an error.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use amtskasse_tse::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads one; `None`: it is not there.
pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, Error> {
    let Some(bytes) = read_private(path).map_err(failed(path))? else {
        return Ok(None);
    };
    // What is wrong with it may be a PIN: only the place is told.
    serde_json::from_slice(&bytes).map(Some).map_err(|error| {
        let (path, line, column) = (path.display(), error.line(), error.column());
        Error::Configuration(format!("{path}, line {line}, column {column}"))
    })
}

/// Writes one; on return it is on disk.
pub(super) fn write(path: &Path, content: &impl Serialize) -> Result<(), Error> {
    serde_json::to_vec_pretty(content)
        .map_err(io::Error::other)
        .and_then(|json| write_private(path, &json))
        .map_err(failed(path))
}

pub(super) fn failed(path: &Path) -> impl Fn(io::Error) -> Error {
    move |source| Error::Io {
        context: path.display().to_string(),
        source,
    }
}

/// Reads a file that is its owner's alone; `None`: it is not there. One that a copy or a restore left open to others is
/// closed.
pub(in crate::till) fn read_private(path: &Path) -> io::Result<Option<Vec<u8>>> {
    // A device would be read for ever.
    match fs::metadata(path) {
        Ok(found) if !found.is_file() => {
            return Err(io::Error::other("this is no file"));
        }
        _ => {}
    }
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
        }
    }
    Ok(Some(bytes))
}

/// Writes a file whole or not at all, readable by its owner alone.
pub(in crate::till) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("part");
    // One that is there may have other rights.
    match fs::remove_file(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = fs::OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    match path.parent() {
        Some(folder) if cfg!(unix) => fs::File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}
