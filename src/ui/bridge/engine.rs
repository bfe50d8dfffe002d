//! Turns commands into use cases of the till, and what comes of them into events.

mod admin;
mod audit;
mod evaluation;
mod files;
mod report;
mod rules;
mod site;
mod stock;
mod tax;
mod terminal;
mod terminal_setup;
mod tse;
mod watch;

use files::replace;
use report::{approved, found, preferences};
use watch::Watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use amtskasse_terminal::simulator::SharedMemory;

use crate::ledger::{Ledger, LedgerError, ReceiptFilter};
use crate::message;
use crate::money::Money;
use crate::till::{
    self, CardResult, Clock, CloseRequest, Movement, Resolution, SystemClock, Till, TillError,
    local,
};
use crate::ui::bridge::Wishes;
use crate::ui::protocol::{
    CardState, Closed, Command, Done, Event, Fatal, Health, OpenSale, Period, Preferences, Problem,
    Status,
};

/// Receipts a list shows at most.
const LIST: u32 = 200;
/// How this workplace looks is no business of the ledger.
const PREFERENCES: &str = "workplace.json";

type Tell<'a> = &'a mut dyn FnMut(Event);

/// The till and what the screens want of it.
pub struct Engine {
    till: Till,
    data: PathBuf,
    wishes: Arc<Wishes>,
    recovered: till::Recovered,
    printer: Health,
    preferences: Preferences,
    known: Option<Status>,
    /// Of the catalogue the screens know.
    edition: u64,
    /// Of the stock the screens know.
    stock_edition: u64,
    /// Card payments without an outcome, as the screens know them.
    unsettled: Vec<crate::ui::protocol::terminal::Unsettled>,
    /// Somebody looks at master data and wants to see every change of it.
    administers: bool,
    /// Somebody sits at the desk of the Kassen-Nachschau.
    inspects: bool,
    tses: tse::Tses,
    /// Last day for a notification, as of the day it was asked.
    notice_of: Option<(chrono::NaiveDate, Option<chrono::NaiveDate>)>,
    evaluations: evaluation::Evaluations,
}

impl Engine {
    /// Opens the register in this folder; a folder without one gets the demo municipality.
    pub fn open(data: &Path, wishes: Arc<Wishes>) -> Result<Self, Fatal> {
        let ledger = match Ledger::open(data) {
            Err(LedgerError::Missing(_)) => {
                crate::setup::set_up(data, None, SystemClock.now())?;
                Ledger::open(data)?
            }
            opened => opened?,
        };
        let clock = Arc::new(SystemClock);
        let pause = Duration::from_millis(700);
        let devices = till::simulated(data, clock.clone(), SharedMemory::default(), pause);
        let (mut till, recovered) = Till::open(ledger, devices, clock, true)?;
        till.keep_archives();
        Ok(Self::new(till, recovered, data, wishes))
    }

    /// An engine around an open till.
    pub fn new(till: Till, recovered: till::Recovered, data: &Path, wishes: Arc<Wishes>) -> Self {
        let mut engine = Self {
            till,
            data: data.to_owned(),
            wishes,
            recovered,
            printer: Health::Absent,
            preferences: preferences(data),
            known: None,
            edition: 0,
            stock_edition: 0,
            unsettled: Vec::new(),
            administers: false,
            inspects: false,
            tses: tse::Tses::of(data),
            notice_of: None,
            evaluations: evaluation::Evaluations::default(),
        };
        engine.choose_as_before();
        engine
    }

    /// The till, for tests that look behind the screens.
    pub fn till(&mut self) -> &mut Till {
        &mut self.till
    }

    /// Says what the register is and what it found at the start.
    pub fn introduce(&mut self, tell: Tell<'_>) {
        match self.facts() {
            Ok(facts) => tell(Event::Facts(Box::new(facts))),
            Err(error) => return tell(Event::Fatal(error.into())),
        }
        let recovered = std::mem::take(&mut self.recovered);
        if recovered.open_sales > 0 || recovered.unknown_payments > 0 {
            tell(Event::Recovered {
                sales: recovered.open_sales,
                payments: recovered.unknown_payments,
            });
        }
        self.changed(tell);
    }

