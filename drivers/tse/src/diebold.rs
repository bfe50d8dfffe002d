//! Diebold Nixdorf TSE behind the maker's web service: JSON over WebSocket, `ws://host:10001`.
//!
//! The maker's manual is not public. What is here follows open-source software that works with the device, and goes as
//! far as that goes:
//!
//! | works | does not: [`Error::Unsupported`] |
//! |---|---|
//! | device data and certificates, clients | set-up of a new device, taking one out of operation: use the maker's tool |
//! | start, update, finish | export and deletion: use the maker's tool |
//! | self-test and clock, if the service takes these commands without parameters | the PUK's change |
//! | a PIN's change and unblocking | what became of a call whose answer was lost |
//!
//! The service tells neither how many signatures were made nor how full the storage is: [`Info::signatures`] is the
//! highest counter this driver saw, storage is given as unknown. Nor is there a list of open transactions:
//! [`Tse::open_transactions`](crate::Tse::open_transactions) knows those this driver has started since it was opened. A finish whose answer was
//! lost may be sent again by the register: a transaction that is finished is refused with [`Error::TransactionNotOpen`].
//!
//! The time administrator's PIN signs, the administrator's registers clients. [`Config::device`], if given, is the serial
//! number (hexadecimal) that is expected. Which password the service wants for what, whether `UserID` is base64 like the
//! passwords, and when `SetDefaultClientID` is needed is **not certain**.
//!
//! # What it was tried on
//! The crate's own [`simulator`] alone. **It was never tried on a real device or the real service.** The recorded frames of the
//! device's other, serial protocol (MFC) do not apply here: different framing, other commands.

mod code;
mod device;
pub mod message;
mod orders;
pub mod simulator;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value};
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{Message, WebSocket};

#[cfg(doc)]
use crate::Info;
use crate::driver::Config;
use crate::line::{Address, Deadline, Timed, connect};
use crate::{Error, Role, Secret, Stamp};
use message::Answer;

/// Longest message that is read; certificates are some kilobytes.
const LONGEST: usize = 1 << 20;
/// Limit of calls nobody waits for.
const NORMAL: Duration = Duration::from_secs(10);
/// Limit of the self-test.
const LONG: Duration = Duration::from_secs(120);
/// A line that was quiet for longer is tried before anything that matters is sent on it.
const QUIET: Duration = Duration::from_secs(1);

/// A transaction this driver started.
#[derive(Debug, Clone)]
struct Known {
    start: Stamp,
    finish: Option<(Stamp, String, Vec<u8>)>,
    /// A finish was sent and not answered.
    uncertain: bool,
}

/// A TSE behind the web service.
pub struct Diebold {
    config: Config,
    address: Address,
    line: Option<WebSocket<Timed>>,
    used: Instant,
    ping: u64,
    refused: Vec<(Secret, bool)>,
    serial: Option<Vec<u8>>,
    certificates: Vec<Vec<u8>>,
    certificate_end: Option<chrono::DateTime<chrono::Utc>>,
    /// By client and number; of finished ones only each client's last.
    known: BTreeMap<(String, u64), Known>,
    counter: u64,
}

impl Diebold {
    /// A driver for the service of `config`; nothing is sent yet.
    ///
    /// # Errors
    /// [`Error::Configuration`] says what is wrong.
    pub fn open(config: &Config) -> Result<Self, Error> {
        let serial = match &config.device {
            None => None,
            Some(text) => Some(crate::algorithm::unhex(text).ok_or_else(|| {
                Error::Configuration(format!(
                    "device {text:?}: hexadecimal serial number expected"
                ))
            })?),
        };
        Ok(Self {
            address: Address::parse(&config.address, &[("ws", 10_001)])?,
            config: config.clone(),
            line: None,
            used: Instant::now(),
            ping: 0,
            refused: Vec::new(),
            serial,
            certificates: Vec::new(),
            certificate_end: None,
            known: BTreeMap::new(),
            counter: 0,
        })
    }

    /// Sends a command and gives the answer, which may be a refusal. After an error the line is dropped, and whether the
    /// command was carried out is open.
    fn call(
        &mut self,
        command: &str,
        fields: Map<String, Value>,
        deadline: Deadline,
    ) -> Result<Answer, Error> {
        self.line_up(deadline)?;
        let answer = self.exchange(command, fields, deadline);
        if answer.is_err() {
            self.line = None;
        }
        answer
    }

