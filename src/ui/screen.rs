//! The screens, one file each: its `State`, its `Message`, and the [`Action`](super::action::Action) it
//! hands back.

pub mod approval;
pub mod card;
pub mod cash;
pub mod catalogue;
pub mod clock;
pub mod closing;
pub mod closings;
pub mod devices;
pub mod discount;
pub mod done;
pub mod drawer;
pub mod entry;
pub mod help;
pub mod invoice;
pub mod login;
pub mod menu;
pub mod parts;
pub mod pieces;
pub mod receipts;
pub mod rehearsal;
pub mod sale;
pub mod settings;
pub mod stock;
pub mod tax;
pub mod waiting;
