//! The keyboard: hotkeys, digits for whatever is being typed, and the scanner.

use std::time::Instant;

use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use iced::{Task, widget::operation};

use super::screen::{
    approval, card, cash, catalogue, closing, closings, devices, discount, done, drawer, entry,
    evaluation, inspection, login, menu, pieces, receipts, rehearsal, rules, sale, settings, site,
    stock, tax, unsettled, waiting,
};
use super::{App, Message, Overlay, Screen};

impl App {
    /// A key was pressed; a field or a button may have used it already, and it may be held down.
    pub(super) fn key(
        &mut self,
        key: &Key,
        text: Option<&str>,
        modifiers: Modifiers,
        (captured, repeat): (bool, bool),
    ) -> Task<Message> {
        let now = Instant::now();
        let plain = !modifiers.control() && !modifiers.alt() && !modifiers.logo();
        let letter = text.filter(|text| plain && !repeat && !text.chars().any(char::is_control));
        if let Some(letter) = letter {
            self.scanner.key(letter, now);
            if self.scanner.is_running(now) && !self.may_scan() {
                self.refuse_scan();
                return Task::none();
            }
        }
        let scanned = (*key == Key::Named(Named::Enter))
            .then(|| self.scanner.enter(now))
            .flatten();
        if scanned.is_some() && !self.may_scan() {
            return Task::none();
        }
        let confirms = matches!(
            key,
            Key::Named(Named::Enter | Named::F8 | Named::F9 | Named::F12)
        );
        if confirms && scanned.is_none() && self.is_too_early(repeat, now) {
            return Task::none();
        }
        if self.question.is_some() {
            return match key {
                Key::Named(Named::Tab) if modifiers.shift() => operation::focus_previous(),
                Key::Named(Named::Tab) => operation::focus_next(),
                _ => {
                    let answer = self.answers(key);
                    answer.map_or_else(Task::none, |yes| self.apply(Message::Answer(yes)))
                }
            };
        }
        let message = match key {
            Key::Named(Named::Tab) if modifiers.shift() => return operation::focus_previous(),
            Key::Named(Named::Tab) => return operation::focus_next(),
            // A field uses Esc to let go of the cursor, but who presses it wants out.
            Key::Named(Named::Escape) => self.escape(),
            Key::Named(Named::F1) => self.help(),
            Key::Named(Named::F2) if matches!(&self.screen, Screen::Receipts(state) if !state.has_filter()) =>
            {
                let field = receipts::State::search_field();
                return Task::batch([
                    operation::focus(field.clone()),
                    operation::select_all(field),
                ]);
            }
            Key::Named(named) if is_function(*named) => self.function(*named),
            _ if captured => None,
            Key::Named(Named::Enter) => self.enter(scanned),
            Key::Named(Named::Backspace) => self.backspace(),
            Key::Named(Named::Delete | Named::ArrowUp | Named::ArrowDown) => self.basket(key),
            _ if modifiers.control() || modifiers.alt() || modifiers.logo() => None,
            _ => text.and_then(|text| self.typed(text)),
        };
        message.map_or_else(Task::none, |message| self.apply(message))
    }

    /// What a key answers to the terminal. Enter is never yes to a signature: somebody has to compare it.
    fn answers(&self, key: &Key) -> Option<bool> {
        let signature = self.question.as_ref().is_some_and(|q| q.signature);
        match key {
            Key::Named(Named::F8) => Some(false),
            Key::Named(Named::F9) => Some(true),
            Key::Named(Named::Enter) if !signature => Some(true),
            _ => None,
        }
    }

    fn escape(&mut self) -> Option<Message> {
        match self.overlay {
            Overlay::Menu => return Some(Message::Menu(menu::Message::Close)),
            Overlay::Waiting { .. } => return Some(Message::Waiting(waiting::Message::Close)),
            Overlay::Help => return Some(Message::CloseHelp),
            Overlay::Unsettled => return Some(Message::Unsettled(unsettled::Message::Close)),
            Overlay::Warned => {
                return Some(Message::Warned(devices::warned::Message::Close));
            }
            Overlay::None => {}
        }
        if self.approval_is_open() {
            return self.in_approval(approval::Message::Close);
        }
        match &self.screen {
            Screen::Sale => Some(Message::Sale(sale::Message::Close)),
            Screen::Cash(_) => Some(Message::Cash(cash::Message::Back)),
            // The screen itself refuses while the terminal is at work.
            Screen::Card(_) => Some(Message::Card(card::Message::Back)),
            Screen::Receipts(_) => Some(Message::Receipts(receipts::Message::Back)),
            Screen::Done(state) if state.has_invoice() => Some(Message::Done(
                done::Message::InInvoice(super::screen::invoice::Message::Close),
            )),
            Screen::Drawer(_) => Some(Message::Drawer(drawer::Message::Back)),
            Screen::Closing(state) if state.has_entry() => Some(Message::Closing(
                closing::Message::Entry(entry::Message::Close),
            )),
            Screen::Closing(_) => Some(Message::Closing(closing::Message::Back)),
            Screen::Catalogue(_) => Some(Message::Catalogue(catalogue::Message::Back)),
            Screen::Taxes(_) => Some(Message::Taxes(tax::Message::Back)),
            Screen::Site(_) => Some(Message::Site(site::Message::Back)),
            Screen::Rules(_) => Some(Message::Rules(rules::Message::Back)),
            Screen::Inspection(_) => Some(Message::Inspection(inspection::Message::Back)),
            Screen::Rehearsal(_) => Some(Message::Rehearsal(rehearsal::Message::Back)),
            Screen::Stock(_) => Some(Message::Stock(stock::Message::Back)),
            Screen::Evaluation(_) => Some(Message::Evaluation(evaluation::Message::Back)),
            Screen::Devices(_) => Some(Message::Devices(devices::Message::Back)),
            Screen::Settings => Some(Message::Settings(settings::Message::Back)),
            Screen::Closings(_) => Some(Message::Closings(closings::Message::Back)),
            _ => None,
        }
    }

