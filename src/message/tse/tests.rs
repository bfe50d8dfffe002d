use std::io::{Error as IoError, ErrorKind};
use std::time::Duration;

use chrono::DateTime;

use super::*;

/// One of each. The compiler does not count variants of another crate's open enumeration, so this list is held
/// against its source below.
fn errors() -> Vec<(&'static str, Error)> {
    use Error as E;
    let text = || "connection refused (os error 111).".to_owned();
    vec![
        ("Removed", E::Removed(text())),
        ("Timeout", E::Timeout(Duration::from_secs(5))),
        ("Busy", E::Busy),
        ("NotInitialized", E::NotInitialized),
        ("SelfTestNeeded", E::SelfTestNeeded),
        ("SelfTestFailed", E::SelfTestFailed(text())),
        ("TimeNotSet", E::TimeNotSet),
        (
            "CertificateExpired",
            E::CertificateExpired(DateTime::UNIX_EPOCH),
        ),
        ("StorageFull", E::StorageFull),
        ("UnknownClient", E::UnknownClient("KASSE-1".into())),
        ("InvalidClient", E::InvalidClient("Kasse_1".into())),
        ("InvalidData", E::InvalidData(text())),
        ("InUse", E::InUse(text())),
        ("TransactionNotOpen", E::TransactionNotOpen(17)),
        ("NothingToExport", E::NothingToExport),
        ("Damaged", E::Damaged(text())),
        (
            "Io",
            E::Io {
                context: "writing the export".into(),
                source: IoError::from(ErrorKind::StorageFull),
            },
        ),
        (
            "WrongSecret",
            E::WrongSecret {
                secret: Secret::AdminPin,
                left: Some(2),
            },
        ),
        ("Blocked", E::Blocked(Secret::Puk)),
        ("LastTry", E::LastTry(Secret::TimeAdminPin)),
        ("NotAuthorized", E::NotAuthorized("admin".into())),
        ("InitialSecrets", E::InitialSecrets),
        ("SetUpElsewhere", E::SetUpElsewhere),
        (
            "ForeignDevice",
            E::ForeignDevice {
                expected: "ab".repeat(32),
                found: "cd".repeat(32),
            },
        ),
        ("Decommissioned", E::Decommissioned),
        ("SignaturesExhausted", E::SignaturesExhausted),
        ("TooManyTransactions", E::TooManyTransactions(512)),
        ("TooManyClients", E::TooManyClients(100)),
        ("OpenTransactions", E::OpenTransactions(3)),
        ("UnexportedData", E::UnexportedData),
        ("TooManyRecords", E::TooManyRecords),
        ("Unsupported", E::Unsupported("decommissioning")),
        ("Protocol", E::Protocol(text())),
        ("Configuration", E::Configuration(text())),
        ("Device", E::Device(text())),
    ]
}

#[test]
fn none_is_missing() {
    let source = include_str!("../../../drivers/tse/src/error.rs");
    let body = source.split_once("pub enum Error {").unwrap().1;
    let body = body.split_once("\n}").unwrap().0;
    let variants: Vec<&str> = body
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|letter: char| letter.is_ascii_uppercase()))
        .filter_map(|line| line.split([',', '(', ' ']).next())
        .collect();
    let said: Vec<&str> = errors().iter().map(|(name, _)| *name).collect();
    assert_eq!(said, variants);
}

#[test]
fn every_error_is_a_german_sentence_that_says_what_to_do() {
    let advice = [
        "bitte",
        "muss durch eine neue",
        "mit der PUK",
        "braucht es eine neue",
        "bis der richtige Wert",
    ];
    for (name, error) in errors() {
        let sentence = tse(&error);
        assert!(
            sentence.ends_with('.') && !sentence.ends_with(".."),
            "{sentence}"
        );
        assert_eq!(sentence.lines().count(), 1, "{sentence}");
        assert!(
            advice.iter().any(|word| sentence.contains(word)),
            "{name}: {sentence}"
        );
        let first = sentence.chars().next().unwrap();
        assert!(!first.is_lowercase() || name == "Io", "{sentence}");
    }
}

#[test]
fn the_clause_fits_on_a_receipt_and_into_the_export() {
    for (name, error) in errors() {
        let clause = tse_outage(&error);
        assert!(clause.starts_with("TSE ausgefallen: "), "{clause}");
        assert!(!clause.ends_with('.'), "{name}: {clause}");
        assert!(clause.chars().count() <= LONGEST_OUTAGE, "{clause}");
    }
    let long = Error::Device("ä\r\n\t ".repeat(4000));
    let clause = tse_outage(&long);
    assert_eq!(clause.chars().count(), LONGEST_OUTAGE);
    assert!(clause.ends_with('…') && !clause.contains(['\n', '\r', '\t']));
}

#[test]
fn the_words_of_a_device_become_part_of_the_sentence() {
    let error = Error::Removed("connection\nrefused.".into());
    assert_eq!(
        tse(&error),
        "Die TSE ist nicht erreichbar (connection refused); bitte Kabel, Netz und Strom prüfen."
    );
    assert_eq!(
        tse_outage(&error),
        "TSE ausgefallen: Gerät nicht erreichbar"
    );
    let left = |left| Error::WrongSecret {
        secret: Secret::Puk,
        left,
    };
    assert!(tse(&left(Some(1))).contains("nur ein Versuch"));
    assert!(tse(&left(Some(4))).contains("4 Versuche"));
    assert!(tse_outage(&Error::Timeout(Duration::from_millis(250))).ends_with("in 250 ms"));
}
