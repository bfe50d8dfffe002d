//! Where an export can be taken along: what is plugged in, and what can be written there.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// A medium that is plugged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medium {
    /// Where it is mounted.
    pub path: PathBuf,
    /// What it is called: its label, as the system names its folder.
    pub name: String,
    /// It takes nothing (write protection, a CD).
    pub read_only: bool,
}

/// What is plugged in now, by name.
#[cfg(not(windows))]
pub fn media() -> Vec<Medium> {
    // Whatever is mounted is in this table; a system without it has the typed folder.
    match std::fs::read_to_string("/proc/self/mounts") {
        Ok(table) => mounted(&table),
        Err(_) => Vec::new(),
    }
}

/// What is plugged in now, by letter: every drive but the system's.
#[cfg(windows)]
pub fn media() -> Vec<Medium> {
    ('D'..='Z')
        .map(|letter| (letter, PathBuf::from(format!("{letter}:\\"))))
        .filter(|(_, path)| path.is_dir())
        .map(|(letter, path)| Medium {
            read_only: std::fs::metadata(&path).is_ok_and(|m| m.permissions().readonly()),
            path,
            name: format!("{letter}:"),
        })
        .collect()
}

/// Folders below which systems mount what is plugged in.
#[cfg(not(windows))]
const ROOTS: [&str; 3] = ["/media", "/run/media", "/mnt"];

#[cfg(not(windows))]
fn mounted(table: &str) -> Vec<Medium> {
    let mut media = Vec::new();
    for line in table.lines() {
        let mut fields = line.split(' ');
        let (Some(point), Some(options)) = (fields.nth(1), fields.nth(1)) else {
            continue;
        };
        let path = PathBuf::from(unescaped(point));
        if !ROOTS.iter().any(|root| path.starts_with(root)) {
            continue;
        }
        let name = path.file_name().unwrap_or(path.as_os_str());
        media.push(Medium {
            name: name.to_string_lossy().into_owned(),
            read_only: options.split(',').any(|option| option == "ro"),
            path,
        });
    }
    media.sort_by(|a, b| a.name.cmp(&b.name));
    // Mounted twice over each other: the later line is what is seen.
    media.dedup_by(|later, first| later.path == first.path);
    media
}

/// The table writes blanks and the like as three octal digits.
#[cfg(not(windows))]
fn unescaped(field: &str) -> String {
    let mut bytes = Vec::with_capacity(field.len());
    let mut rest = field.as_bytes();
    while let [first, more @ ..] = rest {
        let code = match (first, more) {
            (b'\\', [a, b, c, ..]) => std::str::from_utf8(&[*a, *b, *c])
                .ok()
                .and_then(|digits| u8::from_str_radix(digits, 8).ok()),
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = match code {
            Some(_) => &more[3..],
            None => more,
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Why something could not be written to a medium.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MediumError {
    /// No such folder.
    #[error("{0}: there is no such folder")]
    Missing(PathBuf),
    /// It is not there any more.
    #[error("{0}: the medium is not there any more")]
    Gone(PathBuf),
    /// It takes nothing, or not from us.
    #[error("{0}: nothing may be written there")]
    ReadOnly(PathBuf),
    /// It is full.
    #[error("{0}: the medium is full")]
    Full(PathBuf),
    /// The file is larger than its format allows.
    #[error("{0}: the format of the medium takes no file of this size")]
    TooLarge(PathBuf),
    /// Anything else.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// What a failed file operation below `root` means to whoever holds the medium in hand.
pub fn failed(root: &Path, path: &Path, source: io::Error) -> MediumError {
    let medium = root.to_owned();
    match source.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => MediumError::Full(medium),
        ErrorKind::FileTooLarge => MediumError::TooLarge(medium),
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => {
            MediumError::ReadOnly(medium)
        }
        _ if !root.is_dir() || pulled_out(&source) => MediumError::Gone(medium),
        _ => MediumError::Io {
            path: path.to_owned(),
            source,
        },
    }
}

/// What systems say when a stick is pulled out while it is written.
fn pulled_out(error: &io::Error) -> bool {
    // EIO, ENXIO, ENODEV; ERROR_NOT_READY, ERROR_NO_MEDIA_IN_DRIVE, ERROR_DEVICE_REMOVED.
    let codes: &[i32] = match cfg!(windows) {
        true => &[21, 1112, 1617],
        false => &[5, 6, 19],
    };
    error
        .raw_os_error()
        .is_some_and(|code| codes.contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(not(windows))]
    #[test]
    fn what_is_plugged_in_is_found_by_its_label() {
        let table = "/dev/sda2 / ext4 rw,relatime 0 0\n\
                     /dev/sdb1 /media/kasse/PR\\303\\234FER\\040STICK vfat rw,nosuid,flush 0 0\n\
                     /dev/sr0 /run/media/kasse/CD iso9660 ro,nosuid 0 0\n\
                     /dev/sdc1 /mnt/stick exfat rw,errors=remount-ro 0 0\n\
                     tmpfs /run tmpfs rw 0 0\n\
                     short\n";
        let media = mounted(table);
        let named: Vec<_> = media
            .iter()
            .map(|m| (m.name.as_str(), m.read_only))
            .collect();
        assert_eq!(
            named,
            [("CD", true), ("PRÜFER STICK", false), ("stick", false)]
        );
        assert_eq!(media[1].path, Path::new("/media/kasse/PRÜFER STICK"));
    }

    #[test]
    fn a_failure_is_told_by_what_to_do_about_it() {
        let folder = tempfile::tempdir().unwrap();
        let (here, gone) = (folder.path(), folder.path().join("stick"));
        let file = here.join("file");
        let kind = |kind: ErrorKind| failed(here, &file, kind.into());
        assert!(matches!(kind(ErrorKind::StorageFull), MediumError::Full(_)));
        assert!(matches!(
            kind(ErrorKind::ReadOnlyFilesystem),
            MediumError::ReadOnly(_)
        ));
        assert!(matches!(
            kind(ErrorKind::FileTooLarge),
            MediumError::TooLarge(_)
        ));
        assert!(matches!(
            kind(ErrorKind::Interrupted),
            MediumError::Io { .. }
        ));
        let lost = failed(&gone, &file, ErrorKind::NotFound.into());
        assert!(matches!(lost, MediumError::Gone(path) if path == gone));
        #[cfg(unix)]
        assert!(matches!(
            failed(here, &file, io::Error::from_raw_os_error(5)),
            MediumError::Gone(_)
        ));
    }
}
