//! Putting things into words.

use amtskasse_terminal::Condition;
use rust_decimal::Decimal;

use super::{Desk, LineText, SaleText, TileText, quantity};
use crate::catalogue::{Item, ItemKind, PriceMode, StockMode};
use crate::i18n::{Texts, money};
use crate::money::Money;
use crate::sale::{DiscountAmount, LineTax, SaleLine};
use crate::tax::{TaxKey, Treatment};
use crate::ui::protocol::terminal::{Terminal, TerminalState};
use crate::ui::protocol::{Health, OpenSale, Status};
use crate::ui::theme::Theme;
use crate::ui::widget::header::Lamp;
use iced::Color;

impl Desk {
    pub(super) fn tile(&self, item: &Item) -> TileText {
        let t = self.t;
        let office = self
            .facts
            .offices
            .iter()
            .find(|(name, _)| *name == item.office);
        let stripe = office.and_then(|(_, hex)| hex.parse::<Color>().ok());
        let price = match item.mode {
            PriceMode::Range { min, max } => format!("{} – {}", short(min), money(max)),
            PriceMode::Fixed | PriceMode::PerQuantity => money(item.price),
        };
        let hint = match (item.kind, self.facts.stock.get(&item.id)) {
            (_, Some(pieces)) if item.stock != StockMode::None && *pieces <= Decimal::ZERO => {
                t.text("tile-sold-out").to_owned()
            }
            (_, Some(pieces)) if item.stock != StockMode::None => {
                t.with("tile-stock", &[("n", quantity(*pieces).into())])
            }
            (ItemKind::Transit, _) => t.text("tile-transit").to_owned(),
            _ if item.mode == PriceMode::PerQuantity => {
                t.with("tile-unit", &[("unit", item.unit.as_str().into())])
            }
            _ => String::new(),
        };
        TileText {
            stripe: stripe.unwrap_or(Theme::LIGHT.accent),
            price,
            hint,
        }
    }

    pub(super) fn sale_in_words(&self, open: &OpenSale) -> SaleText {
        let t = self.t;
        let sale = &open.sale;
        let lines: Vec<LineText> = sale
            .lines()
            .iter()
            .map(|line| self.line(line, sale.day))
            .collect();
        let mut details = Vec::new();
        if let Some(discount) = &sale.discount {
            details.push((discount.reason.clone(), (-sale.reduction()).to_string()));
        }
        for total in sale.totals(&self.facts.rates).unwrap_or_default() {
            details.push(match total.key {
                TaxKey::NOT_TAXABLE => (t.text("tax-none").to_owned(), total.gross.to_string()),
                TaxKey::EXEMPT => (t.text("tax-exempt").to_owned(), total.gross.to_string()),
                _ => {
                    let arguments = [
                        ("percent", quantity(total.percent).into()),
                        ("gross", total.gross.to_string().into()),
                    ];
                    (t.with("tax-within", &arguments), total.vat.to_string())
                }
            });
        }
        for paid in open.paid.iter().filter(|paid| !paid.unknown) {
            let caption = t
                .text(match (paid.card, paid.amount.is_negative()) {
                    (true, true) => "sale-paid-back-card",
                    (true, false) => "sale-paid-card",
                    (false, _) => "sale-paid-cash",
                })
                .to_owned();
            details.push((caption, (-paid.amount).to_string()));
        }
        let count = lines.iter().filter(|line| !line.voided).count();
        SaleText {
            lines,
            details,
            sum: money(open.due()),
            due: open.due(),
            count: t.with("sale-lines", &[("n", count.into())]),
        }
    }

