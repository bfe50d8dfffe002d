//! Stands where a card terminal should be.

use amtskasse_terminal::{
    Attempt, Attendant, CardTerminal, Config, DayTotals, Driver, Error, Identity, Last, Original,
    Outcome, Recovery, Request, Service, Status,
};

/// A terminal that cannot be opened: it says why at every call, and nothing is ever sent.
pub(in crate::till) struct NoTerminal {
    driver: Driver,
    address: String,
    why: String,
}

impl NoTerminal {
    /// In the place of this one, for this reason.
    pub(in crate::till) fn new(config: &Config, why: String) -> Self {
        Self {
            driver: config.driver,
            address: config.address.clone(),
            why,
        }
    }

    fn why(&self) -> Error {
        Error::Config(self.why.trim_end_matches('.').to_owned())
    }
}

impl CardTerminal for NoTerminal {
    fn identity(&self) -> Identity {
        Identity {
            driver: self.driver,
            address: self.address.clone(),
        }
    }
    fn status(&mut self) -> Result<Status, Error> {
        Err(self.why())
    }
    fn log_in(&mut self, _: &mut dyn Attendant) -> Result<Status, Error> {
        Err(self.why())
    }
    fn log_off(&mut self) -> Result<(), Error> {
        Err(self.why())
    }
    fn pay(&mut self, _: &Request, _: &mut dyn Attendant) -> Outcome {
        Outcome::NotStarted(self.why())
    }
    fn refund(&mut self, _: &Request, _: &mut dyn Attendant) -> Outcome {
        Outcome::NotStarted(self.why())
    }
    fn reverse(&mut self, _: &Original, _: &Request, _: &mut dyn Attendant) -> Outcome {
        Outcome::NotStarted(self.why())
    }
    fn recover(&mut self, _: &Attempt, _: &mut dyn Attendant) -> Result<Recovery, Error> {
        Err(self.why())
    }
    fn repeat(&mut self, _: &mut dyn Attendant) -> Result<Option<Last>, Error> {
        Err(self.why())
    }
    fn totals(&mut self, _: bool, _: &mut dyn Attendant) -> Result<DayTotals, Error> {
        Err(self.why())
    }
    fn service(&mut self, _: Service, _: &mut dyn Attendant) -> Result<(), Error> {
        Err(self.why())
    }
}
