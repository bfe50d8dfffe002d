//! Card terminals in a report: their end of day beside our payments, and payments nobody knows the outcome of.

use std::collections::BTreeMap;

use crate::closing::terminals::{Difference, Occasion, Ours, Outcome, Recorded, Theirs};
use crate::closing::{Tally, UnknownPayment};
use crate::document::format::{Language, column_names, heading, minute};
use crate::document::model::{Block, Cell, Column, Gap, Row, Rule, Spacing, Style, Table, Text};
use crate::money::Money;

/// Every end of day of the period, tries that failed too.
pub(super) fn blocks(recorded: &[Recorded], language: Language) -> Vec<Block> {
    if recorded.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![
        Block::Gap(Gap::Large),
        heading(language.say("Kartenterminals", "Card terminals")),
    ];
    for one in recorded {
        blocks.push(Block::Gap(Gap::Small));
        blocks.push(Block::Together(terminal(one, language)));
    }
    blocks
}

fn terminal(recorded: &Recorded, language: Language) -> Vec<Block> {
    let closing = &recorded.closing;
    let what = match closing.occasion {
        Occasion::Closing => language.say("Kassenschnitt", "End of day"),
        Occasion::Repeat => language.say("Kassenschnitt, nachgeholt", "End of day, made up for"),
        Occasion::Interim => language.say("Stand ohne Kassenschnitt", "As of, day not ended"),
    };
    let mut blocks = vec![Block::pair(
        Text::new(recorded.terminal.as_str(), Style::NORMAL.bold()),
        Text::new(
            format!("{what} {}", minute(recorded.at)),
            Style::SMALL.quiet(),
        ),
    )];
    let small = |text: String| Block::text(text, Style::SMALL);
    match &closing.outcome {
        Outcome::Failed { reason } => {
            let failed = language.say("Ohne Ergebnis", "Without a result");
            blocks.push(Block::text(
                format!("{failed}: {reason}"),
                Style::NORMAL.bold(),
            ));
            let ours = language.say("Zahlungen der Kasse", "Payments of the register");
            blocks.push(small(format!("{ours}: {}", tally(closing.ours))));
        }
        Outcome::Totals(theirs) => {
            blocks.push(comparison(recorded, theirs, language));
            let about = about(theirs, language);
            if !about.is_empty() {
                blocks.push(Block::text(about, Style::SMALL.quiet()));
            }
        }
    }
    if closing.shared {
        let words = language.say(
            "Mehrere Kassen nutzen dieses Terminal; seine Summen enthalten auch deren Zahlungen.",
            "Several registers use this terminal; its totals cover their payments too.",
        );
        blocks.push(small(words.to_owned()));
    }
    let differences = closing.differences.iter();
    blocks.extend(differences.map(|one| small(difference(one, language))));
    blocks
}

/// Ours, theirs and the difference: per card brand as far as both tell, and in sum.
fn comparison(recorded: &Recorded, theirs: &Theirs, language: Language) -> Block {
    let closing = &recorded.closing;
    // A payment says VISA where the totals say Visa.
    let mut brands: BTreeMap<String, (&str, Tally, Option<Tally>)> = BTreeMap::new();
    for circuit in &closing.circuits {
        let row = brands.entry(circuit.name.to_lowercase()).or_default();
        row.0 = &circuit.name;
        row.1.count += circuit.tally.count;
        row.1.sum += circuit.tally.sum;
    }
    for circuit in &theirs.circuits {
        let row = brands.entry(circuit.name.to_lowercase()).or_default();
        row.0 = &circuit.name;
        row.2 = Some(circuit.tally);
    }
    let mut rows = vec![column_names([
        "",
        language.say("Kasse", "Register"),
        language.say("Terminal", "Terminal"),
        language.say("Differenz", "Difference"),
    ])];
    for (name, ours, told) in brands.into_values() {
        let name = match name {
            "" => language.say("ohne Angabe", "not named"),
            name => name,
        };
        let (told, less) = match told {
            Some(told) => (tally(told), (ours.sum - told.sum).to_string()),
            None => (String::new(), String::new()),
        };
        let texts = [name.to_owned(), tally(ours), told, less];
        rows.push(Row::new(texts.map(|text| Text::new(text, Style::SMALL))));
    }
    let told = match theirs.count {
        Some(count) => tally(Tally {
            count,
            sum: theirs.sum,
        }),
        None => theirs.sum.to_string(),
    };
    let whole = [
        language.say("Gesamt", "Total").to_owned(),
        tally(closing.ours),
        told,
        (closing.ours.sum - theirs.sum).to_string(),
    ];
    let whole = whole.map(|text| Cell::from(Text::new(text, Style::NORMAL.bold())));
    rows.push(Row::new(whole).under(Rule::Thin));
    Block::Table(Table {
        columns: vec![Column::TEXT, Column::AMOUNT, Column::AMOUNT, Column::AMOUNT],
        rows,
        ..Table::default()
    })
}

