//! The page of treatments: of a new item what is proposed, of any other what was decided.

use super::super::draft::REGIMES;
use super::super::{Choosing, State, Value};
use super::{Field, Screen, pair};
use crate::catalogue::Entry;
use crate::i18n::date;
use crate::tax::{Decision, PriceRule, TaxKey};
use crate::ui::action::Place;
use crate::ui::desk::{Desk, quantity};
use crate::ui::icon::Icon;
use crate::ui::protocol::MasterData;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::notice::Rank;
use crate::ui::widget::{Element, button, hairline, line, notice, soft, words};
use iced::Length;
use iced::widget::{Column, column, row};

/// Names of the laws.
const LAWS: [&str; 2] = ["cat-law-old", "cat-law-new"];

impl State {
    pub(super) fn tax_page<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let Some(master) = desk.master.as_deref() else {
            return soft(t.text("wait")).into();
        };
        match &self.entry {
            Some(entry) => decided(entry, master, desk),
            None => column![
                notice::notice(Rank::Info, t.text("cat-tax-second"), None),
                pair(self.proposal(0, desk), self.proposal(1, desk)),
            ]
            .spacing(space::EDGE)
            .into(),
        }
    }

    fn proposal<'a>(&'a self, law: usize, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let tax = &self.draft.taxes[law];
        let chosen = tax.key.map_or_else(
            || t.text("cat-choose").to_owned(),
            |key| key_name(key, desk),
        );
        let rest = tax.rest.map_or_else(
            || t.text("cat-tax-whole").to_owned(),
            |key| key_name(key, desk),
        );
        let rules = [
            (PriceRule::GrossFixed, "cat-rule-gross"),
            (PriceRule::NetPlusVat, "cat-rule-net"),
        ];
        let rules =
            rules.map(|(rule, key)| (t.text(key), tax.rule == rule, Value::Rule(law, rule)));
        let field = |field, caption, placeholder| {
            self.field(desk, field, t.text(caption), t.text(placeholder))
        };
        let keys = [tax.key, tax.rest];
        let taxed = keys
            .iter()
            .flatten()
            .any(|key| !matches!(*key, TaxKey::NOT_TAXABLE | TaxKey::EXEMPT));
        let exempt = keys.contains(&Some(TaxKey::EXEMPT));
        column![
            line(t.text(LAWS[law]), size::KEY, theme::SEMIBOLD),
            self.choice(
                desk,
                t.text("cat-tax-key"),
                Field::TaxKey(law),
                chosen,
                Choosing::Key(law)
            ),
            self.choice(
                desk,
                t.text("cat-tax-rest"),
                Field::TaxRest(law),
                rest,
                Choosing::Rest(law)
            ),
        ]
        .push(
            tax.rest
                .map(|_| field(Field::TaxShare(law), "cat-tax-share", "cat-hint-share")),
        )
        .push(taxed.then(|| self.segments(desk, t.text("cat-rule"), Field::TaxRule(law), rules)))
        .push(exempt.then(|| field(Field::TaxText(law), "cat-tax-text", "cat-hint-exempt")))
        .push(field(
            Field::TaxReason(law),
            "cat-tax-reason",
            "cat-hint-reason",
        ))
        .push(field(
            Field::TaxBasis(law),
            "cat-tax-basis",
            "cat-hint-tax-basis",
        ))
        .spacing(space::EDGE)
        .into()
    }
}

/// A key in words, with the rate of today: `19 % (Schlüssel 1)`.
pub fn key_name(key: TaxKey, desk: &Desk) -> String {
    let t = desk.t;
    let today = desk.facts.catalogue.day();
    let rate = desk.facts.rates.at(key, today).map(quantity);
    let rate = rate.unwrap_or_else(|| String::from("?"));
    let name = match key {
        TaxKey::GENERAL => "cat-key-1",
        TaxKey::REDUCED => "cat-key-2",
        TaxKey::AVERAGE => "cat-key-3",
        TaxKey::FORESTRY => "cat-key-4",
        TaxKey::NOT_TAXABLE => "cat-key-5",
        TaxKey::EXEMPT => "cat-key-6",
        TaxKey::UNDETERMINED => "cat-key-7",
        TaxKey::ZERO => "cat-key-8",
        TaxKey(_) => "cat-key-own",
    };
    t.with(
        name,
        &[("rate", rate.into()), ("key", key.0.to_string().into())],
    )
}

