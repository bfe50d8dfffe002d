//! Building the tax screen: tabs, the part that is open, and dialogs over it.

use super::{Message, State, Tab, Wish, approvals, law, rates, treatments};
use crate::people::Right;
use crate::ui::desk::Desk;
use crate::ui::screen::{approval, parts};
use crate::ui::theme::space;
use crate::ui::widget::{Element, modal, soft, tabs};
use iced::Length;
use iced::widget::{column, container};

/// The tabs in their order.
pub(super) const TABS: [(Tab, &str); 4] = [
    (Tab::Rates, "taxes-tab-rates"),
    (Tab::Law, "taxes-tab-law"),
    (Tab::Treatments, "taxes-tab-treatments"),
    (Tab::Approvals, "taxes-tab-approvals"),
];

impl State {
    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let names: Vec<String> = TABS
            .iter()
            .map(|(tab, key)| match (tab, self.pending.len()) {
                (Tab::Approvals, 1..) => format!("{} ({})", t.text(key), self.pending.len()),
                _ => t.text(key).to_owned(),
            })
            .collect();
        let open = TABS.iter().position(|(tab, _)| *tab == self.tab);
        let bar = tabs::owned(
            names
                .into_iter()
                .zip(TABS.map(|(tab, _)| Message::Tab(tab))),
            open.unwrap_or_default(),
        );
        let (content, buttons) = match (&desk.master, self.tab) {
            (None, _) => {
                let wait = container(soft(t.text("wait"))).center(Length::Fill);
                (wait.into(), Vec::new())
            }
            (Some(master), Tab::Rates) => rates::view(self, desk, master),
            (Some(master), Tab::Law) => law::view(self, desk, master),
            (Some(master), Tab::Treatments) => treatments::view(self, desk, master),
            (Some(master), Tab::Approvals) => approvals::view(self, desk, master),
        };
        let screen = parts::frame(
            desk,
            t.text("menu-taxes"),
            column![bar, content].spacing(space::EDGE),
            self.note.as_ref(),
            Message::Back,
            buttons,
        );
        match (&self.approval, &self.form) {
            (Some((approval, wish)), _) => {
                approval.over(screen, desk, self.question(desk, wish), Message::Approval)
            }
            (None, Some(form)) => {
                modal::modal(screen, form.view(desk, &self.keys).map(Message::Form), None)
            }
            (None, None) => screen,
        }
    }

    fn question<'a>(&self, desk: &'a Desk, wish: &Wish) -> approval::Question<'a> {
        let t = desk.t;
        let (title, text, go) = match wish {
            Wish::Change(..) => ("taxes-second-title", "taxes-second-text", "taxes-second-go"),
            Wish::Approve(_) => ("taxes-approve-title", "taxes-approve-text", "taxes-approve"),
        };
        approval::Question {
            title: t.text(title),
            text: t.text(text),
            reasons: Vec::new(),
            go: t.text(go),
        }
    }
}

/// Whether whoever is at the till may change taxes; else why the buttons are dead.
pub(super) fn may_change(desk: &Desk) -> bool {
    desk.may(Right::ApproveTax)
}
