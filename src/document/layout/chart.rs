//! Draws charts: grey bars with a black part.

use super::blocks::{BLACK, LIGHT};
use super::{Item, Piece, Sheet};
use crate::document::font::FontError;
use crate::document::model::{Align, Bar, Chart, Size, Style};

/// Grey of a bar: lighter than letters, darker than a hairline.
const GREY: f32 = 0.55;
/// Height of the tallest upright bar, in lines.
const LINES: f32 = 9.0;
/// Upright bars between two captions at least as far apart as this, in points.
const CAPTION: f32 = 30.0;

impl Sheet {
    pub(super) fn chart(&self, chart: &Chart, width: f32) -> Result<Vec<Piece>, FontError> {
        match chart.upright && self.height.is_some() {
            true => Ok(vec![self.upright(chart, width)?]),
            false => self.level(chart, width),
        }
    }

    /// One bar below the other, with its name before and its value behind it.
    fn level(&self, chart: &Chart, width: f32) -> Result<Vec<Piece>, FontError> {
        let style = Style::SMALL;
        let measure = self.measure(style)?;
        let widest = |text: fn(&Bar) -> &str| {
            let widths = chart.bars.iter().map(|bar| measure(text(bar)));
            widths.fold(0.0, f32::max)
        };
        let name = widest(|bar| &bar.name).min(width * 0.3);
        let value = widest(|bar| &bar.value).min(width * 0.3);
        let room = (width - name - value - 2.0 * self.gap).max(1.0);
        let line = self.line_height(style.size);
        let longest = chart.longest() as f32;
        let mut pieces = Vec::new();
        for bar in &chart.bars {
            let mut items = Vec::new();
            // A name too long for its place keeps what fits.
            let shown = self.lines(&bar.name, style, name.max(1.0))?;
            let shown = shown.into_iter().next().unwrap_or_default();
            items.extend(self.line(shown, style, Align::Left, 0.0, 0.0, name)?);
            let left = name + self.gap;
            let long = |size: u64| room * (size as f32 / longest);
            let (whole, part) = (long(bar.size.max(bar.part)), long(bar.part));
            let fill = |width: f32, grey: f32| Item::Fill {
                x: left,
                y: line * 0.22,
                width,
                height: line * 0.56,
                grey,
            };
            items.push(fill(whole, GREY));
            if bar.part > 0 {
                items.push(fill(part.max(1.0), BLACK));
            }
            let edge = width - value;
            items.extend(self.line(bar.value.clone(), style, Align::Right, edge, 0.0, value)?);
            pieces.push(Piece {
                height: line,
                items,
                ..Piece::default()
            });
        }
        Ok(pieces)
    }

    /// Bars beside each other on one line, with the value of the tallest and as many names as have room.
    fn upright(&self, chart: &Chart, width: f32) -> Result<Piece, FontError> {
        let style = Style::SMALL.quiet();
        let line = self.line_height(Size::Small);
        let high = LINES * self.line_height(Size::Normal);
        let count = chart.bars.len().max(1) as f32;
        let pitch = width / count;
        let space = (pitch * 0.2).min(4.0);
        let longest = chart.longest() as f32;
        let floor = line + high;
        let mut items = Vec::new();
        let tallest = chart.bars.iter().max_by_key(|bar| bar.size.max(bar.part));
        if let Some(tallest) = tallest.filter(|bar| bar.size + bar.part > 0) {
            items.extend(self.line(tallest.value.clone(), style, Align::Left, 0.0, 0.0, width)?);
            items.push(self.hairline(line, width));
        }
        let every = (CAPTION / pitch).ceil().max(1.0) as usize;
        for (at, bar) in chart.bars.iter().enumerate() {
            let x = at as f32 * pitch + space / 2.0;
            let tall = |size: u64| high * (size as f32 / longest);
            let fill = |height: f32, grey: f32| Item::Fill {
                x,
                y: floor - height,
                width: pitch - space,
                height,
                grey,
            };
            if bar.size > 0 {
                items.push(fill(tall(bar.size), GREY));
            }
            if bar.part > 0 {
                items.push(fill(tall(bar.part).max(1.0), BLACK));
            }
            if at % every == 0 {
                let room = pitch * every as f32;
                let (align, x) = match every {
                    1 => (Align::Center, at as f32 * pitch),
                    _ => (Align::Left, x),
                };
                items.extend(self.line(bar.name.clone(), style, align, x, floor + 2.0, room)?);
            }
        }
        items.push(Item::Fill {
            x: 0.0,
            y: floor,
            width,
            height: 0.6,
            grey: LIGHT / 2.0,
        });
        Ok(Piece {
            height: floor + 2.0 + line,
            items,
            ..Piece::default()
        })
    }
}
