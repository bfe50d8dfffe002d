//! What the list of receipts can be narrowed down to: a dialog with everything that stands on a receipt.

mod view;

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use iced::widget::Id;

use crate::audit::moment_of;
use crate::ledger::ReceiptFilter;
use crate::money::Money;
use crate::receipt::{Kind, PaymentKind};
use crate::ui::screen::parts::read_day;

/// What is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // named after their captions
pub enum Field {
    NumberFrom,
    NumberTo,
    DayFrom,
    DayTo,
    AmountFrom,
    AmountTo,
    Item,
    Reference,
    Voucher,
    Closing,
}

const FIELDS: [Field; 10] = [
    Field::NumberFrom,
    Field::NumberTo,
    Field::DayFrom,
    Field::DayTo,
    Field::AmountFrom,
    Field::AmountTo,
    Field::Item,
    Field::Reference,
    Field::Voucher,
    Field::Closing,
];

/// What the dialog remembers.
#[derive(Debug, Clone, Default)]
pub struct State {
    open: bool,
    typed: [String; 10],
    clerk: Option<String>,
    second: Option<String>,
    kinds: Vec<Kind>,
    payment: Option<PaymentKind>,
    signed: Option<bool>,
    /// Fields that cannot be read, from the last try to show what fits.
    wrong: Vec<Field>,
    /// How much of it holds for the list.
    holds: usize,
}

/// What can happen in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Text in a field.
    Text(Field, String),
    /// Only this clerk, or any again.
    Clerk(String),
    /// Only this second person, or any again.
    Second(String),
    /// This kind too, or not any more.
    Kind(Kind),
    /// Only paid this way, or any again.
    Payment(PaymentKind),
    /// Only with a signature or only without, or both again.
    Signed(bool),
    /// Forget all of it.
    Clear,
    /// Show what fits.
    Go,
    /// Leave it as it was.
    Close,
}

impl State {
    /// The first field.
    pub fn first_field() -> Id {
        id(Field::NumberFrom)
    }

    /// Whether it is in front.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Brings it to the front.
    pub fn open(&mut self) {
        self.open = true;
    }

    /// Leaves it.
    pub fn close(&mut self) {
        self.open = false;
        self.wrong.clear();
    }

    /// How many conditions hold for the list.
    pub fn count(&self) -> usize {
        self.holds
    }

    fn text(&self, field: Field) -> &str {
        self.typed[field as usize].trim()
    }

    /// Reacts to a message; the filter once it is to hold.
    pub fn update(&mut self, message: Message) -> Option<ReceiptFilter> {
        match message {
            Message::Text(field, text) => {
                self.typed[field as usize] = text;
                self.wrong.retain(|wrong| *wrong != field);
            }
            Message::Clerk(id) => toggle(&mut self.clerk, id),
            Message::Second(id) => toggle(&mut self.second, id),
            Message::Kind(kind) => match self.kinds.iter().position(|k| *k == kind) {
                Some(at) => {
                    self.kinds.remove(at);
                }
                None => self.kinds.push(kind),
            },
            Message::Payment(kind) => toggle(&mut self.payment, kind),
            Message::Signed(signed) => toggle(&mut self.signed, signed),
            Message::Clear => {
                *self = Self {
                    open: true,
                    holds: self.holds,
                    ..Self::default()
                };
            }
            Message::Go => match self.read() {
                Ok(filter) => {
                    let typed = FIELDS.iter().filter(|field| !self.text(**field).is_empty());
                    let chosen = [
                        self.clerk.is_some(),
                        self.second.is_some(),
                        !self.kinds.is_empty(),
                        self.payment.is_some(),
                        self.signed.is_some(),
                    ];
                    self.holds = typed.count() + chosen.iter().filter(|chosen| **chosen).count();
                    self.close();
                    return Some(filter);
                }
                Err(wrong) => self.wrong = wrong,
            },
            Message::Close => self.close(),
        }
        None
    }

    /// The filter, or the fields that cannot be read.
    fn read(&self) -> Result<ReceiptFilter, Vec<Field>> {
        let mut wrong = Vec::new();
        let mut number = |field: Field| -> Option<u64> {
            let text = self.text(field);
            let read = text.parse().ok();
            if read.is_none() && !text.is_empty() {
                wrong.push(field);
            }
            read
        };
        let (first, last) = (number(Field::NumberFrom), number(Field::NumberTo));
        let closing = number(Field::Closing);
        let z_number = closing.map(|number| u32::try_from(number).unwrap_or(u32::MAX));
        // One number alone means this one.
        let numbers = match (first, last) {
            (None, None) => None,
            (Some(first), None) => Some((first, first)),
            (first, Some(last)) => Some((first.unwrap_or(0), last)),
        };
        let mut moment = |field: Field, last: bool| -> Option<NaiveDateTime> {
            let text = self.text(field);
            let read = read_moment(text, last);
            if read.is_none() && !text.is_empty() {
                wrong.push(field);
            }
            read
        };
        let (from, to) = (moment(Field::DayFrom, false), moment(Field::DayTo, true));
        // One day alone means this day.
        let to =
            to.or_else(|| read_moment(self.text(Field::DayFrom), true).filter(|_| from.is_some()));
        let mut amount = |field: Field| -> Option<Money> {
            let text = self.text(field);
            let read = Money::parse(text).map(Money::abs);
            if read.is_none() && !text.is_empty() {
                wrong.push(field);
            }
            read
        };
        let amount = match (amount(Field::AmountFrom), amount(Field::AmountTo)) {
            (None, None) => None,
            (Some(exact), None) => Some((exact, exact)),
            (low, Some(high)) => Some((low.unwrap_or(Money::ZERO), high)),
        };
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(ReceiptFilter {
            z_number,
            numbers,
            from: from.map(moment_of),
            to: to.map(moment_of),
            clerk: self.clerk.clone(),
            second: self.second.clone(),
            kinds: self.kinds.clone(),
            item: self.text(Field::Item).to_owned(),
            amount,
            payment: self.payment,
            reference: self.text(Field::Reference).to_owned(),
            voucher: self.text(Field::Voucher).to_owned(),
            signed: self.signed,
            ..ReceiptFilter::default()
        })
    }
}

