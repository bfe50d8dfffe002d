//! How a payment goes at a simulated terminal.

use std::time::Duration;

use super::card::Card;

/// How one payment, refund or reversal goes; without one every card is approved.
#[derive(Debug, Clone)]
pub struct Play {
    /// What host and customer say.
    pub verdict: Verdict,
    /// The card that is held to it.
    pub card: Card,
    /// Cents that are approved, where they differ from those asked for.
    pub approves: Option<i64>,
    /// Pause before each message.
    pub pace: Duration,
    /// So many times the command is answered by 84 9C (send again later) first.
    pub busy: u32,
    /// Receipt number, where it is not the next one.
    pub receipt: Option<u16>,
    /// Terminal id in the answer, where it is not the terminal's own.
    pub terminal_id: Option<u64>,
    /// Amount in the answer, where it is a wrong one (PAX, reversal).
    pub states: Option<i64>,
    /// Things in the answer nobody knows.
    pub oddity: Oddity,
    /// Whether the oddity comes back when the receipt is asked for again.
    pub odd_again: bool,
    /// The slips come before the status information.
    pub prints_first: bool,
    /// No intermediate status at all.
    pub silent: bool,
    /// What else happens, and when.
    pub incident: Option<(Moment, Incident)>,
}

/// What host and customer say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Approved.
    Approve,
    /// Refused with this result code, in BMP 27 and in the abort.
    Decline(u8),
    /// Refused with this result code, in the abort alone: no status information comes.
    Abort(u8),
    /// The command itself is refused: 84 and this code.
    Refuse(u8),
}

/// Things nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Oddity {
    /// None.
    #[default]
    None,
    /// A field of unknown number before the result.
    FieldBefore,
    /// A field of unknown number after result, amount and receipt number.
    FieldAfter,
    /// Tags nobody knows, nested and long.
    Tags,
    /// Commands nobody knows, between the messages.
    Commands,
}

/// A moment of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Before this message of ours, the answer to the command being number 0.
    Message(usize),
    /// The host has approved; the status information was not sent yet.
    Approved,
    /// The status information was sent, its acknowledgement not awaited yet.
    Stated,
    /// The status information was acknowledged.
    Acknowledged,
}

/// What may happen to a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incident {
    /// The connection is closed (TCP); the serial line falls silent until it is healed.
    Cut,
    /// Nothing is sent or heard any more on this connection, for so long.
    Silence(Duration),
    /// These bytes come in the place of a message, as they are, and nothing behind them for so long.
    Bytes(Vec<u8>, Duration),
    /// The power fails: connection and registration are gone, and for so long nobody answers.
    PowerCycle(Duration),
}

impl Default for Play {
    fn default() -> Self {
        Self {
            verdict: Verdict::Approve,
            card: Card::contactless(),
            approves: None,
            pace: Duration::ZERO,
            busy: 0,
            receipt: None,
            terminal_id: None,
            states: None,
            oddity: Oddity::None,
            odd_again: false,
            prints_first: false,
            silent: false,
            incident: None,
        }
    }
}

impl Play {
    /// Approved with this card.
    #[must_use]
    pub fn approve(card: Card) -> Self {
        Self {
            card,
            ..Self::default()
        }
    }

    /// Ends in another way.
    #[must_use]
    pub fn ends(verdict: Verdict) -> Self {
        Self {
            verdict,
            ..Self::default()
        }
    }

    /// Approved, and something happens meanwhile.
    #[must_use]
    pub fn with(moment: Moment, incident: Incident) -> Self {
        Self {
            incident: Some((moment, incident)),
            ..Self::default()
        }
    }

    /// Approved, with something nobody knows.
    #[must_use]
    pub fn odd(oddity: Oddity) -> Self {
        Self {
            oddity,
            ..Self::default()
        }
    }
}
