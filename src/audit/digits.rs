//! First digits of amounts, against Benford's law.

use serde::Serialize;

use crate::money::Money;

/// Fewer amounts say nothing.
pub(super) const LEAST: u64 = 500;
/// Benford's shares of the digits 1 to 9 in millionths: log10(1 + 1/d).
const EXPECTED: [u64; 9] = [
    301_030, 176_091, 124_939, 96_910, 79_181, 66_947, 57_992, 51_153, 45_757,
];
/// Chi-square with eight degrees of freedom that chance exceeds once in a hundred times, in thousandths.
const LIMIT: u64 = 20_090;

/// What first digits can say here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Fewer than 500 amounts: nothing.
    TooFew,
    /// Prices of a list dominate, and a list follows no law: nothing.
    FixedPrices,
    /// They are spread as expected.
    Fits,
    /// They are spread in another way than expected.
    Differs,
}

/// First digits of the sums of sales.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Digits {
    /// How many begin with 1 to 9.
    pub counts: [u64; 9],
    /// How many would, by Benford's law.
    pub expected: [u64; 9],
    /// Chi-square in thousandths.
    pub chi_square: u64,
    /// Per mille of the amounts that are one of the ten most frequent ones.
    pub frequent: u64,
    /// What it can say.
    pub verdict: Verdict,
}

/// First digit of an amount from one cent on.
pub(super) fn first(amount: Money) -> Option<usize> {
    let mut cents = amount.cents().unsigned_abs();
    while cents >= 10 {
        cents /= 10;
    }
    (cents > 0).then_some(cents as usize)
}

impl Digits {
    /// From how many times each amount occurs.
    pub(super) fn of(amounts: &std::collections::HashMap<Money, u64>) -> Digits {
        let mut counts = [0; 9];
        for (amount, times) in amounts {
            if let Some(digit) = first(*amount) {
                counts[digit - 1] += times;
            }
        }
        let all: u64 = counts.iter().sum();
        let mut times: Vec<u64> = amounts.values().copied().collect();
        times.sort_unstable_by(|a, b| b.cmp(a));
        let often: u64 = times.iter().take(10).sum();
        let frequent = often * 1000 / all.max(1);
        let expected = EXPECTED.map(|share| (all * share + 500_000) / 1_000_000);
        // (counted − n·p)² / (n·p), with n·p in millionths; exact, and far from any limit of 128 bits.
        let chi_square = counts.iter().zip(EXPECTED).map(|(counted, share)| {
            let wanted = u128::from(all) * u128::from(share);
            let off = (u128::from(*counted) * 1_000_000).abs_diff(wanted);
            off * off * 1000 / wanted.max(1) / 1_000_000
        });
        let chi_square = u64::try_from(chi_square.sum::<u128>()).unwrap_or(u64::MAX);
        let verdict = if all < LEAST {
            Verdict::TooFew
        } else if frequent > 500 {
            Verdict::FixedPrices
        } else if chi_square <= LIMIT {
            Verdict::Fits
        } else {
            Verdict::Differs
        };
        Digits {
            counts,
            expected,
            chi_square,
            frequent,
            verdict,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn evenly_spread_digits_differ_from_the_law() {
        let even: HashMap<Money, u64> = (100..1000).map(|c| (Money::from_cents(c), 1)).collect();
        let even = Digits::of(&even);
        assert_eq!(even.counts, [100; 9]);
        assert_eq!(even.verdict, Verdict::Differs);
        // By hand, (100 − 900·p)² / (900·p) summed over the digits: 361.5.
        assert!(
            (361_000..362_000).contains(&even.chi_square),
            "{}",
            even.chi_square
        );
    }

    #[test]
    fn amounts_spread_as_the_law_says_fit() {
        let mut amounts = HashMap::new();
        for (digit, share) in EXPECTED.iter().enumerate() {
            for tail in 0..share / 1000 {
                let cents = (digit as i64 + 1) * 1000 + tail as i64;
                *amounts.entry(Money::from_cents(cents)).or_insert(0) += 1;
            }
        }
        let digits = Digits::of(&amounts);
        assert_eq!(digits.verdict, Verdict::Fits);
        assert!(digits.chi_square < 100, "{}", digits.chi_square);
    }

    #[test]
    fn few_amounts_or_the_prices_of_a_list_say_nothing() {
        let few: HashMap<Money, u64> = (0..499).map(|c| (Money::from_cents(c + 1), 1)).collect();
        assert_eq!(Digits::of(&few).verdict, Verdict::TooFew);
        let list: HashMap<Money, u64> = [(3700, 900), (1300, 700), (600, 400)]
            .into_iter()
            .map(|(c, n)| (Money::from_cents(c), n))
            .collect();
        assert_eq!(Digits::of(&list).verdict, Verdict::FixedPrices);
    }
}
