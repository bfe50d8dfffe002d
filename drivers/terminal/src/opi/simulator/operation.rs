//! A payment, refund or reversal at a simulated terminal, from the request to the answer.

use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use super::device::{Calls, Dead, Device};
use super::habits::{Habits, LostDevice};
use super::memory::{Memory, Passed, Running};
use super::page::{self, Ticket};
use super::reply::{self, Reply};
use super::request::{Request, Response};
use super::script::{Answer, Asks, Channel, Direction, End, How, Moment, Script, Words};
use super::wire::{self, Broken};

/// Results that refuse a request before anything happens.
const AT_ONCE: [&str; 10] = [
    "Busy",
    "LoggedOut",
    "Loggedout",
    "DeviceUnavailable",
    "PrintLastTicket",
    "FormatError",
    "ParsingError",
    "ValidationError",
    "MissingMandatoryData",
    "NotSupported",
];

pub(super) struct Operation {
    memory: Memory,
    habits: Habits,
    power: u64,
    request: Request,
    script: Script,
    stream: Option<TcpStream>,
    calls: Calls,
}

/// How an operation ended, for its answer.
struct Ended {
    result: String,
    inside: String,
    ticket: Option<Ticket>,
}

/// Does what the till asks for, unless the terminal refuses at once.
pub(super) fn run(
    memory: &Memory,
    power: u64,
    request: Request,
    mut stream: TcpStream,
    peer: SocketAddr,
) {
    let script = match begin(memory, power, &request) {
        Ok(script) => script,
        Err(result) => {
            let reply = Reply::to(&request, &result);
            // A till that is gone by now learns nothing; nothing began either.
            let _ = reply::send(memory, &mut stream, &reply, None);
            return wire::linger(&mut stream, Duration::from_millis(200));
        }
    };
    let calls = Calls::new(memory, power, &request, peer).with_cuts(&script.cuts);
    let mut operation = Operation {
        memory: memory.clone(),
        habits: memory.habits(),
        power,
        request,
        script,
        stream: Some(stream),
        calls,
    };
    let answered = operation
        .perform()
        .and_then(|ended| operation.answer(ended));
    let stream = operation.stream.take();
    finish(memory, power);
    if let (Ok(()), Some(mut stream)) = (answered, stream) {
        wire::linger(&mut stream, Duration::from_millis(200));
    }
}

/// Takes the next script, or the result that refuses the request.
pub(super) fn begin(memory: &Memory, power: u64, request: &Request) -> Result<Script, String> {
    let mut state = memory.lock();
    if state.habits.login && !state.logged_in.contains(&request.workstation) {
        return Err("LoggedOut".to_owned());
    }
    if state.running.is_some() || state.power != power {
        return Err("Busy".to_owned());
    }
    if state.habits.insists_on_ticket && state.undelivered {
        return Err("PrintLastTicket".to_owned());
    }
    let script = state.scripts.pop_front().unwrap_or_else(Script::approve);
    if let End::Result(result) = &script.end
        && AT_ONCE.contains(&result.as_str())
    {
        return Err(result.clone());
    }
    state.undelivered = false;
    state.running = Some(Running {
        workstation: request.workstation.clone(),
        abort: false,
    });
    Ok(script)
}

/// Nothing runs any more.
pub(super) fn finish(memory: &Memory, power: u64) {
    let mut state = memory.lock();
    if state.power == power {
        state.running = None;
    }
    drop(state);
    memory.changed();
}

