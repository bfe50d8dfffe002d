//! The rows of one closing, as far as the rules look at them.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use super::words::{BonTyp, GvTyp, PayTyp};
use crate::number::Number;

/// A piece of [`Day`]'s text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Text {
    at: usize,
    len: usize,
}

impl Text {
    pub(super) fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// No line of the Vorgang.
pub(super) const NO_LINE: u32 = u32::MAX;

/// A row of transactions.csv.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bon {
    pub(super) row: u64,
    pub(super) id: Text,
    pub(super) number: Option<u64>,
    pub(super) typ: BonTyp,
    pub(super) named: bool,
    pub(super) terminal: Text,
    pub(super) reversal: bool,
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
    pub(super) gross: Option<Number>,
}

impl Bon {
    pub(super) fn counts(&self) -> bool {
        self.typ == BonTyp::Beleg
    }
}

/// A row of datapayment.csv.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pay {
    pub(super) bon: u32,
    pub(super) row: u64,
    pub(super) typ: PayTyp,
    pub(super) name: Text,
    pub(super) currency: Text,
    pub(super) foreign: Option<Number>,
    pub(super) base: Number,
}

/// A row of lines.csv.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) bon: u32,
    pub(super) row: u64,
    pub(super) place: Text,
    pub(super) typ: GvTyp,
    /// GV_TYP as written, for a value that is not in the list.
    pub(super) name: Text,
    pub(super) cancelled: bool,
    pub(super) agency: u64,
    pub(super) quantity: Option<Number>,
    pub(super) factor: Option<Number>,
    pub(super) price: Option<Number>,
    /// ARTIKELTEXT, kept for orders only.
    pub(super) item: Text,
}

/// An amount under a VAT key: a row of transactions_vat.csv, lines_vat.csv or itemamounts.csv.
#[derive(Debug, Clone, Copy)]
pub(super) struct Amount {
    pub(super) bon: u32,
    /// Place in [`Day::lines`] or [`NO_LINE`].
    pub(super) line: u32,
    pub(super) row: u64,
    pub(super) key: u64,
    pub(super) gross: Option<Number>,
    pub(super) net: Option<Number>,
    pub(super) vat: Option<Number>,
    /// itemamounts: whether it is the base amount.
    pub(super) base: bool,
}

impl Amount {
    /// The gross amount, in the net method net and VAT together.
    pub(super) fn whole(&self) -> Number {
        self.gross
            .unwrap_or_else(|| self.net.unwrap_or_default() + self.vat.unwrap_or_default())
    }

    /// Whether it is given in the net method only.
    pub(super) fn by_net(&self) -> bool {
        self.gross.is_none() && self.net.is_some()
    }
}

/// A row of transactions_tse.csv.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signed {
    pub(super) bon: u32,
    pub(super) row: u64,
    pub(super) tse: Option<u64>,
    pub(super) number: Option<u64>,
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
    pub(super) kind: Text,
    pub(super) counter: Option<u64>,
    pub(super) signature: Text,
    pub(super) failed: bool,
    pub(super) data: Text,
}

impl Signed {
    /// Whether every part of the signature is there.
    pub(super) fn complete(&self) -> bool {
        self.tse.is_some()
            && self.number.is_some()
            && self.start.is_some()
            && self.end.is_some()
            && self.counter.is_some()
            && !self.kind.is_empty()
            && !self.signature.is_empty()
    }
}

/// What belongs to a Vorgang.
pub(super) trait OfBon {
    fn bon(&self) -> u32;
}

macro_rules! of_bon {
    ($($name:ident),*) => { $(impl OfBon for $name { fn bon(&self) -> u32 { self.bon } })* };
}
of_bon!(Pay, Line, Amount, Signed);

/// Rows filed under their Vorgang.
#[derive(Debug)]
pub(super) struct Filed<T> {
    rows: Vec<T>,
    starts: Vec<u32>,
}

impl<T> Default for Filed<T> {
    fn default() -> Self {
        Filed {
            rows: Vec::new(),
            starts: Vec::new(),
        }
    }
}

impl<T: OfBon> Filed<T> {
    pub(super) fn push(&mut self, row: T) {
        self.rows.push(row);
    }

    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.starts.clear();
    }

    /// Files what was pushed; the order inside a Vorgang stays.
    pub(super) fn seal(&mut self, bons: usize) {
        if !self.rows.is_sorted_by_key(OfBon::bon) {
            self.rows.sort_by_key(OfBon::bon);
        }
        self.starts.clear();
        self.starts.reserve(bons + 1);
        let mut at = 0;
        for bon in 0..=bons {
            while self
                .rows
                .get(at)
                .is_some_and(|row| (row.bon() as usize) < bon)
            {
                at += 1;
            }
            self.starts.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
    }

    /// The rows of a Vorgang.
    pub(super) fn of(&self, bon: usize) -> &[T] {
        let place = |at: usize| self.starts.get(at).map(|start| *start as usize);
        match (place(bon), place(bon + 1)) {
            (Some(from), Some(to)) => self.rows.get(from..to).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Place of the first row of a Vorgang among all.
    pub(super) fn first(&self, bon: usize) -> usize {
        self.starts.get(bon).map_or(0, |start| *start as usize)
    }

    pub(super) fn all(&self) -> &[T] {
        &self.rows
    }
}

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

/// A row of cashpointclosing.csv.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closing {
    pub(super) row: u64,
    pub(super) first: Text,
    pub(super) last: Text,
    pub(super) paid: Option<Number>,
    pub(super) cash: Option<Number>,
    /// Z_BUCHUNGSTAG, days since 1970.
    pub(super) posted: Option<i64>,
}

/// A row of cashregister.csv.
#[derive(Debug, Clone, Copy)]
pub(super) struct Register {
    pub(super) row: u64,
    pub(super) serial: Text,
    pub(super) currency: Text,
    pub(super) unsplit: bool,
}

/// A row of vat.csv.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vat {
    pub(super) row: u64,
    pub(super) key: u64,
    pub(super) percent: Option<Number>,
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
    pub(super) agencies: Vec<u64>,
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

    /// Rate of a key in this closing, per cent.
    pub(super) fn percent(&self, key: u64) -> Option<Number> {
        let vat = self.vat.iter().find(|vat| vat.key == key)?;
        vat.percent
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
