//! Receipts (§6 KassenSichV) and the papers of cash movements.

pub mod invoice;
mod items;
mod movement;
mod tax_table;
mod tse;
mod vouchers;

use amtskasse_terminal::attendant::SlipLine;
use chrono::{DateTime, Utc};

use super::format::{self, Language, euro, minute};
use super::model::{Block, Document, Gap, KeyValue, Paper, Rule, Size, Style, Text, Weight};
use super::words::in_words;
use crate::i18n::date;
use crate::money::Money;
use crate::receipt::{Kind, Payment, PaymentKind, Receipt, Signature};
use crate::site::Site;

/// How a receipt is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Its paper.
    pub paper: Paper,
    /// Its language; what a citizen takes home is German.
    pub language: Language,
    /// When it was printed again, for a copy.
    pub copy: Option<DateTime<Utc>>,
    /// Who paid, if a person wants that on the paper.
    pub payer: Option<String>,
    /// Whether the register signs with a TSE that is not certified; a receipt without a signature cannot tell.
    pub test_tse: bool,
    /// Adds the amount in words (recommended above 100 €, VV zu § 51 BayKommHV). German only.
    pub in_words: bool,
    /// What is left of each voucher that was redeemed: number, balance after this receipt.
    pub vouchers: Vec<(String, Money)>,
    /// Customer's copies of the card terminals' slips, as their lines came.
    pub slips: Vec<Vec<SlipLine>>,
    /// Only shows what a receipt of that day would look like: says so, and nothing of a TSE.
    pub sample: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            paper: Paper::Roll { width_mm: 80 },
            language: Language::German,
            copy: None,
            payer: None,
            test_tse: false,
            in_words: false,
            vouchers: Vec::new(),
            slips: Vec::new(),
            sample: false,
        }
    }
}

/// The paper of a finished Vorgang, whatever its kind.
pub fn document(receipt: &Receipt, site: &Site, options: &Options) -> Document {
    let language = options.language;
    let is_movement = receipt.kind.movement_case().is_some();
    let mut body = format::letterhead(site, options.paper, language);
    body.push(Block::Gap(Gap::Normal));
    body.extend(marks(receipt, options));
    body.extend(heading(receipt, site, language));
    if is_movement {
        body.extend(movement::blocks(receipt, language));
    } else {
        // What was not sold is not paid for, and VAT that is shown is owed (§14c UStG).
        let sold = receipt.kind != Kind::Abort;
        let taxed = sold && receipt.kind != Kind::Training;
        let groups = if taxed {
            tax_table::groups(receipt)
        } else {
            Vec::new()
        };
        body.push(Block::Rule(Rule::Thin));
        body.extend(items::table(receipt, &groups, language));
        if sold {
            body.push(Block::Rule(Rule::Thick));
            body.extend(sum(receipt, options));
            body.extend(payments(receipt, language));
            body.extend(tax_table::blocks(&groups, language));
            body.extend(vouchers::blocks(receipt, options));
            if !options.sample {
                body.extend(acknowledgement(receipt, options));
            }
        }
        if !taxed {
            let words = language.say(
                "Kein Umsatz; Umsatzsteuer wird nicht ausgewiesen.",
                "No turnover; no VAT is shown.",
            );
            body.push(Block::Gap(Gap::Normal));
            body.push(Block::text(words, Style::SMALL));
        }
    }
    if !options.sample {
        body.push(Block::Gap(Gap::Normal));
        body.extend(tse::blocks(receipt, site, options));
    }
    body.extend(slips(options));
    let title = format!("{} {}", title(receipt, language), receipt.number);
    sheet(&title, body, site, options)
}

/// The terminal's own words on the card payment, as they came.
fn slips(options: &Options) -> Vec<Block> {
    let mut blocks = Vec::new();
    for lines in &options.slips {
        blocks.push(Block::Gap(Gap::Normal));
        blocks.push(Block::Rule(Rule::Thin));
        blocks.push(Block::Gap(Gap::Small));
        blocks.extend(super::slip::blocks(lines));
    }
    blocks
}

