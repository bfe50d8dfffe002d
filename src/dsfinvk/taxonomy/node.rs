//! A JSON value that keeps numbers as the digits they were written with: no float ever holds an amount.

use std::collections::HashMap;
use std::io::{self, Write};

/// A value.
#[derive(Debug)]
pub(super) enum Node {
    Text(String),
    /// Digits as JSON wants them.
    Number(String),
    Flag(bool),
    Object(Vec<(&'static str, Node)>),
    Array(Vec<Node>),
    /// An array whose values are told apart by a key.
    Keyed {
        values: Vec<Node>,
        places: HashMap<String, usize>,
    },
}

impl Node {
    pub(super) fn object() -> Node {
        Node::Object(Vec::new())
    }

    pub(super) fn array_by_key() -> Node {
        Node::Keyed {
            values: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// The member of an object, made if it is not there.
    pub(super) fn member(&mut self, name: &'static str, make: impl FnOnce() -> Node) -> &mut Node {
        if let Node::Object(members) = self {
            let place = members.iter().position(|(known, _)| *known == name);
            let place = place.unwrap_or_else(|| {
                members.push((name, make()));
                members.len() - 1
            });
            return &mut members[place].1;
        }
        self
    }

    /// A new object at the end of an array.
    pub(super) fn push(&mut self) -> &mut Node {
        if let Node::Array(values) = self {
            values.push(Node::object());
            let last = values.len() - 1;
            return &mut values[last];
        }
        self
    }

    /// The object of a keyed array, made if it is not there.
    pub(super) fn keyed(&mut self, key: &str) -> &mut Node {
        if let Node::Keyed { values, places } = self {
            let place = match places.get(key) {
                Some(place) => *place,
                None => {
                    values.push(Node::object());
                    places.insert(key.to_owned(), values.len() - 1);
                    values.len() - 1
                }
            };
            return &mut values[place];
        }
        self
    }

    /// Writes it, two spaces to a level.
    pub(super) fn write(&self, depth: usize, to: &mut dyn Write) -> io::Result<()> {
        match self {
            Node::Text(text) => serde_json::to_writer(to, text).map_err(io::Error::from),
            Node::Number(digits) => to.write_all(digits.as_bytes()),
            Node::Flag(flag) => write!(to, "{flag}"),
            Node::Object(members) => {
                let open = (b'{', b'}');
                list(members, depth, open, to, |(name, node), to| {
                    write!(to, "\"{name}\": ")?;
                    node.write(depth + 1, to)
                })
            }
            Node::Array(values) | Node::Keyed { values, .. } => {
                list(values, depth, (b'[', b']'), to, |node, to| {
                    node.write(depth + 1, to)
                })
            }
        }
    }
}

fn list<T>(
    members: &[T],
    depth: usize,
    (open, close): (u8, u8),
    to: &mut dyn Write,
    mut each: impl FnMut(&T, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    to.write_all(&[open])?;
    for (place, member) in members.iter().enumerate() {
        to.write_all(if place == 0 { b"\n" } else { b",\n" })?;
        write!(to, "{:1$}", "", 2 * (depth + 1))?;
        each(member, to)?;
    }
    if !members.is_empty() {
        write!(to, "\n{:1$}", "", 2 * depth)?;
    }
    to.write_all(&[close])
}
