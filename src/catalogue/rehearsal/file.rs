//! A rehearsal as a CSV file: UTF-8, comma, header in the first line, amounts with a decimal point.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use rust_decimal::Decimal;

use super::{Concern, ItemChange, Rehearsal, Side};
use crate::money::Money;

const SIDE: [&str; 5] = ["keys", "percent", "net_eur", "vat_eur", "gross_eur"];

impl Rehearsal {
    /// Writes a row for every item that changes or that somebody should look at.
    pub fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut file = csv::Writer::from_writer(out);
        let mut header: Vec<String> = ["id", "name", "office", "changes"].map(Into::into).to_vec();
        for side in ["before", "after", "pending"] {
            header.extend(SIDE.map(|column| format!("{side}_{column}")));
        }
        header.extend(["price_rule", "reason", "legal_basis", "warnings"].map(Into::into));
        file.write_record(&header)?;
        let mut concerns: HashMap<&str, Vec<&str>> = HashMap::new();
        for warning in &self.warnings {
            let codes = concerns.entry(&warning.item_id).or_default();
            codes.push(warning.concern.code());
        }
        let warnings_of = |id: &str| concerns.get(id).map_or_else(String::new, |c| c.join(" "));
        let mut seen = HashSet::new();
        for change in &self.changes {
            seen.insert(change.item_id.as_str());
            let differs = !super::same(change.before.as_ref(), change.after.as_ref());
            let mut row = head(&change.item_id, &change.name, &change.office, differs);
            row.extend(sides(change));
            row.extend(words(change.after.as_ref()));
            row.push(warnings_of(&change.item_id));
            file.write_record(&row)?;
        }
        for warning in &self.warnings {
            let id = warning.item_id.as_str();
            if id.is_empty() || !seen.insert(id) {
                continue;
            }
            let mut row = head(id, &warning.name, &warning.office, false);
            row.extend(vec![String::new(); 3 * SIDE.len() + 3]);
            row.push(warnings_of(id));
            file.write_record(&row)?;
        }
        file.flush()
    }
}

impl Concern {
    /// Stable name for files and programs.
    pub fn code(&self) -> &'static str {
        match self {
            Concern::Undecided { .. } => "undecided",
            Concern::NoReason => "no-reason",
            Concern::NoLegalBasis => "no-legal-basis",
            Concern::RaisesFee { .. } => "raises-fee",
            Concern::Waits { .. } => "waits",
            Concern::Late { .. } => "late",
            Concern::NoRate { .. } => "no-rate",
            Concern::OwnPrice { .. } => "own-price",
            Concern::ThirdParty { .. } => "third-party",
            Concern::ClosingFirst => "closing-first",
        }
    }
}

fn head(id: &str, name: &str, office: &str, differs: bool) -> Vec<String> {
    let differs = if differs { "yes" } else { "no" };
    [id, name, office, differs].map(str::to_owned).to_vec()
}

fn sides(change: &ItemChange) -> Vec<String> {
    [&change.before, &change.after, &change.pending]
        .into_iter()
        .flat_map(|side| match side {
            Some(side) => columns(side),
            None => SIDE.map(|_| String::new()),
        })
        .collect()
}

fn columns(side: &Side) -> [String; 5] {
    let amount = |amount: Money| amount.decimal().to_string();
    let several = side.shares.len() > 1;
    let list = |of: &dyn Fn(&super::ShareRate) -> String| {
        let each: Vec<String> = side.shares.iter().map(of).collect();
        each.join("/")
    };
    let plain = |number: Decimal| number.normalize().to_string();
    [
        list(&|share| match several {
            true => format!("{}:{}", share.key.0, plain(share.share)),
            false => share.key.0.to_string(),
        }),
        list(&|share| share.percent.map(plain).unwrap_or_default()),
        amount(side.net),
        amount(side.vat),
        amount(side.gross),
    ]
}

fn words(side: Option<&Side>) -> [String; 3] {
    match side {
        Some(side) => [
            side.price_rule.code().to_owned(),
            side.reason.clone(),
            side.legal_basis.clone(),
        ],
        None => [const { String::new() }; 3],
    }
}
