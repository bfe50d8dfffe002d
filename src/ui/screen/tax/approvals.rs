//! Proposals that wait for a second person.

use super::form::Kind;
use super::view::may_change;
use super::{Message, PITCH, PROPOSALS, State, treatments, words};
use crate::i18n::date;
use crate::till::ItemDecision;
use crate::ui::desk::Desk;
use crate::ui::icon::{Icon, icon};
use crate::ui::protocol::MasterData;
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, fit, line, list, soft};
use iced::Length;
use iced::widget::{column, container, row};

pub(super) fn view<'a>(
    state: &'a State,
    desk: &'a Desk,
    master: &'a MasterData,
) -> (Element<'a, Message>, Vec<Element<'a, Message>>) {
    let t = desk.t;
    let rows = parts::windowed(
        desk,
        PROPOSALS,
        state.pending.len(),
        (PITCH, state.offset),
        |at| Some(row_of(state, desk, master, state.pending.get(at)?)),
        Message::Scrolled,
        t.text("taxes-nothing-waits"),
    );
    let all = state.chosen.len() == state.pending.len();
    let tick_all = (state.pending.len() > 1).then(|| {
        let caption = if all {
            "taxes-tick-none"
        } else {
            "taxes-tick-all"
        };
        parts::choice(t.text(caption), false, Some(Message::TickAll))
    });
    let left = column![].push(tick_all).push(rows).spacing(12);
    let open = state
        .open
        .and_then(|id| state.pending.iter().find(|p| p.decision.id == id));
    let right = match open {
        Some(pending) => detail(desk, master, pending),
        None => container(soft(match state.pending.is_empty() {
            true => t.text("taxes-nothing-waits-hint"),
            false => t.text("taxes-choose-proposal"),
        }))
        .center(Length::Fill)
        .padding(space::CARD)
        .style(theme::card)
        .into(),
    };
    let meant = state.meant();
    let may = may_change(desk) && !meant.is_empty();
    let approve = match meant.len() {
        0 | 1 => t.text("taxes-approve").to_owned(),
        n => t.with("taxes-approve-many", &[("n", n.into())]),
    };
    let refuse = may.then(|| Message::Open(Kind::Refusal(meant.clone())));
    let buttons = vec![
        parts::foot(t.text("taxes-refuse"), theme::danger, refuse),
        parts::foot(approve, theme::primary, may.then_some(Message::Approve)),
    ];
    (parts::split(desk, left, right), buttons)
}

fn row_of<'a>(
    state: &'a State,
    desk: &'a Desk,
    master: &'a MasterData,
    pending: &'a ItemDecision,
) -> Element<'a, Message> {
    let t = desk.t;
    let decision = &pending.decision;
    let id = decision.id;
    let ticked = state.chosen.contains(&id);
    let day = decision.from.max(master.today);
    let how = words::treatment(t, &master.rates, &decision.treatment, day);
    let from = t.with("taxes-from-on", &[("day", date(decision.from).into())]);
    let symbol = if ticked {
        Icon::SquareCheck
    } else {
        Icon::Square
    };
    let tick = Press::new(icon(symbol, 24.0))
        .style(theme::bare_press)
        .scrolls()
        .width(48)
        .height(48)
        .on_press(Message::Tick(id));
    let texts = column![
        fit::fit(&pending.item_name, size::BODY, theme::MEDIUM),
        fit::fit(
            format!("{how} · {from} · {}", pending.proposed_by),
            size::SUB,
            theme::REGULAR
        )
        .style(theme::soft),
    ];
    let late = pending.late.then(|| parts::tag(t.text("taxes-late"), true));
    row![
        tick,
        container(list::custom(
            row![container(texts).width(Length::Fill).clip(true)]
                .push(late)
                .spacing(space::GAP)
                .align_y(iced::Center),
            state.open == Some(id),
            Some(Message::Proposal(id)),
        ))
        .width(Length::Fill),
    ]
    .align_y(iced::Center)
    .into()
}

fn detail<'a>(
    desk: &'a Desk,
    master: &'a MasterData,
    pending: &'a ItemDecision,
) -> Element<'a, Message> {
    let t = desk.t;
    let decision = &pending.decision;
    let mut content: Vec<Element<'a, Message>> = Vec::new();
    if let Some((before, after, day)) = effect(desk, master, pending) {
        content.push(parts::section(t.text("taxes-effect")));
        let day = t.with("taxes-from-on", &[("day", date(day).into())]);
        for (caption, value) in [(t.text("taxes-as-now").to_owned(), before), (day, after)] {
            content.push(
                row![
                    line(caption, size::BODY, theme::REGULAR).width(150),
                    line(value, size::KEY, theme::SEMIBOLD),
                ]
                .spacing(space::GAP)
                .align_y(iced::Center)
                .into(),
            );
        }
    }
    if pending.late {
        content.push(notice::notice(
            Rank::Warning,
            t.text("taxes-late-hint"),
            None,
        ));
    }
    content.push(parts::section(t.text("taxes-proposal")));
    content.push(treatments::decided(desk, master, decision));
    let mine = desk
        .user
        .as_ref()
        .is_some_and(|user| user.id == decision.proposed.by);
    let hint = match (may_change(desk), mine) {
        (false, _) => "taxes-read-only",
        (true, true) => "taxes-mine",
        (true, false) => "taxes-yours",
    };
    content.push(notice::notice(Rank::Info, t.text(hint), None));
    let sub = format!("{} · {}", pending.item_id, pending.office);
    parts::panel(&pending.item_name, sub, content, None)
}

// What the customer pays without the proposal and with it, on the first day it would matter.
fn effect(
    desk: &Desk,
    master: &MasterData,
    pending: &ItemDecision,
) -> Option<(String, String, chrono::NaiveDate)> {
    let decision = &pending.decision;
    let entry = master.assortment.entry(&pending.item_id)?;
    let starts = master.regimes.0.iter();
    let law = starts
        .filter(|(_, law)| *law == decision.regime)
        .map(|(from, _)| *from);
    let mut day = decision.from.max(master.today);
    if master.regimes.at(day) != decision.regime {
        day = law.filter(|from| *from >= day).min()?;
    }
    let word = |entry: &crate::catalogue::Entry| {
        let item = entry.on(day, &master.rates, &master.regimes);
        words::price(desk.t, &master.rates, item.as_ref(), day)
    };
    let mut agreed = entry.clone();
    for one in &mut agreed.decisions {
        if one.id == decision.id {
            one.approved = Some(one.proposed.clone());
        }
    }
    Some((word(entry), word(&agreed), day))
}
