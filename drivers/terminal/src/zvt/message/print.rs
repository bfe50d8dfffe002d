//! `06 D1` and `06 D3`: lines for the paper.

use super::fields::Fields;
use crate::mask;
use crate::zvt::Charset;
use crate::zvt::bmp::{Reader, Unread, Unreadable};
use crate::zvt::tlv;

/// Lines of one message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Print {
    /// Tag 1F07: 1 merchant's slip, 2 customer's, 3 administration.
    pub kind: Option<u8>,
    /// Tag 1F37: `01` positive, `02` has a signature field, `04` negative, `80` must be printed.
    pub marks: u8,
    /// It is a block (`06 D3`): whole slips as a rule.
    pub block: bool,
    /// Lines from top to bottom.
    pub lines: Vec<PrintLine>,
    /// Message sequence id (tag 1F73).
    pub sequence: Option<u32>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrintLine {
    /// Attribute byte as sent.
    pub attribute: u8,
    /// What it says.
    pub text: PrintText,
}

/// Content of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintText {
    /// Text with card numbers masked; empty: an empty line.
    Text(String),
    /// A barcode or QR code (tag E3), which is not printed.
    Code,
}

impl Default for PrintText {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl PrintLine {
    /// Whether it ends its slip.
    #[must_use]
    pub fn last(&self) -> bool {
        self.attribute & 0x80 != 0 && self.attribute != 0x80
    }
}

pub(super) fn line(data: &[u8], charset: Charset) -> Print {
    let Some((&attribute, rest)) = data.split_first() else {
        let reason = Unreadable::TooShort;
        return Print {
            unread: vec![Unread { at: 0, reason }],
            ..Print::default()
        };
    };
    let end = container(rest).unwrap_or(rest.len());
    let fields = Fields::read(data, 1 + end, charset);
    let text = mask::text(&charset.decode(&rest[..end])).replace('\n', " ");
    Print {
        kind: fields.slip_kind,
        marks: fields.slip_marks,
        block: false,
        lines: vec![PrintLine {
            attribute,
            text: PrintText::Text(text),
        }],
        sequence: fields.sequence,
        unread: fields.unread,
    }
}

/// Where the text ends and a TLV container begins that reaches exactly to the end.
fn container(rest: &[u8]) -> Option<usize> {
    rest.iter()
        .enumerate()
        .filter(|(_, byte)| **byte == 0x06)
        .map(|(at, _)| at)
        .find(|at| {
            let inside = &rest[at + 1..];
            tlv::length(inside).is_ok_and(|(head, length)| inside.len() == head + length)
        })
}

pub(super) fn block(data: &[u8], charset: Charset) -> Print {
    let fields = Fields::read(data, 0, charset);
    let mut print = Print {
        kind: fields.slip_kind,
        marks: fields.slip_marks,
        block: true,
        lines: Vec::new(),
        sequence: fields.sequence,
        unread: fields.unread,
    };
    for field in Reader::new(data, 0).flatten() {
        if field.number == 0x06 {
            let charset = charset_of(field.value, charset);
            lines(field.value, charset, 0, &mut print.lines);
        }
    }
    print
}

/// One character set for a block: the stated one, else what all its lines together look like.
fn charset_of(container: &[u8], charset: Charset) -> Charset {
    let mut stated = charset;
    let mut texts = Vec::new();
    // A defect is told where the fields are read.
    let _ = tlv::walk(container, &mut |tlv| match (tlv.tag, tlv.value) {
        (0x14, [set]) => stated = charset.or_stated(*set),
        (0x07, value) => {
            texts.extend(value);
            texts.push(b'\n');
        }
        _ => {}
    });
    stated.resolve(&texts)
}

/// Lines of a container: those of its print texts (tag 25), and lines beside them.
fn lines(container: &[u8], charset: Charset, depth: usize, lines: &mut Vec<PrintLine>) {
    let mut attribute = 0;
    let mut waits = false;
    for tlv in tlv::Reader::new(container).flatten() {
        match (tlv.tag, tlv.value) {
            // Print texts do not stand in print texts.
            (0x25, value) if depth == 0 => self::lines(value, charset, 1, lines),
            (0x09, [value, ..]) => {
                attribute = *value;
                waits = true;
            }
            (0x07, value) => {
                let text = mask::text(&charset.decode(value)).replace('\n', " ");
                let text = PrintText::Text(text);
                lines.push(PrintLine { attribute, text });
                waits = false;
            }
            (0xE3, _) => {
                let text = PrintText::Code;
                lines.push(PrintLine { attribute, text });
                waits = false;
            }
            _ => {}
        }
    }
    // Some terminals end a slip with an attribute that no line follows.
    let end = PrintLine {
        attribute,
        text: PrintText::default(),
    };
    if waits && end.last() {
        lines.push(end);
    }
}
