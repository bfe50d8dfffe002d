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
            0x01 => Some(Self::Latin1),
            0x0F => Some(Self::Latin9),
            _ => None,
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
        if std::str::from_utf8(bytes).is_ok() {
            return Self::Utf8;
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
        let candidates = match self {
            // DIN 66003 has no brackets, so they are not read back as themselves.
            Self::Din66003 => 0..=0x7F,
            _ => 0..=0xFF,
        };
        let mut candidates = candidates;
        if c.is_ascii() && self != Self::Din66003 {
            return c as u8;
        }
        candidates
            .find(|byte| self.letter(*byte) == c)
            .unwrap_or(b'?')
    }
}

/// Whether German letters stand in the places of brackets: a brace or bracket between letters, as in `H[NDLER` or
/// `Betr{ge`. Brackets that are brackets come in pairs or beside blanks.
fn looks_seven_bit(bytes: &[u8]) -> bool {
    let replaced = |byte: u8| matches!(byte, b'[' | b'\\' | b']' | b'{' | b'|' | b'}' | b'~');
    let word = |byte: u8| byte.is_ascii_alphabetic() || replaced(byte);
    bytes.windows(3).any(|three| {
        word(three[0])
            && replaced(three[1])
            && word(three[2])
            && (three[0].is_ascii_alphabetic() || three[2].is_ascii_alphabetic())
    }) && !(bytes.contains(&b'[') && bytes.contains(&b']'))
        && !(bytes.contains(&b'{') && bytes.contains(&b'}'))
}

#[cfg(test)]
mod tests;
