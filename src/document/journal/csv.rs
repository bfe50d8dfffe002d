//! The journal as a table for other programs: UTF-8, `;`, decimal comma, one row per line and tax key.

use std::borrow::Cow;
use std::io::{self, Write};

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Berlin;
use rust_decimal::Decimal;

use super::super::format::kind_name;
use crate::i18n::Language;
use crate::money::Money;
use crate::receipt::{Line, Receipt, Signature};

/// Names of the columns.
pub const COLUMNS: [&str; 29] = [
    "Belegnummer",
    "Z-Nummer",
    "Beginn",
    "Ende",
    "Vorgang",
    "Bediener-ID",
    "Bediener",
    "Zweitperson",
    "Position",
    "Artikelnummer",
    "Text",
    "Menge",
    "Einheit",
    "Betrag brutto",
    "Gestrichen",
    "USt-Schlüssel",
    "Steuersatz",
    "Konto",
    "Kassenzeichen",
    "Bar",
    "Unbar",
    "Zahlart",
    "Grund",
    "Bezug auf Beleg",
    "TSE-Seriennummer",
    "TSE-Transaktion",
    "Signaturzähler",
    "Signaturzeit",
    "TSE-Ausfall",
];

/// Writes the names of the columns.
pub fn head(out: &mut dyn Write) -> io::Result<()> {
    // Without it, spreadsheets take UTF-8 for something else.
    out.write_all("\u{feff}".as_bytes())?;
    row(out, COLUMNS.iter().map(|name| Cow::Borrowed(*name)))
}

/// Writes one receipt: a row per line and tax key, at least one. Payments stand in its first row only, and a
/// quantity in the first row of its line only, so that every column can be summed.
pub fn receipt(out: &mut dyn Write, receipt: &Receipt) -> io::Result<()> {
    let mut first = true;
    for (at, line) in receipt.lines.iter().enumerate() {
        for part in 0..line.parts.len().max(1) {
            entry(out, receipt, Some((at + 1, line, part)), first)?;
            first = false;
        }
    }
    match first {
        true => entry(out, receipt, None, true),
        false => Ok(()),
    }
}

fn entry(
    out: &mut dyn Write,
    r: &Receipt,
    line: Option<(usize, &Line, usize)>,
    first: bool,
) -> io::Result<()> {
    let own = |text: String| Cow::Owned::<str>(text);
    let optional = |number: Option<u64>| own(number.map_or_else(String::new, |n| n.to_string()));
    let part = line.and_then(|(_, line, part)| line.parts.get(part));
    let of_line =
        |text: &dyn Fn(&Line) -> String| own(line.map_or_else(String::new, |(_, l, _)| text(l)));
    let cash = r.cash();
    let paid: Money = match r.kind.counts() {
        true => r.payments.iter().map(|p| p.amount).sum(),
        false => Money::ZERO,
    };
    let kinds: Vec<&str> = r.payments.iter().map(|p| p.kind.code()).collect();
    let signed = match &r.signature {
        Some(Signature::Signed(signed)) => Some(signed),
        _ => None,
    };
    let failure = match &r.signature {
        Some(Signature::Failed { reason }) => reason.as_str(),
        _ => "",
    };
    let gross = match part {
        Some(part) => decimal(part.gross.decimal()),
        None => line.map_or_else(String::new, |(_, l, _)| decimal(l.gross.decimal())),
    };
    row(
        out,
        [
            own(r.number.to_string()),
            own(r.z_number.to_string()),
            own(time(r.started)),
            own(time(r.finished)),
            Cow::Borrowed(kind_name(r.kind, Language::German)),
            text(&r.clerk.id),
            text(&r.clerk.name),
            text(r.second.as_ref().map_or("", |second| &second.name)),
            optional(line.map(|(position, _, _)| position as u64)),
            of_line(&|l| text(&l.item_id).into_owned()),
            of_line(&|l| text(&l.text).into_owned()),
            own(line
                .filter(|(_, _, part)| *part == 0)
                .map_or_else(String::new, |(_, l, _)| decimal(l.quantity.normalize()))),
            of_line(&|l| text(&l.unit).into_owned()),
            own(gross),
            of_line(&|l| if l.voided { "ja".into() } else { String::new() }),
            own(part.map_or_else(String::new, |part| part.key.0.to_string())),
            own(part.map_or_else(String::new, |part| decimal(part.percent))),
            of_line(&|l| text(&l.account).into_owned()),
            of_line(&|l| text(l.reference.as_deref().unwrap_or("")).into_owned()),
            own(if first {
                decimal(cash.decimal())
            } else {
                String::new()
            }),
            own(if first {
                decimal((paid - cash).decimal())
            } else {
                String::new()
            }),
            own(kinds.join("+")),
            text(r.reason.as_deref().unwrap_or("")),
            optional(r.refers_to),
            text(signed.map_or("", |signed| &signed.tse_serial)),
            optional(signed.map(|signed| signed.transaction)),
            optional(signed.map(|signed| signed.counter)),
            own(signed.map_or_else(String::new, |signed| time(signed.log_time))),
            text(failure),
        ],
    )
}

fn row<'a>(out: &mut dyn Write, cells: impl IntoIterator<Item = Cow<'a, str>>) -> io::Result<()> {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.write_all(b";")?;
        }
        match cell.contains([';', '"', '\n', '\r']) {
            true => write!(out, "\"{}\"", cell.replace('"', "\"\""))?,
            false => out.write_all(cell.as_bytes())?,
        }
    }
    out.write_all(b"\r\n")
}

/// A text somebody typed. What a spreadsheet would take for a formula is led by an apostrophe.
fn text(text: &str) -> Cow<'_, str> {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

/// `−12.5` as other programs read it in Germany: `-12,5`.
fn decimal(value: Decimal) -> String {
    value.to_string().replace('.', ",")
}

/// Legal time in Germany with its offset, so that the hour that comes twice is told apart.
fn time(at: DateTime<Utc>) -> String {
    at.with_timezone(&Berlin)
        .format("%Y-%m-%d %H:%M:%S %:z")
        .to_string()
}
