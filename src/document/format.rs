//! What all papers of a register share: language, notation, letterhead.

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Berlin;
use rust_decimal::Decimal;

use super::model::{
    Block, Column, Document, Gap, KeyValue, Paper, Row, Size, Style, Table, Text, Weight,
};
pub use crate::i18n::Language;
use crate::money::Money;
use crate::receipt::{Kind, PaymentKind, Person};
use crate::site::Site;

/// Paper, language and warning of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// What it is printed on.
    pub paper: Paper,
    /// Its language. What a citizen takes home is German; English is for training and audits.
    pub language: Language,
    /// Whether the register signs with a TSE that is not certified; every paper then says so.
    pub test_tse: bool,
}

impl Format {
    /// An A4 report in German.
    pub const A4: Self = Self {
        paper: Paper::A4,
        language: Language::German,
        test_tse: false,
    };

    /// A report on an 80 mm roll in German.
    pub const ROLL: Self = Self {
        paper: Paper::Roll { width_mm: 80 },
        ..Self::A4
    };
}

/// `1.234,56 €` that never breaks.
pub(super) fn euro(amount: Money) -> String {
    format!("{amount}\u{a0}€")
}

/// `2,5`, `−1`: as few decimals as possible and a real minus sign.
pub(super) fn number(value: Decimal) -> String {
    value
        .normalize()
        .to_string()
        .replace('.', ",")
        .replace('-', "−")
}

/// `19 %` that never breaks.
pub fn percent(value: Decimal) -> String {
    format!("{}\u{a0}%", number(value))
}

/// `23.11.2026 10:42`, legal time in Germany.
pub(super) fn minute(at: DateTime<Utc>) -> String {
    at.with_timezone(&Berlin)
        .format("%d.%m.%Y\u{a0}%H:%M")
        .to_string()
}

/// `10:42`, legal time in Germany.
pub(super) fn clock(at: DateTime<Utc>) -> String {
    at.with_timezone(&Berlin).format("%H:%M").to_string()
}

/// `A. Yilmaz (0017)`
pub(super) fn person(person: &Person) -> String {
    if person.id.is_empty() || person.id == person.name {
        person.name.clone()
    } else {
        format!("{} ({})", person.name, person.id)
    }
}

/// What a kind of receipt is called.
pub(super) fn kind_name(kind: Kind, language: Language) -> &'static str {
    match kind {
        Kind::Sale => language.say("Verkauf", "Sale"),
        Kind::Void => language.say("Storno", "Void"),
        Kind::Refund => language.say("Erstattung", "Refund"),
        Kind::Abort => language.say("Abbruch", "Abort"),
        Kind::Training => language.say("Training", "Training"),
        Kind::Opening => language.say("Anfangsbestand", "Opening cash"),
        Kind::Float => language.say("Wechselgeld", "Change float"),
        Kind::Skim => language.say("Abschöpfung", "Skim to safe"),
        Kind::Delivery => language.say("Ablieferung", "Delivery"),
        Kind::PayIn => language.say("Einzahlung", "Pay-in"),
        Kind::PayOut => language.say("Auszahlung", "Pay-out"),
        Kind::Difference => language.say("Kassendifferenz", "Cash difference"),
    }
}

/// What a kind of payment is called.
pub(super) fn payment_name(kind: PaymentKind, language: Language) -> &'static str {
    match kind {
        PaymentKind::Bar => language.say("Bar", "Cash"),
        PaymentKind::ECKarte => language.say("girocard und Debitkarte", "Debit card"),
        PaymentKind::Kreditkarte => language.say("Kreditkarte", "Credit card"),
        PaymentKind::ElZahlungsdienstleister => language.say("Zahlungsdienst", "Payment service"),
        PaymentKind::Guthabenkarte => language.say("Guthabenkarte", "Stored-value card"),
        PaymentKind::Keine => language.say("Ohne Zahlung", "No payment"),
    }
}

/// Name and address as §6 KassenSichV no. 1 wants them: centred on a roll, at the left edge of a page.
pub(super) fn letterhead(site: &Site, paper: Paper, language: Language) -> Vec<Block> {
    let set = |style: Style| match paper {
        Paper::Roll { .. } => style.centered(),
        Paper::A4 | Paper::A4Landscape => style,
    };
    let (name, office) = split_name(&site.municipality.name);
    let small = set(Style::SMALL);
    let mut blocks = vec![Block::text(
        name,
        set(Style::NORMAL.sized(Size::Large).bold()),
    )];
    if let Some(office) = office {
        blocks.push(Block::text(office, small));
    }
    blocks.push(Block::text(address(site), small));
    if let Some(numbers) = tax_numbers(site, language) {
        blocks.push(Block::text(numbers, small));
    }
    blocks
}

/// `Stadt Musterstadt, Der Bürgermeister` has a name and an office that acts for it.
pub(super) fn split_name(name: &str) -> (&str, Option<&str>) {
    match name.split_once(", ") {
        Some((name, office)) => (name, Some(office)),
        None => (name, None),
    }
}

