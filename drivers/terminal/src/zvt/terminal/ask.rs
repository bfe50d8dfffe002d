//! Commands that move no money.

use super::quiet::Quiet;
use super::{Run, Terminal, refused, unsuccessful};
use crate::config::Slips;
use crate::zvt::command::{Command, Registration, RepeatReceipt, StatusEnquiry};
use crate::zvt::dialogue::{End, Expects, Numbering};
use crate::zvt::message::{Completion, StatusInformation};
use crate::zvt::recovery::{Answer, Seen, last_of};
use crate::{
    Attendant, Condition, DayTotals, Error, Last, Nobody, Reason, Refusal, Service, Status,
};

/// BMP 03 of a repeated receipt: tell it as status information, and print it.
const TELL: u8 = 0x01;
/// BMP 03 of a repeated receipt: tell it and print nothing.
pub(super) const TELL_ONLY: u8 = 0x03;

impl Terminal {
    /// How it is (05 01).
    pub(super) fn enquire(&mut self, attendant: &mut dyn Attendant) -> Result<Status, Error> {
        let command = Command::StatusEnquiry(StatusEnquiry {
            password: Some(self.password),
            service: None,
        });
        let run = self.soon(|terminal| {
            terminal.exchange(&command, Expects::Nothing, &mut Quiet::unseen(attendant))
        })?;
        let mut status = self.completed(run)?.status();
        if status.terminal_id.is_empty() {
            status.terminal_id.clone_from(&self.terminal_id);
        }
        Ok(status)
    }

    /// Registration (06 00). Terminals that cannot read the usual one get the shortest there is.
    pub(super) fn register(&mut self, attendant: &mut dyn Attendant) -> Result<Status, Error> {
        let usual = match self.config.slips {
            Slips::Register => Registration::till_prints(self.password),
            Slips::Terminal => Registration::terminal_prints(self.password),
        };
        let shortest = Registration {
            service: None,
            tlv: false,
            commands: Vec::new(),
            ..usual.clone()
        };
        self.registered = false;
        self.numbering = Numbering::default();
        for registration in [usual, shortest] {
            let command = Command::Registration(registration);
            let run = self.exchange(&command, Expects::Nothing, &mut Quiet::unseen(attendant))?;
            let refusal = match run.end? {
                End::Completed(completion) => {
                    self.registered = true;
                    if completion.sequence == Some(0) {
                        self.numbering = Numbering::on();
                    }
                    self.learn(&completion);
                    return Ok(completion.status());
                }
                End::Aborted(abort) => abort.refusal(),
                End::Refused(answer) => refused(&answer),
                end => return Err(unsuccessful(end)),
            };
            if is_about_state(&refusal) {
                return Err(Error::Refused(refusal));
            }
        }
        // The specification has no code for it. A terminal that takes not even the shortest form, and not because of a
        // state it is in, takes offence at the one thing that is left.
        Err(Error::WrongPassword)
    }

    /// Log-Off (06 02).
    pub(super) fn take_leave(&mut self) -> Result<(), Error> {
        let run = self.exchange(&Command::LogOff, Expects::Nothing, &mut Nobody)?;
        self.registered = false;
        match run.end? {
            End::Acknowledged => Ok(()),
            end => Err(unsuccessful(end)),
        }
    }

    /// Abort (06 B0) of what somebody else began.
    pub(super) fn wish_abort(&mut self) -> Result<(), Error> {
        let run = self.exchange(&Command::Abort, Expects::Nothing, &mut Nobody)?;
        match run.end? {
            End::Acknowledged => Ok(()),
            end => Err(unsuccessful(end)),
        }
    }

    /// Registers if that was not done yet.
    pub(super) fn ensure_registered(&mut self, attendant: &mut dyn Attendant) -> Result<(), Error> {
        match self.registered {
            true => Ok(()),
            false => self.register_when_idle(attendant).map(drop),
        }
    }

