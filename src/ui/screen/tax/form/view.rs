//! Building the forms.

use super::{Field, Kind, Message, State};
use crate::i18n::date;
use crate::tax::{PriceRule, Regime, TaxKey};
use crate::ui::desk::Desk;
use crate::ui::screen::parts;
use crate::ui::screen::tax::words;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::{Element, button, line, soft};
use iced::widget::{Column, Row, column, container, row};
use iced::{Length, Padding};

/// Identifiers of the fields of shares; a menu has two, nobody needs more than these.
const SHARES: [&str; 6] = [
    "taxes-share-1",
    "taxes-share-2",
    "taxes-share-3",
    "taxes-share-4",
    "taxes-share-5",
    "taxes-share-6",
];

impl State {
    /// Builds the dialog.
    pub fn view<'a>(&'a self, desk: &'a Desk, own: &'a [(TaxKey, String)]) -> Element<'a, Message> {
        let t = desk.t;
        let (title, text) = self.heading(desk, own);
        // So that the longest form still fits on a 15-inch screen.
        let gap = match desk.size.height < 900.0 {
            true => space::GAP,
            false => space::EDGE,
        };
        let mut content = Column::new().spacing(gap);
        if !text.is_empty() {
            content = content.push(crate::ui::widget::words(text, size::BODY, theme::REGULAR));
        }
        content = content.extend(self.fields(desk, own));
        content = content.push(self.typed(
            desk,
            Field::Reason,
            "taxes-reason",
            "approval-reason",
            "taxes-reason-hint",
        ));
        let missing = self.outcome(desk, own).err();
        let refuses = matches!(self.kind, Kind::Refusal(_));
        let go = match &self.kind {
            Kind::Proposal(_) => t.text("taxes-propose-go"),
            Kind::Refusal(_) => t.text("taxes-refuse-go"),
            _ => t.text("taxes-to-second"),
        };
        let waits_for = missing.map(|key| t.text(key));
        let problem = self
            .problem
            .as_deref()
            .map(|problem| notice::notice(Rank::Stop, problem, None));
        let style = if refuses {
            theme::danger
        } else {
            theme::primary
        };
        let ready = missing.is_none() && !self.sent;
        let buttons = row![
            button::large(t.text("back"), Some("Esc"), theme::secondary)
                .width(Length::FillPortion(2))
                .on_press(Message::Close),
            button::large(go, None, style)
                .width(Length::FillPortion(3))
                .on_press_maybe(ready.then_some(Message::Submit)),
        ]
        .spacing(space::GAP);
        let wide = matches!(self.kind, Kind::Proposal(_));
        container(
            column![
                crate::ui::widget::words(title, 24.0, theme::SEMIBOLD),
                content
            ]
            .push(problem)
            .push(soft(waits_for.unwrap_or_default()))
            .push(buttons)
            .spacing(gap),
        )
        .width(Length::Fill)
        .max_width(if wide { 860 } else { 620 })
        .padding(desk.gap().max(space::EDGE))
        .style(theme::dialog)
        .into()
    }

    fn heading(&self, desk: &Desk, own: &[(TaxKey, String)]) -> (String, String) {
        let t = desk.t;
        let plain = |title: &str, text: &str| (t.text(title).to_owned(), t.text(text).to_owned());
        let named = |key: TaxKey| format!("{} · {}", key.0, words::key(t, own, key));
        match &self.kind {
            Kind::Rate(key) => (
                t.with("taxes-rate-title", &[("key", named(*key).into())]),
                t.text("taxes-rate-text").to_owned(),
            ),
            Kind::NoRate(key, from) => {
                let arguments = [("key", named(*key).into()), ("day", date(*from).into())];
                (
                    t.text("taxes-no-rate-title").to_owned(),
                    t.with("taxes-no-rate-text", &arguments),
                )
            }
            Kind::Key => plain("taxes-key-title", "taxes-key-form"),
            Kind::Law => plain("taxes-law-title", "taxes-law-text"),
            Kind::NoLaw(from) => (
                t.text("taxes-no-law-title").to_owned(),
                t.with("taxes-no-law-text", &[("day", date(*from).into())]),
            ),
            Kind::Proposal(item) => {
                let entry = desk.master.as_ref().and_then(|m| m.assortment.entry(item));
                let name = entry.map_or(item.as_str(), |entry| entry.item.name.as_str());
                let title = t.with("taxes-proposal-title", &[("item", name.into())]);
                (title, String::new())
            }
            Kind::Refusal(ids) => (
                t.with("taxes-refusal-title", &[("n", ids.len().into())]),
                t.text("taxes-refusal-text").to_owned(),
            ),
        }
    }

    fn fields<'a>(
        &'a self,
        desk: &'a Desk,
        own: &'a [(TaxKey, String)],
    ) -> Vec<Element<'a, Message>> {
        let from = || {
            self.typed(
                desk,
                Field::From,
                "taxes-from",
                "taxes-first-day",
                "taxes-day-hint",
            )
        };
        let percent = || {
            self.typed(
                desk,
                Field::Percent,
                "taxes-percent",
                "taxes-percent",
                "taxes-percent-hint",
            )
        };
        let pair = |left: Element<'a, Message>, right: Element<'a, Message>| {
            row![
                container(left).width(Length::FillPortion(1)),
                container(right).width(Length::FillPortion(1)),
            ]
            .spacing(space::EDGE)
            .into()
        };
        match &self.kind {
            Kind::Rate(_) => vec![pair(percent(), from())],
            Kind::Key => {
                let number = self.typed(desk, Field::Number, "taxes-number", "taxes-number", "");
                let text = self.typed(
                    desk,
                    Field::Text,
                    "taxes-text",
                    "taxes-purpose",
                    "taxes-purpose-hint",
                );
                let kinds = soft(desk.t.text("taxes-number-hint"))
                    .size(size::SUB)
                    .into();
                vec![pair(number, text), kinds, pair(percent(), from())]
            }
            Kind::Law => vec![self.laws(desk), from()],
            Kind::Proposal(_) => self.proposal(desk, own),
            Kind::NoRate(..) | Kind::NoLaw(_) | Kind::Refusal(_) => Vec::new(),
        }
    }

    fn laws<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let laws = [Regime::Old, Regime::New].map(|law| {
            let name = words::law(desk.t, law);
            parts::choice(name, self.law == law, Some(Message::Law(law)))
        });
        parts::choices(laws)
    }

    fn proposal<'a>(
        &'a self,
        desk: &'a Desk,
        own: &'a [(TaxKey, String)],
    ) -> Vec<Element<'a, Message>> {
        let t = desk.t;
        let Some(master) = &desk.master else {
            return Vec::new();
        };
        let day = super::read_day(&self.from).unwrap_or(master.today);
        let mut keys: Vec<TaxKey> = [5, 6, 1, 2, 3, 4, 8].map(TaxKey).into();
        keys.extend(own.iter().map(|(key, _)| *key));
        let choices = keys.into_iter().map(|key| {
            let rate = words::single(t, &master.rates, key, day);
            let caption = match key.0 {
                3 => format!("{rate} {}", t.text("taxes-short-average")),
                4 => format!("{rate} {}", t.text("taxes-short-forestry")),
                1000.. => format!("{} · {rate}", words::key(t, own, key)),
                _ => rate,
            };
            let chosen = self.shares.iter().any(|(share, _)| *share == key);
            parts::choice(caption, chosen, Some(Message::Key(key)))
        });
        let shares = (self.shares.len() > 1).then(|| {
            let fields = self.shares.iter().zip(SHARES).map(|((key, value), id)| {
                let key = *key;
                let caption = words::single(t, &master.rates, key, day);
                let field = iced::widget::text_input("", value)
                    .id(iced::widget::Id::new(id))
                    .on_input(move |text| Message::Typed(Field::Share(key), text))
                    .on_submit(Message::Submit)
                    .size(size::KEY)
                    .padding([9.0, 12.0])
                    .width(84)
                    .style(theme::field);
                row![
                    line(caption, size::BODY, theme::MEDIUM),
                    field,
                    line("%", size::BODY, theme::REGULAR),
                ]
                .spacing(space::GAP)
                .align_y(iced::Center)
                .into()
            });
            row![line(t.text("taxes-shares"), size::BODY, theme::MEDIUM)]
                .extend(fields.collect::<Vec<_>>())
                .spacing(space::EDGE)
                .align_y(iced::Center)
                .wrap()
                .vertical_spacing(space::GAP)
        });
        let rules = [PriceRule::GrossFixed, PriceRule::NetPlusVat].map(|rule| {
            let name = words::rule(t, rule);
            parts::choice(name, self.rule == rule, Some(Message::Rule(rule)))
        });
        let captioned = |caption: &'static str, content: Element<'a, Message>| {
            column![line(t.text(caption), size::BODY, theme::MEDIUM), content]
                .spacing(6)
                .into()
        };
        let pair =
            |left: Element<'a, Message>, right: Element<'a, Message>| -> Element<'a, Message> {
                Row::new()
                    .push(container(left).width(Length::FillPortion(1)))
                    .push(container(right).width(Length::FillPortion(1)))
                    .spacing(space::EDGE)
                    .into()
            };
        let from = self.typed(
            desk,
            Field::From,
            "taxes-from",
            "taxes-first-day",
            "taxes-day-hint",
        );
        let mut fields = vec![
            pair(captioned("taxes-under-law", self.laws(desk)), from),
            captioned("taxes-treatment", parts::choices(choices)),
        ];
        fields.extend(shares.map(|shares| container(shares).padding(Padding::ZERO).into()));
        fields.push(captioned("taxes-price-rule", parts::choices(rules)));
        fields.push(pair(
            self.typed(
                desk,
                Field::Basis,
                "taxes-basis",
                "taxes-basis",
                "taxes-basis-hint",
            ),
            self.typed(
                desk,
                Field::Text,
                "taxes-text",
                "taxes-receipt-text",
                "taxes-receipt-text-hint",
            ),
        ));
        fields
    }

    fn typed<'a>(
        &'a self,
        desk: &'a Desk,
        field: Field,
        id: &'static str,
        caption: &'static str,
        placeholder: &'static str,
    ) -> Element<'a, Message> {
        let value = match field {
            Field::From => &self.from,
            Field::Percent => &self.percent,
            Field::Number => &self.number,
            Field::Basis => &self.basis,
            Field::Reason => &self.reason,
            Field::Text | Field::Share(_) => &self.text,
        };
        let placeholder = match placeholder {
            "" => "",
            key => desk.t.text(key),
        };
        parts::field(
            id,
            desk.t.text(caption),
            placeholder,
            value,
            None,
            move |text| Message::Typed(field, text),
            Message::Submit,
        )
    }
}
