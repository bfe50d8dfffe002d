//! One row of a table.

use crate::number::Number;
use crate::schema::{Kind, Table};

/// A row being written, column by column in the order of the schema. What is left out at the end stays empty.
#[derive(Debug)]
pub struct Record<'b> {
    buffer: &'b mut Vec<u8>,
    table: &'static Table,
    place: usize,
    columns: usize,
}

impl<'b> Record<'b> {
    pub(super) fn new(
        buffer: &'b mut Vec<u8>,
        table: &'static Table,
        certificate_parts: usize,
    ) -> Record<'b> {
        let columns = crate::index::columns(table, certificate_parts).count();
        Record {
            buffer,
            table,
            place: 0,
            columns,
        }
    }

    fn begin(&mut self) -> Kind {
        if self.place > 0 {
            self.buffer.push(b';');
        }
        // A further certificate column is like the last one of the schema.
        let columns = self.table.columns;
        let column = columns.get(self.place).or(columns.last());
        self.place += 1;
        debug_assert!(self.place <= self.columns, "{}", self.table.file);
        column.map_or(Kind::Text(0), |column| column.kind)
    }

    /// Columns that are the same in many rows, made by [`key`].
    pub fn key(mut self, key: &[u8], columns: usize) -> Self {
        debug_assert_eq!(self.place, 0);
        self.buffer.extend_from_slice(key);
        self.place = columns;
        self
    }

    /// An empty column.
    pub fn empty(mut self) -> Self {
        self.begin();
        self
    }

    /// A text: control characters become spaces, what is too long is cut.
    pub fn text(mut self, text: &str) -> Self {
        let longest = longest(self.begin());
        push_text(self.buffer, text, longest, false);
        self
    }

    /// A text that must stay what it is to the byte, such as processData; too long, it is cut.
    pub fn exact(mut self, text: &str) -> Self {
        let longest = longest(self.begin());
        push_text(self.buffer, text, longest, true);
        self
    }

    /// A text that needs neither quotes nor cutting: times, base64, codes.
    pub fn plain(mut self, text: &[u8]) -> Self {
        self.begin();
        self.buffer.extend_from_slice(text);
        self
    }

    /// A number with `decimals` behind the comma, at most those of the column.
    pub fn number(mut self, number: Number, decimals: u8) -> Self {
        let most = match self.begin() {
            Kind::Number(most) => most,
            Kind::Text(_) => decimals,
        };
        number.write(decimals.min(most), self.buffer);
        self
    }

    /// An amount of money: two decimals, though many columns allow five (DSFinV-K 2.4, p. 30).
    pub fn cents(mut self, cents: i64) -> Self {
        self.begin();
        Number::cents(cents).write(2, self.buffer);
        self
    }

    /// A whole number.
    pub fn whole(mut self, number: i64) -> Self {
        self.begin();
        push_whole(self.buffer, number);
        self
    }

    /// A flag: `1` or `0`.
    pub fn flag(mut self, flag: bool) -> Self {
        self.begin();
        self.buffer.push(if flag { b'1' } else { b'0' });
        self
    }

    /// Ends the row.
    pub fn end(self) {
        for _ in self.place.max(1)..self.columns {
            self.buffer.push(b';');
        }
        self.buffer.extend_from_slice(b"\r\n");
    }
}

/// The key of a closing as the first three columns of every row have it: register, moment, number.
pub fn key(register: &str, created: &str, number: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(96);
    push_text(&mut bytes, register, 50, false);
    bytes.push(b';');
    push_text(&mut bytes, created, 30, false);
    bytes.push(b';');
    push_whole(&mut bytes, i64::from(number));
    bytes
}

fn longest(kind: Kind) -> usize {
    match kind {
        Kind::Text(longest) => usize::from(longest),
        Kind::Number(_) => usize::MAX,
    }
}

fn push_whole(to: &mut Vec<u8>, number: i64) {
    let mut digits = [0u8; 20];
    let mut left = number.unsigned_abs();
    let mut place = digits.len();
    loop {
        place -= 1;
        digits[place] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    if number < 0 {
        to.push(b'-');
    }
    to.extend_from_slice(&digits[place..]);
}

fn push_text(to: &mut Vec<u8>, text: &str, longest: usize, exact: bool) {
    // A byte is never more than a character.
    let text = match text.len() <= longest {
        true => text,
        false => match text.char_indices().nth(longest) {
            Some((end, _)) => text.get(..end).unwrap_or(text),
            None => text,
        },
    };
    let plain = |byte: &u8| !matches!(byte, b';' | b'"' | 0..0x20 | 0x7f);
    if text.as_bytes().iter().all(plain) {
        to.extend_from_slice(text.as_bytes());
        return;
    }
    to.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => to.extend_from_slice(b"\"\""),
            0..0x20 | 0x7f if !exact => to.push(b' '),
            _ => to.push(byte),
        }
    }
    to.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{PAYMENT, TSE, VAT};

    fn row(table: &'static Table, fill: impl FnOnce(Record<'_>) -> Record<'_>) -> String {
        let mut buffer = Vec::new();
        fill(Record::new(&mut buffer, table, 2)).end();
        String::from_utf8(buffer).unwrap()
    }

    #[test]
    fn quotes_only_what_needs_it() {
        let key = key("KASSE-1", "2026-11-24T18:00:00+01:00", 7);
        let made = row(&PAYMENT, |r| r.key(&key, 3).text("Bar").empty().cents(-5));
        assert_eq!(made, "KASSE-1;2026-11-24T18:00:00+01:00;7;Bar;;-0,05\r\n");
        let made = row(&VAT, |r| {
            r.key(&key, 3)
                .whole(1)
                .number(Number::whole(19), 2)
                .text("Satz; \"allgemein\"\r\n(§ 12)")
        });
        assert!(made.ends_with(";7;1;19,00;\"Satz; \"\"allgemein\"\"  (§ 12)\"\r\n"));
    }

    #[test]
    fn cuts_by_characters_and_fills_up() {
        let long = "ä".repeat(80);
        let made = row(&VAT, |r| {
            r.text("K").text("Z").whole(1).whole(5).empty().text(&long)
        });
        assert_eq!(made.matches('ä').count(), 55);
        let made = row(&TSE, |r| r.text("K"));
        assert_eq!(made, format!("K{}\r\n", ";".repeat(10)));
    }

    #[test]
    fn what_was_signed_stays_to_the_byte() {
        let signed = "2;\"Eis\";3.99\r1;\"Kaffee\";2.99";
        let made = row(&VAT, |r| r.exact(signed));
        assert!(made.starts_with("\"2;\"\"Eis\"\";3.99\r1;\"\"Kaffee\"\";2.99\";"));
    }
}
