//! The fields of the screen one can type into.

use super::form::Tab;
use iced::widget::Id;

/// A field; those of the form in the order one meets them, so that the first wrong one is found first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The search of the list.
    Search,
    /// Number of the item.
    Id,
    /// Name.
    Name,
    /// Name for narrow places.
    ShortName,
    /// Office; chosen.
    Office,
    /// Business case; chosen.
    Case,
    /// Kind; chosen.
    Kind,
    /// Kassenzeichen; chosen.
    Reference,
    /// Group.
    Group,
    /// Law or ordinance.
    LegalBasis,
    /// Bar code.
    Ean,
    /// Short code.
    Code,
    /// Unit.
    Unit,
    /// Remark.
    Note,
    /// How the price comes about; chosen.
    Mode,
    /// First day of the price.
    PriceFrom,
    /// The price.
    Price,
    /// Part of somebody else.
    ThirdParty,
    /// Lowest amount.
    PriceMin,
    /// Highest amount.
    PriceMax,
    /// Key under a law; chosen.
    TaxKey(usize),
    /// Key of the rest; chosen.
    TaxRest(usize),
    /// Per cent of the price under the first key.
    TaxShare(usize),
    /// What becomes of the price; chosen.
    TaxRule(usize),
    /// Words for the receipt.
    TaxText(usize),
    /// Why.
    TaxReason(usize),
    /// Paragraph.
    TaxBasis(usize),
    /// Account.
    Account,
    /// Product.
    Product,
    /// Account of a split.
    SplitAccount(usize),
    /// Product of a split.
    SplitProduct(usize),
    /// Weight of a split.
    SplitShare(usize),
    /// Whose money the third-party part is.
    Principal,
    /// Account the part of others is booked to.
    ThirdPartyAccount,
    /// How stock is kept; chosen.
    Stock,
    /// Level below which somebody should order.
    Minimum,
    /// The item as a whole.
    Whole,
    /// Why it is changed.
    Reason,
    /// First day an item is not offered any more.
    ArchiveFrom,
    /// Why it is archived.
    ArchiveReason,
    /// Of a change to many: per cent, amount, account or group.
    MassValue,
    /// Of a change to many: what prices are rounded to.
    MassStep,
    /// Of a change to many: first day.
    MassFrom,
    /// Of a change to many: why.
    MassReason,
    /// Of a change to many: why items are taxed so.
    MassTaxReason,
    /// Of a change to many: paragraph.
    MassBasis,
    /// Of a change to many: words for the receipt.
    MassText,
    /// Search for a tile to add.
    TileSearch,
    /// A file to read.
    Path,
    /// Why a file is imported.
    PathReason,
}

impl Field {
    /// The name of the field on the screen.
    pub fn id(self) -> Id {
        match self {
            Self::Search => Id::new("catalogue-search"),
            Self::Path => Id::new("catalogue-path"),
            other => Id::from(format!("catalogue-{other:?}")),
        }
    }

    /// The page of the form it is on.
    pub fn tab(self) -> Option<Tab> {
        Some(match self {
            Self::Id
            | Self::Name
            | Self::ShortName
            | Self::Office
            | Self::Case
            | Self::Kind
            | Self::Reference
            | Self::Group
            | Self::LegalBasis
            | Self::Ean
            | Self::Code
            | Self::Unit
            | Self::Note => Tab::General,
            Self::Mode
            | Self::PriceFrom
            | Self::Price
            | Self::ThirdParty
            | Self::PriceMin
            | Self::PriceMax => Tab::Price,
            Self::TaxKey(_)
            | Self::TaxRest(_)
            | Self::TaxShare(_)
            | Self::TaxRule(_)
            | Self::TaxText(_)
            | Self::TaxReason(_)
            | Self::TaxBasis(_) => Tab::Tax,
            Self::Account
            | Self::Product
            | Self::SplitAccount(_)
            | Self::SplitProduct(_)
            | Self::SplitShare(_)
            | Self::Principal
            | Self::ThirdPartyAccount => Tab::Account,
            Self::Stock | Self::Minimum => Tab::Stock,
            _ => return None,
        })
    }
}
