//! Reading log messages, strictly: whatever the standards do not describe is an error with its name.

use super::{
    AUDIT, Body, DataForm, LogTime, Message, Operation, SYSTEM, SystemBody, TRANSACTION,
    TransactionBody,
};
use crate::algorithm::{SignatureAlgorithm, hex};
use crate::der::{DerError, Reader, unsigned};

/// Why bytes are no log message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// An element is wrong.
    #[error("{element}: {source}")]
    Element {
        /// Name of the element in TR-03151.
        element: &'static str,
        /// What is wrong with it.
        source: DerError,
    },
    /// The version is neither 2 nor 3.
    #[error("version 2 or 3 expected, {0} found")]
    Version(u64),
    /// The object identifier names no kind of log message.
    #[error("certifiedDataType: {0} is none of the three kinds of log messages")]
    Kind(String),
    /// The operation of a transaction log is unknown.
    #[error(
        "operationType: StartTransaction, UpdateTransaction or FinishTransaction expected, {0:?} found"
    )]
    Operation(String),
    /// The object identifier names no algorithm TR-03116-5 allows.
    #[error("signatureAlgorithm: {0} is no algorithm of TR-03116-5")]
    Algorithm(String),
    /// The log time is none of the three kinds.
    #[error("logTime: unix time, UTCTime or GeneralizedTime expected")]
    Time,
    /// A text element holds bytes that are no text.
    #[error("{0}: text expected")]
    Text(&'static str),
}

/// A log message together with the bytes its signature stands on.
#[derive(Debug, Clone)]
pub struct Decoded<'a> {
    /// The message.
    pub message: Message,
    /// The signed bytes, as they stand.
    pub dtbs: &'a [u8],
    /// The signature value.
    pub signature: &'a [u8],
}

fn at(element: &'static str) -> impl Fn(DerError) -> DecodeError {
    move |source| DecodeError::Element { element, source }
}

fn text(element: &'static str, bytes: &[u8]) -> Result<String, DecodeError> {
    std::str::from_utf8(bytes)
        .map(str::to_owned)
        .map_err(|_| DecodeError::Text(element))
}

/// Decodes one log message and nothing else.
///
/// # Errors
/// [`DecodeError`] names the element and what was expected.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, DecodeError> {
    let mut outer = Reader::new(bytes);
    let content = outer.expect(0x30).map_err(at("log message"))?;
    outer.end().map_err(at("log message"))?;
    let mut reader = Reader::new(content);

    let version = reader.expect(0x02).map_err(at("version"))?;
    let version = match unsigned(0x02, version).map_err(at("version"))? {
        2 => 2,
        3 => 3,
        other => return Err(DecodeError::Version(other)),
    };
    let kind = reader.expect(0x06).map_err(at("certifiedDataType"))?;
    let body = if kind == TRANSACTION {
        Some(Body::Transaction(transaction(&mut reader)?))
    } else if kind == SYSTEM {
        Some(Body::System(system(&mut reader, version)?))
    } else if kind == AUDIT {
        None
    } else {
        return Err(DecodeError::Kind(hex(kind)));
    };
    let serial = reader.expect(0x04).map_err(at("serialNumber"))?.to_vec();
    let algorithm = algorithm(reader.expect(0x30).map_err(at("signatureAlgorithm"))?)?;
    let body = match body {
        Some(body) => body,
        None => Body::Audit(reader.expect(0x04).map_err(at("seAuditData"))?.to_vec()),
    };
    let counter = reader.expect(0x02).map_err(at("signatureCounter"))?;
    let counter = unsigned(0x02, counter).map_err(at("signatureCounter"))?;
    let time = reader.next(None).map_err(at("logTime"))?;
    let time = LogTime::read(time.tag, time.content).ok_or(DecodeError::Time)?;
    let signed = content.len() - reader.remaining();
    let signature = reader.expect(0x04).map_err(at("signatureValue"))?;
    reader.end().map_err(at("log message"))?;
    Ok(Decoded {
        message: Message {
            version,
            body,
            serial,
            algorithm,
            counter,
            time,
        },
        dtbs: content.get(..signed).unwrap_or_default(),
        signature,
    })
}

