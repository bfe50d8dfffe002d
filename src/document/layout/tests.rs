use super::*;
use crate::document::model::{Block, Cell, Column, Gap, Row, Rule, Table, Text};

const ROLL: Paper = Paper::Roll { width_mm: 80 };

fn pages(paper: Paper, body: Vec<Block>) -> Vec<Page> {
    lay_out(&Document {
        title: "Test".into(),
        author: String::new(),
        language: "de-DE".into(),
        paper,
        running_head: vec![Block::text("Kopf", Style::SMALL)],
        footer: vec![],
        page_label: "Seite {page} von {pages}".into(),
        body,
    })
    .unwrap()
}

/// Words with their left edge, right edge and baseline.
fn words(page: &Page) -> Vec<(&str, f32, f32, f32)> {
    page.items
        .iter()
        .filter_map(|item| match item {
            Item::Letters {
                x,
                baseline,
                size,
                weight,
                text,
                ..
            } => {
                let end = x + font::face(*weight).unwrap().width(text, *size);
                Some((text.as_str(), *x, end, *baseline))
            }
            _ => None,
        })
        .collect()
}

fn count(page: &Page, word: &str) -> usize {
    words(page)
        .iter()
        .filter(|(text, ..)| *text == word)
        .count()
}

#[test]
fn a_roll_is_one_page_and_a4_as_many_as_needed() {
    let body = || vec![Block::text("Zeile\n".repeat(200), Style::NORMAL)];
    let roll = pages(ROLL, body());
    assert_eq!((roll.len(), count(&roll[0], "Zeile")), (1, 200));
    assert_eq!(count(&roll[0], "Kopf"), 0);
    let a4 = pages(Paper::A4, body());
    assert_eq!(
        a4.iter().map(|page| count(page, "Zeile")).sum::<usize>(),
        200
    );
    assert_eq!((count(&a4[0], "Kopf"), count(&a4[1], "Kopf")), (0, 1));
    let last = format!("Seite {0} von {0}", a4.len());
    assert_eq!(count(a4.last().unwrap(), &last), 1);
}

#[test]
fn nothing_leaves_the_paper() {
    let long = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung";
    let table = Table {
        columns: vec![Column::LABEL, Column::TEXT, Column::AMOUNT, Column::AMOUNT],
        rows: vec![Row::new([long, long, "−1.234.567,89", "1.234.567,89"])],
        ..Table::default()
    };
    let body = vec![
        Block::text(long, Style::NORMAL.sized(Size::Huge)),
        Block::pair(long, long),
        Block::pair(long, "−1.234.567,89 €"),
        Block::framed([long]),
        Block::Table(table),
    ];
    for paper in [Paper::Roll { width_mm: 58 }, ROLL, Paper::A4] {
        for page in pages(paper, body.clone()) {
            for (text, start, end, _) in words(&page) {
                let inside = start >= 4.0 * MM && end <= page.width - 4.0 * MM;
                assert!(inside, "{text} from {start} to {end} on {paper:?}");
            }
        }
    }
}

#[test]
fn amounts_share_their_right_edge_and_their_line() {
    let row = |name: &str, amount: &str| {
        Row::new([
            Cell::from(name),
            Text::new(amount, Style::NORMAL.sized(Size::Huge)).into(),
        ])
    };
    let table = Table {
        columns: vec![Column::TEXT, Column::AMOUNT],
        rows: vec![row("Summe", "1.085,70"), row("Rest", "−0,11")],
        ..Table::default()
    };
    let page = &pages(ROLL, vec![Block::Table(table)])[0];
    let words = words(page);
    assert!((words[1].2 - words[3].2).abs() < 0.01, "{words:?}");
    assert_eq!(words[0].3, words[1].3);
}

#[test]
fn figures_stay_whole_where_labels_can_shrink() {
    let table = Table {
        columns: vec![Column::TEXT, Column::LABEL, Column::AMOUNT, Column::AMOUNT],
        rows: vec![Row::new([
            "Umsatz für Land",
            "nicht steuerbar und noch mehr Worte",
            "1.234.567,89",
            "1.234.567,89",
        ])],
        ..Table::default()
    };
    let page = &pages(ROLL, vec![Block::Table(table)])[0];
    assert_eq!(count(page, "1.234.567,89"), 2);
}

#[test]
fn a_table_repeats_its_head_and_keeps_its_total_company() {
    let mut rows: Vec<Row> = (0..90).map(|_| Row::new(["Zeile", "1,00"])).collect();
    rows.push(Row::new(["Summe", "90,00"]).under(Rule::Thick));
    let table = Table {
        columns: vec![Column::TEXT, Column::AMOUNT],
        head: Some(Row::new(["Name", "Betrag"])),
        rows,
        ..Table::default()
    };
    let pages = pages(Paper::A4, vec![Block::Table(table)]);
    assert!(pages.len() > 1);
    for page in &pages {
        assert_eq!(count(page, "Name"), 1);
        assert!(count(page, "Zeile") > 0);
    }
}

#[test]
fn a_heading_moves_to_the_next_page_with_what_it_heads() {
    for fill in 40..70 {
        let heading = Style::NORMAL.bold();
        let pages = pages(
            Paper::A4,
            vec![
                Block::text("Zeile\n".repeat(fill), Style::NORMAL),
                Block::text("Überschrift", heading),
                Block::Gap(Gap::Small),
                Block::text("Text", Style::NORMAL),
            ],
        );
        let page = pages.iter().find(|page| count(page, "Überschrift") == 1);
        assert_eq!(count(page.unwrap(), "Text"), 1, "after {fill} lines");
    }
}

#[test]
fn stacks_stand_beside_each_other_on_a4_only() {
    let body = vec![Block::Beside(vec![
        vec![Block::text("links", Style::NORMAL)],
        vec![Block::text("rechts", Style::NORMAL)],
    ])];
    let a4 = pages(Paper::A4, body.clone());
    let wide = words(&a4[0]);
    assert!(wide[0].3 == wide[1].3 && wide[0].2 < wide[1].1);
    let roll = pages(ROLL, body);
    let narrow = words(&roll[0]);
    assert!(narrow[0].3 < narrow[1].3 && narrow[0].1 == narrow[1].1);
}
