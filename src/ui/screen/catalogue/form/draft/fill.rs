//! The form as it is opened: empty, of an item there is, or a copy of one.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Draft, Mode, REGIMES, Tax};
use crate::catalogue::{BusinessCase, Entry, ItemKind, PriceMode, StockMode};
use crate::ui::desk::quantity;
use crate::ui::protocol::MasterData;
use crate::ui::screen::catalogue::Field;

impl Draft {
    /// A form with nothing in it.
    pub fn empty(master: &MasterData, office: Option<&str>) -> Self {
        let first = master.offices.first().map(|office| office.name.as_str());
        let mut draft = Self {
            texts: BTreeMap::new(),
            office: office.or(first).unwrap_or_default().to_owned(),
            kind: ItemKind::Fee,
            case: BusinessCase::Umsatz,
            mode: Mode::Fixed,
            stock: StockMode::None,
            needs_reference: false,
            splits: 0,
            withdrawn: BTreeSet::new(),
            taxes: [Tax::default(), Tax::default()],
        };
        draft.set(Field::Unit, "Stück");
        draft.set(Field::PriceFrom, crate::i18n::date(master.today));
        draft
    }

    /// The form of an item there is.
    pub fn of(entry: &Entry, master: &MasterData) -> Self {
        let item = &entry.item;
        let price = entry.price_on(master.today).or(entry.prices.first());
        let mut draft = Self {
            texts: BTreeMap::new(),
            office: item.office.clone(),
            kind: item.kind,
            case: item.case,
            mode: match price.map(|price| price.mode) {
                Some(PriceMode::PerQuantity) => Mode::PerQuantity,
                Some(PriceMode::Range { .. }) => Mode::Range,
                Some(PriceMode::Fixed) | None => Mode::Fixed,
            },
            stock: item.stock,
            needs_reference: item.needs_reference,
            splits: item.splits.len(),
            withdrawn: BTreeSet::new(),
            taxes: [Tax::default(), Tax::default()],
        };
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        draft.set(Field::Id, item.id.clone());
        draft.set(Field::Name, item.name.clone());
        draft.set(Field::ShortName, item.short_name.clone());
        draft.set(Field::Group, item.group.clone());
        draft.set(Field::Unit, item.unit.clone());
        draft.set(Field::LegalBasis, item.legal_basis.clone());
        draft.set(Field::Code, optional(&item.code));
        draft.set(Field::Ean, optional(&item.ean));
        draft.set(Field::Note, entry.note.clone());
        draft.set(Field::Account, item.account.clone());
        draft.set(Field::Product, item.product.clone());
        draft.set(Field::Principal, optional(&item.principal));
        draft.set(
            Field::ThirdPartyAccount,
            optional(&item.third_party_account),
        );
        draft.set(
            Field::Minimum,
            entry.minimum.map(quantity).unwrap_or_default(),
        );
        for (at, split) in item.splits.iter().enumerate() {
            draft.set(Field::SplitAccount(at), split.account.clone());
            draft.set(Field::SplitProduct(at), split.product.clone());
            draft.set(Field::SplitShare(at), quantity(split.share));
        }
        draft
    }

    /// A new item like this one: number, codes and history are its own.
    pub fn copy(entry: &Entry, master: &MasterData) -> Self {
        let mut draft = Self::of(entry, master);
        for field in [Field::Id, Field::Code, Field::Ean] {
            draft.texts.remove(&field);
        }
        draft.set(Field::PriceFrom, crate::i18n::date(master.today));
        if let Some(price) = entry.price_on(master.today).or(entry.prices.last()) {
            draft.set(Field::Price, price.amount.to_string());
            if let PriceMode::Range { min, max } = price.mode {
                draft.set(Field::PriceMin, min.to_string());
                draft.set(Field::PriceMax, max.to_string());
            }
            if !price.third_party.is_zero() {
                draft.set(Field::ThirdParty, price.third_party.to_string());
            }
        }
        for (law, regime) in REGIMES.into_iter().enumerate() {
            let mut of_regime = entry.decisions.iter().filter(|d| d.regime == regime);
            let Some(decision) = of_regime.rfind(|d| d.refused.is_none()) else {
                continue;
            };
            let shares = &decision.treatment.shares;
            draft.taxes[law] = Tax {
                key: shares.first().map(|(key, _)| *key),
                rest: shares.get(1).map(|(key, _)| *key),
                rule: decision.price_rule,
            };
            if let [(_, first), (_, second)] = shares.as_slice() {
                let share = *first * Decimal::ONE_HUNDRED / (*first + *second);
                draft.set(Field::TaxShare(law), quantity(share));
            }
            draft.set(
                Field::TaxText(law),
                decision.treatment.text.clone().unwrap_or_default(),
            );
            draft.set(Field::TaxReason(law), decision.reason.clone());
            draft.set(Field::TaxBasis(law), decision.legal_basis.clone());
        }
        draft
    }
}
