//! The values of the closed lists (annexes B to E), amounts and days as the rules need them.

use crate::number::Number;

macro_rules! list {
    ($(#[$doc:meta])* $name:ident { $($value:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(super) enum $name {
            $($value,)*
            /// Not in the list (R9 tells it).
            Other,
        }

        impl $name {
            pub(super) fn of(text: &str) -> Self {
                match text {
                    $(stringify!($value) => Self::$value,)*
                    _ => Self::Other,
                }
            }

            pub(super) fn word(self) -> &'static str {
                match self {
                    $(Self::$value => stringify!($value),)*
                    Self::Other => "?",
                }
            }
        }
    };
}

list! {
    /// BON_TYP.
    BonTyp {
        Beleg, AVRechnung, AVTransfer, AVBestellung, AVTraining, AVBelegstorno, AVBelegabbruch, AVSachbezug, AVSonstige,
    }
}

list! {
    /// GV_TYP.
    GvTyp {
        Umsatz, Pfand, PfandRueckzahlung, Rabatt, Aufschlag, ZuschussEcht, ZuschussUnecht, TrinkgeldAG, TrinkgeldAN,
        EinzweckgutscheinKauf, EinzweckgutscheinEinloesung, MehrzweckgutscheinKauf, MehrzweckgutscheinEinloesung,
        Forderungsentstehung, Forderungsaufloesung, Anzahlungseinstellung, Anzahlungsaufloesung, Anfangsbestand,
        Privatentnahme, Privateinlage, Geldtransit, Lohnzahlung, Einzahlung, Auszahlung, DifferenzSollIst,
    }
}

list! {
    /// ZAHLART_TYP.
    PayTyp { Bar, Unbar, Keine, ECKarte, Kreditkarte, ElZahlungsdienstleister, Guthabenkarte }
}

impl GvTyp {
    /// Whether it touches nothing but the cash in the drawer (4.2).
    pub(super) fn cash_only(self) -> bool {
        matches!(
            self,
            Self::Anfangsbestand
                | Self::Privatentnahme
                | Self::Privateinlage
                | Self::Geldtransit
                | Self::Lohnzahlung
                | Self::Einzahlung
                | Self::Auszahlung
                | Self::DifferenzSollIst
        )
    }

    /// Cash movements that are judged case by case (spec p. 56).
    pub(super) fn last_resort(self) -> bool {
        matches!(self, Self::Einzahlung | Self::Auszahlung)
    }

    /// Whether key 5 is the only one it may have (R35).
    pub(super) fn outside_vat(self) -> bool {
        self.cash_only()
            || matches!(
                self,
                Self::TrinkgeldAN
                    | Self::ZuschussEcht
                    | Self::MehrzweckgutscheinKauf
                    | Self::MehrzweckgutscheinEinloesung
            )
    }

    /// Lines whose figure in annex F breaks R27.
    pub(super) fn receivable_or_prepayment(self) -> bool {
        matches!(
            self,
            Self::Forderungsentstehung
                | Self::Forderungsaufloesung
                | Self::Anzahlungseinstellung
                | Self::Anzahlungsaufloesung
        )
    }

    /// Sums that may be netted against each other in a closing (spec p. 48).
    pub(super) fn netted(self) -> bool {
        matches!(self, Self::Umsatz | Self::Rabatt | Self::Aufschlag)
    }
}

/// A whole number without sign.
pub(super) fn whole(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.len() < 20 && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Two numbers are the same if less than half a cent lies between them.
pub(super) const HALF_CENT: i128 = 500;
/// A cent.
pub(super) const CENT: i128 = 1_000;

/// Whether two numbers differ by more than `tolerance`.
pub(super) fn differ(one: Number, other: Number, tolerance: i128) -> bool {
    (one - other).0.unsigned_abs() > tolerance.unsigned_abs()
}

/// An amount for a sentence: two decimals, more only if it has them.
pub(super) fn money(amount: Number) -> String {
    let decimals = if amount.0 % CENT == 0 { 2 } else { 5 };
    amount.text(decimals)
}

/// Days since 1970 (proleptic Gregorian).
pub(super) fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Days since 1970 of the date a text begins with, in its own zone.
pub(super) fn date(text: &str) -> Option<i64> {
    let part = |from, to| whole(text.get(from..to)?).and_then(|n| i64::try_from(n).ok());
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| days(year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_words() {
        assert_eq!(date("2021-01-01T00:10:00+01:00"), Some(days(2021, 1, 1)));
        assert_eq!(days(1970, 1, 1), 0);
        assert_eq!(days(2000, 3, 1), 11_017);
        assert_eq!(date("01.03.2026"), None);
        assert_eq!(GvTyp::of("Umsatz").word(), "Umsatz");
        assert_eq!(GvTyp::of("umsatz"), GvTyp::Other);
        assert_eq!(
            (whole("12"), whole("-1"), whole(""), whole("1,0")),
            (Some(12), None, None, None)
        );
    }
}
