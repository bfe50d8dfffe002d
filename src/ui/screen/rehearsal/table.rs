//! The table of what changes: today on the left, the day on the right.

use super::count::Group;
use super::{Message, State};
use crate::catalogue::{ItemChange, Rehearsal, Side, Warning};
use crate::i18n::Texts;
use crate::money::Money;
use crate::tax::{TaxKey, totals};
use crate::ui::desk::{Desk, quantity};
use crate::ui::icon::{Icon, icon};
use crate::ui::screen::parts;
use crate::ui::screen::tax::words::treatment;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, fit, hairline, line};
use iced::widget::{Row, column, container, row, space as gap};
use iced::{Alignment, Length, Padding};

/// The height of a row with the line below it.
pub(super) const PITCH: f32 = measure::ROW + 1.0;
/// From this width on there is room for net amounts.
const WIDE: f32 = 1180.0;
/// Widths of the columns that do not stretch.
const TICK: f32 = 44.0;
const TAX: f32 = 118.0;
const AMOUNT: f32 = 74.0;
/// Between the two days.
const APART: f32 = 20.0;

/// A row in words, put together once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) item: String,
    name: String,
    sub: String,
    before: [String; 4],
    after: [String; 4],
    delta: String,
    dearer: bool,
}

/// The rows of an office and a group of warnings.
pub(super) fn lines(
    desk: &Desk,
    rehearsal: &Rehearsal,
    office: Option<&str>,
    group: Option<&Group>,
) -> Vec<Line> {
    let t = desk.t;
    let of_office = |name: &str| office.is_none_or(|office| office == name);
    match group.filter(|group| !group.items.is_empty()) {
        None => {
            let changes = rehearsal.changes.iter();
            let shown = changes.filter(|change| of_office(&change.office));
            shown.map(|change| of_change(t, change)).collect()
        }
        Some(group) => {
            let mut lines = Vec::new();
            for warning in &rehearsal.warnings {
                let known = lines.iter().any(|line: &Line| line.item == warning.item_id);
                if known || !of_office(&warning.office) || !group.items.contains(&warning.item_id) {
                    continue;
                }
                let mut changes = rehearsal.changes.iter();
                let change = changes.find(|change| change.item_id == warning.item_id);
                lines.push(match change {
                    Some(change) => of_change(t, change),
                    None => unchanged(desk, rehearsal, warning),
                });
            }
            lines
        }
    }
}

fn of_change(t: &'static Texts, change: &ItemChange) -> Line {
    let gross = |side: &Option<Side>| side.as_ref().map(|side| side.gross);
    let delta = match (gross(&change.before), gross(&change.after)) {
        (Some(before), Some(after)) if before != after => after - before,
        _ => Money::ZERO,
    };
    let sign = if delta > Money::ZERO { "+" } else { "" };
    Line {
        item: change.item_id.clone(),
        name: change.name.clone(),
        sub: format!("{} · {}", change.item_id, change.office),
        before: side(t, change.before.as_ref()),
        after: side(t, change.after.as_ref()),
        delta: match delta.is_zero() {
            true => "±0,00".to_owned(),
            false => format!("{sign}{delta}"),
        },
        dearer: delta > Money::ZERO,
    }
}

// An item somebody should look at although nothing changes.
fn unchanged(desk: &Desk, rehearsal: &Rehearsal, warning: &Warning) -> Line {
    let on = |day| {
        let master = desk.master.as_ref()?;
        let entry = master.assortment.entry(&warning.item_id)?;
        let item = entry.on(day, &master.rates, &master.regimes)?;
        let parts = item.tax.parts(item.price, &master.rates, day);
        let parts = totals(parts.unwrap_or_default().iter());
        let vat: Money = parts.iter().map(|total| total.vat).sum();
        Some([
            treatment(desk.t, &master.rates, &item.tax, day),
            (item.price - vat).to_string(),
            amount_or_dash(vat),
            item.price.to_string(),
        ])
    };
    Line {
        item: warning.item_id.clone(),
        name: warning.name.clone(),
        sub: format!("{} · {}", warning.item_id, warning.office),
        before: on(rehearsal.before).unwrap_or_else(|| side(desk.t, None)),
        after: on(rehearsal.on).unwrap_or_else(|| side(desk.t, None)),
        delta: "±0,00".to_owned(),
        dearer: false,
    }
}

fn amount_or_dash(amount: Money) -> String {
    match amount.is_zero() {
        true => "–".to_owned(),
        false => amount.to_string(),
    }
}

