//! Notification of the recording systems to the tax office (§146a(4) AO).
//!
//! One notification tells of one place of business (Betriebsstätte) and always of all systems that stand there (gross
//! method, AEAO zu §146a, 1.16.1.4). This room knows what has to be told, until when, and how the file looks; sending it
//! through ELSTER is the municipality's own doing.

mod deadline;
mod file;
mod missing;
mod record;
mod system;
mod whole;
mod xml;

#[cfg(test)]
mod tests;

pub use deadline::{Change, Due, Occasion, changes, month_after, open};
pub use file::{FileError, LARGEST, Shared, read, write};
pub use missing::{Missing, What, missing};
pub use record::{Known, KnownTse, Made, Own, Record, TseData};
pub use system::{Acquired, Form, Kind, Place, Retired, System, Tse};
pub use whole::{Edit, Notice, Problem, apply};
pub use xml::xml;
