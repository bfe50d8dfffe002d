//! Building the screen: its tabs, what is in front of them, and its buttons.

use super::{Message, State, Tab, Wish, may_care, terminals};
use crate::people::Right;
use crate::till::tse::{DeviceState, JobKind, TsePlace};
use crate::ui::desk::Desk;
use crate::ui::protocol::tse::Look;
use crate::ui::screen::{approval, parts};
use crate::ui::theme;
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::{Element, tabs};
use iced::Length;
use iced::widget::{Column, container};

const TABS: [(Tab, &str); 5] = [
    (Tab::Devices, "tse-tab-devices"),
    (Tab::Outages, "tse-tab-outages"),
    (Tab::Archives, "tse-tab-archives"),
    (Tab::History, "tse-tab-history"),
    (Tab::Terminals, "terminals-tab"),
];

impl State {
    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let screen = match &self.wizard {
            Some(wizard) => wizard
                .view(desk, self.look.as_deref())
                .map(Message::InWizard),
            None => match self.cards.form() {
                Some(form) => form
                    .view(desk)
                    .map(|message| Message::Cards(terminals::Message::InForm(message))),
                None => self.pages(desk),
            },
        };
        let screen = self.cards.over(screen, desk);
        match &self.approval {
            None => screen,
            Some((approval, wish)) => {
                let (title, text, go) = match wish {
                    Wish::Delete => ("tse-delete-title", "tse-delete-text", "tse-delete-go"),
                    Wish::Remove(_) => ("tse-remove-title", "tse-remove-text", "tse-remove-go"),
                    Wish::Use(TsePlace::First) => {
                        ("tse-use-title", "tse-use-first-text", "tse-use-go")
                    }
                    Wish::Use(TsePlace::Standby) => {
                        ("tse-use-title", "tse-use-standby-text", "tse-use-go")
                    }
                };
                let question = approval::Question {
                    title: t.text(title),
                    text: t.text(text),
                    reasons: Vec::new(),
                    go: t.text(go),
                };
                approval.over(screen, desk, question, Message::Approval)
            }
        }
    }

    fn pages<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let content: Element<'a, Message> = match &self.look {
            None => parts::list(Vec::new(), t.text("wait")),
            // Who rings up wants to know whether it works, and no more.
            Some(_) if !desk.may_see_master() => self.devices(desk),
            Some(look) => {
                let open = TABS.iter().position(|(tab, _)| *tab == self.tab);
                let outages = look.overview.outages.len();
                let names = TABS.iter().map(|(tab, key)| {
                    let name = match tab {
                        Tab::Outages if outages > 0 => format!("{} ({outages})", t.text(key)),
                        _ => t.text(key).to_owned(),
                    };
                    (name, Message::Tab(*tab))
                });
                let page = match self.tab {
                    Tab::Devices => self.devices(desk),
                    Tab::Outages => self.outages(desk, look),
                    Tab::Archives => self.archives(desk, look),
                    Tab::History => self.history(desk, look),
                    Tab::Terminals => self.cards.view(desk).map(Message::Cards),
                };
                Column::new()
                    .push(tabs::owned(names, open.unwrap_or(0)))
                    .push(offer(desk, look))
                    .push(told(desk))
                    .push(container(page).height(Length::Fill))
                    .spacing(12)
                    .into()
            }
        };
        parts::frame(
            desk,
            t.text("menu-devices"),
            content,
            self.note.as_ref(),
            Message::Back,
            self.buttons(desk),
        )
    }

    fn buttons<'a>(&'a self, desk: &'a Desk) -> Vec<Element<'a, Message>> {
        let t = desk.t;
        let cares = may_care(desk);
        let administers = desk.may(Right::Administer);
        let Some(look) = &self.look else {
            return Vec::new();
        };
        let idle = look.overview.archive.job.is_none();
        match self.tab {
            Tab::Archives if cares => {
                let may = |kind| idle.then_some(Message::Archive(kind));
                vec![
                    parts::foot(t.text("tse-delete"), theme::danger, may(JobKind::Delete)),
                    parts::foot(
                        t.text("tse-archive-whole"),
                        theme::secondary,
                        may(JobKind::Whole),
                    ),
                    parts::foot(
                        t.text("tse-archive-now"),
                        theme::primary,
                        may(JobKind::Increment),
                    ),
                ]
            }
            Tab::Devices => {
                let shown = self.shown();
                let stands_by = shown.is_some_and(|(place, device)| place > 0 && !device.signs);
                let busy = shown.is_none_or(|(_, device)| {
                    device.queue.is_some() || device.state == DeviceState::Waking
                });
                let remove = (administers && stands_by).then(|| {
                    parts::foot(
                        t.text("tse-remove"),
                        theme::secondary,
                        Some(Message::Remove),
                    )
                });
                let test = cares.then(|| {
                    parts::foot(
                        t.text("tse-test-now"),
                        theme::secondary,
                        (!busy).then_some(Message::Test),
                    )
                });
                let new = administers.then(|| {
                    let key = match &look.pending {
                        Some(pending) if pending.runs => "tse-look-on",
                        Some(_) => "tse-go-on",
                        None => "tse-new",
                    };
                    parts::foot(t.text(key), theme::primary, Some(Message::Wizard))
                });
                remove.into_iter().chain(test).chain(new).collect()
            }
            Tab::Terminals if administers => self.cards.buttons(desk),
            _ => Vec::new(),
        }
    }
}

// What should be done first: go on with a set-up, or begin one where nothing was ever set up.
fn offer<'a>(desk: &'a Desk, look: &'a Look) -> Option<Element<'a, Message>> {
    let t = desk.t;
    let key = match &look.pending {
        Some(pending) if pending.runs => {
            return Some(notice::notice(Rank::Info, t.text("tse-offer-runs"), None));
        }
        Some(_) if desk.may(Right::Administer) => "tse-offer-go-on",
        Some(_) => "tse-offer-go-on-who",
        None => {
            let mut states = look.overview.devices.iter().map(|device| &device.state);
            let none = states.all(|state| *state == DeviceState::NotSetUp);
            return none.then(|| notice::notice(Rank::Stop, t.text("tse-offer-new"), None));
        }
    };
    Some(notice::notice(Rank::Warning, t.text(key), None))
}

/// What the tax office is to be told, for those who look after it.
fn told<'a>(desk: &'a Desk) -> Option<Element<'a, Message>> {
    let day = desk.status.notice_due.filter(|_| may_care(desk))?;
    let day = crate::i18n::date(day);
    let sentence = desk.t.with("site-due-devices", &[("day", day.into())]);
    Some(notice::notice(Rank::Warning, sentence, None))
}
