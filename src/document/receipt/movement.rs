//! Papers of cash movements: what went in or out of the drawer, why, and who signs for it.

use crate::document::format::{self, Language, euro};
use crate::document::model::{Block, Gap, KeyValue, Rule, Signature, Size, Style, Text, Weight};
use crate::receipt::{Kind, Receipt};

/// What the paper says between its heading and the TSE data.
pub(super) fn blocks(receipt: &Receipt, language: Language) -> Vec<Block> {
    let amount = receipt.gross();
    let name = format::kind_name(receipt.kind, language);
    let heading = Style::NORMAL.sized(Size::Large).weighing(Weight::SemiBold);
    let mut blocks = vec![
        Block::Rule(Rule::Thin),
        Block::KeyValue(KeyValue {
            key: Text::new(name, heading),
            value: Text::new(euro(amount), Style::NORMAL.sized(Size::Huge).bold()),
        }),
        Block::text(direction(receipt, language), Style::NORMAL),
    ];
    for line in receipt.valid_lines() {
        if !line.text.is_empty() && line.text != name && Some(&line.text) != receipt.reason.as_ref()
        {
            blocks.push(Block::text(line.text.as_str(), Style::NORMAL));
        }
    }
    if let Some(reason) = receipt.reason.as_deref().filter(|r| !r.trim().is_empty()) {
        blocks.push(Block::Gap(Gap::Small));
        blocks.push(format::fact(language.say("Grund", "Reason"), reason));
    }
    let signatures = signatures(receipt, language);
    if !signatures.is_empty() {
        blocks.push(Block::Gap(Gap::Normal));
        blocks.push(Block::Signatures(signatures));
    }
    blocks
}

fn direction(receipt: &Receipt, language: Language) -> &'static str {
    match receipt.kind {
        Kind::Opening => language.say("Bestand bei Beginn", "In the drawer at the beginning"),
        Kind::Float => language.say(
            "Aus dem Tresor in die Kasse",
            "From the safe into the drawer",
        ),
        Kind::Skim => language.say(
            "Aus der Kasse in den Tresor",
            "From the drawer into the safe",
        ),
        Kind::Delivery => language.say(
            "Aus der Kasse an Hauptkasse oder Bank",
            "From the drawer to main cash or bank",
        ),
        Kind::Difference if receipt.gross().is_negative() => language.say(
            "Fehlbetrag: weniger gezählt als gebucht",
            "Shortage: less counted than booked",
        ),
        Kind::Difference => language.say(
            "Überschuss: mehr gezählt als gebucht",
            "Surplus: more counted than booked",
        ),
        _ if receipt.gross().is_negative() => language.say("Aus der Kasse", "Out of the drawer"),
        _ => language.say("In die Kasse", "Into the drawer"),
    }
}

fn signatures(receipt: &Receipt, language: Language) -> Vec<Signature> {
    let clerk = Signature {
        caption: format!(
            "{}, {}",
            language.say("Kassenkraft", "Clerk"),
            receipt.clerk.name
        ),
    };
    let other = match receipt.kind {
        Kind::Opening => return Vec::new(),
        Kind::Float => language.say("Ausgegeben durch", "Handed out by"),
        Kind::Skim | Kind::Delivery | Kind::PayOut => {
            language.say("Empfangen durch", "Received by")
        }
        Kind::PayIn => language.say("Eingezahlt durch", "Paid in by"),
        _ => language.say("Kassenverwaltung", "Cash manager"),
    };
    // Who allowed it is not who got the money: that line stays free for a pen.
    let other = Signature {
        caption: other.to_owned(),
    };
    let approval = receipt.second.as_ref().map(|second| Signature {
        caption: format!(
            "{}, {}",
            language.say("Freigegeben durch", "Approved by"),
            second.name
        ),
    });
    [Some(clerk), Some(other), approval]
        .into_iter()
        .flatten()
        .collect()
}
