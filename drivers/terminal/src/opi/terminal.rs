//! The driver.
//!
//! Built from documents and recordings, without a public schema; tried on no real terminal.
//!
//! For each operation we listen on channel 1 before anything is sent, so that two registers on one machine need two
//! ports. What a terminal sends us between two operations finds nobody there, and it knows.
//!
//! What has left is never "not paid" because a line broke. What is unknown is asked for with RepeatLastMessage and
//! TicketReprint; nothing is repeated or reversed.

use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};

use super::device::Devices;
use super::dialect::{Carrier, Profile};
use super::frame;
use super::message::{
    CardRequest, CardResponse, Header, Message, OverallResult, PosData, PrivateData,
    ServiceRequest, ServiceResponse, kind,
};
use super::text::Encoding;
use super::wire::Door;
use super::xml::Element;
use crate::address::Address;
use crate::config::{Clock, Config, Patience, Slips};
use crate::{Attendant, Error};

mod abort;
mod driver;
mod exchange;
mod last;
mod mark;
mod money;
mod outcome;
mod recovery;

use exchange::{Lost, Session};

/// 2026-01-01T00:00:00Z, from where RequestIDs count tenths of a second.
const EPOCH: i64 = 1_767_225_600;
/// RequestIDs have eight digits: the first of them is never zero, so that all are equally long.
const FIRST_ID: u64 = 10_000_000;
/// So many there are: they last for 104 days, and begin anew.
const IDS: u64 = 90_000_000;
/// The last one of this process: no two drivers in it may use the same, whatever their clocks say.
static LAST_ID: AtomicU64 = AtomicU64::new(FIRST_ID);

/// Whether a RequestID is a later one than another, within half their round.
fn is_later(id: u64, than: u64) -> bool {
    let ahead = (id + IDS - than % IDS) % IDS;
    ahead > 0 && ahead < IDS / 2
}

/// A terminal that speaks OPI.
pub struct Terminal {
    /// As configured.
    address: String,
    host: String,
    port: u16,
    listen: u16,
    profile: &'static Profile,
    workstation: String,
    sender: String,
    slips: Slips,
    shared: bool,
    reverses_last_only: bool,
    patience: Patience,
    clock: Clock,
    logged_in: bool,
    /// Not before this moment again: it said it is not ready.
    rest_until: Option<Instant>,
    /// STAN of its last transaction, while nobody else can have made another; empty: it has none.
    known: Option<String>,
    /// It answers when it is asked for its last transaction.
    tells_last: bool,
    /// RequestID of the last service request.
    last_service: String,
    terminal_id: String,
    version: String,
    /// It was asked for its id and version.
    introduced: bool,
}

