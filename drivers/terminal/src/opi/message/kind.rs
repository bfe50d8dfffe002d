//! Values of RequestType.

/// Card request: money comes in.
pub const CARD_PAYMENT: &str = "CardPayment";
/// Card request: money goes back.
pub const PAYMENT_REFUND: &str = "PaymentRefund";
/// Card request: a payment is taken back.
pub const PAYMENT_REVERSAL: &str = "PaymentReversal";
/// Card or service request: the last answer once more; device request: our last answer once more.
pub const REPEAT_LAST_MESSAGE: &str = "RepeatLastMessage";
/// Card request: the last slip once more.
pub const TICKET_REPRINT: &str = "TicketReprint";
/// Card or service request, as the dialect has it: stop what runs.
pub const ABORT_REQUEST: &str = "AbortRequest";
/// Service request.
pub const LOGIN: &str = "Login";
/// Service request.
pub const LOGOFF: &str = "Logoff";
/// Service request: totals.
pub const RECONCILIATION: &str = "Reconciliation";
/// Service request: totals, handed in.
pub const RECONCILIATION_WITH_CLOSURE: &str = "ReconciliationWithClosure";
/// Service request of CCV and Nexi: totals, handed in.
pub const CLOSE_DAY: &str = "CloseDay";
/// Service request.
pub const DIAGNOSIS: &str = "Diagnosis";
/// Service request.
pub const INITIALISATION: &str = "Initialisation";
/// Service request of CCV and Nexi: how the terminal is.
pub const GET_STATUS: &str = "GetStatus";
/// Service request of Nexi: log-in.
pub const ACTIVATE_TERMINAL: &str = "ActivateTerminal";
/// Service request of Nexi: log-off.
pub const DEACTIVATE_TERMINAL: &str = "DeactivateTerminal";
/// Device request: show or print.
pub const OUTPUT: &str = "Output";
/// Device request: ask.
pub const INPUT: &str = "Input";
/// Device request: ask no more.
pub const ABORT_INPUT: &str = "AbortInput";
/// Device request: show no more.
pub const ABORT_OUTPUT: &str = "AbortOutput";
/// Device request: something happened.
pub const EVENT: &str = "Event";
