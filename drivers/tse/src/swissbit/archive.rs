//! Exports.

use std::cell::Cell;
use std::io::Write;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use super::code::{self, Failure};
use super::session::c_text;
use super::stream::Span;
use super::worker::Worker;
use crate::{Error, ExportFilter, ExportState, Exported, Role};

/// Longest time without a byte of the export: on a full stick, filtering takes minutes before the first one comes.
const SILENCE: Duration = Duration::from_secs(600);
/// Limit of the whole export: 7 GB at the slowest rate seen, and some.
const LONGEST: Duration = Duration::from_secs(6 * 3600);
/// How long the library is waited for after the writer gave up.
const LETTING_GO: Duration = Duration::from_secs(5);
/// Pieces on their way from the library to the writer.
const ON_THE_WAY: usize = 8;

fn span(filter: &ExportFilter) -> Result<Span, Error> {
    let seconds = |at: &chrono::DateTime<chrono::Utc>| at.timestamp().max(0).unsigned_abs();
    Ok(match filter {
        ExportFilter::All => Span::Increment(None),
        ExportFilter::Since(ExportState(state)) => {
            let state = state.as_slice().try_into();
            Span::Increment(Some(state.map_err(|_| {
                Error::InvalidData("an export state of 16 bytes expected".into())
            })?))
        }
        ExportFilter::Time { from, to } => Span::Time(seconds(from), seconds(to)),
        ExportFilter::Transactions {
            from,
            to,
            client_id,
        } => Span::Transactions(*from, *to, client_id.as_deref().map(c_text).transpose()?),
    })
}

/// Writes an export as it comes. The library runs on its own thread and waits for the writer; one that fails ends the
/// export, and its error is the answer.
pub(super) fn export(
    worker: &Worker,
    filter: &ExportFilter,
    out: &mut dyn Write,
) -> Result<Exported, Error> {
    let span = span(filter)?;
    let (give, pieces) = sync_channel::<Vec<u8>>(ON_THE_WAY);
    let pending = worker.begin(LONGEST, move |session, _| {
        let begun = Cell::new(false);
        let mut take = |bytes: &[u8]| {
            begun.set(true);
            // An error means that the writer is gone.
            give.send(bytes.to_vec()).is_ok()
        };
        let mut span = span;
        if session.admin_good && matches!(span, Span::Increment(_)) {
            // A self-test wants a new log-in, and a log-in is logged: after the export it would be what keeps the device
            // from deleting. A device that fails at either still exports, and with a PIN nobody knows to be right, no try
            // is risked for that.
            if matches!(session.context()?.facts(), Ok(facts) if !facts.self_tested) {
                let _ = session.help(Failure::Code(code::NEEDS_SELF_TEST), None);
            }
            let _ = session.log_in(Role::Admin);
        }
        loop {
            let failure = match session.context()?.export(&span, &mut take) {
                Ok(state) => return Ok(state),
                Err(failure) => failure,
            };
            let nothing = failure == Failure::Code(code::NOTHING_NEW);
            if nothing && matches!(span, Span::Increment(None)) {
                // Even an empty export has its certificates.
                span = Span::Whole;
            } else if begun.get() || !session.help(failure, Some(Role::Admin))? {
                return Err(session.explain(failure.into(), "", 0));
            }
        }
    })?;
    let failed = |source| Error::Io {
        context: "writing the export".into(),
        source,
    };
    loop {
        let written = match pieces.recv_timeout(SILENCE) {
            Ok(piece) => out.write_all(&piece),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => return Err(Error::Timeout(SILENCE)),
        };
        if let Err(error) = written {
            // The library notices with its next piece; whoever calls next shall find it free.
            drop(pieces);
            let _ = pending.within(LETTING_GO).wait();
            return Err(failed(error));
        }
    }
    let state = pending.wait()?;
    out.flush().map_err(failed)?;
    Ok(Exported {
        state: state.map(|state| ExportState(state.to_vec())),
    })
}
