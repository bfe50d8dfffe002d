//! The device's key, certificates and set-up, in one file that is replaced as a whole.

use std::num::NonZeroU32;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, TimeDelta, Utc};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384,
};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
};
use serde::{Deserialize, Serialize};

use super::disk::{io_error, replace};
use super::{Faults, Options};
use crate::algorithm::{Curve, Hash, LogTimeFormat, SignatureAlgorithm, hex, serial, unhex};
use crate::{Error, SetUp};

/// Enough to slow a look at the file down; five digits cannot be protected better.
const ROUNDS: NonZeroU32 = match NonZeroU32::new(20_000) {
    Some(rounds) => rounds,
    None => NonZeroU32::MIN,
};

#[derive(Serialize, Deserialize)]
struct Document {
    /// Says to whoever opens the file what this is.
    device: String,
    id: String,
    curve: String,
    log_time_format: String,
    key: String,
    /// Leaf first.
    certificates: Vec<String>,
    certificate_end: DateTime<Utc>,
    description: Option<String>,
    /// Salt and PBKDF2 digest of PINs and PUK, hexadecimal.
    secrets: Option<(String, String)>,
}

/// The device behind `device.json`, parsed once.
pub(crate) struct Identity {
    document: Document,
    pub id: [u8; 16],
    pub key: EcdsaKeyPair,
    pub algorithm: SignatureAlgorithm,
    pub log_time_format: LogTimeFormat,
    pub point: Vec<u8>,
    pub serial: [u8; 32],
    pub certificates: Vec<Vec<u8>>,
    pub certificate_end: DateTime<Utc>,
}

impl Identity {
    /// Reads the device in `folder`, or makes a new one at `now`.
    pub fn open(
        folder: &Path,
        options: &Options,
        now: DateTime<Utc>,
        random: &SystemRandom,
    ) -> Result<Self, Error> {
        let path = folder.join("device.json");
        let damaged = |reason: String| Error::Damaged(format!("{}: {reason}", path.display()));
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|error| damaged(error.to_string()))
                .and_then(|document| Self::parse(document, random).map_err(damaged)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                // Logs without their key would be a device that forgot itself.
                if folder.join("log.bin").exists() {
                    return Err(damaged("missing, but the log storage is there".into()));
                }
                let document = create(options, now, random)?;
                let identity = Self::parse(document, random).map_err(damaged)?;
                identity.save(folder, &options.faults)?;
                Ok(identity)
            }
            Err(error) => Err(io_error("reading", &path)(error)),
        }
    }

    fn parse(document: Document, random: &SystemRandom) -> Result<Self, String> {
        let decode = |text: &String| BASE64.decode(text).map_err(|error| error.to_string());
        let pkcs8 = decode(&document.key)?;
        let (signing, hash) = if document.curve == Curve::Secp256r1.name() {
            (&ECDSA_P256_SHA256_FIXED_SIGNING, Hash::Sha256)
        } else {
            (&ECDSA_P384_SHA384_FIXED_SIGNING, Hash::Sha384)
        };
        let key = EcdsaKeyPair::from_pkcs8(signing, &pkcs8, random)
            .map_err(|error| format!("key: {error}"))?;
        let point = ring::signature::KeyPair::public_key(&key).as_ref().to_vec();
        Ok(Self {
            id: unhex(&document.id)
                .and_then(|id| id.try_into().ok())
                .ok_or("id: 32 hexadecimal digits expected")?,
            algorithm: SignatureAlgorithm::EcdsaPlain(hash),
            log_time_format: LogTimeFormat::from_name(&document.log_time_format)
                .ok_or("unknown log time format")?,
            serial: serial(&point),
            point,
            certificates: document
                .certificates
                .iter()
                .map(decode)
                .collect::<Result<_, _>>()?,
            certificate_end: document.certificate_end,
            key,
            document,
        })
    }

    fn save(&self, folder: &Path, faults: &Faults) -> Result<(), Error> {
        let json = serde_json::to_vec_pretty(&self.document)
            .map_err(|error| Error::Device(error.to_string()))?;
        replace(&folder.join("device.json"), &json, faults)
    }

    /// Description given at set-up.
    pub fn description(&self) -> Option<&str> {
        self.document.description.as_deref()
    }

    /// Whether these are the secrets of the set-up; `None` if there was none.
    pub fn matches(&self, set_up: &SetUp) -> Option<bool> {
        let (salt, digest) = self.document.secrets.as_ref()?;
        let (salt, digest) = (unhex(salt)?, unhex(digest)?);
        Some(
            ring::pbkdf2::verify(
                ring::pbkdf2::PBKDF2_HMAC_SHA256,
                ROUNDS,
                &salt,
                &secrets(set_up),
                &digest,
            )
            .is_ok(),
        )
    }

    /// Stores description and digest of the secrets.
    pub fn set_up(
        &mut self,
        set_up: &SetUp,
        folder: &Path,
        random: &SystemRandom,
        faults: &Faults,
    ) -> Result<(), Error> {
        let (mut salt, mut digest) = ([0; 16], [0; 32]);
        fill(random, &mut salt)?;
        ring::pbkdf2::derive(
            ring::pbkdf2::PBKDF2_HMAC_SHA256,
            ROUNDS,
            &salt,
            &secrets(set_up),
            &mut digest,
        );
        self.document.secrets = Some((hex(&salt), hex(&digest)));
        self.document.description = Some(set_up.description.clone());
        self.save(folder, faults)
    }
}

