//! The verifier against archives of the simulator, genuine and forged.

use std::io::Cursor;

use amtskasse_tse::algorithm::{Curve, LogTimeFormat, hex};
use amtskasse_tse::log::{Body, Operation};
use amtskasse_tse::simulator::{Fault, Options};
use amtskasse_tse::verify::{self, Error, Kind, Level, Report};
use amtskasse_tse::{ExportFilter, Tse};

use crate::common::{CLIENT, DATA, KIND, device, export, receipt};

fn check(archive: &[u8]) -> Report {
    verify::archive(Cursor::new(archive), &verify::Options::default()).unwrap()
}

/// Members of an archive, to be rearranged.
type Members = Vec<(String, Vec<u8>)>;

fn members(archive: &[u8]) -> Members {
    let mut archive = tar::Archive::new(archive);
    archive
        .entries()
        .unwrap()
        .map(|entry| {
            let mut entry = entry.unwrap();
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut entry, &mut content).unwrap();
            (entry.path().unwrap().display().to_string(), content)
        })
        .collect()
}

fn pack(members: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder
            .append_data(&mut header, name, &content[..])
            .unwrap();
    }
    builder.into_inner().unwrap()
}

fn kinds(report: &Report, level: Level) -> Vec<&Kind> {
    let findings = report.findings.iter();
    findings
        .filter(|finding| finding.level == level)
        .map(|finding| &finding.kind)
        .collect()
}

#[test]
fn every_kind_of_device_verifies_with_its_whole_chain() {
    for curve in [Curve::Secp256r1, Curve::Secp384r1] {
        for log_time_format in [
            LogTimeFormat::UnixTime,
            LogTimeFormat::UtcTimeWithSeconds,
            LogTimeFormat::GeneralizedTime,
            LogTimeFormat::GeneralizedTimeWithMilliseconds,
        ] {
            let options = Options {
                curve,
                log_time_format,
                ..Options::default()
            };
            let (_folder, clock, mut device) = device(options);
            for _ in 0..3 {
                receipt(&mut device).unwrap();
                clock.forward(60);
            }
            let root = device.info().unwrap().certificates[2].clone();
            let archive = export(&mut device, &ExportFilter::All);
            let mut trust = verify::Trust::default();
            assert_eq!(trust.add(&root), Ok(1));
            let options = verify::Options {
                trust: Some(trust),
                threads: None,
            };
            let mut finishes = 0;
            let report = verify::archive_with(Cursor::new(&archive), &options, &mut |log| {
                if let Body::Transaction(body) = &log.message.body
                    && body.operation == Operation::Finish
                {
                    assert_eq!(body.process_data, DATA);
                    finishes += 1;
                }
            })
            .unwrap();
            assert!(report.holds(), "{:#?}", report.findings);
            assert_eq!(report.count(Level::Warning), 0, "{:#?}", report.findings);
            assert_eq!((finishes, report.signatures.valid), (3, 9));
            assert_eq!(
                (report.transactions.started, report.transactions.finished),
                (3, 3)
            );
            let tse = &report.devices[0];
            assert!(tse.chain_holds && tse.chain.len() == 3);
            assert_eq!(tse.serial, hex(&device.info().unwrap().serial));
            assert!(tse.chain[2].contains("TEST-TSE Root CA (nicht zertifiziert)"));
            assert_eq!(report.clients[CLIENT], 6);
            let info = report.info.as_ref().unwrap();
            assert_eq!(
                info.description,
                "TEST-TSE, nicht zertifiziert – Bürgerbüro, Kasse \"1\""
            );
            assert!(tse.trusted);
            let foreign = verify::Options {
                trust: Some(verify::Trust::default()),
                threads: Some(1),
            };
            let report = verify::archive(Cursor::new(&archive), &foreign).unwrap();
            assert!(matches!(
                kinds(&report, Level::Error)[..],
                [Kind::RootNotTrusted { .. }]
            ));
        }
    }
}

