//! What the till refuses, in terms the screens have a sentence for.

use rust_decimal::Decimal;

use crate::catalogue::PriceError;
use crate::catalogue::stock::{AmountError, NumbersError};
use crate::i18n::{Both, date};
use crate::ledger::LedgerError;
use crate::message;
use crate::sale::SaleError;
use crate::setup::SetupError;
use crate::tax::TaxProblem;
use crate::till::{TillError, WhyNoInvoice, local};
use crate::ui::protocol::{Fatal, Problem};
use crate::voucher::{NumberError, Refusal};

impl From<TillError> for Problem {
    fn from(error: TillError) -> Self {
        match error {
            TillError::Ledger(error) => Self::Ledger(message::both(&error, message::ledger)),
            TillError::Sale(error) => error.into(),
            TillError::Tax(problem) => problem.into(),
            TillError::Site(problems) => Self::Said(Both::of(|language| {
                message::site_problems(&problems, language)
            })),
            TillError::Notice(problem) => {
                Self::Said(message::both(&problem, message::notice_problem))
            }
            TillError::Export(error) => Self::Said(message::both(&error, message::audit_export)),
            TillError::AuditBusy => Self::Plain("problem-audit-busy"),
            TillError::LoggedOut | TillError::NotAllowed(_) => Self::NotAllowed,
            TillError::WrongPin { tries_left } => Self::WrongPin(tries_left),
            TillError::Locked { until } => Self::Locked(local(until).naive_local()),
            TillError::Pin(_) => Self::WrongPin(0),
            TillError::SamePerson => Self::SamePerson,
            TillError::UnknownItem(code) => Self::NoItem(code),
            TillError::NoSale | TillError::EmptySale => Self::NothingRungUp,
            TillError::SaleOpen => Self::SaleOpen,
            TillError::Amount { .. } => Self::Amount,
            TillError::ReasonNeeded => Self::ReasonNeeded,
            TillError::Training => Self::Training,
            TillError::PaymentUnknown => Self::Unresolved,
            TillError::PartlyPaid => Self::PartlyPaid,
            TillError::NoTerminal => Self::NoTerminal,
            TillError::TerminalBusy => Self::Plain("problem-terminal-busy"),
            TillError::NotAccepted(refused) => {
                Self::Said(Both::of(|language| refused.sentence(language)))
            }
            TillError::Rules(problems) => Self::Said(Both::of(|language| {
                message::payment_rules(&problems, language)
            })),
            TillError::TerminalNotOurs(name) => Self::Named("problem-terminal-not-ours", name),
            TillError::NoSlips(_) => Self::Plain("problem-no-slips"),
            TillError::SlipNumberNeeded => Self::Plain("problem-slip-number"),
            TillError::Terminal(amtskasse_terminal::Error::Config(what)) => {
                let error = amtskasse_terminal::Error::Config(what);
                Self::Said(message::both(&error, message::terminal))
            }
            TillError::Terminal(_) => Self::Terminal,
            TillError::TerminalFile(error) => {
                Self::Said(message::both(&error, message::terminal_file))
            }
            TillError::TerminalOwes(name) => Self::Named("problem-terminal-owes", name),
            TillError::TestOpen(name) => Self::Named("problem-terminal-test-open", name),
            TillError::NoTest => Self::Plain("problem-terminal-no-test"),
            TillError::NotReversible(_) => Self::AlreadyBack,
            TillError::NotEnoughCash { available } => Self::NotEnoughCash(available),
            TillError::OpenSales(_) => Self::SalesWaiting,
            TillError::NothingToClose => Self::NothingToClose,
            TillError::ClockBehind { last, .. } => Self::ClockBehind(local(last).naive_local()),
            TillError::JournalTooLong { most, .. } => {
                Self::Named("problem-journal-too-long", most.to_string())
            }
            TillError::RateChanged => Self::Plain("problem-rate-changed"),
            TillError::CloseFirst => Self::Plain("problem-close-first"),
            TillError::SumChanged { due } => {
                Self::Named("problem-sum-changed", crate::i18n::money(due))
            }
            TillError::SuppliedLater => Self::Plain("problem-supplied-later"),
            TillError::Printer(_) => Self::Printer,
            TillError::OutOfStock { item, left } => out_of_stock(&item, left),
            TillError::NoStock(item) => Self::Named("problem-no-stock", item),
            TillError::CountFirst(item) => Self::Named("problem-count-first", item),
            TillError::StockAmount { item, error } => amount(item, error),
            TillError::Numbers(error) => error.into(),
            TillError::NumbersCount { needed, .. } => {
                Self::Named("problem-numbers-count", needed.to_string())
            }
            TillError::NothingCounted => Self::Plain("problem-nothing-counted"),
            TillError::CountedTwice(item) => Self::Named("problem-counted-twice", item),
            TillError::VoucherNumber(NumberError::Digits) => Self::Plain("problem-voucher-digits"),
            TillError::VoucherNumber(NumberError::CheckDigit) => {
                Self::Plain("problem-voucher-check-digit")
            }
            TillError::NoInvoice { why, .. } => Self::Plain(match why {
                WhyNoInvoice::TakenBack => "problem-invoice-taken-back",
                WhyNoInvoice::Correction => "problem-invoice-correction",
                WhyNoInvoice::NoSale => "problem-invoice-no-sale",
                WhyNoInvoice::NoTaxNumber => "problem-invoice-no-tax-number",
                WhyNoInvoice::Recipient => "problem-invoice-recipient",
            }),
            TillError::Tse(error) => error.into(),
            TillError::TseInUse => Self::Plain("problem-tse-in-use"),
            TillError::TseNotArchived => Self::Plain("problem-tse-not-archived"),
            TillError::NoChance => Self::Plain("problem-no-chance"),
            other => Self::Other(message::both(&other, message::till)),
        }
    }
}