pub(super) fn address(site: &Site) -> String {
    let municipality = &site.municipality;
    let city = format!("{}\u{a0}{}", municipality.postal_code, municipality.city);
    [municipality.street.as_str(), city.trim_matches('\u{a0}')]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

fn tax_numbers(site: &Site, language: Language) -> Option<String> {
    let municipality = &site.municipality;
    let mut numbers = Vec::new();
    if !municipality.tax_number.is_empty() {
        let name = language.say("St.-Nr.", "Tax no.");
        numbers.push(format!("{name}\u{a0}{}", municipality.tax_number));
    }
    if !municipality.vat_id.is_empty() {
        let name = language.say("USt\u{2011}IdNr.", "VAT id");
        numbers.push(format!("{name}\u{a0}{}", municipality.vat_id));
    }
    (!numbers.is_empty()).then(|| numbers.join(" · "))
}

/// `Bürgerbüro · Kasse 2`
pub(super) fn desk(site: &Site) -> String {
    format!("{} · {}", site.pay_point.name, site.register.name)
}

/// The frame of a report: letterhead, title, running head and page numbers.
pub(super) fn report(site: &Site, format: Format, title: &str) -> Document {
    let language = format.language;
    let (name, office) = split_name(&site.municipality.name);
    let mut body = Vec::new();
    match format.paper {
        Paper::Roll { .. } => {
            body.extend(letterhead(site, format.paper, language));
            body.push(Block::Gap(Gap::Normal));
            body.push(Block::text(
                title,
                Style::NORMAL.sized(Size::Large).bold().centered(),
            ));
            body.push(Block::text(desk(site), Style::NORMAL.centered()));
            let unit = language.say("Alle Beträge in Euro", "All amounts in euro");
            let line = format!("{} · {unit}", site.register.serial);
            body.push(Block::text(line, Style::SMALL.quiet().centered()));
        }
        Paper::A4 | Paper::A4Landscape => {
            let office = office
                .map(|office| format!(" · {office}"))
                .unwrap_or_default();
            let line = format!("{name}{office} · {}", address(site));
            body.push(Block::text(line, Style::SMALL.quiet()));
            body.push(Block::Gap(Gap::Normal));
            body.push(Block::text(
                title,
                Style::NORMAL.sized(Size::Huge).weighing(Weight::SemiBold),
            ));
            body.push(Block::text(desk(site), Style::NORMAL.sized(Size::Large)));
            let serial = language.say("Seriennummer der Kasse", "Serial number of the register");
            let unit = language.say("Alle Beträge in Euro", "All amounts in euro");
            let line = format!("{serial} {} · {unit}", site.register.serial);
            body.push(Block::text(line, Style::SMALL.quiet()));
        }
    }
    if format.test_tse {
        body.push(Block::Gap(Gap::Normal));
        body.push(test_mark(language));
    }
    body.push(Block::Gap(Gap::Normal));
    let quiet = Style::SMALL.quiet();
    let head = format!("{title} · {}", desk(site));
    Document {
        title: format!("{title} – {} – {name}", desk(site)),
        author: site.municipality.name.clone(),
        language: language.say("de-DE", "en").into(),
        paper: format.paper,
        running_head: vec![
            Block::pair(Text::new(head, quiet), Text::new(name, quiet)),
            Block::Rule(super::Rule::Thin),
        ],
        footer: Vec::new(),
        page_label: language
            .say("Seite {page} von {pages}", "Page {page} of {pages}")
            .into(),
        body,
    }
}

/// A receipt of a TSE without a certificate proves nothing, and the paper says so.
pub(super) fn test_mark(language: Language) -> Block {
    Block::framed([language.say("TEST-TSE, nicht zertifiziert", "TEST TSE, not certified")])
}

/// The heading of a part.
pub(super) fn heading(text: impl Into<String>) -> Block {
    Block::text(text, Style::NORMAL.weighing(Weight::SemiBold))
}

/// A name in plain and a value in stronger letters.
pub(super) fn fact(name: impl Into<String>, value: impl Into<String>) -> Block {
    Block::KeyValue(KeyValue {
        key: Text::new(name, Style::NORMAL),
        value: Text::new(value, Style::NORMAL.weighing(Weight::Medium)),
    })
}

/// Names of columns, in small grey letters so that the figures stand out.
pub(super) fn column_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Row {
    let style = Style::SMALL.quiet();
    Row::new(names.into_iter().map(|name| Text::new(name, style)))
}

/// Names and amounts of a sum: the rows of one column of figures.
pub(super) fn sum_table(rows: Vec<Row>) -> Block {
    Block::Table(Table {
        columns: vec![Column::TEXT, Column::AMOUNT, Column::AMOUNT],
        rows,
        ..Table::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn numbers_are_german() {
        assert_eq!(number(Decimal::new(2500, 3)), "2,5");
        assert_eq!(number(Decimal::new(-1, 0)), "−1");
        assert_eq!(number(Decimal::new(1000, 0)), "1000");
        assert_eq!(percent(Decimal::new(1900, 2)), "19\u{a0}%");
        assert_eq!(euro(Money::from_cents(-123_456)), "−1.234,56\u{a0}€");
    }

    #[test]
    fn times_are_those_of_the_wall_clock() {
        let winter = Utc.with_ymd_and_hms(2026, 11, 23, 9, 42, 31).unwrap();
        assert_eq!(minute(winter), "23.11.2026\u{a0}10:42");
        let summer = Utc.with_ymd_and_hms(2026, 7, 1, 22, 30, 0).unwrap();
        assert_eq!(minute(summer), "02.07.2026\u{a0}00:30");
    }
}
