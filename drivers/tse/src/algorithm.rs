//! Names, object identifiers and sizes of what a TSE signs with (TR-03116-5; TR-03151, Anhang A).

use std::fmt;

use serde::Serialize;

mod digest;

use digest::Digest;

/// bsi-de … ecdsa-plain-signatures (0.4.0.127.0.7.1.1.4.1) and ecsdsa-plain (….4.4), without the last arc.
const ECDSA_PLAIN: [u8; 9] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01];
const ECSDSA_PLAIN: [u8; 9] = [0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x04];

/// Hash function of a signature algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Hash {
    /// SHA-224 (too short for log messages, TR-03116-5).
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
    /// SHA3-224 (too short for log messages, TR-03116-5).
    Sha3_224,
    /// SHA3-256.
    Sha3_256,
    /// SHA3-384.
    Sha3_384,
    /// SHA3-512.
    Sha3_512,
}

impl Hash {
    const ALL: [(Self, &'static str, u8, u8); 8] = [
        (Self::Sha224, "SHA224", 2, 1),
        (Self::Sha256, "SHA256", 3, 2),
        (Self::Sha384, "SHA384", 4, 3),
        (Self::Sha512, "SHA512", 5, 4),
        (Self::Sha3_224, "SHA3-224", 8, 5),
        (Self::Sha3_256, "SHA3-256", 9, 6),
        (Self::Sha3_384, "SHA3-384", 10, 7),
        (Self::Sha3_512, "SHA3-512", 11, 8),
    ];

    fn row(self) -> (Self, &'static str, u8, u8) {
        Self::ALL
            .into_iter()
            .find(|row| row.0 == self)
            .unwrap_or(Self::ALL[1])
    }

    /// The digest of `message`; none of the 224-bit ones, which are too short for anything a TSE signs.
    pub(crate) fn digest(self, message: &[u8]) -> Option<Digest> {
        use ring::digest::{SHA256, SHA384, SHA512, digest};
        use sha3::Digest as _;
        Some(match self {
            Self::Sha256 => Digest::of(digest(&SHA256, message).as_ref()),
            Self::Sha384 => Digest::of(digest(&SHA384, message).as_ref()),
            Self::Sha512 => Digest::of(digest(&SHA512, message).as_ref()),
            Self::Sha3_256 => Digest::of(&sha3::Sha3_256::digest(message)),
            Self::Sha3_384 => Digest::of(&sha3::Sha3_384::digest(message)),
            Self::Sha3_512 => Digest::of(&sha3::Sha3_512::digest(message)),
            Self::Sha224 | Self::Sha3_224 => return None,
        })
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().1)
    }
}

/// Signature algorithm of a log message (TR-03151-1, App. E).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignatureAlgorithm {
    /// ECDSA, signature value r‖s.
    EcdsaPlain(Hash),
    /// EC-Schnorr, signature value r‖s.
    EcsdsaPlain(Hash),
}

impl SignatureAlgorithm {
    /// Content bytes of the object identifier.
    #[must_use]
    pub fn oid(self) -> [u8; 10] {
        let (arc, last) = match self {
            Self::EcdsaPlain(hash) => (ECDSA_PLAIN, hash.row().2),
            Self::EcsdsaPlain(hash) => (ECSDSA_PLAIN, hash.row().3),
        };
        let mut oid = [0; 10];
        oid[..9].copy_from_slice(&arc);
        oid[9] = last;
        oid
    }

    /// The algorithm with these object identifier bytes.
    #[must_use]
    pub fn from_oid(oid: &[u8]) -> Option<Self> {
        let (last, arc) = oid.split_last()?;
        if arc == ECDSA_PLAIN {
            Hash::ALL
                .into_iter()
                .find(|row| row.2 == *last)
                .map(|row| Self::EcdsaPlain(row.0))
        } else if arc == ECSDSA_PLAIN {
            Hash::ALL
                .into_iter()
                .find(|row| row.3 == *last)
                .map(|row| Self::EcsdsaPlain(row.0))
        } else {
            None
        }
    }

    /// The algorithm with this name in a QR code or in `TSE_SIG_ALGO`; case is not looked at.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Hash::ALL
            .into_iter()
            .flat_map(|row| [Self::EcdsaPlain(row.0), Self::EcsdsaPlain(row.0)])
            .find(|algorithm| algorithm.to_string().eq_ignore_ascii_case(name))
    }

    /// Its hash function.
    #[must_use]
    pub fn hash(self) -> Hash {
        match self {
            Self::EcdsaPlain(hash) | Self::EcsdsaPlain(hash) => hash,
        }
    }
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EcdsaPlain(hash) => write!(f, "ecdsa-plain-{hash}"),
            Self::EcsdsaPlain(hash) => write!(f, "ecsdsa-plain-{hash}"),
        }
    }
}

