//! What the register is and how it is.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use crate::catalogue::Catalogue;
use crate::money::Money;
use crate::people::User;
use crate::tax::Rates;

/// How this workplace looks and behaves.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// `de` or `en`.
    pub english: bool,
    /// Index into the looks: light, dark, high contrast.
    pub look: u8,
    /// 100 to 200 per cent.
    pub scale: u16,
    /// Print every receipt at once (§146a(2) AO), or only when somebody asks for it.
    pub print: bool,
    /// Minutes without use after which the register locks; 0 never.
    pub lock_minutes: u16,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            english: false,
            look: 0,
            scale: 100,
            print: true,
            lock_minutes: 10,
        }
    }
}

/// What the register is; sent at start and whenever master data change.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The pay point, e.g. `Bürgerbüro`.
    pub pay_point: String,
    /// The register, e.g. `Kasse 2`.
    pub register: String,
    /// The municipality.
    pub municipality: String,
    /// Who can log in.
    pub users: Vec<User>,
    /// Offices in the order of their tabs, with the colour of their tiles (`#RRGGBB`).
    pub offices: Vec<(String, String)>,
    /// Items rung up most often, by number.
    pub favourites: Vec<String>,
    /// Everything that can be rung up.
    pub catalogue: Arc<Catalogue>,
    /// Tax rates.
    pub rates: Rates,
    /// Pieces on stock, by item number.
    pub stock: HashMap<String, Decimal>,
    /// Change money that stays in the drawer over night.
    pub float: Money,
    /// Data are for trying out.
    pub demo: bool,
    /// How this workplace looks.
    pub preferences: Preferences,
}

/// How a device is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Health {
    /// Not set up.
    #[default]
    Absent,
    /// Works.
    Good,
    /// Works, but is no certified device.
    Test,
    /// Does not work, and why.
    Failing(String),
}

/// What the header bar shows and what changes with every receipt.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// The TSE.
    pub tse: Health,
    /// Since when it is out, in local time.
    pub tse_out_since: Option<NaiveDateTime>,
    /// Another TSE signs than the one in first place, which is out.
    pub tse_stands_in: bool,
    /// Something about a TSE somebody has to look after.
    pub tse_warning: bool,
    /// Last day for what the tax office is to be told (§146a(4) AO) and was not.
    pub notice_due: Option<chrono::NaiveDate>,
    /// The card terminal payments go to.
    pub terminal: Health,
    /// All card terminals, the first one first.
    pub terminals: Vec<super::terminal::Terminal>,
    /// The receipt printer.
    pub printer: Health,
    /// Cash that should be in the drawer.
    pub cash: Money,
    /// Where the limit for notes lies; zero for none.
    pub note_limit: Money,
    /// The number the next receipt gets.
    pub next_receipt: u64,
    /// The number the next closing gets.
    pub z_number: u32,
}
