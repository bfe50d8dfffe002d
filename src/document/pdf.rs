//! The PDF backend: selectable text in embedded subset fonts, codes as vectors, and the same bytes
//! for the same document and time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use printpdf::{
    Color, CurTransMat, Greyscale, Line, LineDashPattern, LinePoint, Mm, Op, PaintMode,
    PdfDocument, PdfDocumentInfo, PdfFontHandle, PdfPage, PdfSaveOptions, PdfWarnMsg, Point,
    Polygon, PolygonRing, Pt, Rect, TextItem, TextMatrix, WindingOrder,
};

use super::font::{self, FontError, Subset};
use super::layout::{self, Item, MM, Page};
use super::model::{Document, Tone, Weight};
use super::qr::QrError;

/// Why a document could not be written as PDF.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A built-in font is damaged.
    #[error(transparent)]
    Font(#[from] FontError),
    /// A QR code does not fit the paper.
    #[error(transparent)]
    Qr(#[from] QrError),
    /// The PDF library refused the document.
    #[error("the PDF can't be written: {0}")]
    Write(String),
}

/// The document as a PDF file. `created` is its only notion of time: the file depends on nothing
/// but its arguments.
pub fn render(document: &Document, created: DateTime<Utc>) -> Result<Vec<u8>, PdfError> {
    let pages = layout::lay_out(document)?;
    let mut pdf = PdfDocument::new(&document.title);
    pdf.metadata.info = information(document, created)?;
    embed_fonts(&mut pdf, &pages)?;
    pdf.pages = pages.iter().map(page).collect();
    write(&pdf, &document.language).map_err(|e| PdfError::Write(e.to_string()))
}

/// Writes the file and puts right what printpdf leaves out: identifier, language, and no claims
/// nobody made.
///
/// lopdf's types can't be named here without a second dependency, so new values are made from
/// values of the same type.
fn write(pdf: &PdfDocument, language: &str) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut warnings = Vec::new();
    let mut file = printpdf::to_lopdf_doc(pdf, &PdfSaveOptions::default(), &mut warnings);
    if let Some(warning) = warnings.into_iter().find(is_error) {
        return Err(warning.msg.into());
    }
    file.compress();
    if let Ok(info) = file
        .trailer
        .get(b"Info")
        .and_then(|info| info.as_reference())
    {
        let info = file.get_dictionary_mut(info)?;
        for unused in ["GTS_PDFXVersion", "Identifier", "Keywords", "Subject"] {
            info.remove(unused.as_bytes());
        }
    }
    let id = file.trailer.get_mut(b"ID")?.as_array_mut()?;
    let mut string = id.pop().ok_or("no identifier")?;
    id.clear();
    *string.as_str_mut()? = language.as_bytes().to_vec();
    let mut preferences = file.trailer.clone();
    preferences.as_hashmap_mut().clear();
    preferences.set("DisplayDocTitle", true);
    let catalog = file.catalog_mut()?;
    catalog.set("ViewerPreferences", preferences);
    catalog.set("Lang", string.clone());

    // printpdf draws the identifier from a counter of the process. PDF wants it made from the
    // content, and two files of the same receipt should be the same file.
    let mut draft = Vec::new();
    file.save_to(&mut draft)?;
    let digest = ring::digest::digest(&ring::digest::SHA256, &draft);
    *string.as_str_mut()? = digest.as_ref()[..16].to_vec();
    let id = file.trailer.get_mut(b"ID")?.as_array_mut()?;
    id.extend([string.clone(), string]);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes)?;
    Ok(bytes)
}

fn is_error(warning: &PdfWarnMsg) -> bool {
    warning.severity == printpdf::PdfParseErrorSeverity::Error
}

fn information(document: &Document, created: DateTime<Utc>) -> Result<PdfDocumentInfo, PdfError> {
    let date = printpdf::OffsetDateTime::from_unix_timestamp(created.timestamp())
        .map_err(|e| PdfError::Write(e.to_string()))?;
    Ok(PdfDocumentInfo {
        creation_date: date,
        modification_date: date,
        metadata_date: date,
        document_title: document.title.clone(),
        author: document.author.clone(),
        creator: "Amtskasse".into(),
        producer: "Amtskasse".into(),
        ..PdfDocumentInfo::default()
    })
}

fn font_id(weight: Weight) -> printpdf::FontId {
    let name = match weight {
        Weight::Regular => "R",
        Weight::Medium => "M",
        Weight::SemiBold => "S",
        Weight::Bold => "B",
        Weight::Fixed => "F",
    };
    printpdf::FontId(name.into())
}

fn embed_fonts(pdf: &mut PdfDocument, pages: &[Page]) -> Result<(), PdfError> {
    let mut used: BTreeMap<Weight, BTreeSet<char>> = BTreeMap::new();
    for item in pages.iter().flat_map(|page| &page.items) {
        if let Item::Letters { weight, text, .. } = item {
            let face = font::face(*weight)?;
            let characters = text.chars().map(|c| face.drawn(c));
            used.entry(*weight).or_default().extend(characters);
        }
    }
    for (weight, characters) in used {
        let parsed = Subset::new(font::face(weight)?, &characters)?.into_parsed();
        let font = printpdf::PdfFont::new(parsed);
        pdf.resources.fonts.map.insert(font_id(weight), font);
    }
    Ok(())
}

/// From 0, black, to 1, white.
fn ink(grey: f32) -> Color {
    Color::Greyscale(Greyscale::new(grey, None))
}

