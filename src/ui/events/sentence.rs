//! Why something did not work, as a sentence.

use crate::i18n::{money, time};
use crate::ui::App;
use crate::ui::protocol::Problem;

impl App {
    pub(super) fn sentence(&self, problem: &Problem) -> String {
        let t = self.desk.t;
        let lang = self.desk.lang;
        let text = |key: &'static str| t.text(key).to_owned();
        match problem {
            Problem::WrongPin(0) => text("problem-pin-shape"),
            Problem::WrongPin(tries) => t.with("problem-wrong-pin", &[("n", (*tries).into())]),
            Problem::Locked(until) => t.with("problem-locked", &[("until", time(*until).into())]),
            Problem::NotAllowed => text("problem-not-allowed"),
            Problem::SamePerson => text("problem-same-person"),
            Problem::NoItem(code) => t.with("problem-no-item", &[("code", code.as_str().into())]),
            Problem::PriceFixed(price) => {
                t.with("problem-price-fixed", &[("price", money(*price).into())])
            }
            Problem::PriceOutside(min, max) => t.with(
                "problem-price-outside",
                &[("min", money(*min).into()), ("max", money(*max).into())],
            ),
            Problem::Quantity => text("problem-quantity"),
            Problem::WholePieces => text("problem-whole-pieces"),
            Problem::ReferenceNeeded(name) => {
                t.with("problem-reference", &[("item", name.as_str().into())])
            }
            Problem::NotDiscountable(name) if name == "receipt" => {
                text("problem-no-discount-whole")
            }
            Problem::NotDiscountable(name) => {
                t.with("problem-no-discount", &[("item", name.as_str().into())])
            }
            Problem::DiscountAmount => text("problem-discount-amount"),
            Problem::NoLine => text("problem-no-line"),
            Problem::TooManyLines => text("problem-too-many-lines"),
            Problem::Fixed => text("problem-fixed"),
            Problem::WholeOnly => text("problem-whole-only"),
            Problem::BelowZero => text("problem-below-zero"),
            Problem::Training => text("problem-training"),
            Problem::NoRate => text("problem-no-rate"),
            Problem::NothingRungUp => text("problem-nothing-rung-up"),
            Problem::PartlyPaid => text("problem-partly-paid"),
            Problem::Unresolved => text("problem-unresolved"),
            Problem::SalesWaiting => text("problem-sales-waiting"),
            Problem::SaleOpen => text("problem-sale-open"),
            Problem::AlreadyBack => text("problem-already-back"),
            Problem::Amount => text("problem-amount"),
            Problem::NotEnoughCash(there) => t.with(
                "problem-not-enough-cash",
                &[("there", money(*there).into())],
            ),
            Problem::NothingToClose => text("problem-nothing-to-close"),
            Problem::ClockBehind(last) => t.with(
                "problem-clock",
                &[("last", crate::i18n::date_time(*last).into())],
            ),
            Problem::ReasonNeeded => text("problem-reason"),
            Problem::Printer => text("problem-printer"),
            Problem::NoTerminal => text("problem-no-terminal"),
            Problem::Terminal => text("problem-terminal"),
            Problem::Ledger(reason) => t.with(
                "problem-ledger",
                &[("reason", reason.get(lang).as_str().into())],
            ),
            Problem::Plain(key) => text(key),
            Problem::Named(key, name) => t.with(key, &[("name", name.as_str().into())]),
            Problem::Said(sentence) => sentence.get(lang).clone(),
            Problem::Other(reason) => t.with(
                "problem-other",
                &[("reason", reason.get(lang).as_str().into())],
            ),
        }
    }
}
