//! Recorded frames read by both. Where the peer cannot read a frame, or reads it wrongly, it is counted and told: those
//! places are known (an unknown field ends everything behind it, a masked number becomes another one, a text in `04 FF`
//! overflows), and none of them is ours.

use std::collections::BTreeMap;
use std::panic::catch_unwind;
use std::path::Path;

use amtskasse_terminal::zvt::{Apdu, Charset, Message, StatusInformation};
use zvt::ZvtSerializer;
use zvt::packets;

/// Frames of the terminal in all logs beside the repository.
fn frames() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data/payment/zvt");
    let mut frames = Vec::new();
    for name in [
        "zvt_crate_feig_cvend.hexlog",
        "bezahl_cardcomplete.hexlog",
        "portalum_tests.hexlog",
    ] {
        let Ok(text) = std::fs::read_to_string(folder.join(name)) else {
            println!("skipped: no {name} beside the repository");
            continue;
        };
        for (at, line) in text.lines().enumerate() {
            let Some(hex) = line.strip_prefix("PT> ") else {
                continue;
            };
            let bytes: Vec<u8> = hex
                .split_whitespace()
                .map(|pair| u8::from_str_radix(pair, 16).unwrap())
                .collect();
            if Apdu::parse(&bytes).is_ok() {
                frames.push((format!("{name} line {}", at + 1), bytes));
            }
        }
    }
    frames
}

/// What the peer makes of it; `Err`: why it makes nothing.
fn theirs<T: ZvtSerializer>(bytes: &[u8]) -> Result<T, &'static str>
where
    zvt::encoding::Default: zvt::encoding::Encoding<T>,
{
    // It panics on some of them.
    match catch_unwind(|| T::zvt_deserialize(bytes)) {
        Ok(Ok((packet, []))) => Ok(packet),
        Ok(Ok(_)) => Err("stops early"),
        Ok(Err(_)) => Err("refuses"),
        Err(_) => Err("panics"),
    }
}

/// Compares a status information, field by field, as far as the peer has read it.
fn compare(place: &str, ours: &StatusInformation, theirs: &packets::StatusInformation) {
    let number = |text: &str| text.parse::<usize>().ok();
    assert_eq!(ours.result, theirs.result_code, "{place}");
    assert_eq!(
        ours.cents.map(|cents| cents as usize),
        theirs.amount,
        "{place}"
    );
    assert_eq!(ours.currency.map(usize::from), theirs.currency, "{place}");
    // A long trace number stands in a tag the peer does not know.
    if theirs.trace_number != Some(0) {
        assert_eq!(number(&ours.trace), theirs.trace_number, "{place}");
    }
    assert_eq!(ours.receipt.map(usize::from), theirs.receipt_no, "{place}");
    assert_eq!(number(&ours.terminal_id), theirs.terminal_id, "{place}");
    assert_eq!(number(&ours.expiry), theirs.expiry_date, "{place}");
    assert_eq!(ours.payment_type, theirs.card_type, "{place}");
    assert_eq!(
        ours.sequence_number.map(usize::from),
        theirs.card_sequence_number,
        "{place}"
    );
    let time = ours.time.map(|time| time.format("%H%M%S").to_string());
    assert_eq!(time.as_deref().and_then(number), theirs.time, "{place}");
    let day = ours.day.map(|(month, day)| (month * 100 + day) as usize);
    assert_eq!(day, theirs.date, "{place}");
    let text = |text: &Option<String>| text.as_deref().unwrap_or_default().trim_end().to_owned();
    assert_eq!(ours.contract, text(&theirs.vu_number), "{place}");
    assert_eq!(
        ours.authorization,
        text(&theirs.aid_authorization_attribute),
        "{place}"
    );
    assert_eq!(ours.card_name, text(&theirs.card_name), "{place}");
    let host = text(&theirs.additional_text).replace('\r', "\n");
    assert_eq!(ours.host_text, host, "{place}");
    if let (Some(ours), Some(theirs)) = (&ours.totals, &theirs.single_amounts) {
        assert_eq!(usize::from(ours.first), theirs.receipt_no_start, "{place}");
        assert_eq!(usize::from(ours.last), theirs.receipt_no_end, "{place}");
        assert_eq!(ours.rows[2].1 as usize, theirs.eurocard.total, "{place}");
        assert_eq!(ours.rows[0].1 as usize, theirs.girocard.total, "{place}");
    }
}

