//! The simulator's TAR archive (TR-03151, Anhang C).

use std::io::{self, BufRead, Read, Seek, SeekFrom, Write};

use super::Simulator;
use super::index::{Entry, Kind};
use crate::algorithm::hex;
use crate::log::{Body, Operation, SystemBody};
use crate::name::{LogName, NameKind};
use crate::{Error, ExportFilter, ExportState, Exported};

/// Longest name the ustar header holds without splitting it at a slash.
const LONGEST_NAME: usize = 100;

impl Simulator {
    /// Writes the archive, one log message in memory at a time.
    pub(super) fn write_archive(
        &mut self,
        filter: &ExportFilter,
        out: &mut dyn Write,
    ) -> Result<Exported, Error> {
        let selected = self.select(filter)?;
        if selected.is_empty() && *filter != ExportFilter::All {
            return Err(Error::NothingToExport);
        }
        let failed = |source| Error::Io {
            context: "writing the export".into(),
            source,
        };
        let mtime = self.device_time().timestamp().max(0).unsigned_abs();
        let mut archive = tar::Builder::new(out);
        // Certificates come first, so that a reader can check each log message as it arrives.
        for certificate in &self.identity.certificates {
            let point = crate::certificate::point(certificate)
                .ok_or_else(|| Error::Damaged("device.json: a certificate is unreadable".into()))?;
            let name = format!("{}_X509.cer", hex(&crate::algorithm::serial(&point)));
            member(&mut archive, &name, mtime, certificate).map_err(failed)?;
        }
        let info = self.info_csv();
        member(&mut archive, "info.csv", mtime, info.as_bytes()).map_err(failed)?;

        let mut log = self.store.reader()?;
        let mut position = 0;
        let mut der = Vec::new();
        for entry in &selected {
            der.resize(entry.len as usize, 0);
            read_at(&mut log, &mut position, entry, &mut der).map_err(|source| Error::Io {
                context: "reading the log storage".into(),
                source,
            })?;
            let name = self.member_name(entry);
            let seconds = entry.facts.time.div_euclid(1000).max(0).unsigned_abs();
            member(&mut archive, &name, seconds, &der).map_err(failed)?;
        }
        archive
            .into_inner()
            .and_then(Write::flush)
            .map_err(failed)?;
        let last = self.store.index.counter();
        let whole = match filter {
            ExportFilter::All => true,
            ExportFilter::Since(state) => self.since(state)? <= self.identity.exported(),
            _ => false,
        };
        if whole {
            let faults = &self.options.faults;
            self.identity.note_export(last, &self.folder, faults)?;
        }
        let deleted = self.store.index.before.counter;
        let state = [deleted.to_be_bytes(), last.to_be_bytes()].concat();
        Ok(Exported {
            state: Some(ExportState(state)),
        })
    }

    /// The signature counter an earlier export reached.
    fn since(&self, ExportState(state): &ExportState) -> Result<u64, Error> {
        let number = |at| super::index::array(state, at).map(u64::from_be_bytes);
        match (state.len(), number(0), number(8)) {
            (16, Some(deleted), Some(counter)) if deleted == self.store.index.before.counter => {
                Ok(counter)
            }
            (16, ..) => Err(Error::InvalidData(
                "the export state is from before the last deletion; export everything".into(),
            )),
            _ => Err(Error::InvalidData(
                "an export state of 16 bytes expected".into(),
            )),
        }
    }

    fn select(&self, filter: &ExportFilter) -> Result<Vec<Entry>, Error> {
        let entries = &self.store.index.entries;
        Ok(match filter {
            ExportFilter::Since(state) => {
                let counter = self.since(state)?;
                entries
                    .iter()
                    .filter(|entry| entry.facts.counter > counter)
                    .copied()
                    .collect()
            }
            ExportFilter::All => entries.clone(),
            ExportFilter::Time { from, to } => {
                // Log times are cut to the second, and so is the lower limit.
                let (from, to) = (from.timestamp() * 1000, to.timestamp_millis());
                entries
                    .iter()
                    .filter(|entry| (from..=to).contains(&entry.facts.time))
                    .copied()
                    .collect()
            }
            ExportFilter::Transactions {
                from,
                to,
                client_id,
            } => {
                let client = client_id.as_ref().map(|id| self.client_place(id));
                let wanted = |entry: &&Entry| {
                    entry.facts.kind.is_transaction()
                        && (*from..=*to).contains(&entry.facts.transaction)
                        && client.is_none_or(|client| client == Some(entry.facts.client))
                };
                let Some(first) = entries.iter().position(|entry| wanted(&entry)) else {
                    return Ok(Vec::new());
                };
                let last = entries
                    .iter()
                    .rposition(|entry| wanted(&entry))
                    .unwrap_or(first);
                entries
                    .get(first..=last)
                    .unwrap_or_default()
                    .iter()
                    .filter(|entry| !entry.facts.kind.is_transaction() || wanted(entry))
                    .copied()
                    .collect()
            }
        })
    }