fn out_of_stock(item: &str, left: Decimal) -> Problem {
    let left = crate::ui::desk::quantity(left);
    Problem::Named("problem-out-of-stock", format!("{item}: {left}"))
}

fn amount(item: String, error: AmountError) -> Problem {
    match error {
        AmountError::NumbersNeeded => Problem::Named("problem-numbers-needed", item),
        AmountError::QuantityNeeded => Problem::Named("problem-quantity-needed", item),
        AmountError::Quantity => Problem::Quantity,
        AmountError::There(numbers) => Problem::Named("problem-numbers-there", numbers.to_string()),
        AmountError::NotThere(numbers) => {
            Problem::Named("problem-numbers-not-there", numbers.to_string())
        }
        AmountError::Short(left) => out_of_stock(&item, left),
    }
}

impl From<NumbersError> for Problem {
    fn from(error: NumbersError) -> Self {
        match error {
            NumbersError::Empty => Self::Plain("problem-numbers-empty"),
            NumbersError::Shape(text) => Self::Named("problem-numbers-shape", text),
            NumbersError::Backwards(text) => Self::Named("problem-numbers-backwards", text),
            NumbersError::Twice(text) => Self::Named("problem-numbers-twice", text),
            NumbersError::TooMany => Self::Plain("problem-numbers-too-many"),
        }
    }
}

impl From<amtskasse_tse::Error> for Problem {
    fn from(error: amtskasse_tse::Error) -> Self {
        Self::Said(message::both(&error, message::tse))
    }
}

impl From<TaxProblem> for Problem {
    fn from(problem: TaxProblem) -> Self {
        use TaxProblem as P;
        let key = |key: crate::tax::TaxKey| key.0.to_string();
        match problem {
            P::ReservedKey(k) => Self::Named("problem-tax-reserved-key", key(k)),
            P::NotOwnKey(k) => Self::Named("problem-tax-not-own-key", key(k)),
            P::UndefinedKey(k) => Self::Named("problem-tax-undefined-key", key(k)),
            P::KeyInUse { item, .. } => Self::Named("problem-tax-key-in-use", item),
            P::KeyExists(k) => Self::Named("problem-tax-key-exists", key(k)),
            P::FixedKey(k) => Self::Named("problem-tax-fixed-key", key(k)),
            P::Percent { .. } => Self::Plain("problem-tax-percent"),
            P::WithoutVat(k) => Self::Named("problem-tax-without-vat", key(k)),
            P::SameRate { key: k, .. } => Self::Named("problem-tax-same-rate", key(k)),
            P::NoHistoricalKey { own, .. } => Self::Named("problem-tax-no-historical", key(own)),
            P::Begun { last, .. } => Self::Named("problem-tax-begun", date(last)),
            P::NotAhead { from } => Self::Named("problem-tax-not-ahead", date(from)),
            P::NothingBegins(from) => Self::Named("problem-tax-nothing-begins", date(from)),
            P::NotNewYear(_) => Self::Plain("problem-tax-not-new-year"),
            P::NoWayBack => Self::Plain("problem-tax-no-way-back"),
            P::SameLaw => Self::Plain("problem-tax-same-law"),
            P::UnknownDecision(_) | P::Decided(_) => Self::Plain("problem-tax-decided"),
            P::TextNeeded => Self::Plain("problem-tax-text-needed"),
            other => Self::Other(message::both(&other, message::tax)),
        }
    }
}