fn toggle<T: PartialEq>(chosen: &mut Option<T>, value: T) {
    *chosen = match chosen.take() {
        Some(before) if before == value => None,
        _ => Some(value),
    };
}

/// `23.11.2026` or `23.11.2026 10:42`; as an end, the first moment after that day or minute.
fn read_moment(text: &str, last: bool) -> Option<NaiveDateTime> {
    let text = text.trim();
    if let Some(day) = read_day(text) {
        let midnight = day.and_time(NaiveTime::MIN);
        return midnight.checked_add_signed(TimeDelta::days(i64::from(last)));
    }
    let (day, time) = text.rsplit_once([' ', ','])?;
    let time = NaiveTime::parse_from_str(time.trim(), "%H:%M").ok()?;
    let at = read_day(day.trim_end_matches(','))?.and_time(time);
    at.checked_add_signed(TimeDelta::minutes(i64::from(last)))
}

fn id(field: Field) -> Id {
    Id::new(match field {
        Field::NumberFrom => "filter-number-from",
        Field::NumberTo => "filter-number-to",
        Field::DayFrom => "filter-day-from",
        Field::DayTo => "filter-day-to",
        Field::AmountFrom => "filter-amount-from",
        Field::AmountTo => "filter-amount-to",
        Field::Item => "filter-item",
        Field::Reference => "filter-reference",
        Field::Voucher => "filter-voucher",
        Field::Closing => "filter-closing",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(Field, &str)]) -> State {
        let mut state = State::default();
        state.open();
        for (field, text) in pairs {
            assert_eq!(
                state.update(Message::Text(*field, (*text).to_owned())),
                None
            );
        }
        state
    }

    #[test]
    fn one_end_alone_means_just_that() {
        let mut state = typed(&[
            (Field::NumberFrom, "1043"),
            (Field::DayFrom, "23.11.2026"),
            (Field::AmountFrom, "12,5"),
        ]);
        let filter = state.update(Message::Go).unwrap();
        assert_eq!(filter.numbers, Some((1043, 1043)));
        let amount = Money::from_cents(1_250);
        assert_eq!(filter.amount, Some((amount, amount)));
        let length = filter.to.unwrap() - filter.from.unwrap();
        assert_eq!(length, TimeDelta::days(1));
        assert_eq!(
            filter.from.unwrap().to_rfc3339(),
            "2026-11-22T23:00:00+00:00"
        );
        assert!(!state.is_open());
        assert_eq!(state.count(), 3);
    }

    #[test]
    fn times_go_with_days() {
        let mut state = typed(&[
            (Field::DayFrom, "23.11.2026 08:30"),
            (Field::DayTo, "23.11.2026, 09:00"),
        ]);
        let filter = state.update(Message::Go).unwrap();
        assert_eq!(
            filter.to.unwrap() - filter.from.unwrap(),
            TimeDelta::minutes(31)
        );
    }

    #[test]
    fn what_cannot_be_read_is_named_and_keeps_the_dialog_open() {
        let mut state = typed(&[
            (Field::DayTo, "gestern"),
            (Field::AmountTo, "viel"),
            (Field::Item, "x"),
        ]);
        assert_eq!(state.update(Message::Go), None);
        assert_eq!(state.wrong, [Field::DayTo, Field::AmountTo]);
        assert!(state.is_open());
        let _ = state.update(Message::Text(Field::DayTo, String::new()));
        assert_eq!(state.wrong, [Field::AmountTo]);
    }

    #[test]
    fn a_second_press_takes_a_choice_back() {
        let mut state = typed(&[]);
        for message in [
            Message::Clerk("101".into()),
            Message::Kind(Kind::Void),
            Message::Kind(Kind::Refund),
            Message::Kind(Kind::Void),
            Message::Payment(PaymentKind::Bar),
            Message::Payment(PaymentKind::Bar),
            Message::Signed(false),
        ] {
            assert_eq!(state.update(message), None);
        }
        let filter = state.update(Message::Go).unwrap();
        assert_eq!(filter.clerk.as_deref(), Some("101"));
        assert_eq!(filter.kinds, [Kind::Refund]);
        assert_eq!((filter.payment, filter.signed), (None, Some(false)));
        assert_eq!(state.count(), 3);
    }
}
