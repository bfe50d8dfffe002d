//! The driver as the register sees it.

use super::exchange::{Money, Session};
use super::mark::Sent;
use super::{Terminal, outcome};
use crate::opi::dialect::{Carrier, Reversal};
use crate::opi::message::{
    Amount, CardRequest, CardResponse, Message, Moved, OriginalTransaction, OverallResult, amount,
    kind,
};
use crate::{
    Attempt, Attendant, CardTerminal, Circuit, Condition, DayTotals, Driver, Error, Identity, Last,
    Nobody, Operation, Original, Outcome, Reason, Recovery, Refusal, Request, Service, Status,
};

/// How one attempt of a request for money went.
enum Went {
    /// This is the outcome.
    To(Outcome),
    /// Nothing was charged, and after a log-in or reprint it may go.
    Again(Refusal, OverallResult),
}

impl Terminal {
    fn transact(
        &mut self,
        operation: Operation,
        request: &Request,
        original: Option<&Original>,
        attendant: &mut dyn Attendant,
    ) -> Outcome {
        if request.cents <= 0 || request.cents > amount::HIGHEST {
            let text = format!("{} cents are no amount to ask for", request.cents);
            return Outcome::NotStarted(Error::Config(text));
        }
        let mut session = match self.prepare(original, attendant) {
            Ok(session) => session,
            Err(error) => return Outcome::NotStarted(error),
        };
        let mut made_up = false;
        loop {
            if !self.rest(attendant) || attendant.abort_requested() {
                return Outcome::NotPaid(Refusal {
                    reason: Reason::Aborted,
                    text: "Abgebrochen, bevor das Kartenterminal gefragt wurde.".to_owned(),
                    code: String::new(),
                });
            }
            let (refusal, result) =
                match self.attempt(operation, request, original, &mut session, attendant) {
                    Went::To(outcome) => return outcome,
                    Went::Again(refusal, result) => (refusal, result),
                };
            if made_up {
                return Outcome::NotPaid(refusal);
            }
            made_up = true;
            let done = match result {
                OverallResult::PrintLastTicket => self.take_ticket(&mut session, attendant),
                _ => self.enter(&mut session, attendant).map(|_| ()),
            };
            if done.is_err() {
                return Outcome::NotPaid(refusal);
            }
        }
    }

    /// Everything before money is asked for.
    fn prepare(
        &mut self,
        original: Option<&Original>,
        attendant: &mut dyn Attendant,
    ) -> Result<Session, Error> {
        let mut session = self.session()?;
        if !self.logged_in {
            self.enter(&mut session, attendant)?;
        }
        if let Some(original) = original
            && (self.reverses_last_only || self.profile.reversal == Reversal::LastOnly)
        {
            self.must_be_last(original, &mut session, attendant)?;
        }
        Ok(session)
    }

    fn attempt(
        &mut self,
        operation: Operation,
        request: &Request,
        original: Option<&Original>,
        session: &mut Session,
        attendant: &mut dyn Attendant,
    ) -> Went {
        let message = self.money_request(operation, request, original);
        let sent = Sent {
            workstation: message.header.workstation.clone(),
            request: message.header.request_id.clone(),
            kind: message.header.request_type.clone(),
            cents: request.cents,
            moment: self.now(),
            before: self.known.take().filter(|_| !self.shared),
        };
        let mark = match sent.write() {
            Ok(mark) => mark,
            Err(error) => {
                return Went::To(Outcome::NotStarted(Error::Protocol(error.to_string())));
            }
        };
        let payment = operation == Operation::Payment;
        let limit = self.patience.response;
        let money = Money {
            mark: &mark,
            abort: &mut |carrier: Carrier| self.abort_frame(carrier),
        };
        let answer = session.exchange(
            &Message::CardRequest(message),
            Some(money),
            limit,
            attendant,
        );
        let response = match answer {
            Ok(Message::CardResponse(response)) => response,
            Ok(_) => {
                let error = Error::Protocol("an answer of another kind".to_owned());
                return Went::To(Outcome::Unknown(error));
            }
            Err(lost) if lost.sent => return Went::To(Outcome::Unknown(lost.error)),
            Err(lost) => {
                self.known = sent.before;
                return Went::To(Outcome::NotStarted(lost.error));
            }
        };
        self.note_result(&response.result);
        let result = response.result.clone();
        match outcome::moved(&response, &result) {
            Moved::Yes => {
                let outcome = self.paid(&response, request.cents, payment, session, attendant);
                session.settle(attendant);
                Went::To(outcome)
            }
            Moved::No => {
                session.settle(attendant);
                self.known = sent.before;
                let refusal = outcome::refusal(&response, &result);
                match result {
                    OverallResult::LoggedOut | OverallResult::PrintLastTicket => {
                        Went::Again(refusal, result)
                    }
                    _ => Went::To(Outcome::NotPaid(refusal)),
                }
            }
            Moved::Unknown => {
                session.settle(attendant);
                let text = format!("OverallResult {} tells nothing", result.name());
                Went::To(Outcome::Unknown(Error::Protocol(text)))
            }
        }
    }

