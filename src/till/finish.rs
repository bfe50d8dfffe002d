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

use amtskasse_tse::Transaction;
use chrono::{DateTime, Utc};

use super::{Till, TillError};
use crate::fiscal;
use crate::ledger::Draft;
use crate::receipt::{Receipt, Signature};

/// A finished Vorgang.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// The receipt, signature and all.
    pub receipt: Receipt,
    /// What went wrong after it was final: drawer or printer. Both can be repeated.
    pub warnings: Vec<String>,
}

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
        let start = match draft {
            Some(draft) => self.start_of(draft)?,
            None => None,
        };
        let start = match start {
            Some(start) => Some(start),
            None => self.fresh_start(receipt.finished)?,
        };
        self.write_and_sign(&mut receipt, draft, start, references, event)?;
        let warnings = self.hand_out(&receipt);
        Ok(Finished { receipt, warnings })
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

    fn write_and_sign(
        &mut self,
        receipt: &mut Receipt,
        draft: Option<&Draft>,
        start: TseStart,
        references: &[String],
        event: Option<(&str, &str)>,
    ) -> Result<(), TillError> {
        self.unsettled = true;
        let clerk = receipt.clerk.id.clone();
        self.ledger.write(|w| {
            w.receipt(receipt, start, references)?;
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
        self.period.begun = true;
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
        let current = self
            .current
            .as_ref()
            .filter(|current| current.id == draft.id);
        Ok(current.and_then(|current| current.tse).or(draft.tse))
    }

    /// Starts a transaction right before it is finished: for movements of cash, and for a sale whose start
    /// fell into an outage.
    fn fresh_start(&mut self, now: DateTime<Utc>) -> Result<TseStart, TillError> {
        if self.signer.outage().is_some() {
            if !self.signer.retry_due(now) {
                return Ok(None);
            }
            self.revive_tse()?;
            if self.signer.outage().is_some() {
                return Ok(None);
            }
        }
        match self.signer.start_now() {
            Ok(stamp) => Ok(Some((stamp.transaction, stamp.log_time))),
            Err(error) => {
                self.outage_begins(&error)?;
                Ok(None)
            }
        }
    }

    /// Step 4: asks the TSE for the signature and stores what it said.
    fn sign(&mut self, receipt: &Receipt, start: TseStart) -> Result<Signature, TillError> {
        let process_data = fiscal::process_data_of(receipt);
        let failed = |reason: String| Signature::Failed { reason };
        let signature = match start {
            None => failed(self.signer.outage().map_or_else(
                || "no TSE transaction had been started".to_owned(),
                |(_, reason)| reason,
            )),
            Some((transaction, started)) => match self.signer.finish(transaction, &process_data) {
                Ok(finish) => match self.signer.signed(started, &finish, &process_data) {
                    Some(signed) => Signature::Signed(signed),
                    None => failed("the TSE never told its identity".to_owned()),
                },
                Err(error) => {
                    self.outage_begins(&error)?;
                    failed(error.to_string())
                }
            },
        };
        self.store_signature(receipt.number, &process_data, &signature, receipt.finished)?;
        Ok(signature)
    }

    pub(super) fn store_signature(
        &mut self,
        number: u64,
        process_data: &str,
        signature: &Signature,
        now: DateTime<Utc>,
    ) -> Result<(), TillError> {
        let tse = self.signer.identity().map(|(id, _)| *id);
        let process = (fiscal::PROCESS_TYPE, process_data);
        self.ledger
            .write(|w| w.signature(number, tse, process, signature, now))?;
        Ok(())
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
            let known = start.map(|(transaction, _)| self.signer.transaction(transaction));
            let made = match known {
                Some(Ok(Transaction::Finished {
                    start,
                    finish,
                    process_data: signed,
                    ..
                })) if signed == process_data.as_bytes() => {
                    self.signer.signed(start.log_time, &finish, &process_data)
                }
                _ => None,
            };
            match made {
                Some(signed) => {
                    let signature = Signature::Signed(signed);
                    self.store_signature(number, &process_data, &signature, receipt.finished)?;
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
