//! The administrator: the life of a TSS, its PIN, its clients.

use super::{Created, Fiskaly, SET_UP_PATIENCE, is_uuid, request};
use crate::fiskaly::answer::{Client, Tss, read};
use crate::fiskaly::link::Deadline;
use crate::fiskaly::request::Request;
use crate::{Error, Secret, SetUp};

/// Shortest PIN the service takes.
const SHORTEST_PIN: usize = 6;
/// Longest description, in characters.
const LONGEST_DESCRIPTION: usize = 100;

impl Fiskaly {
    pub(super) fn create_tss(&mut self) -> Result<Option<Created>, Error> {
        if self.device.is_some() {
            return Ok(None);
        }
        let mut deadline = Deadline::new(SET_UP_PATIENCE);
        let id = self.uuid()?;
        // Repeated word for word as long as the TSS is in the state CREATED, so the PUK is not lost with an answer.
        let body = self.call(&request::create_tss(&id), &mut deadline)?;
        let tss: Tss = read(&body)?;
        let Some(admin_puk) = tss.admin_puk.clone().filter(|puk| !puk.is_empty()) else {
            return Err(Error::Protocol("a new TSS without PUK".into()));
        };
        self.device = Some(id.clone());
        if let Err(error) = self.learn(&tss) {
            self.device = None;
            return Err(error);
        }
        self.admin_puk.clone_from(&admin_puk);
        Ok(Some(Created {
            device: id,
            admin_puk,
        }))
    }

    pub(super) fn take_into_operation(&mut self, set_up: &SetUp) -> Result<(), Error> {
        if set_up.admin_pin.len() < SHORTEST_PIN {
            return Err(Error::InvalidData(format!(
                "PIN of the administrator: at least {SHORTEST_PIN} characters expected"
            )));
        }
        let mut deadline = Deadline::new(SET_UP_PATIENCE);
        let id = self.tss_id()?;
        let (mut tss, _) = self.tss(&mut deadline)?;
        if tss.state == "CREATED" {
            tss = self.state(&id, "UNINITIALIZED", None, &mut deadline)?;
        }
        if tss.state == "UNINITIALIZED" {
            self.set_pin_within(&set_up.admin_puk, &set_up.admin_pin, &mut deadline)?;
            self.as_admin(&mut deadline)?;
            let description = allowed(&set_up.description);
            let text = Some(description.as_str()).filter(|text| !text.is_empty());
            let done = self.state(&id, "INITIALIZED", text, &mut deadline);
            self.log_out(&mut deadline);
            return done.map(drop);
        }
        tss.life()?;
        if tss.state == "DISABLED" {
            return Err(Error::Decommissioned);
        }
        // Whoever set it up knows the PIN.
        self.admin_pin.clone_from(&set_up.admin_pin);
        let known = self.as_admin(&mut deadline);
        self.log_out(&mut deadline);
        match known {
            Err(Error::WrongSecret { .. }) => Err(Error::SetUpElsewhere),
            other => other,
        }
    }

    /// Moves the TSS to a state; if the answer was lost, it is asked where it is.
    fn state(
        &mut self,
        id: &str,
        state: &str,
        description: Option<&str>,
        deadline: &mut Deadline,
    ) -> Result<Tss, Error> {
        match self.call(&request::tss_state(id, state, description), deadline) {
            Ok(body) => {
                let tss: Tss = read(&body)?;
                self.learn(&tss)?;
                match tss.state == state {
                    true => Ok(tss),
                    false => Err(Error::Protocol(format!(
                        "state {state} expected, {} found",
                        tss.state
                    ))),
                }
            }
            Err(failure) if failure.unknown && failure.code == "E_ILLEGAL_TSS_STATE_CHANGE" => {
                let (tss, _) = self.tss(deadline)?;
                match tss.state == state {
                    true => Ok(tss),
                    false => Err(failure.error),
                }
            }
            Err(failure) => Err(failure.error),
        }
    }

