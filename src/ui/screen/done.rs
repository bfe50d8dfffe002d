//! Paid: the change, large; paper or no paper; the next customer.

use super::super::action::{Action, Place};
use super::super::desk::{Desk, quantity};
use super::super::protocol::{Command, Finished};
use super::invoice;
use crate::cash::Pieces;
use crate::i18n::money;
use crate::money::Money;
use crate::receipt::{Kind, Line, Signature};
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{
    Element, amount, button, card, fit, line, modal, notice, soft, title, totals,
};
use crate::voucher::grouped;
use iced::Length;
use iced::widget::{Column, column, container, qr_code, row, scrollable, space as gap};

/// What the screen remembers.
#[derive(Debug)]
pub struct State {
    finished: Finished,
    code: Option<qr_code::Data>,
    note: Option<(notice::Rank, String)>,
    invoice: Option<invoice::State>,
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Print it.
    Print,
    /// Save it as PDF.
    Pdf,
    /// Make out an invoice.
    Invoice,
    /// Inside the dialog for its recipient.
    InInvoice(invoice::Message),
    /// The next customer.
    Next,
}

impl State {
    /// The screen of this receipt.
    pub fn new(finished: Finished) -> Self {
        let code = finished
            .qr
            .as_ref()
            .and_then(|text| qr_code::Data::new(text).ok());
        Self {
            finished,
            code,
            note: None,
            invoice: None,
        }
    }

    /// Something was printed or saved, or was not.
    pub fn note(&mut self, rank: notice::Rank, sentence: String) {
        match (&mut self.invoice, rank) {
            (Some(invoice), notice::Rank::Warning | notice::Rank::Stop) => {
                return invoice.failed(sentence);
            }
            _ => self.invoice = None,
        }
        self.note = Some((rank, sentence));
        self.finished.print_problem = None;
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message) -> Action {
        let number = self.finished.receipt.number;
        match message {
            Message::Print => Action::Send(Command::Print {
                number,
                copy: false,
            }),
            Message::Pdf => Action::Send(Command::SavePdf { number }),
            Message::Invoice => {
                self.invoice = Some(invoice::State::new(number));
                Action::Focus(invoice::State::first_field())
            }
            Message::InInvoice(message) => {
                let outcome = self.invoice.as_mut().map(|state| state.update(message));
                match outcome {
                    Some(invoice::Outcome::Go(command)) => Action::Send(command),
                    Some(invoice::Outcome::Closed) => {
                        self.invoice = None;
                        Action::None
                    }
                    _ => Action::None,
                }
            }
            // Enter and F12 belong to the dialog while it is open.
            Message::Next if self.invoice.is_some() => Action::None,
            Message::Next => Action::Go(Place::Sale),
        }
    }

    /// Whether the dialog for an invoice is open.
    pub fn has_invoice(&self) -> bool {
        self.invoice.is_some()
    }

    /// Above this a receipt alone is no invoice (§33 UStDV: 250 € gross), where VAT is in it.
    fn wants_invoice(&self) -> bool {
        let receipt = &self.finished.receipt;
        let taxed = receipt.totals.iter().any(|total| !total.vat.is_zero());
        receipt.kind == Kind::Sale && taxed && receipt.gross() > Money::from_cents(25_000)
    }

    fn change(&self) -> Money {
        self.finished
            .receipt
            .payments
            .iter()
            .map(crate::receipt::Payment::change)
            .sum()
    }

