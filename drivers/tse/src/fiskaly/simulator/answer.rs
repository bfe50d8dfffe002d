//! Answers of the simulated service.

use serde_json::{Value, json};

/// An answer.
#[derive(Default)]
pub(super) struct Answer {
    pub status: u16,
    pub retry_after: Option<u64>,
    pub body: Vec<u8>,
    pub file: bool,
}

impl Answer {
    pub fn json(value: &Value) -> Self {
        Self {
            status: 200,
            body: value.to_string().into_bytes(),
            ..Self::default()
        }
    }

    pub fn file(body: Vec<u8>) -> Self {
        Self {
            status: 200,
            body,
            file: true,
            ..Self::default()
        }
    }

    pub fn refused(status: u16, code: &str, message: &str) -> Self {
        let value =
            json!({"status_code": status, "error": "Refused", "code": code, "message": message});
        Self {
            status,
            body: value.to_string().into_bytes(),
            ..Self::default()
        }
    }

    pub fn change(&mut self, change: impl FnOnce(&mut Value)) {
        if let Ok(mut json) = serde_json::from_slice(&self.body) {
            change(&mut json);
            self.body = json.to_string().into_bytes();
        }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let kind = match self.file {
            true => "application/octet-stream",
            false => "application/json; charset=utf-8",
        };
        let mut head = format!(
            "HTTP/1.1 {} Simulated\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n",
            self.status,
            self.body.len()
        );
        if let Some(seconds) = self.retry_after {
            head.push_str(&format!("Retry-After: {seconds}\r\n"));
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

pub(super) type Result<T> = std::result::Result<T, Answer>;

/// A refusal.
pub(super) fn no<T>(status: u16, code: &str) -> Result<T> {
    Err(Answer::refused(status, code, "simulated"))
}