    // Over a dialog the page of keys would hide what one is asked.
    fn help(&mut self) -> Option<Message> {
        let sale = matches!(self.screen, Screen::Sale) && !self.sale.has_dialog();
        if sale && self.overlay == Overlay::None {
            self.overlay = Overlay::Help;
        }
        None
    }

    fn function(&mut self, key: Named) -> Option<Message> {
        if self.overlay != Overlay::None || self.approval_is_open() {
            return None;
        }
        match (&self.screen, key) {
            (Screen::Sale, _) if self.sale.has_dialog() => None,
            (Screen::Sale, _) => self.sale_function(key).map(Message::Sale),
            (Screen::Cash(_), Named::F9) => Some(Message::Cash(cash::Message::Card)),
            (Screen::Cash(_), Named::F12) => Some(Message::Cash(cash::Message::Pay)),
            (Screen::Card(_), Named::F8) => Some(Message::Card(card::Message::CashInstead)),
            (Screen::Card(state), Named::F9) => state.again(&self.desk).map(Message::Card),
            (Screen::Done(_), Named::F12) => Some(Message::Done(done::Message::Next)),
            (Screen::Closing(_), Named::F12) => Some(Message::Closing(closing::Message::Next)),
            (Screen::Taxes(state), Named::F2) if !state.has_dialog() => {
                Some(Message::Taxes(tax::Message::SearchFocus))
            }
            (Screen::Rehearsal(_), Named::F2) => {
                Some(Message::Rehearsal(rehearsal::Message::DayFocus))
            }
            (Screen::Stock(state), Named::F2) if !state.has_dialog() => {
                Some(Message::Stock(stock::Message::SearchFocus))
            }
            (Screen::Evaluation(_), Named::F2) => {
                Some(Message::Evaluation(evaluation::Message::DayFocus))
            }
            (Screen::Inspection(_), Named::F10) if self.desk.is_at_home_in_inspection() => {
                Some(Message::Inspection(inspection::Message::Menu))
            }
            (Screen::Inspection(state), Named::F12) => {
                state.enter(&self.desk).map(Message::Inspection)
            }
            (Screen::Rules(state), key) => state.function(key, &self.desk).map(Message::Rules),
            (Screen::Devices(state), key) => state.function(key).map(Message::Devices),
            (Screen::Catalogue(state), key) => state.function(key).map(Message::Catalogue),
            (Screen::Drawer(_), Named::F12) => Some(Message::Drawer(drawer::Message::Go)),
            _ => None,
        }
    }

    fn sale_function(&self, key: Named) -> Option<sale::Message> {
        let due = self.desk.sale_text.due;
        let full = self
            .desk
            .sale
            .as_ref()
            .is_some_and(|open| !open.sale.is_empty());
        Some(match key {
            Named::F2 => sale::Message::SearchFocus,
            Named::F4 => sale::Message::Times,
            Named::F5 => sale::Message::Price,
            Named::F6 => sale::Message::Discount,
            Named::F7 => sale::Message::Park,
            Named::F8 => sale::Message::PayCash,
            Named::F9 if !due.is_zero() => sale::Message::PayCard,
            Named::F10 => sale::Message::Menu,
            Named::F12 if full && due.is_zero() => sale::Message::Finish,
            Named::F12 if due.is_negative() && self.desk.pays_back_by_card() => {
                sale::Message::PayCard
            }
            Named::F12 => sale::Message::PayCash,
            _ => return None,
        })
    }

