//! The simulated terminal's end of a connection.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use super::memory::Memory;
use super::tap::{Flow, Way};
use super::wire::{Command, take};

/// Nobody is at the other end any more, or nobody acknowledges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gone;

/// One connection, or one serial line.
pub(super) trait Line {
    /// Sends an APDU; on a serial line until it is acknowledged.
    fn send(&mut self, apdu: &[u8]) -> Result<(), Gone>;
    /// The next command, or `None` after so long.
    fn receive(&mut self, within: Duration) -> Result<Option<Command>, Gone>;
    /// Sends these bytes as they are.
    fn raw(&mut self, bytes: &[u8]);
    /// Breaks the connection.
    fn cut(&mut self);
    /// The terminal's power fails. A serial line lives on, and [`Memory::away`] keeps it silent.
    fn power_off(&mut self);
    /// Lets nothing through any more for so long.
    fn silence(&mut self, long: Duration);
    /// Whether it lasts: a serial line is there even if nobody answers on it.
    fn lasts(&self) -> bool;
}

/// A TCP connection.
pub(super) struct Tcp {
    stream: TcpStream,
    memory: Memory,
    buffer: Vec<u8>,
    dead: bool,
}

impl Tcp {
    pub fn new(stream: TcpStream, memory: Memory) -> Self {
        let _ = stream.set_nodelay(true);
        Self {
            stream,
            memory,
            buffer: Vec::new(),
            dead: false,
        }
    }

    fn flow(&mut self, flow: Flow) {
        match flow {
            Flow::On => {}
            Flow::Cut => self.cut(),
            Flow::Dead => self.dead = true,
        }
    }
}

impl Line for Tcp {
    fn send(&mut self, apdu: &[u8]) -> Result<(), Gone> {
        if self.dead {
            return Ok(());
        }
        let mut bytes = apdu.to_vec();
        let flow = self
            .memory
            .with(|kept| kept.tap.pass(Way::ToTill, &mut bytes));
        let written = self.stream.write_all(&bytes);
        self.flow(flow);
        match flow == Flow::Cut || written.is_err() {
            true => Err(Gone),
            false => Ok(()),
        }
    }

    fn receive(&mut self, within: Duration) -> Result<Option<Command>, Gone> {
        let end = Instant::now() + within;
        let mut chunk = [0; 1024];
        loop {
            if let Some(command) = take(&mut self.buffer) {
                return Ok(Some(command));
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            let _ = self
                .stream
                .set_read_timeout(Some(left.max(Duration::from_millis(1))));
            match self.stream.read(&mut chunk) {
                Ok(0) => return Err(Gone),
                Ok(_) if self.dead => {}
                Ok(count) => {
                    let mut bytes = chunk[..count].to_vec();
                    let flow = self
                        .memory
                        .with(|kept| kept.tap.pass(Way::ToTerminal, &mut bytes));
                    self.buffer.extend(bytes);
                    self.flow(flow);
                    if flow == Flow::Cut && take(&mut self.buffer.clone()).is_none() {
                        return Err(Gone);
                    }
                }
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Err(Gone),
            }
        }
    }

    fn raw(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes);
    }

    fn cut(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    fn power_off(&mut self) {
        self.cut();
    }

    fn silence(&mut self, _: Duration) {
        self.dead = true;
    }

    fn lasts(&self) -> bool {
        false
    }
}
