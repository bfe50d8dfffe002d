//! An open device: calls, log-ins, and what is done about refusals.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::code::{self, About, Remedy};
use super::host::Line;
use super::reply::Reply;
use super::{Epson, LONG, NORMAL};
use crate::line::Deadline;
use crate::{Error, Info, Stamp};

/// Longest request in JSON.
const LONGEST: usize = 64 * 1024;
/// The only administrator.
pub(super) const ADMINISTRATOR: &str = "Administrator";

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who<'a> {
    Nobody,
    Admin,
    /// A client with the time administrator's PIN.
    Client(&'a str),
}

impl Who<'_> {
    pub fn user(&self) -> &str {
        match self {
            Self::Client(client) => client,
            _ => ADMINISTRATOR,
        }
    }
}

/// The time as the host wants it: UTC, 24 hours, whole seconds.
pub(super) fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A device that is open.
pub(super) struct Session<'a> {
    pub epson: &'a mut Epson,
    line: Line,
    pub deadline: Deadline,
    broken: bool,
    /// Whether the administrator stays logged in until someone else asks.
    pub keep_admin: bool,
    /// Whether the administrator was logged in.
    pub admin: bool,
}

impl<'a> Session<'a> {
    pub fn new(epson: &'a mut Epson, line: Line, deadline: Deadline) -> Self {
        Self {
            epson,
            line,
            deadline,
            broken: false,
            keep_admin: false,
            admin: false,
        }
    }

    /// Ends an export of ours that was cut off: until it ends, nothing is signed.
    pub fn prepare(&mut self) -> Result<(), Error> {
        if !self.epson.cancel {
            return Ok(());
        }
        self.epson.cancel = false;
        // Refused when it timed out before, which is as good.
        let about = About::default();
        let result = self.ask(Who::Admin, "CancelExport", &json!({}), NORMAL, about);
        match self.broken {
            true => {
                self.epson.cancel = true;
                result.map(drop)
            }
            false => Ok(()),
        }
    }

    /// Logs the administrator out and closes the device; a line that fails here is dropped.
    pub fn end(mut self, deadline: Deadline) {
        self.deadline = deadline;
        if self.admin && !self.keep_admin && !self.broken {
            // Refused when the time-out was faster, which is as good.
            drop(self.call("LogOutForAdmin", &json!({}), NORMAL));
        }
        let closed = !self.broken && self.line.close(&self.epson.device, deadline).is_ok();
        match closed {
            true => self.epson.line = Some(self.line),
            false => self.epson.lose(&self.line),
        }
    }

    /// Whether nothing can be asked any more.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    /// Calls a function once. A refusal is a reply like any other; an error leaves open whether it was carried out,
    /// except [`Error::InvalidData`].
    pub fn call(&mut self, function: &str, input: &Value, limit: Duration) -> Result<Reply, Error> {
        if self.broken {
            return Err(Error::Removed("the line broke".into()));
        }
        let (kind, vendor) = match function {
            "GetStorageInfo" => ("COMMON", ""),
            _ => ("TSE", "TSE1"),
        };
        let request = json!({
            "storage": {"type": kind, "vendor": vendor},
            "function": function,
            "input": input,
            "compress": {"required": false, "type": ""},
        })
        .to_string();
        if request.len() > LONGEST {
            return Err(Error::InvalidData(format!(
                "a request of {} bytes: up to {LONGEST} expected",
                request.len()
            )));
        }
        let limit = limit.min(self.deadline.left()?);
        let device = self.epson.device.clone();
        let reply = self
            .line
            .operate(&device, function, &request, limit, self.deadline);
        self.broken = reply.is_err();
        reply
    }

    /// Calls a function, and does once what a refusal asks for: log in, set the time, test.
    pub fn ask(
        &mut self,
        who: Who<'_>,
        function: &str,
        input: &Value,
        limit: Duration,
        about: About<'_>,
    ) -> Result<Reply, Error> {
        let mut tried = Vec::new();
        loop {
            let reply = self.call(function, input, limit)?;
            if reply.result == code::OK {
                return Ok(reply);
            }
            let remedy = code::remedy(&reply.result)
                .filter(|remedy| who != Who::Nobody && !tried.contains(remedy));
            match remedy {
                Some(Remedy::LogIn) => self.log_in(who)?,
                Some(Remedy::SetTime) => {
                    let now = (self.epson.clock)();
                    self.set_time(who, "UpdateTimeForFirst", now)?;
                }
                Some(Remedy::SelfTest) => match self.self_test() {
                    // It goes on in the device; nothing was signed.
                    Err(Error::Timeout(_)) => return Err(Error::SelfTestNeeded),
                    other => other?,
                },
                None => return Err(self.refusal(&reply.result, about)),
            }
            if remedy == Some(Remedy::SelfTest) {
                // It logs out and forgets the time.
                tried.clear();
            }
            tried.extend(remedy);
        }
    }

    /// The error behind a refusal, with what it lacks asked from the device.
    pub fn refusal(&mut self, name: &str, mut about: About<'_>) -> Error {
        if name.ends_with("HAS_UNFINISHED_TRANSACTIONS") {
            let client = match name.contains("CLIENT_HAS") {
                true => about.client,
                false => "",
            };
            about.open = self
                .open_transactions(client)
                .map_or(1, |open| open.len() as u64);
        }
        if name.ends_with("CERTIFICATE_EXPIRED") {
            if self.epson.certificate_end.is_none() {
                drop(self.info());
            }
            about.certificate_end = self.epson.certificate_end;
        }
        code::error(name, about)
    }

