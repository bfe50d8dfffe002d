//! Numbers of the csv files: exact, decimal comma, no grouping (DSFinV-K 2.4, 2.1).

/// A number with five decimals, the most any column has: 1.5 is 150,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Number(pub i128);

/// Decimals of [`Number`].
pub const DECIMALS: u8 = 5;

impl Number {
    /// Zero.
    pub const ZERO: Number = Number(0);

    /// An amount in cents.
    pub fn cents(cents: i64) -> Number {
        Number(i128::from(cents) * 1_000)
    }

    /// A whole number.
    pub fn whole(number: i64) -> Number {
        Number(i128::from(number) * 100_000)
    }

    /// Reads `-12,50`: an optional minus, digits, and up to `decimals` of them behind a comma. No plus, no grouping, no
    /// exponent, no spaces.
    pub fn read(text: &[u8], decimals: u8) -> Option<Number> {
        let (negative, digits) = match text.split_first()? {
            (b'-', rest) => (true, rest),
            _ => (false, text),
        };
        let mut value: i128 = 0;
        let mut before = 0;
        let mut behind: Option<u8> = None;
        for byte in digits {
            match (byte, &mut behind) {
                (b'0'..=b'9', behind) => {
                    match behind {
                        Some(count) => *count += 1,
                        None => before += 1,
                    }
                    // 27 digits are beyond every column, and far below what i128 holds.
                    if before > 27 || behind.is_some_and(|count| count > decimals.min(DECIMALS)) {
                        return None;
                    }
                    value = value * 10 + i128::from(byte - b'0');
                }
                (b',', None) if before > 0 => behind = Some(0),
                _ => return None,
            }
        }
        if before == 0 || behind == Some(0) {
            return None;
        }
        for _ in behind.unwrap_or(0)..DECIMALS {
            value *= 10;
        }
        Some(Number(if negative { -value } else { value }))
    }

    /// Writes it with `decimals` behind a comma, at most [`DECIMALS`]; what is smaller is cut off.
    pub fn write(self, decimals: u8, to: &mut Vec<u8>) {
        let mut digits = [b'0'; 48];
        let mut left = self.0.unsigned_abs();
        for _ in decimals.min(DECIMALS)..DECIMALS {
            left /= 10;
        }
        if self.0 < 0 && left > 0 {
            to.push(b'-');
        }
        let mut place = digits.len();
        let mut behind = decimals.min(DECIMALS);
        loop {
            place -= 1;
            digits[place] = b'0' + (left % 10) as u8;
            left /= 10;
            if behind > 0 {
                behind -= 1;
                if behind == 0 {
                    place -= 1;
                    digits[place] = b',';
                }
                continue;
            }
            if left == 0 {
                break;
            }
        }
        to.extend_from_slice(&digits[place..]);
    }

    /// The number with `decimals` behind a comma.
    pub fn text(self, decimals: u8) -> String {
        let mut bytes = Vec::with_capacity(24);
        self.write(decimals, &mut bytes);
        String::from_utf8(bytes).unwrap_or_default()
    }
}

impl std::ops::Add for Number {
    type Output = Number;
    fn add(self, other: Number) -> Number {
        Number(self.0.saturating_add(other.0))
    }
}

impl std::ops::AddAssign for Number {
    fn add_assign(&mut self, other: Number) {
        *self = *self + other;
    }
}

impl std::ops::Sub for Number {
    type Output = Number;
    fn sub(self, other: Number) -> Number {
        Number(self.0.saturating_sub(other.0))
    }
}

impl std::ops::Neg for Number {
    type Output = Number;
    fn neg(self) -> Number {
        Number(self.0.saturating_neg())
    }
}

impl std::iter::Sum for Number {
    fn sum<I: Iterator<Item = Number>>(numbers: I) -> Number {
        numbers.fold(Number::ZERO, std::ops::Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_and_reads() {
        for (cents, text) in [
            (0, "0,00"),
            (5, "0,05"),
            (-5, "-0,05"),
            (123_456, "1234,56"),
            (-420_000, "-4200,00"),
            (i64::MIN, "-92233720368547758,08"),
        ] {
            let number = Number::cents(cents);
            assert_eq!(number.text(2), text);
            assert_eq!(Number::read(text.as_bytes(), 2), Some(number));
        }
        assert_eq!(Number::whole(12).text(0), "12");
        assert_eq!(Number::cents(333).text(5), "3,33000");
        assert_eq!(Number(-333).text(2), "0,00");
        assert_eq!(Number::read(b"0,5", 2), Some(Number(50_000)));
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            "-",
            ",5",
            "5,",
            "+5",
            "1.234,50",
            "1e3",
            " 1",
            "1 ",
            "1,234",
            "--1",
            "1,2,3",
            "١",
            "99999999999999999999999999999999999999999999",
        ] {
            assert_eq!(Number::read(text.as_bytes(), 2), None, "{text}");
        }
    }
}
