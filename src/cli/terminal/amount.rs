//! Amounts on the command line.

use crate::money::Money;

/// Most that may be asked for at once.
const MOST: Money = Money::from_cents(10_000_000);

/// Reads an amount to be paid: `12.50`, `12,50`, `12`.
pub(super) fn amount(text: &str) -> Result<Money, String> {
    // No exponent: nobody means a thousand euros by 1e3.
    let plain = |text: &&str| {
        text.chars()
            .all(|c| c.is_ascii_digit() || ".,-−".contains(c))
    };
    let amount = Some(text)
        .filter(plain)
        .and_then(Money::parse)
        .ok_or("Erwartet wird ein Betrag wie 12.50, mit höchstens zwei Nachkommastellen.")?;
    if amount <= Money::ZERO {
        return Err("Der Betrag muss größer als 0 sein.".to_owned());
    }
    if amount > MOST {
        return Err(format!("Mehr als {MOST} € gehen nicht auf einmal."));
    }
    Ok(amount)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn amounts_are_exact_or_refused() {
        for (text, cents) in [
            ("12.50", 1250),
            ("12,50", 1250),
            ("12", 1200),
            ("0,01", 1),
            ("1.234,56", 123_456),
            ("100000", 10_000_000),
        ] {
            assert_eq!(amount(text).unwrap(), Money::from_cents(cents), "{text}");
        }
        for text in [
            "",
            "0",
            "0.00",
            "-1",
            "−1",
            "12.505",
            "12,505",
            "1e3",
            "12 50",
            "100000.01",
            "999999999999999999999999999999",
            "zwölf",
            "0x10",
            "NaN",
            "1,234.56",
        ] {
            assert!(amount(text).is_err(), "{text}");
        }
    }
}
