//! A question of the card terminal that only yes or no answers.

use super::super::desk::Desk;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, button, modal, steps, words};
use amtskasse_terminal::Question;
use iced::widget::column;

/// Builds the dialog; `answer` is what yes and no mean.
pub fn view<'a, Message: Clone + 'a>(
    desk: &'a Desk,
    question: &'a Question,
    answer: impl Fn(bool) -> Message,
) -> Element<'a, Message> {
    let t = desk.t;
    let (title, text, yes, no) = match question.signature {
        true => (
            "question-signature",
            "question-signature-text",
            "held-signature-right",
            "held-signature-wrong",
        ),
        false => ("question-title", "question-text", "yes", "no"),
    };
    // What decides about money has no key that somebody presses without looking.
    let content = column![
        steps::display(question.text.trim(), 110.0),
        words(t.text(text), size::KEY, theme::REGULAR),
    ]
    .spacing(space::EDGE);
    modal::dialog(
        t.text(title),
        content,
        vec![
            button::huge(t.text(no), Some("F8"), theme::secondary)
                .on_press(answer(false))
                .into(),
            button::huge(t.text(yes), Some("F9"), theme::primary)
                .on_press(answer(true))
                .into(),
        ],
    )
}
