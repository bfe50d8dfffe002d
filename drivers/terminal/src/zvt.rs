//! ZVT: the ECR interface of the Verband der Terminalhersteller, PA00P015 rev. 13.08 and PA00P016_04.

pub mod serial;

use serde::{Deserialize, Serialize};

/// Character set of a terminal's texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Charset {
    /// What the terminal says, else what the bytes look like.
    #[default]
    Auto,
    /// Code page 437, the specification's default.
    Cp437,
    /// ISO-8859-1.
    Latin1,
    /// ISO-8859-15.
    Latin9,
    /// UTF-8.
    Utf8,
    /// Seven bits with German letters in the place of brackets (DIN 66003).
    Din66003,
}
