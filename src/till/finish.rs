//! Steps 3 to 5 of the life of a sale: written whole, signed, final, and only then paper and drawer.
//!
//! Between any two durable steps the power may go. What the next start finds:
//!
//! | on the disk                              | what it does                                              |
//! |------------------------------------------|-----------------------------------------------------------|
//! | draft without TSE transaction            | joins it with the TSE's open transaction, or starts anew  |
//! | draft                                    | offers to go on or to abort                               |
//! | payment `requested`                      | asks the terminal for its last transaction                |
//! | receipt without signature                | asks the TSE whether it finished; uses that, or finishes  |
//! | TSE transaction that nothing belongs to  | finishes it as AVBelegabbruch                             |

use chrono::{DateTime, Utc};

use super::{Till, TillError, local_day};
use crate::fiscal;
use crate::ledger::Draft;
use crate::message;
use crate::receipt::{Receipt, Signature};

/// A finished Vorgang.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// The receipt, signature and all.
    pub receipt: Receipt,
    /// What went wrong after it was final: drawer or printer. Both can be repeated.
    pub warnings: Vec<String>,
}

/// Number of a receipt until it is written: only then is it sure that no other one comes first.
pub(super) const UNNUMBERED: u64 = 0;

type TseStart = Option<(u64, DateTime<Utc>)>;

impl Till {
    /// Writes a receipt, has it signed and makes it final. `draft` goes away in the same step as the receipt
    /// comes; `references` are those of the receipt's payments; `event` is one more thing to write with it.
    pub(super) fn complete(
        &mut self,
        mut receipt: Receipt,
        draft: Option<&Draft>,
        references: &[String],
        event: Option<(&str, &str)>,
    ) -> Result<Finished, TillError> {
        // An outage that is over ends before anything is begun: that may give this very draft a transaction,
        // and may take a receipt number.
        self.archive_gives_way();
        self.signer.hurry();
        let done = match self.signer.retry_due(self.clock.now()) {
            true => self.revive_tse(),
            false => Ok(()),
        };
        let done = done.and_then(|()| self.start_and_sign(&mut receipt, draft, references, event));
        self.signer.no_hurry();
        done?;
        let mut warnings = self.take_warnings();
        warnings.extend(self.hand_out(&receipt));
        Ok(Finished { receipt, warnings })
    }

    fn start_and_sign(
        &mut self,
        receipt: &mut Receipt,
        draft: Option<&Draft>,
        references: &[String],
        event: Option<(&str, &str)>,
    ) -> Result<(), TillError> {
        let start = match draft {
            Some(draft) => self.start_of(draft)?,
            None => None,
        };
        let start = match start {
            Some(start) => Some(start),
            None => self.fresh_start()?,
        };
        self.write_and_sign(receipt, draft, start, references, event)
    }

    /// Records a TSE transaction that nothing belongs to; there is nobody to hand paper to.
    pub(super) fn complete_with(
        &mut self,
        mut receipt: Receipt,
        start: (u64, DateTime<Utc>),
    ) -> Result<u64, TillError> {
        self.write_and_sign(&mut receipt, None, Some(start), &[], None)?;
        Ok(receipt.number)
    }

    /// The number is given out here: whatever came in between may have taken the one the caller saw.
    fn write_and_sign(
        &mut self,
        receipt: &mut Receipt,
        draft: Option<&Draft>,
        start: TseStart,
        references: &[String],
        event: Option<(&str, &str)>,
    ) -> Result<(), TillError> {
        crate::receipt::check_tax(receipt.kind, &receipt.lines)?;
        self.unsettled = true;
        receipt.number = self.last_receipt + 1;
        let clerk = receipt.clerk.id.clone();
        let begins = match self.period.since {
            None => Some(self.master_on(local_day(receipt.finished))?),
            Some(_) => None,
        };
        self.ledger.write(|w| {
            if let Some(master) = &begins {
                w.period_master(receipt.z_number, master, receipt.finished)?;
            }
            w.receipt(receipt, start, references)?;
            w.vouchers_moved(receipt)?;
            if let Some(draft) = draft {
                w.draft_done(draft.id)?;
            }
            match event {
                Some((kind, text)) => w.event(
                    kind,
                    Some(&clerk),
                    Some(receipt.number),
                    text,
                    receipt.finished,
                ),
                None => Ok(()),
            }
        })?;
        self.last_receipt = receipt.number;
        self.stock_moved(receipt)?;
        self.period.since.get_or_insert(receipt.finished);
        self.begun_under = begins.or(self.begun_under.take());
        receipt.signature = Some(self.sign(receipt, start)?);
        self.unsettled = false;
        Ok(())
    }

