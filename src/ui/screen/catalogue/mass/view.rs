//! The picture of a change to many items: what, on the left; old and new of each, on the right.

use super::super::form::{key_name, keys};
use super::super::{Field, Message as Screen, choice, pieces};
use super::{Choosing, Kind, Message, State};
use crate::tax::{PriceRule, Regime, TaxKey};
use crate::ui::desk::Desk;
use crate::ui::screen::parts;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::notice::Rank;
use crate::ui::widget::{Element, hairline, line, modal, notice, soft};
use iced::Length;
use iced::widget::{Row, column, container, row, scrollable, space as gap};

impl State {
    /// Builds the screen.
    pub fn view<'a>(
        &'a self,
        desk: &'a Desk,
        note: Option<&'a (Rank, String)>,
    ) -> Element<'a, Screen> {
        let t = desk.t;
        let note = note.map(|(rank, sentence)| notice::notice(*rank, sentence.as_str(), None));
        let left = container(
            scrollable(container(self.left(desk)).padding(20))
                .spacing(0)
                .height(Length::Fill),
        )
        .style(theme::card)
        .width((desk.size.width * 0.36).clamp(360.0, 520.0))
        .height(Length::Fill);
        let content = column![
            row![left, self.right(desk)]
                .spacing(space::EDGE)
                .height(Length::Fill)
        ]
        .push(note)
        .push(self.foot(desk))
        .spacing(12)
        .padding(space::EDGE);
        let screen = column![
            desk.header_titled(
                t.text("cat-mass-title"),
                &desk.facts.register,
                None,
                Some(Screen::User)
            ),
            content.height(Length::Fill),
        ];
        match self.choosing {
            None => screen.into(),
            Some(what) => modal::modal(screen, self.choices(desk, what), None),
        }
    }

    fn field<'a>(
        &'a self,
        desk: &'a Desk,
        field: Field,
        caption: &'a str,
        placeholder: &'a str,
    ) -> Element<'a, Screen> {
        let wrong = self.preview.wrong.get(&field).map(|key| desk.t.text(key));
        pieces::field(
            field,
            desk.t.text(caption),
            placeholder,
            self.text(field),
            wrong,
        )
    }

    fn left<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let kinds = Kind::ALL.map(|(kind, key)| {
            pieces::choice(
                t.text(key),
                self.kind == kind,
                Screen::Mass(Message::Kind(kind)),
            )
        });
        let field = |field, caption, placeholder| self.field(desk, field, caption, placeholder);
        let from = || field(Field::MassFrom, "cat-mass-from", t.text("cat-hint-day"));
        let value = |caption, placeholder| field(Field::MassValue, caption, placeholder);
        let parts: Vec<Element<'a, Screen>> = match self.kind {
            Kind::Percent => vec![
                value("cat-mass-percent-value", "5"),
                field(Field::MassStep, "cat-mass-step", "0,10"),
                from(),
            ],
            Kind::Amount => vec![value("cat-mass-amount-value", "1,00"), from()],
            Kind::Account => vec![value("cat-account", "4461000")],
            Kind::Group => vec![
                value("cat-group", t.text("cat-no-group")),
                soft(t.text("cat-mass-group-hint")).into(),
            ],
            Kind::Office => vec![choice::key(
                t.text("cat-office"),
                self.office.as_deref().unwrap_or(t.text("cat-choose")),
                Some(Screen::Mass(Message::Choose(Choosing::Office))),
            )],
            Kind::Archive => {
                let both = [(false, "cat-archive-go"), (true, "cat-reactivate")];
                let both = both.map(|(back, key)| {
                    let chosen = self.back_on_offer == back;
                    pieces::choice(
                        t.text(key),
                        chosen,
                        Screen::Mass(Message::BackOnOffer(back)),
                    )
                });
                let mut parts = vec![wrapped(both)];
                if !self.back_on_offer {
                    parts.push(field(Field::MassFrom, "cat-archive-from", "31.12.2026"));
                }
                parts
            }
            Kind::Tax => self.tax(desk),
        };
        column![
            line(t.text("cat-mass-what"), size::KEY, theme::SEMIBOLD),
            wrapped(kinds),
            hairline(),
        ]
        .extend(parts)
        .spacing(space::EDGE)
        .into()
    }

    fn tax<'a>(&'a self, desk: &'a Desk) -> Vec<Element<'a, Screen>> {
        let t = desk.t;
        let laws = [(Regime::Old, "cat-law-old"), (Regime::New, "cat-law-new")];
        let laws = laws.map(|(regime, key)| {
            pieces::choice(
                t.text(key),
                self.regime == regime,
                Screen::Mass(Message::Regime(regime)),
            )
        });
        let rules = [
            (PriceRule::GrossFixed, "cat-rule-gross"),
            (PriceRule::NetPlusVat, "cat-rule-net"),
        ];
        let rules = rules.map(|(rule, key)| {
            pieces::choice(
                t.text(key),
                self.rule == rule,
                Screen::Mass(Message::Rule(rule)),
            )
        });
        let mut parts = vec![
            wrapped(laws),
            choice::key(
                t.text("cat-tax-key"),
                key_name(self.key, desk),
                Some(Screen::Mass(Message::Choose(Choosing::Key))),
            ),
            self.field(
                desk,
                Field::MassFrom,
                "cat-mass-from",
                t.text("cat-hint-day"),
            ),
        ];
        if !matches!(self.key, TaxKey::NOT_TAXABLE | TaxKey::EXEMPT) {
            parts.push(wrapped(rules));
        }
        if self.key == TaxKey::EXEMPT {
            let hint = t.text("cat-hint-exempt");
            parts.push(self.field(desk, Field::MassText, "cat-tax-text", hint));
        }
        let (why, basis) = (t.text("cat-hint-reason"), t.text("cat-hint-tax-basis"));
        parts.push(self.field(desk, Field::MassTaxReason, "cat-tax-reason", why));
        parts.push(self.field(desk, Field::MassBasis, "cat-tax-basis", basis));
        parts.push(soft(t.text("cat-tax-second")).into());
        parts
    }

    fn right<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let preview = &self.preview;
        let title = t.with(
            "cat-preview-count",
            &[
                ("n", preview.summaries.len().into()),
                ("of", self.ids.len().into()),
            ],
        );
        let wrong = (!preview.problems.is_empty()).then(|| {
            let arguments = [("n", preview.problems.len().into())];
            line(
                t.with("cat-preview-wrong", &arguments),
                size::BODY,
                theme::MEDIUM,
            )
            .style(theme::stop)
        });
        let head = row![
            line(title, size::KEY, theme::SEMIBOLD),
            gap().width(Length::Fill)
        ]
        .push(wrong)
        .height(measure::SMALL)
        .padding([0.0, 20.0])
        .align_y(iced::Center);
        let content = pieces::preview(
            desk,
            &preview.summaries,
            &preview.problems,
            self.offset,
            |offset| Screen::Mass(Message::Scrolled(offset)),
        );
        let nothing = preview.summaries.is_empty() && preview.problems.is_empty();
        let content: Element<'a, Screen> = if nothing {
            container(soft(t.text("cat-preview-none")))
                .center(Length::Fill)
                .padding(space::CARD)
                .into()
        } else {
            content
        };
        parts::card(column![head, hairline(), content])
    }

    fn foot<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        pieces::foot(
            desk,
            Field::MassReason,
            self.text(Field::MassReason),
            t.text("cat-mass-go"),
            self.is_ready().then_some(Screen::Mass(Message::Apply)),
        )
    }

    fn choices<'a>(&'a self, desk: &'a Desk, what: Choosing) -> Element<'a, Screen> {
        let t = desk.t;
        let master = desk.master.as_deref();
        let (title, choices): (_, Vec<(String, bool, Message)>) = match what {
            Choosing::Office => {
                let offices = master.iter().flat_map(|m| &m.offices);
                let offices = offices.map(|office| {
                    let chosen = self.office.as_ref() == Some(&office.name);
                    (
                        office.name.clone(),
                        chosen,
                        Message::Office(office.name.clone()),
                    )
                });
                ("cat-office", offices.collect())
            }
            Choosing::Key => {
                let keys = master.map(keys).unwrap_or_default().into_iter();
                let keys =
                    keys.map(|key| (key_name(key, desk), self.key == key, Message::Key(key)));
                ("cat-tax-key", keys.collect())
            }
        };
        let choices = choices
            .into_iter()
            .map(|(caption, chosen, message)| (caption, chosen, Screen::Mass(message)));
        choice::dialog(
            t.text(title),
            t.text("back"),
            choices.collect(),
            Screen::Mass(Message::Close),
        )
    }
}

fn wrapped<'a>(keys: impl IntoIterator<Item = Element<'a, Screen>>) -> Element<'a, Screen> {
    Row::with_children(keys)
        .spacing(space::GAP)
        .wrap()
        .vertical_spacing(space::GAP)
        .into()
}