#[test]
fn both_read_the_same() {
    let mut agreed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut not: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    let frames = frames();
    for (place, bytes) in &frames {
        let message = Message::parse(&Apdu::parse(bytes).unwrap(), Charset::Cp437);
        let outcome: (&str, Result<(), &'static str>) = match &message {
            Message::Status(ours) => (
                "04 0F",
                theirs::<packets::StatusInformation>(bytes)
                    .map(|theirs| compare(place, ours, &theirs)),
            ),
            Message::Intermediate(ours) => (
                "04 FF",
                theirs::<packets::IntermediateStatusInformation>(bytes).map(|theirs| {
                    assert_eq!(ours.code, theirs.status, "{place}");
                    // Without a time-out it reads one of zero minutes.
                    assert_eq!(
                        ours.minutes.unwrap_or_default(),
                        theirs.timeout.unwrap_or_default()
                    );
                }),
            ),
            Message::Completion(ours) if ours.version.is_empty() => (
                "06 0F",
                theirs::<packets::CompletionData>(bytes).map(|theirs| {
                    assert_eq!(ours.result, theirs.result_code, "{place}");
                    assert_eq!(ours.currency.map(usize::from), theirs.currency, "{place}");
                    assert_eq!(ours.wants, theirs.status_byte, "{place}");
                }),
            ),
            Message::Completion(ours) => (
                "06 0F version",
                theirs::<packets::ReceiptPrintoutCompletion>(bytes).map(|theirs| {
                    assert_eq!(ours.version, theirs.sw_version, "{place}");
                    assert_eq!(ours.status, Some(theirs.terminal_status_code), "{place}");
                }),
            ),
            Message::Abort(ours) => (
                "06 1E",
                theirs::<packets::PartialReversalAbort>(bytes).map(|theirs| {
                    assert_eq!(ours.code, Some(theirs.error), "{place}");
                    let receipt = theirs.receipt_no.filter(|number| *number != 0xFFFF);
                    assert_eq!(ours.receipt.map(usize::from), receipt, "{place}");
                }),
            ),
            Message::Print(ours) if ours.block => (
                "06 D3",
                theirs::<packets::PrintTextBlock>(bytes).map(|theirs| {
                    let theirs = theirs.tlv.unwrap();
                    assert_eq!(ours.kind, theirs.receipt_type, "{place}");
                    let lines = theirs.lines.unwrap().lines;
                    // Attributes between lines end the peer's reading of a block, and it reads no line behind them.
                    assert!(ours.lines.len() >= lines.len(), "{place}");
                    for (ours, theirs) in ours.lines.iter().zip(&lines) {
                        let theirs = amtskasse_terminal::zvt::message::PrintText::Text(
                            amtskasse_terminal::mask::text(theirs),
                        );
                        assert_eq!(ours.text, theirs, "{place}");
                    }
                }),
            ),
            Message::Print(ours) => (
                "06 D1",
                theirs::<packets::PrintLine>(bytes).map(|theirs| {
                    assert_eq!(ours.lines[0].attribute, theirs.attribute, "{place}");
                    // It takes the container behind the text for text.
                    let shown = format!("{:?}", ours.lines[0].text);
                    let begin = theirs.text.split('\u{6}').next().unwrap_or_default();
                    assert!(
                        shown.contains(begin.trim_end_matches('♠')),
                        "{place}: {shown}"
                    );
                }),
            ),
            other => panic!("{place}: {other:?}"),
        };
        match outcome {
            (kind, Ok(())) => *agreed.entry(kind).or_default() += 1,
            (kind, Err(why)) => not.entry((kind, why)).or_default().push(place.clone()),
        }
    }
    println!("{} frames, agreed: {agreed:?}", frames.len());
    for ((kind, why), places) in &not {
        println!("{kind}: the peer {why}: {}", places.join(", "));
    }
    // All three logs there: what the peer cannot read is known, and stays known.
    if frames.len() == 143 {
        let count = |kind, why| not.get(&(kind, why)).map_or(0, Vec::len);
        assert_eq!(agreed.values().sum::<usize>(), 130);
        // Fields behind an unknown one: turnover number, other card types.
        assert_eq!(count("04 0F", "stops early"), 6);
        assert_eq!(count("04 FF", "panics"), 2);
        // Feig's own form, and a bare terminal status.
        assert_eq!(count("06 0F", "stops early"), 2);
        // Attributes between lines.
        assert_eq!(count("06 D3", "refuses") + count("06 D3", "stops early"), 3);
    }
}
