//! ZVT over TCP: bare APDUs, cut and joined as the network likes.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use super::{Link, not_zvt};
use crate::Error;
use crate::config::Patience;
use crate::zvt::{Apdu, Reassembler};

/// Port a terminal listens on unless it was told another one.
pub const PORT: u16 = 20007;

/// A connection to a terminal.
#[derive(Debug)]
pub struct TcpLink {
    stream: TcpStream,
    address: String,
    reassembler: Reassembler,
    /// Whether anything that is ZVT came over this connection.
    known: bool,
}

impl TcpLink {
    /// Connects, each address of the host in turn, within the time for all of them together.
    pub fn connect(host: &str, port: u16, patience: &Patience) -> Result<Self, Error> {
        let address = match host.contains(':') {
            true => format!("tcp://[{host}]:{port}"),
            false => format!("tcp://{host}:{port}"),
        };
        let unreachable = |reason: String| Error::Unreachable {
            address: address.clone(),
            reason,
        };
        let end = Instant::now() + patience.connect;
        let places = (host, port)
            .to_socket_addrs()
            .map_err(|error| unreachable(error.to_string()))?;
        let mut reason = "the name has no address".to_owned();
        for place in places {
            let left = end.saturating_duration_since(Instant::now());
            // A time limit of nothing is refused by the system.
            match TcpStream::connect_timeout(&place, left.max(Duration::from_millis(1))) {
                Ok(stream) => {
                    let ready = stream
                        .set_nodelay(true)
                        .and_then(|()| stream.set_write_timeout(Some(patience.answer)));
                    ready.map_err(|error| unreachable(error.to_string()))?;
                    return Ok(Self {
                        stream,
                        address,
                        reassembler: Reassembler::default(),
                        known: false,
                    });
                }
                Err(error) => reason = error.to_string(),
            }
        }
        Err(unreachable(reason))
    }

    fn next(&mut self) -> Result<Option<Apdu>, Error> {
        let apdu = self
            .reassembler
            .next()
            .map_err(|found| not_zvt(&found, &self.address, self.known))?;
        self.known |= apdu.is_some();
        Ok(apdu)
    }
}

fn lost(error: &std::io::Error) -> Error {
    Error::Lost(error.to_string())
}

impl Link for TcpLink {
    fn send(&mut self, apdu: &Apdu) -> Result<(), Error> {
        self.stream
            .write_all(&apdu.encode())
            .map_err(|error| lost(&error))
    }

    fn receive(&mut self, until: Instant) -> Result<Option<Apdu>, Error> {
        let mut buffer = [0; 4096];
        loop {
            if let Some(apdu) = self.next()? {
                return Ok(Some(apdu));
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            self.stream
                .set_read_timeout(Some(left))
                .map_err(|error| lost(&error))?;
            match self.stream.read(&mut buffer) {
                Ok(0) => return Err(Error::Lost("the terminal hung up".to_owned())),
                Ok(count) => self.reassembler.push(&buffer[..count]),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => {}
                    _ => return Err(lost(&error)),
                },
            }
        }
    }
}
