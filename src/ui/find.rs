//! Finding items by what a clerk types or a scanner reads.
//!
//! Every keystroke searches everything, on the thread that draws: one pass of `memchr` over the folded texts of
//! all items. Only when no item holds every word as it stands are scattered letters looked for, and only among
//! items that have all the letters.

use std::cmp::Reverse;
use std::sync::Arc;

use memchr::memmem;
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};

use crate::catalogue::{Catalogue, Item};

/// The most hits that are of use on one screen.
const MOST: usize = 60;
/// Between the fields of an item: no field ends in the middle of a hit.
const FIELD: char = '\u{1f}';

/// An index over names, short names, numbers, short codes, groups, offices and bar codes.
pub struct Index {
    /// The folded texts of all items, one after the other.
    text: String,
    /// Where the text of each item ends.
    ends: Vec<usize>,
    /// Which letters and digits an item has.
    letters: Vec<u64>,
    matcher: Matcher,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("items", &self.ends.len())
            .finish()
    }
}

impl Index {
    /// An index over these items.
    pub fn new<'a>(items: impl Iterator<Item = &'a Item>) -> Self {
        let (mut text, mut ends, mut letters) = (String::new(), Vec::new(), Vec::new());
        for item in items {
            let start = text.len();
            let optional = [item.code.as_deref(), item.ean.as_deref()];
            let fields = [
                &item.name,
                &item.short_name,
                &item.id,
                &item.office,
                &item.group,
            ];
            let fields = fields.into_iter().map(String::as_str);
            for field in fields.chain(optional.into_iter().flatten()) {
                fold(field, Umlaut::Plain, &mut text);
                text.push(FIELD);
                // Some type ue where others type ü or u.
                if field.chars().any(|c| "äöüÄÖÜ".contains(c)) {
                    fold(field, Umlaut::Spelled, &mut text);
                    text.push(FIELD);
                }
            }
            letters.push(letters_of(&text[start..]));
            ends.push(text.len());
        }
        Self {
            text,
            ends,
            letters,
            matcher: Matcher::new(Config::DEFAULT),
        }
    }

    /// Positions of all items that fit, the best first; of every item where nothing is asked for.
    pub fn find(&mut self, query: &str) -> Vec<usize> {
        match query.trim().is_empty() {
            true => (0..self.ends.len()).collect(),
            false => self.best(query, usize::MAX),
        }
    }

    /// Positions of the items that fit, the best first, at most so many. Scattered letters only count when no item holds
    /// every word as it stands: whoever types "museum" does not want "Umschreibung neues Kennzeichen".
    pub fn best(&mut self, query: &str, most: usize) -> Vec<usize> {
        let mut folded = String::new();
        fold(query, Umlaut::Plain, &mut folded);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let whole = self.whole(&words, most);
        if whole.is_empty() && !words.is_empty() {
            self.scattered(&folded, most)
        } else {
            whole
        }
    }

    fn item_text(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[at]]
    }

    /// Items that hold every word.
    fn whole(&self, words: &[&str], most: usize) -> Vec<usize> {
        // The longest word has the fewest hits.
        let Some(rarest) = words.iter().max_by_key(|word| word.len()) else {
            return Vec::new();
        };
        let finders: Vec<memmem::Finder<'_>> = words.iter().map(memmem::Finder::new).collect();
        let rarest = memmem::Finder::new(rarest);
        let (mut hits, mut from, mut at) = (Vec::new(), 0, 0);
        while let Some(found) = rarest.find(&self.text.as_bytes()[from..]) {
            let found = from + found;
            at += self.ends[at..].partition_point(|end| *end <= found);
            let text = self.item_text(at);
            let ranks = finders.iter().map(|word| rank(text, word));
            if let Some(rank) = ranks.sum::<Option<u32>>() {
                hits.push((Reverse(rank), at));
            }
            from = self.ends[at];
            at += 1;
            if at == self.ends.len() {
                break;
            }
        }
        best(hits, most)
    }

    /// Items that hold the letters in order.
    fn scattered(&mut self, folded: &str, most: usize) -> Vec<usize> {
        let wanted = letters_of(folded);
        let pattern = Pattern::new(
            folded.trim(),
            CaseMatching::Ignore,
            Normalization::Never,
            AtomKind::Fuzzy,
        );
        let mut hits = Vec::new();
        for at in 0..self.ends.len() {
            if self.letters[at] & wanted == wanted {
                let text = Utf32String::from(self.item_text(at));
                let score = pattern.score(text.slice(..), &mut self.matcher);
                hits.extend(score.map(|score| (Reverse(score), at)));
            }
        }
        best(hits, most)
    }
}

/// An index over what is on offer.
#[derive(Debug)]
pub struct Finder {
    catalogue: Arc<Catalogue>,
    index: Index,
}

