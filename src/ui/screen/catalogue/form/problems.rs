//! Beside which field a rule that was broken is shown, and in which words.

use super::super::Field;
use super::draft::Wrong;
use crate::catalogue::change::{Change, Fault, Problem};
use crate::message;
use crate::tax::Regime;
use crate::ui::desk::Desk;

/// The text for what cannot be read.
pub fn text(wrong: &Wrong) -> &'static str {
    match wrong {
        Wrong::Amount => "cat-wrong-amount",
        Wrong::Number => "cat-wrong-number",
        Wrong::Day => "cat-wrong-day",
        Wrong::Empty => "cat-wrong-empty",
        Wrong::Choose => "cat-wrong-choose",
    }
}

/// The sentence for a rule that was broken.
pub fn sentence(problem: &Problem, desk: &Desk) -> String {
    match &problem.fault {
        // The field says which one it is.
        Fault::Blank(_) => desk.t.text("cat-wrong-empty").to_owned(),
        Fault::Spaces(_) => desk.t.text("cat-wrong-spaces").to_owned(),
        fault => message::said(fault, message::rule, desk.lang),
    }
}

/// The field a rule is about. What cannot be said of one field stands above the buttons.
pub fn field(problem: &Problem, changes: &[Change]) -> Field {
    if let Some(regime) = problem.regime {
        let law = match regime {
            Regime::Old => 0,
            Regime::New => 1,
        };
        return match &problem.fault {
            Fault::ReasonNeeded => Field::TaxReason(law),
            Fault::LegalBasisNeeded => Field::TaxBasis(law),
            Fault::ExemptText => Field::TaxText(law),
            Fault::PositiveShare => Field::TaxShare(law),
            Fault::KeyTwice => Field::TaxRest(law),
            _ => Field::TaxKey(law),
        };
    }
    let fault = match &problem.fault {
        // Two rules for one field.
        Fault::Spaces(column) => &Fault::Blank(column),
        other => other,
    };
    match (fault, changes.get(problem.change)) {
        (Fault::IdTaken | Fault::Blank("id"), _) => Field::Id,
        (Fault::Blank("name"), _) => Field::Name,
        // A short name left empty is the name: then that is what is missing.
        (Fault::Blank("short_name"), _) if fault == &problem.fault => Field::Name,
        (Fault::Blank("short_name"), _) => Field::ShortName,
        (Fault::Blank("unit"), _) => Field::Unit,
        (Fault::Blank("office") | Fault::UnknownOffice(_), _) => Field::Office,
        (Fault::Blank("code") | Fault::CodeTaken { .. }, _) => Field::Code,
        (Fault::Ean(_) | Fault::EanTaken { .. }, _) => Field::Ean,
        (Fault::KindAndCase(_), _) => Field::Case,
        (Fault::Sign | Fault::TooMuch | Fault::NoPrice, _) => Field::Price,
        (Fault::Limits, _) => Field::PriceMin,
        (Fault::ShareWithinPrice, _) => Field::ThirdParty,
        (Fault::NumberedByPiece, _) => Field::Stock,
        (Fault::Minimum, _) => Field::Minimum,
        (Fault::Splits, _) => Field::SplitAccount(0),
        (Fault::PositiveShare, _) => Field::SplitShare(0),
        (Fault::Undecided, _) => Field::TaxKey(0),
        (
            Fault::InThePast { .. } | Fault::PriceTwice(_) | Fault::NoSuchPrice(_),
            Some(Change::Price { .. } | Change::Add(_) | Change::WithdrawPrice { .. }),
        ) => Field::PriceFrom,
        _ => Field::Whole,
    }
}
