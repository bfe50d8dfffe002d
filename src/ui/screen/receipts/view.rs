//! The picture of the receipts.

use super::{Message, State};
use crate::i18n::{date_time, money};
use crate::money::Money;
use crate::people::Right;
use crate::receipt::{Kind, Receipt, Signature};
use crate::ui::desk::{Desk, quantity};
use crate::ui::icon::Icon;
use crate::ui::screen::approval;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::totals::{detail, totals};
use crate::ui::widget::{Element, button, fit, hairline, line, modal, notice, soft, title};
use iced::widget::{Column, column, container, row, rule, scrollable, space as gap};
use iced::{Length, Padding};

impl State {
    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let panel = desk.side_panel() + 40.0;
        let screen: Element<'a, Message> = column![
            desk.header_titled(t.text("receipts-title"), &desk.facts.register, None, None),
            row![
                self.left(desk),
                rule::vertical(1),
                container(self.right(desk))
                    .width(panel)
                    .height(Length::Fill)
                    .style(theme::panel),
            ]
            .height(Length::Fill),
        ]
        .into();
        if self.dialog.is_open() {
            let dialog = self.dialog.view(desk).map(Message::InFilter);
            return modal::modal(screen, dialog, None);
        }
        if let Some(state) = &self.invoice {
            return modal::modal(screen, state.view(desk).map(Message::InInvoice), None);
        }
        match &self.approval {
            None => screen,
            Some(state) => {
                let whole = self.refund.is_none();
                let reasons = if whole {
                    ["void-mistake", "void-double", "void-customer"]
                } else {
                    ["refund-faulty", "refund-wrong", "refund-not-needed"]
                };
                let question = approval::Question {
                    title: t.text(if whole { "void-title" } else { "refund-title" }),
                    text: t.text(if whole { "void-text" } else { "refund-text" }),
                    reasons: reasons.map(|key| t.text(key)).to_vec(),
                    go: t.text(if whole { "void-go" } else { "refund-go" }),
                };
                state.over(screen, desk, question, Message::Approval)
            }
        }
    }

    fn right<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let Some((receipt, back)) = &self.open else {
            let choose = container(soft(t.text("receipts-choose"))).center(Length::Fill);
            return column![choose].push(self.noted()).padding(20).into();
        };
        let number = t.with("receipt-number", &[("n", receipt.number.into())]);
        let at = crate::till::local(receipt.finished).naive_local();
        let head = column![
            row![title(number), soft(kind(desk, receipt.kind))]
                .spacing(12)
                .align_y(iced::Center),
            soft(format!(
                "{} · {} · Z {}",
                date_time(at),
                receipt.clerk.name,
                receipt.z_number
            )),
        ]
        .padding(Padding {
            top: 12.0,
            right: 20.0,
            bottom: 8.0,
            left: 20.0,
        });
        let lines = receipt
            .lines
            .iter()
            .enumerate()
            .map(|(at, line)| self.line(at, line));
        let mut facts: Vec<Element<'a, Message>> = Vec::new();
        if let Some(origin) = receipt.refers_to {
            facts.push(fact(
                t.with("receipt-refers", &[("n", origin.into())]),
                String::new(),
            ));
        }
        if let Some(reason) = &receipt.reason {
            facts.push(fact(t.text("approval-reason").to_owned(), reason.clone()));
        }
        if let Some(second) = &receipt.second {
            facts.push(fact(
                t.text("receipt-second").to_owned(),
                second.name.clone(),
            ));
        }
        for number in back {
            facts.push(fact(
                t.with("receipt-back", &[("n", (*number).into())]),
                String::new(),
            ));
        }
        for payment in &receipt.payments {
            facts.push(fact(
                desk.payment_kind(payment.kind).to_owned(),
                payment.amount.to_string(),
            ));
            if let Some(card) = &payment.card {
                facts.push(fact(card.brand.clone(), card.masked_number.clone()));
            }
        }
        facts.push(signature(desk, receipt));
        column![
            head,
            hairline(),
            scrollable(
                Column::with_children(lines).push(
                    Column::with_children(facts)
                        .spacing(4)
                        .padding(Padding::from([12, 20]))
                )
            )
            .spacing(0)
            .height(Length::Fill),
            rule::horizontal(2).style(theme::sum_line),
            self.foot(desk, receipt),
        ]
        .into()
    }

    fn line<'a>(&'a self, at: usize, text: &'a crate::receipt::Line) -> Element<'a, Message> {
        let sub = if text.quantity == rust_decimal::Decimal::ONE {
            text.legal_basis.clone()
        } else {
            format!("{} × {}", quantity(text.quantity), text.price)
        };
        let texts = container(column![
            line(&text.text, size::BODY, theme::REGULAR),
            line(sub, size::SUB, theme::REGULAR).style(theme::soft),
        ])
        .width(Length::Fill)
        .clip(true);
        let chosen = self
            .refund
            .as_ref()
            .and_then(|refund| refund.get(at))
            .filter(|_| !text.voided);
        let content = match chosen {
            Some(chosen) => row![
                button::icon_only(Icon::Minus, theme::secondary).on_press(Message::Less(at)),
                container(line(quantity(*chosen), size::KEY, theme::SEMIBOLD)).center_x(44),
                button::icon_only(Icon::Plus, theme::secondary).on_press(Message::More(at)),
                texts,
            ],
            None => row![
                line(quantity(text.quantity), size::KEY, theme::SEMIBOLD).width(48),
                texts
            ],
        };
        let amount = line(text.gross.to_string(), size::KEY, theme::MEDIUM);
        let amount = if text.voided {
            amount.style(theme::soft)
        } else {
            amount
        };
        column![
            content
                .push(amount)
                .spacing(space::GAP)
                .align_y(iced::Center)
                .height(measure::ROW)
                .padding([0, 20]),
            hairline(),
        ]
        .into()
    }

    fn noted(&self) -> Option<Element<'_, Message>> {
        let (rank, sentence) = self.note.as_ref()?;
        Some(notice::notice(*rank, sentence.as_str(), None))
    }

    fn foot<'a>(&'a self, desk: &'a Desk, receipt: &'a Receipt) -> Element<'a, Message> {
        let t = desk.t;
        let details = receipt
            .totals
            .iter()
            .filter(|total| !total.vat.is_zero())
            .map(|total| {
                let arguments = [
                    ("percent", quantity(total.percent).into()),
                    ("gross", total.gross.to_string().into()),
                ];
                detail(t.with("tax-within", &arguments), total.vat.to_string())
            })
            .collect();
        let note = self.noted();
        let buttons: Element<'a, Message> = if self.refund.is_some() {
            let sum: Money = self
                .chosen()
                .iter()
                .filter_map(|(at, q)| {
                    let line = receipt.lines.get(*at)?;
                    Some(line.gross.times(*q / line.quantity))
                })
                .sum();
            let caption = t.with("refund-amount", &[("amount", money(sum).into())]);
            row![
                button::large(t.text("back"), Some("Esc"), theme::secondary)
                    .width(Length::FillPortion(2))
                    .on_press(Message::Back),
                button::large(caption, None, theme::primary)
                    .width(Length::FillPortion(3))
                    .on_press_maybe((!self.chosen().is_empty()).then_some(Message::RefundGo)),
            ]
            .spacing(space::GAP)
            .into()
        } else {
            column![
                row![
                    button::with_icon(Icon::Printer, t.text("print-copy"), theme::secondary)
                        .on_press(Message::Print),
                    button::with_icon(Icon::FileText, t.text("pdf"), theme::secondary)
                        .on_press(Message::Pdf),
                ]
                .push((desk.may(Right::Sell)).then(|| {
                    button::with_icon(Icon::Receipt, t.text("invoice"), theme::secondary)
                        .on_press_maybe((receipt.kind == Kind::Sale).then_some(Message::Invoice))
                }))
                .spacing(space::GAP),
                row![
                    button::middle(t.text("refund"), None, theme::tertiary)
                        .on_press_maybe(self.may_refund(desk).then_some(Message::Refund)),
                    button::middle(t.text("void"), None, theme::danger)
                        .on_press_maybe(self.may_void(desk).then_some(Message::Void)),
                ]
                .spacing(space::GAP),
            ]
            .push(
                desk.sale
                    .is_some()
                    .then(|| soft(t.text("problem-sale-open"))),
            )
            .spacing(space::GAP)
            .into()
        };
        column![totals(details, t.text("sale-sum"), money(receipt.gross()))]
            .push(note)
            .push(buttons)
            .spacing(space::GAP)
            .padding(Padding {
                top: 12.0,
                right: 20.0,
                bottom: 16.0,
                left: 20.0,
            })
            .into()
    }
}

