//! Character sets of terminals: what they say, else what the bytes look like.

use super::Charset;

/// Upper half of code page 437, sixteen letters a row from `80` on.
const CP437: [&str; 8] = [
    "ÇüéâäàåçêëèïîìÄÅ",
    "ÉæÆôöòûùÿÖÜ¢£¥₧ƒ",
    "áíóúñÑªº¿⌐¬½¼¡«»",
    "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐",
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧",
    "╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀",
    "αßΓπΣσµτΦΘΩδ∞φε∩",
    "≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
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

/// German letters in the places of seven-bit brackets (DIN 66003).
const DIN66003: [(u8, char); 8] = [
    (b'@', '§'),
    (b'[', 'Ä'),
    (b'\\', 'Ö'),
    (b']', 'Ü'),
    (b'{', 'ä'),
    (b'|', 'ö'),
    (b'}', 'ü'),
    (b'~', 'ß'),
];

/// Letters German receipts use, in code page 437: ü é â ä Ä É ö Ö Ü ß.
const GERMAN_CP437: [u8; 10] = [0x81, 0x82, 0x83, 0x84, 0x8E, 0x90, 0x94, 0x99, 0x9A, 0xE1];

/// And in ISO-8859-1: Ä Ö Ü ß ä é ö ü §, and the no-break space.
const GERMAN_LATIN: [u8; 10] = [0xC4, 0xD6, 0xDC, 0xDF, 0xE4, 0xE9, 0xF6, 0xFC, 0xA7, 0xA0];

impl Charset {
    /// The character set a terminal states in TLV tag 14; `None`: one we do not have.
    #[must_use]
    pub fn stated(tag14: u8) -> Option<Self> {
        match tag14 {
            0xFF => Some(Self::Cp437),
            0xFE => Some(Self::Utf8),
            // The German letters stand in these where ISO-8859-1 has them.
            0x01..=0x04 | 0x09 | 0x0A | 0x0D | 0x0E | 0x10 => Some(Self::Latin1),
            0x0F => Some(Self::Latin9),
            _ => None,
        }
    }

    /// This set, unless it is [`Charset::Auto`] and the terminal states one: what a technician sets wins.
    #[must_use]
    pub fn or_stated(self, tag14: u8) -> Self {
        match self {
            Self::Auto => Self::stated(tag14).unwrap_or(self),
            set => set,
        }
    }

    /// The set to read these bytes with: itself, or for [`Charset::Auto`] what they look like. Bytes that fit several
    /// sets count as code page 437, the specification's default.
    #[must_use]
    pub fn resolve(self, bytes: &[u8]) -> Self {
        if self != Self::Auto {
            return self;
        }
        if bytes.is_ascii() {
            return if looks_seven_bit(bytes) {
                Self::Din66003
            } else {
                Self::Cp437
            };
        }
        match std::str::from_utf8(bytes) {
            Ok(_) => return Self::Utf8,
            // A line cut in the middle of its last letter.
            Err(error)
                if error.error_len().is_none() && !bytes[..error.valid_up_to()].is_ascii() =>
            {
                return Self::Utf8;
            }
            Err(_) => {}
        }
        let count = |letters: &[u8; 10]| bytes.iter().filter(|byte| letters.contains(byte)).count();
        if count(&GERMAN_LATIN) > count(&GERMAN_CP437) {
            Self::Latin1
        } else {
            Self::Cp437
        }
    }

    /// Text of a terminal. Control characters are dropped, except that a line break (CR, LF or both) becomes one line
    /// feed; the text ends at the first NUL.
    #[must_use]
    pub fn decode(self, bytes: &[u8]) -> String {
        let end = bytes.iter().position(|byte| *byte == 0);
        let bytes = &bytes[..end.unwrap_or(bytes.len())];
        let text: String = match self.resolve(bytes) {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            set => bytes.iter().map(|byte| set.letter(*byte)).collect(),
        };
        let mut decoded = String::with_capacity(text.len());
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\r' => {
                    chars.next_if_eq(&'\n');
                    decoded.push('\n');
                }
                '\n' => decoded.push('\n'),
                '\t' => decoded.push(' '),
                c if c.is_control() => {}
                c => decoded.push(c),
            }
        }
        decoded
    }

    /// Text for a terminal; letters the set does not have become `?`. [`Charset::Auto`] writes code page 437.
    #[must_use]
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            set => text.chars().map(|c| set.byte(c)).collect(),
        }
    }

    fn letter(self, byte: u8) -> char {
        let differs =
            |table: &[(u8, char)]| table.iter().find(|(at, _)| *at == byte).map(|(_, c)| *c);
        match self {
            Self::Auto | Self::Cp437 if byte >= 0x80 => {
                let (row, column) = (usize::from(byte >> 4) - 8, usize::from(byte & 0x0F));
                CP437[row].chars().nth(column).unwrap_or('?')
            }
            Self::Latin9 => differs(&LATIN9).unwrap_or(char::from(byte)),
            Self::Din66003 if byte >= 0x80 => '?',
            Self::Din66003 => differs(&DIN66003).unwrap_or(char::from(byte)),
            _ => char::from(byte),
        }
    }

    fn byte(self, c: char) -> u8 {
        (0..=0xFF)
            .find(|byte| self.letter(*byte) == c)
            .unwrap_or(b'?')
    }
}

/// Whether German letters stand in the places of brackets: a bracket inside a word of capitals, as in `H[NDLER`, or a
/// brace inside one of small letters, as in `Betr{ge`. Others stand beside blanks or signs.
fn looks_seven_bit(bytes: &[u8]) -> bool {
    let inside = |three: &[u8]| {
        let neighbours = [three[0], three[2]];
        let letters = neighbours.iter().all(u8::is_ascii_alphabetic);
        match three[1] {
            b'[' | b'\\' | b']' => letters && neighbours.iter().all(u8::is_ascii_uppercase),
            b'{' | b'|' | b'}' => letters && neighbours[1].is_ascii_lowercase(),
            b'~' => neighbours[0].is_ascii_lowercase() && !neighbours[1].is_ascii_uppercase(),
            _ => false,
        }
    };
    bytes.windows(3).any(inside)
}

#[cfg(test)]
mod tests;
