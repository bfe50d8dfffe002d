//! What became of a transaction.

use serde_json::json;

use super::NORMAL;
use super::code::{self, About};
use super::reply::number_of;
use super::session::Session;
use crate::algorithm::{Curve, LogTimeFormat, SignatureAlgorithm, serial};
use crate::key::PublicKey;
use crate::log::{Body, DataForm, LogTime, Message, Operation, TransactionBody};
use crate::{Error, Stamp, Transaction};

impl Session<'_> {
    /// What became of a transaction: by the open ones, the last answer, or an export of this one.
    pub fn transaction(&mut self, client: &str, number: u64) -> Result<Transaction, Error> {
        let open = self.open_transactions(client)?.contains(&number);
        let input = json!({"clientId": client});
        let reply = self.call("GetLastTransactionResponse", &input, NORMAL)?;
        let last = match reply.result.as_str() {
            code::OK => {
                let last =
                    number_of(&reply.output, "transactionNumber").map_err(Error::Protocol)?;
                match last == number {
                    true => Some(reply.stamp(Some(number)).map_err(Error::Protocol)?),
                    false => None,
                }
            }
            "TSE1_ERROR_NO_LAST_TRANSACTION" | "TSE1_ERROR_TSE_NO_RESPONSE_TO_FETCH" => None,
            other => return Err(self.refusal(other, About::default())),
        };
        let known = self.epson.starts.get(client);
        let start = known.filter(|start| start.transaction == number).cloned();
        match (open, last) {
            (true, last) => {
                let start = match (start, last) {
                    (None, Some(last)) => self.proven_start(client, last)?,
                    (start, _) => start,
                };
                Ok(Transaction::Open { start })
            }
            // The last thing that happened to a transaction that is not open any more is its end.
            (false, Some(finish)) => Ok(Transaction::Finished {
                start,
                finish,
                content: None,
            }),
            (false, None) => self.search(client, number),
        }
    }

    /// The last answer to a client may be that to a start or to an update. It is the start if its signature stands
    /// on an empty start.
    fn proven_start(&mut self, client: &str, stamp: Stamp) -> Result<Option<Stamp>, Error> {
        if self.epson.key.is_none() {
            self.info()?;
        }
        let Some((point, name)) = &self.epson.key else {
            return Ok(None);
        };
        let Some(algorithm) = SignatureAlgorithm::from_name(name) else {
            return Ok(None);
        };
        let proves = |process_type: Option<&str>| {
            let message = Message {
                version: 2,
                body: Body::Transaction(TransactionBody {
                    operation: Operation::Start,
                    client_id: client.into(),
                    process_data: Vec::new(),
                    form: DataForm::Primitive,
                    process_type: process_type.map(Into::into),
                    external: None,
                    number: stamp.transaction,
                    internal: None,
                }),
                serial: serial(point).to_vec(),
                algorithm,
                counter: stamp.counter,
                time: LogTime::new(LogTimeFormat::UnixTime, stamp.log_time),
            };
            let signed = message.dtbs();
            let curves = Curve::candidates(point.len()).iter();
            curves
                .filter_map(|curve| PublicKey::new(*curve, point).ok())
                .any(|key| {
                    key.verify(algorithm.hash(), &signed, &stamp.signature)
                        .is_ok()
                })
        };
        let proven = [Some(""), None, Some(" ")].into_iter().any(proves);
        Ok(proven.then_some(stamp))
    }
}
