//! What a till wants of a simulated terminal, read without the driver's own codec: two readers, two chances to notice.

use roxmltree::{Document, Node};

const NAMESPACE: &str = "http://www.nrf-arts.org/IXRetail/namespace";

/// A request of a till.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Request {
    /// ServiceRequest, else CardServiceRequest.
    pub(super) service: bool,
    pub(super) kind: String,
    pub(super) workstation: String,
    pub(super) id: String,
    pub(super) pop: Option<String>,
    pub(super) sender: Option<String>,
    /// ReferenceNumber.
    pub(super) reference: Option<String>,
    /// TotalAmount.
    pub(super) cents: Option<i64>,
    /// STAN of OriginalTransaction.
    pub(super) original_stan: Option<String>,
    /// Whether the till takes receipts, where it says so: Ingenico's PrinterParam, CCV's PrinterStatus.
    pub(super) prints: Option<bool>,
    /// What is not as it should be.
    pub(super) complaints: Vec<String>,
}

impl Request {
    /// Reads a message; `Err` says why nothing can be made of it.
    pub(super) fn read(message: &[u8]) -> Result<Self, String> {
        let text = text(message)?;
        let document = Document::parse(&text).map_err(|error| error.to_string())?;
        let root = document.root_element();
        let name = root.tag_name().name();
        let service = match name {
            "ServiceRequest" => true,
            "CardServiceRequest" => false,
            _ => return Err(format!("{name} is no request")),
        };
        let attribute = |name: &str| root.attribute(name).map(str::to_owned);
        let mut request = Self {
            service,
            kind: attribute("RequestType").ok_or("RequestType is missing")?,
            workstation: attribute("WorkstationID").ok_or("WorkstationID is missing")?,
            id: attribute("RequestID").ok_or("RequestID is missing")?,
            pop: attribute("POPID"),
            sender: attribute("ApplicationSender"),
            reference: attribute("ReferenceNumber"),
            ..Self::default()
        };
        if let Some(total) = child(root, "TotalAmount") {
            let amount = total.text().unwrap_or_default();
            request.cents = cents(amount);
            if request.cents.is_none_or(|cents| cents <= 0) {
                request
                    .complaints
                    .push(format!("{amount} is no amount to ask for"));
            }
            if total.attribute("Currency") != Some("EUR") {
                request
                    .complaints
                    .push("the currency is missing".to_owned());
            }
        }
        request.original_stan = child(root, "OriginalTransaction")
            .and_then(|original| original.attribute("STAN"))
            .map(str::to_owned);
        request.prints = prints(root);
        request.check(root);
        Ok(request)
    }

    fn check(&mut self, root: Node<'_, '_>) {
        if root.tag_name().namespace() != Some(NAMESPACE) {
            self.complaints
                .push("a request without namespace".to_owned());
        }
        let digits = self.id.len() <= 8 && self.id.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || self.id.is_empty() {
            self.complaints
                .push(format!("RequestID {} is no number of 8 digits", self.id));
        }
        if self.workstation.is_empty() {
            self.complaints.push("WorkstationID is empty".to_owned());
        }
        if self.reference.as_ref().is_some_and(|text| text.len() > 20) {
            self.complaints
                .push("ReferenceNumber is longer than 20".to_owned());
        }
        let stamp = child(root, "POSdata").and_then(|data| child(data, "POSTimeStamp"));
        let stamp = stamp.and_then(|stamp| stamp.text()).unwrap_or_default();
        if stamp.len() < 19 || stamp.as_bytes().get(10) != Some(&b'T') {
            self.complaints
                .push(format!("{} without POSTimeStamp", self.kind));
        }
    }

    /// Whether it moves money.
    pub(super) fn moves_money(&self) -> bool {
        let kinds = ["CardPayment", "PaymentRefund", "PaymentReversal"];
        !self.service && kinds.contains(&self.kind.as_str())
    }
}

fn prints(root: Node<'_, '_>) -> Option<bool> {
    let status = root
        .descendants()
        .find(|node| node.tag_name().name() == "PrinterStatus");
    if let Some(status) = status {
        return Some(matches!(status.text(), Some("Available" | "PaperLow")));
    }
    let mut receipts = root
        .descendants()
        .filter(|node| node.tag_name().name() == "Receipt")
        .peekable();
    receipts.peek()?;
    Some(receipts.all(|receipt| receipt.text() == Some("yes")))
}

/// A till's answer to a device request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Response {
    pub(super) kind: String,
    pub(super) workstation: String,
    pub(super) id: String,
    pub(super) pop: Option<String>,
    pub(super) sequence: Option<String>,
    pub(super) result: String,
    /// Target and result of each output.
    pub(super) outputs: Vec<(String, String)>,
    /// Answer to a question.
    pub(super) boolean: Option<bool>,
}

impl Response {
    pub(super) fn read(message: &[u8]) -> Result<Self, String> {
        let text = text(message)?;
        let document = Document::parse(&text).map_err(|error| error.to_string())?;
        let root = document.root_element();
        if root.tag_name().name() != "DeviceResponse" {
            return Err(format!("{} is no DeviceResponse", root.tag_name().name()));
        }
        let attribute = |name: &str| root.attribute(name).map(str::to_owned);
        let boolean = root
            .descendants()
            .find(|node| node.tag_name().name() == "InBoolean")
            .and_then(|node| node.text())
            .map(|text| matches!(text.trim(), "true" | "1"));
        let outputs = root
            .children()
            .filter(|node| node.tag_name().name() == "Output");
        let outputs = outputs.map(|node| {
            let attribute = |name| node.attribute(name).unwrap_or_default().to_owned();
            (attribute("OutDeviceTarget"), attribute("OutResult"))
        });
        Ok(Self {
            kind: attribute("RequestType").unwrap_or_default(),
            workstation: attribute("WorkstationID").unwrap_or_default(),
            id: attribute("RequestID").unwrap_or_default(),
            pop: attribute("POPID"),
            sequence: attribute("SequenceID"),
            result: attribute("OverallResult").ok_or("OverallResult is missing")?,
            outputs: outputs.collect(),
            boolean,
        })
    }
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children()
        .find(|child| child.tag_name().name() == name)
}

/// Text as declared: ISO-8859-1 when it says so, else UTF-8.
fn text(message: &[u8]) -> Result<String, String> {
    let head: Vec<u8> = message.iter().copied().take(100).collect();
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let declaration = head.split("?>").next().unwrap_or_default();
    match declaration.contains("iso-8859-1") {
        true => Ok(message.iter().map(|byte| char::from(*byte)).collect()),
        false => String::from_utf8(message.to_vec()).map_err(|error| error.to_string()),
    }
}

/// `39.50` as cents; nothing but digits, a dot and two digits.
fn cents(text: &str) -> Option<i64> {
    let (whole, rest) = text.trim().split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(rest) || rest.len() != 2 {
        return None;
    }
    whole
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(rest.parse().ok()?)
}
