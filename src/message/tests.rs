use std::path::PathBuf;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::*;
use crate::catalogue::change::Fault;
use crate::catalogue::file::{Expected, FileFault, Place, Warning};
use crate::tax::{TaxKey, TaxProblem};

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 1, 31).unwrap()
}

/// Two languages, a sentence in each, and nothing of the one in the other.
fn is_said_in_both(said: &Both<String>) {
    let (german, english) = (said.get(Language::German), said.get(Language::English));
    assert_ne!(german, english);
    assert!(!english.contains(|c| "äöüÄÖÜß„".contains(c)), "{english}");
    let words = english.split(|c: char| !c.is_alphabetic());
    for word in words {
        let german = [
            "der", "die", "das", "ist", "nicht", "kein", "wird", "und", "oder", "Zeile", "Spalte",
            "Steuer", "Artikel", "Beleg", "erwartet", "gefunden",
        ];
        assert!(!german.contains(&word), "{english}");
    }
    assert!(
        english.ends_with('.') && !english.ends_with(".."),
        "{english}"
    );
    assert!(german.ends_with('.') && !german.ends_with(".."), "{german}");
    let first = english.chars().next().unwrap();
    assert!(
        !first.is_lowercase() || english.starts_with("price_"),
        "{english}"
    );
    // Days are written alike on the whole screen.
    assert!(!english.contains("2027-01-31"), "{english}");
}

fn faults() -> Vec<Fault> {
    use Fault as F;
    let name = || "Muster".to_owned();
    vec![
        F::UnknownItem,
        F::Blank("price_min"),
        F::Spaces("price_min"),
        F::IdTaken,
        F::EanTaken {
            ean: name(),
            item: name(),
        },
        F::CodeTaken {
            code: name(),
            item: name(),
        },
        F::Ean(name()),
        F::UnknownOffice(name()),
        F::KindAndCase("Umsatz"),
        F::Sign,
        F::TooMuch,
        F::NoPrice,
        F::PriceTwice(day()),
        F::NoSuchPrice(day()),
        F::Limits,
        F::ShareWithinPrice,
        F::InThePast { last: day() },
        F::ArchivedInThePast,
        F::PositiveShare,
        F::Splits,
        F::NumberedByPiece,
        F::Minimum,
        F::UnknownKey(1000),
        F::HistoricalKey(3),
        F::NoRate {
            key: 1000,
            day: day(),
        },
        F::KeyTwice,
        F::Undecided,
        F::ExemptText,
        F::TransitTaxed,
        F::ShareTaxed,
        F::ReasonNeeded,
        F::LegalBasisNeeded,
        F::UnknownOwner(name()),
        F::UnknownTile(name()),
        F::NamedTwice(name()),
        F::Colour(name()),
    ]
}

fn expectations() -> Vec<Expected> {
    use Expected as E;
    let text = || "Muster".to_owned();
    let mut all = vec![
        E::Readable(io::Error::from(ErrorKind::NotFound)),
        E::Csv(csv::Error::from(io::Error::other("x"))),
        E::Utf8(0xe4),
        E::Utf16,
        E::StrayMark,
        E::Header,
        E::Commas(';'),
        E::Column("name"),
        E::ColumnTwice(text()),
        E::Columns {
            expected: 2,
            found: 3,
        },
        E::Columns {
            expected: 3,
            found: 2,
        },
        E::Item,
        E::Value,
        E::FreshId(2),
        E::Amount(text()),
        E::DecimalPoint(text()),
        E::Number(text()),
        E::Day(text()),
        E::YesOrNo(text()),
        E::Stock(text()),
        E::PriceRule(text()),
        E::Kind(text()),
        E::Mode(text()),
        E::Shares(text()),
        E::TaxCode(text()),
        E::PositiveShare(text()),
        E::Splits(text()),
        E::Treatment,
        E::FirstDay,
        E::Period,
        E::Overlap {
            row: 2,
            until: Some(text()),
        },
        E::Gap {
            row: 2,
            expected: text(),
        },
        E::Open,
        E::Same(2),
    ];
    all.extend(faults().into_iter().map(E::Rule));
    all
}

fn tax_problems() -> Vec<TaxProblem> {
    use TaxProblem as P;
    let (key, from, percent) = (TaxKey(1000), day(), Decimal::from(7));
    vec![
        P::ReservedKey(key),
        P::NotOwnKey(key),
        P::UndefinedKey(key),
        P::KeyInUse {
            key,
            item: "BB0010".into(),
        },
        P::KeyExists(key),
        P::FixedKey(key),
        P::Percent { percent },
        P::WithoutVat(key),
        P::SameRate { key, percent },
        P::NoHistoricalKey {
            from,
            percent,
            own: key,
        },
        P::Overlap { key, from },
        P::Gap { key, day: from },
        P::Backwards { key, from },
        P::Begun { from, last: from },
        P::NotAhead { from },
        P::NothingBegins(from),
        P::NotNewYear(from),
        P::NoWayBack,
        P::SameLaw,
        P::UnknownDecision(5),
        P::Decided(5),
        P::TextNeeded,
    ]
}

#[test]
fn every_rule_of_the_catalogue_is_said_in_both_languages() {
    for fault in faults() {
        is_said_in_both(&both(&fault, rule));
        let problem = |item: &str| Problem {
            change: 0,
            item: Some(item.into()),
            day: None,
            regime: None,
            fault: fault.clone(),
        };
        let one = TillError::Catalogue(vec![problem("BB0010")]);
        is_said_in_both(&both(&one, till));
        let three = TillError::Catalogue(["BB0010", "BB0020", "BB0030"].map(problem).into());
        let said = both(&three, till);
        is_said_in_both(&said);
        let english = said.get(Language::English);
        assert!(english.starts_with("Item BB0010: "), "{english}");
        assert!(english.contains("2 more"), "{english}");
    }
}

#[test]
fn every_fault_of_a_file_is_said_in_both_languages() {
    for expected in expectations() {
        let row = 3;
        let column = "price_eur";
        let fault = FileFault {
            place: Place::Cell { row, column },
            expected,
        };
        let said = both(&fault, catalogue_fault);
        is_said_in_both(&said);
        let english = said.get(Language::English);
        assert!(
            english.starts_with("Row 3, column price_eur: "),
            "{english}"
        );
    }
    let warnings = [
        Warning::Undecided {
            row: 2,
            column: "tax_pre_2b",
            item: "BB0010".into(),
        },
        Warning::UnknownColumn("colour".into()),
    ];
    for warning in &warnings {
        is_said_in_both(&both(warning, catalogue_warning));
    }
}

#[test]
fn every_refusal_of_a_change_of_taxes_is_said_in_both_languages() {
    for problem in tax_problems() {
        is_said_in_both(&both(&problem, tax));
        is_said_in_both(&both(&TillError::Tax(problem), till));
    }
}

#[test]
fn files_that_fail_are_named_as_they_are() {
    let path = PathBuf::from("daten/export/katalog.csv");
    let said = io_in_both(&path, &ErrorKind::StorageFull.into());
    assert_eq!(
        said.get(Language::German),
        "daten/export/katalog.csv: der Datenträger ist voll."
    );
    let english = said.get(Language::English);
    assert!(
        english.starts_with("daten/export/katalog.csv: "),
        "{english}"
    );
    assert!(!english.contains("voll"), "{english}");
    let full = both(&LedgerError::DiskFull(path), ledger);
    assert_eq!(
        full.get(Language::English),
        "daten/export/katalog.csv: the disk is full."
    );
}
