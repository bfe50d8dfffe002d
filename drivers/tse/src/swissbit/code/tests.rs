#![allow(clippy::unwrap_used)]
use super::*;

/// Every number the maker's header has, and the beginning of what the register is told.
const TABLE: &[(u32, &str)] = &[
    (1, "Device(\"invalid parameter (1)"),
    (2, "Removed("),
    (3, "Removed("),
    (4, "Timeout(7s"),
    (5, "Device(\"out of memory (5)"),
    (6, "Protocol(\"invalid response"),
    (7, "StorageFull"),
    (8, "InUse("),
    (9, "Device(\"export not initialised (9)"),
    (10, "Device(\"export failed (10)"),
    (11, "InvalidData("),
    (12, "NothingToExport"),
    (13, "Removed(\"the TSE was without power"),
    (14, "Device(\"firmware update not applied (14)"),
    (15, "Device(\"thread"),
    (16, "Removed(\"no connection"),
    (17, "Unsupported("),
    (18, "WrongSecret { secret: Key, left: None }"),
    (19, "Timeout("),
    (20, "Removed(\"no connection"),
    (21, "Protocol(\"unbalanced"),
    (22, "Protocol(\"bad answer"),
    (23, "Protocol(\"invalid state"),
    (24, "Removed(\"the LAN TSE"),
    (25, "TooManyRecords"),
    (26, "Device(\"no firmware update"),
    (0x1001, "Device(\"unknown error (0x1001)"),
    (0x1002, "TimeNotSet"),
    (0x1004, "TransactionNotOpen(17)"),
    (0x1005, "Device(\"invalid syntax"),
    (0x1006, "Device(\"not enough data"),
    (0x1007, "Device(\"invalid parameter for"),
    (0x1008, "TransactionNotOpen(17)"),
    (0x1009, "TooManyTransactions(512)"),
    (0x100A, "CertificateExpired(1970"),
    (0x100C, "Device(\"no last transaction"),
    (0x100D, "NotAuthorized("),
    (0x100E, "SignaturesExhausted"),
    (0x100F, "NotAuthorized("),
    (0x1010, "TooManyClients(512)"),
    (0x1011, "UnknownClient(\"KASSE-1\")"),
    (0x1012, "UnexportedData"),
    (0x1013, "OpenTransactions(512)"),
    (0x1014, "OpenTransactions(512)"),
    (0x1015, "Device(\"no response to fetch"),
    (0x1016, "Busy"),
    (0x1017, "StorageFull"),
    (0x1050, "InitialSecrets"),
    (0x1051, "InitialSecrets"),
    (0x1053, "Device(\"interface for cash registers"),
    (0x1054, "SelfTestNeeded"),
    (0x1055, "SelfTestNeeded"),
    (0x1061, "Device(\"firmware: integrity"),
    (0x1062, "Device(\"firmware: decryption"),
    (0x1064, "Device(\"firmware: format"),
    (0x1065, "Device(\"firmware: internal"),
    (0x1067, "Device(\"firmware: downgrade (0x1067)"),
    (0x10FD, "SetUpElsewhere"),
    (0x10FE, "Decommissioned"),
    (0x10FF, "NotInitialized"),
    (
        0x1100,
        "WrongSecret { secret: TimeAdminPin, left: Some(2) }",
    ),
    (0x1201, "Blocked(TimeAdminPin)"),
    (0x1202, "NotAuthorized("),
    (0x1300, "SelfTestFailed(\"firmware"),
    (0x1310, "SelfTestFailed(\"cryptographic"),
    (0x1320, "SelfTestFailed(\"random"),
    (0x1400, "Device(\"firmware update"),
    (0x1500, "Device(\"firmware update"),
    (0x1600, "Device(\"firmware update"),
    (0x2001, "Device(\"no export running"),
    (0x2002, "Device(\"export must"),
    (0x2003, "NothingToExport"),
    (0xF000, "Unsupported("),
    (0xFF00, "Device(\"signature error"),
    (0xABCD, "Device(\"unknown error number (0xABCD)"),
];

#[test]
fn every_number_of_the_library_and_the_card_has_its_error() {
    let about = About {
        client: "KASSE-1".into(),
        transaction: 17,
        count: 512,
        secret: Some(Secret::TimeAdminPin),
        left: Some(2),
        waited: Duration::from_secs(7),
        ..About::default()
    };
    for (code, expected) in TABLE {
        let error = format!("{:?}", Failure::Code(*code).error(&about));
        assert!(error.starts_with(expected), "{code:#x}: {error}");
    }
}

#[test]
fn what_is_sent_again_never_follows_a_refusal() {
    for (code, _) in TABLE {
        let failure = Failure::Code(*code);
        assert!(!failure.wants_a_new_line() || failure.breaks_the_line());
        // A number of the card is an answer: the line is well.
        assert!(*code < 0x1000 || !failure.breaks_the_line(), "{code:#x}");
    }
}
