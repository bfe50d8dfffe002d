//! DSFinV-K, the digital interface of the tax administration for cash registers (BZSt, version 2.4 of 15.12.2023): the
//! tables, a writer of packages and a verifier for packages of any maker. Knows nothing of the register.
//!
//! The whole format is one table of columns, [`schema`]: index.xml, the writer and the verifier are driven by it, so
//! that a new version is a new table.

pub mod dtd;
pub mod index;
pub mod number;
pub mod package;
pub mod schema;
pub mod verify;
