//! Chains against what a user trusts, and revocation at the time of each signature.

use std::io::Cursor;

use amtskasse_tse::algorithm::{Curve, Hash};
use amtskasse_tse::log::DataForm;
use amtskasse_tse::verify::{self, Area, Kind, Level, Options, Report, State, Trust};

use crate::forge::{Certify, Device, Key, at, certificate, crl, info, pack};

fn check(members: &[(String, Vec<u8>)], trusted: &[&[u8]]) -> Report {
    let mut trust = Trust::default();
    for content in trusted {
        trust.add(content).unwrap();
    }
    let options = Options {
        trust: Some(trust),
        threads: Some(1),
    };
    verify::archive(Cursor::new(pack(members)), &options).unwrap()
}

fn state(report: &Report, area: Area) -> State {
    report
        .checks()
        .into_iter()
        .find(|check| check.area == area)
        .unwrap()
        .state
}

fn errors(report: &Report) -> Vec<&Kind> {
    report
        .findings
        .iter()
        .filter(|finding| finding.level == Level::Error)
        .map(|finding| &finding.kind)
        .collect()
}

#[test]
fn a_chain_may_lead_through_what_the_user_has() {
    let device = Device::new(Curve::Secp256r1);
    let mut members = device.life(Hash::Sha256, 2, DataForm::Primitive);
    members.push(info());
    // Nothing in the archive but the logs: all of it comes from the trust store.
    let trusted: [&[u8]; 3] = [&device.root_der, &device.ca_der, &device.leaf_der];
    let report = check(&members, &trusted);
    assert!(report.holds(), "{:#?}", report.findings);
    assert!(report.devices[0].trusted);
    assert_eq!(report.devices[0].chain.len(), 3);
    assert_eq!(state(&report, Area::Trust), State::Holds);
    assert_eq!(state(&report, Area::Revocation), State::NotChecked);

    members.push(device.chain()[0].clone());
    let report = check(&members, &trusted[..2]);
    assert!(report.holds() && report.devices[0].trusted);
    let report = check(&members, &trusted[..1]);
    assert!(matches!(errors(&report)[..], [Kind::IssuerMissing { .. }]));

    // A root of the same name with another key is another root.
    let other = Key::new(Curve::BrainpoolP384r1, 0x44);
    let foreign = certificate(&Certify {
        number: 1,
        subject: "Root",
        key: &other,
        issuer: "Root",
        issuer_key: &other,
        from: at("2025-01-01"),
        to: at("2027-01-01"),
        authority: true,
    });
    let mut whole = device.chain();
    whole.extend(device.life(Hash::Sha256, 2, DataForm::Primitive));
    let report = check(&whole, &[&foreign]);
    assert!(matches!(errors(&report)[..], [Kind::RootNotTrusted { .. }]));
    assert!(!report.devices[0].trusted && !report.holds());
}

#[test]
fn every_certificate_must_be_valid_at_every_signature() {
    let device = Device::new(Curve::Secp256r1);
    // A CA whose certificate ended between the second and the third signature (08:00:02 and 08:00:03).
    let ended = certificate(&Certify {
        number: 2,
        subject: "CA",
        key: &device.ca,
        issuer: "Root",
        issuer_key: &device.root,
        from: at("2025-01-01"),
        to: at("2026-03-04") + chrono::TimeDelta::seconds(2),
        authority: true,
    });
    let mut members = device.chain();
    members[1].1 = ended;
    members.extend(device.life(Hash::Sha256, 2, DataForm::Primitive));
    let report = check(&members, &[&device.root_der]);
    let errors = errors(&report);
    assert!(
        matches!(
            errors[..],
            [Kind::CertificateNotValid {
                count: 2,
                first: 3,
                ..
            }]
        ),
        "{errors:#?}"
    );
}

#[test]
fn revocation_counts_from_its_date() {
    let device = Device::new(Curve::Secp256r1);
    let mut members = device.chain();
    members.push(info());
    members.extend(device.life(Hash::Sha256, 2, DataForm::Primitive));
    let middle = at("2026-03-04") + chrono::TimeDelta::seconds(3);
    let list = |since| {
        crl(
            "CA",
            &device.ca,
            at("2026-06-01"),
            &[(9, since, 1), (3, since, 6)],
        )
    };
    let root_list = crl("Root", &device.root, at("2026-06-01"), &[]);

    let report = check(&members, &[&device.root_der, &list(middle), &root_list]);
    assert!(
        matches!(
            errors(&report)[..],
            [Kind::Revoked {
                reason: "certificateHold",
                count: 2,
                first: 3,
                ..
            }]
        ),
        "{:#?}",
        report.findings
    );
    assert_eq!(state(&report, Area::Revocation), State::Fails);
    assert_eq!(report.devices[0].revocation.len(), 2);

    let later = check(
        &members,
        &[&device.root_der, &list(at("2026-05-01")), &root_list],
    );
    assert!(later.holds());
    assert!(
        later
            .findings
            .iter()
            .any(|one| matches!(one.kind, Kind::RevokedLater { .. }))
    );
    assert_eq!(state(&later, Area::Revocation), State::Holds);

    // The newest list counts.
    let empty = crl("CA", &device.ca, at("2026-07-01"), &[]);
    let report = check(
        &members,
        &[&device.root_der, &list(middle), &empty, &root_list],
    );
    assert!(report.holds(), "{:#?}", report.findings);

    // One that somebody else signed does not count at all.
    let forged = crl("CA", &device.root, at("2026-06-01"), &[(3, middle, 1)]);
    let report = check(&members, &[&device.root_der, &forged]);
    assert!(report.holds());
    assert!(
        report
            .findings
            .iter()
            .any(|one| matches!(one.kind, Kind::CrlUnusable { .. }))
    );

    // One from before the last signature leaves the rest open.
    let old = crl("CA", &device.ca, at("2026-03-01"), &[]);
    let report = check(&members, &[&device.root_der, &old, &root_list]);
    assert!(
        report
            .findings
            .iter()
            .any(|one| matches!(one.kind, Kind::CrlOlder { .. }))
    );
    assert_eq!(state(&report, Area::Revocation), State::ToExplain);
}

#[test]
fn what_is_no_trust_is_named() {
    let mut trust = Trust::default();
    for wrong in [
        &b""[..],
        b"hello",
        b"-----BEGIN CERTIFICATE-----\n",
        &[0x30, 3, 1, 2, 3],
    ] {
        trust.add(wrong).unwrap_err();
    }
    let device = Device::new(Curve::Secp256r1);
    let pem = |label: &str, der: &[u8]| {
        use base64::Engine;
        let text = base64::engine::general_purpose::STANDARD.encode(der);
        let lines: Vec<&str> = text
            .as_bytes()
            .chunks(64)
            .map(|line| std::str::from_utf8(line).unwrap())
            .collect();
        format!(
            "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
            lines.join("\n")
        )
    };
    let file = [
        pem("CERTIFICATE", &device.root_der),
        pem("CERTIFICATE", &device.ca_der),
        pem("X509 CRL", &crl("CA", &device.ca, at("2026-06-01"), &[])),
    ]
    .concat();
    assert_eq!(trust.add(file.as_bytes()), Ok(3));
    assert_eq!(
        (trust.roots(), trust.intermediates(), trust.crls()),
        (1, 1, 1)
    );
}
