//! One request and its answer, with everything the terminal shows, prints and asks meanwhile.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::abort::Aborting;
use crate::config::Patience;
use crate::opi::device::{Devices, Pending, Reaction};
use crate::opi::dialect::Profile;
use crate::opi::frame;
use crate::opi::message::{DeviceRequest, DeviceResponse, Message};
use crate::opi::text::Encoding;
use crate::opi::wire::{Door, Gone, Line};
use crate::{Attendant, Error, Mark, Step};

/// How long a terminal may leave a message half said on channel 1.
const HALF: Duration = Duration::from_secs(30);
/// Stands for channel 0, where some terminals send their device requests too; callers are numbered from 1.
const CHANNEL_0: u64 = 0;
/// A request that is kept alive by messages for so many of its time limits is over nevertheless.
const ENDLESS: u32 = 10;

/// Where the terminal is, and where it calls us, for one operation.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) addresses: Vec<SocketAddr>,
    pub(super) door: Door,
    pub(super) devices: Devices,
    pub(super) patience: Patience,
    /// Address as configured, for errors.
    pub(super) name: String,
    /// Number of the caller that asked, channel 0 being [`CHANNEL_0`], and until when a person may answer.
    question: Option<(u64, Pending, Instant)>,
    /// Answers to device requests that came on channel 0.
    outbox: Vec<DeviceResponse>,
    pub(super) profile: &'static Profile,
}

/// A request without its answer.
#[derive(Debug)]
pub(super) struct Lost {
    /// Why.
    pub(super) error: Error,
    /// The request may have reached the terminal.
    pub(super) sent: bool,
}

/// What goes with a request for money.
pub(super) struct Money<'a> {
    /// Kept before the first byte leaves.
    pub(super) mark: &'a Mark,
    /// Writes the frame of an AbortRequest.
    pub(super) abort: &'a mut dyn FnMut(crate::opi::dialect::Carrier) -> Vec<u8>,
}

impl Session {
    pub(super) fn new(
        addresses: Vec<SocketAddr>,
        door: Door,
        devices: Devices,
        patience: Patience,
        name: &str,
        profile: &'static Profile,
    ) -> Self {
        Self {
            addresses,
            door,
            devices,
            patience,
            name: name.to_owned(),
            question: None,
            outbox: Vec::new(),
            profile,
        }
    }

    /// Sends a request on a connection of its own and waits for its answer.
    pub(super) fn exchange(
        &mut self,
        request: &Message,
        mut money: Option<Money<'_>>,
        limit: Duration,
        attendant: &mut dyn Attendant,
    ) -> Result<Message, Lost> {
        let not_sent = |error| Lost { error, sent: false };
        let frame = frame::encode(&request.write(Encoding::Utf8))
            .map_err(|wrong| not_sent(Error::Protocol(wrong.to_string())))?;
        let mut line = Line::connect(&self.addresses, self.patience.connect)
            .map_err(|error| not_sent(self.unreachable(&error.to_string())))?;
        if let Some(money) = &money {
            let kept = attendant.sending(money.mark);
            kept.map_err(|error| not_sent(error.into()))?;
        }
        self.devices
            .begin(&request.header().request_id, money.is_none());
        line.send(&frame);
        let answer = self.serve(&mut line, request, money.as_mut(), limit, attendant);
        if self.question.take().is_some() {
            attendant.unask();
        }
        answer.map_err(|error| {
            self.devices.flush(attendant);
            Lost { error, sent: true }
        })
    }

    fn serve(
        &mut self,
        line: &mut Line,
        request: &Message,
        mut money: Option<&mut Money<'_>>,
        limit: Duration,
        attendant: &mut dyn Attendant,
    ) -> Result<Message, Error> {
        let begun = Instant::now();
        let mut heard = begun;
        let mut told = false;
        let mut odd: Option<Error> = None;
        let mut aborting = Aborting::new(&self.addresses, self.patience);
        loop {
            let written = line.flush().map_err(|gone| self.lost(gone, odd.take()))?;
            if written && !told {
                told = true;
                if money.is_some() {
                    attendant.step(Step::Sent);
                }
            }
            let mut busy = false;
            match line.poll() {
                Ok(None) => {}
                Ok(Some(payload)) => {
                    (busy, heard) = (true, Instant::now());
                    match Message::parse(&payload) {
                        Ok(Message::DeviceRequest(device)) => {
                            self.react(CHANNEL_0, &device, attendant);
                        }
                        Ok(answer) if belongs(request, &answer) => return Ok(answer),
                        Ok(answer) => odd = Some(foreign(request, &answer)),
                        Err(wrong) => odd = Some(Error::Protocol(wrong.to_string())),
                    }
                }
                Err(gone) => return Err(self.lost(gone, odd)),
            }
            if self.attend(attendant) {
                (busy, heard) = (true, Instant::now());
            }
            for response in self.outbox.drain(..) {
                send(line, response);
            }
            if let Some(money) = money.as_mut()
                && attendant.abort_requested()
            {
                aborting.wish(self.profile, money.abort);
            }
            if heard.elapsed() >= limit || begun.elapsed() >= limit * ENDLESS {
                return Err(odd.unwrap_or(Error::Timeout(limit)));
            }
            if !busy {
                std::thread::sleep(pause(heard.elapsed()));
            }
        }
    }

