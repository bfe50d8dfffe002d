//! How a simulated terminal speaks and behaves: what differs between dialects, providers and firmware.

use std::time::Duration;

use crate::opi::Dialect;

/// Encoding a terminal writes and declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// ISO-8859-1; what it cannot hold becomes `?`.
    Latin1,
}

/// How a terminal takes an AbortRequest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AbortHabit {
    /// As a CardServiceRequest; as a ServiceRequest it answers `NotSupported`.
    Card,
    /// As a ServiceRequest; as a CardServiceRequest it answers `NotSupported`.
    Service,
    /// It always answers `DeviceUnavailable` and goes on.
    Unavailable,
    /// It takes the connection and says nothing.
    Ignored,
}

/// How a terminal repeats its last message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepeatHabit {
    /// Not at all: `NotSupported`.
    Unsupported,
    /// OverallResult is that of the original.
    Original,
    /// OverallResult says whether the repetition worked; the original's is in OriginalHeader alone.
    Wrapped,
}

/// What a terminal does when the till does not take a device request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LostDevice {
    /// It goes on.
    GoOn,
    /// It stops what is not charged yet.
    Abort,
}

/// How a simulated terminal speaks and behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Habits {
    /// Dialect it was made for.
    pub dialect: Dialect,
    /// Encoding of all it writes.
    pub encoding: Encoding,
    /// Device requests and service responses carry the namespace.
    pub namespace: bool,
    /// Messages name their schema with a path on some disk.
    pub schema_location: bool,
    /// Attributes come in the opposite order.
    pub reversed_attributes: bool,
    /// It wants a log-in before anything else.
    pub login: bool,
    /// All device requests of an operation use one connection.
    pub one_connection: bool,
    /// Calls back at the `[ip]:port` it finds in ApplicationSender.
    pub calls_sender: bool,
    /// How it takes an abort.
    pub abort: AbortHabit,
    /// How it repeats its last message.
    pub repeat: RepeatHabit,
    /// Asked for its last message while it works, it tells an older one instead of `Busy`.
    pub repeats_while_busy: bool,
    /// A log-in or report is a last message too.
    pub remembers_services: bool,
    /// It remembers a last message for every workstation, not one in all.
    pub per_workstation: bool,
    /// It knows TicketReprint.
    pub reprint: bool,
    /// After an answer it could not deliver it refuses every payment with `PrintLastTicket` until the ticket was reprinted.
    pub insists_on_ticket: bool,
    /// It takes back the last payment only, whatever STAN is named.
    pub reverses_last_only: bool,
    /// A reversal states the amount 0.00.
    pub reversal_states_zero: bool,
    /// The till prints its receipts.
    pub prints: bool,
    /// Before a payment it asks whether the printer is ready.
    pub tests_printer: bool,
    /// It sends an E-Journal with each approved payment.
    pub journal: bool,
    /// What it does when the till does not take a device request.
    pub lost_device: LostDevice,
    /// How long a customer takes.
    pub pause: Duration,
    /// How long it waits for the till to take or answer a device request.
    pub patience: Duration,
    /// Its clock is wrong by so many seconds.
    pub clock_skew: i64,
    /// Stands before its STAN, which therefore is no number.
    pub stan_prefix: String,
    /// Its id.
    pub terminal_id: String,
}

impl Habits {
    /// The usual terminal of a dialect.
    #[must_use]
    pub fn of(dialect: Dialect) -> Self {
        let german = matches!(dialect, Dialect::De | Dialect::Ingenico);
        Self {
            dialect,
            encoding: match dialect {
                Dialect::De => Encoding::Latin1,
                _ => Encoding::Utf8,
            },
            namespace: !german,
            schema_location: dialect == Dialect::De,
            reversed_attributes: dialect == Dialect::NexiCh,
            login: german,
            one_connection: dialect == Dialect::Ccv,
            calls_sender: false,
            abort: match dialect {
                Dialect::Ingenico => AbortHabit::Service,
                _ => AbortHabit::Card,
            },
            repeat: match dialect {
                Dialect::De => RepeatHabit::Original,
                Dialect::Ingenico => RepeatHabit::Wrapped,
                Dialect::Ccv => RepeatHabit::Unsupported,
                Dialect::NexiCh => RepeatHabit::Original,
            },
            repeats_while_busy: false,
            remembers_services: false,
            per_workstation: false,
            reprint: true,
            insists_on_ticket: !german,
            reverses_last_only: !german,
            reversal_states_zero: dialect == Dialect::De,
            prints: true,
            tests_printer: german,
            journal: !german,
            lost_device: LostDevice::GoOn,
            pause: Duration::ZERO,
            patience: Duration::from_secs(5),
            clock_skew: 0,
            stan_prefix: String::new(),
            terminal_id: "68276185".to_owned(),
        }
    }

    /// Target of the customer's copy.
    pub(super) fn customer_target(&self) -> &'static str {
        match self.dialect {
            Dialect::De | Dialect::Ingenico => "PrinterReceipt",
            Dialect::Ccv | Dialect::NexiCh => "Printer",
        }
    }

    /// Target of the merchant's copy and of reports.
    pub(super) fn merchant_target(&self) -> &'static str {
        match self.dialect {
            Dialect::De | Dialect::Ingenico => "Printer",
            Dialect::Ccv | Dialect::NexiCh => "JournalPrinter",
        }
    }

    /// Name of the end of day.
    pub(super) fn closure(&self) -> &'static str {
        match self.dialect {
            Dialect::De | Dialect::Ingenico => "ReconciliationWithClosure",
            Dialect::Ccv | Dialect::NexiCh => "CloseDay",
        }
    }

    /// Port the till usually listens on.
    #[must_use]
    pub fn till_port(&self) -> u16 {
        match self.dialect {
            Dialect::De => 20007,
            Dialect::Ingenico => 5578,
            Dialect::Ccv | Dialect::NexiCh => 4102,
        }
    }
}
