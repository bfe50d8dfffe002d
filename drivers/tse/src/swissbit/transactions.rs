//! Signing, and finding out what became of it.

use std::time::Instant;

use super::code::{self, Failure};
use super::session::{Session, Trouble, c_text, moment};
use super::signing::{Response, Step};
use super::stream::Span;
use crate::algorithm::{Curve, LogTimeFormat, SignatureAlgorithm};
use crate::key::PublicKey;
use crate::log::{Body, DataForm, LogTime, Message, Operation, TransactionBody, decode};
use crate::{Error, Stamp, Transaction, valid_client_id};

/// Longest process type (TR-03151, 2.2.1).
const LONGEST_TYPE: usize = 100;
/// A filtered export reads the whole log (about 11 MB/s); beyond this it would hold up the counter.
const MOST_TO_SEARCH: u64 = 32 << 20;
/// Far beyond the log messages of one transaction and the certificates.
const LARGEST_EXCERPT: usize = 8 << 20;

/// Refuses what no device signs, before it is asked.
pub(super) fn valid(client_id: &str, process_type: &str) -> Result<(), Error> {
    if !valid_client_id(client_id) {
        return Err(Error::InvalidClient(client_id.into()));
    }
    let printable = |byte: u8| byte.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&byte);
    if process_type.len() > LONGEST_TYPE || !process_type.bytes().all(printable) {
        return Err(Error::InvalidData(format!(
            "process type {process_type:?}: up to {LONGEST_TYPE} characters of PrintableString expected"
        )));
    }
    Ok(())
}

impl Session {
    /// Signs one step. It is sent again only when the device refused it, or says that it was not carried out.
    pub fn transact(
        &mut self,
        step: Step,
        client_id: &str,
        process_type: &str,
        data: &[u8],
        deadline: Instant,
    ) -> Result<Stamp, Error> {
        let (client, kind) = (c_text(client_id)?, c_text(process_type)?);
        let number = match step {
            Step::Start => 0,
            Step::Update(number) | Step::Finish(number) => number,
        };
        loop {
            // Who asked has gone: what is signed now nobody would know of.
            if Instant::now() >= deadline {
                return Err(Error::Timeout(self.patience));
            }
            let failure = match self.context()?.sign(step, &client, &kind, data) {
                Ok(response) => return self.stamp(response, step),
                Err(failure) => failure,
            };
            let failed = |session: &mut Self| session.explain(failure.into(), client_id, number);
            let finishing = matches!(step, Step::Finish(_));
            if failure == Failure::Code(code::EXPIRED) && finishing {
                // The device stores the message and complains afterwards; a sale begun in time keeps its signature.
                return match self.finished(client_id, number)? {
                    Some(stamp) => Ok(stamp),
                    None => Err(failed(self)),
                };
            }
            if failure.breaks_the_line() {
                self.close();
                if !failure.wants_a_new_line() || !finishing || !self.help(failure, None)? {
                    return Err(failed(self));
                }
                if let Some(stamp) = self.finished(client_id, number)? {
                    return Ok(stamp);
                }
                if !self.open_numbers(client_id)?.contains(&number) {
                    return Err(failed(self));
                }
            } else if !self.help(failure, None)? {
                return Err(failed(self));
            }
        }
    }

