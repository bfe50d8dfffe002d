//! Frames on a socket, and lines that fail in the middle of one.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use super::script::{Cut, How};

/// Longest message a simulated terminal reads.
const LONGEST: usize = 1 << 20;

/// Why a message did not pass.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// The other side closed, or did not answer in time.
    Closed,
    /// The script had it so.
    Cut(How),
    /// No frame: what came instead.
    Odd(String),
}

/// Reads one message; with a cut only its first bytes. `going` is asked now and then, and a line is given up when it
/// says no.
pub(super) fn receive(
    stream: &mut TcpStream,
    cut: Option<Cut>,
    going: &dyn Fn() -> bool,
) -> Result<Vec<u8>, Broken> {
    let mut frame = Vec::new();
    let mut wanted = 4;
    loop {
        if let Some(cut) = cut.filter(|cut| frame.len() >= cut.byte) {
            return Err(Broken::Cut(cut.how));
        }
        if frame.len() == 4 && wanted == 4 {
            wanted += length(&frame)?;
        }
        if frame.len() == wanted {
            return Ok(frame.split_off(4));
        }
        let stop = cut.map_or(wanted, |cut| wanted.min(cut.byte));
        let mut piece = vec![0; stop - frame.len()];
        match read(stream, &mut piece, going) {
            Some(count) => frame.extend_from_slice(&piece[..count]),
            None => return Err(Broken::Closed),
        }
    }
}

/// Looks at one message without taking it off the line.
pub(super) fn look(stream: &mut TcpStream, going: &dyn Fn() -> bool) -> Option<Vec<u8>> {
    let mut frame = vec![0; 1 << 16];
    loop {
        let seen = match stream.peek(&mut frame) {
            Ok(0) => return None,
            Ok(seen) => seen,
            Err(error) => match error.kind() {
                std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut if going() => 0,
                _ => return None,
            },
        };
        if seen >= 4 {
            let end = 4 + length(&frame[..4]).ok()?;
            if seen >= end {
                return Some(frame[4..end].to_vec());
            }
        }
        if !going() {
            return None;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn length(frame: &[u8]) -> Result<usize, Broken> {
    let length = frame
        .iter()
        .take(4)
        .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
    match length {
        0 | LONGEST.. => Err(Broken::Odd(format!("a frame of {length} bytes"))),
        _ => Ok(length),
    }
}

fn read(stream: &mut TcpStream, piece: &mut [u8], going: &dyn Fn() -> bool) -> Option<usize> {
    loop {
        match stream.read(piece) {
            Ok(0) => return None,
            Ok(count) => return Some(count),
            Err(error) => match error.kind() {
                std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut if going() => {}
                std::io::ErrorKind::Interrupted => {}
                _ => return None,
            },
        }
    }
}

/// Writes one message.
pub(super) fn send(stream: &mut TcpStream, message: &[u8], cut: Option<Cut>) -> Result<(), Broken> {
    let mut frame = u32::try_from(message.len())
        .unwrap_or(u32::MAX)
        .to_be_bytes()
        .to_vec();
    frame.extend_from_slice(message);
    let bytes = match cut {
        Some(cut) => &frame[..cut.byte.min(frame.len())],
        None => &frame,
    };
    stream.write_all(bytes).map_err(|_| Broken::Closed)?;
    match cut {
        Some(cut) => Err(Broken::Cut(cut.how)),
        None => Ok(()),
    }
}

/// Writes bytes as they are.
pub(super) fn send_raw(stream: &mut TcpStream, bytes: &[u8]) {
    // Whoever gets nonsense may well have closed by now.
    let _ = stream.write_all(bytes);
}

/// Waits until the other side has closed, at most so long: bytes on their way are not torn away by a reset.
pub(super) fn linger(stream: &mut TcpStream, most: Duration) {
    let _ = stream.shutdown(Shutdown::Write);
    let until = Instant::now() + most;
    let mut rest = [0; 512];
    while Instant::now() < until {
        match stream.read(&mut rest) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => match error.kind() {
                std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut => {}
                _ => return,
            },
        }
    }
}