    /// How long to wait for a command before [`Engine::idle`]: a second, or less while a device's answer is awaited.
    pub fn pause(&self) -> Duration {
        let works = self.evaluations.is_waiting()
            || self.till.awaits_terminal_news()
            || self.till.audit_progress().is_some();
        match self.tses.is_waiting() || works {
            true => Duration::from_millis(200),
            false => Duration::from_secs(1),
        }
    }

    /// A second without a command.
    pub fn idle(&mut self, tell: Tell<'_>) {
        // What goes wrong here goes wrong again, and visibly, with the next thing somebody does.
        let _ = self.till.tick();
        self.settled_meanwhile(tell);
        self.test_news(tell);
        self.news(tell);
        self.status(tell);
        self.tse_news(tell);
        self.audit_news(tell);
        self.evaluation_news(tell);
        tell(Event::Tick);
    }

    /// Does what a screen wants.
    pub fn handle(&mut self, command: Command, tell: Tell<'_>) {
        if let Err(error) = self.try_handle(command, tell) {
            match error {
                TillError::LookAtCard { due, why } => {
                    tell(Event::Card(CardState::Held(why, due)));
                }
                error => tell(Event::Failed(error.into())),
            }
            // Part of it may have been done: a payment may be unknown now.
            self.changed(tell);
        }
    }

