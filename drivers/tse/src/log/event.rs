//! What system logs say (version 2: TR-03151, App. A; version 3: TR-03151-1, App. E). Makers differ in
//! details and add operations of their own, so nothing here is an error: what is not understood is shown as
//! it stands.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{LogTime, Message, SystemBody};
use crate::algorithm::{LogTimeFormat, hex};
use crate::der::{Element, Reader, unsigned};

mod table;

pub(crate) use table::OPERATIONS;
use table::Shape;

/// Deeper than any system log.
const DEEPEST: usize = 6;

/// One named value of a system log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name in the standard, e.g. `userId`; `element 81` where the standard has none.
    pub name: String,
    /// Its value.
    pub value: Value,
}

/// Value of a [`Field`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Value {
    /// Text.
    Text(String),
    /// A number.
    Number(u64),
    /// True or false.
    Bool(bool),
    /// A moment.
    Time(DateTime<Utc>),
    /// One of several named numbers.
    Choice {
        /// The number.
        number: u64,
        /// Its name, if the standard gives it one.
        name: Option<&'static str>,
    },
    /// Several values.
    Parts(Vec<Field>),
    /// Bytes that are none of these, hexadecimal.
    Bytes(String),
}

impl SystemBody {
    /// What the operation says of itself. `message` is the log message the body is part of.
    #[must_use]
    pub fn fields(&self, message: &Message) -> Vec<Field> {
        let shapes = table::shapes(&self.operation, message.version);
        match message.version {
            2 => tagged(&self.data, shapes, message.time.format, 0),
            _ => in_order(&self.data, shapes, 0),
        }
        .unwrap_or_else(|| vec![field("data", raw(&self.data))])
    }
}

fn field(name: &str, value: Value) -> Field {
    let name = name.to_owned();
    Field { name, value }
}

/// Version 2: each child has a tag of its own and no type.
fn tagged(
    data: &[u8],
    shapes: &[(&'static str, Shape)],
    format: LogTimeFormat,
    depth: usize,
) -> Option<Vec<Field>> {
    let mut fields = Vec::new();
    let mut reader = Reader::new(data);
    while reader.remaining() > 0 {
        let Element { tag, content, .. } = reader.next(None).ok()?;
        // Constructed or not, makers disagree.
        let place = usize::from(tag & !0x20);
        let known = match tag {
            0x30 => None,
            // The children of an operation count from 81, the parts of a component from 80.
            _ => place
                .checked_sub(if depth == 0 { 0x81 } else { 0x80 })
                .and_then(|place| shapes.get(place)),
        };
        let value = match known {
            Some((_, shape)) => of_shape(content, *shape, format, depth),
            None if tag == 0x30 && depth < DEEPEST => {
                tagged(content, shapes, format, depth + 1).map(Value::Parts)
            }
            None => None,
        };
        let name = match (known, tag) {
            (Some((name, _)), _) => (*name).to_owned(),
            (None, 0x30) => "entry".to_owned(),
            (None, _) => format!("element {tag:02X}"),
        };
        fields.push(Field {
            name,
            value: value.unwrap_or_else(|| raw(content)),
        });
    }
    Some(fields)
}

fn of_shape(content: &[u8], shape: Shape, format: LogTimeFormat, depth: usize) -> Option<Value> {
    match shape {
        Shape::Text => text(content),
        Shape::Number => number(content).map(Value::Number),
        Shape::Choice(names) => {
            let number = number(content)?;
            let name = usize::try_from(number)
                .ok()
                .and_then(|place| names.get(place));
            let name = name.copied();
            Some(Value::Choice { number, name })
        }
        Shape::Bool => boolean(content),
        // The value bytes of a time in the format of the log time, without their tag.
        Shape::Time => {
            let tag = LogTime::new(format, DateTime::<Utc>::default()).tag();
            let unix = || number(content).and_then(|seconds| i64::try_from(seconds).ok());
            let time = match tag {
                0x02 => DateTime::from_timestamp(unix()?, 0)?,
                tag => LogTime::read(tag, content)?.at,
            };
            Some(Value::Time(time))
        }
        Shape::Parts(shapes) if depth < DEEPEST => {
            tagged(content, shapes, format, depth + 1).map(Value::Parts)
        }
        Shape::Parts(_) => None,
    }
}

/// Version 3: the members have universal tags and an order.
fn in_order(data: &[u8], shapes: &[(&'static str, Shape)], depth: usize) -> Option<Vec<Field>> {
    let mut fields = Vec::new();
    let mut reader = Reader::new(data);
    let mut expected = shapes.iter();
    while reader.remaining() > 0 {
        let Element { tag, content, .. } = reader.next(None).ok()?;
        // Optional members that are absent are passed over.
        let known = expected.find(|(_, shape)| shape.allows(tag));
        let value = match (tag, known.map(|(_, shape)| *shape)) {
            (0x01, _) => boolean(content),
            (0x02, Some(Shape::Time)) | (0x17 | 0x18, _) => {
                LogTime::read(tag, content).map(|time| Value::Time(time.at))
            }
            (0x02 | 0x0A, Some(shape @ Shape::Choice(_))) => {
                of_shape(content, shape, LogTimeFormat::UnixTime, depth)
            }
            (0x02 | 0x0A, _) => unsigned(tag, content).ok().map(Value::Number),
            (0x0C | 0x13 | 0x16, _) => text(content),
            (0x30 | 0x31, shape) if depth < DEEPEST => {
                let shapes = match shape {
                    Some(Shape::Parts(shapes)) => shapes,
                    // A list repeats its entries.
                    _ => shapes,
                };
                in_order(content, shapes, depth + 1).map(Value::Parts)
            }
            _ => None,
        };
        let name = match (known, tag) {
            (Some((name, _)), _) => (*name).to_owned(),
            (None, 0x30) => "entry".to_owned(),
            (None, _) => format!("element {tag:02X}"),
        };
        fields.push(Field {
            name,
            value: value.unwrap_or_else(|| raw(content)),
        });
    }
    Some(fields)
}

fn text(content: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(content).ok()?;
    let shown = text.chars().all(|one| !one.is_control());
    shown.then(|| Value::Text(text.to_owned()))
}

fn boolean(content: &[u8]) -> Option<Value> {
    match content {
        [byte] => Some(Value::Bool(*byte != 0)),
        _ => None,
    }
}

/// Raw big-endian bytes; unlike a DER INTEGER they may have leading zeros.
fn number(content: &[u8]) -> Option<u64> {
    if content.is_empty() || content.len() > 8 {
        return None;
    }
    let digits = content.iter();
    Some(digits.fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

fn raw(content: &[u8]) -> Value {
    match text(content) {
        Some(text) if !content.is_empty() => text,
        _ => Value::Bytes(hex(content)),
    }
}

#[cfg(test)]
mod tests;
