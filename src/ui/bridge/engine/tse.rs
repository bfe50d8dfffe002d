//! The TSEs: what the screen of devices sees of them, and the set-up of a new one on a thread of its own.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use amtskasse_tse::Error;
use amtskasse_tse::driver::{Config, Secrets};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::report::approved;
use super::{Engine, Tell};
use crate::message;
use crate::people::{Right, User};
use crate::till::tse::pending::{self, Pending};
use crate::till::tse::setup::{self, Found};
use crate::till::tse::{TsePlace, secrets, store};
use crate::till::{Approval, TillError, local_day};
use crate::ui::protocol::tse::{Command, Done, Event as Told, Interrupted, Look, Refusal, Warned};
use crate::ui::protocol::{Event, Problem};

/// While somebody looks, devices are asked how they are as often as this.
const ASK_EVERY: TimeDelta = TimeDelta::seconds(30);

/// What the engine remembers of TSEs.
#[derive(Default)]
pub(super) struct Tses {
    watched: bool,
    asked: Option<DateTime<Utc>>,
    /// The answer of the device that is being set up.
    work: Option<Receiver<Outcome>>,
    /// Who was told of warnings on which day.
    told: HashSet<(String, NaiveDate)>,
}

enum Outcome {
    Probed(Result<Found, Error>),
    Prepared(Result<Found, Error>),
}

impl Tses {
    /// Whether an answer is waited for.
    pub(super) fn is_waiting(&self) -> bool {
        self.work.is_some()
    }

    /// Whoever was there has gone.
    pub(super) fn left(&mut self) {
        self.watched = false;
        self.work = None;
    }
}

impl Engine {
    /// Does what the screen of devices wants.
    pub(super) fn tse(&mut self, command: Command, tell: Tell<'_>) -> Result<(), TillError> {
        match command {
            Command::Watch => {
                self.tses.watched = true;
                self.ask_tses()?;
            }
            Command::Leave => self.tses.left(),
            Command::Stop => self.tses.work = None,
            Command::Test { place } => {
                self.till.test_tse(place)?;
                tell(Event::Tse(Told::Done(Done::TestBegun)));
            }
            Command::Archive { kind, approval } => {
                let approval = approval.map(|approval| approved(approval).0);
                self.till.begin_archive(kind, approval.as_ref())?;
                tell(Event::Tse(Told::Done(Done::ArchiveBegun)));
            }
            Command::Remove { place, approval } => {
                self.till.remove_standby(place, &approved(approval).0)?;
                tell(Event::Tse(Told::Done(Done::Removed)));
            }
            Command::Probe(config) => {
                let config = self.located(*config)?;
                let (data, clock) = (self.data.clone(), self.till.timepiece());
                self.begin(move || Outcome::Probed(setup::probe(&data, &config, &clock)));
            }
            Command::Chance(driver) => {
                self.may_administer()?;
                let made = secrets::random(driver, Secrets::default())?;
                tell(Event::Tse(Told::Secrets(made)));
            }
            Command::SetUp { config, fresh } => return self.set_up(*config, fresh, tell),
            Command::Resume => {
                self.may_administer()?;
                let pending = pending::read(&self.data)?.ok_or(Error::NotInitialized)?;
                self.prepare(pending);
            }
            Command::Reveal => {
                self.may_administer()?;
                if let Some(pending) = pending::read(&self.data)? {
                    tell(Event::Tse(Told::Secrets(pending.config.secrets)));
                }
            }
            Command::PutAside => {
                self.may_administer()?;
                self.tses.work = None;
                pending::put_aside(&self.data, self.till.clock())?;
                tell(Event::Tse(Told::Done(Done::PutAside)));
            }
            Command::Use { place, approval } => {
                self.use_tse(place, &approved(approval).0)?;
                tell(Event::Tse(Told::Used(place)));
                self.changed(tell);
            }
        }
        self.look(tell)
    }

    fn may_administer(&self) -> Result<(), TillError> {
        match self.till.user() {
            None => Err(TillError::LoggedOut),
            Some(user) if user.role.may(Right::Administer) => Ok(()),
            Some(_) => Err(TillError::NotAllowed(Right::Administer)),
        }
    }

    fn ask_tses(&mut self) -> Result<(), TillError> {
        self.tses.asked = Some(self.till.clock());
        self.till.ask_tses()
    }

    fn look(&mut self, tell: Tell<'_>) -> Result<(), TillError> {
        if !self.tses.watched {
            return Ok(());
        }
        let pending = self.interrupted()?;
        tell(Event::Tse(Told::Look(Arc::new(Look {
            now: self.till.clock(),
            overview: self.till.tse_overview()?,
            pending,
        }))));
        Ok(())
    }

    // A set-up whose TSE is in use already was only not tidied up before the power went.
    fn interrupted(&self) -> Result<Option<Interrupted>, TillError> {
        let Some(pending) = pending::read(&self.data)? else {
            return Ok(None);
        };
        let config = &pending.config;
        let same = |other: &Config| {
            (other.driver, &other.address, &other.device)
                == (config.driver, &config.address, &config.device)
        };
        if store::read(&self.data)?.iter().flatten().any(same) {
            pending::done(&self.data)?;
            return Ok(None);
        }
        Ok(Some(Interrupted {
            driver: config.driver,
            address: config.address.clone(),
            begun: pending.begun,
            fresh: pending.fresh,
            ready: pending.ready,
        }))
    }

