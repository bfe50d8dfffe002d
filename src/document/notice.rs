//! What is notified under §146a(4) AO, as a paper for the file and for whoever fills in the form by hand.

use chrono::NaiveDate;

use super::format::{Format, address, fact, heading, report};
use super::model::{Block, Cell, Column, Document, Gap, Row, Rule, Spacing, Style, Table, Text};
use crate::i18n::date;
use crate::message;
use crate::notice::{Form, Kind, Made, Notice, Occasion, Place, System, Tse};
use crate::site::Site;

/// The paper as of a day. It is German whatever the screen speaks: it goes to the file and the tax office.
pub fn document(notice: &Notice, site: &Site, today: NaiveDate) -> Document {
    let mut document = report(site, Format::A4, "Mitteilung nach § 146a Abs. 4 AO");
    let body = &mut document.body;
    body.push(Block::Beside(vec![
        vec![
            heading("Steuerpflichtiger"),
            fact("Name", &site.municipality.name),
            fact("Anschrift", address(site)),
            fact("Steuernummer", or_open(&site.municipality.tax_number)),
        ],
        place(&notice.place, notice, today),
    ]));
    body.push(Block::Gap(Gap::Normal));
    body.push(dues(notice, today));
    if !notice.missing.is_empty() {
        body.push(Block::Gap(Gap::Normal));
        let first = "Für die XML-Datei fehlt noch:".to_owned();
        let lacks = notice.missing.iter().map(message::notice_missing);
        body.push(Block::framed(std::iter::once(first).chain(lacks)));
    }
    for system in &notice.systems {
        body.push(Block::Gap(Gap::Large));
        body.push(Block::Together(one(system)));
    }
    body.push(Block::Gap(Gap::Large));
    body.push(history(&notice.record.made));
    body.push(Block::Gap(Gap::Normal));
    body.push(small(
        "Eine Mitteilung gilt für eine Betriebsstätte und nennt immer alle ihre Systeme (AEAO zu § 146a, 1.16.1.4); \
         eine Berichtigung ist eine vollständige neue Mitteilung. Frist: ein Monat nach Anschaffung, Wechsel oder \
         Ergänzung der TSE oder Außerbetriebnahme (§ 146a Abs. 4 AO, § 108 AO, §§ 187, 188 BGB). Fällt der letzte Tag \
         auf einen Samstag, Sonntag oder Feiertag, gilt nach § 108 Abs. 3 AO der nächste Werktag; hier steht der strengere Tag.",
    ));
    body.push(small(
        "Die XML-Datei wird in Mein ELSTER hochgeladen; Name, Anschrift und Steuernummer kommen aus dem Benutzerkonto. \
         Sie hat Platz für eine TSE je System: die erste, die in Gebrauch ist. Eine weitere TSE desselben Systems \
         (Reserve) ist vor dem Absenden im Formular von Hand zu ergänzen.",
    ));
    document
}

fn small(text: &str) -> Block {
    Block::text(text, Style::SMALL.quiet())
}

fn place(place: &Place, notice: &Notice, today: NaiveDate) -> Vec<Block> {
    let systems = notice.systems.iter().filter(|system| !system.is_exempt());
    let kept = systems.filter(|system| system.retired.is_none()).count();
    vec![
        heading("Betriebsstätte"),
        fact("Bezeichnung", &place.name),
        fact(
            "Anschrift",
            format!("{}, {} {}", place.street, place.postal_code, place.city),
        ),
        fact("Systeme in Betrieb", kept.to_string()),
        fact("Stand", date(today)),
    ]
}

fn or_open(text: &str) -> &str {
    match text.is_empty() {
        true => "nicht hinterlegt",
        false => text,
    }
}

/// What to say where no deadline runs.
pub(crate) fn nothing_due(notice: &Notice) -> &'static str {
    match notice.record.made.is_empty() {
        true => {
            "Bisher ist keine Mitteilung vermerkt, und keine Frist läuft: Sie zählt ab der Anschaffung, sobald deren Tag und \
             eine zertifizierte TSE hinterlegt sind."
        }
        false => "Es ist nichts mitzuteilen, was nicht schon mitgeteilt wurde.",
    }
}

fn dues(notice: &Notice, today: NaiveDate) -> Block {
    if notice.open.is_empty() {
        return Block::framed([nothing_due(notice)]);
    }
    let rows = notice.open.iter().map(|due| {
        Row::new([
            Cell::from(due.change.system.as_str()),
            Cell::from(occasion(&due.change.occasion)),
            Cell::from(date(due.change.on)),
            Cell::from(Text::new(date(due.until), Style::NORMAL.bold())),
            Cell::from(left(due.until, today)),
        ])
    });
    Block::Together(vec![
        heading("Mitzuteilen"),
        Block::Gap(Gap::Small),
        Block::Table(Table {
            columns: vec![
                Column::LABEL,
                Column::TEXT,
                Column::LABEL,
                Column::LABEL,
                Column::LABEL,
            ],
            head: Some(super::format::column_names([
                "System",
                "Anlass",
                "Tag",
                "spätestens",
                "Frist",
            ])),
            rows: rows.collect(),
            spacing: Spacing::Normal,
            ..Table::default()
        }),
    ])
}

