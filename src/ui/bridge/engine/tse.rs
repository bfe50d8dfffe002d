//! The TSEs: what the screen of devices sees of them, and the set-up of a new one.

mod work;

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use amtskasse_tse::Error;
use amtskasse_tse::driver::{Config, Driver, Secrets};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::report::approved;
use super::{Engine, Tell};
use crate::message;
use crate::people::{Right, User};
use crate::till::tse::pending::{self, Pending};
use crate::till::tse::setup::Found;
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
    /// What devices are asked beside the till.
    work: work::Work,
    /// Tries that PINs have left, where one was refused: whoever begins anew must not spend the last one by accident.
    tries: HashMap<At, u32>,
    /// Who was told of warnings on which day.
    told: HashSet<(String, NaiveDate)>,
}

/// Where a TSE is.
type At = (Driver, String, Option<String>);

fn place_of(config: &Config) -> At {
    (config.driver, config.address.clone(), config.device.clone())
}

impl Tses {
    /// What a register begins with: a set-up whose TSE is in use already was only not tidied up before the power went.
    /// Only with the same secrets it is that one: another may be reached at the same address.
    pub(super) fn of(data: &Path) -> Self {
        if let Ok(Some(pending)) = pending::read(data)
            && pending.ready
            && let Ok(Some(used)) = store::read(data)
            && used.contains(&pending.config)
        {
            // What stays is only offered once more.
            let _ = pending::done(data);
        }
        Self::default()
    }

    fn learn(&mut self, config: &Config, answer: &Result<Box<Found>, Refusal>) {
        match answer {
            Ok(_) => {
                self.tries.remove(&place_of(config));
            }
            Err(Refusal {
                secret: Some((_, Some(left))),
                ..
            }) => {
                self.tries.insert(place_of(config), *left);
            }
            Err(_) => {}
        }
    }

    /// Whether an answer is waited for.
    pub(super) fn is_waiting(&self) -> bool {
        self.work.is_waiting()
    }

    /// Whoever was there has gone.
    pub(super) fn left(&mut self) {
        self.watched = false;
        self.work.stop_asking();
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
            Command::Stop => self.tses.work.stop_asking(),
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
                self.tses.work.ask(data, config, clock);
            }
            Command::Chance(driver) => {
                self.may_administer()?;
                let made = secrets::random(driver, Secrets::default())?;
                tell(Event::Tse(Told::Secrets(made)));
            }
            Command::SetUp { config, fresh } => return self.set_up(*config, fresh, tell),
            Command::Resume => {
                self.may_administer()?;
                // Its answer comes to whoever is there then.
                if self.tses.work.prepares().is_none() {
                    match pending::read(&self.data)? {
                        Some(pending) => self.prepare(pending),
                        None => tell(Event::Failed(Problem::Plain("problem-tse-nothing-pending"))),
                    }
                }
            }
            Command::Reveal => {
                self.may_administer()?;
                if let Some(pending) = pending::read(&self.data)? {
                    tell(Event::Tse(Told::Secrets(pending.config.secrets)));
                }
            }
            Command::PutAside => {
                self.may_administer()?;
                if self.tses.work.prepares().is_some() {
                    tell(Event::Failed(Problem::Plain("problem-tse-working")));
                    return Ok(());
                }
                pending::put_aside(&self.data)?;
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

    fn interrupted(&self) -> Result<Option<Interrupted>, TillError> {
        let runs = self.tses.work.prepares();
        // Of a TSE that was set up before nothing is on disk until it is ready.
        let pending = pending::read(&self.data)?.or_else(|| runs.cloned());
        Ok(pending.map(|pending| Interrupted {
            driver: pending.config.driver,
            address: pending.config.address,
            begun: pending.begun,
            fresh: pending.fresh,
            ready: pending.ready,
            runs: runs.is_some(),
        }))
    }

    /// A second has passed: answers that came, and how the devices are.
    pub(super) fn tse_news(&mut self, tell: Tell<'_>) {
        for answer in self.tses.work.answers() {
            tell(Event::Tse(match answer {
                work::Answer::Asked(config, found) => Told::Probed {
                    answer: found.map(Box::new).map_err(refusal),
                    tries: self.tses.tries.get(&place_of(&config)).copied(),
                },
                work::Answer::Prepared(config, found) => {
                    let answer = found.map(Box::new).map_err(refusal);
                    self.tses.learn(&config, &answer);
                    Told::Prepared(answer)
                }
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

    fn set_up(&mut self, config: Config, fresh: bool, tell: Tell<'_>) -> Result<(), TillError> {
        let config = self.located(config)?;
        // Others than the device may have heard already would make it useless.
        if self.tses.work.prepares().is_some() || pending::read(&self.data)?.is_some() {
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
        self.tses.work.prepare(data, pending, clock);
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
        } else if status.tse_stands_in {
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
