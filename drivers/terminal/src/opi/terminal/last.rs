//! The last transaction of the terminal.

use super::exchange::Session;
use super::{Terminal, outcome};
use crate::opi::message::{CardResponse, Header, OriginalHeader, OverallResult, kind};
use crate::payment::Last;
use crate::{Attendant, Error};

impl Terminal {
    /// The last transaction, with its slips once more where the terminal can.
    pub(super) fn last_transaction(
        &mut self,
        session: &mut Session,
        attendant: &mut dyn Attendant,
    ) -> Result<Option<Last>, Error> {
        let repeated = self.card_query(session, kind::REPEAT_LAST_MESSAGE, attendant)?;
        refuse_if_busy(&repeated)?;
        let header = repeated
            .original
            .clone()
            .or_else(|| literal(&repeated.header));
        let told = header.and_then(|header| {
            let result = header.result.unwrap_or_else(|| repeated.result.clone());
            moves_money(&header.request_type).then(|| outcome::last(&repeated, &result))
        });
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

fn refuse_if_busy(response: &CardResponse) -> Result<(), Error> {
    match response.result {
        OverallResult::Busy | OverallResult::DeviceUnavailable => {
            Err(Error::Refused(outcome::refusal(response, &response.result)))
        }
        _ => Ok(()),
    }
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
