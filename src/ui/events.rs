//! What the till says, and what the application makes of it.

mod midnight;
mod sentence;

use std::time::{Duration, Instant};

use iced::Task;

use super::action::{Action, Place};
use super::protocol::terminal::Tested;
use super::protocol::{CardState, Command, Done, Event, Problem, tse};
use super::screen::{card, cash, clock, done, login, sale};
use super::widget::notice::Rank;
use super::{App, Message, Overlay, Screen};
use crate::i18n::money;
use crate::money::Money;
use crate::people::Right;

/// How long a passing message stays.
const TOAST: Duration = Duration::from_secs(6);

impl App {
    pub(super) fn till_says(&mut self, event: Event) -> Task<Message> {
        match event {
            Event::Ready(link) => self.link = Some(link),
            Event::Facts(mut facts) => {
                if let Some(language) = self.language {
                    facts.preferences.english = language == crate::i18n::Language::English;
                }
                self.desk.set_facts(*facts);
                self.sale.renew(&self.desk);
                if matches!(self.screen, Screen::Opening) {
                    self.screen = Screen::Login(login::State::default());
                }
                return self.tick();
            }
            Event::Levels(levels) => self.desk.set_stock(levels),
            Event::Status(status) => self.desk.set_status(status),
            Event::Training(training) => self.desk.training = training,
            Event::User(user) => return self.user(user),
            Event::Sale(open) => return self.sale(open),
            Event::Waiting(waiting) => self.desk.waiting = waiting,
            Event::Recovered { .. } => self.recovered = true,
            Event::Card(state) => self.card(state),
            Event::Asked(question) => self.question = question,
            Event::Unsettled(unsettled) => self.desk.unsettled = unsettled,
            Event::Finished(finished) => {
                self.sale.succeeded();
                self.screen = Screen::Done(done::State::new(finished));
            }
            Event::Found {
                rows,
                further,
                more,
            } => {
                if let Screen::Receipts(state) = &mut self.screen {
                    state.set_found(rows, further, more);
                }
            }
            Event::Receipt(receipt, back) => {
                if let Screen::Receipts(state) = &mut self.screen {
                    state.set_open(receipt, back);
                }
            }
            Event::Moved(finished) => {
                let arguments = [("n", finished.receipt.number.into())];
                let sentence = self.desk.t.with("drawer-done", &arguments);
                if let Screen::Drawer(state) = &mut self.screen {
                    state.done(Rank::Done, sentence);
                }
            }
            Event::Checked { difference } => {
                let (rank, sentence) = if difference.is_zero() {
                    (
                        Rank::Done,
                        self.desk.t.text("drawer-count-right").to_owned(),
                    )
                } else {
                    let arguments = [("difference", money(difference).into())];
                    (
                        Rank::Warning,
                        self.desk.t.with("drawer-count-difference", &arguments),
                    )
                };
                if let Screen::Drawer(state) = &mut self.screen {
                    state.done(rank, sentence);
                }
            }
            Event::Period(period) => {
                if let Screen::Closing(state) = &mut self.screen {
                    state.set_period(period);
                }
            }
            Event::Closed(closed) => {
                if let Screen::Closing(state) = &mut self.screen {
                    state.set_closed(closed);
                }
            }
            Event::Tested(tested) => self.tested(tested),
            Event::Terminal(event) => {
                if let Screen::Devices(state) = &mut self.screen {
                    state.hear_of_cards(event, &self.desk);
                }
            }
            Event::TerminalClosed(recorded) => {
                if let Screen::Closing(state) = &mut self.screen {
                    state.terminal_closed(*recorded);
                }
            }
            Event::Closings(found) => {
                if let Screen::Closings(state) = &mut self.screen {
                    state.set_found(found);
                }
            }
            Event::Master(master) => {
                self.desk.master = Some(master);
                let desk = &self.desk;
                let action = match &mut self.screen {
                    Screen::Catalogue(state) => {
                        state.set_master(desk);
                        Action::None
                    }
                    Screen::Rules(state) => {
                        state.set_master(desk);
                        Action::None
                    }
                    Screen::Taxes(state) => state.set_master(desk),
                    Screen::Rehearsal(state) => state.set_master(desk),
                    _ => Action::None,
                };
                return self.act(action);
            }
            Event::Tax(event) => match &mut self.screen {
                Screen::Taxes(state) => state.hear(event, &self.desk),
                Screen::Rehearsal(state) => state.hear(event, &self.desk),
                _ => {}
            },
            Event::Audit(event) => {
                if let Screen::Inspection(state) = &mut self.screen {
                    state.hear(event);
                }
            }
            Event::Site(event) => {
                if let Screen::Site(state) = &mut self.screen {
                    state.hear(event, &self.desk);
                }
            }
            Event::Rules(event) => {
                if let Screen::Rules(state) = &mut self.screen {
                    state.hear(event, &self.desk);
                }
            }
            Event::Stock(event) => {
                if let Screen::Stock(state) = &mut self.screen {
                    state.hear(event, &self.desk);
                }
            }
            Event::Tse(tse::Event::Warned(warned)) => {
                // What a power cut left comes first.
                if self.overlay == Overlay::None {
                    self.overlay = Overlay::Warned;
                }
                self.warned = warned;
            }
            Event::Evaluation(event) => {
                if let Screen::Evaluation(state) = &mut self.screen {
                    state.hear(event);
                }
            }
            Event::Tse(event) => {
                if let Screen::Devices(state) = &mut self.screen {
                    state.hear(event, &self.desk);
                }
            }
            Event::CatalogueChanged { items, waiting } => {
                let arguments = [("n", items.into()), ("waiting", waiting.into())];
                let sentence = self.desk.t.with("cat-changed", &arguments);
                match &mut self.screen {
                    Screen::Catalogue(state) => state.changed(sentence),
                    _ => self.show(Rank::Done, sentence),
                }
            }
            Event::Examined(examined) => {
                if let Screen::Catalogue(state) = &mut self.screen {
                    state.set_examined(examined);
                }
            }
            Event::CatalogueFiles(files) => {
                if let Screen::Catalogue(state) = &mut self.screen {
                    state.set_files(files);
                }
            }
            Event::Done(done) => {
                let home = match self.screen {
                    Screen::Clock(_) => self.go(Place::Sale),
                    _ => Task::none(),
                };
                self.small_success(done);
                return home;
            }
            Event::Tick => return self.tick(),
            Event::Failed(problem) => self.failed(&problem),
            Event::Fatal(fatal) => {
                // The channel also ends when an error has been shown already.
                if !matches!(self.screen, Screen::Fatal(_)) {
                    self.screen = Screen::Fatal(fatal);
                }
            }
        }
        Task::none()
    }

