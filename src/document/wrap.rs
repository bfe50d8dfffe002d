//! Breaking text into lines by any measure: glyph widths or columns.

use super::model::Wrap;

/// These hold words together while lines are broken and are ordinary spaces and hyphens afterwards.
const NO_BREAK: [char; 2] = ['\u{a0}', '\u{202f}'];
const NO_BREAK_HYPHEN: char = '\u{2011}';
const SOFT_HYPHEN: char = '\u{ad}';

/// Lines of `text`, none wider than `width` unless a single letter is.
///
/// `measure` must be additive: the width of a text is the sum of the widths of its letters.
pub(super) fn wrap(
    text: &str,
    width: f32,
    mode: Wrap,
    measure: &dyn Fn(&str) -> f32,
) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        match mode {
            Wrap::Words => by_words(paragraph, width, measure, &mut lines),
            Wrap::Anywhere => by_letters(paragraph, width, measure, &mut lines),
        }
    }
    for line in &mut lines {
        if line.contains(is_special) {
            *line = line.chars().filter_map(ordinary).collect();
        }
    }
    lines
}

fn is_special(c: char) -> bool {
    NO_BREAK.contains(&c) || matches!(c, NO_BREAK_HYPHEN | SOFT_HYPHEN)
}

/// What a special character looks like once lines are broken.
fn ordinary(c: char) -> Option<char> {
    match c {
        SOFT_HYPHEN => None,
        NO_BREAK_HYPHEN => Some('-'),
        c if NO_BREAK.contains(&c) => Some(' '),
        c => Some(c),
    }
}

/// What joins a piece of text to the piece before it.
#[derive(Clone, Copy, PartialEq)]
enum Joint {
    Space,
    SoftHyphen,
    Nothing,
}

fn by_words(paragraph: &str, width: f32, measure: &dyn Fn(&str) -> f32, lines: &mut Vec<String>) {
    // Rounding must not push the last letter of a line that fits exactly onto the next one.
    let width = width + 0.01;
    let space = measure(" ");
    let hyphen = measure("-");
    let mut line = String::new();
    let mut used = 0.0;
    for (joint, atom) in atoms(paragraph) {
        let own = measure(&atom);
        let glue = if joint == Joint::Space && !line.is_empty() {
            space
        } else {
            0.0
        };
        // A later break inside this word needs room for its hyphen only if it happens there, so a
        // piece that ends a word is free to use the whole line.
        if used + glue + own <= width {
            if glue > 0.0 {
                line.push(' ');
            }
            line.push_str(&atom);
            used += glue + own;
            continue;
        }
        if !line.is_empty() {
            if joint == Joint::SoftHyphen && used + hyphen <= width {
                line.push('-');
            }
            lines.push(std::mem::take(&mut line));
        }
        if own <= width {
            used = own;
            line = atom;
        } else {
            by_letters(&atom, width, measure, lines);
            line = lines.pop().unwrap_or_default();
            used = measure(&line);
        }
    }
    lines.push(line);
}

fn by_letters(text: &str, width: f32, measure: &dyn Fn(&str) -> f32, lines: &mut Vec<String>) {
    let width = width + 0.01;
    let mut line = String::new();
    let mut used = 0.0;
    let mut letter = [0; 4];
    for c in text.chars() {
        let own = measure(c.encode_utf8(&mut letter));
        if used + own > width && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        line.push(c);
        used += own;
    }
    lines.push(line);
}

/// Pieces that are never broken as long as they fit on a line.
fn atoms(paragraph: &str) -> Vec<(Joint, String)> {
    let mut atoms = Vec::new();
    for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
        let mut joint = Joint::Space;
        let mut atom = String::new();
        let mut letters = word.chars().peekable();
        while let Some(c) = letters.next() {
            if c == SOFT_HYPHEN {
                if !atom.is_empty() {
                    atoms.push((joint, std::mem::take(&mut atom)));
                    joint = Joint::SoftHyphen;
                }
                continue;
            }
            atom.push(c);
            // "Schwarz-Weiß" breaks behind its hyphen; "-5" and "A-" do not.
            let breaks = matches!(c, '-' | '/')
                && atom.chars().count() > 1
                && letters.peek().is_some_and(|next| next.is_alphabetic());
            if breaks {
                atoms.push((joint, std::mem::take(&mut atom)));
                joint = Joint::Nothing;
            }
        }
        if !atom.is_empty() {
            atoms.push((joint, atom));
        }
    }
    atoms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(text: &str, width: usize, mode: Wrap) -> Vec<String> {
        wrap(text, width as f32, mode, &|t| {
            t.chars().filter(|c| *c != SOFT_HYPHEN).count() as f32
        })
    }

    #[test]
    fn words_stay_whole() {
        assert_eq!(
            columns("Kopie A4 schwarz-weiß", 14, Wrap::Words),
            ["Kopie A4", "schwarz-weiß"]
        );
        assert_eq!(
            columns("Kopie A4 schwarz-weiß", 18, Wrap::Words),
            ["Kopie A4 schwarz-", "weiß"]
        );
    }

    #[test]
    fn no_break_spaces_hold_and_then_vanish() {
        assert_eq!(
            columns("frei nach §\u{a0}4\u{a0}Nr.\u{a0}20a UStG", 16, Wrap::Words),
            ["frei nach", "§ 4 Nr. 20a UStG"]
        );
    }

    #[test]
    fn soft_hyphens_show_only_where_a_line_ends() {
        let word = "Aufenthalts\u{ad}bescheinigung";
        assert_eq!(columns(word, 30, Wrap::Words), ["Aufenthaltsbescheinigung"]);
        assert_eq!(
            columns(word, 14, Wrap::Words),
            ["Aufenthalts-", "bescheinigung"]
        );
    }

    #[test]
    fn a_word_wider_than_the_line_is_cut() {
        assert_eq!(
            columns("ab abcdefgh", 4, Wrap::Words),
            ["ab", "abcd", "efgh"]
        );
    }

    #[test]
    fn check_values_fill_every_line() {
        assert_eq!(columns("abcdefgh", 3, Wrap::Anywhere), ["abc", "def", "gh"]);
    }

    #[test]
    fn explicit_line_ends_and_empty_text_are_kept() {
        assert_eq!(columns("a\n\nb", 9, Wrap::Words), ["a", "", "b"]);
        assert_eq!(columns("", 9, Wrap::Words), [""]);
    }
}
