//! A button made for a till: it can be focused, shows its focus, does not fire at the end of a
//! swipe, and can fire as soon as it is touched.

mod draw;
mod event;
#[cfg(test)]
mod tests;

use super::Element;
use crate::ui::theme::Theme;
use iced::widget::Id;
use iced::{Alignment, Border, Color, Length, Padding};

/// Whether something can be pressed and is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It can be pressed.
    Active,
    /// The pointer is over it.
    Hovered,
    /// It is held down.
    Pressed,
    /// It cannot be pressed now.
    Disabled,
}

/// The appearance of a [`Press`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Its ground, if it has one of its own.
    pub ground: Option<Color>,
    /// The colour its content inherits.
    pub text: Color,
    /// Edge and corners.
    pub border: Border,
    /// The ring around it while it has the keyboard.
    pub focus: Color,
}

/// Chooses a [`Style`].
pub type StyleFn = fn(&Theme, Status) -> Style;

/// See the module.
pub struct Press<'a, Message> {
    content: Element<'a, Message>,
    on_press: Option<Message>,
    id: Option<Id>,
    width: Length,
    height: Length,
    padding: Padding,
    align: (Alignment, Alignment),
    style: StyleFn,
    stripe: Option<Color>,
    eager: bool,
    scrolls: bool,
    focusable: bool,
    status: Option<Status>,
}

impl<'a, Message> Press<'a, Message> {
    /// Makes `content` something to press; without [`Press::on_press`] it is disabled.
    pub fn new(content: impl Into<Element<'a, Message>>) -> Self {
        Self {
            content: content.into(),
            on_press: None,
            id: None,
            width: Length::Shrink,
            height: Length::Shrink,
            padding: Padding::ZERO,
            align: (Alignment::Center, Alignment::Center),
            style: crate::ui::theme::secondary,
            stripe: None,
            eager: false,
            scrolls: false,
            focusable: true,
            status: None,
        }
    }

    /// What pressing it means.
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }

    /// What pressing it means, if it can be pressed now.
    pub fn on_press_maybe(mut self, message: Option<Message>) -> Self {
        self.on_press = message;
        self
    }

    /// A name to focus it by.
    pub fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Its width.
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    /// Its height.
    pub fn height(mut self, height: impl Into<Length>) -> Self {
        self.height = height.into();
        self
    }

    /// The distance between its edge and its content.
    pub fn padding(mut self, padding: impl Into<Padding>) -> Self {
        self.padding = padding.into();
        self
    }

    /// Where its content stands; in the middle unless told otherwise.
    pub fn align(mut self, x: Alignment, y: Alignment) -> Self {
        self.align = (x, y);
        self
    }

    /// How it looks.
    pub fn style(mut self, style: StyleFn) -> Self {
        self.style = style;
        self
    }

    /// Gives it the stripe of a group.
    pub fn stripe(mut self, color: Color) -> Self {
        self.stripe = Some(color);
        self
    }

    /// Lets it fire on touch instead of release: for keys that are hit in quick succession.
    pub fn eager(mut self) -> Self {
        self.eager = true;
        self
    }

    /// Says that it lies in something that scrolls, so that a swipe starting here moves the list.
    pub fn scrolls(mut self) -> Self {
        self.scrolls = true;
        self
    }

    /// Leaves it out of the Tab order: for keys that the keyboard has as well.
    pub fn skip_focus(mut self) -> Self {
        self.focusable = false;
        self
    }
}

impl<'a, Message: Clone + 'a> From<Press<'a, Message>> for Element<'a, Message> {
    fn from(press: Press<'a, Message>) -> Self {
        Self::new(press)
    }
}
