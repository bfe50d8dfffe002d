//! Exact amounts and the only rounding rule of the program.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// An amount in euro, always a whole number of cents.
///
/// Sums and differences are integer arithmetic. Products go through [`Decimal`] and come back by
/// [`Money::round`], so a float never touches an amount. Every entry into the program is limited to
/// [`Money::LIMIT`], which keeps sums far away from overflow.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    /// 0.00 €
    pub const ZERO: Money = Money(0);
    /// Largest amount a person may enter: 1,000,000.00 €.
    pub const LIMIT: Money = Money(100_000_000);

    /// The amount of `cents` euro cents.
    pub const fn from_cents(cents: i64) -> Money {
        Money(cents)
    }

    /// Whole euro cents.
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// Rounds `amount` (in euro) commercially to cents: half away from zero.
    pub fn round(amount: Decimal) -> Money {
        let cents = (amount * Decimal::ONE_HUNDRED)
            .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        Money(cents.to_i64().unwrap_or(if cents.is_sign_negative() {
            i64::MIN
        } else {
            i64::MAX
        }))
    }

    /// The amount in euro with two decimals.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// `self` × `factor`, rounded commercially.
    pub fn times(self, factor: Decimal) -> Money {
        Money::round(self.decimal() * factor)
    }

    /// The amount without its sign.
    pub const fn abs(self) -> Money {
        Money(self.0.abs())
    }

    /// Whether the amount is 0.00.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether the amount is below 0.00.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Splits `self` in the ratio of `weights` so that the parts add up to `self` to the cent.
    ///
    /// Largest remainder method; ties go to the earlier part. All weights zero: everything goes to the
    /// first part. Returns as many parts as there are weights.
    pub fn split(self, weights: &[Decimal]) -> Vec<Money> {
        let total: Decimal = weights.iter().copied().sum();
        if weights.is_empty() {
            return Vec::new();
        }
        if total.is_zero() {
            let mut parts = vec![Money::ZERO; weights.len()];
            parts[0] = self;
            return parts;
        }
        let exact: Vec<Decimal> = weights
            .iter()
            .map(|w| Decimal::from(self.0) * w / total)
            .collect();
        let mut parts: Vec<Money> = exact
            .iter()
            .map(|e| Money(e.trunc().to_i64().unwrap_or(0)))
            .collect();
        let mut rest = self.0 - parts.iter().map(|p| p.0).sum::<i64>();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by(|&a, &b| {
            let fract = |i: usize| exact[i].fract().abs();
            fract(b).cmp(&fract(a)).then(a.cmp(&b))
        });
        for i in order.into_iter().cycle() {
            if rest == 0 {
                break;
            }
            parts[i].0 += rest.signum();
            rest -= rest.signum();
        }
        parts
    }

    /// Reads what a person or a CSV file wrote: `12,5`, `12.50`, `-3`, `1.234,56`, `1,234.56` is refused.
    pub fn parse(text: &str) -> Option<Money> {
        let text = text.trim().trim_end_matches('€').trim().replace('−', "-");
        let normal = if text.contains(',') {
            let (whole, cents) = text.split_once(',')?;
            let groups: Vec<&str> = whole.split('.').collect();
            let grouped = groups.len() > 1;
            if grouped && groups[1..].iter().any(|g| g.len() != 3) || cents.contains(['.', ',']) {
                return None;
            }
            format!(
                "{}.{}",
                groups.concat(),
                if cents.is_empty() { "0" } else { cents }
            )
        } else {
            text
        };
        let amount: Decimal = normal.parse().ok()?;
        // Checked before anything is multiplied: a number can be longer than a product has room for.
        (amount.scale() <= 2 && amount.abs() <= Money::LIMIT.decimal())
            .then(|| Money::round(amount))
    }

    /// `1234.56`, `-0.30`: decimal point, two digits, no grouping (DSFinV-K, Anhang I; CSV).
    pub fn plain(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

/// German notation without the currency: `1.234,56`, with a real minus sign.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cents = self.0.unsigned_abs();
        let digits = (cents / 100).to_string();
        let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 5);
        if self.0 < 0 {
            out.push('−');
        }
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push('.');
            }
            out.push(digit);
        }
        out.push_str(&format!(",{:02}", cents % 100));
        f.pad(&out)
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        self.0 -= other.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(iter: I) -> Money {
        iter.fold(Money::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(Money::round(Decimal::new(1005, 3)).cents(), 101);
        assert_eq!(Money::round(Decimal::new(-1005, 3)).cents(), -101);
        assert_eq!(Money::round(Decimal::new(1004, 3)).cents(), 100);
    }

    #[test]
    fn writes_german_and_plain() {
        assert_eq!(Money(123_456_789).to_string(), "1.234.567,89");
        assert_eq!(Money(-30).to_string(), "−0,30");
        assert_eq!(Money(-30).plain(), "-0.30");
        assert_eq!(Money(100_000).to_string(), "1.000,00");
    }

    #[test]
    fn reads_what_people_write() {
        for (text, cents) in [
            ("12,5", 1250),
            ("12.50", 1250),
            ("-3", -300),
            ("1.234,56", 123_456),
            ("46,00 €", 4600),
        ] {
            assert_eq!(Money::parse(text), Some(Money(cents)), "{text}");
        }
        for text in [
            "",
            "abc",
            "1,234.56",
            "1,2,3",
            "0.005",
            "1.23,45",
            "99999999999",
            "9999999999999999999999999999",
        ] {
            assert_eq!(Money::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn split_adds_up(cents in -10_000_000i64..10_000_000, weights in prop::collection::vec(0i64..1000, 1..8)) {
            let weights: Vec<Decimal> = weights.into_iter().map(Decimal::from).collect();
            let parts = Money(cents).split(&weights);
            prop_assert_eq!(parts.iter().copied().sum::<Money>(), Money(cents));
            prop_assert!(parts.iter().all(|p| p.0 * cents >= 0));
        }

        #[test]
        fn plain_and_german_read_back(cents in -100_000_000i64..=100_000_000) {
            prop_assert_eq!(Money::parse(&Money(cents).plain()), Some(Money(cents)));
            prop_assert_eq!(Money::parse(&Money(cents).to_string()), Some(Money(cents)));
        }
    }
}