    /// Answers what is waiting on channel 1 right now; the answer of the request is there already.
    pub(super) fn settle(&mut self, attendant: &mut dyn Attendant) {
        let until = Instant::now() + Duration::from_millis(200);
        while self.attend(attendant) && Instant::now() < until {}
        if self.question.take().is_some() {
            attendant.unask();
        }
        self.devices.flush(attendant);
    }

    /// One round over channel 1; `true`: something happened.
    fn attend(&mut self, attendant: &mut dyn Attendant) -> bool {
        self.door.accept();
        let mut happened = self.attend_question(attendant);
        let numbers: Vec<u64> = self.door.callers.iter().map(|c| c.number).collect();
        for number in numbers {
            let Some(line) = self.door.line(number) else {
                continue;
            };
            let keep = match line.flush().and_then(|_| line.poll()) {
                Ok(None) => line.hesitates().is_none_or(|time| time < HALF),
                Ok(Some(payload)) => {
                    happened = true;
                    self.hear(number, &payload, attendant)
                }
                Err(_) => false,
            };
            if !keep {
                self.hang_up(number, attendant);
            }
        }
        happened
    }

    /// A message on channel 1; `false`: nothing can be made of it.
    fn hear(&mut self, number: u64, payload: &[u8], attendant: &mut dyn Attendant) -> bool {
        let Ok(Message::DeviceRequest(request)) = Message::parse(payload) else {
            return false;
        };
        self.react(number, &request, attendant);
        true
    }

    fn react(&mut self, number: u64, request: &DeviceRequest, attendant: &mut dyn Attendant) {
        match self.devices.react(request, attendant) {
            Reaction::Answer(response) => self.reply(number, response),
            Reaction::Withdraw(response) => {
                self.withdraw(attendant);
                self.reply(number, response);
            }
            Reaction::Ask(pending) => {
                // The terminal asks one thing at a time: an older question is over.
                if let Some((older, pending, _)) = self.question.take() {
                    self.reply(older, pending.withdrawn());
                }
                let until = Instant::now() + pending.limit;
                self.question = Some((number, pending, until));
            }
        }
    }

    fn attend_question(&mut self, attendant: &mut dyn Attendant) -> bool {
        let Some((number, pending, until)) = &self.question else {
            return false;
        };
        let answer = attendant.answer();
        if answer.is_none() && Instant::now() < *until {
            return false;
        }
        let (number, response) = (*number, pending.answered(answer));
        self.question = None;
        attendant.unask();
        let response = self.devices.say(response);
        self.reply(number, response);
        true
    }

    fn withdraw(&mut self, attendant: &mut dyn Attendant) {
        if let Some((number, pending, _)) = self.question.take() {
            attendant.unask();
            self.reply(number, pending.withdrawn());
        }
    }

    fn reply(&mut self, number: u64, response: DeviceResponse) {
        if number == CHANNEL_0 {
            self.outbox.push(response);
        } else if let Some(line) = self.door.line(number) {
            send(line, response);
        }
    }

    fn hang_up(&mut self, number: u64, attendant: &mut dyn Attendant) {
        self.door.callers.retain(|caller| caller.number != number);
        if self.question.as_ref().is_some_and(|q| q.0 == number) {
            self.question = None;
            attendant.unask();
        }
    }

    pub(super) fn unreachable(&self, reason: &str) -> Error {
        Error::Unreachable {
            address: self.name.clone(),
            reason: reason.to_owned(),
        }
    }

    fn lost(&self, gone: Gone, odd: Option<Error>) -> Error {
        match (odd, gone) {
            (Some(odd), _) => odd,
            (None, Gone::Closed) => {
                Error::Lost("it was closed before the answer was there".to_owned())
            }
            (None, Gone::Broken(error)) => Error::Lost(error.to_string()),
            (None, Gone::Wrong(frame::Wrong::NotOpi(found))) => Error::NotATerminal {
                address: self.name.clone(),
                protocol: "OPI",
                found,
            },
            (None, Gone::Wrong(wrong)) => Error::Protocol(wrong.to_string()),
        }
    }
}

fn send(line: &mut Line, response: DeviceResponse) {
    let payload = Message::DeviceResponse(response).write(Encoding::Utf8);
    // Our answers are never too long; a line that breaks is noticed when it is read.
    if let Ok(frame) = frame::encode(&payload) {
        line.send(&frame);
        let _ = line.flush();
    }
}

fn belongs(request: &Message, answer: &Message) -> bool {
    let fits = matches!(
        (request, answer),
        (Message::CardRequest(_), Message::CardResponse(_))
            | (Message::ServiceRequest(_), Message::ServiceResponse(_))
    );
    fits && request.header().is_answered_by(answer.header())
}

fn foreign(request: &Message, answer: &Message) -> Error {
    let (asked, got) = (request.header(), answer.header());
    Error::Protocol(format!(
        "an answer to {} {} of {}, not to our {} {}",
        got.request_type, got.request_id, got.workstation, asked.request_type, asked.request_id
    ))
}

/// Quick while something goes on, slower while a customer looks for a card; never so slow that a person notices.
fn pause(silence: Duration) -> Duration {
    match silence < Duration::from_secs(1) {
        true => Duration::from_micros(250),
        false => Duration::from_millis(2),
    }
}
