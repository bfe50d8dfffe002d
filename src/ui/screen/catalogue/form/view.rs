//! The picture of the form.

mod others;
mod over;
mod price;
mod tax;

pub use tax::{key_name, keys};

use super::super::list::{KINDS, kind_key};
use super::super::{Field, Message as Screen, choice};
use super::{Choosing, Message, State, Tab, Value};
use crate::people::Right;
use crate::ui::desk::Desk;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::notice::Rank;
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, button, line, notice, words};
use iced::Length;
use iced::widget::{Column, Row, column, container, row, scrollable, text_input};

/// Beyond this a field is longer than anything anybody types.
const WIDEST: f32 = 1280.0;

impl State {
    /// Builds the screen.
    pub fn view<'a>(
        &'a self,
        desk: &'a Desk,
        note: Option<&'a (Rank, String)>,
    ) -> Element<'a, Screen> {
        let t = desk.t;
        let (title, subtitle) = match &self.entry {
            Some(entry) => (entry.item.name.as_str(), entry.item.id.as_str()),
            None => (t.text("cat-form-new"), desk.facts.register.as_str()),
        };
        let page = match self.tab {
            Tab::General => self.general(desk),
            Tab::Price => self.price_page(desk),
            Tab::Tax => self.tax_page(desk),
            Tab::Account => self.accounts(desk),
            Tab::Stock => self.stock(desk),
            Tab::Tiles => self.tiles(desk),
        };
        let read_only = (!desk.may(Right::Administer))
            .then(|| notice::notice(Rank::Info, t.text("cat-read-only"), None));
        let note = note.map(|(rank, sentence)| notice::notice(*rank, sentence.as_str(), None));
        let page = scrollable(container(page).padding(space::CARD).max_width(WIDEST))
            .spacing(0)
            .height(Length::Fill);
        let content = column![self.tabs(desk)]
            .push(read_only)
            .push(note)
            .push(
                container(page)
                    .style(theme::card)
                    .padding(2)
                    .width(Length::Fill)
                    .height(Length::Fill),
            )
            .push(self.foot(desk))
            .spacing(12)
            .padding(space::EDGE);
        let screen = column![
            desk.header_titled(title, subtitle, None, Some(Screen::User)),
            content.height(Length::Fill),
        ];
        self.over(screen.into(), desk)
    }

    fn tabs<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let tabs = Tab::ALL.iter().map(|(tab, key)| {
            let wrong = self.problems.keys().any(|field| field.tab() == Some(*tab));
            Press::new(
                row![]
                    .push(wrong.then(|| icon(Icon::TriangleAlert, 18.0)))
                    .push(line(desk.t.text(key), size::BODY, theme::MEDIUM))
                    .spacing(space::GAP)
                    .align_y(iced::Center),
            )
            .style(if self.tab == *tab {
                theme::open_tab
            } else {
                theme::tab
            })
            .padding([0.0, 20.0])
            .height(measure::SMALL)
            .on_press(Screen::Form(Message::Tab(*tab)))
            .into()
        });
        Row::with_children(tabs)
            .spacing(space::GAP)
            .wrap()
            .vertical_spacing(space::GAP)
            .into()
    }

    /// A field with its caption above it and what is wrong with it below.
    pub(super) fn field<'a>(
        &'a self,
        desk: &'a Desk,
        field: Field,
        caption: &'a str,
        placeholder: &'a str,
    ) -> Element<'a, Screen> {
        let may = desk.may(Right::Administer) && !(field == Field::Id && self.entry.is_some());
        column![
            line(caption, size::BODY, theme::MEDIUM),
            text_input(placeholder, self.draft.text(field))
                .id(field.id())
                .on_input_maybe(may.then_some(move |text| Screen::Typed(field, text)))
                .on_submit_maybe(may.then_some(Screen::Form(Message::Save)))
                .size(size::KEY)
                .padding([12.0, space::EDGE])
                .style(theme::field),
        ]
        .push(self.problem(field))
        .spacing(6)
        .width(Length::Fill)
        .into()
    }

    /// What is wrong with a field.
    pub(super) fn problem<'a>(&'a self, field: Field) -> Option<Element<'a, Screen>> {
        let sentence = self.problems.get(&field)?;
        let text = words(sentence.as_str(), size::SUB, theme::MEDIUM).style(theme::stop);
        Some(text.into())
    }

    /// A row of choices of which one holds.
    pub(super) fn segments<'a>(
        &'a self,
        desk: &'a Desk,
        caption: &'a str,
        field: Field,
        choices: impl IntoIterator<Item = (&'a str, bool, Value)>,
    ) -> Element<'a, Screen> {
        let may = desk.may(Right::Administer);
        let choices = choices.into_iter().map(|(caption, chosen, value)| {
            let style = if chosen {
                theme::chosen
            } else {
                theme::tertiary
            };
            button::small(caption, style)
                .on_press_maybe(may.then_some(Screen::Form(Message::Set(value))))
                .into()
        });
        column![
            line(caption, size::BODY, theme::MEDIUM),
            Row::with_children(choices)
                .spacing(space::GAP)
                .wrap()
                .vertical_spacing(space::GAP),
        ]
        .push(self.problem(field))
        .spacing(6)
        .width(Length::Fill)
        .into()
    }

    /// A key that opens a dialog to choose from.
    pub(super) fn choice<'a>(
        &'a self,
        desk: &'a Desk,
        caption: &'a str,
        field: Field,
        chosen: String,
        what: Choosing,
    ) -> Element<'a, Screen> {
        let open = Screen::Form(Message::Choose(what));
        let key = choice::key(caption, chosen, desk.may(Right::Administer).then_some(open));
        column![key]
            .push(self.problem(field))
            .spacing(6)
            .width(Length::Fill)
            .into()
    }

    fn general<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let draft = &self.draft;
        let field = |field, caption, placeholder| {
            self.field(desk, field, t.text(caption), t.text(placeholder))
        };
        let kinds = KINDS.map(|k| (t.text(kind_key(k)), draft.kind == k, Value::Kind(k)));
        let references = [(false, "cat-no"), (true, "cat-yes")];
        let references = references.map(|(needed, key)| {
            (
                t.text(key),
                draft.needs_reference == needed,
                Value::Reference(needed),
            )
        });
        column![
            pair(
                row![
                    container(field(Field::Id, "cat-number", "cat-hint-id")).width(180),
                    field(Field::Name, "cat-name", ""),
                ]
                .spacing(space::EDGE),
                field(Field::ShortName, "cat-short-name", "cat-hint-short"),
            ),
            pair(
                self.choice(
                    desk,
                    t.text("cat-office"),
                    Field::Office,
                    draft.office.clone(),
                    Choosing::Office
                ),
                self.choice(
                    desk,
                    t.text("cat-case"),
                    Field::Case,
                    draft.case.code().to_owned(),
                    Choosing::Case
                ),
            ),
            pair(
                self.segments(desk, t.text("cat-kind"), Field::Kind, kinds),
                self.segments(desk, t.text("cat-reference"), Field::Reference, references),
            ),
            pair(
                row![
                    field(Field::Group, "cat-group", "cat-no-group"),
                    column![
                        line(" ", size::BODY, theme::MEDIUM),
                        button::icon_only(Icon::ChevronDown, theme::secondary).on_press_maybe(
                            desk.may(Right::Administer)
                                .then_some(Screen::Form(Message::Choose(Choosing::Group)))
                        ),
                    ]
                    .spacing(6),
                ]
                .spacing(space::GAP),
                field(Field::LegalBasis, "cat-basis", "cat-hint-basis"),
            ),
            pair(
                field(Field::Ean, "cat-ean", "cat-hint-ean"),
                row![
                    field(Field::Code, "cat-code", "cat-hint-code"),
                    field(Field::Unit, "cat-unit", ""),
                ]
                .spacing(space::EDGE),
            ),
            field(Field::Note, "cat-note", "cat-hint-note"),
        ]
        .spacing(space::EDGE)
        .into()
    }

    fn foot<'a>(&'a self, desk: &'a Desk) -> Element<'a, Screen> {
        let t = desk.t;
        let back = button::middle(t.text("back"), Some("Esc"), theme::secondary)
            .width(150)
            .on_press(Screen::Back);
        if !desk.may(Right::Administer) {
            return row![back].into();
        }
        let archived = self
            .entry
            .as_ref()
            .is_some_and(|entry| entry.archived.is_some());
        let others = self.entry.as_ref().map(|_| {
            let (symbol, key, message) = if archived {
                (Icon::ArchiveRestore, "cat-reactivate", Message::Reactivate)
            } else {
                (Icon::Archive, "cat-archive", Message::Archive)
            };
            row![
                button::with_icon(Icon::Copy, t.text("cat-copy"), theme::tertiary)
                    .width(Length::Shrink)
                    .on_press(Screen::Copy),
                button::with_icon(symbol, t.text(key), theme::tertiary)
                    .width(Length::Shrink)
                    .on_press(Screen::Form(message)),
            ]
            .spacing(space::GAP)
        });
        let reason = text_input(t.text("cat-reason"), self.draft.text(Field::Reason))
            .id(Field::Reason.id())
            .on_input(|text| Screen::Typed(Field::Reason, text))
            .on_submit(Screen::Form(Message::Save))
            .size(size::KEY)
            .line_height(iced::Pixels(24.0))
            .padding([16.0, space::EDGE])
            .style(theme::field);
        let save = button::middle(t.text("cat-save"), Some("F12"), theme::primary)
            .width(210)
            .on_press_maybe(
                (self.is_changed() && !self.sent).then_some(Screen::Form(Message::Save)),
            );
        let keys = row![back]
            .push(others)
            .push(reason)
            .push(save)
            .spacing(space::GAP)
            .align_y(iced::Center);
        let problem = self.problems.get(&Field::Reason);
        let other = self.problems.get(&Field::Whole);
        let sentence = problem.or(other);
        Column::new()
            .push(sentence.map(|s| words(s.as_str(), size::SUB, theme::MEDIUM).style(theme::stop)))
            .push(keys)
            .spacing(6)
            .into()
    }
}

/// Two things beside each other, of the same width.
pub(super) fn pair<'a>(
    left: impl Into<Element<'a, Screen>>,
    right: impl Into<Element<'a, Screen>>,
) -> Element<'a, Screen> {
    row![
        container(left).width(Length::FillPortion(1)),
        container(right).width(Length::FillPortion(1)),
    ]
    .spacing(space::CARD)
    .into()
}
