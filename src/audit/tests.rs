//! Every pattern is planted into an honest year and found; the honest year itself shows none of them.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Europe::Berlin;

use super::*;
use crate::money::Money;
use crate::receipt::{Kind, Person};

mod cash;
mod people;
mod record;
mod reversals;

const CLERKS: [&str; 4] = ["A. Yilmaz", "B. Weber", "C. Groß", "D. Petrov"];
const MANAGERS: [&str; 2] = ["M. Sommer", "N. Winter"];

fn person(name: &str) -> Person {
    Person {
        id: name[..1].to_owned(),
        name: name.to_owned(),
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let time = day.and_hms_opt(hour, minute, 0).unwrap();
    Berlin
        .from_local_datetime(&time)
        .unwrap()
        .with_timezone(&Utc)
}

/// A ledger of an office as an evaluation sees it.
struct Office {
    span: Span,
    books: Books,
    receipts: Vec<ReceiptFact>,
    z_number: u32,
    chance: u64,
}

impl Office {
    fn new(from: &str, to: &str) -> Office {
        let span = Span {
            from: day(from),
            to: day(to),
        };
        Office {
            span,
            books: Books::default(),
            receipts: Vec::new(),
            z_number: 1,
            chance: 7,
        }
    }

    /// Something from 0 up to `n`, the same every time the tests run.
    fn chance(&mut self, n: u64) -> u64 {
        self.chance = self
            .chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.chance >> 33) % n
    }

    fn receipt(
        &mut self,
        kind: Kind,
        clerk: &str,
        at: DateTime<Utc>,
        cents: i64,
    ) -> &mut ReceiptFact {
        let number = self.receipts.last().map_or(1, |last| last.number + 1);
        self.receipts.push(ReceiptFact {
            number,
            z_number: self.z_number,
            kind,
            started: at - TimeDelta::seconds(40),
            finished: at,
            clerk: person(clerk),
            second: None,
            origin: None,
            gross: Money::from_cents(cents),
            cash: Money::from_cents(cents),
            struck: 0,
            struck_gross: Money::ZERO,
            discount: Money::ZERO,
            signing: Signing::Signed {
                tse: 1,
                transaction: number,
                counter: 2 * number,
                log_time: at,
            },
        });
        self.receipts.last_mut().unwrap()
    }

    /// Takes the receipt at `origin` back, in cash.
    fn back(&mut self, kind: Kind, clerk: &str, origin: usize, at: DateTime<Utc>, second: &str) {
        let origin = self.receipts[origin].clone();
        let back = self.receipt(kind, clerk, at, -origin.gross.cents());
        back.second = Some(person(second));
        back.origin = Some(Origin {
            number: origin.number,
            z_number: origin.z_number,
            finished: origin.finished,
        });
    }

    fn event(&mut self, kind: &str, who: Option<&str>, at: DateTime<Utc>) {
        self.books.events.push(EventFact {
            at,
            kind: kind.into(),
            person: who.map(|name| person(name).id),
            receipt: None,
        });
    }

    fn close(&mut self, clerk: &str, second: &str, at: DateTime<Utc>, difference: i64) {
        let expected = Money::from_cents(100_000);
        self.books.closings.push(ClosingFact {
            number: self.z_number,
            at,
            clerk: person(clerk),
            second: person(second),
            expected,
            counted: expected + Money::from_cents(difference),
            last_receipt: self.receipts.last().map(|r| r.number),
        });
        self.z_number += 1;
    }

    fn working_days(&self) -> Vec<NaiveDate> {
        let days = self
            .span
            .from
            .iter_days()
            .take_while(|day| *day <= self.span.to);
        days.filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
            .collect()
    }

    /// A day as honest people work: some mistakes, put right at once; some goods back the day after; the drawer a
    /// little over or under now and then.
    fn honest_day(&mut self, day: NaiveDate) {
        let clerk = CLERKS[self.chance(4) as usize];
        let second = MANAGERS[self.chance(2) as usize];
        self.event("log-in", Some(clerk), at(day, 7, 45));
        let before = self.receipts.len();
        for n in 0..20 {
            let sold = at(day, 8 + n / 3, 5 + 15 * (n % 3));
            let cents = 10 * (1 + self.chance(900)) as i64;
            self.receipt(Kind::Sale, clerk, sold, cents);
            match self.chance(60) {
                0 => {
                    let wrong = self.receipts.len() - 1;
                    let minute = TimeDelta::minutes(1);
                    self.back(Kind::Void, clerk, wrong, sold + minute * 2, second);
                    self.receipt(Kind::Sale, clerk, sold + minute * 4, cents);
                }
                1 => self.receipts.last_mut().unwrap().struck = 1,
                2 => self.receipts.last_mut().unwrap().discount = Money::from_cents(-50),
                3 => {
                    let asked = sold + TimeDelta::minutes(5);
                    self.receipt(Kind::Abort, clerk, asked, 1_250);
                }
                _ => {}
            }
        }
        if before > 20 && self.chance(12) == 0 {
            let origin = before - 10;
            if self.receipts[origin].kind == Kind::Sale {
                self.back(Kind::Refund, clerk, origin, at(day, 15, 10), second);
            }
        }
        let difference = match self.chance(10) {
            0 => 20 + self.chance(500) as i64,
            1 => -20 - self.chance(500) as i64,
            _ => 0,
        };
        self.close(clerk, second, at(day, 16, 30), difference);
        self.event("log-out", Some(clerk), at(day, 16, 45));
        if day.day() == 12 {
            self.books.counts.push(CountFact {
                at: at(day, 11, 0),
                person: person(second),
                expected: Money::from_cents(40_000),
                counted: Money::from_cents(40_000),
            });
        }
    }

    fn honest(from: &str, to: &str) -> Office {
        let mut office = Office::new(from, to);
        for day in office.working_days() {
            office.honest_day(day);
        }
        office
    }

    fn year() -> Office {
        Office::honest("2026-01-01", "2026-12-31")
    }

    fn evaluate(&self) -> Evaluation {
        let until = at(self.span.to, 23, 59);
        let mut evaluator = Evaluator::new(self.span, Hours::default(), self.books.clone(), until);
        for receipt in &self.receipts {
            evaluator.receipt(receipt);
        }
        evaluator.finish()
    }

    fn find(&self, kind: FindingKind) -> Option<Finding> {
        let all = self.evaluate().findings;
        all.into_iter().find(|finding| finding.kind == kind)
    }
}

