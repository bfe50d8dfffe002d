//! The use cases of the register: sell, pay, void, move cash, count, close.
//!
//! [`Till`] is the only writer of the ledger and the only owner of the devices. It is a plain synchronous
//! struct: the user interface runs it on its own thread, the command line calls it directly, tests drive it
//! with simulated devices and a simulated clock. Every method is one use case and leaves a state that
//! [`Till::open`] can complete after a power cut at any instant (the life of a sale is in `finish.rs`).

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::catalogue::{Assortment, Catalogue};
use crate::ledger::{Draft, Failpoint, Ledger, Office, ZPeriod};
use crate::money::Money;
use crate::people::User;
use crate::receipt::{Line, totals_of};
use crate::site::{PeriodMaster, Site};
use crate::tax::{KeyTotal, Rates, Regimes};

pub mod audit;
mod catalogue;
mod clock;
mod day;
mod devices;
mod error;
mod finish;
mod invoice;
pub mod master;
mod movement;
mod notice;
pub mod output;
mod paying;
mod procedure;
mod recovery;
mod rehearsal;
mod reversing;
mod rules;
mod selling;
mod session;
mod signer;
mod site;
mod slips;
mod stock;
mod tax;
pub mod terminals;
pub mod tse;
mod unknown;
mod view;
mod voucher;

#[cfg(test)]
mod tests;

pub use audit::AuditKind;
pub use catalogue::{COMMAND_LINE, Shelf};
pub use clock::{Clock, SimulatedClock, SystemClock, local, local_day};
pub use day::CloseRequest;
pub use devices::{Devices, TEST_TSE_FOLDER, open_test_tse, simulated, test_terminal, test_tse};
pub use error::TillError;
pub use finish::Finished;
pub use invoice::{Invoice, WhyNoInvoice};
pub use movement::Movement;
pub use notice::{SOFTWARE, change_notice, read_notice};
pub use paying::{CardResult, Held, NoProgress, Progress};
pub use procedure::{procedure, read_procedure};
pub use recovery::Recovered;
pub use rehearsal::rehearsal;
pub use rules::set_payment_rules;
pub use session::Approval;
pub use site::{By, change_site, set_principals};
pub use tax::ItemDecision;
pub use terminals::{
    ConnectedTerminal, Errand, Served, TerminalHealth, TerminalNews, TerminalView, Tested,
    Undecided,
};
pub use unknown::{Charged, Resolution};
pub use view::{OpenPayment, ParkedSale, SaleView, Status};
pub use voucher::Dice;

pub use signer::Connected;
use signer::Signer;

/// The register at work.
pub struct Till {
    ledger: Ledger,
    signer: Signer,
    terminals: terminals::Terminals,
    /// Card payments whose reasons to be looked at were told.
    looked_at: std::collections::HashSet<i64>,
    printer: Option<Box<dyn amtskasse_counter::ReceiptPrinter>>,
    drawer: Option<Box<dyn amtskasse_counter::CashDrawer>>,
    clock: Arc<dyn Clock>,
    site: Site,
    assortment: Arc<Assortment>,
    catalogue: Arc<Catalogue>,
    /// Rises with every change of what is on offer; whoever keeps a copy sees that it is old.
    edition: u64,
    rates: Rates,
    regimes: Regimes,
    stock: stock::Stock,
    all_offices: Vec<Office>,
    /// Those this pay point shows.
    offices: Vec<Office>,
    user: Option<User>,
    training: bool,
    current: Option<Draft>,
    last_receipt: u64,
    period: ZPeriod,
    /// What the open period began under.
    begun_under: Option<PeriodMaster>,
    last_moment: Option<DateTime<Utc>>,
    next_payment: i64,
    /// Where the numbers of vouchers come from.
    dice: Dice,
    /// Set when a step failed half-way; the next call completes what it finds first.
    unsettled: bool,
    /// Another TSE signs than before; what is open there is looked after at the next quiet moment.
    reconcile_due: bool,
    archive: tse::Archive,
    inspection: audit::Desk,
    /// What went wrong with the paper of terminals and nobody was told yet.
    warnings: Vec<String>,
    /// Whether devices are called on threads of their own.
    background: bool,
}