/// `3 × 120,00`
fn tally(tally: Tally) -> String {
    format!("{}\u{a0}×\u{a0}{}", tally.count, tally.sum)
}

fn about(theirs: &Theirs, language: Language) -> String {
    let mut parts = Vec::new();
    if !theirs.terminal_id.is_empty() {
        let name = language.say("Terminal-ID", "terminal id");
        parts.push(format!("{name}\u{a0}{}", theirs.terminal_id));
    }
    if let Some((first, last)) = theirs.receipts {
        let name = language.say("Belege des Terminals", "receipts of the terminal");
        parts.push(format!("{name} {first}\u{a0}–\u{a0}{last}"));
    }
    parts.join(" · ")
}

fn difference(difference: &Difference, language: Language) -> String {
    match difference {
        Difference::NotOurs { from, to } if from == to => match language {
            Language::German => {
                format!("Beleg {from} des Terminals gehört zu keiner Zahlung der Kasse.")
            }
            Language::English => {
                format!("Receipt {from} of the terminal belongs to no payment of the register.")
            }
        },
        Difference::NotOurs { from, to } => match language {
            Language::German => {
                format!("Belege {from} bis {to} des Terminals gehören zu keiner Zahlung der Kasse.")
            }
            Language::English => format!(
                "Receipts {from} to {to} of the terminal belong to no payment of the register."
            ),
        },
        Difference::NotTheirs(ours) => {
            let words = language.say(
                "Das Terminal zählt nicht mit",
                "The terminal does not count",
            );
            format!("{words}: {}", payment(ours, language))
        }
        Difference::Twice(ours) => {
            let words = language.say(
                "Dieselbe Belegnummer des Terminals wie eine andere Zahlung",
                "Same receipt number of the terminal as another payment",
            );
            format!("{words}: {}", payment(ours, language))
        }
        Difference::Explains(ours) => {
            let words = language.say(
                "Genau so groß wie die Differenz",
                "Exactly as large as the difference",
            );
            format!("{words}: {}", payment(ours, language))
        }
        Difference::Impossible => language
            .say(
                "Die Angaben des Terminals widersprechen sich.",
                "What the terminal tells contradicts itself.",
            )
            .to_owned(),
    }
}

/// `Beleg 1042, 46,00 €, girocard, Terminalbeleg 0022`
fn payment(ours: &Ours, language: Language) -> String {
    let mut parts = vec![match ours.receipt {
        Some(number) => format!("{}\u{a0}{number}", language.say("Beleg", "receipt")),
        None => format!(
            "{} {}",
            language.say("offener Vorgang", "open sale"),
            ours.reference
        ),
    }];
    parts.push(euro(ours.amount));
    if !ours.brand.is_empty() {
        parts.push(ours.brand.clone());
    }
    if !ours.slip.is_empty() {
        let name = language.say("Terminalbeleg", "terminal receipt");
        parts.push(format!("{name}\u{a0}{}", ours.slip));
    }
    parts.join(", ")
}

fn euro(amount: Money) -> String {
    format!("{amount}\u{a0}€")
}

/// Payments nobody knows the outcome of: their sales are parked and no part of the turnover.
pub(super) fn unknown(payments: &[UnknownPayment], language: Language) -> Vec<Block> {
    if payments.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![column_names([
        language.say("Angefragt", "Asked for"),
        language.say("Terminal", "Terminal"),
        language.say("Referenz", "Reference"),
        language.say("Betrag", "Amount"),
    ])];
    rows.extend(payments.iter().map(|payment| {
        let terminal = match payment.terminal.as_str() {
            "" => language.say("ohne Angabe", "not named"),
            name => name,
        };
        Row::new([
            minute(payment.requested),
            terminal.to_owned(),
            payment.reference.clone(),
            payment.amount.to_string(),
        ])
    }));
    let words = language.say(
        "Ob diese Karten belastet wurden, ist nicht bekannt. Die Vorgänge sind geparkt und in keiner Summe enthalten.",
        "Nobody knows whether these cards were charged. The sales are parked and part of no sum.",
    );
    vec![
        Block::Gap(Gap::Large),
        heading(language.say("Ungeklärte Kartenzahlungen", "Unknown card payments")),
        Block::Gap(Gap::Small),
        Block::Table(Table {
            columns: vec![Column::LABEL, Column::TEXT, Column::TEXT, Column::AMOUNT],
            rows,
            spacing: Spacing::Normal,
            ..Table::default()
        }),
        Block::Gap(Gap::Small),
        Block::text(words, Style::SMALL),
    ]
}