    fn enter(&mut self, scanned: Option<String>) -> Option<Message> {
        if self.overlay != Overlay::None {
            return None;
        }
        if self.approval_is_open() {
            return self.in_approval(approval::Message::Submit);
        }
        if let Some(message) = self.in_count(pieces::Message::Next) {
            return Some(message);
        }
        match &self.screen {
            Screen::Login(_) => Some(Message::Login(login::Message::Submit)),
            Screen::Sale if self.sale.has_dialog() => self.in_dialog(entry::Message::Submit),
            Screen::Sale => Some(Message::Sale(match scanned {
                Some(code) => sale::Message::Scanned(code),
                None if self.sale.is_searching() => sale::Message::SearchSubmit,
                None => sale::Message::Apply,
            })),
            // The next customer's goods are under the scanner already.
            Screen::Done(_) => match scanned {
                Some(code) => {
                    self.screen = Screen::Sale;
                    Some(Message::Sale(sale::Message::Scanned(code)))
                }
                None => Some(Message::Done(done::Message::Next)),
            },
            Screen::Cash(_) => Some(Message::Cash(cash::Message::Pay)),
            Screen::Card(state) => state.enter(&self.desk).map(Message::Card),
            Screen::Taxes(state) => state.enter().map(Message::Taxes),
            Screen::Site(state) => state.enter().map(Message::Site),
            Screen::Rules(state) => state
                .enter(scanned.as_deref(), &self.desk)
                .map(Message::Rules),
            Screen::Inspection(state) => state.enter(&self.desk).map(Message::Inspection),
            Screen::Stock(state) => state.enter(scanned).map(Message::Stock),
            Screen::Evaluation(state) => state.enter().map(Message::Evaluation),
            Screen::Devices(state) => state.enter().map(Message::Devices),
            Screen::Catalogue(state) => state.enter(scanned).map(Message::Catalogue),
            Screen::Closing(state) if state.has_entry() => Some(Message::Closing(
                closing::Message::Entry(entry::Message::Submit),
            )),
            _ => None,
        }
    }

    fn backspace(&mut self) -> Option<Message> {
        if self.approval_is_open() {
            return self.in_approval(approval::Message::Backspace);
        }
        if let Some(message) = self.in_count(pieces::Message::Backspace) {
            return Some(message);
        }
        match &self.screen {
            Screen::Login(_) => Some(Message::Login(login::Message::Backspace)),
            Screen::Sale if self.sale.has_dialog() => self.in_dialog(entry::Message::Backspace),
            Screen::Sale => Some(Message::Sale(sale::Message::Backspace)),
            Screen::Cash(_) => Some(Message::Cash(cash::Message::Backspace)),
            Screen::Drawer(_) => Some(Message::Drawer(drawer::Message::Backspace)),
            Screen::Closing(state) if state.has_entry() => Some(Message::Closing(
                closing::Message::Entry(entry::Message::Backspace),
            )),
            _ => None,
        }
    }

    fn basket(&mut self, key: &Key) -> Option<Message> {
        let row = match key {
            Key::Named(Named::ArrowDown) => self.in_count(pieces::Message::Next),
            Key::Named(Named::ArrowUp) => self.in_count(pieces::Message::Before),
            _ => None,
        };
        if row.is_some() {
            return row;
        }
        if let (Screen::Catalogue(state), Overlay::None) = (&self.screen, self.overlay) {
            return match key {
                Key::Named(Named::ArrowDown) => state.step(true),
                Key::Named(Named::ArrowUp) => state.step(false),
                _ => None,
            }
            .map(Message::Catalogue);
        }
        let down = match key {
            Key::Named(Named::ArrowDown) => Some(true),
            Key::Named(Named::ArrowUp) => Some(false),
            _ => None,
        };
        match (&self.screen, down) {
            (Screen::Taxes(state), Some(down)) => {
                return state.step(down, &self.desk).map(Message::Taxes);
            }
            (Screen::Rules(state), Some(down)) => {
                return state.step(down).map(Message::Rules);
            }
            (Screen::Stock(state), Some(down)) => {
                return state.step(down).map(Message::Stock);
            }
            (Screen::Evaluation(state), Some(down)) => {
                return state.step(down).map(Message::Evaluation);
            }
            _ => {}
        }
        if !matches!(self.screen, Screen::Sale)
            || self.sale.has_dialog()
            || self.overlay != Overlay::None
        {
            return None;
        }
        match key {
            Key::Named(Named::Delete) => Some(Message::Sale(sale::Message::Strike)),
            Key::Named(named) => {
                let down = *named == Named::ArrowDown;
                self.sale
                    .neighbour(&self.desk, down)
                    .map(|id| Message::Sale(sale::Message::Select(id)))
            }
            _ => None,
        }
    }

