//! The device's key, certificates and set-up, in one file that is replaced as a whole.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Utc};
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};

use super::disk::{io_error, replace};
use super::key::Key;
use super::pins::Pins;
use super::{Faults, Options};
use crate::algorithm::{Curve, LogTimeFormat, SignatureAlgorithm, hex, serial, unhex};
use crate::{Error, SetUp};

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
    pins: Option<Pins>,
    /// Signature counter up to which everything was exported.
    #[serde(default)]
    exported: u64,
}

/// The device behind `device.json`, parsed once.
pub(crate) struct Identity {
    document: Document,
    pub id: [u8; 16],
    pub key: Key,
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
        let curve = Curve::from_name(&document.curve)
            .ok_or_else(|| format!("unknown curve {}", document.curve))?;
        let key = Key::parse(curve, &decode(&document.key)?, random)?;
        let point = key.point();
        Ok(Self {
            id: unhex(&document.id)
                .and_then(|id| id.try_into().ok())
                .ok_or("id: 32 hexadecimal digits expected")?,
            algorithm: SignatureAlgorithm::EcdsaPlain(key.hash()),
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

    /// Another device of the same kind, which is stored nowhere.
    pub fn foreign(
        options: &Options,
        now: DateTime<Utc>,
        random: &SystemRandom,
    ) -> Result<Self, Error> {
        Self::parse(create(options, now, random)?, random).map_err(Error::Device)
    }

    pub fn save(&self, folder: &Path, faults: &Faults) -> Result<(), Error> {
        let json = serde_json::to_vec_pretty(&self.document)
            .map_err(|error| Error::Device(error.to_string()))?;
        replace(&folder.join("device.json"), &json, faults)
    }

    /// Description given at set-up.
    pub fn description(&self) -> Option<&str> {
        self.document.description.as_deref()
    }

    /// PINs and PUK; `None` before the set-up.
    pub fn pins_mut(&mut self) -> Option<&mut Pins> {
        self.document.pins.as_mut()
    }

    /// Whether these are the secrets of the device; costs no try.
    pub fn matches(&self, set_up: &SetUp) -> bool {
        let pins = self.document.pins.as_ref();
        pins.is_some_and(|pins| pins.matches(set_up))
    }

    /// Stores description and digests of the secrets.
    pub fn set_up(
        &mut self,
        set_up: &SetUp,
        folder: &Path,
        random: &SystemRandom,
        faults: &Faults,
    ) -> Result<(), Error> {
        self.document.pins = Some(Pins::new(set_up, random)?);
        self.document.description = Some(set_up.description.clone());
        self.save(folder, faults)
    }

    /// Signature counter up to which everything was exported.
    pub fn exported(&self) -> u64 {
        self.document.exported
    }

    /// Notes that everything up to this signature counter was exported.
    pub fn note_export(
        &mut self,
        counter: u64,
        folder: &Path,
        faults: &Faults,
    ) -> Result<(), Error> {
        if self.document.exported >= counter {
            return Ok(());
        }
        self.document.exported = counter;
        self.save(folder, faults)
    }
}

fn fill(random: &SystemRandom, bytes: &mut [u8]) -> Result<(), Error> {
    random
        .fill(bytes)
        .map_err(|_| Error::Device("the system gives no random numbers".into()))
}

fn create(options: &Options, now: DateTime<Utc>, random: &SystemRandom) -> Result<Document, Error> {
    if !matches!(
        options.curve,
        Curve::Secp256r1 | Curve::Secp384r1 | Curve::BrainpoolP384r1
    ) {
        return Err(Error::Device(format!(
            "the simulator signs on secp256r1, secp384r1 or brainpoolP384r1, not on {}",
            options.curve
        )));
    }
    let mut id = [0; 16];
    fill(random, &mut id)?;
    // Certificates know whole seconds only.
    let end = now + options.certificate_life;
    let end = DateTime::from_timestamp(end.timestamp(), 0).unwrap_or(end);
    let (key, certificates) = super::chain::make(options.curve, now, end, random)
        .map_err(|error| Error::Device(format!("making the certificates: {error}")))?;
    Ok(Document {
        device: format!("{} – holds a private key, keep it secret", super::NAME),
        id: hex(&id),
        curve: options.curve.name().into(),
        log_time_format: options.log_time_format.name().into(),
        key: BASE64.encode(key),
        certificates: certificates
            .iter()
            .map(|certificate| BASE64.encode(certificate))
            .collect(),
        certificate_end: end,
        description: None,
        pins: None,
        exported: 0,
    })
}
