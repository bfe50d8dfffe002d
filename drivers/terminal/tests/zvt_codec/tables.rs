//! The tables compiled in against the lists they were made from, where those lie beside the repository.

use std::fs;
use std::path::Path;

use amtskasse_terminal::zvt::bmp::{Length, TABLE, find};
use amtskasse_terminal::zvt::table;

/// Rows of a list without its head; the fields that matter here have no commas or quotes.
fn rows(name: &str) -> Vec<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/payment/zvt");
    let Ok(text) = fs::read_to_string(folder.join(name)) else {
        println!("skipped: no {name} beside the repository");
        return Vec::new();
    };
    let split = |row: &str| row.split(',').map(str::to_owned).collect();
    text.lines().skip(1).map(split).collect()
}

fn hex(text: &str) -> Option<u8> {
    u8::from_str_radix(text, 16).ok()
}

#[test]
fn every_field_has_its_length() {
    let mut seen = 0;
    for row in rows("bmp.csv") {
        let length = match row[1].as_str() {
            "LLVAR" => Length::LlVar,
            "LLLVAR" => Length::LllVar,
            "TLV (BER length)" => Length::Ber,
            fixed => Length::Fixed(fixed.parse().unwrap()),
        };
        let (first, last) = row[0].split_once("..").unwrap_or((&row[0], &row[0]));
        for number in hex(first).unwrap()..=hex(last).unwrap() {
            assert_eq!(find(number).unwrap().length, length, "{number:02X}");
            seen += 1;
        }
    }
    assert!(seen == 0 || seen == TABLE.len());
}

#[test]
fn every_code_has_its_words() {
    for row in rows("result_codes.csv") {
        if let Some(code) = hex(&row[0]) {
            let text = table::result(code).0;
            assert!(row.contains(&text), "{code:02X} {text}");
        }
    }
    for row in rows("terminal_status.csv") {
        assert!(table::is_terminal_status(hex(&row[0]).unwrap()), "{row:?}");
    }
    for row in rows("card_types.csv") {
        let card = table::card(row[0].parse().unwrap());
        assert!(card.is_some(), "{row:?}");
    }
    for row in rows("intermediate_status.csv") {
        // Ranges and codes that only the terminal's own text explains have no words of their own.
        let Some(code) = hex(&row[0]).filter(|code| !matches!(code, 0x66 | 0x67 | 0xFF)) else {
            continue;
        };
        let text = table::intermediate(code).unwrap();
        // The words may have a comma and stand in quotes.
        assert!(row.join(",").contains(&text), "{code:02X} {text}");
    }
}
