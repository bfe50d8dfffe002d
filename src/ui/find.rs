//! Finding items by what a clerk types or a scanner reads.

use std::sync::Arc;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};

use crate::catalogue::{Catalogue, Item};

/// The most hits that are of use on one screen.
const MOST: usize = 60;

/// An index over what is written about things.
pub struct Index {
    texts: Vec<Utf32String>,
    matcher: Matcher,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("texts", &self.texts.len())
            .finish()
    }
}

impl Index {
    /// An index over these items.
    pub fn new<'a>(items: impl Iterator<Item = &'a Item>) -> Self {
        let texts = items.map(|item| {
            let [ean, code] = [&item.ean, &item.code].map(|c| c.as_deref().unwrap_or_default());
            let text = format!(
                "{} {} {} {} {ean} {code}",
                item.name, item.short_name, item.id, item.office
            );
            Utf32String::from(text)
        });
        Self {
            texts: texts.collect(),
            matcher: Matcher::new(Config::DEFAULT),
        }
    }

    /// Positions of what fits, the best first. Scattered letters only count when nothing holds every word as it
    /// stands: whoever types "museum" does not want "Umschreibung neues Kennzeichen".
    pub fn find(&mut self, query: &str) -> Vec<usize> {
        let whole = self.hits(query, AtomKind::Substring);
        if whole.is_empty() {
            self.hits(query, AtomKind::Fuzzy)
        } else {
            whole
        }
    }

    fn hits(&mut self, query: &str, kind: AtomKind) -> Vec<usize> {
        let (case, normal) = (CaseMatching::Ignore, Normalization::Smart);
        let pattern = Pattern::new(query.trim(), case, normal, kind);
        let mut hits: Vec<(usize, u32)> = self
            .texts
            .iter()
            .enumerate()
            .filter_map(|(at, text)| Some((at, pattern.score(text.slice(..), &mut self.matcher)?)))
            .collect();
        hits.sort_by_key(|(at, score)| (std::cmp::Reverse(*score), *at));
        hits.into_iter().map(|(at, _)| at).collect()
    }
}

/// An index over names, short names, numbers, bar codes and short codes.
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
        let mut hits = self.index.find(query);
        hits.truncate(MOST);
        hits
    }

    /// The one item that has exactly this number or bar code.
    pub fn exact(&self, code: &str) -> Option<&Item> {
        let code = code.trim();
        self.catalogue
            .by_ean(code)
            .or_else(|| self.catalogue.by_code(code))
            .or_else(|| self.catalogue.by_id(code))
            .or_else(|| self.catalogue.by_id(&code.to_uppercase()))
    }
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
        for query in ["perso ab 24", "personalausweis", "PA ab", "bb0010"] {
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
        let best = finder.find("fuhrungszeugnis")[0];
        assert!(
            finder.catalogue.items()[best]
                .name
                .contains("Führungszeugnis")
        );
    }

    #[test]
    fn a_number_is_exact() {
        let finder = finder();
        assert_eq!(finder.exact(" bb0010 ").unwrap().id, "BB0010");
        assert!(finder.exact("bb001").is_none());
    }
}
