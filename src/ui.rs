//! The touch user interface: an iced application over the till.
//!
//! [`run`] opens the window. [`App`] holds what is on the screen and hands every message to the screen it
//! belongs to; screens answer with an [`action::Action`]. The till lives on a thread of its own
//! ([`bridge`]); what comes back from it arrives in `ui/events.rs`.

pub mod action;
pub mod bridge;
pub mod desk;
mod events;
mod fatal;
pub mod find;
mod guard;
pub mod icon;
mod keys;
pub mod protocol;
mod scanner;
pub mod screen;
pub mod theme;
pub mod typed;
mod update;
pub mod widget;

use std::cell::Cell;
use std::path::PathBuf;
use std::time::Instant;

use iced::widget::container;
use iced::{Length, Size, Subscription, Task, keyboard, window};

use crate::i18n::Language;
use bridge::Link;
use desk::Desk;
use protocol::{Event, Fatal};
use screen::{
    approval, card, cash, catalogue, clock, closing, closings, devices, done, drawer, evaluation,
    help, inspection, login, menu, question, receipts, rehearsal, rules, sale, settings, site,
    stock, tax, unsettled, waiting,
};
use widget::notice::Rank;
use widget::{Element, modal, notice, words};

/// How to open the register.
#[derive(Debug, Clone)]
pub struct Options {
    /// The data folder.
    pub data: PathBuf,
    /// Full screen, without a frame.
    pub kiosk: bool,
    /// A size other than the one this workplace is set to, 1.0 to 2.0.
    pub scale: Option<f32>,
    /// A language other than the one this workplace is set to.
    pub language: Option<Language>,
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
#[error("the window could not be opened: {0}")]
pub struct Error(#[from] iced::Error);

/// Opens the window and runs until it is closed.
pub fn run(options: Options) -> Result<(), Error> {
    let window = window::Settings {
        size: SMALLEST.max(Size::new(1280.0, 800.0)),
        min_size: Some(Size::new(800.0, 500.0)),
        fullscreen: options.kiosk,
        decorations: !options.kiosk,
        ..window::Settings::default()
    };
    let boot = move || {
        let mut app = App::new(options.scale, options.language);
        app.data = Some(options.data.clone());
        (app, open(options.data.clone()))
    };
    let mut application = iced::application(boot, App::update, App::view)
        .title(App::title)
        .theme(App::theme)
        .scale_factor(App::scale_factor)
        .subscription(App::subscription)
        .default_font(theme::REGULAR)
        .font(icon::FONT_BYTES)
        .window(window);
    for font in theme::FONTS {
        application = application.font(font);
    }
    Ok(application.run()?)
}

// The till ends with a message of its own, or has stopped.
fn open(data: PathBuf) -> Task<Message> {
    Task::run(bridge::start(data), Message::Till)
        .chain(Task::done(Message::Till(Event::Fatal(Fatal::Stopped))))
}

/// The smallest window the screens are made for.
const SMALLEST: Size = Size::new(1024.0, 768.0);

/// Everything that can happen.
#[derive(Debug, Clone)]
pub enum Message {
    /// The till has something to say.
    Till(Event),
    /// On the log-in.
    Login(login::Message),
    /// On the sale.
    Sale(sale::Message),
    /// While paying in cash.
    Cash(cash::Message),
    /// While paying by card.
    Card(card::Message),
    /// After paying.
    Done(done::Message),
    /// Among the receipts.
    Receipts(receipts::Message),
    /// At the drawer.
    Drawer(drawer::Message),
    /// While closing.
    Closing(closing::Message),
    /// Before a clock that was set back.
    Clock(approval::Message),
    /// In the catalogue.
    Catalogue(catalogue::Message),
    /// In the taxes.
    Taxes(tax::Message),
    /// In the master data.
    Site(site::Message),
    /// In the payment rules.
    Rules(rules::Message),
    /// In the rehearsal.
    Rehearsal(rehearsal::Message),
    /// In the stock.
    Stock(stock::Message),
    /// In the evaluation.
    Evaluation(evaluation::Message),
    /// At the TSEs.
    Devices(devices::Message),
    /// About what the TSEs need.
    Warned(devices::warned::Message),
    /// At the desk of the Kassen-Nachschau.
    Inspection(inspection::Message),
    /// In the settings.
    Settings(settings::Message),
    /// In the menu.
    Menu(menu::Message),
    /// In the list of sales that wait.
    Waiting(waiting::Message),
    /// A key.
    Key {
        /// Which.
        key: keyboard::Key,
        /// What it types.
        text: Option<String>,
        /// With which others.
        modifiers: keyboard::Modifiers,
        /// A field or button has used it already.
        captured: bool,
        /// It is only held down.
        repeat: bool,
    },
    /// Somebody touched the screen.
    Touched,
    /// The window has this size now, in logical pixels.
    Resized(Size),
    /// The terminal's question is answered.
    Answer(bool),
    /// In the list of card payments without an outcome.
    Unsettled(unsettled::Message),
    /// The page of keys has been read.
    CloseHelp,
    /// The passing message has been read.
    Dismiss,
    /// On the list of closings.
    Closings(closings::Message),
    /// The register could not be opened: try again.
    OpenAgain,
    /// Close the window.
    Quit,
}

/// The screen in front.
#[derive(Debug)]
enum Screen {
    Opening,
    Fatal(Fatal),
    Login(login::State),
    Sale,
    Cash(cash::State),
    Card(card::State),
    Done(done::State),
    Receipts(Box<receipts::State>),
    Drawer(drawer::State),
    Closing(Box<closing::State>),
    Clock(clock::State),
    Closings(closings::State),
    Catalogue(Box<catalogue::State>),
    Taxes(Box<tax::State>),
    Site(Box<site::State>),
    Rules(Box<rules::State>),
    Inspection(Box<inspection::State>),
    Rehearsal(Box<rehearsal::State>),
    Stock(Box<stock::State>),
    Evaluation(Box<evaluation::State>),
    Devices(Box<devices::State>),
    Settings,
}

/// What lies over the sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Overlay {
    None,
    Menu,
    Waiting {
        recovered: bool,
    },
    Help,
    Warned,
    /// Card payments without an outcome.
    Unsettled,
}

/// The application.
#[derive(Debug)]
pub struct App {
    desk: Desk,
    data: Option<PathBuf>,
    link: Option<Link>,
    screen: Screen,
    /// Kept while other screens are in front, so that search and group are as they were.
    sale: sale::State,
    overlay: Overlay,
    toast: Option<(Rank, String, Instant)>,
    scanner: scanner::Scanner,
    last_use: Instant,
    last_message: Option<Instant>,
    before: Option<guard::Snapshot>,
    front: Option<guard::Front>,
    front_since: Instant,
    recovered: bool,
    /// What a terminal wants to know, and nothing goes on before.
    question: Option<amtskasse_terminal::Question>,
    /// What about the TSEs somebody should know.
    warned: Vec<protocol::tse::Warned>,
    scale: Option<f32>,
    /// The scale of the picture in the window; sizes the window reports are in its units.
    shown: Cell<f32>,
    language: Option<Language>,
}

impl App {
    /// An application that waits for the till; `scale` and `language` overrule the preferences.
    pub fn new(scale: Option<f32>, language: Option<Language>) -> Self {
        let desk = Desk::new(Size::new(1280.0, 800.0));
        Self {
            sale: sale::State::new(&desk),
            desk,
            data: None,
            link: None,
            screen: Screen::Opening,
            overlay: Overlay::None,
            toast: None,
            scanner: scanner::Scanner::default(),
            last_use: Instant::now(),
            last_message: None,
            before: None,
            front: None,
            front_since: Instant::now(),
            recovered: false,
            question: None,
            warned: Vec::new(),
            scale,
            shown: Cell::new(1.0),
            language,
        }
    }

