//! Answers of a simulated terminal to everything that is no payment, and how answers are written.

use std::fmt::Write as _;
use std::net::TcpStream;

use super::habits::{AbortHabit, Encoding, RepeatHabit};
use super::memory::{Memory, Said, State};
use super::page;
use super::request::Request;
use super::script::Cut;
use super::wire::{self, Broken};
use crate::opi::Dialect;

/// One answer.
pub(super) struct Reply {
    pub(super) service: bool,
    pub(super) kind: String,
    pub(super) workstation: String,
    pub(super) id: String,
    pub(super) pop: Option<String>,
    pub(super) result: String,
    pub(super) inside: String,
    /// Declares UTF-8 and writes ISO-8859-1.
    pub(super) mislabelled: bool,
}

impl Reply {
    pub(super) fn to(request: &Request, result: &str) -> Self {
        Self {
            service: request.service,
            kind: request.kind.clone(),
            workstation: request.workstation.clone(),
            id: request.id.clone(),
            pop: request.pop.clone(),
            result: result.to_owned(),
            inside: String::new(),
            mislabelled: false,
        }
    }

    fn with(mut self, inside: String) -> Self {
        self.inside = inside;
        self
    }
}

/// Writes an answer; its bytes, the length included.
pub(super) fn send(
    memory: &Memory,
    stream: &mut TcpStream,
    reply: &Reply,
    cut: Option<Cut>,
) -> Result<usize, Broken> {
    let habits = memory.habits();
    let root = match reply.service {
        true => "ServiceResponse",
        false => "CardServiceResponse",
    };
    let mut attributes = vec![
        ("RequestType", reply.kind.as_str()),
        ("WorkstationID", reply.workstation.as_str()),
        ("RequestID", reply.id.as_str()),
        ("OverallResult", reply.result.as_str()),
    ];
    if let Some(pop) = &reply.pop {
        attributes.push(("POPID", pop));
    }
    let text = page::message(&habits, root, &attributes, &reply.inside);
    let bytes = match reply.mislabelled {
        true => {
            let text = text.replacen("ISO-8859-1", "UTF-8", 1);
            let text = text.replacen("Zahlung", "Gebührenzahlung", 1);
            page::bytes(Encoding::Latin1, &text)
        }
        false => page::bytes(habits.encoding, &text),
    };
    wire::send(stream, &bytes, cut)?;
    Ok(bytes.len() + 4)
}

/// What becomes of a request that moves no money; `None`: it is not answered.
pub(super) fn service(memory: &Memory, request: &Request) -> Option<Reply> {
    let mut state = memory.lock();
    let answer = |result: &str| Reply::to(request, result);
    if let "Login" | "ActivateTerminal" = request.kind.as_str() {
        state.logged_in.insert(request.workstation.clone());
        match request.prints {
            Some(true) => state.printing.insert(request.workstation.clone()),
            _ => state.printing.remove(&request.workstation),
        };
        let terminal = terminal(&state);
        let reply = answer("Success").with(terminal);
        return Some(remembered(&mut state, request, reply));
    }
    if request.kind == "AbortRequest" {
        return abort(&mut state, request);
    }
    let stranger = state.habits.login && !state.logged_in.contains(&request.workstation);
    if stranger && request.kind != "Diagnosis" {
        return Some(answer("LoggedOut"));
    }
    let repeats = state.habits.repeats_while_busy && request.kind == "RepeatLastMessage";
    if state.running.is_some() && !repeats {
        return Some(answer("Busy"));
    }
    let terminal = terminal(&state);
    let reply = match request.kind.as_str() {
        "Logoff" | "DeactivateTerminal" => {
            state.logged_in.remove(&request.workstation);
            answer("Success")
        }
        "Diagnosis" | "GetStatus" | "StatusQuery" | "GetInfo" => answer("Success").with(format!(
            "{terminal}<DiagnosisResult>Host ok</DiagnosisResult><PrivateData>\
             <SoftwareVersion>Simulator 1.0</SoftwareVersion></PrivateData>"
        )),
        "Initialisation" | "Administration" | "ContactTMS" => answer("Success").with(terminal),
        "Reconciliation" => answer("Success").with(totals(&state)),
        kind if kind == state.habits.closure() => {
            let totals = totals(&state);
            state.batch.clear();
            state.batch_number += 1;
            state.reversible.clear();
            answer("Success").with(totals)
        }
        "RepeatLastMessage" => return Some(repeat(&state, request)),
        "TicketReprint" if state.habits.reprint => {
            state.undelivered = false;
            return Some(match &state.ticket {
                Some(ticket) => {
                    let total = page::amount(ticket.cents);
                    answer("Success").with(ticket.inside(&state.habits, &total, "EUR"))
                }
                None => answer("Failure"),
            });
        }
        _ => answer("NotSupported"),
    };
    Some(remembered(&mut state, request, reply))
}

