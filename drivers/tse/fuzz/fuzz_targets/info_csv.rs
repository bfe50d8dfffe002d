//! Any bytes as info.csv.
#![no_main]

use amtskasse_tse::verify::InfoCsv;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = InfoCsv::parse(bytes);
});
