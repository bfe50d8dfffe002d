//! The look: one set of colour names in three palettes, one set of sizes, and the styles made of them.

mod catalog;
mod palette;
mod style;

pub use style::*;

use iced::font::{Family, Font, Weight};
use iced::theme::{Base, Mode, Palette};
use iced::{Color, theme};

/// The files of the type family, to be handed to the application at start.
pub const FONTS: [&[u8]; 5] = [
    include_bytes!("../../assets/fonts/IBMPlexSans_400Regular.ttf"),
    include_bytes!("../../assets/fonts/IBMPlexSans_500Medium.ttf"),
    include_bytes!("../../assets/fonts/IBMPlexSans_600SemiBold.ttf"),
    include_bytes!("../../assets/fonts/IBMPlexSans_700Bold.ttf"),
    include_bytes!("../../assets/fonts/IBMPlexMono_400Regular.ttf"),
];

/// Running text; its figures are tabular, so amounts align without font features.
pub const REGULAR: Font = plex(Weight::Normal);
/// Names on tiles, keys and tabs.
pub const MEDIUM: Font = plex(Weight::Medium);
/// Titles, buttons and prices.
pub const SEMIBOLD: Font = plex(Weight::Semibold);
/// Paper as it is printed: every letter as wide as every other.
pub const MONO: Font = Font {
    family: Family::Name("IBM Plex Mono"),
    ..Font::DEFAULT
};
/// The sums a clerk reads out.
pub const BOLD: Font = plex(Weight::Bold);

const fn plex(weight: Weight) -> Font {
    Font {
        family: Family::Name("IBM Plex Sans"),
        weight,
        ..Font::DEFAULT
    }
}

/// Text sizes in logical pixels.
pub mod size {
    /// Hotkey badges and the hint on a tile.
    pub const HINT: f32 = 13.0;
    /// The second line of a row.
    pub const SUB: f32 = 14.0;
    /// Running text, tabs, tile names.
    pub const BODY: f32 = 16.0;
    /// Keys and captions of cards.
    pub const KEY: f32 = 18.0;
    /// Titles of panels and lines of a statement.
    pub const TITLE: f32 = 20.0;
    /// Large buttons.
    pub const BUTTON: f32 = 22.0;
    /// Digits of the keypad, suggestions.
    pub const DIGIT: f32 = 26.0;
    /// An amount beside its caption.
    pub const AMOUNT: f32 = 32.0;
    /// The sum of a sale.
    pub const SUM: f32 = 42.0;
    /// The amount a payment screen is about.
    pub const DUE: f32 = 56.0;
    /// The change, readable at arm's length.
    pub const CHANGE: f32 = 88.0;
}

/// Distances on the 8-px grid.
pub mod space {
    /// Half a step, inside badges.
    pub const HALF: f32 = 4.0;
    /// The gap between keys, tiles and tabs.
    pub const GAP: f32 = 8.0;
    /// The edge of a screen and the inside of a button.
    pub const EDGE: f32 = 16.0;
    /// The inside of a card.
    pub const CARD: f32 = 24.0;
    /// Between cards on a wide screen.
    pub const WIDE: f32 = 32.0;
}

/// Measures that more than one widget has to agree on.
pub mod measure {
    /// Height of the header bar.
    pub const HEADER: f32 = 56.0;
    /// Height of an item tile.
    pub const TILE: f32 = 96.0;
    /// Least width of an item tile.
    pub const TILE_WIDTH: f32 = 184.0;
    /// Height of a key and of the large buttons.
    pub const KEY: f32 = 72.0;
    /// Height of a list row that can be touched.
    pub const ROW: f32 = 60.0;
    /// Height of a small button, a tab or a field.
    pub const SMALL: f32 = 48.0;
    /// Height of a button of middle rank and of the search field.
    pub const MIDDLE: f32 = 56.0;
    /// Corner of keys, tiles and buttons.
    pub const RADIUS: f32 = 10.0;
    /// Corner of cards.
    pub const CARD_RADIUS: f32 = 14.0;
}

/// The palette a workplace chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// Dark text on a warm light ground.
    #[default]
    Light,
    /// Light text on a dark ground, for evening events.
    Dark,
    /// Black, white and strong lines, for weak eyes.
    HighContrast,
}

impl Look {
    /// The colours of this look.
    pub const fn theme(self) -> Theme {
        match self {
            Self::Light => Theme::LIGHT,
            Self::Dark => Theme::DARK,
            Self::HighContrast => Theme::HIGH_CONTRAST,
        }
    }
}

