//! One row of the file, cell by cell.

use std::cell::RefCell;
use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::error::{Expected, FileFault, Place};
use super::{COLUMNS, FIRST_DAY, REQUIRED, account, tax};
use crate::catalogue::change::proposal;
use crate::catalogue::{BusinessCase, Entry, Item, ItemKind, Price, PriceMode, StockMode};
use crate::money::Money;
use crate::tax::{Decision, PriceRule, Regime, Treatment};

/// The columns of a file.
#[derive(Debug)]
pub(super) struct Header {
    places: HashMap<&'static str, usize>,
    width: usize,
    pub(super) unknown: Vec<String>,
}

impl Header {
    pub(super) fn of(record: &csv::StringRecord) -> Result<Header, Vec<FileFault>> {
        let fault = |expected| FileFault {
            place: Place::Header,
            expected,
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return Err(vec![fault(Expected::Header)]);
        }
        // A file of one column is one with another separator.
        if let [only] = record.iter().collect::<Vec<_>>().as_slice()
            && let Some(separator) = only.chars().find(|c| matches!(c, ';' | '\t' | '|'))
        {
            return Err(vec![fault(Expected::Commas(separator))]);
        }
        let mut places = HashMap::new();
        let (mut unknown, mut faults) = (Vec::new(), Vec::new());
        for (place, name) in record.iter().map(str::trim).enumerate() {
            match COLUMNS.iter().find(|column| **column == name) {
                Some(column) => {
                    if places.insert(*column, place).is_some() {
                        faults.push(fault(Expected::ColumnTwice(name.to_owned())));
                    }
                }
                None if name.is_empty() => {}
                None => unknown.push(name.to_owned()),
            }
        }
        let missing = REQUIRED.iter().filter(|name| !places.contains_key(*name));
        faults.extend(missing.map(|name| fault(Expected::Column(name))));
        match faults.is_empty() {
            true => Ok(Header {
                places,
                width: record.len(),
                unknown,
            }),
            false => Err(faults),
        }
    }

    /// Names of the columns that mean something.
    pub(super) fn columns(&self) -> Vec<&'static str> {
        let all = COLUMNS.iter().filter(|name| self.has(name));
        all.copied().collect()
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.places.contains_key(column)
    }

    /// A row, if it has as many cells as the header.
    pub(super) fn row(
        &self,
        record: csv::StringRecord,
        number: usize,
    ) -> Result<Row<'_>, FileFault> {
        let found = record.len();
        let expected = match record.get(0) {
            _ if found == self.width => {
                return Ok(Row {
                    header: self,
                    record,
                    number,
                    faults: RefCell::default(),
                });
            }
            Some(only) if found == 1 && only.contains(';') => Expected::Commas(';'),
            _ => Expected::Columns {
                expected: self.width,
                found,
            },
        };
        Err(FileFault {
            place: Place::Row(number),
            expected,
        })
    }
}

/// One row; reading a wrong cell notes the fault and goes on with a stand-in.
#[derive(Debug)]
pub(super) struct Row<'a> {
    header: &'a Header,
    record: csv::StringRecord,
    pub(super) number: usize,
    pub(super) faults: RefCell<Vec<FileFault>>,
}

/// The columns of one of the two laws.
struct Law {
    regime: Regime,
    tax: &'static str,
    rule: &'static str,
    reason: &'static str,
    basis: &'static str,
    text: &'static str,
}

const LAWS: [Law; 2] = [
    Law {
        regime: Regime::Old,
        tax: "tax_pre_2b",
        rule: "price_rule_pre_2b",
        reason: "tax_reason_pre_2b",
        basis: "tax_legal_basis_pre_2b",
        text: "tax_text_pre_2b",
    },
    Law {
        regime: Regime::New,
        tax: "tax_post_2b",
        rule: "price_rule_post_2b",
        reason: "tax_reason_post_2b",
        basis: "tax_legal_basis_post_2b",
        text: "tax_text_post_2b",
    },
];

