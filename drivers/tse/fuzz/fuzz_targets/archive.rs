//! Any bytes as a TAR archive: a report or an error, and the report can be written out.
#![no_main]

use std::io::Cursor;

use amtskasse_tse::verify::{self, Options};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = Options {
        threads: Some(1),
        ..Options::default()
    };
    if let Ok(report) = verify::archive(Cursor::new(bytes), &options) {
        serde_json::to_string(&report).unwrap();
    }
});
