//! Buttons by rank, each with the key that does the same.

use super::fit::fit;
use super::press::{Press, StyleFn};
use super::{Element, line, words};
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Theme, measure, size, space};
use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::tree::Tree;
use iced::advanced::{Renderer as _, Widget, renderer};
use iced::widget::row;
use iced::{Color, Font, Length, Rectangle, Renderer, Size, border, mouse};

/// A button of the large kind, 72 px high and as wide as its place.
pub fn large<'a, Message: Clone + 'a>(
    caption: impl iced::widget::text::IntoFragment<'a>,
    hotkey: Option<&'a str>,
    style: StyleFn,
) -> Press<'a, Message> {
    captioned(caption, hotkey, style, size::BUTTON, theme::SEMIBOLD).height(measure::KEY)
}

/// The one button a screen leads to, 88 px high.
pub fn huge<'a, Message: Clone + 'a>(
    caption: impl iced::widget::text::IntoFragment<'a>,
    hotkey: Option<&'a str>,
    style: StyleFn,
) -> Press<'a, Message> {
    captioned(caption, hotkey, style, size::DIGIT, theme::SEMIBOLD).height(88)
}

/// A button of the middle kind, 56 px high and as wide as its place.
pub fn middle<'a, Message: Clone + 'a>(
    caption: impl iced::widget::text::IntoFragment<'a>,
    hotkey: Option<&'a str>,
    style: StyleFn,
) -> Press<'a, Message> {
    captioned(caption, hotkey, style, size::BODY, theme::MEDIUM).height(measure::MIDDLE)
}

/// A middle button in a narrow place: a caption of several words takes two lines before its letters get small.
pub fn narrow<'a, Message: Clone + 'a>(caption: &'a str, style: StyleFn) -> Press<'a, Message> {
    let parts = caption.trim_end_matches(" …").contains(' ');
    let content: Element<'a, Message> = match parts {
        true => words(caption, size::BODY, theme::MEDIUM)
            .align_x(iced::Center)
            .into(),
        false => fit(caption, size::BODY, theme::MEDIUM).into(),
    };
    Press::new(content)
        .style(style)
        .width(Length::Fill)
        .height(measure::MIDDLE)
        .padding([0.0, space::HALF])
}

/// A button of the small kind, 48 px high and as wide as its caption.
pub fn small<'a, Message: Clone + 'a>(
    caption: impl iced::widget::text::IntoFragment<'a>,
    style: StyleFn,
) -> Press<'a, Message> {
    captioned(caption, None, style, size::BODY, theme::MEDIUM)
        .height(measure::SMALL)
        .width(Length::Shrink)
        .padding([0.0, space::EDGE])
}

/// A middle button with an icon before its caption.
pub fn with_icon<'a, Message: Clone + 'a>(
    symbol: Icon,
    caption: impl iced::widget::text::IntoFragment<'a>,
    style: StyleFn,
) -> Press<'a, Message> {
    Press::new(
        row![icon(symbol, 20.0), fit(caption, size::BODY, theme::MEDIUM)]
            .spacing(10)
            .align_y(iced::Center),
    )
    .style(style)
    .width(Length::Fill)
    .height(measure::MIDDLE)
    .padding([0.0, space::EDGE])
}

/// A square button with nothing but an icon.
pub fn icon_only<'a, Message: Clone + 'a>(symbol: Icon, style: StyleFn) -> Press<'a, Message> {
    Press::new(icon(symbol, 20.0))
        .style(style)
        .width(measure::SMALL)
        .height(measure::SMALL)
}

fn captioned<'a, Message: Clone + 'a>(
    caption: impl iced::widget::text::IntoFragment<'a>,
    hotkey: Option<&'a str>,
    style: StyleFn,
    text_size: f32,
    font: Font,
) -> Press<'a, Message> {
    // The width of the badge and the gap before it.
    let beside = hotkey.map_or(0.0, |key| 24.0 + 8.0 * key.len() as f32);
    Press::new(
        row![fit(caption, text_size, font).reserve(beside)]
            .push(hotkey.map(|key| Element::from(KeyBadge::new(key))))
            .spacing(10)
            .align_y(iced::Center),
    )
    .style(style)
    .width(Length::Fill)
    .padding([0.0, space::GAP])
}

/// The name of a key in a thin frame that takes the colour of the button's text.
pub struct KeyBadge<'a, Message> {
    content: Element<'a, Message>,
}

impl<'a, Message: 'a> KeyBadge<'a, Message> {
    /// A frame around the name of a key.
    pub fn new(key: &'a str) -> Self {
        Self {
            content: line(key, size::HINT, theme::MEDIUM).into(),
        }
    }
}

impl<Message> Widget<Message, Theme, Renderer> for KeyBadge<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
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
        layout::padded(limits, Length::Shrink, Length::Shrink, [1, 6], |limits| {
            self.content
                .as_widget_mut()
                .layout(&mut tree.children[0], renderer, limits)
        })
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let faded = Color {
            a: style.text_color.a * 0.8,
            ..style.text_color
        };
        renderer.fill_quad(
            renderer::Quad {
                bounds: layout.bounds(),
                border: border::rounded(5.0).color(faded).width(1.0),
                ..renderer::Quad::default()
            },
            Color::TRANSPARENT,
        );
        self.content.as_widget().draw(
            &tree.children[0],
            renderer,
            theme,
            &renderer::Style { text_color: faded },
            layout.child(0),
            cursor,
            viewport,
        );
    }
}

impl<'a, Message: 'a> From<KeyBadge<'a, Message>> for Element<'a, Message> {
    fn from(badge: KeyBadge<'a, Message>) -> Self {
        Self::new(badge)
    }
}
