//! Receipts: find one, look at it, print it again, take it back.

pub mod filter;
mod list;
mod view;

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::{Command, Found};
use super::{approval, evaluation, invoice};
use crate::ledger::ReceiptFilter;
use crate::receipt::{Kind, Receipt};
use crate::ui::widget::notice::Rank;
use iced::widget::Id;
use rust_decimal::Decimal;

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    query: String,
    /// What the dialog narrows the list down to.
    filter: ReceiptFilter,
    /// The dialog, while it is open; what was typed is kept for the next time.
    dialog: filter::State,
    found: Option<Vec<Found>>,
    /// There are more below the last row.
    more: bool,
    /// Receipts behind a finding: what it is called, and the evaluation one came from.
    behind: Option<(String, Box<evaluation::State>)>,
    open: Option<(Box<Receipt>, Vec<u64>)>,
    /// Quantities to give back, by position; `Some` while choosing.
    refund: Option<Vec<Decimal>>,
    approval: Option<approval::State>,
    note: Option<(Rank, String)>,
    invoice: Option<invoice::State>,
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The text in the search field.
    Search(String),
    /// Enter in the search field.
    Submit,
    /// Open the dialog that narrows the list down.
    Filter,
    /// Inside it.
    InFilter(filter::Message),
    /// Show everything again.
    NoFilter,
    /// Show what comes below the last row.
    Further,
    /// Look at a receipt.
    Open(u64),
    /// Print a copy.
    Print,
    /// Save it as PDF.
    Pdf,
    /// Make out an invoice.
    Invoice,
    /// Save the list of open vouchers.
    Vouchers,
    /// Inside the dialog for its recipient.
    InInvoice(invoice::Message),
    /// Take the whole receipt back.
    Void,
    /// Choose what to take back.
    Refund,
    /// One more of this line.
    More(usize),
    /// One less of this line.
    Less(usize),
    /// Everything that was chosen goes back.
    RefundGo,
    /// Inside the dialog of the second person.
    Approval(approval::Message),
    /// Leave the choice, or the screen.
    Back,
}

impl State {
    /// The search field.
    pub fn search_field() -> Id {
        Id::new("receipts-search")
    }

    /// Only these receipts, which are behind a finding of an evaluation.
    pub fn behind(title: String, numbers: Vec<u64>, evaluation: Box<evaluation::State>) -> Self {
        Self {
            filter: ReceiptFilter {
                among: Some(numbers),
                ..ReceiptFilter::default()
            },
            behind: Some((title, evaluation)),
            ..Self::default()
        }
    }

    /// The evaluation one came from.
    pub fn evaluation(&mut self) -> Option<Box<evaluation::State>> {
        self.behind.take().map(|(_, evaluation)| evaluation)
    }

    /// Asks for what the line of text and the filter say.
    pub fn search(&self) -> Command {
        Command::Find(Box::new(ReceiptFilter {
            text: self.query.trim().to_owned(),
            ..self.filter.clone()
        }))
    }

    /// Receipts have been found.
    pub fn set_found(&mut self, found: Vec<Found>, further: bool, more: bool) {
        self.more = more;
        match &mut self.found {
            Some(shown) if further => shown.extend(found),
            _ => self.found = Some(found),
        }
    }

    /// Whether the dialog with the filter is open.
    pub fn has_filter(&self) -> bool {
        self.dialog.is_open()
    }

    /// A receipt to look at.
    pub fn set_open(&mut self, receipt: Box<Receipt>, back: Vec<u64>) {
        self.open = Some((receipt, back));
        self.refund = None;
        self.invoice = None;
        self.note = None;
    }

    /// Something was printed or saved, or was not.
    pub fn note(&mut self, rank: Rank, sentence: String) {
        self.invoice = None;
        self.note = Some((rank, sentence));
    }

    /// The till refused. Returns whether there is a place for it.
    pub fn failed(&mut self, sentence: &str) -> bool {
        if let Some(invoice) = &mut self.invoice {
            invoice.failed(sentence.to_owned());
            return true;
        }
        match &mut self.approval {
            Some(approval) => {
                approval.failed(sentence.to_owned());
                true
            }
            None => {
                self.note = Some((Rank::Stop, sentence.to_owned()));
                true
            }
        }
    }

    /// Whether the dialog of the second person is open.
    pub fn has_approval(&self) -> bool {
        self.approval.is_some()
    }

    /// The dialog of the second person, if it is open.
    pub fn approval(&self) -> Option<&approval::State> {
        self.approval.as_ref()
    }

    /// Puts the dialog back to what it was.
    pub fn restore_approval(&mut self, before: approval::State) {
        self.approval = Some(before);
    }

    // Only sales can be taken back, and only once as a whole.
    fn may_void(&self, desk: &Desk) -> bool {
        desk.sale.is_none()
            && self
                .open
                .as_ref()
                .is_some_and(|(receipt, back)| receipt.kind == Kind::Sale && back.is_empty())
    }

