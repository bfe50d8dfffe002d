//! What lies over the form: dialogs to choose from, and questions.

use super::super::{Asking, Choosing, Message, State, Value};
use super::tax::{key_name, keys};
use super::{Field, Screen};
use crate::catalogue::BusinessCase;
use crate::ui::desk::Desk;
use crate::ui::screen::catalogue::{choice, pieces};
use crate::ui::theme::{self, space};
use crate::ui::widget::{Element, button, modal};
use iced::widget::column;

/// The business cases an item may have; the register makes the others itself.
const CASES: [BusinessCase; 7] = [
    BusinessCase::Umsatz,
    BusinessCase::Pfand,
    BusinessCase::PfandRueckzahlung,
    BusinessCase::Rabatt,
    BusinessCase::EinzweckgutscheinKauf,
    BusinessCase::MehrzweckgutscheinKauf,
    BusinessCase::Forderungsaufloesung,
];

impl State {
    /// Lays the open dialog over the form.
    pub(super) fn over<'a>(
        &'a self,
        screen: Element<'a, Screen>,
        desk: &'a Desk,
    ) -> Element<'a, Screen> {
        match (self.choosing, self.asking) {
            (Some(what), _) => modal::modal(screen, self.choices(what, desk), None),
            (None, Some(Asking::Leave)) => modal::modal(
                screen,
                pieces::leave(
                    desk,
                    Screen::Form(Message::Close),
                    Screen::Form(Message::Discard),
                ),
                None,
            ),
            (None, Some(Asking::Archive)) => modal::modal(screen, self.archiving(desk), None),
            (None, None) => screen,
        }
    }

    fn choices<'a>(&'a self, what: Choosing, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let draft = &self.draft;
        let master = desk.master.as_deref();
        let (title, choices): (&str, Vec<(String, bool, Value)>) = match what {
            Choosing::Office => {
                let offices = master.iter().flat_map(|m| &m.offices);
                let offices = offices.map(|office| {
                    let name = office.name.clone();
                    (name.clone(), draft.office == name, Value::Office(name))
                });
                ("cat-office", offices.collect())
            }
            Choosing::Group => {
                let entries = master.iter().flat_map(|m| m.assortment.entries());
                let mut groups: Vec<&String> = entries
                    .filter(|entry| entry.item.office == draft.office)
                    .map(|entry| &entry.item.group)
                    .filter(|group| !group.is_empty())
                    .collect();
                groups.sort();
                groups.dedup();
                let now = draft.text(Field::Group);
                let none = t.text("cat-no-group").to_owned();
                let none = (none, now.is_empty(), Value::Group(String::new()));
                let named = groups
                    .into_iter()
                    .map(|group| (group.clone(), group == now, Value::Group(group.clone())));
                ("cat-group", std::iter::once(none).chain(named).collect())
            }
            Choosing::Case => {
                let named = CASES.map(|case| {
                    (
                        case.code().to_owned(),
                        draft.case == case,
                        Value::Case(case),
                    )
                });
                ("cat-case", named.into_iter().collect())
            }
            Choosing::Key(law) => {
                let now = draft.taxes[law].key;
                let keys = master.map(keys).unwrap_or_default().into_iter();
                let named =
                    keys.map(|key| (key_name(key, desk), now == Some(key), Value::Key(law, key)));
                ("cat-tax-key", named.collect())
            }
            Choosing::Rest(law) => {
                let now = draft.taxes[law].rest;
                let keys = master.map(keys).unwrap_or_default().into_iter();
                let none = t.text("cat-tax-whole").to_owned();
                let none = (none, now.is_none(), Value::Rest(law, None));
                let named = keys.map(|key| {
                    (
                        key_name(key, desk),
                        now == Some(key),
                        Value::Rest(law, Some(key)),
                    )
                });
                ("cat-tax-rest", std::iter::once(none).chain(named).collect())
            }
        };
        let choices = choices
            .into_iter()
            .map(|(caption, chosen, value)| (caption, chosen, Screen::Form(Message::Set(value))));
        choice::dialog(
            t.text(title),
            t.text("back"),
            choices.collect(),
            Screen::Form(Message::Close),
        )
    }

    fn archiving<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        modal::dialog(
            t.text("cat-archive-title"),
            column![
                modal::sentence(t.text("cat-archive-text")),
                self.field(
                    desk,
                    Field::ArchiveFrom,
                    t.text("cat-archive-from"),
                    "31.12.2026"
                ),
                self.field(desk, Field::ArchiveReason, t.text("cat-reason"), ""),
            ]
            .spacing(space::EDGE),
            vec![
                button::large(t.text("back"), Some("Esc"), theme::secondary)
                    .on_press(Screen::Form(Message::Close))
                    .into(),
                button::large(t.text("cat-archive-go"), None, theme::primary)
                    .on_press_maybe((!self.sent).then_some(Screen::Form(Message::ArchiveNow)))
                    .into(),
            ],
        )
    }
}
