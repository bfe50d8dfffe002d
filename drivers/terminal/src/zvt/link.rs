//! Ways for APDUs to a terminal and back: TCP and RS-232.
//!
//! A link is opened for one operation and closed after it: some terminals hang up after a second of silence, others
//! keep a dead connection for days. Tried on no real terminal.

mod serial;
mod tcp;

use std::time::Instant;

pub use serial::SerialLink;
pub use tcp::{PORT, TcpLink};

use super::{Apdu, NotZvt};
use crate::address::Address;
use crate::config::Patience;
use crate::{Config, Error};

/// A way to a terminal.
pub trait Link: Send {
    /// Sends an APDU. After an error nobody knows whether it arrived.
    fn send(&mut self, apdu: &Apdu) -> Result<(), Error>;

    /// The next whole APDU; `None`: there was none until then.
    fn receive(&mut self, until: Instant) -> Result<Option<Apdu>, Error>;

    /// Before the link is closed: gives what was sent last the time to arrive.
    fn finish(&mut self) {}
}

/// Opens links.
pub trait Connector: Send {
    /// Opens one. Nothing is sent by that.
    fn connect(&mut self) -> Result<Box<dyn Link>, Error>;

    /// Whether an open link proves that somebody is at its other end. Where it does not, one link serves all commands of
    /// an operation, and the terminal is asked how it is before money is asked for.
    fn proves_presence(&self) -> bool;
}

/// Opens links to the address of a configuration.
#[derive(Debug, Clone)]
pub struct Wire {
    address: Address,
    patience: Patience,
}

impl Wire {
    /// Refuses an address that is none.
    pub fn new(config: &Config) -> Result<Self, Error> {
        Ok(Self {
            address: config.parsed_address()?,
            patience: config.patience,
        })
    }
}

impl Connector for Wire {
    fn proves_presence(&self) -> bool {
        matches!(self.address, Address::Tcp { .. })
    }

    fn connect(&mut self) -> Result<Box<dyn Link>, Error> {
        match &self.address {
            Address::Tcp { host, port } => Ok(Box::new(TcpLink::connect(
                host,
                port.unwrap_or(PORT),
                &self.patience,
            )?)),
            Address::Serial { device, baud, stop } => Ok(Box::new(SerialLink::open(
                device,
                *baud,
                *stop,
                &self.patience,
            )?)),
        }
    }
}

/// What bytes that are no APDU mean: at first that no terminal is there, later that it went mad.
fn not_zvt(found: &NotZvt, address: &str, known: bool) -> Error {
    match known {
        true => Error::Protocol(found.to_string()),
        false => Error::NotATerminal {
            address: address.to_owned(),
            protocol: "ZVT",
            found: found.to_string(),
        },
    }
}

#[cfg(test)]
mod tests;
