//! What is in the window when the register could not be opened.

use iced::Length;
use iced::widget::{column, container};

use super::protocol::Fatal;
use super::widget::notice::{self, Rank};
use super::widget::{Element, button, words};
use super::{App, Message, theme};

impl App {
    pub(super) fn fatal<'a>(&'a self, fatal: &'a Fatal) -> Element<'a, Message> {
        let t = self.desk.t;
        let sentence = match fatal {
            Fatal::InUse => t.text("fatal-in-use").to_owned(),
            Fatal::Newer => t.text("fatal-newer").to_owned(),
            Fatal::ReadOnly => t.text("fatal-read-only").to_owned(),
            Fatal::DiskFull => t.text("fatal-disk-full").to_owned(),
            Fatal::Foreign => t.text("fatal-foreign").to_owned(),
            Fatal::Damaged(what) => t.with(
                "fatal-damaged",
                &[("what", what.get(self.desk.lang).as_str().into())],
            ),
            Fatal::Stopped => t.text("fatal-stopped").to_owned(),
            Fatal::Other(what) => t.with(
                "fatal-other",
                &[("what", what.get(self.desk.lang).as_str().into())],
            ),
        };
        container(
            container(
                column![
                    words(t.text("fatal-title"), 24.0, theme::SEMIBOLD),
                    notice::notice(Rank::Stop, sentence, None),
                    iced::widget::row![
                        button::large(t.text("fatal-quit"), None, theme::secondary)
                            .on_press(Message::Quit),
                        button::large(t.text("fatal-again"), None, theme::primary)
                            .on_press_maybe(self.data.as_ref().map(|_| Message::OpenAgain)),
                    ]
                    .spacing(theme::space::GAP),
                ]
                .spacing(theme::space::EDGE),
            )
            .padding(theme::space::WIDE)
            .max_width(680)
            .style(theme::card),
        )
        .center(Length::Fill)
        .into()
    }
}
