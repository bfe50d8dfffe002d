//! What lies behind a dialog: it is drawn, but neither mouse nor keyboard nor the Tab key reach it.

use super::Element;
use crate::ui::theme::Theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::tree::{self, Tree};
use iced::advanced::{Clipboard, Shell, Widget, renderer};
use iced::{Event, Length, Rectangle, Renderer, Size, mouse, window};

/// See the module.
pub struct Inert<'a, Message>(Element<'a, Message>);

/// Takes `content` out of reach.
pub fn inert<'a, Message>(content: impl Into<Element<'a, Message>>) -> Inert<'a, Message> {
    Inert(content.into())
}

impl<Message> Widget<Message, Theme, Renderer> for Inert<'_, Message> {
    fn tag(&self) -> tree::Tag {
        self.0.as_widget().tag()
    }

    fn state(&self) -> tree::State {
        self.0.as_widget().state()
    }

    fn children(&self) -> Vec<Tree> {
        self.0.as_widget().children()
    }

    fn diff(&self, tree: &mut Tree) {
        self.0.as_widget().diff(tree);
    }

    fn size(&self) -> Size<Length> {
        self.0.as_widget().size()
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        self.0.as_widget_mut().layout(tree, renderer, limits)
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        // Widgets settle on how they look when a frame begins; without that they would look disabled.
        if let Event::Window(window::Event::RedrawRequested(_)) = event {
            let nowhere = mouse::Cursor::Unavailable;
            let content = self.0.as_widget_mut();
            content.update(
                tree, event, layout, nowhere, renderer, clipboard, shell, viewport,
            );
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let nowhere = mouse::Cursor::Unavailable;
        self.0
            .as_widget()
            .draw(tree, renderer, theme, style, layout, nowhere, viewport);
    }
}

impl<'a, Message: 'a> From<Inert<'a, Message>> for Element<'a, Message> {
    fn from(inert: Inert<'a, Message>) -> Self {
        Self::new(inert)
    }
}
