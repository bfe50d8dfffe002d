//! Public keys on the curves a TSE may use, and checking plain signatures with them.

use std::sync::Arc;

use crate::algorithm::{Curve, Hash};
use crate::der::Reader;

mod prepared;

use prepared::{Check, Prepared};

/// Why a signature was not found good.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// It does not belong to this key and these bytes.
    #[error("the signature does not match the signed bytes")]
    Mismatch,
    /// Its length is not that of two numbers on this curve.
    #[error("the signature has {found} bytes, {expected} expected on {curve}")]
    Length {
        /// Curve of the key.
        curve: Curve,
        /// Bytes of r‖s on it.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
    /// The hash is too short for what it signs (TR-03116-5).
    #[error("{0} has less than the 256 bit that TR-03116-5 demands")]
    WeakHash(Hash),
    /// It could not be checked here, so nothing is known.
    #[error("not checked: {0} is not supported by this program")]
    Unsupported(String),
}

/// Why bytes are no public key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not an uncompressed point of this curve's length.
    #[error(
        "an uncompressed point of {expected} bytes beginning with 04 expected on {curve}, {found} bytes found"
    )]
    Form {
        /// The curve.
        curve: Curve,
        /// Bytes of 04‖X‖Y on it.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
    /// The coordinates do not satisfy the curve's equation.
    #[error("the key is no point on {0}")]
    NotOnCurve(Curve),
}

/// A public key, parsed once and used for many signatures. Copies share what was computed for it.
#[derive(Clone)]
pub struct PublicKey {
    curve: Curve,
    point: Vec<u8>,
    /// Missing for a curve without a well-kept implementation.
    check: Option<Arc<dyn Check>>,
}

impl PublicKey {
    /// A key from its uncompressed point 04‖X‖Y.
    ///
    /// # Errors
    /// [`KeyError`] says what was expected. On brainpoolP512r1, for which there is no well-kept Rust
    /// implementation, only the form is looked at.
    pub fn new(curve: Curve, point: &[u8]) -> Result<Self, KeyError> {
        let expected = 1 + 2 * curve.bytes();
        if point.len() != expected || point.first() != Some(&4) {
            return Err(KeyError::Form {
                curve,
                expected,
                found: point.len(),
            });
        }
        fn on<C: Check + 'static>(key: Option<C>) -> Option<Arc<dyn Check>> {
            key.map(|key| Arc::new(key) as Arc<dyn Check>)
        }
        let check = match curve {
            Curve::Secp256r1 => on(Prepared::<p256::NistP256>::new(point)),
            Curve::Secp384r1 => on(Prepared::<p384::NistP384>::new(point)),
            Curve::Secp521r1 => on(Prepared::<p521::NistP521>::new(point)),
            Curve::BrainpoolP256r1 => on(Prepared::<bp256::r1::BrainpoolP256r1>::new(point)),
            Curve::BrainpoolP384r1 => on(Prepared::<bp384::r1::BrainpoolP384r1>::new(point)),
            Curve::BrainpoolP512r1 => None,
        };
        if check.is_none() && curve != Curve::BrainpoolP512r1 {
            return Err(KeyError::NotOnCurve(curve));
        }
        Ok(Self {
            curve,
            point: point.to_vec(),
            check,
        })
    }

    /// Its curve.
    #[must_use]
    pub fn curve(&self) -> Curve {
        self.curve
    }

    /// Its uncompressed point.
    #[must_use]
    pub fn point(&self) -> &[u8] {
        &self.point
    }

    /// Checks an ECDSA signature r‖s over `message`.
    ///
    /// # Errors
    /// [`SignatureError`]; `Unsupported` means that nothing is known about the signature.
    pub fn verify(
        &self,
        hash: Hash,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        let Some(check) = &self.check else {
            return Err(SignatureError::Unsupported(self.curve.to_string()));
        };
        let expected = 2 * self.curve.bytes();
        if signature.len() != expected {
            return Err(SignatureError::Length {
                curve: self.curve,
                expected,
                found: signature.len(),
            });
        }
        let digest = hash.digest(message).ok_or(SignatureError::WeakHash(hash))?;
        match check.matches(digest.as_ref(), signature) {
            true => Ok(()),
            false => Err(SignatureError::Mismatch),
        }
    }
}

impl std::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.curve, crate::algorithm::hex(&self.point))
    }
}

/// r‖s out of a DER SEQUENCE of two INTEGERs, the form of certificates and of some receipts.
pub(crate) fn plain_from_der(der: &[u8], bytes: usize) -> Option<Vec<u8>> {
    let mut outer = Reader::new(der);
    let content = outer.expect(0x30).ok()?;
    outer.end().ok()?;
    let mut reader = Reader::new(content);
    let mut plain = Vec::with_capacity(2 * bytes);
    for _ in 0..2 {
        let number = reader.expect(0x02).ok()?;
        let number = match number {
            [0, rest @ ..] => rest,
            [first, ..] if first & 0x80 == 0 => number,
            _ => return None,
        };
        plain.resize(plain.len() + bytes.checked_sub(number.len())?, 0);
        plain.extend_from_slice(number);
    }
    reader.end().ok()?;
    Some(plain)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::der::put;

    fn der_from_plain(plain: &[u8]) -> Vec<u8> {
        let mut content = Vec::with_capacity(plain.len() + 8);
        let (r, s) = plain.split_at(plain.len() / 2);
        for half in [r, s] {
            let skip = half.iter().take_while(|byte| **byte == 0).count();
            let digits = half.get(skip..).unwrap_or_default();
            let mut number = Vec::with_capacity(digits.len() + 1);
            if digits.first().is_none_or(|first| first & 0x80 != 0) {
                number.push(0);
            }
            number.extend_from_slice(digits);
            put(&mut content, 0x02, &number);
        }
        let mut der = Vec::with_capacity(content.len() + 3);
        put(&mut der, 0x30, &content);
        der
    }

    #[test]
    fn plain_and_der_are_two_forms_of_the_same_numbers() {
        for (r, s) in [(0x01u8, 0x80u8), (0xFF, 0x7F)] {
            let mut plain = vec![0; 96];
            plain[47] = r;
            plain[48] = s;
            assert_eq!(plain_from_der(&der_from_plain(&plain), 48).unwrap(), plain);
        }
        assert_eq!(plain_from_der(&[0x30, 3, 2, 1, 1], 32), None);
        assert_eq!(plain_from_der(b"rubbish", 32), None);
    }

    #[test]
    fn keys_of_the_wrong_form_are_named() {
        let error = PublicKey::new(Curve::Secp256r1, &[4; 64]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "an uncompressed point of 65 bytes beginning with 04 expected on secp256r1, 64 bytes found"
        );
        let error = PublicKey::new(Curve::BrainpoolP384r1, &[4; 97]).unwrap_err();
        assert_eq!(error, KeyError::NotOnCurve(Curve::BrainpoolP384r1));
    }

    #[test]
    fn the_curve_without_an_implementation_says_so() {
        let mut point = vec![1; 129];
        point[0] = 4;
        let key = PublicKey::new(Curve::BrainpoolP512r1, &point).unwrap();
        let error = key.verify(Hash::Sha512, b"", &[1; 128]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "not checked: brainpoolP512r1 is not supported by this program"
        );
    }
}
