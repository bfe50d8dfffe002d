//! Putting what a TSE says into words.

use std::time::Duration;

use amtskasse_tse::driver::Driver;
use chrono::{DateTime, Utc};

use crate::i18n::{Texts, date_time};
use crate::till::local;
use crate::till::tse::{DeviceState, Warning, WarningKind};

/// Days after which a forecast is a guess.
const FAR: i64 = 3650;
/// Days from which on years are easier.
const YEARS: i64 = 1000;

/// `20.000.000`
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// `6,9 GB`
pub fn bytes(number: u64) -> String {
    for (unit, name) in [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")] {
        if number >= unit {
            let tenths = number / (unit / 10);
            return format!("{},{} {name}", count(tenths / 10), tenths % 10);
        }
    }
    format!("{number} B")
}

/// A long hexadecimal number in groups that can be read aloud.
pub fn groups(hex: &str) -> String {
    let letters: Vec<char> = hex.chars().collect();
    let groups = letters.chunks(8).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join(" ")
}

/// `23.11.2026, 10:42` in local time.
pub fn moment(at: DateTime<Utc>) -> String {
    date_time(local(at).naive_local())
}

/// A name for a kind of TSE.
pub fn driver(t: &'static Texts, driver: Driver) -> &'static str {
    match driver {
        Driver::Test => t.text("tse-driver-test"),
        Driver::Swissbit => t.text("tse-driver-swissbit"),
        Driver::Epson => t.text("tse-driver-epson"),
        Driver::Fiskaly => t.text("tse-driver-fiskaly"),
        Driver::DieboldNixdorf => t.text("tse-driver-diebold"),
    }
}

/// How a TSE is, in a word or two.
pub fn state(t: &'static Texts, state: &DeviceState, signs: bool) -> &'static str {
    match state {
        DeviceState::Ready if signs => t.text("tse-state-signs"),
        DeviceState::Ready => t.text("tse-state-standby"),
        DeviceState::Waking => t.text("tse-state-waking"),
        DeviceState::Out { .. } => t.text("tse-state-out"),
        DeviceState::NotSetUp => t.text("tse-state-new"),
        DeviceState::Decommissioned => t.text("tse-state-retired"),
    }
}

/// So many days, as people say it.
pub fn days(t: &Texts, days: i64) -> String {
    match days {
        ..0 => t.text("tse-days-over").to_owned(),
        FAR.. => t.text("tse-days-far").to_owned(),
        // Nobody divides by 365 in the head.
        YEARS.. => t.with("tse-years", &[("n", (days / 365).into())]),
        days => t.with("tse-days", &[("n", days.into())]),
    }
}

/// A short time, as people say it.
pub fn span(t: &Texts, span: Duration) -> String {
    let seconds = span.as_secs();
    let (key, number) = match seconds {
        0..100 => ("tse-seconds", seconds),
        100..5400 => ("tse-minutes", seconds / 60),
        _ => ("tse-hours", seconds / 3600),
    };
    t.with(key, &[("n", number.into())])
}

/// What a device is doing.
pub fn running(t: &'static Texts, what: &'static str) -> &'static str {
    match what {
        "export" => t.text("tse-runs-export"),
        "self-test" => t.text("tse-runs-self-test"),
        "time" => t.text("tse-runs-time"),
        "info" => t.text("tse-runs-info"),
        "delete" => t.text("tse-runs-delete"),
        "start" | "finish" => t.text("tse-runs-sign"),
        _ => t.text("tse-runs-other"),
    }
}

/// What somebody has to look after, and what to do about it.
pub fn warning(t: &Texts, warning: &Warning) -> String {
    let key = match (warning.kind, warning.months) {
        (WarningKind::Certificate, 0) => "tse-warn-certificate-over",
        (WarningKind::Certificate, 1) => "tse-warn-certificate-now",
        (WarningKind::Certificate, _) => "tse-warn-certificate",
        (WarningKind::Signatures, 0) => "tse-warn-signatures-over",
        (WarningKind::Signatures, _) => "tse-warn-signatures",
        (WarningKind::Storage, 0) => "tse-warn-storage-over",
        (WarningKind::Storage, _) => "tse-warn-storage",
        (WarningKind::Wear, _) => "tse-warn-wear",
        (WarningKind::OpenTransactions, _) => "tse-warn-open",
    };
    t.with(key, &[("months", u64::from(warning.months).into())])
}

/// A reason without what the screen says anyway.
pub fn reason(reason: &str) -> &str {
    reason.strip_prefix("TSE ausgefallen: ").unwrap_or(reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(count(7), "7");
        assert_eq!(count(1_000), "1.000");
        assert_eq!(count(20_000_000), "20.000.000");
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(1_550), "1,5 kB");
        assert_eq!(bytes(6_979_321_856), "6,9 GB");
        assert_eq!(groups("0123456789abcdef01"), "01234567 89abcdef 01");
    }

    #[test]
    fn times_are_said_in_the_unit_that_fits() {
        let t = Language::German.texts();
        assert_eq!(span(t, Duration::from_secs(42)), "42 s");
        assert_eq!(span(t, Duration::from_secs(600)), "10 min");
        assert_eq!(span(t, Duration::from_secs(90_000)), "25 h");
        assert_eq!(days(t, 1), "ein Tag");
        assert_eq!(days(t, 411), "411 Tage");
        assert_eq!(days(t, 2919), "über 7 Jahre");
        assert_eq!(days(t, -1), "abgelaufen");
    }
}
