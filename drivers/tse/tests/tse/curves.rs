//! Every curve with every hash, both generations, and each bit of them.

use std::io::Cursor;

use amtskasse_tse::algorithm::{Curve, Hash};
use amtskasse_tse::key::PublicKey;
use amtskasse_tse::log::{DataForm, decode};
use amtskasse_tse::verify::{self, Kind, Level, Options, Report};

use crate::forge::{ALL, Device, info, pack};

const HASHES: [Hash; 6] = [
    Hash::Sha256,
    Hash::Sha384,
    Hash::Sha512,
    Hash::Sha3_256,
    Hash::Sha3_384,
    Hash::Sha3_512,
];

fn check(members: &[(String, Vec<u8>)]) -> Report {
    verify::archive(Cursor::new(pack(members)), &Options::default()).unwrap()
}

#[test]
fn every_curve_with_every_hash_in_both_generations() {
    for curve in ALL {
        let device = Device::new(curve);
        for hash in HASHES {
            for (version, form) in [
                (2, DataForm::Primitive),
                (2, DataForm::Indefinite),
                (3, DataForm::Constructed),
            ] {
                let mut members = device.chain();
                members.push(info());
                members.extend(device.life(hash, version, form));
                let report = check(&members);
                let what = format!("{curve} {hash} {version}: {:#?}", report.findings);
                assert!(
                    report.holds() && report.count(Level::Warning) == 0,
                    "{what}"
                );
                assert_eq!(report.signatures.valid, 4, "{what}");
                assert_eq!(report.devices[0].curve, Some(curve));
                assert!(report.devices[0].chain_holds);
            }
        }
    }
}

#[test]
fn short_hashes_are_refused_and_the_curve_without_code_is_named() {
    let device = Device::new(Curve::Secp256r1);
    let mut members = device.chain();
    members.extend(device.life(Hash::Sha3_224, 2, DataForm::Primitive));
    let report = check(&members);
    assert_eq!((report.signatures.valid, report.signatures.invalid), (0, 4));
    let reason = "SHA3-224 has less than the 256 bit that TR-03116-5 demands";
    assert!(
        report.findings[0].text.ends_with(reason),
        "{:?}",
        report.findings[0]
    );

    let device = Device::new(Curve::BrainpoolP512r1);
    let mut members = device.chain();
    members.extend(device.life(Hash::Sha512, 2, DataForm::Primitive));
    let report = check(&members);
    assert!(!report.holds());
    assert_eq!(report.signatures.unchecked, 4);
    assert_eq!(report.devices[0].curve, Some(Curve::BrainpoolP512r1));
    let reason = "brainpoolP512r1 is not supported by this program".to_owned();
    let (count, first) = (4, 1);
    let kind = Kind::SignatureUnchecked {
        count,
        first,
        reason,
    };
    assert_eq!(report.findings[0].kind, kind);
}

/// Flips bits of a log message, every `step`th; each has to be noticed.
fn flip(curve: Curve, step: usize) -> usize {
    let device = Device::new(curve);
    let key = PublicKey::new(curve, &device.key.point).unwrap();
    let mut flipped = 0;
    for (version, form) in [(2, DataForm::Indefinite), (3, DataForm::Primitive)] {
        for (name, content) in device.life(Hash::Sha384, version, form) {
            for bit in (0..8 * content.len()).step_by(step) {
                let mut forged = content.clone();
                forged[bit / 8] ^= 1 << (bit % 8);
                flipped += 1;
                let Ok(decoded) = decode(&forged) else {
                    continue;
                };
                let good = decoded.message.serial == device.key.serial()
                    && key
                        .verify(
                            decoded.message.algorithm.hash(),
                            decoded.dtbs,
                            decoded.signature,
                        )
                        .is_ok()
                    && decoded.message.algorithm.to_string().starts_with("ecdsa-");
                assert!(!good, "{curve}: bit {bit} of {name}");
            }
        }
    }
    flipped
}

#[test]
fn flipped_bits_are_noticed_on_every_curve() {
    for curve in ALL {
        assert!(flip(curve, 61) > 100);
    }
}

#[test]
#[ignore = "takes minutes without optimisation"]
fn every_flipped_bit_is_noticed_on_every_curve() {
    for curve in ALL {
        println!("{curve}: {} bits", flip(curve, 1));
    }
}
