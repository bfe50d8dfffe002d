//! Looking who answers at an address, before a terminal is taken into use. Moves no money and changes nothing at it; OPI
//! terminals are logged in to, because nothing else makes them answer.

use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use amtskasse_terminal::address::Address;
use amtskasse_terminal::opi::Dialect;
use amtskasse_terminal::{Config, Driver, Error, Status};

use super::store::try_open;
use crate::till::Clock;

/// Ports ZVT terminals were seen at: the usual one, Feig and TeleCash, Ingenico.
const ZVT_PORTS: [u16; 3] = [20007, 22000, 5577];
/// Time for a connection to a port that may be closed.
const KNOCK: Duration = Duration::from_millis(700);

/// What was found at an address.
#[derive(Debug)]
pub struct Found {
    /// What answered as it was asked for.
    pub answer: Result<Status, Error>,
    /// Where a terminal answers instead, in words that fit a configuration; only looked for after a failure.
    pub elsewhere: Vec<Elsewhere>,
}

/// A terminal that answers in another way than it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Protocol it speaks.
    pub driver: Driver,
    /// Dialect of an OPI terminal.
    pub dialect: Dialect,
    /// Where.
    pub address: String,
    /// What it says.
    pub status: Status,
}

/// Asks who answers; takes up to half a minute where nobody does.
#[must_use]
pub fn probe(config: &Config, clock: &Arc<dyn Clock>) -> Found {
    let answer = try_open(config, clock).and_then(|mut terminal| terminal.status());
    let elsewhere = match &answer {
        Err(error) if may_be_elsewhere(error) => look_around(config, clock),
        _ => Vec::new(),
    };
    Found { answer, elsewhere }
}

fn may_be_elsewhere(error: &Error) -> bool {
    matches!(
        error,
        Error::Unreachable { .. }
            | Error::NotATerminal { .. }
            | Error::Lost(_)
            | Error::Timeout(_)
            | Error::Protocol(_)
    )
}

/// Tries the other protocol, the other dialects and their usual ports.
fn look_around(config: &Config, clock: &Arc<dyn Clock>) -> Vec<Elsewhere> {
    let Ok(Address::Tcp { host, port }) = config.parsed_address() else {
        return Vec::new();
    };
    let mut tries: Vec<(Driver, Dialect, u16)> = Vec::new();
    for at in port.into_iter().chain(ZVT_PORTS) {
        tries.push((Driver::Zvt, Dialect::default(), at));
    }
    for dialect in Dialect::ALL {
        let usual = dialect.profile().card_port;
        for at in port.into_iter().chain([usual]) {
            tries.push((Driver::Opi, dialect, at));
        }
    }
    let mine = port.unwrap_or(match config.driver {
        Driver::Opi => config.dialect.profile().card_port,
        _ => ZVT_PORTS[0],
    });
    tries.retain(|(driver, dialect, at)| {
        let same_dialect = *driver == Driver::Zvt || *dialect == config.dialect;
        !(*driver == config.driver && same_dialect && *at == mine)
    });
    let mut knocked: Vec<(u16, bool)> = Vec::new();
    let mut found: Vec<Elsewhere> = Vec::new();
    for (driver, dialect, at) in tries {
        // Who answered one question at a port is not asked in other tongues.
        let address = Address::Tcp {
            host: host.clone(),
            port: Some(at),
        };
        let address = address.to_string();
        if found.iter().any(|found| found.address == address) {
            continue;
        }
        let open = match knocked.iter().find(|(port, _)| *port == at) {
            Some((_, open)) => *open,
            None => {
                let open = knock(&host, at);
                knocked.push((at, open));
                open
            }
        };
        if !open {
            continue;
        }
        let mut other = config.clone();
        (other.driver, other.dialect) = (driver, dialect);
        other.address.clone_from(&address);
        other.listen = config.listen.filter(|_| driver == config.driver);
        other.patience.connect = KNOCK;
        other.patience.answer = Duration::from_secs(2);
        other.patience.completion = Duration::from_secs(3);
        other.patience.response = Duration::from_secs(3);
        other.patience.retry = Duration::from_millis(300);
        let status = try_open(&other, clock).and_then(|mut terminal| terminal.status());
        if let Ok(status) = status {
            found.push(Elsewhere {
                driver,
                dialect,
                address,
                status,
            });
        }
    }
    found
}

fn knock(host: &str, port: u16) -> bool {
    let Ok(addresses) = (host, port).to_socket_addrs() else {
        return false;
    };
    addresses
        .into_iter()
        .any(|address| TcpStream::connect_timeout(&address, KNOCK).is_ok())
}