    fn user(&mut self, user: Option<crate::people::User>) -> Task<Message> {
        let before = self.desk.user.take();
        self.desk.user = user;
        self.overlay = Overlay::None;
        self.last_use = Instant::now();
        if self.desk.user.is_none() {
            self.sale = sale::State::new(&self.desk);
            self.desk.master = None;
            self.screen = Screen::Login(login::State::locked(before.map(|user| user.id)));
            return Task::none();
        }
        let home = self.go(Place::Sale);
        if self.desk.may(Right::Sell) && std::mem::take(&mut self.recovered) {
            self.overlay = Overlay::Waiting { recovered: true };
        }
        home
    }

    fn sale(&mut self, open: Option<Box<super::protocol::OpenSale>>) -> Task<Message> {
        let unknown = open
            .as_ref()
            .and_then(|open| open.unknown().map(|paid| paid.amount));
        let goes_back = open.as_ref().is_some_and(|open| open.sale.origin.is_some());
        let is_new = self.desk.sale.is_none();
        let touched = open.as_ref().is_some_and(|open| open.touched.is_some());
        let shown = self.desk.sale.as_ref().zip(open.as_ref());
        let turned = shown.is_some_and(|(before, now)| {
            midnight::has_changed(&before.sale, &now.sale, &self.desk.facts.rates)
        });
        self.desk.set_sale(open);
        self.sale.sale_changed(&self.desk);
        if turned {
            let sum = [("sum", self.desk.sale_text.sum.as_str().into())];
            let sentence = self.desk.t.with("sale-midnight", &sum);
            self.show(Rank::Warning, sentence);
        }
        if touched {
            self.sale.succeeded();
        }
        if let Some(amount) = unknown {
            // Nothing else is possible with this sale until somebody knows.
            if !matches!(self.screen, Screen::Card(_)) {
                self.screen = Screen::Card(card::State::unknown(amount));
            }
            return Task::none();
        }
        match &mut self.screen {
            Screen::Cash(state) => {
                let rest = state.then_card(self.desk.sale_text.due);
                state.reset();
                if let Some(rest) = rest {
                    return self.act(Action::Go(Place::Card(rest)));
                }
                if self.desk.sale.is_none() {
                    self.screen = Screen::Sale;
                }
            }
            Screen::Card(state) if state.is_approved() && state.takes_back() => {
                self.screen = Screen::Sale;
                self.show(Rank::Done, self.desk.t.text("card-taken-back").to_owned());
            }
            // It was put aside, to be settled later.
            Screen::Card(state) if state.is_unknown() && self.desk.sale.is_none() => {
                self.screen = Screen::Sale;
                self.show(Rank::Info, self.desk.t.text("card-set-aside").to_owned());
            }
            // A part was charged: the rest is paid some other way.
            Screen::Card(state) if state.is_approved() && self.desk.sale.is_some() => {
                self.screen = Screen::Cash(cash::State::default());
            }
            // A void or refund begins: the money goes back from the sale's screen.
            Screen::Receipts(_) if goes_back && is_new => self.screen = Screen::Sale,
            _ => {}
        }
        match self.sale.scroll_to(&self.desk).filter(|_| touched) {
            Some(y) => iced::widget::operation::scroll_to(
                sale::State::basket(),
                iced::widget::scrollable::AbsoluteOffset { x: 0.0, y },
            ),
            None => Task::none(),
        }
    }

