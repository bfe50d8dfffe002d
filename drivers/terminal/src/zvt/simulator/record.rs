//! What a simulated terminal tells of a transaction: status information, slips, totals.

use chrono::{Datelike, Local, TimeDelta, Timelike};

use super::card::Card;
use super::memory::{Kept, Record};
use super::play::{Oddity, Play};
use super::wire::{bcd, lengthy, nibbles, tlv};
use crate::Operation;

/// Numbers of a transaction.
pub(super) struct Numbers {
    pub trace: u64,
    pub receipt: u16,
}

/// Takes the next numbers.
pub(super) fn next(kept: &mut Kept, play: &Play) -> Numbers {
    let trace = kept.next;
    kept.next += 1;
    let counted = u16::try_from((trace - 1) % 9999 + 1).unwrap_or(1);
    Numbers {
        trace,
        receipt: play.receipt.unwrap_or(counted),
    }
}

/// Data of 04 0F for an approved transaction.
pub(super) fn approved(
    kept: &Kept,
    play: &Play,
    numbers: &Numbers,
    cents: i64,
    odd: bool,
) -> Vec<u8> {
    let (card, trace) = (&play.card, numbers.trace);
    let now = Local::now() + TimeDelta::minutes(kept.ways.clock_ahead);
    let date = u64::from(now.month() * 100 + now.day());
    let time = u64::from(now.hour() * 10_000 + now.minute() * 100 + now.second());
    let authorization = trace * 7919 % 1_000_000;
    let text = format!("GEN.NR.:{authorization:06}");
    let odd = if odd { play.oddity } else { Oddity::None };
    let mut out = Vec::new();
    if odd == Oddity::FieldBefore {
        out.extend([0xC7, 0x02, 0x27, 0x05]);
    }
    let amount = u64::try_from(play.states.unwrap_or(cents)).unwrap_or_default();
    let terminal = play.terminal_id.unwrap_or(kept.ways.terminal_id);
    out.extend([0x27, 0x00, 0x04]);
    out.extend(bcd(amount, 6));
    // More than six digits travel in TLV 1F2B.
    let long = trace > 999_999;
    field(&mut out, 0x0B, &bcd(if long { 0 } else { trace }, 3));
    field(&mut out, 0x87, &bcd(u64::from(numbers.receipt), 2));
    if odd == Oddity::FieldAfter {
        out.extend([0xC7, 0x02, 0x27, 0x05]);
    }
    field(&mut out, 0x0C, &bcd(time, 3));
    field(&mut out, 0x0D, &bcd(date, 2));
    field(&mut out, 0x0E, &[0x29, 0x12]);
    field(&mut out, 0x17, &[0x00, 0x01]);
    field(&mut out, 0x19, &[card.kind]);
    if !card.number.is_empty() {
        out.extend(lengthy(0x22, 2, &nibbles(card.number)));
    }
    field(&mut out, 0x29, &bcd(terminal, 4));
    field(&mut out, 0x2A, b"100764992      ");
    field(&mut out, 0x3B, format!("{authorization:06}\0\0").as_bytes());
    out.extend(lengthy(0x3C, 3, text.as_bytes()));
    field(&mut out, 0x49, &[0x09, 0x78]);
    field(&mut out, 0x88, &bcd(trace % 1_000_000, 3));
    if let Ok(id) = u8::try_from(card.id) {
        field(&mut out, 0x8A, &[id]);
    }
    out.extend(lengthy(0x8B, 2, format!("{}\0", card.name).as_bytes()));
    let mut tags = tlv(0x24, &tlv(0x07, text.as_bytes()));
    if long {
        tags.extend(tlv(0x1F2B, &bcd(trace, 4)));
    }
    if card.id > 255 {
        tags.extend(tlv(0x41, &card.id.to_be_bytes()));
    }
    if odd == Oddity::Tags {
        tags.extend(tlv(0xFF7D, &tlv(0x9F1C, &[0x1F; 150])));
        tags.extend(tlv(0x5E, &[]));
    }
    tags.extend(tlv(0x43, card.application));
    if !card.product.is_empty() {
        tags.extend(tlv(0x4A, card.product.as_bytes()));
    }
    tags.extend(tlv(0x1F12, &[card.technology]));
    if let Some(verification) = card.verification {
        tags.extend(tlv(0x1F10, &[verification]));
    }
    out.extend(tlv(0x06, &tags));
    out
}

