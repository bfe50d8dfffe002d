//! The line to a host: connecting, opening a device, one request at a time, and coming back after it broke.

use std::io::{Read, Write};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

use super::frame::{self, Answer, Done, LONGEST};
use super::reply::Reply;
use crate::Error;
use crate::line::{Address, Deadline, Timed, connect};

/// Messages of an earlier connection that are thrown away after coming back; a host holds back one.
const LEFTOVERS: usize = 16;

/// Where the host is and how it is spoken to.
pub(super) struct Host {
    pub address: Address,
    pub tls: Option<Arc<ClientConfig>>,
}

enum Stream {
    Plain(Timed),
    Tls(Box<StreamOwned<ClientConnection, Timed>>),
}

/// What is needed to take an open device over to a new connection.
#[derive(Debug, Clone)]
pub(super) struct Resume {
    client_id: String,
    data_id: String,
}

/// One connection. Whoever gets an error from it drops it: what is left in it belongs to nothing.
pub(super) struct Line {
    stream: Stream,
    client_id: String,
    data_id: String,
    buffer: Vec<u8>,
}

impl Line {
    /// Connects and hears the greeting.
    pub fn connect(host: &Host, deadline: Deadline) -> Result<Self, Error> {
        let timed = connect(&host.address, deadline)?;
        let stream = match &host.tls {
            None => Stream::Plain(timed),
            Some(config) => {
                let name = ServerName::try_from(host.address.host.clone())
                    .map_err(|error| Error::Configuration(error.to_string()))?;
                let client = ClientConnection::new(Arc::clone(config), name)
                    .map_err(|error| Error::Configuration(error.to_string()))?;
                Stream::Tls(Box::new(StreamOwned::new(client, timed)))
            }
        };
        let mut line = Self {
            stream,
            client_id: String::new(),
            data_id: String::new(),
            buffer: Vec::new(),
        };
        let Answer::Connect { client_id, .. } = line.receive(deadline)? else {
            return Err(Error::Protocol("no greeting".into()));
        };
        line.client_id = client_id;
        Ok(line)
    }

    /// Takes over what a broken connection had open, and closes it. `false`: the host knows nothing of that
    /// connection, or has not noticed yet that it broke.
    pub fn take_over(
        &mut self,
        device: &str,
        resume: &Resume,
        deadline: Deadline,
    ) -> Result<bool, Error> {
        let request = frame::reconnect(&resume.client_id, &self.client_id, &resume.data_id);
        self.send(&request, deadline)?;
        // The answer that never came may come now, before or after. Nobody waits for it any more: what it says is
        // asked anew.
        match self.skip_to(deadline, |answer| {
            matches!(answer, Answer::Reconnect { .. })
        })? {
            Answer::Reconnect { code } if code == "OK" => {}
            _ => return Ok(false),
        }
        self.write(&frame::close(device), deadline)?;
        self.skip_to(deadline, |answer| matches!(answer, Answer::Close(_)))?;
        Ok(true)
    }

    fn skip_to(
        &mut self,
        deadline: Deadline,
        wanted: impl Fn(&Answer) -> bool,
    ) -> Result<Answer, Error> {
        for _ in 0..LEFTOVERS {
            let answer = self.receive(deadline)?;
            if wanted(&answer) {
                return Ok(answer);
            }
        }
        Err(Error::Protocol("no end of old answers".into()))
    }

    /// What a new connection needs to take over from this one.
    pub fn resume(&self) -> Resume {
        Resume {
            client_id: self.client_id.clone(),
            data_id: self.data_id.clone(),
        }
    }

    /// Opens the device; the code says whether it worked.
    pub fn open(&mut self, device: &str, deadline: Deadline) -> Result<String, Error> {
        self.send(&frame::open(device), deadline)?;
        match self.receive(deadline)? {
            Answer::Open(done) => self.checked(device, done).map(|done| done.code),
            other => Err(unexpected("open_device", &other)),
        }
    }

    /// Closes the device.
    pub fn close(&mut self, device: &str, deadline: Deadline) -> Result<(), Error> {
        self.send(&frame::close(device), deadline)?;
        match self.receive(deadline)? {
            Answer::Close(done) => self.checked(device, done).map(drop),
            other => Err(unexpected("close_device", &other)),
        }
    }

