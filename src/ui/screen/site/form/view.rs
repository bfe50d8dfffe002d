//! Building the forms.

use iced::Length;
use iced::widget::{Column, Row, column, container, row};

use super::{Field, Kind, Message, State};
use crate::notice::{self, Form as TseForm};
use crate::ui::desk::Desk;
use crate::ui::protocol::site::{File, Look};
use crate::ui::screen::parts;
use crate::ui::screen::site::notice::{art, tse_form};
use crate::ui::theme::{self, size, space};
use crate::ui::widget::notice::{self as notices, Rank};
use crate::ui::widget::{Element, button, line, words};

/// The identifier of a field, to put the cursor into; also the key of its caption.
pub(super) fn id(field: Field) -> &'static str {
    match field {
        Field::Name => "site-name",
        Field::PayPoint => "site-pay-point",
        Field::Street => "site-street",
        Field::PostalCode => "site-postal-code",
        Field::City => "site-city",
        Field::TaxNumber => "site-tax-number",
        Field::VatId => "site-vat-id",
        Field::Responsible => "site-responsible",
        Field::Register => "site-register",
        Field::Reason => "site-reason",
        Field::Serial => "site-serial",
        Field::Software => "site-software",
        Field::Version => "site-version",
        Field::Manufacturer => "site-manufacturer",
        Field::Model => "site-model",
        Field::Acquired => "site-acquired",
        Field::FirstUse => "site-first-use",
        Field::Retired => "site-retired",
        Field::RetiredReason => "site-retired-reason",
        Field::TseSerial => "site-tse-serial",
        Field::TseBsiId => "site-tse-bsi-id",
        Field::TseFirstUse => "site-tse-first-use",
        Field::TseLastUse => "site-tse-last-use",
        Field::Day => "site-day",
        Field::Reference => "site-reference",
        Field::Folder => "site-folder",
        Field::Path => "site-path",
    }
}

fn hint(field: Field) -> Option<&'static str> {
    match field {
        Field::Acquired
        | Field::FirstUse
        | Field::Retired
        | Field::TseFirstUse
        | Field::TseLastUse
        | Field::Day => Some("taxes-day-hint"),
        Field::TseBsiId => Some("site-bsi-hint"),
        Field::VatId => Some("site-vat-hint"),
        Field::Reason => Some("site-reason-hint"),
        Field::RetiredReason => Some("site-retired-hint"),
        Field::Reference => Some("site-reference-hint"),
        Field::Path => Some("site-path-hint"),
        _ => None,
    }
}

