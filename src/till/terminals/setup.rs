//! The terminals of a register are changed and looked for.
//!
//! On record as events: `terminal-added`, `terminal-changed`, `terminal-removed` (name, driver, address; never a password).

use std::sync::mpsc::{TryRecvError, channel};
use std::time::Duration;

use amtskasse_terminal::{Config, Driver, Question, Step};

use super::probe::{Found, probe};
use super::service::Served;
use super::store;
use super::trial::Tested;
use crate::people::Right;
use crate::till::{Till, TillError};

/// What happened since somebody asked, for whoever sets terminals up.
#[derive(Debug)]
pub enum TerminalNews {
    /// Somebody was looked for at an address.
    Probed(Box<Config>, Box<Found>),
    /// A terminal that is tried out reached a new step.
    Step(Step),
    /// It asks something; answer with [`Till::answer_terminal_test`].
    Asked(Question),
    /// Its question is over.
    QuestionOver,
    /// A test payment, or its reversal, ended.
    Tested(Box<Tested>),
    /// An errand ended.
    Served(Box<Served>),
}

impl Till {
    /// The terminals as they are configured, passwords included: for the person who sets them up.
    pub fn terminal_configs(&self) -> Result<Vec<Config>, TillError> {
        self.require(Right::Administer)?;
        Ok(self.terminals.configs().cloned().collect())
    }

    /// Takes another terminal into use. The first real one takes the place of the built-in test terminal.
    pub fn add_terminal(&mut self, config: Config) -> Result<(), TillError> {
        let user = self.require(Right::Administer)?.id;
        let stored = store::read(&self.data_folder())?;
        let anew = stored.is_none();
        let mut configs = match stored {
            Some(configs) => configs,
            None => self.left_over(&config)?,
        };
        configs.push(config.clone());
        let text = on_record(&config);
        self.store_terminals(&configs, "terminal-added", &user, &text)?;
        if anew {
            self.terminals.clear();
            for config in &configs {
                self.terminals.add(store::open(config, &self.clock));
            }
        } else {
            self.terminals.add(store::open(&config, &self.clock));
        }
        Ok(())
    }

    /// What stays of a register without a file when a terminal comes: nothing of the built-in one; those whose file got
    /// lost as the ledger knows them, without their passwords.
    fn left_over(&self, new: &Config) -> Result<Vec<Config>, TillError> {
        let mut left = Vec::new();
        for known in self.terminals.configs() {
            let same = known.driver == new.driver && known.address == new.address;
            if known.name == new.name && same {
                continue;
            }
            if known.name == new.name || known.driver == Driver::Test {
                self.settled_at(&known.name)?;
                continue;
            }
            if known.name != store::FILE {
                left.push(known.clone());
            }
        }
        Ok(left)
    }

    /// Tells a terminal's driver something else. While a payment at it is unknown it stays the same terminal: only what
    /// makes it reachable again may change (password, character set, whether others use it).
    pub fn change_terminal(&mut self, name: &str, config: Config) -> Result<(), TillError> {
        let user = self.require(Right::Administer)?.id;
        let mut configs = self.stored_terminals()?;
        let place = configs.iter().position(|known| known.name == name);
        let known = place.and_then(|place| configs.get_mut(place));
        let known = known.ok_or(TillError::NoTerminal)?;
        let same = known.name == config.name
            && known.driver == config.driver
            && known.address == config.address
            && known.dialect == config.dialect
            && known.workstation == config.workstation;
        if !same {
            self.settled_at(name)?;
        }
        self.not_tested(name)?;
        let before = on_record(known);
        *known = config.clone();
        let after = on_record(&config);
        let text = match before == after {
            true => after,
            false => format!("{before}; jetzt {after}"),
        };
        self.store_terminals(&configs, "terminal-changed", &user, &text)?;
        let opened = store::open(&config, &self.clock);
        self.terminals.replace(name, opened);
        Ok(())
    }