    // Who buys a voucher writes its number down; who redeems one wants to know what is left.
    fn voucher<'a>(&'a self, desk: &'a Desk, line: &'a Line) -> Option<Element<'a, Message>> {
        let number = line.voucher.as_ref()?;
        let vouchers = &self.finished.vouchers;
        let (number, rest) = vouchers.iter().find(|(known, _)| known == number)?;
        let arguments = [("n", grouped(number).into()), ("rest", money(*rest).into())];
        let key = match line.gross.is_negative() {
            true => "done-voucher-rest",
            false => "done-voucher",
        };
        let sentence = desk.t.with(key, &arguments);
        Some(fit::fit(sentence, size::BUTTON, theme::SEMIBOLD).into())
    }

    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let receipt = &self.finished.receipt;
        let change = self.change();
        let back = receipt.gross().is_negative();
        let picture: Element<'a, Message> = if receipt.kind == Kind::Training {
            // Green is for money; here nobody has paid anything.
            amount::missing(t.text("done-not-paid"), money(receipt.gross()))
        } else if back {
            amount::change(
                t.text("done-paid-back"),
                money(receipt.gross().abs()),
                Vec::new(),
                desk.is_low(),
            )
        } else if change.is_zero() {
            amount::change(
                t.text("done-paid"),
                money(receipt.gross()),
                Vec::new(),
                desk.is_low(),
            )
        } else {
            let pieces = Pieces::fewest(change);
            let chips = pieces
                .iter()
                .map(|(piece, count)| amount::Denomination {
                    count,
                    name: piece.label(),
                })
                .collect();
            amount::change(t.text("pay-change"), money(change), chips, desk.is_low())
        };
        let kind = match receipt.kind {
            Kind::Void => "done-void",
            Kind::Refund => "done-refund",
            Kind::Training => "done-training",
            _ => "done-sale",
        };
        let mut facts = Column::new().push(totals::statement(
            t.text("done-sum"),
            money(receipt.gross()),
        ));
        for payment in &receipt.payments {
            let given = payment.given.unwrap_or(payment.amount);
            facts = facts.push(totals::statement(
                desk.payment_kind(payment.kind),
                money(given),
            ));
        }
        let tall = desk.size.height >= 760.0;
        let secured: Element<'a, Message> = match (&receipt.signature, &self.code) {
            (Some(Signature::Signed(signed)), Some(code)) => {
                // A phone reads it off the screen from three pixels a module on: some 85 modules.
                let side = match desk.size.height {
                    height if height >= 800.0 => 272.0,
                    height if height >= 760.0 => 232.0,
                    _ => 110.0,
                };
                row![
                    container(qr_code(code).total_size(side))
                        .padding(8)
                        .style(theme::paper),
                    column![
                        icon(Icon::ShieldCheck, 24.0),
                        soft(t.with("done-signed", &[("n", signed.transaction.into())])),
                        soft(t.text("done-code")),
                    ]
                    .spacing(space::GAP),
                ]
                .spacing(space::EDGE)
                .align_y(iced::Center)
                .into()
            }
            _ => notice::notice(notice::Rank::Warning, t.text("done-unsigned"), None),
        };
        let lines = receipt.valid_lines().map(|text| {
            let sold = row![
                container(fit::fit(
                    format!("{} {}", quantity(text.quantity), text.text),
                    size::BODY,
                    theme::REGULAR
                ))
                .width(Length::Fill),
                line(text.gross.to_string(), size::BODY, theme::REGULAR),
            ]
            .spacing(space::GAP);
            column![sold].push(self.voucher(desk, text)).into()
        });
        let lines = scrollable(Column::with_children(lines).spacing(6))
            .spacing(space::GAP)
            .height(Length::Fill);
        let (beside, below) = if tall {
            (Some(secured), None)
        } else {
            (None, Some(secured))
        };
        let left =
            column![
                card(
                    column![
                        row![
                            if receipt.kind == Kind::Training {
                                icon(Icon::GraduationCap, 28.0)
                            } else {
                                icon(Icon::CircleCheck, 28.0).style(theme::paid)
                            },
                            title(t.with(kind, &[("n", receipt.number.into())]))
                        ]
                        .spacing(12)
                        .align_y(iced::Center),
                        lines,
                        facts,
                    ]
                    .push(below)
                    .push(self.finished.print_problem.as_ref().map(|_| {
                        notice::notice(notice::Rank::Warning, t.text("done-not-printed"), None)
                    }))
                    .push(self.wants_invoice().then(|| {
                        notice::notice(notice::Rank::Info, t.text("invoice-above"), None)
                    }))
                    .push(self.note.as_ref().map(|(rank, sentence)| notice::notice(
                        *rank,
                        sentence.as_str(),
                        None
                    )))
                    .spacing(space::EDGE)
                )
                .height(Length::Fill),
                row![
                    button::with_icon(Icon::Printer, t.text("print"), theme::secondary)
                        .on_press(Message::Print),
                    button::with_icon(Icon::FileText, t.text("pdf"), theme::secondary)
                        .on_press(Message::Pdf),
                ]
                .push((receipt.kind == Kind::Sale).then(|| {
                    button::with_icon(Icon::Receipt, t.text("invoice"), theme::secondary)
                        .on_press(Message::Invoice)
                }))
                .spacing(space::GAP),
            ]
            .spacing(space::EDGE)
            .width(Length::FillPortion(2));
        let right = column![picture]
            .push(beside)
            .push(
                button::huge(t.text("done-next"), Some("F12"), theme::primary)
                    .on_press(Message::Next),
            )
            .spacing(space::EDGE)
            .width(Length::FillPortion(3));
        let screen: Element<'a, Message> = column![
            desk.header(None, None),
            row![left, right]
                .spacing(desk.gap())
                .padding(desk.gap())
                .height(Length::Fill),
            gap().height(0),
        ]
        .into();
        match &self.invoice {
            None => screen,
            Some(state) => modal::modal(screen, state.view(desk).map(Message::InInvoice), None),
        }
    }
}