    fn paid(
        &mut self,
        response: &CardResponse,
        asked: i64,
        payment: bool,
        session: &Session,
        attendant: &mut dyn Attendant,
    ) -> Outcome {
        let mut approval = match outcome::approval(response, asked, payment) {
            Ok(approval) => approval,
            Err(error) => return Outcome::Unknown(error),
        };
        approval.signature |= session.devices.asked_signature();
        if let Err(error) = attendant.paid(&approval) {
            return Outcome::Unknown(error.into());
        }
        self.known = Some(approval.trace.clone()).filter(|trace| !trace.is_empty());
        Outcome::Paid(approval)
    }

    fn money_request(
        &mut self,
        operation: Operation,
        request: &Request,
        original: Option<&Original>,
    ) -> CardRequest {
        let mut message = self.card_request(request_type(operation));
        if self.profile.reference && request.reference.len() <= 20 && request.reference.is_ascii() {
            message.header.reference.clone_from(&request.reference);
        }
        message.amount = Some(Amount::euros(request.cents));
        message.original = original.map(|original| OriginalTransaction {
            terminal: original.terminal_id.clone(),
            batch: original.batch.clone(),
            stan: original.trace.clone(),
            moment: original.timestamp.clone(),
        });
        message
    }

    /// PrintLastTicket: the slip of the payment before is fetched first; it goes to the files, not to this sale.
    fn take_ticket(
        &mut self,
        session: &mut Session,
        attendant: &mut dyn Attendant,
    ) -> Result<(), Error> {
        session.devices.hold();
        let response = self.card_query(session, kind::TICKET_REPRINT, attendant);
        session.devices.release(false, attendant);
        match response?.result {
            OverallResult::Success => Ok(()),
            other => Err(Error::Protocol(other.name().to_owned())),
        }
    }

    /// The terminal takes back its last payment whatever is named: any other one is refused before it is sent.
    fn must_be_last(
        &mut self,
        original: &Original,
        session: &mut Session,
        attendant: &mut dyn Attendant,
    ) -> Result<(), Error> {
        if !self.shared && self.known.as_deref() == Some(&original.trace) {
            return Ok(());
        }
        let last = self.last_transaction(session, attendant)?;
        let is_last = last.is_some_and(|last| {
            last.approved
                && last.cents == original.cents
                && same_number(&last.approval.trace, &original.trace)
        });
        match is_last {
            true => Ok(()),
            false => Err(Error::Refused(Refusal {
                reason: Reason::Unsupported,
                text: "Dieses Kartenterminal nimmt nur seine letzte Zahlung zurück, und das ist eine andere."
                    .to_owned(),
                code: String::new(),
            })),
        }
    }
}

/// RequestType of an operation.
pub(super) fn request_type(operation: Operation) -> &'static str {
    match operation {
        Operation::Payment => kind::CARD_PAYMENT,
        Operation::Refund => kind::PAYMENT_REFUND,
        Operation::Reversal => kind::PAYMENT_REVERSAL,
    }
}

/// Whether two STANs are the same; leading zeros do not count.
pub(super) fn same_number(one: &str, other: &str) -> bool {
    !one.is_empty() && one.trim_start_matches('0') == other.trim_start_matches('0')
}

impl CardTerminal for Terminal {
    fn identity(&self) -> Identity {
        Identity {
            driver: Driver::Opi,
            address: self.address.clone(),
        }
    }

    fn status(&mut self) -> Result<Status, Error> {
        let mut session = self.session()?;
        let limit = self.soon();
        let kind = self.profile.status;
        let mut response = self.service_request(&mut session, kind, limit, &mut Nobody)?;
        if response.result.is_not_understood() && kind != self.profile.log_in {
            let kind = self.profile.log_in;
            response = self.service_request(&mut session, kind, limit, &mut Nobody)?;
        }
        if response.result.is_done() && response.header.request_type == self.profile.log_in {
            self.logged_in = true;
        }
        let version = response.private.get("SoftwareVersion").unwrap_or_default();
        Ok(Status {
            condition: match &response.result {
                result if result.is_done() => Condition::Ready,
                OverallResult::Busy
                | OverallResult::DeviceUnavailable
                | OverallResult::PrintLastTicket => Condition::Wait,
                OverallResult::LoggedOut => Condition::LogIn,
                _ => Condition::Service,
            },
            terminal_id: self.terminal_id.clone(),
            version: version.to_owned(),
            text: match response.result.is_done() {
                true => String::new(),
                false => outcome::service_refusal(&response.private, &response.result).text,
            },
        })
    }

