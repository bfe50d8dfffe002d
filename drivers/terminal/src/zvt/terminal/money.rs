//! Commands that move money.

use super::exchange::Keeping;
use super::{Run, Terminal, Unresolved, refusal_of, refused, withdrawn};
use crate::zvt::command::{Authorization, Command, EURO, Refund, Reversal};
use crate::zvt::dialogue::{End, Expects};
use crate::zvt::message::StatusInformation;
use crate::zvt::recovery::{Note, Seen, is_last, same_number};
use crate::{Approval, Attendant, Error, Operation, Original, Outcome, Reason, Refusal, Request};

/// Largest amount: twelve digits.
const LARGEST: i64 = 999_999_999_999;
/// Result code: not registered.
const UNREGISTERED: u8 = 0x6B;
/// Result code: reversed before.
const REVERSED: u8 = 0xB4;

/// What is asked for.
struct Order<'a> {
    command: Command,
    operation: Operation,
    request: &'a Request,
    /// What a reversal takes back.
    original: Option<&'a Original>,
}

impl Run {
    /// Whether the terminal refused only because it does not know us (any more): nothing was charged.
    pub(super) fn unregistered(&self) -> bool {
        let told = self.information.as_ref().and_then(|status| status.result);
        let code = match &self.end {
            Ok(End::Refused(refused)) => Some(refused.result),
            Ok(End::Aborted(abort)) => abort.code,
            _ => None,
        };
        self.kept.is_none()
            && code == Some(UNREGISTERED)
            && told.is_none_or(|told| told == UNREGISTERED)
    }
}

impl Terminal {
    pub(super) fn payment(&mut self, request: &Request, attendant: &mut dyn Attendant) -> Outcome {
        let authorization = Authorization {
            // Without a word about it less is not wanted.
            partial: self.config.partial.then_some(true),
            ..Authorization::new(request.cents)
        };
        let order = Order {
            command: Command::Authorization(authorization),
            operation: Operation::Payment,
            request,
            original: None,
        };
        self.transact(&order, attendant)
    }

    pub(super) fn give_back(
        &mut self,
        request: &Request,
        attendant: &mut dyn Attendant,
    ) -> Outcome {
        let order = Order {
            command: Command::Refund(Refund {
                password: self.password,
                cents: request.cents,
                currency: EURO,
            }),
            operation: Operation::Refund,
            request,
            original: None,
        };
        self.transact(&order, attendant)
    }

    pub(super) fn reversal(
        &mut self,
        original: &Original,
        request: &Request,
        attendant: &mut dyn Attendant,
    ) -> Outcome {
        let Some(receipt) = receipt_number(original) else {
            return unsupported(
                "Die Belegnummer der Zahlung fehlt: bitte am Terminal stornieren oder gutschreiben",
            );
        };
        let order = Order {
            command: Command::Reversal(Reversal {
                password: self.password,
                receipt,
                cents: Some(request.cents),
            }),
            operation: Operation::Reversal,
            request,
            original: Some(original),
        };
        self.transact(&order, attendant)
    }

    fn transact(&mut self, order: &Order<'_>, attendant: &mut dyn Attendant) -> Outcome {
        let cents = order.request.cents;
        if !(1..=LARGEST).contains(&cents) {
            let wrong = format!("{cents} cents are no amount a terminal takes");
            return Outcome::NotStarted(Error::Config(wrong));
        }
        match self.prepare(attendant) {
            Ok(()) => {}
            Err(Error::Refused(refusal)) => return Outcome::NotPaid(refusal),
            Err(error) => return Outcome::NotStarted(error),
        }
        if let Some(outcome) = order.original.and_then(|paid| self.not_reversible(paid)) {
            return outcome;
        }
        if let Some(outcome) = self.attempt(order, attendant) {
            return outcome;
        }
        // It said that it does not know us, so it charged nothing: the one case where the same request leaves twice.
        let again = match self.register(attendant) {
            Ok(_) => self.attempt(order, attendant),
            Err(_) => None,
        };
        again.unwrap_or_else(|| Outcome::NotPaid(refusal_of(UNREGISTERED)))
    }

    /// Everything that has to be known before money is asked for.
    fn prepare(&mut self, attendant: &mut dyn Attendant) -> Result<(), Error> {
        let known =
            self.registered && self.before.is_some() && !self.config.shared && !self.unasked();
        self.ensure_registered(attendant)?;
        self.ensure_baseline(attendant)?;
        if known && !self.connector.proves_presence() {
            // A cable without a terminal takes a request like any other, and its outcome would be unknown.
            self.ensure_presence(attendant)?;
        }
        Ok(())
    }

    /// Why an original cannot be reversed here.
    fn not_reversible(&self, original: &Original) -> Option<Outcome> {
        let (there, here) = (&original.terminal_id, &self.terminal_id);
        if !same_number(there, here) {
            let text = format!("Die Zahlung lief über Terminal {there}, dieses ist {here}");
            return Some(unsupported(&text));
        }
        let last = self.before.as_ref();
        if self.config.reverses_last_only && !last.is_some_and(|last| is_last(original, last)) {
            return Some(unsupported(
                "Dieses Terminal storniert nur seine letzte Zahlung: bitte gutschreiben",
            ));
        }
        None
    }

