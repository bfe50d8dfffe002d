//! Items and how they are taxed, today and under the law to come.

use chrono::NaiveDate;

use super::form::Kind;
use super::{ITEMS, Message, PITCH, State, words};
use crate::catalogue::Entry;
use crate::i18n::date;
use crate::people::Right;
use crate::tax::{Decision, PriceRule, Regime};
use crate::ui::desk::Desk;
use crate::ui::protocol::MasterData;
use crate::ui::screen::parts;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::{Element, fit, hairline, line, list, search, soft};
use iced::Length;
use iced::widget::{Column, column, container, row};

/// Which items are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    /// Every one that is not archived.
    #[default]
    All,
    /// Without a decision today or under the law to come.
    Undecided,
    /// Disputed, or decided without a reason.
    Doubtful,
    /// Taxed otherwise from the next change of law on.
    Changing,
}

const FILTERS: [(Filter, &str); 4] = [
    (Filter::All, "taxes-filter-all"),
    (Filter::Undecided, "taxes-filter-undecided"),
    (Filter::Doubtful, "taxes-filter-doubtful"),
    (Filter::Changing, "taxes-filter-changing"),
];

impl Filter {
    /// Whether an item is shown.
    pub(super) fn fits(self, entry: &Entry, master: &MasterData) -> bool {
        if entry.archived.is_some_and(|from| from <= master.today) {
            return false;
        }
        let mut moments = moments(master);
        let decision = |(day, law): (NaiveDate, Regime)| entry.decision_on(law, day);
        match self {
            Filter::All => true,
            Filter::Undecided => moments.any(|moment| decision(moment).is_none()),
            Filter::Doubtful => moments.filter_map(decision).any(is_doubtful),
            Filter::Changing => {
                let mut treatments = moments.map(|m| decision(m).map(|d| &d.treatment));
                let first = treatments.next();
                treatments.any(|then| Some(then) != first)
            }
        }
    }
}

/// Today with its law, and the next change of law if there is one.
fn moments(master: &MasterData) -> impl Iterator<Item = (NaiveDate, Regime)> {
    let today = (master.today, master.regimes.at(master.today));
    std::iter::once(today).chain(master.switch())
}

/// Disputed among lawyers by its own reason, or without any reason.
fn is_doubtful(decision: &Decision) -> bool {
    let reason = decision.reason.to_lowercase();
    reason.trim().is_empty() || reason.contains("strittig") || reason.contains("disputed")
}

pub(super) fn view<'a>(
    state: &'a State,
    desk: &'a Desk,
    master: &'a MasterData,
) -> (Element<'a, Message>, Vec<Element<'a, Message>>) {
    let t = desk.t;
    let field = search::search(
        State::search_field(),
        t.text("taxes-search"),
        &state.query,
        "F2",
        Message::Search,
        Message::SearchSubmit,
        Message::Search(String::new()),
    );
    let filters = FILTERS.map(|(filter, key)| {
        parts::choice(
            t.text(key),
            state.filter == filter,
            Some(Message::Filter(filter)),
        )
    });
    let entries = master.assortment.entries();
    let rows = parts::windowed(
        desk,
        ITEMS,
        state.shown.len(),
        (PITCH, state.offset),
        |at| {
            let entry = entries.get(*state.shown.get(at)?)?;
            Some(row_of(state, desk, master, entry))
        },
        Message::Scrolled,
        t.text("taxes-no-items"),
    );
    let left = column![field, parts::choices(filters), rows,].spacing(12);
    let open = state.item.as_ref();
    let open = open.and_then(|id| master.assortment.entry(id));
    let right = match open {
        Some(entry) => detail(desk, master, entry),
        None => container(soft(t.text("taxes-choose-item")))
            .center(Length::Fill)
            .style(theme::card)
            .into(),
    };
    let propose = open.map(|entry| Message::Open(Kind::Proposal(entry.item.id.clone())));
    // A treatment is part of an item: who may not change items may agree to it, but not propose it.
    let button = match desk.may(Right::Administer) {
        true => parts::foot(t.text("taxes-propose"), theme::primary, propose),
        false => {
            let who = t.text("taxes-proposes-who");
            let who = crate::ui::widget::words(who, size::SUB, theme::REGULAR).style(theme::soft);
            container(who)
                .center_y(measure::KEY)
                .width(Length::FillPortion(3))
                .into()
        }
    };
    (parts::split(desk, left, right), vec![button])
}

