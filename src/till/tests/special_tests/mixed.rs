//! Everything there is on one receipt, reckoned by hand.

use super::*;
use crate::catalogue::BusinessCase;
use crate::document::text;
use crate::sale::{Discount, DiscountAmount};

fn percent(percent: i64) -> Option<Discount> {
    Some(Discount {
        amount: DiscountAmount::Percent(Decimal::from(percent)),
        reason: "Ehrenamtskarte".into(),
    })
}

/// A receipt as it is printed.
fn paper(till: &Till, number: u64) -> String {
    let document = crate::till::output::receipt(till.ledger(), number, None).unwrap();
    text::render(&document, &text::Options::fitting(document.paper))
}

/// Fee 46.00, mug 9.90 (19 %), book 24.90 (7 %), timber 65.00 (5.5 %), museum 6.00 (exempt), certificate 13.00
/// (7.80 of it the federation's), menu 8.50 (70/30), water 1.50 with deposit 0.25 (19 %), two deposits back.
fn everything(till: &mut Till) {
    for item in [
        "BB0010", "MU0160", "MU0120", "FO0010", "MU0010", "BB0150", "KA0070", "KA0110", "KA0120",
    ] {
        ring(till, item, 1);
    }
    ring(till, "KA0130", 2);
}

#[test]
fn everything_stands_on_one_receipt_and_comes_off_it_again() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    float(&mut till);
    everything(&mut till);
    // 10 % of 115.80: of 13.95 at 19 %, 30.85 at 7 %, 65.00 at 5.5 % and 6.00 exempt. The two halves of a cent go
    // to the first key, so that 1.40 + 3.08 + 6.50 + 0.60 make 11.58.
    till.set_discount(None, percent(10)).unwrap();
    let due = till.view().unwrap().unwrap().due;
    assert_eq!(due, euro(16_297));
    let receipt = till.pay_cash(due).unwrap().receipt;
    assert_eq!(
        totals(&receipt),
        [
            // 9.90 + 2.55 + 1.50 + 0.25 − 0.50 − 1.40
            (1, 1230, 1034, 196),
            // 24.90 + 5.95 − 3.08
            (2, 2777, 2595, 182),
            // 65.00 − 6.50
            (4, 5850, 5545, 305),
            // 46.00 + 13.00
            (5, 5900, 5900, 0),
            // 6.00 − 0.60
            (6, 540, 540, 0),
        ]
    );
    assert_eq!(
        process_data(&receipt),
        "Beleg^12.30_27.77_0.00_58.50_64.40^162.97:Bar"
    );
    let discount = receipt.lines.last().unwrap();
    assert_eq!(discount.case, BusinessCase::Rabatt);
    let parts: Vec<(u16, i64)> = discount
        .parts
        .iter()
        .map(|part| (part.key.0, part.gross.cents()))
        .collect();
    assert_eq!(parts, [(1, -140), (2, -308), (4, -650), (6, -60)]);
    assert_eq!(receipt.lines[9].case.code(), "PfandRueckzahlung");
    assert_eq!(receipt.lines[9].gross, euro(-50));

    let paper = paper(&till, receipt.number);
    for words in [
        "steuerfrei nach §\u{a0}4 Nr.\u{a0}20a UStG",
        "davon 7,80 € für Bundesamt für Justiz",
        "Durchschnittssatz nach § 24 UStG",
        "Rabatt: Ehrenamtskarte",
        "nicht steuerbar",
        "162,97",
    ] {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(plain(&paper).contains(&plain(words)), "{words} in\n{paper}");
    }

    till.begin_void(receipt.number, "Falsch gebucht", &berger())
        .unwrap();
    let void = till.pay_cash(euro(-16_297)).unwrap().receipt;
    assert_eq!(
        totals(&void),
        [
            (1, -1230, -1034, -196),
            (2, -2777, -2595, -182),
            (4, -5850, -5545, -305),
            (5, -5900, -5900, 0),
            (6, -540, -540, 0),
        ]
    );
    assert_eq!(
        process_data(&void),
        "Beleg^-12.30_-27.77_0.00_-58.50_-64.40^-162.97:Bar"
    );
    assert_sound(&mut till);
}

#[test]
fn a_discount_leaves_the_share_of_others_alone() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    // 10.00 at 19 %, of which 4.00 are passed on; a book of 24.90 at 7 %.
    let mut shared = priced(&till, "MU0160", 1000);
    shared.third_party = euro(400);
    shared.principal = Some("Heimatverein".into());
    ring_item(&mut till, &shared);
    ring(&mut till, "MU0120", 1);
    // 10 % of 6.00 and 24.90.
    till.set_discount(None, percent(10)).unwrap();
    let due = till.view().unwrap().unwrap().due;
    assert_eq!(due, euro(3490 - 309));
    let receipt = till.pay_cash(due).unwrap().receipt;
    assert_eq!(receipt.lines[0].third_party, euro(400));
    assert_eq!(
        totals(&receipt),
        [(1, 540, 454, 86), (2, 2241, 2094, 147), (5, 400, 400, 0)]
    );
    assert_eq!(
        process_data(&receipt),
        "Beleg^5.40_22.41_0.00_0.00_4.00^31.81:Bar"
    );
    assert_sound(&mut till);
}

