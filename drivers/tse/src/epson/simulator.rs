//! An Epson host in software: a TCP or TLS server on loopback that speaks the driver's protocol, with a TSE that is
//! the crate's [built-in one](crate::simulator), so that what it signs verifies.
//!
//! It keeps roles, single-use challenges, retry counters, log-out times, the exclusive opening with its 60 s after a
//! broken line, the 64 KB limit, and exports in pieces; and it can be told to fail.

mod connection;
mod export;
mod functions;
mod info;
mod tse;

use std::io;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use rustls::ServerConfig;

use crate::Error;
use crate::breaking::{Breaking, lock};
use crate::simulator as built_in;
use tse::State;

/// What kind of host to be.
#[derive(Debug, Clone)]
pub struct Options {
    /// TLS instead of plain TCP, with a certificate of its own.
    pub tls: bool,
    /// Id of the TSE.
    pub device_id: String,
    /// How long an open device stays locked after its line broke.
    pub locked: Duration,
    /// Log-out of an idle administrator.
    pub admin_time_out: TimeDelta,
    /// Log-out of an idle time administrator.
    pub time_admin_time_out: TimeDelta,
    /// End of an export nobody fetches.
    pub export_time_out: TimeDelta,
    /// Bytes of an export's piece.
    pub piece: usize,
    /// The TSE inside.
    pub device: built_in::Options,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            tls: false,
            device_id: super::LOCAL_TSE.into(),
            locked: Duration::from_secs(60),
            admin_time_out: TimeDelta::seconds(900),
            time_admin_time_out: TimeDelta::seconds(28_800),
            export_time_out: TimeDelta::seconds(100),
            piece: 64 * 1024,
            device: built_in::Options::default(),
        }
    }
}

/// What to do with one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tamper {
    /// Send these bytes instead.
    Replace(Vec<u8>),
    /// Send the answer before it once more instead.
    Repeat,
    /// Send nothing.
    Silence,
}

/// Failures of the line and of the host; those of the TSE are set on [`Server::device_faults`].
#[derive(Debug, Default)]
struct Faults {
    line: Breaking<Tamper>,
    busy: bool,
    in_use: bool,
}

/// Who has the device open.
#[derive(Debug, Default)]
enum Opened {
    #[default]
    Nobody,
    By(String),
    /// By a connection that broke, until then; with its last answer.
    Lost(String, Instant, Option<(String, String)>),
}

type SharedClock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

struct Shared {
    options: Options,
    state: Mutex<State>,
    opened: Mutex<Opened>,
    faults: Mutex<Faults>,
    streams: Mutex<Vec<TcpStream>>,
    connections: AtomicU64,
    sent: AtomicU64,
    received: AtomicU64,
    stop: AtomicBool,
}

/// A running host; it ends with the value.
pub struct Server {
    shared: Arc<Shared>,
    port: u16,
    certificate: Option<String>,
}

