use super::*;
use crate::cash::Pieces;
use crate::document::fixture::{cents, clerk, look, morning, site};

fn count(expected: i64) -> Count {
    let mut pieces = Pieces::new();
    for (cents, number) in [
        (10_000, 3),
        (5_000, 14),
        (2_000, 22),
        (1_000, 18),
        (500, 9),
        (200, 31),
        (100, 27),
        (50, 40),
        (20, 33),
        (10, 25),
        (5, 23),
    ] {
        pieces.set(Denomination { cents }, number);
    }
    Count {
        number: 301,
        z_number: 218,
        occasion: CountOccasion::Closing,
        at: morning(),
        counter: clerk(),
        pieces,
        expected: cents(expected),
        reason: Some("Wechselgeldfehler".into()),
    }
}

#[test]
fn a_sheet_lists_every_denomination_and_compares() {
    let text = look("count", &document(&count(179_425), &site(), Format::A4));
    let line = |start: &str| {
        let line = text.lines().find(|line| line.starts_with(start)).unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("50 €"), "50 € 14 700,00");
    assert_eq!(line("1 ct"), "1 ct 0 0,00");
    assert_eq!(line("Banknoten"), "Banknoten 1.665,00");
    assert_eq!(line("Münzen"), "Münzen 119,25");
    assert_eq!(line("Differenz"), "Differenz (Fehlbetrag) −10,00");
    assert!(!text.contains("500 €"));
}

#[test]
fn a_check_between_closings_has_its_own_name() {
    let mut check = count(178_425);
    check.occasion = CountOccasion::Check;
    check.pieces.set(Denomination { cents: 50_000 }, 1);
    let text = look("count-roll", &document(&check, &site(), Format::ROLL));
    assert!(text.contains("Kassenbestandsaufnahme 301") && text.contains("Kassensturz"));
    assert!(text.contains("500 €") && text.contains("Überschuss"));
}
