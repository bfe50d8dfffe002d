//! The web service in software: a WebSocket server on loopback, with a TSE that is the crate's
//! [built-in one](crate::simulator), so that what it signs verifies. As far as the public knowledge of the real service goes.

mod service;

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tungstenite::Message;

use crate::Error;
use crate::breaking::{Breaking, lock};
use crate::simulator as built_in;
use service::Service;

/// What to do with one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tamper {
    /// Send this text instead.
    Replace(String),
    /// Send bytes instead of a text.
    Binary(Vec<u8>),
    /// Send it under another number.
    WrongNumber,
    /// Send the answer before it once more instead.
    Repeat,
    /// Send nothing.
    Silence,
}

type SharedClock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

struct Shared {
    service: Mutex<Service>,
    faults: Mutex<Breaking<Tamper>>,
    streams: Mutex<Vec<TcpStream>>,
    sent: AtomicU64,
    received: AtomicU64,
    stop: AtomicBool,
}

/// A running service; it ends with the value.
pub struct Server {
    shared: Arc<Shared>,
    port: u16,
    device: built_in::Options,
}

impl Server {
    /// Starts a service whose TSE lives in `folder`, set up with `secrets` by the maker's tool.
    ///
    /// # Errors
    /// As [`built_in::Simulator::open`]; [`Error::Io`] when there is no port.
    pub fn start(
        folder: &Path,
        secrets: &crate::SetUp,
        device: built_in::Options,
        clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let failed = |source| Error::Io {
            context: "starting the simulated web service".into(),
            source,
        };
        let service = Service::open(folder, secrets, device.clone(), Arc::new(clock))?;
        let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let shared = Arc::new(Shared {
            service: Mutex::new(service),
            faults: Mutex::default(),
            streams: Mutex::default(),
            sent: AtomicU64::new(0),
            received: AtomicU64::new(0),
            stop: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if accepting.stop.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let shared = Arc::clone(&accepting);
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        Ok(Self {
            shared,
            port,
            device,
        })
    }

    /// Address for the driver.
    #[must_use]
    pub fn address(&self) -> String {
        format!("ws://127.0.0.1:{}", self.port)
    }

    /// Failures of the TSE itself.
    #[must_use]
    pub fn device_faults(&self) -> built_in::Faults {
        self.device.faults.clone()
    }

    /// Makes every command take this long.
    pub fn slow(&self, by: Option<Duration>) {
        lock(&self.shared.faults).slow = by;
    }

    /// Breaks the line once, after so many more bytes were sent to clients.
    pub fn cut_answer_after(&self, bytes: u64) {
        lock(&self.shared.faults).cut_answer_after(bytes);
    }

    /// Breaks the line once, after so many more bytes came from clients.
    pub fn cut_request_after(&self, bytes: u64) {
        lock(&self.shared.faults).cut_request_after(bytes);
    }

    /// Forgets a planned cut; tells whether it was still to come.
    pub fn no_cut(&self) -> bool {
        lock(&self.shared.faults).no_cut()
    }

    /// Does something to the next answer to `command`.
    pub fn tamper(&self, command: &str, tamper: Tamper) {
        lock(&self.shared.faults).tamper(command, tamper);
    }

    /// Breaks every line.
    pub fn hang_up(&self) {
        for stream in lock(&self.shared.streams).drain(..) {
            drop(stream.shutdown(Shutdown::Both));
        }
    }

    /// Bytes sent to and received from clients so far.
    #[must_use]
    pub fn traffic(&self) -> (u64, u64) {
        let read = |counter: &AtomicU64| counter.load(Ordering::SeqCst);
        (read(&self.shared.sent), read(&self.shared.received))
    }

    /// The TSE's archive, as the maker's tool would export it.
    ///
    /// # Errors
    /// As [`crate::Tse::export`].
    pub fn archive(&self) -> Result<Vec<u8>, Error> {
        lock(&self.shared.service).archive()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for clients.
        drop(TcpStream::connect(("127.0.0.1", self.port)));
        self.hang_up();
    }
}

/// A stream that breaks where it was told to.
struct BreakingStream<'a> {
    stream: TcpStream,
    shared: &'a Shared,
}

impl Read for BreakingStream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(buffer)?;
        let (count, cut) = lock(&self.shared.faults).receives(count);
        self.shared
            .received
            .fetch_add(count as u64, Ordering::SeqCst);
        if cut {
            // What came before is carried out; the answer goes nowhere.
            drop(self.stream.shutdown(Shutdown::Both));
        }
        Ok(count)
    }
}

impl Write for BreakingStream<'_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let (count, cut) = lock(&self.shared.faults).sends(buffer.len());
        self.stream
            .write_all(buffer.get(..count).unwrap_or_default())?;
        self.shared.sent.fetch_add(count as u64, Ordering::SeqCst);
        if cut {
            drop(self.stream.shutdown(Shutdown::Both));
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

fn serve(stream: TcpStream, shared: &Shared) {
    drop(stream.set_nodelay(true));
    if let Ok(kept) = stream.try_clone() {
        let mut streams = lock(&shared.streams);
        streams.retain(|stream| stream.peer_addr().is_ok());
        streams.push(kept);
    }
    // However it ends, the line is gone.
    let Ok(mut line) = tungstenite::accept(BreakingStream { stream, shared }) else {
        return;
    };
    let mut before = String::new();
    while let Ok(message) = line.read() {
        let Message::Text(text) = message else {
            continue;
        };
        let slow = lock(&shared.faults).slow;
        if let Some(slow) = slow {
            std::thread::sleep(slow);
        }
        let Some((command, answer)) = lock(&shared.service).answer(&text) else {
            return;
        };
        let tamper = lock(&shared.faults).tampers_with(&command);
        let number = answer.get("PingPong").and_then(serde_json::Value::as_u64);
        let right = super::message::frame(&serde_json::Value::Object(answer.clone()));
        let sent = match tamper {
            None => Message::text(right.clone()),
            Some(Tamper::Silence) => continue,
            Some(Tamper::Replace(text)) => Message::text(text),
            Some(Tamper::Binary(bytes)) => Message::binary(bytes),
            Some(Tamper::Repeat) => Message::text(before),
            Some(Tamper::WrongNumber) => {
                let mut wrong = answer;
                wrong.insert("PingPong".into(), (number.unwrap_or_default() + 1).into());
                Message::text(super::message::frame(&serde_json::Value::Object(wrong)))
            }
        };
        before = right;
        if line.send(sent).is_err() {
            return;
        }
    }
}
