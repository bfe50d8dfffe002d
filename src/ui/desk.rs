//! What every screen may read: the register, who is at it, the open sale, and the texts of it all.
//! Everything a frame shows is put into words once, when it changes, not for every frame.

mod words;

pub(in crate::ui) use words::wanted;

use std::collections::HashMap;
use std::sync::Arc;

use iced::{Color, Size};
use rust_decimal::Decimal;

use super::protocol::{Facts, MasterData, OpenSale, Status, Waiting};
use super::theme::{Look, Theme, measure, space};
use super::widget::Element;
use super::widget::header::{self, Header, Lamp};
use crate::catalogue::{Catalogue, StockMode};
use crate::i18n::{Language, Texts};
use crate::money::Money;
use crate::people::{Right, Role, User};
use crate::tax::Rates;

/// The screens fit into this and anything larger.
const LEAST: Size = Size::new(960.0, 540.0);

/// What a tile shows.
#[derive(Debug, Clone)]
pub struct TileText {
    /// The colour of its office.
    pub stripe: Color,
    /// The price as it is written.
    pub price: String,
    /// Unit, stock or whose money it is.
    pub hint: String,
}

/// What a line of the basket shows.
#[derive(Debug, Clone)]
pub struct LineText {
    /// Its id.
    pub id: u32,
    /// Quantity.
    pub quantity: String,
    /// Name.
    pub name: String,
    /// Second line.
    pub sub: String,
    /// Amount.
    pub amount: String,
    /// Struck out.
    pub voided: bool,
}

/// The open sale in words.
#[derive(Debug, Clone, Default)]
pub struct SaleText {
    /// Its lines.
    pub lines: Vec<LineText>,
    /// Tax and discount: caption, amount.
    pub details: Vec<(String, String)>,
    /// The sum.
    pub sum: String,
    /// What is still due.
    pub due: Money,
    /// Number of lines that count, as a sentence.
    pub count: String,
}

/// See the module.
#[derive(Debug)]
pub struct Desk {
    /// The texts.
    pub t: &'static Texts,
    /// Their language.
    pub lang: Language,
    /// The palette.
    pub look: Look,
    /// The register.
    pub facts: Facts,
    /// The tiles, one for each item of the catalogue.
    pub tiles: Vec<TileText>,
    /// Master data, as long as a screen of administration is open.
    pub master: Option<Arc<MasterData>>,
    /// The devices.
    pub status: Status,
    /// Who is at the till.
    pub user: Option<User>,
    /// The sale on the screen.
    pub sale: Option<Box<OpenSale>>,
    /// The sale in words.
    pub sale_text: SaleText,
    /// Sales that wait.
    pub waiting: Vec<Waiting>,
    /// Card payments nobody knows the outcome of.
    pub unsettled: Vec<super::protocol::terminal::Unsettled>,
    /// This is training.
    pub training: bool,
    /// Date and time.
    pub clock: String,
    /// The window in logical pixels.
    pub size: Size,
    /// The window as it would be at 100 %.
    pub window: Size,
    lamps: Vec<(Lamp, String)>,
    subtitle: String,
}

impl Desk {
    /// A desk that knows nothing yet.
    pub fn new(size: Size) -> Self {
        let lang = Language::default();
        Self {
            t: lang.texts(),
            lang,
            look: Look::default(),
            facts: Facts {
                pay_point: String::new(),
                register: String::new(),
                municipality: String::new(),
                users: Vec::new(),
                offices: Vec::new(),
                favourites: Vec::new(),
                catalogue: Arc::new(Catalogue::default()),
                rates: Rates::new(Vec::new()),
                stock: std::collections::HashMap::new(),
                float: Money::ZERO,
                demo: false,
                preferences: super::protocol::Preferences::default(),
            },
            tiles: Vec::new(),
            master: None,
            status: Status::default(),
            user: None,
            sale: None,
            sale_text: SaleText::default(),
            waiting: Vec::new(),
            unsettled: Vec::new(),
            training: false,
            clock: String::new(),
            size,
            window: size,
            lamps: Vec::new(),
            subtitle: String::new(),
        }
    }

