//! One archive as a file: written as the device exports it, and read back.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use amtskasse_tse::verify;
use amtskasse_tse::{Error, ExportFilter, Exported, Tse};

use super::Kept;
use crate::fiscal;
use crate::message;
use crate::till::tse::store::write_private;

/// Remembers how far the archives of a device reach.
pub(super) const REACH: &str = "reach.json";

/// First and last signature counter and SHA-256 of an archive, or why it is none, in German.
pub(super) type Verified = Result<(u64, u64, String), String>;

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

/// First and last signature counter and SHA-256 of an archive in which everything is genuine and of this device.
pub(super) fn read_back(path: &Path, serial: &str) -> Verified {
    let read = |error: io::Error| message::io(path, &error);
    let file = || File::open(path).map(BufReader::new).map_err(read);
    let report = verify::archive(file()?, &verify::Options::default())
        .map_err(|error| message::archive(path, &error))?;
    let [device] = report.devices.as_slice() else {
        return Err("Das Archiv enthält keine Protokolle, oder die mehrerer TSEs.".to_owned());
    };
    if device.serial != serial {
        return Err(format!("Das Archiv ist von der TSE {}.", device.serial));
    }
    if report.signatures.invalid + report.signatures.unchecked > 0 {
        return Err(format!(
            "Im Archiv sind {} Signaturen falsch und {} nicht prüfbar.",
            report.signatures.invalid, report.signatures.unchecked
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
    let sha256 = fiscal::hex(digest.finish().as_ref());
    Ok((device.first_counter, device.last_counter, sha256))
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