    fn try_handle(&mut self, command: Command, tell: Tell<'_>) -> Result<(), TillError> {
        match command {
            Command::LogIn { user, pin } => {
                let user = self.till.log_in(&user, &pin.0)?;
                // Everybody has tiles of their own.
                tell(Event::Facts(Box::new(self.facts()?)));
                tell(Event::User(Some(user.clone())));
                self.warn_of_tses(&user, tell)?;
            }
            Command::LogOut => {
                self.till.log_out()?;
                self.administers = false;
                self.inspects = false;
                self.tses.left();
                self.evaluations.left();
                tell(Event::User(None));
            }
            Command::Add {
                item,
                quantity,
                price,
                reference,
            } => {
                let line = self.till.add(&item, quantity, price, reference)?;
                return self.sale(Some(line), tell);
            }
            Command::SetQuantity { line, quantity } => {
                self.till.set_quantity(line, quantity)?;
                return self.sale(Some(line), tell);
            }
            Command::SetPrice { line, price } => {
                self.till.set_price(line, price)?;
                return self.sale(Some(line), tell);
            }
            Command::SetDiscount { line, discount } => {
                self.till.set_discount(line, discount)?;
                return self.sale(line, tell);
            }
            Command::Strike { line } => {
                self.till.void_line(line)?;
                return self.sale(None, tell);
            }
            Command::Redeem { number } => {
                let line = self.till.redeem(&number, None)?;
                return self.sale(Some(line), tell);
            }
            Command::VoucherNumber { line, number } => {
                self.till.set_voucher_number(line, &number)?;
                return self.sale(Some(line), tell);
            }
            Command::Supplied(day) => {
                self.till.set_supplied(day)?;
                let line = self.till.view()?.and_then(|view| {
                    let mut lines = view.sale.lines().iter().rev();
                    lines.find(|line| !line.voided).map(|line| line.id)
                });
                return self.sale(line, tell);
            }
            Command::SaveInvoice { number, recipient } => {
                let invoice = till::Invoice {
                    receipt: number,
                    name: recipient.name,
                    addition: recipient.addition,
                    street: recipient.street,
                    town: recipient.town,
                    ..till::Invoice::default()
                };
                let pdf = self.till.invoice(&invoice, &recipient.reason)?;
                self.save(&format!("Rechnung-{number}.pdf"), &pdf, tell);
                return Ok(());
            }
            Command::SaveVouchers => {
                let pdf = self.till.vouchers_pdf()?;
                self.save("Offene-Gutscheine.pdf", &pdf, tell);
                return Ok(());
            }
            Command::Park { name } => self.till.park(&name)?,
            Command::Recall { draft } => {
                let parked = self.till.ledger().drafts()?;
                let parked = parked.into_iter().find(|parked| parked.id == draft);
                self.till.recall(draft)?;
                // As it was parked first: should midnight have changed it, the screen sees the difference.
                if let Some(parked) = parked {
                    tell(Event::Sale(Some(Box::new(OpenSale {
                        sale: parked.sale,
                        paid: Vec::new(),
                        was_card: false,
                        acceptance: crate::acceptance::Acceptance::default(),
                        touched: None,
                    }))));
                }
            }
            Command::Abort { reason } => {
                self.till.abort(&reason)?;
            }
            Command::AcceptClock { approval } => {
                let (approval, reason) = approved(approval);
                self.till.accept_clock(&reason, &approval)?;
                tell(Event::Done(Done::ClockAccepted));
            }
            Command::Training(training) => self.till.set_training(training)?,
            Command::Cash { amount, given } => self.cash(amount, given, tell)?,
            Command::Finish => {
                let finished = self.till.pay_cash(Money::ZERO)?;
                self.finished(finished, tell);
            }
            Command::Card { amount } => {
                let wishes = self.wishes.clone();
                let mut watch = Watch::begin(tell, &wishes);
                let result = self.till.pay_card(amount, &mut watch)?;
                self.card(result, tell);
            }
            Command::TakeBack {
                payment,
                card: false,
            } => self.till.take_back_cash(payment)?,
            Command::TakeBack {
                payment,
                card: true,
            } => {
                let wishes = self.wishes.clone();
                let mut watch = Watch::begin(tell, &wishes);
                let result = self.till.take_back_card(payment, &mut watch)?;
                self.card(result, tell);
            }
            Command::AskTerminal => {
                let wishes = self.wishes.clone();
                let mut watch = Watch::begin(tell, &wishes);
                let result = self.till.resolve_payment_watched(&mut watch)?;
                self.card(result, tell);
            }
            Command::Terminal(command) => return self.set_terminals_up(command, tell),
            Command::TestTerminal(name) => self.test_terminal(name, tell)?,
            Command::SettleLater => self.till.settle_later()?,
            Command::ChooseTerminal { name } => self.choose_terminal(&name, tell)?,
            Command::Resolve { charged, approval } => {
                let (approval, reason) = approved(approval);
                let resolution = Resolution { charged, reason };
                let result = self.till.resolve_payment_by_hand(&resolution, &approval)?;
                self.card(result, tell);
            }
            Command::GoBack {
                number,
                quantities,
                approval,
            } => {
                let (approval, reason) = approved(approval);
                match quantities {
                    None => self.till.begin_void(number, &reason, &approval)?,
                    Some(lines) => self.till.begin_refund(number, &lines, &reason, &approval)?,
                }
            }
            Command::Move {
                kind,
                amount,
                reason,
                approval,
            } => {
                let approval = approval.map(|approval| approved(approval).0);
                let movement = Movement {
                    kind,
                    amount,
                    reason,
                    approval,
                };
                let finished = self.till.move_cash(&movement)?;
                let number = finished.receipt.number;
                tell(Event::Moved(self.handed(finished)));
                // The voucher has the lines for the signatures.
                self.print_at_once(number, tell);
            }
            Command::Check { pieces, reason } => {
                let count = self.till.check_cash(pieces, &reason.unwrap_or_default())?;
                tell(Event::Checked {
                    difference: count.difference(),
                });
            }
            Command::Close {
                pieces,
                carried,
                reason,
                approval,
            } => {
                let request = CloseRequest {
                    skim: pieces.total() - carried,
                    pieces,
                    reason: reason.unwrap_or_default(),
                    approval: approved(approval).0,
                };
                let closing = self.till.close(&request)?;
                tell(Event::Closed(Closed {
                    number: closing.number,
                    turnover: closing.totals.turnover(),
                    difference: closing.difference(),
                    carried: closing.carried,
                    unknown: closing.unknown.len(),
                    terminals: terminal::latest(closing.terminals),
                }));
            }
            Command::CloseTerminal { name } => {
                let recorded = self.till.close_terminal(&name)?;
                tell(Event::TerminalClosed(Box::new(recorded)));
            }
            Command::Tax(command) => return self.tax(command, tell),
            Command::Rules(command) => return self.rules(command, tell),
            Command::Site(command) => return self.site(command, tell),
            Command::Stock(command) => return self.stock(command, tell),
            Command::Evaluation(command) => return self.evaluation(command, tell),
            Command::Tse(command) => return self.tse(command, tell),
            Command::Audit(command) => return self.audit(command, tell),
            Command::ChangeCatalogue { .. } | Command::ImportCatalogue { .. } => {
                self.change_catalogue(command, tell)?;
            }
            other => return self.try_read(other, tell),
        }
        self.changed(tell);
        Ok(())
    }

