//! Text and how it is set.

/// Letters and how they are set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The words. A no-break space (U+00A0) or hyphen (U+2011) holds two together, a soft hyphen (U+00AD)
    /// may break.
    pub text: String,
    /// How they are set.
    pub style: Style,
}

/// How text is set. Start from [`Style::NORMAL`] and say what differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Height of the letters.
    pub size: Size,
    /// Thickness of the letters.
    pub weight: Weight,
    /// Which edge lines keep to. Inside a table the column decides.
    pub align: Align,
    /// Black or grey.
    pub tone: Tone,
    /// Where a line may end.
    pub wrap: Wrap,
}

/// Height of letters, relative to the paper's normal text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Size {
    /// Legal texts and technical data.
    Small,
    /// Everything without a reason to differ.
    #[default]
    Normal,
    /// Headings.
    Large,
    /// The one figure or name the eye has to find first.
    Huge,
}

/// Thickness of letters. A receipt printer knows only regular and bold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Weight {
    /// Running text.
    #[default]
    Regular,
    /// A value among labels.
    Medium,
    /// Headings.
    SemiBold,
    /// Totals and notices.
    Bold,
    /// Regular, every letter as wide as the others: columns of another device that stand on their spaces.
    Fixed,
}

impl Weight {
    /// Whether a device with only two weights prints this one bold.
    pub fn is_strong(self) -> bool {
        matches!(self, Self::SemiBold | Self::Bold)
    }
}

/// Which edge text keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Words.
    #[default]
    Left,
    /// Headings of a roll.
    Center,
    /// Amounts.
    Right,
}

/// How loud text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Black.
    #[default]
    Normal,
    /// Grey where the device has grey.
    Quiet,
    /// White, for text on a black ground.
    Inverse,
}

/// Where a line of text may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wrap {
    /// Between words; inside a word only if it is wider than the line.
    #[default]
    Words,
    /// Between any two letters: check values, keys.
    Anywhere,
}

impl Style {
    /// Regular, left, black.
    pub const NORMAL: Self = Self {
        size: Size::Normal,
        weight: Weight::Regular,
        align: Align::Left,
        tone: Tone::Normal,
        wrap: Wrap::Words,
    };

    /// Small letters.
    pub const SMALL: Self = Self::NORMAL.sized(Size::Small);

    /// The same in another size.
    pub const fn sized(self, size: Size) -> Self {
        Self { size, ..self }
    }

    /// The same in another weight.
    pub const fn weighing(self, weight: Weight) -> Self {
        Self { weight, ..self }
    }

    /// The same in bold.
    pub const fn bold(self) -> Self {
        self.weighing(Weight::Bold)
    }

    /// The same in letters of one width, broken at the edge and nowhere else.
    pub const fn fixed(self) -> Self {
        self.weighing(Weight::Fixed).anywhere()
    }

    /// The same in grey.
    pub const fn quiet(self) -> Self {
        Self {
            tone: Tone::Quiet,
            ..self
        }
    }

    /// The same in the middle of the line.
    pub const fn centered(self) -> Self {
        Self {
            align: Align::Center,
            ..self
        }
    }

    /// The same at the right edge.
    pub const fn right(self) -> Self {
        Self {
            align: Align::Right,
            ..self
        }
    }

    /// The same, broken between any two letters.
    pub const fn anywhere(self) -> Self {
        Self {
            wrap: Wrap::Anywhere,
            ..self
        }
    }
}

impl Text {
    /// Text in a style.
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Self {
            text: text.into(),
            style,
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text, Style::NORMAL)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new(text, Style::NORMAL)
    }
}
