//! Any bytes as a file of certificates.
#![no_main]

use amtskasse_tse::certificate::Certificate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for certificate in Certificate::from_file(bytes).unwrap_or_default() {
        let _ = certificate.verify(&certificate);
        let _ = certificate.names_its_serial();
    }
});
