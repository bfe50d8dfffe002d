//! The last transaction of the terminal.

use super::exchange::Session;
use super::{Terminal, outcome};
use crate::opi::message::{
    CardResponse, Header, OriginalHeader, OverallResult, ServiceResponse, kind, same_workstation,
};
use crate::payment::Last;
use crate::{Attendant, Error};

/// What a terminal tells of its last transaction.
enum Told {
    /// This.
    Last(Box<Last>),
    /// There is none.
    None,
    /// It does not say.
    Nothing,
}

impl Terminal {
    /// Learns which transaction is the last one before money is asked for, so that a later one can be told from it. At a
    /// terminal that does not say it, or breaks off when it is asked, people pay nevertheless.
    pub(super) fn learn_last(&mut self, session: &mut Session, attendant: &mut dyn Attendant) {
        session.devices.hold();
        let last = self.last_transaction_told(session, attendant);
        // Copies of what was printed long ago.
        session.devices.discard();
        self.known = match last {
            Ok(Told::Last(last)) => Some(last.approval.trace).filter(|trace| !trace.is_empty()),
            Ok(Told::None) => Some(String::new()),
            Ok(Told::Nothing) => None,
            Err(_) => {
                self.tells_last = false;
                None
            }
        };
    }

    /// The answer to the last service request once more, if that is what the terminal remembers.
    pub(super) fn repeat_service(
        &mut self,
        request_type: &str,
        session: &mut Session,
        attendant: &mut dyn Attendant,
    ) -> Result<Option<ServiceResponse>, Error> {
        let wanted = self.last_service.clone();
        let (kind, limit) = (kind::REPEAT_LAST_MESSAGE, self.soon());
        let mut response = self.service_request(session, kind, limit, attendant)?;
        let header = response.original.take();
        Ok(header
            .filter(|header| {
                header.request_type == request_type
                    && header.request_id == wanted
                    && same_workstation(&header.workstation, &self.workstation)
            })
            .map(|header| ServiceResponse {
                result: header.result.unwrap_or_else(|| response.result.clone()),
                ..response
            }))
    }

    fn last_transaction_told(
        &mut self,
        session: &mut Session,
        attendant: &mut dyn Attendant,
    ) -> Result<Told, Error> {
        let repeated = self.card_query(session, kind::REPEAT_LAST_MESSAGE, attendant)?;
        if is_busy(&repeated) {
            return Ok(Told::Nothing);
        }
        if let Some(last) = repeated_money(&repeated).filter(|last| last.approved) {
            return Ok(Told::Last(Box::new(last)));
        }
        let ticket = self.card_query(session, kind::TICKET_REPRINT, attendant)?;
        Ok(match ticket.result {
            OverallResult::Success => Told::Last(Box::new(outcome::last(&ticket, &ticket.result))),
            OverallResult::Failure => Told::None,
            _ => Told::Nothing,
        })
    }

    /// The last transaction, with its slips once more where the terminal can.
    pub(super) fn last_transaction(
        &mut self,
        session: &mut Session,
        attendant: &mut dyn Attendant,
    ) -> Result<Option<Last>, Error> {
        let repeated = self.card_query(session, kind::REPEAT_LAST_MESSAGE, attendant)?;
        refuse_if_busy(&repeated)?;
        let told = repeated_money(&repeated);
        if told.as_ref().is_some_and(|last| !last.approved) {
            return Ok(told);
        }
        let ticket = self.card_query(session, kind::TICKET_REPRINT, attendant)?;
        refuse_if_busy(&ticket)?;
        let printed = (ticket.result == OverallResult::Success && ticket.amount.is_some())
            .then(|| outcome::last(&ticket, &ticket.result));
        Ok(told.or(printed))
    }
}

fn is_busy(response: &CardResponse) -> bool {
    matches!(
        response.result,
        OverallResult::Busy | OverallResult::DeviceUnavailable
    )
}

fn refuse_if_busy(response: &CardResponse) -> Result<(), Error> {
    match is_busy(response) {
        true => Err(Error::Refused(outcome::refusal(response, &response.result))),
        false => Ok(()),
    }
}

/// The transaction of a repeated message, if it was about money.
fn repeated_money(repeated: &CardResponse) -> Option<Last> {
    let header = repeated.original.clone();
    let header = header.or_else(|| literal(&repeated.header))?;
    let result = header.result.unwrap_or_else(|| repeated.result.clone());
    moves_money(&header.request_type).then(|| outcome::last(repeated, &result))
}

/// Some terminals repeat the very message instead of naming it.
pub(super) fn literal(header: &Header) -> Option<OriginalHeader> {
    (header.request_type != kind::REPEAT_LAST_MESSAGE).then(|| OriginalHeader {
        request_type: header.request_type.clone(),
        workstation: header.workstation.clone(),
        request_id: header.request_id.clone(),
        result: None,
    })
}

/// Whether a request of this type is about money.
pub(super) fn moves_money(request_type: &str) -> bool {
    [
        kind::CARD_PAYMENT,
        kind::PAYMENT_REFUND,
        kind::PAYMENT_REVERSAL,
    ]
    .contains(&request_type)
}
