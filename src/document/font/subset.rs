//! Cuts a TrueType font down to the glyphs of one document.
//!
//! printpdf embeds whole files (200 kB each) unless its layout engine is compiled in. A receipt
//! uses some 90 glyphs; with their outlines only and without hinting programs a face takes 6 kB.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::font::FontMetrics;

use super::{Face, FontError};

/// A font with only some glyphs, renumbered from 1 in the order of their characters.
pub(in crate::document) struct Subset {
    face: &'static Face,
    glyphs: BTreeMap<u32, u16>,
    widths: BTreeMap<u16, u16>,
    bytes: Vec<u8>,
}

/// Composite glyphs refer to others by number; the flags say how long each reference is.
mod composite {
    pub const WORDS: u16 = 0x0001;
    pub const SCALE: u16 = 0x0008;
    pub const MORE: u16 = 0x0020;
    pub const SCALE_XY: u16 = 0x0040;
    pub const MATRIX: u16 = 0x0080;
    pub const INSTRUCTIONS: u16 = 0x0100;
}

impl Subset {
    /// The subset of `face` that draws `characters`.
    pub(in crate::document) fn new(
        face: &'static Face,
        characters: &BTreeSet<char>,
    ) -> Result<Self, FontError> {
        let source = Source::open(face)?;
        // Old glyph numbers in their new order; glyph 0 stands for missing characters by definition.
        let mut order = vec![0];
        let mut number = BTreeMap::from([(0, 0)]);
        let mut glyphs = BTreeMap::new();
        for c in characters {
            let (old, _) = face.glyph(*c);
            let new = enlist(old, &mut order, &mut number);
            glyphs.insert(u32::from(*c), new);
        }
        let mut outlines = Vec::new();
        let mut offsets = vec![0u32];
        let mut next = 0;
        while let Some(old) = order.get(next).copied() {
            let outline = source.outline(old)?;
            outlines.extend(source.renumbered(outline, |component| {
                enlist(component, &mut order, &mut number)
            })?);
            outlines.resize(outlines.len().next_multiple_of(4), 0);
            offsets.push(outlines.len() as u32);
            next += 1;
        }
        let mut widths = BTreeMap::new();
        let mut metrics = Vec::new();
        for (new, old) in order.iter().enumerate() {
            let (advance, bearing) = source.metric(*old)?;
            widths.insert(new as u16, advance);
            metrics.extend(advance.to_be_bytes());
            metrics.extend(bearing.to_be_bytes());
        }
        let count = order.len() as u16;
        let tables = [
            (*b"glyf", outlines),
            (*b"head", source.patched(b"head", 50, 1)?),
            (*b"hhea", source.patched(b"hhea", 34, count)?),
            (*b"hmtx", metrics),
            (
                *b"loca",
                offsets.into_iter().flat_map(u32::to_be_bytes).collect(),
            ),
            (*b"maxp", source.patched(b"maxp", 4, count)?),
        ];
        Ok(Self {
            face,
            glyphs,
            widths,
            bytes: assemble(&tables),
        })
    }

    /// The subset as printpdf wants it, named as PDF demands: six letters that differ between
    /// subsets, and the name of the font.
    pub(in crate::document) fn into_parsed(self) -> printpdf::ParsedFont {
        let mut hash = self
            .bytes
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
            });
        let mut name = String::new();
        for _ in 0..6 {
            name.push(char::from(b'A' + (hash % 26) as u8));
            hash /= 26;
        }
        name.push('+');
        name.push_str(self.face.name);
        let mut parsed = printpdf::ParsedFont::with_glyph_data(
            self.bytes,
            0,
            Some(name),
            self.glyphs,
            self.widths,
            self.face.metrics.units_per_em,
            FontMetrics {
                ascent: self.face.ascent,
                descent: self.face.descent,
            },
        );
        parsed.pdf_font_metrics = self.face.metrics.clone();
        parsed
    }
}

