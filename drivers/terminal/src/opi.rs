//! OPI: the Open Payment Initiative's XML protocol over two TCP channels.

pub mod simulator;

use serde::{Deserialize, Serialize};

/// How a family of terminals speaks OPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    /// German classic: Wincor, Thales-OPI, CCV Germany, JTL.
    #[default]
    De,
    /// Ingenico Germany.
    Ingenico,
    /// CCV in the Netherlands and Belgium.
    Ccv,
    /// Nexi and CCV in Switzerland.
    NexiCh,
}
