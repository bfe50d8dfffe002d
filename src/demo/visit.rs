//! One customer at the desk, and what does not go straight.

use amtskasse_terminal::simulator::Script;
use rust_decimal::Decimal;

use super::basket::{self, Basket};
use super::desk::Desk;
use crate::money::Money;
use crate::receipt::{Kind, PaymentKind, Receipt};
use crate::sale::{Discount, DiscountAmount};
use crate::till::{CardResult, TillError};

/// What makes a visit different from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Incident {
    /// A sale of several tax rates.
    MixedTax,
    /// A part in cash, the rest on a card.
    Split,
    /// A sale that is cancelled a minute later, paid in cash.
    VoidCash,
    /// Goods come back.
    RefundCash,
    /// The customer leaves without paying.
    Abort,
    /// The bank declines the card, so it is cash.
    Declined,
    /// The terminal charges the card, and then the line breaks.
    LostAnswer,
    /// The customer presses stop, then pays after all.
    CardStopped,
    /// A line too many is struck out.
    StruckLine,
    /// A discount on an article.
    LineDiscount,
    /// A discount on everything.
    WholeDiscount,
    /// The sale is put aside for the next customer.
    Parked,
    /// Nothing to pay.
    Free,
    /// A claim is paid by its Kassenzeichen.
    OpenItem,
    /// Part of the fee is somebody else's.
    ThirdParty,
    /// Paid by credit card.
    CreditCard,
    /// A sale that is cancelled, paid by card.
    VoidCard,
    /// The clerk gives wrong change and does not notice.
    WrongChange,
}

impl Incident {
    /// All of them; a day with few customers has the first ones.
    pub const ALL: [Incident; 18] = [
        Incident::VoidCash,
        Incident::MixedTax,
        Incident::Split,
        Incident::Abort,
        Incident::RefundCash,
        Incident::LostAnswer,
        Incident::Declined,
        Incident::Parked,
        Incident::WrongChange,
        Incident::LineDiscount,
        Incident::StruckLine,
        Incident::CreditCard,
        Incident::Free,
        Incident::OpenItem,
        Incident::ThirdParty,
        Incident::WholeDiscount,
        Incident::VoidCard,
        Incident::CardStopped,
    ];

    /// In how many of a hundred visits it happens on an ordinary day, in tenths.
    pub fn per_thousand(self) -> u64 {
        match self {
            Incident::StruckLine => 20,
            Incident::Parked | Incident::LineDiscount => 12,
            Incident::Abort => 10,
            Incident::Split | Incident::Declined => 8,
            Incident::VoidCash | Incident::CardStopped => 6,
            Incident::RefundCash | Incident::VoidCard | Incident::WholeDiscount => 4,
            Incident::WrongChange => 3,
            Incident::LostAnswer => 2,
            // The others are what comes in anyway.
            _ => 0,
        }
    }

    /// The errand it needs on a working day.
    fn errand(self, museum: bool) -> Option<&'static str> {
        Some(match self {
            Incident::MixedTax | Incident::Parked if museum => "Museum mit Laden",
            Incident::MixedTax => "Beglaubigung",
            Incident::RefundCash | Incident::LineDiscount => "T-Shirt",
            Incident::WholeDiscount => "Ehrenamt",
            Incident::StruckLine | Incident::VoidCash if museum => "Museum mit Laden",
            Incident::VoidCash | Incident::LostAnswer | Incident::Declined if !museum => {
                "Personalausweis"
            }
            Incident::Split | Incident::VoidCard if !museum => "Reisepass",
            Incident::Split | Incident::VoidCard => "Karten und Bücher",
            Incident::StruckLine | Incident::Parked if !museum => "Urkunden",
            Incident::Free if !museum => "Lebensbescheinigung",
            Incident::OpenItem if !museum => "Kassenzeichen",
            Incident::ThirdParty if !museum => "Führungszeugnis",
            _ => return None,
        })
    }
}

impl Desk {
    /// Serves a customer.
    pub fn serve(&mut self, incident: Option<Incident>) -> Result<(), TillError> {
        let Some(incident) = incident else {
            let moment = self.moment();
            let basket = basket::any(&self.catalogue, moment, &mut self.chance);
            self.ring_up(&basket)?;
            self.pay(basket.cash_percent)?;
            return Ok(());
        };
        let museum = self.business == super::calendar::Business::Museum;
        let mut basket = match incident.errand(museum) {
            Some(name) => basket::named(name, &self.catalogue, &mut self.chance),
            None => basket::any(&self.catalogue, self.moment(), &mut self.chance),
        };
        if incident == Incident::MixedTax && !museum {
            // Official acts, an exempt ticket, a book and a souvenir on one receipt: every kind of tax.
            for name in ["Museum mit Laden", "Abfallsäcke"] {
                let more = basket::named(name, &self.catalogue, &mut self.chance);
                basket.wishes.extend(more.wishes);
            }
        }
        self.happens(incident, &basket)
    }

