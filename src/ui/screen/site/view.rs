//! Building the screen: tabs, the part that is open, and dialogs over it.

use iced::Length;
use iced::widget::{Column, container};

use super::{Message, State, Tab, notice, pages};
use crate::ui::desk::Desk;
use crate::ui::screen::{approval, parts};
use crate::ui::widget::notice::{self as notices, Rank};
use crate::ui::widget::{Element, modal, soft, tabs};

const TABS: [(Tab, &str); 4] = [
    (Tab::Municipality, "site-tab-municipality"),
    (Tab::PayPoint, "site-tab-pay-point"),
    (Tab::Principals, "site-tab-principals"),
    (Tab::Notice, "site-tab-notice"),
];

impl State {
    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let due = self.look.as_ref().map_or(0, |look| look.notice.open.len());
        let names = TABS.iter().map(|(tab, key)| {
            let name = match (tab, due) {
                (Tab::Notice, 1..) => format!("{} ({due})", t.text(key)),
                _ => t.text(key).to_owned(),
            };
            (name, Message::Tab(*tab))
        });
        let open = TABS.iter().position(|(tab, _)| *tab == self.tab);
        let bar = tabs::owned(names, open.unwrap_or_default());
        let (content, buttons) = match (&self.look, self.tab) {
            (None, _) => {
                let wait = container(soft(t.text("wait"))).center(Length::Fill);
                (wait.into(), Vec::new())
            }
            (Some(look), Tab::Municipality) => pages::municipality(desk, look),
            (Some(look), Tab::PayPoint) => pages::pay_point(desk, look),
            (Some(look), Tab::Principals) => pages::principals(self, desk, look),
            (Some(look), Tab::Notice) => notice::view(self, desk, look),
        };
        // What cannot change now is said before anybody fills in a form.
        let waits = self.look.as_ref().is_some_and(|look| !look.closed);
        let waits = (waits && self.tab != Tab::Notice && super::may_change(desk))
            .then(|| notices::notice(Rank::Info, t.text("site-close-first"), None));
        let screen = parts::frame(
            desk,
            t.text("menu-site"),
            Column::new()
                .push(bar)
                .push(waits)
                .push(container(content).height(Length::Fill))
                .spacing(12),
            self.note.as_ref(),
            Message::Back,
            buttons,
        );
        match (&self.approval, &self.form, &self.look) {
            (Some((approval, _)), ..) => {
                let question = approval::Question {
                    title: t.text("taxes-second-title"),
                    text: t.text("site-second-text"),
                    reasons: Vec::new(),
                    go: t.text("taxes-second-go"),
                };
                approval.over(screen, desk, question, Message::Approval)
            }
            (None, Some(form), Some(look)) => {
                modal::modal(screen, form.view(desk, look).map(Message::Form), None)
            }
            _ => screen,
        }
    }
}
