//! The simulator's certificates.

use chrono::{DateTime, TimeDelta, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyIdMethod, KeyPair,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, SigningKey as _,
};
use ring::rand::SystemRandom;

use super::key::Key;
use crate::algorithm::{Curve, hex, serial};
use crate::der::{Reader, put};

/// AlgorithmIdentifier of a key: id-ecPublicKey, brainpoolP384r1.
const BRAINPOOL_KEY: [u8; 22] = [
    0x30, 0x14, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x09, 0x2B, 0x24, 0x03,
    0x03, 0x02, 0x08, 0x01, 0x01, 0x0B,
];

/// A new key, in the form [`Key::parse`] reads, and its chain, leaf first. The keys of the two CAs are forgotten
/// here: nobody can ever issue another certificate under them.
pub(crate) fn make(
    curve: Curve,
    now: DateTime<Utc>,
    end: DateTime<Utc>,
    random: &SystemRandom,
) -> Result<(Vec<u8>, Vec<Vec<u8>>), String> {
    let failed = |error: rcgen::Error| error.to_string();
    let root_key = KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384).map_err(failed)?;
    let sub_key = KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384).map_err(failed)?;

    let day = TimeDelta::days(1);
    let root = authority(
        "Amtskasse TEST-TSE Root CA (nicht zertifiziert)",
        now - day * 3,
        end + day * 2,
    );
    let root_certificate = root.self_signed(&root_key).map_err(failed)?;
    let root = Issuer::new(root, root_key);
    let sub = authority(
        "Amtskasse TEST-TSE Sub CA (nicht zertifiziert)",
        now - day * 2,
        end + day,
    );
    let sub_certificate = sub.signed_by(&sub_key, &root).map_err(failed)?;
    let sub = Issuer::new(sub, sub_key);

    // rcgen knows no brainpool: there it certifies a key of the same size, which is then replaced.
    let stand_in = KeyPair::generate_for(match curve {
        Curve::Secp256r1 => &PKCS_ECDSA_P256_SHA256,
        _ => &PKCS_ECDSA_P384_SHA384,
    })
    .map_err(failed)?;
    let brainpool = curve == Curve::BrainpoolP384r1;
    let key = match brainpool {
        true => Key::new_brainpool(random)?,
        false => stand_in.serialize_der(),
    };
    let point = Key::parse(curve, &key, random)?.point();
    let mut leaf = parameters(&hex(&serial(&point)), now - day, end);
    leaf.is_ca = IsCa::ExplicitNoCa;
    leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    leaf.key_identifier_method =
        KeyIdMethod::PreSpecified(serial(&point).get(..20).unwrap_or_default().to_vec());
    let mut leaf = leaf
        .signed_by(&stand_in, &sub)
        .map_err(failed)?
        .der()
        .to_vec();
    if brainpool {
        leaf = with_brainpool_key(&leaf, &point, sub.key())?;
    }
    let chain = [
        leaf,
        sub_certificate.der().to_vec(),
        root_certificate.der().to_vec(),
    ];
    Ok((key, chain.into()))
}

/// The certificate with another key in it, signed anew by its issuer.
fn with_brainpool_key(
    certificate: &[u8],
    point: &[u8],
    issuer: &KeyPair,
) -> Result<Vec<u8>, String> {
    let failed = |error: crate::der::DerError| error.to_string();
    let mut outer = Reader::new(Reader::new(certificate).expect(0x30).map_err(failed)?);
    let mut fields = Reader::new(outer.expect(0x30).map_err(failed)?);
    let algorithm = outer.expect(0x30).map_err(failed)?;
    let mut body = Vec::new();
    // version, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo, extensions (RFC 5280, 4.1)
    for place in 0.. {
        if fields.peek().is_none() {
            break;
        }
        let field = fields.next(None).map_err(failed)?;
        if place == 6 {
            let mut key = BRAINPOOL_KEY.to_vec();
            let bits: Vec<u8> = [0].iter().chain(point).copied().collect();
            put(&mut key, 0x03, &bits);
            put(&mut body, field.tag, &key);
        } else {
            put(&mut body, field.tag, field.content);
        }
    }
    let mut content = Vec::new();
    put(&mut content, 0x30, &body);
    let signature = issuer.sign(&content).map_err(|error| error.to_string())?;
    let signature: Vec<u8> = [0].into_iter().chain(signature).collect();
    put(&mut content, 0x30, algorithm);
    put(&mut content, 0x03, &signature);
    let mut certificate = Vec::new();
    put(&mut certificate, 0x30, &content);
    Ok(certificate)
}

fn authority(name: &str, from: DateTime<Utc>, to: DateTime<Utc>) -> CertificateParams {
    let mut parameters = parameters(name, from, to);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    parameters
}

fn parameters(name: &str, from: DateTime<Utc>, to: DateTime<Utc>) -> CertificateParams {
    let moment = |at: DateTime<Utc>| {
        time::OffsetDateTime::from_unix_timestamp(at.timestamp())
            .unwrap_or(time::OffsetDateTime::UNIX_EPOCH)
    };
    let mut parameters = CertificateParams::default();
    parameters.not_before = moment(from);
    parameters.not_after = moment(to);
    parameters.use_authority_key_identifier_extension = true;
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    let subject = &mut parameters.distinguished_name;
    subject.push(DnType::CountryName, "DE");
    subject.push(DnType::OrganizationName, super::MANUFACTURER);
    subject.push(DnType::CommonName, name);
    parameters
}
