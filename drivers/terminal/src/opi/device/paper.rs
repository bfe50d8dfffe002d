//! Lines of a terminal as text for the screen and lines for the paper.

use crate::attendant::SlipLine;
use crate::opi::message::{Output, TextLine};

/// Most lines of one output that are taken; a long end of day has some hundreds.
const MOST: usize = 2000;

/// Whether a text speaks of a signature, in the languages of the terminals' countries.
pub(super) fn is_about_signature(text: &str) -> bool {
    let text = text.to_lowercase();
    ["unterschrift", "signatur", "handtekening", "firma del"]
        .iter()
        .any(|word| text.contains(word))
}

/// Text for the screen: rows in their order, line feeds between them, blanks around them gone.
pub(super) fn plain(output: &Output) -> String {
    let mut rows: Vec<(u32, String)> = Vec::new();
    for (at, line) in output.lines.iter().take(MOST).enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        for part in pieces(line) {
            rows.push((line.row.unwrap_or(at), part.trim().to_owned()));
        }
    }
    rows.sort_by_key(|(row, _)| *row);
    let rows: Vec<String> = rows.into_iter().map(|(_, text)| text).collect();
    rows.join("\n").trim().to_owned()
}

/// Slips of an output, and whether each is whole: a cut ends one, and so does the output unless more is announced.
pub(super) fn slips(output: &Output) -> Vec<(Vec<SlipLine>, bool)> {
    let mut slips = Vec::new();
    let mut lines = Vec::new();
    for (name, value) in &output.journal {
        let text = clean(&format!("{name}: {value}"));
        lines.push(SlipLine {
            text,
            ..SlipLine::default()
        });
    }
    for line in output.lines.iter().take(MOST) {
        lines.extend(pieces(line).map(|text| SlipLine {
            text,
            centred: line.alignment.eq_ignore_ascii_case("Center"),
            wide: is_double(&line.width),
            tall: is_double(&line.height),
        }));
        if line.cut {
            slips.push((std::mem::take(&mut lines), true));
        }
    }
    if !lines.is_empty() {
        slips.push((lines, !output.continues));
    }
    slips
}

fn is_double(text: &str) -> bool {
    text.to_ascii_lowercase().starts_with("double")
}

/// A line of the terminal may hold several.
fn pieces(line: &TextLine) -> impl Iterator<Item = String> + '_ {
    line.text
        .trim_end_matches(['\r', '\n'])
        .split('\n')
        .map(clean)
}

/// Without control characters and blanks at the end.
fn clean(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|char| if char.is_control() { ' ' } else { char })
        .collect();
    clean.trim_end().to_owned()
}