impl State {
    /// Builds the dialog.
    pub fn view<'a>(&'a self, desk: &'a Desk, look: &'a Look) -> Element<'a, Message> {
        let t = desk.t;
        let gap = match desk.size.height < 900.0 {
            true => space::GAP,
            false => space::EDGE,
        };
        let (title, text, go) = self.words(look);
        let text = (!text.is_empty()).then(|| words(t.text(text), size::BODY, theme::REGULAR));
        let problem = self
            .problem
            .as_deref()
            .map(|problem| notices::notice(Rank::Stop, problem, None));
        let removes = matches!(self.kind, Kind::NoPrincipal(_) | Kind::NoSystem(_));
        let style = if removes {
            theme::danger
        } else {
            theme::primary
        };
        let buttons = row![
            button::large(t.text("back"), Some("Esc"), theme::secondary)
                .width(Length::FillPortion(2))
                .on_press(Message::Close),
            button::large(t.text(go), None, style)
                .width(Length::FillPortion(3))
                .on_press_maybe((!self.sent).then_some(Message::Submit)),
        ]
        .spacing(space::GAP);
        let wide = matches!(self.kind, Kind::Own | Kind::System(_));
        container(
            Column::new()
                .push(words(t.text(title), 24.0, theme::SEMIBOLD))
                .push(text)
                .extend(self.fields(desk))
                .push(problem)
                .push(buttons)
                .spacing(gap),
        )
        .width(Length::Fill)
        .max_width(if wide { 940 } else { 660 })
        .padding(desk.gap().max(space::EDGE))
        .style(theme::dialog)
        .into()
    }

    fn words(&self, look: &Look) -> (&'static str, &'static str, &'static str) {
        let second = "taxes-to-second";
        match &self.kind {
            Kind::Municipality => ("site-form-municipality", "", second),
            Kind::PayPoint => ("site-form-pay-point", "site-form-pay-point-text", second),
            Kind::Principal(None) => ("site-form-principal-new", "", second),
            Kind::Principal(Some(_)) => ("site-form-principal", "", second),
            Kind::NoPrincipal(_) => (
                "site-remove-principal",
                "site-remove-principal-text",
                second,
            ),
            Kind::Place => ("site-form-place", "site-form-place-text", "site-keep"),
            Kind::Own => ("site-form-own", "", "site-keep"),
            Kind::System(None) => ("site-form-system-new", "", "site-keep"),
            Kind::System(Some(_)) => ("site-form-system", "", "site-keep"),
            Kind::NoSystem(_) => (
                "site-remove-system",
                "site-remove-system-text",
                "site-remove",
            ),
            Kind::Record => ("site-form-record", "site-form-record-text", "site-take"),
            Kind::Made => ("site-form-made", "site-form-made-text", "site-note-made"),
            Kind::Save => (
                "site-form-save",
                match self.file {
                    File::Xml if look.notice.missing.is_empty() => "site-save-xml",
                    File::Xml => "site-save-xml-missing",
                    File::Pdf => "site-save-pdf",
                    _ => "site-save-record",
                },
                "site-write",
            ),
            Kind::Procedure => ("site-procedure", "site-procedure-text", "site-write"),
        }
    }

    fn fields<'a>(&'a self, desk: &'a Desk) -> Vec<Element<'a, Message>> {
        use Field as F;
        let one = |field: F| self.typed(desk, field);
        let town = || shares(vec![(one(F::PostalCode), 1), (one(F::City), 3)]);
        let pair = |left, right| shares(vec![(one(left), 1), (one(right), 1)]);
        match &self.kind {
            Kind::Municipality | Kind::Principal(_) => vec![
                one(F::Name),
                one(F::Street),
                town(),
                pair(F::TaxNumber, F::VatId),
                one(F::Reason),
            ],
            Kind::PayPoint => vec![
                pair(F::PayPoint, F::Register),
                one(F::Responsible),
                one(F::Street),
                town(),
                one(F::Reason),
            ],
            Kind::NoPrincipal(_) => vec![one(F::Reason)],
            Kind::Place => vec![one(F::Name), one(F::Street), town()],
            Kind::Own => self.system_fields(desk, false),
            Kind::System(_) => self.system_fields(desk, true),
            Kind::NoSystem(_) => Vec::new(),
            Kind::Record => vec![
                one(F::Path),
                button::small(desk.t.text("site-by-hand"), theme::tertiary)
                    .on_press(Message::Other(Kind::System(None)))
                    .into(),
            ],
            Kind::Made => vec![pair(F::Day, F::Reference)],
            Kind::Save => {
                let files = [
                    (File::Xml, "site-file-xml"),
                    (File::Pdf, "site-file-pdf"),
                    (File::Record, "site-file-record"),
                ]
                .map(|(file, key)| {
                    let message = Some(Message::File(file));
                    parts::choice(desk.t.text(key), self.file == file, message)
                });
                vec![parts::choices(files), one(F::Folder)]
            }
            Kind::Procedure => vec![one(F::Folder)],
        }
    }

    fn system_fields<'a>(&'a self, desk: &'a Desk, other: bool) -> Vec<Element<'a, Message>> {
        use Field as F;
        let t = desk.t;
        let one = |field: F| self.typed(desk, field);
        let three = |fields: [F; 3]| shares(fields.map(|field| (one(field), 1)).into());
        let arts = notice::Kind::ALL.map(|kind| {
            let message = Some(Message::Art(kind));
            parts::choice(t.text(art(kind)), self.art == kind, message)
        });
        let bought = [(false, "site-bought"), (true, "site-leased")].map(|(leased, key)| {
            let message = Some(Message::Leased(leased));
            parts::choice(t.text(key), self.leased == leased, message)
        });
        let forms = TseForm::ALL.map(|form| {
            let message = Some(Message::TseForm(form));
            let chosen = self.tse_form == Some(form);
            parts::choice(t.text(tse_form(Some(form))), chosen, message)
        });
        let mut fields = vec![parts::choices(arts)];
        if other {
            fields.push(three([F::Serial, F::Software, F::Version]));
        }
        fields.extend([
            shares(vec![
                (one(F::Manufacturer), 1),
                (one(F::Model), 1),
                (captioned(t.text("site-how"), parts::choices(bought)), 1),
            ]),
            three([F::Acquired, F::FirstUse, F::Retired]),
            one(F::RetiredReason),
            shares(vec![(one(F::TseSerial), 2), (one(F::TseBsiId), 1)]),
            shares(vec![
                (captioned(t.text("site-tse-form"), parts::choices(forms)), 2),
                (one(F::TseFirstUse), 1),
                (one(F::TseLastUse), 1),
            ]),
        ]);
        fields
    }

    fn typed<'a>(&'a self, desk: &'a Desk, field: Field) -> Element<'a, Message> {
        let placeholder = hint(field).map_or("", |key| desk.t.text(key));
        parts::field(
            id(field),
            desk.t.text(id(field)),
            placeholder,
            self.text(field),
            None,
            move |text| Message::Typed(field, text),
            Message::Submit,
        )
    }
}

fn shares<'a>(fields: Vec<(Element<'a, Message>, u16)>) -> Element<'a, Message> {
    let fields = fields.into_iter();
    Row::with_children(fields.map(|(field, share)| {
        container(field)
            .width(Length::FillPortion(share))
            .clip(true)
            .into()
    }))
    .spacing(space::EDGE)
    .into()
}

fn captioned<'a>(caption: &'a str, content: Element<'a, Message>) -> Element<'a, Message> {
    column![line(caption, size::BODY, theme::MEDIUM), content]
        .spacing(6)
        .into()
}
