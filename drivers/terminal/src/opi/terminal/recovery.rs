//! What became of a request whose answer got lost.
//!
//! 1. RepeatLastMessage: only an answer whose OriginalHeader is our request (type, till, number) settles it.
//! 2. TicketReprint, where the terminal cannot repeat messages, or another message of ours hides the one we want: the
//!    ticket is ours if it has our amount and is another one than before our request or, where there was none, is not
//!    older than it. What the last one before is, is asked for before the first payment. At a shared terminal a ticket names no till and settles nothing.
//! 3. A last message of ours that is older than our request says that ours was never carried out, but only after the
//!    time a payment may take: some terminals repeat the older one while the customer still pays.
//!
//! Everything else is left to a person.

use std::time::Instant;

use chrono::{NaiveDateTime, TimeDelta};

use super::exchange::Session;
use super::last::{literal, moves_money};
use super::mark::Sent;
use super::money::same_number;
use super::{Terminal, outcome};
use crate::opi::message::{CardResponse, Moved, OverallResult, amount, kind, same_workstation};
use crate::payment::Last;
use crate::{Attempt, Attendant, Error, Reason, Recovery, Refusal, Step};

/// A terminal's clock may be ahead of ours by so much when nothing but the time tells tickets apart.
const AHEAD: TimeDelta = TimeDelta::seconds(2);

/// What RepeatLastMessage tells.
enum Told {
    /// The outcome.
    Settled(Recovery),
    /// Something runs; ask again.
    Busy,
    /// It ended in a way that does not tell whether money moved.
    Ended(Box<CardResponse>, OverallResult),
    /// The last message is an earlier one of ours.
    Earlier,
    /// Nothing can be said; whether a ticket may settle it.
    Nothing {
        ticket: bool,
        last: Option<Last>,
        why: &'static str,
    },
}

impl Terminal {
    /// What became of an attempt; asked for as long as a recovery may take while the terminal is busy or away.
    pub(super) fn find_out(
        &mut self,
        attempt: &Attempt,
        attendant: &mut dyn Attendant,
    ) -> Result<Recovery, Error> {
        let Some(mark) = &attempt.mark else {
            return Ok(Recovery::NotPaid(never_sent(
                "Es wurde nichts an das Kartenterminal gesendet.",
            )));
        };
        let Some(sent) = Sent::read(mark) else {
            return Ok(undecided(
                None,
                "Die Vormerkung dieser Zahlung ist nicht lesbar; das Kartenterminal kann nicht danach gefragt werden.",
            ));
        };
        attendant.step(Step::Recovering);
        let mut session = self.session()?;
        let end = Instant::now() + self.patience.recovery;
        loop {
            let failure = match self.ask(&sent, &mut session, attendant) {
                Ok(Some(recovery)) => {
                    if let Recovery::Paid(approval) = &recovery {
                        self.known = Some(approval.trace.clone()).filter(|t| !t.is_empty());
                    }
                    return Ok(recovery);
                }
                Ok(None) => Error::Timeout(self.patience.recovery),
                Err(error) => error,
            };
            let may_pass = matches!(
                failure,
                Error::Unreachable { .. } | Error::Lost(_) | Error::Timeout(_)
            );
            let left = end.saturating_duration_since(Instant::now());
            if !may_pass || left <= self.patience.retry || attendant.abort_requested() {
                return Err(failure);
            }
            std::thread::sleep(self.patience.retry);
        }
    }

    /// Asks once; `None`: the terminal is busy.
    fn ask(
        &mut self,
        sent: &Sent,
        session: &mut Session,
        attendant: &mut dyn Attendant,
    ) -> Result<Option<Recovery>, Error> {
        let response = self.card_query(session, kind::REPEAT_LAST_MESSAGE, attendant)?;
        Ok(Some(match self.told(sent, &response) {
            Told::Busy => return Ok(None),
            Told::Settled(recovery) => recovery,
            Told::Earlier => return self.never_carried_out(sent, session, attendant),
            Told::Ended(response, result) => {
                let Some(ticket) = self.ticket(session, attendant)? else {
                    return Ok(None);
                };
                let same = ticket
                    .as_ref()
                    .is_some_and(|ticket| same_number(&ticket.stan, &response.stan));
                match ticket {
                    Some(ticket) if same => self.found(sent, &ticket, session, attendant),
                    // The terminal is done with ours, and its last transaction is another one.
                    Some(ticket)
                        if !self.shared
                            && response.stan.is_empty()
                            && !self.is_ours(sent, &ticket) =>
                    {
                        Recovery::NotPaid(outcome::refusal(&response, &result))
                    }
                    _ => undecided(
                        Some(outcome::last(&response, &result)),
                        "Das Kartenterminal hat die Zahlung beendet, sagt aber nicht, ob gebucht wurde.",
                    ),
                }
            }
            Told::Nothing {
                ticket: false,
                last,
                why,
            } => undecided(last, why),
            Told::Nothing {
                ticket: true,
                last,
                why,
            } => {
                let Some(ticket) = self.ticket(session, attendant)? else {
                    return Ok(None);
                };
                match ticket {
                    Some(ticket) if self.is_ours(sent, &ticket) => {
                        self.found(sent, &ticket, session, attendant)
                    }
                    Some(ticket) if self.is_the_one_before(sent, &ticket) => {
                        if !self.is_over(sent) {
                            return Err(may_still_run());
                        }
                        Recovery::NotPaid(never_sent(
                            "Das Kartenterminal hat seit der letzten Zahlung nichts gebucht.",
                        ))
                    }
                    Some(ticket) => undecided(Some(outcome::last(&ticket, &ticket.result)), why),
                    None => undecided(last, why),
                }
            }
        }))
    }

