use super::*;
use crate::document::Block;
use crate::ledger::Ledger;
use crate::setup;

fn procedure() -> Procedure {
    let folder = tempfile::tempdir().unwrap();
    let now = "2026-11-24T09:00:00Z".parse().unwrap();
    setup::set_up(folder.path(), None, now).unwrap();
    let ledger = Ledger::open_read_only(folder.path()).unwrap();
    crate::till::read_procedure(&ledger, folder.path(), now).unwrap()
}

fn words(block: &Block, out: &mut Vec<String>) {
    match block {
        Block::Text(text) => out.push(text.text.clone()),
        Block::KeyValue(pair) => {
            out.extend([pair.key.text.clone(), pair.value.text.clone()]);
        }
        Block::Table(table) => {
            let rows = table.head.iter().chain(&table.rows);
            let cells = rows.flat_map(|row| &row.cells);
            out.extend(cells.flat_map(|c| &c.paragraphs).map(|t| t.text.clone()));
        }
        Block::Mark(mark) => out.extend(mark.lines.clone()),
        Block::Together(blocks) => blocks.iter().for_each(|b| words(b, out)),
        Block::Beside(stacks) => stacks.iter().flatten().for_each(|b| words(b, out)),
        _ => {}
    }
}

fn all(document: &Document) -> Vec<String> {
    let mut out = Vec::new();
    document
        .body
        .iter()
        .for_each(|block| words(block, &mut out));
    out
}

#[test]
fn the_contents_name_the_page_each_part_begins_on() {
    let procedure = procedure();
    let document = document(&procedure).unwrap();
    let pages = crate::document::layout::lay_out(&document).unwrap();
    let mut before = 0;
    let mut parts = 0;
    for block in &document.body {
        let Block::KeyValue(pair) = block else {
            continue;
        };
        if !pair.key.text.contains("\u{a0}\u{a0}") {
            continue;
        }
        let page: usize = pair.value.text.parse().unwrap();
        assert!(page >= 3 && page >= before, "{}: {page}", pair.key.text);
        before = page;
        parts += 1;
        let title = pair.key.text.split("\u{a0}\u{a0}").nth(1).unwrap();
        let on_it = pages[page - 1].items.iter().any(|item| match item {
            crate::document::layout::Item::Letters { text, .. } => {
                text.contains(title.split(' ').next().unwrap())
            }
            _ => false,
        });
        assert!(on_it, "{title} is not on page {page}");
    }
    assert_eq!(parts, 19);
}

#[test]
fn it_says_what_is_configured_and_what_is_left_open() {
    let mut procedure = procedure();
    let text = all(&document(&procedure).unwrap()).join("\n");
    for expected in [
        "LINDENAU-BB-02",
        "M. Berger",
        "TEST-TSE, nicht zertifiziert",
        "Deutsche Post AG",
        "§ 2b UStG",
        "AVBelegabbruch",
        "Ort der Aufbewahrung, Frist nach Landesrecht, wer nach ihrem Ablauf löscht (Teil 13)",
    ] {
        assert!(text.contains(expected), "{expected} is missing");
    }
    for user in &procedure.users {
        assert!(text.contains(&user.name));
    }
    assert!(!text.contains("argon2id$"));
    // A key of one's own is explained.
    assert!(!text.contains("Sonderregel Hafen"));
    procedure.own_keys = vec![(TaxKey(1000), "Sonderregel Hafen".into())];
    let text = all(&document(&procedure).unwrap()).join("\n");
    assert!(text.contains("Sonderregel Hafen"));
}

#[test]
fn every_item_on_offer_is_in_the_annex_once() {
    let procedure = procedure();
    let words = all(&document(&procedure).unwrap());
    for entry in &procedure.entries {
        let found = words.iter().filter(|word| **word == entry.item.id).count();
        assert_eq!(found, 1, "{}", entry.item.id);
    }
}
