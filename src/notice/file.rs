//! The record of one register for the notification another one writes: a small JSON file.

use serde::{Deserialize, Serialize};

use super::{Place, System};

/// The largest file that is read, in bytes.
pub const LARGEST: usize = 1 << 20;

const VERSION: u32 = 1;

/// What one register tells of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// Version of the format.
    amtskasse_notice: u32,
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub system: System,
}

/// Why a file is no such record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It is larger than such a file can be.
    #[error("the file is larger than such a record can be")]
    TooLarge,
    /// It is something else.
    #[error("the file is no record of a register: {0}")]
    Shape(String),
    /// A newer register wrote it.
    #[error("the record has version {0} and was written by a newer program")]
    Newer(u32),
}

/// Writes the record of a register.
pub fn write(place: &Place, system: &System) -> Vec<u8> {
    let shared = Shared {
        amtskasse_notice: VERSION,
        place: place.clone(),
        system: system.clone(),
    };
    let mut bytes = serde_json::to_vec_pretty(&shared).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Reads a record.
pub fn read(bytes: &[u8]) -> Result<Shared, FileError> {
    #[derive(Deserialize)]
    struct Head {
        amtskasse_notice: u32,
    }
    if bytes.len() > LARGEST {
        return Err(FileError::TooLarge);
    }
    let shape = |e: serde_json::Error| FileError::Shape(e.to_string());
    let head: Head = serde_json::from_slice(bytes).map_err(shape)?;
    if head.amtskasse_notice > VERSION {
        return Err(FileError::Newer(head.amtskasse_notice));
    }
    serde_json::from_slice(bytes).map_err(shape)
}
