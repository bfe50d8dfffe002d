//! Building the form of a payment rule.

use iced::Length;
use iced::widget::{Column, Row, column, container, row};

use super::{FROM, Limit, Message, Pick, State, UP_TO, Wrong, kind_key};
use crate::acceptance::Means;
use crate::catalogue::ItemKind;
use crate::ui::desk::Desk;
use crate::ui::icon::{Icon, icon};
use crate::ui::protocol::rules::Look;
use crate::ui::screen::parts;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::notice::{self as notices, Rank};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, button, fit, line, words};

const KINDS: [ItemKind; 4] = [
    ItemKind::Fee,
    ItemKind::Article,
    ItemKind::Service,
    ItemKind::Transit,
];

fn limit_key(limit: Limit) -> &'static str {
    match limit {
        Limit::UpTo => "rules-limit-up-to",
        Limit::From => "rules-limit-from",
        Limit::Between => "rules-limit-between",
        Limit::Never => "rules-limit-never",
    }
}

impl State {
    /// Builds the dialog.
    pub fn view<'a>(&'a self, desk: &'a Desk, look: &'a Look) -> Element<'a, Message> {
        let content = match self.picking {
            Some(pick) => self.list(desk, look, pick),
            None => self.fields(desk, look),
        };
        container(content)
            .width(Length::Fill)
            .max_width(760)
            .padding(desk.gap().max(space::EDGE))
            .style(theme::dialog)
            .into()
    }

    fn fields<'a>(&'a self, desk: &'a Desk, look: &'a Look) -> Element<'a, Message> {
        let t = desk.t;
        let (title, go) = match self.at {
            None => ("rules-form-new", "rules-take-new"),
            Some(_) => ("rules-form", "rules-take"),
        };
        let gap = match desk.size.height < 900.0 {
            true => 10.0,
            false => space::EDGE,
        };
        let problem = |wrong: Wrong| {
            let problem = self.problem.as_ref().filter(|(at, _)| *at == wrong);
            problem.map(|(_, sentence)| sentence.as_str())
        };
        let below = |wrong: Wrong| {
            let sentence = problem(wrong);
            sentence.map(|text| words(text, size::SUB, theme::MEDIUM).style(theme::stop))
        };
        let kinds = Means::ALL.map(|kind| {
            let chosen = self.kinds.contains(&kind);
            parts::choice(kind.name(desk.lang), chosen, Some(Message::Kind(kind)))
        });
        let limits = Limit::ALL.map(|limit| {
            let chosen = self.limit == limit;
            parts::choice(
                t.text(limit_key(limit)),
                chosen,
                Some(Message::Limit(limit)),
            )
        });
        let amount = |id, caption, value, wrong, message: fn(String) -> Message| {
            parts::field(
                id,
                t.text(caption),
                t.text("rules-amount-hint"),
                value,
                problem(wrong),
                message,
                Message::Submit,
            )
        };
        let from = self.limit.has_from();
        let from = from.then(|| amount(FROM, FROM, &self.from, Wrong::From, Message::From));
        let up_to = self.limit.has_up_to();
        let up_to = up_to.then(|| amount(UP_TO, UP_TO, &self.up_to, Wrong::UpTo, Message::UpTo));
        let amounts = (from.is_some() || up_to.is_some()).then(|| {
            // One amount is no wider than one of two.
            let single = from.is_some() != up_to.is_some();
            let beside = single.then(|| iced::widget::space().width(Length::Fill));
            let place = |field| container(field).width(Length::Fill);
            Row::new()
                .push(from.map(place))
                .push(up_to.map(place))
                .push(beside)
                .spacing(space::GAP)
        });
        let all = parts::choice(
            t.text("rules-any-kind"),
            self.items.is_none(),
            Some(Message::Items(None)),
        );
        let items = KINDS.map(|kind| {
            let chosen = self.items == Some(kind);
            let name = t.text(kind_key(kind));
            parts::choice(name, chosen, Some(Message::Items(Some(kind))))
        });
        let picks = [Pick::Office, Pick::Group, Pick::PayPoint].map(|pick| {
            let (caption, _, every) = pick_keys(pick);
            let name = self.picked(pick).map(|name| called(pick, name, look));
            column![
                line(t.text(caption), size::BODY, theme::MEDIUM),
                picker(name.unwrap_or(t.text(every)), Message::Pick(pick)),
            ]
            .spacing(6)
            .width(Length::Fill)
            .into()
        });
        let buttons = row![
            button::large(t.text("back"), Some("Esc"), theme::secondary)
                .width(Length::FillPortion(2))
                .on_press(Message::Close),
            button::large(t.text(go), Some("F12"), theme::primary)
                .width(Length::FillPortion(3))
                .on_press(Message::Submit),
        ]
        .spacing(space::GAP);
        let captioned = |key: &'static str, content: Element<'a, Message>| {
            column![line(t.text(key), size::BODY, theme::MEDIUM), content].spacing(6)
        };
        Column::new()
            .push(words(t.text(title), 24.0, theme::SEMIBOLD))
            .push(captioned("rules-kinds", parts::choices(kinds)).push(below(Wrong::Kinds)))
            .push(captioned("rules-limit", parts::choices(limits)))
            .push(amounts)
            .push(captioned(
                "rules-items",
                parts::choices(std::iter::once(all).chain(items)),
            ))
            .push(Row::with_children(picks).spacing(space::GAP))
            .push(problem(Wrong::Whole).map(|text| notices::notice(Rank::Stop, text, None)))
            .push(buttons)
            .spacing(gap)
            .into()
    }

    fn list<'a>(&'a self, desk: &'a Desk, look: &'a Look, pick: Pick) -> Element<'a, Message> {
        let t = desk.t;
        let (_, title, every) = pick_keys(pick);
        let mut names: Vec<&'a str> = match pick {
            Pick::Office => look.offices.iter().map(String::as_str).collect(),
            Pick::PayPoint => look.pay_points.iter().map(|(id, _)| id.as_str()).collect(),
            Pick::Group => look
                .groups
                .iter()
                .filter(|(_, of)| self.office.as_ref().is_none_or(|office| of == office))
                .map(|(group, _)| group.as_str())
                .collect(),
        };
        names.dedup();
        let chosen = self.picked(pick);
        let every = parts::choice(t.text(every), chosen.is_none(), Some(Message::Picked(None)));
        let all = names.into_iter().map(|name| {
            let message = Message::Picked(Some(name.to_owned()));
            parts::choice(
                called(pick, name, look),
                chosen == Some(name),
                Some(message),
            )
        });
        column![
            words(t.text(title), 24.0, theme::SEMIBOLD),
            parts::choices(std::iter::once(every).chain(all)),
            button::large(t.text("back"), Some("Esc"), theme::secondary).on_press(Message::Close),
        ]
        .spacing(space::EDGE)
        .into()
    }
}