    fn log_in(&mut self, attendant: &mut dyn Attendant) -> Result<Status, Error> {
        let mut session = self.session()?;
        let response = self.enter(&mut session, attendant)?;
        let version = response.private.get("SoftwareVersion").unwrap_or_default();
        Ok(Status {
            condition: Condition::Ready,
            terminal_id: self.terminal_id.clone(),
            version: version.to_owned(),
            text: String::new(),
        })
    }

    fn log_off(&mut self) -> Result<(), Error> {
        let mut session = self.session()?;
        let (kind, limit) = (self.profile.log_off, self.soon());
        self.logged_in = false;
        let response = self.service_request(&mut session, kind, limit, &mut Nobody)?;
        self.logged_in = false;
        match response.result {
            OverallResult::NotSupported | OverallResult::LoggedOut => Ok(()),
            ref result if result.is_done() => Ok(()),
            ref result => Err(Error::Refused(outcome::service_refusal(
                &response.private,
                result,
            ))),
        }
    }

    fn pay(&mut self, request: &Request, attendant: &mut dyn Attendant) -> Outcome {
        self.transact(Operation::Payment, request, None, attendant)
    }

    fn refund(&mut self, request: &Request, attendant: &mut dyn Attendant) -> Outcome {
        self.transact(Operation::Refund, request, None, attendant)
    }

    fn reverse(
        &mut self,
        original: &Original,
        request: &Request,
        attendant: &mut dyn Attendant,
    ) -> Outcome {
        self.transact(Operation::Reversal, request, Some(original), attendant)
    }

    fn recover(
        &mut self,
        attempt: &Attempt,
        attendant: &mut dyn Attendant,
    ) -> Result<Recovery, Error> {
        self.find_out(attempt, attendant)
    }

    fn repeat(&mut self, attendant: &mut dyn Attendant) -> Result<Option<Last>, Error> {
        let mut session = self.session()?;
        self.last_transaction(&mut session, attendant)
    }

    fn totals(&mut self, closure: bool, attendant: &mut dyn Attendant) -> Result<DayTotals, Error> {
        let mut session = self.session()?;
        let request_type = match closure {
            true => self.profile.end_of_day,
            false => kind::RECONCILIATION,
        };
        let limit = self.patience.response;
        let response = self.service_request(&mut session, request_type, limit, attendant)?;
        if !response.result.is_done() {
            let refusal = outcome::service_refusal(&response.private, &response.result);
            return Err(Error::Refused(refusal));
        }
        let mut totals = DayTotals {
            terminal_id: self.terminal_id.clone(),
            closed: closure,
            ..DayTotals::default()
        };
        let counted = response
            .totals
            .as_ref()
            .is_some_and(|rows| rows.iter().all(|row| row.count.is_some()));
        let rows = response.totals.unwrap_or_default();
        for row in &rows {
            if !row.currency.is_empty() && row.currency != "EUR" {
                return Err(Error::Protocol(format!("totals in {}", row.currency)));
            }
            let (count, cents) = (row.count.unwrap_or_default(), row.signed());
            totals.cents = totals.cents.saturating_add(cents);
            let found = totals.circuits.iter_mut().find(|c| c.name == row.circuit);
            match found {
                Some(circuit) => {
                    circuit.count = circuit.count.saturating_add(count);
                    circuit.cents = circuit.cents.saturating_add(cents);
                }
                None => totals.circuits.push(Circuit {
                    name: row.circuit.clone(),
                    count,
                    cents,
                }),
            }
        }
        let counts = totals.circuits.iter();
        let count = counts.fold(0u32, |sum, circuit| sum.saturating_add(circuit.count));
        totals.count = counted.then_some(count);
        if closure {
            self.known = None;
        }
        Ok(totals)
    }

    fn service(&mut self, service: Service, attendant: &mut dyn Attendant) -> Result<(), Error> {
        let mut session = self.session()?;
        let request_type = match service {
            Service::Initialise => kind::INITIALISATION,
            Service::Diagnose => kind::DIAGNOSIS,
        };
        let limit = self.patience.response;
        let response = self.service_request(&mut session, request_type, limit, attendant)?;
        match &response.result {
            result if result.is_done() => Ok(()),
            OverallResult::NotSupported => Err(Error::Unsupported(request_type)),
            result => Err(Error::Refused(outcome::service_refusal(
                &response.private,
                result,
            ))),
        }
    }
}
