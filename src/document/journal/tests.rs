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
