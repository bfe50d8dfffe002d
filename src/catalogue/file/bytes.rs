//! From bytes to text: UTF-8 or a refusal that says where it is not.

use super::error::{Expected, FileFault, Place};

const MARK: char = '\u{FEFF}';

/// The text of a file without its byte order mark.
pub(super) fn text(bytes: &[u8]) -> Result<&str, FileFault> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(FileFault {
            place: Place::File,
            expected: Expected::Utf16,
        });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        FileFault {
            place: Place::Row(row(&bytes[..at])),
            expected: Expected::Utf8(bytes.get(at).copied().unwrap_or_default()),
        }
    })?;
    let text = text.strip_prefix(MARK).unwrap_or(text);
    for (bad, expected) in [(MARK, Expected::StrayMark), ('\0', Expected::Utf8(0))] {
        if let Some(at) = text.find(bad) {
            let place = Place::Row(row(&text.as_bytes()[..at]));
            return Err(FileFault { place, expected });
        }
    }
    Ok(text)
}

/// The row that begins or goes on after `before`, as a spreadsheet counts.
fn row(before: &[u8]) -> usize {
    let mut quoted = false;
    let mut row = 1;
    for byte in before {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => row += 1,
            _ => {}
        }
    }
    row
}
