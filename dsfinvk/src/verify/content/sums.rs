//! The sums of a closing against its Belege (R36, R38 to R41, R44, R46; R42 and R43 are in [`case_rules`]).

use std::collections::{HashMap, HashSet};

use super::case_rules::{self, Case};
use super::columns as at;
use super::course::Stock;
use super::day::Day;
use super::finding;
use super::links::twice;
use super::words::{CENT, GvTyp, HALF_CENT, PayTyp, differ, money};
use crate::number::Number;
use crate::schema::{BUSINESSCASES, CASH_PER_CURRENCY, CASHPOINTCLOSING, CASHREGISTER, PAYMENT};
use crate::verify::books::Books;
use crate::verify::{Error, Sheet};

/// What the Belege of a closing come to.
#[derive(Default)]
pub(super) struct Sums<'a> {
    pub(super) receipts: u32,
    pub(super) paid: Number,
    pub(super) cash: Number,
    /// Cash in the register's own currency.
    pub(super) own_cash: Number,
    pub(super) payments: HashMap<(PayTyp, &'a str), Number>,
    pub(super) cases: HashMap<(GvTyp, &'a str, u64, u64), Number>,
    pub(super) sevens: bool,
    pub(super) by_gross: bool,
    pub(super) by_net: bool,
}

impl<'a> Sums<'a> {
    fn of(day: &'a Day) -> Sums<'a> {
        let mut sums = Sums::default();
        let own = day.currency();
        for (place, bon) in day.bons.iter().enumerate() {
            let vats = day.line_vats.of(place);
            sums.sevens |= vats
                .iter()
                .chain(day.bon_vats.of(place))
                .any(|amount| amount.key == 7);
            if !bon.counts() {
                continue;
            }
            sums.receipts += 1;
            for pay in day.pays.of(place) {
                sums.paid += pay.base;
                if pay.typ == PayTyp::Bar {
                    sums.cash += pay.base;
                    let currency = day.text(pay.currency);
                    if currency.is_empty() || currency == own {
                        sums.own_cash += pay.base;
                    }
                }
                *sums
                    .payments
                    .entry((pay.typ, day.text(pay.name)))
                    .or_default() += pay.base;
            }
            for amount in vats {
                let Some(line) = day.lines.all().get(amount.line as usize) else {
                    continue;
                };
                if line.cancelled || line.bon as usize != place {
                    continue;
                }
                sums.by_net |= amount.by_net();
                sums.by_gross |= amount.gross.is_some();
                let case = (line.typ, day.text(line.name), line.agency, amount.key);
                *sums.cases.entry(case).or_default() += amount.whole();
            }
        }
        sums
    }
}

/// Looks at the sums of one closing. `stock` knows the cash in the drawer.
pub(super) fn check(
    books: &mut Books,
    closing: usize,
    day: &Day,
    stock: &Stock,
    sheet: &mut Sheet,
) -> Result<(), Error> {
    let sums = Sums::of(day);
    let cases = case_rules::read(books, closing, day, sheet)?;
    let mut payments: Vec<(u64, PayTyp, String, Number)> = Vec::new();
    let mut there = HashSet::new();
    books.each(closing, &PAYMENT, &mut |row| {
        let (typ, name) = (
            row.text(at::paid::ZAHLART_TYP),
            row.text(at::paid::ZAHLART_NAME),
        );
        let known = PayTyp::of(typ);
        if !there.insert((known, name.to_owned())) {
            twice(
                sheet,
                &PAYMENT,
                row.line,
                "ZAHLART_TYP, ZAHLART_NAME",
                &format!("{typ}, {name}"),
            );
        }
        let amount = row.number(at::paid::Z_ZAHLART_BETRAG).unwrap_or_default();
        payments.push((row.line, known, name.to_owned(), amount));
    })?;
    let mut cash: Vec<(u64, String, Option<Number>)> = Vec::new();
    books.each(closing, &CASH_PER_CURRENCY, &mut |row| {
        let amount = row.number(at::cash::ZAHLART_BETRAG_WAEH);
        cash.push((
            row.line,
            row.text(at::cash::ZAHLART_WAEH).to_owned(),
            amount,
        ));
    })?;

    unsplit(
        day,
        sums.sevens || cases.iter().any(|case| case.key == 7),
        sheet,
    );
    all_three(
        day,
        [!cases.is_empty(), !payments.is_empty(), !cash.is_empty()],
        sheet,
    );
    totals(day, &sums, &payments, &cases, sheet);
    by_payment(day, &sums, &payments, sheet);
    case_rules::check(day, &sums, &cases, sheet);
    drawer(day, &sums, &cash, stock, sheet);
    Ok(())
}

/// R36, first half.
fn unsplit(day: &Day, used: bool, sheet: &mut Sheet) {
    let Some(register) = day.register else { return };
    if used && !register.unsplit {
        finding!(
            sheet,
            36,
            Error,
            &CASHREGISTER,
            register.row,
            "Schlüssel 7 wird verwendet; erwartet wird KEINE_UST_ZUORDNUNG 1",
            "key 7 is used; KEINE_UST_ZUORDNUNG 1 is expected"
        );
    } else if !used && register.unsplit {
        finding!(
            sheet,
            36,
            Error,
            &CASHREGISTER,
            register.row,
            "KEINE_UST_ZUORDNUNG ist 1, aber Schlüssel 7 wird in diesem Abschluss nicht verwendet",
            "KEINE_UST_ZUORDNUNG is 1, but key 7 is not used in this closing"
        );
    }
}

/// R46.
fn all_three(day: &Day, have: [bool; 3], sheet: &mut Sheet) {
    let Some(closing) = day.closing else { return };
    if !have.contains(&true) {
        return;
    }
    for (has, table) in have
        .into_iter()
        .zip([&BUSINESSCASES, &PAYMENT, &CASH_PER_CURRENCY])
    {
        if !has {
            let file = table.file;
            finding!(
                sheet,
                46,
                Error,
                &CASHPOINTCLOSING,
                closing.row,
                "der Abschluss hat Summen, aber keine Zeile in {file}",
                "the closing has sums, but no row in {file}"
            );
        }
    }
}

/// R39, R40 and R44.
fn totals(
    day: &Day,
    sums: &Sums<'_>,
    payments: &[(u64, PayTyp, String, Number)],
    cases: &[Case],
    sheet: &mut Sheet,
) {
    let Some(closing) = day.closing else { return };
    let of_file: Number = payments.iter().map(|(.., amount)| *amount).sum();
    let bar = payments.iter().filter(|(_, typ, ..)| *typ == PayTyp::Bar);
    let cash_of_file: Number = bar.map(|(.., amount)| *amount).sum();
    if let Some(paid) = closing.paid {
        for (file, sum) in [("payment.csv", of_file), ("datapayment.csv", sums.paid)] {
            if differ(paid, sum, HALF_CENT) {
                let (paid, sum) = (money(paid), money(sum));
                finding!(
                    sheet,
                    39,
                    Error,
                    &CASHPOINTCLOSING,
                    closing.row,
                    "Z_SE_ZAHLUNGEN ist {paid}, die Zahlungen in {file} ergeben {sum}",
                    "Z_SE_ZAHLUNGEN is {paid}, the payments in {file} come to {sum}"
                );
            }
        }
        let cased: Number = cases.iter().filter_map(|case| case.gross).sum();
        // Sums of fractions of a cent may each be rounded.
        let fractions = sums.cases.values().any(|sum| sum.0 % CENT != 0);
        let tolerance = HALF_CENT
            * if fractions {
                cases.len().max(1) as i128
            } else {
                1
            };
        if differ(paid, cased, tolerance) {
            let (paid, cased) = (money(paid), money(cased));
            finding!(
                sheet,
                44,
                Error,
                &CASHPOINTCLOSING,
                closing.row,
                "Z_SE_ZAHLUNGEN ist {paid}, die Summe aller Z_UMS_BRUTTO {cased}",
                "Z_SE_ZAHLUNGEN is {paid}, all Z_UMS_BRUTTO come to {cased}"
            );
        }
    }
    if let Some(cash) = closing.cash {
        for (file, sum) in [
            ("payment.csv", cash_of_file),
            ("datapayment.csv", sums.cash),
        ] {
            if differ(cash, sum, HALF_CENT) {
                let (cash, sum) = (money(cash), money(sum));
                finding!(
                    sheet,
                    40,
                    Error,
                    &CASHPOINTCLOSING,
                    closing.row,
                    "Z_SE_BARZAHLUNGEN ist {cash}, die Barzahlungen in {file} ergeben {sum}",
                    "Z_SE_BARZAHLUNGEN is {cash}, the payments Bar in {file} come to {sum}"
                );
            }
        }
    }
}

/// R41.
fn by_payment(
    day: &Day,
    sums: &Sums<'_>,
    payments: &[(u64, PayTyp, String, Number)],
    sheet: &mut Sheet,
) {
    for (row, typ, name, amount) in payments {
        let sum = sums
            .payments
            .get(&(*typ, name.as_str()))
            .copied()
            .unwrap_or_default();
        if differ(*amount, sum, HALF_CENT) {
            let (typ, amount, sum) = (typ.word(), money(*amount), money(sum));
            finding!(
                sheet,
                41,
                Error,
                &PAYMENT,
                *row,
                "Z_ZAHLART_BETRAG von {typ} „{name}“ ist {amount}, datapayment.csv ergibt {sum}",
                "Z_ZAHLART_BETRAG of {typ} \"{name}\" is {amount}, datapayment.csv comes to {sum}"
            );
        }
    }
    let Some(closing) = day.closing else { return };
    let there: HashSet<(PayTyp, &str)> = payments
        .iter()
        .map(|(_, typ, name, _)| (*typ, name.as_str()))
        .collect();
    let mut lacking: Vec<_> = sums
        .payments
        .iter()
        .filter(|((typ, name), sum)| **sum != Number::ZERO && !there.contains(&(*typ, *name)))
        .map(|((typ, name), sum)| (typ.word(), *name, *sum))
        .collect();
    lacking.sort_unstable();
    for (typ, name, sum) in lacking {
        let sum = money(sum);
        finding!(
            sheet,
            41,
            Error,
            &CASHPOINTCLOSING,
            closing.row,
            "payment.csv hat keine Zeile für {typ} „{name}“, datapayment.csv ergibt {sum}",
            "payment.csv has no row for {typ} \"{name}\", datapayment.csv comes to {sum}"
        );
    }
}

/// R38: cash by currency, in either of its two readings.
fn drawer(
    day: &Day,
    sums: &Sums<'_>,
    rows: &[(u64, String, Option<Number>)],
    stock: &Stock,
    sheet: &mut Sheet,
) {
    let Some(closing) = day.closing else { return };
    let Some(cash) = closing.cash else { return };
    let own = day.currency();
    let row = rows.iter().find(|(_, currency, _)| currency == own);
    let Some((row, _, found)) = row else {
        if cash != Number::ZERO {
            let cash = money(cash);
            finding!(
                sheet,
                38,
                Error,
                &CASHPOINTCLOSING,
                closing.row,
                "Z_SE_BARZAHLUNGEN ist {cash}, aber cash_per_currency.csv hat keine Zeile für {own}",
                "Z_SE_BARZAHLUNGEN is {cash}, but cash_per_currency.csv has no row for {own}"
            );
        }
        return;
    };
    let Some(found) = *found else { return };
    let fits = |expected: Number| !differ(found, expected, HALF_CENT);
    if fits(cash) || fits(sums.own_cash) {
        return;
    }
    let paid = money(cash);
    match stock.after() {
        Some(stock) if fits(stock) => {}
        Some(stock) => {
            let (found, stock) = (money(found), money(stock));
            finding!(
                sheet,
                38,
                Error,
                &CASH_PER_CURRENCY,
                *row,
                "ZAHLART_BETRAG_WAEH für {own} ist {found}; erwartet wird Z_SE_BARZAHLUNGEN {paid} oder der Bestand {stock}",
                "ZAHLART_BETRAG_WAEH of {own} is {found}; Z_SE_BARZAHLUNGEN {paid} or the cash in the drawer {stock} is expected"
            );
        }
        None if found < Number::ZERO => {
            let found = money(found);
            finding!(
                sheet,
                38,
                Error,
                &CASH_PER_CURRENCY,
                *row,
                "ZAHLART_BETRAG_WAEH für {own} ist {found}; erwartet wird Z_SE_BARZAHLUNGEN {paid}, und kein Bestand liegt unter null",
                "ZAHLART_BETRAG_WAEH of {own} is {found}; Z_SE_BARZAHLUNGEN {paid} is expected, and no drawer holds less than nothing"
            );
        }
        // It may be the cash in the drawer, which nothing here tells.
        None => {
            let found = money(found);
            finding!(
                sheet,
                38,
                Warning,
                &CASH_PER_CURRENCY,
                *row,
                "ZAHLART_BETRAG_WAEH für {own} ist {found}, Z_SE_BARZAHLUNGEN {paid}; ob {found} der Bestand ist, sagt die Lieferung nicht",
                "ZAHLART_BETRAG_WAEH of {own} is {found}, Z_SE_BARZAHLUNGEN {paid}; the package does not tell whether {found} is the cash in the drawer"
            );
        }
    }
}
