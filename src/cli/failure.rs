//! Why a command could not run, as the one sentence its user reads.

use crate::catalogue::file::FileError;
use crate::demo::DemoError;
use crate::ledger::LedgerError;
use crate::message;
use crate::setup::SetupError;
use crate::till::TillError;

/// A command that could not run; exit status 2.
#[derive(Debug)]
pub(super) struct Failure(String);

impl Failure {
    pub(super) fn new(sentence: impl Into<String>) -> Failure {
        Failure(sentence.into())
    }

    pub(super) fn sentence(&self) -> &str {
        &self.0
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Failure {
        Failure(message::ledger(&error))
    }
}

impl From<TillError> for Failure {
    fn from(error: TillError) -> Failure {
        Failure(message::till(&error))
    }
}

impl From<SetupError> for Failure {
    fn from(error: SetupError) -> Failure {
        Failure(message::setup(&error))
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Failure {
        Failure(message::catalogue(&error))
    }
}

impl From<amtskasse_tse::Error> for Failure {
    fn from(error: amtskasse_tse::Error) -> Failure {
        Failure(message::tse(&error))
    }
}

impl From<DemoError> for Failure {
    fn from(error: DemoError) -> Failure {
        Failure(message::demo(&error))
    }
}
