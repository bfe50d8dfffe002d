//! Why a change of rates, of law or of a treatment cannot stand.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::TaxKey;
use crate::i18n::date;

/// A change of taxes that is refused; nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TaxProblem {
    /// Not one of DSFinV-K's keys and not the taxpayer's own (Annex 2: 9–999 are reserved).
    #[error("tax key {} is reserved; own keys are 1000 to 5999", .0.0)]
    ReservedKey(TaxKey),
    /// One of DSFinV-K's keys where an own one is wanted, or the other way round.
    #[error("tax key {} is defined by DSFinV-K; own keys are 1000 to 5999", .0.0)]
    NotOwnKey(TaxKey),
    /// An own key that nobody defined.
    #[error("tax key {} is not defined", .0.0)]
    UndefinedKey(TaxKey),
    /// A treatment is still under the key.
    #[error("tax key {} is used by item {item}", key.0)]
    KeyInUse {
        /// The key.
        key: TaxKey,
        /// Number of the item.
        item: String,
    },
    /// An own key that is defined already.
    #[error("tax key {} is defined already", .0.0)]
    KeyExists(TaxKey),
    /// A historical key and one of the taxpayer's own stand for one rate for good; another rate is another key.
    #[error("tax key {} stands for one rate for good", .0.0)]
    FixedKey(TaxKey),
    /// Below 0, above 100, or more than two decimals.
    #[error("a rate is between 0 and 100 per cent with at most two decimals, not {percent}")]
    Percent {
        /// The rate.
        percent: Decimal,
    },
    /// A key without VAT has no rate but zero.
    #[error("tax key {} stands for no VAT; its rate is 0", .0.0)]
    WithoutVat(TaxKey),
    /// The key has this rate on that day already.
    #[error("tax key {} is at {percent} % already", key.0)]
    SameRate {
        /// The key.
        key: TaxKey,
        /// Its rate.
        percent: Decimal,
    },
    /// No key stands for the old rate any more once the new one begins, so nothing sold before could be
    /// corrected (DSFinV-K, Annex 2).
    #[error("from {} on no key stands for {percent} %; define key {} for it first", date(*from), own.0)]
    NoHistoricalKey {
        /// First day of the new rate.
        from: NaiveDate,
        /// The old rate.
        percent: Decimal,
        /// A free key of the taxpayer's own for it.
        own: TaxKey,
    },
    /// Two periods of a key claim the same day.
    #[error("tax key {}: the period from {} overlaps the one before it", key.0, date(*from))]
    Overlap {
        /// The key.
        key: TaxKey,
        /// First day of the later period.
        from: NaiveDate,
    },
    /// Between two periods of a key there are days without a rate.
    #[error("tax key {}: there is no rate on {}", key.0, date(*day))]
    Gap {
        /// The key.
        key: TaxKey,
        /// First day without one.
        day: NaiveDate,
    },
    /// A period ends before it begins.
    #[error("tax key {}: the period from {} ends before it begins", key.0, date(*from))]
    Backwards {
        /// The key.
        key: TaxKey,
        /// First day.
        from: NaiveDate,
    },
    /// That day has receipts or open sales; what they say never changes.
    #[error("{} is too early: there are receipts or open sales of {}", date(*from), date(*last))]
    Begun {
        /// First day of the change.
        from: NaiveDate,
        /// Newest day with receipts or open sales.
        last: NaiveDate,
    },
    /// What holds today or did earlier stays.
    #[error("{} has begun already", date(*from))]
    NotAhead {
        /// First day of the change.
        from: NaiveDate,
    },
    /// There is no such change to take back.
    #[error("nothing begins on {}", date(*.0))]
    NothingBegins(NaiveDate),
    /// The law changes for a whole calendar year (§27(22a) UStG).
    #[error("the law changes at the start of a year, not on {}", date(*.0))]
    NotNewYear(NaiveDate),
    /// Nobody returns from §2b to the old law (§27(22a) UStG: the option could only be given up).
    #[error("there is no way back from §2b UStG to the old law")]
    NoWayBack,
    /// The municipality is under that law already.
    #[error("this law holds already")]
    SameLaw,
    /// No such decision on a treatment.
    #[error("there is no decision {0}")]
    UnknownDecision(i64),
    /// Somebody agreed to it or refused it before.
    #[error("decision {0} does not wait any more")]
    Decided(i64),
    /// What a key is for is written down (procedural documentation).
    #[error("say what the key is for")]
    TextNeeded,
}
