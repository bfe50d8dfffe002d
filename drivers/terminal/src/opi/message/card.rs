//! CardServiceRequest and CardServiceResponse.

use super::{Header, OverallResult, PrivateData, Wrong, amount};
use crate::opi::xml::Element;

/// An amount in a currency.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Amount {
    /// Cents.
    pub cents: i64,
    /// ISO 4217; empty where it is not stated.
    pub currency: String,
}

impl Amount {
    /// Euro cents.
    #[must_use]
    pub fn euros(cents: i64) -> Self {
        Self {
            cents,
            currency: "EUR".to_owned(),
        }
    }

    fn read(element: &Element) -> Result<Self, Wrong> {
        Ok(Self {
            cents: amount::parse(&element.text)?,
            currency: element.get("Currency").trim().to_owned(),
        })
    }

    /// TotalAmount inside; an empty one states nothing.
    fn inside(parent: &Element) -> Result<Option<Self>, Wrong> {
        let total = parent.find("TotalAmount");
        let total = total.filter(|total| !total.text.trim().is_empty());
        total.map(Self::read).transpose()
    }

    fn write(&self) -> Element {
        Element::with_text("TotalAmount", &amount::write(self.cents))
            .maybe("Currency", &self.currency)
    }
}

/// POSdata: the till's side of a request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PosData {
    /// POSTimeStamp.
    pub moment: String,
    /// LanguageCode; empty where it is not stated.
    pub language: String,
    /// Further elements by name, such as `PrinterStatus` with `Available`.
    pub elements: Vec<(String, String)>,
}

impl PosData {
    pub(super) fn read(parent: &Element) -> Self {
        let Some(data) = parent.find("POSdata") else {
            return Self::default();
        };
        let others = data.children.iter().filter(|c| c.name != "POSTimeStamp");
        Self {
            moment: data.text_of("POSTimeStamp").to_owned(),
            language: data.get("LanguageCode").to_owned(),
            elements: others
                .map(|child| (child.name.clone(), child.text.trim().to_owned()))
                .collect(),
        }
    }

    pub(super) fn write(&self, parent: &mut Element) {
        let mut data = Element::new("POSdata").maybe("LanguageCode", &self.language);
        if !self.moment.is_empty() {
            data = data.child(Element::with_text("POSTimeStamp", &self.moment));
        }
        for (name, value) in &self.elements {
            data = data.child(Element::with_text(name, value));
        }
        parent.children.push(data);
    }
}

/// OriginalTransaction: the payment a reversal means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OriginalTransaction {
    /// TerminalID.
    pub terminal: String,
    /// TerminalBatch.
    pub batch: String,
    /// STAN.
    pub stan: String,
    /// TimeStamp.
    pub moment: String,
}

impl OriginalTransaction {
    fn read(element: &Element) -> Self {
        let get = |name| element.get(name).to_owned();
        Self {
            terminal: get("TerminalID"),
            batch: get("TerminalBatch"),
            stan: get("STAN"),
            moment: get("TimeStamp"),
        }
    }

    fn write(&self) -> Element {
        Element::new("OriginalTransaction")
            .maybe("TerminalID", &self.terminal)
            .maybe("TerminalBatch", &self.batch)
            .maybe("STAN", &self.stan)
            .maybe("TimeStamp", &self.moment)
    }
}

/// A request for money, or about money.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CardRequest {
    /// Shared attributes.
    pub header: Header,
    /// POSdata.
    pub pos: PosData,
    /// TotalAmount.
    pub amount: Option<Amount>,
    /// OriginalTransaction.
    pub original: Option<OriginalTransaction>,
    /// PrivateData.
    pub private: PrivateData,
}

impl CardRequest {
    pub(super) fn read(element: &Element) -> Result<Self, Wrong> {
        Ok(Self {
            header: Header::read(element),
            pos: PosData::read(element),
            amount: Amount::inside(element)?,
            original: element
                .find("OriginalTransaction")
                .map(OriginalTransaction::read),
            private: PrivateData::read(element),
        })
    }

