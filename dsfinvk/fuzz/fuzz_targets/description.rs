//! Any bytes as index.xml.
#![no_main]

use amtskasse_dsfinvk::dtd;
use amtskasse_dsfinvk::verify::books::description::Description;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(found) = Description::read(bytes) {
        assert!(found.tables.iter().all(|table| table.columns.len() <= 1_000));
    }
    let _ = dtd::declarations(&String::from_utf8_lossy(bytes));
});
