//! What a simulated terminal knows: it outlives connections, power cuts and the till.

use std::collections::{HashMap, HashSet, VecDeque};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::habits::{Habits, RepeatHabit};
use super::page::{self, Ticket};
use super::request::Request;
use super::script::{Card, Channel, Cut, Direction, Script};

/// Money that moved: the truth every register has to arrive at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// WorkstationID of the till.
    pub workstation: String,
    /// RequestID.
    pub request: String,
    /// RequestType.
    pub kind: String,
    /// Euro cents; below zero it went back to the customer.
    pub cents: i64,
}

/// A request that arrived whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// WorkstationID of the till.
    pub workstation: String,
    /// RequestID.
    pub request: String,
    /// RequestType.
    pub kind: String,
    /// Whether it was a ServiceRequest.
    pub service: bool,
}

/// A message that passed, for tests that cut every one of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// Channel.
    pub channel: Channel,
    /// Direction.
    pub direction: Direction,
    /// Bytes, the length included.
    pub bytes: usize,
}

/// The last message of a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) kind: String,
    pub(super) workstation: String,
    pub(super) id: String,
    pub(super) result: String,
    pub(super) inside: String,
}

#[derive(Debug)]
pub(super) struct Running {
    pub(super) workstation: String,
    pub(super) abort: bool,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) habits: Habits,
    pub(super) scripts: VecDeque<Script>,
    pub(super) charges: Vec<Charge>,
    pub(super) last: HashMap<String, Said>,
    pub(super) ticket: Option<Ticket>,
    pub(super) reversible: Vec<Ticket>,
    pub(super) undelivered: bool,
    pub(super) batch: Vec<(Card, i64, &'static str)>,
    pub(super) batch_number: u32,
    pub(super) counter: u32,
    pub(super) logged_in: HashSet<String>,
    /// Tills that take the receipts of an Ingenico terminal.
    pub(super) printing: HashSet<String>,
    pub(super) running: Option<Running>,
    pub(super) power: u64,
    pub(super) heard: Vec<Heard>,
    pub(super) complaints: Vec<String>,
    pub(super) passed: Vec<Passed>,
    pub(super) tills: HashMap<String, SocketAddr>,
    lines: HashMap<u64, TcpStream>,
    pub(super) held: Vec<TcpStream>,
    next_line: u64,
}

/// Handle to the memory of a simulated terminal.
#[derive(Debug, Clone)]
pub struct Memory(Arc<(Mutex<State>, Condvar)>);

impl Memory {
    /// An empty memory of a terminal with these habits.
    #[must_use]
    pub fn new(habits: Habits) -> Self {
        let state = State {
            habits,
            scripts: VecDeque::new(),
            charges: Vec::new(),
            last: HashMap::new(),
            ticket: None,
            reversible: Vec::new(),
            undelivered: false,
            batch: Vec::new(),
            batch_number: 1,
            counter: 9141,
            logged_in: HashSet::new(),
            printing: HashSet::new(),
            running: None,
            power: 0,
            heard: Vec::new(),
            complaints: Vec::new(),
            passed: Vec::new(),
            tills: HashMap::new(),
            lines: HashMap::new(),
            held: Vec::new(),
            next_line: 0,
        };
        Self(Arc::new((Mutex::new(state), Condvar::new())))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn changed(&self) {
        self.0.1.notify_all();
    }

    /// Decides how one of the next payments goes; without a script every payment is approved.
    pub fn push(&self, script: Script) {
        self.lock().scripts.push_back(script);
    }

    /// Forgets scripts that were not used.
    pub fn clear_scripts(&self) {
        self.lock().scripts.clear();
    }

    /// Its habits.
    #[must_use]
    pub fn habits(&self) -> Habits {
        self.lock().habits.clone()
    }

    /// Changes its habits.
    pub fn change(&self, change: impl FnOnce(&mut Habits)) {
        change(&mut self.lock().habits);
    }

    /// Where the till of a workstation listens.
    pub fn set_till(&self, workstation: &str, address: SocketAddr) {
        self.lock().tills.insert(workstation.to_owned(), address);
    }

    /// Everything that was really charged, in the order it was.
    #[must_use]
    pub fn charged(&self) -> Vec<Charge> {
        self.lock().charges.clone()
    }

    /// Every request that arrived whole.
    #[must_use]
    pub fn heard(&self) -> Vec<Heard> {
        self.lock().heard.clone()
    }

    /// What a till did against the rules.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        self.lock().complaints.clone()
    }

    /// Messages of money operations that passed since the last call.
    #[must_use]
    pub fn passed(&self) -> Vec<Passed> {
        std::mem::take(&mut self.lock().passed)
    }

    /// Whether a till is logged in.
    #[must_use]
    pub fn logged_in(&self, workstation: &str) -> bool {
        self.lock().logged_in.contains(workstation)
    }

