//! Channel 1: a simulated terminal calls the till's printer, display and clerk.

use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use super::habits::Habits;
use super::memory::{Memory, Passed};
use super::page;
use super::request::{Request, Response};
use super::script::{Channel, Cut, Direction, How};
use super::wire::{self, Broken};

/// The terminal lost its power: nothing of the operation goes on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dead;

/// Device requests of one operation.
pub(super) struct Calls {
    memory: Memory,
    habits: Habits,
    power: u64,
    till: SocketAddr,
    cuts: Vec<Cut>,
    line: Option<(TcpStream, u64)>,
    sent: usize,
}

/// What goes to the till's devices.
pub(super) enum Device<'a> {
    /// Lines on a printer or display.
    Lines(&'a str, &'a [String]),
    /// A printer without lines: is it ready?
    Test(&'a str),
    /// An E-Journal.
    Journal(String),
    /// A yes/no question on the clerk's terminal.
    Question(&'a str),
}

impl Calls {
    pub(super) fn new(memory: &Memory, power: u64, request: &Request, peer: SocketAddr) -> Self {
        let state = memory.lock();
        let named = state.habits.calls_sender.then_some(&request.sender);
        let named = named.and_then(|sender| address(sender.as_deref()?));
        let known = state.tills.get(&request.workstation).copied();
        let usual = SocketAddr::new(peer.ip(), state.habits.till_port());
        let till = named.or(known).unwrap_or(usual);
        let habits = state.habits.clone();
        drop(state);
        Self {
            memory: memory.clone(),
            habits,
            power,
            till,
            cuts: Vec::new(),
            line: None,
            sent: 0,
        }
    }

    pub(super) fn with_cuts(mut self, cuts: &[Cut]) -> Self {
        self.cuts = cuts.to_vec();
        self
    }

    /// Whether the terminal still has the power it began with.
    pub(super) fn alive(&self) -> Result<(), Dead> {
        match self.memory.lock().power == self.power {
            true => Ok(()),
            false => Err(Dead),
        }
    }

    /// Calls a device of the till; `None`: the till did not take or answer it.
    pub(super) fn call(
        &mut self,
        id: &str,
        request: &Request,
        device: &Device<'_>,
    ) -> Result<Option<Response>, Dead> {
        self.alive()?;
        let number = self.sent;
        self.sent += 1;
        let (kind, target, inside) = inside(device);
        let id = match self.habits.journal {
            true => format!("{id}.{number}"),
            false => id.to_owned(),
        };
        let sequence = number.to_string();
        let mut attributes = vec![
            ("RequestType", kind),
            ("RequestID", id.as_str()),
            ("WorkstationID", request.workstation.as_str()),
            ("SequenceID", sequence.as_str()),
            ("TerminalID", self.habits.terminal_id.as_str()),
        ];
        if let Some(pop) = &request.pop {
            attributes.push(("POPID", pop));
        }
        let text = page::message(&self.habits, "DeviceRequest", &attributes, &inside);
        let bytes = page::bytes(self.habits.encoding, &text);
        let answer = self.exchange(number, &bytes);
        self.alive()?;
        let response = match answer {
            Ok(answer) => Response::read(&answer),
            Err(Broken::Cut(How::PowerCycle)) => {
                self.memory.power_cycle();
                return Err(Dead);
            }
            Err(Broken::Odd(what)) => Err(what),
            Err(Broken::Cut(_) | Broken::Closed) => return Ok(None),
        };
        match response {
            Ok(response) => {
                self.check(&response, kind, &id, request, target, &sequence);
                Ok(Some(response))
            }
            Err(what) => {
                self.memory.complain(format!("device response: {what}"));
                Ok(None)
            }
        }
    }

    fn exchange(&mut self, number: usize, bytes: &[u8]) -> Result<Vec<u8>, Broken> {
        let (mut stream, line) = match self.line.take() {
            Some(line) => line,
            None => {
                let stream = TcpStream::connect_timeout(&self.till, self.habits.patience)
                    .map_err(|_| Broken::Closed)?;
                let _ = stream.set_nodelay(true);
                let _ = stream.set_read_timeout(Some(self.habits.patience));
                let line = self.memory.enlist(&stream);
                (stream, line)
            }
        };
        let result = self.talk(&mut stream, number, bytes);
        if matches!(result, Err(Broken::Cut(How::Silence))) {
            self.memory.lock().held.push(stream);
        } else if result.is_ok() && self.habits.one_connection {
            self.line = Some((stream, line));
            return result;
        }
        self.memory.discharge(line);
        result
    }

    fn talk(&self, stream: &mut TcpStream, number: usize, bytes: &[u8]) -> Result<Vec<u8>, Broken> {
        let cut = |direction| {
            let mut cuts = self.cuts.iter().copied();
            cuts.find(|cut| {
                cut.channel == Channel::One && cut.direction == direction && cut.message == number
            })
        };
        self.pass(Direction::ToTill, bytes.len() + 4);
        wire::send(stream, bytes, cut(Direction::ToTill))?;
        let answer = wire::receive(stream, cut(Direction::ToTerminal), &|| false)?;
        self.pass(Direction::ToTerminal, answer.len() + 4);
        Ok(answer)
    }

    fn pass(&self, direction: Direction, bytes: usize) {
        let channel = Channel::One;
        self.memory.lock().passed.push(Passed {
            channel,
            direction,
            bytes,
        });
    }

    fn check(
        &self,
        response: &Response,
        kind: &str,
        id: &str,
        request: &Request,
        target: &str,
        sequence: &str,
    ) {
        let mut wrong = Vec::new();
        if response.kind != kind {
            wrong.push(format!("RequestType {} for {kind}", response.kind));
        }
        if response.id != id {
            wrong.push(format!("RequestID {} for {id}", response.id));
        }
        if response.workstation != request.workstation {
            wrong.push(format!("WorkstationID {}", response.workstation));
        }
        if response.pop != request.pop {
            wrong.push(format!("POPID {:?} for {:?}", response.pop, request.pop));
        }
        if response.sequence.as_deref() != Some(sequence) {
            wrong.push(format!("SequenceID {:?} for {sequence}", response.sequence));
        }
        let named = response.outputs.iter().any(|output| output.0 == target);
        if !named {
            wrong.push(format!("no Output for {target}"));
        }
        for what in wrong {
            self.memory.complain(format!("device response: {what}"));
        }
    }
}

impl Drop for Calls {
    fn drop(&mut self) {
        if let Some((mut stream, line)) = self.line.take() {
            self.memory.discharge(line);
            let _ = stream.set_read_timeout(Some(Duration::from_millis(20)));
            wire::linger(&mut stream, Duration::from_millis(20));
        }
    }
}

/// RequestType, target and inside of a device request.
fn inside<'a>(device: &Device<'a>) -> (&'static str, &'a str, String) {
    match device {
        Device::Lines(target, lines) => {
            let printed = !target.contains("Display");
            let lines: String = lines
                .iter()
                .enumerate()
                .map(|(row, line)| line_of(row, line, printed, row + 1 == lines.len()))
                .collect();
            (
                "Output",
                target,
                format!("<Output OutDeviceTarget=\"{target}\">{lines}</Output>"),
            )
        }
        Device::Test(target) => (
            "Output",
            target,
            format!("<Output OutDeviceTarget=\"{target}\"/>"),
        ),
        Device::Journal(journal) => (
            "Output",
            "E-Journal",
            format!("<Output OutDeviceTarget=\"E-Journal\">{journal}</Output>"),
        ),
        Device::Question(text) => (
            "Input",
            "CashierDisplay",
            format!(
                "<Output OutDeviceTarget=\"CashierDisplay\"><TextLine>{}</TextLine></Output>\
                 <Input InDeviceTarget=\"CashierKeyboard\"><Command>GetConfirmation</Command></Input>",
                page::escape(text)
            ),
        ),
    }
}

fn line_of(row: usize, text: &str, printed: bool, last: bool) -> String {
    let text = page::escape(text);
    match (printed, row, last) {
        (true, 0, _) => {
            format!("<TextLine Alignment=\"Center\" Height=\"Double\">{text}</TextLine>")
        }
        (true, _, true) => format!("<TextLine PaperCut=\"true\">{text}</TextLine>"),
        (true, ..) if text.is_empty() => "<TextLine/>".to_owned(),
        (true, ..) => format!("<TextLine>{text}</TextLine>"),
        (false, ..) => format!("<TextLine Column=\"0\" Row=\"{row}\">{text}</TextLine>"),
    }
}

/// `[ip]:port` or `ip:port`.
fn address(sender: &str) -> Option<SocketAddr> {
    let (host, port) = sender.rsplit_once(':')?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    Some(SocketAddr::new(host.parse().ok()?, port.parse().ok()?))
}
