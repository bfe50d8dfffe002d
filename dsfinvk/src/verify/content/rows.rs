//! Rows as they are held for one closing, filed under their Vorgang.

use super::words::{BonTyp, GvTyp, PayTyp};
use crate::number::Number;

/// A piece of a day's text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Text {
    pub(super) at: usize,
    pub(super) len: usize,
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
    /// Place among the day's lines or [`NO_LINE`].
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
        self.seal_by(bons, OfBon::bon);
    }

    /// Files what was pushed by a key that begins with the Vorgang.
    fn seal_by<K: Ord>(&mut self, bons: usize, key: impl Fn(&T) -> K) {
        if !self.rows.is_sorted_by_key(&key) {
            self.rows.sort_by_key(&key);
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

impl Filed<Amount> {
    /// Files amounts by Vorgang, line and VAT key.
    pub(super) fn seal_amounts(&mut self, bons: usize) {
        self.seal_by(bons, |amount| (amount.bon, amount.line, amount.key));
    }

    /// The amounts of one line.
    pub(super) fn of_line(&self, bon: usize, line: u32) -> &[Amount] {
        let amounts = self.of(bon);
        let from = amounts.partition_point(|amount| amount.line < line);
        let to = amounts.partition_point(|amount| amount.line <= line);
        amounts.get(from..to).unwrap_or_default()
    }

    /// The first amount of a Vorgang with this key; for amounts of no line.
    pub(super) fn of_key(&self, bon: usize, key: u64) -> Option<&Amount> {
        let amounts = self.of(bon);
        let at = amounts.partition_point(|amount| amount.key < key);
        amounts.get(at).filter(|amount| amount.key == key)
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
