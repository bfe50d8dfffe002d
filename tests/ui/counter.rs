//! A register on a folder of its own, its application, and somebody who clicks.

use std::borrow::Cow;
use std::path::Path;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, Once};
use std::time::{Duration, Instant};

use amtskasse::ledger::Ledger;
use amtskasse::receipt::Receipt;
use amtskasse::till::{self, Devices, SimulatedClock, Till};
use amtskasse::ui::bridge::{Engine, Link};
use amtskasse::ui::protocol::{Command, Event};
use amtskasse::ui::theme::{self, Theme};
use amtskasse::ui::widget::Element;
use amtskasse::ui::{App, Message};
use amtskasse::{setup, ui};
use amtskasse_counter::simulator::FolderPrinter;
use amtskasse_terminal::simulator::SharedMemory;
use amtskasse_tse::simulator::Options;
use iced::keyboard::{self, Key, key::Named};
use iced::widget::Id;
use iced::{Point, Settings, Size};
use iced_test::core::event::Status;
use iced_test::selector::{Candidate, id};
use iced_test::simulator::{Simulator, press_key};

/// See the module.
pub struct Counter {
    pub engine: Engine,
    pub memory: SharedMemory,
    clock: Arc<SimulatedClock>,
    app: App,
    commands: Receiver<Command>,
    size: Size,
    folder: tempfile::TempDir,
}

