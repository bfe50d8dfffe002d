//! Places a document on pages by measured glyph widths. All lengths in points, from the top left.

mod blocks;
mod chart;
mod table;
#[cfg(test)]
mod tests;

use super::font::{self, FontError};
use super::model::{Document, Paper, Size, Style, Tone, Weight};
use super::pdf::PdfError;
use super::qr;
use super::wrap::wrap;

/// A point is 1/72 inch.
pub(super) const MM: f32 = 72.0 / 25.4;

/// A finished page.
pub(super) struct Page {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) items: Vec<Item>,
}

/// Something drawn at a fixed place.
#[derive(Debug, Clone)]
pub(super) enum Item {
    Letters {
        x: f32,
        baseline: f32,
        size: f32,
        weight: Weight,
        tone: Tone,
        text: String,
    },
    Fill {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        /// 0 is black, 1 is white.
        grey: f32,
    },
    Frame {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        thickness: f32,
    },
    Dashes {
        x: f32,
        y: f32,
        width: f32,
    },
    Qr {
        x: f32,
        y: f32,
        module: f32,
        code: qr::Code,
    },
}

impl Item {
    fn shift(&mut self, dx: f32, dy: f32) {
        match self {
            Self::Letters { x, baseline: y, .. }
            | Self::Fill { x, y, .. }
            | Self::Frame { x, y, .. }
            | Self::Dashes { x, y, .. }
            | Self::Qr { x, y, .. } => {
                *x += dx;
                *y += dy;
            }
        }
    }
}

/// A part of the content that never breaks.
#[derive(Debug, Clone, Default)]
struct Piece {
    height: f32,
    items: Vec<Item>,
    role: Role,
    /// Moves to the next page together with what follows.
    keep_with_next: bool,
    /// Drawn again when the piece opens a new page: the head of its table.
    head: Option<Box<Piece>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum Role {
    #[default]
    Content,
    /// Vanishes at the top of a page.
    Space,
    PageBreak,
}

/// What the paper decides: sizes, margins, distances.
#[derive(Debug, Clone, Copy)]
struct Sheet {
    width: f32,
    /// `None` for a roll.
    height: Option<f32>,
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    sizes: [f32; 4],
    /// Line height in font sizes.
    leading: f32,
    /// One empty line.
    gap: f32,
}

impl Sheet {
    fn of(paper: Paper) -> Self {
        match paper {
            Paper::Roll { width_mm } => Self {
                width: f32::from(width_mm) * MM,
                height: None,
                left: 5.0 * MM,
                right: 5.0 * MM,
                top: 6.0 * MM,
                bottom: 8.0 * MM,
                sizes: [7.2, 8.8, 11.5, 16.0],
                leading: 1.3,
                gap: 8.0,
            },
            // The left margin leaves room for the holes of a folder (DIN 821, 25 mm).
            Paper::A4 => Self {
                width: 210.0 * MM,
                height: Some(297.0 * MM),
                left: 25.0 * MM,
                right: 18.0 * MM,
                top: 18.0 * MM,
                bottom: 14.0 * MM,
                sizes: [8.0, 9.5, 12.5, 19.0],
                leading: 1.36,
                gap: 9.5,
            },
            // Filed by its long edge, which then is the upper one.
            Paper::A4Landscape => Self {
                width: 297.0 * MM,
                height: Some(210.0 * MM),
                left: 18.0 * MM,
                right: 18.0 * MM,
                top: 22.0 * MM,
                ..Self::of(Paper::A4)
            },
        }
    }

    fn size(&self, size: Size) -> f32 {
        self.sizes[size as usize]
    }

    fn line_height(&self, size: Size) -> f32 {
        self.size(size) * self.leading
    }

    /// From the top of a line to its baseline: Plex has 1.025 em above and 0.275 em below.
    fn ascent(&self, size: Size) -> f32 {
        let em = self.size(size);
        self.line_height(size) / 2.0 + em * (1.025 - 0.275) / 2.0
    }

    fn measure(&self, style: Style) -> Result<impl Fn(&str) -> f32 + use<>, FontError> {
        let face = font::face(style.weight)?;
        let size = self.size(style.size);
        Ok(move |text: &str| face.width(text, size))
    }

