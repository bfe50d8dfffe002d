//! The catalogue as a CSV file: UTF-8, comma, header in the first line, columns found by name.

use std::collections::HashSet;
use std::path::Path;

use rust_decimal::Decimal;

mod error;

pub use error::{Expected, FileError, Place};

use chrono::{DateTime, NaiveDate};

use super::{BusinessCase, Entry, Item, ItemKind, Price, PriceMode, StockMode};
use crate::money::Money;
use crate::tax::{Decision, Mark, PriceRule, Regime, TaxKey, Treatment};

const REQUIRED: [&str; 9] = [
    "id",
    "name",
    "office",
    "kind",
    "price_eur",
    "price_mode",
    "unit",
    "tax_pre_2b",
    "tax_post_2b",
];

/// Prices and treatments of a file that names no day hold from here on, before any receipt of any register.
pub const FIRST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Reads a catalogue; `name` is used in error messages only. The first wrong row stops the reading, so
/// nothing half-read is ever used.
pub fn read(name: &str, text: &[u8]) -> Result<Vec<Entry>, FileError> {
    let fail = |place, expected| FileError {
        file: name.to_owned(),
        place,
        expected,
    };
    let mut reader = csv::ReaderBuilder::new().from_reader(text);
    let header = reader
        .headers()
        .map_err(|e| fail(Place::Header, Expected::Header(e)))?
        .clone();
    let find = |column: &str| header.iter().position(|h| h.trim() == column);
    if let Some(missing) = REQUIRED.iter().find(|column| find(column).is_none()) {
        return Err(fail(Place::Header, Expected::Column(missing)));
    }
    let mut items = Vec::new();
    let (mut ids, mut eans) = (HashSet::new(), HashSet::new());
    for (index, record) in reader.records().enumerate() {
        let line = index + 2;
        let cell = |column| Place::Cell { row: line, column };
        let record = record.map_err(|reason| {
            let number = header.len();
            fail(Place::Row(line), Expected::Columns { number, reason })
        })?;
        let row = Row {
            record: &record,
            find: &find,
        };
        // Float and change money are cash movements with their own rules, not something to sell.
        if row.text("kind") == "internal" {
            continue;
        }
        let entry = row
            .entry()
            .map_err(|(column, expected)| fail(cell(column), expected))?;
        let item = &entry.item;
        if !ids.insert(item.id.clone()) {
            return Err(fail(cell("id"), Expected::FreshId));
        }
        if item
            .ean
            .as_ref()
            .is_some_and(|ean| !eans.insert(ean.clone()))
        {
            return Err(fail(cell("ean"), Expected::FreshEan));
        }
        items.push(entry);
    }
    if items.is_empty() {
        return Err(fail(Place::Row(2), Expected::Item));
    }
    Ok(items)
}

/// Reads a catalogue from disk.
pub fn read_path(path: &Path) -> Result<Vec<Entry>, FileError> {
    let name = path.display().to_string();
    let text = std::fs::read(path).map_err(|e| FileError {
        file: name.clone(),
        place: Place::File,
        expected: Expected::Readable(e),
    })?;
    read(&name, &text)
}

struct Row<'a> {
    record: &'a csv::StringRecord,
    find: &'a dyn Fn(&str) -> Option<usize>,
}