/// Named colours. Green is only ever "paid", red only "stops you".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    name: &'static str,
    dark: bool,
    /// The ground of a screen.
    pub ground: Color,
    /// Cards, keys, tiles, fields.
    pub surface: Color,
    /// Keys of second rank.
    pub quiet: Color,
    /// Lines between and around things.
    pub line: Color,
    /// The edge of what can be pressed or filled in; 3:1 where the shape carries meaning.
    pub edge: Color,
    /// Text.
    pub text: Color,
    /// Text of second rank.
    pub soft: Color,
    /// The header bar.
    pub header: Color,
    /// A key on the header bar.
    pub header_key: Color,
    /// Text on the header bar.
    pub on_header: Color,
    /// What to press next, what is chosen.
    pub accent: Color,
    /// Text on the accent.
    pub on_accent: Color,
    /// Ground of a chosen row.
    pub accent_soft: Color,
    /// Paid.
    pub paid: Color,
    /// Ground of what is paid or owed to the customer.
    pub paid_soft: Color,
    /// Edge around [`Theme::paid_soft`].
    pub paid_line: Color,
    /// Ground of a warning.
    pub warning_soft: Color,
    /// Edge around [`Theme::warning_soft`].
    pub warning_line: Color,
    /// Stops you.
    pub stop: Color,
    /// Text on [`Theme::stop`].
    pub on_stop: Color,
    /// Ground of a message that stops you.
    pub stop_soft: Color,
    /// The display of a card terminal.
    pub display: Color,
    /// Text on the display.
    pub on_display: Color,
    /// Lamp: all is well.
    pub lamp_good: Color,
    /// Lamp: look at it soon.
    pub lamp_warn: Color,
    /// Lamp: out of order.
    pub lamp_bad: Color,
    /// Lamp: not in use.
    pub lamp_off: Color,
    /// Stripes that tell groups apart.
    pub stripes: [Color; 6],
}

impl Theme {
    /// The stripe of the group with this number; groups beyond the sixth share colours.
    pub fn stripe(&self, group: usize) -> Color {
        self.stripes[group % self.stripes.len()]
    }

    /// `front` laid over `back` with this share, for states a palette has no name for.
    pub fn blend(front: Color, back: Color, share: f32) -> Color {
        let mix = |f: f32, b: f32| f * share + b * (1.0 - share);
        Color::from_rgb(
            mix(front.r, back.r),
            mix(front.g, back.g),
            mix(front.b, back.b),
        )
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self::LIGHT
    }
}

impl Base for Theme {
    fn default(preference: Mode) -> Self {
        match preference {
            Mode::Dark => Self::DARK,
            Mode::Light | Mode::None => Self::LIGHT,
        }
    }

    fn mode(&self) -> Mode {
        if self.dark { Mode::Dark } else { Mode::Light }
    }

    fn base(&self) -> theme::Style {
        theme::Style {
            background_color: self.ground,
            text_color: self.text,
        }
    }

    fn palette(&self) -> Option<Palette> {
        None
    }

    fn name(&self) -> &str {
        self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: Color) -> f32 {
        let [r, g, b, _] = color.into_linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(a: Color, b: Color) -> f32 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// WCAG 2.1 SC 1.4.3: text needs 4.5:1 on every ground it is set on.
    #[test]
    fn text_is_readable_in_every_look() {
        for theme in [Theme::LIGHT, Theme::DARK, Theme::HIGH_CONTRAST] {
            let pairs = [
                ("text on ground", theme.text, theme.ground),
                ("text on surface", theme.text, theme.surface),
                ("text on quiet", theme.text, theme.quiet),
                ("soft on ground", theme.soft, theme.ground),
                ("soft on surface", theme.soft, theme.surface),
                ("soft on chosen row", theme.soft, theme.accent_soft),
                ("soft on paid", theme.soft, theme.paid_soft),
                ("soft on quiet", theme.soft, theme.quiet),
                ("soft on warning", theme.soft, theme.warning_soft),
                ("text on warning", theme.text, theme.warning_soft),
                ("text on stop ground", theme.text, theme.stop_soft),
                ("header", theme.on_header, theme.header),
                ("header key", theme.on_header, theme.header_key),
                ("accent", theme.on_accent, theme.accent),
                ("accent as text", theme.accent, theme.surface),
                ("stop", theme.on_stop, theme.stop),
                ("stop as text", theme.stop, theme.surface),
                ("stop on its ground", theme.stop, theme.stop_soft),
                ("paid as text", theme.paid, theme.surface),
                ("paid on its ground", theme.paid, theme.paid_soft),
                ("display", theme.on_display, theme.display),
            ];
            for (what, front, back) in pairs {
                let ratio = contrast(front, back);
                assert!(ratio >= 4.5, "{}: {what} has {ratio:.2}:1", theme.name);
            }
            for stripe in theme.stripes {
                assert!(contrast(stripe, theme.surface) >= 3.0);
            }
        }
    }
}
