//! Setting card terminals up.

use super::{Engine, Tell};
use crate::message;
use crate::till::terminals::journal::Stage;
use crate::till::terminals::probe::Found;
use crate::till::{Served, TillError};
use crate::ui::protocol::Event;
use crate::ui::protocol::terminal::{Command, Event as Told, LastTest, Look, Stored, Tested};
use amtskasse_terminal::Operation;

impl Engine {
    /// Does what whoever sets terminals up wants.
    pub(super) fn set_terminals_up(
        &mut self,
        command: Command,
        tell: Tell<'_>,
    ) -> Result<(), TillError> {
        let stored = match command {
            Command::Look => return self.tell_terminals(tell),
            Command::Probe(config) => return self.till.probe_terminal(*config),
            Command::StopProbe => {
                self.till.stop_probe();
                return Ok(());
            }
            Command::Serve(name, errand) => return self.till.serve_terminal(&name, errand),
            Command::AskTest => {
                self.till.ask_for_test()?;
                tell(Event::Tested(Tested::Running(None)));
                return Ok(());
            }
            Command::DropTest(reason) => {
                self.till.drop_test(&reason)?;
                tell(Event::Terminal(Told::TestDropped));
                return self.tell_terminals(tell);
            }
            Command::Add(config) => {
                self.till.add_terminal(*config)?;
                // The one this workplace used may be there again.
                self.choose_as_before();
                Stored::Added
            }
            Command::Change(name, config) => {
                let chosen = self.chosen_terminal().as_ref() == Some(&name);
                let renamed = config.name.clone();
                self.till.change_terminal(&name, *config)?;
                if chosen && renamed != name {
                    self.choose_terminal(&renamed, tell)?;
                }
                Stored::Changed
            }
            Command::Remove(name) => {
                self.till.remove_terminal(&name)?;
                Stored::Removed
            }
        };
        self.status(tell);
        self.tell_terminals(tell)?;
        tell(Event::Terminal(Told::Stored(stored)));
        Ok(())
    }

    fn chosen_terminal(&self) -> Option<String> {
        let views = self.till.terminals().ok()?;
        views.into_iter().find(|view| view.chosen).map(|v| v.name)
    }

    /// Tells how the terminals are configured.
    pub(super) fn tell_terminals(&self, tell: Tell<'_>) -> Result<(), TillError> {
        let configs = self.till.terminal_configs()?;
        let runs = self.till.tests_terminal();
        let test = self.till.terminal_test()?.map(|entry| LastTest {
            hangs: entry.stage == Stage::Open && !runs,
            paid: entry.stage == Stage::Paid && entry.operation == Operation::Payment,
            terminal: entry.terminal,
        });
        let look = Box::new(Look { configs, test });
        tell(Event::Terminal(Told::Look(look)));
        Ok(())
    }
}

pub(super) fn probed(found: Found) -> Event {
    let answer = found
        .answer
        .map_err(|error| message::both(&error, message::terminal));
    Event::Terminal(Told::Probed(answer, found.elsewhere))
}

pub(super) fn served(served: Served) -> Event {
    Event::Terminal(Told::Served(served.terminal, served.errand, served.answer))
}