    /// Takes over what the register is.
    pub fn set_facts(&mut self, facts: Facts) {
        self.facts = facts;
        self.apply_preferences();
    }

    /// Takes over language and palette from the preferences.
    pub fn apply_preferences(&mut self) {
        let preferences = self.facts.preferences;
        self.lang = if preferences.english {
            Language::English
        } else {
            Language::German
        };
        self.look = match preferences.look {
            1 => Look::Dark,
            2 => Look::HighContrast,
            _ => Look::Light,
        };
        self.t = self.lang.texts();
        let t = self.t;
        self.tiles = self
            .facts
            .catalogue
            .items()
            .iter()
            .map(|item| self.tile(item))
            .collect();
        self.sale_text = self
            .sale
            .as_deref()
            .map(|sale| self.sale_in_words(sale))
            .unwrap_or_default();
        self.subtitle = self.facts.register.clone();
        self.lamps = words::lamps(t, &self.status);
    }

    /// Takes over what is on stock, and says so on the tiles it is about.
    pub fn set_stock(&mut self, stock: HashMap<String, Decimal>) {
        let before = std::mem::replace(&mut self.facts.stock, stock);
        let catalogue = Arc::clone(&self.facts.catalogue);
        for (place, item) in catalogue.items().iter().enumerate() {
            if item.stock != StockMode::None
                && before.get(&item.id) != self.facts.stock.get(&item.id)
            {
                let tile = self.tile(item);
                if let Some(old) = self.tiles.get_mut(place) {
                    *old = tile;
                }
            }
        }
    }

    /// Takes over how the devices are.
    pub fn set_status(&mut self, status: Status) {
        self.lamps = words::lamps(self.t, &status);
        self.status = status;
    }

    /// Takes over the open sale.
    pub fn set_sale(&mut self, sale: Option<Box<OpenSale>>) {
        self.sale_text = sale
            .as_deref()
            .map(|sale| self.sale_in_words(sale))
            .unwrap_or_default();
        self.sale = sale;
    }

    /// Whether somebody has to say at which terminal is paid: there are several, or the one there is cannot now.
    pub fn chooses_terminal(&self) -> bool {
        let terminals = &self.status.terminals;
        !self.training && (terminals.len() > 1 || terminals.iter().any(|t| t.blocked))
    }

    /// Whether the person at the till may do this.
    pub fn may(&self, right: Right) -> bool {
        self.user.as_ref().is_some_and(|user| user.role.may(right))
    }

    /// Whether the person at the till may look at master data; changing them takes [`Right::Administer`].
    pub fn may_see_master(&self) -> bool {
        self.user
            .as_ref()
            .is_some_and(|user| user.role != Role::Clerk)
    }

    /// Whether the person at the till may have periods evaluated: who answers for the counter, and who audits it.
    pub fn may_evaluate(&self) -> bool {
        let role = self.user.as_ref().map(|user| user.role);
        matches!(role, Some(Role::Manager | Role::Auditor))
    }

    /// Whether the person at the till cannot sell but keeps the catalogue.
    pub fn is_at_home_in_catalogue(&self) -> bool {
        self.may(Right::Administer) && !self.may(Right::Sell)
    }

    /// Whether the person at the till may neither sell nor keep the catalogue: such a person audits.
    pub fn is_at_home_in_inspection(&self) -> bool {
        let works = self.may(Right::Sell) || self.may(Right::Administer);
        self.user.is_some() && !works
    }

    /// Who could be the second person for what needs this right.
    pub fn second_people_with(&self, right: Right) -> impl Iterator<Item = &User> {
        let me = self.user.as_ref().map(|user| user.id.as_str());
        self.facts
            .users
            .iter()
            .filter(move |user| Some(user.id.as_str()) != me && user.role.may(right))
    }

    /// Whether the receipt that goes back was paid by card, so that the money goes back there.
    pub fn pays_back_by_card(&self) -> bool {
        self.sale.as_ref().is_some_and(|open| open.was_card)
    }