    fn card(&mut self, state: CardState) {
        if !state.is_running() {
            self.question = None;
        }
        match &mut self.screen {
            Screen::Card(card) => card.progressed(state),
            Screen::Sale if state == CardState::Requested => {
                let paid = self
                    .desk
                    .sale
                    .iter()
                    .flat_map(|open| open.paid.iter().rev());
                let mut cards = paid.filter(|paid| paid.card && paid.can_take_back);
                let amount = cards.next().map_or(Money::ZERO, |paid| paid.amount);
                self.overlay = Overlay::None;
                self.screen = Screen::Card(card::State::taking_back(amount));
            }
            // Somebody has to look at a payment of an earlier time before the sale goes on.
            _ if matches!(state, CardState::Held(..)) => {
                let open = self.desk.sale.iter();
                let mut paid = open.flat_map(|open| open.paid.iter().rev());
                let last = paid.find(|paid| paid.card && paid.can_take_back);
                let mut card = card::State::new(last.map_or(Money::ZERO, |paid| paid.amount));
                card.progressed(state);
                self.overlay = Overlay::None;
                self.screen = Screen::Card(card);
            }
            // Found at the start.
            _ => match state {
                CardState::Declined(reason) => {
                    let sentence = self
                        .desk
                        .t
                        .with("card-declined-text", &[("reason", reason.as_str().into())]);
                    self.show(Rank::Stop, sentence);
                }
                CardState::Approved => {
                    self.show(Rank::Done, self.desk.t.text("card-taken-back").to_owned())
                }
                _ => {}
            },
        }
    }

    fn tested(&mut self, tested: Tested) {
        let (t, lang) = (self.desk.t, self.desk.lang);
        let (over, rank, sentence) = match tested {
            Tested::Running(text) => {
                let text = text.unwrap_or_else(|| t.text("terminals-testing").to_owned());
                (false, Rank::Info, text.replace('\n', " "))
            }
            Tested::Done { back, receipt } => {
                let key = match back {
                    true => "terminals-tested-back",
                    false => "terminals-tested",
                };
                let receipt = [("receipt", receipt.into())];
                (true, Rank::Done, t.with(key, &receipt))
            }
            Tested::Not(why) => (true, Rank::Stop, why.get(lang).clone()),
            Tested::Unknown(why) => {
                let why = [("why", why.get(lang).as_str().into())];
                (true, Rank::Stop, t.with("terminals-test-unknown", &why))
            }
        };
        if let Screen::Devices(state) = &mut self.screen {
            state.tested(over, rank, sentence);
        }
    }

