//! processData out of the columns of a Vorgang (annex I), and R53.

use std::fmt::Write;

use super::day::{Bon, Day, Signed};
use super::finding;
use super::rates::slot;
use super::words::{BonTyp, CENT, PayTyp};
use crate::number::Number;
use crate::schema::TRANSACTIONS_TSE;
use crate::verify::Sheet;

/// Rebuilds processData, again and again with the same memory.
#[derive(Debug, Default)]
pub(super) struct Builder {
    text: String,
    payments: Vec<(bool, bool, String, Number)>,
}

impl Builder {
    /// processData of a Vorgang; `None`: nothing prescribes it, or an individual VAT key belongs to no slot.
    pub(super) fn of(&mut self, day: &Day, place: usize, bon: &Bon, kind: &str) -> Option<&str> {
        self.text.clear();
        match kind {
            "Kassenbeleg-V1" => self.receipt(day, place, bon, false)?,
            "Bestellung-V1" => self.order(day, place),
            _ => return None,
        }
        Some(&self.text)
    }

    /// R53: compares TSE_VORGANGSDATEN with what the other columns say.
    pub(super) fn check(
        &mut self,
        day: &Day,
        place: usize,
        bon: &Bon,
        signed: &Signed,
        sheet: &mut Sheet,
    ) {
        let found = day.text(signed.data);
        let kind = day.text(signed.kind);
        // Optional; an order whose lines the package leaves out cannot be rebuilt.
        if found.is_empty() || kind == "Bestellung-V1" && day.lines.of(place).is_empty() {
            return;
        }
        let id = day.text(bon.id);
        let Some(expected) = self.of(day, place, bon, kind) else {
            if kind == "Kassenbeleg-V1" {
                finding!(
                    sheet,
                    53,
                    Note,
                    &TRANSACTIONS_TSE,
                    signed.row,
                    "TSE_VORGANGSDATEN von BON_ID „{id}“ nicht geprüft: zum Satz eines eigenen USt-Schlüssels gibt es keine Stelle",
                    "TSE_VORGANGSDATEN of BON_ID \"{id}\" not checked: the rate of an individual VAT key has no place"
                );
            }
            return;
        };
        if found == expected {
            return;
        }
        // The annex wants an abort without sums; many sign what had been rung up.
        if bon.typ == BonTyp::AVBelegabbruch && kind == "Kassenbeleg-V1" {
            let mut nothing = Builder::default();
            if nothing.receipt(day, place, bon, true).is_some() && nothing.text == found {
                return;
            }
        }
        finding!(
            sheet,
            53,
            Error,
            &TRANSACTIONS_TSE,
            signed.row,
            "TSE_VORGANGSDATEN von BON_ID „{id}“ sind „{found}“, die anderen Spalten ergeben „{expected}“",
            "TSE_VORGANGSDATEN of BON_ID \"{id}\" are \"{found}\", the other columns come to \"{expected}\""
        );
    }

    /// `Beleg^4.05_3.00_0.00_0.00_0.00^7.05:Bar`.
    fn receipt(&mut self, day: &Day, place: usize, bon: &Bon, empty: bool) -> Option<()> {
        let mut slots = [Number::ZERO; 5];
        if !empty {
            for amount in day.bon_vats.of(place) {
                let at = slot(amount.key, day.percent(amount.key));
                let whole = amount.whole();
                match at.and_then(|at| slots.get_mut(at)) {
                    Some(sum) => *sum += whole,
                    None if whole == Number::ZERO => {}
                    None => return None,
                }
            }
        }
        self.text.push_str(bon.typ.word());
        for (at, sum) in slots.into_iter().enumerate() {
            self.text.push(if at == 0 { '^' } else { '_' });
            cents(sum, &mut self.text);
        }
        self.text.push('^');
        // By kind and currency: cash first, then EUR first, then by name.
        self.payments.clear();
        for pay in day.pays.of(place) {
            if pay.typ == PayTyp::Keine {
                continue;
            }
            let currency = match day.text(pay.currency) {
                "" => day.currency(),
                currency => currency,
            };
            let own = currency == "EUR";
            let foreign = if currency == day.currency() {
                None
            } else {
                pay.foreign
            };
            let amount = foreign.unwrap_or(pay.base);
            let cashless = pay.typ != PayTyp::Bar;
            let same = |(c, _, name, _): &&mut (bool, bool, String, Number)| {
                *c == cashless && name == currency
            };
            match self.payments.iter_mut().find(same) {
                Some((.., sum)) => *sum += amount,
                None => self
                    .payments
                    .push((cashless, !own, currency.to_owned(), amount)),
            }
        }
        self.payments.sort();
        let mut first = true;
        for (cashless, foreign, currency, sum) in &self.payments {
            if sum.0 / CENT == 0 {
                continue;
            }
            if !std::mem::take(&mut first) {
                self.text.push('_');
            }
            cents(*sum, &mut self.text);
            self.text
                .push_str(if *cashless { ":Unbar" } else { ":Bar" });
            if *foreign {
                self.text.push(':');
                self.text.push_str(currency);
            }
        }
        Some(())
    }

    /// `2;"Eisbecher ""Himbeere""";3.99`, lines separated by CR.
    fn order(&mut self, day: &Day, place: usize) {
        for (at, line) in day
            .lines
            .of(place)
            .iter()
            .filter(|line| !line.cancelled)
            .enumerate()
        {
            if at > 0 {
                self.text.push('\r');
            }
            let quantity = line.quantity.unwrap_or(Number(100_000)).text(5);
            let quantity = quantity.trim_end_matches('0').trim_end_matches(',');
            self.text.push_str(&quantity.replace(',', "."));
            self.text.push_str(";\"");
            self.text
                .push_str(&day.text(line.item).replace('"', "\"\""));
            self.text.push_str("\";");
            cents(line.price.unwrap_or_default(), &mut self.text);
        }
    }
}

/// Two decimals with a point; what is smaller is cut off.
fn cents(amount: Number, to: &mut String) {
    let cents = amount.0 / CENT;
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    // Writing to a string cannot fail.
    let _ = write!(to, "{sign}{}.{:02}", cents / 100, cents % 100);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surplus_decimals_are_cut_off() {
        for (number, text) in [
            (Number::cents(-3700), "-37.00"),
            (Number(-999), "0.00"),
            (Number(1_999), "0.01"),
            (Number::cents(5), "0.05"),
            (Number(-129_999), "-1.29"),
        ] {
            let mut found = String::new();
            cents(number, &mut found);
            assert_eq!(found, text);
        }
    }
}
