//! Amtskasse: the cash register for German municipalities.
//!
//! The rooms, from the law outwards. Arrows never turn back: a room only knows rooms above it.

pub mod cash; // denominations, counts, change
pub mod catalogue; // items and their prices
pub mod closing; // X and Z totals
pub mod money; // exact amounts and the only rounding rule
pub mod people; // users, roles, PINs
pub mod receipt; // the finished, immutable record
pub mod sale;
pub mod site; // municipality, pay point, register
pub mod tax; // tax keys, dated rates, treatments // what is rung up until it is paid