impl Till {
    /// Opens the register: reads the master data, wakes the TSE and completes whatever a power cut left.
    ///
    /// With `background`, TSE starts run on threads of their own, so that ringing up never waits for a slow
    /// device; without, everything happens in the order of the calls.
    pub fn open(
        ledger: Ledger,
        devices: Devices,
        clock: Arc<dyn Clock>,
        background: bool,
    ) -> Result<(Till, Recovered), TillError> {
        let site = ledger.site()?;
        let (assortment, rates, regimes) =
            (ledger.assortment()?, ledger.rates()?, ledger.regimes()?);
        let offer = assortment.on(local_day(clock.now()), &rates, &regimes);
        let all_offices = ledger.offices()?;
        let offices = catalogue::shown(&ledger, &site.pay_point.id, &all_offices)?;
        let signer = Signer::new(
            tse::guarded(&ledger, devices.tses)?,
            site.register.serial.clone(),
            background,
        );
        let mut till = Till {
            signer,
            looked_at: std::collections::HashSet::new(),
            terminals: terminals::Terminals::new(terminals::store::guarded(
                &ledger,
                devices.terminals,
            )?),
            printer: devices.printer,
            drawer: devices.drawer,
            clock,
            assortment: Arc::new(assortment),
            catalogue: Arc::new(offer),
            edition: 0,
            rates,
            regimes,
            stock: stock::Stock::read(&ledger)?,
            all_offices,
            offices,
            user: None,
            training: false,
            current: None,
            last_receipt: ledger.last_receipt()?,
            period: ledger.z_period()?,
            begun_under: master::begun_under(&ledger)?,
            last_moment: ledger.last_moment()?,
            next_payment: ledger.last_payment_id()? + 1,
            dice: voucher::chance(),
            unsettled: false,
            reconcile_due: false,
            archive: tse::Archive::default(),
            inspection: audit::Desk::default(),
            warnings: Vec::new(),
            background,
            site,
            ledger,
        };
        let recovered = till.recover()?;
        let data = till.data_folder();
        terminals::store::notice(&mut till.ledger, &data)?;
        Ok((till, recovered))
    }

    /// Municipality, pay point and register.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Every item on offer today.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// Every item with its history and its future.
    pub fn assortment(&self) -> &Arc<Assortment> {
        &self.assortment
    }

    /// Rises with every change of what is on offer, of rates and of law.
    pub fn edition(&self) -> u64 {
        self.edition
    }

    /// Dated law.
    pub fn regimes(&self) -> &Regimes {
        &self.regimes
    }

    /// Dated rates.
    pub fn rates(&self) -> &Rates {
        &self.rates
    }

    /// Whether this is the demo municipality.
    pub fn is_demo(&self) -> Result<bool, TillError> {
        Ok(self.ledger.setting("demo")?.unwrap_or(false))
    }

    /// The ledger, for reading: receipts, closings, lists.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The moment by the register's clock, in UTC.
    pub fn clock(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The register's clock itself, for what runs beside the till.
    pub fn timepiece(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// Lets tests cut the power at a chosen durable step.
    pub fn set_failpoint(&mut self, failpoint: Failpoint) {
        self.ledger.set_failpoint(failpoint);
    }

    /// Work that has time: collects answers of the TSE, ends outages, keeps its clock right. Call it about
    /// once a second while nothing else happens.
    pub fn tick(&mut self) -> Result<(), TillError> {
        self.settle()?;
        self.turn_page()?;
        self.collect_starts()?;
        self.revive_tse()?;
        self.tick_archive()?;
        if self.background {
            self.tick_terminals()?;
        }
        self.tick_audit()
    }

    /// The moment to record. A clock that was set back a little stands still until it has caught up; one
    /// that was set back a lot stops the register until somebody has looked at it.
    fn now(&mut self) -> Result<DateTime<Utc>, TillError> {
        let now = self.clock.now();
        let now = match self.last_moment {
            Some(last) if now < last && last - now > clock::TOLERANCE => {
                return Err(TillError::ClockBehind { now, last });
            }
            Some(last) if now < last => last,
            _ => now,
        };
        self.last_moment = Some(now);
        Ok(now)
    }

    /// Accepts a clock that was set back, on a second person's word.
    pub fn accept_clock(&mut self, reason: &str, approval: &Approval) -> Result<(), TillError> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(TillError::ReasonNeeded);
        }
        let second = self.second(approval)?;
        let now = self.clock.now();
        self.ledger
            .write(|w| w.event("clock-accepted", Some(&second.id), None, reason, now))?;
        self.last_moment = Some(now);
        Ok(())
    }