    /// The palette in use.
    pub fn theme(&self) -> Theme {
        self.look.theme()
    }

    /// The largest scale at which log-in, sale, payment and dialogs are complete in this window.
    pub fn largest_scale(&self) -> f32 {
        let width = self.window.width / LEAST.width;
        let height = self.window.height / LEAST.height;
        width.min(height).clamp(1.0, 3.0)
    }

    /// Works out the size in logical pixels at this scale.
    pub fn fit(&mut self, scale: f32) {
        self.size = Size::new(self.window.width / scale, self.window.height / scale);
    }

    /// The width of the panel on the right of sale and lists.
    pub fn side_panel(&self) -> f32 {
        (self.size.width * 0.369).round().clamp(376.0, 560.0)
    }

    /// Whether the window is so low (large type on a small screen) that everything has to move closer.
    pub fn is_low(&self) -> bool {
        self.size.height < 640.0
    }

    /// The height of keys: 72 px, more where there is room, less where type is so large that 48 px of it
    /// are more than 72 px of the screen.
    pub fn key_height(&self) -> f32 {
        match self.size.height {
            height if height < 640.0 => 48.0,
            height if height < 760.0 => 64.0,
            height if height < 960.0 => measure::KEY,
            _ => 88.0,
        }
    }

    /// The distance between cards, and between them and the edge.
    pub fn gap(&self) -> f32 {
        match self.size.height {
            height if height < 640.0 => space::GAP,
            height if height < 780.0 => space::EDGE,
            _ => space::CARD,
        }
    }

    /// The usual header bar.
    pub fn header<'a, Message: Clone + 'a>(
        &'a self,
        menu: Option<Message>,
        user: Option<Message>,
    ) -> Element<'a, Message> {
        self.header_titled(&self.facts.pay_point, &self.subtitle, menu, user)
    }

    /// The header bar of a screen one lands on: what is wrong with a TSE leads to the devices.
    pub fn header_with_lamp<'a, Message: Clone + 'a>(
        &'a self,
        (title, subtitle): (&'a str, &'a str),
        menu: Option<Message>,
        user: Option<Message>,
        devices: Message,
    ) -> Element<'a, Message> {
        self.bar(title, subtitle, menu, user, Some(devices))
    }

    /// The header bar with a title of its own.
    pub fn header_titled<'a, Message: Clone + 'a>(
        &'a self,
        title: &'a str,
        subtitle: &'a str,
        menu: Option<Message>,
        user: Option<Message>,
    ) -> Element<'a, Message> {
        self.bar(title, subtitle, menu, user, None)
    }

    fn bar<'a, Message: Clone + 'a>(
        &'a self,
        title: &'a str,
        subtitle: &'a str,
        menu: Option<Message>,
        user: Option<Message>,
        devices: Option<Message>,
    ) -> Element<'a, Message> {
        let mut bar = Header::new(title, subtitle).menu(menu).clock(&self.clock);
        for (at, (lamp, text)) in self.lamps.iter().enumerate() {
            // The TSE's comes first.
            let message = devices
                .clone()
                .filter(|_| at == 0 && *lamp != Lamp::Good && self.may(Right::Read));
            bar = bar.lamp(*lamp, text, message);
        }
        let mark = if self.training {
            Some(self.t.text("mark-training"))
        } else {
            self.facts.demo.then(|| self.t.text("mark-demo"))
        };
        bar = bar.mark(mark);
        if let Some(person) = &self.user {
            bar = bar.user(&person.name, user);
        }
        let strip = self
            .training
            .then(|| header::strip(self.t.text("training-strip")));
        iced::widget::column![bar.view()].push(strip).into()
    }
}

/// A quantity the German way: `2`, `1,5`, without zeros at the end.
pub fn quantity(value: Decimal) -> String {
    value
        .normalize()
        .to_string()
        .replace('.', ",")
        .replace('-', "−")
}

/// Reads a quantity as typed.
pub fn read_quantity(text: &str) -> Option<Decimal> {
    text.trim().replace(',', ".").parse().ok()
}
