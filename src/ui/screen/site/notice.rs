//! The notification under §146a(4) AO: what is due, the systems of the place, what was told.

use chrono::NaiveDate;
use iced::Length;
use iced::widget::{Column, Row, container};

use super::form::Kind;
use super::pages::{address, quiet};
use super::{Message, State, may_change};
use crate::i18n::{Texts, date};
use crate::message;
use crate::notice::{Due, Form, Kind as Art, Occasion, System, Tse};
use crate::ui::desk::Desk;
use crate::ui::protocol::site::Look;
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::notice::{self as notices, Rank};
use crate::ui::widget::{Element, button, list, words};

/// The words for a kind of system.
pub(super) fn art(kind: Art) -> &'static str {
    match kind {
        Art::Pc => "site-art-pc",
        Art::Tablet => "site-art-tablet",
        Art::CashRegister => "site-art-register",
        Art::Taximeter => "site-art-taximeter",
        Art::Odometer => "site-art-odometer",
    }
}

/// The words for a form of TSE.
pub(super) fn tse_form(form: Option<Form>) -> &'static str {
    match form {
        None => "site-none",
        Some(Form::Sd) => "site-tse-sd",
        Some(Form::Usb) => "site-tse-usb",
        Some(Form::Cloud) => "site-tse-cloud",
        Some(Form::Other) => "site-tse-other",
    }
}

pub(super) fn view<'a>(
    state: &'a State,
    desk: &'a Desk,
    look: &'a Look,
) -> (Element<'a, Message>, Vec<Element<'a, Message>>) {
    let t = desk.t;
    let systems = &look.notice.systems;
    let chosen = systems
        .iter()
        .position(|system| Some(&system.serial) == state.system.as_ref())
        .unwrap_or(0);
    let rows = systems.iter().enumerate().map(|(at, system)| {
        let sub = match &system.retired {
            Some(gone) => t.with("site-gone", &[("day", date(gone.on).into())]),
            None => format!("{} {}", system.software, system.version),
        };
        let lacks = look.notice.missing.iter();
        let lacks = lacks.filter(|m| m.system == system.serial).count();
        let mark: Element<'a, Message> = match (lacks, at) {
            (1.., _) => parts::tag(t.with("site-lacks", &[("n", lacks.into())]), true),
            (_, 0) => parts::tag(t.text("site-this-register"), false),
            _ => iced::widget::space().into(),
        };
        let open = Some(Message::System(system.serial.clone()));
        list::entry(system.serial.as_str(), sub, mark, at == chosen, open)
    });
    let left = Column::new()
        .push(countdown(desk, look))
        .push(container(parts::list(rows.collect(), "")).height(Length::Fill))
        .push(told(desk, look))
        .spacing(space::GAP);
    let right = match systems.get(chosen) {
        Some(system) => detail(desk, look, system, chosen == 0),
        None => parts::list(Vec::new(), t.text("wait")),
    };
    let may = may_change(desk);
    let buttons = vec![
        parts::foot(
            t.text("site-another"),
            theme::secondary,
            may.then_some(Message::Open(Kind::Record)),
        ),
        parts::foot(
            t.text("site-note-made"),
            theme::secondary,
            may.then_some(Message::Open(Kind::Made)),
        ),
        parts::foot(
            t.text("site-write"),
            theme::primary,
            Some(Message::Open(Kind::Save)),
        ),
    ];
    (parts::split(desk, left, right), buttons)
}

/// Notices the screen shows; the paper has all of them.
const MADE: usize = 3;

// Where the systems stand, and what was told before.
fn told<'a>(desk: &'a Desk, look: &'a Look) -> Element<'a, Message> {
    let t = desk.t;
    let place = &look.notice.place;
    let at = address(&place.street, &place.postal_code, &place.city);
    let mut content = vec![parts::fact(
        t.text("site-place"),
        format!("{}, {at}", place.name),
    )];
    let made = look.notice.record.made.iter().rev().take(MADE);
    content.extend(made.map(|made| {
        let value = match made.reference.is_empty() {
            true => made.by.clone(),
            false => format!("{} · {}", made.by, made.reference),
        };
        let caption = t.with("site-made", &[("day", date(made.on).into())]);
        parts::fact(caption, value)
    }));
    if look.notice.record.made.is_empty() {
        content.push(quiet(t.text("site-never-made")));
    }
    container(Column::with_children(content).spacing(6))
        .style(theme::card)
        .padding([12.0, space::EDGE])
        .width(Length::Fill)
        .into()
}

fn countdown<'a>(desk: &'a Desk, look: &'a Look) -> Element<'a, Message> {
    let t = desk.t;
    let Some(first) = look.notice.open.first() else {
        let sentence = match look.notice.counts() {
            true => "site-nothing-due",
            false => "site-test-only",
        };
        return notices::notice(Rank::Info, t.text(sentence), None);
    };
    let (sentence, late) = spoken(t, first, look.today);
    let more = look.notice.open.len() - 1;
    let sentence = match more {
        0 => sentence,
        _ => format!(
            "{sentence} {}",
            t.with("site-due-more", &[("n", more.into())])
        ),
    };
    let rank = if late { Rank::Stop } else { Rank::Warning };
    notices::notice(rank, sentence, None)
}

