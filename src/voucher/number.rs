//! Numbers of vouchers.

use std::fmt;

/// First digits of the numbers this register gives out. GS1 keeps 990 to 999 for coupons, so no article carries
/// such a number; bar codes of shops begin with 20 to 29 and never meet it.
const PREFIX: &str = "99";
/// Numbers of cards printed elsewhere.
const SHORTEST: usize = 6;
const LONGEST: usize = 20;

/// The number of a voucher: 13 digits with the check digit of an EAN, given out by this register, or the digits
/// of a card that was printed before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(String);

/// Why a number cannot be one of a voucher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Something other than 6 to 20 digits.
    #[error("a voucher number has {SHORTEST} to {LONGEST} digits")]
    Digits,
    /// Misread or mistyped.
    #[error("the check digit of the voucher number is wrong")]
    CheckDigit,
}

impl Number {
    /// A number out of chance; ten digits of it, so that nobody guesses one.
    pub fn from_chance(chance: u64) -> Number {
        let body = format!("{PREFIX}{:010}", chance % 10_000_000_000);
        let check = check_digit(&body);
        Number(format!("{body}{check}"))
    }

    /// A number as typed or scanned; spaces do not matter.
    pub fn read(text: &str) -> Result<Number, NumberError> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let all_digits = digits.bytes().all(|b| b.is_ascii_digit());
        if !all_digits || !(SHORTEST..=LONGEST).contains(&digits.len()) {
            return Err(NumberError::Digits);
        }
        if let Some((body, check)) = digits.split_at_checked(12).filter(|(_, c)| c.len() == 1)
            && check != check_digit(body).to_string()
        {
            return Err(NumberError::CheckDigit);
        }
        Ok(Number(digits))
    }

    /// Whether a scanned code is a number this register gives out, and no article.
    pub fn is_ours(code: &str) -> bool {
        code.len() == 13 && code.starts_with(PREFIX) && Number::read(code).is_ok()
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Weights 1 and 3 from the left, as in EAN-13.
fn check_digit(body: &str) -> u32 {
    let sum: u32 = body
        .bytes()
        .zip([1, 3].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit.saturating_sub(b'0')) * weight)
        .sum();
    (10 - sum % 10) % 10
}

/// A number in groups a person can compare and type: `9900 0000 0001 1`.
pub fn grouped(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    let groups: Vec<String> = digits.chunks(4).map(|four| four.iter().collect()).collect();
    groups.join("\u{a0}")
}
