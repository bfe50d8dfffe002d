//! Paying by card: what the terminal is doing, and what to do when nobody knows what it did.

mod held;
mod unknown;
mod view;

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::{CardState, Command};
use super::approval;
use crate::i18n::Both;
use crate::money::Money;
use crate::receipt::PaymentKind;
use crate::till::Charged;

/// What the screen remembers.
#[derive(Debug)]
pub struct State {
    amount: Money,
    state: CardState,
    /// A terminal has to be chosen before anything is sent.
    choosing: bool,
    /// The step the terminal has reached; a text of its display is no step back.
    step: usize,
    /// A payment is given back that was taken before.
    takes_back: bool,
    abort_asked: bool,
    /// The till was asked for something that ends this picture.
    asking: bool,
    /// Cash instead of the card it was paid with: asked for once already.
    warned: bool,
    resolve: Option<Resolve>,
}

/// A manager says what became of a payment.
#[derive(Debug)]
struct Resolve {
    charged: bool,
    /// Number of the terminal's receipt, as typed.
    number: String,
    kind: PaymentKind,
    /// Everything is said; who says so.
    approval: Option<approval::State>,
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Pay at this terminal.
    At(String),
    /// Another terminal than the one that does not answer.
    Others,
    /// Ask the terminal to stop.
    RequestAbort,
    /// Charge again after it was declined.
    Retry,
    /// Pay in cash instead.
    CashInstead,
    /// It is all right: finish the sale, or go on with what is still due.
    Accept,
    /// It is not: give it back.
    TakeBack,
    /// Ask the terminal what became of it.
    Ask,
    /// Put the sale aside until somebody knows.
    Later,
    /// A manager knows what became of it.
    Resolve(bool),
    /// The number of the terminal's receipt as typed.
    Number(String),
    /// The kind of card.
    Kind(PaymentKind),
    /// Number and kind are there.
    Said,
    /// Leave that dialog.
    Unsaid,
    /// Inside the dialog of the second person.
    Approval(approval::Message),
    /// Leave, if nothing is running.
    Back,
}

impl State {
    /// A payment of this amount that is just being asked for.
    pub fn new(amount: Money) -> Self {
        Self {
            amount,
            state: CardState::Requested,
            choosing: false,
            step: 0,
            takes_back: false,
            abort_asked: false,
            asking: false,
            warned: false,
            resolve: None,
        }
    }

    /// A payment of this amount, as soon as somebody says at which terminal.
    pub fn choosing(amount: Money) -> Self {
        Self {
            choosing: true,
            ..Self::new(amount)
        }
    }

    /// A payment of this amount that is being given back.
    pub fn taking_back(amount: Money) -> Self {
        Self {
            takes_back: true,
            ..Self::new(amount)
        }
    }

    /// A payment of this amount nobody knows the outcome of.
    pub fn unknown(amount: Money) -> Self {
        Self {
            state: CardState::Unknown(Both::of(|_| String::new())),
            ..Self::new(amount)
        }
    }

    /// The field of the receipt number.
    pub fn number_field() -> iced::widget::Id {
        iced::widget::Id::new("card-number")
    }

    /// The terminal has got further.
    pub fn progressed(&mut self, state: CardState) {
        self.asking = false;
        self.warned = false;
        self.choosing = false;
        if !state.is_running() || state == CardState::Recovering {
            self.abort_asked = false;
        }
        if !matches!(state, CardState::Unknown(_)) {
            self.resolve = None;
        }
        self.step = match &state {
            CardState::Requested => 0,
            CardState::Approved | CardState::Held(..) => 4,
            CardState::Authorizing | CardState::Recovering => 2,
            _ => self.step.max(1),
        };
        self.state = state;
    }

    /// Whether the terminal is at work; then nothing else may happen, not even Esc.
    pub fn is_running(&self) -> bool {
        !self.choosing && self.state.is_running()
    }

    /// Whether it has been charged.
    pub fn is_approved(&self) -> bool {
        self.state == CardState::Approved
    }

    /// Whether it has been charged and waits for somebody's look.
    pub fn is_held(&self) -> bool {
        matches!(self.state, CardState::Held(..))
    }

    /// Whether a payment is given back that was taken before.
    pub fn takes_back(&self) -> bool {
        self.takes_back
    }

    /// Whether nobody knows what became of it; then the sale can't go on.
    pub fn is_unknown(&self) -> bool {
        matches!(self.state, CardState::Unknown(_))
    }

    /// What is in front on this screen, as a number.
    pub fn page_number(&self) -> u8 {
        let dialog = self
            .resolve
            .as_ref()
            .map_or(0, |resolve| match resolve.approval {
                None => 1,
                Some(_) => 2,
            });
        let page = match &self.state {
            _ if self.choosing => 0,
            CardState::Unknown(_) => 1,
            CardState::Held(..) => 2,
            state if state.is_running() => 3,
            _ => 4,
        };
        dialog * 8 + page
    }

    /// Whether the dialog of the second person is open.
    pub fn has_approval(&self) -> bool {
        self.approval().is_some()
    }

    /// The dialog of the second person, if it is open.
    pub fn approval(&self) -> Option<&approval::State> {
        self.resolve.as_ref()?.approval.as_ref()
    }

    /// Puts the dialog back to what it was.
    pub fn restore_approval(&mut self, before: approval::State) {
        if let Some(state) = self.resolve.as_mut().and_then(|r| r.approval.as_mut()) {
            *state = before;
        }
    }

