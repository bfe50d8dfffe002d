//! Any bytes as what a terminal or a till sends: cut out of the stream, read with everything that is made of it, and
//! written again.
#![no_main]

use amtskasse_terminal::zvt::{Apdu, Charset, Command, Message, Reassembler};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((&cut, stream)) = bytes.split_first() else {
        return;
    };
    let mut reassembler = Reassembler::default();
    let mut taken = 0;
    for segment in stream.chunks(usize::from(cut) + 1) {
        reassembler.push(segment);
        while let Ok(Some(apdu)) = reassembler.next() {
            assert_eq!(Apdu::parse(&apdu.encode()).as_ref(), Ok(&apdu));
            taken += 1;
            message(&apdu);
        }
    }
    // The same bytes at once give the same APDUs.
    let mut whole = Reassembler::default();
    whole.push(stream);
    while let Ok(Some(_)) = whole.next() {
        taken -= 1;
    }
    assert_eq!(taken, 0);
});

fn message(apdu: &Apdu) {
    let message = Message::parse(apdu, Charset::Auto);
    let _ = (message.reply(), message.sequence());
    if let Message::Status(status) = &message {
        let now = chrono::DateTime::UNIX_EPOCH.fixed_offset();
        let approval = status.approval(1, now);
        // Nothing but four digits of the number, and no number in a text.
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
        assert!(digits(&approval.masked_number) <= 4);
        assert!(!whole(&approval.text));
        assert!(!whole(&approval.brand));
        // The result and the amount stand whatever follows them.
        if let [0x27, result, 0x31, ..] = apdu.data.as_slice() {
            assert_eq!(status.result, Some(*result));
        }
        let _ = status.refusal();
    }
    if let Ok(command) = Command::parse(apdu) {
        if let Ok(written) = command.encode(Command::sequence(apdu)) {
            assert_eq!(Command::parse(&written), Ok(command));
        }
    }
}

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
