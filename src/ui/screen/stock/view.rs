//! Building the stock screen: the list, an item with its history, and dialogs over it.

use super::{FILTERS, Message, State, form, words};
use crate::catalogue::StockMode;
use crate::catalogue::stock::{Level, StockRow};
use crate::i18n::date_time;
use crate::ledger::StockChange;
use crate::people::Right;
use crate::till::local;
use crate::ui::desk::{Desk, quantity};
use crate::ui::icon::Icon;
use crate::ui::screen::{approval, parts};
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::{Element, button, fit, hairline, line, list, modal, search, soft};
use iced::Length;
use iced::widget::{Row, column, container, row};

/// The height of a row with the line below it.
pub(super) const PITCH: f32 = measure::ROW + 1.0;
/// What search, filters and buttons take of the height of the window.
pub(super) const AROUND: f32 = 310.0;
/// The list.
pub(super) const LIST: &str = "stock-list";

impl State {
    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let screen = match &self.count {
            Some(count) => count.view(desk, self.note.as_ref()).map(Message::InCount),
            None => self.stock(desk),
        };
        match (&self.approval, &self.form) {
            (Some((approval, _)), _) => {
                let question = approval::Question {
                    title: t.text("stock-second-title"),
                    text: t.text("stock-second-text"),
                    reasons: Vec::new(),
                    go: t.text("taxes-second-go"),
                };
                approval.over(screen, desk, question, Message::Approval)
            }
            (None, Some(form)) => modal::modal(screen, form.view(desk).map(Message::InForm), None),
            (None, None) => screen,
        }
    }

    fn stock<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let keeps = desk.may(Right::KeepStock);
        let open = self.item.as_deref().and_then(|item| self.row(item));
        let right = match open {
            Some(row) => self.detail(desk, row),
            None => self.overview(desk),
        };
        let sheet = self.sheet.map(|number| {
            parts::foot(
                t.with("stock-save-sheet", &[("n", number.into())]),
                theme::secondary,
                Some(Message::SaveSheet),
            )
        });
        let some = self.rows.as_ref().is_some_and(|rows| !rows.is_empty());
        let count = parts::foot(
            t.text("stock-inventory"),
            theme::primary,
            (keeps && some).then_some(Message::Count),
        );
        parts::frame(
            desk,
            t.text("menu-stock"),
            parts::split(desk, self.list(desk), right),
            self.note.as_ref(),
            Message::Back,
            sheet.into_iter().chain(std::iter::once(count)).collect(),
        )
    }

    fn list<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let field = search::search(
            Self::search_field(),
            t.text("stock-search"),
            &self.query,
            "F2",
            Message::Search,
            Message::SearchSubmit,
            Message::Search(String::new()),
        );
        let filters = FILTERS.map(|(filter, key)| {
            parts::choice(
                t.text(key),
                self.filter == filter,
                Some(Message::Filter(filter)),
            )
        });
        let rows: Element<'a, Message> = match &self.rows {
            None => parts::list(Vec::new(), t.text("wait")),
            Some(rows) if rows.is_empty() => parts::list(Vec::new(), t.text("stock-none")),
            Some(rows) => parts::windowed(
                desk,
                LIST,
                self.shown.len(),
                (PITCH, self.offset),
                |at| Some(self.entry(desk, rows.get(*self.shown.get(at)?)?)),
                Message::Scrolled,
                t.text("stock-no-hits"),
            ),
        };
        column![field, parts::choices(filters), rows]
            .spacing(12)
            .into()
    }

    fn entry<'a>(&'a self, desk: &'a Desk, stock: &'a StockRow) -> Element<'a, Message> {
        let t = desk.t;
        let warns = words::warns(stock);
        let level = match &stock.level {
            Some(level) => words::level(level),
            None => "–".to_owned(),
        };
        let minimum = stock
            .minimum
            .map(|minimum| t.with("stock-minimum-short", &[("n", quantity(minimum).into())]));
        let mut sub = format!("{} · {}", stock.item_id, stock.office);
        if stock.mode == StockMode::Numbered {
            sub = format!("{sub} · {}", t.text("stock-by-number"));
        }
        let texts = column![
            fit::fit(&stock.name, size::BODY, theme::MEDIUM),
            fit::fit(sub, size::SUB, theme::REGULAR).style(theme::soft),
        ];
        let tag = warns.then(|| {
            parts::tag(
                match stock.is_low() {
                    true => t.text("stock-low"),
                    false => t.text("stock-below-zero"),
                },
                true,
            )
        });
        let amount = column![line(level, size::KEY, theme::SEMIBOLD),]
            .push(minimum.map(|text| line(text, size::HINT, theme::REGULAR).style(theme::soft)))
            .align_x(iced::Right);
        list::custom(
            row![container(texts).width(Length::Fill).clip(true)]
                .push(tag)
                .push(container(amount).align_right(84))
                .spacing(space::GAP)
                .align_y(iced::Center),
            self.item.as_ref() == Some(&stock.item_id),
            Some(Message::Open(stock.item_id.clone())),
        )
    }

    // Nothing is open: what needs somebody, and the setting.
    fn overview<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let rows = || self.rows.iter().flatten();
        let low = rows().filter(|row| words::warns(row)).count();
        let unknown = rows().filter(|row| row.level.is_none()).count();
        let mut content: Vec<Element<'a, Message>> = Vec::new();
        content.push(match low {
            0 => notice::notice(Rank::Info, t.text("stock-none-low"), None),
            n => notice::notice(
                Rank::Warning,
                t.with("stock-some-low", &[("n", n.into())]),
                None,
            ),
        });
        if unknown > 0 {
            let sentence = t.with("stock-some-uncounted", &[("n", unknown.into())]);
            content.push(notice::notice(Rank::Info, sentence, None));
        }
        content.push(parts::section(t.text("stock-negative")));
        let administers = desk.may(Right::Administer);
        let choices = [(false, "stock-negative-no"), (true, "stock-negative-yes")];
        content.push(parts::choices(choices.map(|(allowed, key)| {
            let message = administers.then_some(Message::Negative(allowed));
            parts::choice(t.text(key), self.negative == allowed, message)
        })));
        content.push(hint(t.text(match administers {
            true => "stock-negative-hint",
            false => "stock-negative-who",
        })));
        if !desk.may(Right::KeepStock) {
            content.push(notice::notice(Rank::Info, t.text("stock-read-only"), None));
        }
        let arguments = [("n", rows().count().into())];
        let sub = t.with("stock-kept", &arguments);
        parts::panel(t.text("stock-overview"), sub, content, None)
    }

    fn detail<'a>(&'a self, desk: &'a Desk, stock: &'a StockRow) -> Element<'a, Message> {
        let t = desk.t;
        let mut content: Vec<Element<'a, Message>> = Vec::new();
        content.extend(stock.level.as_ref().map(|level| {
            row![
                line(words::level(level), size::SUM, theme::BOLD),
                line(&stock.unit, size::KEY, theme::REGULAR).style(theme::soft),
            ]
            .spacing(space::GAP)
            .align_y(iced::Center)
            .into()
        }));
        if let Some(minimum) = stock.minimum {
            let sentence = t.with("stock-minimum", &[("n", quantity(minimum).into())]);
            content.push(match stock.is_low() {
                true => notice::notice(Rank::Warning, sentence, None),
                false => hint_owned(sentence),
            });
        }
        if stock.level.is_none() {
            content.push(notice::notice(
                Rank::Info,
                t.text("stock-uncounted-hint"),
                None,
            ));
        }
        if let Some(numbers) = stock.level.as_ref().and_then(Level::numbers) {
            content.push(parts::fact(t.text("stock-numbers"), numbers.to_string()));
        }
        content.push(parts::section(t.text("stock-history")));
        if self.history.is_empty() {
            content.push(hint(t.text("stock-no-history")));
        }
        content.extend(self.history.iter().map(|change| changed(desk, change)));
        let keeps = desk.may(Right::KeepStock);
        let key = |symbol: Icon, caption: &'static str, kind: form::Kind| {
            button::with_icon(symbol, t.text(caption), theme::secondary)
                .on_press_maybe(keeps.then_some(Message::Form(kind)))
                .into()
        };
        let buttons: Element<'a, Message> = match keeps {
            true => Row::with_children([
                key(Icon::PackagePlus, "stock-deliver", form::Kind::Delivery),
                key(Icon::PackageMinus, "stock-lose", form::Kind::Loss),
                key(Icon::ClipboardCheck, "stock-count-one", form::Kind::Count),
            ])
            .spacing(space::GAP)
            .into(),
            false => soft(t.text("stock-read-only")).into(),
        };
        let sub = format!("{} · {}", stock.item_id, stock.office);
        parts::panel(&stock.name, sub, content, Some(buttons))
    }
}

