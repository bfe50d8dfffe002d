//! The driver as the register sees it.

use super::{Terminal, outcome};
use crate::opi::message::{OverallResult, kind};
use crate::{
    Attempt, Attendant, CardTerminal, Circuit, Condition, DayTotals, Driver, Error, Identity, Last,
    Nobody, Operation, Original, Outcome, Recovery, Request, Service, Status,
};

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
        if response.result.is_done() && !self.introduced {
            // A log-in tells neither id nor version; a diagnosis does, and once is enough.
            let asked = self.service_request(&mut session, kind::DIAGNOSIS, limit, &mut Nobody);
            self.introduced = asked.is_ok();
        }
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
            version: self.version.clone(),
            text: match response.result.is_done() {
                true => String::new(),
                false => outcome::service_refusal(&response.private, &response.result).text,
            },
        })
    }

    fn log_in(&mut self, attendant: &mut dyn Attendant) -> Result<Status, Error> {
        let mut session = self.session()?;
        self.enter(&mut session, attendant)?;
        Ok(Status {
            condition: Condition::Ready,
            terminal_id: self.terminal_id.clone(),
            version: self.version.clone(),
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

    fn abort(&mut self) -> Result<(), Error> {
        self.wish_abort()
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
        let answer = self.service_request(&mut session, request_type, limit, attendant);
        let response = match answer {
            // Totals that were handed in cannot be asked for anew.
            Err(Error::Lost(_) | Error::Timeout(_) | Error::Protocol(_)) if closure => {
                let again = self.repeat_service(request_type, &mut session, attendant)?;
                again.map_or(answer, Ok)?
            }
            answer => answer?,
        };
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
