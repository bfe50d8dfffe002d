//! Transactions: revisions, repetitions, and how it is found out what became of them.

use super::{Fiskaly, LONGEST_DATA, LONGEST_TYPE, MOST_PAGES, SIGNATURE_WAIT, is_uuid, request};
use crate::fiskaly::answer::{Facts, Page, Tx, read};
use crate::fiskaly::link::{Deadline, Failure};
use crate::fiskaly::request::Request;
use crate::{Error, Stamp, Transaction};

/// What an answer must be an answer to.
struct Wanted<'a> {
    tx: &'a str,
    revision: u64,
    client: &'a str,
    client_id: &'a str,
    /// 0 for a start.
    number: u64,
    state: &'a str,
    /// processType and processData; none for a start.
    content: Option<(&'a str, &'a [u8])>,
}

impl Fiskaly {
    pub(super) fn begin(&mut self, client_id: &str) -> Result<Stamp, Error> {
        let mut deadline = self.deadline();
        let facts = self.facts(&mut deadline)?;
        let tss = self.tss_id()?;
        let client = self.client(client_id, &mut deadline)?;
        let tx = self.uuid()?;
        let wanted = Wanted {
            tx: &tx,
            revision: 1,
            client: &client,
            client_id,
            number: 0,
            state: "ACTIVE",
            content: None,
        };
        let request = request::start(&tss, &tx, &client);
        let stamp = self.put(&request, &wanted, &facts, &mut deadline)?;
        self.open.insert(stamp.transaction, (tx, 1));
        Ok(stamp)
    }