    /// Reads the answer to RepeatLastMessage.
    fn told(&self, sent: &Sent, response: &CardResponse) -> Told {
        let header = response
            .original
            .clone()
            .or_else(|| literal(&response.header));
        let Some(header) = header else {
            return match &response.result {
                OverallResult::Busy | OverallResult::DeviceUnavailable => Told::Busy,
                result => Told::Nothing {
                    // A terminal that could have told and has nothing to tell may have forgotten ours or never got it.
                    ticket: result.is_not_understood() || *result == OverallResult::PrintLastTicket,
                    last: None,
                    why: "Das Kartenterminal kann nicht sagen, was aus der Zahlung wurde.",
                },
            };
        };
        let result = header
            .result
            .clone()
            .unwrap_or_else(|| response.result.clone());
        let last = moves_money(&header.request_type).then(|| outcome::last(response, &result));
        if sent.is(&header) {
            let bare = response.amount.is_none() && response.authorisation.is_none();
            return match outcome::moved(response, &result) {
                // That the repetition worked, perhaps, and nothing of what is repeated.
                Moved::Yes if header.result.is_none() && bare => {
                    Told::Ended(Box::new(response.clone()), result)
                }
                Moved::Yes => match approval(sent, response) {
                    Ok(approval) => Told::Settled(Recovery::Paid(approval)),
                    Err(_) => Told::Settled(undecided(
                        last,
                        "Das Kartenterminal hat gebucht, aber nicht den Betrag in Euro.",
                    )),
                },
                Moved::No => Told::Settled(Recovery::NotPaid(outcome::refusal(response, &result))),
                Moved::Unknown => Told::Ended(Box::new(response.clone()), result),
            };
        }
        if sent.is_after(&header) {
            return Told::Earlier;
        }
        let own = same_workstation(&header.workstation, &self.workstation);
        // After a later payment of ours the ticket is that one's.
        let later = moves_money(&header.request_type)
            && !matches!(outcome::moved(response, &result), Moved::No);
        Told::Nothing {
            ticket: own && !later,
            last,
            why: match own {
                true => {
                    "Das Kartenterminal hat seither anderes getan und sagt nichts mehr über diese Zahlung."
                }
                false => "Das Kartenterminal hat seither für eine andere Kasse gearbeitet.",
            },
        }
    }

    /// The last message is an earlier one of ours: ours was not carried out, if nothing can be running any more and no
    /// ticket says otherwise.
    fn never_carried_out(
        &mut self,
        sent: &Sent,
        session: &mut Session,
        attendant: &mut dyn Attendant,
    ) -> Result<Option<Recovery>, Error> {
        if !self.is_over(sent) {
            return Err(may_still_run());
        }
        let Some(ticket) = self.ticket(session, attendant)? else {
            return Ok(None);
        };
        Ok(Some(match ticket {
            Some(ticket) if self.is_ours(sent, &ticket) => undecided(
                Some(outcome::last(&ticket, &ticket.result)),
                "Das Kartenterminal kennt diese Zahlung nicht, sein letzter Beleg passt aber zu ihr.",
            ),
            ticket if self.proves_nothing_since(sent, ticket.as_ref()) => Recovery::NotPaid(
                never_sent("Die Anfrage hat das Kartenterminal nicht erreicht."),
            ),
            // Another till that gives the same name would be taken for us.
            ticket => undecided(
                ticket.map(|ticket| outcome::last(&ticket, &ticket.result)),
                "Das Kartenterminal kennt diese Zahlung nicht; es könnte seither für eine andere Kasse gearbeitet haben.",
            ),
        }))
    }

