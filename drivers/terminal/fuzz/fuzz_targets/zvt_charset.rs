//! Any bytes as text of a terminal in every character set.
#![no_main]

use amtskasse_terminal::mask;
use amtskasse_terminal::zvt::Charset;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for set in [
        Charset::Auto,
        Charset::Cp437,
        Charset::Latin1,
        Charset::Latin9,
        Charset::Utf8,
        Charset::Din66003,
    ] {
        let text = set.decode(bytes);
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'));
        // What was read can be written, and says the same again; only the set that looks decide is not known then.
        if set != Charset::Auto && !text.contains('?') {
            assert_eq!(set.decode(&set.encode(&text)), text);
        }
        let masked = mask::text(&text);
        assert_eq!(masked.chars().count(), text.chars().count());
        assert!(!whole(&masked));
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
