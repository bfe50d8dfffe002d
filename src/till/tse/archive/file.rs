//! One archive as a file: written as the device exports it, and read back.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use amtskasse_tse::log::{Body, Operation};
use amtskasse_tse::verify;
use amtskasse_tse::{Error, ExportFilter, Exported, Tse};

use super::Kept;
use crate::fiscal;
use crate::ledger::Ledger;
use crate::message;
use crate::till::tse::private::write_private;

/// Remembers how far the archives of a device reach.
pub(super) const REACH: &str = "reach.json";

/// An archive that was read back.
#[derive(Debug)]
pub(super) struct Verified {
    /// First signature counter.
    pub first: u64,
    /// Last signature counter.
    pub last: u64,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Whether signatures are missing in between. Some genuine devices leave gaps (the archive is kept), but nothing is
    /// deleted on the strength of such an archive.
    pub gap: bool,
}

/// Where an export goes.
pub(super) struct Target {
    pub path: PathBuf,
    /// Set when a customer goes first.
    pub stop: Arc<AtomicBool>,
    /// Bytes so far.
    pub written: Arc<AtomicU64>,
}

impl Target {
    /// Writes the archive whole and makes it durable.
    pub fn fill(self, tse: &mut dyn Tse, filter: &ExportFilter) -> Result<Exported, Error> {
        let io = |source| Error::Io {
            context: self.path.display().to_string(),
            source,
        };
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder).map_err(io)?;
            // What a power cut left of an earlier one.
            for entry in std::fs::read_dir(folder).map_err(io)? {
                let path = entry.map_err(io)?.path();
                if path.extension().is_some_and(|ending| ending == "part") {
                    std::fs::remove_file(&path).map_err(io)?;
                }
            }
        }
        let mut sink = Sink {
            file: io::BufWriter::new(File::create(&self.path).map_err(io)?),
            stop: &self.stop,
            written: &self.written,
        };
        let exported = tse.export(filter, &mut sink)?;
        sink.flush().map_err(io)?;
        sink.file.get_ref().sync_all().map_err(io)?;
        Ok(exported)
    }
}

/// Counts, and refuses to go on when somebody waits.
struct Sink<'a> {
    file: io::BufWriter<File>,
    stop: &'a AtomicBool,
    written: &'a AtomicU64,
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.stop.load(Ordering::SeqCst) {
            return Err(io::Error::other("a customer goes first"));
        }
        let len = self.file.write(bytes)?;
        self.written.fetch_add(len as u64, Ordering::SeqCst);
        Ok(len)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// What an archive has to hold.
#[derive(Debug, Clone)]
pub(super) struct Expected {
    /// Data folder of the register, whose ledger knows what was signed.
    pub data: PathBuf,
    /// Serial number of the device.
    pub serial: String,
    /// Signature counter after which it begins.
    pub after: u64,
    /// Signature counter of the newest receipt when the export began.
    pub reaches: u64,
}

/// Reads an archive back: everything in it is genuine and of this device, and every signature the ledger has of it is
/// there.
pub(super) fn read_back(path: &Path, expected: &Expected) -> Result<Verified, String> {
    let read = |error: io::Error| message::io(path, &error);
    let file = || File::open(path).map(BufReader::new).map_err(read);
    let mut finishes: HashMap<u64, Vec<u8>> = HashMap::new();
    let report = verify::archive_with(file()?, &verify::Options::default(), &mut |log| {
        let Body::Transaction(body) = &log.message.body else {
            return;
        };
        if body.operation == Operation::Finish {
            finishes.insert(log.message.counter, log.signature.to_vec());
        }
    })
    .map_err(|error| message::archive(path, &error))?;
    let [device] = report.devices.as_slice() else {
        return Err("Das Archiv enthält keine Protokolle, oder die mehrerer TSEs.".to_owned());
    };
    if device.serial != expected.serial {
        return Err(format!("Das Archiv ist von der TSE {}.", device.serial));
    }
    if report.signatures.invalid + report.signatures.unchecked > 0 {
        return Err(format!(
            "Im Archiv sind {} Signaturen falsch und {} nicht prüfbar.",
            report.signatures.invalid, report.signatures.unchecked
        ));
    }
    if device.last_counter < expected.reaches {
        return Err(format!(
            "Das Archiv endet mit Signatur {}, auf einem Beleg steht schon {}.",
            device.last_counter, expected.reaches
        ));
    }
    let ledger = Ledger::open_read_only(&expected.data).map_err(|e| message::ledger(&e))?;
    let missing = ledger
        .first_missing(
            &expected.serial,
            expected.after,
            device.last_counter,
            |counter, signature| finishes.get(&counter).is_some_and(|s| s == signature),
        )
        .map_err(|e| message::ledger(&e))?;
    if let Some(receipt) = missing {
        return Err(format!(
            "Im Archiv fehlt die Signatur von Beleg {receipt}, oder es ist eine andere."
        ));
    }
    let mut digest = ring::digest::Context::new(&ring::digest::SHA256);
    let mut reader = file()?;
    loop {
        let bytes = reader.fill_buf().map_err(read)?;
        if bytes.is_empty() {
            break;
        }
        digest.update(bytes);
        let len = bytes.len();
        reader.consume(len);
    }
    Ok(Verified {
        first: device.first_counter,
        last: device.last_counter,
        sha256: fiscal::hex(digest.finish().as_ref()),
        gap: report.has_gaps(),
    })
}

/// How far the archives in a folder reach.
pub(super) fn reach(folder: &Path) -> Option<Kept> {
    let bytes = std::fs::read(folder.join(REACH)).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Remembers it.
pub(super) fn remember(folder: &Path, kept: &Kept) -> io::Result<()> {
    let json = serde_json::to_vec_pretty(kept)?;
    write_private(&folder.join(REACH), &json)
}
