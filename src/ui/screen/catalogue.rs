//! Keeping the catalogue: the list of every item, the form of one, changes to many, tiles, files.

pub mod choice;
mod field;
mod file;
mod form;
mod list;
mod mass;
mod pieces;
mod tiles;

pub use field::Field;

use super::super::action::{Action, Place};
use super::super::desk::Desk;
use super::super::protocol::{CatalogueFiles, Command, Examination};
use crate::catalogue::Entry;
use crate::people::Right;
use crate::ui::widget::Element;
use crate::ui::widget::notice::Rank;
use iced::keyboard::key::Named;

/// What the screen remembers.
#[derive(Debug, Default)]
pub struct State {
    list: list::State,
    page: Page,
    note: Option<(Rank, String)>,
    /// Where to go once it is decided what becomes of what was typed.
    then: Option<Place>,
}

/// What is in front of the list.
#[derive(Debug, Default)]
enum Page {
    #[default]
    List,
    Form(Box<form::State>),
    Mass(Box<mass::State>),
    Tiles(Box<tiles::State>),
    File(Box<file::State>),
}

/// What can happen on it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// The menu of the register.
    Menu,
    /// Look at the devices: something is wrong with a TSE.
    Devices,
    /// The name of who is logged in.
    User,
    /// Leave what is in front.
    Back,
    /// Something was typed.
    Typed(Field, String),
    /// Enter in a field, or the key that does what the page is for.
    Submit,
    /// A scanner has read a code, and no field took it.
    Scanned(String),
    /// Open the item under the cursor.
    Open,
    /// Open this item.
    Edit(String),
    /// Begin a new item.
    New,
    /// Begin a new item like the one that is open.
    Copy,
    /// Change what is ticked.
    OpenMass,
    /// Which tiles are shown first.
    OpenTiles,
    /// Read or write a file.
    OpenFile,
    /// Go on to another screen.
    Go(Place),
    /// On the list.
    List(list::Message),
    /// On the form.
    Form(form::Message),
    /// On a change to many.
    Mass(mass::Message),
    /// On the tiles.
    Tiles(tiles::Message),
    /// On the files.
    File(file::Message),
}

impl State {
    /// Master data have come, or have changed.
    pub fn set_master(&mut self, desk: &Desk) {
        self.list.refresh(desk);
        let Some(master) = desk.master.as_deref() else {
            return;
        };
        match &mut self.page {
            Page::Form(form) => form.refresh(master),
            Page::Mass(mass) => mass.look(desk),
            Page::Tiles(tiles) => tiles.refresh(master),
            Page::List | Page::File(_) => {}
        }
    }

    /// The catalogue was changed as the page in front has asked for.
    pub fn changed(&mut self, sentence: String) {
        let done = match &self.page {
            Page::Form(form) => form.is_sent(),
            Page::Mass(mass) => {
                if mass.is_sent() {
                    self.list.untick();
                }
                mass.is_sent()
            }
            Page::File(file) => file.is_sent(),
            Page::List | Page::Tiles(_) => false,
        };
        if done {
            self.page = Page::List;
        }
        self.note = Some((Rank::Done, sentence));
    }

    /// Something was done.
    pub fn note(&mut self, rank: Rank, sentence: String) {
        self.note = Some((rank, sentence));
    }

    /// The till has refused something.
    pub fn failed(&mut self, sentence: String) {
        match &mut self.page {
            Page::Form(form) => form.failed(),
            Page::Mass(mass) => mass.failed(),
            Page::Tiles(tiles) => tiles.failed(),
            Page::File(file) => file.failed(),
            Page::List => {}
        }
        self.note = Some((Rank::Stop, sentence));
    }

    /// The files there are to read.
    pub fn set_files(&mut self, files: CatalogueFiles) {
        if let Page::File(file) = &mut self.page {
            file.set_files(files);
        }
    }

    /// What a file would do.
    pub fn set_examined(&mut self, examined: Box<Examination>) {
        if let Page::File(file) = &mut self.page {
            file.set_examined(examined);
        }
    }

