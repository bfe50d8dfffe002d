//! A ZVT terminal without a card reader: on a TCP port or at a pseudo-terminal, for tests, for the demonstration and for
//! technicians who want to see a till work.
//!
//! It keeps to the specification as far as a till can see it, deviates from it as real terminals are known to
//! ([`Ways`]), lets each payment go as told ([`Play`]) and breaks the line at any byte ([`Fault`]). Its [`Memory`] is the
//! truth: what was charged is charged, whatever the till believes.
//!
//! Its bytes are written and read by itself, not by the driver's codec.

mod card;
mod line;
mod memory;
mod play;
mod record;
mod serial;
mod talk;
mod tap;
mod transact;
mod ways;
mod wire;
mod work;

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub use card::Card;
pub use memory::{Charge, Memory};
pub use play::{Incident, Moment, Oddity, Play, Verdict};
pub use tap::{Fault, Way};
pub use ways::{Forsaken, Letters, Unacknowledged, Ways};

use crate::Error;
use line::{Gone, Line, Tcp};

/// How often an idle connection looks whether the terminal is to stop.
const GLANCE: Duration = Duration::from_millis(50);

/// A running terminal; it stops when dropped.
#[derive(Debug)]
pub struct Terminal {
    memory: Memory,
    address: String,
    port: Option<SocketAddr>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    /// The till's end of a pseudo-terminal stays open, or the terminal's end would break while no till is there.
    #[cfg(unix)]
    _till_end: Option<serialport::TTYPort>,
}

impl Terminal {
    /// Listens on a TCP port of this machine; 0: any free one.
    pub fn listen(port: u16, memory: Memory) -> Result<Self, Error> {
        Self::listen_at(SocketAddr::from(([127, 0, 0, 1], port)), memory)
    }

    /// Listens at this address.
    pub fn listen_at(at: SocketAddr, memory: Memory) -> Result<Self, Error> {
        let cannot = |error: std::io::Error| Error::Config(format!("{at}: {error}"));
        let listener = TcpListener::bind(at).map_err(cannot)?;
        let bound = listener.local_addr().map_err(cannot)?;
        let stop = Arc::new(AtomicBool::new(false));
        let (thread_memory, thread_stop) = (memory.clone(), Arc::clone(&stop));
        let thread = std::thread::spawn(move || accept(&listener, &thread_memory, &thread_stop));
        Ok(Self {
            memory,
            address: format!("tcp://{bound}"),
            port: Some(bound),
            stop,
            thread: Some(thread),
            #[cfg(unix)]
            _till_end: None,
        })
    }

    /// Opens a pseudo-terminal and is the device at it.
    #[cfg(unix)]
    pub fn at_pseudo_terminal(memory: Memory) -> Result<Self, Error> {
        use serialport::{SerialPort, TTYPort};
        let cannot = |error: serialport::Error| Error::Config(error.to_string());
        let (ours, theirs) = TTYPort::pair().map_err(cannot)?;
        let device = theirs.name().unwrap_or_default();
        let mut terminal = Self::at_port(Box::new(ours), memory);
        terminal.address = format!("serial://{device}");
        terminal._till_end = Some(theirs);
        Ok(terminal)
    }

    /// Is the device at this serial port, e.g. at the other end of a null modem cable.
    #[must_use]
    pub fn at_port(port: Box<dyn serialport::SerialPort>, memory: Memory) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let address = format!("serial://{}", port.name().unwrap_or_default());
        let (thread_memory, thread_stop) = (memory.clone(), Arc::clone(&stop));
        let thread = std::thread::spawn(move || {
            let mut line = serial::Serial::new(port, thread_memory.clone());
            serve(&mut line, &thread_memory, &thread_stop);
        });
        Self {
            memory,
            address,
            port: None,
            stop,
            thread: Some(thread),
            #[cfg(unix)]
            _till_end: None,
        }
    }

    /// Where a till finds it, in the form of [`crate::Config::address`].
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its memory.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Waits until it stops by itself: for ever, unless its serial port goes away.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(port) = self.port {
            // Wakes the thread that accepts connections.
            let _ = TcpStream::connect(port);
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn accept(listener: &TcpListener, memory: &Memory, stop: &Arc<AtomicBool>) {
    let mut connections = Vec::new();
    for stream in listener.incoming() {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let Ok(stream) = stream else { continue };
        if memory.away() {
            continue;
        }
        let (memory, stop) = (memory.clone(), Arc::clone(stop));
        let several = memory.with(|kept| kept.ways.several);
        let work = move || serve(&mut Tcp::new(stream, memory.clone()), &memory, &stop);
        match several {
            true => connections.push(std::thread::spawn(work)),
            false => work(),
        }
        connections.retain(|connection: &JoinHandle<()>| !connection.is_finished());
    }
    for connection in connections {
        let _ = connection.join();
    }
}

/// Serves one connection to its end, or one serial line.
fn serve(line: &mut dyn Line, memory: &Memory, stop: &AtomicBool) {
    let mut last = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        if memory.away() && !line.lasts() {
            return line.cut();
        }
        let idle = memory.with(|kept| kept.ways.idle);
        let glance = idle.map_or(GLANCE, |idle| idle.min(GLANCE));
        let done = match line.receive(glance) {
            Ok(Some(command)) => {
                let done = work::command(line, memory, &command);
                last = Instant::now();
                done
            }
            Ok(None) => match idle {
                Some(idle) if last.elapsed() >= idle && !line.lasts() => Err(Gone),
                _ => Ok(()),
            },
            Err(Gone) if line.lasts() => return,
            Err(Gone) => Err(Gone),
        };
        if done.is_err() && !line.lasts() {
            return line.cut();
        }
    }
}

#[cfg(test)]
mod tests;
