//! The rows of one closing, as far as the rules look at them.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

pub(super) use super::rows::*;
use crate::number::Number;

/// What is known by its hash already; 64 random bits make no two meet.
#[derive(Debug, Default)]
pub(super) struct Known(HashMap<u64, u32, BuildHasherDefault<Same>>);

/// The hash is the key.
#[derive(Debug, Default)]
pub(super) struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0 << 8 | u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// One closing.
#[derive(Debug, Default)]
pub(super) struct Day {
    text: String,
    hash: RandomState,
    bons_known: Known,
    lines_known: Known,
    /// Where the last search ended: files name Vorgänge in the same order.
    bon_at: usize,
    line_at: usize,
    pub(super) closing: Option<Closing>,
    pub(super) register: Option<Register>,
    pub(super) vat: Vec<Vat>,
    /// TERMINAL_ID and TERMINAL_SERIENNR.
    pub(super) terminals: Vec<(Text, Text)>,
    /// As they are read, with their row.
    pub(super) terminal_rows: Vec<(Text, Text, u64)>,
    pub(super) agencies: HashSet<u64>,
    /// TSE_ID and place among the devices of the whole package.
    pub(super) tses: Vec<(u64, usize)>,
    pub(super) bons: Vec<Bon>,
    pub(super) pays: Filed<Pay>,
    pub(super) lines: Filed<Line>,
    pub(super) line_vats: Filed<Amount>,
    pub(super) bon_vats: Filed<Amount>,
    pub(super) found: Filed<Amount>,
    pub(super) signed: Filed<Signed>,
}

impl Day {
    /// Empties it for the next closing and keeps its memory.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.bons_known.0.clear();
        self.lines_known.0.clear();
        (self.bon_at, self.line_at) = (0, 0);
        (self.closing, self.register) = (None, None);
        self.vat.clear();
        self.terminals.clear();
        self.agencies.clear();
        self.tses.clear();
        self.bons.clear();
        self.pays.clear();
        self.lines.clear();
        self.line_vats.clear();
        self.bon_vats.clear();
        self.found.clear();
        self.signed.clear();
    }

    pub(super) fn keep(&mut self, text: &str) -> Text {
        let at = self.text.len();
        self.text.push_str(text);
        Text {
            at,
            len: text.len(),
        }
    }

    pub(super) fn text(&self, text: Text) -> &str {
        self.text
            .get(text.at..text.at + text.len)
            .unwrap_or_default()
    }

    /// Adds a Vorgang; `false`: its BON_ID was there already.
    pub(super) fn add_bon(&mut self, bon: Bon) -> bool {
        let hash = self.hash.hash_one(self.text(bon.id));
        let place = u32::try_from(self.bons.len()).unwrap_or(NO_LINE);
        let new = self.bons_known.0.insert(hash, place).is_none();
        self.bons.push(bon);
        new
    }

    /// The Vorgang with this BON_ID.
    pub(super) fn bon(&mut self, id: &str) -> Option<u32> {
        for at in [self.bon_at, self.bon_at + 1] {
            if self.bons.get(at).is_some_and(|bon| self.text(bon.id) == id) {
                self.bon_at = at;
                return u32::try_from(at).ok();
            }
        }
        let place = *self.bons_known.0.get(&self.hash.hash_one(id))?;
        self.bon_at = place as usize;
        Some(place)
    }

    /// After the lines are sealed: makes them findable and calls `twice` for every line that is there already.
    pub(super) fn know_lines(&mut self, mut twice: impl FnMut(&Day, &Line)) {
        let mut known = std::mem::take(&mut self.lines_known);
        for (place, line) in self.lines.all().iter().enumerate() {
            let hash = self.hash.hash_one((line.bon, self.text(line.place)));
            let place = u32::try_from(place).unwrap_or(NO_LINE);
            if known.0.insert(hash, place).is_some() {
                twice(self, line);
            }
        }
        self.lines_known = known;
    }

    /// The line of a Vorgang with this POS_ZEILE; lines are sealed.
    pub(super) fn line(&mut self, bon: u32, place: &str) -> Option<u32> {
        for at in [self.line_at, self.line_at + 1] {
            let here = self.lines.all().get(at);
            if here.is_some_and(|line| line.bon == bon && self.text(line.place) == place) {
                self.line_at = at;
                return u32::try_from(at).ok();
            }
        }
        let found = *self.lines_known.0.get(&self.hash.hash_one((bon, place)))?;
        self.line_at = found as usize;
        Some(found)
    }

    /// Row of a VAT key in this closing; rows are in order of their keys.
    pub(super) fn vat(&self, key: u64) -> Option<&Vat> {
        let at = self.vat.partition_point(|vat| vat.key < key);
        self.vat.get(at).filter(|vat| vat.key == key)
    }

    /// Rate of a key in this closing, per cent.
    pub(super) fn percent(&self, key: u64) -> Option<Number> {
        self.vat(key)?.percent
    }

    /// Place of a TSE among the devices of the package; rows are in order of TSE_ID.
    pub(super) fn device(&self, id: u64) -> Option<usize> {
        let at = self.tses.partition_point(|(known, _)| *known < id);
        let found = self.tses.get(at).filter(|(known, _)| *known == id);
        found.map(|(_, device)| *device)
    }

    /// TERMINAL_ID and TERMINAL_SERIENNR of a terminal; they are in order of TERMINAL_ID.
    pub(super) fn terminal(&self, id: &str) -> Option<(Text, Text)> {
        let at = self
            .terminals
            .partition_point(|(known, _)| self.text(*known) < id);
        let found = self.terminals.get(at).copied();
        found.filter(|(known, _)| self.text(*known) == id)
    }

    /// Puts the terminals in order and calls `twice` with the row of each that is there already.
    pub(super) fn sort_terminals(&mut self, mut twice: impl FnMut(&str, u64)) {
        let mut rows: Vec<(Text, Text, u64)> = std::mem::take(&mut self.terminal_rows);
        rows.sort_by(|one, other| self.text(one.0).cmp(self.text(other.0)));
        for pair in rows.windows(2) {
            if let [one, next] = pair
                && self.text(one.0) == self.text(next.0)
            {
                twice(self.text(next.0), next.2);
            }
        }
        self.terminals
            .extend(rows.iter().map(|(id, serial, _)| (*id, *serial)));
        rows.clear();
        self.terminal_rows = rows;
    }

    /// BON_ID of a Vorgang.
    pub(super) fn id(&self, bon: usize) -> &str {
        self.bons.get(bon).map_or("", |bon| self.text(bon.id))
    }

    /// The currency the register counts in.
    pub(super) fn currency(&self) -> &str {
        match self.register.map(|register| self.text(register.currency)) {
            None | Some("") => "EUR",
            Some(currency) => currency,
        }
    }
}