    /// Tells what is in front apart.
    pub fn page_number(&self) -> u8 {
        match &self.page {
            Page::List => u8::from(self.list.is_choosing()),
            Page::Form(form) => 10 + form.over_number(),
            Page::Mass(mass) => 20 + u8::from(mass.is_choosing()),
            Page::Tiles(tiles) => 30 + u8::from(tiles.is_asking()),
            Page::File(_) => 40,
        }
    }

    /// What a function key means.
    pub fn function(&self, key: Named) -> Option<Message> {
        match (&self.page, key) {
            (Page::List, Named::F2) => Some(Message::List(list::Message::Focus)),
            (Page::List, Named::F10) => Some(Message::Menu),
            (Page::Tiles(_), Named::F2) => Some(Message::List(list::Message::Focus)),
            (Page::List, _) => None,
            (_, Named::F12) if self.page_number().is_multiple_of(10) => Some(Message::Submit),
            _ => None,
        }
    }

    /// What Enter means where no field or button has used it, or what a scanner has read.
    pub fn enter(&self, scanned: Option<String>) -> Option<Message> {
        match (&self.page, scanned) {
            (Page::List | Page::Form(_) | Page::Tiles(_), Some(code)) => {
                Some(Message::Scanned(code))
            }
            (Page::List, None) if !self.list.is_choosing() => Some(Message::Open),
            _ => None,
        }
    }

    /// What an arrow means.
    pub fn step(&self, down: bool) -> Option<Message> {
        let list = matches!(self.page, Page::List) && !self.list.is_choosing();
        list.then_some(Message::List(list::Message::Step(down)))
    }

    /// Reacts to a message.
    pub fn update(&mut self, message: Message, desk: &Desk) -> Action {
        let scrolled = matches!(
            message,
            Message::List(list::Message::Scrolled(_))
                | Message::Mass(mass::Message::Scrolled(_))
                | Message::File(file::Message::Scrolled(_))
        );
        if !scrolled {
            self.note = None;
        }
        let master = desk.master.as_deref();
        match (message, &mut self.page) {
            // The application has answered them already.
            (Message::Menu | Message::User | Message::Devices, _) => Action::None,
            (Message::Back, _) => self.back(desk),
            (Message::Submit, _) => self.submit(desk),
            (Message::Scanned(code), _) => self.scanned(code, desk),
            (Message::Typed(field, text), _) => self.typed(field, text, desk),
            (Message::Open, _) => match self.list.under_cursor(desk) {
                Some(entry) => self.open(entry, desk),
                None => Action::None,
            },
            (Message::Edit(id), _) => match master.and_then(|m| m.assortment.entry(&id)) {
                Some(entry) => self.open(entry, desk),
                None => Action::None,
            },
            (Message::New, _) => match master.filter(|_| desk.may(Right::Administer)) {
                Some(master) => {
                    let form = form::State::new(master, self.list.office());
                    self.page = Page::Form(Box::new(form));
                    Action::Focus(Field::Id.id())
                }
                None => Action::None,
            },
            (Message::Copy, Page::Form(form)) => match (master, form.entry()) {
                (Some(master), Some(entry)) => {
                    let form = form::State::copy(entry, master);
                    self.page = Page::Form(Box::new(form));
                    Action::Focus(Field::Id.id())
                }
                _ => Action::None,
            },
            (Message::OpenMass, _) => {
                if let Some(master) = master.filter(|_| desk.may(Right::Administer)) {
                    let mass = mass::State::new(self.list.ticked(master), master);
                    self.page = Page::Mass(Box::new(mass));
                    return Action::Focus(Field::MassValue.id());
                }
                Action::None
            }
            (Message::OpenTiles, _) => {
                if let Some(master) = master {
                    self.page = Page::Tiles(Box::new(tiles::State::new(master)));
                }
                Action::None
            }
            (Message::OpenFile, _) => {
                self.page = Page::File(Box::default());
                Action::Send(Command::CatalogueFiles)
            }
            (Message::List(list::Message::Focus), Page::Tiles(_)) => {
                Action::Select(Field::TileSearch.id())
            }
            (Message::List(message), _) => self.list.update(message, desk),
            (Message::Go(place), Page::Form(form)) => {
                if form.leave() {
                    self.then = Some(place);
                    return Action::None;
                }
                Action::Go(place)
            }
            (Message::Form(form::Message::Discard), Page::Form(_)) => {
                self.page = Page::List;
                self.then.take().map_or(Action::None, Action::Go)
            }
            (Message::Form(message), Page::Form(form)) => {
                self.then = None;
                form.update(message, desk)
            }
            (Message::Mass(message), Page::Mass(mass)) => mass.update(message, desk),
            (Message::Tiles(message), Page::Tiles(tiles)) => {
                tiles.update(message, desk).unwrap_or_else(|| {
                    self.page = Page::List;
                    Action::None
                })
            }
            (Message::File(message), Page::File(file)) => file.update(message, desk),
            // A message of a page that is not in front any more.
            _ => Action::None,
        }
    }

