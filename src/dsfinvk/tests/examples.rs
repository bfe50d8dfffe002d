//! The examples 01a to 07 that come with DSFinV-K: our records give exactly their numbers.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::*;
use crate::cash::{Count, CountOccasion, Pieces};
use crate::catalogue::BusinessCase;
use crate::closing::{Closing, Totals};
use crate::fiscal;
use crate::money::Money;
use crate::receipt::{Kind, Line, Payment, PaymentKind, Person, Receipt, Signature, totals_of};
use crate::setup;
use crate::tax::{TaxKey, TaxPart};

const EXAMPLES: &str = include_str!("../../../tests/fixtures/dsfinvk-examples.json");

#[derive(Deserialize)]
struct Examples {
    bons: Vec<Bon>,
}

#[derive(Deserialize)]
struct Bon {
    id: String,
    keine_ust_zuordnung: Option<u8>,
    ums_brutto: String,
    lines: Vec<(String, u16, String)>,
    payments: Vec<(String, String)>,
    bon_vat: BTreeMap<u16, [String; 3]>,
    #[serde(rename = "processData_derived")]
    process_data: Option<String>,
}

fn money(text: &str) -> Money {
    let amount: Decimal = text.split(' ').next().unwrap().parse().unwrap();
    Money::from_cents((amount * Decimal::ONE_HUNDRED).try_into().unwrap())
}

fn percent(key: u16) -> Decimal {
    Decimal::from(match key {
        1 => 19,
        2 => 7,
        _ => 0,
    })
}

fn line((case, key, gross): &(String, u16, String), reference: bool) -> Line {
    let gross = money(gross);
    let sign = if gross.is_negative() { -1 } else { 1 };
    let case = BusinessCase::from_code(case).unwrap();
    let mut line = crate::receipt::movement_line(Kind::Float, "Beispiel", gross).unwrap();
    line.case = case;
    line.quantity = Decimal::from(sign);
    line.price = gross.abs();
    line.parts = vec![TaxPart {
        key: TaxKey(*key),
        percent: percent(*key),
        gross,
    }];
    let settles = matches!(
        case,
        BusinessCase::Forderungsaufloesung | BusinessCase::Anzahlungsaufloesung
    );
    line.reference = (settles && reference).then(|| "5.0815.002345".to_owned());
    line
}

fn receipt(bon: &Bon, number: u64, z_number: u32) -> Receipt {
    let at: chrono::DateTime<chrono::Utc> = "2026-11-24T09:00:00Z".parse().unwrap();
    let at = at + chrono::TimeDelta::minutes(number as i64);
    let lines: Vec<Line> = bon.lines.iter().map(|l| line(l, true)).collect();
    let payments = bon.payments.iter().map(|(kind, amount)| Payment {
        kind: PaymentKind::from_code(kind).unwrap(),
        amount: money(amount),
        given: None,
        card: None,
    });
    Receipt {
        number,
        z_number,
        kind: Kind::Sale,
        started: at,
        finished: at,
        clerk: Person::register(),
        second: None,
        refers_to: None,
        reason: None,
        supplied: None,
        totals: totals_of(&lines),
        lines,
        payments: payments.collect(),
        signature: None,
    }
}

/// Writes one receipt and its closing, as the till would, for cases the register itself never rings up.
fn keep(ledger: &mut Ledger, mut receipt: Receipt) {
    let process_data = fiscal::process_data_of(&receipt);
    let signature = Signature::Failed {
        reason: "Beispiel ohne TSE".into(),
    };
    receipt.signature = Some(signature.clone());
    let at = receipt.finished;
    let mut totals = Totals::default();
    totals.add(&receipt);
    let second = Person {
        id: "201".into(),
        name: "M. Berger".into(),
    };
    let (number, z_number, cash) = (receipt.number, receipt.z_number, receipt.cash());
    let count = Count {
        number: u64::from(z_number),
        z_number,
        occasion: CountOccasion::Closing,
        at,
        counter: Person::register(),
        expected: cash,
        pieces: Pieces::new(),
        reason: None,
    };
    let closing = Closing {
        number: z_number,
        at,
        clerk: Person::register(),
        second,
        totals,
        expected: cash,
        counted: cash,
        count_number: count.number,
        reason: None,
        carried: Money::ZERO,
        unknown: Vec::new(),
        terminals: Vec::new(),
        hash: String::new(),
    };
    ledger
        .write(|w| {
            w.receipt(&receipt, None, &[])?;
            let process = (fiscal::PROCESS_TYPE, process_data.as_str());
            w.signature(number, None, process, &signature, at)?;
            w.count(&count)?;
            w.closing(&closing)
        })
        .unwrap();
}