    /// Registers. While an attempt is unresolved the terminal may still be working at it: it is asked how it is first.
    pub(super) fn register_when_idle(
        &mut self,
        attendant: &mut dyn Attendant,
    ) -> Result<Status, Error> {
        if self.unasked() {
            let status = self.enquire(attendant)?;
            if status.condition == Condition::Wait {
                return Err(Error::Refused(busy(status.text)));
            }
        }
        self.register(attendant)
    }

    /// Whether an attempt is unresolved and nothing has followed it yet.
    pub(super) fn unasked(&self) -> bool {
        self.unresolved
            .iter()
            .any(|attempt| attempt.answer.is_none())
    }

    /// Makes sure the last transaction is known, so that a new one can be told from it. A terminal that does not tell is
    /// no reason not to be paid; then only the time will tell.
    pub(super) fn ensure_baseline(&mut self, attendant: &mut dyn Attendant) -> Result<(), Error> {
        if self.before.is_some() && !self.config.shared && !self.unasked() {
            return Ok(());
        }
        self.before = None;
        // One that only prints its last receipt would print it again before every payment.
        let answer = match self.mute {
            true => Answer::Untold,
            false => self.last(TELL_ONLY, &mut Quiet::unseen(attendant))?,
        };
        match &answer {
            Answer::Last(status) => self.saw(status),
            // Another till is at it: whatever it does now would be taken for ours.
            Answer::Refused(refusal) if answers_later(refusal) => {
                return Err(Error::Refused(refusal.clone()));
            }
            Answer::Refused(_) => {}
            Answer::Untold => {
                // Perhaps it only cannot tell; but a cable without a terminal says nothing, too.
                if !self.connector.proves_presence() {
                    self.ensure_presence(attendant)?;
                }
                self.mute = true;
            }
        }
        for attempt in &mut self.unresolved {
            attempt.answer.get_or_insert_with(|| answer.clone());
        }
        Ok(())
    }