impl Server {
    /// Starts a host whose TSE lives in `folder`.
    ///
    /// # Errors
    /// As [`built_in::Simulator::open`]; [`Error::Io`] when there is no port.
    pub fn start(
        folder: &Path,
        options: Options,
        clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let failed = |source: io::Error| Error::Io {
            context: "starting the simulated Epson host".into(),
            source,
        };
        let clock: SharedClock = Arc::new(clock);
        let state = State::open(folder, &options, clock)?;
        let (tls, certificate) = match options.tls {
            true => {
                let (config, certificate) =
                    self_signed().map_err(|error| failed(io::Error::other(error.to_string())))?;
                (Some(config), Some(certificate))
            }
            false => (None, None),
        };
        let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let shared = Arc::new(Shared {
            options,
            state: Mutex::new(state),
            opened: Mutex::default(),
            faults: Mutex::default(),
            streams: Mutex::default(),
            connections: AtomicU64::new(0),
            sent: AtomicU64::new(0),
            received: AtomicU64::new(0),
            stop: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        std::thread::spawn(move || accept(&listener, &accepting, tls.as_ref()));
        Ok(Self {
            shared,
            port,
            certificate,
        })
    }

    /// Address for the driver.
    #[must_use]
    pub fn address(&self) -> String {
        let scheme = if self.certificate.is_some() {
            "tls"
        } else {
            "tcp"
        };
        format!("{scheme}://127.0.0.1:{}", self.port)
    }

    /// The certificate to trust (PEM), with TLS.
    #[must_use]
    pub fn certificate(&self) -> Option<&str> {
        self.certificate.as_deref()
    }

    /// Failures of the TSE itself.
    #[must_use]
    pub fn device_faults(&self) -> built_in::Faults {
        self.shared.options.device.faults.clone()
    }

    /// Makes every function take this long.
    pub fn slow(&self, by: Option<Duration>) {
        lock(&self.shared.faults).line.slow = by;
    }

    /// Makes every function answer `ERROR_DEVICE_BUSY`.
    pub fn busy(&self, on: bool) {
        lock(&self.shared.faults).busy = on;
    }

    /// Makes every opening answer `DEVICE_IN_USE`.
    pub fn in_use(&self, on: bool) {
        lock(&self.shared.faults).in_use = on;
    }

    /// Breaks the line once, after so many more bytes were sent to clients.
    pub fn cut_answer_after(&self, bytes: u64) {
        lock(&self.shared.faults).line.cut_answer_after(bytes);
    }

    /// Breaks the line once, after so many more bytes came from clients.
    pub fn cut_request_after(&self, bytes: u64) {
        lock(&self.shared.faults).line.cut_request_after(bytes);
    }

    /// Forgets a planned cut; tells whether it was still to come.
    pub fn no_cut(&self) -> bool {
        lock(&self.shared.faults).line.no_cut()
    }

    /// Does something to the next answer to `function`.
    pub fn tamper(&self, function: &str, tamper: Tamper) {
        lock(&self.shared.faults).line.tamper(function, tamper);
    }

    /// Bytes sent to and received from clients so far.
    #[must_use]
    pub fn traffic(&self) -> (u64, u64) {
        let read = |counter: &AtomicU64| counter.load(Ordering::SeqCst);
        (read(&self.shared.sent), read(&self.shared.received))
    }

    /// Switches the host off and on: lines break, nobody is logged in, time and self-test are forgotten.
    ///
    /// # Errors
    /// As [`built_in::Simulator::open`].
    pub fn power_cycle(&self) -> Result<(), Error> {
        for stream in lock(&self.shared.streams).drain(..) {
            drop(stream.shutdown(Shutdown::Both));
        }
        *lock(&self.shared.opened) = Opened::Nobody;
        lock(&self.shared.state).power_cycle()
    }

    /// Forgets the host's own client and key, as when the stick was put into another host.
    pub fn move_to_another_host(&self) {
        lock(&self.shared.state).move_to_another_host();
    }

    /// The TSE's archive, past all roles and limits.
    ///
    /// # Errors
    /// As [`crate::Tse::export`].
    pub fn archive(&self) -> Result<Vec<u8>, Error> {
        lock(&self.shared.state).archive()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for clients.
        drop(TcpStream::connect(("127.0.0.1", self.port)));
        for stream in lock(&self.shared.streams).drain(..) {
            drop(stream.shutdown(Shutdown::Both));
        }
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>, tls: Option<&Arc<ServerConfig>>) {
    for stream in listener.incoming() {
        if shared.stop.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        let tls = tls.cloned();
        std::thread::spawn(move || connection::serve(stream, &shared, tls));
    }
}

fn self_signed() -> Result<(Arc<ServerConfig>, String), Box<dyn std::error::Error>> {
    let made = rcgen::generate_simple_self_signed(vec!["epson-simulator.invalid".into()])?;
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())?;
    // rcgen writes PEM only with a feature of its own.
    let base64 =
        base64::Engine::encode(&base64::engine::general_purpose::STANDARD, made.cert.der());
    let lines: Vec<&str> = base64
        .as_bytes()
        .chunks(64)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    let pem = format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        lines.join("\n")
    );
    Ok((Arc::new(config), pem))
}