/// Tax, net, VAT, gross.
fn side(t: &'static Texts, side: Option<&Side>) -> [String; 4] {
    let Some(side) = side else {
        let none = "–".to_owned();
        let offer = t.text("taxes-not-on-offer").to_owned();
        return [offer, none.clone(), none.clone(), none];
    };
    let words = side
        .shares
        .iter()
        .map(|share| match (share.key, share.percent) {
            (TaxKey::NOT_TAXABLE, _) => t.text("tax-none").to_owned(),
            (TaxKey::EXEMPT, _) => t.text("tax-exempt").to_owned(),
            (TaxKey::UNDETERMINED, _) => t.text("taxes-undecided").to_owned(),
            (_, Some(percent)) => format!("{} %", quantity(percent)),
            (_, None) => t.text("taxes-no-rate").to_owned(),
        });
    let gross = match side.limits {
        Some((min, _)) if side.gross.is_zero() => t.with(
            "rehearse-from-amount",
            &[("amount", min.to_string().into())],
        ),
        _ => side.gross.to_string(),
    };
    [
        words.collect::<Vec<_>>().join(" + "),
        side.net.to_string(),
        amount_or_dash(side.vat),
        gross,
    ]
}

impl State {
    pub(super) fn table<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let wide = desk.size.width >= WIDE;
        let list = parts::window(
            desk,
            "rehearsal-table",
            self.shown.len(),
            PITCH,
            self.offset,
            |at| self.shown.get(at).map(|line| self.row(line, wide)),
            Message::Scrolled,
        );
        parts::card(column![self.head(desk, wide), hairline(), list])
    }

    fn head<'a>(&'a self, desk: &'a Desk, wide: bool) -> Element<'a, Message> {
        let t = desk.t;
        let days = self.rehearsal.as_ref().map(|rehearsal| {
            let day = |day| crate::i18n::date(day);
            (day(rehearsal.before), day(rehearsal.on))
        });
        let (before, after) = days.unwrap_or_default();
        let amounts = if wide { 3.0 } else { 2.0 };
        let side = TAX + amounts * (AMOUNT + space::GAP);
        let over = row![
            gap().width(TICK),
            line(t.text("rehearse-item"), size::SUB, theme::SEMIBOLD).width(Length::Fill),
            container(line(before, size::BODY, theme::SEMIBOLD)).width(side),
            gap().width(APART),
            container(line(after, size::BODY, theme::SEMIBOLD).style(theme::accent)).width(side),
            cell(t.text("rehearse-delta").to_owned(), AMOUNT),
        ]
        .spacing(space::GAP);
        let names = || {
            let caption = |key| container(soft(t.text(key))).align_right(AMOUNT);
            Row::new()
                .push(container(soft(t.text("rehearse-tax"))).width(TAX))
                .push(wide.then(|| caption("rehearse-net")))
                .push(caption("rehearse-vat"))
                .push(caption("rehearse-gross"))
                .spacing(space::GAP)
        };
        let under = row![
            gap().width(TICK),
            gap().width(Length::Fill),
            names(),
            gap().width(APART),
            names(),
            gap().width(AMOUNT),
        ]
        .spacing(space::GAP);
        column![over, under]
            .padding(Padding::from([8.0, space::EDGE]))
            .into()
    }

    fn row<'a>(&'a self, text: &'a Line, wide: bool) -> Element<'a, Message> {
        let ticked = self.ticked.contains(&text.item);
        let symbol = if ticked {
            Icon::SquareCheck
        } else {
            Icon::Square
        };
        let side = |side: &'a [String; 4], accent: bool| {
            let [tax, net, vat, gross] = side;
            let weight = if accent {
                theme::MEDIUM
            } else {
                theme::REGULAR
            };
            let amount = |text: &'a String| {
                container(fit::fit(text.as_str(), size::BODY, weight)).align_right(AMOUNT)
            };
            Row::new()
                .push(container(fit::fit(tax.as_str(), size::BODY, weight)).width(TAX))
                .push(wide.then(|| amount(net)))
                .push(amount(vat))
                .push(amount(gross))
                .spacing(space::GAP)
                .align_y(iced::Center)
        };
        let names = column![
            fit::fit(text.name.as_str(), size::BODY, theme::MEDIUM),
            line(text.sub.as_str(), size::SUB, theme::REGULAR).style(theme::soft),
        ];
        let delta = fit::fit(
            text.delta.as_str(),
            size::BODY,
            if text.dearer {
                theme::SEMIBOLD
            } else {
                theme::REGULAR
            },
        );
        let content = row![
            container(icon(symbol, 22.0)).width(TICK),
            container(names).width(Length::Fill).clip(true),
            side(&text.before, false),
            gap().width(APART),
            side(&text.after, true),
            container(delta).align_right(AMOUNT),
        ]
        .spacing(space::GAP)
        .align_y(iced::Center);
        let style = if ticked {
            theme::selected_row
        } else {
            theme::row
        };
        column![
            Press::new(content)
                .style(style)
                .align(Alignment::Start, Alignment::Center)
                .scrolls()
                .padding([0.0, space::EDGE])
                .width(Length::Fill)
                .height(measure::ROW)
                .on_press(Message::Tick(text.item.clone())),
            hairline(),
        ]
        .into()
    }
}

fn soft<'a>(text: &'a str) -> iced::widget::Text<'a, theme::Theme> {
    line(text, size::HINT, theme::REGULAR).style(theme::soft)
}

fn cell<'a>(text: String, width: f32) -> Element<'a, Message> {
    container(line(text, size::SUB, theme::SEMIBOLD))
        .align_right(width)
        .into()
}
