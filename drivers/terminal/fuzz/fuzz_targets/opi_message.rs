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
    for encoding in [Encoding::Utf8, Encoding::Latin1] {
        let written = message.write(encoding);
        let again = Message::parse(&written);
        let again = again.unwrap_or_else(|wrong| panic!("{wrong}: {message:?}"));
        assert_eq!(
            String::from_utf8_lossy(&again.write(encoding)),
            String::from_utf8_lossy(&written)
        );
    }
});