impl Row<'_> {
    pub(super) fn text(&self, column: &str) -> &str {
        let place = self.header.places.get(column);
        place
            .and_then(|place| self.record.get(*place))
            .unwrap_or("")
            .trim()
    }

    pub(super) fn fault(&self, column: &'static str, expected: Expected) {
        let place = Place::Cell {
            row: self.number,
            column,
        };
        self.faults.borrow_mut().push(FileFault { place, expected });
    }

    /// The item with this row's price and treatments, holding from `from` on.
    pub(super) fn entry(&self, from: NaiveDate) -> Entry {
        let amount = match self.money("price_eur") {
            None if self.text("price_eur").is_empty() => {
                self.fault("price_eur", Expected::Value);
                Money::ZERO
            }
            amount => amount.unwrap_or_default(),
        };
        let name = self.filled("name");
        let (kind, case) = self.kind(amount);
        let legal_basis = self.text("legal_basis").to_owned();
        let (account, splits) = self.parsed("gl_account", account::read).unwrap_or_default();
        let price = Price {
            from,
            amount,
            mode: self.mode(),
            third_party: self.money("third_party_share_eur").unwrap_or_default(),
        };
        let decisions: Vec<Decision> = LAWS
            .iter()
            .filter_map(|law| self.decision(law, from, &legal_basis))
            .collect();
        let item = Item {
            id: self.filled("id"),
            short_name: self.optional("short_name").unwrap_or_else(|| name.clone()),
            name,
            office: self.filled("office"),
            group: self.text("group").to_owned(),
            kind,
            case,
            price: Money::ZERO,
            mode: PriceMode::Fixed,
            unit: self.filled("unit"),
            tax: Treatment::default(),
            legal_basis,
            third_party: Money::ZERO,
            principal: self.optional("principal"),
            third_party_account: self.optional("third_party_account"),
            stock: self.stock(),
            product: self.text("product_group").to_owned(),
            account,
            splits,
            ean: self.optional("ean"),
            code: self.optional("code"),
            needs_reference: self.yes("reference"),
        };
        Entry {
            prices: vec![price],
            item,
            decisions,
            archived: self.day("archived_from"),
            minimum: self.minimum(),
            note: self.text("note").to_owned(),
        }
    }

    /// A day; `None` for a blank cell, and for a wrong one, which is noted.
    pub(super) fn day(&self, column: &'static str) -> Option<NaiveDate> {
        self.parsed(column, |text| {
            let format = match text.contains('.') {
                true => "%d.%m.%Y",
                false => "%Y-%m-%d",
            };
            let last = NaiveDate::from_ymd_opt(2199, 12, 31).unwrap_or(NaiveDate::MAX);
            NaiveDate::parse_from_str(text, format)
                .ok()
                .filter(|day| (FIRST_DAY..=last).contains(day))
                .ok_or_else(|| Expected::Day(text.to_owned()))
        })
    }

    fn parsed<T>(
        &self,
        column: &'static str,
        parse: impl Fn(&str) -> Result<T, Expected>,
    ) -> Option<T> {
        match self.text(column) {
            "" => None,
            text => parse(text)
                .map_err(|expected| self.fault(column, expected))
                .ok(),
        }
    }

    fn filled(&self, column: &'static str) -> String {
        let text = self.text(column);
        if text.is_empty() {
            self.fault(column, Expected::Value);
        }
        text.to_owned()
    }

    fn optional(&self, column: &str) -> Option<String> {
        Some(self.text(column))
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
    }

    fn money(&self, column: &'static str) -> Option<Money> {
        self.parsed(column, |text| {
            let digits = text.strip_prefix(['-', '−']).unwrap_or(text);
            let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            let number = digits.replace(',', ".");
            let comma = digits.contains(',') && number.parse::<Decimal>().is_ok();
            match Money::parse(text).filter(|_| plain) {
                Some(amount) => Ok(amount),
                None if comma => Err(Expected::DecimalPoint(text.to_owned())),
                None => Err(Expected::Amount(text.to_owned())),
            }
        })
    }

    fn minimum(&self) -> Option<Decimal> {
        self.parsed("stock_minimum", |text| {
            let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            let number: Option<Decimal> = text.parse().ok().filter(|_| plain);
            number
                .filter(|n| n.scale() <= 3 && *n <= Decimal::from(10_000_000))
                .map(|n| n.normalize())
                .ok_or_else(|| Expected::Number(text.to_owned()))
        })
    }

    fn yes(&self, column: &'static str) -> bool {
        let yes = self.parsed(column, |text| match text {
            "yes" => Ok(true),
            "no" => Ok(false),
            other => Err(Expected::YesOrNo(other.to_owned())),
        });
        yes.unwrap_or_default()
    }

    fn stock(&self) -> StockMode {
        let mode = self.parsed("stock_managed", |text| {
            StockMode::from_code(text).ok_or_else(|| Expected::Stock(text.to_owned()))
        });
        mode.unwrap_or_default()
    }

    fn kind(&self, price: Money) -> (ItemKind, BusinessCase) {
        use {BusinessCase as Case, ItemKind as Kind};
        match self.text("kind") {
            "fee" => (Kind::Fee, Case::Umsatz),
            "article" | "form" | "meal" | "drink" | "bundle" => (Kind::Article, Case::Umsatz),
            "service" | "ticket" | "rental" => (Kind::Service, Case::Umsatz),
            "transit" => (Kind::Transit, Case::Umsatz),
            "deposit" if price.is_negative() => (Kind::Transit, Case::PfandRueckzahlung),
            "deposit" => (Kind::Transit, Case::Pfand),
            "discount" => (Kind::Article, Case::Rabatt),
            "voucher-multi" => (Kind::Transit, Case::MehrzweckgutscheinKauf),
            "voucher-single" => (Kind::Article, Case::EinzweckgutscheinKauf),
            // The tax key tells the two kinds of voucher apart: a single-purpose voucher is taxed when sold.
            "voucher" if self.text("tax_post_2b") == "NT" => {
                (Kind::Transit, Case::MehrzweckgutscheinKauf)
            }
            "voucher" => (Kind::Article, Case::EinzweckgutscheinKauf),
            "openitem" => (Kind::Transit, Case::Forderungsaufloesung),
            "" => {
                self.fault("kind", Expected::Value);
                (Kind::Fee, Case::Umsatz)
            }
            other => {
                self.fault("kind", Expected::Kind(other.to_owned()));
                (Kind::Fee, Case::Umsatz)
            }
        }
    }

    fn mode(&self) -> PriceMode {
        match self.text("price_mode") {
            "fixed" => PriceMode::Fixed,
            "quantity" | "weight" => PriceMode::PerQuantity,
            "range" | "variable" => PriceMode::Range {
                min: self.money("price_min").unwrap_or(Money::from_cents(1)),
                max: self.money("price_max").unwrap_or(Money::LIMIT),
            },
            "" => {
                self.fault("price_mode", Expected::Value);
                PriceMode::Fixed
            }
            other => {
                self.fault("price_mode", Expected::Mode(other.to_owned()));
                PriceMode::Fixed
            }
        }
    }

    fn decision(&self, law: &Law, from: NaiveDate, item_basis: &str) -> Option<Decision> {
        let rule = self.parsed(law.rule, |text| {
            PriceRule::from_code(text).ok_or_else(|| Expected::PriceRule(text.to_owned()))
        });
        let shares = self.parsed(law.tax, tax::read)?;
        // Older files have one basis for the fee and its tax, and a remark where a reason should be.
        let basis = match self.header.has(law.basis) {
            true => self.text(law.basis),
            false => item_basis,
        };
        let reason = match self.header.has(law.reason) {
            true => self.text(law.reason),
            false => self.text("tax_note"),
        };
        let words = self.optional(law.text).or_else(|| {
            let basis = if basis.is_empty() { item_basis } else { basis };
            tax::words(&shares, basis)
        });
        let treatment = Treatment {
            shares,
            text: words,
        };
        let rule = rule.unwrap_or_default();
        Some(proposal(law.regime, from, treatment, rule, reason, basis))
    }
}
