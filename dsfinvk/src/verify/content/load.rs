//! Reading a closing, and what can be said of a row at once: see [`super::links`].

use super::columns::{self as at, BON_ID, POS_ZEILE};
use super::day::{Amount, Bon, Closing, Day, Line, NO_LINE, Pay, Register, Signed, Text, Vat};
use super::devices::Devices;
use super::links::{agency, line_of, missing, owner, terminal, twice, vat_key};
use super::words::{BonTyp, GvTyp, PayTyp, date, whole};
use crate::schema::{
    CASHPOINTCLOSING, CASHREGISTER, DATAPAYMENT, ITEMAMOUNTS, LINES, LINES_VAT, PA, SLAVES,
    SUBITEMS, TRANSACTIONS, TRANSACTIONS_TSE, TRANSACTIONS_VAT, TSE, Table, VAT,
};
use crate::verify::books::{Books, Row};
use crate::verify::{Error, Sheet};

/// Reads the master data of a closing.
pub(super) fn master(
    books: &mut Books,
    closing: usize,
    day: &mut Day,
    devices: &mut Devices,
    sheet: &mut Sheet,
) -> Result<(), Error> {
    books.each(closing, &CASHPOINTCLOSING, &mut |row| {
        if day.closing.is_none() {
            day.closing = Some(Closing {
                row: row.line,
                first: day.keep(row.text(at::closing::Z_START_ID)),
                last: day.keep(row.text(at::closing::Z_ENDE_ID)),
                paid: row.number(at::closing::Z_SE_ZAHLUNGEN),
                cash: row.number(at::closing::Z_SE_BARZAHLUNGEN),
                posted: date(row.text(at::closing::Z_BUCHUNGSTAG)),
            });
        }
    })?;
    books.each(closing, &CASHREGISTER, &mut |row| {
        if day.register.is_none() {
            day.register = Some(Register {
                row: row.line,
                serial: day.keep(row.text(at::register::KASSE_SERIENNR)),
                currency: day.keep(row.text(at::register::KASSE_BASISWAEH_CODE)),
                unsplit: row.text(at::register::KEINE_UST_ZUORDNUNG) == "1",
            });
        }
    })?;
    books.each(closing, &SLAVES, &mut |row| {
        let id = day.keep(row.text(at::terminal::TERMINAL_ID));
        let serial = day.keep(row.text(at::terminal::TERMINAL_SERIENNR));
        day.terminal_rows.push((id, serial, row.line));
    })?;
    day.sort_terminals(|id, row| twice(sheet, &SLAVES, row, "TERMINAL_ID", id));
    books.each(closing, &PA, &mut |row| {
        let text = row.text(at::agency::AGENTUR_ID);
        if let Some(id) = whole(text)
            && !day.agencies.insert(id)
        {
            twice(sheet, &PA, row.line, "AGENTUR_ID", text);
        }
    })?;
    books.each(closing, &VAT, &mut |row| {
        if let Some(key) = whole(row.text(at::vat::UST_SCHLUESSEL)) {
            day.vat.push(Vat {
                row: row.line,
                key,
                percent: row.number(at::vat::UST_SATZ),
            });
        }
    })?;
    day.vat.sort_by_key(|vat| vat.key);
    for pair in day.vat.windows(2) {
        if let [one, next] = pair
            && one.key == next.key
        {
            let key = next.key.to_string();
            twice(sheet, &VAT, next.row, "UST_SCHLUESSEL", &key);
        }
    }
    let mut rows: Vec<(u64, usize, u64)> = Vec::new();
    books.each(closing, &TSE, &mut |row| {
        if let Some(id) = whole(row.text(at::tse::TSE_ID)) {
            rows.push((id, devices.take(row, sheet), row.line));
        }
    })?;
    rows.sort_by_key(|(id, ..)| *id);
    for pair in rows.windows(2) {
        if let [(one, ..), (next, _, row)] = pair
            && one == next
        {
            twice(sheet, &TSE, *row, "TSE_ID", &next.to_string());
        }
    }
    day.tses
        .extend(rows.iter().map(|(id, device, _)| (*id, *device)));
    Ok(())
}