/// The keys an item may be taxed under from now on.
pub fn keys(master: &MasterData) -> Vec<TaxKey> {
    let mut keys: Vec<TaxKey> = master.rates.periods().iter().map(|row| row.key).collect();
    keys.dedup();
    keys.retain(|key| key.is_current() && *key != TaxKey::UNDETERMINED);
    keys
}

fn decided<'a>(entry: &'a Entry, master: &'a MasterData, desk: &'a Desk) -> Element<'a, Screen> {
    let t = desk.t;
    let columns = REGIMES.iter().zip(LAWS).map(|(regime, law)| {
        let holds = master.regimes.at(master.today) == *regime;
        let from = master.switch().filter(|(_, next)| next == regime);
        let when = match (holds, from) {
            (true, _) => t.text("cat-law-now").to_owned(),
            (false, Some((day, _))) => t.with("cat-law-from", &[("day", date(day).into())]),
            (false, None) => t.text("cat-law-not").to_owned(),
        };
        let day = from.map_or(master.today, |(day, _)| day);
        let now = entry.decision_on(*regime, day);
        let what = now.map_or_else(
            || t.text("tax-undecided").to_owned(),
            |now| desk.treatment(&now.treatment, day),
        );
        let history = entry.decisions.iter().rev().filter(|d| d.regime == *regime);
        let history = history.map(|decision| one(decision, desk));
        column![
            line(t.text(law), size::KEY, theme::SEMIBOLD),
            soft(when),
            words(what, size::BUTTON, theme::SEMIBOLD),
            hairline(),
            Column::with_children(history).spacing(space::EDGE),
        ]
        .spacing(space::GAP)
        .into()
    });
    let [old, new]: [Element<'a, Screen>; 2] = match columns.collect::<Vec<_>>().try_into() {
        Ok(both) => both,
        Err(_) => return column![].into(),
    };
    let go = button::with_icon(Icon::Percent, t.text("cat-tax-go"), theme::secondary)
        .width(Length::Shrink)
        .on_press(Screen::Go(Place::Taxes));
    let elsewhere = row![go, soft(t.text("cat-tax-elsewhere"))]
        .spacing(space::EDGE)
        .align_y(iced::Center);
    column![pair(old, new), elsewhere]
        .spacing(space::CARD)
        .into()
}

fn one<'a>(decision: &'a Decision, desk: &'a Desk) -> Element<'a, Screen> {
    let t = desk.t;
    let state = match (decision.waits(), decision.refused.is_some()) {
        (true, _) => t.text("cat-shown-waiting"),
        (_, true) => t.text("cat-tax-refused"),
        _ => t.text("cat-tax-holds"),
    };
    let since = if decision.from <= crate::catalogue::file::FIRST_DAY {
        t.text("cat-price-always").to_owned()
    } else {
        t.with("cat-price-since", &[("day", date(decision.from).into())])
    };
    // The rate in words is today's; what begins later has the rate of that day.
    let day = decision.from.max(desk.facts.catalogue.day());
    let head = format!(
        "{since}: {} · {state}",
        desk.treatment(&decision.treatment, day)
    );
    let rule = (decision.price_rule == PriceRule::NetPlusVat).then(|| soft(t.text("cat-rule-net")));
    let mut reasons = vec![decision.legal_basis.as_str(), decision.reason.as_str()];
    reasons.retain(|text| !text.is_empty());
    let mut why = reasons.join(" · ");
    if why.is_empty() {
        why = t.text("cat-tax-no-reason").to_owned();
    }
    let name = |id: &str| {
        let user = desk.facts.users.iter().find(|user| user.id == id);
        let unknown = if id.is_empty() {
            t.text("cat-set-up")
        } else {
            id
        };
        user.map_or(unknown, |user| user.name.as_str()).to_owned()
    };
    let who = match &decision.approved {
        Some(second) if second.by.is_empty() && decision.proposed.by.is_empty() => {
            t.text("cat-tax-set-up").to_owned()
        }
        Some(second) => t.with(
            "cat-tax-who",
            &[
                ("one", name(&decision.proposed.by).into()),
                ("two", name(&second.by).into()),
            ],
        ),
        None => t.with(
            "cat-tax-one",
            &[("one", name(&decision.proposed.by).into())],
        ),
    };
    column![words(head, size::BODY, theme::MEDIUM)]
        .push(rule)
        .push(words(why, size::SUB, theme::REGULAR))
        .push(words(who, size::SUB, theme::REGULAR).style(theme::soft))
        .spacing(2)
        .into()
}
