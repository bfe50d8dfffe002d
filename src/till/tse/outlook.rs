//! How long a TSE will last. Pure: what it says of itself, how much is signed a day, and today.

use amtskasse_tse::Info;
use chrono::{DateTime, Utc};

/// Months before an end at which somebody is told.
const MONTHS: [(u8, i64); 3] = [(1, 31), (3, 92), (6, 183)];

/// Forecast for a TSE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlook {
    /// Days until the certificate ends; below zero: it has ended.
    pub certificate_days: i64,
    /// Signatures left, if the device says so.
    pub signatures_left: Option<u64>,
    /// Days until the signatures are used up at today's pace.
    pub signature_days: Option<i64>,
    /// Bytes of storage left, if the device says so.
    pub storage_left: Option<u64>,
    /// Days until the storage is full at today's pace.
    pub storage_days: Option<i64>,
}

/// What somebody has to look after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Warning {
    /// What it is about.
    pub kind: WarningKind,
    /// Within how many months it happens; 0: it has happened.
    pub months: u8,
}

/// What a warning is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarningKind {
    /// The certificate ends: a new TSE is needed.
    Certificate,
    /// The signatures are used up: a new TSE is needed.
    Signatures,
    /// The storage is full: export and delete.
    Storage,
    /// The flash memory is worn.
    Wear,
    /// Nearly all transactions the device can hold are open.
    OpenTransactions,
}

/// The forecast at `now` for a device that makes so many signatures a day.
#[must_use]
pub fn outlook(info: &Info, signatures_a_day: u64, now: DateTime<Utc>) -> Outlook {
    let days = |left: u64, a_day: u64| {
        (a_day > 0).then(|| i64::try_from(left / a_day).unwrap_or(i64::MAX))
    };
    let signatures_left = info
        .max_signatures
        .map(|max| max.saturating_sub(info.signatures));
    let storage_left = info
        .storage_size
        .map(|size| size.saturating_sub(info.storage_used));
    // What a signature took so far, start and finish alike; a new device has nothing to go by.
    let bytes = info.storage_used.checked_div(info.signatures);
    let bytes_a_day = bytes.unwrap_or_default().saturating_mul(signatures_a_day);
    Outlook {
        certificate_days: (info.certificate_end - now).num_days(),
        signatures_left,
        signature_days: signatures_left.and_then(|left| days(left, signatures_a_day)),
        storage_left,
        storage_days: storage_left.and_then(|left| days(left, bytes_a_day)),
    }
}

/// What somebody has to look after within six months, the most urgent step of each.
#[must_use]
pub fn warnings(info: &Info, outlook: Option<&Outlook>, now: DateTime<Utc>) -> Vec<Warning> {
    let step = |days: i64| match days {
        ..0 => Some(0),
        _ => MONTHS
            .into_iter()
            .find(|(_, limit)| days <= *limit)
            .map(|(months, _)| months),
    };
    // A twentieth left counts as a month, whatever the pace was.
    let scarce = |used: u64, of: Option<u64>| of.is_some_and(|of| used >= of - of / 20);
    let used_up = |days: Option<i64>, scarce: bool| days.and_then(step).or(scarce.then_some(1));
    let (signatures, storage) = match outlook {
        Some(outlook) => (outlook.signature_days, outlook.storage_days),
        None => (None, None),
    };
    let (open, of) = info.open_transactions.unzip();
    [
        (
            WarningKind::Certificate,
            step((info.certificate_end - now).num_days()),
        ),
        (
            WarningKind::Signatures,
            used_up(signatures, scarce(info.signatures, info.max_signatures)),
        ),
        (
            WarningKind::Storage,
            used_up(storage, scarce(info.storage_used, info.storage_size)),
        ),
        (
            WarningKind::Wear,
            info.wear.is_some_and(|wear| wear.replace).then_some(0),
        ),
        (
            WarningKind::OpenTransactions,
            scarce(open.unwrap_or_default(), of).then_some(0),
        ),
    ]
    .into_iter()
    .filter_map(|(kind, months)| months.map(|months| Warning { kind, months }))
    .collect()
}