    /// The last ticket: `None`: busy; `Some(None)`: there is none, or it cannot be had.
    #[expect(clippy::option_option, reason = "busy, none and one are three things")]
    fn ticket(
        &mut self,
        session: &mut Session,
        attendant: &mut dyn Attendant,
    ) -> Result<Option<Option<CardResponse>>, Error> {
        session.devices.hold();
        let response = self.card_query(session, kind::TICKET_REPRINT, attendant);
        // Whose it is will be seen; that of another payment is no news.
        let response = match response {
            Ok(response) => response,
            Err(error) => {
                session.devices.discard();
                return Err(error);
            }
        };
        Ok(match response.result {
            OverallResult::Success => Some(Some(response)),
            OverallResult::Busy | OverallResult::DeviceUnavailable => {
                session.devices.discard();
                None
            }
            _ => {
                session.devices.discard();
                Some(None)
            }
        })
    }

    /// The ticket is ours: so are the slips that came with it.
    fn found(
        &mut self,
        sent: &Sent,
        ticket: &CardResponse,
        session: &mut Session,
        attendant: &mut dyn Attendant,
    ) -> Recovery {
        match approval(sent, ticket) {
            Ok(approval) => {
                session.devices.release(true, attendant);
                Recovery::Paid(approval)
            }
            Err(_) => undecided(
                Some(outcome::last(ticket, &ticket.result)),
                "Der letzte Beleg des Kartenterminals ist nicht in Euro.",
            ),
        }
    }

    fn is_ours(&self, sent: &Sent, ticket: &CardResponse) -> bool {
        let amount = ticket.amount.as_ref().is_some_and(|amount| {
            amount.cents.abs() == sent.cents && matches!(amount.currency.as_str(), "" | "EUR")
        });
        if self.shared || !amount {
            return false;
        }
        if let Some(before) = sent.before.as_ref().filter(|before| !before.is_empty()) {
            return !ticket.stan.is_empty() && !same_number(&ticket.stan, before);
        }
        let Some(made) = made(ticket) else {
            return false;
        };
        let begun = sent.moment.naive_local() - TimeDelta::seconds(1);
        made > begun && made <= self.now().naive_local() + AHEAD
    }

    fn is_the_one_before(&self, sent: &Sent, ticket: &CardResponse) -> bool {
        let before = sent.before.as_deref().unwrap_or_default();
        !self.shared && same_number(before, &ticket.stan)
    }

    /// Whether the last ticket says that nothing was booked since before our request. Where no earlier one is known, only
    /// the word of a terminal that is ours alone counts.
    fn proves_nothing_since(&self, sent: &Sent, ticket: Option<&CardResponse>) -> bool {
        match (ticket, sent.before.as_deref().unwrap_or_default()) {
            _ if self.shared => false,
            (Some(ticket), before) if !before.is_empty() => same_number(before, &ticket.stan),
            _ => true,
        }
    }

    /// Whether a request that left then cannot be running any more.
    fn is_over(&self, sent: &Sent) -> bool {
        let longest = TimeDelta::from_std(self.patience.response).unwrap_or(TimeDelta::MAX);
        self.now() - sent.moment >= longest
    }
}

fn approval(sent: &Sent, response: &CardResponse) -> Result<crate::Approval, Error> {
    outcome::approval(response, sent.cents, sent.kind == kind::CARD_PAYMENT)
}

/// When a ticket was made, by the terminal's clock. What follows the seconds is not to be trusted: German terminals write
/// local time and call it UTC.
fn made(ticket: &CardResponse) -> Option<NaiveDateTime> {
    let moment = &ticket.authorisation.as_ref()?.moment;
    NaiveDateTime::parse_from_str(moment.get(..19)?, "%Y-%m-%dT%H:%M:%S").ok()
}

/// It stays unknown for now and is asked about again; a person need not decide what the terminal will tell.
fn may_still_run() -> Error {
    Error::Refused(Refusal {
        reason: Reason::Busy,
        text: "Das Kartenterminal kennt diese Zahlung noch nicht; sie könnte dort noch laufen."
            .to_owned(),
        code: String::new(),
    })
}

fn never_sent(text: &str) -> Refusal {
    Refusal {
        reason: Reason::Aborted,
        text: text.to_owned(),
        code: String::new(),
    }
}

/// A person sees the German sentence and the terminal's last transaction.
fn undecided(last: Option<Last>, why: &str) -> Recovery {
    let why = match &last {
        Some(last) if last.approved && !last.approval.timestamp.is_empty() => format!(
            "{why} Letzte Buchung dort: {} EUR, {}.",
            amount::write(last.cents).replace('.', ","),
            last.approval
                .timestamp
                .replace('T', " ")
                .get(..19)
                .unwrap_or_default()
        ),
        _ => why.to_owned(),
    };
    Recovery::Undecided { last, why }
}