#[test]
fn an_honest_year_gives_no_serious_finding_and_accuses_nobody() {
    let evaluation = Office::year().evaluate();
    assert!(evaluation.receipts.count > 5_000);
    let kinds: Vec<(FindingKind, Rank)> = evaluation
        .findings
        .iter()
        .map(|f| (f.kind, f.rank))
        .collect();
    let expected = [FindingKind::AfterClosing, FindingKind::FirstDigits];
    assert!(
        kinds
            .iter()
            .all(|(kind, rank)| expected.contains(kind) && *rank == Rank::Remark),
        "{kinds:?}"
    );
}

#[test]
fn figures_add_up_over_persons_hours_and_days() {
    let office = Office::year();
    let evaluation = office.evaluate();
    let sold: Money = office
        .receipts
        .iter()
        .filter(|r| r.kind == Kind::Sale)
        .map(|r| r.gross)
        .sum();
    let of = |amounts: Vec<Money>| amounts.into_iter().sum::<Money>();
    assert_eq!(evaluation.all.sales.amount, sold);
    assert_eq!(
        of(evaluation.clerks.iter().map(|c| c.sales.amount).collect()),
        sold
    );
    assert_eq!(
        of(evaluation.hours.iter().map(|h| h.sales.amount).collect()),
        sold
    );
    assert_eq!(
        of(evaluation.days.iter().map(|d| d.sales.amount).collect()),
        sold
    );
    let turnover: Money = office
        .receipts
        .iter()
        .filter(|r| matches!(r.kind, Kind::Sale | Kind::Void | Kind::Refund))
        .map(|r| r.gross)
        .sum();
    assert_eq!(evaluation.receipts.amount, turnover);
    let (voids, corrected) = (evaluation.all.reversals.count, evaluation.all.corrected);
    assert!(voids > 20 && corrected == voids, "{corrected} of {voids}");
}

#[test]
fn every_finding_has_words_in_both_languages() {
    use crate::i18n::Language;
    let mut office = Office::year();
    reversals::wuppertal(&mut office);
    for finding in office.evaluate().findings {
        for language in Language::ALL {
            let t = language.texts();
            for text in [
                finding.title(t).to_owned(),
                finding.sentence(t),
                finding.explanation(t).to_owned(),
            ] {
                assert!(!text.starts_with("find-") && !text.contains('$'), "{text}");
            }
        }
    }
}

#[test]
fn a_surplus_hides_no_shortage() {
    let euro = |cents| Money::from_cents(cents);
    let figures = |amounts: &[i64]| {
        let mut clerk = ClerkFigures::default();
        for cents in amounts {
            clerk.differences.add(euro(*cents));
            clerk.shortage += euro(*cents).min(Money::ZERO);
        }
        clerk.difference_text()
    };
    assert_eq!(figures(&[100, -100]), "−1,00 +1,00");
    assert_eq!(figures(&[-100, -250]), "−3,50");
    assert_eq!(figures(&[40]), "0,40");
}
