//! Packed decimal digits.

/// The number, unless a nibble is no digit or it does not fit.
#[must_use]
pub fn number(bytes: &[u8]) -> Option<u64> {
    bytes.iter().try_fold(0u64, |sum, byte| {
        let (high, low) = (u64::from(byte >> 4), u64::from(byte & 0x0F));
        let digits = (high < 10 && low < 10).then_some(high * 10 + low)?;
        sum.checked_mul(100)?.checked_add(digits)
    })
}

/// The number in `N` bytes with leading zeros, unless it has more digits.
#[must_use]
pub fn bytes<const N: usize>(mut number: u64) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    for byte in bytes.iter_mut().rev() {
        let digits = (number % 100) as u8;
        *byte = digits / 10 * 16 + digits % 10;
        number /= 100;
    }
    (number == 0).then_some(bytes)
}

/// All nibbles as hexadecimal digits: terminal ids, application ids.
#[must_use]
pub fn nibbles(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_go_both_ways() {
        assert_eq!(number(&[0, 0, 0, 0, 0x12, 0x50]), Some(1250));
        assert_eq!(number(&[0x1E]), None);
        assert_eq!(number(&[0xA0]), None);
        assert_eq!(number(&[0x99; 10]), None);
        assert_eq!(bytes::<6>(1250), Some([0, 0, 0, 0, 0x12, 0x50]));
        assert_eq!(bytes::<2>(9999), Some([0x99, 0x99]));
        assert_eq!(bytes::<2>(10_000), None);
        assert_eq!(nibbles(&[0x52, 0x5F]), "525F");
    }
}
