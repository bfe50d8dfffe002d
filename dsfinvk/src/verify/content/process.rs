//! One Vorgang after the other (R24 to R30; R31 to R36 are in [`line_rules`] and [`kind_rules`]).

use super::day::{Amount, Bon, Day};
use super::words::{CENT, HALF_CENT, differ, money};
use super::{finding, kind_rules, line_rules};
use crate::number::Number;
use crate::schema::{DATAPAYMENT, LINES, TRANSACTIONS, TRANSACTIONS_VAT};
use crate::verify::Sheet;

/// Looks at every Vorgang of a closing.
pub(super) fn check(day: &Day, sheet: &mut Sheet) {
    let mut sums = Sums::default();
    for (place, bon) in day.bons.iter().enumerate() {
        sums.of(day, place);
        if bon.counts() {
            parts(day, place, bon, sheet);
            totals(day, place, bon, &sums, sheet);
        }
        receipt_vat(day, place, bon, &sums, sheet);
        line_rules::check(day, place, bon, &sums, sheet);
        kind_rules::kinds(day, place, bon, sheet);
        kind_rules::cases(day, place, bon, &sums, sheet);
    }
}

/// What the lines of a Vorgang come to.
#[derive(Debug, Default)]
pub(super) struct Sums {
    /// Per line: gross amount over all keys, and whether it has any.
    pub(super) lines: Vec<(Number, bool)>,
    /// Per VAT key in order, over lines that are not cancelled: sum and lines.
    pub(super) keys: Vec<(u64, Number, u32)>,
    /// Over lines that are not cancelled.
    pub(super) whole: Number,
    /// Whether a line has POS_BRUTTO only, and whether one has POS_NETTO only.
    pub(super) gross: bool,
    pub(super) net: bool,
}

impl Sums {
    fn of(&mut self, day: &Day, place: usize) {
        let first = day.lines.first(place);
        let lines = day.lines.of(place);
        self.lines.clear();
        self.lines.resize(lines.len(), (Number::ZERO, false));
        self.keys.clear();
        self.whole = Number::ZERO;
        (self.gross, self.net) = (false, false);
        for amount in day.line_vats.of(place) {
            let at = (amount.line as usize).wrapping_sub(first);
            let (Some(sum), Some(line)) = (self.lines.get_mut(at), lines.get(at)) else {
                continue;
            };
            let whole = amount.whole();
            sum.0 += whole;
            sum.1 = true;
            self.net |= amount.by_net();
            self.gross |= amount.gross.is_some();
            if line.cancelled {
                continue;
            }
            self.whole += whole;
            let at = self.keys.partition_point(|(key, ..)| *key < amount.key);
            match self.keys.get_mut(at).filter(|(key, ..)| *key == amount.key) {
                Some((_, sum, count)) => {
                    *sum += whole;
                    *count += 1;
                }
                None => self.keys.insert(at, (amount.key, whole, 1)),
            }
        }
    }

    fn key(&self, key: u64) -> (Number, u32) {
        let at = self.keys.partition_point(|(other, ..)| *other < key);
        let found = self.keys.get(at).filter(|(other, ..)| *other == key);
        found.map_or((Number::ZERO, 0), |(_, sum, count)| (*sum, *count))
    }
}

/// R24.
fn parts(day: &Day, place: usize, bon: &Bon, sheet: &mut Sheet) {
    for (none, file) in [
        (day.lines.of(place).is_empty(), LINES.file),
        (day.pays.of(place).is_empty(), DATAPAYMENT.file),
        (day.bon_vats.of(place).is_empty(), TRANSACTIONS_VAT.file),
    ] {
        if none {
            let id = day.text(bon.id);
            finding!(
                sheet,
                24,
                Error,
                &TRANSACTIONS,
                bon.row,
                "zum Beleg mit BON_ID „{id}“ gehört mindestens eine Zeile in {file}, es gibt keine",
                "the Beleg with BON_ID \"{id}\" needs at least one row in {file}, there is none"
            );
        }
    }
}