#[test]
fn a_single_flipped_bit_anywhere_in_a_log_message_is_found() {
    let (_folder, _clock, mut device) = device(Options {
        curve: Curve::Secp256r1,
        ..Options::default()
    });
    receipt(&mut device).unwrap();
    let archive = export(&mut device, &ExportFilter::All);
    let whole = members(&archive);
    let finish = whole
        .iter()
        .position(|member| member.0.contains("Finish"))
        .unwrap();
    for bit in 0..whole[finish].1.len() * 8 {
        let mut forged = vec![whole[0].clone(), whole[3].clone(), whole[finish].clone()];
        forged[2].1[bit / 8] ^= 1 << (bit % 8);
        let report = check(&pack(&forged));
        assert!(!report.holds(), "bit {bit}: {:#?}", report.findings);
        assert_eq!(report.signatures.valid, 0, "bit {bit}");
    }
}

#[test]
fn forged_archives_are_told_apart() {
    let (_folder, _clock, mut device) = device(Options::default());
    for _ in 0..3 {
        receipt(&mut device).unwrap();
    }
    let whole = members(&export(&mut device, &ExportFilter::All));
    let place = |part: &str| {
        whole
            .iter()
            .position(|member| member.0.contains(part))
            .unwrap()
    };
    let forge = |change: &dyn Fn(&mut Members)| {
        let mut members = whole.clone();
        change(&mut members);
        check(&pack(&members))
    };
    assert!(forge(&|_| ()).holds());

    let removed = forge(&|members| drop(members.remove(place("No-2_Finish"))));
    assert!(removed.holds());
    assert!(
        matches!(
            kinds(&removed, Level::Warning)[..],
            [Kind::CounterGap { from: 7, to: 7 }]
        ),
        "{removed:#?}"
    );
    assert_eq!(removed.transactions.open, [2]);

    let start = forge(&|members| drop(members.remove(place("No-2_Start"))));
    assert!(matches!(
        kinds(&start, Level::Warning)[..],
        [
            Kind::TransactionWithoutStart { number: 2 },
            Kind::CounterGap { from: 6, to: 6 }
        ]
    ));

    let swapped = forge(&|members| {
        let (a, b) = (place("No-1_Finish"), place("No-2_Finish"));
        let name = members[a].0.clone();
        members[a].0 = members[b].0.clone();
        members[b].0 = name;
    });
    assert!(!swapped.holds());
    assert!(swapped.findings.iter().any(|finding| matches!(
        &finding.kind,
        Kind::NameDiffers { part: "transaction number", name, content } if name == "2" && content == "1"
    )));

    let twice = forge(&|members| {
        let mut copy = members[place("No-1_Finish")].clone();
        copy.0 = copy.0.replace(".log", "_Fc-1.log");
        members.push(copy);
    });
    let errors = kinds(&twice, Level::Error);
    assert!(
        errors.contains(&&Kind::CounterTwice {
            counter: 5,
            count: 2
        }),
        "{errors:?}"
    );

    let leafless = forge(&|members| drop(members.remove(0)));
    let errors = kinds(&leafless, Level::Error);
    assert!(
        errors
            .iter()
            .any(|kind| matches!(kind, Kind::CertificateMissing { .. }))
    );
    assert_eq!(leafless.signatures.unchecked, 9);

    let rootless = forge(&|members| drop(members.remove(2)));
    assert!(rootless.holds() && !rootless.devices[0].chain_holds);
    assert!(matches!(
        kinds(&rootless, Level::Warning)[..],
        [Kind::IssuerMissing { .. }]
    ));

    let broken = forge(&|members| {
        let last = members[1].1.len() - 1;
        members[1].1[last] ^= 1;
    });
    assert!(matches!(
        kinds(&broken, Level::Error)[..],
        [Kind::ChainBroken { .. }]
    ));

    let empty = forge(&|members| members[place("No-1_Finish")].1.clear());
    assert!(
        kinds(&empty, Level::Error)
            .iter()
            .any(|kind| kind.to_string() == "no log message: the file is empty")
    );

    let named = forge(&|members| members[0].0 = members[0].0.replacen(|_| true, "x", 1));
    assert!(matches!(
        kinds(&named, Level::Error)[..],
        [Kind::CertificateName { .. }]
    ));

    let dots = forge(&|members| {
        members
            .iter_mut()
            .for_each(|member| member.0 = format!("./{}", member.0))
    });
    assert!(dots.holds());

    let late = forge(&|members| members.rotate_left(3));
    assert!(
        late.holds() && late.signatures.valid == 9,
        "certificates at the end"
    );
}

