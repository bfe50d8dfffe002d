//! `info.csv`, in the forms of both generations and of the makers (TR-03151, Anhang C; TR-03151-1, App. B).

use serde::Serialize;

/// What `info.csv` says of the device. It is not signed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct InfoCsv {
    /// Free description.
    pub description: String,
    /// Maker.
    pub manufacturer: String,
    /// Firmware version.
    pub version: String,
    /// Generation 2: one line per component, label and value in turn.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Vec<(String, String)>>,
}

impl InfoCsv {
    /// Reads the file; an old firmware of fiskaly leaves values unquoted, so quotes are optional.
    ///
    /// # Errors
    /// A sentence that says what was expected.
    pub fn parse(content: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(content).map_err(|_| "text in UTF-8 expected")?;
        let mut info = Self::default();
        let mut found = false;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let cells = cells(line);
            let pairs: Vec<(String, String)> = cells
                .chunks(2)
                .filter_map(|pair| match pair {
                    [label, value] => {
                        Some((label.trim().trim_end_matches(':').to_owned(), value.clone()))
                    }
                    _ => None,
                })
                .filter(|(label, _)| !label.is_empty())
                .collect();
            if pairs.first().is_some_and(|(label, _)| label == "component") {
                info.components.push(pairs);
                found = true;
                continue;
            }
            for (label, value) in pairs {
                match label.as_str() {
                    "description" => info.description = value,
                    "manufacturer" => info.manufacturer = value,
                    "version" => info.version = value,
                    _ => continue,
                }
                found = true;
            }
        }
        if found {
            Ok(info)
        } else {
            Err("\"description:\",…,\"manufacturer:\",…,\"version:\",… expected".into())
        }
    }
}

/// Cells of one line: quoted with doubled quotes inside, or bare.
fn cells(line: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let trimmed = rest.trim_start();
        let mut cell = String::new();
        if let Some(mut quoted) = trimmed.strip_prefix('"') {
            while let Some((before, after)) = quoted.split_once('"') {
                cell.push_str(before);
                quoted = after;
                match after.strip_prefix('"') {
                    Some(next) => {
                        cell.push('"');
                        quoted = next;
                    }
                    None => break,
                }
            }
            rest = quoted;
            let (surplus, next) = split(rest);
            cell.push_str(surplus.trim());
            cells.push(cell);
            match next {
                Some(next) => rest = next,
                None => return cells,
            }
        } else {
            let (bare, next) = split(trimmed);
            cells.push(bare.trim().to_owned());
            match next {
                Some(next) => rest = next,
                None => return cells,
            }
        }
    }
}

fn split(text: &str) -> (&str, Option<&str>) {
    match text.split_once(',') {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn both_generations_and_the_unquoted_form() {
        let first = InfoCsv::parse(
            "\"description:\",\"Kasse \"\"1\"\", Bürgerbüro\",\"manufacturer:\",\"M\",\"version:\",\"2.0\"\n".as_bytes(),
        )
        .unwrap();
        assert_eq!(first.description, "Kasse \"1\", Bürgerbüro");
        assert_eq!(
            (first.manufacturer.as_str(), first.version.as_str()),
            ("M", "2.0")
        );
        let bare = InfoCsv::parse(
            b"\"description:\", Applause Cafe 35, \"manufacturer:\", fiskaly Gmbh, \"version:\", 0.1.0\n",
        )
        .unwrap();
        assert_eq!(bare.description, "Applause Cafe 35");
        assert_eq!(
            (bare.manufacturer.as_str(), bare.version.as_str()),
            ("fiskaly Gmbh", "0.1.0")
        );
        let second = InfoCsv::parse(
            b"\"component:\",\"device\",\"manufacturer:\",\"M\",\"model:\",\"X\",\"version:\",\"3\",\"certification-id:\",\"BSI-K-TR-0800-2026\"\n\"description:\",\"till\",,,,,,,,\n",
        )
        .unwrap();
        assert_eq!(second.description, "till");
        assert_eq!(second.components[0].last().unwrap().1, "BSI-K-TR-0800-2026");
        assert!(InfoCsv::parse(b"hello").is_err());
        assert!(InfoCsv::parse(b"").is_err());
    }
}