    /// Waits until nothing runs; `false`: something still does.
    #[must_use]
    pub fn settle(&self, most: Duration) -> bool {
        let until = Instant::now() + most;
        let mut state = self.lock();
        while state.running.is_some() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = match self.0.1.wait_timeout(state, left) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
        true
    }

    /// It loses its power and is back at once: what it was doing is forgotten, what it had noted is not.
    pub fn power_cycle(&self) {
        let mut state = self.lock();
        state.power += 1;
        state.running = None;
        state.logged_in.clear();
        state.held.clear();
        for (_, line) in state.lines.drain() {
            let _ = line.shutdown(Shutdown::Both);
        }
        drop(state);
        self.changed();
    }

    /// Another till pays meanwhile, approved: the last message is its.
    pub fn pays_elsewhere(&self, workstation: &str, id: &str, cents: i64) {
        let request = Request {
            kind: "CardPayment".to_owned(),
            workstation: workstation.to_owned(),
            id: id.to_owned(),
            cents: Some(cents),
            ..Request::default()
        };
        let power = self.lock().power;
        let _ = self.charge(power, &request, cents, &Script::approve(), "Success");
    }

    /// Charges and notes it in one step, unless the power went: what a terminal has charged it knows.
    pub(super) fn charge(
        &self,
        power: u64,
        request: &Request,
        cents: i64,
        script: &Script,
        result: &str,
    ) -> Option<(Ticket, String)> {
        let mut state = self.lock();
        if state.power != power {
            return None;
        }
        state.counter += 1;
        let (title, sign) = match request.kind.as_str() {
            "PaymentRefund" => ("Gutschrift", -1),
            "PaymentReversal" => ("Storno", -1),
            _ => ("Zahlung", 1),
        };
        let ticket = Ticket {
            title,
            cents,
            card: script.card,
            stan: format!("{}{}", state.habits.stan_prefix, state.counter),
            receipt: state.counter % 10_000,
            batch: state.batch_number,
            timestamp: page::timestamp(&state.habits),
            signed: script.asks == Some(super::script::Asks::Signature),
        };
        state.charges.push(Charge {
            workstation: request.workstation.clone(),
            request: request.id.clone(),
            kind: request.kind.clone(),
            cents: sign * cents,
        });
        match request.kind.as_str() {
            "PaymentReversal" => {
                let taken = state.batch.iter().rposition(|entry| entry.1 == cents);
                taken.map(|place| state.batch.remove(place));
                let stan = request.original_stan.as_deref();
                state
                    .reversible
                    .retain(|taken| Some(taken.stan.as_str()) != stan);
            }
            kind => {
                let kind = if kind == "PaymentRefund" {
                    "Credit"
                } else {
                    "Debit"
                };
                state.batch.push((script.card, cents, kind));
            }
        }
        if sign > 0 {
            state.reversible.push(ticket.clone());
        }
        let zero = state.habits.reversal_states_zero && request.kind == "PaymentReversal";
        let total = page::amount(if zero { 0 } else { cents });
        let inside = ticket.inside(&state.habits, &total, "EUR");
        state.ticket = Some(ticket.clone());
        state.note(request, result, inside.clone());
        Some((ticket, inside))
    }

    /// A line that a power cut closes.
    pub(super) fn enlist(&self, stream: &TcpStream) -> u64 {
        let mut state = self.lock();
        state.next_line += 1;
        let line = state.next_line;
        if let Ok(stream) = stream.try_clone() {
            state.lines.insert(line, stream);
        }
        line
    }

    pub(super) fn discharge(&self, line: u64) {
        self.lock().lines.remove(&line);
    }

    pub(super) fn close_lines(&self) {
        let mut state = self.lock();
        state.held.clear();
        for (_, line) in state.lines.drain() {
            let _ = line.shutdown(Shutdown::Both);
        }
    }

    /// Cut in the request of the next payment, if its script has one.
    pub(super) fn next_request_cut(&self) -> Option<Cut> {
        let state = self.lock();
        let mut cuts = state.scripts.front()?.cuts.iter();
        cuts.find(|cut| cut.channel == Channel::Zero && cut.direction == Direction::ToTerminal)
            .copied()
    }

    pub(super) fn complain(&self, complaint: String) {
        self.lock().complaints.push(complaint);
    }
}

impl State {
    /// Keeps what was answered.
    pub(super) fn note(&mut self, request: &Request, result: &str, inside: String) {
        let whose = self.whose(&request.workstation);
        let said = Said {
            kind: request.kind.clone(),
            workstation: request.workstation.clone(),
            id: request.id.clone(),
            result: result.to_owned(),
            inside,
        };
        self.last.insert(whose, said);
    }

    /// The last message for a till, unless the terminal cannot repeat one.
    pub(super) fn last(&self, workstation: &str) -> Option<&Said> {
        match self.habits.repeat {
            RepeatHabit::Unsupported => None,
            _ => self.last.get(&self.whose(workstation)),
        }
    }

    fn whose(&self, workstation: &str) -> String {
        match self.habits.per_workstation {
            true => workstation.to_owned(),
            false => String::new(),
        }
    }
}
