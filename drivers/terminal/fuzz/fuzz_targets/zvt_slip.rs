//! Any bytes as the data of print lines and print blocks, one after the other, as slips.
#![no_main]

use amtskasse_terminal::zvt::{Apdu, Charset, Message, Slips};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|messages: Vec<(bool, Vec<u8>)>| {
    let mut slips = Slips::default();
    let mut printed = Vec::new();
    for (block, data) in messages {
        let instruction = if block { 0xD3 } else { 0xD1 };
        let apdu = Apdu::new(0x06, instruction, data);
        if let Message::Print(print) = Message::parse(&apdu, Charset::Auto) {
            printed.extend(slips.take(&print));
        }
    }
    printed.extend(slips.finish());
    assert!(slips.finish().is_none());
    for slip in printed {
        assert!(!slip.lines.is_empty());
        for line in slip.lines {
            assert!(!line.text.contains(char::is_control), "{:?}", line.text);
            assert!(!whole(&line.text));
        }
    }
});

/// Whether digits stand together that may be a card number.
fn whole(text: &str) -> bool {
    let mut runs = text.split(|c: char| !c.is_ascii_digit());
    runs.any(|run| match run.len() {
        0..12 => false,
        12..20 => {
            let sum: u32 = run
                .bytes()
                .rev()
                .enumerate()
                .map(|(place, byte)| {
                    let digit = u32::from(byte - b'0') << (place % 2);
                    digit / 10 + digit % 10
                })
                .sum();
            sum % 10 == 0 && !run.starts_with('0')
        }
        _ => true,
    })
}