/// Reads the single records of a closing.
pub(super) fn single(
    books: &mut Books,
    closing: usize,
    day: &mut Day,
    sheet: &mut Sheet,
) -> Result<(), Error> {
    books.each(closing, &TRANSACTIONS, &mut |row| add_bon(day, row, sheet))?;
    let bons = day.bons.len();
    books.each(closing, &LINES, &mut |row| add_line(day, row, sheet))?;
    day.lines.seal(bons);
    day.know_lines(|day, line| {
        let place = format!("BON_ID {}, POS_ZEILE", day.id(line.bon as usize));
        twice(sheet, &LINES, line.row, &place, day.text(line.place));
    });
    let table = &LINES_VAT;
    books.each(closing, table, &mut |row| {
        use at::line_vat::{POS_BRUTTO, POS_NETTO, POS_UST, UST_SCHLUESSEL};
        let columns = [UST_SCHLUESSEL, POS_BRUTTO, POS_NETTO, POS_UST];
        if let Some(amount) = line_amount(day, table, row, columns, sheet) {
            day.line_vats.push(amount);
        }
    })?;
    let table = &ITEMAMOUNTS;
    books.each(closing, table, &mut |row| {
        use at::found::{PF_BRUTTO, PF_NETTO, PF_UST, TYP, UST_SCHLUESSEL};
        let columns = [UST_SCHLUESSEL, PF_BRUTTO, PF_NETTO, PF_UST];
        if let Some(amount) = line_amount(day, table, row, columns, sheet) {
            let base = row.text(TYP) == "base_amount";
            day.found.push(Amount { base, ..amount });
        }
    })?;
    books.each(closing, &SUBITEMS, &mut |row| {
        if let Some((bon, _)) = owner(day, &SUBITEMS, row, sheet) {
            line_of(day, bon, &SUBITEMS, row, sheet);
            vat_key(day, &SUBITEMS, row, at::sub::ZI_UST_SCHLUESSEL, sheet);
        }
    })?;
    let table = &TRANSACTIONS_VAT;
    books.each(closing, table, &mut |row| {
        use at::bon_vat::{BON_BRUTTO, BON_NETTO, BON_UST, UST_SCHLUESSEL};
        if let Some((bon, _)) = owner(day, table, row, sheet)
            && let Some(key) = vat_key(day, table, row, UST_SCHLUESSEL, sheet)
        {
            let columns = [BON_BRUTTO, BON_NETTO, BON_UST];
            day.bon_vats.push(amount(row, bon, NO_LINE, key, columns));
        }
    })?;
    books.each(closing, &DATAPAYMENT, &mut |row| add_pay(day, row, sheet))?;
    books.each(closing, &TRANSACTIONS_TSE, &mut |row| {
        add_signed(day, row, sheet)
    })?;
    books.each(closing, &crate::schema::ALLOCATION_GROUPS, &mut |row| {
        owner(day, &crate::schema::ALLOCATION_GROUPS, row, sheet);
    })?;
    day.line_vats.seal_amounts(bons);
    day.found.seal_amounts(bons);
    day.bon_vats.seal_amounts(bons);
    day.pays.seal(bons);
    day.signed.seal(bons);
    Ok(())
}

fn add_bon(day: &mut Day, row: &Row<'_>, sheet: &mut Sheet) {
    let id = row.text(BON_ID);
    let terminal = terminal(day, &TRANSACTIONS, row, at::bon::TERMINAL_ID, sheet);
    let bon = Bon {
        row: row.line,
        id: day.keep(id),
        number: whole(row.text(at::bon::BON_NR)),
        typ: BonTyp::of(row.text(at::bon::BON_TYP)),
        named: !row.text(at::bon::BON_NAME).is_empty(),
        terminal,
        reversal: row.text(at::bon::BON_STORNO) == "1",
        start: row.time(at::bon::BON_START).map(|time| time.millis),
        end: row.time(at::bon::BON_ENDE).map(|time| time.millis),
        gross: row.number(at::bon::UMS_BRUTTO),
    };
    if !day.add_bon(bon) {
        twice(sheet, &TRANSACTIONS, row.line, "BON_ID", id);
    }
}

