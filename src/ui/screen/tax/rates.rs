//! Keys with their dated rates.

use chrono::NaiveDate;

use super::form::Kind;
use super::view::may_change;
use super::{Message, State, words};
use crate::i18n::date;
use crate::tax::{RatePeriod, Rates, TaxKey};
use crate::ui::desk::Desk;
use crate::ui::protocol::MasterData;
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::{Element, button, hairline, line, list, soft};
use iced::widget::{column, container, row};
use iced::{Length, Padding};

/// Every key in the order it is listed: those in use, own ones, then historical ones.
pub(super) fn keys(desk: &Desk) -> Vec<TaxKey> {
    let periods = desk.master.iter().flat_map(|m| m.rates.periods());
    let mut keys: Vec<TaxKey> = periods.map(|period| period.key).collect();
    keys.dedup();
    keys.sort_by_key(|key| (!key.is_current(), *key));
    keys
}

pub(super) fn view<'a>(
    state: &'a State,
    desk: &'a Desk,
    master: &'a MasterData,
) -> (Element<'a, Message>, Vec<Element<'a, Message>>) {
    let t = desk.t;
    let all = keys(desk);
    let open = state.key.or(all.first().copied());
    let mut rows = Vec::new();
    let mut historical = false;
    for key in all {
        if !key.is_current() && !historical {
            historical = true;
            rows.push(
                container(soft(t.text("taxes-historical")))
                    .padding(Padding::from([14, 16]))
                    .into(),
            );
            rows.push(hairline().into());
        }
        rows.push(row_of(state, desk, master, key, open == Some(key)));
    }
    let left = parts::list(rows, t.text("wait"));
    let right = match open {
        Some(key) => detail(state, desk, master, key),
        None => soft(t.text("taxes-choose-key")).into(),
    };
    let allowed = may_change(desk);
    let rate = open.filter(|key| allowed && key.is_current() && key.slot() < 4);
    let buttons = vec![
        parts::foot(
            t.text("taxes-new-key"),
            theme::secondary,
            allowed.then_some(Message::Open(Kind::Key)),
        ),
        parts::foot(
            t.text("taxes-new-rate"),
            theme::primary,
            rate.map(|key| Message::Open(Kind::Rate(key))),
        ),
    ];
    (parts::split(desk, left, right), buttons)
}

fn row_of<'a>(
    state: &'a State,
    desk: &'a Desk,
    master: &'a MasterData,
    key: TaxKey,
    open: bool,
) -> Element<'a, Message> {
    let t = desk.t;
    let rates = &master.rates;
    let name = words::key(t, &state.keys, key);
    let coming = coming(rates, key, master.today);
    let sub = coming.map(|period| {
        let arguments = [
            ("day", date(period.from).into()),
            ("percent", words::percent(period.percent).into()),
        ];
        t.with("taxes-coming", &arguments)
    });
    let now = rates.at(key, master.today);
    let now = now.map_or_else(|| "–".to_owned(), words::percent);
    let texts = column![line(name, size::BODY, theme::MEDIUM)]
        .push(sub.map(|sub| line(sub, size::SUB, theme::MEDIUM).style(theme::accent)));
    list::custom(
        row![
            line(key.0.to_string(), size::KEY, theme::SEMIBOLD)
                .style(theme::soft)
                .width(56),
            container(texts).width(Length::Fill).clip(true),
            line(now, size::KEY, theme::SEMIBOLD),
        ]
        .spacing(space::GAP)
        .align_y(iced::Center),
        open,
        Some(Message::Key(key)),
    )
}

fn coming(rates: &Rates, key: TaxKey, today: NaiveDate) -> Option<&RatePeriod> {
    let mut periods = rates.periods().iter();
    periods.find(|period| period.key == key && period.from > today)
}

fn detail<'a>(
    state: &'a State,
    desk: &'a Desk,
    master: &'a MasterData,
    key: TaxKey,
) -> Element<'a, Message> {
    let t = desk.t;
    let periods: Vec<&RatePeriod> = {
        let all = master.rates.periods().iter();
        all.filter(|period| period.key == key).collect()
    };
    let ends = periods.iter().skip(1).map(|next| next.from.pred_opt());
    let ends = ends.chain(std::iter::once(None));
    let holds = master.rates.at(key, master.today);
    let mut rows: Vec<Element<'a, Message>> = periods
        .iter()
        .zip(ends)
        .map(|(period, end)| {
            let span = match end {
                Some(end) => format!("{} – {}", date(period.from), date(end)),
                None => t.with("taxes-from-on", &[("day", date(period.from).into())]),
            };
            let now = period.from <= master.today && end.is_none_or(|end| end >= master.today);
            let comes = period.from > master.today;
            let weight = if now { theme::SEMIBOLD } else { theme::REGULAR };
            let mark = now.then(|| parts::tag(t.text("taxes-holds"), false));
            let back = comes.then(|| {
                let form = Message::Open(Kind::NoRate(key, period.from));
                button::small(t.text("taxes-withdraw"), theme::tertiary)
                    .on_press_maybe(may_change(desk).then_some(form))
            });
            column![
                row![line(span, size::BODY, weight).width(Length::Fill),]
                    .push(mark)
                    .push(back)
                    .push(
                        container(line(words::percent(period.percent), size::KEY, weight))
                            .align_right(84)
                    )
                    .spacing(12)
                    .height(52)
                    .align_y(iced::Center),
                hairline(),
            ]
            .into()
        })
        .collect();
    // The newest on top.
    rows.reverse();
    let hint = match (key.is_current(), key.slot(), may_change(desk)) {
        (_, _, false) => Some("taxes-read-only"),
        (false, _, _) => Some("taxes-historical-hint"),
        (true, 4, _) => Some("taxes-without-vat-hint"),
        _ => Some("taxes-rate-hint"),
    };
    rows.extend(hint.map(|hint| {
        crate::ui::widget::words(t.text(hint), size::SUB, theme::REGULAR)
            .style(theme::soft)
            .into()
    }));
    let sub = match holds {
        Some(percent) => {
            let arguments = [("percent", words::percent(percent).into())];
            t.with("taxes-today", &arguments)
        }
        None => t.text("taxes-not-yet").to_owned(),
    };
    let heading = format!("{} · {}", key.0, words::key(t, &state.keys, key));
    parts::panel(heading, sub, rows, None)
}
