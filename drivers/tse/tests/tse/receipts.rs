//! QR codes of receipts the simulator signed.

use amtskasse_tse::Tse;
use amtskasse_tse::algorithm::{Curve, Hash, LogTimeFormat, hex};
use amtskasse_tse::log::DataForm;
use amtskasse_tse::simulator::{Options, Simulator};
use amtskasse_tse::verify::{self, Outcome, SignatureForm};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::common::{CLIENT, DATA, KIND, device, receipt};
use crate::forge::{ALL, Device, tlv};

fn code(device: &mut Simulator, format: &str) -> String {
    let info = device.info().unwrap();
    let (start, finish) = receipt(device).unwrap();
    let time = |at: chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
    format!(
        "V0;{CLIENT};{KIND};{};{};{};{};{};{};{format};{};{}",
        std::str::from_utf8(DATA).unwrap(),
        finish.transaction,
        finish.counter,
        time(start.log_time),
        time(finish.log_time),
        info.signature_algorithm,
        STANDARD.encode(&finish.signature),
        STANDARD.encode(&info.public_key),
    )
}

#[test]
fn receipts_verify_and_any_change_of_a_signed_field_does_not() {
    for curve in [Curve::Secp256r1, Curve::Secp384r1] {
        let (_folder, _clock, mut device) = device(Options {
            curve,
            ..Options::default()
        });
        let code = code(&mut device, "unixTime");
        let verdict = verify::receipt(&code).unwrap();
        assert!(verdict.genuine(), "{:?}", verdict.outcome);
        assert_eq!(verdict.serial, hex(&device.info().unwrap().serial));
        assert!(verdict.remarks.is_empty());
        assert!(verdict.scope.contains("printed on the receipt only"));
        let fields: Vec<&str> = code.split(';').collect();
        let changed = |place: usize, to: &str| {
            let mut fields = fields.clone();
            fields[place] = to;
            verify::receipt(&fields.join(";"))
        };
        for (place, to) in [
            (1, "KASSE-2"),
            (2, "Kassenbeleg-V2"),
            (3, "Beleg^0.00_0.00_0.00_0.00_38.00^38.00:Unbar"),
            (4, "2"),
            (5, "6"),
            (7, "2026-03-04T08:00:01.000Z"),
        ] {
            assert!(!changed(place, to).unwrap().genuine(), "field {place}");
        }
        // The start is not in the finish message; the verdict says so.
        assert!(changed(6, "2020-01-01T00:00:00.000Z").unwrap().genuine());
        for (place, to, message) in [
            (
                0,
                "V1",
                "field 1 (qr-code-version): V0 expected, \"V1\" found",
            ),
            (
                4,
                "one",
                "field 5 (transaktions-nummer): a decimal number expected, \"one\" found",
            ),
            (
                5,
                "-1",
                "field 6 (signatur-zaehler): a decimal number expected, \"-1\" found",
            ),
            (
                7,
                "gestern",
                "field 8 (log-time): a time in UTC such as 2026-03-04T08:12:31.000Z expected, \"gestern\" found",
            ),
            (
                8,
                "rsa",
                "field 9 (sig-alg): an algorithm such as ecdsa-plain-SHA384 expected, \"rsa\" found",
            ),
            (
                11,
                "BAAA",
                "field 12 (public-key): base64 of an uncompressed point 04‖X‖Y of 65, 97, 129 or 133 bytes expected, 3 bytes found",
            ),
        ] {
            assert_eq!(changed(place, to).unwrap_err().to_string(), message);
        }
        let short = changed(10, "AAAA").unwrap_err().to_string();
        assert!(
            short.starts_with("field 11 (signatur): base64 of "),
            "{short}"
        );
        assert_eq!(
            verify::receipt("V0;a;b").unwrap_err().to_string(),
            "12 fields separated by semicolons expected (V0;kassen-seriennummer;processType;…), 3 found"
        );
    }
}

