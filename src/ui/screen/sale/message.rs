//! What can happen on the sale.

use crate::ui::screen::{discount, entry};

/// What can happen on the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The text in the search field.
    Search(String),
    /// A letter typed outside of any field begins a search.
    SearchFrom(char),
    /// Enter in the search field.
    SearchSubmit,
    /// Put the cursor into the search field.
    SearchFocus,
    /// Open a group; 0 is what is rung up most often.
    Group(usize),
    /// Narrow an office down to one of its groups; `None`: all of it.
    Subgroup(Option<usize>),
    /// Show all groups.
    Groups,
    /// The tiles have been scrolled.
    Scrolled(f32),
    /// The basket has been scrolled.
    BasketScrolled(f32),
    /// A tile: position in the catalogue.
    Tile(usize),
    /// A code from the scanner.
    Scanned(String),
    /// A line of the basket.
    Select(u32),
    /// Digits.
    Type(&'static str),
    /// Take the last digit back.
    Backspace,
    /// Forget what was typed.
    Clear,
    /// The digits are a quantity.
    Times,
    /// The digits are a price.
    Price,
    /// A discount.
    Discount,
    /// A voucher: redeem one, or give the one on sale the number of its card.
    Voucher,
    /// The day of the supply.
    Supplied,
    /// Apply what was typed.
    Apply,
    /// Put the sale aside, or show those that wait.
    Park,
    /// Strike the selected line out.
    Strike,
    /// Take the last part payment back.
    TakeBack,
    /// Drop the sale.
    Abort,
    /// Pay in cash.
    PayCash,
    /// Pay by card.
    PayCard,
    /// Finish what costs nothing more.
    Finish,
    /// Show or hide the keypad on a small screen.
    Keypad,
    /// Inside the dialog for a figure.
    Entry(entry::Message),
    /// Inside the dialog for a discount.
    InDiscount(discount::Message),
    /// The text of the dialog: Kassenzeichen, name.
    Text(String),
    /// The dialog is complete.
    Confirm,
    /// Money goes back another way than it came.
    PayAnyway,
    /// Why the sale is dropped.
    AbortFor(String),
    /// Leave the dialog, or forget what was typed.
    Close,
    /// The menu.
    Menu,
    /// Look at the devices: something is wrong with a TSE.
    Devices,
    /// The name on the header bar.
    User,
}