/// `noch 12 Tage`
pub fn left(until: NaiveDate, today: NaiveDate) -> String {
    match (until - today).num_days() {
        days @ 2.. => format!("noch {days} Tage"),
        1 => "noch 1 Tag".to_owned(),
        0 => "heute".to_owned(),
        -1 => "seit 1 Tag vorbei".to_owned(),
        days => format!("seit {} Tagen vorbei", -days),
    }
}

/// What happened, in words.
pub fn occasion(occasion: &Occasion) -> String {
    let start = |serial: &str| serial.chars().take(12).collect::<String>();
    match occasion {
        Occasion::Acquired => "Anschaffung".to_owned(),
        Occasion::TseTaken(tse) => format!("TSE {}… in Betrieb", start(tse)),
        Occasion::TseLetGo(tse) => format!("TSE {}… außer Betrieb", start(tse)),
        Occasion::Retired => "Außerbetriebnahme".to_owned(),
    }
}

/// Kind of a system in the words of the form.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Pc => "Computergestütztes / PC-Kassensystem",
        Kind::Tablet => "Tablet- / App-Kassensystem",
        Kind::CashRegister => "Elektronische Registrierkasse",
        Kind::Taximeter => "EU-Taxameter",
        Kind::Odometer => "Wegstreckenzähler",
    }
}

/// Form of a TSE in words.
pub fn form(form: Option<Form>) -> &'static str {
    match form {
        None => "nicht angegeben",
        Some(Form::Sd) => "SD-Karte",
        Some(Form::Usb) => "USB-Stick",
        Some(Form::Cloud) => "Cloud",
        Some(Form::Other) => "andere (Drucker, Netzwerk)",
    }
}

fn day(day: Option<NaiveDate>) -> String {
    day.map_or("nicht angegeben".to_owned(), date)
}

fn one(system: &System) -> Vec<Block> {
    let acquired = system.acquired.map_or("nicht angegeben".to_owned(), |a| {
        let how = if a.leased { "Miete" } else { "Kauf" };
        format!("{} ({how})", date(a.on))
    });
    let left = vec![
        fact("Art", kind(system.kind)),
        fact(
            "Software",
            format!("{} {}", system.software, system.version),
        ),
        fact("Hersteller", or_open(&system.manufacturer)),
        fact("Modell", or_open(&system.model)),
    ];
    let mut right = vec![
        fact("Anschaffung", acquired),
        fact("Inbetriebnahme", day(system.first_use)),
    ];
    match &system.retired {
        None => right.push(fact("Außerbetriebnahme", "–")),
        Some(gone) => {
            right.push(fact("Außerbetriebnahme", date(gone.on)));
            right.push(fact("Grund", &gone.reason));
        }
    }
    let mut blocks = vec![
        Block::Rule(Rule::Thin),
        Block::Gap(Gap::Small),
        heading(format!("System {}", system.serial)),
        Block::Gap(Gap::Small),
        Block::Beside(vec![left, right]),
        Block::Gap(Gap::Small),
    ];
    let named = system.notified_tse().map(|tse| tse.serial.as_str());
    for tse in &system.tses {
        blocks.push(tse_block(tse, Some(tse.serial.as_str()) == named));
        blocks.push(Block::Gap(Gap::Small));
    }
    blocks
}

fn tse_block(tse: &Tse, named: bool) -> Block {
    let what = match (tse.test, named, tse.last_use) {
        (true, ..) => "TEST-TSE, nicht zertifiziert, wird nicht gemeldet",
        (_, true, _) => "in der XML-Datei",
        (_, _, None) => "in Betrieb, im Formular von Hand ergänzen",
        (_, _, Some(_)) => "nicht mehr in Betrieb",
    };
    let until = tse
        .last_use
        .map_or(String::new(), |day| format!(", bis {}", date(day)));
    let id = tse.bsi_id.as_deref().unwrap_or("nicht angegeben");
    let line = format!(
        "BSI-Kennung {id} · Bauform {} · ab {}{until} · {what}",
        form(tse.form),
        day(tse.first_use),
    );
    Block::Table(Table {
        columns: vec![Column::LABEL, Column::TEXT],
        rows: vec![Row::new([
            Cell::from(Text::new("TSE", Style::NORMAL)),
            Cell::from(Text::new(tse.serial.as_str(), Style::SMALL))
                .and(Text::new(line, Style::SMALL.quiet())),
        ])],
        spacing: Spacing::Normal,
        ..Table::default()
    })
}

fn history(made: &[Made]) -> Block {
    if made.is_empty() {
        return Block::text(
            "Bisher ist keine Mitteilung vermerkt.",
            Style::NORMAL.quiet(),
        );
    }
    let rows = made.iter().rev().map(|made| {
        Row::new([
            Cell::from(date(made.on)),
            Cell::from(made.by.as_str()),
            Cell::from(or_open(&made.reference)),
        ])
    });
    Block::Together(vec![
        heading("Vermerkte Mitteilungen"),
        Block::Gap(Gap::Small),
        Block::Table(Table {
            columns: vec![Column::LABEL, Column::TEXT, Column::TEXT],
            head: Some(super::format::column_names([
                "Tag",
                "Vermerkt von",
                "Transferticket",
            ])),
            rows: rows.collect(),
            spacing: Spacing::Normal,
            ..Table::default()
        }),
    ])
}