impl From<SaleError> for Problem {
    fn from(error: SaleError) -> Self {
        match error {
            SaleError::Price(PriceError::Quantity) => Self::Quantity,
            SaleError::Price(PriceError::WholePieces) => Self::WholePieces,
            SaleError::Price(PriceError::Fixed(price)) => Self::PriceFixed(price),
            SaleError::Price(PriceError::Outside { min, max }) => Self::PriceOutside(min, max),
            SaleError::NoLine => Self::NoLine,
            SaleError::NotDiscountable(name) => Self::NotDiscountable(name),
            SaleError::DiscountAmount => Self::DiscountAmount,
            SaleError::ReferenceNeeded(name) => Self::ReferenceNeeded(name),
            SaleError::ReferenceTooLong => Self::Plain("problem-reference-too-long"),
            SaleError::WholeOnly => Self::WholeOnly,
            SaleError::BelowZero => Self::BelowZero,
            SaleError::Fixed => Self::Fixed,
            SaleError::TooManyLines(_) => Self::TooManyLines,
            SaleError::NoRate(_) => Self::NoRate,
            SaleError::VoucherSingly => Self::Plain("problem-voucher-singly"),
            SaleError::VoucherNumber(name) => Self::Named("problem-voucher-no-number", name),
            SaleError::VoucherForVoucher => Self::Plain("problem-voucher-for-voucher"),
            SaleError::VoucherTwice(number) => Self::Named("problem-voucher-twice", number),
            SaleError::VoucherTooMuch { goods } if goods.is_zero() => {
                Self::Plain("problem-voucher-nothing")
            }
            SaleError::VoucherTooMuch { goods } => {
                Self::Named("problem-voucher-too-much", crate::i18n::money(goods))
            }
            SaleError::VoucherNotCovered(name) => Self::Named("problem-voucher-not-covered", name),
            SaleError::Voucher(refusal) => refusal.into(),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown { number } => Self::Named("problem-voucher-unknown", number),
            Refusal::Blocked { number, reason } => {
                Self::Named("problem-voucher-blocked", format!("{number}: {reason}"))
            }
            Refusal::Spent { number } => Self::Named("problem-voucher-spent", number),
            Refusal::Balance { balance, .. } => {
                Self::Named("problem-voucher-balance", crate::i18n::money(balance))
            }
            Refusal::InUse { number } => Self::Named("problem-voucher-in-use", number),
            Refusal::NotBlocked { number } => Self::Named("problem-voucher-not-blocked", number),
            Refusal::Redeemed { number } => Self::Named("problem-voucher-redeemed", number),
            Refusal::Taken { number } => Self::Named("problem-voucher-taken", number),
        }
    }
}

impl From<LedgerError> for Fatal {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::InUse(_) => Self::InUse,
            LedgerError::Newer { .. } => Self::Newer,
            LedgerError::ReadOnly(_) => Self::ReadOnly,
            LedgerError::DiskFull(_) => Self::DiskFull,
            LedgerError::Foreign(_) => Self::Foreign,
            LedgerError::Unreadable(_) | LedgerError::Damaged { .. } => {
                Self::Damaged(message::both(&error, message::ledger))
            }
            other => Self::Other(message::both(&other, message::ledger)),
        }
    }
}

impl From<TillError> for Fatal {
    fn from(error: TillError) -> Self {
        match error {
            TillError::Ledger(error) => error.into(),
            other => Self::Other(message::both(&other, message::till)),
        }
    }
}

impl From<SetupError> for Fatal {
    fn from(error: SetupError) -> Self {
        match error {
            SetupError::Ledger(error) => error.into(),
            other => Self::Other(message::both(&other, message::setup)),
        }
    }
}
