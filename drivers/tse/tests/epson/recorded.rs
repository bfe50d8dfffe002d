//! Public samples: data/tse/epson/cin-tse-samples.json of the facts (MIT, cin-tse). Skipped where they are not.

use amtskasse_tse::State;
use amtskasse_tse::epson::reply::Reply;

fn samples() -> Option<serde_json::Value> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/tse/epson/cin-tse-samples.json"
    );
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

#[test]
fn the_storage_info_of_a_development_tse_is_read() {
    let Some(samples) = samples() else { return };
    let reply = Reply::parse(&samples["GetStorageInfo"].to_string()).unwrap();
    let info = reply.info().unwrap();
    assert_eq!(info.state, State::Uninitialized);
    assert_eq!(info.certification_id.as_deref(), Some("BSI-K-TR-0373"));
    assert_eq!(
        info.serial,
        amtskasse_tse::algorithm::serial(&info.public_key)
    );
    assert_eq!(info.signature_algorithm, "ecdsa-plain-SHA384");
    assert_eq!(info.version, "1.1.0");
    assert_eq!(info.storage_size, Some(6_979_321_856));
    assert_eq!(info.max_signatures, Some(20_000_000));
    assert_eq!(info.open_transactions, Some((0, 512)));
    assert_eq!(info.clients, Some((0, 100)));
    assert!(info.self_test_due.unwrap().is_zero() && !info.time_set);
    assert_eq!(info.certificate_end.timestamp(), 1_660_262_399);
    let wear = info.wear.unwrap();
    assert_eq!(
        (wear.uncorrectable, wear.spare, wear.erase_cycles),
        (0, 100, 100)
    );
    assert!(!wear.replace);
}

#[test]
fn the_recorded_start_and_error_are_read() {
    let Some(samples) = samples() else { return };
    let reply = Reply::parse(&samples["StartTransaction"].to_string()).unwrap();
    let stamp = reply.stamp(None).unwrap();
    assert_eq!((stamp.transaction, stamp.counter), (3, 424));
    assert_eq!(stamp.signature.len(), 96);
    assert_eq!(stamp.log_time.timestamp(), 1_657_583_999);
    let reply = Reply::parse(&samples["error_shape"].to_string()).unwrap();
    assert_eq!(reply.result, "OTHER_ERROR_TSE_ALREADY_SET_UP");
}