// What is due, in a sentence, and whether its day has passed.
fn spoken(t: &Texts, due: &Due, today: NaiveDate) -> (String, bool) {
    let days = (due.until - today).num_days();
    let what = occasion(t, &due.change.occasion);
    let arguments = [
        ("what", what.into()),
        ("system", due.change.system.as_str().into()),
        ("on", date(due.change.on).into()),
        ("until", date(due.until).into()),
        ("n", days.abs().into()),
    ];
    let key = match days {
        ..0 => "site-due-late",
        0 => "site-due-today",
        _ => "site-due",
    };
    (t.with(key, &arguments), days < 0)
}

fn occasion(t: &Texts, occasion: &Occasion) -> String {
    t.text(match occasion {
        Occasion::Acquired => "site-occasion-acquired",
        Occasion::TseTaken(_) => "site-occasion-tse-taken",
        Occasion::TseLetGo(_) => "site-occasion-tse-gone",
        Occasion::Retired => "site-occasion-retired",
    })
    .to_owned()
}

fn detail<'a>(
    desk: &'a Desk,
    look: &'a Look,
    system: &'a System,
    own: bool,
) -> Element<'a, Message> {
    let t = desk.t;
    let day = |day: Option<NaiveDate>| day.map_or_else(|| t.text("site-none").to_owned(), date);
    let text = |text: &str| match text.is_empty() {
        true => t.text("site-none").to_owned(),
        false => text.to_owned(),
    };
    let acquired = system.acquired.map_or_else(
        || t.text("site-none").to_owned(),
        |a| {
            let how = if a.leased {
                "site-leased"
            } else {
                "site-bought"
            };
            format!("{} ({})", date(a.on), t.text(how))
        },
    );
    let mut content = Vec::new();
    let lacks = look.notice.missing.iter();
    let lacks: Vec<String> = lacks
        .filter(|lack| lack.system == system.serial || lack.system.is_empty())
        .map(|lack| large(&message::said(&lack.what, message::notice_lack, desk.lang)))
        .collect();
    if !lacks.is_empty() {
        let sentences = format!("{}\n{}", t.text("site-lacks-title"), lacks.join("\n"));
        content.push(notices::notice(Rank::Warning, sentences, None));
    }
    content.extend([
        parts::fact(t.text("site-art"), t.text(art(system.kind))),
        parts::fact(
            t.text("site-software"),
            format!("{} {}", system.software, system.version),
        ),
        parts::fact(t.text("site-manufacturer"), text(&system.manufacturer)),
        parts::fact(t.text("site-model"), text(&system.model)),
        parts::fact(t.text("site-acquired"), acquired),
        parts::fact(t.text("site-first-use"), day(system.first_use)),
    ]);
    if let Some(gone) = &system.retired {
        let value = format!("{}: {}", date(gone.on), gone.reason);
        content.push(parts::fact(t.text("site-retired"), value));
    }
    for tse in &system.tses {
        content.extend(tse_facts(desk, system, tse));
    }
    let may = may_change(desk);
    let small = |key: &'static str, kind: Kind| {
        button::small(t.text(key), theme::tertiary)
            .on_press_maybe(may.then_some(Message::Open(kind)))
    };
    let buttons = match own {
        true => Row::new()
            .push(small("site-change-own", Kind::Own))
            .push(small("site-change-place", Kind::Place)),
        false => Row::new()
            .push(small(
                "site-change-own",
                Kind::System(Some(system.serial.clone())),
            ))
            .push(small("site-remove", Kind::NoSystem(system.serial.clone()))),
    };
    content.push(quiet(t.text("site-notice-hint")));
    let sub = match own {
        true => t.text("site-this-register"),
        false => t.text("site-other-register"),
    };
    parts::panel(
        system.serial.as_str(),
        sub.to_owned(),
        content,
        Some(buttons.spacing(space::GAP).into()),
    )
}

fn tse_facts<'a>(desk: &'a Desk, system: &'a System, tse: &'a Tse) -> Vec<Element<'a, Message>> {
    let t = desk.t;
    let named = system
        .notified_tse()
        .is_some_and(|named| named.serial == tse.serial);
    let state = match (tse.test, tse.last_use, named) {
        (true, ..) => t.text("site-tse-test").to_owned(),
        (_, Some(last), _) => t.with("site-tse-gone", &[("day", date(last).into())]),
        (_, None, true) => t.text("site-tse-named").to_owned(),
        (_, None, false) => t.text("site-tse-by-hand").to_owned(),
    };
    let start: String = tse.serial.chars().take(20).collect();
    let id = tse.bsi_id.as_deref().unwrap_or("–");
    let since = tse.first_use.map(date).unwrap_or_default();
    vec![
        parts::section(t.text("tse")),
        parts::fact(t.text("site-serial"), format!("{start}…")),
        parts::fact(
            t.text("site-tse-data"),
            format!("{id} · {} · {since}", t.text(tse_form(tse.form))),
        ),
        quiet_owned(state),
    ]
}

fn quiet_owned<'a>(text: String) -> Element<'a, Message> {
    words(text, size::SUB, theme::REGULAR)
        .style(theme::soft)
        .into()
}

// A sentence begins with a large letter wherever it stands.
fn large(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
