//! The operations and the order of what they say.

/// What a child of a system log holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    Text,
    Number,
    Bool,
    Time,
    /// Names of 0, 1, 2 …
    Choice(&'static [&'static str]),
    Parts(&'static [(&'static str, Shape)]),
}

use Shape::{Bool, Choice, Number, Parts, Text, Time};

impl Shape {
    /// Whether a member with this universal tag can be meant (version 3).
    pub fn allows(self, tag: u8) -> bool {
        match self {
            Self::Text => matches!(tag, 0x0C | 0x13 | 0x16),
            Self::Number => tag == 0x02,
            Self::Bool => tag == 0x01,
            Self::Time => matches!(tag, 0x02 | 0x17 | 0x18),
            Self::Choice(_) => tag == 0x0A,
            Self::Parts(_) => matches!(tag, 0x30 | 0x31),
        }
    }
}

/// System operations of both generations and those seen in the exports of certified devices.
pub(crate) const OPERATIONS: [&str; 30] = [
    "initialize",
    "setDescription",
    "updateTime",
    "disableSecureElement",
    "authenticateUser",
    "logOut",
    "unblockUser",
    "unblockPin",
    "authenticateSmaersAdmin",
    "authenticateSmaAdmin",
    "updateDevice",
    "updateDeviceCompleted",
    "startAudit",
    "exitSecureState",
    "enterSecureState",
    "selfTest",
    "configureLogging",
    "deleteStoredData",
    "deleteLogMessages",
    "lockTransactionLogging",
    "unlockTransactionLogging",
    "registerClient",
    "deregisterClient",
    "auditStart",
    "auditStop",
    "addClients",
    "removeClients",
    "changePuk",
    "secureStateExit",
    "setConfiguration",
];

type Shapes = &'static [(&'static str, Shape)];

const COMPONENT: Shapes = &[
    ("componentName", Text),
    ("manufacturer", Text),
    ("model", Text),
    ("version", Text),
    ("certificationId", Text),
];
const PARTLY: Shape = Choice(&["ok", "failed", "partlyFailed"]);
const LOGGED: Shapes = &[("eventName", Text), ("enabled", Bool)];
const TESTED: Shapes = &[
    ("component", Text),
    ("result", Bool),
    ("message", Text),
    ("timeOfEvent", Time),
];
const CONFIGURED: Shapes = &[
    ("component", Text),
    ("result", Bool),
    ("parameters", Parts(LOGGED)),
];

pub(super) fn shapes(operation: &str, version: u8) -> Shapes {
    let table = if version == 2 { SECOND } else { THIRD };
    table
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(operation))
        .map_or(&[], |(_, shapes)| *shapes)
}

/// Children 81, 82 … of `systemOperationData`. Roles are numbered differently by the makers, so the number
/// is all that is shown.
const SECOND: &[(&str, Shapes)] = &[
    ("initialize", &[("description", Text)]),
    (
        "updateTime",
        &[("timeBeforeUpdate", Time), ("timeAfterUpdate", Time)],
    ),
    ("disableSecureElement", &[("timeOfDeactivation", Time)]),
    (
        "authenticateUser",
        &[
            ("userId", Text),
            ("role", Number),
            ("result", Bool),
            ("remainingRetries", Number),
        ],
    ),
    (
        "logOut",
        &[("userId", Text), ("cause", Choice(&["user", "timeout"]))],
    ),
    (
        "unblockUser",
        &[
            ("userId", Text),
            (
                "result",
                Choice(&["ok", "failed", "unknownUserId", "error"]),
            ),
        ],
    ),
    (
        "authenticateSmaersAdmin",
        &[
            ("userId", Text),
            ("role", Number),
            ("result", Bool),
            ("remainingRetries", Number),
        ],
    ),
    (
        "updateDevice",
        &[("userId", Text), ("oldVersion", Parts(COMPONENT))],
    ),
    (
        "updateDeviceCompleted",
        &[
            ("result", PARTLY),
            ("reason", Text),
            ("newVersion", Parts(COMPONENT)),
        ],
    ),
    ("startAudit", &[]),
    ("exitSecureState", &[]),
    ("enterSecureState", &[("timeOfEvent", Time)]),
    ("selfTest", TESTED),
    ("configureLogging", CONFIGURED),
    ("deleteStoredData", &[("userId", Text)]),
    ("lockTransactionLogging", &[("userId", Text)]),
    ("unlockTransactionLogging", &[("userId", Text)]),
    ("registerClient", &[("clientId", Text)]),
    ("deregisterClient", &[("clientId", Text)]),
];

/// Members of `eventData`, in order.
const THIRD: &[(&str, Shapes)] = &[
    ("setDescription", &[("description", Text)]),
    (
        "updateTime",
        &[
            ("timeBeforeUpdate", Time),
            ("timeAfterUpdate", Time),
            (
                "slew",
                Parts(&[
                    ("slewStepMicroSeconds", Number),
                    ("slewRateMicroSecondsPerSecond", Number),
                ]),
            ),
        ],
    ),
    (
        "authenticateUser",
        &[
            ("userId", Text),
            ("role", Text),
            (
                "result",
                Choice(&["success", "unknownUserId", "incorrectPin", "pinBlocked"]),
            ),
            ("remainingRetries", Number),
        ],
    ),
    (
        "logOut",
        &[
            ("userId", Text),
            (
                "cause",
                Choice(&["userCalledLogOut", "differentUserLoggedIn", "timeout"]),
            ),
        ],
    ),
    (
        "unblockPin",
        &[
            ("userId", Text),
            (
                "result",
                Choice(&[
                    "success",
                    "unknownUserId",
                    "incorrectPuk",
                    "unblockingTemporarilyBlocked",
                    "resettingError",
                    "errorSettingNewPin",
                    "errorResettingRetryCounter",
                ]),
            ),
        ],
    ),
    ("updateDevice", &[("oldVersion", Parts(COMPONENT))]),
    (
        "updateDeviceCompleted",
        &[
            ("result", PARTLY),
            ("reason", Text),
            ("newVersion", Parts(COMPONENT)),
        ],
    ),
    ("registerClient", &[("clientId", Text)]),
    ("deregisterClient", &[("clientId", Text)]),
    (
        "selfTest",
        &[("tests", Parts(TESTED)), ("allPositive", Bool)],
    ),
    ("configureLogging", &[("settings", Parts(CONFIGURED))]),
    (
        "authenticateSmaAdmin",
        &[
            ("role", Text),
            ("result", Bool),
            ("remainingRetries", Number),
        ],
    ),
    ("enterSecureState", &[("timeOfEvent", Time)]),
];
