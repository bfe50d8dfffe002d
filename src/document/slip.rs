//! Slips of card terminals: their lines as they came, in letters of one width.

use amtskasse_terminal::attendant::SlipLine;
use chrono::{DateTime, Utc};

use super::format::{Language, minute};
use super::model::{Block, Document, Gap, Paper, Size, Style};

/// A slip on a paper of its own; `copy` is the moment it is printed again.
pub fn document(title: &str, slips: &[&[SlipLine]], copy: Option<DateTime<Utc>>) -> Document {
    let mut body = Vec::new();
    for (index, lines) in slips.iter().enumerate() {
        if index > 0 {
            body.push(Block::PageBreak);
        }
        if let Some(at) = copy {
            let printed = format!("Erneut gedruckt am {}", minute(at));
            body.push(Block::framed(["KOPIE".to_owned(), printed]));
            body.push(Block::Gap(Gap::Normal));
        }
        body.extend(blocks(lines));
    }
    Document {
        title: title.to_owned(),
        author: String::new(),
        language: Language::German.say("de-DE", "en").into(),
        paper: Paper::Roll { width_mm: 80 },
        running_head: Vec::new(),
        footer: Vec::new(),
        page_label: String::new(),
        body,
    }
}

/// The lines of a slip.
pub(super) fn blocks(lines: &[SlipLine]) -> Vec<Block> {
    lines.iter().map(line).collect()
}

fn line(line: &SlipLine) -> Block {
    let size = match line.wide || line.tall {
        true => Size::Normal,
        false => Size::Small,
    };
    let style = Style::SMALL.sized(size).fixed();
    let style = match (line.centred, line.wide || line.tall) {
        (true, _) => style.centered(),
        (false, _) => style,
    };
    let text = match line.centred {
        true => line.text.trim(),
        false => line.text.trim_end(),
    };
    // Columns stand on their spaces; an empty line is one.
    let text = match text.is_empty() {
        true => "\u{a0}".to_owned(),
        false => text.replace(' ', "\u{a0}"),
    };
    Block::text(text, style)
}

#[cfg(test)]
mod tests;
