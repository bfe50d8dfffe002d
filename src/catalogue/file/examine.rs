//! What a file would do to the catalogue that is there, and whether it may.

use super::error::{Expected, FileError, FileFault, Place};
use super::{COLUMNS, Listing};
use crate::catalogue::change::{Change, Context, Fault, Problem, check, diff};
use crate::tax::Regime;

/// A file that may be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// What would change; nothing: the catalogue is what the file says.
    pub changes: Vec<Change>,
    /// Items of the catalogue the file does not have; they stay.
    pub untouched: usize,
    /// What is allowed and still worth a look.
    pub warnings: Vec<Warning>,
}

/// Something that is allowed and still worth a look.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs)] // The sentence of each variant says what it and its fields are.
pub enum Warning {
    #[error("row {row}, column {column}: nobody decided how item {item} is taxed")]
    Undecided {
        row: usize,
        column: &'static str,
        item: String,
    },
    #[error("column {0:?} means nothing here")]
    UnknownColumn(String),
}

/// Compares a file with the catalogue. Names every row that breaks a rule.
pub fn examine(listing: &Listing, context: &Context<'_>) -> Result<Examined, FileError> {
    let changes = diff(listing, context);
    let problems = check(&changes, context);
    if !problems.is_empty() {
        let faults = problems.into_iter().map(|p| fault(listing, &changes, p));
        return Err(FileError::new(&listing.file, faults.collect()));
    }
    let known = context.assortment.entries().len();
    let listed = listing.items.iter();
    let listed = listed.filter(|l| context.assortment.entry(&l.entry.item.id).is_some());
    Ok(Examined {
        changes,
        untouched: known - listed.count(),
        warnings: warnings(listing, context),
    })
}

fn warnings(listing: &Listing, context: &Context<'_>) -> Vec<Warning> {
    let unknown = listing.unknown.iter().cloned();
    let mut warnings: Vec<Warning> = unknown.map(Warning::UnknownColumn).collect();
    for listed in &listing.items {
        let id = &listed.entry.item.id;
        let known = context.assortment.entry(id);
        for (regime, column) in [(Regime::Old, "tax_pre_2b"), (Regime::New, "tax_post_2b")] {
            let file = listed.entry.decisions.iter();
            let before = known.map(|e| e.decisions.as_slice()).unwrap_or_default();
            let decided = file
                .chain(before)
                .any(|d| d.regime == regime && d.refused.is_none());
            if !decided {
                warnings.push(Warning::Undecided {
                    row: listed.row(None),
                    column,
                    item: id.clone(),
                });
            }
        }
    }
    warnings
}

fn fault(listing: &Listing, changes: &[Change], problem: Problem) -> FileFault {
    let id = match changes.get(problem.change) {
        // An office that is new comes from the first item that names it.
        Some(Change::Office { office, .. }) => {
            let mut items = listing.items.iter();
            items
                .find(|l| l.entry.item.office == office.name)
                .map(|l| l.entry.item.id.clone())
        }
        _ => problem.item.clone(),
    };
    let listed = listing.items.iter();
    let listed = id.and_then(|id| listed.clone().find(|l| l.entry.item.id == id));
    let Some(listed) = listed else {
        return FileFault {
            place: Place::File,
            expected: Expected::Rule(problem.fault),
        };
    };
    let row = listed.row(problem.day);
    let place = match column(listing, &problem) {
        Some(column) => Place::Cell { row, column },
        None => Place::Row(row),
    };
    FileFault {
        place,
        expected: Expected::Rule(problem.fault),
    }
}

fn column(listing: &Listing, problem: &Problem) -> Option<&'static str> {
    let named = match (&problem.fault, problem.regime) {
        (Fault::InThePast { .. }, _) if listing.has("valid_from") => "valid_from",
        (Fault::InThePast { .. }, None) => "price_eur",
        (Fault::ReasonNeeded, Some(regime)) => {
            by(regime, "tax_reason_pre_2b", "tax_reason_post_2b")
        }
        (Fault::LegalBasisNeeded, Some(regime)) => {
            by(regime, "tax_legal_basis_pre_2b", "tax_legal_basis_post_2b")
        }
        (Fault::ExemptText, Some(regime)) => by(regime, "tax_text_pre_2b", "tax_text_post_2b"),
        (_, Some(regime)) => by(regime, "tax_pre_2b", "tax_post_2b"),
        (fault, None) => fault.column()?,
    };
    COLUMNS.iter().find(|column| **column == named).copied()
}

fn by(regime: Regime, old: &'static str, new: &'static str) -> &'static str {
    match regime {
        Regime::Old => old,
        Regime::New => new,
    }
}
