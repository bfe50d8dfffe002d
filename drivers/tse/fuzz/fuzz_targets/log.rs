//! Any bytes as a log message: what is read is written back byte by byte.
#![no_main]

use amtskasse_tse::log::{Body, DataForm, decode, seal};
use amtskasse_tse::name::LogName;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(decoded) = decode(bytes) else { return };
    assert_eq!(seal(decoded.dtbs, decoded.signature), bytes);
    let _ = LogName::of(&decoded.message).to_string();
    match &decoded.message.body {
        Body::System(body) => {
            let _ = serde_json::to_string(&body.fields(&decoded.message)).unwrap();
        }
        // Several parts are written as one.
        Body::Transaction(body) if body.form != DataForm::Primitive => {}
        _ => {
            // Encoding a time keeps the moment, not the number of decimals.
            let again = seal(&decoded.message.dtbs(), decoded.signature);
            if let Ok(again) = decode(&again) {
                assert_eq!(again.message.counter, decoded.message.counter);
            }
        }
    }
});
