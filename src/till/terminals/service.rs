//! Work at a terminal for whoever sets it up: log-in, diagnosis, initialisation. Moves no money.
//!
//! On record as an event when it begins: `terminal-service`.

use std::sync::mpsc::{TryRecvError, channel};
use std::time::Duration;

use amtskasse_terminal::{Driver, Nobody, Service, Status};

use super::Report;
use super::journal::Stage;
use super::setup::TerminalNews;
use crate::i18n::Both;
use crate::message;
use crate::people::Right;
use crate::till::{Till, TillError};

/// Time for a terminal whose errand has ended to come back.
const BACK: Duration = Duration::from_millis(500);

/// What a terminal is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// ZVT Registration, OPI Login; says how it is.
    LogIn,
    /// Checks itself and its line to the payment network.
    Diagnose,
    /// Begins anew with its payment network.
    Initialise,
}

/// How an errand ended.
#[derive(Debug)]
pub struct Served {
    /// The terminal's name.
    pub terminal: String,
    /// What it was asked to do.
    pub errand: Errand,
    /// How it is afterwards, or why it did not.
    pub answer: Result<Status, Both<String>>,
}

impl Till {
    /// Has a terminal do something that moves no money, on a thread of its own; how it ends is among
    /// [`Till::terminal_news`]. Refused while a payment or a test at it is unknown: it must not forget that one.
    pub fn serve_terminal(&mut self, name: &str, errand: Errand) -> Result<(), TillError> {
        let user = self.require(Right::Administer)?.id;
        if let Some(entry) = self.terminal_test()?
            && entry.stage == Stage::Open
            && entry.terminal == name
        {
            return Err(TillError::TestOpen(entry.terminal));
        }
        if self.terminals.work.serving.is_some() {
            return Err(TillError::TerminalBusy);
        }
        self.may_test(name)?;
        let config = self.terminals.config(name).ok_or(TillError::NoTerminal)?;
        let place = self.terminals.place(name).ok_or(TillError::NoTerminal)?;
        // The built-in one has nothing to initialise, and is as ready as it says.
        let service = match errand {
            _ if config.driver == Driver::Test => None,
            Errand::LogIn => None,
            Errand::Diagnose => Some(Service::Diagnose),
            Errand::Initialise => Some(Service::Initialise),
        };
        let text = format!("{name}: {}", said(errand));
        self.record("terminal-service", Some(&user), &text, self.clock.now())?;
        let terminal = name.to_owned();
        let (sender, receiver) = channel();
        self.terminals.lend(place, move |device| {
            let done = service.map_or(Ok(()), |service| device.service(service, &mut Nobody));
            let answer = done.and_then(|()| device.log_in(&mut Nobody));
            let said = match &answer {
                Ok(status) => Ok(status.clone()),
                Err(error) => Err(message::both(error, message::terminal)),
            };
            let served = Served {
                terminal,
                errand,
                answer: said,
            };
            // Nobody may wait any more.
            let _ = sender.send(TerminalNews::Served(Box::new(served)));
            Report::Status(answer)
        });
        self.terminals.work.serving = Some(receiver);
        Ok(())
    }

    /// Whether something is under way whose end is told by [`Till::terminal_news`].
    pub fn awaits_terminal_news(&self) -> bool {
        let work = &self.terminals.work;
        work.test.is_some() || work.probing.is_some() || work.serving.is_some()
    }

    pub(super) fn served(&mut self) -> Result<Option<TerminalNews>, TillError> {
        let Some(serving) = &self.terminals.work.serving else {
            return Ok(None);
        };
        let news = match serving.try_recv() {
            Ok(news) => Some(news),
            Err(TryRecvError::Empty) => return Ok(None),
            Err(TryRecvError::Disconnected) => None,
        };
        self.terminals.work.serving = None;
        if let Some(TerminalNews::Served(served)) = &news
            && let Some(place) = self.terminals.place(&served.terminal)
        {
            // It is on its way back: how it is now is known together with the news.
            self.terminal_back(place, BACK)?;
        }
        Ok(news)
    }
}

/// An errand as the ledger tells of it.
fn said(errand: Errand) -> &'static str {
    match errand {
        Errand::LogIn => "Anmeldung",
        Errand::Diagnose => "Diagnose",
        Errand::Initialise => "Initialisierung",
    }
}
