//! What every screen may read: the register, who is at it, the open sale, and the texts of it all.
//! Everything a frame shows is put into words once, when it changes, not for every frame.

use std::sync::Arc;

use iced::{Color, Size};
use rust_decimal::Decimal;

use super::protocol::{Facts, Health, OpenSale, Status, Waiting};
use super::theme::{Look, Theme, measure, space};
use super::widget::Element;
use super::widget::header::{Header, Lamp};
use crate::catalogue::{Catalogue, Item, ItemKind, PriceMode};
use crate::i18n::{Lang, Texts, money};
use crate::money::Money;
use crate::people::{Right, User};
use crate::sale::{DiscountAmount, LineTax, SaleLine};
use crate::tax::{Rates, TaxKey};

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
    pub lang: Lang,
    /// The palette.
    pub look: Look,
    /// The register.
    pub facts: Facts,
    /// The tiles, one for each item of the catalogue.
    pub tiles: Vec<TileText>,
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
    /// This is training.
    pub training: bool,
    /// Date and time.
    pub clock: String,
    /// The window in logical pixels.
    pub size: Size,
    lamps: Vec<(Lamp, String)>,
    subtitle: String,
}

impl Desk {
    /// A desk that knows nothing yet.
    pub fn new(size: Size) -> Self {
        let lang = Lang::default();
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
            status: Status::default(),
            user: None,
            sale: None,
            sale_text: SaleText::default(),
            waiting: Vec::new(),
            training: false,
            clock: String::new(),
            size,
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
            Lang::English
        } else {
            Lang::German
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
        self.lamps = lamps(t, &self.status);
    }

    /// Takes over how the devices are.
    pub fn set_status(&mut self, status: Status) {
        self.lamps = lamps(self.t, &status);
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

    /// Whether the person at the till may do this.
    pub fn may(&self, right: Right) -> bool {
        self.user.as_ref().is_some_and(|user| user.role.may(right))
    }

    /// Whether a second person is needed and who could be it.
    pub fn second_people(&self) -> impl Iterator<Item = &User> {
        let me = self.user.as_ref().map(|user| user.id.as_str());
        self.facts
            .users
            .iter()
            .filter(move |user| Some(user.id.as_str()) != me && user.role.may(Right::Approve))
    }

    /// The palette in use.
    pub fn theme(&self) -> Theme {
        self.look.theme()
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

    /// The header bar with a title of its own.
    pub fn header_titled<'a, Message: Clone + 'a>(
        &'a self,
        title: &'a str,
        subtitle: &'a str,
        menu: Option<Message>,
        user: Option<Message>,
    ) -> Element<'a, Message> {
        let mut header = Header::new(title, subtitle).menu(menu).clock(&self.clock);
        for (lamp, text) in &self.lamps {
            header = header.lamp(*lamp, text);
        }
        let mark = if self.training {
            Some(self.t.text("mark-training"))
        } else {
            self.facts.demo.then(|| self.t.text("mark-demo"))
        };
        header = header.mark(mark);
        if let Some(person) = &self.user {
            header = header.user(&person.name, user);
        }
        header.view()
    }

    fn tile(&self, item: &Item) -> TileText {
        let t = self.t;
        let office = self
            .facts
            .offices
            .iter()
            .find(|(name, _)| *name == item.office);
        let stripe = office.and_then(|(_, hex)| hex.parse::<Color>().ok());
        let price = match item.mode {
            PriceMode::Range { min, max } => format!("{} – {}", short(min), money(max)),
            PriceMode::Fixed | PriceMode::PerQuantity => money(item.price),
        };
        let hint = match (item.kind, self.facts.stock.get(&item.id)) {
            (_, Some(pieces)) if item.stocked => {
                t.with("tile-stock", &[("n", quantity(*pieces).into())])
            }
            (ItemKind::Transit, _) => t.text("tile-transit").to_owned(),
            _ if item.mode == PriceMode::PerQuantity => {
                t.with("tile-unit", &[("unit", item.unit.as_str().into())])
            }
            _ => String::new(),
        };
        TileText {
            stripe: stripe.unwrap_or(Theme::LIGHT.accent),
            price,
            hint,
        }
    }

    fn sale_in_words(&self, open: &OpenSale) -> SaleText {
        let t = self.t;
        let sale = &open.sale;
        let lines: Vec<LineText> = sale
            .lines()
            .iter()
            .map(|line| self.line(line, sale.day))
            .collect();
        let mut details = Vec::new();
        if let Some(discount) = &sale.discount {
            details.push((discount.reason.clone(), (-sale.reduction()).to_string()));
        }
        for total in sale.totals(&self.facts.rates).unwrap_or_default() {
            details.push(match total.key {
                TaxKey::NOT_TAXABLE => (t.text("tax-none").to_owned(), total.gross.to_string()),
                TaxKey::EXEMPT => (t.text("tax-exempt").to_owned(), total.gross.to_string()),
                _ => {
                    let arguments = [
                        ("percent", quantity(total.percent).into()),
                        ("gross", total.gross.to_string().into()),
                    ];
                    (t.with("tax-within", &arguments), total.vat.to_string())
                }
            });
        }
        for paid in open.paid.iter().filter(|paid| !paid.unknown) {
            let caption = t
                .text(if paid.card {
                    "sale-paid-card"
                } else {
                    "sale-paid-cash"
                })
                .to_owned();
            details.push((caption, (-paid.amount).to_string()));
        }
        let count = lines.iter().filter(|line| !line.voided).count();
        SaleText {
            lines,
            details,
            sum: money(open.due()),
            due: open.due(),
            count: t.with("sale-lines", &[("n", count.into())]),
        }
    }

    fn line(&self, line: &SaleLine, day: chrono::NaiveDate) -> LineText {
        let t = self.t;
        let mut sub = Vec::new();
        if line.voided {
            sub.push(t.text("line-struck").to_owned());
        }
        if line.quantity != Decimal::ONE {
            sub.push(format!("{} × {}", quantity(line.quantity), line.price));
        }
        if let Some(discount) = &line.discount {
            sub.push(match discount.amount {
                DiscountAmount::Percent(percent) => format!("−{} %", quantity(percent)),
                DiscountAmount::Amount(amount) => format!("−{amount}"),
            });
        }
        if !line.item.third_party.is_zero() {
            let part = line.item.third_party.times(line.quantity);
            let whom = line.item.principal.as_deref().unwrap_or_default();
            sub.push(t.with(
                "line-third-party",
                &[("part", part.to_string().into()), ("whom", whom.into())],
            ));
        } else {
            sub.push(self.taxed(line, day));
        }
        if let Some(reference) = &line.reference {
            sub.push(reference.clone());
        }
        LineText {
            id: line.id,
            quantity: quantity(line.quantity),
            name: line.item.name.clone(),
            sub: sub.join(" · "),
            amount: line.gross().to_string(),
            voided: line.voided,
        }
    }

    fn taxed(&self, line: &SaleLine, day: chrono::NaiveDate) -> String {
        let t = self.t;
        let word = |key: TaxKey, percent: Option<Decimal>| match (key, percent) {
            (TaxKey::NOT_TAXABLE, _) => t.text("tax-none").to_owned(),
            (TaxKey::EXEMPT, _) => t.text("tax-exempt").to_owned(),
            (_, Some(percent)) => format!("{} %", quantity(percent)),
            (_, None) => String::from("? %"),
        };
        let words: Vec<String> = match &line.tax {
            LineTax::Dated(treatment) => treatment
                .shares
                .iter()
                .map(|(key, _)| word(*key, self.facts.rates.at(*key, day)))
                .collect(),
            LineTax::Fixed(parts, _) => parts
                .iter()
                .map(|part| word(part.key, Some(part.percent)))
                .collect(),
        };
        words.join(" + ")
    }

    /// A kind of payment as a word.
    pub fn payment_kind(&self, kind: crate::receipt::PaymentKind) -> &'static str {
        use crate::receipt::PaymentKind;
        match kind {
            PaymentKind::Bar => self.t.text("pay-kind-cash"),
            PaymentKind::ECKarte => self.t.text("pay-kind-debit"),
            PaymentKind::Kreditkarte => self.t.text("pay-kind-credit"),
            PaymentKind::Keine => self.t.text("pay-kind-none"),
        }
    }
}