    fn lines(&self, text: &str, style: Style, width: f32) -> Result<Vec<String>, FontError> {
        let measure = self.measure(style)?;
        Ok(wrap(text, width, style.wrap, &measure))
    }
}

/// The pages of a document.
pub(super) fn lay_out(document: &Document) -> Result<Vec<Page>, PdfError> {
    let sheet = Sheet::of(document.paper);
    let width = sheet.width - sheet.left - sheet.right;
    let body = sheet.pieces(&document.body, width)?;
    let footer = stack(sheet.pieces(&document.footer, width)?);
    match sheet.height {
        None => {
            let mut all = body;
            if footer.height > 0.0 {
                all.push(footer);
            }
            let mut content = stack(all);
            content.shift(sheet.left, sheet.top);
            Ok(vec![Page {
                width: sheet.width,
                height: sheet.top + content.height + sheet.bottom,
                items: content.items,
            }])
        }
        Some(height) => {
            let head = stack(sheet.pieces(&document.running_head, width)?);
            let mut paginator = Paginator {
                sheet,
                height,
                head,
                footer,
                pages: Vec::new(),
                y: 0.0,
            };
            paginator.fill(body);
            paginator.number(&document.page_label)?;
            Ok(paginator.pages)
        }
    }
}

impl Piece {
    fn shift(&mut self, dx: f32, dy: f32) {
        for item in &mut self.items {
            item.shift(dx, dy);
        }
    }

    fn space(height: f32) -> Self {
        Self {
            height,
            role: Role::Space,
            ..Self::default()
        }
    }
}

/// One unbreakable piece of many.
fn stack(pieces: Vec<Piece>) -> Piece {
    let mut whole = Piece::default();
    for mut piece in pieces {
        piece.shift(0.0, whole.height);
        whole.height += piece.height;
        whole.items.append(&mut piece.items);
    }
    whole
}

struct Paginator {
    sheet: Sheet,
    height: f32,
    head: Piece,
    footer: Piece,
    pages: Vec<Page>,
    y: f32,
}

impl Paginator {
    fn open(&mut self) {
        let mut page = Page {
            width: self.sheet.width,
            height: self.height,
            items: Vec::new(),
        };
        self.y = self.sheet.top;
        if !self.pages.is_empty() && self.head.height > 0.0 {
            let mut head = self.head.clone();
            head.shift(self.sheet.left, self.sheet.top);
            page.items.append(&mut head.items);
            self.y += head.height + self.sheet.gap;
        }
        let mut footer = self.footer.clone();
        footer.shift(self.sheet.left, self.floor() + self.sheet.gap);
        page.items.append(&mut footer.items);
        self.pages.push(page);
    }

    /// Where the content of a page ends.
    fn floor(&self) -> f32 {
        let number = self.sheet.line_height(Size::Small);
        self.height - self.sheet.bottom - number - self.footer.height - self.sheet.gap
    }

    fn fill(&mut self, pieces: Vec<Piece>) {
        self.open();
        let mut fresh = true;
        let mut rest = pieces.into_iter().peekable();
        let mut group = Vec::new();
        while let Some(piece) = rest.next() {
            if piece.role == Role::PageBreak {
                if !fresh {
                    self.open();
                    fresh = true;
                }
                continue;
            }
            // The space below a heading belongs to it.
            let keeps = piece.keep_with_next || (piece.role == Role::Space && !group.is_empty());
            group.push(piece);
            if keeps && rest.peek().is_some() {
                continue;
            }
            let needed: f32 = group.iter().map(|piece| piece.height).sum();
            if self.y + needed > self.floor() && !fresh {
                self.open();
                fresh = true;
            }
            for piece in group.drain(..) {
                if fresh && piece.role == Role::Space {
                    continue;
                }
                if fresh
                    && self.pages.len() > 1
                    && let Some(head) = &piece.head
                {
                    self.place((**head).clone());
                }
                self.place(piece);
                fresh = false;
            }
        }
    }

    fn place(&mut self, mut piece: Piece) {
        piece.shift(self.sheet.left, self.y);
        self.y += piece.height;
        if let Some(page) = self.pages.last_mut() {
            page.items.append(&mut piece.items);
        }
    }

    fn number(&mut self, label: &str) -> Result<(), FontError> {
        if label.is_empty() {
            return Ok(());
        }
        let style = Style::SMALL.quiet();
        let measure = self.sheet.measure(style)?;
        let pages = self.pages.len().to_string();
        let top = self.height - self.sheet.bottom - self.sheet.line_height(Size::Small);
        for (index, page) in self.pages.iter_mut().enumerate() {
            let text = label
                .replace("{pages}", &pages)
                .replace("{page}", &(index + 1).to_string());
            page.items.push(Item::Letters {
                x: self.sheet.width - self.sheet.right - measure(&text),
                baseline: top + self.sheet.ascent(Size::Small),
                size: self.sheet.size(Size::Small),
                weight: style.weight,
                tone: style.tone,
                text,
            });
        }
        Ok(())
    }
}