/// A paper of the counter under its title.
fn sheet(title: &str, body: Vec<Block>, site: &Site, options: &Options) -> Document {
    let language = options.language;
    let (name, _) = format::split_name(&site.municipality.name);
    Document {
        title: format!("{title} – {name}"),
        author: site.municipality.name.clone(),
        language: language.say("de-DE", "en").into(),
        paper: options.paper,
        running_head: vec![Block::pair(
            Text::new(title, Style::SMALL.quiet()),
            Text::new(name, Style::SMALL.quiet()),
        )],
        footer: Vec::new(),
        page_label: language
            .say("Seite {page} von {pages}", "Page {page} of {pages}")
            .into(),
        body,
    }
}

/// What the paper calls itself.
fn title(receipt: &Receipt, language: Language) -> &'static str {
    if receipt.kind.movement_case().is_some() {
        language.say("Kassenbeleg", "Cash slip")
    } else {
        language.say("Beleg", "Receipt")
    }
}

/// Notices that change what the paper is worth come before everything else.
fn marks(receipt: &Receipt, options: &Options) -> Vec<Block> {
    let language = options.language;
    let mut marks = Vec::new();
    if options.sample {
        return vec![
            Block::inverse([language.say("MUSTER – KEIN BELEG", "SAMPLE – NOT A RECEIPT")]),
            Block::Gap(Gap::Normal),
        ];
    }
    let reason = |lines: &mut Vec<String>| {
        if let Some(reason) = receipt.reason.as_deref().filter(|r| !r.trim().is_empty()) {
            lines.push(format!("{}: {reason}", language.say("Grund", "Reason")));
        }
    };
    let origin = |what: &str| match receipt.refers_to {
        Some(number) => format!("{what} {} {number}", language.say("zu Beleg", "of receipt")),
        None => what.to_owned(),
    };
    match receipt.kind {
        Kind::Training => marks.push(Block::inverse([
            language.say("TRAINING – KEIN BELEG", "TRAINING – NOT A RECEIPT"),
            language.say(
                "Zu Übungszwecken. Nichts wurde verkauft oder bezahlt.",
                "For practice. Nothing was sold or paid.",
            ),
        ])),
        Kind::Abort => {
            let mut lines = vec![
                language
                    .say("ABBRUCH – KEIN VERKAUF", "ABORTED – NO SALE")
                    .into(),
            ];
            reason(&mut lines);
            marks.push(Block::inverse(lines));
        }
        Kind::Void => {
            let mut lines = vec![origin(language.say("STORNO", "VOID"))];
            reason(&mut lines);
            marks.push(Block::framed(lines));
        }
        Kind::Refund => {
            let mut lines = vec![origin(language.say("ERSTATTUNG", "REFUND"))];
            reason(&mut lines);
            marks.push(Block::framed(lines));
        }
        _ => {}
    }
    if let Some(at) = options.copy {
        marks.push(Block::framed([
            language.say("KOPIE", "COPY").to_owned(),
            format!(
                "{} {}",
                language.say("gedruckt am", "printed on"),
                minute(at)
            ),
        ]));
    }
    if let Some(mark) = tse::mark(receipt, language) {
        marks.push(mark);
    }
    if options.test_tse && matches!(receipt.signature, Some(Signature::Failed { .. })) {
        marks.push(format::test_mark(language));
    }
    let count = marks.len();
    let mut spaced = Vec::new();
    for (index, mark) in marks.into_iter().enumerate() {
        spaced.push(mark);
        let gap = if index + 1 == count {
            Gap::Normal
        } else {
            Gap::Small
        };
        spaced.push(Block::Gap(gap));
    }
    spaced
}

fn heading(receipt: &Receipt, site: &Site, language: Language) -> Vec<Block> {
    let strong = Style::NORMAL.weighing(Weight::SemiBold);
    let small = Style::SMALL;
    let name = match receipt.number {
        // A sample has none.
        0 => title(receipt, language).to_owned(),
        number => format!("{} {number}", title(receipt, language)),
    };
    let mut blocks = vec![
        Block::pair(
            Text::new(name, strong),
            Text::new(minute(receipt.finished), Style::NORMAL),
        ),
        Block::pair(
            Text::new(format::desk(site), small),
            Text::new(receipt.clerk.name.as_str(), small),
        ),
    ];
    // §14(4) no. 6 UStG, where it is not the day of the receipt.
    if let Some(supplied) = receipt.supplied {
        blocks.push(Block::pair(
            Text::new(language.say("Tag der Leistung", "Day of supply"), small),
            Text::new(date(supplied), small),
        ));
    }
    if let Some(second) = &receipt.second {
        blocks.push(Block::pair(
            Text::new(language.say("Freigegeben durch", "Approved by"), small),
            Text::new(second.name.as_str(), small),
        ));
    }
    blocks
}