fn algorithm(content: &[u8]) -> Result<SignatureAlgorithm, DecodeError> {
    let mut reader = Reader::new(content);
    let oid = reader.expect(0x06).map_err(at("signatureAlgorithm"))?;
    // Parameters must be absent (TR-03153-1, 9.6), so nothing may follow.
    reader.end().map_err(at("signatureAlgorithm"))?;
    SignatureAlgorithm::from_oid(oid).ok_or_else(|| DecodeError::Algorithm(hex(oid)))
}

fn transaction(reader: &mut Reader<'_>) -> Result<TransactionBody, DecodeError> {
    let operation = reader.expect(0x80).map_err(at("operationType"))?;
    // The case of the first letter follows the product, not reliably the version (TR-03151-1, 2.2).
    let operation = match operation {
        b"StartTransaction" | b"startTransaction" => Operation::Start,
        b"UpdateTransaction" | b"updateTransaction" => Operation::Update,
        b"FinishTransaction" | b"finishTransaction" => Operation::Finish,
        other => {
            return Err(DecodeError::Operation(
                String::from_utf8_lossy(other).into(),
            ));
        }
    };
    let client_id = text("clientId", reader.expect(0x81).map_err(at("clientId"))?)?;
    let (process_data, form) = process_data(reader).map_err(at("processData"))?;
    let process_type = match reader.optional(0x83).map_err(at("processType"))? {
        Some(bytes) => Some(text("processType", bytes)?),
        None => None,
    };
    let external = reader
        .optional(0x84)
        .map_err(at("additionalExternalData"))?
        .map(<[u8]>::to_vec);
    let number = reader.expect(0x85).map_err(at("transactionNumber"))?;
    let number = unsigned(0x85, number).map_err(at("transactionNumber"))?;
    let internal = reader
        .optional(0x86)
        .map_err(at("additionalInternalData"))?
        .map(<[u8]>::to_vec);
    Ok(TransactionBody {
        operation,
        client_id,
        process_data,
        form,
        process_type,
        external,
        number,
        internal,
    })
}

fn process_data(reader: &mut Reader<'_>) -> Result<(Vec<u8>, DataForm), DerError> {
    if reader.peek() != Some(0xA2) {
        return Ok((reader.expect(0x82)?.to_vec(), DataForm::Primitive));
    }
    let element = reader.next(Some(0xA2))?;
    let mut parts = Reader::new(element.content);
    let mut data = Vec::with_capacity(element.content.len());
    while parts.remaining() > 0 {
        data.extend_from_slice(parts.expect(0x04)?);
    }
    let form = if element.indefinite {
        DataForm::Indefinite
    } else {
        DataForm::Constructed
    };
    Ok((data, form))
}

fn system(reader: &mut Reader<'_>, version: u8) -> Result<SystemBody, DecodeError> {
    let operation = text(
        "operationType",
        reader.expect(0x80).map_err(at("operationType"))?,
    )?;
    if version == 2 {
        let data = reader
            .expect(0x81)
            .map_err(at("systemOperationData"))?
            .to_vec();
        let internal = reader
            .optional(0x82)
            .map_err(at("additionalInternalData"))?
            .map(<[u8]>::to_vec);
        return Ok(SystemBody {
            operation,
            data,
            origin: None,
            user: None,
            internal,
        });
    }
    let mut optional = |tag, element| -> Result<Option<String>, DecodeError> {
        match reader.optional(tag).map_err(at(element))? {
            Some(bytes) => text(element, bytes).map(Some),
            None => Ok(None),
        }
    };
    let origin = optional(0x81, "eventOrigin")?;
    let user = optional(0x82, "eventTriggeredByUser")?;
    let data = reader.expect(0xA3).map_err(at("eventData"))?.to_vec();
    Ok(SystemBody {
        operation,
        data,
        origin,
        user,
        internal: None,
    })
}
