//! Cuts a TrueType font down to the glyphs of one document.
//!
//! printpdf embeds whole files (200 kB each) unless its layout engine is compiled in. A receipt
//! uses some 90 glyphs; a face with their outlines only takes a few kB.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::font::FontMetrics;
use subsetter::GlyphRemapper;

use super::{Face, FontError};

/// A font with only some glyphs, renumbered from 1 in the order of their characters.
pub(in crate::document) struct Subset {
    face: &'static Face,
    glyphs: BTreeMap<u32, u16>,
    widths: BTreeMap<u16, u16>,
    bytes: Vec<u8>,
}

impl Subset {
    /// The subset of `face` that draws `characters`.
    pub(in crate::document) fn new(
        face: &'static Face,
        characters: &BTreeSet<char>,
    ) -> Result<Self, FontError> {
        let mut remapper = GlyphRemapper::new();
        let mut glyphs = BTreeMap::new();
        let mut widths = BTreeMap::new();
        for c in characters {
            let (old, width) = face.glyph(*c);
            let new = remapper.remap(old);
            glyphs.insert(u32::from(*c), new);
            widths.insert(new, width);
        }
        let bytes = subsetter::subset(face.bytes, 0, &remapper).map_err(|_| FontError {
            name: face.name,
            what: "it cannot be cut down to some glyphs",
        })?;
        Ok(Self {
            face,
            glyphs,
            widths,
            bytes,
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
        assert_eq!(glyphs.len(), characters.len());
        let digit = |c: char| widths[&glyphs[&u32::from(c)]];
        assert_eq!(digit('1'), digit('4'));
        assert_eq!(digit('1'), digit('0'));
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
