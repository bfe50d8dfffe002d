//! The walk through an archive.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use super::history::History;
use super::report::{CertificateInfo, Report};
use super::signatures::{Certificates, Pending, Verdict, check};
use super::{Error, Finding, InfoCsv, Kind, Level, Options, chain, container};
use crate::algorithm::hex;
use crate::certificate::Certificate;
use crate::log::{Body, Message, decode};
use crate::name::{LogName, NameKind};

/// Log messages whose signatures are checked together.
const BATCH: usize = 1024;

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
/// life of every transaction. Reads once, from front to back.
///
/// # Errors
/// [`Error`] when the input is no whole archive. What is wrong inside is in the report.
pub fn archive(reader: impl Read + Seek, options: &Options) -> Result<Report, Error> {
    archive_with(reader, options, &mut |_| {})
}

/// As [`archive`], and hands every readable log message to `on_log`, so that a register can match them one
/// to one with its ledger. The order is that of the archive, except that messages that stand before
/// their certificate come after it.
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
    let mut walk = Walk {
        threads,
        report: Report::default(),
        known: Certificates::new(),
        sources: Vec::new(),
        ready: Vec::new(),
        waiting: Vec::new(),
        history: History::default(),
        unchecked: BTreeMap::new(),
        additional: None,
        on_log,
    };
    let mut findings = Vec::new();
    walk.report.members = container::read(reader, &mut findings, |findings, name, content| {
        walk.file(findings, name, content);
    })?;
    walk.finish(findings, options)
}

struct Walk<'a> {
    threads: usize,
    report: Report,
    /// By serial number.
    known: Certificates,
    /// Certificates in the archive's order, with their member.
    sources: Vec<(String, Certificate)>,
    ready: Vec<Pending>,
    /// Messages that came before their certificate.
    waiting: Vec<Pending>,
    history: History,
    /// Number and first signature counter of the signatures that could not be checked, by reason.
    unchecked: BTreeMap<String, (u64, u64)>,
    /// Number and first signature counter of the messages with additional data.
    additional: Option<(u64, u64)>,
    on_log: &'a mut dyn FnMut(&CheckedLog<'_>),
}