    /// Asks for money once; `None`: the terminal does not know us, and did nothing.
    fn attempt(&mut self, order: &Order<'_>, attendant: &mut dyn Attendant) -> Option<Outcome> {
        if let Err(wrong) = order.command.encode(None) {
            return Some(Outcome::NotStarted(Error::Config(wrong.to_string())));
        }
        let link = match self.open() {
            Ok(link) => link,
            Err(error) => return Some(Outcome::NotStarted(error)),
        };
        let now = (self.clock)();
        let note = Note {
            terminal_id: self.terminal_id.clone(),
            cents: order.request.cents,
            operation: order.operation,
            reference: order.request.reference.clone(),
            moment: now,
            shared: self.config.shared,
            before: self.before.clone(),
            original_trace: order
                .original
                .map(|original| original.trace.clone())
                .unwrap_or_default(),
        };
        if let Err(error) = attendant.sending(&note.mark()) {
            return Some(Outcome::NotStarted(error.into()));
        }
        let before = self.before.take();
        let mut approval = None;
        let keep = &mut |status: &StatusInformation, attendant: &mut dyn Attendant| {
            let seen = Seen::of(status);
            if before.as_ref().is_some_and(|before| seen.is(before)) {
                return Keeping::Known;
            }
            if let Some(wrong) = contradiction(order, before.as_ref(), status) {
                return Keeping::Wrong(wrong);
            }
            let result = status.approval(order.request.cents, now);
            match attendant.paid(&result) {
                Ok(()) => {
                    approval = Some(result);
                    Keeping::Kept
                }
                Err(error) => Keeping::Failed(error),
            }
        };
        let run = self.on(link, &order.command, Expects::Money, attendant, keep);
        self.ended(order, run, approval, attendant)
    }

    fn ended(
        &mut self,
        order: &Order<'_>,
        run: Run,
        approval: Option<Approval>,
        attendant: &mut dyn Attendant,
    ) -> Option<Outcome> {
        if let (Some(approval), Some(status)) = (approval, &run.kept) {
            self.remember(&order.request.reference, Seen::of(status));
            // Only a terminal that heard us out is sure to tell of it as its last; else, and after a refusal, it is asked.
            if matches!(run.end, Ok(End::Completed(_))) && !self.mute {
                self.saw(status);
            }
            return Some(Outcome::Paid(approval));
        }
        if run.unregistered() {
            self.registered = false;
            return None;
        }
        let result = run.information.filter(StatusInformation::refused);
        // Its words are in the result, the abort behind it repeats the code.
        let refused = match (&result, &run.end) {
            (Some(status), _) => Some((status.result, status.refusal())),
            (None, Ok(End::Aborted(abort))) => Some((abort.code, abort.refusal())),
            (None, Ok(End::Refused(answer))) => Some((Some(answer.result), refused(answer))),
            (None, Ok(End::Withdrawn)) => Some((None, withdrawn())),
            _ => None,
        };
        let outcome = match (refused, run.end, order.original) {
            (Some((Some(REVERSED), _)), _, Some(original)) => {
                taken_back_earlier(original, order.request, attendant)
            }
            (Some((_, refusal)), ..) => Outcome::NotPaid(refusal),
            (None, Ok(End::Unanswered(limit) | End::Silent(limit)), _) => {
                Outcome::Unknown(Error::Timeout(limit))
            }
            (None, Ok(_), _) => Outcome::Unknown(Error::Protocol(
                "a command that moves money ended without a result".to_owned(),
            )),
            (None, Err(error), _) => Outcome::Unknown(error),
        };
        if matches!(outcome, Outcome::Unknown(_)) {
            self.unresolved.push(Unresolved {
                reference: order.request.reference.clone(),
                answer: None,
            });
        }
        Some(outcome)
    }
}

fn receipt_number(original: &Original) -> Option<u16> {
    let number = original.receipt_number.trim().parse().ok();
    number.filter(|number| (1..=9999).contains(number))
}

/// Why a result cannot be the one that was asked for. A payment of a different amount is none: it is told as it is. A
/// reversal of a different amount took another payment back (facts of PAX A80: always the last one).
fn contradiction(
    order: &Order<'_>,
    before: Option<&Seen>,
    status: &StatusInformation,
) -> Option<String> {
    if let Some(currency) = status.currency.filter(|currency| *currency != EURO) {
        return Some(format!(
            "a result in currency {currency:03} instead of euro"
        ));
    }
    let original = order.original?;
    if !same_number(&status.original_trace, &original.trace) {
        let (asked, got) = (&original.trace, &status.original_trace);
        return Some(format!("transaction {got} was reversed instead of {asked}"));
    }
    if let Some(got) = status
        .cents
        .filter(|c| *c != 0 && *c != order.request.cents)
    {
        let asked = order.request.cents;
        return Some(format!("{got} cents were reversed instead of {asked}"));
    }
    let last = before.and_then(|before| before.receipt);
    let got = status.receipt.filter(|got| Some(*got) == last)?;
    (Some(got) != receipt_number(original)).then(|| {
        let asked = &original.receipt_number;
        format!("receipt {got:04} was reversed instead of {asked}")
    })
}

/// The terminal says that this payment was reversed before: the money is back, and what is asked for is done.
fn taken_back_earlier(
    original: &Original,
    request: &Request,
    attendant: &mut dyn Attendant,
) -> Outcome {
    let approval = Approval {
        cents: request.cents,
        terminal_id: original.terminal_id.clone(),
        trace: original.trace.clone(),
        receipt_number: original.receipt_number.clone(),
        text: "Bereits storniert".to_owned(),
        ..Approval::default()
    };
    match attendant.paid(&approval) {
        Ok(()) => Outcome::Paid(approval),
        Err(error) => Outcome::Unknown(error.into()),
    }
}

fn unsupported(text: &str) -> Outcome {
    Outcome::NotPaid(Refusal {
        reason: Reason::Unsupported,
        text: text.to_owned(),
        code: String::new(),
    })
}