#[test]
fn our_records_give_the_numbers_of_the_official_examples() {
    let examples: Examples = serde_json::from_str(EXAMPLES).unwrap();
    assert_eq!(examples.bons.len(), 17);
    let folder = tempfile::tempdir().unwrap();
    setup::set_up(folder.path(), None, chrono::DateTime::UNIX_EPOCH).unwrap();
    let mut ledger = Ledger::open(folder.path()).unwrap();
    // A closing of its own for each, in the order of the annex; the private ones pay in before they pay out.
    for (place, bon) in examples.bons.iter().enumerate() {
        keep(
            &mut ledger,
            receipt(bon, place as u64 + 1, place as u32 + 1),
        );
    }
    drop(ledger);
    let rows = exported(folder.path(), &[]);
    for (place, bon) in examples.bons.iter().enumerate() {
        let number = place as u64 + 1;
        let two = |text: &str| text.split(' ').next().unwrap().replace('.', ",");
        let head = of(&rows, "transactions.csv", number)[0];
        assert_eq!(head["BON_TYP"], "Beleg", "{}", bon.id);
        assert_eq!(head["UMS_BRUTTO"], two(&bon.ums_brutto), "{}", bon.id);
        let lines = of(&rows, "lines.csv", number);
        let taxes = of(&rows, "lines_vat.csv", number);
        assert_eq!(lines.len(), bon.lines.len());
        for ((case, key, gross), (line, tax)) in bon.lines.iter().zip(lines.iter().zip(&taxes)) {
            assert_eq!(&line["GV_TYP"], case, "{}", bon.id);
            assert_eq!(tax["UST_SCHLUESSEL"], key.to_string(), "{}", bon.id);
            assert_eq!(tax["POS_BRUTTO"], two(gross), "{}", bon.id);
        }
        let totals = of(&rows, "transactions_vat.csv", number);
        assert_eq!(totals.len(), bon.bon_vat.len(), "{}", bon.id);
        for total in totals {
            let expected = &bon.bon_vat[&total["UST_SCHLUESSEL"].parse().unwrap()];
            let made = ["BON_BRUTTO", "BON_NETTO", "BON_UST"].map(|column| total[column].clone());
            assert_eq!(
                made,
                expected.each_ref().map(|text| two(text)),
                "{}",
                bon.id
            );
        }
        let payments = of(&rows, "datapayment.csv", number);
        let made: Vec<_> = payments
            .iter()
            .map(|row| (row["ZAHLART_TYP"].clone(), row["BASISWAEH_BETRAG"].clone()))
            .collect();
        let expected = bon
            .payments
            .iter()
            .map(|(kind, sum)| (kind.clone(), two(sum)));
        assert_eq!(made, expected.collect::<Vec<_>>(), "{}", bon.id);
        if let Some(process_data) = &bon.process_data {
            let tse = of(&rows, "transactions_tse.csv", number)[0];
            assert_eq!(&tse["TSE_VORGANGSDATEN"], process_data, "{}", bon.id);
        }
        // The closing holds this one Vorgang.
        let z_number = number.to_string();
        let closing = |file: &str| {
            let rows = rows[file].iter().filter(|row| row["Z_NR"] == z_number);
            rows.collect::<Vec<_>>()
        };
        let register = closing("cashregister.csv")[0];
        let undetermined = bon.keine_ust_zuordnung.unwrap_or(0).to_string();
        assert_eq!(register["KEINE_UST_ZUORDNUNG"], undetermined, "{}", bon.id);
        let sums = closing("cashpointclosing.csv")[0];
        assert_eq!(sums["Z_SE_ZAHLUNGEN"], two(&bon.ums_brutto), "{}", bon.id);
    }
}
