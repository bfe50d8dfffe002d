//! A session with the service: logs in, repeats what may be repeated, and says what a refusal means.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use super::answer::{Refusal, Token, read};
use super::http::{Http, Reply};
use super::request::{self, Request};
use crate::driver::{Config, Secrets};
use crate::{Error, Secret};

/// A token that ends this soon is renewed first.
const RENEW_BEFORE: Duration = Duration::from_secs(30);
/// First wait before a repetition; it doubles each time.
const FIRST_WAIT: Duration = Duration::from_millis(100);
/// Longest wait the service did not ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// A download that stands still this long is given up.
const STALLED: Duration = Duration::from_secs(60);
/// Shortest time worth sending a request for.
const WORTH_SENDING: Duration = Duration::from_millis(1);

/// Waits; tests have no time for it.
pub type Pause = Box<dyn FnMut(Duration) + Send>;

/// What a request is about, for the error it may end in.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// Our client id.
    pub client: String,
    /// Transaction number.
    pub transaction: u64,
    /// Transactions or clients there may be.
    pub most: u64,
    /// Id of the TSS.
    pub tss: String,
    /// End of the certificate, if it is known.
    pub certificate_end: DateTime<Utc>,
}

/// Why a request failed.
#[derive(Debug)]
pub(super) struct Failure {
    pub error: Error,
    /// Whether the service may have done what was asked, now or at an earlier try.
    pub unknown: bool,
    /// The service's own code.
    pub code: String,
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        failure.error
    }
}

/// When a call has to be over.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline {
    end: Instant,
    whole: Duration,
}

impl Deadline {
    pub fn new(whole: Duration) -> Self {
        Self {
            end: Instant::now() + whole,
            whole,
        }
    }

    pub fn left(&self) -> Duration {
        self.end.saturating_duration_since(Instant::now())
    }

    pub fn over(&self) -> Error {
        Error::Timeout(self.whole)
    }
}

struct Session {
    token: String,
    until: Instant,
    refresh: Option<(String, Instant)>,
}

/// The session.
pub(super) struct Link {
    http: Http,
    secrets: Secrets,
    pause: Pause,
    session: Option<Session>,
}

impl Link {
    pub fn new(config: &Config, pause: Pause) -> Result<Self, Error> {
        let secrets = &config.secrets;
        if secrets.api_key.is_empty() || secrets.api_secret.is_empty() {
            return Err(Error::Configuration(
                "API key and API secret of fiskaly are missing".into(),
            ));
        }
        Ok(Self {
            http: Http::new(config)?,
            secrets: secrets.clone(),
            pause,
            session: None,
        })
    }

    /// Waits, as long as there is time for it.
    pub fn wait(&mut self, wait: Duration, deadline: &mut Deadline) -> Result<(), Error> {
        let left = deadline.left();
        if wait >= left {
            return Err(deadline.over());
        }
        (self.pause)(wait);
        // A test's pause is shorter; the time is gone all the same.
        deadline.end = deadline.end.min(Instant::now() + (left - wait));
        Ok(())
    }

    /// Sends a request until there is an answer that counts, or the time is over. Repetitions are identical: the
    /// service does the same thing once only.
    pub fn call(
        &mut self,
        request: &Request,
        about: &About,
        deadline: &mut Deadline,
    ) -> Result<Reply, Failure> {
        self.repeat(request, about, deadline, true)
    }

    /// As [`Link::call`], for a PIN or PUK: not repeated when its outcome is unknown, nor when it is refused, whatever
    /// the refusal says it is about.
    pub fn call_once(
        &mut self,
        request: &Request,
        about: &About,
        deadline: &mut Deadline,
    ) -> Result<Reply, Failure> {
        self.repeat(request, about, deadline, false)
    }

