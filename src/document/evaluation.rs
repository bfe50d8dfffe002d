//! An evaluation on paper: what to look at first, then figures and charts, and what none of it can say.

use super::format::{Format, Language, column_names, euro, fact, heading, minute, report};
use super::model::{Align, Weight};
use super::model::{
    Bar, Block, Cell, Chart, Column, Document, Gap, Row, Rule, Signature, Spacing, Style, Table,
    Text, Width,
};
use crate::audit::{ClerkFigures, Evaluation, Finding, Rank, Tally, Verdict};
use crate::i18n::date;
use crate::site::Site;

/// Receipts named behind a finding; the register shows them all.
const NUMBERS: usize = 60;
/// Upright bars at most; more days share one.
const BARS: usize = 92;

/// The paper of an evaluation.
pub fn document(evaluation: &Evaluation, site: &Site, format: Format) -> Document {
    let language = format.language;
    let mut document = report(site, format, language.say("Auswertung", "Evaluation"));
    let body = &mut document.body;
    body.extend(head(evaluation, language));
    body.push(Block::Gap(Gap::Large));
    body.push(heading(language.say("Was auffällt", "What stands out")));
    body.push(Block::Gap(Gap::Small));
    if evaluation.findings.is_empty() {
        let nothing = language.texts().text("eval-nothing");
        body.push(Block::text(nothing, Style::NORMAL));
    }
    for finding in &evaluation.findings {
        body.extend(found(finding, language));
    }
    body.push(Block::text(
        language.texts().text("eval-limits"),
        Style::SMALL.quiet(),
    ));
    body.push(Block::Gap(Gap::Large));
    body.push(heading(language.say("Personen", "Persons")));
    body.push(Block::Gap(Gap::Small));
    body.push(persons(evaluation, language));
    body.push(Block::Gap(Gap::Large));
    body.extend(charts(evaluation, language));
    body.extend(differences(evaluation, language));
    body.extend(outages(evaluation, language));
    body.extend(digits(evaluation, language));
    body.push(Block::Gap(Gap::Large));
    body.push(Block::Signatures(vec![
        Signature {
            caption: language.say("Ort, Datum", "Place, date").into(),
        },
        Signature {
            caption: language.say("Geprüft", "Checked by").into(),
        },
    ]));
    document
}

fn head(evaluation: &Evaluation, language: Language) -> Vec<Block> {
    let span = evaluation.span;
    let numbers = evaluation.numbers.map_or_else(
        || "–".to_owned(),
        |n| {
            format!(
                "{}\u{a0}–\u{a0}{} ({})",
                n.first, n.last, evaluation.receipts.count
            )
        },
    );
    let closings: u32 = evaluation.days.iter().map(|day| day.closings).sum();
    let hours = evaluation.hours_open;
    let hours = format!("{}–{}\u{a0}Uhr", hours.opens, hours.closes);
    vec![Block::Beside(vec![
        vec![
            fact(
                language.say("Zeitraum", "Days"),
                format!("{} – {}", date(span.from), date(span.to)),
            ),
            fact(language.say("Belege", "Receipts"), numbers),
            fact(language.say("Abschlüsse", "Closings"), closings.to_string()),
        ],
        vec![
            fact(
                language.say("Umsatz", "Turnover"),
                euro(evaluation.receipts.amount),
            ),
            fact(
                language.say("Ohne Signatur", "Without signature"),
                evaluation.unsigned.to_string(),
            ),
            fact(
                language.say("Angenommene Öffnung", "Opening hours assumed"),
                hours,
            ),
        ],
    ])]
}

/// One finding: how much it weighs, what was counted, what often explains it, which receipts.
fn found(finding: &Finding, language: Language) -> Vec<Block> {
    let t = language.texts();
    let weight = t.text(match finding.rank {
        Rank::Serious => "eval-serious",
        Rank::Notable => "eval-notable",
        Rank::Remark => "eval-remark",
    });
    let strong = Style::NORMAL.weighing(Weight::SemiBold);
    let mut blocks = vec![
        Block::pair(
            Text::new(finding.title(t), strong),
            Text::new(weight, Style::SMALL.weighing(Weight::Medium)),
        ),
        Block::text(finding.sentence(t), Style::NORMAL),
        Block::text(finding.explanation(t), Style::SMALL.quiet()),
    ];
    if !finding.receipts.is_empty() {
        let mut numbers: Vec<String> = finding
            .receipts
            .iter()
            .take(NUMBERS)
            .map(u64::to_string)
            .collect();
        let left = finding.receipts.len().saturating_sub(NUMBERS);
        if left > 0 {
            numbers.push(format!(
                "{} {left}",
                language.say("und weitere", "and further")
            ));
        }
        let receipts = language.say("Belege", "Receipts");
        let line = format!("{receipts}: {}", numbers.join(", "));
        blocks.push(Block::text(line, Style::SMALL));
    }
    vec![Block::Together(blocks), Block::Gap(Gap::Normal)]
}