    /// Runs the self-test.
    pub fn self_test(&mut self) -> Result<(), Error> {
        let reply = self.call("RunTSESelfTest", &json!({}), LONG)?;
        match reply.result.as_str() {
            code::OK => Ok(()),
            // The host's own client is missing: the stick was never set up, or in another host.
            code::CLIENT_UNKNOWN => match self.info()?.state {
                crate::State::Uninitialized => Ok(()),
                _ => self.move_here(),
            },
            other => Err(self.refusal(other, About::default())),
        }
    }

    /// Makes a stick that was set up in another host work in this one.
    fn move_here(&mut self) -> Result<(), Error> {
        let mut reply = self.call("SetUpForPrinter", &json!({}), LONG)?;
        if code::remedy(&reply.result) == Some(Remedy::LogIn) {
            self.log_in(Who::Admin)?;
            reply = self.call("SetUpForPrinter", &json!({}), LONG)?;
        }
        if reply.result != code::OK {
            return Err(self.refusal(&reply.result, About::default()));
        }
        let reply = self.call("RunTSESelfTest", &json!({}), LONG)?;
        match reply.result.as_str() {
            code::OK => Ok(()),
            other => Err(self.refusal(other, About::default())),
        }
    }

    /// Sets the clock, logging in if that is needed.
    pub fn set_time(
        &mut self,
        who: Who<'_>,
        function: &str,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        if let Some((_, last)) = self.epson.last
            && now < last - chrono::TimeDelta::hours(1)
        {
            // A computer that lost its time must not take the TSE's with it.
            return Err(Error::TimeNotSet);
        }
        let input = json!({
            "userId": who.user(),
            "newDateTime": moment(now),
            "useTimeSync": false,
        });
        let mut reply = self.call(function, &input, NORMAL)?;
        match code::remedy(&reply.result) {
            Some(Remedy::LogIn) => self.log_in(who)?,
            Some(Remedy::SelfTest) => {
                self.self_test()?;
                self.log_in(who)?;
            }
            _ => {
                return match reply.result.as_str() {
                    code::OK => Ok(()),
                    other => Err(self.refusal(other, About::default())),
                };
            }
        }
        reply = self.call(function, &input, NORMAL)?;
        match reply.result.as_str() {
            code::OK => Ok(()),
            other => {
                let about = About {
                    client: who.user(),
                    ..About::default()
                };
                Err(self.refusal(other, about))
            }
        }
    }

    /// What the device says about itself, without certificates. Another device than before is an error.
    pub fn info(&mut self) -> Result<Info, Error> {
        let reply = self.ask(
            Who::Nobody,
            "GetStorageInfo",
            &json!({}),
            NORMAL,
            About::default(),
        )?;
        let info = reply.info().map_err(Error::Protocol)?;
        self.same_device(&info.serial)?;
        self.epson.key = Some((info.public_key.clone(), info.signature_algorithm.clone()));
        self.epson.certificate_end = Some(info.certificate_end);
        Ok(info)
    }

    /// Remembers the serial number, or compares it with the one before.
    pub fn same_device(&mut self, serial: &[u8]) -> Result<(), Error> {
        match &self.epson.serial {
            None => self.epson.serial = Some(serial.to_vec()),
            Some(expected) if expected == serial => {}
            Some(expected) => {
                return Err(Error::ForeignDevice {
                    expected: crate::algorithm::hex(expected),
                    found: crate::algorithm::hex(serial),
                });
            }
        }
        Ok(())
    }

    /// Takes note of a new stamp: an answer that was given before is none.
    pub fn newer(&mut self, stamp: Stamp) -> Result<Stamp, Error> {
        if let Some((counter, _)) = self.epson.last
            && stamp.counter <= counter
        {
            return Err(Error::Protocol(format!(
                "signature counter {} after {counter}",
                stamp.counter
            )));
        }
        self.epson.last = Some((stamp.counter, stamp.log_time));
        Ok(stamp)
    }

    /// Numbers of open transactions of a client, or of all (empty).
    pub fn open_transactions(&mut self, client: &str) -> Result<Vec<u64>, Error> {
        let about = About {
            client,
            ..About::default()
        };
        let input = json!({"clientId": client});
        let who = match client {
            "" => Who::Nobody,
            client => Who::Client(client),
        };
        let reply = self.ask(who, "GetStartedTransactionList", &input, NORMAL, about)?;
        let list = reply.output.get("startedTransactionNumberList");
        let mut numbers = list
            .and_then(Value::as_array)
            .and_then(|list| list.iter().map(Value::as_u64).collect::<Option<Vec<u64>>>())
            .ok_or_else(|| Error::Protocol("startedTransactionNumberList: no numbers".into()))?;
        numbers.sort_unstable();
        Ok(numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn afternoons_are_written_with_24_hours() {
        let at = DateTime::from_timestamp(1_772_635_505, 999_000_000).unwrap_or_default();
        assert_eq!(moment(at), "2026-03-04T14:45:05Z");
    }
}