    fn small_success(&mut self, done: Done) {
        let t = self.desk.t;
        let sentence = match done {
            Done::ClockAccepted => t.text("clock-accepted").to_owned(),
            Done::Printed => t.text("printed").to_owned(),
            Done::Saved(path) => t.with("saved", &[("path", path.into())]),
        };
        match &mut self.screen {
            Screen::Done(state) => state.note(Rank::Done, sentence),
            Screen::Receipts(state) => state.note(Rank::Done, sentence),
            Screen::Closings(state) => state.note(Rank::Done, sentence),
            Screen::Catalogue(state) => state.note(Rank::Done, sentence),
            Screen::Taxes(state) => state.note(Rank::Done, sentence),
            Screen::Site(state) => state.note(Rank::Done, sentence),
            Screen::Inspection(state) => state.note(Rank::Done, sentence),
            Screen::Rehearsal(state) => state.note(Rank::Done, sentence),
            Screen::Stock(state) => state.note(Rank::Done, sentence),
            Screen::Evaluation(state) => state.note(Rank::Done, sentence),
            Screen::Devices(state) => state.note(Rank::Done, sentence),
            Screen::Closing(state) if state.is_closed() => state.note(Rank::Done, sentence),
            _ => self.show(Rank::Done, sentence),
        }
    }

    fn failed(&mut self, problem: &Problem) {
        let sentence = self.sentence(problem);
        self.question = None;
        if matches!(problem, Problem::ClockBehind(_)) {
            // Nothing can be recorded any more; only a second person gets the desk out of this.
            self.overlay = Overlay::None;
            self.screen = Screen::Clock(clock::State::new(sentence));
            return;
        }
        let shown = match &mut self.screen {
            Screen::Login(state) => {
                state.failed(sentence.clone());
                true
            }
            Screen::Sale => self.sale.failed(&sentence),
            Screen::Clock(state) => {
                state.failed(sentence.clone());
                true
            }
            Screen::Receipts(state) => state.failed(&sentence),
            Screen::Closing(state) => state.failed(&sentence),
            Screen::Drawer(state) => {
                state.failed(&sentence);
                true
            }
            Screen::Done(state) => {
                state.note(Rank::Warning, sentence.clone());
                true
            }
            Screen::Catalogue(state) => {
                state.failed(sentence.clone());
                true
            }
            Screen::Inspection(state) => {
                state.note(Rank::Stop, sentence.clone());
                true
            }
            Screen::Site(state) => {
                state.failed(&sentence);
                true
            }
            Screen::Rules(state) => {
                state.failed(&sentence);
                true
            }
            Screen::Taxes(state) => {
                state.failed(&sentence);
                true
            }
            Screen::Rehearsal(state) => {
                state.note(Rank::Stop, sentence.clone());
                true
            }
            Screen::Stock(state) => {
                state.failed(&sentence);
                true
            }
            Screen::Evaluation(state) => {
                state.note(Rank::Stop, sentence.clone());
                true
            }
            Screen::Devices(state) => {
                state.failed(&sentence);
                true
            }
            Screen::Cash(state) => {
                state.reset();
                false
            }
            Screen::Card(state) => {
                let shown = state.failed(&sentence);
                // The till refused before the terminal was asked: there is nothing to wait for.
                if state.is_running() {
                    self.screen = Screen::Sale;
                }
                shown
            }
            _ => false,
        };
        if !shown {
            self.show(Rank::Stop, sentence);
        }
    }

    pub(super) fn show(&mut self, rank: Rank, sentence: String) {
        self.toast = Some((rank, sentence, Instant::now()));
    }

    /// Once a second: the clock, messages that have been there long enough, the lock.
    fn tick(&mut self) -> Task<Message> {
        let now = crate::till::local(chrono::Utc::now()).naive_local();
        self.desk.clock = self.desk.t.clock(now);
        if self
            .toast
            .as_ref()
            .is_some_and(|(_, _, since)| since.elapsed() > TOAST)
        {
            self.toast = None;
        }
        let minutes = u64::from(self.desk.facts.preferences.lock_minutes);
        let busy = matches!(&self.screen, Screen::Card(state) if state.is_running() || state.is_unknown() || state.is_held());
        let idle = self.last_use.elapsed() >= Duration::from_secs(60 * minutes);
        if minutes > 0 && idle && self.desk.user.is_some() && !busy {
            self.last_use = Instant::now();
            return self.send(Command::LogOut);
        }
        Task::none()
    }
}