    fn repeat(
        &mut self,
        request: &Request,
        about: &About,
        deadline: &mut Deadline,
        again: bool,
    ) -> Result<Reply, Failure> {
        let mut unknown = false;
        let mut renewed = false;
        let mut wait = FIRST_WAIT;
        loop {
            let token = self.token(deadline).map_err(|error| Failure {
                error,
                unknown,
                code: String::new(),
            })?;
            let tried = self.http.send(request, Some(&token), deadline.left());
            let (error, pause, code) = match tried {
                Ok(reply) if (200..300).contains(&reply.status) => return Ok(reply),
                Ok(reply) => {
                    let code = refusal(&reply).code;
                    if reply.status == 401 && code != "E_ADMIN_LOGIN_FAILED" && again && !renewed {
                        renewed = true;
                        self.session = None;
                        continue;
                    }
                    let error = refused(&reply, about);
                    if reply.status != 429 && reply.status != 499 && reply.status < 500 {
                        return Err(Failure {
                            error,
                            unknown,
                            code,
                        });
                    }
                    unknown |= reply.status != 429;
                    (error, reply.retry_after, code)
                }
                // What cannot get better by repeating it.
                Err(error @ (Error::Configuration(_) | Error::Io { .. })) => {
                    return Err(Failure {
                        error,
                        unknown,
                        code: String::new(),
                    });
                }
                Err(error) => {
                    unknown = true;
                    (error, None, String::new())
                }
            };
            let failure = Failure {
                error,
                unknown,
                code,
            };
            if !again && unknown {
                return Err(failure);
            }
            let pause = pause.unwrap_or(wait);
            if self.wait(pause, deadline).is_err() || deadline.left() < WORTH_SENDING {
                return Err(failure);
            }
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    /// Fetches a file into `out`; nothing is repeated, because what was written cannot be taken back.
    pub fn download(
        &mut self,
        request: &Request,
        deadline: &mut Deadline,
        out: &mut dyn std::io::Write,
    ) -> Result<Reply, Error> {
        let token = self.token(deadline)?;
        self.http
            .download(request, Some(&token), deadline.left(), STALLED, out)
    }

    /// Forgets the token, so that the next call logs in.
    pub fn forget(&mut self) {
        self.session = None;
    }

    fn token(&mut self, deadline: &mut Deadline) -> Result<String, Error> {
        let now = Instant::now();
        if let Some(session) = &self.session
            && session.until > now + RENEW_BEFORE
        {
            return Ok(session.token.clone());
        }
        let refresh = self
            .session
            .take()
            .and_then(|session| session.refresh)
            .filter(|(_, until)| *until > now + RENEW_BEFORE);
        if let Some((refresh, _)) = refresh {
            // Key and secret work whatever became of the refresh token.
            if let Ok(token) = self.log_in(&request::refresh(&refresh), deadline) {
                return Ok(token);
            }
        }
        self.log_in(&request::log_in(&self.secrets), deadline)
    }

    fn log_in(&mut self, request: &Request, deadline: &mut Deadline) -> Result<String, Error> {
        let mut wait = FIRST_WAIT;
        loop {
            let (error, pause) = match self.http.send(request, None, deadline.left()) {
                Ok(reply) if (200..300).contains(&reply.status) => {
                    return read::<Token>(&reply.body).map(|token| self.keep(token));
                }
                Ok(reply) if reply.status == 429 || reply.status >= 499 => {
                    (refused(&reply, &About::default()), reply.retry_after)
                }
                Ok(reply) if reply.status == 401 => {
                    return Err(Error::WrongSecret {
                        secret: Secret::Key,
                        left: None,
                    });
                }
                Ok(reply) => return Err(refused(&reply, &About::default())),
                Err(error @ (Error::Configuration(_) | Error::Io { .. })) => return Err(error),
                Err(error) => (error, None),
            };
            let pause = pause.unwrap_or(wait);
            if self.wait(pause, deadline).is_err() || deadline.left() < WORTH_SENDING {
                return Err(error);
            }
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    fn keep(&mut self, token: Token) -> String {
        let now = Instant::now();
        // Without a word about its life a token is used once, and longer than a year no clock is trusted.
        let until = |seconds: Option<u64>| {
            now + Duration::from_secs(seconds.unwrap_or_default().min(366 * 86_400))
        };
        let refresh = token
            .refresh_token
            .map(|refresh| (refresh, until(token.refresh_token_expires_in)));
        self.session = Some(Session {
            token: token.access_token.clone(),
            until: until(token.access_token_expires_in),
            refresh,
        });
        token.access_token
    }
}

fn refusal(reply: &Reply) -> Refusal {
    read(&reply.body).unwrap_or_default()
}

/// What a refusal means.
pub(super) fn refused(reply: &Reply, about: &About) -> Error {
    let Refusal { code, message } = refusal(reply);
    let tss = |what: &str| Error::Damaged(format!("TSS {}: {what}", about.tss));
    match code.as_str() {
        "E_TSS_DISABLED" => Error::Decommissioned,
        "E_TSS_NOT_INITIALIZED" => Error::NotInitialized,
        "E_CLIENT_NOT_FOUND" | "E_CLIENT_DEREGISTERED" => {
            Error::UnknownClient(about.client.clone())
        }
        "E_TX_LIMIT_REACHED" => Error::TooManyTransactions(about.most),
        "E_CLIENT_LIMIT_REACHED" => Error::TooManyClients(about.most),
        "E_TX_NOT_FOUND" | "E_TX_NO_TYPE_DEFINED" | "E_LATEST_TX_REVISION_NOT_FOUND" => {
            Error::TransactionNotOpen(about.transaction)
        }
        "E_ILLEGAL_CLIENT_SERIAL" => Error::InvalidClient(about.client.clone()),
        "E_FAILED_SCHEMA_VALIDATION" | "E_PARSER" => {
            Error::InvalidData(format!("fiskaly refuses the data: {message}"))
        }
        "E_TSS_NOT_FOUND" => Error::Configuration(format!("fiskaly knows no TSS {:?}", about.tss)),
        "E_USE_MIDDLEWARE" => Error::Configuration(
            "this address of fiskaly does not sign; use kassensichv-middleware.fiskaly.com".into(),
        ),
        "E_ACCESS_DENIED" => Error::NotAuthorized("the API key".into()),
        "E_ADMIN_LOGIN_FAILED" => Error::WrongSecret {
            secret: Secret::AdminPin,
            left: None,
        },
        "E_ADMIN_PIN_BLOCKED" => Error::Blocked(Secret::AdminPin),
        "E_CHANGE_ADMIN_PIN_FAILED" => Error::WrongSecret {
            secret: Secret::Puk,
            left: None,
        },
        "E_TSS_DEFECTIVE" => tss("defective, a new one is needed"),
        "E_TSS_DELETED" => tss("deleted, a new one is needed"),
        "E_TSS_EVICTED" => tss("withdrawn because it was never used, a new one is needed"),
        "E_CERTIFICATE_EXPIRED" => Error::CertificateExpired(about.certificate_end),
        "E_TOO_MANY_RECORDS" => Error::TooManyRecords,
        "E_NO_DATA_AVAILABLE" | "E_TRANSACTION_ID_NOT_FOUND" => Error::NothingToExport,
        "E_TSS_LOCKED"
        | "E_TOO_MANY_EXPORTS"
        | "E_EXPORT_IN_PROGRESS"
        | "E_EXPORT_DUPLICATE_RATE_LIMITED"
        | "E_PENDING_TX_CONFLICT" => Error::Busy,
        "E_TSS_ILLEGAL_STATE_TO_PERFORM_EXPORT" => Error::NotInitialized,
        _ => match reply.status {
            401 => Error::NotAuthorized("the API key or the administrator".into()),
            413 => Error::InvalidData("the request is too large for fiskaly".into()),
            429 => Error::Busy,
            300..=399 => Error::Configuration(format!(
                "HTTP {}: the address leads somewhere else",
                reply.status
            )),
            404 if code.is_empty() => {
                Error::Configuration("there is no fiskaly service at this address".into())
            }
            status => Error::Device(
                format!("HTTP {status} {code} {}", short(&message))
                    .trim_end()
                    .to_owned(),
            ),
        },
    }
}

/// As much of a message as belongs into an error.
fn short(message: &str) -> String {
    message.chars().take(200).collect()
}
