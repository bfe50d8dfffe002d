//! What was checked, and how each part of it came out.

use serde::Serialize;

use super::{Kind, Level, Report};

/// A part of the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Area {
    /// The TAR file itself.
    Container,
    /// Whether each log message can be read.
    Messages,
    /// Whether each signature is genuine.
    Signatures,
    /// Names of the members against what was signed.
    Names,
    /// Signature counters.
    Counters,
    /// Order of the log times.
    Times,
    /// The life of each transaction.
    Transactions,
    /// Certificates: chain, names and validity at each signature.
    Certificates,
    /// Whether the chain ends in a root the user trusts.
    Trust,
    /// Revocation lists.
    Revocation,
    /// info.csv.
    Description,
}

/// How a part of the check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// Nothing against it.
    Holds,
    /// Somebody has to explain something.
    ToExplain,
    /// It does not hold.
    Fails,
    /// There was nothing to check it with.
    NotChecked,
}

/// One part of the check and how it came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The part.
    pub area: Area,
    /// How it came out.
    pub state: State,
    /// Errors found, those included that are not listed.
    pub errors: u64,
    /// Warnings found, likewise.
    pub warnings: u64,
}

const AREAS: [Area; 11] = [
    Area::Container,
    Area::Messages,
    Area::Signatures,
    Area::Names,
    Area::Counters,
    Area::Times,
    Area::Transactions,
    Area::Certificates,
    Area::Trust,
    Area::Revocation,
    Area::Description,
];

impl Report {
    /// Every part of the check and how it came out.
    #[must_use]
    pub fn checks(&self) -> Vec<Check> {
        AREAS.iter().map(|area| self.check(*area)).collect()
    }

    fn check(&self, area: Area) -> Check {
        let (mut errors, mut warnings) = (0, 0);
        for finding in &self.findings {
            let (of, count) = match &finding.kind {
                // What it counts on stands in the findings themselves.
                Kind::More { of, count } => {
                    let same = self.findings.iter().find(|one| one.kind.name() == *of);
                    (same.map(|one| one.kind.area()), *count)
                }
                kind => (Some(kind.area()), 1),
            };
            if of == Some(area) {
                match finding.level {
                    Level::Error => errors += count,
                    Level::Warning => warnings += count,
                    Level::Info => {}
                }
            }
        }
        let logs = self.logs.transaction + self.logs.system + self.logs.audit;
        let possible = match area {
            Area::Container | Area::Description => true,
            Area::Trust => self.trust_given,
            Area::Revocation => self.devices.iter().any(|one| !one.revocation.is_empty()),
            Area::Transactions => self.logs.transaction > 0,
            _ => logs > 0,
        };
        let state = match (errors, warnings) {
            (1.., _) => State::Fails,
            _ if !possible => State::NotChecked,
            (_, 1..) => State::ToExplain,
            _ => State::Holds,
        };
        Check {
            area,
            state,
            errors,
            warnings,
        }
    }
}

impl Kind {
    /// The part of the check it belongs to.
    #[must_use]
    pub fn area(&self) -> Area {
        match self {
            Self::LogUnreadable { .. }
            | Self::AdditionalData { .. }
            | Self::UnknownOperation { .. } => Area::Messages,
            Self::SignatureInvalid { .. } | Self::SignatureUnchecked { .. } => Area::Signatures,
            Self::NameUnknown | Self::NameDiffers { .. } | Self::NameTooLong { .. } => Area::Names,
            Self::SeveralDevices { .. }
            | Self::Mixed { .. }
            | Self::CounterTwice { .. }
            | Self::CounterGap { .. }
            | Self::CounterBegins { .. } => Area::Counters,
            Self::TimeSetBack { .. }
            | Self::TimeStepsBack { .. }
            | Self::ClockNotSet { .. }
            | Self::TransactionTime { .. }
            | Self::TransactionTimesUnjudged { .. } => Area::Times,
            Self::TransactionsOpen { .. }
            | Self::TransactionWithoutStart { .. }
            | Self::TransactionTwice { .. }
            | Self::TransactionOrder { .. }
            | Self::TransactionClient { .. }
            | Self::TransactionGap { .. }
            | Self::ManyClients { .. } => Area::Transactions,
            Self::RootNotTrusted { .. } | Self::TrustedRoot { .. } | Self::Root { .. } => {
                Area::Trust
            }
            Self::Revoked { .. }
            | Self::RevokedLater { .. }
            | Self::RevocationUnchecked { .. }
            | Self::CrlOlder { .. }
            | Self::CrlUnusable { .. } => Area::Revocation,
            Self::CertificateMissing { .. }
            | Self::CertificateName { .. }
            | Self::CertificateSubject { .. }
            | Self::CertificateNotValid { .. }
            | Self::IssuerMissing { .. }
            | Self::ChainBroken { .. }
            | Self::ChainUnchecked { .. }
            | Self::CertificateUnsupported { .. }
            | Self::NoAuthority { .. }
            | Self::NoSigner { .. }
            | Self::ValidityNotNested { .. }
            | Self::SelfSigned { .. } => Area::Certificates,
            Self::NoInfoCsv | Self::InfoCsvUnreadable { .. } => Area::Description,
            Self::NoClosingBlocks
            | Self::DataAfterEnd { .. }
            | Self::NotARegularFile { .. }
            | Self::UnsafeName
            | Self::NameTwice
            | Self::ForeignFile { .. }
            | Self::NoLogs
            | Self::More { .. } => Area::Container,
        }
    }
}
