//! Signing calls, and the lists of what was signed.
#![allow(unsafe_code)]

use std::ffi::{CStr, c_void};
use std::ptr::{NonNull, null};

use super::code::Failure;
use super::context::{Context, MOST_PAGES, amount, bytes, done, int};
use super::library::TRANSACTIONS_PER_PAGE;

/// Longest signature (secp521r1, TR-03111).
const LONGEST_SIGNATURE: u64 = 132;

/// The answer to a signing call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Response {
    pub transaction: u64,
    pub counter: u64,
    pub log_time: u64,
    pub serial: Vec<u8>,
    pub signature: Vec<u8>,
}

/// Which signing call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Start,
    Update(u64),
    Finish(u64),
}

/// Frees a response when it is no longer looked at.
struct ResponseSlot<'a>(&'a Context, NonNull<c_void>);

impl Drop for ResponseSlot<'_> {
    fn drop(&mut self) {
        // SAFETY: made by the library, freed once.
        unsafe { (self.0.api().worm_transaction_response_free)(self.1.as_ptr()) }
    }
}

impl Context {
    /// Signs.
    pub fn sign(
        &self,
        step: Step,
        client: &CStr,
        process_type: &CStr,
        data: &[u8],
    ) -> Result<Response, Failure> {
        let slot = self.slot()?;
        let (raw, api, response) = (self.raw(), self.api(), slot.1.as_ptr());
        let (client, kind) = (client.as_ptr(), process_type.as_ptr());
        let (bytes, len) = (data.as_ptr(), data.len() as u64);
        // SAFETY: context and response are alive, both texts end with NUL, `bytes` and `len` are those of one slice.
        done(unsafe {
            match step {
                Step::Start => {
                    (api.worm_transaction_start)(raw, client, bytes, len, kind, response)
                }
                Step::Update(number) => {
                    (api.worm_transaction_update)(raw, client, number, bytes, len, kind, response)
                }
                Step::Finish(number) => {
                    (api.worm_transaction_finish)(raw, client, number, bytes, len, kind, response)
                }
            }
        })?;
        self.read(&slot)
    }

    /// The answer to the last signing call of a client, or of all.
    pub fn last_response(&self, client: Option<&CStr>) -> Result<Response, Failure> {
        let client = client.map_or(null(), CStr::as_ptr);
        let slot = self.slot()?;
        // SAFETY: context and response are alive; the text is NULL or ends with NUL.
        done(unsafe {
            (self.api().worm_transaction_lastResponse)(self.raw(), client, slot.1.as_ptr())
        })?;
        self.read(&slot)
    }

    fn slot(&self) -> Result<ResponseSlot<'_>, Failure> {
        // SAFETY: the context is open.
        let raw = unsafe { (self.api().worm_transaction_response_new)(self.raw()) };
        let raw = NonNull::new(raw).ok_or(Failure::Nonsense("no room for an answer"))?;
        Ok(ResponseSlot(self, raw))
    }

    fn read(&self, slot: &ResponseSlot<'_>) -> Result<Response, Failure> {
        let (api, raw) = (self.api(), slot.1.as_ptr());
        // SAFETY: the response is alive.
        let (transaction, counter, log_time) = unsafe {
            (
                (api.worm_transaction_response_transactionNumber)(raw),
                (api.worm_transaction_response_signatureCounter)(raw),
                (api.worm_transaction_response_logTime)(raw),
            )
        };
        let serial = api.worm_transaction_response_serialNumber;
        let signature = api.worm_transaction_response_signature;
        Ok(Response {
            transaction,
            counter,
            log_time,
            serial: bytes(raw, serial, 32, "no serial number in the answer")?,
            signature: bytes(
                raw,
                signature,
                LONGEST_SIGNATURE,
                "no signature in the answer",
            )?,
        })
    }

    /// Open transactions of a client.
    pub fn open_transactions(&self, client: &CStr) -> Result<Vec<u64>, Failure> {
        let list = self.api().worm_transaction_listStartedTransactions;
        let mut numbers = Vec::new();
        for _ in 0..MOST_PAGES {
            let mut page = [0; TRANSACTIONS_PER_PAGE];
            let mut stored = 0;
            // SAFETY: the context is open, the text ends with NUL, the page is ours and its length is told.
            done(unsafe {
                list(
                    self.raw(),
                    client.as_ptr(),
                    int(numbers.len()),
                    page.as_mut_ptr(),
                    int(page.len()),
                    &raw mut stored,
                )
            })?;
            let stored = amount(stored, TRANSACTIONS_PER_PAGE)?;
            numbers.extend(page.iter().take(stored));
            if stored < TRANSACTIONS_PER_PAGE {
                return Ok(numbers);
            }
        }
        Err(Failure::Nonsense("a list of transactions without an end"))
    }
}
