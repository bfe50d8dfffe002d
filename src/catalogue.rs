//! Items: what can be rung up, at which price, taxed how, booked where.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::Money;
use crate::tax::{Regime, Treatment};

pub mod file;

/// What kind of thing an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ItemKind {
    /// Fee of an official act, fixed by law or ordinance (Gebühr).
    Fee,
    /// Merchandise (Artikel).
    Article,
    /// Service, admission, use of a room (Leistung).
    Service,
    /// Money that belongs to somebody else (durchlaufender Posten).
    Transit,
}

impl ItemKind {
    /// Whether a clerk may grant a discount: fees are fixed by law, transit money is not ours to give.
    pub fn discountable(self) -> bool {
        matches!(self, ItemKind::Article | ItemKind::Service)
    }

    /// Stable name for the database.
    pub fn code(self) -> &'static str {
        match self {
            ItemKind::Fee => "fee",
            ItemKind::Article => "article",
            ItemKind::Service => "service",
            ItemKind::Transit => "transit",
        }
    }

    /// Reads [`ItemKind::code`].
    pub fn from_code(code: &str) -> Option<ItemKind> {
        [
            ItemKind::Fee,
            ItemKind::Article,
            ItemKind::Service,
            ItemKind::Transit,
        ]
        .into_iter()
        .find(|kind| kind.code() == code)
    }
}

/// How the price of an item comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PriceMode {
    /// One price; quantity is a whole number of pieces.
    Fixed,
    /// Price per unit (page, metre, week, 100 g); quantity may have up to three decimals.
    PerQuantity,
    /// The clerk types the amount, within the limits.
    Range {
        /// Lowest amount.
        min: Money,
        /// Highest amount.
        max: Money,
    },
}

/// DSFinV-K's business case (GV_TYP) of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)] // the names are the columns' own, explained in DSFinV-K 2.4, Annex C
pub enum BusinessCase {
    Umsatz,
    Pfand,
    PfandRueckzahlung,
    Rabatt,
    EinzweckgutscheinKauf,
    MehrzweckgutscheinKauf,
    Forderungsaufloesung,
    Anfangsbestand,
    Geldtransit,
    Einzahlung,
    Auszahlung,
    DifferenzSollIst,
}

impl BusinessCase {
    const ALL: [BusinessCase; 12] = [
        BusinessCase::Umsatz,
        BusinessCase::Pfand,
        BusinessCase::PfandRueckzahlung,
        BusinessCase::Rabatt,
        BusinessCase::EinzweckgutscheinKauf,
        BusinessCase::MehrzweckgutscheinKauf,
        BusinessCase::Forderungsaufloesung,
        BusinessCase::Anfangsbestand,
        BusinessCase::Geldtransit,
        BusinessCase::Einzahlung,
        BusinessCase::Auszahlung,
        BusinessCase::DifferenzSollIst,
    ];

    /// The value of column GV_TYP.
    pub fn code(self) -> &'static str {
        match self {
            BusinessCase::Umsatz => "Umsatz",
            BusinessCase::Pfand => "Pfand",
            BusinessCase::PfandRueckzahlung => "PfandRueckzahlung",
            BusinessCase::Rabatt => "Rabatt",
            BusinessCase::EinzweckgutscheinKauf => "EinzweckgutscheinKauf",
            BusinessCase::MehrzweckgutscheinKauf => "MehrzweckgutscheinKauf",
            BusinessCase::Forderungsaufloesung => "Forderungsaufloesung",
            BusinessCase::Anfangsbestand => "Anfangsbestand",
            BusinessCase::Geldtransit => "Geldtransit",
            BusinessCase::Einzahlung => "Einzahlung",
            BusinessCase::Auszahlung => "Auszahlung",
            BusinessCase::DifferenzSollIst => "DifferenzSollIst",
        }
    }

    /// Reads [`BusinessCase::code`].
    pub fn from_code(code: &str) -> Option<BusinessCase> {
        BusinessCase::ALL
            .into_iter()
            .find(|case| case.code() == code)
    }

    /// Whether the line only moves cash and is no turnover (DSFinV-K 2.4, 4.2).
    pub fn moves_cash_only(self) -> bool {
        matches!(
            self,
            BusinessCase::Anfangsbestand
                | BusinessCase::Geldtransit
                | BusinessCase::Einzahlung
                | BusinessCase::Auszahlung
                | BusinessCase::DifferenzSollIst
        )
    }
}

