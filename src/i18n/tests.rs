use super::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn resource(source: &str) -> FluentResource {
    FluentResource::try_new(source.to_owned()).unwrap_or_else(|(_, errors)| panic!("{errors:?}"))
}

fn key_set(source: &str) -> BTreeSet<String> {
    let list = keys(&resource(source));
    let set: BTreeSet<String> = list.iter().cloned().collect();
    assert_eq!(list.len(), set.len(), "a key is there twice");
    set
}

/// The names of the `$arguments` of every text.
fn arguments(source: &str) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    let mut key = String::new();
    for line in source.lines() {
        if let Some((name, _)) = line.split_once(" =")
            && !name.starts_with([' ', '#'])
        {
            key = name.to_owned();
        }
        for piece in line.split('$').skip(1) {
            let end = piece
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
                .unwrap_or(piece.len());
            found.insert((key.clone(), piece[..end].to_owned()));
        }
    }
    found
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            into.push(path);
        }
    }
}

#[test]
fn both_languages_have_the_same_keys_and_arguments() {
    assert_eq!(key_set(DE), key_set(EN));
    assert_eq!(arguments(DE), arguments(EN));
}

#[test]
fn every_text_is_used() {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let code: String = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    let unused: Vec<String> = key_set(DE)
        .into_iter()
        .filter(|key| !code.contains(&format!("\"{key}\"")))
        .collect();
    assert!(unused.is_empty(), "no one shows {unused:?}");
}

#[test]
fn texts_carry_no_invisible_marks() {
    let text = Language::German
        .texts()
        .with("sale-lines", &[("n", 4.into())]);
    assert_eq!(text, "4 Positionen");
    assert_eq!(
        Language::German
            .texts()
            .with("sale-lines", &[("n", 1.into())]),
        "1 Position"
    );
    assert_eq!(
        Language::English
            .texts()
            .with("sale-lines", &[("n", 1.into())]),
        "1 line"
    );
}

#[test]
fn an_unknown_key_shows_itself() {
    assert_eq!(Language::German.texts().text("no-such-key"), "no-such-key");
}

#[test]
fn amounts_and_dates_are_german() {
    assert_eq!(money(Money::from_cents(123_456)), "1.234,56 €");
    assert_eq!(money(Money::from_cents(-1_000)), "−10,00 €");
    assert_eq!(denomination(1000), "10 €");
    assert_eq!(denomination(20), "20 ct");
    let at = NaiveDate::from_ymd_opt(2026, 11, 23)
        .unwrap()
        .and_hms_opt(10, 42, 7)
        .unwrap();
    assert_eq!(Language::German.texts().clock(at), "Mo 23.11.2026, 10:42");
    assert_eq!(Language::English.texts().clock(at), "Mon 23.11.2026, 10:42");
}