    /// Logs the administrator in. A PIN that was refused once is not sent again.
    fn as_admin(&mut self, deadline: &mut Deadline) -> Result<(), Error> {
        if self.logged_in {
            return Ok(());
        }
        if self.admin_pin.is_empty() {
            return Err(Error::Configuration(
                "the administrator's PIN of the TSS is missing".into(),
            ));
        }
        if let Some((pin, error)) = &self.refused_pin
            && (*pin == self.admin_pin || matches!(error, Error::Blocked(_)))
        {
            return Err(remembered(error));
        }
        let id = self.tss_id()?;
        // With a token that works, a refusal can only mean the PIN.
        self.tss(deadline)?;
        let request = request::admin_log_in(&id, &self.admin_pin);
        let about = self.about();
        let error = match self.link.call_once(&request, &about, deadline) {
            Ok(_) => {
                self.logged_in = true;
                return Ok(());
            }
            Err(failure) if failure.unknown => return Err(failure.error),
            Err(failure) => match failure.error {
                Error::NotAuthorized(_) => Error::WrongSecret {
                    secret: Secret::AdminPin,
                    left: None,
                },
                other => other,
            },
        };
        if matches!(error, Error::WrongSecret { .. } | Error::Blocked(_)) {
            self.refused_pin = Some((self.admin_pin.clone(), remembered(&error)));
        }
        Err(error)
    }

    /// Logs out; that it fails changes nothing, the service ends the session by itself.
    fn log_out(&mut self, deadline: &mut Deadline) {
        if std::mem::take(&mut self.logged_in)
            && let Some(id) = self.device.clone()
        {
            let _ = self.call(&request::admin_log_out(&id), deadline);
        }
    }

    /// Carries out a request that only the administrator may make.
    fn admin_call(&mut self, request: &Request, client_id: &str) -> Result<Vec<u8>, Error> {
        let mut deadline = Deadline::new(self.patience * 4);
        self.as_admin(&mut deadline)?;
        let mut about = self.about();
        about.client = client_id.to_owned();
        about.most = self.most.1;
        let answer = self.link.call(request, &about, &mut deadline);
        self.log_out(&mut deadline);
        Ok(answer?.body)
    }

    pub(super) fn set_pin(&mut self, puk: &str, pin: &str) -> Result<(), Error> {
        let mut deadline = Deadline::new(self.patience * 4);
        self.set_pin_within(puk, pin, &mut deadline)
    }

    fn set_pin_within(
        &mut self,
        puk: &str,
        pin: &str,
        deadline: &mut Deadline,
    ) -> Result<(), Error> {
        if pin.len() < SHORTEST_PIN {
            return Err(Error::InvalidData(format!(
                "PIN of the administrator: at least {SHORTEST_PIN} characters expected"
            )));
        }
        let wrong = || Error::WrongSecret {
            secret: Secret::Puk,
            left: None,
        };
        if puk.is_empty() {
            return Err(Error::Configuration("the PUK of the TSS is missing".into()));
        }
        if self.refused_puk.as_deref() == Some(puk) {
            return Err(wrong());
        }
        let id = self.tss_id()?;
        self.tss(deadline)?;
        let about = self.about();
        let request = request::admin_pin(&id, puk, pin);
        match self.link.call_once(&request, &about, deadline) {
            Ok(_) => {
                self.admin_pin = pin.to_owned();
                self.admin_puk = puk.to_owned();
                self.refused_pin = None;
                self.logged_in = false;
                Ok(())
            }
            Err(failure) if failure.unknown => Err(failure.error),
            Err(failure) => match failure.error {
                Error::NotAuthorized(_) | Error::WrongSecret { .. } => {
                    self.refused_puk = Some(puk.to_owned());
                    Err(wrong())
                }
                other => Err(other),
            },
        }
    }