#[test]
fn a_deposit_comes_back_alone_and_is_taken_alone() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    float(&mut till);
    ring(&mut till, "KA0130", 4);
    let back = till.pay_cash(euro(-100)).unwrap().receipt;
    // −1.00 / 1.19 = −0.84
    assert_eq!(totals(&back), [(1, -100, -84, -16)]);
    assert_eq!(
        process_data(&back),
        "Beleg^-1.00_0.00_0.00_0.00_0.00^-1.00:Bar"
    );
    ring(&mut till, "KA0120", 4);
    let taken = till.pay_cash(euro(100)).unwrap().receipt;
    assert_eq!(totals(&taken), [(1, 100, 84, 16)]);
    // With a book at 7 % the deposit at 19 % would follow nothing.
    ring(&mut till, "MU0120", 1);
    ring(&mut till, "KA0120", 1);
    assert!(matches!(
        till.pay_cash(euro(2515)),
        Err(TillError::TaxNotDue(wrong)) if wrong.position == 2
    ));
    ring(&mut till, "KA0110", 1);
    till.pay_cash(euro(2665)).unwrap();
    assert_sound(&mut till);
}

#[test]
fn a_part_of_everything_goes_back() {
    let bench = Bench::new();
    let mut till = counting(&bench);
    float(&mut till);
    everything(&mut till);
    let due = till.view().unwrap().unwrap().due;
    let sold = till.pay_cash(due).unwrap().receipt;
    // Timber, certificate and menu.
    let lines = [3, 5, 6].map(|at| (at, Decimal::ONE));
    till.begin_refund(sold.number, &lines, "Zurückgegeben", &berger())
        .unwrap();
    let back = till.pay_cash(euro(-8650)).unwrap().receipt;
    assert_eq!(
        totals(&back),
        [
            (1, -255, -214, -41),
            (2, -595, -556, -39),
            (4, -6500, -6161, -339),
            (5, -1300, -1300, 0)
        ]
    );
    assert_eq!(back.lines[1].third_party, euro(-780));
    assert_sound(&mut till);
}

/// Papers to look at: `AMTSKASSE_PICTURES=/tmp/x cargo test --lib papers_to -- --ignored`.
#[test]
#[ignore = "writes papers"]
fn papers_to_look_at() {
    let Ok(folder) = std::env::var("AMTSKASSE_PICTURES") else {
        return;
    };
    let write = |name: &str, pdf: Vec<u8>| {
        std::fs::write(format!("{folder}/{name}.pdf"), pdf).unwrap();
    };
    let bench = Bench::new();
    let mut till = counting(&bench);
    float(&mut till);
    let multi = sell(&mut till, 4000);
    write("gutschein-verkauft", till.receipt_pdf(2, false).unwrap());
    ring(&mut till, "TI0190", 1);
    let single = number(&till.pay_cash(euro(800)).unwrap().receipt);
    write("einzweck-verkauft", till.receipt_pdf(3, false).unwrap());
    ring(&mut till, "TI0010", 1);
    ring(&mut till, "MU0160", 1);
    till.redeem(&single, None).unwrap();
    till.redeem(&multi, None).unwrap();
    till.pay_cash(Money::ZERO).unwrap();
    write("gutschein-eingeloest", till.receipt_pdf(4, false).unwrap());
    everything(&mut till);
    ring(&mut till, "MU0160", 12);
    till.set_supplied(Some("2026-11-20".parse().unwrap()))
        .unwrap();
    till.set_discount(None, percent(10)).unwrap();
    let due = till.view().unwrap().unwrap().due;
    let all = till.pay_cash(due).unwrap().receipt.number;
    write("alles", till.receipt_pdf(all, false).unwrap());
    let wanted = Invoice {
        receipt: all,
        name: "Muster GmbH".into(),
        addition: "Abteilung Einkauf".into(),
        street: "Hauptstraße 1".into(),
        town: "12345 Musterstadt".into(),
        ..Invoice::default()
    };
    write("rechnung", till.invoice(&wanted, "").unwrap());
    write("rechnung-zweitschrift", till.invoice(&wanted, "").unwrap());
    let other = Invoice {
        name: "Beispiel AG".into(),
        ..wanted
    };
    write(
        "rechnung-berichtigt",
        till.invoice(&other, "Firma umbenannt").unwrap(),
    );
    everything(&mut till);
    till.abort("Geldbörse vergessen").unwrap();
    let last = till.ledger().z_period().map(|_| all + 1).unwrap();
    write("abbruch", till.receipt_pdf(last, false).unwrap());
    till.set_training(true).unwrap();
    everything(&mut till);
    let due = till.view().unwrap().unwrap().due;
    let training = till.pay_cash(due).unwrap().receipt.number;
    write("training", till.receipt_pdf(training, false).unwrap());
    till.set_training(false).unwrap();
    sell(&mut till, 25_000);
    write("offene-gutscheine", till.vouchers_pdf().unwrap());
}
