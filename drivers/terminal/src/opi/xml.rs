//! A small tree of elements under their local names, read with limits and written with escapes.

use std::fmt::Write as _;

/// Deepest nesting of elements that is read.
pub const DEPTH: usize = 64;
/// Most elements of a document.
pub const ELEMENTS: usize = 20_000;
/// Most attributes of an element.
pub const ATTRIBUTES: usize = 64;
/// The namespace of our messages; terminals leave it out at times.
pub const NAMESPACE: &str = "http://www.nrf-arts.org/IXRetail/namespace";

/// XML that is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// It declares a document type or entities.
    #[error("a document type declaration, which is not allowed")]
    Doctype,
    /// Elements are nested deeper than [`DEPTH`].
    #[error("elements nested deeper than {DEPTH}")]
    TooDeep,
    /// More than [`ELEMENTS`] elements, or [`ATTRIBUTES`] attributes of one.
    #[error("more than {ELEMENTS} elements or {ATTRIBUTES} attributes of one")]
    TooMany,
    /// Not well-formed.
    #[error("not well-formed: {0}")]
    NotWellFormed(String),
}

/// An element.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Element {
    /// Local name.
    pub name: String,
    /// Attributes by local name, in their order.
    pub attributes: Vec<(String, String)>,
    /// Its own text, that of its children not included: as it stands, for the blanks of a receipt are its layout; without
    /// surrounding blanks where there are elements inside.
    pub text: String,
    /// Elements inside, in their order.
    pub children: Vec<Element>,
}

impl Element {
    /// An empty element.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// An element with nothing but text.
    #[must_use]
    pub fn with_text(name: &str, text: &str) -> Self {
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            ..Self::default()
        }
    }

    /// Adds an attribute.
    #[must_use]
    pub fn attribute(mut self, name: &str, value: &str) -> Self {
        self.attributes.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds an attribute if it has a value.
    #[must_use]
    pub fn maybe(self, name: &str, value: &str) -> Self {
        match value.is_empty() {
            true => self,
            false => self.attribute(name, value),
        }
    }

    /// Adds an element inside.
    #[must_use]
    pub fn child(mut self, child: Element) -> Self {
        self.children.push(child);
        self
    }

    /// Value of an attribute; empty where it is missing.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// The first element inside with this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All elements inside with this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Text of the first element inside with this name, without surrounding blanks; empty where it is missing.
    #[must_use]
    pub fn text_of(&self, name: &str) -> &str {
        self.find(name).map_or("", |child| child.text.trim())
    }

    /// The document with this element as its root, in our namespace, with a declaration.
    #[must_use]
    pub fn document(&self, encoding: &str) -> String {
        let mut out = format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>\n");
        self.write(&mut out, Some(NAMESPACE));
        out
    }

    fn write(&self, out: &mut String, namespace: Option<&str>) {
        out.push('<');
        out.push_str(&self.name);
        if let Some(namespace) = namespace {
            let _ = write!(out, " xmlns=\"{namespace}\"");
        }
        for (name, value) in &self.attributes {
            let _ = write!(out, " {name}=\"");
            escape(value, out);
            out.push('"');
        }
        if self.text.is_empty() && self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        escape(&self.text, out);
        for child in &self.children {
            child.write(out, None);
        }
        let _ = write!(out, "</{}>", self.name);
    }
}

/// Whether XML 1.0 allows the character.
fn allowed(char: char) -> bool {
    match char {
        '\t' | '\n' | '\r' => true,
        '\u{FFFE}' | '\u{FFFF}' => false,
        _ => char >= ' ',
    }
}

fn escape(text: &str, out: &mut String) {
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            char if allowed(char) => out.push(char),
            _ => out.push(' '),
        }
    }
}