impl Walk<'_> {
    fn file(&mut self, findings: &mut Vec<Finding>, name: String, content: Vec<u8>) {
        if name.ends_with(".log") {
            self.log(findings, name, &content);
        } else if name.ends_with(".csv") {
            match InfoCsv::parse(&content) {
                Ok(info) => self.report.info = Some(info),
                Err(reason) => findings.push(Finding::new(
                    Level::Warning,
                    Some(&name),
                    Kind::InfoCsvUnreadable { reason },
                )),
            }
        } else {
            match Certificate::from_file(&content) {
                Ok(certificates) => {
                    for certificate in certificates {
                        self.known
                            .insert(certificate.serial.to_vec(), certificate.clone());
                        self.sources.push((name.clone(), certificate));
                    }
                }
                Err(reason) => findings.push(Finding::new(
                    Level::Warning,
                    Some(&name),
                    Kind::ForeignFile { reason },
                )),
            }
        }
    }

    fn log(&mut self, findings: &mut Vec<Finding>, member: String, content: &[u8]) {
        let decoded = match decode(content) {
            Ok(decoded) => decoded,
            Err(error) => {
                let reason = if content.is_empty() {
                    "the file is empty".into()
                } else {
                    error.to_string()
                };
                findings.push(Finding::new(
                    Level::Error,
                    Some(&member),
                    Kind::LogUnreadable { reason },
                ));
                return;
            }
        };
        check_name(findings, &member, &decoded.message);
        let pending = Pending {
            dtbs: decoded.dtbs.to_vec(),
            signature: decoded.signature.to_vec(),
            message: decoded.message,
            member,
        };
        if self.known.contains_key(&pending.message.serial) {
            self.ready.push(pending);
        } else {
            self.waiting.push(pending);
        }
        if self.ready.len() >= BATCH {
            self.check_ready(findings);
        }
    }

    fn check_ready(&mut self, findings: &mut Vec<Finding>) {
        let batch = std::mem::take(&mut self.ready);
        let verdicts = check(&batch, &self.known, self.threads);
        for (log, verdict) in batch.iter().zip(&verdicts) {
            self.take(findings, log, verdict);
        }
    }

    fn take(&mut self, findings: &mut Vec<Finding>, log: &Pending, verdict: &Verdict) {
        let counter = log.message.counter;
        let signatures = &mut self.report.signatures;
        match verdict {
            Verdict::Valid => signatures.valid += 1,
            Verdict::Invalid(reason) => {
                signatures.invalid += 1;
                let reason = reason.clone();
                let kind = Kind::SignatureInvalid { counter, reason };
                findings.push(Finding::new(Level::Error, Some(&log.member), kind));
            }
            Verdict::Unchecked(reason) => {
                signatures.unchecked += 1;
                let known = self.unchecked.entry(reason.clone());
                known.or_insert((0, counter)).0 += 1;
            }
        }
        match &log.message.body {
            Body::Transaction(body) => {
                self.report.logs.transaction += 1;
                *self
                    .report
                    .clients
                    .entry(body.client_id.clone())
                    .or_default() += 1;
                if body.external.is_some() || body.internal.is_some() {
                    self.additional.get_or_insert((0, counter)).0 += 1;
                }
            }
            Body::System(_) => self.report.logs.system += 1,
            Body::Audit(_) => self.report.logs.audit += 1,
        }
        self.history.add(&log.message);
        (self.on_log)(&CheckedLog {
            member: &log.member,
            message: &log.message,
            signature: &log.signature,
            verdict,
        });
    }

    fn finish(mut self, mut findings: Vec<Finding>, options: &Options) -> Result<Report, Error> {
        self.check_ready(&mut findings);
        self.ready = std::mem::take(&mut self.waiting);
        while !self.ready.is_empty() {
            let rest = self.ready.split_off(self.ready.len().min(BATCH));
            self.check_ready(&mut findings);
            self.ready = rest;
        }
        let mut note = |level, kind| findings.push(Finding::new(level, None, kind));
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
        for (_, certificate) in &self.sources {
            if let Err(reason) = &certificate.key {
                let (subject, reason) = (certificate.subject.clone(), reason.clone());
                note(
                    Level::Info,
                    Kind::CertificateUnsupported { subject, reason },
                );
            }
        }
        self.report.transactions = self.history.check(&mut findings);
        self.report.devices = self.history.devices();
        chain::check(
            &mut self.report.devices,
            &self.history,
            &self.sources,
            &self.known,
            options,
            &mut findings,
        );
        self.report.certificates = self
            .sources
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
        // Stable: inside a level the archive's order stays.
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
        self.report.findings = findings;
        Ok(self.report)
    }
}

/// Compares what the name says with what was signed (TR-03151, 5.1).
fn check_name(findings: &mut Vec<Finding>, member: &str, message: &Message) {
    let mut note = |kind| findings.push(Finding::new(Level::Error, Some(member), kind));
    let Some(name) = LogName::parse(member) else {
        note(Kind::NameUnknown);
        return;
    };
    let content = LogName::of(message);
    let mut differ = |part, name: &dyn ToString, content: &dyn ToString| {
        let (name, content) = (name.to_string(), content.to_string());
        if name != content {
            note(Kind::NameDiffers {
                part,
                name,
                content,
            });
        }
    };
    differ("log time", &name.time, &content.time);
    differ("signature counter", &name.counter, &content.counter);
    match (&name.kind, &content.kind) {
        (
            NameKind::Transaction {
                number,
                operation,
                client_id,
            },
            NameKind::Transaction {
                number: signed_number,
                operation: signed_operation,
                client_id: signed_client,
            },
        ) => {
            differ("transaction number", number, signed_number);
            differ("operation", &operation.word(), &signed_operation.word());
            differ("client id", client_id, signed_client);
        }
        // Makers write the same operation in either case (TR-03151-1, 2.2.1).
        (NameKind::System(name), NameKind::System(signed)) if name.eq_ignore_ascii_case(signed) => {
        }
        (NameKind::System(name), NameKind::System(signed)) => differ("operation", name, signed),
        (NameKind::Audit, NameKind::Audit) => {}
        (name, content) => differ("kind", &kind_word(name), &kind_word(content)),
    }
}

fn kind_word(kind: &NameKind) -> &'static str {
    match kind {
        NameKind::Transaction { .. } => "transaction log",
        NameKind::System(_) => "system log",
        NameKind::Audit => "audit log",
    }
}