/// The three secrets as one byte string in which none can pass for a part of another.
fn secrets(set_up: &SetUp) -> Vec<u8> {
    [&set_up.admin_pin, &set_up.time_admin_pin, &set_up.admin_puk]
        .into_iter()
        .flat_map(|secret| {
            let len = (secret.len() as u64).to_be_bytes();
            len.into_iter().chain(secret.bytes())
        })
        .collect()
}

fn fill(random: &SystemRandom, bytes: &mut [u8]) -> Result<(), Error> {
    random
        .fill(bytes)
        .map_err(|_| Error::Device("the system gives no random numbers".into()))
}

fn create(options: &Options, now: DateTime<Utc>, random: &SystemRandom) -> Result<Document, Error> {
    let algorithm = match options.curve {
        Curve::Secp256r1 => &PKCS_ECDSA_P256_SHA256,
        Curve::Secp384r1 => &PKCS_ECDSA_P384_SHA384,
        other => {
            return Err(Error::Device(format!(
                "the simulator signs on secp256r1 or secp384r1, not on {other}"
            )));
        }
    };
    let mut id = [0; 16];
    fill(random, &mut id)?;
    // Certificates know whole seconds only.
    let end = now + options.certificate_life;
    let end = DateTime::from_timestamp(end.timestamp(), 0).unwrap_or(end);
    let (key, certificates) = chain(algorithm, now, end)
        .map_err(|error| Error::Device(format!("making the certificates: {error}")))?;
    Ok(Document {
        device: format!("{} – holds a private key, keep it secret", super::NAME),
        id: hex(&id),
        curve: options.curve.name().into(),
        log_time_format: options.log_time_format.name().into(),
        key: BASE64.encode(key.serialize_der()),
        certificates: certificates
            .iter()
            .map(|certificate| BASE64.encode(certificate))
            .collect(),
        certificate_end: end,
        description: None,
        secrets: None,
    })
}

/// Key of the device and its chain, leaf first. The keys of the two CAs are forgotten here: nobody can
/// ever issue another certificate under them.
fn chain(
    algorithm: &'static rcgen::SignatureAlgorithm,
    now: DateTime<Utc>,
    end: DateTime<Utc>,
) -> Result<(KeyPair, Vec<Vec<u8>>), rcgen::Error> {
    let root_key = KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384)?;
    let sub_key = KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384)?;
    let leaf_key = KeyPair::generate_for(algorithm)?;

    let day = TimeDelta::days(1);
    let root = authority(
        "Amtskasse TEST-TSE Root CA (nicht zertifiziert)",
        now - day * 3,
        end + day * 2,
    );
    let root_certificate = root.self_signed(&root_key)?;
    let root = Issuer::new(root, root_key);
    let sub = authority(
        "Amtskasse TEST-TSE Sub CA (nicht zertifiziert)",
        now - day * 2,
        end + day,
    );
    let sub_certificate = sub.signed_by(&sub_key, &root)?;
    let sub = Issuer::new(sub, sub_key);

    let mut leaf = parameters(&hex(&serial(leaf_key.public_key_raw())), now - day, end);
    leaf.is_ca = IsCa::ExplicitNoCa;
    leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    let leaf_certificate = leaf.signed_by(&leaf_key, &sub)?;
    let chain = [leaf_certificate, sub_certificate, root_certificate]
        .iter()
        .map(|certificate| certificate.der().to_vec())
        .collect();
    Ok((leaf_key, chain))
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
