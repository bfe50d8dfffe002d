//! How a [`Press`] takes its place and answers to mouse, fingers and keys.

use super::{Press, Status, draw};
use crate::ui::theme::Theme;
use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::operation::{Focusable, Operation};
use iced::advanced::widget::tree::{self, Tree};
use iced::advanced::{Clipboard, Shell, Widget, renderer};
use iced::keyboard::{self, Key, key::Named};
use iced::{Event, Length, Point, Rectangle, Renderer, Size, mouse, touch, window};
use std::time::{Duration, Instant};

/// How far a finger may travel before a touch is a swipe.
const SLOP: f32 = 12.0;

/// A scanner ends a code with Enter within a few milliseconds; a person needs longer.
const SCANNER_PAUSE: Duration = Duration::from_millis(60);

#[derive(Debug, Default)]
struct State {
    held: bool,
    focused: bool,
    touched_at: Option<Point>,
    last_text: Option<Instant>,
}

impl Focusable for State {
    fn is_focused(&self) -> bool {
        self.focused
    }

    fn focus(&mut self) {
        self.focused = true;
    }

    fn unfocus(&mut self) {
        self.focused = false;
    }
}

impl<Message: Clone> Press<'_, Message> {
    fn down(
        &self,
        state: &mut State,
        over: bool,
        touched_at: Option<Point>,
        shell: &mut Shell<'_, Message>,
    ) {
        if state.focused {
            state.focused = false;
            shell.request_redraw();
        }
        let Some(message) = self.on_press.as_ref().filter(|_| over) else {
            return;
        };
        state.held = true;
        state.touched_at = touched_at;
        if self.eager {
            shell.publish(message.clone());
        }
        // A captured touch would never reach the list around it, and the list could not be swiped.
        if touched_at.is_none() || !self.scrolls {
            shell.capture_event();
        }
        shell.request_redraw();
    }

    fn up(&self, state: &mut State, over: bool, shell: &mut Shell<'_, Message>) {
        if !std::mem::take(&mut state.held) {
            return;
        }
        shell.request_redraw();
        if let Some(message) = &self.on_press {
            if over && !self.eager {
                shell.publish(message.clone());
            }
            shell.capture_event();
        }
    }

    fn key(&self, state: &mut State, key: &Key, text: bool, shell: &mut Shell<'_, Message>) {
        let fires = matches!(key, Key::Named(Named::Enter | Named::Space));
        if !fires {
            if text {
                state.last_text = Some(Instant::now());
            }
            return;
        }
        let scanned = state
            .last_text
            .is_some_and(|at| at.elapsed() < SCANNER_PAUSE);
        if state.focused
            && !scanned
            && let Some(message) = &self.on_press
        {
            shell.publish(message.clone());
            shell.capture_event();
        }
    }
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Press<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        Size::new(self.width, self.height)
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let (x, y) = self.align;
        layout::positioned(
            limits,
            self.width,
            self.height,
            self.padding,
            |limits| {
                self.content.as_widget_mut().layout(
                    &mut tree.children[0],
                    renderer,
                    &limits.loose(),
                )
            },
            |content, size| content.align(x, y, size),
        )
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &Renderer,
        operation: &mut dyn Operation,
    ) {
        if self.focusable && self.on_press.is_some() {
            let state = tree.state.downcast_mut::<State>();
            operation.focusable(self.id.as_ref(), layout.bounds(), state);
        }
        operation.container(self.id.as_ref(), layout.bounds());
        operation.traverse(&mut |operation| {
            self.content.as_widget_mut().operate(
                &mut tree.children[0],
                layout.child(0),
                renderer,
                operation,
            );
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _renderer: &Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _viewport: &Rectangle,
    ) {
        let bounds = layout.bounds();
        let state = tree.state.downcast_mut::<State>();
        let over = cursor.is_over(bounds);
        // Two fingers in one frame share one cursor; the touch itself knows where it was. Inside a
        // list the touch is in the coordinates of the window and of no use.
        let touches = |at: Point| {
            if self.scrolls {
                over
            } else {
                bounds.contains(at)
            }
        };
        if shell.is_event_captured() {
            return;
        }
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)) => {
                self.down(state, over, None, shell);
            }
            Event::Touch(touch::Event::FingerPressed { position, .. }) => {
                self.down(state, touches(*position), Some(*position), shell);
            }
            Event::Touch(touch::Event::FingerMoved { position, .. })
                if state.held
                    && state
                        .touched_at
                        .is_some_and(|at| at.distance(*position) > SLOP) =>
            {
                state.held = false;
                shell.request_redraw();
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)) => {
                self.up(state, over, shell);
            }
            Event::Touch(touch::Event::FingerLifted { position, .. }) => {
                self.up(state, touches(*position), shell);
            }
            Event::Touch(touch::Event::FingerLost { .. }) => state.held = false,
            Event::Keyboard(keyboard::Event::KeyPressed {
                key,
                text,
                repeat: false,
                ..
            }) => {
                self.key(state, key, text.is_some(), shell);
            }
            _ => {}
        }
        let status = match (&self.on_press, over) {
            (None, _) => Status::Disabled,
            (Some(_), true) if state.held => Status::Pressed,
            (Some(_), true) => Status::Hovered,
            (Some(_), false) => Status::Active,
        };
        if let Event::Window(window::Event::RedrawRequested(_)) = event {
            self.status = Some(status);
        } else if self.status.is_some_and(|known| known != status) {
            shell.request_redraw();
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let focused = tree.state.downcast_ref::<State>().focused;
        let style = draw::background(self, renderer, theme, layout.bounds(), focused);
        self.content.as_widget().draw(
            &tree.children[0],
            renderer,
            theme,
            &renderer::Style {
                text_color: style.text,
            },
            layout.child(0),
            cursor,
            viewport,
        );
    }

    fn mouse_interaction(
        &self,
        _tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _viewport: &Rectangle,
        _renderer: &Renderer,
    ) -> mouse::Interaction {
        if self.on_press.is_some() && cursor.is_over(layout.bounds()) {
            mouse::Interaction::Pointer
        } else {
            mouse::Interaction::default()
        }
    }
}