impl Counter {
    /// A fresh register with nobody logged in.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        setup::set_up(folder.path(), None, chrono::DateTime::UNIX_EPOCH).unwrap();
        Self::open(folder, SharedMemory::default())
    }

    /// A fresh register whose TSE is one of this kind.
    pub fn with_tse(options: Options) -> Self {
        Self::with_tses(vec![options])
    }

    /// A fresh register with several TSEs: the first, and those that stand by.
    pub fn with_tses(options: Vec<Options>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        setup::set_up(folder.path(), None, chrono::DateTime::UNIX_EPOCH).unwrap();
        Self::open_with(folder, SharedMemory::default(), options)
    }

    fn open(folder: tempfile::TempDir, memory: SharedMemory) -> Self {
        Self::open_with(folder, memory, vec![Options::default()])
    }

    fn open_with(folder: tempfile::TempDir, memory: SharedMemory, options: Vec<Options>) -> Self {
        let clock = clock();
        let (till, recovered) = open(folder.path(), &memory, clock.clone(), options);
        let (link, commands, wishes) = Link::new();
        let engine = Engine::new(till, recovered, folder.path(), wishes);
        let mut counter = Self {
            engine,
            memory,
            clock,
            app: App::new(None, None),
            commands,
            size: Size::new(1280.0, 800.0),
            folder,
        };
        counter.say(Event::Ready(link));
        let mut events = Vec::new();
        counter.engine.introduce(&mut |event| events.push(event));
        counter.hear(events);
        counter
    }

    /// The power goes and comes back.
    pub fn restart(&mut self) {
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap());
        let memory = self.memory.clone();
        // The old till has to let go of the folder before the new one takes it.
        setup::set_up(self.folder.path(), None, chrono::DateTime::UNIX_EPOCH).unwrap();
        let (till, recovered) = open(
            self.folder.path(),
            &memory,
            clock(),
            vec![Options::default()],
        );
        let wishes = Arc::default();
        self.engine = Engine::new(till, recovered, self.folder.path(), wishes);
        *self = Self::open(folder, memory);
    }

    /// Another window.
    pub fn resize(&mut self, width: f32, height: f32) {
        self.size = Size::new(width, height);
        let _ = self.app.update(Message::Resized(self.size));
    }

    /// A fresh register with A. Yilmaz at it.
    pub fn at_work() -> Self {
        let mut counter = Self::new();
        counter.click("A. Yilmaz");
        counter.pin("1111");
        counter.click("Anmelden");
        counter.sees("Noch nichts gebucht");
        counter
    }

    /// The till says this on its own.
    pub fn say(&mut self, event: Event) {
        let _ = self.app.update(Message::Till(event));
    }

    fn hear(&mut self, events: Vec<Event>) {
        for event in events {
            self.say(event);
        }
    }

    /// Lets the till do everything it was asked for.
    pub fn settle(&mut self) {
        while let Ok(command) = self.commands.try_recv() {
            let mut events = Vec::new();
            self.engine.handle(command, &mut |event| events.push(event));
            self.hear(events);
        }
    }

    /// Nobody does anything until this moment, and the till notices.
    pub fn wait_until(&mut self, moment: &str) {
        self.clock.set(moment.parse().unwrap());
        let mut events = Vec::new();
        self.engine.idle(&mut |event| events.push(event));
        self.hear(events);
    }

    /// A moment passes in which nobody does anything.
    pub fn tick(&mut self) {
        std::thread::sleep(Duration::from_millis(20));
        let mut events = Vec::new();
        self.engine.idle(&mut |event| events.push(event));
        self.hear(events);
    }

    /// Waits for what devices and threads beside the till do, until this is on the screen.
    pub fn until(&mut self, text: &str) {
        self.until_so(text, |shown| shown == text);
    }

    /// As [`Counter::until`], for a part of what is on the screen.
    pub fn until_containing(&mut self, text: &str) {
        self.until_so(text, |shown| shown.contains(text));
    }

    fn until_so(&mut self, text: &str, fits: impl Fn(&str) -> bool) {
        let end = Instant::now() + Duration::from_secs(30);
        while !self.texts().iter().any(|(shown, _)| fits(shown)) {
            let all = self.texts();
            assert!(Instant::now() < end, "no {text:?} among {}", listed(&all));
            self.tick();
        }
    }

    fn simulator(&self) -> Simulator<'_, Message, Theme, iced::Renderer> {
        static FONTS: Once = Once::new();
        let mut settings = Settings {
            default_font: theme::REGULAR,
            ..Settings::default()
        };
        // Fonts are global; loading them for every click would only fill the memory.
        FONTS.call_once(|| {
            settings.fonts = theme::FONTS
                .iter()
                .map(|font| Cow::Borrowed(*font))
                .collect();
            settings.fonts.push(Cow::Borrowed(ui::icon::FONT_BYTES));
        });
        let view: Element<'_, Message> = self.app.view();
        Simulator::with_size(settings, self.size, view)
    }

    fn texts(&self) -> Vec<(String, Point)> {
        let all = Arc::new(Mutex::new(Vec::new()));
        let into = all.clone();
        let collect = move |candidate: Candidate<'_>| -> Option<()> {
            if let Candidate::Text {
                content,
                visible_bounds: Some(bounds),
                ..
            } = candidate
            {
                into.lock()
                    .unwrap()
                    .push((content.to_owned(), bounds.center()));
            }
            None
        };
        // It goes through everything and never finds what it looks for.
        let _ = self.simulator().find(collect);
        std::mem::take(&mut *all.lock().unwrap())
    }

    /// Fails unless this is written somewhere on the screen.
    pub fn sees(&self, text: &str) {
        let all = self.texts();
        assert!(
            all.iter().any(|(shown, _)| shown == text),
            "no {text:?} among {}",
            listed(&all)
        );
    }

    /// Fails unless this is part of something written on the screen.
    pub fn sees_containing(&self, text: &str) {
        let all = self.texts();
        let found = all.iter().any(|(shown, _)| shown.contains(text));
        assert!(found, "no {text:?} among {}", listed(&all));
    }

    /// Fails if this is written anywhere on the screen.
    pub fn lacks(&self, text: &str) {
        let all = self.texts();
        let found = all.iter().any(|(shown, _)| shown == text);
        assert!(!found, "{text:?} is among {}", listed(&all));
    }

    /// A file in the data folder.
    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Clicks what is labelled so.
    pub fn click(&mut self, text: &str) {
        self.click_where(text, |shown| shown == text, false);
    }

    /// Clicks the last thing that is labelled so: the one in a dialog, not the one behind it.
    pub fn click_last(&mut self, text: &str) {
        self.click_where(text, |shown| shown == text, true);
    }

    /// Clicks what contains this.
    pub fn click_containing(&mut self, text: &str) {
        self.click_where(text, |shown| shown.contains(text), false);
    }

    fn click_where(&mut self, text: &str, fits: impl Fn(&str) -> bool, last: bool) {
        let all = self.texts();
        let mut hits = all
            .iter()
            .filter(|(shown, _)| fits(shown))
            .map(|(_, at)| *at);
        let at = if last { hits.last() } else { hits.next() };
        let at = at.unwrap_or_else(|| panic!("no {text:?} among {}", listed(&all)));
        self.click_at(at);
        self.settle();
    }

    fn click_at(&mut self, at: Point) -> usize {
        let mut simulator = self.simulator();
        simulator.point_at(at);
        let _ = simulator.simulate(iced_test::simulator::click());
        let messages: Vec<Message> = simulator.into_messages().collect();
        let number = messages.len();
        for message in messages {
            let _ = self.app.update(message);
        }
        number
    }

    /// Fails if clicking this does anything.
    pub fn does_nothing(&mut self, text: &str) {
        let all = self.texts();
        let at = all
            .iter()
            .find(|(shown, _)| shown == text)
            .map(|(_, at)| *at)
            .unwrap();
        assert_eq!(self.click_at(at), 0, "{text:?} does something");
    }

    /// Types into the field with this id.
    pub fn fill(&mut self, field: &'static str, text: &str) {
        let mut simulator = self.simulator();
        simulator.click(id(Id::from(field))).unwrap();
        simulator.typewrite(text);
        let messages: Vec<Message> = simulator.into_messages().collect();
        for message in messages {
            let _ = self.app.update(message);
        }
        self.settle();
    }

    /// Takes this many letters out of the field with this id.
    pub fn clear(&mut self, field: &'static str, letters: usize) {
        for _ in 0..letters {
            let mut simulator = self.simulator();
            simulator.click(id(Id::from(field))).unwrap();
            let _ = simulator.simulate([press_key(Key::Named(Named::End), None)]);
            let _ = simulator.simulate([press_key(Key::Named(Named::Backspace), None)]);
            let messages: Vec<Message> = simulator.into_messages().collect();
            for message in messages {
                let _ = self.app.update(message);
            }
        }
    }

    /// Draws the screen into this file, without its ending.
    pub fn picture(&self, path: &str) {
        let theme = self.app.theme();
        let picture = self.simulator().snapshot(&theme).unwrap();
        let written = std::path::PathBuf::from(format!("{path}-tiny-skia.png"));
        let _ = std::fs::remove_file(&written);
        picture.matches_image(path).unwrap();
        std::fs::rename(written, format!("{path}.png")).unwrap();
    }

    /// A PIN on the pad.
    pub fn pin(&mut self, digits: &str) {
        self.type_keys(digits);
    }

    /// Types on the keyboard, outside of any field, at a person's pace: slower than any scanner.
    pub fn type_keys(&mut self, text: &str) {
        for letter in text.chars() {
            self.send_key(
                Key::Character(letter.to_string().into()),
                Some(letter.to_string()),
            );
            std::thread::sleep(Duration::from_millis(40));
        }
        self.settle();
    }

    /// What a scanner sends: the code and Enter, without a pause.
    pub fn scan(&mut self, code: &str) {
        for letter in code.chars() {
            let text = letter.to_string();
            let _ = self.app.update(key_message(
                Key::Character(text.clone().into()),
                Some(text),
                false,
            ));
        }
        let _ = self
            .app
            .update(key_message(Key::Named(Named::Enter), None, false));
        self.settle();
    }

    /// Presses a key and lets the till work.
    pub fn key(&mut self, key: Named) {
        self.press(key);
        self.settle();
    }

    /// Presses a key while the till is still busy.
    pub fn press(&mut self, key: Named) {
        // Whoever confirms something has looked at it first.
        if matches!(key, Named::Enter | Named::F8 | Named::F9 | Named::F12) {
            std::thread::sleep(Duration::from_millis(410));
        }
        self.bounce(key);
    }

    /// Presses a key again at once, as a worn key does.
    pub fn bounce(&mut self, key: Named) {
        self.send_key(Key::Named(key), None);
    }

    fn send_key(&mut self, key: Key, text: Option<String>) {
        let mut simulator = self.simulator();
        let event = press_key(key.clone(), text.clone().map(Into::into));
        let captured = simulator.simulate([event]).first() == Some(&Status::Captured);
        let messages: Vec<Message> = simulator.into_messages().collect();
        for message in messages {
            let _ = self.app.update(message);
        }
        let _ = self.app.update(key_message(key, text, captured));
    }

    /// Opens the menu and goes there.
    pub fn open_menu(&mut self, entry: &str) {
        self.key(Named::F10);
        self.click(entry);
    }

    /// Pays the sale in cash without change and begins the next one.
    pub fn pay_exactly(&mut self) {
        self.click("Bar");
        self.click("Passend");
        self.click("Bezahlt, Lade öffnen");
        self.click("Nächster Kunde");
    }

    /// What lies in the printer, by name.
    pub fn printed(&self) -> Vec<String> {
        let Ok(files) = std::fs::read_dir(self.folder.path().join("print")) else {
            return Vec::new();
        };
        let mut names: Vec<String> = files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// A receipt of the ledger.
    pub fn receipt(&mut self, number: u64) -> Receipt {
        self.engine
            .till()
            .ledger()
            .receipt(number)
            .unwrap()
            .unwrap()
    }
}