    fn line(&self, line: &SaleLine, day: chrono::NaiveDate) -> LineText {
        let t = self.t;
        let mut sub = Vec::new();
        if line.voided {
            sub.push(t.text("line-struck").to_owned());
        }
        if line.is_redemption() {
            sub.push(t.text("line-redeemed").to_owned());
        } else if line.quantity != Decimal::ONE {
            sub.push(format!("{} × {}", quantity(line.quantity), line.price));
        }
        if let Some(discount) = &line.discount {
            sub.push(match discount.amount {
                DiscountAmount::Percent(percent) => format!("−{} %", quantity(percent)),
                DiscountAmount::Amount(amount) => format!("−{amount}"),
            });
        }
        if !line.item.third_party.is_zero() {
            let part = line.item.third_party.times(line.quantity);
            let whom = line.item.principal.as_deref().unwrap_or_default();
            sub.push(t.with(
                "line-third-party",
                &[("part", part.to_string().into()), ("whom", whom.into())],
            ));
        } else if !line.is_redemption() {
            // The totals below say what it does to the taxes; the number is what has to be compared.
            sub.push(self.taxed(line, day));
        }
        if let Some(number) = &line.voucher {
            sub.push(crate::voucher::grouped(number));
        }
        if let Some(reference) = &line.reference {
            sub.push(reference.clone());
        }
        if let Some(numbers) = &line.numbers {
            sub.push(t.with("line-numbers", &[("numbers", numbers.as_str().into())]));
        }
        LineText {
            id: line.id,
            quantity: quantity(line.quantity),
            name: line.item.name.clone(),
            sub: sub.join(" · "),
            amount: line.gross().to_string(),
            voided: line.voided,
        }
    }

    fn taxed(&self, line: &SaleLine, day: chrono::NaiveDate) -> String {
        match &line.tax {
            LineTax::Dated(treatment) => self.treatment(treatment, day),
            LineTax::Fixed { parts, .. } => {
                let words = parts
                    .iter()
                    .map(|part| self.rate(part.key, Some(part.percent)));
                words.collect::<Vec<_>>().join(" + ")
            }
        }
    }

    /// How something is taxed on a day, in words: `19 %`, `nicht steuerbar`, `7 % + 19 %`.
    pub fn treatment(&self, treatment: &Treatment, day: chrono::NaiveDate) -> String {
        let words = treatment
            .shares
            .iter()
            .map(|(key, _)| self.rate(*key, self.facts.rates.at(*key, day)));
        words.collect::<Vec<_>>().join(" + ")
    }

    fn rate(&self, key: TaxKey, percent: Option<Decimal>) -> String {
        let t = self.t;
        match (key, percent) {
            (TaxKey::NOT_TAXABLE, _) => t.text("tax-none").to_owned(),
            (TaxKey::EXEMPT, _) => t.text("tax-exempt").to_owned(),
            (TaxKey::UNDETERMINED, _) => t.text("tax-undecided").to_owned(),
            (_, Some(percent)) => format!("{} %", quantity(percent)),
            (_, None) => String::from("? %"),
        }
    }

    /// What the sale may not be paid with, each with the rule that says so.
    pub fn refused_in_words(&self) -> Vec<String> {
        let Some(open) = self
            .sale
            .as_ref()
            .filter(|_| !self.sale_text.due.is_negative())
        else {
            return Vec::new();
        };
        let mut sentences: Vec<String> = Vec::new();
        for refused in &open.acceptance.refused {
            let sentence = refused.sentence(self.lang);
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        }
        sentences
    }

    /// How a card terminal is, as a lamp and in words.
    pub fn terminal_in_words(&self, terminal: &Terminal) -> (Lamp, String) {
        let t = self.t;
        if terminal.blocked {
            return (Lamp::Bad, t.text("terminal-blocked").to_owned());
        }
        match &terminal.state {
            TerminalState::Asked => (Lamp::Off, t.text("terminal-asked").to_owned()),
            TerminalState::Ready => (Lamp::Good, t.text("terminal-ready").to_owned()),
            TerminalState::Test => (Lamp::Good, t.text("terminal-ready-test").to_owned()),
            TerminalState::Wants(condition, _) => {
                let lamp = match condition {
                    Condition::Wait => Lamp::Off,
                    _ => Lamp::Bad,
                };
                (lamp, t.text(wanted(*condition)).to_owned())
            }
            TerminalState::Failing(_) => (Lamp::Bad, t.text("terminal-silent").to_owned()),
        }
    }

    /// A kind of payment as a word.
    pub fn payment_kind(&self, kind: crate::receipt::PaymentKind) -> &'static str {
        use crate::receipt::PaymentKind;
        match kind {
            PaymentKind::Bar => self.t.text("pay-kind-cash"),
            PaymentKind::ECKarte => self.t.text("pay-kind-debit"),
            PaymentKind::Kreditkarte => self.t.text("pay-kind-credit"),
            PaymentKind::ElZahlungsdienstleister => self.t.text("pay-kind-service"),
            PaymentKind::Guthabenkarte => self.t.text("pay-kind-prepaid"),
            PaymentKind::Keine => self.t.text("pay-kind-none"),
        }
    }
}

