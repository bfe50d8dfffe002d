//! Requests for money.

use super::exchange::{Money, Session};
use super::mark::Sent;
use super::{Terminal, outcome};
use crate::opi::dialect::{Carrier, Reversal};
use crate::opi::message::{
    Amount, CardRequest, CardResponse, Message, Moved, OriginalTransaction, OverallResult, amount,
    kind,
};
use crate::{Attendant, Error, Operation, Original, Outcome, Reason, Refusal, Request};

/// How one attempt of a request for money went.
enum Went {
    /// This is the outcome.
    To(Outcome),
    /// Nothing was charged, and after a log-in or reprint it may go.
    Again(Refusal, OverallResult),
}

impl Terminal {
    pub(super) fn transact(
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
        // An earlier payment is taken back as a whole.
        let request = &Request {
            cents: original.map_or(request.cents, |original| original.cents),
            reference: request.reference.clone(),
        };
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
                _ => self.enter(&mut session, attendant),
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
        if self.known.is_none() && self.tells_last && !self.shared {
            self.learn_last(&mut session, attendant);
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