fn enlist(old: u16, order: &mut Vec<u16>, number: &mut BTreeMap<u16, u16>) -> u16 {
    *number.entry(old).or_insert_with(|| {
        order.push(old);
        (order.len() - 1) as u16
    })
}

/// The tables of a whole font file.
struct Source {
    name: &'static str,
    tables: BTreeMap<[u8; 4], &'static [u8]>,
    long_offsets: bool,
    metric_count: u16,
}

impl Source {
    fn open(face: &Face) -> Result<Self, FontError> {
        let mut source = Self {
            name: face.name,
            tables: BTreeMap::new(),
            long_offsets: false,
            metric_count: 0,
        };
        let count = source.u16(face.bytes, 4)?;
        for index in 0..usize::from(count) {
            let record = source.slice(face.bytes, 12 + 16 * index, 16)?;
            let tag = [record[0], record[1], record[2], record[3]];
            let offset = source.u32(record, 8)? as usize;
            let length = source.u32(record, 12)? as usize;
            let table = source.slice(face.bytes, offset, length)?;
            source.tables.insert(tag, table);
        }
        source.long_offsets = source.u16(source.table(b"head")?, 50)? != 0;
        source.metric_count = source.u16(source.table(b"hhea")?, 34)?;
        Ok(source)
    }

    fn error(&self, what: &'static str) -> FontError {
        FontError {
            name: self.name,
            what,
        }
    }

    fn table(&self, tag: &[u8; 4]) -> Result<&'static [u8], FontError> {
        let found = self.tables.get(tag).copied();
        found.ok_or_else(|| self.error("a table is missing"))
    }

    fn slice<'a>(&self, bytes: &'a [u8], at: usize, length: usize) -> Result<&'a [u8], FontError> {
        at.checked_add(length)
            .and_then(|end| bytes.get(at..end))
            .ok_or_else(|| self.error("a table ends too early"))
    }

    fn u16(&self, bytes: &[u8], at: usize) -> Result<u16, FontError> {
        let slice = self.slice(bytes, at, 2)?;
        Ok(u16::from_be_bytes([slice[0], slice[1]]))
    }

    fn u32(&self, bytes: &[u8], at: usize) -> Result<u32, FontError> {
        let slice = self.slice(bytes, at, 4)?;
        Ok(u32::from_be_bytes([slice[0], slice[1], slice[2], slice[3]]))
    }

    /// Advance width and left side bearing.
    fn metric(&self, glyph: u16) -> Result<(u16, u16), FontError> {
        let table = self.table(b"hmtx")?;
        let full = usize::from(self.metric_count);
        let glyph = usize::from(glyph);
        // Glyphs beyond the full records share the last width and have a bearing of their own.
        let width = self.u16(table, 4 * glyph.min(full.saturating_sub(1)))?;
        let bearing = if glyph < full {
            4 * glyph + 2
        } else {
            4 * full + 2 * (glyph - full)
        };
        Ok((width, self.u16(table, bearing)?))
    }

    fn outline(&self, glyph: u16) -> Result<&'static [u8], FontError> {
        let loca = self.table(b"loca")?;
        let offset = |index: usize| -> Result<usize, FontError> {
            if self.long_offsets {
                Ok(self.u32(loca, 4 * index)? as usize)
            } else {
                Ok(usize::from(self.u16(loca, 2 * index)?) * 2)
            }
        };
        let (start, end) = (offset(glyph.into())?, offset(usize::from(glyph) + 1)?);
        let length = end.checked_sub(start);
        let length = length.ok_or_else(|| self.error("glyphs are out of order"))?;
        self.slice(self.table(b"glyf")?, start, length)
    }

    /// The outline without its hinting program and with new numbers for its components.
    fn renumbered(
        &self,
        outline: &[u8],
        mut number: impl FnMut(u16) -> u16,
    ) -> Result<Vec<u8>, FontError> {
        if outline.is_empty() {
            return Ok(Vec::new());
        }
        let contours = self.u16(outline, 0)? as i16;
        let mut copy = outline.to_vec();
        if let Ok(contours) = usize::try_from(contours) {
            let program = 10 + 2 * contours;
            let length = usize::from(self.u16(outline, program)?);
            self.slice(outline, program + 2, length)?;
            copy.drain(program + 2..program + 2 + length);
            copy[program..program + 2].fill(0);
            return Ok(copy);
        }
        let mut at = 10;
        loop {
            let flags = self.u16(outline, at)?;
            let component = number(self.u16(outline, at + 2)?);
            let kept = flags & !composite::INSTRUCTIONS;
            copy[at..at + 2].copy_from_slice(&kept.to_be_bytes());
            copy[at + 2..at + 4].copy_from_slice(&component.to_be_bytes());
            at += 4;
            at += if flags & composite::WORDS != 0 { 4 } else { 2 };
            at += match flags {
                f if f & composite::SCALE != 0 => 2,
                f if f & composite::SCALE_XY != 0 => 4,
                f if f & composite::MATRIX != 0 => 8,
                _ => 0,
            };
            if flags & composite::MORE == 0 {
                break;
            }
        }
        self.slice(outline, 0, at)?;
        copy.truncate(at);
        Ok(copy)
    }

    /// A table with one 16-bit number changed.
    fn patched(&self, tag: &[u8; 4], at: usize, value: u16) -> Result<Vec<u8>, FontError> {
        let mut table = self.table(tag)?.to_vec();
        self.slice(&table, at, 2)?;
        table[at..at + 2].copy_from_slice(&value.to_be_bytes());
        Ok(table)
    }
}

