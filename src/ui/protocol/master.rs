//! What the screens of administration work on: everything about every item, for all time.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::catalogue::change::{Context, Summary, TileScope};
use crate::catalogue::{Assortment, Office};
use crate::i18n::{Both, Language};
use crate::people::User;
use crate::site::PayPoint;
use crate::tax::{Rates, Regime, Regimes};

/// Master data; sent when a screen of administration opens and after every change, and shared, never copied.
#[derive(Debug, Clone)]
pub struct MasterData {
    /// The day by the till's clock.
    pub today: NaiveDate,
    /// Every item with its history and its future.
    pub assortment: Arc<Assortment>,
    /// Dated rates.
    pub rates: Rates,
    /// Dated law.
    pub regimes: Regimes,
    /// Every office, in the order of the tabs.
    pub offices: Vec<Office>,
    /// Every pay point.
    pub pay_points: Vec<PayPoint>,
    /// The pay point of this register.
    pub pay_point: String,
    /// Tiles shown first, of pay points and users.
    pub tiles: BTreeMap<(TileScope, String), Vec<String>>,
    /// Tiles of whoever has none of their own.
    pub general: Vec<String>,
    /// Offices whose tabs a pay point shows, where it does not show all.
    pub point_offices: BTreeMap<String, Vec<String>>,
    /// Local day of the last receipt.
    pub last_receipt: Option<NaiveDate>,
    /// Numbers of the items that stand on a receipt.
    pub sold: HashSet<String>,
}

impl MasterData {
    /// The next day from which another law holds, and which; `None`: nothing is decided for the days to come.
    pub fn switch(&self) -> Option<(NaiveDate, Regime)> {
        let mut rows = self.regimes.0.iter();
        let next = rows.find(|(from, _)| *from > self.today).copied();
        next.filter(|(_, regime)| *regime != self.regimes.at(self.today))
    }

    /// Tiles a pay point or a user sees first; none: the general ones.
    pub fn tiles_of(&self, scope: TileScope, owner: &str) -> &[String] {
        let tiles = self.tiles.get(&(scope, owner.to_owned()));
        tiles.map_or(&[], Vec::as_slice)
    }

    /// Tiles that are shown there now: its own, for a user else those of this pay point, else the general ones.
    pub fn tiles_shown(&self, scope: TileScope, owner: &str) -> &[String] {
        let own = self.tiles_of(scope, owner);
        let shared = match scope {
            TileScope::User => self.tiles_of(TileScope::PayPoint, &self.pay_point),
            TileScope::PayPoint => &[],
        };
        let mut all = [own, shared, &self.general].into_iter();
        all.find(|tiles| !tiles.is_empty()).unwrap_or_default()
    }

    /// Offices whose tabs a pay point shows; none: every one.
    pub fn offices_of(&self, pay_point: &str) -> &[String] {
        self.point_offices.get(pay_point).map_or(&[], Vec::as_slice)
    }

    /// What a change has to go with.
    pub fn context<'a>(&'a self, users: &[User]) -> Context<'a> {
        Context {
            assortment: &self.assortment,
            rates: &self.rates,
            offices: self.offices.clone(),
            pay_points: self
                .pay_points
                .iter()
                .map(|point| point.id.clone())
                .collect(),
            users: users.iter().map(|user| user.id.clone()).collect(),
            today: self.today,
            last_receipt: self.last_receipt,
            sold: self.sold.clone(),
        }
    }
}

/// What a file would do to the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Examination {
    /// It may be imported.
    Fits {
        /// Old and new of every change; none: the catalogue is what the file says.
        summaries: Both<Vec<Summary>>,
        /// Items of the catalogue the file does not have; they stay.
        untouched: usize,
        /// What is worth a look, as sentences.
        warnings: Both<Vec<String>>,
    },
    /// It is wrong.
    Refused {
        /// Each wrong place, as a sentence.
        faults: Both<Vec<String>>,
        /// How many more there are.
        more: usize,
    },
}

impl Examination {
    /// Whether there is something to import.
    pub fn may_be_imported(&self) -> bool {
        matches!(self, Self::Fits { summaries, .. } if !summaries.get(Language::German).is_empty())
    }
}

/// Files there are to read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CatalogueFiles {
    /// Where somebody would put one.
    pub folder: String,
    /// Their names, below the data folder.
    pub names: Vec<String>,
}