    /// The TSE transaction of a draft; waits for a start that is under way.
    fn start_of(&mut self, draft: &Draft) -> Result<TseStart, TillError> {
        self.collect_starts()?;
        if let Some(answer) = self.signer.await_start(draft.id) {
            self.start_answered(draft.id, answer)?;
        }
        Ok(self.ledger.draft_start(draft.id)?)
    }

    /// Starts a transaction right before it is finished: for movements of cash, and for a sale whose start
    /// fell into an outage.
    fn fresh_start(&mut self) -> Result<TseStart, TillError> {
        // Once more if another TSE took over: what failed to start was not signed anywhere.
        for _ in 0..2 {
            if self.signer.outage().is_some() || !self.signer.has_time() {
                return Ok(None);
            }
            match self.signer.start_now() {
                Ok(stamp) => return Ok(Some((stamp.transaction, stamp.log_time))),
                Err(error) => self.outage_begins(&error)?,
            }
        }
        Ok(None)
    }

    /// Step 4: asks the TSE for the signature and stores what it said.
    fn sign(&mut self, receipt: &Receipt, start: TseStart) -> Result<Signature, TillError> {
        let process_data = fiscal::process_data_of(receipt);
        let failed = |reason: String| Signature::Failed { reason };
        let out = |otherwise: &str| match self.signer.outage() {
            Some((_, reason)) => failed(reason),
            None => failed(otherwise.to_owned()),
        };
        let signature = match start {
            // What is out is not asked: a customer would wait, and what it signs later nobody printed.
            Some(_) if self.signer.outage().is_some() => out("TSE ausgefallen"),
            None => out("TSE ausgefallen: kein Vorgang begonnen"),
            Some(_) if self.signer.identity().is_none() => out("TSE ausgefallen: nicht bekannt"),
            Some((transaction, started)) => {
                match self.signer.finish(transaction, started, &process_data) {
                    Ok(signed) => Signature::Signed(Box::new(signed)),
                    Err(error) => {
                        self.outage_begins(&error)?;
                        failed(message::tse_outage(&error))
                    }
                }
            }
        };
        self.store_signature(receipt.number, &process_data, signature, receipt.finished)
    }

    /// Makes a receipt final. A signature belongs to one receipt only; one that another receipt has already
    /// is no signature of this one.
    fn store_signature(
        &mut self,
        number: u64,
        process_data: &str,
        signature: Signature,
        now: DateTime<Utc>,
    ) -> Result<Signature, TillError> {
        let tse = self.signer.identity().map(|(id, _)| id);
        let taken = match (&signature, tse) {
            (Signature::Signed(signed), Some(tse)) => {
                self.ledger.signature_taken(tse, signed.transaction)?
            }
            _ => false,
        };
        let signature = match taken {
            true => Signature::Failed {
                reason: "TSE: Der Vorgang gehört zu einem anderen Beleg".to_owned(),
            },
            false => signature,
        };
        let process = (fiscal::PROCESS_TYPE, process_data);
        self.ledger
            .write(|w| w.signature(number, tse, process, &signature, now))?;
        Ok(signature)
    }

    /// Makes receipts final that a power cut or a full disk left in the state *signing*. The TSE is asked
    /// first: a signature it made already is used, never made twice.
    pub(super) fn finish_unsigned(&mut self) -> Result<Vec<u64>, TillError> {
        let mut done = Vec::new();
        for (number, start) in self.ledger.unsigned_receipts()? {
            let Some(receipt) = self.ledger.receipt(number)? else {
                continue;
            };
            let process_data = fiscal::process_data_of(&receipt);
            let device = self.ledger.device_of(number)?;
            let here = self
                .signer
                .identity()
                .map(|(_, record)| record.serial.clone());
            if start.is_some() && here.is_some() && device.is_some_and(|d| Some(d) != here) {
                let reason = "TSE: Eine andere TSE hatte den Vorgang begonnen".to_owned();
                let signature = Signature::Failed { reason };
                self.store_signature(number, &process_data, signature, receipt.finished)?;
                done.push(number);
                continue;
            }
            let known = start.map(|(transaction, _)| self.signer.transaction(transaction));
            let made = known.and_then(|known| {
                let started = start.map(|(_, at)| at);
                self.signer.made(&known.ok()?, started, &process_data)
            });
            match made {
                Some(signed) => {
                    let signature = Signature::Signed(Box::new(signed));
                    self.store_signature(number, &process_data, signature, receipt.finished)?;
                }
                None => {
                    self.sign(&receipt, start)?;
                }
            }
            done.push(number);
        }
        Ok(done)
    }
}
