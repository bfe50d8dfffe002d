//! ZVT over RS-232: the line layer on a real port.

use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use serialport::{ClearBuffer, DataBits, FlowControl, Parity, SerialPort, StopBits};

use super::{Link, not_zvt};
use crate::Error;
use crate::config::Patience;
use crate::zvt::Apdu;
use crate::zvt::serial::{Failure, Limits, Line};

/// Longest wait for the acknowledgement of the last thing sent before the port is closed.
const FAREWELL: Duration = Duration::from_secs(1);

/// An open serial port.
pub struct SerialLink {
    port: Box<dyn SerialPort>,
    address: String,
    line: Line,
    known: bool,
}

impl SerialLink {
    /// Opens a port: eight bits, no parity, no handshake.
    pub fn open(device: &str, baud: u32, stop: u8, patience: &Patience) -> Result<Self, Error> {
        let address = format!("serial://{device}?baud={baud}&stop={stop}");
        let port = serialport::new(device, baud)
            .data_bits(DataBits::Eight)
            .parity(Parity::None)
            .flow_control(FlowControl::None)
            .stop_bits(match stop {
                1 => StopBits::One,
                _ => StopBits::Two,
            })
            .timeout(patience.byte)
            .open();
        let mut port = port.map_err(|error| Error::Unreachable {
            address: address.clone(),
            reason: error.to_string(),
        })?;
        // Level converters draw their power from these lines; pseudo-terminals and some adapters have none.
        let _ = port.write_data_terminal_ready(true);
        let _ = port.write_request_to_send(true);
        // What lies there belongs to an operation that is over.
        let _ = port.clear(ClearBuffer::Input);
        Ok(Self {
            port,
            address,
            line: Line::new(Limits {
                byte: patience.byte,
                ack: patience.ack,
            }),
            known: false,
        })
    }

    fn flush(&mut self) -> Result<(), Error> {
        let bytes = self.line.take_output();
        if bytes.is_empty() {
            return Ok(());
        }
        // A port that takes nothing for a second is no port.
        let written = self
            .port
            .set_timeout(Duration::from_secs(1))
            .map_err(std::io::Error::from)
            .and_then(|()| self.port.write_all(&bytes));
        written.map_err(|error| Error::Lost(error.to_string()))
    }

    /// Waits for bytes until then and lets the line work on them.
    fn listen(&mut self, until: Instant) -> Result<(), Error> {
        let due = self.line.deadline().map_or(until, |due| due.min(until));
        let left = due.saturating_duration_since(Instant::now());
        let mut buffer = [0; 1024];
        let read = self
            .port
            .set_timeout(left.max(Duration::from_millis(1)))
            .map_err(std::io::Error::from)
            .and_then(|()| self.port.read(&mut buffer));
        match read {
            Ok(0) => return Err(Error::Lost("the serial port is gone".to_owned())),
            Ok(count) => self.line.receive(&buffer[..count], Instant::now()),
            Err(error) => match error.kind() {
                ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => {
                    self.line.tick(Instant::now());
                }
                _ => return Err(Error::Lost(error.to_string())),
            },
        }
        self.flush()
    }
}

impl Link for SerialLink {
    fn send(&mut self, apdu: &Apdu) -> Result<(), Error> {
        self.line.send(&apdu.encode(), Instant::now());
        self.flush()
    }

    fn receive(&mut self, until: Instant) -> Result<Option<Apdu>, Error> {
        loop {
            if let Some(bytes) = self.line.take_apdu() {
                let apdu = Apdu::parse(&bytes)
                    .map_err(|found| not_zvt(&found, &self.address, self.known))?;
                self.known = true;
                return Ok(Some(apdu));
            }
            match self.line.failure() {
                Some(Failure::Silence) => {
                    return Err(Error::Unreachable {
                        address: self.address.clone(),
                        reason: Failure::Silence.to_string(),
                    });
                }
                Some(failure) => return Err(Error::Lost(failure.to_string())),
                None => {}
            }
            if Instant::now() >= until {
                return Ok(None);
            }
            self.listen(until)?;
        }
    }

    fn finish(&mut self) {
        let until = Instant::now() + FAREWELL;
        while !self.line.settled() && Instant::now() < until && self.listen(until).is_ok() {}
    }
}
