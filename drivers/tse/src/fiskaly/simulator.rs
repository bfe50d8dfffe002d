//! fiskaly SIGN DE v2 on this machine: an HTTP/1.1 server on loopback that keeps the service's rules and signs with
//! the built-in test TSE on secp256r1, so that what it signs verifies.
//!
//! The server is a small one of our own: it has to break off an exchange at any byte and answer what no HTTP
//! library would.

mod admin;
mod answer;
mod api;
mod clients;
mod exports;
mod faults;
mod server;
mod transactions;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use serde_json::Value;

use crate::algorithm::Curve;
use crate::breaking::lock;
use crate::driver::Clock;
use crate::simulator::{Options as DeviceOptions, Simulator as Device};
use crate::{Error, Tse};
use api::Service;
pub use faults::{Fault, Plan};

/// API key the service accepts.
pub const API_KEY: &str = "test_4711_amtskasse";
/// API secret the service accepts.
pub const API_SECRET: &str = "Zg8-loopback-only";
/// Path the API begins at.
const BASE: &str = "/api/v2";

/// What kind of service to be.
pub struct Options {
    /// Life of an access token in seconds.
    pub token_life: u64,
    /// Records an export may hold.
    pub records: u64,
    /// Questions about an export that are answered with `WORKING` before it is completed.
    pub working: u32,
    /// Open transactions there may be.
    pub max_transactions: u64,
    /// Registered clients there may be.
    pub max_clients: u64,
    /// Whether a repeated request of a finished transaction is refused (observed in 2025) instead of answered again
    /// (documented).
    pub refuses_repetition: bool,
    /// Whether an answer to a transaction comes before its signature does.
    pub pending: bool,
    /// `TEST` or `LIVE`.
    pub environment: &'static str,
    /// Failures of the signing device.
    pub faults: crate::simulator::Faults,
    /// Speaks TLS with this.
    pub tls: Option<Arc<rustls::ServerConfig>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            token_life: 80_938,
            records: 1_000_000,
            working: 1,
            max_transactions: 500,
            max_clients: 99,
            refuses_repetition: false,
            pending: false,
            environment: "TEST",
            faults: crate::simulator::Faults::new(),
            tls: None,
        }
    }
}

/// A request that came in.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// HTTP method.
    pub method: String,
    /// Path and query after the base address.
    pub path: String,
    /// JSON body; null if there was none.
    pub body: Value,
    /// Bytes of the whole request, head included.
    pub length: usize,
    /// Status it was answered with.
    pub status: u16,
    /// Bytes of the whole answer, head included.
    pub answer: usize,
}

struct Shared {
    service: Mutex<Service>,
    plans: Mutex<Vec<Plan>>,
    received: Mutex<Vec<Received>>,
    stop: AtomicBool,
    tls: Option<Arc<rustls::ServerConfig>>,
}

/// The running service; it ends when it is dropped.
pub struct Simulator {
    shared: Arc<Shared>,
    address: SocketAddr,
    listening: Option<JoinHandle<()>>,
}

impl Simulator {
    /// Starts it. The signing device keeps its memory in `folder`.
    ///
    /// # Errors
    /// No port, or no device in the folder.
    pub fn start(folder: &Path, options: Options, clock: Clock) -> Result<Self, Error> {
        let failed = |source: io::Error| Error::Io {
            context: "opening a port on this machine".into(),
            source,
        };
        let device = DeviceOptions {
            curve: Curve::Secp256r1,
            self_test_clears_time: false,
            faults: options.faults.clone(),
            ..DeviceOptions::default()
        };
        let clock: Arc<Mutex<Clock>> = Arc::new(Mutex::new(clock));
        let copy = Arc::clone(&clock);
        let tells: Clock = Box::new(move || copy.lock().unwrap_or_else(PoisonError::into_inner)());
        let device = Device::open(folder, device, tells)?;
        let tls = options.tls.clone();
        let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let shared = Arc::new(Shared {
            service: Mutex::new(Service::new(device, options, clock)?),
            plans: Mutex::default(),
            received: Mutex::default(),
            stop: AtomicBool::new(false),
            tls,
        });
        let served = Arc::clone(&shared);
        let listening = std::thread::spawn(move || server::listen(&listener, &served));
        Ok(Self {
            shared,
            address,
            listening: Some(listening),
        })
    }

    /// Address for [`crate::driver::Config::address`].
    #[must_use]
    pub fn url(&self) -> String {
        match self.shared.tls {
            Some(_) => format!("https://localhost:{}{BASE}", self.address.port()),
            None => format!("http://{}{BASE}", self.address),
        }
    }

    /// Makes the next fitting requests fail.
    pub fn fail(&self, plan: Plan) {
        lock(&self.shared.plans).push(plan);
    }

    /// Forgets failures that have not happened yet; gives how many there were.
    pub fn calm(&self) -> usize {
        std::mem::take(&mut *lock(&self.shared.plans)).len()
    }

    /// Everything that came in so far, oldest first; what came before is forgotten.
    pub fn received(&self) -> Vec<Received> {
        std::mem::take(&mut *lock(&self.shared.received))
    }

    /// Makes every token given out so far invalid.
    pub fn expire_tokens(&self) {
        lock(&self.shared.service).expire_tokens();
    }

    /// Puts the only TSS into a state, `DEFECTIVE` for instance.
    pub fn put_into_state(&self, state: &'static str) {
        lock(&self.shared.service).put_into_state(state);
    }

    /// Signatures the device made.
    ///
    /// # Errors
    /// As [`Tse::info`].
    pub fn signatures(&self) -> Result<u64, Error> {
        Ok(lock(&self.shared.service).device.info()?.signatures)
    }

    /// Wrong tries of the administrator's PIN so far.
    #[must_use]
    pub fn wrong_pins(&self) -> u32 {
        lock(&self.shared.service).wrong_pins()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // Wakes the listener up.
        drop(std::net::TcpStream::connect(self.address));
        if let Some(listening) = self.listening.take() {
            drop(listening.join());
        }
    }
}