    pub(super) fn write(&self) -> Element {
        let mut element = self.header.write("CardServiceRequest");
        self.pos.write(&mut element);
        let original = self.original.as_ref().map(OriginalTransaction::write);
        element.children.extend(original);
        let amount = self.amount.as_ref().map(Amount::write);
        element.children.extend(amount);
        self.private.write(&mut element);
        element
    }
}

/// OriginalHeader: which message a repeated answer answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginalHeader {
    /// RequestType.
    pub request_type: String,
    /// WorkstationID.
    pub workstation: String,
    /// RequestID.
    pub request_id: String,
    /// OverallResult, where it is stated.
    pub result: Option<OverallResult>,
}

impl OriginalHeader {
    pub(super) fn read(element: &Element) -> Self {
        let get = |name| element.get(name).trim().to_owned();
        let mut attributes = element.attributes.iter();
        // An empty one is a result that tells nothing, not a missing one.
        let result = attributes.find(|(name, _)| name == "OverallResult");
        Self {
            request_type: get("RequestType"),
            workstation: get("WorkstationID"),
            request_id: get("RequestID"),
            result: result.map(|(_, result)| OverallResult::read(result)),
        }
    }

    pub(super) fn write(&self) -> Element {
        Element::new("OriginalHeader")
            .attribute("RequestType", &self.request_type)
            .attribute("WorkstationID", &self.workstation)
            .attribute("RequestID", &self.request_id)
            .maybe(
                "OverallResult",
                self.result.as_ref().map_or("", |result| result.name()),
            )
    }
}

/// Authorisation: what the host said; empty where it said nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Authorisation {
    /// AcquirerID.
    pub acquirer: String,
    /// CardPAN or MaskedCardNumber, masked.
    pub masked_number: String,
    /// TimeStamp.
    pub moment: String,
    /// ActionCode, in ISO 8583's terms.
    pub action_code: String,
    /// ReturnCode.
    pub return_code: String,
    /// ApprovalCode.
    pub approval_code: String,
    /// AcquirerBatch.
    pub acquirer_batch: String,
    /// CardCircuit.
    pub circuit: String,
    /// ReceiptNumber.
    pub receipt_number: String,
    /// AuthorisationType.
    pub kind: String,
    /// Merchant.
    pub merchant: String,
    /// TrxReferenceNumber.
    pub reference: String,
}

impl Authorisation {
    fn read(element: &Element) -> Self {
        let get = |name| element.get(name).trim().to_owned();
        let number = get("CardPAN");
        Self {
            acquirer: get("AcquirerID"),
            masked_number: match number.is_empty() {
                true => get("MaskedCardNumber"),
                false => number,
            },
            moment: get("TimeStamp"),
            action_code: get("ActionCode"),
            return_code: get("ReturnCode"),
            approval_code: get("ApprovalCode"),
            acquirer_batch: get("AcquirerBatch"),
            circuit: get("CardCircuit"),
            receipt_number: get("ReceiptNumber"),
            kind: get("AuthorisationType"),
            merchant: get("Merchant"),
            reference: get("TrxReferenceNumber"),
        }
    }

    fn write(&self) -> Element {
        Element::new("Authorisation")
            .maybe("AcquirerID", &self.acquirer)
            .maybe("CardPAN", &self.masked_number)
            .maybe("TimeStamp", &self.moment)
            .maybe("ActionCode", &self.action_code)
            .maybe("ReturnCode", &self.return_code)
            .maybe("ApprovalCode", &self.approval_code)
            .maybe("AcquirerBatch", &self.acquirer_batch)
            .maybe("CardCircuit", &self.circuit)
            .maybe("ReceiptNumber", &self.receipt_number)
            .maybe("AuthorisationType", &self.kind)
            .maybe("Merchant", &self.merchant)
            .maybe("TrxReferenceNumber", &self.reference)
    }
}

