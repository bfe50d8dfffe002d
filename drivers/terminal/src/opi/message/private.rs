//! PrivateData: elements of the maker's own, or plain text such as `answer-txt=Zahlung fehlgeschlagen`.

use crate::opi::xml::Element;

/// PrivateData of any message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PrivateData {
    /// Plain text; empty where there are only elements.
    pub text: String,
    /// Elements, as they came.
    pub elements: Vec<Element>,
}

impl PrivateData {
    /// Nothing but plain text.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            elements: Vec::new(),
        }
    }

    /// One more element with a text.
    #[must_use]
    pub fn with(mut self, name: &str, text: &str) -> Self {
        self.elements.push(Element::with_text(name, text));
        self
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.elements.is_empty()
    }

    /// A value by its name, wherever it stands: an element, also deeper, or `name=value` of the plain text up to the end of
    /// the line or a semicolon.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let element = self.elements.iter().find_map(|element| deep(element, name));
        let value = element.or_else(|| {
            self.text.split(['\n', '\r', ';']).find_map(|line| {
                let (key, value) = line.split_once('=')?;
                key.trim().eq_ignore_ascii_case(name).then_some(value)
            })
        });
        value.map(str::trim).filter(|value| !value.is_empty())
    }

    pub(super) fn read(parent: &Element) -> Self {
        let mut all = Self::default();
        for data in parent.all("PrivateData") {
            if !data.text.trim().is_empty() {
                let line = if all.text.is_empty() { "" } else { "\n" };
                all.text.push_str(line);
                all.text.push_str(data.text.trim());
            }
            all.elements.extend(data.children.iter().cloned());
        }
        all
    }

    pub(super) fn write(&self, parent: &mut Element) {
        if !self.is_empty() {
            parent.children.push(Element {
                name: "PrivateData".to_owned(),
                attributes: Vec::new(),
                text: self.text.clone(),
                children: self.elements.clone(),
            });
        }
    }
}

/// Depth is limited by the parser.
fn deep<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    if element.name.eq_ignore_ascii_case(name) && !element.text.trim().is_empty() {
        return Some(&element.text);
    }
    element.children.iter().find_map(|child| deep(child, name))
}