    fn member_name(&self, entry: &Entry) -> String {
        let facts = entry.facts;
        let transaction = |operation| NameKind::Transaction {
            number: facts.transaction,
            operation,
            client_id: self.client_name(facts.client),
        };
        let kind = match facts.kind {
            Kind::Start => transaction(Operation::Start),
            Kind::Update => transaction(Operation::Update),
            Kind::Finish => transaction(Operation::Finish),
            other => NameKind::System(operation_name(other).into()),
        };
        LogName {
            time: self.log_time(facts.time).file_part(),
            counter: facts.counter,
            kind,
            copy: None,
        }
        .to_string()
    }

    fn info_csv(&self) -> String {
        let description = match self.identity.description() {
            Some(text) if !text.is_empty() => format!("{} – {text}", super::NAME),
            _ => super::NAME.into(),
        };
        let quote = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        format!(
            "\"description:\",{},\"manufacturer:\",{},\"version:\",{}\n",
            quote(&description),
            quote(super::MANUFACTURER),
            quote(super::VERSION),
        )
    }
}

/// `operationType` of a system log.
pub(super) fn operation_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Start => "StartTransaction",
        Kind::Update => "UpdateTransaction",
        Kind::Finish => "FinishTransaction",
        Kind::Initialize => "initialize",
        Kind::UpdateTime => "updateTime",
        Kind::RegisterClient => "registerClient",
        Kind::DeregisterClient => "deregisterClient",
        Kind::SelfTest => "selfTest",
        Kind::AuthenticateUser => "authenticateUser",
        Kind::UnblockUser => "unblockUser",
        Kind::DeleteStoredData => "deleteStoredData",
        Kind::DisableSecureElement => "disableSecureElement",
        // Never among the entries.
        Kind::Survivors => "",
    }
}

/// A system log with these children of `systemOperationData` (TR-03151, 2.2.2).
pub(super) fn system_body(kind: Kind, children: &[(u8, &[u8])]) -> Body {
    let mut data = Vec::new();
    for (tag, content) in children {
        crate::der::put(&mut data, *tag, content);
    }
    Body::System(SystemBody {
        operation: operation_name(kind).into(),
        data,
        origin: None,
        user: None,
        internal: None,
    })
}

/// Reads the next wanted record; a short gap is skipped inside the buffer instead of throwing it away.
fn read_at(
    log: &mut (impl BufRead + Seek),
    position: &mut u64,
    entry: &Entry,
    der: &mut [u8],
) -> io::Result<()> {
    let gap = entry.offset.saturating_sub(*position);
    if entry.offset >= *position && gap < 1 << 16 {
        io::copy(&mut log.by_ref().take(gap), &mut io::sink())?;
    } else {
        log.seek(SeekFrom::Start(entry.offset))?;
    }
    log.read_exact(der)?;
    *position = entry.end();
    Ok(())
}

fn member<W: Write>(
    archive: &mut tar::Builder<W>,
    name: &str,
    mtime: u64,
    content: &[u8],
) -> io::Result<()> {
    let mut short = name;
    if name.len() > LONGEST_NAME {
        archive.append_pax_extensions([("path", name.as_bytes())])?;
        short = name.get(..LONGEST_NAME).unwrap_or("long-name.log");
    }
    let mut header = tar::Header::new_ustar();
    header.set_path(short)?;
    header.set_size(content.len() as u64);
    header.set_mode(0o444);
    header.set_mtime(mtime);
    header.set_entry_type(tar::EntryType::Regular);
    header.set_cksum();
    archive.append(&header, content)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_beyond_a_hundred_characters_survives() {
        for len in [LONGEST_NAME, LONGEST_NAME + 1, 180] {
            let name = "n".repeat(len);
            let mut archive = tar::Builder::new(Vec::new());
            member(&mut archive, &name, 7, b"content").unwrap();
            let bytes = archive.into_inner().unwrap();
            let mut archive = tar::Archive::new(&bytes[..]);
            let names: Vec<String> = archive
                .entries()
                .unwrap()
                .map(|entry| entry.unwrap().path().unwrap().display().to_string())
                .collect();
            assert_eq!(names, [name]);
        }
    }
}
