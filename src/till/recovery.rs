//! What the start of the program does about a power cut, and what the end of an outage does about the TSE.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use amtskasse_tse::{Error, Transaction};

use super::signer::Revival;
use super::{SimulatedClock, Till, TillError};
use crate::ledger::{PaymentState, TseRecord};
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
        let begun = self
            .ledger
            .last_event(&["tse-outage-begin", "tse-outage-end"])?;
        if let Some(event) = begun.filter(|event| event.kind == "tse-outage-begin") {
            self.signer.begin_outage(event.at, &event.text);
        }
        let now = self.clock.now();
        match self.signer.wake(now) {
            Ok(record) => {
                self.identify(record, now)?;
                if self.signer.outage().is_some() {
                    self.outage_ends(now)?;
                }
            }
            Err(error) => self.outage_begins(&error)?,
        }
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

    /// Remembers which device is connected, in the chain too. Another one than last time never heard of the
    /// open drafts.
    fn identify(&mut self, record: TseRecord, now: DateTime<Utc>) -> Result<(), TillError> {
        let serial = record.serial.clone();
        if self
            .signer
            .identity()
            .is_some_and(|(_, known)| known.serial == serial)
        {
            return Ok(());
        }
        let last = self.ledger.last_event(&["tse"])?;
        let same =
            last.is_some_and(|event| TseRecord::serial_on_record(&event.text) == Some(serial));
        self.collect_starts()?;
        // As stored, when it is: a receipt reads the same today and when it is loaded again.
        let mut tses = self.ledger.tses()?.into_iter();
        let record = tses
            .find(|tse| tse.serial == record.serial)
            .unwrap_or(record);
        let id = self.ledger.write(|w| {
            let id = w.tse(&record, now)?;
            if !same {
                w.drafts_unstarted()?;
                w.event("tse", None, None, &record.on_record(), now)?;
            }
            Ok(id)
        })?;
        if !same && let Some(current) = &mut self.current {
            current.tse = None;
        }
        self.signer.identified(id, record);
        Ok(())
    }

    /// Payments that were asked for and never answered: money may have moved.
    fn recover_payments(&mut self) -> Result<usize, TillError> {
        for payment in self.ledger.draft_payments(None)? {
            if payment.state == PaymentState::Requested {
                self.ledger
                    .write(|w| w.payment_ended(payment.id, PaymentState::Unknown, None))?;
            }
        }
        let unknown = |payments: Vec<crate::ledger::DraftPayment>| {
            payments
                .into_iter()
                .filter(|p| p.state == PaymentState::Unknown)
                .collect::<Vec<_>>()
        };
        for payment in unknown(self.ledger.draft_payments(None)?) {
            // A terminal that is not there yet is no reason not to start; the sale stays blocked.
            let _ = self.ask_terminal(&payment);
        }
        Ok(unknown(self.ledger.draft_payments(None)?).len())
    }

    /// Gives every open transaction of the TSE a home: drafts that never heard of theirs get it, the rest
    /// becomes AVBelegabbruch. Afterwards every signature the TSE made belongs to something.
    pub(super) fn reconcile(&mut self) -> Result<Vec<u64>, TillError> {
        let serial = match self.signer.identity() {
            Some((_, record)) if self.signer.outage().is_none() => record.serial.clone(),
            _ => return Ok(Vec::new()),
        };
        self.claim_late_signatures(&serial)?;
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
        if self.signer.outage().is_some() {
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
            if let Ok(Transaction::Open { start: Some(start) }) = self.signer.transaction(number) {
                orphans.push((number, start.log_time));
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
            let Some(place) = orphans.iter().position(fits) else {
                continue;
            };
            let (number, at) = orphans.remove(place);
            self.ledger
                .write(|w| w.draft_started(draft.id, number, at))?;
            if let Some(current) = self.current.as_mut().filter(|c| c.id == draft.id) {
                current.tse = Some((number, at));
            }
        }
        orphans
            .into_iter()
            .map(|orphan| self.abort_orphan(orphan))
            .collect()
    }

    /// A finish whose answer got lost may have been carried out all the same. The receipt stands as printed,
    /// without a signature; that the TSE made one is put on record.
    fn claim_late_signatures(&mut self, serial: &str) -> Result<(), TillError> {
        for candidate in self.ledger.unclaimed_candidates(serial)? {
            let number = candidate.transaction;
            let made = matches!(
                self.signer.transaction(number),
                Ok(Transaction::Finished { content: Some((_, process_data)), .. })
                    if process_data == candidate.process_data.as_bytes()
            );
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
        for (draft, answer) in self.signer.started() {
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
            Some((tse, _)) => self.ledger.signature_taken(*tse, number)?,
            None => false,
        };
        Ok(signed || self.ledger.draft_has(number, draft)?)
    }

    /// Records the beginning of an outage, once.
    pub(super) fn outage_begins(&mut self, error: &Error) -> Result<(), TillError> {
        if self.signer.outage().is_some() {
            return Ok(());
        }
        let now = self.clock.now();
        let reason = error.to_string();
        self.signer.begin_outage(now, &reason);
        self.record("tse-outage-begin", None, &reason, now)
    }

    fn outage_ends(&mut self, now: DateTime<Utc>) -> Result<(), TillError> {
        self.signer.end_outage();
        self.record("tse-outage-end", None, "", now)
    }

    /// Ends an outage when the TSE works again, and gives it its daily self-test and time.
    pub(super) fn revive_tse(&mut self) -> Result<(), TillError> {
        let now = self.clock.now();
        let out = self.signer.outage().is_some();
        if (out && self.signer.retry_due(now)) || (!out && self.signer.care_due(now)) {
            self.signer.begin_revival(now);
        }
        match self.signer.revived() {
            None => Ok(()),
            Some(Revival::Occupied) => {
                self.signer.postpone_retry(now);
                Ok(())
            }
            Some(Revival::Failed(error)) => {
                self.signer.postpone_retry(now);
                self.outage_begins(&error)
            }
            Some(Revival::Awake(record)) => {
                self.identify(record, now)?;
                if self.signer.outage().is_some() {
                    self.outage_ends(now)?;
                    self.reconcile()?;
                }
                Ok(())
            }
        }
    }
}
