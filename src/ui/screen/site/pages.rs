//! Municipality, pay point and principals.

use iced::Length;
use iced::widget::{Column, container};

use super::form::Kind;
use super::{Message, State, may_change};
use crate::ui::desk::Desk;
use crate::ui::protocol::site::Look;
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::notice::{self as notices, Rank};
use crate::ui::widget::{Element, button, list, soft, words};

type Page<'a> = (Element<'a, Message>, Vec<Element<'a, Message>>);

pub(super) fn municipality<'a>(desk: &'a Desk, look: &'a Look) -> Page<'a> {
    let t = desk.t;
    let m = &look.site.municipality;
    let mut facts = vec![
        fact(desk, "site-name", &m.name),
        parts::fact(
            t.text("site-address"),
            address(&m.street, &m.postal_code, &m.city),
        ),
        fact(desk, "site-tax-number", &m.tax_number),
        fact(desk, "site-vat-id", &m.vat_id),
    ];
    if !m.has_number() {
        facts.push(notices::notice(
            Rank::Warning,
            t.text("site-no-number"),
            None,
        ));
    }
    facts.push(quiet(t.text("site-municipality-hint")));
    let panel = parts::panel(
        m.name.as_str(),
        t.text("site-municipality-sub").to_owned(),
        facts,
        None,
    );
    let buttons = vec![
        parts::foot(
            t.text("site-procedure"),
            theme::secondary,
            Some(Message::Open(Kind::Procedure)),
        ),
        change(desk, look, Kind::Municipality),
    ];
    (panel, buttons)
}

pub(super) fn pay_point<'a>(desk: &'a Desk, look: &'a Look) -> Page<'a> {
    let t = desk.t;
    let (p, r) = (&look.site.pay_point, &look.site.register);
    let own = address(&p.street, &p.postal_code, &p.city);
    let facts = vec![
        fact(desk, "site-pay-point", &p.name),
        fact(desk, "site-responsible", &p.responsible),
        parts::fact(
            t.text("site-address"),
            match p.street.is_empty() {
                true => t.text("site-address-as-municipality").to_owned(),
                false => own,
            },
        ),
        fact(desk, "site-register", &r.name),
        fact(desk, "site-serial", &r.serial),
        quiet(t.text("site-serial-hint")),
    ];
    let panel = parts::panel(
        format!("{} · {}", p.name, r.name),
        t.text("site-pay-point-sub").to_owned(),
        facts,
        None,
    );
    (panel, vec![change(desk, look, Kind::PayPoint)])
}

pub(super) fn principals<'a>(state: &'a State, desk: &'a Desk, look: &'a Look) -> Page<'a> {
    let t = desk.t;
    let open = state.principal.filter(|number| {
        let mut all = look.principals.iter();
        all.any(|principal| principal.number == *number)
    });
    let open = open.or(look.principals.first().map(|first| first.number));
    let rows = look.principals.iter().map(|principal| {
        list::entry(
            principal.name.as_str(),
            address(&principal.street, &principal.postal_code, &principal.city),
            soft(principal.number.to_string()),
            open == Some(principal.number),
            Some(Message::Principal(principal.number)),
        )
    });
    let rows = parts::list(rows.collect(), t.text("site-no-principals"));
    let unknown = (!look.unknown.is_empty()).then(|| {
        let names = look.unknown.join(", ");
        let sentence = t.with("site-unknown-principals", &[("names", names.into())]);
        notices::notice(Rank::Info, sentence, None)
    });
    let left = Column::new()
        .push(unknown)
        .push(container(rows).height(Length::Fill))
        .spacing(space::GAP);
    let mut all = look.principals.iter();
    let right: Element<'a, Message> = match all.find(|p| Some(p.number) == open) {
        None => parts::card(container(soft(t.text("site-principals-hint"))).padding(space::CARD)),
        Some(p) => {
            let facts = vec![
                parts::fact(
                    t.text("site-address"),
                    address(&p.street, &p.postal_code, &p.city),
                ),
                fact(desk, "site-tax-number", &p.tax_number),
                fact(desk, "site-vat-id", &p.vat_id),
                quiet(t.text("site-principals-hint")),
            ];
            let may = may_change(desk) && look.closed;
            let remove = button::small(t.text("site-remove"), theme::tertiary)
                .on_press_maybe(may.then_some(Message::Open(Kind::NoPrincipal(p.number))));
            parts::panel(
                p.name.as_str(),
                t.with("site-principal-number", &[("n", p.number.into())]),
                facts,
                Some(remove.into()),
            )
        }
    };
    let may = may_change(desk) && look.closed;
    let buttons = vec![
        parts::foot(
            t.text("site-principal-new"),
            theme::secondary,
            may.then_some(Message::Open(Kind::Principal(None))),
        ),
        parts::foot(
            t.text("site-change"),
            theme::primary,
            open.filter(|_| may)
                .map(|number| Message::Open(Kind::Principal(Some(number)))),
        ),
    ];
    (parts::split(desk, left, right), buttons)
}

fn change<'a>(desk: &'a Desk, look: &'a Look, kind: Kind) -> Element<'a, Message> {
    let may = may_change(desk) && look.closed;
    parts::foot(
        desk.t.text("site-change"),
        theme::primary,
        may.then_some(Message::Open(kind)),
    )
}

fn fact<'a>(desk: &'a Desk, key: &'static str, value: &'a str) -> Element<'a, Message> {
    let value = match value.is_empty() {
        true => desk.t.text("site-none"),
        false => value,
    };
    parts::fact(desk.t.text(key), value)
}

pub(super) fn quiet<'a>(text: &'a str) -> Element<'a, Message> {
    words(text, size::SUB, theme::REGULAR)
        .style(theme::soft)
        .into()
}

pub(super) fn address(street: &str, postal_code: &str, city: &str) -> String {
    let town = format!("{postal_code} {city}");
    [street, town.trim()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}
