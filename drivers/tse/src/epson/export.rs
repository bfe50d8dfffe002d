//! Exports: started, fetched piece by piece, ended. One that fails is cancelled, because nothing is signed while it lasts.

use std::io::Write;
use std::time::{Duration, Instant};

use ring::digest::{Context, SHA256};
use serde_json::{Value, json};

use super::code::{self, About};
use super::reply::{bytes_of, text_of};
use super::session::{Session, Who, moment};
use super::{CLOSING, NORMAL};
use crate::line::Deadline;
use crate::log::{Body, Operation, decode};
use crate::{Error, ExportFilter, Stamp, Transaction};

/// Longest time the device may search without finding anything; filters are slow on a full stick.
const SEARCH: Duration = Duration::from_secs(30 * 60);
/// Pause between two questions while the device searches.
const SEARCH_PAUSE: Duration = Duration::from_millis(100);
/// A single transaction is far smaller; more is something else.
const LONGEST_TRANSACTION: usize = 16 << 20;

impl Session<'_> {
    /// Writes what the filter selects.
    pub fn export(&mut self, filter: &ExportFilter, out: &mut dyn Write) -> Result<(), Error> {
        let (function, input) = match filter {
            ExportFilter::All => ("ArchiveExport", json!({})),
            ExportFilter::Transactions {
                from,
                to,
                client_id,
            } => (
                "ExportFilteredByTransactionNumberInterval",
                json!({
                    "clientId": client_id.as_deref().unwrap_or_default(),
                    "startTransactionNumber": from,
                    "endTransactionNumber": to,
                }),
            ),
            ExportFilter::Time { from, to } => (
                "ExportFilteredByPeriodOfTime",
                json!({"clientId": "", "startDate": moment(*from), "endDate": moment(*to)}),
            ),
            ExportFilter::Since(_) => return Err(Error::Unsupported("an incremental export")),
        };
        let mut logs = Logs::new();
        let whole = *filter == ExportFilter::All;
        if whole {
            self.epson.exported = None;
        }
        self.exporting(function, &input, NORMAL, |session| {
            session.fetch(SEARCH, &mut |piece| {
                logs.add(piece);
                out.write_all(piece).map_err(|source| Error::Io {
                    context: "writing the export".into(),
                    source,
                })
            })?;
            session.finalize(false)
        })?;
        out.flush().map_err(|source| Error::Io {
            context: "writing the export".into(),
            source,
        })?;
        if whole {
            self.epson.exported = Some(logs.digest());
            // Another log-in would be another log message, and the next deletion refused.
            self.keep_admin = true;
        }
        Ok(())
    }

    /// Reads the archive once more and has it deleted if it holds the same log messages as the export before.
    pub fn delete_exported(&mut self) -> Result<(), Error> {
        let Some(expected) = self.epson.exported else {
            return Err(Error::UnexportedData);
        };
        let mut logs = Logs::new();
        self.exporting("ArchiveExport", &json!({}), NORMAL, |session| {
            session.fetch(SEARCH, &mut |piece| {
                logs.add(piece);
                Ok(())
            })?;
            if logs.digest() != expected {
                return Err(Error::UnexportedData);
            }
            session.finalize(true)
        })?;
        self.epson.exported = None;
        Ok(())
    }

    /// One transaction out of the archive.
    pub fn search(&mut self, client: &str, number: u64) -> Result<Transaction, Error> {
        let input = json!({"clientId": client, "transactionNumber": number});
        let deadline = self.deadline;
        let mut archive = Vec::new();
        let found = self.exporting(
            "ExportFilteredByTransactionNumber",
            &input,
            NORMAL,
            |session| {
                let left = deadline.left()?;
                session.fetch(left, &mut |piece| {
                    archive.extend_from_slice(piece);
                    match archive.len() > LONGEST_TRANSACTION {
                        true => Err(Error::TooManyRecords),
                        false => Ok(()),
                    }
                })?;
                session.finalize(false)
            },
        );
        match found {
            Ok(()) => transaction_in(&archive, client, number),
            Err(Error::NothingToExport) => Ok(Transaction::Unknown),
            Err(error) => Err(error),
        }
    }

    /// Starts an export and lets `work` fetch it. Whatever fails after the start cancels it.
    fn exporting(
        &mut self,
        function: &str,
        input: &Value,
        limit: Duration,
        work: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut result = self.ask(Who::Admin, function, input, limit, About::default());
        if matches!(result, Err(Error::Busy)) && !self.is_broken() {
            // What was left behind by a program that ended in the middle; an export of someone else is not
            // cancelled by this.
            drop(self.call("CancelExport", &json!({}), NORMAL));
            result = self.ask(Who::Admin, function, input, limit, About::default());
        }
        if let Err(error) = result {
            self.epson.cancel = self.is_broken();
            return Err(error);
        }
        let result = work(self);
        if result.is_err() {
            self.cancel();
        }
        result
    }

    fn cancel(&mut self) {
        self.deadline = Deadline::after(self.deadline.left().unwrap_or_default().max(CLOSING));
        let cancelled = !self.is_broken() && self.call("CancelExport", &json!({}), NORMAL).is_ok();
        // The next call does it first.
        self.epson.cancel = !cancelled;
    }

    fn finalize(&mut self, delete: bool) -> Result<(), Error> {
        let input = json!({"deleteData": delete});
        let reply = self.call("FinalizeExport", &input, NORMAL)?;
        match reply.result.as_str() {
            code::OK => Ok(()),
            other => Err(self.refusal(other, About::default())),
        }
    }

    fn fetch(
        &mut self,
        search: Duration,
        take: &mut dyn FnMut(&[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut since = Instant::now();
        loop {
            let left = search.saturating_sub(since.elapsed());
            if left.is_zero() {
                return Err(Error::Timeout(search));
            }
            self.deadline = Deadline::after(NORMAL.min(left));
            let reply = self.call("GetExportData", &json!({}), NORMAL)?;
            match reply.result.as_str() {
                code::OK => {}
                "TSE1_ERROR_EXPORT_RETRY" => {
                    std::thread::sleep(SEARCH_PAUSE);
                    continue;
                }
                code::NO_DATA => return Err(Error::NothingToExport),
                other => return Err(self.refusal(other, About::default())),
            }
            let data = bytes_of(&reply.output, "exportData").map_err(Error::Protocol)?;
            if !data.is_empty() {
                take(&data)?;
                since = Instant::now();
            }
            match text_of(&reply.output, "exportStatus").map_err(Error::Protocol)? {
                "EXPORT_COMPLETE" => return Ok(()),
                "EXPORT_INCOMPLETE" if !data.is_empty() => {}
                "EXPORT_INCOMPLETE" | "EXPORT_INCOMPLETE_SEARCHING" => {
                    std::thread::sleep(SEARCH_PAUSE);
                }
                other => return Err(Error::Protocol(format!("exportStatus {other:?}"))),
            }
        }
    }
}

/// What an archive says of one transaction.
fn transaction_in(archive: &[u8], client: &str, number: u64) -> Result<Transaction, Error> {
    let damaged = |error: std::io::Error| Error::Protocol(format!("the export: {error}"));
    let (mut start, mut end) = (None, None);
    let mut archive = tar::Archive::new(archive);
    for entry in archive.entries().map_err(damaged)? {
        let mut entry = entry.map_err(damaged)?;
        if !entry.path_bytes().ends_with(b".log") {
            continue;
        }
        let mut der = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut der).map_err(damaged)?;
        let Ok(decoded) = decode(&der) else { continue };
        let message = decoded.message;
        let Body::Transaction(body) = message.body else {
            continue;
        };
        if body.number != number || body.client_id != client {
            continue;
        }
        let stamp = Stamp {
            transaction: number,
            counter: message.counter,
            log_time: message.time.at,
            signature: decoded.signature.to_vec(),
        };
        match body.operation {
            Operation::Start => start = Some(stamp),
            Operation::Update => {}
            Operation::Finish => {
                let content = (body.process_type.unwrap_or_default(), body.process_data);
                end = Some((stamp, content));
            }
        }
    }
    Ok(match (start, end) {
        (None, None) => Transaction::Unknown,
        (start, None) => Transaction::Open { start },
        (start, Some((finish, content))) => Transaction::Finished {
            start,
            finish,
            content: Some(content),
        },
    })
}

