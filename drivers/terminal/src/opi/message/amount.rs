//! Amounts: decimal major units with a dot, held as cents.

/// Text that is no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no amount (expected e.g. 39.50)")]
pub struct NotAnAmount(pub String);

/// Highest amount that is taken, in cents; more fits no card.
pub const HIGHEST: i64 = 99_999_999_999;

/// Cents of `39.50`, `39.5`, `39` or `-3.00`; more places only if they are zero.
pub fn parse(text: &str) -> Result<i64, NotAnAmount> {
    read(text.trim()).ok_or_else(|| NotAnAmount(text.chars().take(40).collect()))
}

fn read(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || !is_number(whole) || !is_number(part) {
        return None;
    }
    if digits.ends_with('.') || part.bytes().skip(2).any(|byte| byte != b'0') {
        return None;
    }
    let digit = |at: usize| i64::from(part.as_bytes().get(at).map_or(0, |byte| byte - b'0'));
    let cents = whole.parse::<i64>().ok()? * 100 + digit(0) * 10 + digit(1);
    let cents = Some(cents).filter(|cents| *cents <= HIGHEST)?;
    Some(if negative { -cents } else { cents })
}

/// `39.50`.
#[must_use]
pub fn write(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        for (text, cents) in [
            ("39.50", 3950),
            ("39.5", 3950),
            ("39", 3900),
            ("0.01", 1),
            (" 1.00 ", 100),
            ("-3.00", -300),
            ("12.500", 1250),
            ("999999999.99", HIGHEST),
        ] {
            assert_eq!(parse(text), Ok(cents), "{text}");
        }
        assert_eq!(write(3950), "39.50");
        assert_eq!(write(1), "0.01");
        assert_eq!(write(-300), "-3.00");
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "1,50",
            "1.005",
            "1e3",
            "--1",
            "1 000.00",
            "1000000000.00",
            "99999999999999999999.00",
            "0x10",
            "NaN",
            "١.٠٠",
        ] {
            assert_eq!(parse(text), Err(NotAnAmount(text.into())), "{text}");
        }
    }
}
