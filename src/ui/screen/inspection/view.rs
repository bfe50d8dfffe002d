//! Building the desk: the steps on the left, the one in front on the right, what comes next at the foot.

use iced::widget::{Column, Row, column, container, row, scrollable};
use iced::{Alignment, Length};

use super::{Message, STEPS, State, Step};
use crate::till::audit::Step as Doing;
use crate::ui::desk::Desk;
use crate::ui::icon::{Icon, icon};
use crate::ui::protocol::audit::Look;
use crate::ui::screen::parts;
use crate::ui::theme::{self, measure, size, space};
use crate::ui::widget::press::Press;
use crate::ui::widget::{Element, button, fit, line, notice};

/// What the main button says, and what it does; without a message it is dead.
type Main = (&'static str, Option<Message>);

impl State {
    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let t = desk.t;
        let home = desk.is_at_home_in_inspection();
        let content: Element<'a, Message> = match &self.look {
            None => parts::list(Vec::new(), t.text("wait")),
            Some(look) => match self.step {
                Step::Period => self.days(desk, look),
                Step::Export => self.medium(desk, look),
                Step::Proof => self.proof(desk, look),
                Step::Count => self.drawer(desk, look),
                Step::Records => self.records(desk, look),
                Step::Protocol => self.paper(desk, look),
            },
        };
        let steps = STEPS
            .iter()
            .enumerate()
            .map(|(at, step)| self.entry(desk, at, *step));
        let main = row![
            container(
                scrollable(Column::with_children(steps).spacing(space::GAP))
                    .spacing(0)
                    .height(Length::Fill)
            )
            .width(steps_width(desk)),
            container(content).width(Length::Fill).height(Length::Fill),
        ]
        .spacing(space::EDGE)
        .height(Length::Fill);
        let note = self
            .note
            .as_ref()
            .map(|(rank, sentence)| notice::notice(*rank, sentence.as_str(), None));
        column![
            desk.header_titled(
                t.text("menu-inspection"),
                &desk.facts.register,
                home.then_some(Message::Menu),
                None
            ),
            Column::new()
                .push(main)
                .push(note)
                .push(self.foot(desk, home))
                .spacing(12)
                .padding(space::EDGE)
                .height(Length::Fill),
        ]
        .into()
    }

    fn foot<'a>(&'a self, desk: &'a Desk, home: bool) -> Element<'a, Message> {
        let t = desk.t;
        let back: Element<'a, Message> = match home {
            true => iced::widget::space().into(),
            false => button::large(t.text("back"), Some("Esc"), theme::secondary)
                .width(Length::Fill)
                .on_press(Message::Back)
                .into(),
        };
        let more = self.more();
        // What comes next keeps its place whatever stands beside it.
        let free = 6_usize.saturating_sub(3 * more.len());
        let free = (free > 0).then(|| {
            iced::widget::space().width(Length::FillPortion(u16::try_from(free).unwrap_or(1)))
        });
        let more = more
            .into_iter()
            .map(|(key, message)| parts::foot(t.text(key), theme::secondary, Some(message)));
        let main = self.main(desk).map(|(key, message)| {
            button::large(t.text(key), Some("F12"), theme::primary)
                .width(Length::FillPortion(6))
                .on_press_maybe(message)
        });
        Row::new()
            .push(container(back).width(steps_width(desk)))
            .push(free)
            .extend(more)
            .push(main)
            .spacing(space::EDGE)
            .into()
    }

    // Beside the main button.
    fn more(&self) -> Vec<(&'static str, Message)> {
        let Some(look) = &self.look else {
            return Vec::new();
        };
        let runs = look.progress.is_some();
        match self.step {
            Step::Export | Step::Proof if runs => vec![("audit-stop", Message::Stop)],
            Step::Export if !look.visit.exported.is_empty() && self.target().is_some() => {
                vec![("audit-export-again", Message::Export)]
            }
            Step::Proof if look.visit.proof.is_some() => {
                vec![("audit-prove-again", Message::Prove)]
            }
            Step::Count if !self.counts() => vec![
                ("audit-count-again", Message::Again),
                ("audit-count-sheet", Message::CountSheet),
            ],
            _ => Vec::new(),
        }
    }

    /// What the main button says and does: the one thing that comes next.
    pub(super) fn main(&self, _desk: &Desk) -> Option<Main> {
        let look = self.look.as_ref()?;
        let ready = !self.sent;
        let runs = look.progress.is_some();
        Some(match self.step {
            Step::Period => {
                let some = !self.closings().is_empty();
                ("audit-next-export", some.then_some(Message::Next))
            }
            Step::Export | Step::Proof if runs => return None,
            Step::Export if look.visit.exported.is_empty() => {
                let able = ready && self.target().is_some() && !self.closings().is_empty();
                ("audit-export", able.then_some(Message::Export))
            }
            Step::Export => ("audit-next-proof", Some(Message::Next)),
            Step::Proof if look.visit.proof.is_none() => {
                ("audit-prove", ready.then_some(Message::Prove))
            }
            Step::Proof => ("audit-next-count", Some(Message::Next)),
            Step::Count if self.counts() => {
                let able = ready && !self.count.is_empty();
                ("audit-compare", able.then_some(Message::Compare))
            }
            Step::Count => ("audit-next-records", Some(Message::Next)),
            Step::Records => ("audit-next-protocol", Some(Message::Next)),
            Step::Protocol => ("audit-protocol", ready.then_some(Message::Protocol)),
        })
    }

    // A step, and how far it is.
    fn entry<'a>(&'a self, desk: &'a Desk, at: usize, step: Step) -> Element<'a, Message> {
        let t = desk.t;
        let name = match step {
            Step::Period => "audit-step-period",
            Step::Export => "audit-step-export",
            Step::Proof => "audit-step-proof",
            Step::Count => "audit-step-count",
            Step::Records => "audit-step-records",
            Step::Protocol => "audit-step-protocol",
        };
        let (done, said) = match &self.look {
            Some(look) => self.state_of(desk, look, step),
            None => (false, String::new()),
        };
        let mark: Element<'a, Message> = match done {
            true => icon(Icon::CircleCheck, 24.0).into(),
            false => line((at + 1).to_string(), size::KEY, theme::BOLD).into(),
        };
        Press::new(
            row![
                container(mark).width(28).align_x(Alignment::Center),
                column![
                    fit::fit(t.text(name), size::KEY, theme::MEDIUM),
                    fit::fit(said, size::SUB, theme::REGULAR),
                ]
                .width(Length::Fill),
            ]
            .spacing(12)
            .align_y(iced::Center),
        )
        .style(if step == self.step {
            theme::chosen
        } else {
            theme::key
        })
        .align(Alignment::Start, Alignment::Center)
        .padding([0.0, space::EDGE])
        .width(Length::Fill)
        .height(measure::KEY)
        .on_press(Message::Step(step))
        .into()
    }

    fn state_of(&self, desk: &Desk, look: &Look, step: Step) -> (bool, String) {
        let t = desk.t;
        let percent = look.progress.map(|now| {
            let share = u128::from(now.done.min(now.whole)) * 100 / u128::from(now.whole.max(1));
            format!("{} {share}\u{a0}%", t.text("audit-runs"))
        });
        let writes = matches!(self.running(), Some(Doing::Package | Doing::Copy));
        let checks = matches!(
            self.running(),
            Some(Doing::Ledger | Doing::Compare | Doing::ReadBack | Doing::Check)
        );
        let open = || t.text("audit-open").to_owned();
        match step {
            Step::Period => match self.closings().len() {
                0 => (false, t.text("audit-none").to_owned()),
                n => (false, t.with("audit-n-closings", &[("n", n.into())])),
            },
            Step::Export => match (percent.filter(|_| writes), look.visit.exported.last()) {
                (Some(said), _) => (false, said),
                (None, Some(exported)) => {
                    let n = exported.files.len();
                    (true, t.with("audit-n-files", &[("n", n.into())]))
                }
                (None, None) => (false, open()),
            },
            Step::Proof => match (percent.filter(|_| checks), &look.visit.proof) {
                (Some(said), _) => (false, said),
                (None, Some(proof)) if proof.holds() => (true, t.text("audit-fine").to_owned()),
                (None, Some(proof)) => (
                    false,
                    t.with("audit-n-faults", &[("n", proof.faults().into())]),
                ),
                (None, None) => (false, open()),
            },
            Step::Count => match &look.visit.count {
                Some(count) => (true, crate::i18n::money(count.pieces.total())),
                None => (false, open()),
            },
            Step::Records => (false, t.text("audit-to-look").to_owned()),
            Step::Protocol => (false, t.text("audit-to-sign").to_owned()),
        }
    }
}

// The width of the steps on the left, and of what stands below them.
fn steps_width(desk: &Desk) -> u32 {
    match desk.size.width < 1200.0 {
        true => 248,
        false => 296,
    }
}