    /// What every screen may read; for tests.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The title of the window.
    pub fn title(&self) -> String {
        match self.desk.facts.register.as_str() {
            "" => "Amtskasse".to_owned(),
            register => format!("Amtskasse – {} · {register}", self.desk.facts.pay_point),
        }
    }

    /// The palette.
    pub fn theme(&self) -> theme::Theme {
        self.desk.theme()
    }

    /// The size of everything.
    pub fn scale_factor(&self) -> f32 {
        let preferred = f32::from(self.desk.facts.preferences.scale) / 100.0;
        // Too large for this screen means that somebody cannot even log in.
        self.scale
            .unwrap_or(preferred)
            .clamp(0.5, self.desk.largest_scale())
    }

    /// Keys, touches and the size of the window.
    pub fn subscription(&self) -> Subscription<Message> {
        iced::event::listen_with(|event, status, _window| match event {
            iced::Event::Keyboard(keyboard::Event::KeyPressed {
                key,
                text,
                modifiers,
                repeat,
                ..
            }) => Some(Message::Key {
                key,
                text: text.map(|text| text.to_string()),
                modifiers,
                captured: status == iced::event::Status::Captured,
                repeat,
            }),
            iced::Event::Mouse(iced::mouse::Event::ButtonPressed(_))
            | iced::Event::Touch(iced::touch::Event::FingerPressed { .. }) => {
                Some(Message::Touched)
            }
            iced::Event::Window(
                window::Event::Resized(size) | window::Event::Opened { size, .. },
            ) => Some(Message::Resized(size)),
            _ => None,
        })
    }

