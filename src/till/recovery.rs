//! What the start of the program does about a power cut, and what the end of an outage does about the TSE.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use amtskasse_tse::{Error, Transaction};

use super::{SimulatedClock, Till, TillError};
use crate::ledger::PaymentState;
use crate::receipt::{Kind, Person, Receipt};

/// Person in whose name the register itself acts.
pub(super) fn register() -> Person {
    Person::register()
}

/// What was found and done at the start.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recovered {
    /// Receipts that were made final.
    pub signed: Vec<u64>,
    /// Receipts that record TSE transactions nothing belonged to.
    pub aborted: Vec<u64>,
    /// Card payments whose outcome is still not known.
    pub unknown_payments: usize,
    /// Sales that were on the screen; they are parked now and can be recalled.
    pub open_sales: usize,
}

impl Till {
    /// Completes what the last run left.
    pub(super) fn recover(&mut self) -> Result<Recovered, TillError> {
        self.wake_tses()?;
        let mut recovered = Recovered {
            signed: self.finish_unsigned()?,
            ..Recovered::default()
        };
        recovered.aborted = self.reconcile()?;
        recovered.unknown_payments = self.recover_payments()?;
        for draft in self
            .ledger
            .drafts()?
            .into_iter()
            .filter(|draft| draft.parked.is_none())
        {
            let name = super::clock::local(draft.started)
                .format("%H:%M")
                .to_string();
            self.ledger
                .write(|w| w.draft_parked(draft.id, Some(&name)))?;
            recovered.open_sales += 1;
        }
        Ok(recovered)
    }

    /// Payments that were asked for and never answered: money may have moved.
    fn recover_payments(&mut self) -> Result<usize, TillError> {
        for payment in self.ledger.draft_payments(None)? {
            if payment.state == PaymentState::Requested {
                // Without its driver's mark the request never left.
                let sent = payment.asked.as_ref().is_none_or(|a| a.mark.is_some());
                let state = match sent {
                    true => PaymentState::Unknown,
                    false => PaymentState::Declined,
                };
                self.ledger
                    .write(|w| w.payment_ended(payment.id, state, None))?;
            }
        }
        let unknown = |payments: Vec<crate::ledger::DraftPayment>| {
            payments
                .into_iter()
                .filter(|p| p.state == PaymentState::Unknown)
                .collect::<Vec<_>>()
        };
        // In the background they are asked at the first quiet moments; nobody waits for them at the start.
        if !self.background {
            for payment in unknown(self.ledger.draft_payments(None)?) {
                // A terminal that is not there yet is no reason not to start; the sale stays blocked.
                let _ = self.ask_terminal(&payment);
            }
        }
        Ok(unknown(self.ledger.draft_payments(None)?).len())
    }

    /// Gives every open transaction of the TSE a home: drafts that never heard of theirs get it, the rest
    /// becomes AVBelegabbruch. Afterwards every signature the TSE made belongs to something.
    pub(super) fn reconcile(&mut self) -> Result<Vec<u64>, TillError> {
        let place = self.signer.active();
        if !self.signer.has_time() {
            // A customer waits: at the next quiet moment.
            self.reconcile_due = true;
            return Ok(Vec::new());
        }
        let serial = match self.signer.identity() {
            Some((_, record)) if self.signer.outage().is_none() => record.serial.clone(),
            _ => return Ok(Vec::new()),
        };
        self.claim_late_signatures(&serial)?;
        if self.signer.outage().is_some() || self.signer.active() != place {
            return Ok(Vec::new());
        }
        let open = match self.signer.open_transactions() {
            Ok(open) => open,
            Err(error) => {
                self.outage_begins(&error)?;
                return Ok(Vec::new());
            }
        };
        // Every open transaction whose start was asked for by this run has its answer waiting by now; the
        // drafts that still wait for theirs have none of these.
        self.collect_starts()?;
        if self.signer.outage().is_some() || self.signer.active() != place {
            return Ok(Vec::new());
        }
        let drafts = self.ledger.drafts()?;
        let mut orphans = Vec::new();
        for number in open {
            if drafts
                .iter()
                .any(|d| d.tse.is_some_and(|(known, _)| known == number))
            {
                continue;
            }
            // A device that does not remember when it started: it was before now, more is not known.
            if !self.signer.has_time() {
                self.reconcile_due = true;
                return Ok(Vec::new());
            }
            match self.signer.transaction(number) {
                Ok(Transaction::Open { start }) => {
                    let at = start.map_or_else(|| self.clock.now(), |start| start.log_time);
                    orphans.push((number, at));
                }
                Ok(_) | Err(Error::Unsupported(_)) => {}
                Err(error) => {
                    self.outage_begins(&error)?;
                    return Ok(Vec::new());
                }
            }
        }
        // A draft is written right before its transaction starts. A transaction that belongs to a receipt
        // already was started for that receipt and given up in an outage.
        for draft in drafts
            .iter()
            .filter(|draft| draft.tse.is_none() && !self.signer.is_starting(draft.id))
        {
            let second = TimeDelta::seconds(1);
            let fits = |orphan: &(u64, DateTime<Utc>)| {
                orphan.1 + second > draft.started
                    && !self
                        .ledger
                        .transaction_known(&serial, orphan.0)
                        .unwrap_or(true)
            };
            let Some(found) = orphans.iter().position(fits) else {
                continue;
            };
            let (number, at) = orphans.remove(found);
            self.ledger
                .write(|w| w.draft_started(draft.id, number, at))?;
            if let Some(current) = self.current.as_mut().filter(|c| c.id == draft.id) {
                current.tse = Some((number, at));
            }
        }
        // Finishing one may bring an outage, or another device in: these are none of that one's.
        let mut aborted = Vec::new();
        for orphan in orphans {
            if self.signer.outage().is_some() || self.signer.active() != place {
                break;
            }
            aborted.push(self.abort_orphan(orphan)?);
        }
        Ok(aborted)
    }