    fn typed(&mut self, text: &str) -> Option<Message> {
        let letter = text.chars().next().filter(|letter| !letter.is_control())?;
        if self.overlay != Overlay::None {
            return None;
        }
        if self.approval_is_open() {
            let digit = letter
                .is_ascii_digit()
                .then_some(approval::Message::Digit(letter));
            return digit.and_then(|message| self.in_approval(message));
        }
        let figure = entry::typed(text);
        if let Some(message) =
            figure.and_then(|figure| self.in_count(pieces::Message::Type(figure)))
        {
            return Some(message);
        }
        match &self.screen {
            Screen::Login(_) => letter
                .is_ascii_digit()
                .then_some(Message::Login(login::Message::Digit(letter))),
            Screen::Sale if self.sale.has_dialog() => {
                figure.and_then(|figure| self.in_dialog(entry::Message::Type(figure)))
            }
            Screen::Sale => match (figure, letter) {
                (Some(figure), _) => Some(Message::Sale(sale::Message::Type(figure))),
                (None, '*') => Some(Message::Sale(sale::Message::Times)),
                (None, letter) => letter
                    .is_alphabetic()
                    .then(|| Message::Sale(sale::Message::SearchFrom(letter))),
            },
            Screen::Cash(_) => figure.map(|figure| Message::Cash(cash::Message::Type(figure))),
            Screen::Drawer(_) => {
                figure.map(|figure| Message::Drawer(drawer::Message::Type(figure)))
            }
            Screen::Closing(state) if state.has_entry() => figure.map(|figure| {
                Message::Closing(closing::Message::Entry(entry::Message::Type(figure)))
            }),
            _ => None,
        }
    }

    // Digits, Enter and arrows while the drawer is being counted.
    fn in_count(&self, message: pieces::Message) -> Option<Message> {
        match &self.screen {
            Screen::Drawer(state) if state.is_counting() => {
                Some(Message::Drawer(drawer::Message::Count(message)))
            }
            Screen::Closing(state) if state.is_counting() => {
                Some(Message::Closing(closing::Message::Count(message)))
            }
            Screen::Inspection(state) if state.is_counting() => {
                Some(Message::Inspection(inspection::Message::Count(message)))
            }
            _ => None,
        }
    }

    fn in_dialog(&self, message: entry::Message) -> Option<Message> {
        let message = match (self.sale.dialog_kind(), message) {
            (sale::DialogKind::Figure, message) => sale::Message::Entry(message),
            (sale::DialogKind::Discount, entry::Message::Type(figure)) => {
                sale::Message::InDiscount(discount::Message::Type(figure))
            }
            (sale::DialogKind::Discount, entry::Message::Backspace) => {
                sale::Message::InDiscount(discount::Message::Backspace)
            }
            (sale::DialogKind::Discount, entry::Message::Submit) => {
                sale::Message::InDiscount(discount::Message::Submit)
            }
            (sale::DialogKind::Text, entry::Message::Submit) => sale::Message::Confirm,
            _ => return None,
        };
        Some(Message::Sale(message))
    }

    fn approval_is_open(&self) -> bool {
        match &self.screen {
            Screen::Receipts(state) => state.has_approval(),
            Screen::Closing(state) => state.has_approval(),
            Screen::Drawer(state) => state.has_approval(),
            Screen::Card(state) => state.has_approval(),
            Screen::Taxes(state) => state.approval().is_some(),
            Screen::Site(state) => state.approval().is_some(),
            Screen::Rules(state) => state.approval().is_some(),
            Screen::Stock(state) => state.approval().is_some(),
            Screen::Devices(state) => state.approval().is_some(),
            Screen::Clock(_) => true,
            _ => false,
        }
    }

    fn in_approval(&self, message: approval::Message) -> Option<Message> {
        match &self.screen {
            Screen::Receipts(_) => Some(Message::Receipts(receipts::Message::Approval(message))),
            Screen::Closing(_) => Some(Message::Closing(closing::Message::Approval(message))),
            Screen::Drawer(_) => Some(Message::Drawer(drawer::Message::Approval(message))),
            Screen::Card(_) => Some(Message::Card(card::Message::Approval(message))),
            Screen::Taxes(_) => Some(Message::Taxes(tax::Message::Approval(message))),
            Screen::Site(_) => Some(Message::Site(site::Message::Approval(message))),
            Screen::Rules(_) => Some(Message::Rules(rules::Message::Approval(message))),
            Screen::Stock(_) => Some(Message::Stock(stock::Message::Approval(message))),
            Screen::Devices(_) => Some(Message::Devices(devices::Message::Approval(message))),
            Screen::Clock(_) => Some(Message::Clock(message)),
            _ => None,
        }
    }
}

fn is_function(key: Named) -> bool {
    matches!(
        key,
        Named::F1
            | Named::F2
            | Named::F3
            | Named::F4
            | Named::F5
            | Named::F6
            | Named::F7
            | Named::F8
            | Named::F9
            | Named::F10
            | Named::F11
            | Named::F12
    )
}
