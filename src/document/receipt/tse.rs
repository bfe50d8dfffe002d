//! What a receipt shows of its TSE transaction (§6 KassenSichV no. 2, 4, 6, 7; AEAO §146a 2.4).

use super::Options;
use crate::document::format::{self, Language};
use crate::document::model::{Block, Column, Paper, Row, Style, Table, Text};
use crate::fiscal::{qr_text, tse_time};
use crate::receipt::{Receipt, Signature};
use crate::site::Site;

/// The notice at the top, where a receipt is not what it seems.
pub(super) fn mark(receipt: &Receipt, language: Language) -> Option<Block> {
    match &receipt.signature {
        Some(Signature::Signed(signed)) if signed.certified => None,
        Some(Signature::Signed(_)) => Some(format::test_mark(language)),
        Some(Signature::Failed { .. }) => Some(Block::framed([
            language.say("TSE ausgefallen", "TSE out of service"),
            language.say("Beleg ohne Signatur", "Receipt without signature"),
        ])),
        None => Some(Block::framed([language.say(
            "Signatur der TSE steht noch aus",
            "TSE signature still pending",
        )])),
    }
}

/// The data of the transaction and its QR code. Times are those of the log messages, to the millisecond and
/// in UTC as in the code, so that a reader can compare paper and archive.
pub(super) fn blocks(receipt: &Receipt, site: &Site, options: &Options) -> Vec<Block> {
    let language = options.language;
    let narrow = matches!(options.paper, Paper::Roll { width_mm } if width_mm < 70);
    let mut table = Facts::default();
    match &receipt.signature {
        Some(Signature::Signed(signed)) => {
            table.add(
                language.say("TSE-Transaktion", "TSE transaction"),
                signed.transaction,
            );
            table.add(
                language.say("Signaturzähler", "Signature counter"),
                signed.counter,
            );
            table.add("Start", tse_time(signed.start));
            table.add(language.say("Ende", "End"), tse_time(signed.log_time));
            table.add(
                language.say("Serien-Nr. Kasse", "Register serial"),
                &signed.client_id,
            );
            table.add(
                language.say("Serien-Nr. TSE", "TSE serial"),
                &signed.tse_serial,
            );
            table.add(language.say("Prüfwert", "Check value"), &signed.signature);
            let code = Block::Qr {
                text: qr_text(signed),
            };
            vec![Block::Beside(vec![table.blocks(narrow), vec![code]])]
        }
        // Date and time come from the register then (AEAO §146a 1.14.3).
        _ => {
            table.add("Start", tse_time(receipt.started));
            table.add(language.say("Ende", "End"), tse_time(receipt.finished));
            table.add(
                language.say("Serien-Nr. Kasse", "Register serial"),
                &site.register.serial,
            );
            table.blocks(narrow)
        }
    }
}

/// Names and values in small letters.
#[derive(Default)]
struct Facts {
    facts: Vec<(Text, Text)>,
}

impl Facts {
    fn add(&mut self, name: &str, value: impl ToString) {
        self.facts.push((
            Text::new(name, Style::SMALL.quiet()),
            Text::new(value.to_string(), Style::SMALL.anywhere()),
        ));
    }

    /// The values in one column; on narrow paper the long ones below their names, where they fill the
    /// line.
    fn blocks(self, narrow: bool) -> Vec<Block> {
        let facts = self.facts.into_iter();
        if narrow {
            return facts
                .map(|(name, value)| Block::pair(name, value))
                .collect();
        }
        vec![Block::Table(Table {
            columns: vec![Column::LABEL, Column::TEXT],
            rows: facts.map(|(name, value)| Row::new([name, value])).collect(),
            ..Table::default()
        })]
    }
}