    /// A finish whose answer got lost may have been carried out all the same. The receipt stands as printed,
    /// without a signature; that the TSE made one is put on record.
    fn claim_late_signatures(&mut self, serial: &str) -> Result<(), TillError> {
        for candidate in self.ledger.unclaimed_candidates(serial)? {
            let number = candidate.transaction;
            if !self.signer.has_time() {
                self.reconcile_due = true;
                return Ok(());
            }
            let known = match self.signer.transaction(number) {
                Ok(known) => known,
                Err(Error::Unsupported(_)) => continue,
                // One that does not answer is not asked again and again while somebody waits.
                Err(error) => return self.outage_begins(&error),
            };
            let started = Some(self.clock.now());
            let made = self
                .signer
                .made(&known, started, &candidate.process_data)
                .is_some();
            if made {
                let (now, text) = (self.clock.now(), format!("{serial} {number}"));
                let (kind, receipt) = ("tse-unclaimed", Some(candidate.receipt));
                self.ledger
                    .write(|w| w.event(kind, None, receipt, &text, now))?;
            }
        }
        Ok(())
    }

    /// Records a transaction that nothing belongs to. The register does this by itself, at its start for
    /// one, and a clock that is behind must not keep it from starting: whoever is to accept the clock has to
    /// log in first. Until then its own records bear the moment of the newest one.
    fn abort_orphan(&mut self, orphan: (u64, DateTime<Utc>)) -> Result<u64, TillError> {
        let now = self.clock.now();
        let behind = self.last_moment.filter(|last| *last > now);
        let clock = behind
            .map(|last| std::mem::replace(&mut self.clock, Arc::new(SimulatedClock::new(last))));
        let done = self.abort_orphan_now(orphan);
        if let Some(clock) = clock {
            self.clock = clock;
        }
        done
    }

    fn abort_orphan_now(&mut self, orphan: (u64, DateTime<Utc>)) -> Result<u64, TillError> {
        let now = self.now()?;
        self.open_day()?;
        let receipt = Receipt {
            number: super::finish::UNNUMBERED,
            z_number: self.period.number,
            kind: Kind::Abort,
            started: now,
            finished: now,
            clerk: register(),
            second: None,
            refers_to: None,
            supplied: None,
            reason: Some("TSE-Transaktion ohne Vorgang nach Unterbrechung".into()),
            lines: Vec::new(),
            payments: Vec::new(),
            totals: Vec::new(),
            signature: None,
        };
        self.complete_with(receipt, orphan)
    }

    /// Answers to TSE starts that have arrived join their drafts.
    pub(super) fn collect_starts(&mut self) -> Result<(), TillError> {
        while let Some((draft, answer)) = self.signer.started() {
            self.start_answered(draft, answer)?;
        }
        Ok(())
    }

    pub(super) fn start_answered(
        &mut self,
        draft: i64,
        answer: Result<amtskasse_tse::Stamp, Error>,
    ) -> Result<(), TillError> {
        match answer {
            Ok(stamp) => {
                let (number, at) = (stamp.transaction, stamp.log_time);
                if self.transaction_taken(number, draft)? {
                    return Ok(());
                }
                self.ledger.write(|w| w.draft_started(draft, number, at))?;
                if let Some(current) = self.current.as_mut().filter(|current| current.id == draft) {
                    current.tse = Some((number, at));
                }
                Ok(())
            }
            Err(error) => self.outage_begins(&error),
        }
    }

    /// Whether a transaction belongs to another draft or to a receipt already.
    fn transaction_taken(&self, number: u64, draft: i64) -> Result<bool, TillError> {
        let signed = match self.signer.identity() {
            Some((tse, _)) => self.ledger.signature_taken(tse, number)?,
            None => false,
        };
        Ok(signed || self.ledger.draft_has(number, draft)?)
    }
}
