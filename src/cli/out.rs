//! What goes to standard output. A reader that has gone (`| head`) is no error, a full disk is one.

use std::io::{self, Write};

use serde::Serialize;

use super::Failure;
use crate::message;

/// Standard output of one command.
pub(super) struct Out {
    json: bool,
    trouble: Option<io::Error>,
}

impl Out {
    pub(super) fn new(json: bool) -> Out {
        Out {
            json,
            trouble: None,
        }
    }

    /// Whether the answer goes to a program.
    pub(super) fn json(&self) -> bool {
        self.json
    }

    /// Writes a line of text.
    pub(super) fn line(&mut self, text: impl AsRef<str>) {
        self.write(&format!("{}\n", text.as_ref()));
    }

    /// Writes a name and its value, the values one below the other.
    pub(super) fn pair(&mut self, name: &str, value: impl AsRef<str>) {
        self.line(format!("  {name:<18} {}", value.as_ref()));
    }

    /// Writes the answer for a program.
    pub(super) fn value(&mut self, value: &impl Serialize) {
        match serde_json::to_string_pretty(value) {
            Ok(text) => self.line(text),
            Err(error) => self.trouble = self.trouble.take().or(Some(error.into())),
        }
    }

    fn write(&mut self, text: &str) {
        if self.trouble.is_some() {
            return;
        }
        if let Err(error) = io::stdout().write_all(text.as_bytes()) {
            self.trouble = Some(error);
        }
    }

    /// Has everything so far delivered, or says why it cannot be.
    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        if self.trouble.is_none() {
            self.trouble = io::stdout().flush().err();
        }
        match &self.trouble {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(unwritten(error)),
            _ => Ok(()),
        }
    }

    /// Says whether everything was written.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        let flushed = io::stdout().flush();
        match self.trouble.take().or(flushed.err()) {
            None => Ok(()),
            Some(gone) if gone.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Some(error) => Err(unwritten(&error)),
        }
    }
}

fn unwritten(error: &io::Error) -> Failure {
    Failure::new(format!(
        "Die Ausgabe ließ sich nicht schreiben: {}.",
        message::reason(error)
    ))
}

/// Writes a sentence to standard error; there is nobody left to tell when that fails.
pub(super) fn complain(sentence: &str) {
    let _ = writeln!(io::stderr(), "amtskasse: {sentence}");
}
