//! The verifier against exports and receipts of devices in the field. The files are not ours to pass on,
//! so they stay outside of the repository, and the tests pass by without them.

use std::collections::HashMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use amtskasse_tse::algorithm::{Curve, Hash, SignatureAlgorithm, unhex};
use amtskasse_tse::certificate::Certificate;
use amtskasse_tse::key::PublicKey;
use amtskasse_tse::log::{Body, DataForm, decode, seal};
use amtskasse_tse::verify::{self, Kind, Level, Options, Report};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

fn data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/tse");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no data from real devices beside the repository");
    None
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn check(path: &Path) -> Report {
    let file = File::open(path).unwrap();
    verify::archive(file, &Options::default())
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Number of good and bad signatures per archive, as an independent program found them.
fn expected(data: &Path) -> HashMap<String, (u64, u64)> {
    let text = fs::read_to_string(data.join("tar-exports/verification-results-2026.txt")).unwrap();
    let mut expected = HashMap::new();
    let mut archive = String::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("### ") {
            archive = name.to_owned();
        } else if let Some((count, rest)) = line.trim().split_once(" ('")
            && let Ok(count) = count.parse::<u64>()
        {
            let figures: &mut (u64, u64) = expected.entry(archive.clone()).or_default();
            match rest.split('\'').nth(2) {
                Some("ok") => figures.0 += count,
                Some("BAD") => figures.1 += count,
                _ => {}
            }
        }
    }
    expected
}

#[test]
fn archives_of_real_devices_come_out_as_an_independent_check_found_them() {
    let Some(data) = data() else { return };
    let expected = expected(&data);
    assert!(expected.len() > 10);
    let folder = data.join("tar-exports/konfidas-TTC");
    for (name, (good, bad)) in &expected {
        let report = check(&folder.join(name));
        assert_eq!(
            (report.signatures.valid, report.signatures.invalid),
            (*good, *bad),
            "{name}"
        );
        assert_eq!(report.signatures.unchecked, 0, "{name}");
    }
    let mut archives = files(&folder, "tar");
    archives.extend(files(&data.join("cryptovision"), "tar"));
    assert!(archives.len() >= 18);
    for path in archives {
        let name = path.file_name().unwrap().to_str().unwrap();
        let report = check(&path);
        println!("{name}: {:?} {:?}", report.logs, report.signatures);
        let holds = !["softwareUpdate.tar", "inconsistent_certificates.tar"].contains(&name);
        assert_eq!(report.holds(), holds, "{name}: {:#?}", report.findings);
        let [device] = &report.devices[..] else {
            panic!("{name}: one signing key expected");
        };
        assert!(device.chain_holds, "{name}: {:#?}", report.findings);
        serde_json::to_string(&report).unwrap();
    }
}

#[test]
fn known_faults_of_real_archives_are_named() {
    let Some(data) = data() else { return };
    let folder = data.join("tar-exports/konfidas-TTC");
    let gaps = check(&folder.join("counter/ThreeMissingAreasOfSignatureCounter.tar"));
    let gaps: Vec<_> = gaps
        .findings
        .iter()
        .filter_map(|finding| match finding.kind {
            Kind::CounterGap { from, to } => Some((from, to)),
            _ => None,
        })
        .collect();
    assert_eq!(gaps, [(7, 9), (19, 22), (43, 45)]);

    let update = check(&folder.join("positive/softwareUpdate.tar"));
    let mut bad: Vec<u64> = update
        .findings
        .iter()
        .filter_map(|finding| match finding.kind {
            Kind::SignatureInvalid { counter, .. } => Some(counter),
            _ => None,
        })
        .collect();
    bad.sort_unstable();
    assert_eq!(bad, (4..=19).collect::<Vec<_>>());
    assert!(update.findings.iter().any(|finding| {
        finding
            .text
            .contains("curve 1.2.840.10045.3.0.5 is not supported")
    }));

    let names =
        check(&folder.join("negative/inconsistent_certificates/inconsistent_certificates.tar"));
    let wrong: Vec<_> = names
        .findings
        .iter()
        .filter(|finding| finding.level == Level::Error)
        .collect();
    assert!(
        matches!(&wrong[..], [finding] if matches!(finding.kind, Kind::CertificateName { .. }))
    );

    let info = check(&folder.join("negative/testdata_no_info_csv/testdata_no_info_csv.tar"));
    assert!(
        info.findings
            .iter()
            .any(|finding| finding.kind == Kind::NoInfoCsv)
    );

    let zip = File::open(folder.join("positive/TseTar_20210922101700 (1).zip")).unwrap();
    let error = verify::archive(zip, &Options::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "this is a ZIP file; a TAR archive exported by a TSE was expected"
    );
}

