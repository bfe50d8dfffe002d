//! Amtskasse: the cash register for German municipalities.
//!
//! The rooms, from the law outwards. Arrows never turn back: a room only knows rooms above it, and only
//! [`till`] writes the ledger and owns the devices.

// Exact amounts and the only rounding rule of the program.
pub mod money;

// Texts in German and English; how amounts and dates are written.
pub mod i18n;

// Tax keys, dated rates, what an item is taxed at on a given day.
pub mod tax;

// Items, prices, accounts.
pub mod catalogue;

// Municipality, pay point, register.
pub mod site;

// Notification of the recording systems to the tax office.
pub mod notice;

// Users, roles, PINs.
pub mod people;

// The finished, immutable record and its totals.
pub mod receipt;

// Figures and patterns an auditor looks for.
pub mod audit;

// Vouchers: numbers, balances, what a receipt does to them.
pub mod voucher;

// What a clerk rings up until it is paid.
pub mod sale;

// Payment rules: what may be paid with, for what, up to which amount.
pub mod acceptance;

// Denominations, counts, change.
pub mod cash;

// X and Z totals.
pub mod closing;

// processData and QR code.
pub mod fiscal;

// The SQLite file: migrations, appends, queries.
pub mod ledger;

// A new register, and the demo municipality.
pub mod setup;

// One layout for everything printed, and its backends.
pub mod document;

// The use cases; the only writer of the ledger and the only owner of the devices.
pub mod till;

// The export for the tax audit (DSFinV-K).
pub mod dsfinvk;

// The touch user interface.
pub mod ui;

// Business days without a display.
pub mod demo;

// Errors and findings as sentences in German and English.
pub mod message;

// The command line.
pub mod cli;
