//! Exports: asked for, waited for, fetched, and put together when one is not enough.

use std::fs::File;
use std::io::{BufReader, BufWriter, Seek, SeekFrom, Write};
use std::time::Duration;

use super::merge::{Merger, Tail};
use super::{Fiskaly, request};
use crate::fiskaly::answer::{Export, read};
use crate::fiskaly::http::Reply;
use crate::fiskaly::link::{Deadline, refused};
use crate::{Error, ExportFilter, ExportState, Exported};

/// The service allows twelve questions a minute.
const POLL: Duration = Duration::from_secs(5);
/// Times an export is asked for while others are in its way.
const MOST_TRIES: u32 = 60;
/// Questions in a row that may fail.
const MOST_FAILURES: u32 = 20;

/// What the limits of a span count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    Counter,
    Number,
    Date,
}

/// Limits of one export, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    axis: Axis,
    from: u64,
    to: u64,
}

impl Span {
    fn limits(self) -> [(&'static str, u64); 2] {
        let names = match self.axis {
            Axis::Counter => ("start_signature_counter", "end_signature_counter"),
            Axis::Number => ("start_transaction_number", "end_transaction_number"),
            Axis::Date => ("start_date", "end_date"),
        };
        [(names.0, self.from), (names.1, self.to)]
    }

    /// Smaller spans that make up this one; counters are records, so there the size is known.
    fn parts(self, records: u64) -> Vec<Self> {
        let length = self.to.saturating_sub(self.from).saturating_add(1);
        let half = length.div_ceil(2);
        let step = match self.axis {
            Axis::Counter if length > records => records,
            _ => half,
        }
        .max(1);
        let mut parts = Vec::new();
        let mut from = self.from;
        while from <= self.to {
            let to = from.saturating_add(step - 1).min(self.to);
            parts.push(Self { from, to, ..self });
            match to.checked_add(1) {
                Some(next) => from = next,
                None => break,
            }
        }
        parts
    }
}

impl Fiskaly {
    pub(super) fn write_archive(
        &mut self,
        filter: &ExportFilter,
        out: &mut dyn Write,
    ) -> Result<Exported, Error> {
        let mut deadline = Deadline::new(self.options.export_patience);
        let (tss, facts) = self.tss(&mut self.deadline())?;
        if matches!(tss.state.as_str(), "CREATED" | "UNINITIALIZED") {
            return Err(Error::NotInitialized);
        }
        tss.life()?;
        let last = tss.signature_counter;
        let all = Span {
            axis: Axis::Counter,
            from: 1,
            to: last.max(1),
        };
        let (span, client) = match filter {
            ExportFilter::All => (None, None),
            ExportFilter::Transactions {
                from,
                to,
                client_id,
            } => {
                let axis = Axis::Number;
                let (from, to) = (*from, *to);
                (Some(Span { axis, from, to }), client_id.as_deref())
            }
            ExportFilter::Time { from, to } => {
                let seconds = |at: i64| at.max(0).unsigned_abs();
                let span = Span {
                    axis: Axis::Date,
                    from: seconds(from.timestamp()),
                    to: seconds(to.timestamp()),
                };
                (Some(span), None)
            }
            ExportFilter::Since(state) => {
                let after = reached(state, &facts.serial)?;
                let span = Span {
                    from: after.saturating_add(1),
                    ..all
                };
                (Some(span), None)
            }
        };
        let state = Some(state_of(last, &facts.serial));
        if span.is_some_and(|span| span.from > span.to) {
            return Err(Error::NothingToExport);
        }
        let whole = span.unwrap_or(all);
        let mut spans = vec![whole];
        if client.is_none() {
            let too_many = match span {
                None => last > self.options.records,
                Some(span) => {
                    span.axis == Axis::Counter && span.to - span.from >= self.options.records
                }
            };
            if !too_many {
                let limits = span.map(Span::limits);
                let limits = limits.as_ref().map_or(&[][..], |limits| &limits[..]);
                match self.fetch(limits, &mut deadline, out) {
                    Err(Error::TooManyRecords) => {}
                    done => return done.map(|()| Exported { state }),
                }
            }
            spans = whole.parts(self.options.records);
        }
        self.merge(spans, client, &mut deadline, out)?;
        Ok(Exported { state })
    }

    /// Fetches spans, in order, and writes them as one archive.
    fn merge(
        &mut self,
        mut spans: Vec<Span>,
        client: Option<&str>,
        deadline: &mut Deadline,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let failed = |source| Error::Io {
            context: "writing the export".into(),
            source,
        };
        let temporary = |source| Error::Io {
            context: "writing a temporary file".into(),
            source,
        };
        let mut merger = Merger::new(out, client);
        spans.reverse();
        while let Some(span) = spans.pop() {
            let file = tempfile::tempfile().map_err(temporary)?;
            match self.fetch_to(&file, &span.limits(), deadline) {
                Ok(()) => {}
                Err(Error::NothingToExport) => continue,
                Err(Error::TooManyRecords) if span.from < span.to => {
                    spans.extend(span.parts(self.options.records).into_iter().rev());
                    continue;
                }
                Err(error) => return Err(error),
            }
            (&file).seek(SeekFrom::Start(0)).map_err(temporary)?;
            merger.add(BufReader::with_capacity(1 << 18, file))?;
        }
        match merger.finish().map_err(failed)? {
            0 => Err(Error::NothingToExport),
            _ => Ok(()),
        }
    }

