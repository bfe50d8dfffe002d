#![allow(clippy::unwrap_used)]
use super::*;
use crate::algorithm::{Hash, SignatureAlgorithm, unhex};
use crate::log::Body;

fn words(version: u8, format: LogTimeFormat, operation: &str, data: &str) -> Vec<String> {
    let body = SystemBody {
        operation: operation.into(),
        data: unhex(data).unwrap(),
        origin: None,
        user: None,
        internal: None,
    };
    let message = Message {
        version,
        body: Body::System(body.clone()),
        serial: vec![0; 32],
        algorithm: SignatureAlgorithm::EcdsaPlain(Hash::Sha256),
        counter: 1,
        time: LogTime::new(format, DateTime::<Utc>::default()),
    };
    body.fields(&message)
        .iter()
        .map(|field| format!("{} {:?}", field.name, field.value))
        .collect()
}

#[test]
fn version_2_by_the_tags_of_the_children() {
    let unix = LogTimeFormat::UnixTime;
    // fiskaly, 2021.
    assert_eq!(
        words(2, unix, "updateTime", "810461014f35820461014f37"),
        [
            "timeBeforeUpdate Time(2021-07-28T12:36:05Z)",
            "timeAfterUpdate Time(2021-07-28T12:36:07Z)"
        ]
    );
    let utc = LogTimeFormat::UtcTimeWithSeconds;
    assert_eq!(
        words(2, utc, "UpdateTime", "810d3231303932383039303235315a8200"),
        [
            "timeBeforeUpdate Time(2021-09-28T09:02:51Z)",
            "timeAfterUpdate Bytes(\"\")"
        ]
    );
    assert_eq!(
        words(
            2,
            unix,
            "AuthenticateUser",
            "810541646d696e8201018301ff84020003"
        ),
        [
            "userId Text(\"Admin\")",
            "role Number(1)",
            "result Bool(true)",
            "remainingRetries Number(3)"
        ]
    );
    assert_eq!(
        words(2, unix, "logOut", "810541646d696e820101"),
        [
            "userId Text(\"Admin\")",
            "cause Choice { number: 1, name: Some(\"timeout\") }"
        ]
    );
    assert_eq!(
        words(2, unix, "startAudit", "8100"),
        ["element 81 Bytes(\"\")"]
    );
    assert_eq!(
        words(2, unix, "somethingNew", "8102686989020001"),
        ["element 81 Text(\"hi\")", "element 89 Bytes(\"0001\")"]
    );
    assert_eq!(words(2, unix, "logOut", "8105"), ["data Bytes(\"8105\")"]);
}

#[test]
fn version_3_by_the_order_of_the_members() {
    let unix = LogTimeFormat::UnixTime;
    assert_eq!(
        words(3, unix, "updateTime", "020461014f35020461014f37"),
        [
            "timeBeforeUpdate Time(2021-07-28T12:36:05Z)",
            "timeAfterUpdate Time(2021-07-28T12:36:07Z)"
        ]
    );
    assert_eq!(
        words(
            3,
            unix,
            "authenticateUser",
            "130141130561646d696e0a0102020102"
        ),
        [
            "userId Text(\"A\")",
            "role Text(\"admin\")",
            "result Choice { number: 2, name: Some(\"incorrectPin\") }",
            "remainingRetries Number(2)"
        ]
    );
    // The role is optional.
    assert_eq!(
        words(3, unix, "authenticateSmaAdmin", "0101ff"),
        ["result Bool(true)"]
    );
    assert_eq!(
        words(
            3,
            unix,
            "selfTest",
            "300a3008130343535001 01ff0101ff".replace(' ', "").as_str()
        ),
        [
            "tests Parts([Field { name: \"entry\", value: Parts([Field { name: \"component\", value: Text(\"CSP\") }, Field { name: \"result\", value: Bool(true) }]) }])",
            "allPositive Bool(true)"
        ]
    );
}
