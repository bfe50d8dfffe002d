//! A TCP line on which nothing waits longer than it may, however slowly the other side drips.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use crate::Error;

/// The end of a call's time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline {
    at: Instant,
    patience: Duration,
}

impl Deadline {
    /// From now on.
    pub fn after(patience: Duration) -> Self {
        Self {
            at: Instant::now() + patience,
            patience,
        }
    }

    /// What is left of it.
    pub fn left(self) -> Result<Duration, Error> {
        match self.at.saturating_duration_since(Instant::now()) {
            Duration::ZERO => Err(Error::Timeout(self.patience)),
            left => Ok(left),
        }
    }

    /// An I/O error as the caller shall see it: what is late is a time-out, anything else a lost line.
    pub fn explain(self, error: &io::Error) -> Error {
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Error::Timeout(self.patience),
            _ => Error::Removed(error.to_string()),
        }
    }
}

/// A stream whose every read and write ends with the deadline.
#[derive(Debug)]
pub(crate) struct Timed {
    stream: TcpStream,
    deadline: Deadline,
}

impl Timed {
    /// Sets the end of the next reads and writes.
    pub fn until(&mut self, deadline: Deadline) {
        self.deadline = deadline;
    }

    /// Whether the other side has closed it, as far as that is known here.
    pub fn is_closed(&self) -> bool {
        let peek = |stream: &TcpStream| {
            stream.set_nonblocking(true)?;
            let peeked = stream.peek(&mut [0]);
            stream.set_nonblocking(false)?;
            peeked
        };
        match peek(&self.stream) {
            Ok(count) => count == 0,
            Err(error) => error.kind() != io::ErrorKind::WouldBlock,
        }
    }

    fn left(&self) -> io::Result<Duration> {
        self.deadline
            .left()
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))
    }
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left()?;
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(buffer)
    }
}

impl Write for Timed {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let left = self.left()?;
        self.stream.set_write_timeout(Some(left))?;
        self.stream.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Where a device is: `scheme://host:port`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Out of the schemes that were allowed.
    pub scheme: &'static str,
    /// Name or address, an IPv6 address without brackets.
    pub host: String,
    /// The scheme's own unless one was given.
    pub port: u16,
}

impl Address {
    /// Reads an address; `schemes` are those allowed with their usual ports.
    pub fn parse(text: &str, schemes: &[(&'static str, u16)]) -> Result<Self, Error> {
        let wrong = || {
            let forms: Vec<String> = schemes
                .iter()
                .map(|(scheme, port)| format!("{scheme}://host:{port}"))
                .collect();
            Error::Configuration(format!("address {text:?}: {} expected", forms.join(" or ")))
        };
        let (scheme, rest) = text.trim().split_once("://").ok_or_else(wrong)?;
        let (scheme, usual) = schemes
            .iter()
            .copied()
            .find(|(known, _)| known.eq_ignore_ascii_case(scheme))
            .ok_or_else(wrong)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.strip_prefix('[') {
            Some(rest) => {
                let (host, port) = rest.split_once(']').ok_or_else(wrong)?;
                match port {
                    "" => (host, None),
                    _ => (host, Some(port.strip_prefix(':').ok_or_else(wrong)?)),
                }
            }
            None => match rest.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (rest, None),
            },
        };
        let port = match port {
            Some(port) => port.parse().map_err(|_| wrong())?,
            None => usual,
        };
        let named = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:".contains(&byte);
        if host.is_empty() || !host.bytes().all(named) {
            return Err(wrong());
        }
        Ok(Self {
            scheme,
            host: host.into(),
            port,
        })
    }
}

/// Connects to one of the host's addresses before the deadline.
pub(crate) fn connect(address: &Address, deadline: Deadline) -> Result<Timed, Error> {
    let mut failure = Error::Removed(format!("{} has no address", address.host));
    for socket in resolve(address, deadline)? {
        match TcpStream::connect_timeout(&socket, deadline.left()?) {
            Ok(stream) => {
                // Requests are one write each and answers are waited for: nothing is gained by collecting.
                let _ = stream.set_nodelay(true);
                return Ok(Timed { stream, deadline });
            }
            Err(error) => failure = deadline.explain(&error),
        }
    }
    Err(failure)
}

/// The system's resolver knows no time limit, so it is asked on a thread that may be left behind.
fn resolve(address: &Address, deadline: Deadline) -> Result<Vec<SocketAddr>, Error> {
    let target = (address.host.clone(), address.port);
    if let Ok(ip) = target.0.parse() {
        return Ok(vec![SocketAddr::new(ip, target.1)]);
    }
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let found = target.to_socket_addrs().map(Iterator::collect);
        drop(sender.send(found));
    });
    match receiver.recv_timeout(deadline.left()?) {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(error)) => Err(Error::Removed(format!("{}: {error}", address.host))),
        Err(_) => Err(Error::Timeout(deadline.patience)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn addresses_are_read_and_wrong_ones_named() {
        let schemes = [("tcp", 8009), ("tls", 8143)];
        let parse = |text| Address::parse(text, &schemes);
        let address = |scheme, host: &str, port| Address {
            scheme,
            host: host.into(),
            port,
        };
        assert_eq!(
            parse("tcp://tse.local:1").unwrap(),
            address("tcp", "tse.local", 1)
        );
        assert_eq!(parse("TLS://box/").unwrap(), address("tls", "box", 8143));
        assert_eq!(
            parse("tls://[fe80::1]:9").unwrap(),
            address("tls", "fe80::1", 9)
        );
        assert_eq!(parse("tcp://[::1]").unwrap(), address("tcp", "::1", 8009));
        for wrong in [
            "",
            "box:8009",
            "http://box",
            "tcp://",
            "tcp://:1",
            "tcp://a:x",
            "tcp://a:70000",
            "tcp://[::1",
            "tcp://[::1]8",
            "tcp://a b",
            "tcp://a/b",
        ] {
            let error = parse(wrong).unwrap_err().to_string();
            assert!(
                error.contains("tcp://host:8009 or tls://host:8143"),
                "{error}"
            );
        }
    }

    #[test]
    fn a_drip_ends_with_the_deadline() {
        let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = server.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (mut stream, _) = server.accept().unwrap();
            while stream.write_all(b"x").is_ok() {
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        let address = Address::parse(&format!("tcp://127.0.0.1:{port}"), &[("tcp", 1)]).unwrap();
        let before = Instant::now();
        let deadline = Deadline::after(Duration::from_millis(150));
        let mut line = connect(&address, deadline).unwrap();
        let error = line.read_exact(&mut [0; 1000]).unwrap_err();
        assert!(
            matches!(deadline.explain(&error), Error::Timeout(_)),
            "{error}"
        );
        assert!(before.elapsed() < Duration::from_secs(1));
    }
}
