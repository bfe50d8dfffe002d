//! Building the form of a card terminal: what it is on the left, how it works on the right.

use amtskasse_terminal::config::Slips;
use amtskasse_terminal::opi::Dialect;
use iced::widget::{Column, column, container, row, scrollable, text_input};
use iced::{Length, Padding};

use super::draft::{Field, Kind, SPEEDS, Switch};
use super::form::{Form, Message};
use super::view::{dialect, protocol};
use crate::ui::desk::Desk;
use crate::ui::screen::devices::wizard::{tick, tile};
use crate::ui::screen::parts;
use crate::ui::theme::{self, size, space};
use crate::ui::widget::field::Field as Input;
use crate::ui::widget::notice::{self, Rank};
use crate::ui::widget::press::StyleFn;
use crate::ui::widget::{Element, button, line, words};

impl Form {
    /// Builds the form.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let title = match &self.changes {
            Some(_) => "terminals-form-change",
            None => "terminals-form-add",
        };
        let content = row![
            sheet(self.what(desk)),
            sheet(self.connection(desk).into_iter().chain(self.habits(desk))),
        ]
        .spacing(space::EDGE);
        let (save, style): (_, StyleFn) = match self.answers {
            true => ("terminals-save", theme::primary),
            false => ("terminals-save-unchecked", theme::secondary),
        };
        let probe: StyleFn = match self.answers {
            true => theme::secondary,
            false => theme::primary,
        };
        let may = !self.asking;
        parts::frame(
            desk,
            t.text(title),
            content,
            self.note.as_ref(),
            Message::Back,
            vec![
                button::large(t.text("terminals-probe"), Some("F9"), probe)
                    .width(Length::FillPortion(4))
                    .on_press_maybe(may.then_some(Message::Probe))
                    .into(),
                button::large(t.text(save), Some("F12"), style)
                    .width(Length::FillPortion(4))
                    .on_press_maybe(may.then_some(Message::Save))
                    .into(),
            ],
        )
    }

    fn what<'a>(&'a self, desk: &'a Desk) -> Vec<Element<'a, Message>> {
        let t = desk.t;
        let mut content = vec![
            self.input(desk, Field::Name, "terminals-name", "Schalter 1", None),
            caption(t.text("terminals-kind")),
        ];
        content.extend(Kind::ALL.map(|kind| {
            let (name, about) = match kind {
                Kind::Zvt => ("terminals-kind-zvt", "terminals-about-zvt"),
                Kind::ZvtSerial => ("terminals-kind-serial", "terminals-about-serial"),
                Kind::Opi => ("terminals-kind-opi", "terminals-about-opi"),
                Kind::Test => ("terminals-driver-test", "terminals-about-test"),
            };
            let chosen = self.draft.kind == kind;
            tile(chosen, t.text(name), t.text(about), Message::Kind(kind))
        }));
        let driver = self.draft.kind.driver();
        if self.draft.kind != Kind::Test && !driver.tried_on_device() {
            content.push(notice::notice(
                Rank::Warning,
                t.text("terminals-untried"),
                None,
            ));
        }
        content
    }

    fn connection<'a>(&'a self, desk: &'a Desk) -> Vec<Element<'a, Message>> {
        let t = desk.t;
        let mut content: Vec<Element<'a, Message>> = Vec::new();
        for (place, found) in self.elsewhere.iter().enumerate() {
            let arguments = [
                ("protocol", protocol(t, found.driver, found.dialect).into()),
                ("address", found.address.as_str().into()),
            ];
            let sentence = t.with("terminals-elsewhere", &arguments);
            content.push(
                column![
                    notice::notice(Rank::Info, sentence, None),
                    button::middle(t.text("terminals-follow"), None, theme::secondary)
                        .on_press(Message::Follow(place)),
                ]
                .spacing(space::GAP)
                .into(),
            );
        }
        let network = |content: &mut Vec<Element<'a, Message>>| {
            let host = self.input(desk, Field::Host, "terminals-host", "192.168.1.70", None);
            let port = self.input(desk, Field::Port, "terminals-port", "20007", None);
            content.push(
                row![
                    container(host).width(Length::FillPortion(3)),
                    container(port).width(Length::FillPortion(2)),
                ]
                .spacing(space::EDGE)
                .into(),
            );
        };
        match self.draft.kind {
            Kind::Zvt => network(&mut content),
            Kind::ZvtSerial => {
                let help = Some("terminals-device-help");
                let device = "/dev/ttyUSB0";
                content.push(self.input(desk, Field::Device, "terminals-device", device, help));
                content.push(caption(t.text("terminals-baud")));
                content.push(parts::choices(SPEEDS.map(|baud| {
                    let chosen = self.draft.baud == baud;
                    parts::choice(baud.to_string(), chosen, Some(Message::Baud(baud)))
                })));
                content.push(caption(t.text("terminals-stop")));
                content.push(parts::choices([2, 1].map(|stop: u8| {
                    let chosen = self.draft.stop == stop;
                    parts::choice(stop.to_string(), chosen, Some(Message::Stop(stop)))
                })));
            }
            Kind::Opi => {
                content.push(caption(t.text("terminals-dialect")));
                content.push(parts::choices(Dialect::ALL.map(|one| {
                    let chosen = self.draft.dialect == one;
                    parts::choice(dialect(t, one), chosen, Some(Message::Dialect(one)))
                })));
                network(&mut content);
                let help = Some("terminals-listen-help");
                let listen = self.input(desk, Field::Listen, "terminals-listen", "20007", help);
                let help = Some("terminals-workstation-help");
                let caption = "terminals-workstation";
                let workstation = self.input(desk, Field::Workstation, caption, "1", help);
                content.push(
                    row![
                        container(listen).width(Length::FillPortion(1)),
                        container(workstation).width(Length::FillPortion(1)),
                    ]
                    .spacing(space::EDGE)
                    .into(),
                );
            }
            Kind::Test => content.push(notice::notice(
                Rank::Warning,
                t.text("terminals-test-warning"),
                None,
            )),
        }
        if matches!(self.draft.kind, Kind::Zvt | Kind::ZvtSerial) {
            content.push(self.password(desk));
        }
        content
    }

    fn habits<'a>(&'a self, desk: &'a Desk) -> Vec<Element<'a, Message>> {
        let t = desk.t;
        let mut content = vec![caption(t.text("terminals-slips"))];
        let slips = [
            (Slips::Register, "terminals-slips-register"),
            (Slips::Terminal, "terminals-slips-terminal"),
        ];
        content.push(parts::choices(slips.map(|(slips, key)| {
            let chosen = self.draft.slips == slips;
            parts::choice(t.text(key), chosen, Some(Message::Slips(slips)))
        })));
        let switches = [
            (Switch::Closes, "terminals-switch-closes"),
            (Switch::Shared, "terminals-switch-shared"),
            (Switch::Partial, "terminals-switch-partial"),
            (Switch::LastOnly, "terminals-switch-last"),
        ];
        content.extend(switches.map(|(switch, key)| {
            tick(t.text(key), self.draft.is_on(switch), move |on| {
                Message::Turn(switch, on)
            })
        }));
        content
    }

    fn problem<'a>(&self, desk: &'a Desk, field: Field) -> Option<&'a str> {
        let problems = match self.tried {
            true => self.draft.problems(&self.others),
            false => return None,
        };
        let mut problems = problems.into_iter();
        let (_, key) = problems.find(|(wrong, _)| *wrong == field)?;
        Some(desk.t.text(key))
    }

    fn input<'a>(
        &'a self,
        desk: &'a Desk,
        field: Field,
        caption: &'static str,
        example: &'a str,
        help: Option<&'static str>,
    ) -> Element<'a, Message> {
        let problem = self.problem(desk, field);
        let input = Input {
            id: field.id(),
            caption: desk.t.text(caption),
            placeholder: example,
            value: self.draft.raw(field),
            problem,
        }
        .view(
            move |text| Message::Typed(field, text),
            Some(Message::Probe),
        );
        let help = help.filter(|_| problem.is_none());
        Column::new()
            .push(input)
            .push(
                help.map(|key| {
                    words(desk.t.text(key), size::SUB, theme::REGULAR).style(theme::soft)
                }),
            )
            .spacing(6)
            .into()
    }

    fn password<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let below = match self.problem(desk, Field::Password) {
            Some(problem) => words(problem, size::SUB, theme::MEDIUM).style(theme::stop),
            None => words(t.text("terminals-password-help"), size::SUB, theme::REGULAR)
                .style(theme::soft),
        };
        column![
            line(t.text("terminals-password"), size::BODY, theme::MEDIUM),
            text_input("", self.draft.raw(Field::Password))
                .id(Field::Password.id())
                .secure(true)
                .on_input(|text| Message::Typed(Field::Password, text))
                .on_submit(Message::Probe)
                .size(size::KEY)
                .padding([12.0, space::EDGE])
                .style(theme::field),
            below,
        ]
        .spacing(6)
        .into()
    }
}

fn caption<'a>(text: &'a str) -> Element<'a, Message> {
    line(text, size::BODY, theme::MEDIUM).into()
}

// One half of the form; what does not fit scrolls.
fn sheet<'a>(content: impl IntoIterator<Item = Element<'a, Message>>) -> Element<'a, Message> {
    let page = Column::new()
        .extend(content)
        .spacing(12)
        .width(Length::Fill)
        .padding(Padding::from(space::CARD));
    container(scrollable(page).spacing(0).height(Length::Fill))
        .style(theme::card)
        .width(Length::FillPortion(1))
        .height(Length::Fill)
        .clip(true)
        .into()
}