    /// Makes sure that somebody is there who speaks ZVT.
    pub(super) fn ensure_presence(&mut self, attendant: &mut dyn Attendant) -> Result<(), Error> {
        match self.enquire(attendant) {
            Ok(_) | Err(Error::Refused(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Asks for the last transaction (06 20).
    pub(super) fn last(
        &mut self,
        service: u8,
        attendant: &mut dyn Attendant,
    ) -> Result<Answer, Error> {
        let command = Command::RepeatReceipt(RepeatReceipt {
            password: self.password,
            service: Some(service),
        });
        let run = self.soon(|terminal| {
            terminal.registered_exchange(&command, Expects::Information, attendant)
        })?;
        if let Some(status) = run.information.filter(|status| status.result.is_some()) {
            return Ok(Answer::Last(Box::new(status)));
        }
        match run.end? {
            End::Completed(_) | End::Silent(_) => Ok(Answer::Untold),
            End::Aborted(abort) => Ok(Answer::Refused(abort.refusal())),
            End::Refused(answer) => Ok(Answer::Refused(refused(&answer))),
            end => Err(unsuccessful(end)),
        }
    }

    /// Does something that takes no time: some terminals accept a question and then say nothing at all.
    fn soon<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let usual = self.config.patience;
        self.config.patience.completion = usual.completion.min(usual.answer * 3);
        let result = work(self);
        self.config.patience = usual;
        result
    }

    /// Runs a command; a terminal that says it does not know us is told who we are, and asked again.
    fn registered_exchange(
        &mut self,
        command: &Command,
        expects: Expects,
        attendant: &mut dyn Attendant,
    ) -> Result<Run, Error> {
        let run = self.exchange(command, expects, attendant)?;
        if !run.unregistered() {
            return Ok(run);
        }
        self.register(attendant)?;
        self.exchange(command, expects, attendant)
    }

    /// The last transaction, its slips printed once more.
    pub(super) fn last_with_slips(
        &mut self,
        attendant: &mut dyn Attendant,
    ) -> Result<Option<Last>, Error> {
        self.ensure_registered(attendant)?;
        match self.last(TELL, attendant)? {
            Answer::Last(status) => {
                self.saw(&status);
                Ok(Some(last_of(&status, (self.clock)())))
            }
            Answer::Untold => Ok(None),
            Answer::Refused(refusal) => match refusal.reason {
                Reason::Declined => Ok(None),
                _ => Err(Error::Refused(refusal)),
            },
        }
    }

    /// Totals (06 10), or the end of the day (06 50).
    pub(super) fn day(
        &mut self,
        closure: bool,
        attendant: &mut dyn Attendant,
    ) -> Result<DayTotals, Error> {
        self.ensure_registered(attendant)?;
        if closure && self.unasked() {
            // After it the terminal may have forgotten.
            self.ensure_baseline(attendant)?;
        }
        let command = match closure {
            true => Command::EndOfDay(self.password),
            false => Command::SendTotals(self.password),
        };
        let run = self.registered_exchange(&command, Expects::Information, attendant)?;
        if closure {
            // Receipt numbers may begin anew.
            self.before = None;
        }
        let information = run.information.clone();
        self.completed(run)?;
        let status = information.unwrap_or_default();
        let id = match status.terminal_id.as_str() {
            "" => self.terminal_id.as_str(),
            id => id,
        };
        Ok(match &status.totals {
            Some(totals) => totals.day(id, status.cents, closure),
            None => DayTotals {
                terminal_id: id.to_owned(),
                cents: status.cents.unwrap_or_default(),
                closed: closure,
                ..DayTotals::default()
            },
        })
    }

    /// Work for the technician (06 93, 06 70).
    pub(super) fn maintain(
        &mut self,
        service: Service,
        attendant: &mut dyn Attendant,
    ) -> Result<(), Error> {
        self.ensure_registered(attendant)?;
        let command = match service {
            Service::Initialise => Command::Initialisation(self.password),
            Service::Diagnose => Command::Diagnosis(None),
        };
        let run = self.registered_exchange(&command, Expects::Information, attendant)?;
        self.completed(run).map(drop)
    }

    /// The completion of a run, or why there is none.
    fn completed(&mut self, run: Run) -> Result<Completion, Error> {
        match run.end? {
            End::Completed(completion) => {
                self.learn(&completion);
                Ok(*completion)
            }
            end => match run.information.filter(StatusInformation::refused) {
                // It knows more than the abort that follows it.
                Some(status) => Err(Error::Refused(status.refusal())),
                None => Err(unsuccessful(end)),
            },
        }
    }

    fn learn(&mut self, completion: &Completion) {
        if !completion.terminal_id.is_empty() {
            self.terminal_id.clone_from(&completion.terminal_id);
        }
    }

    /// The terminal says that this is its last transaction.
    pub(super) fn saw(&mut self, status: &StatusInformation) {
        if !status.terminal_id.is_empty() {
            self.terminal_id.clone_from(&status.terminal_id);
        }
        self.mute = false;
        let seen = Seen::of(status);
        self.before = seen.tellable().then_some(seen);
    }
}

/// Whether a refusal only means that something else is going on.
pub(super) fn answers_later(refusal: &Refusal) -> bool {
    // A0: the receiver is not ready.
    refusal.reason == Reason::Busy || refusal.code == "A0"
}

fn busy(text: String) -> Refusal {
    Refusal {
        reason: Reason::Busy,
        text,
        code: "9C".to_owned(),
    }
}

/// Whether a refusal is about a state of the terminal, not about how it was asked.
fn is_about_state(refusal: &Refusal) -> bool {
    // 9A is an error of the protocol: the form was wrong.
    matches!(refusal.reason, Reason::Busy | Reason::NotReady(_)) && refusal.code != "9A"
}