/// R25 to R27: three ways to the printed total.
fn totals(day: &Day, place: usize, bon: &Bon, sums: &Sums, sheet: &mut Sheet) {
    let Some(gross) = bon.gross else { return };
    let id = day.text(bon.id);
    let lines = day.lines.of(place);
    // Half a cent for each line.
    let tolerance = HALF_CENT * lines.len().max(1) as i128;
    if !lines.is_empty() && differ(gross, sums.whole, tolerance) {
        let (found, expected) = (money(gross), money(sums.whole));
        finding!(
            sheet,
            25,
            Error,
            &TRANSACTIONS,
            bon.row,
            "UMS_BRUTTO von BON_ID „{id}“ ist {found}, die Zeilen in lines_vat.csv ergeben {expected}",
            "UMS_BRUTTO of BON_ID \"{id}\" is {found}, its rows in lines_vat.csv come to {expected}"
        );
    }
    let pays = day.pays.of(place);
    let paid: Number = pays.iter().map(|pay| pay.base).sum();
    if !pays.is_empty() && differ(gross, paid, HALF_CENT) {
        let (found, expected) = (money(gross), money(paid));
        finding!(
            sheet,
            26,
            Error,
            &TRANSACTIONS,
            bon.row,
            "UMS_BRUTTO von BON_ID „{id}“ ist {found}, die Zahlungen in datapayment.csv ergeben {expected}",
            "UMS_BRUTTO of BON_ID \"{id}\" is {found}, its payments in datapayment.csv come to {expected}"
        );
    }
    let vats = day.bon_vats.of(place);
    let taxed: Number = vats.iter().map(Amount::whole).sum();
    if !vats.is_empty() && differ(gross, taxed, HALF_CENT) {
        let (found, expected) = (money(gross), money(taxed));
        // The figure in annex F breaks the rule for these.
        if lines.iter().any(|line| line.typ.receivable_or_prepayment()) {
            finding!(
                sheet,
                27,
                Note,
                &TRANSACTIONS,
                bon.row,
                "UMS_BRUTTO von BON_ID „{id}“ mit Forderung oder Anzahlung ist {found}, transactions_vat.csv ergibt {expected}",
                "UMS_BRUTTO of BON_ID \"{id}\" with a receivable or prepayment is {found}, transactions_vat.csv comes to {expected}"
            );
        } else {
            finding!(
                sheet,
                27,
                Error,
                &TRANSACTIONS,
                bon.row,
                "UMS_BRUTTO von BON_ID „{id}“ ist {found}, transactions_vat.csv ergibt {expected}",
                "UMS_BRUTTO of BON_ID \"{id}\" is {found}, transactions_vat.csv comes to {expected}"
            );
        }
    }
}

