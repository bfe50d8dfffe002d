//! The invoice to a receipt, for a recipient who asks for one (§14(4) UStG).

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Berlin;

use super::{Options, items, payments, sheet, sum, tax_table, tse, vouchers};
use crate::document::format::{self, fact, minute};
use crate::document::model::{Block, Document, Gap, Rule, Size, Style, Weight};
use crate::i18n::date;
use crate::receipt::Receipt;
use crate::site::Site;

/// For whom and when an invoice was made out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made<'a> {
    /// Name of the recipient.
    pub name: &'a str,
    /// Department or the like; may be empty.
    pub addition: &'a str,
    /// Street and number.
    pub street: &'a str,
    /// Postal code and town.
    pub town: &'a str,
    /// When it was made out.
    pub at: DateTime<Utc>,
    /// When the version was made out that this one replaces, and why.
    pub replaces: Option<(DateTime<Utc>, &'a str)>,
    /// It was printed before; a second original would owe the tax a second time (UStAE 14c.1(4)).
    pub duplicate: bool,
}

/// The paper: everything of the receipt, the recipient, and the words by which both are one document.
pub fn document(receipt: &Receipt, made: &Made<'_>, site: &Site, options: &Options) -> Document {
    let language = options.language;
    let number = receipt.number;
    let day = |at: DateTime<Utc>| date(at.with_timezone(&Berlin).date_naive());
    let mut body = format::letterhead(site, options.paper, language);
    body.push(Block::Gap(Gap::Large));
    for line in [made.name, made.addition, made.street, made.town] {
        if !line.is_empty() {
            body.push(Block::text(line, Style::NORMAL.sized(Size::Large)));
        }
    }
    body.push(Block::Gap(Gap::Large));
    let title = format!("{} {number}", language.say("Rechnung Nr.", "Invoice no."));
    body.push(Block::text(
        title.as_str(),
        Style::NORMAL.sized(Size::Huge).weighing(Weight::SemiBold),
    ));
    body.push(Block::Gap(Gap::Small));
    let supplied = receipt.supplied.map_or_else(|| day(receipt.finished), date);
    body.push(Block::Beside(vec![
        vec![
            fact(
                language.say("Rechnungsdatum", "Date of invoice"),
                day(made.at),
            ),
            fact(language.say("Leistungsdatum", "Date of supply"), supplied),
        ],
        vec![
            fact(
                language.say("Kassenbeleg", "Receipt"),
                format!("{number}, {}", minute(receipt.finished)),
            ),
            fact(language.say("Kasse", "Register"), format::desk(site)),
        ],
    ]));
    body.push(Block::Gap(Gap::Small));
    let mut words = vec![match language.say("de", "en") {
        "de" => format!(
            "Diese Rechnung ersetzt den Kassenbeleg Nr. {number} vom {}. Beide weisen dieselbe Umsatzsteuer aus; sie wird nur einmal geschuldet und berechtigt nur einmal zum Vorsteuerabzug.",
            day(receipt.finished)
        ),
        _ => format!(
            "This invoice replaces receipt no. {number} of {}. Both show the same VAT, which is owed and deducted once.",
            day(receipt.finished)
        ),
    }];
    if let Some((at, reason)) = &made.replaces {
        let replaced = language.say(
            "Berichtigte Rechnung; sie ersetzt die Fassung vom",
            "Corrected invoice; it replaces the version of",
        );
        let why = language.say("Grund", "Reason");
        words.push(format!("{replaced} {}. {why}: {reason}", minute(*at)));
    }
    if made.duplicate {
        words.insert(
            0,
            language
                .say(
                    "ZWEITSCHRIFT – KEINE WEITERE RECHNUNG",
                    "DUPLICATE – NO FURTHER INVOICE",
                )
                .to_owned(),
        );
    }
    body.push(Block::framed(words));
    if let Some(mark) = tse::mark(receipt, language) {
        body.push(Block::Gap(Gap::Small));
        body.push(mark);
    }
    body.push(Block::Gap(Gap::Normal));
    let groups = tax_table::groups(receipt);
    body.push(Block::Rule(Rule::Thin));
    body.extend(items::table(receipt, &groups, language));
    body.push(Block::Rule(Rule::Thick));
    body.extend(sum(receipt, options));
    body.extend(payments(receipt, language));
    body.extend(tax_table::blocks(&groups, language));
    body.extend(vouchers::blocks(receipt, options));
    body.push(Block::Gap(Gap::Small));
    let paid = language.say("Der Betrag ist bezahlt.", "The amount has been paid.");
    body.push(Block::text(paid, Style::NORMAL));
    body.push(Block::Gap(Gap::Normal));
    body.extend(tse::blocks(receipt, site, options));
    sheet(&title, body, site, options)
}
