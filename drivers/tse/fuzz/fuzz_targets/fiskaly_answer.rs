//! Any bytes as an answer of fiskaly: read as every kind of answer there is, or refused.
#![no_main]

use amtskasse_tse::fiskaly::answer::read_any;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| read_any(bytes));