fn terminal(state: &State) -> String {
    format!("<Terminal TerminalID=\"{}\"/>", state.habits.terminal_id)
}

fn remembered(state: &mut State, request: &Request, reply: Reply) -> Reply {
    if state.habits.remembers_services {
        state.note(request, &reply.result, reply.inside.clone());
    }
    reply
}

fn abort(state: &mut State, request: &Request) -> Option<Reply> {
    let answer = |result| Some(Reply::to(request, result));
    let taken = match state.habits.abort {
        AbortHabit::Ignored => return None,
        AbortHabit::Unavailable => return answer("DeviceUnavailable"),
        AbortHabit::Card => !request.service,
        AbortHabit::Service => request.service,
    };
    if !taken {
        return answer("NotSupported");
    }
    let confirmed = match state.habits.dialect {
        Dialect::De => "Aborted",
        _ => "Success",
    };
    match &mut state.running {
        Some(running) if running.workstation == request.workstation => {
            running.abort = true;
            answer(confirmed)
        }
        _ => answer("DeviceUnavailable"),
    }
}

fn repeat(state: &State, request: &Request) -> Reply {
    if state.habits.repeat == RepeatHabit::Unsupported {
        return Reply::to(request, "NotSupported");
    }
    let Some(said) = state.last(&request.workstation) else {
        return Reply::to(request, "Failure");
    };
    let result = match state.habits.repeat {
        RepeatHabit::Original => said.result.as_str(),
        _ => "Success",
    };
    let header = header(said);
    Reply::to(request, result).with(format!("{}{header}", said.inside))
}

fn header(said: &Said) -> String {
    format!(
        "<OriginalHeader RequestType=\"{}\" WorkstationID=\"{}\" RequestID=\"{}\" OverallResult=\"{}\"/>",
        page::escape(&said.kind),
        page::escape(&said.workstation),
        page::escape(&said.id),
        page::escape(&said.result)
    )
}

/// Totals per kind of payment and circuit.
fn totals(state: &State) -> String {
    let mut inside = format!(
        "<Terminal TerminalID=\"{}\" STAN=\"{}\"/><Authorisation TimeStamp=\"{}\"/><Reconciliation>",
        state.habits.terminal_id,
        state.counter,
        page::timestamp(&state.habits)
    );
    let mut rows: Vec<(&str, &str, u32, i64)> = Vec::new();
    for (card, cents, kind) in &state.batch {
        let circuit = card.facts().0;
        match rows
            .iter_mut()
            .find(|row| row.0 == circuit && row.1 == *kind)
        {
            Some(row) => {
                row.2 += 1;
                row.3 += cents;
            }
            None => rows.push((circuit, kind, 1, *cents)),
        }
    }
    for (circuit, kind, count, cents) in rows {
        let _ = write!(
            inside,
            "<TotalAmount NumberPayments=\"{count}\" PaymentType=\"{kind}\" Currency=\"EUR\" \
             CardCircuit=\"{circuit}\">{}</TotalAmount>",
            page::amount(cents)
        );
    }
    inside.push_str("</Reconciliation>");
    inside
}
