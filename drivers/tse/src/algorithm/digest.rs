//! Digests of different lengths as one type.

/// A digest of any of the hash functions.
pub struct Digest {
    bytes: [u8; 64],
    length: usize,
}

impl Digest {
    pub fn of(digest: &[u8]) -> Self {
        let mut bytes = [0; 64];
        let length = digest.len().min(bytes.len());
        bytes[..length].copy_from_slice(&digest[..length]);
        Self { bytes, length }
    }
}

impl AsRef<[u8]> for Digest {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}
