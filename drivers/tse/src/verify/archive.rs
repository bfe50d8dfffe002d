//! The walk through an archive.

use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::sync::Arc;

use super::chain::Sources;
use super::container::{Container, Member};
use super::findings::Findings;
use super::history::History;
use super::report::{CertificateInfo, Report};
use super::signatures::{BATCH, BATCH_BYTES, Checked, Known, Log, Verdict, Workers, check};
use super::{Error, InfoCsv, Kind, Level, Options, chain, timeline, trust};
use crate::algorithm::hex;
use crate::log::{Body, Message};

/// Reasons for unchecked signatures that are told apart.
const MOST_REASONS: usize = 100;

/// One log message of an archive after its check.
#[derive(Debug, Clone, Copy)]
pub struct CheckedLog<'a> {
    /// Name of the member.
    pub member: &'a str,
    /// Its content.
    pub message: &'a Message,
    /// Signature value.
    pub signature: &'a [u8],
    /// Whether the signature is genuine.
    pub verdict: &'a Verdict,
}

/// Checks a TAR archive of any TSE: container, certificates, every signature, names, counters and the
/// life of every transaction. The memory it takes does not depend on the size of the archive: what has to
/// be sorted goes to a temporary file, about 70 bytes per log message.
///
/// # Errors
/// [`Error`] when the input is no whole archive. What is wrong inside is in the report.
pub fn archive(reader: impl Read + Seek, options: &Options) -> Result<Report, Error> {
    archive_with(reader, options, &mut |_| {})
}

/// As [`archive`], and hands every readable log message to `on_log` in the order of the archive, so that a
/// register can match them one to one with its ledger.
///
/// # Errors
/// As [`archive`].
pub fn archive_with(
    reader: impl Read + Seek,
    options: &Options,
    on_log: &mut dyn FnMut(&CheckedLog<'_>),
) -> Result<Report, Error> {
    let threads = options
        .threads
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let container = Container::open(reader)?;
    std::thread::scope(|scope| {
        Walk {
            container,
            workers: Workers::start(scope, threads),
            report: Report::default(),
            findings: Findings::default(),
            known: Arc::default(),
            sources: Sources::default(),
            history: History::default(),
            unchecked: BTreeMap::new(),
            additional: None,
            on_log,
        }
        .run(options)
    })
}

struct Walk<'a, R: Read + Seek> {
    container: Container<R>,
    workers: Workers,
    report: Report,
    findings: Findings,
    known: Arc<Known>,
    sources: Sources,
    history: History,
    /// Number and first signature counter of the signatures that could not be checked, by reason.
    unchecked: BTreeMap<String, (u64, u64)>,
    /// Number and first signature counter of the messages with additional data.
    additional: Option<(u64, u64)>,
    on_log: &'a mut dyn FnMut(&CheckedLog<'_>),
}