    pub(super) fn advance(
        &mut self,
        client_id: &str,
        number: u64,
        state: &str,
        process_type: &str,
        process_data: &[u8],
    ) -> Result<Stamp, Error> {
        let printable = |byte: u8| byte.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&byte);
        if process_type.len() > LONGEST_TYPE || !process_type.bytes().all(printable) {
            return Err(Error::InvalidData(format!(
                "process type {process_type:?}: up to {LONGEST_TYPE} characters of PrintableString expected"
            )));
        }
        if process_data.len() > LONGEST_DATA {
            return Err(Error::InvalidData(format!(
                "process data of {} bytes: up to {LONGEST_DATA} expected",
                process_data.len()
            )));
        }
        let mut deadline = self.deadline();
        let facts = self.facts(&mut deadline)?;
        let tss = self.tss_id()?;
        let client = self.client(client_id, &mut deadline)?;
        // Taken out: whatever fails below, the next call asks first.
        let (tx, latest) = match self.open.remove(&number) {
            Some(known) => known,
            None => self.latest(client_id, number, &mut deadline)?,
        };
        let mut revision = latest + 1;
        for first in [true, false] {
            let wanted = Wanted {
                tx: &tx,
                revision,
                client: &client,
                client_id,
                number,
                state,
                content: Some((process_type, process_data)),
            };
            let request = request::step(
                &tss,
                &tx,
                revision,
                &client,
                state,
                process_type,
                process_data,
            );
            match self.put(&request, &wanted, &facts, &mut deadline) {
                Ok(stamp) => {
                    if state == "ACTIVE" {
                        self.open.insert(number, (tx, revision));
                    }
                    return Ok(stamp);
                }
                // Somebody else used the revision; the service knows which is next.
                Err(failure) if first && !failure.unknown && disputed(&failure) => {
                    let (_, latest) = self.latest(client_id, number, &mut deadline)?;
                    if latest < revision {
                        return Err(failure.error);
                    }
                    revision = latest + 1;
                }
                Err(failure) => return Err(failure.error),
            }
        }
        Err(Error::TransactionNotOpen(number))
    }

    /// Id and latest revision of an open transaction of this client.
    fn latest(
        &mut self,
        client_id: &str,
        number: u64,
        deadline: &mut Deadline,
    ) -> Result<(String, u64), Error> {
        match self.read_tx(&number.to_string(), None, deadline) {
            Ok(Some(tx))
                if tx.state == "ACTIVE"
                    && tx.client_serial_number == client_id
                    && tx.number == number
                    && is_uuid(&tx.id) =>
            {
                Ok((tx.id.to_ascii_lowercase(), tx.latest_revision))
            }
            Ok(_) => Err(Error::TransactionNotOpen(number)),
            Err(error) => Err(error),
        }
    }

    /// Reads a transaction; `None` if there is none.
    fn read_tx(
        &mut self,
        id_or_number: &str,
        revision: Option<u64>,
        deadline: &mut Deadline,
    ) -> Result<Option<Tx>, Error> {
        let tss = self.tss_id()?;
        let request = request::transaction(&tss, id_or_number, revision);
        match self.call(&request, deadline) {
            Ok(body) => {
                let tx: Tx = read(&body)?;
                let same = match id_or_number.parse::<u64>() {
                    Ok(number) => tx.number == number,
                    Err(_) => tx.id.eq_ignore_ascii_case(id_or_number),
                };
                if !same || !tx.tss_id.eq_ignore_ascii_case(&tss) {
                    return Err(Error::Protocol(
                        "an answer about another transaction".into(),
                    ));
                }
                let of_revision = revision.is_none_or(|revision| tx.revision == revision);
                if !of_revision || tx.revision == 0 || tx.revision > tx.latest_revision {
                    return Err(Error::Protocol("an answer about another revision".into()));
                }
                Ok(Some(tx))
            }
            Err(failure) if matches!(failure.error, Error::TransactionNotOpen(_)) => Ok(None),
            Err(failure) => Err(failure.error),
        }
    }

    /// Sends a revision. If a repetition is refused because an earlier try had arrived, what arrived is read instead.
    fn put(
        &mut self,
        request: &Request,
        wanted: &Wanted,
        facts: &Facts,
        deadline: &mut Deadline,
    ) -> Result<Stamp, Failure> {
        let mut about = self.about();
        about.client = wanted.client_id.to_owned();
        about.transaction = wanted.number;
        about.most = self.most.0;
        let lost = |error| Failure {
            error,
            unknown: true,
            code: String::new(),
        };
        let answer = self.link.call(request, &about, deadline);
        let tx = match answer {
            Ok(reply) => read::<Tx>(&reply.body).map_err(lost)?,
            Err(failure) if failure.unknown && disputed(&failure) => {
                let found = self.read_tx(wanted.tx, Some(wanted.revision), deadline);
                match found.map_err(lost)? {
                    Some(tx) => tx,
                    None => return Err(failure),
                }
            }
            Err(failure) => {
                if matches!(failure.error, Error::UnknownClient(_)) {
                    self.clients.remove(wanted.client_id);
                }
                return Err(failure);
            }
        };
        self.signed(tx, wanted, facts, deadline).map_err(lost)
    }

    /// The stamp of an answer, once the signature is there and everything is what was asked for.
    fn signed(
        &mut self,
        mut tx: Tx,
        wanted: &Wanted,
        facts: &Facts,
        deadline: &mut Deadline,
    ) -> Result<Stamp, Error> {
        while tx.pending() {
            self.link.wait(SIGNATURE_WAIT, deadline)?;
            let found = self.read_tx(wanted.tx, Some(wanted.revision), deadline)?;
            tx = found.ok_or(Error::TransactionNotOpen(wanted.number))?;
        }
        let tss = self.tss_id()?;
        let serial = crate::algorithm::hex(&facts.serial);
        if !tx.tss_serial_number.eq_ignore_ascii_case(&serial) {
            return Err(Error::ForeignDevice {
                expected: serial,
                found: tx.tss_serial_number,
            });
        }
        let same = tx.id.eq_ignore_ascii_case(wanted.tx)
            && tx.tss_id.eq_ignore_ascii_case(&tss)
            && tx.revision == wanted.revision
            && tx.client_id.eq_ignore_ascii_case(wanted.client)
            && tx.client_serial_number == wanted.client_id
            && (wanted.number == 0 || tx.number == wanted.number)
            && tx.state == wanted.state;
        if !same {
            return Err(Error::Protocol("an answer to another request".into()));
        }
        let content = tx.content()?;
        if let (Some((kind, data)), Some(found)) = (wanted.content, content)
            && (found.0 != kind || found.1 != data)
        {
            return Err(Error::Protocol("other data was signed".into()));
        }
        tx.stamp(facts)
    }

    pub(super) fn look_up(&mut self, client_id: &str, number: u64) -> Result<Transaction, Error> {
        let mut deadline = self.deadline();
        let facts = self.facts(&mut deadline)?;
        let id = number.to_string();
        let Some(mut tx) = self.read_tx(&id, None, &mut deadline)? else {
            return Ok(Transaction::Unknown);
        };
        if tx.client_serial_number != client_id {
            return Ok(Transaction::Unknown);
        }
        let latest = tx.latest_revision;
        let mut start = None;
        if tx.revision == 1 {
            start = Some(tx.clone());
        } else if latest > 1 {
            start = self.read_tx(&id, Some(1), &mut deadline)?;
        }
        // Asked without a revision, the service may answer with the first one.
        if tx.revision != latest {
            let found = self.read_tx(&id, Some(latest), &mut deadline)?;
            tx = found.ok_or_else(|| Error::Protocol("its latest revision is missing".into()))?;
        }
        // A start that is still being signed has no stamp yet.
        let start = match start {
            Some(start) if !start.pending() => Some(start.stamp(&facts)?),
            _ => None,
        };
        if tx.state == "ACTIVE" {
            self.open
                .insert(number, (tx.id.to_ascii_lowercase(), latest));
            return Ok(Transaction::Open { start });
        }
        self.open.remove(&number);
        while tx.pending() {
            self.link.wait(SIGNATURE_WAIT, &mut deadline)?;
            let found = self.read_tx(&id, Some(latest), &mut deadline)?;
            tx = found.ok_or_else(|| Error::Protocol("its latest revision is missing".into()))?;
        }
        Ok(Transaction::Finished {
            start,
            finish: tx.stamp(&facts)?,
            content: tx.content()?,
        })
    }

    /// Numbers of a client's open transactions, ascending.
    pub(super) fn open_of(
        &mut self,
        client: &str,
        deadline: &mut Deadline,
    ) -> Result<Vec<u64>, Error> {
        let tss = self.tss_id()?;
        let mut open = Vec::new();
        let mut offset = 0;
        for _ in 0..MOST_PAGES {
            let request = request::open_transactions(&tss, client, offset);
            let page: Page<Tx> = read(&self.call(&request, deadline)?)?;
            let length = page.data.len();
            for tx in page.data {
                if !tx.client_id.eq_ignore_ascii_case(client)
                    || !tx.tss_id.eq_ignore_ascii_case(&tss)
                {
                    return Err(Error::Protocol("transactions of another client".into()));
                }
                if tx.state == "ACTIVE" {
                    open.push(tx.number);
                }
            }
            if length < request::PAGE {
                open.sort_unstable();
                open.dedup();
                return Ok(open);
            }
            offset += length;
        }
        Err(Error::Protocol("a list of transactions without end".into()))
    }
}

/// Whether a refusal may come from the request having arrived before, or from a revision that is taken.
fn disputed(failure: &Failure) -> bool {
    matches!(
        failure.code.as_str(),
        "E_TX_UPSERT"
            | "E_TX_NO_TYPE_DEFINED"
            | "E_TX_ILLEGAL_TYPE_CHANGE"
            | "E_PENDING_TX_CONFLICT"
            | "E_TX_REVISION_NOT_FOUND"
    )
}
