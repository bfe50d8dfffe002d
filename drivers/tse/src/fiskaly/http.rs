//! One HTTP exchange with the service, bounded in time.

use std::io::{Read, Write};
use std::time::Duration;

use ureq::http::{Request as HttpRequest, header};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, RequestExt};

use super::request::Request;
use crate::Error;
use crate::driver::Config;

/// Longest answer that is no file; the service's own requests end at 1 MB.
const LONGEST_ANSWER: u64 = 16 << 20;
/// A certificate file is never longer.
const LONGEST_TRUST: u64 = 1 << 20;

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub status: u16,
    pub retry_after: Option<Duration>,
    pub body: Vec<u8>,
}

/// The way to the service.
pub(super) struct Http {
    base: String,
    /// One agent for each set of certificates to trust. The first that the service proves itself to is used from then on.
    agents: Vec<Agent>,
}

impl Http {
    /// Checks the address and reads the certificates; nothing is sent.
    pub fn new(config: &Config) -> Result<Self, Error> {
        let base = config.address.trim_end_matches('/').to_owned();
        let local = loopback(&base);
        if !base.starts_with("https://") && !local {
            return Err(Error::Configuration(format!(
                "address {base:?}: https://… expected"
            )));
        }
        let mut agents = Vec::new();
        if let Some(path) = &config.trust {
            agents.push(agent(RootCerts::new_with_certs(&trusted(path)?), local));
        }
        agents.push(agent(RootCerts::WebPki, local));
        Ok(Self { base, agents })
    }

    /// Sends a request and reads the whole answer.
    pub fn send(
        &mut self,
        request: &Request,
        token: Option<&str>,
        limit: Duration,
    ) -> Result<Reply, Error> {
        let mut body = Vec::new();
        let mut reply = self.exchange(request, token, (limit, limit), LONGEST_ANSWER, &mut body)?;
        if (200..300).contains(&reply.status) {
            reply.body = body;
        }
        Ok(reply)
    }

    /// Sends a request and writes the answer to `out` as it comes; the answer to a refusal is kept instead.
    pub fn download(
        &mut self,
        request: &Request,
        token: Option<&str>,
        limit: Duration,
        stalled: Duration,
        out: &mut dyn Write,
    ) -> Result<Reply, Error> {
        let stalled = stalled.min(limit);
        self.exchange(request, token, (limit, stalled), u64::MAX, out)
    }

    fn exchange(
        &mut self,
        request: &Request,
        token: Option<&str>,
        (limit, stalled): (Duration, Duration),
        longest: u64,
        out: &mut dyn Write,
    ) -> Result<Reply, Error> {
        if limit.is_zero() {
            return Err(Error::Timeout(limit));
        }
        let url = format!("{}{}", self.base, request.path);
        loop {
            let Some(agent) = self.agents.first() else {
                return Err(Error::Configuration("no certificates to trust".into()));
            };
            let mut head = HttpRequest::builder()
                .method(request.method)
                .uri(&url)
                .header(header::ACCEPT, "application/json, application/octet-stream");
            if let Some(token) = token {
                head = head.header(header::AUTHORIZATION, format!("Bearer {token}"));
            }
            let answer = match &request.body {
                Some(body) => head
                    .header(header::CONTENT_TYPE, "application/json")
                    .body(body.to_string())
                    .map_err(ureq::Error::Http)
                    .and_then(|whole| bounded(agent, limit, stalled, whole)),
                None => head
                    .body(())
                    .map_err(ureq::Error::Http)
                    .and_then(|whole| bounded(agent, limit, stalled, whole)),
            };
            let answer = match answer {
                // The handshake failed before anything was sent: the other certificates may fit.
                Err(error) if not_trusted(&error) && self.agents.len() > 1 => {
                    self.agents.remove(0);
                    continue;
                }
                Err(error) => return Err(failed(&error, limit)),
                Ok(answer) => answer,
            };
            let status = answer.status().as_u16();
            let retry_after = answer
                .headers()
                .get(header::RETRY_AFTER)
                .and_then(|value| value.to_str().ok())
                .and_then(|value| value.trim().parse().ok())
                .map(Duration::from_secs);
            let mut reply = Reply {
                status,
                retry_after,
                body: Vec::new(),
            };
            let mut reader = answer
                .into_body()
                .into_with_config()
                .limit(u64::MAX)
                .reader();
            match (200..300).contains(&status) {
                true => copy(&mut reader, out, longest, limit)?,
                false => copy(&mut reader, &mut reply.body, LONGEST_ANSWER, limit)?,
            }
            return Ok(reply);
        }
    }
}