impl Finder {
    /// An index over this catalogue.
    pub fn new(catalogue: Arc<Catalogue>) -> Self {
        Self {
            index: Index::new(catalogue.items().iter()),
            catalogue,
        }
    }

    /// Positions of the items that fit, the best first; as many as are of use on one screen.
    pub fn find(&mut self, query: &str) -> Vec<usize> {
        self.index.best(query, MOST)
    }

    /// The one item that has exactly this number, bar code or short code.
    pub fn exact(&self, code: &str) -> Option<&Item> {
        let code = code.trim();
        self.catalogue
            .by_ean(code)
            .or_else(|| self.catalogue.by_code(code))
            .or_else(|| self.catalogue.by_id(code))
            .or_else(|| self.catalogue.by_id(&code.to_uppercase()))
    }
}

/// The best hits in order; equals stay in the order of the catalogue.
fn best(mut hits: Vec<(Reverse<u32>, usize)>, most: usize) -> Vec<usize> {
    if hits.len() > most {
        hits.select_nth_unstable(most);
        hits.truncate(most);
    }
    hits.sort_unstable();
    hits.into_iter().map(|(_, at)| at).collect()
}

/// How well a word fits: a whole field before the beginning of the name, that before the beginning of any word,
/// that before the middle of one. `None`: it is not there.
fn rank(text: &str, word: &memmem::Finder<'_>) -> Option<u32> {
    let bytes = text.as_bytes();
    let of = |at: usize| {
        let before = at.checked_sub(1).map(|at| bytes[at]);
        let after = bytes.get(at + word.needle().len());
        let field_begins = before.is_none_or(|b| b == FIELD as u8);
        match (field_begins, before) {
            (true, _) if after == Some(&(FIELD as u8)) => 1_000,
            (_, None) => 100,
            (true, _) => 80,
            (_, Some(b)) if !b.is_ascii_alphanumeric() => 60,
            _ => 10,
        }
    };
    word.find_iter(bytes).map(of).max()
}

/// How umlauts are written.
#[derive(Clone, Copy, PartialEq)]
enum Umlaut {
    /// ü as u.
    Plain,
    /// ü as ue.
    Spelled,
}

/// Appends the text in small letters without accents.
fn fold(text: &str, umlaut: Umlaut, out: &mut String) {
    for c in text.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'ä' => "a",
            'ö' => "o",
            'ü' => "u",
            'ß' => "ss",
            'à' | 'á' | 'â' | 'å' | 'ã' => "a",
            'ç' => "c",
            'é' | 'è' | 'ê' | 'ë' => "e",
            'í' | 'ì' | 'î' | 'ï' => "i",
            'ñ' => "n",
            'ó' | 'ò' | 'ô' | 'õ' => "o",
            'ú' | 'ù' | 'û' => "u",
            other => {
                out.push(other);
                continue;
            }
        };
        out.push_str(plain);
        if umlaut == Umlaut::Spelled && matches!(c, 'ä' | 'ö' | 'ü') {
            out.push('e');
        }
    }
}

/// One bit for each letter and digit that occurs.
fn letters_of(text: &str) -> u64 {
    let bit = |b: u8| match b {
        b'a'..=b'z' => 1 << (b - b'a'),
        b'0'..=b'9' => 1 << (26 + b - b'0'),
        _ => 0,
    };
    text.bytes().fold(0, |all, b| all | bit(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finder() -> Finder {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        Finder::new(Arc::new(crate::setup::demo_catalogue(day).unwrap()))
    }

    #[test]
    fn finds_by_pieces_of_the_name() {
        let mut finder = finder();
        for query in [
            "perso ab 24",
            "personalausweis",
            "PA ab",
            "bb0010",
            "24 perso",
        ] {
            let best = finder.find(query)[0];
            assert_eq!(finder.catalogue.items()[best].id, "BB0010", "{query}");
        }
        assert!(finder.find("xyzzyx").is_empty());
    }

    #[test]
    fn whole_words_win_over_scattered_letters() {
        let mut finder = finder();
        let hits = finder.find("museum");
        let offices: Vec<&str> = hits
            .iter()
            .map(|at| finder.catalogue.items()[*at].office.as_str())
            .collect();
        assert!(offices.len() >= 20 && offices.iter().all(|office| *office == "Museum"));
        assert!(!finder.find("prsnlausw").is_empty(), "a slip still finds");
    }

    #[test]
    fn finds_without_umlauts() {
        let mut finder = finder();
        for query in ["fuhrungszeugnis", "fuehrungszeugnis", "FÜHRUNGSZEUGNIS"] {
            let best = finder.find(query)[0];
            let name = &finder.catalogue.items()[best].name;
            assert!(name.contains("Führungszeugnis"), "{query}: {name}");
        }
    }

    #[test]
    fn a_number_is_exact() {
        let finder = finder();
        assert_eq!(finder.exact(" bb0010 ").unwrap().id, "BB0010");
        assert!(finder.exact("bb001").is_none());
    }
}
