use super::*;
use crate::catalogue::StockMode;
use crate::catalogue::stock::Level;
use crate::document::fixture::{cents, clerk, look, morning, site};
use rust_decimal::Decimal;

fn row(id: &str, name: &str, office: &str, level: Option<Level>, minimum: i64) -> Listed {
    Listed {
        row: StockRow {
            item_id: id.into(),
            name: name.into(),
            office: office.into(),
            unit: "Stück".into(),
            mode: StockMode::Quantity,
            level,
            minimum: Some(Decimal::from(minimum)),
            archived: None,
        },
        price: Some(cents(990)),
    }
}

fn pieces(quantity: i64) -> Level {
    Level::Quantity(Decimal::from(quantity))
}

fn forms_of(text: &str) -> Level {
    Level::Numbers(text.parse().unwrap())
}

#[test]
fn the_list_shows_levels_numbers_and_what_is_low() {
    let items = [
        row(
            "KF0140",
            "Vordruck ZB II",
            "Zulassungsstelle",
            Some(forms_of("ZB 240001-240044,240050")),
            20,
        ),
        row(
            "MU0160",
            "Tasse mit Stadtmotiv",
            "Museum",
            Some(pieces(12)),
            25,
        ),
        row("MU0170", "Magnet Stadtwappen", "Museum", None, 25),
    ];
    let text = look("stock-list", &list(&items, morning(), &site(), Format::A4));
    let line = |start: &str| {
        let line = text
            .lines()
            .find(|line| line.trim_start().starts_with(start))
            .unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(text.contains("Bestandsliste") && text.contains("Zulassungsstelle"));
    assert_eq!(line("KF0140"), "KF0140 Vordruck ZB II 45 20 445,50");
    assert!(text.contains("Nr. ZB 240001–240044, ZB 240050"), "{text}");
    assert_eq!(line("MU0160"), "MU0160 Tasse mit Stadtmotiv 12 25 118,80");
    assert!(line("unter dem").starts_with("unter dem Mindestbestand"));
    assert_eq!(line("MU0170"), "MU0170 Magnet Stadtwappen – 25");
    assert!(line("Verkaufswert").ends_with("564,30 €"));
    let plain: Vec<Listed> = items
        .into_iter()
        .map(|item| Listed {
            price: None,
            ..item
        })
        .collect();
    let text = look(
        "stock-list-plain",
        &list(&plain, morning(), &site(), Format::A4),
    );
    assert!(!text.contains("Wert"));
}

#[test]
fn the_sheet_compares_number_by_number() {
    let counted = |item_id: &str, expected, counted| Counted {
        item_id: item_id.into(),
        expected,
        counted,
    };
    let made = CountSheet {
        number: 7,
        at: morning(),
        person: clerk(),
        second: None,
        reason: Some("Stichprobe".into()),
        items: vec![
            counted("MU0140", pieces(40), pieces(38)),
            counted("MU0160", pieces(12), pieces(13)),
            counted("MU0170", pieces(9), pieces(9)),
            counted(
                "KF0150",
                forms_of("05001-05010"),
                forms_of("05001-05003,05005-05010,05020"),
            ),
        ],
    };
    let name = |id: &str| format!("Artikel {id}");
    let text = look("stock-sheet", &sheet(&made, name, &site(), Format::A4));
    let line = |start: &str| {
        let line = text
            .lines()
            .find(|line| line.trim_start().starts_with(start))
            .unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(text.contains("Inventurprotokoll 7"));
    assert_eq!(line("MU0140"), "MU0140 Artikel MU0140 40 38 −2");
    assert_eq!(line("MU0160"), "MU0160 Artikel MU0160 12 13 +1");
    assert_eq!(line("MU0170"), "MU0170 Artikel MU0170 9 9 0");
    assert_eq!(line("KF0150"), "KF0150 Artikel KF0150 10 10 0");
    assert!(text.contains("fehlt: Nr. 05004"), "{text}");
    assert!(text.contains("unerwartet: Nr. 05020"));
    assert!(text.contains("Mit Differenz") && text.contains("Grund: Stichprobe"));
    assert!(text.contains("Zeuge oder Kassenverwaltung"));
}
