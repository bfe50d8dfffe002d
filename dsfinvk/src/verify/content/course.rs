//! From closing to closing of a register: numbers and cash (R14, R17, R47, R48). A closing leaves about a hundred bytes
//! here, a Vorgang none.

use super::day::Day;
use super::finding;
use super::words::{GvTyp, HALF_CENT, PayTyp, differ, money, whole};
use crate::number::Number;
use crate::schema::{CASHPOINTCLOSING, LINES, TRANSACTIONS};
use crate::verify::Sheet;

/// Cash in the drawer around one closing.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Stock {
    before: Option<Number>,
    moved: Number,
}

impl Stock {
    /// Cash at its end; `None` if nothing tells how much there was at its beginning.
    pub(super) fn after(&self) -> Option<Number> {
        self.before.map(|before| before + self.moved)
    }
}

/// What the next closing of a register has to follow.
#[derive(Debug)]
struct Last {
    register: String,
    number: Option<u64>,
    last_id: Option<u64>,
    first_id: Option<u64>,
    cash: Option<Number>,
}

/// Walks along the closings in order of register and creation.
#[derive(Debug, Default)]
pub(super) struct Course {
    last: Option<Last>,
}

impl Course {
    /// Looks at a closing and tells the cash around it.
    pub(super) fn take(
        &mut self,
        register: &str,
        number: &str,
        day: &Day,
        sheet: &mut Sheet,
    ) -> Stock {
        let last = self.last.take().filter(|last| last.register == register);
        let this = whole(number);
        if let Some(closing) = day.closing
            && let Some(before) = last.as_ref().and_then(|last| last.number)
            && this != Some(before + 1)
        {
            let expected = before + 1;
            finding!(
                sheet,
                14,
                Error,
                &CASHPOINTCLOSING,
                closing.row,
                "auf Z_NR {before} der Kasse „{register}“ folgt „{number}“, erwartet wird {expected}",
                "Z_NR {before} of register \"{register}\" is followed by \"{number}\", {expected} is expected"
            );
        }
        // What lies between two closings is known only if none is missing.
        let last = last.filter(|last| last.number.map(|number| number + 1) == this);
        let ends = day.closing.map(|closing| {
            (
                whole(day.text(closing.first)),
                whole(day.text(closing.last)),
            )
        });
        let (first_id, last_id) = ends.unwrap_or_default();
        if let (Some(last), Some(first), Some(closing)) = (&last, first_id, day.closing) {
            ids(last, first, closing.row, sheet);
        }
        let opening = Opening::of(day);
        let before = match (&opening, last.and_then(|last| last.cash)) {
            (None, before) => before,
            (Some(opening), before) => {
                if let Some(before) = before {
                    opening.follows(before, sheet);
                }
                // The row itself brings the cash in.
                Some(Number::ZERO)
            }
        };
        let moved = drawer(day, before, sheet);
        let stock = Stock { before, moved };
        self.last = Some(Last {
            register: register.to_owned(),
            number: this,
            last_id,
            first_id,
            cash: stock.after(),
        });
        stock
    }
}

/// R17 between closings.
fn ids(last: &Last, first: u64, row: u64, sheet: &mut Sheet) {
    let Some(before) = last.last_id else { return };
    // Registers that begin again with every closing are told by their beginning.
    let begins_again = first == 1 || last.first_id == Some(first);
    if first != before + 1 && !begins_again {
        let expected = before + 1;
        finding!(
            sheet,
            17,
            Error,
            &CASHPOINTCLOSING,
            row,
            "Z_START_ID ist {first}; der Abschluss davor endet mit {before}, erwartet wird {expected}",
            "Z_START_ID is {first}; the closing before ends with {before}, {expected} is expected"
        );
    }
}

/// The rows Anfangsbestand of a closing.
struct Opening {
    row: u64,
    sum: Number,
    /// Rows that explain a deviation: how many, and their sum.
    explained: (u32, Number),
    /// Whether one of them alone is the deviation.
    single: Vec<Number>,
}