    /// The stamp of a finished transaction, if the client's last answer is about it.
    fn finished(&mut self, client_id: &str, number: u64) -> Result<Option<Stamp>, Error> {
        if self.open_numbers(client_id)?.contains(&number) {
            return Ok(None);
        }
        match self.last_response(Some(client_id))? {
            Some(response) if response.transaction == number => {
                self.stamp(response, Step::Finish(number)).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The answer to the last signing call of a client, or of all.
    fn last_response(&mut self, client_id: Option<&str>) -> Result<Option<Response>, Error> {
        let client = client_id.map(c_text).transpose()?;
        let last = self.repeat(None, |context| context.last_response(client.as_deref()));
        match last {
            Ok(response) => Ok(Some(response)),
            Err(Trouble::Failure(Failure::Code(
                code::NO_LAST_TRANSACTION | code::NOTHING_TO_FETCH,
            ))) => Ok(None),
            Err(trouble) => Err(self.explain(trouble, client_id.unwrap_or_default(), 0)),
        }
    }

    /// Numbers of a client's open transactions, ascending.
    pub fn open_numbers(&mut self, client_id: &str) -> Result<Vec<u64>, Error> {
        let client = c_text(client_id)?;
        let mut numbers = self
            .repeat(None, |context| context.open_transactions(&client))
            .map_err(|trouble| self.explain(trouble, client_id, 0))?;
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// Believes an answer that can be one to this step.
    fn stamp(&mut self, response: Response, step: Step) -> Result<Stamp, Error> {
        if self.serial.as_ref() != Some(&response.serial) {
            let expected = self.serial.clone().unwrap_or_default();
            self.close();
            return Err(Error::ForeignDevice {
                expected: crate::algorithm::hex(&expected),
                found: crate::algorithm::hex(&response.serial),
            });
        }
        let wrong = match step {
            Step::Start if response.transaction == 0 => Some("a transaction without a number"),
            Step::Update(number) | Step::Finish(number) if response.transaction != number => {
                Some("an answer for another transaction")
            }
            // r‖s is as long as the key's X‖Y.
            _ if response.signature.len() + 1 != self.point.len() => {
                Some("a signature of another length than the key's")
            }
            _ if response.counter == 0 => Some("a signature without a counter"),
            _ => None,
        };
        let log_time = moment(response.log_time);
        let (None, Some(log_time)) = (wrong, log_time) else {
            self.close();
            return Err(Error::Protocol(
                wrong.unwrap_or("no possible log time").into(),
            ));
        };
        Ok(Stamp {
            transaction: response.transaction,
            counter: response.counter,
            log_time,
            signature: response.signature,
        })
    }

    /// Whether an answer is that to the start: the device does not say, but its signature stands on it.
    fn is_start(&mut self, stamp: &Stamp, client_id: &str) -> Result<bool, Error> {
        let (algorithm, format) = self.context()?.names();
        let (Some(algorithm), Some(format)) = (
            SignatureAlgorithm::from_name(&algorithm),
            LogTimeFormat::from_name(&format),
        ) else {
            return Ok(false);
        };
        let message = |process_type: Option<String>| Message {
            version: 2,
            body: Body::Transaction(TransactionBody {
                operation: Operation::Start,
                client_id: client_id.into(),
                process_data: Vec::new(),
                form: DataForm::Primitive,
                process_type,
                external: None,
                number: stamp.transaction,
                internal: None,
            }),
            serial: self.serial.clone().unwrap_or_default(),
            algorithm,
            counter: stamp.counter,
            time: LogTime::new(format, stamp.log_time),
        };
        // Makers differ in whether an empty process type is written.
        let signed = [message(Some(String::new())), message(None)].map(|message| message.dtbs());
        Ok(Curve::candidates(self.point.len())
            .iter()
            .filter_map(|curve| PublicKey::new(*curve, &self.point).ok())
            .any(|key| {
                let verifies = |bytes: &Vec<u8>| {
                    key.verify(algorithm.hash(), bytes, &stamp.signature)
                        .is_ok()
                };
                signed.iter().any(verifies)
            }))
    }

    /// What became of a transaction: by the list of open ones, the last answer, and for an older one a search.
    pub fn look_up(
        &mut self,
        client_id: &str,
        number: u64,
        deadline: Instant,
    ) -> Result<Transaction, Error> {
        let open = self.open_numbers(client_id)?.contains(&number);
        let last = self.last_response(Some(client_id))?;
        let last = last.filter(|response| response.transaction == number);
        if open {
            let Some(response) = last else {
                return Ok(Transaction::Open { start: None });
            };
            let stamp = self.stamp(response, Step::Update(number))?;
            let start = self.is_start(&stamp, client_id)?.then_some(stamp);
            return Ok(Transaction::Open { start });
        }
        if let Some(response) = last {
            return Ok(Transaction::Finished {
                start: None,
                finish: self.stamp(response, Step::Finish(number))?,
                content: None,
            });
        }
        let latest = self.last_response(None)?.map_or(0, |last| last.transaction);
        if number == 0 || number > latest {
            return Ok(Transaction::Unknown);
        }
        self.search(client_id, number, deadline)
    }

    fn search(
        &mut self,
        client_id: &str,
        number: u64,
        deadline: Instant,
    ) -> Result<Transaction, Error> {
        let size = self.context()?.facts().map(|facts| facts.export_size);
        if size.map_err(|failure| self.explain(failure.into(), client_id, number))? > MOST_TO_SEARCH
        {
            return Err(Error::Unsupported(
                "looking up an older transaction among so many",
            ));
        }
        let mut excerpt = Vec::new();
        let span = Span::Transactions(number, number, None);
        let exported = self.context()?.export(&span, &mut |bytes| {
            excerpt.extend_from_slice(bytes);
            excerpt.len() <= LARGEST_EXCERPT && Instant::now() < deadline
        });
        match exported {
            Ok(_) => {}
            // It has been, and is no longer stored.
            Err(Failure::Code(code::NOTHING_NEW | code::EXPORT_EMPTY)) => {
                return Err(Error::Unsupported("looking up a deleted transaction"));
            }
            Err(_) if Instant::now() >= deadline => return Err(Error::Timeout(self.patience)),
            Err(failure) => return Err(self.explain(failure.into(), client_id, number)),
        }
        found(&excerpt, client_id, number)
    }
}

/// Puts a transaction together from its log messages.
fn found(excerpt: &[u8], client_id: &str, number: u64) -> Result<Transaction, Error> {
    let damaged = |error: std::io::Error| Error::Protocol(format!("the export is no TAR: {error}"));
    let (mut start, mut finish, mut other) = (None, None, false);
    for member in tar::Archive::new(excerpt).entries().map_err(damaged)? {
        let mut member = member.map_err(damaged)?;
        let mut der = Vec::new();
        std::io::Read::read_to_end(&mut member, &mut der).map_err(damaged)?;
        let Ok(log) = decode(&der) else { continue };
        let Body::Transaction(body) = log.message.body else {
            continue;
        };
        if body.number != number {
            continue;
        }
        if body.client_id != client_id {
            other = true;
            continue;
        }
        let stamp = Stamp {
            transaction: number,
            counter: log.message.counter,
            log_time: log.message.time.at,
            signature: log.signature.to_vec(),
        };
        match body.operation {
            Operation::Start => start = Some(stamp),
            Operation::Update => {}
            Operation::Finish => finish = Some((stamp, body)),
        }
    }
    match (start, finish) {
        (start, Some((finish, body))) => {
            let TransactionBody {
                process_type,
                process_data,
                ..
            } = body;
            Ok(Transaction::Finished {
                start,
                finish,
                content: Some((process_type.unwrap_or_default(), process_data)),
            })
        }
        // Not among the open ones, and no finish: the finish was never exported as asked.
        (Some(_), None) => Err(Error::Protocol(
            "a transaction that is neither open nor finished".into(),
        )),
        (None, None) if other => Ok(Transaction::Unknown),
        (None, None) => Err(Error::Unsupported("looking up a deleted transaction")),
    }
}