    /// Builds what is on the screen.
    pub fn view(&self) -> Element<'_, Message> {
        let desk = &self.desk;
        self.shown.set(self.scale_factor());
        let screen = match &self.screen {
            Screen::Opening => sentence(desk.t.text("opening")),
            Screen::Fatal(fatal) => self.fatal(fatal),
            Screen::Login(state) => state.view(desk).map(Message::Login),
            Screen::Sale => self.sale.view(desk).map(sale_message),
            Screen::Cash(state) => state.view(desk).map(Message::Cash),
            Screen::Card(state) => state.view(desk).map(Message::Card),
            Screen::Done(state) => state.view(desk).map(Message::Done),
            Screen::Receipts(state) => state.view(desk).map(Message::Receipts),
            Screen::Drawer(state) => state.view(desk).map(Message::Drawer),
            Screen::Closing(state) => state.view(desk).map(Message::Closing),
            Screen::Clock(state) => state.view(desk).map(Message::Clock),
            Screen::Closings(state) => state.view(desk).map(Message::Closings),
            Screen::Catalogue(state) => state.view(desk).map(catalogue_message),
            Screen::Taxes(state) => state.view(desk).map(Message::Taxes),
            Screen::Site(state) => state.view(desk).map(Message::Site),
            Screen::Rules(state) => state.view(desk).map(Message::Rules),
            Screen::Inspection(state) => state.view(desk).map(Message::Inspection),
            Screen::Rehearsal(state) => state.view(desk).map(Message::Rehearsal),
            Screen::Stock(state) => state.view(desk).map(Message::Stock),
            Screen::Evaluation(state) => state.view(desk).map(Message::Evaluation),
            Screen::Devices(state) => state.view(desk).map(Message::Devices),
            Screen::Settings => settings::view(desk).map(Message::Settings),
        };
        let screen = match self.overlay {
            Overlay::None => screen,
            Overlay::Menu => {
                let close = Some(Message::Menu(menu::Message::Close));
                modal::modal(screen, menu::view(desk).map(Message::Menu), close)
            }
            Overlay::Warned => modal::modal(
                screen,
                devices::warned::view(desk, &self.warned).map(Message::Warned),
                None,
            ),
            Overlay::Unsettled => {
                modal::modal(screen, unsettled::view(desk).map(Message::Unsettled), None)
            }
            Overlay::Help => modal::modal(screen, help::view(desk, Message::CloseHelp), None),
            Overlay::Waiting { recovered } => modal::modal(
                screen,
                waiting::view(desk, recovered).map(Message::Waiting),
                None,
            ),
        };
        let screen = match &self.question {
            None => screen,
            Some(question) => modal::modal(
                screen,
                question::view(desk, question, Message::Answer),
                None,
            ),
        };
        let toast = self.toast.as_ref().map(|(rank, sentence, _)| {
            notice::notice(*rank, sentence.as_str(), Some(Message::Dismiss))
        });
        notice::toast(screen, toast)
    }
}

// The header of the screens one lands on belongs to the application.
fn sale_message(message: sale::Message) -> Message {
    match message {
        sale::Message::User => Message::Menu(menu::Message::LogOut),
        sale::Message::Devices => Message::Menu(menu::Message::Devices),
        other => Message::Sale(other),
    }
}

fn catalogue_message(message: catalogue::Message) -> Message {
    match message {
        catalogue::Message::User => Message::Menu(menu::Message::LogOut),
        catalogue::Message::Devices => Message::Menu(menu::Message::Devices),
        other => Message::Catalogue(other),
    }
}

fn sentence<'a>(text: &'a str) -> Element<'a, Message> {
    container(words(text, theme::size::TITLE, theme::REGULAR))
        .center(Length::Fill)
        .into()
}