    /// Lets go of a terminal.
    pub fn remove_terminal(&mut self, name: &str) -> Result<(), TillError> {
        let user = self.require(Right::Administer)?.id;
        let mut configs = self.stored_terminals()?;
        let place = configs.iter().position(|known| known.name == name);
        let place = place.ok_or(TillError::NoTerminal)?;
        self.settled_at(name)?;
        self.not_tested(name)?;
        let removed = configs.remove(place);
        let text = on_record(&removed);
        self.store_terminals(&configs, "terminal-removed", &user, &text)?;
        self.terminals.remove(name);
        Ok(())
    }

    /// Looks who answers, on a thread of its own; the answer is among [`Till::terminal_news`].
    pub fn probe_terminal(&mut self, config: Config) -> Result<(), TillError> {
        self.require(Right::Administer)?;
        let clock = self.clock.clone();
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            let found = probe(&config, &clock);
            let news = TerminalNews::Probed(Box::new(config), Box::new(found));
            // Nobody may wait any more.
            let _ = sender.send(news);
        });
        self.terminals.work.probing = Some(receiver);
        Ok(())
    }

    /// Nobody wants to know any more who answers.
    pub fn stop_probe(&mut self) {
        self.terminals.work.probing = None;
    }

    /// What happened since the last call; never waits.
    pub fn terminal_news(&mut self) -> Result<Vec<TerminalNews>, TillError> {
        let mut news = Vec::new();
        let name = self
            .terminals
            .work
            .test
            .as_ref()
            .map(|t| t.terminal.clone());
        if let Some(place) = name.and_then(|name| self.terminals.place(&name)) {
            self.terminal_back(place, Duration::ZERO)?;
        }
        let work = &mut self.terminals.work;
        if let Some(test) = &work.test {
            news.extend(test.news.try_iter());
        }
        if let Some(probing) = &work.probing {
            match probing.try_recv() {
                Ok(probed) => {
                    news.push(probed);
                    work.probing = None;
                }
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => work.probing = None,
            }
        }
        for done in work.done.drain(..) {
            work.test = None;
            news.push(TerminalNews::Tested(Box::new(done)));
        }
        news.extend(self.served()?);
        Ok(news)
    }

    /// Refuses while a payment at this terminal is unknown: only it can tell.
    pub(super) fn settled_at(&self, name: &str) -> Result<(), TillError> {
        let here = |row: &crate::ledger::DraftPayment| {
            let asked = row.asked.as_ref();
            asked.is_some_and(|asked| asked.terminal == name)
        };
        match self.ledger.open_payments()?.iter().any(here) {
            true => Err(TillError::TerminalOwes(name.to_owned())),
            false => Ok(()),
        }
    }

    /// The configuration as it is; the built-in test terminal gets its entry when it is changed.
    fn stored_terminals(&self) -> Result<Vec<Config>, TillError> {
        Ok(match store::read(&self.data_folder())? {
            Some(configs) => configs,
            None => self.terminals.configs().cloned().collect(),
        })
    }

    /// File first, then the ledger; when that fails, the file is as it was.
    fn store_terminals(
        &mut self,
        configs: &[Config],
        kind: &str,
        user: &str,
        text: &str,
    ) -> Result<(), TillError> {
        for config in configs {
            // What cannot work is refused before anything is changed.
            store::try_open(config, &self.clock)?;
        }
        let data = self.data_folder();
        let before = store::read(&data)?;
        store::write(&data, configs)?;
        let now = self.clock.now();
        let written = self.ledger.write(|w| {
            store::remember(w, configs)?;
            w.event(kind, Some(user), None, text, now)
        });
        if let Err(error) = written {
            match before {
                Some(before) => store::write(&data, &before)?,
                None => store::remove(&data)?,
            }
            return Err(error.into());
        }
        Ok(())
    }
}

/// A terminal as the ledger tells of it: no password.
fn on_record(config: &Config) -> String {
    let mut text = format!("{}: {}", config.name, config.driver.name());
    if config.driver == Driver::Opi {
        text.push(' ');
        text.push_str(config.dialect.name());
    }
    if !config.address.is_empty() {
        text.push_str(", ");
        text.push_str(&config.address);
    }
    text
}
