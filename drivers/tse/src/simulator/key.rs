//! The device's signing key.

use bp384::r1::BrainpoolP384r1;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _,
};

use crate::algorithm::{Curve, Hash};

/// A private key on one of the simulator's curves.
pub(crate) enum Key {
    /// secp256r1 with SHA-256, secp384r1 with SHA-384.
    Secp(Box<EcdsaKeyPair>),
    /// brainpoolP384r1 with SHA-384: the chips of Swissbit, Epson and Diebold Nixdorf.
    Brainpool(Box<ecdsa::SigningKey<BrainpoolP384r1>>),
}

impl Key {
    /// A stored key: PKCS#8 for secp curves, the bare scalar for brainpool.
    pub fn parse(curve: Curve, bytes: &[u8], random: &SystemRandom) -> Result<Self, String> {
        let secp = |signing| {
            EcdsaKeyPair::from_pkcs8(signing, bytes, random)
                .map(|key| Self::Secp(Box::new(key)))
                .map_err(|error| format!("key: {error}"))
        };
        match curve {
            Curve::Secp256r1 => secp(&ECDSA_P256_SHA256_FIXED_SIGNING),
            Curve::Secp384r1 => secp(&ECDSA_P384_SHA384_FIXED_SIGNING),
            Curve::BrainpoolP384r1 => ecdsa::SigningKey::from_slice(bytes)
                .map(|key| Self::Brainpool(Box::new(key)))
                .map_err(|error| format!("key: {error}")),
            other => Err(format!("no key on {other} possible")),
        }
    }

    /// A new scalar for [`Curve::BrainpoolP384r1`].
    pub fn new_brainpool(random: &SystemRandom) -> Result<Vec<u8>, String> {
        let mut bytes = vec![0; Curve::BrainpoolP384r1.bytes()];
        loop {
            random
                .fill(&mut bytes)
                .map_err(|_| "the system gives no random numbers")?;
            // About every second number is below the order and not zero.
            if ecdsa::SigningKey::<BrainpoolP384r1>::from_slice(&bytes).is_ok() {
                return Ok(bytes);
            }
        }
    }

    /// Hash the key signs with.
    pub fn hash(&self) -> Hash {
        match self {
            Self::Secp(key) if key.public_key().as_ref().len() == 65 => Hash::Sha256,
            _ => Hash::Sha384,
        }
    }

    /// Uncompressed point 04‖X‖Y.
    pub fn point(&self) -> Vec<u8> {
        match self {
            Self::Secp(key) => key.public_key().as_ref().to_vec(),
            Self::Brainpool(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
        }
    }

    /// Signs, r‖s.
    pub fn sign(&self, random: &SystemRandom, message: &[u8]) -> Result<Vec<u8>, String> {
        match self {
            Self::Secp(key) => key
                .sign(random, message)
                .map(|signature| signature.as_ref().to_vec())
                .map_err(|_| "signing failed".into()),
            Self::Brainpool(key) => {
                let digest = ring::digest::digest(&ring::digest::SHA384, message);
                let nonce = Self::new_brainpool(random)?;
                let nonce = ecdsa::SigningKey::<BrainpoolP384r1>::from_slice(&nonce)
                    .map_err(|error| error.to_string())?;
                ecdsa::hazmat::sign_prehashed(
                    key.as_nonzero_scalar(),
                    nonce.as_nonzero_scalar(),
                    digest.as_ref(),
                )
                .map(|(signature, _)| signature.to_bytes().to_vec())
                .map_err(|error| error.to_string())
            }
        }
    }
}
