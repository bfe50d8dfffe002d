//! Building the screen: the rules in their order, trying them out, and dialogs over both.

use iced::Length;
use iced::widget::{Column, column, container, row};

use super::{Message, State, may_change};
use crate::acceptance::Rule;
use crate::ui::desk::Desk;
use crate::ui::icon::Icon;
use crate::ui::protocol::rules::Look;
use crate::ui::screen::{approval, parts};
use crate::ui::theme::{self, size, space};
use crate::ui::widget::notice::{self as notices, Rank};
use crate::ui::widget::{Element, button, fit, line, list, modal, soft, words};

const REASONS: [&str; 3] = [
    "rules-reason-council",
    "rules-reason-cost",
    "rules-reason-office",
];

impl State {
    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let content: Element<'a, Message> = match &self.look {
            None => container(soft(t.text("wait"))).center(Length::Fill).into(),
            Some(look) => parts::split(
                desk,
                self.rules(desk, look),
                self.trial.view(desk, look, &self.draft),
            ),
        };
        let save = button::large(t.text("rules-save"), Some("F12"), theme::primary)
            .width(Length::FillPortion(3))
            .on_press_maybe(self.may_save(desk).then_some(Message::Save));
        let buttons = match (&self.look, may_change(desk)) {
            (Some(_), true) => vec![
                parts::foot(t.text("rules-add"), theme::secondary, Some(Message::Add)),
                save.into(),
            ],
            _ => Vec::new(),
        };
        let screen = parts::frame(
            desk,
            t.text("menu-rules"),
            content,
            self.note.as_ref(),
            Message::Back,
            buttons,
        );
        match (&self.approval, &self.form, &self.look) {
            (None, None, Some(look)) if self.trial.is_picking() => {
                modal::modal(screen, self.trial.list(desk, look), None)
            }
            _ if self.leaving => modal::modal(screen, leave(desk), None),
            (Some(approval), ..) => {
                let question = approval::Question {
                    title: t.text("taxes-second-title"),
                    text: t.text("rules-second-text"),
                    reasons: REASONS.map(|key| t.text(key)).to_vec(),
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

    fn rules<'a>(&'a self, desk: &'a Desk, look: &'a Look) -> Element<'a, Message> {
        let t = desk.t;
        let rows = self.draft.iter().enumerate().map(|(at, rule)| {
            let texts = column![
                fit::fit(limit(rule, desk), size::KEY, theme::MEDIUM),
                fit::fit(scope(rule, desk, look), size::SUB, theme::REGULAR).style(theme::soft),
            ];
            let number = line((at + 1).to_string(), size::BODY, theme::MEDIUM).style(theme::soft);
            list::custom(
                row![
                    container(number).width(24),
                    container(texts).width(Length::Fill).clip(true),
                ]
                .spacing(space::GAP)
                .align_y(iced::Center),
                self.open == at,
                Some(Message::Rule(at)),
            )
        });
        let rows = parts::list(rows.collect(), t.text("rules-none"));
        let unsaved = self
            .is_changed()
            .then(|| notices::notice(Rank::Info, t.text("rules-unsaved"), None));
        let any = !self.draft.is_empty();
        let may = |message: Message, possible: bool| (any && possible).then_some(message);
        let last = self.open + 1 >= self.draft.len();
        let tools = may_change(desk).then(|| {
            row![
                button::icon_only(Icon::ArrowUp, theme::tertiary)
                    .on_press_maybe(may(Message::Move { down: false }, self.open > 0)),
                button::icon_only(Icon::ArrowDown, theme::tertiary)
                    .on_press_maybe(may(Message::Move { down: true }, !last)),
                iced::widget::space().width(Length::Fill),
                button::small(t.text("rules-change"), theme::tertiary)
                    .on_press_maybe(may(Message::Change, true)),
                button::small(t.text("site-remove"), theme::tertiary)
                    .on_press_maybe(may(Message::Remove, true)),
            ]
            .spacing(space::GAP)
        });
        let hint = words(t.text("rules-hint"), size::SUB, theme::REGULAR).style(theme::soft);
        Column::new()
            .push(container(rows).height(Length::Fill))
            .push(hint)
            .push(unsaved)
            .push(tools)
            .spacing(12)
            .into()
    }
}

/// `Kreditkarte nur bis 500,00 €`: a rule without what it speaks of.
fn limit(rule: &Rule, desk: &Desk) -> String {
    let wide = Rule {
        pay_point: None,
        office: None,
        group: None,
        items: None,
        ..rule.clone()
    };
    wide.sentence(desk.lang)
}

/// `für Gebühren, Bürgerbüro · nur an der Zahlstelle Rathaus`: what a rule speaks of.
fn scope(rule: &Rule, desk: &Desk, look: &Look) -> String {
    let t = desk.t;
    let kind = rule.items.map(|kind| t.text(super::form::kind_key(kind)));
    let items: Vec<&str> = [kind, rule.office.as_deref(), rule.group.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    let items = match items.is_empty() {
        true => t.text("rules-for-all").to_owned(),
        false => t.with("rules-for", &[("items", items.join(", ").into())]),
    };
    let point = match &rule.pay_point {
        None => t.text("rules-everywhere").to_owned(),
        Some(id) => {
            let known = look.pay_points.iter().find(|(known, _)| known == id);
            let name = known.map_or(id, |(_, name)| name);
            t.with("rules-at", &[("point", name.as_str().into())])
        }
    };
    format!("{items} · {point}")
}

fn leave(desk: &Desk) -> Element<'_, Message> {
    let t = desk.t;
    modal::dialog(
        t.text("cat-leave-title"),
        modal::sentence(t.text("cat-leave-text")),
        vec![
            button::large(t.text("cat-leave-stay"), Some("Esc"), theme::primary)
                .on_press(Message::Back)
                .into(),
            button::large(t.text("cat-leave-go"), None, theme::danger)
                .on_press(Message::Discard)
                .into(),
        ],
    )
}