    /// Commands that change nothing in the ledger.
    fn try_read(&mut self, command: Command, tell: Tell<'_>) -> Result<(), TillError> {
        self.audited(&command)?;
        match command {
            Command::Find(filter) => {
                let filter = ReceiptFilter {
                    limit: LIST,
                    ..*filter
                };
                let rows = self.till.ledger().find_receipts(&filter)?;
                tell(Event::Found {
                    further: filter.before.is_some(),
                    more: rows.len() >= LIST as usize,
                    rows: rows.into_iter().map(found).collect(),
                });
            }
            Command::Open { number } => {
                let receipt = self.till.ledger().receipt(number)?;
                let receipt = receipt.ok_or(TillError::UnknownReceipt(number))?;
                let back = self.till.ledger().going_back_to(number)?;
                tell(Event::Receipt(Box::new(receipt), back));
            }
            Command::Print { number, copy } => {
                let printed = self.print(number, copy);
                self.status(tell);
                printed?;
                tell(Event::Done(Done::Printed));
            }
            Command::SavePdf { number } => {
                let pdf = self.till.receipt_pdf(number, true)?;
                self.save(&format!("Beleg-{number}.pdf"), &pdf, tell);
            }
            Command::Interim => {
                let interim = self.till.interim()?;
                tell(Event::Period(Period {
                    z_number: interim.z_number,
                    totals: Box::new(interim.totals),
                    expected: interim.expected,
                }));
            }
            Command::SaveInterimPdf => {
                let interim = self.till.interim()?;
                let pdf = self.till.interim_pdf(&interim)?;
                let at = local(interim.at).format("%Y-%m-%d-%H%M");
                self.save(&format!("X-Bericht-{at}.pdf"), &pdf, tell);
            }
            Command::SaveClosingPdf { number } => {
                let pdf = self.till.closing_pdf(number)?;
                self.save(&format!("Z-Bericht-{number}.pdf"), &pdf, tell);
            }
            Command::SavePreferences(preferences) => {
                self.preferences = preferences;
                let json = serde_json::to_vec_pretty(&preferences).unwrap_or_default();
                let path = self.data.join(PREFERENCES);
                if let Err(error) = replace(&path, &json) {
                    let sentence = message::io_in_both(&path, &error);
                    tell(Event::Failed(Problem::Other(sentence)));
                }
            }
            Command::Master => self.open_master(tell)?,
            Command::ExamineCatalogue { path } => self.examine_catalogue(&path, tell)?,
            Command::ExportCatalogue { history } => self.export_catalogue(history, tell)?,
            Command::CatalogueFiles => self.catalogue_files(tell),
            Command::Closings => tell(Event::Closings(self.closings()?)),
            _ => {}
        }
        Ok(())
    }

    fn cash(&mut self, amount: Money, given: Money, tell: Tell<'_>) -> Result<(), TillError> {
        let due = self
            .till
            .view()?
            .map(|view| view.due)
            .ok_or(TillError::NoSale)?;
        if amount == due {
            let finished = self.till.pay_cash(given)?;
            self.finished(finished, tell);
        } else {
            self.till.pay_part_in_cash(amount)?;
        }
        Ok(())
    }

    fn card(&mut self, result: CardResult, tell: Tell<'_>) {
        match result {
            CardResult::Finished(finished) => {
                tell(Event::Card(CardState::Approved));
                self.finished(*finished, tell);
            }
            CardResult::Held { due, why } => tell(Event::Card(CardState::Held(why, due))),
            CardResult::Approved { .. } => tell(Event::Card(CardState::Approved)),
            CardResult::Declined { reason } if reason.is_empty() => {
                tell(Event::Card(CardState::Aborted));
            }
            CardResult::Declined { reason } => tell(Event::Card(CardState::Declined(reason))),
            CardResult::Unreachable { reason } => {
                tell(Event::Card(CardState::Unreachable(reason)));
            }
            CardResult::Unknown { reason } => tell(Event::Card(CardState::Unknown(reason))),
        }
    }

    fn finished(&mut self, finished: till::Finished, tell: Tell<'_>) {
        let number = finished.receipt.number;
        tell(Event::Sale(None));
        tell(Event::Finished(self.handed(finished)));
        // The customer sees the change before the printer starts.
        self.print_at_once(number, tell);
    }
}
