//! How a [`Press`] looks.

use super::{Press, Status, Style};
use crate::ui::theme::{Theme, measure};
use iced::advanced::{Renderer as _, renderer};
use iced::theme::{Base, Mode};
use iced::{Border, Color, Rectangle, Renderer, border};

/// Draws ground, edge, stripe and focus ring, and returns the style for what comes on top.
pub(super) fn background<Message>(
    press: &Press<'_, Message>,
    renderer: &mut Renderer,
    theme: &Theme,
    bounds: Rectangle,
    focused: bool,
) -> Style {
    let idle = if press.on_press.is_some() {
        Status::Active
    } else {
        Status::Disabled
    };
    let style = (press.style)(theme, press.status.unwrap_or(idle));
    // The colours of the groups are chosen for a light ground.
    let stripe = press.stripe.map(|color| {
        if theme.mode() == Mode::Dark {
            Theme::blend(Color::WHITE, color, 0.3)
        } else {
            color
        }
    });
    match (style.ground, stripe) {
        (Some(ground), Some(stripe)) => draw_striped(renderer, bounds, &style, ground, stripe),
        (Some(ground), None) => fill(renderer, bounds, style.border, ground),
        (None, _) if style.border.width > 0.0 => {
            fill(renderer, bounds, style.border, Color::TRANSPARENT);
        }
        (None, _) => {}
    }
    if focused {
        // Outside there is a gap to the neighbour; in a list the ring would be cut off.
        let (ring, radius) = if press.scrolls {
            (bounds.shrink(1.0), style.border.radius)
        } else {
            (bounds.expand(4.0), (measure::RADIUS + 4.0).into())
        };
        let border = border::rounded(radius)
            .color(style.focus)
            .width(if press.scrolls { 3.0 } else { 2.0 });
        fill(renderer, ring, border, Color::TRANSPARENT);
    }
    style
}

fn fill(renderer: &mut Renderer, bounds: Rectangle, border: Border, color: Color) {
    renderer.fill_quad(
        renderer::Quad {
            bounds,
            border,
            ..renderer::Quad::default()
        },
        color,
    );
}

/// iced halves a corner that is wider than its box, so a 6-px stripe cannot be drawn with a 10-px
/// corner; three boxes one over the other look like it.
fn draw_striped(
    renderer: &mut Renderer,
    bounds: Rectangle,
    style: &Style,
    ground: Color,
    stripe: Color,
) {
    const WIDTH: f32 = 6.0;
    let corner = measure::RADIUS;
    fill(
        renderer,
        bounds,
        border::rounded(corner),
        style.border.color,
    );
    let left = Rectangle {
        width: 2.0 * corner,
        ..bounds
    };
    fill(
        renderer,
        left,
        border::rounded(border::left(corner)),
        stripe,
    );
    let edge = style.border.width;
    let top = Rectangle {
        x: bounds.x + WIDTH,
        width: 2.0 * corner,
        height: edge,
        ..bounds
    };
    fill(renderer, top, Border::default(), style.border.color);
    let bottom = Rectangle {
        y: bounds.y + bounds.height - edge,
        ..top
    };
    fill(renderer, bottom, Border::default(), style.border.color);
    let inner = Rectangle {
        x: bounds.x + WIDTH,
        y: bounds.y + edge,
        width: bounds.width - WIDTH - edge,
        height: bounds.height - 2.0 * edge,
    };
    let radius = border::right(corner - edge).left(5.0);
    fill(renderer, inner, border::rounded(radius), ground);
}
