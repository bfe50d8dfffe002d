//! A card terminal's end of day (Kassenschnitt) held against our own payments.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Tally;
use crate::money::Money;

/// Highest receipt number of a terminal; the next one is 1 (ZVT: four digits).
const LAST_NUMBER: u32 = 9999;

/// What one try at a terminal's end of day came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerminalClosing {
    /// Why it was made.
    pub occasion: Occasion,
    /// What the terminal said.
    pub outcome: Outcome,
    /// Our card payments of the terminal since its last end of day, what went back taken off.
    pub ours: Tally,
    /// The same per card brand.
    pub circuits: Vec<Circuit>,
    /// What does not fit; empty where nothing could be compared.
    pub differences: Vec<Difference>,
    /// Other tills use the terminal: its totals cover theirs too.
    pub shared: bool,
    /// Our newest receipt at that moment: what comes after it belongs to the next end of day.
    pub last_receipt: u64,
    /// References of payments counted here whose sales were still open.
    #[serde(default)]
    pub open: Vec<String>,
}

/// A terminal's end of day as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Number, gapless; 0: it was only read.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Name of the terminal.
    pub terminal: String,
    /// What came of it.
    pub closing: TerminalClosing,
}

/// Why a terminal's end of day was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Occasion {
    /// With our closing.
    Closing,
    /// By hand, to make up for one that failed.
    Repeat,
    /// Only read, for an interim report; never recorded.
    Interim,
}

/// What a terminal said of its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Its totals.
    Totals(Theirs),
    /// There are none.
    Failed {
        /// German sentence for people.
        reason: String,
    },
}

/// The totals of a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Theirs {
    /// Terminal id; empty where it does not tell.
    #[serde(default)]
    pub terminal_id: String,
    /// Sum.
    pub sum: Money,
    /// How many transactions, where it tells.
    pub count: Option<u32>,
    /// First and last receipt number, where it tells; the first may be above the last: 9999 is followed by 1.
    pub receipts: Option<(u32, u32)>,
    /// Per card circuit, where it tells.
    pub circuits: Vec<Circuit>,
}

/// Transactions of one card circuit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circuit {
    /// `girocard`, `Visa` …
    pub name: String,
    /// How many, and their sum.
    pub tally: Tally,
}

/// A card payment of ours, as far as a terminal counts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ours {
    /// Our reference.
    pub reference: String,
    /// Our receipt; `None`: the sale is still open.
    pub receipt: Option<u64>,
    /// Amount, below zero where money went back.
    pub amount: Money,
    /// Brand of the card.
    pub brand: String,
    /// Number of the terminal's receipt, as it told it.
    pub slip: String,
}

impl Ours {
    /// The terminal's number as a number, where it is one that counts.
    fn number(&self) -> Option<u32> {
        let number = self.slip.trim().parse().ok();
        number.filter(|n| (1..=LAST_NUMBER).contains(n))
    }
}

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difference {
    /// The terminal counts receipt numbers that no payment of ours has. One that was declined may have used one up, so
    /// these are only told where the totals differ.
    NotOurs {
        /// First of the numbers.
        from: u32,
        /// Last of them; below the first where 9999 lies between.
        to: u32,
    },
    /// A payment of ours lies outside the numbers the terminal counts.
    NotTheirs(Ours),
    /// Two payments of ours bear the same number of the terminal.
    Twice(Ours),
    /// This one payment of ours is as large as the difference of the sums.
    Explains(Ours),
    /// What the terminal says cannot be: transactions without a number of them, or circuits beyond the whole.
    Impossible,
}

impl TerminalClosing {
    /// Ours less the terminal's; `None`: it told nothing.
    pub fn difference(&self) -> Option<Money> {
        match &self.outcome {
            Outcome::Totals(theirs) => Some(self.ours.sum - theirs.sum),
            Outcome::Failed { .. } => None,
        }
    }

    /// The terminal's totals were handed in.
    pub fn succeeded(&self) -> bool {
        matches!(self.outcome, Outcome::Totals(_))
    }

    /// Sum and number agree, and nothing else is strange.
    pub fn agrees(&self) -> bool {
        match &self.outcome {
            Outcome::Totals(theirs) => theirs.sum == self.ours.sum && self.differences.is_empty(),
            Outcome::Failed { .. } => false,
        }
    }
}

/// Number and sum of payments.
pub fn tally(payments: &[Ours]) -> Tally {
    let mut tally = Tally::default();
    for payment in payments {
        tally.add(payment.amount);
    }
    tally
}

