//! The six kinds of messages, read and written; unknown elements and attributes are passed over.
//!
//! Rebuilt from recordings: there is no public schema. Whatever is read has passed [`mask`](crate::mask) before anything
//! else sees it.

use crate::mask;
use crate::opi::text::{self, Encoding};
use crate::opi::xml::{self, Element};

pub mod amount;
pub mod card;
pub mod device;
pub mod kind;
pub mod overall;
pub mod private;
pub mod service;

pub use card::{
    Amount, Authorisation, CardRequest, CardResponse, CardValue, OriginalHeader,
    OriginalTransaction, PosData,
};
pub use device::{
    Command, DeviceRequest, DeviceResponse, Input, InputAnswer, Output, OutputAnswer, Target,
    TextLine, Value,
};
pub use overall::{Moved, OverallResult};
pub use private::PrivateData;
pub use service::{ServiceRequest, ServiceResponse, Total};

/// A message that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Its encoding.
    #[error(transparent)]
    Encoding(#[from] text::UnknownEncoding),
    /// Its XML.
    #[error("XML {0}")]
    Xml(#[from] xml::Wrong),
    /// Its root element is none of the six.
    #[error("an unknown message {0:?}")]
    Unknown(String),
    /// One of its amounts.
    #[error(transparent)]
    Amount(#[from] amount::NotAnAmount),
}

/// Attributes that all messages share; empty where one is missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// RequestType, one of [`kind`].
    pub request_type: String,
    /// WorkstationID: the till.
    pub workstation: String,
    /// RequestID.
    pub request_id: String,
    /// ApplicationSender.
    pub sender: String,
    /// POPID.
    pub pop: String,
    /// TerminalID.
    pub terminal: String,
    /// SequenceID (device messages).
    pub sequence: String,
    /// ReferenceNumber, at most 20 characters (Nexi, CCV).
    pub reference: String,
    /// ReferenceRequestID.
    pub reference_request: String,
}

impl Header {
    fn read(element: &Element) -> Self {
        let get = |name| element.get(name).trim().to_owned();
        Self {
            request_type: get("RequestType"),
            workstation: get("WorkstationID"),
            request_id: get("RequestID"),
            sender: get("ApplicationSender"),
            pop: get("POPID"),
            terminal: get("TerminalID"),
            sequence: get("SequenceID"),
            reference: get("ReferenceNumber"),
            reference_request: get("ReferenceRequestID"),
        }
    }

    fn write(&self, name: &str) -> Element {
        Element::new(name)
            .attribute("RequestType", &self.request_type)
            .attribute("WorkstationID", &self.workstation)
            .attribute("RequestID", &self.request_id)
            .maybe("ApplicationSender", &self.sender)
            .maybe("POPID", &self.pop)
            .maybe("TerminalID", &self.terminal)
            .maybe("SequenceID", &self.sequence)
            .maybe("ReferenceNumber", &self.reference)
            .maybe("ReferenceRequestID", &self.reference_request)
    }

    /// The header of an answer to this request.
    #[must_use]
    pub fn answer(&self) -> Self {
        Self {
            sender: String::new(),
            ..self.clone()
        }
    }

    /// Whether `answer` belongs to this request. Leading zeros of the till's name do not count; an answer may leave it out.
    #[must_use]
    pub fn is_answered_by(&self, answer: &Self) -> bool {
        self.request_type == answer.request_type
            && self.request_id == answer.request_id
            && (answer.workstation.is_empty()
                || same_workstation(&self.workstation, &answer.workstation))
    }
}

/// Whether two WorkstationIDs are the same till: `1` and `00000001` are.
#[must_use]
pub fn same_workstation(one: &str, other: &str) -> bool {
    one.trim_start_matches('0') == other.trim_start_matches('0')
}

/// A message of either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Till → terminal: money.
    CardRequest(CardRequest),
    /// Terminal → till: what became of it.
    CardResponse(Box<CardResponse>),
    /// Till → terminal: everything else.
    ServiceRequest(ServiceRequest),
    /// Terminal → till: what became of it.
    ServiceResponse(ServiceResponse),
    /// Terminal → till on channel 1: show, print, ask.
    DeviceRequest(DeviceRequest),
    /// Till → terminal: done, or the answer.
    DeviceResponse(DeviceResponse),
}

impl Message {
    /// Reads the payload of a frame.
    pub fn parse(payload: &[u8]) -> Result<Self, Wrong> {
        let mut element = xml::parse(&text::decode(payload)?)?;
        conceal(&mut element);
        Ok(match element.name.as_str() {
            "CardServiceRequest" => Self::CardRequest(CardRequest::read(&element)?),
            "CardServiceResponse" => Self::CardResponse(Box::new(CardResponse::read(&element)?)),
            "ServiceRequest" => Self::ServiceRequest(ServiceRequest::read(&element)),
            "ServiceResponse" => Self::ServiceResponse(ServiceResponse::read(&element)?),
            "DeviceRequest" => Self::DeviceRequest(DeviceRequest::read(&element)),
            "DeviceResponse" => Self::DeviceResponse(DeviceResponse::read(&element)),
            other => return Err(Wrong::Unknown(other.chars().take(40).collect())),
        })
    }

    /// The message as an element.
    #[must_use]
    pub fn element(&self) -> Element {
        match self {
            Self::CardRequest(message) => message.write(),
            Self::CardResponse(message) => message.write(),
            Self::ServiceRequest(message) => message.write(),
            Self::ServiceResponse(message) => message.write(),
            Self::DeviceRequest(message) => message.write(),
            Self::DeviceResponse(message) => message.write(),
        }
    }

    /// The payload of a frame.
    #[must_use]
    pub fn write(&self, encoding: Encoding) -> Vec<u8> {
        encoding.encode(&self.element().document(encoding.name()))
    }

    /// The shared attributes.
    #[must_use]
    pub fn header(&self) -> &Header {
        match self {
            Self::CardRequest(message) => &message.header,
            Self::CardResponse(message) => &message.header,
            Self::ServiceRequest(message) => &message.header,
            Self::ServiceResponse(message) => &message.header,
            Self::DeviceRequest(message) => &message.header,
            Self::DeviceResponse(message) => &message.header,
        }
    }
}

/// What holds a card number, whatever it looks like.
const CARD_NUMBERS: [&str; 5] = [
    "CardPAN",
    "MaskedCardNumber",
    "CardNumber",
    "PAN",
    "ManualPAN",
];
/// What holds what no till needs: stripes and encrypted numbers.
const SECRETS: [&str; 7] = [
    "Track1",
    "Track2",
    "Track3",
    "CardTrack",
    "AppPANEnc",
    "CVV",
    "CardVerificationCode",
];
/// What names messages and tills and has to be repeated as it came; never a card.
const IDENTIFIERS: [&str; 8] = [
    "RequestID",
    "ReferenceRequestID",
    "WorkstationID",
    "SequenceID",
    "TerminalID",
    "STAN",
    "Merchant",
    "MerchantID",
];

/// Masks every card number of a tree.
fn conceal(element: &mut Element) {
    let Element {
        name,
        attributes,
        text,
        children,
    } = element;
    for (name, value) in attributes {
        conceal_value(name, value);
    }
    conceal_value(name, text);
    children.iter_mut().for_each(conceal);
}

fn conceal_value(name: &str, value: &mut String) {
    let is_one_of = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    if is_one_of(&SECRETS) {
        value.clear();
    } else if is_one_of(&CARD_NUMBERS) {
        *value = mask::number(value);
    } else if !is_one_of(&IDENTIFIERS) {
        *value = mask::text(value);
    }
}

#[cfg(test)]
mod tests;