impl<R: Read + Seek> Walk<'_, R> {
    fn run(mut self, options: &Options) -> Result<Report, Error> {
        // Certificates that only the user has.
        let given = options.trust.iter().flat_map(|trust| &trust.certificates);
        let known = Arc::make_mut(&mut self.known);
        for certificate in given {
            let serial = certificate.serial.to_vec();
            known.certificates.insert(serial, certificate.clone());
        }
        let mut batch = Vec::with_capacity(BATCH);
        let mut bytes = 0;
        while let Some(member) = self.container.next(&mut self.findings)? {
            if !member.name.ends_with(".log") {
                self.other(member);
                continue;
            }
            bytes += member.content.len();
            batch.push(member);
            if batch.len() == BATCH || bytes >= BATCH_BYTES {
                bytes = 0;
                let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                let done = self.workers.give(full, &self.known)?;
                self.take_all(done)?;
            }
        }
        let done = self.workers.give(batch, &self.known)?;
        self.take_all(done)?;
        while let Some(done) = self.workers.take()? {
            self.take_all(Some(done))?;
        }
        self.report.members = self.container.members();
        self.finish(options)
    }

    /// Anything but a log message.
    fn other(&mut self, member: Member) {
        let Member { name, content, .. } = member;
        if name.ends_with(".csv") {
            match InfoCsv::parse(&content) {
                Ok(info) => self.report.info = Some(info),
                Err(reason) => {
                    let kind = Kind::InfoCsvUnreadable { reason };
                    self.findings.push(Level::Warning, Some(&name), kind);
                }
            }
            return;
        }
        match trust::read(&content) {
            // The search ahead took them already.
            Ok(_) if self.known.complete => {}
            Ok(found) => take_certificates(&mut self.known, &mut self.sources, &name, found),
            Err(reason) => {
                let kind = Kind::ForeignFile { reason };
                self.findings.push(Level::Warning, Some(&name), kind);
            }
        }
    }

    /// Takes all certificates between here and the end.
    fn search(&mut self) -> Result<(), Error> {
        let (known, sources) = (&mut self.known, &mut self.sources);
        self.container.ahead(|member| {
            if let Ok(found) = trust::read(&member.content) {
                take_certificates(known, sources, &member.name, found);
            }
        })?;
        Arc::make_mut(&mut self.known).complete = true;
        Ok(())
    }

    fn take_all(&mut self, done: Option<Vec<Checked>>) -> Result<(), Error> {
        for mut checked in done.into_iter().flatten() {
            let open = |log: &Result<Log, _>| log.as_ref().is_ok_and(|log| log.verdict.is_none());
            if open(&checked.log) {
                // Its certificate may come after it in the archive.
                if !self.known.complete {
                    self.search()?;
                }
                checked = check(checked.member, &self.known);
            }
            self.take(checked)?;
        }
        Ok(())
    }

    fn take(&mut self, checked: Checked) -> Result<(), Error> {
        let member = checked.member.name.as_str();
        let log = match checked.log {
            Ok(log) => log,
            Err(reason) => {
                let kind = Kind::LogUnreadable { reason };
                self.findings.push(Level::Error, Some(member), kind);
                return Ok(());
            }
        };
        for kind in log.differences {
            self.findings.push(Level::Error, Some(member), kind);
        }
        let counter = log.message.counter;
        let verdict = log
            .verdict
            .unwrap_or_else(|| Verdict::Unchecked("the check was aborted".into()));
        let signatures = &mut self.report.signatures;
        match &verdict {
            Verdict::Valid => signatures.valid += 1,
            Verdict::Invalid(reason) => {
                signatures.invalid += 1;
                let reason = reason.clone();
                let kind = Kind::SignatureInvalid { counter, reason };
                self.findings.push(Level::Error, Some(member), kind);
            }
            Verdict::Unchecked(reason) => {
                signatures.unchecked += 1;
                let mut reason = reason.clone();
                if self.unchecked.len() >= MOST_REASONS && !self.unchecked.contains_key(&reason) {
                    reason = "the check was aborted".into();
                }
                self.unchecked.entry(reason).or_insert((0, counter)).0 += 1;
            }
        }
        match &log.message.body {
            Body::Transaction(body) => {
                self.report.logs.transaction += 1;
                if body.external.is_some() || body.internal.is_some() {
                    self.additional.get_or_insert((0, counter)).0 += 1;
                }
            }
            Body::System(_) => self.report.logs.system += 1,
            Body::Audit(_) => self.report.logs.audit += 1,
        }
        self.history
            .add(&log.message, member, checked.member.offset)
            .map_err(Error::Spill)?;
        (self.on_log)(&CheckedLog {
            member,
            message: &log.message,
            signature: &log.signature,
            verdict: &verdict,
        });
        Ok(())
    }

    fn finish(mut self, options: &Options) -> Result<Report, Error> {
        self.note_sums();
        let (report, findings) = (&mut self.report, &mut self.findings);
        let (mut rows, backwards) = self
            .history
            .finish(findings, &mut report.transactions)
            .map_err(Error::Spill)?;
        report.clients = self.history.clients();
        report.devices = self.history.devices();
        let trust = options.trust.as_ref();
        let keys = &self.history.keys;
        let mut periods = chain::check(&mut report.devices, keys, &self.sources, trust, findings);
        let twice =
            timeline::check(&mut rows, &mut periods, backwards, findings).map_err(Error::Spill)?;
        for place in twice {
            if let Ok(Some(name)) = self.container.name_at(place) {
                findings.push(Level::Error, Some(&name), Kind::NameTwice);
            }
        }
        // Whoever names the roots they trust wants every signature covered by its chain.
        let level = match trust {
            Some(_) => Level::Error,
            None => Level::Warning,
        };
        for period in periods.into_iter().flatten() {
            period.finish(level, findings);
        }
        report.trust_given = trust.is_some();
        report.certificates = self
            .sources
            .certificates
            .iter()
            .map(|(member, certificate)| CertificateInfo {
                member: member.clone(),
                subject: certificate.subject.clone(),
                issuer: certificate.issuer.clone(),
                serial: hex(&certificate.serial),
                curve: certificate.key.as_ref().ok().map(|key| key.curve()),
                unsupported: certificate.key.as_ref().err().cloned(),
                not_before: certificate.not_before,
                not_after: certificate.not_after,
                fingerprint: certificate.fingerprint(),
            })
            .collect();
        self.report.findings = self.findings.finish();
        Ok(self.report)
    }

    /// What there is one finding of for the whole archive.
    fn note_sums(&mut self) {
        let mut note = |level, kind| self.findings.push(level, None, kind);
        let logs = self.report.logs;
        if logs.transaction + logs.system + logs.audit == 0 {
            note(Level::Warning, Kind::NoLogs);
        }
        if self.report.info.is_none() {
            note(Level::Warning, Kind::NoInfoCsv);
        }
        for (reason, &(count, first)) in &self.unchecked {
            let reason = reason.clone();
            let kind = Kind::SignatureUnchecked {
                count,
                first,
                reason,
            };
            note(Level::Error, kind);
        }
        if let Some((count, first)) = self.additional {
            note(Level::Info, Kind::AdditionalData { count, first });
        }
        for (_, certificate) in &self.sources.certificates {
            if let Err(reason) = &certificate.key {
                let (subject, reason) = (certificate.subject.clone(), reason.clone());
                let kind = Kind::CertificateUnsupported { subject, reason };
                note(Level::Info, kind);
            }
        }
    }
}

fn take_certificates(
    known: &mut Arc<Known>,
    sources: &mut Sources,
    member: &str,
    (certificates, crls): (
        Vec<crate::certificate::Certificate>,
        Vec<crate::certificate::Crl>,
    ),
) {
    let known = Arc::make_mut(known);
    for certificate in certificates {
        let serial = certificate.serial.to_vec();
        // One that misstates the curve must not stand in the way of one that does not.
        let better = match known.certificates.get(&serial) {
            None => true,
            Some(before) => before.key.is_err() && certificate.key.is_ok(),
        };
        if better {
            known.certificates.insert(serial, certificate.clone());
        }
        sources.certificates.push((member.to_owned(), certificate));
    }
    sources.crls.extend(crls);
}