/// Payments per brand, by name.
pub fn circuits(payments: &[Ours]) -> Vec<Circuit> {
    let mut sums: std::collections::BTreeMap<&str, Tally> = std::collections::BTreeMap::new();
    for payment in payments {
        sums.entry(&payment.brand).or_default().add(payment.amount);
    }
    let row = |(name, tally): (&str, Tally)| Circuit {
        name: name.to_owned(),
        tally,
    };
    sums.into_iter().map(row).collect()
}

/// How many a terminal may count: all, those that brought money, or those that were not taken back.
fn counts(payments: &[Ours]) -> [u32; 3] {
    let back = payments.iter().filter(|p| p.amount.is_negative()).count();
    let all = payments.len();
    [all, all - back, (all - back).saturating_sub(back)]
        .map(|count| u32::try_from(count).unwrap_or(u32::MAX))
}

/// What does not fit between our payments and a terminal's totals.
pub fn compare(payments: &[Ours], theirs: &Theirs) -> Vec<Difference> {
    let ours = tally(payments);
    let count_fits = theirs
        .count
        .is_none_or(|count| counts(payments).contains(&count));
    let fits = count_fits && ours.sum == theirs.sum;
    let mut found = Vec::new();
    if impossible(theirs) {
        found.push(Difference::Impossible);
    }
    found.extend(twice(payments).cloned().map(Difference::Twice));
    if let Some(range) = theirs.receipts.filter(|range| is_range(*range)) {
        let outside = |p: &&Ours| p.number().is_some_and(|number| !within(range, number));
        found.extend(
            payments
                .iter()
                .filter(outside)
                .cloned()
                .map(Difference::NotTheirs),
        );
        if !fits {
            found.extend(not_ours(payments, range));
        }
    }
    let mut same = payments
        .iter()
        .filter(|p| p.amount == ours.sum - theirs.sum && !p.amount.is_zero());
    if let (Some(one), None) = (same.next(), same.next())
        && !found.contains(&Difference::NotTheirs(one.clone()))
    {
        found.push(Difference::Explains(one.clone()));
    }
    found
}

/// Neither zero nor beyond four digits: numbers a terminal really counts.
fn is_range((first, last): (u32, u32)) -> bool {
    let counts = 1..=LAST_NUMBER;
    counts.contains(&first) && counts.contains(&last)
}

fn within((first, last): (u32, u32), number: u32) -> bool {
    match first <= last {
        true => (first..=last).contains(&number),
        false => number >= first || number <= last,
    }
}

fn impossible(theirs: &Theirs) -> bool {
    let nothing = theirs.count == Some(0) && !theirs.sum.is_zero();
    let rows = theirs.circuits.iter();
    let sum: Money = rows.clone().map(|row| row.tally.sum).sum();
    let count: u32 = rows.map(|row| row.tally.count).fold(0, u32::saturating_add);
    let told = !theirs.circuits.is_empty();
    let beyond = told && (sum != theirs.sum || theirs.count.is_some_and(|whole| whole != count));
    nothing || beyond
}

/// Payments that bear the number of an earlier one. A reversal may bear that of what it takes back.
fn twice(payments: &[Ours]) -> impl Iterator<Item = &Ours> {
    payments.iter().enumerate().filter_map(move |(index, one)| {
        let number = one.number()?;
        let same = |other: &&Ours| {
            other.number() == Some(number) && other.amount.is_negative() == one.amount.is_negative()
        };
        payments.iter().take(index).find(same).map(|_| one)
    })
}

/// Runs of numbers inside the range that none of ours bears.
fn not_ours(payments: &[Ours], (first, last): (u32, u32)) -> Vec<Difference> {
    let known: std::collections::BTreeSet<u32> = payments.iter().filter_map(Ours::number).collect();
    let mut runs: Vec<(u32, u32)> = Vec::new();
    let mut number = first;
    let mut joined = false;
    loop {
        match (known.contains(&number), runs.last_mut()) {
            (true, _) => joined = false,
            (false, Some(run)) if joined => run.1 = number,
            (false, _) => {
                runs.push((number, number));
                joined = true;
            }
        }
        if number == last {
            break;
        }
        number = match number {
            LAST_NUMBER => 1,
            number => number + 1,
        };
    }
    let runs = runs.into_iter();
    runs.map(|(from, to)| Difference::NotOurs { from, to })
        .collect()
}

#[cfg(test)]
mod tests;
