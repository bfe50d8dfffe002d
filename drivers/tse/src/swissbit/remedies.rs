//! The ways out of what can be helped: log in, set the clock, run the self-test, open the device anew.

use chrono::{DateTime, Utc};

use super::code::{self, About, Failure};
use super::context::Context;
use super::refused;
use super::session::{Session, Trouble, c_text, secret, user};
use crate::{Error, Role, Secret};

/// Remedies tried in one job; each helps at once or not at all.
#[derive(Default)]
pub(super) struct Tried {
    time: bool,
    self_test: bool,
    admin: bool,
    time_admin: bool,
    ctss: bool,
    line: bool,
}

impl Session {
    /// A call that may be made again, once for each thing that can be helped.
    pub fn repeat<T>(
        &mut self,
        role: Option<Role>,
        call: impl Fn(&Context) -> Result<T, Failure>,
    ) -> Result<T, Trouble> {
        loop {
            if let Some(role) = role {
                self.log_in(role)?;
            }
            let failure = match call(self.context()?) {
                Ok(value) => return Ok(value),
                Err(failure) => failure,
            };
            if failure.breaks_the_line() {
                self.close();
            }
            if !self.help(failure, role)? {
                return Err(failure.into());
            }
        }
    }

    /// Does what a failure asks for; `false` if nothing helps, or it was tried in this job.
    pub fn help(&mut self, failure: Failure, role: Option<Role>) -> Result<bool, Error> {
        let first = |tried: &mut bool| !std::mem::replace(tried, true);
        if failure.wants_a_new_line() {
            if !first(&mut self.tried.line) {
                return Ok(false);
            }
            self.close();
            return self.context().map(|_| true);
        }
        let Failure::Code(code) = failure else {
            return Ok(false);
        };
        match (code, role) {
            (code::NO_TIME, _) if !self.secrets.time_admin_pin.is_empty() => {
                if !first(&mut self.tried.time) {
                    return Ok(false);
                }
                let now = (self.clock)();
                self.set_time(now)?;
            }
            (code::NEEDS_SELF_TEST | code::NEEDS_PASSED_SELF_TEST, _) => {
                if !first(&mut self.tried.self_test) {
                    return Ok(false);
                }
                self.run_self_test()?;
                if !self.secrets.time_admin_pin.is_empty() {
                    self.tried.time = true;
                    let now = (self.clock)();
                    self.set_time(now)?;
                }
            }
            (code::NOT_AUTHORIZED | code::NOT_LOGGED_IN, Some(role)) => {
                let tried = match role {
                    Role::Admin => &mut self.tried.admin,
                    Role::TimeAdmin => &mut self.tried.time_admin,
                };
                if !first(tried) {
                    return Ok(false);
                }
                self.forget_logins();
                self.log_in(role)?;
            }
            (code::CTSS_OFF, _) if !self.secrets.admin_pin.is_empty() => {
                if !first(&mut self.tried.ctss) {
                    return Ok(false);
                }
                self.log_in(Role::Admin)?;
                let enabled = self.context()?.enable_ctss();
                enabled.map_err(|failure| self.explain(failure.into(), "", 0))?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Logs a role in unless it is. A PIN the device refused is not shown to it again.
    pub fn log_in(&mut self, role: Role) -> Result<(), Error> {
        let done = |session: &Self| match role {
            Role::Admin => session.admin,
            Role::TimeAdmin => session.time_admin,
        };
        if done(self) {
            return Ok(());
        }
        let pin = match role {
            Role::Admin => self.secrets.admin_pin.clone(),
            Role::TimeAdmin => self.secrets.time_admin_pin.clone(),
        };
        if pin.is_empty() {
            return Err(Error::Configuration(format!(
                "{} is needed and not configured",
                secret(role)
            )));
        }
        self.guarded(secret(role), &pin, |context| {
            context.log_in(user(role), pin.as_bytes())
        })?;
        match role {
            Role::Admin => {
                self.admin = true;
                self.admin_good = true;
            }
            Role::TimeAdmin => self.time_admin = true,
        }
        Ok(())
    }

    /// Notes that the set-up left both roles logged in.
    pub fn both_logged_in(&mut self) {
        self.admin = true;
        self.admin_good = true;
        self.time_admin = true;
    }

    /// A call that costs a try when `value` is wrong.
    pub fn guarded(
        &mut self,
        secret: Secret,
        value: &str,
        call: impl Fn(&Context) -> Result<(), (Failure, Option<u32>)>,
    ) -> Result<(), Error> {
        self.context()?;
        let serial = self.serial.clone().unwrap_or_default();
        refused::check(&serial, secret, value)?;
        let result = loop {
            let (failure, left) = match call(self.context()?) {
                Ok(()) => break Ok(()),
                Err(failed) => failed,
            };
            let settled = matches!(
                failure,
                Failure::Code(code::AUTHENTICATION_FAILED | code::BLOCKED)
            );
            // After a line that broke, nobody knows whether it was counted: it is not tried again.
            if settled || failure.breaks_the_line() || !self.help(failure, None)? {
                let about = About {
                    secret: Some(secret),
                    left,
                    ..self.about()
                };
                if failure.breaks_the_line() {
                    self.close();
                }
                break Err(failure.error(&about));
            }
        };
        refused::note(&serial, secret, value, &result);
        result
    }

    /// Sets the device's clock.
    pub fn set_time(&mut self, now: DateTime<Utc>) -> Result<(), Error> {
        let unix = u64::try_from(now.timestamp())
            .map_err(|_| Error::InvalidData(format!("{now} is before 1970")))?;
        self.repeat(Some(Role::TimeAdmin), |context| context.update_time(unix))
            .map_err(|trouble| self.explain(trouble, "", 0))
    }

    /// Runs the self-test, which logs everybody out and clears the clock. It wants a registered client: where
    /// ours was forgotten on a device in operation, it is registered again.
    pub fn run_self_test(&mut self) -> Result<(), Error> {
        if self.client.is_empty() {
            return Err(Error::InvalidClient(String::new()));
        }
        self.tried.self_test = true;
        let client = c_text(&self.client)?;
        let run = |session: &mut Self| {
            session.forget_logins();
            let test = session.api().worm_tse_runSelfTest;
            let result = session.repeat(None, |context| context.with_client(test, &client));
            session.forget_logins();
            result
        };
        match run(self) {
            Err(Trouble::Failure(Failure::Code(code::UNKNOWN_CLIENT))) => {}
            other => return other.map_err(|trouble| self.explain(trouble, "", 0)),
        }
        let facts = self.context()?.facts();
        let facts = facts.map_err(|failure| self.explain(failure.into(), "", 0))?;
        if facts.state == 0 {
            // A new device has no client; the test is as good as it can be before the set-up.
            return Ok(());
        }
        let register = self.api().worm_tse_registerClient;
        self.repeat(Some(Role::Admin), |context| {
            context.with_client(register, &client)
        })
        .and_then(|()| run(self))
        .map_err(|trouble| {
            let client = self.client.clone();
            self.explain(trouble, &client, 0)
        })
    }
}
