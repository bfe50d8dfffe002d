//! The two channels on sockets that never block: whoever waits for one must not miss the other.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use super::frame;

/// Most connections of a terminal at one time.
const CALLERS: usize = 16;

/// Why a line gives nothing more.
#[derive(Debug)]
pub(super) enum Gone {
    /// Closed between two messages, or in the middle of one.
    Closed,
    /// The system's words.
    Broken(io::Error),
    /// Not OPI, or too long.
    Wrong(frame::Wrong),
}

/// A connection.
#[derive(Debug)]
pub(super) struct Line {
    stream: TcpStream,
    reader: frame::Reader,
    out: Vec<u8>,
    /// When something came or went last.
    moved: Instant,
}

impl Line {
    fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        // Requests are one small write each, and somebody waits.
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            reader: frame::Reader::new(),
            out: Vec::new(),
            moved: Instant::now(),
        })
    }

    /// Connects to the first address that answers.
    pub(super) fn connect(addresses: &[SocketAddr], limit: Duration) -> io::Result<Self> {
        let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
        for address in addresses {
            match TcpStream::connect_timeout(address, limit) {
                Ok(stream) => return Self::new(stream),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Queues a frame.
    pub(super) fn send(&mut self, frame: &[u8]) {
        self.out.extend_from_slice(frame);
    }

    /// Writes what the system takes; `true`: nothing is left.
    pub(super) fn flush(&mut self) -> Result<bool, Gone> {
        while !self.out.is_empty() {
            match self.stream.write(&self.out) {
                Ok(0) => return Err(Gone::Closed),
                Ok(written) => {
                    self.moved = Instant::now();
                    self.out.drain(..written);
                }
                Err(error) => match error.kind() {
                    io::ErrorKind::WouldBlock => return Ok(false),
                    io::ErrorKind::Interrupted => {}
                    _ => return Err(Gone::Broken(error)),
                },
            }
        }
        Ok(true)
    }

    /// The next message, if it is there by now.
    pub(super) fn poll(&mut self) -> Result<Option<Vec<u8>>, Gone> {
        if let Some(payload) = self.reader.take().map_err(Gone::Wrong)? {
            return Ok(Some(payload));
        }
        let mut buffer = [0; 8192];
        loop {
            match self.stream.read(&mut buffer) {
                Ok(0) => return Err(Gone::Closed),
                Ok(read) => {
                    self.moved = Instant::now();
                    self.reader.push(&buffer[..read]);
                    if let Some(payload) = self.reader.take().map_err(Gone::Wrong)? {
                        return Ok(Some(payload));
                    }
                }
                Err(error) => match error.kind() {
                    io::ErrorKind::WouldBlock => return Ok(None),
                    io::ErrorKind::Interrupted => {}
                    _ => return Err(Gone::Broken(error)),
                },
            }
        }
    }

    /// How long a message has been half said; none: between two messages a line may be silent.
    pub(super) fn hesitates(&self) -> Option<Duration> {
        self.reader.is_pending().then(|| self.moved.elapsed())
    }
}

/// A terminal's connection to us, with a number of its own.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) number: u64,
    pub(super) line: Line,
}

/// Channel 1: where the terminal calls us.
#[derive(Debug)]
pub(super) struct Door {
    listener: TcpListener,
    allowed: Vec<IpAddr>,
    pub(super) callers: Vec<Caller>,
    count: u64,
}

impl Door {
    /// Listens for a terminal with these addresses, on the same machine only if it is there.
    pub(super) fn open(port: u16, terminal: &[SocketAddr]) -> io::Result<Self> {
        let allowed: Vec<IpAddr> = terminal.iter().map(|a| a.ip().to_canonical()).collect();
        let here = allowed.iter().all(IpAddr::is_loopback);
        // The unspecified IPv6 address takes calls over IPv4 too.
        let address: IpAddr = match (allowed.iter().all(IpAddr::is_ipv4), here) {
            (true, true) => Ipv4Addr::LOCALHOST.into(),
            (true, false) => Ipv4Addr::UNSPECIFIED.into(),
            (false, _) => Ipv6Addr::UNSPECIFIED.into(),
        };
        let listener = TcpListener::bind((address, port))?;
        listener.set_nonblocking(true)?;
        Ok(Self {
            listener,
            allowed,
            callers: Vec::new(),
            count: 0,
        })
    }

    /// Lets the terminal in, and nobody else.
    pub(super) fn accept(&mut self) {
        while let Ok((stream, peer)) = self.listener.accept() {
            let peer = peer.ip().to_canonical();
            if !self.allowed.contains(&peer) {
                continue;
            }
            if self.callers.len() >= CALLERS {
                // The one that was silent for longest was forgotten by its terminal.
                let silent = self.callers.iter().enumerate();
                if let Some((at, _)) = silent.min_by_key(|(_, caller)| caller.line.moved) {
                    self.callers.remove(at);
                }
            }
            if let Ok(line) = Line::new(stream) {
                self.count += 1;
                let number = self.count;
                self.callers.push(Caller { number, line });
            }
        }
    }

    /// The line of a caller that is still there.
    pub(super) fn line(&mut self, number: u64) -> Option<&mut Line> {
        let mut callers = self.callers.iter_mut();
        let caller = callers.find(|caller| caller.number == number);
        caller.map(|caller| &mut caller.line)
    }
}
