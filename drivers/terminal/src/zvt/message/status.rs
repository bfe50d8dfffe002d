//! `04 0F`: the result of a payment and its data.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

use super::Totals;
use super::fields::Fields;
use crate::zvt::Charset;
use crate::zvt::bmp::Unread;
use crate::zvt::table::{self, Reaction};
use crate::{Approval, CardKind, Condition, Entry, Reason, Refusal};

/// `04 0F`. Fields the terminal did not send are `None` or empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatusInformation {
    /// BMP 27: `00` paid, `01` to `63` refused by the host, above by the terminal.
    pub result: Option<u8>,
    /// BMP 04: cents.
    pub cents: Option<i64>,
    /// BMP 49: 978 is the euro.
    pub currency: Option<u16>,
    /// Trace number: BMP 0B, or tag 1F2B where it has more than six digits.
    pub trace: String,
    /// BMP 37: trace number of what a reversal took back.
    pub original_trace: String,
    /// BMP 87: receipt number.
    pub receipt: Option<u16>,
    /// BMP 88: turnover record number.
    pub turnover: Option<u32>,
    /// BMP 0C, tag 1F0F: the terminal's time.
    pub time: Option<NaiveTime>,
    /// BMP 0D: month and day of the terminal's date, which has no year.
    pub day: Option<(u32, u32)>,
    /// BMP AA or tag 1F0E: the terminal's date with its year, where it sends one.
    pub full_date: Option<NaiveDate>,
    /// BMP 0E: expiry of the card, YYMM.
    pub expiry: String,
    /// BMP 17: sequence number of the card.
    pub sequence_number: Option<u16>,
    /// BMP 19: payment type.
    pub payment_type: Option<u8>,
    /// BMP 22, masked, e.g. `############5726`.
    pub masked_number: String,
    /// BMP 29, eight digits.
    pub terminal_id: String,
    /// BMP 2A: contract number.
    pub contract: String,
    /// BMP 3B: authorisation attribute.
    pub authorization: String,
    /// BMP A0: result code of the authorisation system.
    pub authorization_result: Option<u8>,
    /// BMP 3C: text of the host, line feeds between lines.
    pub host_text: String,
    /// Tags 24/07: the terminal's words, line feeds between lines.
    pub text: String,
    /// Card type: tag 41, else BMP 8A.
    pub card_type: Option<u16>,
    /// Card type of the network operator: tag 49, else BMP 8C.
    pub network_card_type: Option<u16>,
    /// BMP 8B: name of the card.
    pub card_name: String,
    /// Tag 4A: product name for display.
    pub product: String,
    /// Tag 44, else 42: the card application's name for itself.
    pub application_name: String,
    /// Tag 43: application id in hexadecimal.
    pub application: String,
    /// Tag 45: which slips are due; first digit the merchant's, second the customer's.
    pub receipt_rule: String,
    /// Tag 46 or 66: EMV data for the customer's slip.
    pub emv_customer: String,
    /// Tag 47 or 67: EMV data for the merchant's slip.
    pub emv_merchant: String,
    /// Tag 1F10: cardholder verification.
    pub verification: Option<u8>,
    /// Tag 1F11: whether the host was asked.
    pub online: Option<bool>,
    /// Tag 1F12: 0 magnetic stripe, 1 chip, 2 contactless.
    pub technology: Option<u8>,
    /// Tag 1F1F: synchronisation id.
    pub synchronisation: Option<u32>,
    /// Tag 1F73: message sequence id.
    pub sequence: Option<u32>,
    /// BMP 60: totals of the day.
    pub totals: Option<Totals>,
    /// What could not be read; the rest counts nevertheless.
    pub unread: Vec<Unread>,
}

impl StatusInformation {
    pub(super) fn read(data: &[u8], charset: Charset) -> Self {
        Self::from(Fields::read(data, 0, charset))
    }

    /// Whether it says that money moved: result `00`.
    #[must_use]
    pub fn approved(&self) -> bool {
        self.result == Some(0)
    }

    /// Whether it says that no money moved: any other result. Without a result it says neither.
    #[must_use]
    pub fn refused(&self) -> bool {
        self.result.is_some_and(|result| result != 0)
    }

    /// Whether the customer has to sign: tag 1F10 says signature (1) or PIN and signature (5 to 7); without that tag
    /// payment types 40 and 60 (facts of card complete; no terminal was tried).
    #[must_use]
    pub fn signature(&self) -> bool {
        match self.verification {
            Some(verification) => matches!(verification, 1 | 5..=7),
            None => matches!(self.payment_type, Some(0x40 | 0x60)),
        }
    }

    /// Brand and kind of the card.
    #[must_use]
    pub fn brand(&self) -> (String, CardKind) {
        let names = [
            self.product.as_str(),
            self.card_name.as_str(),
            self.application_name.as_str(),
        ];
        table::brand(&names, self.card_type, &self.application)
    }

