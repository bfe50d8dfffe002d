//! One row of the list and the captions above it.

use super::super::super::Message as Screen;
use super::super::{Message, State, is_undecided};
use crate::catalogue::{Entry, StockMode};
use crate::i18n::{date, money};
use crate::people::Right;
use crate::tax::Decision;
use crate::ui::desk::{Desk, quantity};
use crate::ui::icon::{Icon, icon};
use crate::ui::protocol::MasterData;
use crate::ui::theme::{self, measure, size};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, fit, hairline, line};
use iced::widget::{Column, column, container, row, space as gap};
use iced::{Alignment, Length};

/// From this width on there is room for the account.
const WIDE: f32 = 1180.0;

/// Widths of the columns that do not stretch.
const TICK: f32 = 52.0;
const NUMBER: f32 = 88.0;
const PRICE: f32 = 168.0;
const STOCK: f32 = 88.0;
const ACCOUNT: f32 = 120.0;

impl State {
    pub(super) fn row<'a>(
        &'a self,
        at: usize,
        entry: &'a Entry,
        master: &'a MasterData,
        desk: &'a Desk,
    ) -> Element<'a, Screen> {
        let t = desk.t;
        let item = &entry.item;
        let ticked = self.ticked.contains(&item.id);
        let current = self.cursor == Some(at);
        let style = if current {
            theme::selected_row
        } else {
            theme::row
        };
        let tick = may_tick(desk).then(|| {
            Press::new(icon(
                if ticked {
                    Icon::SquareCheck
                } else {
                    Icon::Square
                },
                22.0,
            ))
            .style(style)
            .scrolls()
            .skip_focus()
            .width(TICK)
            .height(measure::ROW)
            .on_press(Screen::List(Message::Tick(item.id.clone())))
        });
        let place = match (entry.archived, item.group.as_str()) {
            (Some(day), _) if day <= master.today => t.with(
                "cat-archived-since",
                &[
                    ("office", item.office.as_str().into()),
                    ("day", date(day).into()),
                ],
            ),
            (Some(day), _) => t.with(
                "cat-archived-from",
                &[
                    ("office", item.office.as_str().into()),
                    ("day", date(day).into()),
                ],
            ),
            (None, "") => item.office.clone(),
            (None, group) => format!("{} · {group}", item.office),
        };
        let stock = match (item.stock, desk.facts.stock.get(&item.id)) {
            (StockMode::None, _) => String::new(),
            (_, Some(level)) => quantity(*level),
            (_, None) => String::from("0"),
        };
        let (price, next_price) = prices(entry, master, t);
        let (tax, next_tax) = taxes(entry, master, desk);
        let mut cells = row![
            cell(&item.id, None, size::SUB).width(NUMBER),
            cell(&item.name, Some(Second::soft(place)), size::BODY).width(Length::FillPortion(5)),
            container(cell(price, next_price, size::BODY)).width(PRICE),
            cell(tax, next_tax, size::BODY).width(Length::FillPortion(3)),
            container(line(stock, size::BODY, theme::REGULAR)).align_right(STOCK),
        ]
        .spacing(12)
        .align_y(iced::Center);
        if desk.size.width >= WIDE {
            cells = cells.push(
                cell(
                    &item.account,
                    Some(Second::soft(item.product.clone())),
                    size::SUB,
                )
                .width(ACCOUNT),
            );
        }
        column![
            row![].push(tick).push(
                Press::new(cells)
                    .style(style)
                    .align(Alignment::Start, Alignment::Center)
                    .scrolls()
                    .padding([0.0, 12.0])
                    .width(Length::Fill)
                    .height(measure::ROW)
                    .on_press(Screen::Edit(item.id.clone())),
            ),
            hairline(),
        ]
        .into()
    }
}

/// Items are ticked to change many at once; who only reads has nothing to tick them for.
fn may_tick(desk: &Desk) -> bool {
    desk.may(Right::Administer)
}

