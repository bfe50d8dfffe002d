//! What of an item or the catalogue a change is about, and what that is called.

use crate::i18n::Language;

/// What of an item a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // Fields of an item; `label` says them.
pub enum Field {
    Item,
    Name,
    ShortName,
    Office,
    Group,
    Kind,
    Unit,
    LegalBasis,
    Principal,
    ThirdPartyAccount,
    Stock,
    Minimum,
    Product,
    Account,
    Ean,
    Code,
    Reference,
    Note,
    Price,
    Archived,
    TaxOld,
    TaxNew,
    Order,
    Tiles,
    PayPointOffices,
    OfficeItself,
}

impl Field {
    /// What it is called.
    pub fn label(self, language: Language) -> &'static str {
        let (german, english) = match self {
            Field::Item => ("neu", "new"),
            Field::Name => ("Name", "Name"),
            Field::ShortName => ("Kurzname", "Short name"),
            Field::Office => ("Amt", "Office"),
            Field::Group => ("Gruppe", "Group"),
            Field::Kind => ("Art", "Kind"),
            Field::Unit => ("Einheit", "Unit"),
            Field::LegalBasis => ("Rechtsgrundlage", "Legal basis"),
            Field::Principal => ("fremder Anteil für", "part belongs to"),
            Field::ThirdPartyAccount => ("Konto des fremden Anteils", "account of that part"),
            Field::Stock => ("Bestandsführung", "Stock kept"),
            Field::Minimum => ("Mindestbestand", "Minimum stock"),
            Field::Product => ("Produkt", "Product"),
            Field::Account => ("Konto", "Account"),
            Field::Ean => ("EAN", "EAN"),
            Field::Code => ("Kurzwahl", "Short code"),
            Field::Reference => ("Kassenzeichen nötig", "Reference needed"),
            Field::Note => ("Vermerk", "Note"),
            Field::Price => ("Preis", "Price"),
            Field::Archived => ("Archiv", "Archive"),
            Field::TaxOld => ("Steuer nach altem Recht", "Tax under the old law"),
            Field::TaxNew => ("Steuer nach § 2b UStG", "Tax under §2b UStG"),
            Field::Order => ("Reihenfolge", "Order"),
            Field::Tiles => ("Kacheln", "Tiles"),
            Field::PayPointOffices => ("Ämter der Zahlstelle", "Offices of the pay point"),
            Field::OfficeItself => ("Amt", "Office"),
        };
        language.say(german, english)
    }

    /// Stable name for programs that read the answer.
    pub fn code(self) -> &'static str {
        match self {
            Field::Item => "item",
            Field::Name => "name",
            Field::ShortName => "short_name",
            Field::Office => "office",
            Field::Group => "group",
            Field::Kind => "kind",
            Field::Unit => "unit",
            Field::LegalBasis => "legal_basis",
            Field::Principal => "principal",
            Field::ThirdPartyAccount => "third_party_account",
            Field::Stock => "stock_managed",
            Field::Minimum => "stock_minimum",
            Field::Product => "product_group",
            Field::Account => "gl_account",
            Field::Ean => "ean",
            Field::Code => "code",
            Field::Reference => "reference",
            Field::Note => "note",
            Field::Price => "price_eur",
            Field::Archived => "archived_from",
            Field::TaxOld => "tax_pre_2b",
            Field::TaxNew => "tax_post_2b",
            Field::Order => "order",
            Field::Tiles => "tiles",
            Field::PayPointOffices => "pay_point_offices",
            Field::OfficeItself => "office_itself",
        }
    }

    /// Kind of the event that keeps it.
    pub fn event(self) -> &'static str {
        match self {
            Field::Item => "item-added",
            Field::TaxOld | Field::TaxNew => "tax-decided",
            Field::Order => "items-ordered",
            Field::Tiles => "tiles",
            Field::PayPointOffices => "pay-point-offices",
            Field::OfficeItself => "office",
            _ => "item-changed",
        }
    }
}