    fn today(&self) -> NaiveDate {
        local_day(self.clock.now())
    }

    /// Midnight: what is on offer, at which price and taxed how, is that of the new day. So is the sale on the
    /// screen, unless something was paid on it.
    ///
    /// The law asks when a supply was made, not when it was rung up (§13(1) no. 1a, §27(1) UStG). At a counter that
    /// is the moment it is paid and handed over; what is on the screen or parked was not supplied yet. Money that
    /// moved before midnight says that the supply was then: such a sale keeps its day, and its receipt names it.
    fn turn_page(&mut self) -> Result<(), TillError> {
        let today = self.today();
        if self.catalogue.day() != today {
            self.catalogue = self.offer_of(today);
            self.edition += 1;
        }
        if let Some(mut draft) = self.current.clone().filter(|d| d.sale.day != today) {
            let before = draft.sale.clone();
            self.refresh_day(&mut draft)?;
            if draft.sale != before {
                self.ledger
                    .write(|w| w.draft_changed(draft.id, &draft.sale))?;
                self.current = Some(draft);
            }
        }
        Ok(())
    }

    /// What is or was on offer on a day.
    fn offer_of(&self, day: NaiveDate) -> Arc<Catalogue> {
        if self.catalogue.day() == day {
            return self.catalogue.clone();
        }
        Arc::new(self.assortment.on(day, &self.rates, &self.regimes))
    }

    /// Reads master data again after a change; the sale on the screen keeps what was rung up.
    fn reload_master(&mut self) -> Result<(), TillError> {
        self.rates = self.ledger.rates()?;
        self.regimes = self.ledger.regimes()?;
        self.all_offices = self.ledger.offices()?;
        self.offices = catalogue::shown(&self.ledger, &self.site.pay_point.id, &self.all_offices)?;
        self.assortment = Arc::new(self.ledger.assortment()?);
        let offer = self.assortment.on(self.today(), &self.rates, &self.regimes);
        self.catalogue = Arc::new(offer);
        self.edition += 1;
        Ok(())
    }

    /// Refuses to begin anything in a period that began under another tax rate or other master data.
    fn same_rates(&self) -> Result<(), TillError> {
        let today = self.today();
        match self.period.since.map(local_day) {
            Some(since) if self.rates.changed_between(since, today) => Err(TillError::RateChanged),
            _ => self.same_master(),
        }
    }

    /// Refuses the lines of a sale whose rates do not fit into the open period's closing, which holds one rate per key. What was
    /// paid in part before the change, or goes back under its historical key, still fits.
    fn fits_period(&self, lines: &[Line]) -> Result<(), TillError> {
        let Some(since) = self.period.since.map(local_day) else {
            return Ok(());
        };
        let fits = |t: &KeyTotal| self.rates.fits_period(t.key, t.percent, since);
        match totals_of(lines).iter().all(fits) {
            true => Ok(()),
            false => Err(TillError::RateChanged),
        }
    }

    /// Completes a step that failed half-way, before anything new begins.
    fn settle(&mut self) -> Result<(), TillError> {
        if self.unsettled {
            self.last_receipt = self.ledger.last_receipt()?;
            self.period = self.ledger.z_period()?;
            self.begun_under = master::begun_under(&self.ledger)?;
            self.next_payment = self.ledger.last_payment_id()? + 1;
            self.stock.reload(&self.ledger)?;
            self.reload_current()?;
            self.identify_awake()?;
            self.finish_unsigned()?;
            self.reconcile()?;
            self.unsettled = false;
        }
        Ok(())
    }

    fn reload_current(&mut self) -> Result<(), TillError> {
        if let Some(current) = &self.current {
            let id = current.id;
            self.current = self
                .ledger
                .drafts()?
                .into_iter()
                .find(|draft| draft.id == id);
        }
        Ok(())
    }

    /// Cash that should be in the drawer.
    pub fn expected_cash(&self) -> Result<Money, TillError> {
        Ok(self.ledger.expected_cash()?)
    }
}
