//! The declared encoding decides how bytes become text.

/// Encodings that terminals declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Encoding {
    /// UTF-8, also where nothing is declared.
    #[default]
    Utf8,
    /// ISO-8859-1; its unused places 80–9F are read as windows-1252, as browsers do, for the sake of the euro sign.
    Latin1,
    /// ISO-8859-15.
    Latin9,
    /// windows-1252.
    Windows1252,
}

/// Bytes that cannot become text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the encoding {0:?} is not supported")]
pub struct UnknownEncoding(pub String);

/// What windows-1252 has at 80–9F.
const WINDOWS_80: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// Where ISO-8859-15 differs from ISO-8859-1.
const LATIN9: [(u8, char); 8] = [
    (0xA4, '€'),
    (0xA6, 'Š'),
    (0xA8, 'š'),
    (0xB4, 'Ž'),
    (0xB8, 'ž'),
    (0xBC, 'Œ'),
    (0xBD, 'œ'),
    (0xBE, 'Ÿ'),
];

impl Encoding {
    /// Name in an XML declaration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Latin1 => "ISO-8859-1",
            Self::Latin9 => "ISO-8859-15",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// The encoding with this name, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" | "us-ascii" | "ascii" => Some(Self::Utf8),
            "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" => Some(Self::Latin1),
            "iso-8859-15" | "iso8859-15" | "iso_8859-15" | "latin9" => Some(Self::Latin9),
            "windows-1252" | "cp1252" => Some(Self::Windows1252),
            _ => None,
        }
    }

    fn char(self, byte: u8) -> char {
        match (self, byte) {
            (Self::Latin1 | Self::Windows1252, 0x80..=0x9F) => WINDOWS_80[usize::from(byte & 0x1F)],
            (Self::Latin9, _) => LATIN9
                .iter()
                .find(|(at, _)| *at == byte)
                .map_or(char::from(byte), |(_, char)| *char),
            _ => char::from(byte),
        }
    }

    fn byte(self, char: char) -> Option<u8> {
        match char.is_ascii() {
            true => u8::try_from(char).ok(),
            false => (0x80..=0xFF).find(|byte| self.char(*byte) == char),
        }
    }

    /// A whole XML document in this encoding; what it lacks becomes a character reference.
    #[must_use]
    pub fn encode(self, xml: &str) -> Vec<u8> {
        if self == Self::Utf8 {
            return xml.as_bytes().to_vec();
        }
        let mut bytes = Vec::with_capacity(xml.len());
        for char in xml.chars() {
            match self.byte(char) {
                Some(byte) => bytes.push(byte),
                None => bytes.extend(format!("&#{};", u32::from(char)).bytes()),
            }
        }
        bytes
    }
}

/// The text of a document, as its declaration says, without the mark of its byte order.
///
/// Bytes that are no UTF-8 though they should be become U+FFFD: a damaged umlaut on a receipt must not cost the result of a
/// payment.
pub fn decode(bytes: &[u8]) -> Result<String, UnknownEncoding> {
    if bytes.starts_with(&[0xFE, 0xFF]) || bytes.starts_with(&[0xFF, 0xFE]) {
        return Err(UnknownEncoding("UTF-16".to_owned()));
    }
    let (marked, bytes) = match bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    let encoding = match declared(bytes) {
        Some(name) if !marked => Encoding::from_name(&name).ok_or(UnknownEncoding(name))?,
        _ => Encoding::Utf8,
    };
    Ok(match encoding {
        Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        _ => bytes.iter().map(|byte| encoding.char(*byte)).collect(),
    })
}

/// Name of the encoding in the XML declaration.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(256)];
    let head = String::from_utf8_lossy(head);
    let declaration = head
        .trim_start()
        .strip_prefix("<?xml")?
        .split("?>")
        .next()?;
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let name = value[1..].split(quote).next()?.trim();
    Some(name.chars().take(40).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn document(encoding: Encoding, text: &str) -> String {
        format!(
            "<?xml version='1.0' encoding='{}'?><a>{text}</a>",
            encoding.name()
        )
    }

    #[test]
    fn each_encoding_reads_what_it_wrote() {
        for encoding in [
            Encoding::Utf8,
            Encoding::Latin1,
            Encoding::Latin9,
            Encoding::Windows1252,
        ] {
            let xml = document(encoding, "Gebühr 12,50 € für Straße");
            let bytes = encoding.encode(&xml);
            assert_eq!(decode(&bytes).unwrap(), xml, "{encoding:?}");
            let other = document(encoding, "Ω");
            let bytes = encoding.encode(&other);
            let expected = match encoding {
                Encoding::Utf8 => other,
                _ => document(encoding, "&#937;"),
            };
            assert_eq!(decode(&bytes).unwrap(), expected);
        }
    }

    #[test]
    fn bytes_are_read_as_declared() {
        let read = |name: &str, byte: u8| {
            let mut bytes = format!("<?xml version=\"1.0\" encoding=\"{name}\"?><a>").into_bytes();
            bytes.push(byte);
            decode(&bytes).unwrap().pop().unwrap()
        };
        assert_eq!(read("ISO-8859-1", 0xFC), 'ü');
        assert_eq!(read("iso-8859-15", 0xA4), '€');
        assert_eq!(read("ISO-8859-1", 0xA4), '¤');
        assert_eq!(read("Windows-1252", 0x80), '€');
        assert_eq!(read("utf-8", 0xFC), '\u{FFFD}');
        assert_eq!(decode("\u{FEFF}<a>ü".as_bytes()).unwrap(), "<a>ü");
        assert_eq!(decode("<a>ü".as_bytes()).unwrap(), "<a>ü");
    }

    #[test]
    fn unknown_encodings_are_refused_by_name() {
        assert_eq!(
            decode(b"<?xml version='1.0' encoding='EBCDIC-CP-US'?><a/>"),
            Err(UnknownEncoding("EBCDIC-CP-US".into()))
        );
        assert_eq!(
            decode(b"\xFF\xFE<\0a\0"),
            Err(UnknownEncoding("UTF-16".into()))
        );
    }
}