fn bounded<S: ureq::AsSendBody>(
    agent: &Agent,
    limit: Duration,
    stalled: Duration,
    request: HttpRequest<S>,
) -> Result<ureq::http::Response<ureq::Body>, ureq::Error> {
    request
        .with_agent(agent)
        .configure()
        .timeout_global(Some(limit))
        .timeout_connect(Some(stalled))
        .timeout_recv_response(Some(stalled))
        .timeout_per_read(Some(stalled))
        .run()
}

fn copy(
    from: &mut impl Read,
    to: &mut dyn Write,
    longest: u64,
    limit: Duration,
) -> Result<(), Error> {
    let mut buffer = [0; 1 << 16];
    let mut length = 0;
    loop {
        let read = match from.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) if error.kind() == std::io::ErrorKind::TimedOut => {
                return Err(Error::Timeout(limit));
            }
            Err(error) => return Err(Error::Removed(error.to_string())),
        };
        length += read as u64;
        if length > longest {
            return Err(Error::Protocol(format!(
                "an answer of more than {longest} bytes"
            )));
        }
        to.write_all(buffer.get(..read).unwrap_or_default())
            .map_err(|source| Error::Io {
                context: "writing the export".into(),
                source,
            })?;
    }
}

fn agent(roots: RootCerts, local: bool) -> Agent {
    let tls = TlsConfig::builder().root_certs(roots).build();
    let mut config = Agent::config_builder()
        .tls_config(tls)
        .http_status_as_error(false)
        // A redirection would carry the secrets somewhere else.
        .max_redirects(0)
        .user_agent("Amtskasse");
    if local {
        config = config.proxy(None);
    }
    config.build().new_agent()
}

/// Whether the address is this machine: then alone it may be without TLS.
fn loopback(base: &str) -> bool {
    let Some(rest) = base
        .strip_prefix("http://")
        .or_else(|| base.strip_prefix("https://"))
    else {
        return false;
    };
    let authority = rest.split('/').next().unwrap_or_default();
    if let Some(inner) = authority.strip_prefix('[') {
        return inner.split(']').next() == Some("::1");
    }
    let host = authority.split(':').next().unwrap_or_default();
    host == "localhost"
        || host
            .parse::<std::net::Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
}

fn trusted(path: &std::path::Path) -> Result<Vec<Certificate<'static>>, Error> {
    let wrong =
        |what: &dyn std::fmt::Display| Error::Configuration(format!("{}: {what}", path.display()));
    let mut pem = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(LONGEST_TRUST).read_to_end(&mut pem))
        .map_err(|error| wrong(&error))?;
    let mut found = Vec::new();
    for item in parse_pem(&pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|error| wrong(&error))? {
            found.push(certificate);
        }
    }
    match found.is_empty() {
        true => Err(wrong(&"a certificate in PEM form expected")),
        false => Ok(found),
    }
}

fn not_trusted(error: &ureq::Error) -> bool {
    let unknown = |error: &rustls::Error| matches!(error, rustls::Error::InvalidCertificate(_));
    match error {
        ureq::Error::Rustls(error) => unknown(error),
        ureq::Error::Io(error) => error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<rustls::Error>())
            .is_some_and(unknown),
        _ => false,
    }
}

fn failed(error: &ureq::Error, limit: Duration) -> Error {
    match error {
        ureq::Error::Timeout(_) => Error::Timeout(limit),
        ureq::Error::Protocol(error) => Error::Protocol(error.to_string()),
        ureq::Error::BadUri(uri) => Error::Configuration(format!("address {uri:?}")),
        other if not_trusted(other) => Error::Configuration(format!(
            "the service does not prove itself ({other}); give its certificate as one to trust"
        )),
        other => Error::Removed(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_this_machine_may_be_without_tls() {
        for local in [
            "http://127.0.0.1:80/api/v2",
            "http://127.9.9.9",
            "http://localhost:1",
            "http://[::1]:8080/x",
        ] {
            assert!(loopback(local), "{local}");
        }
        for other in [
            "http://127.0.0.1.example.org/",
            "http://localhost.example.org",
            "http://10.0.0.1",
            "http://[::2]",
            "ftp://localhost",
            "http://user@127.0.0.1@evil.example",
            "",
        ] {
            assert!(!loopback(other), "{other}");
        }
    }
}
