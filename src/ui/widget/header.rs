//! The bar on top: where one is, how the devices are, what time it is, who is at the till.

use super::press::Press;
use super::{Element, line};
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Theme, measure, size, space};
use iced::widget::{Row, container, row, space as gap};
use iced::{Color, Length, border};

/// What is written on amber is dark, by day and by night.
const ON_AMBER: Color = Color::from_rgb(0.1, 0.1, 0.1);

/// The state of a device or a limit; the text beside the lamp says the same in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lamp {
    /// All is well.
    Good,
    /// Look at it soon.
    Warn,
    /// Out of order.
    Bad,
    /// Not in use.
    Off,
}

impl Lamp {
    fn color(self, theme: &Theme) -> Color {
        match self {
            Self::Good => theme.lamp_good,
            Self::Warn => theme.lamp_warn,
            Self::Bad => theme.lamp_bad,
            Self::Off => theme.lamp_off,
        }
    }
}

/// The content of the bar.
pub struct Header<'a, Message> {
    title: &'a str,
    subtitle: &'a str,
    lamps: Vec<(Lamp, &'a str, Option<Message>)>,
    mark: Option<&'a str>,
    clock: Option<&'a str>,
    menu: Option<Message>,
    user: Option<(&'a str, Option<Message>)>,
}

impl<'a, Message: Clone + 'a> Header<'a, Message> {
    /// A bar with a bold title and a plain text beside it.
    pub fn new(title: &'a str, subtitle: &'a str) -> Self {
        Self {
            title,
            subtitle,
            lamps: Vec::new(),
            mark: None,
            clock: None,
            menu: None,
            user: None,
        }
    }

    /// Adds a lamp with its text; pressing it is a way to see why it is on.
    pub fn lamp(mut self, lamp: Lamp, text: &'a str, message: Option<Message>) -> Self {
        self.lamps.push((lamp, text, message));
        self
    }

    /// A mark no one can overlook: training mode.
    pub fn mark(mut self, mark: Option<&'a str>) -> Self {
        self.mark = mark;
        self
    }

    /// Date and time.
    pub fn clock(mut self, clock: &'a str) -> Self {
        self.clock = Some(clock);
        self
    }

    /// The key that opens the menu.
    pub fn menu(mut self, message: Option<Message>) -> Self {
        self.menu = message;
        self
    }

    /// Who is at the till; pressing the name is a way to change that.
    pub fn user(mut self, name: &'a str, message: Option<Message>) -> Self {
        self.user = Some((name, message));
        self
    }

    /// Builds the bar.
    pub fn view(self) -> Element<'a, Message> {
        let menu = self.menu.map(|message| {
            Press::new(icon(Icon::Menu, 20.0))
                .style(theme::header_key)
                .width(44)
                .height(40)
                .on_press(message)
        });
        let lamps = self.lamps.into_iter().map(|(lamp, text, message)| {
            let lamp = row![dot(lamp), line(text, size::BODY, theme::REGULAR)]
                .spacing(space::GAP)
                .align_y(iced::Center);
            match message {
                None => lamp.into(),
                Some(message) => Press::new(lamp)
                    .style(theme::header_key)
                    .padding([0, 14])
                    .height(40)
                    .on_press(message)
                    .into(),
            }
        });
        let user = self.user.map(|(name, message)| {
            Press::new(line(name, size::BODY, theme::REGULAR))
                .style(theme::header_key)
                .padding([0, 14])
                .height(40)
                .on_press_maybe(message)
        });
        let left = row![line(self.title, size::KEY, theme::BOLD)]
            .push(
                (!self.subtitle.is_empty())
                    .then(|| line(self.subtitle, size::BODY, theme::REGULAR)),
            )
            .push(
                Row::with_children(lamps)
                    .spacing(space::CARD)
                    .align_y(iced::Center),
            )
            .push(self.mark.map(mark))
            .spacing(space::CARD)
            .align_y(iced::Center);
        container(
            row![]
                .push(menu)
                .push(container(left).width(Length::Fill).clip(true))
                .push(
                    self.clock
                        .map(|clock| line(clock, size::BODY, theme::REGULAR)),
                )
                .push(user)
                .spacing(space::CARD)
                .align_y(iced::Center)
                .height(Length::Fill),
        )
        .padding([0.0, space::EDGE])
        .width(Length::Fill)
        .height(measure::HEADER)
        .style(theme::header)
        .into()
    }
}

fn dot<'a, Message: 'a>(lamp: Lamp) -> Element<'a, Message> {
    container(gap())
        .width(10)
        .height(10)
        .style(move |theme: &Theme| container::Style {
            background: Some(lamp.color(theme).into()),
            border: border::rounded(5.0),
            ..container::Style::default()
        })
        .into()
}

fn mark<'a, Message: 'a>(text: &'a str) -> Element<'a, Message> {
    container(line(text, size::BODY, theme::BOLD))
        .padding([4, 12])
        .style(|theme: &Theme| container::Style {
            text_color: Some(ON_AMBER),
            background: Some(theme.lamp_warn.into()),
            border: border::rounded(6.0),
            ..container::Style::default()
        })
        .into()
}

/// A strip over the whole width that no one can overlook.
pub fn strip<'a, Message: 'a>(text: &'a str) -> Element<'a, Message> {
    container(line(text, size::BODY, theme::BOLD))
        .center_x(Length::Fill)
        .padding([4.0, space::EDGE])
        .style(|theme: &Theme| container::Style {
            text_color: Some(ON_AMBER),
            background: Some(theme.lamp_warn.into()),
            ..container::Style::default()
        })
        .into()
}
