//! A small office for the tests of this room. With `AMTSKASSE_LOOK=DIR` every document a test asks to see is
//! written there as PDF and text.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use rust_decimal::Decimal;

use super::{Document, pdf, text};
use crate::catalogue::BusinessCase;
use crate::money::Money;
use crate::receipt::{
    Card, Kind, Line, Payment, PaymentKind, Person, Receipt, Signature, Signed, movement_line,
    totals_of,
};
use crate::site::{Municipality, PayPoint, Register, Site};
use crate::tax::{TaxKey, TaxPart};

pub(super) fn cents(cents: i64) -> Money {
    Money::from_cents(cents)
}

pub(super) fn site() -> Site {
    Site {
        municipality: Municipality {
            name: "Stadt Musterstadt, Der Bürgermeister".into(),
            street: "Rathausplatz 1".into(),
            postal_code: "12345".into(),
            city: "Musterstadt".into(),
            tax_number: "217/5800/1234".into(),
            vat_id: "DE123456789".into(),
        },
        pay_point: PayPoint {
            id: "BB".into(),
            name: "Bürgerbüro".into(),
            responsible: "C. Groß".into(),
            float: cents(25_000),
            note_limit: cents(200_000),
            street: String::new(),
            postal_code: String::new(),
            city: String::new(),
        },
        register: Register {
            name: "Kasse 2".into(),
            serial: "AK-12345-BB-02".into(),
            pay_point: "BB".into(),
        },
    }
}

pub(super) fn clerk() -> Person {
    Person {
        id: "17".into(),
        name: "A. Yilmaz".into(),
    }
}

pub(super) fn manager() -> Person {
    Person {
        id: "3".into(),
        name: "C. Groß".into(),
    }
}

/// 23 November 2026, 10:42 in Germany.
pub(super) fn morning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 9, 42, 4).unwrap()
}

fn percent(key: TaxKey) -> Decimal {
    match key.0 {
        1 => Decimal::new(19, 0),
        2 => Decimal::new(7, 0),
        3 => Decimal::new(78, 1),
        4 => Decimal::new(55, 1),
        _ => Decimal::ZERO,
    }
}

pub(super) fn line(text: &str, quantity: i64, price: i64, key: TaxKey) -> Line {
    let quantity = Decimal::from(quantity);
    let gross = cents(price).times(quantity);
    Line {
        item_id: "BB0010".into(),
        text: text.into(),
        quantity,
        unit: "Stück".into(),
        price: cents(price),
        discount: Money::ZERO,
        gross,
        case: BusinessCase::Umsatz,
        voided: false,
        parts: vec![TaxPart {
            key,
            percent: percent(key),
            gross,
        }],
        tax_text: None,
        legal_basis: String::new(),
        third_party: Money::ZERO,
        principal: None,
        account: "4311000".into(),
        product: "122".into(),
        reference: None,
        origin_line: None,
        splits: Vec::new(),
        voucher: None,
        numbers: None,
        group: None,
        ean: None,
    }
}

pub(super) fn signed(number: u64) -> Signed {
    let letters = "pQ3kY8m1sQz0bT7yJx6o9nH2vF4dL5cW1eR8uK0aXgZtB7iM3qN6sPwVyCjDhEfG";
    Signed {
        tse_serial: "7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069".into(),
        client_id: "AK-12345-BB-02".into(),
        transaction: number + 9_387,
        counter: 2 * number + 18_785,
        start: morning() - TimeDelta::seconds(27),
        log_time: morning(),
        process_type: "Kassenbeleg-V1".into(),
        process_data: "Beleg^1.80_24.90_0.00_0.00_59.00^85.70:Bar".into(),
        algorithm: "ecdsa-plain-SHA384".into(),
        time_format: "unixTime".into(),
        signature: format!("{letters}{letters}"),
        public_key: format!("BH{letters}{letters}=="),
        certified: false,
    }
}

pub(super) fn receipt(number: u64, kind: Kind, lines: Vec<Line>) -> Receipt {
    let totals = totals_of(&lines);
    let gross = totals.iter().map(|total| total.gross).sum();
    Receipt {
        number,
        z_number: 218,
        kind,
        started: morning() - TimeDelta::seconds(27),
        finished: morning(),
        clerk: clerk(),
        second: None,
        refers_to: None,
        reason: None,
        supplied: None,
        lines,
        payments: vec![Payment {
            kind: PaymentKind::Bar,
            amount: gross,
            given: None,
            card: None,
        }],
        totals,
        signature: Some(Signature::Signed(Box::new(signed(number)))),
    }
}

/// The sale of `look/sale.png`: a fee, copies, a book, a fee with a federal share; paid in cash.
pub(super) fn sale() -> Receipt {
    let mut card = line("Personalausweis ab 24 Jahre", 1, 4600, TaxKey::NOT_TAXABLE);
    card.legal_basis = "§ 1 PAuswGebV".into();
    let mut copies = line("Kopie A4 schwarz-weiß", 6, 30, TaxKey::GENERAL);
    copies.unit = "Seite".into();
    let book = line("Stadtchronik", 1, 2490, TaxKey::REDUCED);
    let mut record = line("Führungszeugnis", 1, 1300, TaxKey::NOT_TAXABLE);
    record.legal_basis = "JVKostG Nr. 1130".into();
    record.third_party = cents(780);
    record.principal = Some("Bundesamt für Justiz".into());
    let mut sale = receipt(1043, Kind::Sale, vec![card, copies, book, record]);
    sale.payments[0].given = Some(cents(10_000));
    sale
}

pub(super) fn paid_by_card(mut receipt: Receipt) -> Receipt {
    let amount = receipt.gross();
    receipt.payments = vec![Payment {
        kind: PaymentKind::ECKarte,
        amount,
        given: None,
        card: Some(Card {
            brand: "girocard".into(),
            masked_number: "############1234".into(),
            terminal_id: "65432101".into(),
            trace: "004711".into(),
            authorization: "528193".into(),
            ..Card::default()
        }),
    }];
    receipt
}

pub(super) fn movement(number: u64, kind: Kind, amount: i64) -> Receipt {
    let line = movement_line(kind, "", cents(amount)).unwrap();
    receipt(number, kind, vec![line])
}

/// The document as text. Also checks that it can be written as PDF.
pub(super) fn look(name: &str, document: &Document) -> String {
    let options = text::Options {
        qr: text::QrText::Note("[QR]".into()),
        ..text::Options::fitting(document.paper)
    };
    let text = text::render(document, &options);
    let file = pdf::render(document, morning()).unwrap();
    assert!(file.len() < 60_000, "{name}: {} bytes", file.len());
    if let Some(folder) = std::env::var_os("AMTSKASSE_LOOK").map(std::path::PathBuf::from) {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name).with_extension("pdf"), file).unwrap();
        std::fs::write(folder.join(name).with_extension("txt"), &text).unwrap();
    }
    text
}
