//! Messages of a simulated terminal as text and bytes, in its dialect.

use std::fmt::Write as _;

use chrono::Local;

use super::habits::{Encoding, Habits};
use super::script::Card;
use crate::opi::Dialect;

const NAMESPACE: &str = "http://www.nrf-arts.org/IXRetail/namespace";

/// One message: root, attributes, what is inside.
pub(super) fn message(
    habits: &Habits,
    root: &str,
    attributes: &[(&str, &str)],
    inside: &str,
) -> String {
    let mut attributes: Vec<(&str, String)> = attributes
        .iter()
        .map(|(name, value)| (*name, escape(value)))
        .collect();
    let named = habits.namespace || root == "CardServiceResponse";
    if named {
        attributes.push(("xmlns", NAMESPACE.to_owned()));
    }
    if habits.schema_location {
        let schema = format!("file:///C:/Windows/O.P.I.Schema/{root}.xsd");
        let (name, value) = match named {
            true => ("xsi:schemaLocation", format!("{NAMESPACE} {schema}")),
            false => ("xsi:noNamespaceSchemaLocation", schema),
        };
        let instance = "http://www.w3.org/2001/XMLSchema-instance".to_owned();
        attributes.push(("xmlns:xsi", instance));
        attributes.push((name, value));
    }
    if habits.reversed_attributes {
        attributes.reverse();
    }
    let encoding = match habits.encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Latin1 => "ISO-8859-1",
    };
    let mut text = format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>\n<{root}");
    for (name, value) in attributes {
        let _ = write!(text, " {name}=\"{value}\"");
    }
    let _ = write!(text, ">{inside}</{root}>");
    text
}

/// Its bytes in the encoding it declares.
pub(super) fn bytes(encoding: Encoding, text: &str) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Latin1 => text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
            .collect(),
    }
}

/// Text for the inside of an element or attribute.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// Cents as major units with a dot.
pub(super) fn amount(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}

/// The terminal's moment as it writes it; the German classic writes local time and calls it UTC.
pub(super) fn timestamp(habits: &Habits) -> String {
    let now = Local::now() + chrono::TimeDelta::seconds(habits.clock_skew);
    match habits.dialect {
        Dialect::De => now.format("%Y-%m-%dT%H:%M:%S-00:00").to_string(),
        Dialect::Ingenico => now.format("%Y-%m-%dT%H:%M:%S").to_string(),
        Dialect::Ccv | Dialect::NexiCh => now.format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string(),
    }
}

/// What a terminal remembers of an approved transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ticket {
    pub(super) title: &'static str,
    pub(super) cents: i64,
    pub(super) card: Card,
    pub(super) stan: String,
    pub(super) receipt: u32,
    pub(super) batch: u32,
    pub(super) timestamp: String,
    pub(super) signed: bool,
}

impl Ticket {
    fn approval(&self) -> String {
        format!("{:06}", (u64::from(self.receipt) * 7919) % 1_000_000)
    }

    /// Inside of the answer.
    pub(super) fn inside(&self, habits: &Habits, total: &str, currency: &str) -> String {
        let (circuit, number, technology, verification) = self.card.facts();
        let swiss = matches!(habits.dialect, Dialect::Ccv | Dialect::NexiCh);
        let card = if swiss { "MaskedCardNumber" } else { "CardPAN" };
        let total = match total {
            "" => String::new(),
            total => format!(
                "<TotalAmount Currency=\"{currency}\">{}</TotalAmount>",
                escape(total)
            ),
        };
        let mut inside = format!(
            "<Terminal TerminalID=\"{}\" TerminalBatch=\"{}\" STAN=\"{}\" MerchantID=\"455600001\"/>\
             <Tender>{total}<Authorisation AcquirerID=\"1\" {card}=\"{number}\" TimeStamp=\"{}\" \
             ActionCode=\"0\" ApprovalCode=\"{}\" CardCircuit=\"{circuit}\" ReceiptNumber=\"{:04}\"/></Tender>",
            habits.terminal_id,
            self.batch,
            self.stan,
            self.timestamp,
            self.approval(),
            self.receipt,
        );
        if !swiss {
            let _ = write!(
                inside,
                "<PrivateData><CardTechnologyType>{technology}</CardTechnologyType>\
                 <CardVerificationMethod>{verification}</CardVerificationMethod>\
                 <ErrorCode>1002700</ErrorCode><ErrorText>Zahlung erfolgt</ErrorText></PrivateData>\
                 <CardValue><ExpiryDate>1227</ExpiryDate></CardValue>"
            );
        }
        inside
    }

    /// Lines of a copy; the merchant's has room for a signature where one is due.
    pub(super) fn lines(&self, habits: &Habits, merchant: bool) -> Vec<String> {
        let (circuit, number, ..) = self.card.facts();
        let copy = if merchant {
            "Händlerbeleg"
        } else {
            "Kundenbeleg"
        };
        let mut lines = vec![
            format!("* * {copy} * *"),
            self.title.to_owned(),
            String::new(),
            format!("Betrag EUR {}", amount(self.cents).replace('.', ",")),
            format!("{circuit} {number}"),
            format!("Terminal-ID {} TA-Nr {}", habits.terminal_id, self.stan),
            format!("Genehmigungs-Nr. {}", self.approval()),
            "Zahlung erfolgt".to_owned(),
        ];
        if merchant && self.signed {
            lines.push("Unterschrift:".to_owned());
            lines.push("________________________".to_owned());
        }
        lines
    }

    /// E-Journal of the transaction.
    pub(super) fn journal(&self, habits: &Habits) -> String {
        let (circuit, number, ..) = self.card.facts();
        format!(
            "<E-Journal><ShopInfo><ShopLocation>Rathaus Z\u{fc}rich</ShopLocation>\
             <TerminalIdentifier>{}</TerminalIdentifier></ShopInfo><TransactionInfo>\
             <TransactionIdentifier>{}</TransactionIdentifier><ServiceLabelName>PURCHASE</ServiceLabelName>\
             <AuthorisationCode>{}</AuthorisationCode><TotalAmount Currency=\"EUR\">{}</TotalAmount>\
             <TransactionResultText>00</TransactionResultText></TransactionInfo><CardInfo>\
             <CardLabelName>{circuit}</CardLabelName><CardNumber>{number}</CardNumber></CardInfo><DCCInfo/></E-Journal>",
            habits.terminal_id,
            self.stan,
            self.approval(),
            amount(self.cents),
        )
    }
}
