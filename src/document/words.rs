//! Amounts in words, as a receipt for more than 100 € should show them (VV zu § 51 BayKommHV).

use crate::money::Money;

const SMALL: [&str; 20] = [
    "null",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
];
const TENS: [&str; 10] = [
    "", "zehn", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig",
    "neunzig",
];

/// `einhundertsechsundvierzig Euro und 50 Cent`; the sign is left to the words around it.
pub fn in_words(amount: Money) -> String {
    let cents = amount.cents().unsigned_abs();
    let euros = format!("{} Euro", number(cents / 100));
    match cents % 100 {
        0 => euros,
        rest => format!("{euros} und {rest} Cent"),
    }
}

fn number(n: u64) -> String {
    match n {
        0..1_000 => below_thousand(n),
        1_000..1_000_000 => {
            let rest = match n % 1_000 {
                0 => String::new(),
                rest => below_thousand(rest),
            };
            format!("{}tausend{rest}", below_thousand(n / 1_000))
        }
        1_000_000..1_000_000_000 => {
            let millions = match n / 1_000_000 {
                1 => "eine Million".to_owned(),
                many => format!("{} Millionen", below_thousand(many)),
            };
            match n % 1_000_000 {
                0 => millions,
                rest => format!("{millions} {}", number(rest)),
            }
        }
        // Beyond every amount the register accepts.
        _ => n.to_string(),
    }
}

fn below_thousand(n: u64) -> String {
    if n >= 100 {
        let rest = match n % 100 {
            0 => String::new(),
            rest => below_hundred(rest),
        };
        return format!("{}hundert{rest}", SMALL[(n / 100) as usize % 10]);
    }
    below_hundred(n)
}

fn below_hundred(n: u64) -> String {
    let n = n as usize % 100;
    match (n / 10, n % 10) {
        _ if n < 20 => SMALL[n].to_owned(),
        (tens, 0) => TENS[tens].to_owned(),
        (tens, ones) => format!("{}und{}", SMALL[ones], TENS[tens]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_a_clerk_reads_them() {
        for (cents, words) in [
            (0, "null Euro"),
            (100, "ein Euro"),
            (14_650, "einhundertsechsundvierzig Euro und 50 Cent"),
            (20_001, "zweihundert Euro und 1 Cent"),
            (101_700, "eintausendsiebzehn Euro"),
            (
                -2_199_900,
                "einundzwanzigtausendneunhundertneunundneunzig Euro",
            ),
            (100_000_000, "eine Million Euro"),
            (200_000_101, "zwei Millionen ein Euro und 1 Cent"),
        ] {
            assert_eq!(in_words(Money::from_cents(cents)), words);
        }
    }
}
