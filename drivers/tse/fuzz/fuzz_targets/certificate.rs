//! Any bytes as a file of certificates or revocation lists, as it is or as what a user trusts.
#![no_main]

use amtskasse_tse::certificate::{Certificate, Crl};
use amtskasse_tse::verify::Trust;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let certificates = Certificate::from_file(bytes).unwrap_or_default();
    for certificate in &certificates {
        let _ = certificate.verify(certificate);
        let _ = certificate.names_its_serial();
    }
    for list in Crl::from_file(bytes).unwrap_or_default() {
        for certificate in &certificates {
            let _ = list.verify(certificate);
            let _ = list.revokes(certificate);
        }
    }
    let mut trust = Trust::default();
    if let Ok(count) = trust.add(bytes) {
        assert_eq!(count, trust.roots() + trust.intermediates() + trust.crls());
    }
});
