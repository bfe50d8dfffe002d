//! Text on one line that gets smaller where its place is too narrow, instead of being cut off:
//! captions have other lengths in other languages, and a sum may have more digits than usual.

use super::Element;
use crate::ui::theme::Theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::text::paragraph;
use iced::advanced::widget::operation::Operation;
use iced::advanced::widget::text::{Format, draw, layout as set};
use iced::advanced::widget::tree::{self, Tree};
use iced::advanced::{Widget, renderer, text};
use iced::widget::text::{IntoFragment, LineHeight, Style, Wrapping};
use iced::{Font, Length, Rectangle, Renderer, Size, mouse};

type Paragraph = paragraph::Plain<<Renderer as text::Renderer>::Paragraph>;

/// The sizes that are tried, as shares of the wanted one.
const SHARES: [f32; 6] = [1.0, 0.92, 0.84, 0.76, 0.68, 0.6];

/// See the module.
pub struct Fit<'a> {
    text: text::Fragment<'a>,
    size: f32,
    font: Font,
    line_height: f32,
    reserve: f32,
    style: fn(&Theme) -> Style,
}

/// Text on one line, at most of this size.
pub fn fit<'a>(text: impl IntoFragment<'a>, size: f32, font: Font) -> Fit<'a> {
    Fit {
        text: text.into_fragment(),
        size,
        font,
        line_height: 1.3,
        reserve: 0.0,
        style: crate::ui::theme::plain,
    }
}

impl Fit<'_> {
    /// The height of the line in relation to the size.
    pub fn line_height(mut self, line_height: f32) -> Self {
        self.line_height = line_height;
        self
    }

    /// Room to leave for what stands beside it.
    pub fn reserve(mut self, reserve: f32) -> Self {
        self.reserve = reserve;
        self
    }

    /// The colour, if it is not the one of the ground.
    pub fn style(mut self, style: fn(&Theme) -> Style) -> Self {
        self.style = style;
        self
    }

    fn format(&self, share: f32) -> Format<Font> {
        Format {
            size: Some((self.size * share).into()),
            font: Some(self.font),
            // Absolute, so that a smaller text stands on the same line as its neighbours.
            line_height: LineHeight::Absolute((self.size * self.line_height).into()),
            wrapping: Wrapping::None,
            ..Format::default()
        }
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Fit<'_> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Paragraph>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Paragraph::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Shrink, Length::Shrink)
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let paragraph = tree.state.downcast_mut::<Paragraph>();
        let room = limits.max().width - self.reserve + 0.5;
        let mut node = layout::Node::default();
        for share in SHARES {
            node = set(paragraph, renderer, limits, &self.text, self.format(share));
            if paragraph.min_width() <= room {
                break;
            }
        }
        node
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        defaults: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let paragraph = tree.state.downcast_ref::<Paragraph>();
        let style = (self.style)(theme);
        draw(
            renderer,
            defaults,
            layout.bounds(),
            paragraph.raw(),
            style,
            viewport,
        );
    }

    fn operate(
        &mut self,
        _tree: &mut Tree,
        layout: Layout<'_>,
        _renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.text(None, layout.bounds(), &self.text);
    }
}

impl<'a, Message: 'a> From<Fit<'a>> for Element<'a, Message> {
    fn from(fit: Fit<'a>) -> Self {
        Self::new(fit)
    }
}
