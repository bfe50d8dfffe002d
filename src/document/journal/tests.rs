use super::*;
use crate::document::fixture::{look, movement, paid_by_card, receipt, sale, site};
use crate::receipt::Kind;

fn day() -> Vec<Receipt> {
    let mut void = receipt(1046, Kind::Void, vec![]);
    void.refers_to = Some(1043);
    void.reason = Some("falscher Kunde".into());
    let mut training = sale();
    training.number = 1047;
    training.kind = Kind::Training;
    let mut failed = sale();
    failed.signature = Some(Signature::Failed {
        reason: "Gerät nicht gefunden".into(),
    });
    vec![
        movement(1042, Kind::Opening, 25_000),
        sale(),
        paid_by_card(sale()),
        void,
        training,
        failed,
    ]
}

#[test]
fn every_receipt_has_a_row_and_only_business_is_summed() {
    let text = look("journal", &document(218, &day(), &site(), Format::A4));
    let sum = text.lines().find(|line| line.starts_with("Summe")).unwrap();
    let sum: Vec<&str> = sum.split_whitespace().collect();
    assert_eq!(sum, ["Summe", "421,40", "85,70", "507,10"]);
    assert!(text.contains("(85,70)") && text.contains("Storno zu"));
    assert!(text.contains("ausgefallen") && text.contains("falscher Kunde"));
}

#[test]
fn a_full_day_runs_over_pages() {
    look(
        "journal-roll",
        &document(218, &day(), &site(), Format::ROLL),
    );
    let day: Vec<Receipt> = day().into_iter().cycle().take(120).collect();
    look("journal-long", &document(218, &day, &site(), Format::A4));
    assert!(
        look("journal-empty", &document(219, &[], &site(), Format::A4)).contains("Keine Belege")
    );
}

#[test]
fn days_have_their_own_title_and_times_with_dates() {
    let (from, to) = ("2026-11-01".parse().unwrap(), "2026-11-30".parse().unwrap());
    let text = look(
        "journal-days",
        &between((from, to), &day(), &site(), Format::A4),
    );
    assert!(
        text.contains("01.11.2026") && text.contains("23.11.2026"),
        "{text}"
    );
    let text = look(
        "journal-day",
        &between((to, to), &day(), &site(), Format::A4),
    );
    assert!(text.contains("Journal 30.11.2026"), "{text}");
}

#[test]
fn the_table_has_a_row_per_line_and_columns_that_can_be_summed() {
    let mut bytes = Vec::new();
    csv::head(&mut bytes).unwrap();
    let mut sale = sale();
    sale.reason = Some("=HYPERLINK(\"x\"); böse".into());
    for receipt in [&sale, &movement(1042, Kind::Opening, 25_000)] {
        csv::receipt(&mut bytes, receipt).unwrap();
    }
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n"));
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().unwrap().clone();
    assert_eq!(head.iter().collect::<Vec<_>>(), csv::COLUMNS);
    let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), sale.lines.len() + 1);
    let sum = |name: &str| -> Decimal {
        let at = csv::COLUMNS
            .iter()
            .position(|column| *column == name)
            .unwrap();
        let cells = rows.iter().map(|row| row[at].replace(',', "."));
        cells
            .filter(|cell| !cell.is_empty())
            .map(|cell| cell.parse::<Decimal>().unwrap())
            .sum()
    };
    assert_eq!(sum("Betrag brutto"), Decimal::new(33_570, 2));
    assert_eq!(sum("Bar"), Decimal::new(33_570, 2));
    assert_eq!(sum("Menge"), Decimal::new(10, 0));
    let reason = csv::COLUMNS
        .iter()
        .position(|column| *column == "Grund")
        .unwrap();
    assert_eq!(&rows[0][reason], "'=HYPERLINK(\"x\"); böse");
}
