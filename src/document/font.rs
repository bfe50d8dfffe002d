//! IBM Plex Sans and Mono: glyph widths for layout, small embeddable subsets for PDF.

mod subset;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::model::Weight;
pub(super) use subset::Subset;

/// A font file of the program is damaged or lacks a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the built-in font {name} can't be read: {what}")]
pub struct FontError {
    /// PostScript name of the font.
    pub name: &'static str,
    /// What is wrong with it.
    pub what: &'static str,
}

/// A parsed font file. Its default figures all have the same width, so amounts align.
pub(super) struct Face {
    pub(super) name: &'static str,
    pub(super) bytes: &'static [u8],
    /// Glyph and advance width by character.
    glyphs: BTreeMap<char, (u16, u16)>,
    units_per_em: f32,
    metrics: printpdf::font::PdfFontMetricsStub,
    ascent: i16,
    descent: i16,
}

macro_rules! font_file {
    ($name:literal) => {
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/assets/fonts/IBMPlex",
            $name,
            ".ttf"
        ))
    };
}

/// The face of a weight, parsed once per process.
pub(super) fn face(weight: Weight) -> Result<&'static Face, FontError> {
    static FACES: [OnceLock<Result<Face, FontError>>; 5] = [const { OnceLock::new() }; 5];
    let (slot, name, bytes): (_, _, &'static [u8]) = match weight {
        Weight::Regular => (0, "IBMPlexSans-Regular", font_file!("Sans_400Regular")),
        Weight::Medium => (1, "IBMPlexSans-Medium", font_file!("Sans_500Medium")),
        Weight::SemiBold => (2, "IBMPlexSans-SemiBold", font_file!("Sans_600SemiBold")),
        Weight::Bold => (3, "IBMPlexSans-Bold", font_file!("Sans_700Bold")),
        Weight::Fixed => (4, "IBMPlexMono-Regular", font_file!("Mono_400Regular")),
    };
    FACES[slot]
        .get_or_init(|| Face::parse(name, bytes))
        .as_ref()
        .map_err(|error| *error)
}

impl Face {
    fn parse(name: &'static str, bytes: &'static [u8]) -> Result<Self, FontError> {
        let parsed =
            printpdf::ParsedFont::from_bytes(bytes, 0, &mut Vec::new()).ok_or(FontError {
                name,
                what: "not a TrueType file",
            })?;
        let glyphs = parsed
            .codepoint_to_glyph
            .iter()
            .filter_map(|(code, glyph)| {
                let width = parsed.get_glyph_width(*glyph)?;
                Some((char::from_u32(*code)?, (*glyph, width)))
            })
            .collect();
        Ok(Self {
            name,
            bytes,
            glyphs,
            units_per_em: f32::from(parsed.units_per_em),
            ascent: parsed.font_metrics.ascent,
            descent: parsed.font_metrics.descent,
            metrics: parsed.pdf_font_metrics,
        })
    }

    /// The character that is drawn for `c`: itself, or a question mark if the font lacks it.
    pub(super) fn drawn(&self, c: char) -> char {
        if self.glyphs.contains_key(&c) { c } else { '?' }
    }

    fn glyph(&self, c: char) -> (u16, u16) {
        match c {
            '\u{ad}' => (0, 0),
            // Lines are broken before no-break spaces become ordinary ones.
            '\u{a0}' | '\u{202f}' => self.glyph(' '),
            '\u{2011}' => self.glyph('-'),
            _ => self.glyphs.get(&self.drawn(c)).copied().unwrap_or((0, 0)),
        }
    }

    /// Width of a text, in the unit of `size`.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        let units: u32 = text.chars().map(|c| u32::from(self.glyph(c).1)).sum();
        units as f32 * size / self.units_per_em
    }
}