#[test]
fn a_device_that_signs_badly_is_found_out() {
    let (_folder, _clock, mut device) = device(Options::default());
    device.faults().set(Fault::BadSignature);
    let start = device.start(CLIENT).unwrap();
    device.faults().clear_all();
    device
        .finish(CLIENT, start.transaction, KIND, DATA)
        .unwrap();
    let report = check(&export(&mut device, &ExportFilter::All));
    assert!(matches!(
        kinds(&report, Level::Error)[..],
        [Kind::SignatureInvalid { counter: 4, .. }]
    ));
}

#[test]
fn what_is_no_whole_archive_gets_a_sentence() {
    let text = |bytes: &[u8]| {
        let result = verify::archive(Cursor::new(bytes), &verify::Options::default());
        result.unwrap_err().to_string()
    };
    assert_eq!(
        text(b""),
        "the file is empty; a TAR archive exported by a TSE was expected"
    );
    assert!(text(b"PK\x03\x04").starts_with("this is a ZIP file;"));
    assert!(text(&[7; 4096]).starts_with("this is a file without a TAR header;"));
    assert!(text(b"V0;KASSE-1;").starts_with("this is the text of a receipt's QR code;"));

    let (_folder, _clock, mut device) = device(Options {
        curve: Curve::Secp256r1,
        ..Options::default()
    });
    receipt(&mut device).unwrap();
    let archive = export(&mut device, &ExportFilter::All);
    let content_end = archive.len() - 1024;
    for len in (1..archive.len()).step_by(61) {
        match verify::archive(Cursor::new(&archive[..len]), &verify::Options::default()) {
            // Cut between members: nothing but the missing end mark shows it.
            Ok(report) => {
                let cut = kinds(&report, Level::Warning).contains(&&Kind::NoClosingBlocks);
                assert!(cut, "{len} of {content_end}");
            }
            Err(Error::CutOff {
                expected, found, ..
            }) => assert!(found < expected, "{len}"),
            Err(Error::NotAnArchive { .. }) => assert!(len < 512),
            Err(error) => panic!("{len}: {error}"),
        }
    }
    let mut glued = archive.clone();
    glued.extend_from_slice(&archive);
    assert!(matches!(
        kinds(&check(&glued), Level::Error)[..],
        [Kind::DataAfterEnd { .. }]
    ));
}

#[test]
fn members_that_reach_out_of_the_archive_are_refused() {
    let mut builder = tar::Builder::new(Vec::new());
    let mut link = tar::Header::new_ustar();
    link.set_entry_type(tar::EntryType::Symlink);
    link.set_size(0);
    builder
        .append_link(&mut link, "a.log", "/etc/passwd")
        .unwrap();
    let mut header = tar::Header::new_ustar();
    header.set_size(1);
    let name = b"../../a.log";
    header.as_old_mut().name[..name.len()].copy_from_slice(name);
    header.set_cksum();
    builder.append(&header, &b"x"[..]).unwrap();
    let report = check(&builder.into_inner().unwrap());
    let errors = kinds(&report, Level::Error);
    assert!(matches!(
        errors[..],
        [Kind::NotARegularFile { .. }, Kind::UnsafeName]
    ));
    assert!(kinds(&report, Level::Warning).contains(&&Kind::NoLogs));
}

#[test]
fn no_damage_to_an_archive_brings_the_verifier_down() {
    let (_folder, _clock, mut device) = device(Options {
        curve: Curve::Secp256r1,
        ..Options::default()
    });
    receipt(&mut device).unwrap();
    let archive = export(&mut device, &ExportFilter::All);
    // Xorshift: reproducible, and good enough to hit every kind of field.
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    for _ in 0..500 {
        let mut damaged = archive.clone();
        for _ in 0..1 + next() % 4 {
            let at = next() % damaged.len();
            damaged[at] = next() as u8;
        }
        damaged.truncate(damaged.len() - next() % 700);
        let _ = verify::archive(Cursor::new(&damaged), &verify::Options::default());
    }
}
