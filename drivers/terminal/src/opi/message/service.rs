//! ServiceRequest and ServiceResponse.

use super::{Header, OriginalHeader, OverallResult, PosData, PrivateData, Wrong, amount};
use crate::opi::xml::Element;

/// Everything that is not about money.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServiceRequest {
    /// Shared attributes.
    pub header: Header,
    /// POSdata.
    pub pos: PosData,
    /// PrivateData.
    pub private: PrivateData,
}

impl ServiceRequest {
    pub(super) fn read(element: &Element) -> Self {
        Self {
            header: Header::read(element),
            pos: PosData::read(element),
            private: PrivateData::read(element),
        }
    }

    pub(super) fn write(&self) -> Element {
        let mut element = self.header.write("ServiceRequest");
        self.pos.write(&mut element);
        self.private.write(&mut element);
        element
    }
}

/// One row of a reconciliation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Total {
    /// Cents, as stated.
    pub cents: i64,
    /// Currency.
    pub currency: String,
    /// NumberPayments, where it is stated.
    pub count: Option<u32>,
    /// PaymentType: `Debit` came in, `Credit` went back, whatever the kind of card.
    pub kind: String,
    /// CardCircuit.
    pub circuit: String,
    /// Acquirer.
    pub acquirer: String,
}

impl Total {
    fn read(element: &Element) -> Result<Self, Wrong> {
        let get = |name| element.get(name).trim().to_owned();
        Ok(Self {
            cents: amount::parse(&element.text)?,
            currency: get("Currency"),
            count: get("NumberPayments").parse().ok(),
            kind: get("PaymentType"),
            circuit: get("CardCircuit"),
            acquirer: get("Acquirer"),
        })
    }

    fn write(&self) -> Element {
        let count = self.count.map(|count| count.to_string());
        Element::with_text("TotalAmount", &amount::write(self.cents))
            .maybe("NumberPayments", count.as_deref().unwrap_or_default())
            .maybe("PaymentType", &self.kind)
            .maybe("Currency", &self.currency)
            .maybe("CardCircuit", &self.circuit)
            .maybe("Acquirer", &self.acquirer)
    }

    /// Cents that came in, below zero for what went back.
    #[must_use]
    pub fn signed(&self) -> i64 {
        match self.kind.eq_ignore_ascii_case("Credit") {
            true => -self.cents.abs(),
            false => self.cents,
        }
    }
}

/// What became of a service request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceResponse {
    /// Shared attributes, those of the request.
    pub header: Header,
    /// OverallResult.
    pub result: OverallResult,
    /// Terminal@TerminalID.
    pub terminal: String,
    /// Terminal@STAN.
    pub stan: String,
    /// Authorisation@TimeStamp.
    pub moment: String,
    /// Reconciliation; `None` where there is none.
    pub totals: Option<Vec<Total>>,
    /// DiagnosisResult.
    pub diagnosis: String,
    /// TerminalState.
    pub state: String,
    /// OriginalHeader.
    pub original: Option<OriginalHeader>,
    /// PrivateData.
    pub private: PrivateData,
}

impl ServiceResponse {
    /// A bare answer to a request.
    #[must_use]
    pub fn to(request: &Header, result: OverallResult) -> Self {
        Self {
            header: request.answer(),
            result,
            terminal: String::new(),
            stan: String::new(),
            moment: String::new(),
            totals: None,
            diagnosis: String::new(),
            state: String::new(),
            original: None,
            private: PrivateData::default(),
        }
    }

    pub(super) fn read(element: &Element) -> Result<Self, Wrong> {
        let of = |child: &str, name: &str| {
            let child = element.find(child);
            child.map_or("", |child| child.get(name)).trim().to_owned()
        };
        let totals = element
            .find("Reconciliation")
            .map(|all| all.all("TotalAmount").map(Total::read).collect());
        Ok(Self {
            header: Header::read(element),
            result: OverallResult::read(element.get("OverallResult")),
            terminal: of("Terminal", "TerminalID"),
            stan: of("Terminal", "STAN"),
            moment: of("Authorisation", "TimeStamp"),
            totals: totals.transpose()?,
            diagnosis: element.text_of("DiagnosisResult").to_owned(),
            state: element.get("TerminalState").trim().to_owned(),
            original: element.find("OriginalHeader").map(OriginalHeader::read),
            private: PrivateData::read(element),
        })
    }

    pub(super) fn write(&self) -> Element {
        let mut element = self
            .header
            .write("ServiceResponse")
            .attribute("OverallResult", self.result.name())
            .maybe("TerminalState", &self.state)
            .child(
                Element::new("Terminal")
                    .maybe("TerminalID", &self.terminal)
                    .maybe("STAN", &self.stan),
            );
        if !self.moment.is_empty() {
            let moment = Element::new("Authorisation").attribute("TimeStamp", &self.moment);
            element.children.push(moment);
        }
        if let Some(totals) = &self.totals {
            let mut all = Element::new("Reconciliation");
            all.children.extend(totals.iter().map(Total::write));
            element.children.push(all);
        }
        if !self.diagnosis.is_empty() {
            let diagnosis = Element::with_text("DiagnosisResult", &self.diagnosis);
            element.children.push(diagnosis);
        }
        let original = self.original.as_ref().map(OriginalHeader::write);
        element.children.extend(original);
        self.private.write(&mut element);
        element
    }
}
