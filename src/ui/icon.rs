//! Line icons from the Lucide font; the file is part of the crate of the same name.

use crate::ui::theme::Theme;
use iced::widget::Text;
use iced::widget::text::LineHeight;
use iced::{Font, font};

pub use lucide_icons::Icon;

/// The font file, to be handed to the application at start.
pub const FONT_BYTES: &[u8] = lucide_icons::LUCIDE_FONT_BYTES;

/// The font the code points of [`Icon`] belong to.
pub const FONT: Font = Font {
    family: font::Family::Name("lucide"),
    ..Font::DEFAULT
};

/// An icon as a piece of text, so that it takes the colour of what it stands on.
pub fn icon<'a>(icon: Icon, size: f32) -> Text<'a, Theme> {
    iced::widget::text(char::from(icon).to_string())
        .font(FONT)
        .size(size)
        .line_height(LineHeight::Relative(1.0))
}