impl Terminal {
    /// A terminal as configured; nothing is connected or listened to yet.
    pub fn new(config: &Config, clock: Clock) -> Result<Self, Error> {
        let wrong = |what: &str| Err(Error::Config(format!("{}: {what}", config.name)));
        let Address::Tcp { host, port } = config.parsed_address()? else {
            return wrong("OPI works in a network only (expected tcp://HOST:PORT)");
        };
        let workstation = config.workstation.trim();
        if workstation.is_empty()
            || workstation.len() > 20
            || !workstation.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return wrong("the workstation is no name of 1 to 20 letters and digits");
        }
        let profile = config.dialect.profile();
        let listen = config.listen.unwrap_or(profile.device_port);
        if listen == 0 {
            return wrong("the port for the terminal's calls is no number from 1 to 65535");
        }
        Ok(Self {
            address: config.address.clone(),
            host,
            port: port.unwrap_or(profile.card_port),
            listen,
            profile,
            workstation: workstation.to_owned(),
            sender: config.sender.clone().unwrap_or("Amtskasse".to_owned()),
            slips: config.slips,
            shared: config.shared,
            reverses_last_only: config.reverses_last_only,
            patience: config.patience,
            clock,
            logged_in: false,
            rest_until: None,
            known: None,
            tells_last: true,
            last_service: String::new(),
            terminal_id: String::new(),
            version: String::new(),
            introduced: false,
        })
    }

    fn now(&self) -> DateTime<FixedOffset> {
        (self.clock)()
    }

    /// Rises with the time, so that it goes on rising after a restart that remembers nothing.
    fn next_id(&self) -> u64 {
        let tenths = self.now().timestamp_millis() / 100 - EPOCH * 10;
        let id = FIRST_ID + u64::try_from(tenths).unwrap_or_default() % IDS;
        let next = |last: u64| match is_later(id, last) {
            true => id,
            false => FIRST_ID + (last + 1 - FIRST_ID) % IDS,
        };
        let order = Ordering::SeqCst;
        let last = LAST_ID.fetch_update(order, order, |last| Some(next(last)));
        next(last.unwrap_or_else(|last| last))
    }

    fn header(&mut self, request_type: &str) -> Header {
        Header {
            request_type: request_type.to_owned(),
            workstation: self.workstation.clone(),
            request_id: self.next_id().to_string(),
            sender: self.sender.clone(),
            pop: "001".to_owned(),
            ..Header::default()
        }
    }

    fn pos(&self) -> PosData {
        let mut pos = PosData {
            moment: self.now().format("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            ..PosData::default()
        };
        if self.profile.printer_status {
            let printer = match self.slips {
                Slips::Register => "Available",
                Slips::Terminal => "PrintLocal",
            };
            for name in ["PrinterStatus", "E-JournalStatus", "JournalPrinterStatus"] {
                pos.elements.push((name.to_owned(), printer.to_owned()));
            }
        }
        pos
    }

    fn card_request(&mut self, request_type: &str) -> CardRequest {
        CardRequest {
            header: self.header(request_type),
            pos: self.pos(),
            ..CardRequest::default()
        }
    }

    /// Finds the terminal and listens for its calls; nothing is sent.
    fn session(&self) -> Result<Session, Error> {
        let unreachable = |reason: String| Error::Unreachable {
            address: self.address.clone(),
            reason,
        };
        let addresses: Vec<SocketAddr> = (self.host.as_str(), self.port)
            .to_socket_addrs()
            .map_err(|error| unreachable(error.to_string()))?
            .collect();
        if addresses.is_empty() {
            return Err(unreachable("the name has no address".to_owned()));
        }
        let door = Door::open(self.listen, &addresses).map_err(|error| Error::Listen {
            port: self.listen,
            reason: error.to_string(),
        })?;
        let devices = Devices::new(self.profile, &self.workstation, self.patience.question);
        Ok(Session::new(
            addresses,
            door,
            devices,
            self.patience,
            &self.address,
            self.profile,
        ))
    }

    /// Time limit of a request that needs no customer and no host.
    fn soon(&self) -> Duration {
        (self.patience.answer * 4).min(self.patience.response)
    }

    /// Facts 2.8: five seconds after DeviceUnavailable and PrintLastTicket, two and a half of the usual pauses.
    fn note_result(&mut self, result: &OverallResult) {
        match result {
            OverallResult::DeviceUnavailable | OverallResult::PrintLastTicket => {
                self.rest_until = Some(Instant::now() + self.patience.retry * 5 / 2);
            }
            OverallResult::LoggedOut => self.logged_in = false,
            _ => {}
        }
    }

    /// Waits out the rest a terminal asked for; `false`: the clerk wants to stop.
    fn rest(&mut self, attendant: &dyn Attendant) -> bool {
        while let Some(until) = self.rest_until {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                self.rest_until = None;
            } else if attendant.abort_requested() {
                return false;
            } else {
                std::thread::sleep(left.min(Duration::from_millis(20)));
            }
        }
        true
    }

    /// One service request; a log-in that turns out to be missing is made up for.
    fn service_request(
        &mut self,
        session: &mut Session,
        request_type: &str,
        limit: Duration,
        attendant: &mut dyn Attendant,
    ) -> Result<ServiceResponse, Error> {
        for attempt in 0..2 {
            let header = self.header(request_type);
            self.last_service.clone_from(&header.request_id);
            let request = ServiceRequest {
                header,
                pos: self.pos(),
                private: self.private(request_type),
            };
            self.rest(attendant);
            let answer = session
                .exchange(&Message::ServiceRequest(request), None, limit, attendant)
                .map_err(|lost| lost.error)?;
            session.settle(attendant);
            let Message::ServiceResponse(response) = answer else {
                return Err(Error::Protocol("an answer of another kind".to_owned()));
            };
            self.note_result(&response.result);
            if !response.terminal.is_empty() {
                self.terminal_id.clone_from(&response.terminal);
            }
            if let Some(version) = response.private.get("SoftwareVersion") {
                version.clone_into(&mut self.version);
            }
            let about = [self.profile.log_in, self.profile.log_off].contains(&request_type);
            if response.result != OverallResult::LoggedOut || about || attempt > 0 {
                return Ok(response);
            }
            self.enter(session, attendant)?;
        }
        Err(Error::Protocol(
            "the terminal forgets every log-in".to_owned(),
        ))
    }

    /// Logs in; a terminal that knows no log-in needs none.
    fn enter(&mut self, session: &mut Session, attendant: &mut dyn Attendant) -> Result<(), Error> {
        let limit = self.soon();
        let response = self.service_request(session, self.profile.log_in, limit, attendant)?;
        if !response.result.is_done() && response.result != OverallResult::NotSupported {
            let refusal = outcome::service_refusal(&response.private, &response.result);
            return Err(Error::Refused(refusal));
        }
        self.logged_in = true;
        Ok(())
    }

    /// One card request that moves no money.
    fn card_query(
        &mut self,
        session: &mut Session,
        request_type: &str,
        attendant: &mut dyn Attendant,
    ) -> Result<CardResponse, Error> {
        for attempt in 0..2 {
            let request = self.card_request(request_type);
            self.rest(attendant);
            let limit = self.soon();
            let answer = session
                .exchange(&Message::CardRequest(request), None, limit, attendant)
                .map_err(|Lost { error, .. }| error)?;
            session.settle(attendant);
            let Message::CardResponse(response) = answer else {
                return Err(Error::Protocol("an answer of another kind".to_owned()));
            };
            self.note_result(&response.result);
            if response.result != OverallResult::LoggedOut || attempt > 0 {
                return Ok(*response);
            }
            self.enter(session, attendant)?;
        }
        Err(Error::Protocol(
            "the terminal forgets every log-in".to_owned(),
        ))
    }

    /// Ingenico's log-in says where slips go, and that signatures are asked about.
    fn private(&self, request_type: &str) -> PrivateData {
        if !self.profile.log_in_parameters || request_type != self.profile.log_in {
            return PrivateData::default();
        }
        let yes = match self.slips {
            Slips::Register => "yes",
            Slips::Terminal => "no",
        };
        let receipt = |kind: &str| Element::with_text("Receipt", yes).attribute("Type", kind);
        let printer = |target: &str| Element::new("PrinterParam").attribute("Type", target);
        let seconds = self.patience.question.as_secs().max(1).to_string();
        PrivateData {
            text: String::new(),
            elements: vec![
                printer(self.profile.merchant)
                    .child(receipt("Merchant"))
                    .child(receipt("Administration")),
                printer(self.profile.customer).child(receipt("Customer")),
                Element::new("SignatureParam").child(
                    Element::with_text("GetConfirmation", "yes").attribute("Timeout", &seconds),
                ),
            ],
        }
    }

    /// Wishes that what somebody else began ends; the second way where the first is not understood. Nobody listens for the
    /// terminal's calls: whoever began it does.
    fn wish_abort(&mut self) -> Result<(), Error> {
        let unreachable = |reason: String| Error::Unreachable {
            address: self.address.clone(),
            reason,
        };
        let addresses: Vec<SocketAddr> = (self.host.as_str(), self.port)
            .to_socket_addrs()
            .map_err(|error| unreachable(error.to_string()))?
            .collect();
        let patience = self.patience;
        let mut heard = None;
        for carrier in self.profile.abort {
            let frame = self.abort_frame(carrier);
            heard = abort::ask(&addresses, &frame, patience, &AtomicBool::new(false));
            match &heard {
                None => return Err(Error::Timeout(patience.abort)),
                Some(result) if result.is_not_understood() => {}
                Some(_) => break,
            }
        }
        match heard {
            Some(OverallResult::Success | OverallResult::Aborted) => Ok(()),
            Some(result) => Err(Error::Refused(outcome::service_refusal(
                &PrivateData::default(),
                &result,
            ))),
            None => Err(Error::Timeout(patience.abort)),
        }
    }

    /// Frame of an AbortRequest.
    fn abort_frame(&mut self, carrier: Carrier) -> Vec<u8> {
        let (header, pos) = (self.header(kind::ABORT_REQUEST), self.pos());
        let message = match carrier {
            Carrier::Card => Message::CardRequest(CardRequest {
                header,
                pos,
                ..CardRequest::default()
            }),
            Carrier::Service => Message::ServiceRequest(ServiceRequest {
                header,
                pos,
                private: PrivateData::default(),
            }),
        };
        // Some hundred bytes.
        frame::encode(&message.write(Encoding::Utf8)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