/// Reads a document. Names lose their namespace and prefix, forbidden control characters become blanks: printers'
/// escapes in a receipt must not cost the result of a payment.
pub fn parse(text: &str) -> Result<Element, Wrong> {
    let text = clean(text);
    survey(&text)?;
    let options = roxmltree::ParsingOptions {
        allow_dtd: false,
        // Texts, comments and instructions between the elements count too.
        nodes_limit: u32::try_from(ELEMENTS * 4).unwrap_or(u32::MAX),
        ..roxmltree::ParsingOptions::default()
    };
    let document =
        roxmltree::Document::parse_with_options(&text, options).map_err(|error| match error {
            roxmltree::Error::DtdDetected => Wrong::Doctype,
            roxmltree::Error::NodesLimitReached => Wrong::TooMany,
            other => Wrong::NotWellFormed(other.to_string()),
        })?;
    Ok(tree(document.root_element()))
}

/// Recursive, but [`survey`] has counted the depth.
fn tree(node: roxmltree::Node<'_, '_>) -> Element {
    let mut element = Element::new(node.tag_name().name());
    for attribute in node.attributes() {
        let (name, value) = (attribute.name().to_owned(), attribute.value().to_owned());
        element.attributes.push((name, value));
    }
    let mut text = String::new();
    for child in node.children() {
        if child.is_element() {
            element.children.push(tree(child));
        } else if child.is_text() {
            text.push_str(child.text().unwrap_or_default());
        }
    }
    element.text = match element.children.is_empty() {
        true => text,
        false => text.trim().to_owned(),
    };
    element
}

/// Replaces what XML forbids, also where it hides in a character reference.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|char| char == '&' || !allowed(char)) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = forbidden_reference(rest).or_else(|| {
            rest.chars()
                .next()
                .filter(|c| *c != '&')
                .map(char::len_utf8)
        });
        match length {
            Some(length) => {
                out.push(' ');
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Length of a character reference at the beginning that names a forbidden character.
fn forbidden_reference(text: &str) -> Option<usize> {
    let body = text.strip_prefix("&#")?;
    // Twelve are plenty for a number; without the limit a text full of ampersands would be searched to its end each time.
    let end = body.bytes().take(12).position(|byte| byte == b';')?;
    let number = body.get(..end)?;
    let code = match number.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    let char = char::from_u32(code.ok()?);
    match char.is_some_and(allowed) {
        true => None,
        false => Some("&#".len() + end + 1),
    }
}

/// Counts depth, elements and attributes and finds document types before anything is built.
fn survey(text: &str) -> Result<(), Wrong> {
    let mut depth = 0usize;
    let mut elements = 0usize;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let skipped = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")]
            .iter()
            .find_map(|(begin, end)| Some((rest.strip_prefix(begin)?, *end)));
        if let Some((inside, end)) = skipped {
            let Some(at) = inside.find(end) else {
                return Err(Wrong::NotWellFormed(format!("{end} is missing")));
            };
            rest = &inside[at + end.len()..];
            continue;
        }
        if rest.starts_with('!') {
            return Err(Wrong::Doctype);
        }
        if rest.starts_with('/') {
            depth = depth.saturating_sub(1);
            continue;
        }
        let (length, attributes, empty) = tag(rest)?;
        elements += 1;
        if elements > ELEMENTS || attributes > ATTRIBUTES {
            return Err(Wrong::TooMany);
        }
        if depth >= DEPTH {
            return Err(Wrong::TooDeep);
        }
        if !empty {
            depth += 1;
        }
        rest = &rest[length..];
    }
    Ok(())
}

/// Length of a start tag after its `<`, number of its attributes, and whether it closes itself.
fn tag(text: &str) -> Result<(usize, usize, bool), Wrong> {
    let mut quote = None;
    let mut attributes = 0;
    let mut before = 0;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'=') => attributes += 1,
            (None, b'>') => return Ok((at + 1, attributes, before == b'/')),
            (None, _) => {}
        }
        before = byte;
    }
    Err(Wrong::NotWellFormed("a tag does not end".to_owned()))
}

#[cfg(test)]
mod tests;