fn lamps(t: &'static Texts, status: &Status) -> Vec<(Lamp, String)> {
    let mut lamps = vec![match &status.tse {
        Health::Good => (Lamp::Good, t.text("tse").to_owned()),
        Health::Test => (Lamp::Good, t.text("tse-test").to_owned()),
        Health::Failing(_) => (Lamp::Bad, t.text("tse-failing").to_owned()),
        Health::Absent => (Lamp::Bad, t.text("tse-absent").to_owned()),
    }];
    match &status.terminal {
        Health::Good | Health::Test => lamps.push((Lamp::Good, t.text("terminal").to_owned())),
        Health::Failing(_) => lamps.push((Lamp::Bad, t.text("terminal-failing").to_owned())),
        Health::Absent => {}
    }
    if let Health::Failing(_) = &status.printer {
        lamps.push((Lamp::Bad, t.text("printer-failing").to_owned()));
    }
    // From four fifths of the limit on, so that there is time to skim before it is reached.
    let limit = status.note_limit;
    if !limit.is_zero() && status.cash.cents() * 5 >= limit.cents() * 4 {
        let lamp = if status.cash > limit {
            Lamp::Bad
        } else {
            Lamp::Warn
        };
        let arguments = [
            ("cash", whole(status.cash).into()),
            ("limit", whole(limit).into()),
        ];
        lamps.push((lamp, t.with("limit-lamp", &arguments)));
    }
    lamps
}

/// Without cents where there are none.
fn short(amount: Money) -> String {
    let text = amount.to_string();
    text.strip_suffix(",00").map(str::to_owned).unwrap_or(text)
}

/// Whole euros, for places where cents do not matter.
fn whole(amount: Money) -> String {
    let text = amount.to_string();
    let whole = text
        .rsplit_once(',')
        .map_or(text.as_str(), |(whole, _)| whole);
    format!("{whole} €")
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