type CellError = (&'static str, Expected);

impl Row<'_> {
    fn text(&self, column: &str) -> &str {
        (self.find)(column)
            .and_then(|i| self.record.get(i))
            .unwrap_or("")
            .trim()
    }

    fn filled(&self, column: &'static str) -> Result<String, CellError> {
        match self.text(column) {
            "" => Err((column, Expected::Value)),
            text => Ok(text.to_owned()),
        }
    }

    fn optional(&self, column: &str) -> Option<String> {
        Some(self.text(column))
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
    }

    fn money(&self, column: &'static str) -> Result<Option<Money>, CellError> {
        match self.text(column) {
            "" => Ok(None),
            text => Money::parse(text)
                .map(Some)
                .ok_or_else(|| (column, Expected::Amount(text.to_owned()))),
        }
    }

    fn yes(&self, column: &'static str) -> Result<bool, CellError> {
        match self.text(column) {
            "yes" => Ok(true),
            "no" | "" => Ok(false),
            other => Err((column, Expected::YesOrNo(other.to_owned()))),
        }
    }

    fn entry(&self) -> Result<Entry, CellError> {
        let name = self.filled("name")?;
        let amount = self
            .money("price_eur")?
            .ok_or(("price_eur", Expected::Value))?;
        let (kind, case) = self.kind(amount)?;
        let legal_basis = self.text("legal_basis").to_owned();
        let third_party = self.money("third_party_share_eur")?.unwrap_or_default();
        if third_party.abs() > amount.abs() {
            return Err(("third_party_share_eur", Expected::ShareWithinPrice));
        }
        let mode = self.mode(amount)?;
        let mut decisions = Vec::new();
        for (regime, column) in [(Regime::Old, "tax_pre_2b"), (Regime::New, "tax_post_2b")] {
            decisions.push(Decision {
                id: 0,
                regime,
                from: FIRST_DAY,
                treatment: self.treatment(column, &legal_basis)?,
                price_rule: PriceRule::GrossFixed,
                reason: self.text("tax_note").to_owned(),
                legal_basis: legal_basis.clone(),
                proposed: Mark {
                    by: String::new(),
                    at: DateTime::UNIX_EPOCH,
                },
                approved: None,
                refused: None,
            });
        }
        let item = Item {
            id: self.filled("id")?,
            short_name: self.optional("short_name").unwrap_or_else(|| name.clone()),
            name,
            office: self.filled("office")?,
            group: self.text("group").to_owned(),
            kind,
            case,
            price: amount,
            mode,
            unit: self.filled("unit")?,
            tax: Treatment::default(),
            legal_basis,
            third_party,
            principal: self.optional("principal"),
            stock: match self.yes("stock_managed")? {
                true => StockMode::Quantity,
                false => StockMode::None,
            },
            product: self.text("product_group").to_owned(),
            account: self.text("gl_account").to_owned(),
            splits: Vec::new(),
            ean: self.ean()?,
            code: self.optional("code"),
            needs_reference: self.yes("reference")?,
        };
        Ok(Entry {
            prices: vec![Price {
                from: FIRST_DAY,
                amount,
                mode,
                third_party,
            }],
            item,
            decisions,
            archived: None,
            minimum: None,
            note: String::new(),
        })
    }

    fn kind(&self, price: Money) -> Result<(ItemKind, BusinessCase), CellError> {
        use {BusinessCase as Case, ItemKind as Kind};
        Ok(match self.text("kind") {
            "fee" => (Kind::Fee, Case::Umsatz),
            "article" | "form" | "meal" | "drink" | "bundle" => (Kind::Article, Case::Umsatz),
            "service" | "ticket" | "rental" => (Kind::Service, Case::Umsatz),
            "transit" => (Kind::Transit, Case::Umsatz),
            "deposit" if price.is_negative() => (Kind::Transit, Case::PfandRueckzahlung),
            "deposit" => (Kind::Transit, Case::Pfand),
            "discount" => (Kind::Article, Case::Rabatt),
            // The tax key tells the two kinds of voucher apart: a single-purpose voucher is taxed when sold.
            "voucher" if self.text("tax_post_2b") == "NT" => {
                (Kind::Transit, Case::MehrzweckgutscheinKauf)
            }
            "voucher" => (Kind::Article, Case::EinzweckgutscheinKauf),
            "openitem" => (Kind::Transit, Case::Forderungsaufloesung),
            other => return Err(("kind", Expected::Kind(other.to_owned()))),
        })
    }

    fn mode(&self, price: Money) -> Result<PriceMode, CellError> {
        match self.text("price_mode") {
            "fixed" => Ok(PriceMode::Fixed),
            "quantity" | "weight" => Ok(PriceMode::PerQuantity),
            "range" | "variable" => {
                let min = self.money("price_min")?.unwrap_or(Money::from_cents(1));
                let max = self.money("price_max")?.unwrap_or(Money::LIMIT);
                if min > max || (!price.is_zero() && (price < min || price > max)) {
                    return Err(("price_min", Expected::Limits));
                }
                Ok(PriceMode::Range { min, max })
            }
            other => Err(("price_mode", Expected::Mode(other.to_owned()))),
        }
    }

    /// `NT`, `S19`, … or shares such as `R7:70/S19:30`; `R7/S19` alone is the menu with drink, 70:30
    /// (BMF, flat share of drinks since 2026).
    fn treatment(&self, column: &'static str, basis: &str) -> Result<Treatment, CellError> {
        let text = match self.text(column) {
            "R7/S19" => "R7:70/S19:30",
            text => text,
        };
        if text.contains('/') && text.split('/').any(|part| !part.contains(':')) {
            return Err((column, Expected::Shares(text.to_owned())));
        }
        let mut shares = Vec::new();
        let mut exempt = false;
        for part in text.split('/') {
            let (code, share) = part.split_once(':').unwrap_or((part, "1"));
            let key = match code {
                "NT" | "PASS" => TaxKey::NOT_TAXABLE,
                "EX4" => TaxKey::EXEMPT,
                "S19" => TaxKey::GENERAL,
                "R7" => TaxKey::REDUCED,
                "A24" => TaxKey::AVERAGE,
                "F55" => TaxKey::FORESTRY,
                _ => return Err((column, Expected::TaxCode(text.to_owned()))),
            };
            exempt |= key == TaxKey::EXEMPT;
            let share: Decimal = share
                .parse()
                .ok()
                .filter(|s: &Decimal| *s > Decimal::ZERO && *s <= Decimal::ONE_THOUSAND)
                .ok_or_else(|| (column, Expected::PositiveShare(text.to_owned())))?;
            shares.push((key, share));
        }
        let text = exempt.then(
            || match basis.starts_with("§ 4 ") || basis.starts_with("§4 ") {
                true => format!("steuerfrei nach {basis}"),
                false => "steuerfrei".to_owned(),
            },
        );
        Ok(Treatment { shares, text })
    }

    fn ean(&self) -> Result<Option<String>, CellError> {
        let Some(ean) = self.optional("ean") else {
            return Ok(None);
        };
        let digits: Option<Vec<u32>> = ean.chars().map(|c| c.to_digit(10)).collect();
        let sum = |digits: &[u32]| {
            let weighted = digits.iter().rev().skip(1).enumerate();
            weighted
                .map(|(i, d)| d * if i % 2 == 0 { 3 } else { 1 })
                .sum::<u32>()
        };
        match digits {
            Some(digits)
                if matches!(digits.len(), 8 | 13)
                    && digits.last().copied() == Some((10 - sum(&digits) % 10) % 10) =>
            {
                Ok(Some(ean))
            }
            _ => Err(("ean", Expected::Ean(ean))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEMO: &[u8] = include_bytes!("../../assets/demo/catalogue.csv");
    const HEADER: &str = "id,name,office,kind,price_eur,price_mode,unit,tax_pre_2b,tax_post_2b,ean";

    fn refuse(row: &str) -> String {
        read("x.csv", format!("{HEADER}\n{row}\n").as_bytes())
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn the_demo_catalogue_is_readable() {
        let items = read("demo", DEMO).unwrap();
        assert_eq!(items.len(), 157);
        let find = |id| items.iter().find(|e: &&Entry| e.item.id == id).unwrap();
        let menu = find("KA0070");
        assert_eq!(menu.decisions[1].treatment.shares.len(), 2);
        let museum = find("MU0010");
        assert_eq!(
            museum.decisions[1].treatment.text.as_deref(),
            Some("steuerfrei nach § 4 Nr. 20a UStG")
        );
    }

    #[test]
    fn wrong_rows_are_named() {
        assert!(refuse("A,B,C,fee,x,fixed,Stück,NT,NT,").contains("row 2, column price_eur"));
        assert!(refuse("A,B,C,gift,1,fixed,Stück,NT,NT,").contains("column kind"));
        assert!(refuse("A,B,C,fee,1,fixed,Stück,NT,S20,").contains("column tax_post_2b"));
        assert!(refuse("A,B,C,fee,1,fixed,Stück,NT,NT,123").contains("column ean"));
        assert!(refuse("A,,C,fee,1,fixed,Stück,NT,NT,").contains("column name"));
        assert!(refuse("A,B,C,fee,1,fixed").contains("row 2"));
        let twice = "A,B,C,fee,1,fixed,Stück,NT,NT,";
        assert!(refuse(&format!("{twice}\n{twice}")).contains("row 3, column id"));
        assert!(
            read("x", b"id,name\n1,2")
                .unwrap_err()
                .to_string()
                .contains("office")
        );
        assert!(read("x", b"").unwrap_err().to_string().contains("missing"));
        assert!(
            read("x", b"\xff\xfe\x00")
                .unwrap_err()
                .to_string()
                .contains("header")
        );
    }
}
