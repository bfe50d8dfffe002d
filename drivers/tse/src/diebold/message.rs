//! Messages of the web service: STX, JSON, ETX, LF.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::Stamp;
use crate::algorithm::unhex;

/// A message's text around its JSON.
pub(crate) fn frame(json: &Value) -> String {
    format!("\u{2}{json}\u{3}\n")
}

/// The JSON inside a message's text. The line feed at the end may be missing.
pub(crate) fn unframe(text: &str) -> Result<Map<String, Value>, String> {
    let json = text
        .strip_prefix('\u{2}')
        .and_then(|rest| {
            rest.strip_suffix('\n')
                .unwrap_or(rest)
                .strip_suffix('\u{3}')
        })
        .ok_or("a message without STX and ETX")?;
    serde_json::from_str(json).map_err(|error| error.to_string())
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The command it answers.
    pub command: String,
    /// The number it answers.
    pub ping: Option<u64>,
    /// `Ok`, or the refusal's code with its text.
    pub status: Result<(), (Option<u64>, String)>,
    /// Everything in it.
    pub fields: Map<String, Value>,
}

impl Answer {
    /// Reads a message.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let fields = unframe(text)?;
        let word = |name: &str| fields.get(name).and_then(Value::as_str);
        let status = match word("Status") {
            Some("ok") => Ok(()),
            Some("error") => {
                let text = word("Description").or_else(|| word("Desc"));
                let code = fields.get("Code").and_then(whole);
                Err((code, text.unwrap_or_default().chars().take(200).collect()))
            }
            other => return Err(format!("Status {other:?}")),
        };
        Ok(Self {
            command: word("Command").unwrap_or_default().into(),
            ping: fields.get("PingPong").and_then(Value::as_u64),
            status,
            fields,
        })
    }

    /// A text.
    ///
    /// # Errors
    /// That it is missing.
    pub fn text(&self, name: &str) -> Result<&str, String> {
        let found = self.fields.get(name).and_then(Value::as_str);
        found.ok_or_else(|| format!("{name} is missing or no text"))
    }

    /// A number, which may be written as a text.
    ///
    /// # Errors
    /// That it is missing.
    pub fn number(&self, name: &str) -> Result<u64, String> {
        let found = self.fields.get(name).and_then(whole);
        found.ok_or_else(|| format!("{name} is missing or no number"))
    }

    /// The answer to a start, update or finish of transaction `number`; `None` takes the number from the answer.
    ///
    /// # Errors
    /// Which part is missing or wrong.
    pub fn stamp(&self, number: Option<u64>) -> Result<Stamp, String> {
        let signature = unhex(self.text("Signature")?).ok_or("Signature: not hexadecimal")?;
        // r and s on a curve of 256, 384, 512 or 521 bits (TR-03116-5).
        if ![64, 96, 128, 132].contains(&signature.len()) {
            return Err(format!("a signature of {} bytes", signature.len()));
        }
        let time = self.text("LogTime")?;
        let log_time = DateTime::parse_from_rfc3339(time)
            .map_err(|_| format!("LogTime: no date and time with an offset: {time:?}"))?;
        Ok(Stamp {
            transaction: match number {
                Some(number) => number,
                None => self.number("TransactionNumber")?,
            },
            counter: self.number("SignatureCounter")?,
            log_time: log_time.to_utc(),
            signature,
        })
    }

    /// `Value` of `GetDeviceData` in base64.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn value(&self) -> Result<Vec<u8>, String> {
        BASE64
            .decode(self.text("Value")?)
            .map_err(|error| format!("Value: {error}"))
    }

    /// A date out of `Parameters`, with or without a time.
    #[must_use]
    pub fn date(&self, name: &str) -> Option<DateTime<Utc>> {
        let text = self.fields.get("Parameters")?.get(name)?.as_str()?;
        DateTime::parse_from_rfc3339(text)
            .map(|moment| moment.to_utc())
            .ok()
            .or_else(|| {
                let day = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
                Some(day.and_hms_opt(0, 0, 0)?.and_utc())
            })
    }
}

fn whole(value: &Value) -> Option<u64> {
    value
        .as_u64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn messages_are_read_and_wrong_ones_refused() {
        let answer = Answer::parse(
            "\u{2}{\"Command\":\"StartTransaction\",\"PingPong\":4,\"Status\":\"ok\",\"Code\":0}\u{3}\n",
        )
        .unwrap();
        assert_eq!(
            (answer.command.as_str(), answer.ping),
            ("StartTransaction", Some(4))
        );
        assert_eq!(answer.status, Ok(()));
        let answer =
            Answer::parse("\u{2}{\"Status\":\"error\",\"Code\":\"30\",\"Desc\":\"no\"}\u{3}");
        assert_eq!(answer.unwrap().status, Err((Some(30), "no".into())));
        for wrong in [
            "",
            "{}",
            "\u{2}{}\u{3}\n",
            "\u{2}[]\u{3}\n",
            "\u{2}{\"Status\":\"ok\"}",
            "\u{2}{\"Status\":1}\u{3}\n",
            "\u{2}{\"Status\":\"ok\"\u{3}\n",
            "{\"Status\":\"ok\"}\u{3}\n",
        ] {
            assert!(Answer::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn times_become_utc() {
        let signature = "ab".repeat(96);
        let text = format!(
            "\u{2}{{\"Status\":\"ok\",\"TransactionNumber\":\"7\",\"SignatureCounter\":9,\"Signature\":\"{signature}\",\"LogTime\":\"2026-07-04T16:45:05+02:00\"}}\u{3}\n"
        );
        let stamp = Answer::parse(&text).unwrap().stamp(None).unwrap();
        assert_eq!((stamp.transaction, stamp.counter), (7, 9));
        assert_eq!(stamp.log_time.to_rfc3339(), "2026-07-04T14:45:05+00:00");
        let short = text.replace(&signature, "abab");
        assert!(Answer::parse(&short).unwrap().stamp(None).is_err());
        let local = text.replace("+02:00", "");
        assert!(Answer::parse(&local).unwrap().stamp(None).is_err());
    }
}