/// CardValue: what is printed on the card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CardValue {
    /// CardPAN, masked.
    pub masked_number: String,
    /// CardCircuit.
    pub circuit: String,
    /// ExpiryDate.
    pub expiry: String,
}

impl CardValue {
    fn read(element: &Element) -> Self {
        let either = |name| match element.get(name) {
            "" => element.text_of(name).to_owned(),
            attribute => attribute.to_owned(),
        };
        Self {
            masked_number: either("CardPAN"),
            circuit: either("CardCircuit"),
            expiry: either("ExpiryDate"),
        }
    }

    fn write(&self) -> Element {
        let mut element = Element::new("CardValue");
        for (name, value) in [
            ("CardPAN", &self.masked_number),
            ("CardCircuit", &self.circuit),
            ("ExpiryDate", &self.expiry),
        ] {
            if !value.is_empty() {
                element = element.child(Element::with_text(name, value));
            }
        }
        element
    }
}

/// What became of a request for money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardResponse {
    /// Shared attributes, those of the request.
    pub header: Header,
    /// OverallResult.
    pub result: OverallResult,
    /// Terminal@TerminalID.
    pub terminal: String,
    /// Terminal@TerminalBatch.
    pub batch: String,
    /// Terminal@STAN; not always a number.
    pub stan: String,
    /// Terminal@MerchantID.
    pub merchant: String,
    /// Tender/TotalAmount.
    pub amount: Option<Amount>,
    /// Tender/Authorisation.
    pub authorisation: Option<Authorisation>,
    /// CardValue.
    pub card: Option<CardValue>,
    /// OriginalHeader.
    pub original: Option<OriginalHeader>,
    /// PrivateData.
    pub private: PrivateData,
}

impl CardResponse {
    /// A bare answer to a request.
    #[must_use]
    pub fn to(request: &Header, result: OverallResult) -> Self {
        Self {
            header: request.answer(),
            result,
            terminal: String::new(),
            batch: String::new(),
            stan: String::new(),
            merchant: String::new(),
            amount: None,
            authorisation: None,
            card: None,
            original: None,
            private: PrivateData::default(),
        }
    }

    pub(super) fn read(element: &Element) -> Result<Self, Wrong> {
        let empty = Element::default();
        let terminal = element.find("Terminal").unwrap_or(&empty);
        let tender = element.find("Tender").unwrap_or(&empty);
        let get = |name| terminal.get(name).trim().to_owned();
        Ok(Self {
            header: Header::read(element),
            result: OverallResult::read(element.get("OverallResult")),
            terminal: get("TerminalID"),
            batch: get("TerminalBatch"),
            stan: get("STAN"),
            merchant: get("MerchantID"),
            amount: Amount::inside(tender)?,
            authorisation: tender.find("Authorisation").map(Authorisation::read),
            card: element.find("CardValue").map(CardValue::read),
            original: element.find("OriginalHeader").map(OriginalHeader::read),
            private: PrivateData::read(element),
        })
    }

    pub(super) fn write(&self) -> Element {
        let mut element = self
            .header
            .write("CardServiceResponse")
            .attribute("OverallResult", self.result.name());
        element.children.push(
            Element::new("Terminal")
                .maybe("TerminalID", &self.terminal)
                .maybe("TerminalBatch", &self.batch)
                .maybe("STAN", &self.stan)
                .maybe("MerchantID", &self.merchant),
        );
        if self.amount.is_some() || self.authorisation.is_some() {
            let mut tender = Element::new("Tender");
            let amount = self.amount.as_ref().map(Amount::write);
            tender.children.extend(amount);
            let authorisation = self.authorisation.as_ref().map(Authorisation::write);
            tender.children.extend(authorisation);
            element.children.push(tender);
        }
        let card = self.card.as_ref().map(CardValue::write);
        element.children.extend(card);
        let original = self.original.as_ref().map(OriginalHeader::write);
        element.children.extend(original);
        self.private.write(&mut element);
        element
    }
}