    /// The till refused; says why where it belongs. Returns whether it found a place.
    pub fn failed(&mut self, sentence: &str) -> bool {
        self.asking = false;
        match self.resolve.as_mut().and_then(|r| r.approval.as_mut()) {
            Some(approval) => {
                approval.failed(sentence.to_owned());
                true
            }
            None => false,
        }
    }

    /// What Enter means; nothing that decides about money.
    pub fn enter(&self, desk: &Desk) -> Option<Message> {
        match (&self.resolve, self.choosing) {
            (Some(_), _) => Some(Message::Said),
            (None, true) => self.usual(desk),
            (None, false) => None,
        }
    }

    /// Pay at the terminal that was used before.
    fn usual(&self, desk: &Desk) -> Option<Message> {
        let chosen = desk
            .status
            .terminals
            .iter()
            .find(|t| t.chosen && !t.blocked);
        chosen.map(|terminal| Message::At(terminal.name.clone()))
    }

    /// What F9 means.
    pub fn again(&self, desk: &Desk) -> Option<Message> {
        match self.choosing {
            true => self.usual(desk),
            false => Some(Message::Retry),
        }
    }

    /// The payment that can be given back.
    fn returnable(desk: &Desk) -> Option<i64> {
        let paid = desk.sale.iter().flat_map(|open| open.paid.iter().rev());
        let mut cards = paid.filter(|paid| paid.card && paid.can_take_back);
        cards.next().map(|paid| paid.id)
    }

    /// Nothing is running and nothing waits for a decision.
    fn is_over(&self) -> bool {
        !self.is_running() && !self.is_unknown() && !self.is_held() && !self.asking
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        match message {
            Message::At(name) if self.choosing && !self.asking => {
                self.choosing = false;
                self.state = CardState::Requested;
                let choose = Action::Send(Command::ChooseTerminal { name });
                return Action::Many(vec![choose, Action::Send(self.request())]);
            }
            Message::Others if self.is_over() && !self.takes_back => self.choosing = true,
            // The flag the terminal's driver looks at is set by the application.
            Message::RequestAbort => self.abort_asked = true,
            Message::Retry if self.is_over() && self.takes_back => return self.take_back(desk),
            Message::Retry if self.is_over() => {
                self.progressed(CardState::Requested);
                return Action::Send(self.request());
            }
            Message::CashInstead if self.is_over() && !self.takes_back => {
                if desk.sale_text.due.is_negative() && desk.pays_back_by_card() && !self.warned {
                    self.warned = true;
                    return Action::None;
                }
                return Action::Go(Place::Cash);
            }
            Message::Accept if self.is_held() && !self.asking => {
                if !desk.sale_text.due.is_zero() {
                    return Action::Go(Place::Sale);
                }
                self.asking = true;
                return Action::Send(Command::Finish);
            }
            Message::TakeBack if self.is_held() && !self.asking => return self.take_back(desk),
            Message::Ask if self.is_unknown() && !self.asking => {
                self.asking = true;
                return Action::Send(Command::AskTerminal);
            }
            Message::Later if self.is_unknown() && !self.asking => {
                self.asking = true;
                return Action::Send(Command::SettleLater);
            }
            Message::Resolve(charged) if self.is_unknown() && !self.asking => {
                return self.resolve(charged);
            }
            Message::Number(number) => {
                if let Some(resolve) = &mut self.resolve {
                    resolve.number = number;
                }
            }
            Message::Kind(kind) => {
                if let Some(resolve) = &mut self.resolve {
                    resolve.kind = kind;
                }
            }
            Message::Said => {
                if let Some(resolve) = self.resolve.as_mut().filter(|r| r.is_said()) {
                    resolve.approval = Some(approval::State::default());
                }
            }
            Message::Unsaid => self.resolve = None,
            Message::Approval(message) => return self.approve(message, desk),
            Message::Back if self.resolve.is_some() => self.resolve = None,
            Message::Back if self.is_over() => return Action::Go(Place::Sale),
            _ => {}
        }
        Action::None
    }

    fn request(&self) -> Command {
        Command::Card {
            amount: self.amount,
        }
    }

    fn take_back(&mut self, desk: &Desk) -> Action {
        let Some(payment) = Self::returnable(desk) else {
            return Action::Go(Place::Sale);
        };
        self.takes_back = true;
        self.progressed(CardState::Requested);
        Action::Send(Command::TakeBack {
            payment,
            card: true,
        })
    }

    fn resolve(&mut self, charged: bool) -> Action {
        self.resolve = Some(Resolve {
            charged,
            number: String::new(),
            kind: PaymentKind::ECKarte,
            approval: (!charged).then(approval::State::default),
        });
        match charged {
            true => Action::Focus(Self::number_field()),
            false => Action::None,
        }
    }

    fn approve(&mut self, message: approval::Message, desk: &Desk) -> Action {
        let Some(resolve) = &mut self.resolve else {
            return Action::None;
        };
        let Some(state) = &mut resolve.approval else {
            return Action::None;
        };
        match state.update(message, desk, true) {
            approval::Outcome::Open => {}
            // Back to the number, if there is one.
            approval::Outcome::Closed if resolve.charged => resolve.approval = None,
            approval::Outcome::Closed => self.resolve = None,
            approval::Outcome::Given(approval) => {
                let charged = resolve.charged.then(|| Charged {
                    receipt_number: resolve.number.trim().to_owned(),
                    kind: resolve.kind,
                });
                return Action::Send(Command::Resolve { charged, approval });
            }
        }
        Action::None
    }
}

impl Resolve {
    fn is_said(&self) -> bool {
        !self.charged || !self.number.trim().is_empty()
    }
}
