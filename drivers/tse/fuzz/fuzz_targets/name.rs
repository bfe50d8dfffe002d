//! Any text as a member's name: what is read is written back the same.
#![no_main]

use amtskasse_tse::name::LogName;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(name) = LogName::parse(text) {
        let written = name.to_string();
        assert_eq!(LogName::parse(&written), Some(name));
    }
});