#[test]
fn real_log_messages_survive_decoding_and_encoding() {
    let Some(data) = data() else { return };
    let folder = data.join("tar-exports/konfidas-TTC");
    let mut seen = 0;
    let mut again = |name: &str, bytes: &[u8]| {
        let decoded = decode(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        // Several parts of an aggregated update are written as one.
        if let Body::Transaction(body) = &decoded.message.body
            && body.form == DataForm::Indefinite
            && decoded.message.dtbs().len() < decoded.dtbs.len()
        {
            return;
        }
        assert_eq!(decoded.message.dtbs(), decoded.dtbs, "{name}");
        assert_eq!(seal(decoded.dtbs, decoded.signature), bytes, "{name}");
        seen += 1;
    };
    for path in files(&folder, "log") {
        again(&path.display().to_string(), &fs::read(&path).unwrap());
    }
    for path in files(&folder, "tar") {
        let mut archive = tar::Archive::new(File::open(&path).unwrap());
        for entry in archive.entries().unwrap() {
            let mut entry = entry.unwrap();
            let name = entry.path().unwrap().display().to_string();
            if name.ends_with(".log") {
                let mut bytes = Vec::new();
                std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
                again(&name, &bytes);
            }
        }
    }
    println!("{seen} log messages");
    assert!(seen > 2_500);
}

#[test]
fn receipts_of_real_devices_verify_and_not_when_a_digit_changes() {
    let Some(data) = data() else { return };
    let text = fs::read_to_string(data.join("qr/receipts.tsv")).unwrap();
    let mut seen = 0;
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [name, result, layout, _, code] = cells[..] else {
            panic!("five columns expected: {line}");
        };
        assert_eq!(result, "OK");
        let verdict = verify::receipt(code).unwrap_or_else(|error| panic!("{name}: {error}"));
        let verify::Outcome::Genuine(variant) = &verdict.outcome else {
            panic!("{name}: {:?}", verdict.outcome);
        };
        assert!(layout.contains(variant.curve.name()), "{name}: {variant:?}");
        println!("{name}: {variant:?} {:?}", verdict.remarks);
        let changed = code
            .replacen("^0.00", "^0.01", 1)
            .replacen("_0.00", "_0.01", 1)
            .replacen("_0,00", "_0,01", 1);
        assert_ne!(changed, code);
        assert!(!verify::receipt(&changed).unwrap().genuine(), "{name}");
        seen += 1;
    }
    assert!(seen >= 10);
}

#[test]
fn start_update_and_finish_of_a_real_transaction() {
    let Some(data) = data() else { return };
    let text = fs::read(data.join("fiskaly/start-update-finish-vectors.json")).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let vectors = json["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 3);
    for vector in vectors {
        let text = |name: &str| vector[name].as_str().unwrap();
        let dtbs = unhex(text("signedBytes_hex")).unwrap();
        let signature = STANDARD.decode(text("signature_b64")).unwrap();
        let point = STANDARD.decode(text("publicKey_b64")).unwrap();
        let key = PublicKey::new(Curve::Secp256r1, &point).unwrap();
        key.verify(Hash::Sha256, &dtbs, &signature).unwrap();
        let bytes = seal(&dtbs, &signature);
        let decoded = decode(&bytes).unwrap();
        assert_eq!(decoded.message.dtbs(), dtbs);
        assert_eq!(
            decoded.message.counter,
            vector["signatureCounter"].as_u64().unwrap()
        );
        let Body::Transaction(body) = decoded.message.body else {
            panic!("a transaction log expected");
        };
        assert_eq!(body.process_data, text("processData").as_bytes());
        assert_eq!(body.process_type.as_deref(), Some(text("processType")));
    }
}

/// Flips bits of the log messages of an archive, every `step`th of all; each has to be noticed. Gives the
/// number of bits.
fn flip(path: &Path, step: usize) -> usize {
    let mut keys = HashMap::new();
    let mut logs = Vec::new();
    let mut archive = tar::Archive::new(File::open(path).unwrap());
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().display().to_string();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
        if name.ends_with(".log") {
            logs.push((name, bytes));
        } else {
            for certificate in Certificate::from_file(&bytes).unwrap_or_default() {
                keys.extend(
                    certificate
                        .key
                        .map(|key| (certificate.serial.to_vec(), key)),
                );
            }
        }
    }
    let genuine = |bytes: &[u8]| {
        let Ok(decoded) = decode(bytes) else {
            return false;
        };
        let SignatureAlgorithm::EcdsaPlain(hash) = decoded.message.algorithm else {
            return false;
        };
        keys.get(&decoded.message.serial)
            .is_some_and(|key| key.verify(hash, decoded.dtbs, decoded.signature).is_ok())
    };
    let (mut next, mut before, mut flipped) = (0, 0, 0);
    for (name, content) in logs {
        let bits = 8 * content.len();
        if genuine(&content) {
            while next < before + bits {
                let bit = next - before;
                let mut forged = content.clone();
                forged[bit / 8] ^= 1 << (bit % 8);
                assert!(!genuine(&forged), "bit {bit} of {name}");
                flipped += 1;
                next += step;
            }
        }
        before += bits;
        next = next.max(before);
    }
    flipped
}

#[test]
fn flipped_bits_of_real_log_messages_are_noticed() {
    let Some(data) = data() else { return };
    let mut archives = files(&data.join("tar-exports/konfidas-TTC"), "tar");
    archives.extend(files(&data.join("cryptovision"), "tar"));
    let mut flipped = 0;
    for path in archives {
        // A prime, so that every place in a byte and in a message has its turn.
        let size = fs::metadata(&path).unwrap().len();
        flipped += flip(&path, if size > 500_000 { 9_973 } else { 1_009 });
    }
    println!("{flipped} bits");
    assert!(flipped > 1_000);
}

#[test]
#[ignore = "takes minutes without optimisation"]
fn every_flipped_bit_of_an_archive_per_curve_is_noticed() {
    let Some(data) = data() else { return };
    for archive in [
        "cryptovision/cryptovision-hw-tse-export-2020-05.tar",
        "tar-exports/konfidas-TTC/positive/2021-09-30_63641_TSE.tar",
        "tar-exports/konfidas-TTC/positive/failedUpdate.tar",
    ] {
        let begin = std::time::Instant::now();
        let bits = flip(&data.join(archive), 1);
        println!("{archive}: {bits} bits in {:.0?}", begin.elapsed());
    }
}