/// A font file of these tables, which must be in alphabetical order.
fn assemble(tables: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = count.ilog2();
    let range = 16 * (1u16 << power);
    let mut file = 0x0001_0000_u32.to_be_bytes().to_vec();
    for number in [count, range, power as u16, 16 * count - range] {
        file.extend(number.to_be_bytes());
    }
    let mut offset = 12 + 16 * tables.len();
    for (tag, table) in tables {
        file.extend(tag);
        file.extend(checksum(table).to_be_bytes());
        file.extend((offset as u32).to_be_bytes());
        file.extend((table.len() as u32).to_be_bytes());
        offset += table.len().next_multiple_of(4);
    }
    for (_, table) in tables {
        file.extend(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    file
}

fn checksum(table: &[u8]) -> u32 {
    table.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::font::face;
    use crate::document::model::Weight;

    #[test]
    fn a_subset_is_a_small_font_that_parses_again() {
        let characters = "Beleg 1.043,25 € äöüß §–−".chars().collect();
        let subset = Subset::new(face(Weight::Bold).unwrap(), &characters).unwrap();
        let glyphs = subset.glyphs.clone();
        let widths = subset.widths.clone();
        assert!(subset.bytes.len() < 10_000, "{}", subset.bytes.len());
        let source = Source {
            name: "subset",
            tables: BTreeMap::new(),
            long_offsets: false,
            metric_count: 0,
        };
        assert_eq!(source.u16(&subset.bytes, 4), Ok(6));
        assert_eq!(glyphs.len(), characters.len());
        let digit = |c: char| widths[&glyphs[&u32::from(c)]];
        assert_eq!(digit('1'), digit('4'));
        assert_eq!(digit('1'), digit('0'));
    }

    #[test]
    fn components_of_accented_letters_come_along() {
        let subset = Subset::new(
            face(Weight::Regular).unwrap(),
            &BTreeSet::from(['\u{1e9e}', 'Ä', 'ç']),
        )
        .unwrap();
        assert!(subset.widths.len() > subset.glyphs.len());
    }

    #[test]
    fn names_differ_with_the_content() {
        let name = |text: &str| {
            Subset::new(face(Weight::Regular).unwrap(), &text.chars().collect())
                .unwrap()
                .into_parsed()
                .font_name
                .unwrap()
        };
        assert_ne!(name("ab"), name("abc"));
        assert_eq!(name("abc"), name("cba"));
        assert!(name("abc").ends_with("+IBMPlexSans-Regular"));
    }
}