    fn fetch_to(
        &mut self,
        file: &File,
        limits: &[(&'static str, u64)],
        deadline: &mut Deadline,
    ) -> Result<(), Error> {
        let mut writer = BufWriter::with_capacity(1 << 18, file);
        self.fetch(limits, deadline, &mut writer)?;
        writer.flush().map_err(|source| Error::Io {
            context: "writing a temporary file".into(),
            source,
        })
    }

    /// One export of the service, from the request to the file.
    fn fetch(
        &mut self,
        limits: &[(&'static str, u64)],
        deadline: &mut Deadline,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let tss = self.tss_id()?;
        let id = self.uuid()?;
        let asked = self.ask(&request::export(&tss, &id, limits), deadline)?;
        let done = self.completed(&tss, &id, asked, deadline);
        if done.is_err() && !matches!(done, Err(Error::Removed(_))) {
            // Nobody comes for it any more; the service need not finish it, and would refuse another one like it.
            let _ = self.call(&request::cancel_export(&tss, &id), &mut self.deadline());
        }
        done?;
        self.file(&tss, &id, deadline, out)
    }

    /// Asks for an export, again while another one is in its way.
    fn ask(
        &mut self,
        request: &request::Request,
        deadline: &mut Deadline,
    ) -> Result<Export, Error> {
        for _ in 0..MOST_TRIES {
            match self.call(request, &mut self.deadline()) {
                Ok(body) => return read(&body),
                Err(failure) if matches!(failure.error, Error::Busy) => {
                    self.link.wait(POLL, deadline)?;
                }
                Err(failure) => return Err(failure.error),
            }
        }
        Err(Error::Busy)
    }

    /// Waits until an export is completed.
    fn completed(
        &mut self,
        tss: &str,
        id: &str,
        mut export: Export,
        deadline: &mut Deadline,
    ) -> Result<(), Error> {
        let mut failures = 0;
        loop {
            if !export.id.eq_ignore_ascii_case(id) {
                return Err(Error::Protocol("an answer about another export".into()));
            }
            match export.state.as_str() {
                "COMPLETED" => return Ok(()),
                "PENDING" | "WORKING" => {}
                "ERROR" => {
                    let code = export.exception.unwrap_or_default();
                    let text = format!("{{\"code\":{code:?},\"message\":\"the export failed\"}}");
                    let reply = Reply {
                        status: 500,
                        retry_after: None,
                        body: text.into_bytes(),
                    };
                    return Err(refused(&reply, &self.about()));
                }
                other => {
                    let other = other.chars().take(40).collect::<String>();
                    return Err(Error::Device(format!("the export is {other}")));
                }
            }
            loop {
                self.link.wait(POLL, deadline)?;
                match self.call(&request::export_state(tss, id), &mut self.deadline()) {
                    Ok(body) => {
                        export = read(&body)?;
                        failures = 0;
                        break;
                    }
                    // The export goes on while the line is down.
                    Err(failure) if failure.unknown && failures < MOST_FAILURES => failures += 1,
                    Err(failure) => return Err(failure.error),
                }
            }
        }
    }

    /// Fetches the file.
    fn file(
        &mut self,
        tss: &str,
        id: &str,
        deadline: &mut Deadline,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let request = request::export_file(tss, id);
        let mut renewed = false;
        for _ in 0..MOST_TRIES {
            let mut tail = Tail::new(out);
            let reply = self.link.download(&request, deadline, &mut tail)?;
            match reply.status {
                200..300 => {
                    return match tail.ended() {
                        true => Ok(()),
                        false => Err(Error::Protocol("the archive is cut off".into())),
                    };
                }
                401 if !renewed => {
                    renewed = true;
                    self.link.forget();
                }
                404 | 425 if reply.retry_after.is_some() => {
                    let wait = reply.retry_after.unwrap_or(POLL);
                    self.link.wait(wait, deadline)?;
                }
                429 | 499 | 500.. => {
                    let wait = reply.retry_after.unwrap_or(POLL);
                    self.link.wait(wait, deadline)?;
                }
                _ => return Err(refused(&reply, &self.about())),
            }
        }
        Err(deadline.over())
    }
}

/// Counter an export reached, and of which TSS.
fn state_of(counter: u64, serial: &[u8; 32]) -> ExportState {
    let mut state = counter.to_be_bytes().to_vec();
    state.extend_from_slice(serial);
    ExportState(state)
}

fn reached(state: &ExportState, serial: &[u8; 32]) -> Result<u64, Error> {
    match state.0.split_first_chunk::<8>() {
        Some((counter, of)) if of == serial => Ok(u64::from_be_bytes(*counter)),
        Some((_, of)) if of.len() == 32 => Err(Error::ForeignDevice {
            expected: crate::algorithm::hex(of),
            found: crate::algorithm::hex(serial),
        }),
        _ => Err(Error::InvalidData(
            "an export state of 40 bytes expected".into(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_parted_without_gap_and_overlap() {
        for (axis, from, to, records) in [
            (Axis::Counter, 1, 2_500_000, 1_000_000),
            (Axis::Counter, 7, 9, 1_000_000),
            (Axis::Number, 1, 10, 1),
            (Axis::Date, u64::MAX - 3, u64::MAX, 10),
        ] {
            let parts = Span { axis, from, to }.parts(records);
            assert!(parts.len() > 1);
            let mut next = from;
            for (place, part) in parts.iter().enumerate() {
                assert_eq!(part.from, next);
                assert!(part.to >= part.from);
                if axis == Axis::Counter && to - from > records {
                    assert!(part.to - part.from < records);
                }
                if place + 1 < parts.len() {
                    next = part.to + 1;
                }
            }
            assert_eq!(parts.last().map(|part| part.to), Some(to));
        }
    }
}