fn fact<'a>(caption: String, value: String) -> Element<'a, Message> {
    row![
        line(caption, size::SUB, theme::REGULAR).style(theme::soft),
        gap().width(Length::Fill),
        fit::fit(value, size::SUB, theme::MEDIUM),
    ]
    .spacing(space::GAP)
    .into()
}

fn signature<'a>(desk: &'a Desk, receipt: &'a Receipt) -> Element<'a, Message> {
    let t = desk.t;
    match &receipt.signature {
        Some(Signature::Signed(signed)) => {
            let text = t.with("done-signed", &[("n", signed.transaction.into())]);
            let device = if signed.certified {
                String::new()
            } else {
                t.text("tse-test").to_owned()
            };
            fact(text, device)
        }
        Some(Signature::Failed { .. }) => {
            notice::notice(notice::Rank::Warning, t.text("done-unsigned"), None)
        }
        None => fact(t.text("receipt-signing").to_owned(), String::new()),
    }
}

/// A kind of receipt as a word.
pub fn kind(desk: &Desk, kind: Kind) -> &'static str {
    desk.t.text(match kind {
        Kind::Sale => "kind-sale",
        Kind::Void => "kind-void",
        Kind::Refund => "kind-refund",
        Kind::Abort => "kind-abort",
        Kind::Training => "kind-training",
        Kind::Opening => "kind-opening",
        Kind::Float => "kind-float",
        Kind::Skim => "kind-skim",
        Kind::Delivery => "kind-delivery",
        Kind::PayIn => "kind-pay-in",
        Kind::PayOut => "kind-pay-out",
        Kind::Difference => "kind-difference",
    })
}
