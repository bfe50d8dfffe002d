//! How a simulated terminal is built: what differs from maker to maker.

use std::time::Duration;

/// What becomes of an approved payment whose status information the till does not acknowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unacknowledged {
    /// It stays (chapter 4 of the specification 13.08).
    Stays,
    /// The terminal takes it back by itself, as older ones do.
    TakenBack,
}

/// What a terminal does when the line breaks before the card was charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forsaken {
    /// It gives up.
    Stops,
    /// It goes on with the customer, and is busy for everyone else meanwhile.
    GoesOn,
}

/// Characters of the terminal's texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// Code page 437, the specification's default.
    Cp437,
    /// ISO-8859-1, unannounced, as card complete sends it.
    Latin1,
    /// UTF-8.
    Utf8,
}

/// How a simulated terminal is built.
#[derive(Debug, Clone)]
pub struct Ways {
    /// Terminal id, eight digits.
    pub terminal_id: u64,
    /// Six digits; a wrong one is answered by `06 1E` and [`Ways::wrong_password`].
    pub password: u64,
    /// Result code for a wrong password.
    pub wrong_password: u8,
    /// Refuses everything with 6B until a till has registered; a power cycle forgets that.
    pub wants_registration: bool,
    /// What becomes of a payment without acknowledgement.
    pub unacknowledged: Unacknowledged,
    /// What it does when the line breaks during a payment.
    pub forsaken: Forsaken,
    /// Understands the service byte of 06 20: sends status information, prints nothing.
    pub service_byte: bool,
    /// 06 20 tells only a till that controls payment and administration (PAX A80).
    pub repeats_to_master_only: bool,
    /// Refused payments can be asked for again, too.
    pub keeps_refusals: bool,
    /// 06 30 takes back the last payment whatever receipt number is sent (PAX A80).
    pub reverses_last_only: bool,
    /// Answers 84 83 to refunds, as many do for girocard.
    pub refuses_refunds: bool,
    /// State it reports to 05 01: 00, or what it wants first.
    pub state: u8,
    /// Texts of the display in 04 FF; else the number alone.
    pub texts: bool,
    /// Their characters.
    pub letters: Letters,
    /// Limit in minutes that 04 FF announces for the next message (T4).
    pub announces: Option<u8>,
    /// How long it waits for the till's acknowledgement (T3).
    pub patience: Duration,
    /// How long it waits for the ACK of a frame (T2).
    pub ack: Duration,
    /// Longest pause between two bytes of a frame (T1).
    pub byte: Duration,
    /// Closes a connection on which nothing happens for so long.
    pub idle: Option<Duration>,
    /// Serves several connections at once; else they queue.
    pub several: bool,
    /// Numbers its messages with TLV 1F73 where the till offers it, and expects the numbers back.
    pub numbers: bool,
    /// Its clock runs ahead by so many minutes.
    pub clock_ahead: i64,
}

impl Default for Ways {
    fn default() -> Self {
        Self {
            terminal_id: 29_001_006,
            password: 0,
            wrong_password: 0x9A,
            wants_registration: true,
            unacknowledged: Unacknowledged::Stays,
            forsaken: Forsaken::Stops,
            service_byte: true,
            repeats_to_master_only: false,
            keeps_refusals: true,
            reverses_last_only: false,
            refuses_refunds: false,
            state: 0,
            texts: true,
            letters: Letters::Cp437,
            announces: Some(1),
            patience: Duration::from_secs(5),
            ack: Duration::from_secs(5),
            byte: Duration::from_millis(200),
            idle: None,
            several: true,
            numbers: false,
            clock_ahead: 0,
        }
    }
}

impl Letters {
    /// A text in these characters; a question mark for what they lack.
    pub(super) fn encode(self, text: &str) -> Vec<u8> {
        if self == Self::Utf8 {
            return text.as_bytes().to_vec();
        }
        let one = |c: char| match (self, c) {
            (_, c) if c.is_ascii() => u8::try_from(c).unwrap_or(b'?'),
            (Self::Latin1, c) => u8::try_from(c).unwrap_or(b'?'),
            (_, 'ä') => 0x84,
            (_, 'ö') => 0x94,
            (_, 'ü') => 0x81,
            (_, 'Ä') => 0x8E,
            (_, 'Ö') => 0x99,
            (_, 'Ü') => 0x9A,
            (_, 'ß') => 0xE1,
            _ => b'?',
        };
        text.chars().map(one).collect()
    }
}
