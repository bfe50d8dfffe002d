//! Where a terminal is: `tcp://HOST[:PORT]` or `serial://DEVICE[?baud=9600&stop=2]`.

use std::fmt;
use std::str::FromStr;

/// Address of a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// In the network; without a port the driver's own is used.
    Tcp {
        /// Name or IP address; IPv6 in brackets.
        host: String,
        /// TCP port.
        port: Option<u16>,
    },
    /// At a serial port.
    Serial {
        /// Device, e.g. `/dev/ttyUSB0` or `COM3`.
        device: String,
        /// Bits per second.
        baud: u32,
        /// Stop bits, 1 or 2.
        stop: u8,
    },
}

/// Text that is no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text}: {wrong} (expected tcp://HOST:PORT or serial:///dev/DEVICE?baud=9600)")]
pub struct NotAnAddress {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub wrong: &'static str,
}

impl FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let wrong = |wrong| NotAnAddress {
            text: text.to_owned(),
            wrong,
        };
        let trimmed = text.trim();
        if let Some(rest) = trimmed.strip_prefix("tcp://") {
            return tcp(rest.strip_suffix('/').unwrap_or(rest)).map_err(wrong);
        }
        if let Some(rest) = trimmed.strip_prefix("serial://") {
            return serial(rest).map_err(wrong);
        }
        Err(wrong("it begins with neither tcp:// nor serial://"))
    }
}

fn tcp(rest: &str) -> Result<Address, &'static str> {
    let port_after = if rest.starts_with('[') {
        rest.rfind("]:").map(|at| at + 1)
    } else {
        rest.rfind(':')
    };
    let (host, port) = match port_after {
        None => (rest, None),
        Some(at) => {
            let port = rest[at + 1..].parse::<u16>().ok().filter(|port| *port > 0);
            (
                &rest[..at],
                Some(port.ok_or("the port is no number from 1 to 65535")?),
            )
        }
    };
    let bare = host
        .strip_prefix('[')
        .map_or(Some(host), |h| h.strip_suffix(']'));
    let bare = bare.ok_or("a bracket is missing")?;
    if bare.is_empty() || bare.contains(['/', '?', '@', ' ']) {
        return Err("the host is missing or no host name");
    }
    if bare.contains(':') && !host.starts_with('[') {
        return Err("an IPv6 address needs brackets");
    }
    let host = bare.to_owned();
    Ok(Address::Tcp { host, port })
}

fn serial(rest: &str) -> Result<Address, &'static str> {
    let (device, options) = rest.split_once('?').unwrap_or((rest, ""));
    if device.is_empty() {
        return Err("the device is missing");
    }
    let (mut baud, mut stop) = (9600, 2);
    for option in options.split('&').filter(|option| !option.is_empty()) {
        match option.split_once('=') {
            Some(("baud", value)) => {
                let known = [9600, 19200, 38400, 57600, 115_200];
                let value = value.parse().ok().filter(|value| known.contains(value));
                baud = value.ok_or("baud is none of 9600, 19200, 38400, 57600, 115200")?;
            }
            Some(("stop", "1")) => stop = 1,
            Some(("stop", "2")) => stop = 2,
            Some(("stop", _)) => return Err("stop is neither 1 nor 2"),
            _ => return Err("the only options are baud and stop"),
        }
    }
    let device = device.to_owned();
    Ok(Address::Serial { device, baud, stop })
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Tcp { host, port } => {
                let host = match host.contains(':') {
                    true => format!("[{host}]"),
                    false => host.clone(),
                };
                match port {
                    Some(port) => write!(out, "tcp://{host}:{port}"),
                    None => write!(out, "tcp://{host}"),
                }
            }
            Address::Serial { device, baud, stop } => {
                write!(out, "serial://{device}?baud={baud}&stop={stop}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn addresses_are_read_and_written() {
        for (text, written) in [
            ("tcp://10.0.0.7:20007", "tcp://10.0.0.7:20007"),
            ("tcp://terminal/", "tcp://terminal"),
            ("tcp://[fe80::1]:22000", "tcp://[fe80::1]:22000"),
            ("tcp://[fe80::1]", "tcp://[fe80::1]"),
            (
                "serial:///dev/ttyUSB0",
                "serial:///dev/ttyUSB0?baud=9600&stop=2",
            ),
            (
                "serial://COM3?baud=115200&stop=1",
                "serial://COM3?baud=115200&stop=1",
            ),
        ] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), written);
        }
    }

    #[test]
    fn what_is_no_address_is_refused_with_its_reason() {
        for text in [
            "10.0.0.7",
            "tcp://",
            "tcp://:20007",
            "tcp://a:0",
            "tcp://a:70000",
            "tcp://a:b",
            "tcp://fe80::1:80",
            "tcp://[fe80::1",
            "tcp://a/b",
            "serial://",
            "serial:///dev/x?baud=12",
            "serial:///dev/x?stop=3",
            "serial:///dev/x?parity=even",
            "http://a",
        ] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }
}