    fn may_refund(&self, desk: &Desk) -> bool {
        desk.sale.is_none()
            && self
                .open
                .as_ref()
                .is_some_and(|(receipt, _)| receipt.kind == Kind::Sale)
    }

    fn chosen(&self) -> Vec<(usize, Decimal)> {
        let refund = self.refund.as_deref().unwrap_or_default();
        refund
            .iter()
            .enumerate()
            .filter(|(_, q)| !q.is_zero())
            .map(|(at, q)| (at, *q))
            .collect()
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        self.note = None;
        match message {
            Message::Search(query) => {
                self.query = query;
                return Action::Send(self.search());
            }
            Message::Filter => {
                self.dialog.open();
                return Action::Focus(filter::State::first_field());
            }
            Message::InFilter(message) => {
                if let Some(filter) = self.dialog.update(message) {
                    let among = self.filter.among.take();
                    self.filter = ReceiptFilter { among, ..filter };
                    return Action::Send(self.search());
                }
            }
            Message::NoFilter => {
                let among = self.filter.among.take();
                self.dialog = filter::State::default();
                self.filter = ReceiptFilter {
                    among,
                    ..ReceiptFilter::default()
                };
                return Action::Send(self.search());
            }
            Message::Further => {
                let last = self.found.iter().flatten().next_back();
                if let (Some(last), Command::Find(mut filter)) = (last, self.search()) {
                    filter.before = Some(last.number);
                    return Action::Send(Command::Find(filter));
                }
            }
            Message::Submit => {
                if let Some(first) = self.found.iter().flatten().next() {
                    return Action::Send(Command::Open {
                        number: first.number,
                    });
                }
            }
            Message::Open(number) => return Action::Send(Command::Open { number }),
            Message::Print => return self.number(|number| Command::Print { number, copy: true }),
            Message::Pdf => return self.number(|number| Command::SavePdf { number }),
            Message::Vouchers => return Action::Send(Command::SaveVouchers),
            Message::Invoice => {
                if let Some((receipt, _)) = &self.open {
                    self.invoice = Some(invoice::State::new(receipt.number));
                    return Action::Focus(invoice::State::first_field());
                }
            }
            Message::InInvoice(message) => {
                let outcome = self.invoice.as_mut().map(|state| state.update(message));
                match outcome {
                    Some(invoice::Outcome::Go(command)) => return Action::Send(command),
                    Some(invoice::Outcome::Closed) => self.invoice = None,
                    _ => {}
                }
            }
            Message::Back if self.invoice.is_some() => self.invoice = None,
            Message::Back if self.dialog.is_open() => self.dialog.close(),
            Message::Void if self.may_void(desk) => {
                self.refund = None;
                self.approval = Some(approval::State::default());
            }
            Message::Refund if self.may_refund(desk) => {
                let lines = self
                    .open
                    .as_ref()
                    .map_or(0, |(receipt, _)| receipt.lines.len());
                self.refund = Some(vec![Decimal::ZERO; lines]);
            }
            Message::More(at) => self.step(at, Decimal::ONE),
            Message::Less(at) => self.step(at, -Decimal::ONE),
            Message::RefundGo => {
                if !self.chosen().is_empty() {
                    self.approval = Some(approval::State::default());
                }
            }
            Message::Approval(message) => return self.approve(message, desk),
            Message::Back if self.refund.is_some() => self.refund = None,
            Message::Back if self.behind.is_some() => return Action::Go(Place::Evaluation),
            Message::Back => return Action::Go(Place::Sale),
            Message::Void | Message::Refund => {}
        }
        Action::None
    }

    fn number(&self, command: impl Fn(u64) -> Command) -> Action {
        match &self.open {
            Some((receipt, _)) => Action::Send(command(receipt.number)),
            None => Action::None,
        }
    }

    // A quantity with decimals goes back as a whole: half a metre less is nothing one could hand over.
    fn step(&mut self, at: usize, by: Decimal) {
        let Some((receipt, _)) = &self.open else {
            return;
        };
        let (Some(line), Some(quantity)) = (
            receipt.lines.get(at),
            self.refund.as_mut().and_then(|refund| refund.get_mut(at)),
        ) else {
            return;
        };
        if line.voided {
            return;
        }
        let whole = line.quantity.fract().is_zero();
        let step = if whole { by } else { by * line.quantity };
        *quantity = (*quantity + step).clamp(Decimal::ZERO, line.quantity.max(Decimal::ZERO));
    }

    fn approve(&mut self, message: approval::Message, desk: &Desk) -> Action {
        let Some(state) = &mut self.approval else {
            return Action::None;
        };
        let outcome = state.update(message, desk, true);
        match (outcome, &self.open) {
            (approval::Outcome::Given(approval), Some((receipt, _))) => {
                Action::Send(Command::GoBack {
                    number: receipt.number,
                    quantities: self.refund.is_some().then(|| self.chosen()),
                    approval,
                })
            }
            (approval::Outcome::Closed, _) => {
                self.approval = None;
                Action::None
            }
            _ => Action::None,
        }
    }
}
