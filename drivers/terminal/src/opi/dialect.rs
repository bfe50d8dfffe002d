//! Dialects: what differs from one family of terminals to the next.
//!
//! Rebuilt from recordings and other tills' sources; a terminal's firmware may differ again.

use serde::{Deserialize, Serialize};

use super::message::kind;

/// How a family of terminals speaks OPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    /// German classic: Wincor, Thales-OPI, CCV Germany, JTL.
    #[default]
    De,
    /// Ingenico Germany.
    Ingenico,
    /// CCV in the Netherlands and Belgium.
    Ccv,
    /// Nexi and CCV in Switzerland.
    NexiCh,
}

/// Which of the two requests of channel 0 carries something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// CardServiceRequest.
    Card,
    /// ServiceRequest.
    Service,
}

/// Which payments can be reversed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reversal {
    /// Any, named by OriginalTransaction.
    Any,
    /// Only the last one, whatever is named.
    LastOnly,
}

/// One dialect's ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// Name on the command line and in the configuration.
    pub name: &'static str,
    /// Port of channel 0, at the terminal.
    pub card_port: u16,
    /// Port of channel 1, at the till.
    pub device_port: u16,
    /// RequestType of the log-in.
    pub log_in: &'static str,
    /// RequestType of the log-off.
    pub log_off: &'static str,
    /// The log-in says where slips go and that signatures are asked about (PrinterParam, SignatureParam).
    pub log_in_parameters: bool,
    /// Requests say how printers are (PrinterStatus …).
    pub printer_status: bool,
    /// Requests carry the register's reference (ReferenceNumber).
    pub reference: bool,
    /// Target of the merchant's copy.
    pub merchant: &'static str,
    /// Target of the customer's copy.
    pub customer: &'static str,
    /// RequestType of the end of day.
    pub end_of_day: &'static str,
    /// Service request that tells how the terminal is.
    pub status: &'static str,
    /// Which reversals it does.
    pub reversal: Reversal,
    /// How an abort is sent; the second way where the first is not understood.
    pub abort: [Carrier; 2],
    /// It asks for confirmation only about signatures, whatever its words are.
    pub asks_only_signatures: bool,
}

const DE: Profile = Profile {
    name: "de",
    card_port: 20002,
    device_port: 20007,
    log_in: kind::LOGIN,
    log_off: kind::LOGOFF,
    log_in_parameters: false,
    printer_status: false,
    reference: false,
    merchant: "Printer",
    customer: "PrinterReceipt",
    end_of_day: kind::RECONCILIATION_WITH_CLOSURE,
    status: kind::LOGIN,
    reversal: Reversal::Any,
    abort: [Carrier::Card, Carrier::Service],
    asks_only_signatures: false,
};

const INGENICO: Profile = Profile {
    name: "ingenico",
    card_port: 5577,
    device_port: 5578,
    log_in_parameters: true,
    abort: [Carrier::Service, Carrier::Card],
    asks_only_signatures: true,
    ..DE
};

const CCV: Profile = Profile {
    name: "ccv",
    card_port: 4100,
    device_port: 4102,
    printer_status: true,
    reference: true,
    merchant: "JournalPrinter",
    customer: "Printer",
    end_of_day: kind::CLOSE_DAY,
    status: kind::GET_STATUS,
    reversal: Reversal::LastOnly,
    ..DE
};

const NEXI_CH: Profile = Profile {
    name: "nexi-ch",
    log_in: kind::ACTIVATE_TERMINAL,
    log_off: kind::DEACTIVATE_TERMINAL,
    ..CCV
};

impl Dialect {
    /// All of them, the usual one first.
    pub const ALL: [Self; 4] = [Self::De, Self::Ingenico, Self::Ccv, Self::NexiCh];

    /// Its ways.
    #[must_use]
    pub fn profile(self) -> &'static Profile {
        match self {
            Self::De => &DE,
            Self::Ingenico => &INGENICO,
            Self::Ccv => &CCV,
            Self::NexiCh => &NEXI_CH,
        }
    }

    /// Name on the command line and in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.profile().name
    }

    /// The dialect with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name() == name)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn names_are_those_of_the_configuration() {
        for dialect in Dialect::ALL {
            let json = serde_json::to_string(&dialect).unwrap();
            assert_eq!(json, format!("\"{}\"", dialect.name()));
            assert_eq!(Dialect::from_name(dialect.name()), Some(dialect));
        }
        assert_eq!(Dialect::from_name("zvt"), None);
    }
}