fn add_line(day: &mut Day, row: &Row<'_>, sheet: &mut Sheet) {
    let Some((bon, order)) = owner(day, &LINES, row, sheet) else {
        return;
    };
    terminal(day, &LINES, row, at::line::POS_TERMINAL_ID, sheet);
    let agency = agency(day, &LINES, row, at::line::AGENTUR_ID, sheet);
    let line = Line {
        bon,
        row: row.line,
        place: day.keep(row.text(POS_ZEILE)),
        typ: GvTyp::of(row.text(at::line::GV_TYP)),
        name: keep_some(day, row.text(at::line::GV_NAME)),
        cancelled: row.text(at::line::P_STORNO) == "1",
        agency,
        quantity: row.number(at::line::MENGE),
        factor: row.number(at::line::FAKTOR),
        price: row.number(at::line::STK_BR),
        item: if order {
            day.keep(row.text(at::line::ARTIKELTEXT))
        } else {
            Text::default()
        },
    };
    day.lines.push(line);
}

fn add_pay(day: &mut Day, row: &Row<'_>, sheet: &mut Sheet) {
    let Some((bon, _)) = owner(day, &DATAPAYMENT, row, sheet) else {
        return;
    };
    let pay = Pay {
        bon,
        row: row.line,
        typ: PayTyp::of(row.text(at::pay::ZAHLART_TYP)),
        name: keep_some(day, row.text(at::pay::ZAHLART_NAME)),
        currency: day.keep(row.text(at::pay::ZAHLWAEH_CODE)),
        foreign: row.number(at::pay::ZAHLWAEH_BETRAG),
        base: row.number(at::pay::BASISWAEH_BETRAG).unwrap_or_default(),
    };
    day.pays.push(pay);
}

fn add_signed(day: &mut Day, row: &Row<'_>, sheet: &mut Sheet) {
    let table = &TRANSACTIONS_TSE;
    let Some((bon, _)) = owner(day, table, row, sheet) else {
        return;
    };
    let text = row.text(at::signed::TSE_ID);
    let tse = whole(text);
    if tse.is_some_and(|id| day.device(id).is_none()) {
        missing(sheet, table, row.line, "TSE_ID", text, &TSE);
    }
    let signed = Signed {
        bon,
        row: row.line,
        tse,
        number: whole(row.text(at::signed::TSE_TANR)),
        start: row.time(at::signed::TSE_TA_START).map(|time| time.millis),
        end: row.time(at::signed::TSE_TA_ENDE).map(|time| time.millis),
        kind: day.keep(row.text(at::signed::TSE_TA_VORGANGSART)),
        counter: whole(row.text(at::signed::TSE_TA_SIGZ)),
        signature: day.keep(row.text(at::signed::TSE_TA_SIG)),
        failed: !row.text(at::signed::TSE_TA_FEHLER).is_empty(),
        data: day.keep(row.text(at::signed::TSE_VORGANGSDATEN)),
    };
    day.signed.push(signed);
}

fn keep_some(day: &mut Day, text: &str) -> Text {
    if text.is_empty() {
        Text::default()
    } else {
        day.keep(text)
    }
}

fn line_amount(
    day: &mut Day,
    table: &'static Table,
    row: &Row<'_>,
    [key, columns @ ..]: [usize; 4],
    sheet: &mut Sheet,
) -> Option<Amount> {
    let (bon, _) = owner(day, table, row, sheet)?;
    let line = line_of(day, bon, table, row, sheet)?;
    let key = vat_key(day, table, row, key, sheet)?;
    Some(amount(row, bon, line, key, columns))
}

fn amount(row: &Row<'_>, bon: u32, line: u32, key: u64, [gross, net, vat]: [usize; 3]) -> Amount {
    Amount {
        bon,
        line,
        row: row.line,
        key,
        gross: row.number(gross),
        net: row.number(net),
        vat: row.number(vat),
        base: false,
    }
}
