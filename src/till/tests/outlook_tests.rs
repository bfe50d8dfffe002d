//! How long a TSE lasts, day by day.

use amtskasse_tse::{Info, State, Wear};
use chrono::{DateTime, TimeDelta, Utc};

use crate::till::tse::{Outlook, WarningKind, outlook, warnings};

fn now() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().unwrap()
}

fn info(certificate_days: i64) -> Info {
    Info {
        description: "TSE".into(),
        manufacturer: "Maker".into(),
        version: "1".into(),
        certification_id: None,
        state: State::Operational,
        serial: vec![1; 32],
        public_key: vec![4; 97],
        signature_algorithm: "ecdsa-plain-SHA384".into(),
        log_time_format: "unixTime".into(),
        certificates: Vec::new(),
        certificate_end: now() + TimeDelta::days(certificate_days),
        signatures: 1_000_000,
        max_signatures: Some(20_000_000),
        time_set: true,
        storage_used: 500_000_000,
        storage_size: Some(6_979_321_856),
        open_transactions: Some((3, 512)),
        clients: Some((1, 100)),
        self_test_due: None,
        time_update_every: None,
        wear: None,
    }
}

fn found(info: &Info, a_day: u64) -> Vec<(WarningKind, u8)> {
    let outlook = outlook(info, a_day, now());
    let warnings = warnings(info, Some(&outlook), now());
    warnings.iter().map(|w| (w.kind, w.months)).collect()
}

#[test]
fn a_forecast_goes_by_what_is_used_a_day() {
    let expected = Outlook {
        certificate_days: 700,
        signatures_left: Some(19_000_000),
        signature_days: Some(19_000_000 / 400),
        storage_left: Some(6_479_321_856),
        // 500 bytes a signature so far, 400 signatures a day.
        storage_days: Some(6_479_321_856 / 200_000),
    };
    assert_eq!(outlook(&info(700), 400, now()), expected);
    let unused = outlook(&info(700), 0, now());
    assert_eq!((unused.signature_days, unused.storage_days), (None, None));
    let mut silent = info(700);
    (silent.max_signatures, silent.storage_size) = (None, None);
    let silent = outlook(&silent, 400, now());
    assert_eq!((silent.signatures_left, silent.storage_left), (None, None));
}

#[test]
fn warnings_come_six_three_and_one_months_ahead() {
    for (days, months) in [
        (184, None),
        (183, Some(6)),
        (93, Some(6)),
        (92, Some(3)),
        (32, Some(3)),
        (31, Some(1)),
        (0, Some(1)),
        (-1, Some(0)),
    ] {
        let expected: Vec<_> = months
            .map(|months| (WarningKind::Certificate, months))
            .into_iter()
            .collect();
        assert_eq!(found(&info(days), 0), expected, "{days}");
    }
}

#[test]
fn what_runs_out_is_warned_of_once_each() {
    let mut scarce = info(700);
    scarce.signatures = 19_990_000;
    // 10,000 left at 400 a day: 25 days.
    assert_eq!(found(&scarce, 400), [(WarningKind::Signatures, 1)]);
    // Nothing is known of the pace, but a twentieth is left.
    assert_eq!(found(&scarce, 0), [(WarningKind::Signatures, 1)]);
    let mut full = info(700);
    full.storage_used = 6_979_321_856;
    assert_eq!(found(&full, 0), [(WarningKind::Storage, 1)]);
    let mut worn = info(700);
    worn.wear = Some(Wear {
        uncorrectable: 1,
        spare: 10,
        erase_cycles: 50,
        replace: true,
    });
    worn.open_transactions = Some((500, 512));
    assert_eq!(
        found(&worn, 0),
        [(WarningKind::Wear, 0), (WarningKind::OpenTransactions, 0)]
    );
}