fn persons(evaluation: &Evaluation, language: Language) -> Block {
    let mut rows: Vec<Row> = evaluation
        .clerks
        .iter()
        .map(|clerk| {
            let name = if clerk.name.is_empty() {
                &clerk.id
            } else {
                &clerk.name
            };
            Row::new(cells(name.clone(), clerk, Style::SMALL))
        })
        .collect();
    let all = language.say("Alle", "All").to_owned();
    rows.push(Row::new(cells(all, &evaluation.all, Style::SMALL.bold())).under(Rule::Thick));
    let mut columns = vec![Column::new(Width::Share(1), Align::Left)];
    columns.extend([Column::AMOUNT; 8]);
    Block::Table(Table {
        columns,
        head: Some(column_names([
            language.say("Person", "Person"),
            language.say("Verkäufe", "Sales"),
            language.say("Storno/Rück.", "Reversals"),
            language.say("> 15 Min.", "> 15 min"),
            language.say("n. Abschl.", "closed"),
            language.say("Abbrüche", "Dropped"),
            language.say("Nachlässe", "Discounts"),
            language.say("Training", "Training"),
            language.say("Differenz", "Difference"),
        ])),
        rows,
        spacing: Spacing::Normal,
        ruled: true,
    })
}

/// Each figure with its sum below it.
fn cells(name: String, clerk: &ClerkFigures, style: Style) -> Vec<Cell> {
    let cell = |tally: Tally| match tally.count {
        0 => Cell::from(Text::new("–", style)),
        count => Cell::from(Text::new(count.to_string(), style))
            .and(Text::new(tally.amount.to_string(), Style::SMALL.quiet())),
    };
    vec![
        Text::new(name, style).into(),
        cell(clerk.sales),
        cell(clerk.reversals.plus(clerk.refunds)),
        cell(clerk.late),
        cell(clerk.after_closing),
        cell(clerk.aborts),
        cell(clerk.discounts),
        cell(clerk.training),
        match clerk.differences.count {
            0 => cell(clerk.differences),
            count => Cell::from(Text::new(count.to_string(), style))
                .and(Text::new(clerk.difference_text(), Style::SMALL.quiet())),
        },
    ]
}

fn charts(evaluation: &Evaluation, language: Language) -> Vec<Block> {
    let hint = |text: &'static str| Block::text(text, Style::SMALL.quiet());
    let busy = |hour: usize| {
        let hour = &evaluation.hours[hour];
        hour.sales.count + hour.back.count > 0
    };
    let first = (0..24).find(|hour| busy(*hour)).unwrap_or(8);
    let last = (0..24).rfind(|hour| busy(*hour)).unwrap_or(17);
    let hours = (first..=last).map(|at| {
        let hour = &evaluation.hours[at];
        Bar {
            name: at.to_string(),
            value: hour.sales.count.to_string(),
            size: hour.sales.count,
            part: hour.back.count,
        }
    });
    let shares = evaluation
        .clerks
        .iter()
        .filter(|clerk| clerk.sales.count > 0)
        .map(|clerk| {
            let back = clerk.reversals.plus(clerk.refunds).count;
            let share = back * 1000 / clerk.sales.count;
            Bar {
                name: clerk.name.clone(),
                value: format!("{back} ({},{}\u{a0}%)", share / 10, share % 10),
                size: share,
                part: 0,
            }
        });
    let by_hour = vec![
        heading(language.say("Verkäufe nach Uhrzeit", "Sales by time of day")),
        hint(language.say(
            "Anzahl je Stunde, schwarz die Stornos und Rücknahmen",
            "Number per hour, black: reversals and refunds",
        )),
        Block::Chart(Chart {
            bars: hours.collect(),
            upright: true,
        }),
    ];
    let by_person = vec![
        heading(language.say("Stornos je Person", "Reversals per person")),
        hint(language.say(
            "Stornos und Rücknahmen im Verhältnis zu den Verkäufen",
            "Reversals and refunds against sales",
        )),
        Block::Chart(Chart {
            bars: shares.collect(),
            upright: false,
        }),
    ];
    vec![
        Block::Together(vec![Block::Beside(vec![by_hour, by_person])]),
        Block::Gap(Gap::Large),
        Block::Together(vec![
            heading(language.say("Verlauf", "Course")),
            hint(language.say(
                "Verkäufe in Euro, schwarz die Stornos und Rücknahmen",
                "Sales in euro, black: reversals and refunds",
            )),
            Block::Chart(Chart {
                bars: trend(evaluation),
                upright: true,
            }),
        ]),
    ]
}

