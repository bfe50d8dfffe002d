//! How one payment, refund or reversal at a simulated terminal goes.

use std::time::Duration;

/// The card, phone or watch a customer presents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Card {
    /// girocard in the slot.
    Girocard,
    /// girocard, contactless.
    Contactless,
    /// Mastercard in a phone.
    Phone,
    /// Visa credit card in the slot.
    Credit,
    /// Visa whose number the terminal does not mask, neither in its answer nor on paper.
    Unmasked,
}

/// The full number of [`Card::Unmasked`]; it must turn up nowhere.
pub const FULL_NUMBER: &str = "4111111111111111";

impl Card {
    /// Circuit, number, technology and verification as the terminal writes them.
    pub(super) fn facts(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Girocard => ("girocard", "680533*********4747", "Chip", "OnlinePIN"),
            Self::Contactless => ("girocard", "680533*********4747", "NFC", "NoCVM"),
            Self::Phone => ("Mastercard", "############0036", "NFC", "CDCVM"),
            Self::Credit => ("VISA", "411111******1111", "Chip", "Signature"),
            Self::Unmasked => ("VISA", FULL_NUMBER, "Chip", "OnlinePIN"),
        }
    }
}

/// Where a terminal puts its words of a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Words {
    /// Plain text in PrivateData: `answer-txt=…`.
    AnswerText(String),
    /// PrivateData/ErrorText with an ErrorCode.
    ErrorText(String),
    /// Nowhere: an ActionCode alone.
    ActionCode(u16),
    /// Nothing but the result.
    None,
}

/// How it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Approved.
    Approve,
    /// `Failure`.
    Decline(Words),
    /// This OverallResult, with nothing charged. Those that refuse a request (`Busy`, `LoggedOut` …) come at once.
    Result(String),
    /// This OverallResult although the card was charged.
    ChargedResult(String),
}

/// What the terminal asks the clerk before it charges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asks {
    /// Whether the signature is right; no or no answer ends it.
    Signature,
    /// Whether the customer wants a receipt; any answer will do.
    Receipt,
}

/// What comes in place of a proper answer; what was charged is charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The proper answer.
    Proper,
    /// RequestID of another request.
    OtherRequest,
    /// WorkstationID of another till.
    OtherWorkstation,
    /// TotalAmount with this text.
    Total(String),
    /// Currency other than EUR.
    Currency(String),
    /// Without TotalAmount.
    NoTotal,
    /// UTF-8 is declared, ISO-8859-1 is written.
    Mislabelled,
    /// These bytes, without a frame; then the connection closes.
    Raw(Vec<u8>),
    /// This text in a frame.
    Framed(String),
}

/// One of the two channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// The till's requests, the terminal's answers.
    Zero,
    /// The terminal's device requests, the till's answers.
    One,
}

/// Direction of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the terminal.
    ToTerminal,
    /// To the till.
    ToTill,
}

/// How a line fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The connection closes; the terminal goes on as if nothing happened.
    Close,
    /// Nothing comes any more, and nothing closes.
    Silence,
    /// The terminal loses its power and is back at once: all connections close, what it was doing is forgotten.
    PowerCycle,
}

/// The line fails inside a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// On this channel,
    pub channel: Channel,
    /// in this direction,
    pub direction: Direction,
    /// in this message of the operation, counted from 0 per channel and direction,
    pub message: usize,
    /// after so many of its bytes, the length included.
    pub byte: usize,
    /// In this way.
    pub how: How,
}

/// A moment in an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The request was read.
    Accepted,
    /// The card was read, nothing is charged.
    BeforeCharge,
    /// Charged, nothing printed.
    AfterCharge,
    /// Printed, the answer not sent.
    BeforeAnswer,
}

/// How one payment, refund or reversal goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// How it ends.
    pub end: End,
    /// Which card.
    pub card: Card,
    /// Cents charged in place of the requested ones: a tip, a part.
    pub charged: Option<i64>,
    /// How long the customer takes; `None`: as long as the terminal's habit.
    pub pause: Option<Duration>,
    /// An abort comes too late: it is confirmed and changes nothing.
    pub past_abort: bool,
    /// Question to the clerk.
    pub asks: Option<Asks>,
    /// More texts on the clerk's display.
    pub texts: Vec<String>,
    /// A text of an earlier, finished request that comes first.
    pub stale: Option<String>,
    /// What comes in place of the answer.
    pub answer: Answer,
    /// Where a line fails.
    pub cuts: Vec<Cut>,
    /// When channel 0 fails outside of messages.
    pub fails: Option<(Moment, How)>,
}

impl Script {
    /// Approved, contactless girocard.
    #[must_use]
    pub fn approve() -> Self {
        Self::ends(End::Approve)
    }

    /// Declined, with words in PrivateData/ErrorText.
    #[must_use]
    pub fn decline() -> Self {
        Self::ends(End::Decline(Words::ErrorText("Karte gesperrt".to_owned())))
    }

    /// Ends with this OverallResult, nothing charged.
    #[must_use]
    pub fn result(result: &str) -> Self {
        Self::ends(End::Result(result.to_owned()))
    }

    /// Ends so.
    #[must_use]
    pub fn ends(end: End) -> Self {
        Self {
            end,
            card: Card::Contactless,
            charged: None,
            pause: None,
            past_abort: false,
            asks: None,
            texts: Vec::new(),
            stale: None,
            answer: Answer::Proper,
            cuts: Vec::new(),
            fails: None,
        }
    }

    /// With this card.
    #[must_use]
    pub fn card(mut self, card: Card) -> Self {
        self.card = card;
        self
    }

    /// With this in place of the answer.
    #[must_use]
    pub fn answer(mut self, answer: Answer) -> Self {
        self.answer = answer;
        self
    }

    /// With so many cents charged.
    #[must_use]
    pub fn charging(mut self, cents: i64) -> Self {
        self.charged = Some(cents);
        self
    }

    /// With a customer who takes so long.
    #[must_use]
    pub fn slow(mut self, pause: Duration) -> Self {
        self.pause = Some(pause);
        self
    }

    /// With a question.
    #[must_use]
    pub fn asking(mut self, asks: Asks) -> Self {
        self.asks = Some(asks);
        self
    }

    /// With a line that fails inside a message.
    #[must_use]
    pub fn cut(mut self, cut: Cut) -> Self {
        self.cuts.push(cut);
        self
    }

    /// With a line that fails at a moment.
    #[must_use]
    pub fn failing(mut self, moment: Moment, how: How) -> Self {
        self.fails = Some((moment, how));
        self
    }
}
