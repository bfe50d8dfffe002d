//! Any bytes as a message: what is understood is written and understood again, and no card number is left in it.
#![no_main]

use amtskasse_terminal::opi::message::{Message, amount};
use amtskasse_terminal::opi::text::Encoding;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(cents) = amount::parse(text)
    {
        assert_eq!(amount::parse(&amount::write(cents)), Ok(cents));
    }
    let Ok(message) = Message::parse(bytes) else {
        return;
    };
    if let Message::CardResponse(response) = &message
        && let Some(authorisation) = &response.authorisation
    {
        let digits = authorisation.masked_number.bytes();
        assert!(digits.filter(u8::is_ascii_digit).count() <= 4);
    }
    // In UTF-8: another encoding lacks letters that a terminal may use in names. Twice: what is cut short at a blank
    // loses it the second time.
    let again = written_and_read(&written_and_read(&message));
    let written = again.write(Encoding::Utf8);
    let last = written_and_read(&again).write(Encoding::Utf8);
    assert_eq!(
        String::from_utf8_lossy(&last),
        String::from_utf8_lossy(&written)
    );
});

fn written_and_read(message: &Message) -> Message {
    let written = message.write(Encoding::Utf8);
    Message::parse(&written).unwrap_or_else(|wrong| panic!("{wrong}: {message:?}"))
}