    /// Makes sure that there is a line on which somebody listens.
    fn line_up(&mut self, deadline: Deadline) -> Result<(), Error> {
        if self
            .line
            .as_ref()
            .is_some_and(|line| line.get_ref().is_closed())
        {
            self.line = None;
        }
        if self.line.is_some() && self.used.elapsed() > QUIET {
            let listens = self.exchange("PingPong", Map::new(), deadline).is_ok();
            if !listens {
                self.line = None;
            }
        }
        if self.line.is_some() {
            return Ok(());
        }
        let timed = connect(&self.address, deadline)?;
        let host = match self.address.host.contains(':') {
            true => format!("[{}]", self.address.host),
            false => self.address.host.clone(),
        };
        let url = format!("ws://{host}:{}/", self.address.port);
        let limits = WebSocketConfig::default()
            .max_message_size(Some(LONGEST))
            .max_frame_size(Some(LONGEST));
        let line = match tungstenite::client::client_with_config(url, timed, Some(limits)) {
            Ok((line, _)) => line,
            Err(tungstenite::HandshakeError::Failure(error)) => {
                return Err(explain(error, deadline));
            }
            // The stream's time was up in the middle.
            Err(tungstenite::HandshakeError::Interrupted(_)) => {
                return Err(deadline.explain(&std::io::ErrorKind::TimedOut.into()));
            }
        };
        self.line = Some(line);
        let mut fields = Map::new();
        fields.insert("ClientID".into(), self.config.client_id.clone().into());
        // Refused as long as the client is not registered.
        let result = self.exchange("SetDefaultClientID", fields, deadline);
        if result.is_err() {
            self.line = None;
        }
        result.map(drop)
    }

    fn exchange(
        &mut self,
        command: &str,
        mut fields: Map<String, Value>,
        deadline: Deadline,
    ) -> Result<Answer, Error> {
        let Some(line) = &mut self.line else {
            return Err(Error::Removed("no line".into()));
        };
        self.ping += 1;
        fields.insert("Command".into(), command.into());
        fields.insert("PingPong".into(), self.ping.into());
        let request = message::frame(&Value::Object(fields));
        line.get_mut().until(deadline);
        line.send(Message::text(request))
            .map_err(|error| explain(error, deadline))?;
        let text = loop {
            match line.read().map_err(|error| explain(error, deadline))? {
                Message::Text(text) => break text,
                // Answered by the library itself.
                Message::Ping(_) | Message::Pong(_) => {}
                Message::Close(_) => {
                    return Err(Error::Removed("the service closed the line".into()));
                }
                _ => return Err(Error::Protocol(format!("{command}: no text is answered"))),
            }
        };
        self.used = Instant::now();
        let answer = Answer::parse(&text).map_err(Error::Protocol)?;
        if answer.ping != Some(self.ping) {
            return Err(Error::Protocol(format!(
                "{command}: number {} was asked, {:?} is answered",
                self.ping, answer.ping
            )));
        }
        if answer.command != command {
            return Err(Error::Protocol(format!(
                "{command} was asked, {:?} is answered",
                answer.command
            )));
        }
        Ok(answer)
    }

    /// The role's PIN as the service wants it. One that was refused is not used again.
    fn password(&self, role: Role) -> Result<Value, Error> {
        let secret = code::pin(role);
        match self.refused.iter().find(|(refused, _)| *refused == secret) {
            Some((_, true)) => return Err(Error::Blocked(secret)),
            Some((_, false)) => return Err(Error::WrongSecret { secret, left: None }),
            None => {}
        }
        let pin = match role {
            Role::Admin => &self.config.secrets.admin_pin,
            Role::TimeAdmin => &self.config.secrets.time_admin_pin,
        };
        match pin.is_empty() {
            true => Err(Error::NotAuthorized(format!("{secret} is not configured"))),
            false => Ok(BASE64.encode(pin).into()),
        }
    }

    /// The error of a refusal; a refused PIN of the configuration is remembered.
    fn refusal(&mut self, answer: &Answer, about: code::About<'_>) -> Error {
        let error = code::error(answer, about);
        if about.configured {
            let blocked = match &error {
                Error::WrongSecret { .. } => false,
                Error::Blocked(_) => true,
                _ => return error,
            };
            self.refused.push((about.secret, blocked));
        }
        error
    }
}

fn explain(error: tungstenite::Error, deadline: Deadline) -> Error {
    match error {
        tungstenite::Error::Io(error) => deadline.explain(&error),
        tungstenite::Error::ConnectionClosed | tungstenite::Error::AlreadyClosed => {
            Error::Removed("the service closed the line".into())
        }
        tungstenite::Error::Protocol(
            tungstenite::error::ProtocolError::ResetWithoutClosingHandshake
            | tungstenite::error::ProtocolError::HandshakeIncomplete,
        ) => Error::Removed("the line broke".into()),
        other => Error::Protocol(other.to_string()),
    }
}