    fn open(&mut self, entry: &Entry, desk: &Desk) -> Action {
        if let Some(master) = desk.master.as_deref() {
            self.page = Page::Form(Box::new(form::State::of(entry, master)));
        }
        Action::None
    }

    fn back(&mut self, desk: &Desk) -> Action {
        let stays = match &mut self.page {
            Page::List if self.list.leave(desk) => return Action::None,
            Page::List if desk.is_at_home_in_catalogue() => return Action::None,
            Page::List => return Action::Go(Place::Sale),
            Page::Form(form) => form.leave(),
            Page::Mass(mass) => mass.leave(),
            Page::Tiles(tiles) => tiles.leave(desk),
            Page::File(_) => false,
        };
        if !stays {
            self.page = Page::List;
            // The list is drawn anew and has to be where it was.
            return Action::ScrollTo(list::State::rows(), self.list.offset());
        }
        Action::None
    }

    fn submit(&mut self, desk: &Desk) -> Action {
        match &mut self.page {
            Page::List => self.update(Message::Open, desk),
            Page::Form(form) => form.update(form::Message::Save, desk),
            Page::Mass(mass) => mass.update(mass::Message::Apply, desk),
            Page::Tiles(tiles) => {
                let message = match tiles.first_hit(desk) {
                    Some(id) => tiles::Message::Add(id),
                    None => tiles::Message::Save,
                };
                tiles.update(message, desk).unwrap_or(Action::None)
            }
            Page::File(file) if file.is_examined() => file.update(file::Message::Import, desk),
            Page::File(file) => file.update(file::Message::Examine, desk),
        }
    }

    fn typed(&mut self, field: Field, text: String, desk: &Desk) -> Action {
        match &mut self.page {
            Page::List => self.list.search(text, desk),
            Page::Form(form) => form.typed(field, text, desk),
            Page::Mass(mass) => mass.typed(field, text, desk),
            Page::Tiles(tiles) => {
                if let Some(master) = desk.master.as_deref() {
                    tiles.search(text, master);
                }
            }
            Page::File(file) => file.typed(field, text),
        }
        Action::None
    }

    // A code opens its item, or is the bar code of the one that is open.
    fn scanned(&mut self, code: String, desk: &Desk) -> Action {
        let entries = desk.master.iter().flat_map(|m| m.assortment.entries());
        let mut entries = entries.filter(|entry| entry.item.ean.as_ref() == Some(&code));
        match &mut self.page {
            Page::Form(form) if desk.may(Right::Administer) => {
                form.scanned(code, desk);
                Action::Focus(Field::Ean.id())
            }
            Page::List => match entries.next() {
                Some(entry) => self.open(entry, desk),
                None => {
                    self.list.search(code, desk);
                    Action::None
                }
            },
            Page::Tiles(tiles) => match entries.next() {
                Some(entry) => {
                    let add = tiles::Message::Add(entry.item.id.clone());
                    tiles.update(add, desk).unwrap_or(Action::None)
                }
                None => Action::None,
            },
            _ => Action::None,
        }
    }

    /// Builds the screen.
    pub fn view<'a>(&'a self, desk: &'a Desk) -> Element<'a, Message> {
        let note = self.note.as_ref();
        match &self.page {
            Page::List => self.list.view(desk, note),
            Page::Form(form) => form.view(desk, note),
            Page::Mass(mass) => mass.view(desk, note),
            Page::Tiles(tiles) => tiles.view(desk, note),
            Page::File(file) => file.view(desk, note),
        }
    }
}