    /// Has the device carry out a function; `limit` is the host's own limit for it.
    pub fn operate(
        &mut self,
        device: &str,
        function: &str,
        json: &str,
        limit: Duration,
        deadline: Deadline,
    ) -> Result<Reply, Error> {
        let request = frame::operate(device, limit.as_millis(), json);
        self.send(&request, deadline)?;
        let (done, kind, result) = match self.receive(deadline)? {
            Answer::Data { done, kind, result } => (done, kind, result),
            other => return Err(unexpected(function, &other)),
        };
        let done = self.checked(device, done)?;
        match done.code.as_str() {
            "SUCCESS" | "OK" => {}
            "ERROR_TIMEOUT" => return Err(Error::Timeout(limit)),
            "ERROR_DEVICE_BUSY" => return Err(Error::Busy),
            other => return Err(Error::Device(format!("{function}: {other}"))),
        }
        if kind != "onoperateresult" {
            return Err(Error::Protocol(format!("{function}: a message {kind:?}")));
        }
        let result = result.ok_or_else(|| Error::Protocol(format!("{function}: no result")))?;
        let reply = Reply::parse(&result)
            .map_err(|reason| Error::Protocol(format!("{function}: {reason}")))?;
        if reply.function != function {
            return Err(Error::Protocol(format!(
                "{function} was asked, {:?} is answered",
                reply.function
            )));
        }
        Ok(reply)
    }

    fn checked(&mut self, device: &str, done: Done) -> Result<Done, Error> {
        if done.device_id != device {
            return Err(Error::Protocol(format!(
                "device {device} was asked, {:?} answers",
                done.device_id
            )));
        }
        if let Some(id) = &done.data_id {
            if *id == self.data_id && !id.is_empty() {
                return Err(Error::Protocol(format!("message {id} came twice")));
            }
            self.data_id.clone_from(id);
        }
        Ok(done)
    }

    fn send(&mut self, frame: &str, deadline: Deadline) -> Result<(), Error> {
        if !self.buffer.is_empty() {
            return Err(Error::Protocol("an answer nobody asked for".into()));
        }
        self.write(frame, deadline)
    }

    fn write(&mut self, frame: &str, deadline: Deadline) -> Result<(), Error> {
        let written = match &mut self.stream {
            Stream::Plain(stream) => {
                stream.until(deadline);
                stream.write_all(frame.as_bytes())
            }
            Stream::Tls(stream) => {
                stream.sock.until(deadline);
                stream
                    .write_all(frame.as_bytes())
                    .and_then(|()| stream.flush())
            }
        };
        written.map_err(|error| deadline.explain(&error))
    }

    fn receive(&mut self, deadline: Deadline) -> Result<Answer, Error> {
        let mut searched = 0;
        loop {
            let fresh = self.buffer.get(searched..).unwrap_or_default();
            if let Some(end) = fresh.iter().position(|byte| *byte == 0) {
                let rest = self.buffer.split_off(searched + end + 1);
                let frame = std::mem::replace(&mut self.buffer, rest);
                return Answer::parse(frame.get(..searched + end).unwrap_or_default())
                    .map_err(Error::Protocol);
            }
            searched = self.buffer.len();
            if searched > LONGEST {
                return Err(Error::Protocol(format!(
                    "more than {LONGEST} bytes without an end"
                )));
            }
            let mut piece = [0; 16 * 1024];
            let read = match &mut self.stream {
                Stream::Plain(stream) => {
                    stream.until(deadline);
                    stream.read(&mut piece)
                }
                Stream::Tls(stream) => {
                    stream.sock.until(deadline);
                    stream.read(&mut piece)
                }
            };
            match read {
                Ok(0) => return Err(Error::Removed("the host closed the line".into())),
                Ok(count) => self
                    .buffer
                    .extend_from_slice(piece.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(deadline.explain(&error)),
            }
        }
    }
}

fn unexpected(asked: &str, answer: &Answer) -> Error {
    let found = match answer {
        Answer::Connect { .. } => "connect",
        Answer::Open(_) => "open_device",
        Answer::Close(_) => "close_device",
        Answer::Data { .. } => "device_data",
        Answer::Reconnect { .. } => "reconnect",
    };
    Error::Protocol(format!("{asked} was asked, {found} is answered"))
}
