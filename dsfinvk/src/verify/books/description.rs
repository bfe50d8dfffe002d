//! Reads index.xml: which files there are and how they are written.
//!
//! No grammar is followed and no entity is expanded but the five of XML and characters by number.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

/// The largest index.xml that is read; the official one has 57 kB.
pub const LARGEST: u64 = 4 << 20;

const DEEPEST: usize = 32;
const MOST_TABLES: usize = 1_000;
const MOST_COLUMNS: usize = 1_000;

/// What index.xml says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Description {
    /// Name of the root element in the DOCTYPE.
    pub root: Option<String>,
    /// Name of the grammar's file in the DOCTYPE.
    pub grammar: Option<String>,
    /// Whether the DOCTYPE brings declarations of its own.
    pub own_declarations: bool,
    /// Whether it has bytes that are no UTF-8; they are read as Latin-1.
    pub not_utf8: bool,
    /// `Version`.
    pub version: Option<String>,
    /// The tables.
    pub tables: Vec<Described>,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Described {
    /// Name of the file.
    pub url: String,
    /// Name of the table.
    pub name: String,
    /// Character set, e.g. `UTF8`; empty: ANSI.
    pub charset: String,
    /// `DecimalSymbol`.
    pub decimal: Option<String>,
    /// `DigitGroupingSymbol`.
    pub grouping: Option<String>,
    /// First row of data, from 1.
    pub from: Option<String>,
    /// Whether columns stand at fixed places.
    pub fixed: bool,
    /// `ColumnDelimiter`.
    pub delimiter: Option<String>,
    /// `RecordDelimiter`.
    pub record: Option<String>,
    /// `TextEncapsulator`.
    pub quote: Option<String>,
    /// The columns in order.
    pub columns: Vec<DescribedColumn>,
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DescribedColumn {
    /// Name.
    pub name: String,
    /// What it holds.
    pub kind: DescribedKind,
    /// `MaxLength` of text.
    pub longest: Option<u32>,
    /// `Accuracy` of a number; 0 if it says none.
    pub decimals: u32,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DescribedKind {
    /// Text.
    #[default]
    Text,
    /// A number.
    Number,
    /// A day.
    Date,
}

/// Why an index.xml cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// Not well-formed, at this byte.
    Malformed(u64),
    /// In UTF-16.
    Utf16,
    /// Deeper or longer than any description.
    TooLarge,
    /// An entity that only a grammar could explain.
    Entity(String),
}

impl Description {
    /// Reads one.
    pub fn read(bytes: &[u8]) -> Result<Description, Unreadable> {
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Err(Unreadable::Utf16);
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let decoded;
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(_) => {
                decoded = bytes.iter().map(|byte| *byte as char).collect::<String>();
                &decoded
            }
        };
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let mut state = State::default();
        state.found.not_utf8 = std::str::from_utf8(bytes).is_err();
        loop {
            let at = reader.buffer_position();
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(_) => return Err(Unreadable::Malformed(reader.error_position().max(at))),
            };
            match event {
                Event::Start(start) => {
                    if state.path.is_empty() && state.rooted {
                        return Err(Unreadable::Malformed(at));
                    }
                    let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
                    state.open(name)?;
                }
                Event::End(_) => state.close(),
                Event::Text(text) => match state.path.is_empty() {
                    true if text.iter().any(|b| !b.is_ascii_whitespace()) => {
                        return Err(Unreadable::Malformed(at));
                    }
                    true => {}
                    false => state.text.push_str(&String::from_utf8_lossy(&text)),
                },
                Event::CData(data) => state.text.push_str(&String::from_utf8_lossy(&data)),
                Event::GeneralRef(reference) => state.text.push(character(&reference)?),
                Event::DocType(doctype) => state.doctype(&String::from_utf8_lossy(&doctype)),
                Event::Eof if state.path.is_empty() && state.rooted => return Ok(state.found),
                Event::Eof => return Err(Unreadable::Malformed(at)),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }
}

fn character(reference: &BytesRef<'_>) -> Result<char, Unreadable> {
    let name = String::from_utf8_lossy(reference).into_owned();
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Ok(character);
    }
    match name.as_str() {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "apos" => Ok('\''),
        "quot" => Ok('"'),
        _ => Err(Unreadable::Entity(name)),
    }
}

#[derive(Default)]
struct State {
    path: Vec<String>,
    rooted: bool,
    text: String,
    found: Description,
}

impl State {
    fn open(&mut self, name: String) -> Result<(), Unreadable> {
        let fits = self.path.len() < DEEPEST;
        self.rooted = true;
        self.text.clear();
        if !fits {
            return Err(Unreadable::TooLarge);
        }
        match (self.parent(), name.as_str()) {
            ("Media", "Table") => {
                if self.found.tables.len() >= MOST_TABLES {
                    return Err(Unreadable::TooLarge);
                }
                self.found.tables.push(Described::default());
            }
            (
                "VariableLength" | "FixedLength",
                "VariableColumn" | "VariablePrimaryKey" | "FixedColumn" | "FixedPrimaryKey",
            ) => {
                if let Some(table) = self.found.tables.last_mut() {
                    if table.columns.len() >= MOST_COLUMNS {
                        return Err(Unreadable::TooLarge);
                    }
                    table.columns.push(DescribedColumn::default());
                }
            }
            _ => {}
        }
        self.path.push(name);
        Ok(())
    }