fn field(out: &mut Vec<u8>, number: u8, data: &[u8]) {
    out.push(number);
    out.extend(data);
}

/// Data of 04 0F for a refused one.
pub(super) fn refused(kept: &Kept, code: u8) -> Vec<u8> {
    let mut out = vec![0x27, code, 0x29];
    out.extend(bcd(kept.ways.terminal_id, 4));
    if code < 0x64 {
        let text = "Karte abgelehnt";
        out.extend(lengthy(0x3C, 3, text.as_bytes()));
        out.extend(tlv(0x06, &tlv(0x24, &tlv(0x07, text.as_bytes()))));
    }
    out
}

/// Merchant's and customer's copy.
pub(super) fn slips(
    numbers: &Numbers,
    card: &Card,
    operation: Operation,
    cents: i64,
) -> Vec<Vec<String>> {
    let what = match operation {
        Operation::Payment => "Kartenzahlung",
        Operation::Refund => "Gutschrift",
        Operation::Reversal => "Storno",
    };
    let copy = |title: &str| {
        vec![
            title.to_owned(),
            what.to_owned(),
            card.name.to_owned(),
            format!("Betrag EUR {},{:02}", cents / 100, cents % 100),
            format!("Beleg-Nr. {:04}", numbers.receipt),
            "** Zahlung erfolgt **".to_owned(),
        ]
    };
    vec![copy("* HÄNDLERBELEG *"), copy("* KUNDENBELEG *")]
}

/// Column of BMP 60 for a card type: girocard, JCB, Mastercard, Amex, Visa, Diners, others.
pub(super) fn column(card: &Card) -> usize {
    match card.id {
        0x05 | 0x02 => 0,
        0x0E => 1,
        0x06 | 0x2E => 2,
        0x08 => 3,
        0x0A | 0x0B | 0x0D => 4,
        0x0C => 5,
        _ => 6,
    }
}

/// Data of 04 0F for an end of day.
pub(super) fn totals(batch: &[Record]) -> Vec<u8> {
    let (mut counts, mut sums, mut total) = ([0u64; 7], [0i64; 7], 0);
    for record in batch.iter().filter(|record| record.approved) {
        let signed = match record.operation {
            Operation::Payment => record.cents,
            _ => -record.cents,
        };
        let column = record.circuit.unwrap_or(6).min(6);
        counts[column] += 1;
        sums[column] += signed;
        total += signed;
    }
    let unsigned = |cents: i64| u64::try_from(cents).unwrap_or_default();
    let receipt = |record: Option<&Record>| u64::from(record.map_or(0, |record| record.receipt));
    let mut details = bcd(receipt(batch.first()), 2);
    details.extend(bcd(receipt(batch.last()), 2));
    for (count, sum) in counts.iter().zip(sums) {
        // A binary byte, unlike every other number of the field.
        details.push(u8::try_from(*count).unwrap_or(u8::MAX));
        details.extend(bcd(unsigned(sum), 6));
    }
    let mut out = vec![0x27, 0x00, 0x04];
    out.extend(bcd(unsigned(total), 6));
    out.extend(lengthy(0x60, 3, &details));
    out
}

/// Slip of an end of day.
pub(super) fn closing_slip(batch: &[Record]) -> Vec<String> {
    let signed = |record: &Record| match record.operation {
        Operation::Payment => record.cents,
        _ => -record.cents,
    };
    let approved = || batch.iter().filter(|record| record.approved);
    let total: i64 = approved().map(signed).sum();
    vec![
        "** KASSENSCHNITT **".to_owned(),
        format!("Anzahl {}", approved().count()),
        format!("Gesamt EUR {},{:02}", total / 100, total.abs() % 100),
    ]
}
