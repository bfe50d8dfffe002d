//! A terminal that speaks OPI on real sockets: it listens on channel 0 and calls the till on channel 1.
//!
//! For tests, for the technician without a terminal, and for `amtskasse terminal simulate`. What it knows is in its
//! [`Memory`], which outlives it and may be handed to a successor: [`Memory::charged`] is the truth. How it speaks is in
//! its [`Habits`], how the next payments go in [`Script`]s. It reads and writes XML with code of its own, so that a
//! mistake of the driver's codec does not hide itself. It is built from documents and recordings; no real terminal
//! was compared with it.
//!
//! | module | what |
//! |---|---|
//! | `habits` | what differs between dialects, providers, firmware |
//! | `script` | how one payment goes, and where its line fails |
//! | `memory` | the truth |
//! | `operation` | a payment from request to answer |
//! | `device` | channel 1 |
//! | `reply` | everything else on channel 0 |
//! | `page`, `request`, `wire` | XML out, XML in, frames |

mod device;
mod habits;
mod memory;
mod operation;
mod page;
mod reply;
mod request;
mod script;
mod wire;

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

pub use habits::{AbortHabit, Encoding, Habits, LostDevice, RepeatHabit};
pub use memory::{Charge, Heard, Memory, Passed};
pub use script::{
    Answer, Asks, Card, Channel, Cut, Direction, End, FULL_NUMBER, How, Moment, Script, Words,
};

use device::{Calls, Device};
use request::Request;
use wire::Broken;

/// A running terminal; it stops, as if its power went, when it is dropped.
#[derive(Debug)]
pub struct Terminal {
    memory: Memory,
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Terminal {
    /// Starts a terminal that listens at `address`, e.g. `127.0.0.1:0`.
    pub fn start(memory: Memory, address: impl ToSocketAddrs) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let stop = Arc::new(AtomicBool::new(false));
        let thread = {
            let (memory, stop) = (memory.clone(), Arc::clone(&stop));
            std::thread::spawn(move || listen(&memory, &listener, &stop))
        };
        Ok(Self {
            memory,
            address,
            stop,
            thread: Some(thread),
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its memory.
    #[must_use]
    pub fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Waits for its end, which does not come by itself.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let Some(thread) = self.thread.take() else {
            return;
        };
        self.stop.store(true, Ordering::SeqCst);
        self.memory.power_cycle();
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_secs(1));
        let _ = thread.join();
    }
}

fn listen(memory: &Memory, listener: &TcpListener, stop: &Arc<AtomicBool>) {
    let mut threads: Vec<JoinHandle<()>> = Vec::new();
    for stream in listener.incoming() {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let Ok(stream) = stream else { continue };
        threads.retain(|thread| !thread.is_finished());
        let (memory, stop) = (memory.clone(), Arc::clone(stop));
        threads.push(std::thread::spawn(move || serve(&memory, stream, &stop)));
    }
    memory.close_lines();
    for thread in threads {
        let _ = thread.join();
    }
}

/// Answers one request; the terminal closes after each.
fn serve(memory: &Memory, mut stream: TcpStream, stop: &AtomicBool) {
    let Ok(peer) = stream.peer_addr() else { return };
    let _ = stream.set_nodelay(true);
    let _ = stream.set_read_timeout(Some(Duration::from_millis(20)));
    let line = memory.enlist(&stream);
    let power = memory.lock().power;
    let going = || !stop.load(Ordering::SeqCst) && memory.lock().power == power;
    if !cut_request(memory, power, &mut stream, &going) {
        match wire::receive(&mut stream, None, &going) {
            Ok(message) => act(memory, power, &message, stream, peer),
            Err(Broken::Odd(what)) => memory.complain(format!("request: {what}")),
            Err(Broken::Closed | Broken::Cut(_)) => {}
        }
    }
    memory.discharge(line);
}

/// Takes only the first bytes of a payment's request, if its script says so.
fn cut_request(
    memory: &Memory,
    power: u64,
    stream: &mut TcpStream,
    going: &dyn Fn() -> bool,
) -> bool {
    let Some(cut) = memory.next_request_cut() else {
        return false;
    };
    let seen = wire::look(stream, going).and_then(|message| Request::read(&message).ok());
    let Some(request) = seen.filter(Request::moves_money) else {
        return false;
    };
    if operation::begin(memory, power, &request).is_err() {
        return false;
    }
    let received = wire::receive(stream, Some(cut), going);
    operation::finish(memory, power);
    match received {
        Err(Broken::Cut(How::Silence)) => {
            if let Ok(stream) = stream.try_clone() {
                memory.lock().held.push(stream);
            }
        }
        Err(Broken::Cut(How::PowerCycle)) => memory.power_cycle(),
        _ => {}
    }
    true
}

fn act(memory: &Memory, power: u64, message: &[u8], mut stream: TcpStream, peer: SocketAddr) {
    let request = match Request::read(message) {
        Ok(request) => request,
        Err(what) => return memory.complain(format!("request: {what}")),
    };
    {
        let mut state = memory.lock();
        for complaint in &request.complaints {
            state.complaints.push(complaint.clone());
        }
        state.heard.push(Heard {
            workstation: request.workstation.clone(),
            request: request.id.clone(),
            kind: request.kind.clone(),
            service: request.service,
        });
        if request.moves_money() {
            state.passed.push(Passed {
                channel: Channel::Zero,
                direction: Direction::ToTerminal,
                bytes: message.len() + 4,
            });
        }
    }
    if request.moves_money() {
        return operation::run(memory, power, request, stream, peer);
    }
    let Some(reply) = reply::service(memory, &request) else {
        return memory.lock().held.push(stream);
    };
    print_report(memory, power, &request, &reply.result, peer);
    if reply::send(memory, &mut stream, &reply, None).is_ok() {
        wire::linger(&mut stream, Duration::from_millis(200));
    }
}

/// What a service prints: the end of day its totals, a reprint the customer's copy.
fn print_report(memory: &Memory, power: u64, request: &Request, result: &str, peer: SocketAddr) {
    let habits = memory.habits();
    if result != "Success" || !habits.prints {
        return;
    }
    let (target, lines) = if request.kind == habits.closure() {
        let lines = [
            "* * Kassenschnitt * *".to_owned(),
            "Umsätze übertragen".to_owned(),
        ];
        (habits.merchant_target(), lines.to_vec())
    } else if request.kind == "TicketReprint" {
        let Some(ticket) = memory.lock().ticket.clone() else {
            return;
        };
        (habits.customer_target(), ticket.lines(&habits, false))
    } else {
        return;
    };
    let mut calls = Calls::new(memory, power, request, peer);
    // A report that nobody prints changes nothing.
    let _ = calls.call(&request.id, request, &Device::Lines(target, &lines));
}

#[cfg(test)]
mod tests;