    fn parent(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    fn close(&mut self) {
        let Some(name) = self.path.pop() else { return };
        let text = std::mem::take(&mut self.text);
        let parent = self.path.last().map_or("", String::as_str);
        let grand = self.path.iter().rev().nth(1).map_or("", String::as_str);
        if (parent, name.as_str()) == ("DataSet", "Version") {
            self.found.version = Some(text.trim().to_owned());
            return;
        }
        let Some(table) = self.found.tables.last_mut() else {
            return;
        };
        match parent {
            "Table" => table.say(&name, text),
            "Range" if grand == "Table" && name == "From" => {
                table.from = Some(text.trim().to_owned());
            }
            "VariableLength" | "FixedLength" => match name.as_str() {
                "ColumnDelimiter" => table.delimiter = Some(text),
                "RecordDelimiter" => table.record = Some(text),
                "TextEncapsulator" => table.quote = Some(text),
                _ => {}
            },
            "VariableColumn" | "VariablePrimaryKey" | "FixedColumn" | "FixedPrimaryKey" => {
                if let Some(column) = table.columns.last_mut() {
                    match name.as_str() {
                        "Name" => column.name = text.trim().to_owned(),
                        "Numeric" => column.kind = DescribedKind::Number,
                        "Date" => column.kind = DescribedKind::Date,
                        "MaxLength" => column.longest = text.trim().parse().ok(),
                        _ => {}
                    }
                }
            }
            "Numeric" if name == "Accuracy" => {
                if let Some(column) = table.columns.last_mut() {
                    column.decimals = text.trim().parse().unwrap_or(0);
                }
            }
            _ => {}
        }
    }

    /// `DataSet SYSTEM "name"`, perhaps with declarations in brackets.
    fn doctype(&mut self, text: &str) {
        let text = text.trim();
        let outside = text.split('[').next().unwrap_or_default();
        self.found.own_declarations = text.contains('[');
        let mut words = outside.split_whitespace();
        self.found.root = words.next().map(str::to_owned);
        // Of PUBLIC "…" "…" the last one is the file.
        let mut quoted = outside.split(['"', '\'']).skip(1).step_by(2);
        let last = if words.next() == Some("PUBLIC") {
            quoted.nth(1)
        } else {
            quoted.next()
        };
        self.found.grammar = last.map(str::to_owned);
    }
}

impl Described {
    fn say(&mut self, name: &str, text: String) {
        match name {
            "URL" => self.url = text.trim().to_owned(),
            "Name" => self.name = text.trim().to_owned(),
            "ANSI" | "Macintosh" | "OEM" | "UTF16" | "UTF7" | "UTF8" => {
                self.charset = name.to_owned();
            }
            "DecimalSymbol" => self.decimal = Some(text),
            "DigitGroupingSymbol" => self.grouping = Some(text),
            "FixedLength" => self.fixed = true,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::index_xml;
    use crate::schema::{Kind, V2_4};

    #[test]
    fn our_own_description_says_what_the_schema_says() {
        let found = Description::read(index_xml(&V2_4, 2).as_bytes()).unwrap();
        assert_eq!(found.root.as_deref(), Some("DataSet"));
        assert_eq!(found.grammar.as_deref(), Some("gdpdu-01-09-2004.dtd"));
        assert_eq!(found.version.as_deref(), Some("1.0"));
        assert_eq!(found.tables.len(), 20);
        for (described, table) in found.tables.iter().zip(V2_4.tables) {
            assert_eq!(
                (&*described.url, &*described.name),
                (table.file, table.name)
            );
            assert_eq!(described.charset, "UTF8");
            assert_eq!(described.record.as_deref(), Some("\r\n"));
            assert_eq!(described.delimiter.as_deref(), Some(";"));
            assert_eq!(described.quote.as_deref(), Some("\""));
            assert_eq!(described.from.as_deref(), Some("2"));
            assert_eq!(described.columns.len(), table.columns.len());
            for (said, column) in described.columns.iter().zip(table.columns) {
                assert_eq!(said.name, column.name);
                let kind = match said.kind {
                    DescribedKind::Number => Kind::Number(said.decimals as u8),
                    _ => Kind::Text(said.longest.unwrap() as u16),
                };
                assert_eq!(kind, column.kind);
            }
        }
    }

    #[test]
    fn no_entity_is_expanded() {
        let bomb = "<!DOCTYPE DataSet [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\
                    <DataSet><Version>&b;</Version></DataSet>";
        assert_eq!(
            Description::read(bomb.as_bytes()),
            Err(Unreadable::Entity("b".into()))
        );
        let plain = "<!DOCTYPE DataSet PUBLIC 'x' \"y.dtd\" []><DataSet/>";
        let found = Description::read(plain.as_bytes()).unwrap();
        assert!(found.own_declarations);
        assert_eq!(found.grammar.as_deref(), Some("y.dtd"));
    }

    #[test]
    fn what_is_no_description() {
        for text in [
            "",
            "text",
            "<DataSet>",
            "<DataSet></Media>",
            "<DataSet/><DataSet/>",
            "<DataSet/>tail",
            "<DataSet><Media>",
            "<DataSet>& </DataSet>",
        ] {
            let found = Description::read(text.as_bytes());
            assert!(
                matches!(found, Err(Unreadable::Malformed(_))),
                "{text}: {found:?}"
            );
        }
        let deep = "<a>".repeat(100);
        assert_eq!(
            Description::read(deep.as_bytes()),
            Err(Unreadable::TooLarge)
        );
        assert_eq!(Description::read(b"\xff\xfe<\0"), Err(Unreadable::Utf16));
    }
}