    /// A second has passed: answers that came, and how the devices are.
    pub(super) fn tse_news(&mut self, tell: Tell<'_>) {
        let answer = match self.tses.work.as_ref().map(Receiver::try_recv) {
            Some(Err(TryRecvError::Empty)) | None => None,
            Some(Ok(outcome)) => Some(outcome),
            Some(Err(TryRecvError::Disconnected)) => Some(Outcome::Probed(Err(Error::Device(
                "a call to the TSE broke off".into(),
            )))),
        };
        if let Some(outcome) = answer {
            self.tses.work = None;
            tell(Event::Tse(match outcome {
                Outcome::Probed(found) => Told::Probed(found.map(Box::new).map_err(refusal)),
                Outcome::Prepared(found) => Told::Prepared(found.map(Box::new).map_err(refusal)),
            }));
        }
        if !self.tses.watched {
            return;
        }
        let now = self.till.clock();
        let due = |at: DateTime<Utc>| now - at >= ASK_EVERY || now < at;
        if self.tses.asked.is_none_or(due) {
            // Whoever has logged out meanwhile sees nothing any more.
            let _ = self.ask_tses();
        }
        let _ = self.look(tell);
    }

    fn located(&self, mut config: Config) -> Result<Config, TillError> {
        self.may_administer()?;
        config.client_id = self.till.site().register.serial.clone();
        Ok(config)
    }

    fn begin(&mut self, work: impl FnOnce() -> Outcome + Send + 'static) {
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            // Nobody may wait any more.
            let _ = sender.send(work());
        });
        self.tses.work = Some(receiver);
    }

    fn set_up(&mut self, config: Config, fresh: bool, tell: Tell<'_>) -> Result<(), TillError> {
        let config = self.located(config)?;
        // Others than the device may have heard already would make it useless.
        if fresh && pending::read(&self.data)?.is_some() {
            tell(Event::Failed(Problem::Plain("problem-tse-pending")));
            return Ok(());
        }
        if fresh && secrets::check(config.driver, &config.secrets).is_some() {
            tell(Event::Failed(Problem::Plain("problem-tse-secrets")));
            return Ok(());
        }
        let pending = Pending {
            config,
            fresh,
            begun: self.till.clock(),
            ready: false,
        };
        // Here and not only beside the device: who is told that it works has it on disk.
        if fresh {
            pending::write(&self.data, &pending)?;
        }
        self.prepare(pending);
        Ok(())
    }

    fn prepare(&mut self, pending: Pending) {
        let (data, clock) = (self.data.clone(), self.till.timepiece());
        self.begin(move || {
            let done = setup::set_up(&data, pending, &clock);
            Outcome::Prepared(done.map(|(_, found)| found))
        });
    }

    fn use_tse(&mut self, place: TsePlace, approval: &Approval) -> Result<(), TillError> {
        self.may_administer()?;
        let Some(pending) = pending::read(&self.data)?.filter(|pending| pending.ready) else {
            return Err(Error::NotInitialized.into());
        };
        let clock = self.till.timepiece();
        let device = store::open(&self.data, &pending.config, &clock);
        self.till
            .change_tse(&pending.config, device, place, approval)?;
        Ok(pending::done(&self.data)?)
    }

    /// Tells who answers for the devices what needs looking after, once a day.
    pub(super) fn warn_of_tses(&mut self, user: &User, tell: Tell<'_>) -> Result<(), TillError> {
        let cares = user.role.may(Right::Approve) || user.role.may(Right::Administer);
        let today = (user.id.clone(), local_day(self.till.clock()));
        if !cares || self.tses.told.contains(&today) {
            return Ok(());
        }
        let status = self.till.status()?;
        let overview = self.till.tse_overview()?;
        let mut warned = Vec::new();
        if let Some((since, reason)) = status.outage {
            warned.push(Warned::Outage(since, reason));
        }
        if status.tse_stands_in {
            warned.push(Warned::StandsIn);
        }
        for device in &overview.devices {
            let serial = device.serial.clone().unwrap_or_default();
            warned.extend(device.warnings.iter().map(|warning| Warned::Device {
                serial: serial.clone(),
                warning: *warning,
            }));
        }
        warned.extend(overview.archive.failed.map(|(_, why)| Warned::Archive(why)));
        if !warned.is_empty() {
            self.tses.told.insert(today);
            tell(Event::Tse(Told::Warned(warned)));
        }
        Ok(())
    }
}

fn refusal(error: Error) -> Refusal {
    let secret = match &error {
        Error::WrongSecret { secret, left } => Some((*secret, *left)),
        Error::LastTry(secret) => Some((*secret, Some(1))),
        Error::Blocked(secret) => Some((*secret, Some(0))),
        _ => None,
    };
    Refusal {
        sentence: message::both(&error, message::tse),
        secret,
    }
}