impl Opening {
    fn of(day: &Day) -> Option<Opening> {
        let mut opening: Option<(u64, Number)> = None;
        let mut explained = (0, Number::ZERO);
        let mut single = Vec::new();
        for (at, line) in day.lines.all().iter().enumerate() {
            let explains = matches!(line.typ, GvTyp::Geldtransit | GvTyp::DifferenzSollIst);
            let opens = line.typ == GvTyp::Anfangsbestand;
            let counts = day
                .bons
                .get(line.bon as usize)
                .is_some_and(super::day::Bon::counts);
            if line.cancelled || !counts || !(explains || opens) {
                continue;
            }
            let vats = day.line_vats.of_line(line.bon as usize, at as u32);
            let sum: Number = vats.iter().map(super::day::Amount::whole).sum();
            if opens {
                let (row, before) = opening.unwrap_or((line.row, Number::ZERO));
                opening = Some((row, before + sum));
            } else {
                explained = (explained.0 + 1, explained.1 + sum);
                single.push(sum);
            }
        }
        opening.map(|(row, sum)| Opening {
            row,
            sum,
            explained,
            single,
        })
    }

    /// R47.
    fn follows(&self, before: Number, sheet: &mut Sheet) {
        let off = self.sum - before;
        if !differ(self.sum, before, HALF_CENT) {
            return;
        }
        let (count, sum) = self.explained;
        if count > 0
            && (!differ(off, sum, HALF_CENT)
                || self.single.iter().any(|one| !differ(off, *one, HALF_CENT)))
        {
            return;
        }
        let (found, expected) = (money(self.sum), money(before));
        if count > 0 {
            finding!(
                sheet,
                47,
                Warning,
                &LINES,
                self.row,
                "Anfangsbestand ist {found}, der Abschluss davor endet mit {expected} in bar; Geldtransit oder DifferenzSollIst gibt es, doch nicht über den Unterschied",
                "Anfangsbestand is {found}, the closing before ends with {expected} in cash; there is a Geldtransit or DifferenzSollIst, but not of the difference"
            );
        } else {
            finding!(
                sheet,
                47,
                Error,
                &LINES,
                self.row,
                "Anfangsbestand ist {found}, der Abschluss davor endet mit {expected} in bar; ein Geldtransit oder DifferenzSollIst dazu fehlt",
                "Anfangsbestand is {found}, the closing before ends with {expected} in cash; there is no Geldtransit or DifferenzSollIst for it"
            );
        }
    }
}

/// R48: the cash in the drawer never falls below nothing. Returns what was moved.
fn drawer(day: &Day, before: Option<Number>, sheet: &mut Sheet) -> Number {
    let mut moves: Vec<(i64, usize, Number)> = Vec::new();
    let mut moved = Number::ZERO;
    for (place, bon) in day.bons.iter().enumerate() {
        if !bon.counts() {
            continue;
        }
        let bar = day
            .pays
            .of(place)
            .iter()
            .filter(|pay| pay.typ == PayTyp::Bar);
        let sum: Number = bar.map(|pay| pay.base).sum();
        moved += sum;
        if sum != Number::ZERO {
            moves.push((bon.end.unwrap_or(i64::MAX), place, sum));
        }
    }
    let Some(mut stock) = before else {
        return moved;
    };
    if !moves.is_sorted() {
        moves.sort_unstable();
    }
    for (_, place, sum) in moves {
        stock += sum;
        if stock < Number::ZERO {
            let (id, below) = (day.id(place), money(stock));
            let row = day.bons.get(place).map_or(0, |bon| bon.row);
            finding!(
                sheet,
                48,
                Error,
                &TRANSACTIONS,
                row,
                "mit BON_ID „{id}“ fällt der Barbestand auf {below}; mehr als in der Kasse ist, kann nicht heraus",
                "with BON_ID \"{id}\" the cash in the drawer falls to {below}; no more can come out than is in it"
            );
            break;
        }
    }
    moved
}
