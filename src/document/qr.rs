//! QR codes for paper: the strongest error correction that stays readable on a receipt.

use qrcode::{Color, EcLevel, QrCode, bits};

/// One module in millimetres: four dots of a 203 dpi receipt printer, so that no module is uneven.
pub const MODULE_MM: f32 = 0.5;
/// Three dots: the least a receipt printer draws evenly.
const FINE_MODULE_MM: f32 = 0.375;
/// DSFinV-K, Anhang I: the printed code has an edge of at least 3 cm.
pub const MIN_EDGE_MM: f32 = 30.0;
/// Wider codes would leave no white border on a 58 mm roll.
const MAX_EDGE_MM: f32 = 48.0;
/// White modules a scanner needs on every side.
pub const QUIET: usize = 4;

/// The text is too long for a QR code that still fits the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a QR code can't hold {length} characters on this paper")]
pub struct QrError {
    /// Bytes of the text.
    pub length: usize,
}

/// A square of dark and light modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    size: usize,
    dark: Vec<bool>,
}

/// Whether a code of so many modules and its white border leave room on the paper.
fn fits(modules: usize, module_mm: f32) -> bool {
    (modules + 2 * QUIET) as f32 * module_mm <= MAX_EDGE_MM
}

/// A corner of an outline, in modules from the top left.
pub(super) type Corner = (u16, u16);

impl Code {
    /// The code of a text, with the strongest error correction whose printed edge stays below
    /// 48 mm; the text of a TSE with 384-bit signatures gets M, one with 256 bits Q.
    pub fn new(text: &str) -> Result<Self, QrError> {
        // The size is known from the encoded bits alone; drawing all levels would cost 10 ms.
        let encode = |level| Some((bits::encode_auto(text.as_bytes(), level).ok()?, level));
        let printable = |module| {
            [EcLevel::H, EcLevel::Q, EcLevel::M, EcLevel::L]
                .into_iter()
                .filter_map(encode)
                .find(|(bits, _)| fits(bits.version().width() as usize, module))
        };
        let (bits, level) = printable(MODULE_MM)
            .or_else(|| printable(FINE_MODULE_MM))
            .ok_or(QrError { length: text.len() })?;
        let code = QrCode::with_bits(bits, level).map_err(|_| QrError { length: text.len() })?;
        Ok(Self {
            size: code.width(),
            dark: code.to_colors().iter().map(|c| *c == Color::Dark).collect(),
        })
    }

    /// Modules along an edge, without the white border.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Millimetres per module when printed: 0.5, more if the edge would be below 3 cm, less only for texts
    /// far longer than those of a TSE.
    pub fn module_mm(&self) -> f32 {
        if fits(self.size, MODULE_MM) {
            MODULE_MM.max(MIN_EDGE_MM / self.size as f32)
        } else {
            FINE_MODULE_MM
        }
    }

    /// Whether the module in this column and row is dark.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.size && y < self.size && self.dark[y * self.size + x]
    }

    /// Closed outlines of the dark areas. One filled path has no hairlines between its modules
    /// and needs a fraction of the bytes of single squares.
    pub(super) fn outlines(&self) -> Vec<Vec<Corner>> {
        let dark = |x: i32, y: i32| x >= 0 && y >= 0 && self.is_dark(x as usize, y as usize);
        let mut seen = vec![false; self.dark.len()];
        let mut outlines = Vec::new();
        for y in 0..self.size as i32 {
            for x in 0..self.size as i32 {
                let is_top = dark(x, y) && !dark(x, y - 1);
                if is_top && !seen[y as usize * self.size + x as usize] {
                    outlines.push(self.trace((x, y), &dark, &mut seen));
                }
            }
        }
        outlines
    }

    /// Walks around an area with the dark side at the right hand, from the top edge of a module.
    fn trace(
        &self,
        start: (i32, i32),
        dark: &dyn Fn(i32, i32) -> bool,
        seen: &mut [bool],
    ) -> Vec<Corner> {
        let (mut x, mut y) = start;
        let (mut dx, mut dy) = (1, 0);
        let mut corners = Vec::new();
        loop {
            if (dx, dy) == (1, 0) {
                seen[y as usize * self.size + x as usize] = true;
            }
            x += dx;
            y += dy;
            // The two modules ahead of this corner, left and right of the way we came.
            let ahead_right = dark(x + (dx - dy - 1) / 2, y + (dx + dy - 1) / 2);
            let ahead_left = dark(x + (dx + dy - 1) / 2, y + (dy - dx - 1) / 2);
            let turn = if !ahead_right {
                Some((-dy, dx))
            } else if ahead_left {
                Some((dy, -dx))
            } else {
                None
            };
            if let Some(direction) = turn {
                corners.push((x as u16, y as u16));
                (dx, dy) = direction;
            }
            if (x, y) == start && (dx, dy) == (1, 0) {
                return corners;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_short_tse_texts_fit_a_roll() {
        for (length, least) in [(340, 0.5), (470, 0.5), (640, 0.5), (60, 0.5), (1200, 0.375)] {
            let code = Code::new(&"aB3;".repeat(length / 4)).unwrap();
            let edge = code.size() as f32 * code.module_mm();
            assert!(
                edge >= MIN_EDGE_MM && code.module_mm() >= least,
                "{length}: {edge}"
            );
            assert!(edge + 8.0 * code.module_mm() <= 70.0, "{length}: {edge}");
        }
    }

    #[test]
    fn a_text_that_cannot_be_printed_is_refused() {
        assert_eq!(Code::new(&"x".repeat(3000)), Err(QrError { length: 3000 }));
    }

    #[test]
    fn outlines_enclose_exactly_the_dark_modules() {
        let code = Code::new("V0;demo;Kassenbeleg-V1;Beleg^0.00").unwrap();
        let outlines = code.outlines();
        for y in 0..code.size() {
            for x in 0..code.size() {
                // Counts how often the outlines wind around the centre of the module.
                let winding: i32 = outlines
                    .iter()
                    .flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)))
                    .filter(|(a, b)| a.0 == b.0 && usize::from(a.0) > x)
                    .map(|(a, b)| {
                        let (low, high) = (a.1.min(b.1), a.1.max(b.1));
                        let crosses = usize::from(low) <= y && y < usize::from(high);
                        i32::from(crosses) * if a.1 < b.1 { 1 } else { -1 }
                    })
                    .sum();
                assert_eq!(winding, i32::from(code.is_dark(x, y)), "module {x},{y}");
            }
        }
    }
}