/// R28 to R30: gross, net and VAT of each key.
fn receipt_vat(day: &Day, place: usize, bon: &Bon, sums: &Sums, sheet: &mut Sheet) {
    let vats = day.bon_vats.of(place);
    for amount in vats {
        let (Some(gross), Some(net), Some(vat)) = (amount.gross, amount.net, amount.vat) else {
            continue;
        };
        let (id, key) = (day.text(bon.id), amount.key);
        if differ(gross, net + vat, HALF_CENT - 1) {
            let (found, expected) = (money(gross), money(net + vat));
            finding!(
                sheet,
                28,
                Error,
                &TRANSACTIONS_VAT,
                amount.row,
                "BON_BRUTTO von BON_ID „{id}“, Schlüssel {key}, ist {found}; BON_NETTO und BON_UST ergeben {expected}",
                "BON_BRUTTO of BON_ID \"{id}\", key {key}, is {found}; BON_NETTO and BON_UST come to {expected}"
            );
        }
        let Some(percent) = day.percent(key) else {
            continue;
        };
        if let Some(expected) =
            wrong_vat(key, percent, gross, net, vat, (sums.gross, sums.net), CENT)
        {
            let (found, expected, percent) = (money(vat), money(expected), money(percent));
            finding!(
                sheet,
                29,
                Error,
                &TRANSACTIONS_VAT,
                amount.row,
                "BON_UST von BON_ID „{id}“, Schlüssel {key}, ist {found}; erwartet werden {expected} ({percent} %)",
                "BON_UST of BON_ID \"{id}\", key {key}, is {found}; {expected} are expected ({percent} %)"
            );
        }
    }
    // An order, a training receipt or an abort may leave its sums out.
    let left_out = !bon.counts() && vats.iter().all(|amount| amount.whole() == Number::ZERO);
    if left_out || vats.is_empty() {
        return;
    }
    let row = |key| day.bon_vats.of_key(place, key).map(|amount| amount.row);
    let mut tell = |key: u64, whole: Number| {
        let (sum, count) = sums.key(key);
        if differ(whole, sum, CENT * i128::from(count.max(1))) {
            let (id, found, expected) = (day.text(bon.id), money(whole), money(sum));
            let (table, row) = match row(key) {
                Some(row) => (&TRANSACTIONS_VAT, row),
                None => (&TRANSACTIONS, bon.row),
            };
            finding!(
                sheet,
                30,
                Error,
                table,
                row,
                "BON_BRUTTO von BON_ID „{id}“, Schlüssel {key}, ist {found}, die Zeilen in lines_vat.csv ergeben {expected}",
                "BON_BRUTTO of BON_ID \"{id}\", key {key}, is {found}, its rows in lines_vat.csv come to {expected}"
            );
        }
    };
    for amount in vats {
        tell(amount.key, amount.whole());
    }
    for (key, ..) in &sums.keys {
        if row(*key).is_none() {
            tell(*key, Number::ZERO);
        }
    }
}

/// The VAT that is expected if `vat` is further from it than `tolerance`. Which of the two methods was used is told by
/// the lines; if both were, or none is known, either is good.
pub(super) fn wrong_vat(
    key: u64,
    percent: Number,
    gross: Number,
    net: Number,
    vat: Number,
    (by_gross, by_net): (bool, bool),
    tolerance: i128,
) -> Option<Number> {
    if (5..=8).contains(&key) || percent == Number::ZERO {
        let right = !differ(vat, Number::ZERO, 0) && !differ(gross, net, 0);
        return (!right).then_some(Number::ZERO);
    }
    const HUNDRED: i128 = 100 * 100_000;
    let rate = percent.0;
    // Whole numbers throughout: vat / (100 + r) against gross × r, both times (100 + r).
    let of_gross = || {
        let wide = HUNDRED.saturating_add(rate);
        let off = vat
            .0
            .saturating_mul(wide)
            .saturating_sub(gross.0.saturating_mul(rate));
        (off.unsigned_abs() > tolerance.saturating_mul(wide).unsigned_abs())
            .then(|| Number(round(gross.0.saturating_mul(rate), wide)))
    };
    let of_net = || {
        let off = vat
            .0
            .saturating_mul(HUNDRED)
            .saturating_sub(net.0.saturating_mul(rate));
        (off.unsigned_abs() > tolerance.saturating_mul(HUNDRED).unsigned_abs())
            .then(|| Number(round(net.0.saturating_mul(rate), HUNDRED)))
    };
    match (by_gross, by_net) {
        (true, false) => of_gross(),
        (false, true) => of_net(),
        _ => {
            let expected = of_gross()?;
            of_net().map(|_| expected)
        }
    }
}

/// A quotient in five decimals, rounded to cents.
fn round(value: i128, by: i128) -> i128 {
    let by = by.saturating_mul(CENT);
    if by == 0 {
        return 0;
    }
    value.saturating_add(value.signum() * (by / 2)) / by * CENT
}
