//! What is kept of a request before it leaves, to find it again.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::is_later;
use crate::Mark;
use crate::opi::message::{OriginalHeader, same_workstation};

/// A request for money as it left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sent {
    /// WorkstationID.
    pub(super) workstation: String,
    /// RequestID.
    pub(super) request: String,
    /// RequestType.
    #[serde(rename = "type")]
    pub(super) kind: String,
    /// Euro cents.
    pub(super) cents: i64,
    /// POSTimeStamp.
    pub(super) moment: DateTime<FixedOffset>,
    /// STAN of the terminal's last transaction before this one, where it was known: a ticket that still has it is not ours.
    /// Empty: there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) before: Option<String>,
}

impl Sent {
    pub(super) fn write(&self) -> Result<Mark, serde_json::Error> {
        serde_json::to_string(self).map(Mark)
    }

    pub(super) fn read(mark: &Mark) -> Option<Self> {
        serde_json::from_str(&mark.0).ok()
    }

    /// Whether a repeated answer answered this request.
    pub(super) fn is(&self, original: &OriginalHeader) -> bool {
        self.kind == original.request_type
            && self.request == original.request_id
            && same_workstation(&self.workstation, &original.workstation)
    }

    /// Whether a repeated answer answered an earlier request of the same till: our numbers rise.
    pub(super) fn is_after(&self, original: &OriginalHeader) -> bool {
        let earlier = match (
            original.request_id.parse::<u64>(),
            self.request.parse::<u64>(),
        ) {
            (Ok(original), Ok(ours)) => is_later(ours, original),
            _ => false,
        };
        earlier && same_workstation(&self.workstation, &original.workstation)
    }
}
