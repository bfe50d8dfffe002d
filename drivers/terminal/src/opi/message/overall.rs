//! OverallResult: what became of a request, and whether money may have moved.

/// Values of OverallResult.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OverallResult {
    /// Everything done.
    Success,
    /// Done in part; read the details.
    PartialFailure,
    /// Declined, or an error.
    Failure,
    /// Terminal, or one of its devices, not usable for now.
    DeviceUnavailable,
    /// Something else runs.
    Busy,
    /// Wants a log-in first.
    LoggedOut,
    /// Cancelled by customer, clerk or time-out.
    Aborted,
    /// Time-out at the terminal.
    TimedOut,
    /// The terminal did not reach its host.
    CommunicationError,
    /// Our message was not well-formed.
    FormatError,
    /// Our XML could not be read.
    ParsingError,
    /// Our message broke the terminal's schema.
    ValidationError,
    /// Our message lacked something.
    MissingMandatoryData,
    /// Card not known.
    UnknownCard,
    /// Type of request not known.
    NotSupported,
    /// The result of the previous payment was not delivered; this request was not carried out.
    PrintLastTicket,
    /// The day is closed already.
    DayClosed,
    /// Service done.
    Activated,
    /// Nothing to do.
    AlreadyActivated,
    /// Service done.
    Deactivated,
    /// Nothing to do.
    AlreadyDeactivated,
    /// Something else, or nothing at all.
    Other(String),
}

/// Whether money may have moved after a request for money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// It has.
    Yes,
    /// It has not.
    No,
    /// Nobody can tell from this alone.
    Unknown,
}

impl OverallResult {
    /// All that have a name.
    pub const NAMED: [Self; 21] = [
        Self::Success,
        Self::PartialFailure,
        Self::Failure,
        Self::DeviceUnavailable,
        Self::Busy,
        Self::LoggedOut,
        Self::Aborted,
        Self::TimedOut,
        Self::CommunicationError,
        Self::FormatError,
        Self::ParsingError,
        Self::ValidationError,
        Self::MissingMandatoryData,
        Self::UnknownCard,
        Self::NotSupported,
        Self::PrintLastTicket,
        Self::DayClosed,
        Self::Activated,
        Self::AlreadyActivated,
        Self::Deactivated,
        Self::AlreadyDeactivated,
    ];

    /// As the attribute has it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Success => "Success",
            Self::PartialFailure => "PartialFailure",
            Self::Failure => "Failure",
            Self::DeviceUnavailable => "DeviceUnavailable",
            Self::Busy => "Busy",
            Self::LoggedOut => "LoggedOut",
            Self::Aborted => "Aborted",
            Self::TimedOut => "TimedOut",
            Self::CommunicationError => "CommunicationError",
            Self::FormatError => "FormatError",
            Self::ParsingError => "ParsingError",
            Self::ValidationError => "ValidationError",
            Self::MissingMandatoryData => "MissingMandatoryData",
            Self::UnknownCard => "UnknownCard",
            Self::NotSupported => "NotSupported",
            Self::PrintLastTicket => "PrintLastTicket",
            Self::DayClosed => "DayClosed",
            Self::Activated => "Activated",
            Self::AlreadyActivated => "AlreadyActivated",
            Self::Deactivated => "Deactivated",
            Self::AlreadyDeactivated => "AlreadyDeactivated",
            Self::Other(name) => name,
        }
    }

    /// Reads the attribute; its spelling varies (`Loggedout`). That money moved is believed in one spelling alone.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        Self::NAMED
            .into_iter()
            .find(|result| result.name().eq_ignore_ascii_case(text))
            .filter(|result| *result != Self::Success || text == Self::Success.name())
            .unwrap_or_else(|| Self::Other(text.chars().take(40).collect()))
    }

    /// Whether money may have moved, had this been the answer to a request for money.
    #[must_use]
    pub fn moved(&self) -> Moved {
        match self {
            Self::Success => Moved::Yes,
            Self::Failure
            | Self::DeviceUnavailable
            | Self::Busy
            | Self::LoggedOut
            | Self::Aborted
            | Self::CommunicationError
            | Self::FormatError
            | Self::ParsingError
            | Self::ValidationError
            | Self::MissingMandatoryData
            | Self::UnknownCard
            | Self::NotSupported
            | Self::PrintLastTicket
            | Self::DayClosed => Moved::No,
            // A part was done: only the amount in the answer tells which. A time-out tells nothing of the card.
            Self::PartialFailure
            | Self::TimedOut
            | Self::Activated
            | Self::AlreadyActivated
            | Self::Deactivated
            | Self::AlreadyDeactivated
            | Self::Other(_) => Moved::Unknown,
        }
    }

    /// Whether a service request is done.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(
            self,
            Self::Success
                | Self::Activated
                | Self::AlreadyActivated
                | Self::Deactivated
                | Self::AlreadyDeactivated
        )
    }

    /// Whether the terminal did not understand what we sent: another form of it may do.
    #[must_use]
    pub fn is_not_understood(&self) -> bool {
        matches!(
            self,
            Self::NotSupported
                | Self::FormatError
                | Self::ParsingError
                | Self::ValidationError
                | Self::MissingMandatoryData
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_whatever_their_case() {
        for result in OverallResult::NAMED {
            assert_eq!(OverallResult::read(result.name()), result);
        }
        assert_eq!(OverallResult::read("Loggedout"), OverallResult::LoggedOut);
        let other = OverallResult::read("Sonstiges");
        assert_eq!(other, OverallResult::Other("Sonstiges".into()));
        assert_eq!(other.moved(), Moved::Unknown);
        assert_eq!(OverallResult::read("").moved(), Moved::Unknown);
        assert_eq!(OverallResult::read("success").moved(), Moved::Unknown);
        assert_eq!(OverallResult::TimedOut.moved(), Moved::Unknown);
    }
}
