//! Any text as a message of Diebold Nixdorf's web service.
#![no_main]

use amtskasse_tse::diebold::message::Answer;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(answer) = Answer::parse(text) {
        let _ = answer.stamp(None);
        let _ = answer.stamp(Some(1));
        let _ = answer.value();
        let _ = answer.date("CertificateDate");
    }
});
