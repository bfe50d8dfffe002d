//! Any text as the QR code of a receipt.
#![no_main]

use amtskasse_tse::verify;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(verdict) = verify::receipt(text) {
        serde_json::to_string(&verdict).unwrap();
    }
});