    /// The terminal's moment, the year taken from `now`: of this year and its neighbours the one that is nearest. `None`
    /// without date or time.
    #[must_use]
    pub fn moment(&self, now: DateTime<FixedOffset>) -> Option<NaiveDateTime> {
        let time = self.time?;
        if let Some(date) = self.full_date {
            return Some(date.and_time(time));
        }
        let (month, day) = self.day?;
        let now = now.naive_local();
        let years = [now.year() - 1, now.year(), now.year() + 1];
        years
            .into_iter()
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
            .map(|date| date.and_time(time))
            .min_by_key(|moment| (*moment - now).abs())
    }

    /// What is kept of an approved payment. `requested` cents stand in where the terminal states no amount.
    #[must_use]
    pub fn approval(&self, requested: i64, now: DateTime<FixedOffset>) -> Approval {
        let (brand, kind) = self.brand();
        let moment = self.moment(now);
        Approval {
            cents: self.cents.unwrap_or(requested),
            kind,
            brand,
            masked_number: self.masked_number.clone(),
            entry: match self.technology {
                Some(0) => Entry::Stripe,
                Some(1) => Entry::Chip,
                Some(2) => Entry::Contactless,
                _ => Entry::Unknown,
            },
            terminal_id: self.terminal_id.clone(),
            trace: self.trace.clone(),
            receipt_number: self
                .receipt
                .map(|number| format!("{number:04}"))
                .unwrap_or_default(),
            authorization: self.authorization.clone(),
            timestamp: moment
                .map(|moment| moment.format("%Y-%m-%dT%H:%M:%S").to_string())
                .unwrap_or_default(),
            batch: String::new(),
            contract: self.contract.clone(),
            signature: self.signature(),
            text: self.host_text.clone(),
        }
    }

    /// Why nothing was paid: the terminal's words, else the host's, else ours.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        let own = match self.text.as_str() {
            "" => self.host_text.as_str(),
            text => text,
        };
        refusal(self.result, own)
    }
}

/// The refusal a result code means; `None`: the terminal sent none.
pub(super) fn refusal(result: Option<u8>, own: &str) -> Refusal {
    let Some(code) = result else {
        return Refusal {
            reason: Reason::Declined,
            text: match own {
                "" => "Nicht ausgeführt".to_owned(),
                own => own.to_owned(),
            },
            code: String::new(),
        };
    };
    let (text, reaction) = table::result(code);
    let reason = match (code, reaction) {
        (0x6C, _) => Reason::Aborted,
        (0x83, _) => Reason::Unsupported,
        (_, Reaction::Wait) => Reason::Busy,
        (_, Reaction::EndOfDay) => Reason::NotReady(Condition::CloseDay),
        (_, Reaction::Register) => Reason::NotReady(Condition::LogIn),
        (_, Reaction::Initialise) => Reason::NotReady(Condition::Initialise),
        (_, Reaction::Diagnosis) => Reason::NotReady(Condition::Diagnose),
        (_, Reaction::Printer) => Reason::NotReady(Condition::Paper),
        (_, Reaction::Service | Reaction::RemoveCard) => Reason::NotReady(Condition::Service),
        _ => Reason::Declined,
    };
    Refusal {
        reason,
        text: match own {
            "" => text,
            own => own.to_owned(),
        },
        code: format!("{code:02X}"),
    }
}

impl From<Fields> for StatusInformation {
    fn from(fields: Fields) -> Self {
        Self {
            result: fields.result,
            cents: fields.cents,
            currency: fields.currency,
            trace: match fields.long_trace.trim_start_matches('0') {
                "" => fields.trace,
                _ => fields.long_trace,
            },
            original_trace: fields.original_trace,
            receipt: fields.receipt,
            turnover: fields.turnover,
            time: fields.time,
            day: fields.day,
            full_date: fields.full_date,
            expiry: fields.expiry,
            sequence_number: fields.sequence_number,
            payment_type: fields.payment_type,
            masked_number: fields.masked_number,
            terminal_id: fields.terminal_id,
            contract: fields.contract,
            authorization: fields.authorization,
            authorization_result: fields.authorization_result,
            host_text: fields.host_text,
            text: fields.text,
            card_type: fields.card_type,
            network_card_type: fields.network_card_type,
            card_name: fields.card_name,
            product: fields.product,
            application_name: match fields.application_name.as_str() {
                "" => fields.application_label,
                _ => fields.application_name,
            },
            application: fields.application,
            receipt_rule: fields.receipt_rule,
            emv_customer: fields.emv_customer,
            emv_merchant: fields.emv_merchant,
            verification: fields.verification,
            online: fields.online,
            technology: fields.technology,
            synchronisation: fields.synchronisation,
            sequence: fields.sequence,
            totals: fields.totals,
            unread: fields.unread,
        }
    }
}