/// Something a clerk can ring up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Number, unique, e.g. `BB0010`.
    pub id: String,
    /// Full name, as printed.
    pub name: String,
    /// Short name for narrow places.
    pub short_name: String,
    /// Office whose tiles show it.
    pub office: String,
    /// Kind.
    pub kind: ItemKind,
    /// Business case of its lines.
    pub case: BusinessCase,
    /// Price per piece or unit, the suggestion for a range; below zero for returns.
    pub price: Money,
    /// How the price comes about.
    pub mode: PriceMode,
    /// Unit, e.g. `Stück`, `Seite`.
    pub unit: String,
    /// Treatment under §2(3) UStG in its old form.
    pub old: Treatment,
    /// Treatment under §2b UStG.
    pub new: Treatment,
    /// Law or ordinance the price stands on.
    pub legal_basis: String,
    /// Part of the price that belongs to somebody else, per piece.
    pub third_party: Money,
    /// Whose money a transit item or the third-party share is.
    pub principal: Option<String>,
    /// Whether stock is kept.
    pub stocked: bool,
    /// Product group or cost object.
    pub product: String,
    /// Account in the finance system.
    pub account: String,
    /// Bar code.
    pub ean: Option<String>,
    /// Whether the line needs a reference such as a Kassenzeichen.
    pub needs_reference: bool,
}

impl Item {
    /// How the item is taxed under `regime`.
    pub fn treatment(&self, regime: Regime) -> &Treatment {
        match regime {
            Regime::Old => &self.old,
            Regime::New => &self.new,
        }
    }

    /// Checks an amount or quantity a clerk wants to ring up. What goes back is a refund with a second person,
    /// never a negative quantity.
    pub fn check(&self, quantity: Decimal, price: Money) -> Result<(), PriceError> {
        let whole = quantity.fract().is_zero();
        if quantity <= Decimal::ZERO || quantity > Decimal::from(99_999) {
            return Err(PriceError::Quantity);
        }
        match self.mode {
            PriceMode::PerQuantity if quantity.normalize().scale() > 3 => Err(PriceError::Quantity),
            PriceMode::Fixed | PriceMode::Range { .. } if !whole => Err(PriceError::WholePieces),
            PriceMode::Fixed | PriceMode::PerQuantity if price != self.price => {
                Err(PriceError::Fixed(self.price))
            }
            PriceMode::Range { min, max } if price < min || price > max => {
                Err(PriceError::Outside { min, max })
            }
            _ => Ok(()),
        }
    }
}

/// Why a price or quantity is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    /// Zero, too large, or more than three decimals.
    #[error("quantity must be between 0.001 and 99,999")]
    Quantity,
    /// A fraction of something that only comes whole.
    #[error("this item is only sold in whole pieces")]
    WholePieces,
    /// The price is fixed.
    #[error("the price is fixed at {0} €")]
    Fixed(Money),
    /// Out of the allowed range.
    #[error("the amount must be between {min} € and {max} €")]
    Outside {
        /// Lowest amount.
        min: Money,
        /// Highest amount.
        max: Money,
    },
}

/// All items, found by number or bar code.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    items: Vec<Item>,
    by_id: std::collections::HashMap<String, usize>,
    by_ean: std::collections::HashMap<String, usize>,
}

impl Catalogue {
    /// A catalogue in the order given.
    pub fn new(items: Vec<Item>) -> Catalogue {
        let by_id = items
            .iter()
            .enumerate()
            .map(|(i, item)| (item.id.clone(), i))
            .collect();
        let by_ean = items
            .iter()
            .enumerate()
            .filter_map(|(i, item)| Some((item.ean.clone()?, i)))
            .collect();
        Catalogue {
            items,
            by_id,
            by_ean,
        }
    }

    /// Every item in order.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item with this number.
    pub fn by_id(&self, id: &str) -> Option<&Item> {
        self.by_id.get(id).map(|&i| &self.items[i])
    }

    /// The item with this bar code.
    pub fn by_ean(&self, ean: &str) -> Option<&Item> {
        self.by_ean.get(ean).map(|&i| &self.items[i])
    }
}
