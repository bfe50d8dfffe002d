//! What the register prints, before anybody decides on which paper: one layout model for receipts,
//! closings and count sheets, and the backends that turn it into a PDF, into plain text and into
//! the column grid a receipt printer works with.
//!
//! A [`Document`] says what stands on the paper and how much it matters; the backends decide where.
//!
//! - [`pdf::render`] measures real glyphs and writes one tall page for a roll or numbered A4 pages.
//! - [`grid::lay_out`] places the same blocks in columns of equal width, the world of ESC/POS.
//! - [`text::render`] writes that grid as UTF-8.

pub mod closing;
mod columns;
pub mod count;
pub mod evaluation;
#[cfg(test)]
mod fixture;
mod font;
mod format;
pub mod grid;
pub mod inspection;
pub mod journal;
mod layout;
mod model;
pub mod notice;
pub mod pdf;
pub mod procedure;
pub mod qr;
pub mod receipt;
pub mod rehearsal;
pub mod slip;
pub mod stock;
pub mod text;
pub mod vouchers;
pub mod words;
mod wrap;

pub use font::FontError;
pub use format::{Format, Language};
pub use model::{
    Align, Bar, Block, Cell, Chart, Column, Document, Gap, KeyValue, Look, Mark, Paper, Row, Rule,
    Signature, Size, Spacing, Style, Table, Text, Tone, Weight, Width, Wrap,
};
pub use qr::QrError;