pub(super) fn lamps(t: &'static Texts, status: &Status) -> Vec<(Lamp, String)> {
    let mut lamps = vec![match (&status.tse, status.tse_out_since) {
        (Health::Failing(_), Some(since)) => {
            let since = since.format("%d.%m. %H:%M").to_string();
            let arguments = [("since", since.into())];
            (Lamp::Bad, t.with("tse-failing-since", &arguments))
        }
        (Health::Failing(_), None) => (Lamp::Bad, t.text("tse-failing").to_owned()),
        (Health::Absent, _) => (Lamp::Bad, t.text("tse-absent").to_owned()),
        _ if status.tse_stands_in => (Lamp::Warn, t.text("tse-stands-in").to_owned()),
        _ if status.tse_warning => (Lamp::Warn, t.text("tse-look").to_owned()),
        (Health::Good, _) => (Lamp::Good, t.text("tse").to_owned()),
        (Health::Test, _) => (Lamp::Good, t.text("tse-test").to_owned()),
    }];
    if let Some(terminal) = status.terminals.iter().find(|terminal| terminal.chosen) {
        lamps.push(terminal_lamp(t, terminal, status.terminals.len() > 1));
    }
    // What is unknown at a terminal stays in sight when another one is chosen.
    let others = status.terminals.iter().filter(|t| !t.chosen && t.blocked);
    lamps.extend(others.map(|terminal| terminal_lamp(t, terminal, true)));
    if let Health::Failing(_) = &status.printer {
        lamps.push((Lamp::Bad, t.text("printer-failing").to_owned()));
    }
    // From four fifths of the limit on, so that there is time to skim before it is reached.
    let limit = status.note_limit;
    if !limit.is_zero() && status.cash.cents() * 5 >= limit.cents() * 4 {
        let lamp = if status.cash > limit {
            Lamp::Bad
        } else {
            Lamp::Warn
        };
        let arguments = [
            ("cash", whole(status.cash).into()),
            ("limit", whole(limit).into()),
        ];
        lamps.push((lamp, t.with("limit-lamp", &arguments)));
    }
    lamps
}

/// Without cents where there are none.
fn short(amount: Money) -> String {
    let text = amount.to_string();
    text.strip_suffix(",00").map(str::to_owned).unwrap_or(text)
}

/// Whole euros, for places where cents do not matter.
fn whole(amount: Money) -> String {
    let text = amount.to_string();
    let whole = text
        .rsplit_once(',')
        .map_or(text.as_str(), |(whole, _)| whole);
    format!("{whole} €")
}

/// Which one, where there are several, and what is wrong with it.
fn terminal_lamp(t: &'static Texts, terminal: &Terminal, several: bool) -> (Lamp, String) {
    let name = match (several, &terminal.state) {
        (true, _) => terminal.name.as_str(),
        (false, TerminalState::Test) => t.text("terminal-test"),
        (false, _) => t.text("terminal"),
    };
    let (lamp, key) = match &terminal.state {
        _ if terminal.blocked => (Lamp::Bad, Some("terminal-lamp-blocked")),
        TerminalState::Asked => (Lamp::Off, None),
        TerminalState::Ready | TerminalState::Test => (Lamp::Good, None),
        TerminalState::Wants(Condition::Wait, _) => (Lamp::Off, None),
        TerminalState::Wants(..) => (Lamp::Warn, Some("terminal-lamp-wants")),
        TerminalState::Failing(_) => (Lamp::Bad, Some("terminal-failing")),
    };
    let text = match key {
        Some(key) => t.with(key, &[("name", name.into())]),
        None => name.to_owned(),
    };
    (lamp, text)
}

/// The sentence for what a terminal wants or lacks.
pub(in crate::ui) fn wanted(condition: Condition) -> &'static str {
    match condition {
        Condition::Ready => "terminal-ready",
        Condition::Wait => "terminal-wait",
        Condition::Initialise => "terminal-initialise",
        Condition::Diagnose => "terminal-diagnose",
        Condition::CloseDay => "terminal-close-day",
        Condition::LogIn => "terminal-log-in",
        Condition::Paper => "terminal-paper",
        _ => "terminal-service",
    }
}