impl Serialize for SignatureAlgorithm {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Elliptic curves a TSE may use (TR-03116-5, 2023); no other is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Curve {
    /// NIST P-256.
    Secp256r1,
    /// NIST P-384.
    Secp384r1,
    /// NIST P-521.
    Secp521r1,
    /// Brainpool, 256 bit.
    BrainpoolP256r1,
    /// Brainpool, 384 bit.
    BrainpoolP384r1,
    /// Brainpool, 512 bit.
    BrainpoolP512r1,
}

impl Curve {
    const ALL: [(Self, &'static str, &'static str, usize); 6] = [
        (Self::Secp256r1, "secp256r1", "1.2.840.10045.3.1.7", 32),
        (Self::Secp384r1, "secp384r1", "1.3.132.0.34", 48),
        (Self::Secp521r1, "secp521r1", "1.3.132.0.35", 66),
        (
            Self::BrainpoolP256r1,
            "brainpoolP256r1",
            "1.3.36.3.3.2.8.1.1.7",
            32,
        ),
        (
            Self::BrainpoolP384r1,
            "brainpoolP384r1",
            "1.3.36.3.3.2.8.1.1.11",
            48,
        ),
        (
            Self::BrainpoolP512r1,
            "brainpoolP512r1",
            "1.3.36.3.3.2.8.1.1.13",
            64,
        ),
    ];

    fn row(self) -> (Self, &'static str, &'static str, usize) {
        Self::ALL
            .into_iter()
            .find(|row| row.0 == self)
            .unwrap_or(Self::ALL[0])
    }

    /// Name as in the standards, e.g. `brainpoolP384r1`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// Bytes of one coordinate and of each half of a plain signature (TR-03111).
    #[must_use]
    pub fn bytes(self) -> usize {
        self.row().3
    }

    /// The curve with this dotted object identifier.
    #[must_use]
    pub fn from_oid(dotted: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|row| row.2 == dotted)
            .map(|row| row.0)
    }

    /// The curve with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|row| row.1 == name)
            .map(|row| row.0)
    }

    /// The curves an uncompressed point of `len` bytes may lie on, the likelier first: a bare key does
    /// not say which.
    #[must_use]
    pub fn candidates(len: usize) -> &'static [Self] {
        match len {
            65 => &[Self::Secp256r1, Self::BrainpoolP256r1],
            97 => &[Self::BrainpoolP384r1, Self::Secp384r1],
            129 => &[Self::BrainpoolP512r1],
            133 => &[Self::Secp521r1],
            _ => &[],
        }
    }
}

impl fmt::Display for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How a TSE writes its log times (DSFinV-K, `TSE_ZEITFORMAT`; TR-03151, 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LogTimeFormat {
    /// Seconds since 1970 as an INTEGER.
    #[default]
    UnixTime,
    /// UTCTime without seconds.
    UtcTime,
    /// UTCTime with seconds.
    UtcTimeWithSeconds,
    /// GeneralizedTime with seconds.
    GeneralizedTime,
    /// GeneralizedTime with milliseconds.
    GeneralizedTimeWithMilliseconds,
}

impl LogTimeFormat {
    const ALL: [(Self, &'static str); 5] = [
        (Self::UnixTime, "unixTime"),
        (Self::UtcTime, "utcTime"),
        (Self::UtcTimeWithSeconds, "utcTimeWithSeconds"),
        (Self::GeneralizedTime, "generalizedTime"),
        (
            Self::GeneralizedTimeWithMilliseconds,
            "generalizedTimeWithMilliseconds",
        ),
    ];

    /// Name for QR code and DSFinV-K.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL
            .into_iter()
            .find(|row| row.0 == self)
            .map_or("unixTime", |row| row.1)
    }

    /// The format with this name; case is not looked at, as makers differ in it.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|row| row.1.eq_ignore_ascii_case(name))
            .map(|row| row.0)
    }
}

impl fmt::Display for LogTimeFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for LogTimeFormat {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Serial number of a TSE: SHA-256 over the uncompressed point of its key, for every curve (TR-03153, 7.5).
#[must_use]
pub fn serial(point: &[u8]) -> [u8; 32] {
    let mut serial = [0; 32];
    serial.copy_from_slice(ring::digest::digest(&ring::digest::SHA256, point).as_ref());
    serial
}

/// Lower-case hexadecimal, the form a serial number is printed in (TR-03153-1, 9.3.2).
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Bytes of a hexadecimal text of even length, either case.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_and_identifiers_lead_back_to_the_algorithm() {
        for (hash, ..) in Hash::ALL {
            for algorithm in [
                SignatureAlgorithm::EcdsaPlain(hash),
                SignatureAlgorithm::EcsdsaPlain(hash),
            ] {
                assert_eq!(
                    SignatureAlgorithm::from_oid(&algorithm.oid()),
                    Some(algorithm)
                );
                assert_eq!(
                    SignatureAlgorithm::from_name(&algorithm.to_string()),
                    Some(algorithm)
                );
            }
        }
        assert_eq!(
            SignatureAlgorithm::EcdsaPlain(Hash::Sha384).to_string(),
            "ecdsa-plain-SHA384"
        );
        assert_eq!(
            SignatureAlgorithm::from_oid(&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 3]),
            None
        );
    }

    #[test]
    fn a_plain_signature_on_p521_has_132_bytes() {
        assert_eq!(2 * Curve::Secp521r1.bytes(), 132);
    }

    #[test]
    fn hex_round_trip_and_rubbish() {
        assert_eq!(unhex(&hex(&[0, 0xAB, 0xFF])).unwrap(), [0, 0xAB, 0xFF]);
        assert_eq!(unhex("abc"), None);
        assert_eq!(unhex("zz"), None);
        assert_eq!(unhex("+1"), None);
    }
}