#[test]
fn receipts_in_the_forms_of_other_makers() {
    let options = Options {
        log_time_format: LogTimeFormat::UtcTimeWithSeconds,
        ..Options::default()
    };
    let (_folder, _clock, mut device) = device(options);
    let code = code(&mut device, "utcTime");
    let verdict = verify::receipt(&code).unwrap();
    assert!(verdict.genuine());
    assert_eq!(verdict.remarks.len(), 1, "{:?}", verdict.remarks);
    let local = code.replace("T08:00:00.000Z", "T09:00:00+01:00");
    assert_ne!(local, code);
    assert!(verify::receipt(&local).unwrap().genuine());
    let fields: Vec<&str> = code.split(';').collect();
    let mut fields: Vec<String> = fields.into_iter().map(str::to_owned).collect();
    fields[10] = hex(&STANDARD.decode(&fields[10]).unwrap()).to_uppercase();
    assert!(verify::receipt(&fields.join(";")).unwrap().genuine());
    fields[8] = "ecsdsa-plain-SHA384".into();
    let unchecked = verify::receipt(&fields.join(";")).unwrap();
    assert!(matches!(
        unchecked.outcome,
        verify::Outcome::Unchecked { .. }
    ));
}

/// The code of a receipt that a forged device signed in this layout.
fn forged(curve: Curve, hash: Hash, version: u8, form: DataForm) -> Vec<String> {
    let device = Device::new(curve);
    let life = device.life(hash, version, form);
    let decoded = amtskasse_tse::log::decode(&life[3].1).unwrap();
    [
        "V0",
        "KASSE-1",
        "Kassenbeleg-V1",
        "Beleg^1.00_0.00_0.00_0.00_0.00^1.00:Bar",
        "1",
        "4",
        "2026-03-04T08:00:03.000Z",
        "2026-03-04T08:00:04.000Z",
        &format!("ecdsa-plain-{hash}"),
        "unixTime",
        &STANDARD.encode(decoded.signature),
        &STANDARD.encode(&device.key.point),
    ]
    .map(str::to_owned)
    .to_vec()
}

#[test]
fn every_layout_on_every_curve_is_found_and_named() {
    for curve in ALL {
        for (version, form, data) in [
            (2, DataForm::Primitive, "82"),
            (2, DataForm::Indefinite, "A2 80"),
            (2, DataForm::Constructed, "A2"),
            (3, DataForm::Primitive, "82"),
        ] {
            for hash in [Hash::Sha256, Hash::Sha512, Hash::Sha3_384] {
                let mut fields = forged(curve, hash, version, form);
                let plain = STANDARD.decode(&fields[10]).unwrap();
                let (r, s) = plain.split_at(plain.len() / 2);
                let number = |half: &[u8]| {
                    let zeros = half.iter().take_while(|byte| **byte == 0).count();
                    let sign: &[u8] = if half[zeros] & 0x80 == 0 { &[] } else { &[0] };
                    tlv(2, &[sign, &half[zeros..]])
                };
                let der = tlv(0x30, &[&number(r), &number(s)]);
                for (text, expected) in [
                    (STANDARD.encode(&plain), SignatureForm::Plain),
                    (STANDARD.encode(&der), SignatureForm::Der),
                    (hex(&plain), SignatureForm::Hex),
                ] {
                    fields[10] = text;
                    let verdict = verify::receipt(&fields.join(";")).unwrap();
                    let Outcome::Genuine(variant) = verdict.outcome else {
                        panic!("{curve} {version} {data} {hash}: {:?}", verdict.outcome);
                    };
                    assert_eq!(variant.curve, curve);
                    assert_eq!((variant.version, variant.data), (version, data));
                    assert_eq!(variant.signature, expected);
                }
            }
        }
    }
}

#[test]
fn what_cannot_be_checked_says_why() {
    let unchecked = |fields: &[String]| match verify::receipt(&fields.join(";")).unwrap().outcome {
        Outcome::Unchecked { reason } => reason,
        other => panic!("{other:?}"),
    };
    let mut fields = forged(Curve::Secp521r1, Hash::Sha256, 2, DataForm::Primitive);
    assert_eq!(STANDARD.decode(&fields[11]).unwrap().len(), 133);
    fields[8] = "ecdsa-plain-SHA3-224".into();
    let reason = "SHA3-224 has less than the 256 bit that TR-03116-5 demands";
    assert_eq!(unchecked(&fields), reason);
    let fields = forged(Curve::BrainpoolP512r1, Hash::Sha512, 2, DataForm::Primitive);
    let reason = "brainpoolP512r1 is not supported by this program";
    assert_eq!(unchecked(&fields), reason);
}