/// Digest of the log messages in an archive that comes in pieces; what else is in it may differ from time to time.
struct Logs {
    context: Context,
    /// Bytes of the header that are there.
    header: Vec<u8>,
    /// Bytes of the member and its padding that are to come.
    content: u64,
    padding: u64,
    is_log: bool,
}

const BLOCK: usize = 512;

impl Logs {
    fn new() -> Self {
        Self {
            context: Context::new(&SHA256),
            header: Vec::with_capacity(BLOCK),
            content: 0,
            padding: 0,
            is_log: false,
        }
    }

    fn add(&mut self, mut piece: &[u8]) {
        while !piece.is_empty() {
            let wanted = match (self.content, self.padding) {
                (0, 0) => (BLOCK - self.header.len()) as u64,
                (0, padding) => padding,
                (content, _) => content,
            };
            let count = usize::try_from(wanted)
                .unwrap_or(usize::MAX)
                .min(piece.len());
            let (now, rest) = piece.split_at(count);
            piece = rest;
            if self.content > 0 {
                if self.is_log {
                    self.context.update(now);
                }
                self.content -= count as u64;
            } else if self.padding > 0 {
                self.padding -= count as u64;
            } else {
                self.header.extend_from_slice(now);
                if self.header.len() == BLOCK {
                    self.member();
                }
            }
        }
    }

    fn member(&mut self) {
        let header = std::mem::take(&mut self.header);
        let field = |from: usize, to: usize| {
            let field = header.get(from..to).unwrap_or_default();
            let end = field.iter().position(|byte| *byte == 0);
            field.get(..end.unwrap_or(field.len())).unwrap_or_default()
        };
        let size = std::str::from_utf8(field(124, 136))
            .unwrap_or_default()
            .trim();
        let size = u64::from_str_radix(size, 8).unwrap_or_default();
        // A long name is cut in the header; logs are told from the rest by the beginning of theirs as well.
        let name = field(0, 100);
        let name = name.strip_prefix(b"./").unwrap_or(name);
        let starts = |with: &[u8]| name.starts_with(with);
        let regular = [b"0".as_slice(), b""].contains(&field(156, 157));
        self.is_log = regular
            && (name.ends_with(b".log")
                || starts(b"Unixt_")
                || starts(b"Utc_")
                || starts(b"Gent_"));
        if self.is_log {
            self.context.update(&size.to_be_bytes());
        }
        self.content = size;
        self.padding = size.next_multiple_of(BLOCK as u64) - size;
    }

    fn digest(self) -> [u8; 32] {
        let digest = self.context.finish();
        digest.as_ref().try_into().unwrap_or_default()
    }
}