    fn happens(&mut self, incident: Incident, basket: &Basket) -> Result<(), TillError> {
        let lines = self.ring_up(basket)?;
        match incident {
            Incident::Split => self.split(),
            Incident::Abort => {
                self.take(20, 60);
                let reasons = [
                    "Geldbörse vergessen",
                    "Unterlagen unvollständig, Antrag nicht möglich",
                    "Kunde möchte nicht mehr",
                ];
                let reason = self.chance.one_of(&reasons);
                self.till.abort(reason).map(drop)
            }
            Incident::VoidCash | Incident::VoidCard => self.void(incident == Incident::VoidCash),
            Incident::RefundCash => self.refund(),
            Incident::Declined | Incident::CardStopped => {
                let script = match incident {
                    Incident::Declined => Script::Decline,
                    _ => Script::Abort,
                };
                self.pay_card(script).map(drop)
            }
            Incident::LostAnswer => self.pay_card(Script::ApproveThenLose).map(drop),
            Incident::CreditCard => self.pay_card(Script::ApproveCredit).map(drop),
            Incident::StruckLine => {
                self.strike(&lines)?;
                self.pay(basket.cash_percent).map(drop)
            }
            Incident::LineDiscount | Incident::WholeDiscount => {
                self.discount(lines.first().copied(), incident)?;
                self.pay(basket.cash_percent).map(drop)
            }
            Incident::Parked => self.park(),
            Incident::WrongChange => self.wrong_change(),
            Incident::MixedTax | Incident::Free | Incident::OpenItem | Incident::ThirdParty => {
                self.pay(basket.cash_percent).map(drop)
            }
        }
    }

    fn split(&mut self) -> Result<(), TillError> {
        let due = self.due()?;
        let in_cash = Money::from_cents(due.cents() / 2 / 1_000 * 1_000);
        if in_cash > Money::ZERO {
            self.pay_part_in_cash(in_cash)?;
        }
        match self.ask_card(Script::Approve)? {
            CardResult::Finished(_) => Ok(()),
            _ => self.pay_cash().map(drop),
        }
    }

    fn void(&mut self, in_cash: bool) -> Result<(), TillError> {
        let sold = match in_cash {
            true => self.pay_cash()?,
            false => self.pay_card(Script::Approve)?,
        };
        self.take(30, 120);
        let reasons = [
            "Doppelt kassiert",
            "Falsche Gebühr gewählt",
            "Antrag zurückgezogen",
        ];
        let reason = self.chance.one_of(&reasons);
        let second = self.approval("201");
        self.till.begin_void(sold.number, reason, &second)?;
        self.give_back(paid_in_cash(&sold)).map(drop)
    }

    fn refund(&mut self) -> Result<(), TillError> {
        let sold = self.pay_cash()?;
        self.take(60, 300);
        // The first line, one piece of it: a shirt that does not fit.
        let second = self.approval("201");
        let lines = [(0, Decimal::ONE)];
        let reason = "Umtausch, Größe passt nicht";
        self.till
            .begin_refund(sold.number, &lines, reason, &second)?;
        self.give_back(paid_in_cash(&sold)).map(drop)
    }

    fn strike(&mut self, lines: &[u32]) -> Result<(), TillError> {
        // Rung up by mistake, unless the customer wanted just that.
        let wrong = self.till.add("BB0240", Decimal::ONE, None, None)?;
        self.take(4, 12);
        match lines.contains(&wrong) {
            true => Ok(()),
            false => self.till.void_line(wrong),
        }
    }

    fn discount(&mut self, line: Option<u32>, incident: Incident) -> Result<(), TillError> {
        let (line, percent, reason) = match incident {
            Incident::LineDiscount => (line, 20, "Ausstellungsstück"),
            _ => (None, 10, "Ehrenamtskarte"),
        };
        self.take(4, 12);
        let discount = Discount {
            amount: DiscountAmount::Percent(Decimal::from(percent)),
            reason: reason.to_owned(),
        };
        self.till.set_discount(line, Some(discount))
    }

    /// Puts the sale aside, serves the next customer, and takes it back.
    fn park(&mut self) -> Result<(), TillError> {
        let names = [
            "Frau Lehmann, holt Geld",
            "Herr Aydin, Lichtbild",
            "Familie Nowak",
        ];
        let name = self.chance.one_of(&names);
        self.till.park(name)?;
        self.take(20, 60);
        self.serve(None)?;
        self.take(20, 90);
        if let Some(parked) = self.till.parked()?.first() {
            self.till.recall(parked.id)?;
            self.pay_cash()?;
        }
        Ok(())
    }

    /// A coin too many or too few in the change: nobody notices before the count.
    fn wrong_change(&mut self) -> Result<(), TillError> {
        self.pay_cash()?;
        let wrong = [100, 200, 50, 10, -100, -50];
        let place = self.chance.weighted([4, 2, 3, 2, 1, 1].into_iter());
        let cents = wrong.get(place).copied().unwrap_or(100);
        let amount = Money::from_cents(cents);
        match amount.is_negative() {
            true => self.purse.put(&crate::cash::Pieces::fewest(-amount)),
            false => {
                let _ = self.purse.pay_out(amount);
            }
        }
        Ok(())
    }
}

fn paid_in_cash(receipt: &Receipt) -> bool {
    debug_assert_eq!(receipt.kind, Kind::Sale);
    receipt.payments.iter().all(|p| p.kind == PaymentKind::Bar)
}
