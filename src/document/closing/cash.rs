//! The drawer over a period: what came, what went, what should be there, what was counted.

use super::{tally_row, total_row};
use crate::closing::{Closing, Interim, Tally, Totals};
use crate::document::format::{Language, heading, kind_name, sum_table};
use crate::document::model::{Block, Cell, Gap, Row, Rule, Style, Text};
use crate::money::Money;
use crate::receipt::Kind;

/// Opening first, then what customers brought, then what the office moved. The booked difference is
/// no movement: it is what the comparison below explains.
const ORDER: [Kind; 9] = [
    Kind::Opening,
    Kind::Sale,
    Kind::Void,
    Kind::Refund,
    Kind::Float,
    Kind::PayIn,
    Kind::PayOut,
    Kind::Skim,
    Kind::Delivery,
];

fn moved(totals: &Totals, language: Language) -> (Vec<Row>, Money) {
    let mut rows = Vec::new();
    let mut sum = Money::ZERO;
    for kind in ORDER {
        let tally = totals.cash.get(&kind).copied().unwrap_or_default();
        sum += tally.sum;
        if kind == Kind::Opening {
            rows.push(amount_row(kind_name(kind, language), tally.sum));
        } else if tally != Tally::default() {
            let name = match kind {
                Kind::Sale => language.say("Bareinnahmen", "Cash sales"),
                _ => kind_name(kind, language),
            };
            rows.push(tally_row(name, tally));
        }
    }
    (rows, sum)
}

fn amount_row(name: &str, amount: Money) -> Row {
    Row::new([Cell::from(name), Cell::empty(), amount.to_string().into()])
}

/// The drawer of an open period.
pub(super) fn open(interim: &Interim, language: Language) -> Vec<Block> {
    let (mut rows, _) = moved(&interim.totals, language);
    let expected = language.say("Soll", "Expected");
    rows.push(total_row(expected, interim.expected).under(Rule::Thin));
    titled(rows, language)
}

/// The drawer of a closed period. Cash moved between the count and the closing (the skim of the evening)
/// is taken out again before counted and expected are compared.
pub(super) fn closed(closing: &Closing, language: Language) -> Vec<Block> {
    let (mut rows, booked) = moved(&closing.totals, language);
    let after_count = booked - closing.expected;
    let mut expected = total_row(language.say("Soll", "Expected"), closing.expected);
    if after_count.is_zero() {
        expected = expected.under(Rule::Thin);
    } else {
        let words = language.say("davon nach der Zählung", "of which after the count");
        rows.push(amount_row(words, after_count).under(Rule::Thin));
    }
    rows.push(expected);
    let sheet = language.say("Zählprotokoll", "Count sheet");
    let sheet = format!("{sheet} {}", closing.count_number);
    let counted =
        Cell::from(language.say("Gezählt", "Counted")).and(Text::new(sheet, Style::SMALL.quiet()));
    rows.push(Row::new([
        counted,
        Cell::empty(),
        closing.counted.to_string().into(),
    ]));
    let difference = language.say("Differenz", "Difference");
    rows.push(total_row(difference, closing.difference()).under(Rule::Thick));
    let mut blocks = titled(rows, language);
    if !closing.difference().is_zero() {
        let reason = closing.reason.as_deref().filter(|r| !r.trim().is_empty());
        let reason = reason.unwrap_or(language.say("ungeklärt", "unexplained"));
        let name = language.say("Grund", "Reason");
        blocks.push(Block::text(format!("{name}: {reason}"), Style::SMALL));
    }
    blocks.push(Block::Gap(Gap::Small));
    blocks.push(Block::pair(
        language.say("Bleibt in der Kasse", "Stays in the drawer"),
        closing.carried.to_string(),
    ));
    blocks
}

fn titled(rows: Vec<Row>, language: Language) -> Vec<Block> {
    vec![
        heading(language.say("Kassenbestand", "Cash in the drawer")),
        Block::Gap(Gap::Small),
        sum_table(rows),
    ]
}
