//! Questions that wait for a person.

use std::time::Duration;

use crate::opi::message::{
    Command, DeviceResponse, Header, InputAnswer, OutputAnswer, OverallResult, Target, Value,
};

/// A question of the terminal that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub(super) header: Header,
    pub(super) outputs: Vec<OutputAnswer>,
    pub(super) target: Target,
    pub(super) command: Command,
    /// How long a person may take; after it the answer is no.
    pub limit: Duration,
}

impl Pending {
    /// Our answer once a person has answered or, with `None`, nobody did.
    #[must_use]
    pub fn answered(&self, answer: Option<bool>) -> DeviceResponse {
        let (result, value) = match (&self.command, answer) {
            (Command::GetConfirmation, answer) => (
                OverallResult::Success,
                Some(Value::Boolean(answer == Some(true))),
            ),
            (_, Some(_)) => (OverallResult::Success, None),
            (_, None) => (OverallResult::TimedOut, None),
        };
        self.with(result, value)
    }

    /// Our answer when the terminal asks no more.
    #[must_use]
    pub fn withdrawn(&self) -> DeviceResponse {
        self.with(OverallResult::Aborted, None)
    }

    fn with(&self, result: OverallResult, value: Option<Value>) -> DeviceResponse {
        DeviceResponse {
            header: self.header.answer(),
            result: result.clone(),
            outputs: self.outputs.clone(),
            input: Some(InputAnswer {
                target: self.target.clone(),
                result,
                value,
            }),
        }
    }
}