impl Operation {
    fn perform(&mut self) -> Result<Ended, Dead> {
        self.moment(Moment::Accepted)?;
        if let Some(text) = self.script.stale.clone() {
            let earlier = self
                .request
                .id
                .parse::<u64>()
                .unwrap_or(1)
                .saturating_sub(1);
            let device = Device::Lines("CashierDisplay", &[text]);
            self.calls
                .call(&earlier.to_string(), &self.request, &device)?;
        }
        let prints = self.prints();
        if self.habits.tests_printer && prints {
            let target = self.habits.merchant_target();
            let ready = self.device(&Device::Test(target))?;
            if ready.is_some_and(|response| !printed(&response, target)) {
                return Ok(self.refused("DeviceUnavailable", &Words::None));
            }
        }
        let mut texts = vec!["Bitte Karte vorhalten".to_owned()];
        texts.append(&mut self.script.texts.clone());
        for text in texts {
            let shown = self.device(&Device::Lines("CashierDisplay", &lines(&text)))?;
            if shown.is_none() && self.habits.lost_device == LostDevice::Abort {
                return Ok(self.refused("Aborted", &Words::None));
            }
        }
        if self.aborted()? {
            return Ok(self.refused("Aborted", &Words::None));
        }
        self.device(&Device::Lines("CashierDisplay", &lines("Bitte warten")))?;
        if let Some(asks) = self.script.asks.clone()
            && !self.confirmed(&asks)?
        {
            return Ok(self.refused("Failure", &said("Unterschrift abgelehnt")));
        }
        self.moment(Moment::BeforeCharge)?;
        let (result, words) = match self.script.end.clone() {
            End::Approve => ("Success".to_owned(), None),
            End::ChargedResult(result) => (result, None),
            End::Decline(words) => ("Failure".to_owned(), Some(words)),
            End::Result(result) => (result, Some(said("Vorgang abgebrochen"))),
        };
        if let Some(words) = words {
            return Ok(self.refused(&result, &words));
        }
        let Some(cents) = self.cents() else {
            return Ok(self.refused("Failure", &said("Umsatz nicht gefunden")));
        };
        let charged = self
            .memory
            .charge(self.power, &self.request, cents, &self.script, &result);
        let (ticket, inside) = charged.ok_or(Dead)?;
        self.moment(Moment::AfterCharge)?;
        self.print(&ticket, prints)?;
        self.moment(Moment::BeforeAnswer)?;
        Ok(Ended {
            result,
            inside,
            ticket: Some(ticket),
        })
    }

    /// What is charged, given back or taken back.
    fn cents(&mut self) -> Option<i64> {
        if self.request.kind != "PaymentReversal" {
            return self.script.charged.or(self.request.cents);
        }
        let state = self.memory.lock();
        let ticket = match self.habits.reverses_last_only {
            true => state.reversible.last(),
            false => state
                .reversible
                .iter()
                .find(|ticket| Some(&ticket.stan) == self.request.original_stan.as_ref()),
        }?;
        self.request.original_stan = Some(ticket.stan.clone());
        Some(ticket.cents)
    }

    fn prints(&self) -> bool {
        let state = self.memory.lock();
        let wanted = match self.request.prints {
            Some(prints) => prints,
            None if self.habits.dialect == crate::opi::Dialect::Ingenico => {
                state.printing.contains(&self.request.workstation)
            }
            None => true,
        };
        wanted && self.habits.prints
    }

    fn device(&mut self, device: &Device<'_>) -> Result<Option<Response>, Dead> {
        let id = self.request.id.clone();
        self.calls.call(&id, &self.request, device)
    }

    fn print(&mut self, ticket: &Ticket, prints: bool) -> Result<(), Dead> {
        if prints {
            let target = self.habits.merchant_target();
            let lines = ticket.lines(&self.habits, true);
            self.device(&Device::Lines(target, &lines))?;
            let target = self.habits.customer_target();
            let lines = ticket.lines(&self.habits, false);
            self.device(&Device::Lines(target, &lines))?;
        }
        if self.habits.journal {
            self.device(&Device::Journal(ticket.journal(&self.habits)))?;
        }
        Ok(())
    }

