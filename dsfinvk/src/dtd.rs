//! The grammar of index.xml that lies beside it. The wording of the official file is its maker's; its declarations
//! are facts. Ours has the same ones in our own order and words.

use std::collections::BTreeMap;

/// Name of the file, as index.xml calls it.
pub const FILE: &str = "gdpdu-01-09-2004.dtd";

/// Our text.
pub const TEXT: &str = include_str!("../gdpdu-01-09-2004.dtd");

/// What a text declares: content model by element, spaces removed. `None` if it is no such grammar.
pub fn declarations(text: &str) -> Option<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut rest = text;
    while let Some(start) = rest.find("<!") {
        rest = rest.get(start..)?;
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.get(comment.find("-->")? + 3..)?;
            continue;
        }
        let end = rest.find('>')?;
        let declaration = rest.get(..end)?.strip_prefix("<!ELEMENT")?.trim_start();
        let (name, model) = declaration.split_once(char::is_whitespace)?;
        let model: String = model.split_whitespace().collect();
        if found.insert(name.to_owned(), model).is_some() {
            return None;
        }
        rest = rest.get(end..)?;
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_declares_every_element_once() {
        let ours = declarations(TEXT).unwrap();
        assert_eq!(ours.len(), 49);
        assert_eq!(ours["Range"], "(From,(To|Length)?)");
        assert_eq!(ours["UTF8"], "EMPTY");
    }

    #[test]
    fn ours_declares_what_the_official_one_does() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../shared/data/dsfinvk/dtd/gdpdu-01-09-2004.dtd"
        );
        let Ok(official) = std::fs::read_to_string(path) else {
            return;
        };
        assert_eq!(declarations(&official), declarations(TEXT));
    }

    #[test]
    fn anything_else_is_no_grammar() {
        for text in ["", "<html>", "<!DOCTYPE x>", "<!ELEMENT A (B)", "<!-- open"] {
            assert_eq!(declarations(text), None, "{text}");
        }
    }
}
