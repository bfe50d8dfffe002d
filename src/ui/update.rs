//! Messages of the screens, and the actions they answer with.

use std::time::Instant;

use iced::{Size, Task};

use super::action::{Action, Place};
use super::protocol::Command;
use super::screen::{
    card, cash, catalogue, closings, devices, drawer, evaluation, inspection, login, menu,
    receipts, rehearsal, sale, settings, tax, unsettled, waiting,
};
use super::{App, Message, Overlay, Screen};

impl App {
    /// Reacts to a message.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        let now = Instant::now();
        let of_a_person = !matches!(message, Message::Till(_) | Message::Resized(_));
        if of_a_person && self.is_stray(&message, now) {
            return Task::none();
        }
        let task = self.apply(message);
        self.desk.fit(self.scale_factor());
        self.watch_front(now);
        task
    }

    pub(super) fn apply(&mut self, message: Message) -> Task<Message> {
        let desk = &self.desk;
        let action = match (message, &mut self.screen) {
            (Message::Till(event), _) => return self.till_says(event),
            (
                Message::Key {
                    key,
                    text,
                    modifiers,
                    captured,
                    repeat,
                },
                _,
            ) => {
                self.last_use = Instant::now();
                return self.key(&key, text.as_deref(), modifiers, (captured, repeat));
            }
            (Message::Touched, _) => {
                self.last_use = Instant::now();
                Action::None
            }
            (Message::Resized(size), _) => {
                let scale = self.shown.get();
                self.desk.window = Size::new(size.width * scale, size.height * scale);
                Action::None
            }
            (Message::Answer(yes), _) => {
                // It closes at once: two answers would be one too many.
                if let (Some(_), Some(link)) = (self.question.take(), &self.link) {
                    link.answer(yes);
                }
                Action::None
            }
            (Message::Unsettled(message), _) => {
                self.overlay = Overlay::None;
                match message {
                    unsettled::Message::Open(draft) => return self.open_unsettled(draft),
                    unsettled::Message::Close => Action::None,
                }
            }
            (Message::CloseHelp, _) => {
                self.overlay = Overlay::None;
                Action::None
            }
            (Message::Dismiss, _) => {
                self.toast = None;
                Action::None
            }
            (Message::Quit, _) => return iced::exit(),
            (Message::OpenAgain, _) => {
                let Some(data) = self.data.clone() else {
                    return Task::none();
                };
                (self.link, self.desk.user) = (None, None);
                self.screen = Screen::Opening;
                return super::open(data);
            }
            (Message::Closings(message), Screen::Closings(state)) => state.update(&message),
            (Message::Menu(message), _) => return self.menu(message),
            (Message::Warned(message), _) => {
                self.overlay = Overlay::None;
                match message {
                    devices::warned::Message::Look => Action::Go(Place::Devices),
                    devices::warned::Message::Close => Action::None,
                }
            }
            (Message::Waiting(message), _) => {
                self.overlay = Overlay::None;
                match message {
                    waiting::Message::Recall(draft) => {
                        self.screen = Screen::Sale;
                        Action::Send(Command::Recall { draft })
                    }
                    waiting::Message::Close => Action::None,
                }
            }
            (Message::Sale(sale::Message::Menu), _)
            | (Message::Catalogue(catalogue::Message::Menu), _)
            | (Message::Inspection(inspection::Message::Menu), _) => {
                self.overlay = Overlay::Menu;
                Action::None
            }
            (Message::Sale(message), Screen::Sale) => self.sale.update(message, desk),
            (Message::Login(message), Screen::Login(state)) => state.update(message, desk),
            (Message::Cash(message), Screen::Cash(state)) => state.update(message, desk),
            (Message::Card(message), Screen::Card(state)) => {
                if message == card::Message::RequestAbort
                    && let Some(link) = &self.link
                {
                    link.abort_card();
                }
                state.update(message, desk)
            }
            (Message::Done(message), Screen::Done(state)) => state.update(message),
            (Message::Receipts(message), Screen::Receipts(state)) => state.update(message, desk),
            (Message::Drawer(message), Screen::Drawer(state)) => state.update(message, desk),
            (Message::Closing(message), Screen::Closing(state)) => state.update(message, desk),
            (Message::Clock(message), Screen::Clock(state)) => state.update(message, desk),
            (Message::Catalogue(message), Screen::Catalogue(state)) => state.update(message, desk),
            (Message::Inspection(message), Screen::Inspection(state)) => {
                state.update(message, desk)
            }
            (Message::Site(message), Screen::Site(state)) => state.update(message, desk),
            (Message::Rules(message), Screen::Rules(state)) => state.update(message, desk),
            (Message::Taxes(message), Screen::Taxes(state)) => state.update(message, desk),
            (Message::Rehearsal(message), Screen::Rehearsal(state)) => state.update(message, desk),
            (Message::Stock(message), Screen::Stock(state)) => state.update(message, desk),
            (Message::Evaluation(message), Screen::Evaluation(state)) => {
                state.update(message, desk)
            }
            (Message::Devices(message), Screen::Devices(state)) => state.update(message, desk),
            (Message::Settings(message), Screen::Settings) => {
                settings::update(&message, &mut self.desk)
            }
            // A message of a screen that is not in front any more.
            _ => Action::None,
        };
        self.act(action)
    }

    pub(super) fn act(&mut self, action: Action) -> Task<Message> {
        match action {
            Action::None => Task::none(),
            Action::Send(command) => self.send(command),
            Action::Go(place) => self.go(place),
            Action::Treatment(item) => {
                let state = tax::State::at(tax::Tab::Treatments, Some(item));
                self.screen = Screen::Taxes(Box::new(state));
                self.send(Command::Master)
            }
            Action::Behind(title, numbers) => {
                let Screen::Evaluation(state) = &mut self.screen else {
                    return Task::none();
                };
                let evaluation = std::mem::take(state);
                let state = receipts::State::behind(title, numbers, evaluation);
                let find = state.search();
                self.screen = Screen::Receipts(Box::new(state));
                self.send(find)
            }
            Action::Focus(field) => iced::widget::operation::focus(field),
            Action::Select(field) => Task::batch([
                iced::widget::operation::focus(field.clone()),
                iced::widget::operation::select_all(field),
            ]),
            Action::Scroll(list, y) => iced::widget::operation::snap_to(
                list,
                iced::widget::scrollable::RelativeOffset { x: 0.0, y },
            ),
            Action::ScrollTo(list, y) => iced::widget::operation::scroll_to(
                list,
                iced::widget::scrollable::AbsoluteOffset { x: 0.0, y },
            ),
            Action::Copy(text) => iced::clipboard::write(text),
            Action::Notice(rank, sentence) => {
                self.show(rank, sentence);
                Task::none()
            }
            Action::Many(actions) => Task::batch(
                actions
                    .into_iter()
                    .map(|action| self.act(action))
                    .collect::<Vec<_>>(),
            ),
        }
    }

    pub(super) fn send(&mut self, command: Command) -> Task<Message> {
        let sent = self.link.as_ref().is_some_and(|link| link.send(command));
        if !sent && self.link.is_some() {
            self.screen = Screen::Fatal(super::Fatal::Stopped);
        }
        Task::none()
    }

    pub(super) fn go(&mut self, place: Place) -> Task<Message> {
        self.overlay = Overlay::None;
        if matches!(self.screen, Screen::Inspection(_)) {
            let _ = self.send(Command::Audit(super::protocol::audit::Command::Leave));
        }
        match place {
            // Who keeps the catalogue or audits does not sell, and is at home elsewhere.
            Place::Sale if self.desk.is_at_home_in_catalogue() => return self.go(Place::Catalogue),
            Place::Sale if self.desk.is_at_home_in_inspection() => {
                return self.go(Place::Inspection);
            }
            Place::Sale => self.screen = Screen::Sale,
            Place::Cash => self.screen = Screen::Cash(cash::State::default()),
            Place::Card(amount) if self.desk.chooses_terminal() => {
                self.screen = Screen::Card(card::State::choosing(amount));
            }
            Place::Card(amount) => {
                self.screen = Screen::Card(card::State::new(amount));
                return self.send(Command::Card { amount });
            }
            Place::Receipts => {
                self.screen = Screen::Receipts(Box::default());
                let find = self.send(Command::Find(Box::default()));
                let focus = iced::widget::operation::focus(receipts::State::search_field());
                return Task::batch([find, focus]);
            }
            Place::Drawer => self.screen = Screen::Drawer(drawer::State::default()),
            Place::Closing => {
                self.screen = Screen::Closing(Box::default());
                return self.send(Command::Interim);
            }
            Place::Closings => {
                self.screen = Screen::Closings(closings::State::default());
                return self.send(Command::Closings);
            }
            Place::Catalogue => {
                self.screen = Screen::Catalogue(Box::default());
                return self.send(Command::Master);
            }
            Place::Taxes => {
                self.screen = Screen::Taxes(Box::default());
                return self.send(Command::Master);
            }
            Place::Rehearsal(on) => {
                self.screen = Screen::Rehearsal(Box::new(rehearsal::State::of(on)));
                return self.send(Command::Master);
            }
            Place::Stock => {
                self.screen = Screen::Stock(Box::default());
                return self.send(Command::Stock(super::protocol::stock::Command::Look));
            }
            Place::Evaluation => {
                let before = match &mut self.screen {
                    Screen::Receipts(state) => state.evaluation(),
                    _ => None,
                };
                let Some(state) = before else {
                    self.screen = Screen::Evaluation(Box::default());
                    return self.send(evaluation::State::begin());
                };
                self.screen = Screen::Evaluation(state);
            }
            Place::Devices => {
                self.screen = Screen::Devices(Box::default());
                return self.send(Command::Tse(super::protocol::tse::Command::Watch));
            }
            Place::Site => {
                self.screen = Screen::Site(Box::default());
                return self.send(Command::Site(super::protocol::site::Command::Look));
            }
            Place::Rules => {
                self.screen = Screen::Rules(Box::default());
                let look = self.send(Command::Rules(super::protocol::rules::Command::Look));
                return Task::batch([look, self.send(Command::Master)]);
            }
            Place::Inspection => {
                self.screen = Screen::Inspection(Box::default());
                return self.send(Command::Audit(super::protocol::audit::Command::Watch));
            }
            Place::Settings => self.screen = Screen::Settings,
            Place::Unsettled => self.overlay = Overlay::Unsettled,
            Place::Waiting => self.overlay = Overlay::Waiting { recovered: false },
        }
        Task::none()
    }

    /// To the sale with an unknown payment.
    fn open_unsettled(&mut self, draft: i64) -> Task<Message> {
        let here = self.desk.unsettled.iter().find(|payment| payment.here);
        match here {
            Some(payment) if payment.draft == draft => {
                self.screen = Screen::Card(card::State::unknown(payment.amount));
                Task::none()
            }
            _ => {
                self.screen = Screen::Sale;
                self.send(Command::Recall { draft })
            }
        }
    }

    fn menu(&mut self, message: menu::Message) -> Task<Message> {
        self.overlay = Overlay::None;
        match message {
            menu::Message::Close => Task::none(),
            menu::Message::Unsettled => self.go(Place::Unsettled),
            menu::Message::Waiting => self.go(Place::Waiting),
            menu::Message::Receipts => self.go(Place::Receipts),
            menu::Message::Drawer => self.go(Place::Drawer),
            menu::Message::Closing => self.go(Place::Closing),
            menu::Message::Closings => self.go(Place::Closings),
            menu::Message::Catalogue => self.go(Place::Catalogue),
            menu::Message::Taxes => self.go(Place::Taxes),
            menu::Message::Rehearsal => self.go(Place::Rehearsal(None)),
            menu::Message::Stock => self.go(Place::Stock),
            menu::Message::Evaluation => self.go(Place::Evaluation),
            menu::Message::Devices => self.go(Place::Devices),
            menu::Message::Site => self.go(Place::Site),
            menu::Message::Rules => self.go(Place::Rules),
            menu::Message::Inspection => self.go(Place::Inspection),
            menu::Message::Settings => self.go(Place::Settings),
            menu::Message::Training => self.send(Command::Training(!self.desk.training)),
            menu::Message::LogOut => {
                // Whoever logs out wants to see it happen, whatever the till is busy with.
                self.screen = Screen::Login(login::State::default());
                self.send(Command::LogOut)
            }
        }
    }
}