fn sum(receipt: &Receipt, options: &Options) -> Vec<Block> {
    let language = options.language;
    let mut blocks = vec![Block::KeyValue(KeyValue {
        key: Text::new(
            language.say("Summe", "Total"),
            Style::NORMAL.sized(Size::Large).weighing(Weight::SemiBold),
        ),
        value: Text::new(
            euro(receipt.gross()),
            Style::NORMAL.sized(Size::Huge).bold(),
        ),
    })];
    if options.in_words && language == Language::German {
        let words = in_words(receipt.gross());
        blocks.push(Block::text(format!("in Worten: {words}"), Style::SMALL));
    }
    blocks
}

fn payments(receipt: &Receipt, language: Language) -> Vec<Block> {
    let mut blocks = Vec::new();
    for payment in receipt
        .payments
        .iter()
        .filter(|p| p.kind != PaymentKind::Keine)
    {
        if blocks.is_empty() {
            blocks.push(Block::Gap(Gap::Small));
        }
        blocks.extend(paid(payment, language));
    }
    blocks
}

fn paid(payment: &Payment, language: Language) -> Vec<Block> {
    let back = payment.amount.is_negative();
    let name = match payment.card.as_ref().filter(|card| !card.brand.is_empty()) {
        Some(card) => card.brand.clone(),
        None => match payment.kind {
            PaymentKind::ECKarte => language.say("girocard", "Debit card").to_owned(),
            kind => format::payment_name(kind, language).to_owned(),
        },
    };
    let way = match (payment.kind, back) {
        (PaymentKind::Bar, true) => language
            .say("Bar ausgezahlt", "Paid out in cash")
            .to_owned(),
        (_, true) => format!("{} {name}", language.say("Gutschrift", "Credit to")),
        _ => name,
    };
    let mut blocks = vec![Block::pair(way, payment.amount.to_string())];
    if let Some(given) = payment.given.filter(|given| *given != payment.amount) {
        let given_name = language.say("Gegeben", "Given");
        blocks.push(Block::pair(given_name, given.to_string()));
        let change = language.say("Rückgeld", "Change");
        blocks.push(Block::pair(change, payment.change().to_string()));
    }
    if let Some(card) = &payment.card {
        let parts = [
            ("", card.masked_number.as_str()),
            (language.say("Terminal", "terminal"), &card.terminal_id),
            (language.say("Trace", "trace"), &card.trace),
            (
                language.say("Autorisierung", "authorisation"),
                &card.authorization,
            ),
        ];
        let details: Vec<String> = parts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}\u{a0}{value}").trim_start().to_owned())
            .collect();
        blocks.push(Block::text(details.join(" · "), Style::SMALL.quiet()));
    }
    blocks
}

/// The words that make a receipt a Quittung: who paid, and that the money came.
fn acknowledgement(receipt: &Receipt, options: &Options) -> Vec<Block> {
    let language = options.language;
    let mut blocks = Vec::new();
    if let Some(payer) = options.payer.as_deref().filter(|p| !p.trim().is_empty()) {
        blocks.push(Block::pair(
            language.say("Zahlungspflichtig", "Payer"),
            payer,
        ));
    }
    if receipt.kind == Kind::Sale && receipt.gross() > Money::ZERO {
        let words = language.say(
            "Betrag dankend erhalten. Dieser Beleg ist zugleich Quittung.",
            "Amount received with thanks.",
        );
        blocks.push(Block::text(words, Style::SMALL));
    }
    if !blocks.is_empty() {
        blocks.insert(0, Block::Gap(Gap::Normal));
    }
    blocks
}

#[cfg(test)]
mod tests;