/// One bar per day, or per so many days that the bars are seen.
fn trend(evaluation: &Evaluation) -> Vec<Bar> {
    let together = evaluation.days.len().div_ceil(BARS).max(1);
    let bars = evaluation.days.chunks(together).map(|days| {
        let sold = days
            .iter()
            .map(|day| day.sales.amount)
            .sum::<crate::money::Money>();
        let back = days
            .iter()
            .map(|day| day.back.amount)
            .sum::<crate::money::Money>();
        let size = |amount: crate::money::Money| u64::try_from(amount.cents()).unwrap_or(0);
        Bar {
            name: days
                .first()
                .map_or_else(String::new, |day| day.day.format("%d.%m.").to_string()),
            value: euro(sold),
            size: size(sold),
            part: size(back),
        }
    });
    bars.collect()
}

fn differences(evaluation: &Evaluation, language: Language) -> Vec<Block> {
    if evaluation.differences.is_empty() {
        return Vec::new();
    }
    let rows = evaluation.differences.iter().map(|difference| {
        Row::new([
            Cell::from(difference.z_number.to_string()),
            minute(difference.at).into(),
            difference.clerk.name.clone().into(),
            difference.amount.to_string().into(),
        ])
    });
    vec![
        Block::Gap(Gap::Large),
        heading(language.say("Kassendifferenzen", "Cash differences")),
        Block::Gap(Gap::Small),
        Block::Table(Table {
            columns: vec![Column::LABEL, Column::LABEL, Column::TEXT, Column::AMOUNT],
            head: Some(column_names([
                "Z",
                language.say("Abschluss", "Closing"),
                language.say("Gezählt von", "Counted by"),
                language.say("Differenz", "Difference"),
            ])),
            rows: rows.collect(),
            spacing: Spacing::Normal,
            ruled: true,
        }),
    ]
}

fn outages(evaluation: &Evaluation, language: Language) -> Vec<Block> {
    if evaluation.outages.is_empty() {
        return Vec::new();
    }
    let rows = evaluation.outages.iter().map(|outage| {
        let to = outage
            .to
            .map_or_else(|| language.say("dauert an", "goes on").to_owned(), minute);
        let length = format!("{}:{:02}\u{a0}h", outage.minutes / 60, outage.minutes % 60);
        Row::new([minute(outage.from), to, length])
    });
    vec![
        Block::Gap(Gap::Large),
        heading(language.say("Ausfälle der TSE", "Outages of the TSE")),
        Block::Gap(Gap::Small),
        Block::Table(Table {
            columns: vec![Column::LABEL, Column::TEXT, Column::AMOUNT],
            head: Some(column_names([
                language.say("Von", "From"),
                language.say("Bis", "To"),
                language.say("Dauer", "Length"),
            ])),
            rows: rows.collect(),
            spacing: Spacing::Normal,
            ruled: true,
        }),
    ]
}

fn digits(evaluation: &Evaluation, language: Language) -> Vec<Block> {
    let digits = &evaluation.digits;
    let t = language.texts();
    let verdict = t.text(match digits.verdict {
        Verdict::TooFew => "eval-digits-few",
        Verdict::FixedPrices => "eval-digits-fixed",
        Verdict::Fits => "eval-digits-fit",
        Verdict::Differs => "eval-digits-differ",
    });
    let chi = digits.chi_square / 10;
    let square = format!(
        "{} {},{:02}",
        language.say("Chi-Quadrat", "Chi-square"),
        chi / 100,
        chi % 100
    );
    let bars =
        digits
            .counts
            .iter()
            .zip(&digits.expected)
            .enumerate()
            .map(|(at, (counted, expected))| Bar {
                name: (at + 1).to_string(),
                value: format!("{counted} / {expected}"),
                size: *counted,
                part: 0,
            });
    vec![
        Block::Gap(Gap::Large),
        Block::Together(vec![
            heading(t.text("eval-digits")),
            Block::text(format!("{verdict} {square}."), Style::SMALL.quiet()),
            Block::Gap(Gap::Small),
            Block::Chart(Chart {
                bars: bars.collect(),
                upright: false,
            }),
        ]),
    ]
}

#[cfg(test)]
mod tests;