/// Grey letters keep a contrast of 6:1 on white paper.
fn letter_ink(tone: Tone) -> Color {
    ink(match tone {
        Tone::Normal => 0.0,
        Tone::Quiet => 0.36,
        Tone::Inverse => 1.0,
    })
}

/// Hundredths of a point are finer than any printer and keep the numbers short.
fn pt(value: f32) -> Pt {
    Pt((value * 100.0).round() / 100.0)
}

fn point(x: f32, y: f32) -> LinePoint {
    LinePoint {
        p: Point { x: pt(x), y: pt(y) },
        bezier: false,
    }
}

fn page(page: &Page) -> PdfPage {
    let mut ops = Vec::new();
    for item in &page.items {
        shapes(item, page.height, &mut ops);
    }
    ops.push(Op::StartTextSection);
    let mut font = None;
    let mut colour = None;
    for item in &page.items {
        let Item::Letters {
            x,
            baseline,
            size,
            weight,
            tone,
            text,
        } = item
        else {
            continue;
        };
        if font != Some((*weight, *size)) {
            font = Some((*weight, *size));
            ops.push(Op::SetFont {
                font: PdfFontHandle::External(font_id(*weight)),
                size: Pt(*size),
            });
        }
        if colour != Some(*tone) {
            colour = Some(*tone);
            ops.push(Op::SetFillColor {
                col: letter_ink(*tone),
            });
        }
        let text = match font::face(*weight) {
            Ok(face) => text.chars().map(|c| face.drawn(c)).collect(),
            Err(_) => text.clone(),
        };
        ops.push(Op::SetTextMatrix {
            matrix: TextMatrix::Translate(pt(*x), pt(page.height - baseline)),
        });
        ops.push(Op::ShowText {
            items: vec![TextItem::Text(text)],
        });
    }
    ops.push(Op::EndTextSection);
    PdfPage::new(Mm(page.width / MM), Mm(page.height / MM), ops)
}

/// Everything but letters. `top` is the height of the page: PDF counts from the bottom.
fn shapes(item: &Item, top: f32, ops: &mut Vec<Op>) {
    match item {
        Item::Letters { .. } => {}
        Item::Fill {
            x,
            y,
            width,
            height,
            grey,
        } => {
            ops.push(Op::SetFillColor { col: ink(*grey) });
            ops.push(Op::DrawRectangle {
                rectangle: Rect {
                    x: pt(*x),
                    y: pt(top - y - height),
                    width: pt(*width),
                    height: pt(*height),
                    mode: Some(PaintMode::Fill),
                    winding_order: None,
                },
            });
        }
        Item::Frame {
            x,
            y,
            width,
            height,
            thickness,
        } => {
            ops.push(Op::SetOutlineColor { col: ink(0.0) });
            ops.push(Op::SetOutlineThickness { pt: pt(*thickness) });
            ops.push(Op::DrawRectangle {
                rectangle: Rect {
                    x: pt(*x),
                    y: pt(top - y - height),
                    width: pt(*width),
                    height: pt(*height),
                    mode: Some(PaintMode::Stroke),
                    winding_order: None,
                },
            });
        }
        Item::Dashes { x, y, width } => {
            ops.push(Op::SaveGraphicsState);
            ops.push(Op::SetOutlineColor { col: ink(0.0) });
            ops.push(Op::SetOutlineThickness { pt: Pt(0.6) });
            ops.push(Op::SetLineDashPattern {
                dash: LineDashPattern {
                    offset: 0.0,
                    pattern: [2.4, 1.8].into_iter().collect(),
                },
            });
            ops.push(Op::DrawLine {
                line: Line {
                    points: vec![point(*x, top - y), point(x + width, top - y)],
                    is_closed: false,
                },
            });
            ops.push(Op::RestoreGraphicsState);
        }
        Item::Qr { x, y, module, code } => {
            // One module is one unit, so every coordinate of the outline is a short integer.
            let scale = [*module, 0.0, 0.0, -module, pt(*x).0, pt(top - y).0];
            let rings = code.outlines().into_iter().map(|ring| PolygonRing {
                points: ring
                    .into_iter()
                    .map(|(x, y)| point(x.into(), y.into()))
                    .collect(),
            });
            ops.push(Op::SaveGraphicsState);
            ops.push(Op::SetTransformationMatrix {
                matrix: CurTransMat::Raw(scale),
            });
            ops.push(Op::SetFillColor { col: ink(0.0) });
            ops.push(Op::DrawPolygon {
                polygon: Polygon {
                    rings: rings.collect(),
                    mode: PaintMode::Fill,
                    winding_order: WindingOrder::NonZero,
                },
            });
            ops.push(Op::RestoreGraphicsState);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Paper, Style};

    fn document(paper: Paper, body: Vec<Block>) -> Document {
        Document {
            title: "Beleg 1043 – Stadt Köln".into(),
            author: "Stadt Köln".into(),
            language: "de-DE".into(),
            paper,
            running_head: vec![],
            footer: vec![],
            page_label: "Seite {page} von {pages}".into(),
            body,
        }
    }

    #[test]
    fn the_same_document_is_the_same_file() {
        let body = vec![
            Block::text("Gebühr 46,00 €", Style::NORMAL.bold()),
            Block::Qr {
                text: "V0;1;2".into(),
            },
        ];
        let document = document(Paper::Roll { width_mm: 80 }, body);
        let at = DateTime::UNIX_EPOCH;
        let file = render(&document, at).unwrap();
        assert_eq!(file, render(&document, at).unwrap());
        assert!(file.len() < 20_000, "{} bytes", file.len());
        let later = at + chrono::TimeDelta::seconds(1);
        assert_ne!(file, render(&document, later).unwrap());
    }
}