/// The captions of the columns.
pub fn heads<'a>(desk: &'a Desk, scrolls: bool) -> Element<'a, Screen> {
    let t = desk.t;
    let head = |key| line(t.text(key), size::SUB, theme::MEDIUM).style(theme::soft);
    let mut heads = row![
        head("cat-number").width(NUMBER),
        head("cat-name").width(Length::FillPortion(5)),
        head("cat-price").width(PRICE),
        head("cat-tax").width(Length::FillPortion(3)),
        container(head("cat-stock")).align_right(STOCK),
    ]
    .spacing(12)
    .align_y(iced::Center);
    if desk.size.width >= WIDE {
        heads = heads.push(head("cat-account").width(ACCOUNT));
    }
    // Where the rows scroll, they leave room for the bar they scroll by.
    let bar = if scrolls { 10 } else { 0 };
    row![
        gap().width(if may_tick(desk) { TICK } else { 0.0 }),
        container(heads).padding([0.0, 12.0]),
        gap().width(bar),
    ]
    .height(40)
    .align_y(iced::Center)
    .into()
}

/// The second line of a cell.
struct Second {
    text: String,
    style: fn(&theme::Theme) -> iced::widget::text::Style,
}

impl Second {
    fn soft(text: String) -> Self {
        let style = theme::soft;
        Self { text, style }
    }

    // What is going to change.
    fn next(text: String) -> Self {
        let style = theme::accent;
        Self { text, style }
    }

    fn stop(text: String) -> Self {
        let style = theme::stop;
        Self { text, style }
    }
}

fn cell<'a>(
    text: impl iced::widget::text::IntoFragment<'a>,
    second: Option<Second>,
    of_size: f32,
) -> container::Container<'a, Screen, theme::Theme> {
    let second = second.filter(|second| !second.text.is_empty());
    let content =
        Column::new()
            .push(line(text, of_size, theme::MEDIUM))
            .push(second.map(|second| {
                fit::fit(second.text, size::SUB, theme::REGULAR).style(second.style)
            }));
    container(content).clip(true)
}

fn prices(
    entry: &Entry,
    master: &MasterData,
    t: &'static crate::i18n::Texts,
) -> (String, Option<Second>) {
    let gross = |day| {
        let item = entry.on(day, &master.rates, &master.regimes);
        item.map(|item| item.price)
            .or_else(|| entry.price_on(day).map(|price| price.amount))
    };
    let now = gross(master.today).map_or_else(|| String::from("–"), money);
    let next = entry.prices.iter().find(|price| price.from > master.today);
    let next = next.and_then(|price| {
        let arguments = [
            ("day", date(price.from).into()),
            ("what", gross(price.from).map(money)?.into()),
        ];
        Some(Second::next(t.with("cat-from", &arguments)))
    });
    (now, next)
}

fn taxes(entry: &Entry, master: &MasterData, desk: &Desk) -> (String, Option<Second>) {
    let t = desk.t;
    let on = |regime, day| {
        let decision = entry.decision_on(regime, day);
        decision.map(|decision| desk.treatment(&decision.treatment, day))
    };
    let now = on(master.regimes.at(master.today), master.today);
    let next = master.switch().map(|(day, regime)| (day, on(regime, day)));
    let second = match next {
        _ if entry.decisions.iter().any(Decision::waits) => {
            Some(Second::next(t.text("cat-shown-waiting").to_owned()))
        }
        Some((day, None)) => Some(Second::stop(t.with(
            "cat-from",
            &[
                ("day", date(day).into()),
                ("what", t.text("tax-undecided").into()),
            ],
        ))),
        Some((day, what)) if what != now => what.map(|what| {
            Second::next(t.with(
                "cat-from",
                &[("day", date(day).into()), ("what", what.into())],
            ))
        }),
        _ => None,
    };
    let undecided = is_undecided(entry, master) && now.is_none();
    let now = now.unwrap_or_else(|| t.text("tax-undecided").to_owned());
    let second = second.filter(|_| !undecided || entry.decisions.iter().any(Decision::waits));
    (now, second)
}
