//! Style functions, to be handed to widgets by name.

mod field;
mod press;

pub use field::*;
pub use press::*;

use super::{Theme, measure};
use iced::Color;
use iced::border::{self, Border, Radius};
use iced::widget::{container, text};

fn outline(color: Color, radius: impl Into<Radius>) -> Border {
    border::rounded(radius).color(color).width(1.0)
}

fn filled(background: Color, border: Border) -> container::Style {
    container::Style {
        background: Some(background.into()),
        border,
        ..container::Style::default()
    }
}

// Text.

/// Text in the colour of what it stands on.
pub fn plain(_: &Theme) -> text::Style {
    text::Style::default()
}

/// Text of second rank.
pub fn soft(theme: &Theme) -> text::Style {
    text::Style {
        color: Some(theme.soft),
    }
}

/// Text that names what is chosen or current.
pub fn accent(theme: &Theme) -> text::Style {
    text::Style {
        color: Some(theme.accent),
    }
}

/// Text that says "paid".
pub fn paid(theme: &Theme) -> text::Style {
    text::Style {
        color: Some(theme.paid),
    }
}

/// Text that stops the clerk.
pub fn stop(theme: &Theme) -> text::Style {
    text::Style {
        color: Some(theme.stop),
    }
}

// Grounds.

/// No ground of its own.
pub fn bare(_: &Theme) -> container::Style {
    container::Style::default()
}

/// The ground of a screen.
pub fn ground(theme: &Theme) -> container::Style {
    container::Style {
        text_color: Some(theme.text),
        ..filled(theme.ground, Border::default())
    }
}

/// A panel from edge to edge.
pub fn panel(theme: &Theme) -> container::Style {
    filled(theme.surface, Border::default())
}

/// A card with rounded corners.
pub fn card(theme: &Theme) -> container::Style {
    filled(theme.surface, outline(theme.line, measure::CARD_RADIUS))
}

/// The card of what is paid or owed to the customer.
pub fn paid_card(theme: &Theme) -> container::Style {
    filled(
        theme.paid_soft,
        outline(theme.paid_line, measure::CARD_RADIUS),
    )
}

/// A warning inside a card.
pub fn warning_card(theme: &Theme) -> container::Style {
    filled(
        theme.warning_soft,
        outline(theme.warning_line, measure::RADIUS),
    )
}

/// A message that stops the clerk.
pub fn stop_card(theme: &Theme) -> container::Style {
    filled(theme.stop_soft, outline(theme.stop, measure::RADIUS))
}

/// A piece of information inside a card.
pub fn note_card(theme: &Theme) -> container::Style {
    filled(theme.accent_soft, outline(theme.accent, measure::RADIUS))
}

/// A note or a coin among the change.
pub fn chip(theme: &Theme) -> container::Style {
    filled(theme.surface, outline(theme.paid_line, 8.0))
}

/// White paper, in every palette: what phones and eyes expect of a QR code.
pub fn paper(theme: &Theme) -> container::Style {
    filled(Color::WHITE, outline(theme.line, 8.0))
}

/// The header bar.
pub fn header(theme: &Theme) -> container::Style {
    container::Style {
        text_color: Some(theme.on_header),
        ..filled(theme.header, Border::default())
    }
}

/// The display of a card terminal.
pub fn display(theme: &Theme) -> container::Style {
    container::Style {
        text_color: Some(theme.on_display),
        ..filled(theme.display, border::rounded(measure::RADIUS))
    }
}

/// The name of a key on a light ground.
pub fn badge(theme: &Theme) -> container::Style {
    container::Style {
        text_color: Some(theme.soft),
        ..filled(theme.ground, outline(theme.edge, 6.0))
    }
}

/// What lies behind a dialog: the screen, darkened.
pub fn veil(_: &Theme) -> container::Style {
    filled(
        Color {
            a: 0.55,
            ..Color::BLACK
        },
        Border::default(),
    )
}

/// A dialog. It has no shadow: the software renderer draws shadows outside of the part of the screen it
/// refreshes, so they would pile up.
pub fn dialog(theme: &Theme) -> container::Style {
    container::Style {
        text_color: Some(theme.text),
        ..filled(theme.surface, outline(theme.line, measure::CARD_RADIUS))
    }
}
