//! Header blocks of ustar, GNU and pax (POSIX.1-2001, pax).

use std::fmt;

pub(super) const BLOCK: u64 = 512;

/// What a member is by its type flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MemberKind {
    Regular,
    Directory,
    /// pax header for the next member.
    Pax,
    /// pax header for all that follow; it can say nothing that matters here.
    PaxGlobal,
    /// GNU: name of the next member.
    LongName,
    /// GNU: link target of the next member.
    LongLink,
    Other(u8),
}

impl MemberKind {
    pub fn describes_the_next(self) -> bool {
        matches!(
            self,
            Self::Pax | Self::PaxGlobal | Self::LongName | Self::LongLink
        )
    }
}

impl fmt::Display for MemberKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Regular => "a regular file",
            Self::Directory => "a directory with content",
            Self::Other(b'1') => "a hard link",
            Self::Other(b'2') => "a symbolic link",
            Self::Other(b'3' | b'4') => "a device",
            Self::Other(b'6') => "a pipe",
            Self::Other(b'S') => "a sparse file",
            Self::Other(b'M' | b'V') => "a part of a multi-volume archive",
            Self::Other(flag) => return write!(f, "a member of type {:?}", char::from(*flag)),
            _ => "an extended header",
        })
    }
}

#[derive(Debug)]
pub(super) struct Header {
    pub name: String,
    pub size: u64,
    pub kind: MemberKind,
}

impl Header {
    pub fn parse(block: &[u8]) -> Result<Self, &'static str> {
        if !checksum_holds(block) {
            return Err("archive header checksum mismatch");
        }
        let field = |from: usize, to: usize| block.get(from..to).unwrap_or_default();
        let size = number(field(124, 136)).ok_or("a header without a size")?;
        let kind = match block.get(156).copied().unwrap_or_default() {
            b'0' | b'7' | 0 => MemberKind::Regular,
            b'5' => MemberKind::Directory,
            b'x' => MemberKind::Pax,
            b'g' => MemberKind::PaxGlobal,
            b'L' => MemberKind::LongName,
            b'K' => MemberKind::LongLink,
            flag => MemberKind::Other(flag),
        };
        let mut name = text(field(0, 100));
        // GNU uses the place of the prefix otherwise, and its magic tells.
        if field(257, 263) == b"ustar\0" {
            let prefix = text(field(345, 500));
            if !prefix.is_empty() {
                name = format!("{prefix}/{name}");
            }
        }
        Ok(Self { name, size, kind })
    }
}

/// What extended headers say of the next member.
#[derive(Debug, Default)]
pub(super) struct Extended {
    pub name: Option<String>,
    pub size: Option<u64>,
    pub sparse: bool,
}

impl Extended {
    pub fn read(&mut self, kind: MemberKind, content: &[u8]) {
        match kind {
            MemberKind::LongName => self.name = Some(text(content)),
            MemberKind::Pax => self.read_pax(content),
            _ => {}
        }
    }

    /// Records `length key=value\n`; what follows a malformed one is left out.
    fn read_pax(&mut self, mut content: &[u8]) {
        while let Some(space) = content.iter().position(|byte| *byte == b' ') {
            let (digits, rest) = content.split_at(space);
            let Some(length) = std::str::from_utf8(digits)
                .ok()
                .and_then(|digits| digits.parse::<usize>().ok())
                .and_then(|length| length.checked_sub(space + 2))
            else {
                return;
            };
            let Some(record) = rest.get(1..1 + length) else {
                return;
            };
            if let Some(equals) = record.iter().position(|byte| *byte == b'=') {
                let (key, value) = record.split_at(equals);
                let value = value.get(1..).unwrap_or_default();
                match key {
                    b"path" => self.name = Some(String::from_utf8_lossy(value).into_owned()),
                    b"size" => {
                        let size = std::str::from_utf8(value).ok();
                        self.size = size.and_then(|size| size.parse().ok());
                    }
                    _ if key.starts_with(b"GNU.sparse") => self.sparse = true,
                    _ => {}
                }
            }
            content = rest.get(2 + length..).unwrap_or_default();
        }
    }
}

/// The sum over the block, its own field counted as blanks.
pub(super) fn checksum_holds(block: &[u8]) -> bool {
    let sum: u64 = block
        .iter()
        .enumerate()
        .map(|(at, byte)| match at {
            148..156 => u64::from(b' '),
            _ => u64::from(*byte),
        })
        .sum();
    block.len() as u64 == BLOCK && block.get(148..156).and_then(number) == Some(sum)
}

fn text(field: &[u8]) -> String {
    let end = field.iter().position(|byte| *byte == 0);
    String::from_utf8_lossy(field.get(..end.unwrap_or(field.len())).unwrap_or_default()).into()
}

/// Octal digits between blanks, or GNU's binary form for what does not fit.
fn number(field: &[u8]) -> Option<u64> {
    if let [first, rest @ ..] = field
        && first & 0x80 != 0
    {
        return rest
            .iter()
            .try_fold(u64::from(first & 0x7F), |value, byte| {
                Some(value.checked_mul(256)? + u64::from(*byte))
            })
            .filter(|value| *value <= i64::MAX as u64);
    }
    let text = std::str::from_utf8(field).ok()?;
    let digits = text.trim_matches([' ', '\0']);
    if digits.is_empty() {
        return Some(0);
    }
    u64::from_str_radix(digits, 8).ok()
}