fn changed<'a>(desk: &'a Desk, change: &'a StockChange) -> Element<'a, Message> {
    let t = desk.t;
    let at = date_time(local(change.at).naive_local());
    let mut sub = format!("{at} · {}", change.person);
    if let Some(reason) = change.reason.as_deref().filter(|reason| !reason.is_empty()) {
        sub = format!("{sub} · {reason}");
    }
    let numbers = change.numbers.as_ref().map(ToString::to_string);
    let level = t.with("stock-then", &[("level", quantity(change.level).into())]);
    column![
        hairline(),
        row![
            column![
                line(words::source(t, &change.source), size::BODY, theme::MEDIUM),
                crate::ui::widget::words(sub, size::SUB, theme::REGULAR).style(theme::soft),
            ]
            .push(numbers.map(|numbers| {
                crate::ui::widget::words(numbers, size::SUB, theme::REGULAR).style(theme::soft)
            }))
            .width(Length::Fill),
            column![
                line(words::signed(change.quantity), size::KEY, theme::SEMIBOLD),
                line(level, size::SUB, theme::REGULAR).style(theme::soft),
            ]
            .align_x(iced::Right),
        ]
        .spacing(space::GAP),
    ]
    .spacing(6)
    .into()
}

fn hint<'a>(text: &'a str) -> Element<'a, Message> {
    hint_owned(text.to_owned())
}

fn hint_owned<'a>(text: String) -> Element<'a, Message> {
    row![crate::ui::widget::words(text, size::SUB, theme::REGULAR).style(theme::soft)].into()
}