    /// Waits for the customer; `true`: stopped in time.
    fn aborted(&self) -> Result<bool, Dead> {
        let until = Instant::now() + self.script.pause.unwrap_or(self.habits.pause);
        loop {
            self.calls.alive()?;
            let abort = self.memory.lock().running.as_ref().is_some_and(|r| r.abort);
            if abort && !self.script.past_abort {
                return Ok(true);
            }
            if Instant::now() >= until {
                return Ok(false);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn confirmed(&mut self, asks: &Asks) -> Result<bool, Dead> {
        let text = match asks {
            Asks::Signature => "Unterschrift ok?",
            Asks::Receipt => "Kundenbeleg drucken?",
        };
        let response = self.device(&Device::Question(text))?;
        let yes = response.and_then(|response| response.boolean) == Some(true);
        Ok(yes || *asks == Asks::Receipt)
    }

    fn refused(&self, result: &str, words: &Words) -> Ended {
        let inside = format!(
            "<Terminal TerminalID=\"{}\"/>{}",
            self.habits.terminal_id,
            private(words)
        );
        let mut state = self.memory.lock();
        if state.power == self.power {
            state.note(&self.request, result, inside.clone());
        }
        Ended {
            result: result.to_owned(),
            inside,
            ticket: None,
        }
    }

    /// Channel 0 fails where the script says so.
    fn moment(&mut self, moment: Moment) -> Result<(), Dead> {
        let Some((_, how)) = self.script.fails.filter(|fails| fails.0 == moment) else {
            return self.calls.alive();
        };
        let stream = self.stream.take();
        match how {
            How::Close => {}
            How::Silence => self.memory.lock().held.extend(stream),
            How::PowerCycle => {
                self.memory.power_cycle();
                return Err(Dead);
            }
        }
        self.memory.lock().undelivered = true;
        Ok(())
    }

    fn answer(&mut self, ended: Ended) -> Result<(), Dead> {
        self.calls.alive()?;
        let mut reply = Reply::to(&self.request, &ended.result);
        reply.inside = ended.inside;
        let mut cuts = self.script.cuts.iter().copied();
        let cut =
            cuts.find(|cut| cut.channel == Channel::Zero && cut.direction == Direction::ToTill);
        let Some(stream) = &mut self.stream else {
            return Ok(());
        };
        let ticket = ended.ticket.as_ref();
        let total = |total: &str, currency: &str| {
            ticket.map(|ticket| ticket.inside(&self.habits, total, currency))
        };
        let proper = ticket.map(|ticket| page::amount(ticket.cents));
        match &self.script.answer {
            Answer::Proper | Answer::Mislabelled => {}
            Answer::OtherRequest => reply.id = "7654321".to_owned(),
            Answer::OtherWorkstation => reply.workstation = "99".to_owned(),
            Answer::Total(text) => reply.inside = total(text, "EUR").unwrap_or_default(),
            Answer::Currency(currency) => {
                let proper = proper.unwrap_or_default();
                reply.inside = total(&proper, currency).unwrap_or_default();
            }
            Answer::NoTotal => reply.inside = total("", "EUR").unwrap_or_default(),
            Answer::Raw(bytes) => {
                wire::send_raw(stream, bytes);
                self.memory.lock().undelivered = true;
                return Ok(());
            }
            Answer::Framed(text) => {
                let sent = wire::send(stream, text.as_bytes(), cut);
                self.memory.lock().undelivered = sent.is_err();
                return Ok(());
            }
        }
        reply.mislabelled = self.script.answer == Answer::Mislabelled;
        match reply::send(&self.memory, stream, &reply, cut) {
            Ok(bytes) => {
                let passed = Passed {
                    channel: Channel::Zero,
                    direction: Direction::ToTill,
                    bytes,
                };
                self.memory.lock().passed.push(passed);
                return Ok(());
            }
            Err(Broken::Cut(How::PowerCycle)) => {
                self.memory.lock().undelivered = true;
                self.memory.power_cycle();
                return Err(Dead);
            }
            Err(Broken::Cut(How::Silence)) => {
                let stream = self.stream.take();
                self.memory.lock().held.extend(stream);
            }
            Err(_) => self.stream = None,
        }
        self.memory.lock().undelivered = true;
        Ok(())
    }
}

fn said(text: &str) -> Words {
    Words::ErrorText(text.to_owned())
}

fn private(words: &Words) -> String {
    match words {
        Words::AnswerText(text) => format!(
            "<PrivateData>answer-txt={}</PrivateData>",
            page::escape(text)
        ),
        Words::ErrorText(text) => format!(
            "<PrivateData><ErrorCode>1002701</ErrorCode><ErrorText>{}</ErrorText></PrivateData>",
            page::escape(text)
        ),
        Words::ActionCode(code) => {
            format!("<Tender><Authorisation ActionCode=\"{code}\"/></Tender>")
        }
        Words::None => String::new(),
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn printed(response: &Response, target: &str) -> bool {
    let mut outputs = response.outputs.iter();
    outputs.any(|output| output.0 == target && output.1 == "Success")
}