fn row_of<'a>(
    state: &'a State,
    desk: &'a Desk,
    master: &'a MasterData,
    entry: &'a Entry,
) -> Element<'a, Message> {
    let t = desk.t;
    let item = &entry.item;
    let word = |(day, law)| match entry.decision_on(law, day) {
        Some(decision) => words::treatment(t, &master.rates, &decision.treatment, day),
        None => t.text("taxes-undecided").to_owned(),
    };
    let all: Vec<(NaiveDate, String)> = moments(master).map(|m| (m.0, word(m))).collect();
    let sub = match all.as_slice() {
        [(_, now), (day, then)] if now != then => {
            let arguments = [
                ("now", now.as_str().into()),
                ("day", date(*day).into()),
                ("then", then.as_str().into()),
            ];
            t.with("taxes-now-then", &arguments)
        }
        [(_, now), ..] => now.clone(),
        [] => String::new(),
    };
    let waits = entry.decisions.iter().any(Decision::waits);
    let tag = if Filter::Undecided.fits(entry, master) {
        Some(parts::tag(t.text("taxes-undecided"), true))
    } else if waits {
        Some(parts::tag(t.text("taxes-waits"), false))
    } else {
        None
    };
    let texts = column![
        fit::fit(&item.name, size::BODY, theme::MEDIUM),
        fit::fit(
            format!("{sub} · {} · {}", item.id, item.office),
            size::SUB,
            theme::REGULAR
        )
        .style(theme::soft),
    ];
    list::custom(
        row![container(texts).width(Length::Fill).clip(true)]
            .push(tag)
            .spacing(space::GAP)
            .align_y(iced::Center),
        state.item.as_ref() == Some(&item.id),
        Some(Message::Item(item.id.clone())),
    )
}

fn detail<'a>(desk: &'a Desk, master: &'a MasterData, entry: &'a Entry) -> Element<'a, Message> {
    let t = desk.t;
    let item = &entry.item;
    let mut content: Vec<Element<'a, Message>> = Vec::new();
    for (day, law) in moments(master) {
        let caption = match day == master.today {
            true => t.text("taxes-now").to_owned(),
            false => t.with("taxes-from-on", &[("day", date(day).into())]),
        };
        let on = entry.on(day, &master.rates, &master.regimes);
        let price = words::price(t, &master.rates, on.as_ref(), day);
        content.push(
            column![
                row![
                    line(caption, size::BODY, theme::MEDIUM).width(150),
                    line(price, size::KEY, theme::SEMIBOLD),
                ]
                .spacing(space::GAP)
                .align_y(iced::Center),
                line(words::law(t, law), size::SUB, theme::REGULAR).style(theme::soft),
            ]
            .into(),
        );
    }
    content.push(parts::section(t.text("taxes-history")));
    let mut decisions: Vec<&Decision> = entry.decisions.iter().collect();
    decisions.sort_by_key(|d| std::cmp::Reverse((d.from, d.id)));
    if decisions.is_empty() {
        content.push(soft(t.text("taxes-no-history")).into());
    }
    for decision in decisions {
        content.push(hairline().into());
        content.push(decided(desk, master, decision));
    }
    let sub = format!("{} · {}", item.id, item.office);
    parts::panel(&item.name, sub, content, None)
}

/// A decision with everything that is known of it.
pub(super) fn decided<'a>(
    desk: &'a Desk,
    master: &'a MasterData,
    decision: &'a Decision,
) -> Element<'a, Message> {
    let t = desk.t;
    let day = decision.from.max(master.today);
    let how = words::treatment(t, &master.rates, &decision.treatment, day);
    let state = match (&decision.refused, &decision.approved) {
        (Some(_), _) => Some(parts::tag(t.text("taxes-refused-tag"), true)),
        (None, None) => Some(parts::tag(t.text("taxes-waits"), false)),
        (None, Some(_)) => None,
    };
    let from = match decision.from > crate::catalogue::file::FIRST_DAY {
        true => t.with("taxes-from-on", &[("day", date(decision.from).into())]),
        false => t.text("taxes-always").to_owned(),
    };
    let head =
        row![crate::ui::widget::words(how, size::BODY, theme::SEMIBOLD).width(Length::Fill),]
            .push(state)
            .spacing(space::GAP)
            .align_y(iced::Center);
    let mut facts = Column::new().spacing(3).push(head).push(
        line(
            format!("{} · {from}", words::law(t, decision.regime)),
            size::SUB,
            theme::REGULAR,
        )
        .style(theme::soft),
    );
    if decision.price_rule == PriceRule::NetPlusVat {
        facts = facts.push(parts::fact(
            t.text("taxes-price-rule"),
            words::rule(t, decision.price_rule),
        ));
    }
    if let Some(text) = &decision.treatment.text {
        facts = facts.push(parts::fact(t.text("taxes-receipt-text"), text.as_str()));
    }
    let reason = match decision.reason.trim() {
        "" => t.text("taxes-no-reason"),
        reason => reason,
    };
    facts = facts.push(parts::fact(t.text("approval-reason"), reason));
    if !decision.legal_basis.is_empty() {
        facts = facts.push(parts::fact(
            t.text("taxes-basis"),
            decision.legal_basis.as_str(),
        ));
    }
    facts = facts.push(parts::fact(
        t.text("taxes-proposed-by"),
        words::mark(desk, &decision.proposed),
    ));
    if let Some(mark) = &decision.approved {
        facts = facts.push(parts::fact(
            t.text("taxes-approved-by"),
            words::mark(desk, mark),
        ));
    }
    if let Some(mark) = &decision.refused {
        facts = facts.push(parts::fact(
            t.text("taxes-refused-by"),
            words::mark(desk, mark),
        ));
    }
    facts.into()
}