fn clock() -> Arc<SimulatedClock> {
    let start = "2026-11-24T09:00:00Z".parse().unwrap();
    Arc::new(SimulatedClock::new(start))
}

fn open(
    folder: &Path,
    memory: &SharedMemory,
    clock: Arc<dyn till::Clock>,
    options: Vec<Options>,
) -> (Till, till::Recovered) {
    let tses = options.into_iter().enumerate().map(|(place, options)| {
        let own = match place {
            0 => folder.to_owned(),
            place => folder.join(format!("spare-{place}")),
        };
        std::fs::create_dir_all(&own).unwrap();
        till::test_tse(&own, options, clock.clone())
    });
    let mut terminal = till::test_terminal(memory.clone(), Duration::ZERO);
    // What got lost stays lost until somebody asks: that is what is looked at here.
    terminal.config.patience.recovery = Duration::ZERO;
    let devices = Devices {
        tses: tses.collect(),
        terminals: vec![terminal],
        printer: Some(Box::new(FolderPrinter::new(&folder.join("print")))),
        drawer: None,
    };
    Till::open(Ledger::open(folder).unwrap(), devices, clock, false).unwrap()
}

fn key_message(key: Key, text: Option<String>, captured: bool) -> Message {
    Message::Key {
        key,
        text,
        modifiers: keyboard::Modifiers::default(),
        captured,
        repeat: false,
    }
}

fn listed(all: &[(String, Point)]) -> String {
    let texts: Vec<&str> = all.iter().map(|(text, _)| text.as_str()).collect();
    format!("{texts:?}")
}