    /// The service changes a PIN by the PUK only; the old one proves who asks.
    pub(super) fn replace_pin(&mut self, old: &str, new: &str) -> Result<(), Error> {
        let mut deadline = Deadline::new(self.patience * 4);
        let kept = std::mem::replace(&mut self.admin_pin, old.to_owned());
        let puk = self.admin_puk.clone();
        let done = self.as_admin(&mut deadline).and_then(|()| {
            self.log_out(&mut deadline);
            self.set_pin_within(&puk, new, &mut deadline)
        });
        if done.is_err() {
            self.admin_pin = kept;
        }
        done
    }

    pub(super) fn register(&mut self, client_id: &str) -> Result<(), Error> {
        let mut deadline = Deadline::new(self.patience * 4);
        let tss = self.tss_id()?;
        let known = self
            .all_clients(&mut deadline)?
            .into_iter()
            .find(|client| client.serial_number == client_id);
        let request = match known {
            Some(client) if client.state == "REGISTERED" => {
                self.clients.insert(client_id.to_owned(), client.id);
                return Ok(());
            }
            Some(client) => request::client_state(&tss, &client.id, "REGISTERED"),
            None => {
                let id = self.uuid()?;
                request::create_client(&tss, &id, client_id)
            }
        };
        let client: Client = read(&self.admin_call(&request, client_id)?)?;
        if client.serial_number != client_id || client.state != "REGISTERED" || !is_uuid(&client.id)
        {
            return Err(Error::Protocol("another client was registered".into()));
        }
        self.clients.insert(client_id.to_owned(), client.id);
        Ok(())
    }

    pub(super) fn deregister(&mut self, client_id: &str) -> Result<(), Error> {
        let mut deadline = self.deadline();
        let tss = self.tss_id()?;
        let id = self.client(client_id, &mut deadline)?;
        let open = self.open_of(&id, &mut deadline)?;
        if !open.is_empty() {
            return Err(Error::OpenTransactions(open.len() as u64));
        }
        let request = request::client_state(&tss, &id, "DEREGISTERED");
        let body = self.admin_call(&request, client_id)?;
        self.clients.remove(client_id);
        let client: Client = read(&body)?;
        match client.state == "DEREGISTERED" && client.serial_number == client_id {
            true => Ok(()),
            false => Err(Error::Protocol("another client was deregistered".into())),
        }
    }

    pub(super) fn disable(&mut self) -> Result<(), Error> {
        let mut deadline = Deadline::new(SET_UP_PATIENCE);
        let id = self.tss_id()?;
        let (tss, _) = self.tss(&mut deadline)?;
        match tss.state.as_str() {
            "DISABLED" => return Ok(()),
            "CREATED" => return Err(Error::NotInitialized),
            _ => {}
        }
        if tss.number_active_transactions > 0 {
            return Err(Error::OpenTransactions(tss.number_active_transactions));
        }
        self.as_admin(&mut deadline)?;
        let done = self.state(&id, "DISABLED", None, &mut deadline);
        self.log_out(&mut deadline);
        self.open.clear();
        done.map(drop)
    }
}

/// As much of a description as the service takes: printable characters, up to a hundred.
fn allowed(text: &str) -> String {
    let plain = |letter: char| match letter {
        'ä' => "ae".to_owned(),
        'ö' => "oe".to_owned(),
        'ü' => "ue".to_owned(),
        'Ä' => "Ae".to_owned(),
        'Ö' => "Oe".to_owned(),
        'Ü' => "Ue".to_owned(),
        'ß' => "ss".to_owned(),
        letter if letter.is_ascii_alphanumeric() || " '()+,-./:=?".contains(letter) => {
            letter.to_string()
        }
        _ => "-".to_owned(),
    };
    let text: String = text.chars().map(plain).collect();
    text.chars().take(LONGEST_DESCRIPTION).collect()
}

/// The same refusal once more.
fn remembered(error: &Error) -> Error {
    match error {
        Error::Blocked(secret) => Error::Blocked(*secret),
        _ => Error::WrongSecret {
            secret: Secret::AdminPin,
            left: None,
        },
    }
}