// Caption, title of the list, and what stands for all of them.
fn pick_keys(pick: Pick) -> (&'static str, &'static str, &'static str) {
    match pick {
        Pick::Office => ("rules-office", "rules-pick-office", "rules-any-office"),
        Pick::Group => ("rules-group", "rules-pick-group", "rules-any-group"),
        Pick::PayPoint => ("rules-point", "rules-pick-point", "rules-any-point"),
    }
}

fn called<'a>(pick: Pick, name: &'a str, look: &'a Look) -> &'a str {
    let mut points = look.pay_points.iter();
    let point = points.find(|(id, _)| pick == Pick::PayPoint && id == name);
    point.map_or(name, |(_, called)| called)
}

/// A button that shows what is chosen and opens the list of what else there is.
pub(in crate::ui::screen::rules) fn picker<'a, Message: Clone + 'a>(
    name: &'a str,
    message: Message,
) -> Element<'a, Message> {
    Press::new(
        row![
            container(fit::fit(name, size::BODY, theme::MEDIUM)).width(Length::Fill),
            icon(Icon::ChevronDown, 20.0),
        ]
        .spacing(space::GAP)
        .align_y(iced::Center),
    )
    .style(theme::tertiary)
    .width(Length::Fill)
    .height(measure::SMALL)
    .padding([0.0, 12.0])
    .on_press(message)
    .into()
}
