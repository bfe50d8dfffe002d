//! Actions that move money: pay, refund, reverse, and finding out what became of one.

use amtskasse_terminal::{
    Approval, CardTerminal, Error, Operation, Original, Reason, Refusal, Request,
};
use clap::Args;
use serde_json::json;

use super::amount::amount;
use super::answer::Answer;
use super::place::{Locked, Place};
use super::watch::Watch;
use crate::cli::{Failure, Outcome, Verdict, out::Out};
use crate::message;
use crate::money::Money;
use crate::till::terminals::journal::{self, Ended, Entry, Journal, Report, Stage};
use crate::till::terminals::store::StoreError;
use crate::till::{Clock, SystemClock, local};

#[derive(Debug, Args)]
pub(super) struct Pay {
    /// Betrag in Euro, etwa 12.50
    #[arg(value_name = "BETRAG", value_parser = amount, allow_negative_numbers = true)]
    amount: Money,
    /// Eigene Nummer des Vorgangs: Dieselbe wird kein zweites Mal kassiert
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Reverse {
    /// Belegnummer des Terminals
    #[arg(value_name = "BELEG")]
    receipt: String,
    /// Betrag der Zahlung, wenn ihn weder diese Kasse noch das Terminal weiß
    #[arg(long, value_name = "BETRAG", value_parser = amount, allow_negative_numbers = true)]
    amount: Option<Money>,
}

#[derive(Debug, Args)]
pub(super) struct Recover {
    /// Was am Beleg des Terminals zu sehen ist, wenn es selbst nichts sagen kann: paid oder not-paid
    #[arg(long = "as", value_name = "AUSGANG")]
    settled: Option<Settled>,
    /// Belegnummer des Terminals, zu --as paid
    #[arg(long, value_name = "NUMMER")]
    receipt: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Settled {
    /// Die Karte wurde belastet
    Paid,
    /// Die Karte wurde nicht belastet
    NotPaid,
}

pub(super) fn pay(place: &Place, arguments: &Pay, out: &mut Out) -> Outcome {
    let wanted = Wanted {
        operation: Operation::Payment,
        amount: arguments.amount,
        reference: arguments.reference.clone(),
        original: None,
    };
    Desk::at(place)?.carry_out(&wanted, out)
}

pub(super) fn refund(place: &Place, arguments: &Pay, out: &mut Out) -> Outcome {
    let wanted = Wanted {
        operation: Operation::Refund,
        amount: arguments.amount,
        reference: arguments.reference.clone(),
        original: None,
    };
    Desk::at(place)?.carry_out(&wanted, out)
}

pub(super) fn reverse(place: &Place, arguments: &Reverse, out: &mut Out) -> Outcome {
    let mut desk = Desk::at(place)?;
    // Before the terminal is asked for its last transaction: what is open there must stay its last one.
    if let Some(open) = desk.earlier()?.filter(|entry| entry.stage == Stage::Open) {
        return match desk.settle(open)? {
            Ok(_) => desk.reverse_settled(arguments, out),
            Err((entry, report)) => desk.refuse(&entry, &report, out),
        };
    }
    desk.reverse_settled(arguments, out)
}

pub(super) fn recover(place: &Place, arguments: &Recover, out: &mut Out) -> Outcome {
    let mut desk = Desk::at(place)?;
    let Some(entry) = desk.journal().read().map_err(unreadable)? else {
        match out.json() {
            true => out.value(&json!({ "outcome": null })),
            false => out.line("An diesem Terminal ist nichts offen."),
        }
        return Ok(Verdict::Fine);
    };
    if let (Some(settled), Stage::Open) = (arguments.settled, entry.stage) {
        return desk.settle_by_hand(entry, settled, arguments.receipt.as_deref(), out);
    }
    match desk.settle(entry)? {
        Ok((entry, report)) | Err((entry, report)) => desk.tell(&entry, &report, true, out),
    }
}

/// What is to be done.
struct Wanted {
    operation: Operation,
    amount: Money,
    reference: Option<String>,
    original: Option<Original>,
}

impl Wanted {
    /// Whether an earlier request, cut off, was this one.
    fn is(&self, entry: &Entry) -> bool {
        let same = entry.operation == self.operation && entry.cents == self.amount.cents();
        match &self.reference {
            Some(reference) => same && *reference == entry.reference,
            None => same,
        }
    }
}

type Known = (Entry, Report);

struct Desk<'a> {
    place: &'a Place,
    device: Box<dyn CardTerminal>,
    locked: Locked,
    watch: Watch,
}

impl<'a> Desk<'a> {
    fn at(place: &'a Place) -> Result<Self, Failure> {
        Ok(Self {
            place,
            device: place.open()?,
            locked: place.journal()?,
            watch: Watch::new()?,
        })
    }

    fn journal(&self) -> &Journal {
        &self.locked.journal
    }

    /// An earlier request whose end nobody was told, or that is still open.
    fn earlier(&self) -> Result<Option<Entry>, Failure> {
        let entry = self.journal().read().map_err(unreadable)?;
        Ok(entry.filter(|entry| entry.stage == Stage::Open || !entry.told))
    }

    /// What became of an earlier request: `Err` as long as nobody knows.
    fn settle(&mut self, entry: Entry) -> Result<Result<Known, Known>, Failure> {
        let slips = Vec::new();
        let ended = match (entry.stage, &entry.approval) {
            (Stage::Paid, Some(approval)) => Ended::Paid(approval.clone()),
            (Stage::NotPaid, _) => Ended::NotPaid(not_booked()),
            _ => {
                let patience = self.place.config.patience;
                let (journal, watch) = (&self.locked.journal, &mut self.watch);
                let asked =
                    journal::recover(&mut *self.device, journal, entry.clone(), &patience, watch);
                let report = asked.unwrap_or_else(|error| Report {
                    ended: Ended::Unknown {
                        error,
                        undecided: None,
                    },
                    slips,
                });
                return Ok(match report.ended {
                    Ended::Unknown { .. } => Err((entry, report)),
                    _ => Ok((entry, report)),
                });
            }
        };
        Ok(Ok((entry, Report { ended, slips })))
    }

    fn carry_out(&mut self, wanted: &Wanted, out: &mut Out) -> Outcome {
        let known = self.journal().read().map_err(unreadable)?;
        if let Some(done) = known.filter(|entry| self.is_done(entry, wanted)) {
            let Ok(known) = self.settle(done)? else {
                return Err(Failure::new("Das Journal widerspricht sich."));
            };
            return self.tell(&known.0, &known.1, true, out);
        }
        if let Some(entry) = self.earlier()? {
            match self.settle(entry)? {
                Err((entry, report)) => return self.refuse(&entry, &report, out),
                Ok((entry, report)) => match report.ended {
                    Ended::Paid(_) if wanted.is(&entry) => {
                        return self.tell(&entry, &report, true, out);
                    }
                    Ended::Paid(_) => return self.refuse(&entry, &report, out),
                    _ => {}
                },
            }
        }
        self.request(wanted, out)
    }

    /// Whether a request with this reference came to its end, paid: it is not paid twice.
    fn is_done(&self, entry: &Entry, wanted: &Wanted) -> bool {
        wanted.reference.is_some() && entry.stage == Stage::Paid && wanted.is(entry)
    }

    fn request(&mut self, wanted: &Wanted, out: &mut Out) -> Outcome {
        let begun = local(SystemClock.now()).fixed_offset();
        let chance = || format!("CLI-{:x}", begun.timestamp_millis());
        let request = Request {
            cents: wanted.amount.cents(),
            reference: wanted.reference.clone().unwrap_or_else(chance),
        };
        let name = &self.place.config.address;
        let entry = Entry::new(name, wanted.operation, &request, begun);
        let patience = self.place.config.patience;
        let (journal, watch) = (&self.locked.journal, &mut self.watch);
        let report = journal::request(
            &mut *self.device,
            journal,
            entry.clone(),
            wanted.original.as_ref(),
            &patience,
            watch,
        );
        if let Ended::NotStarted(error) = &report.ended {
            self.told()?;
            if !out.json() {
                return Err(super::failed(error));
            }
        }
        let could_not = matches!(report.ended, Ended::NotStarted(_));
        let verdict = self.tell(&entry, &report, false, out)?;
        match could_not {
            true => Ok(Verdict::CouldNot),
            false => Ok(verdict),
        }
    }

    /// Tells how a request ended, and then notes that it is told.
    fn tell(&self, entry: &Entry, report: &Report, recovered: bool, out: &mut Out) -> Outcome {
        let answer = Answer {
            place: self.place,
            entry,
            report,
            recovered,
        };
        let verdict = answer.tell(out);
        out.flush()?;
        self.told()?;
        Ok(verdict)
    }

    fn told(&self) -> Result<(), Failure> {
        let known = self.journal().read().map_err(unreadable)?;
        match known {
            Some(mut entry) if !entry.told => {
                entry.told = true;
                self.journal().write(&entry).map_err(unreadable)
            }
            _ => Ok(()),
        }
    }

    /// Nothing new is charged: an earlier request is unknown, or was paid and nobody heard of it.
    fn refuse(&self, entry: &Entry, report: &Report, out: &mut Out) -> Outcome {
        let answer = Answer {
            place: self.place,
            entry,
            report,
            recovered: true,
        };
        let known = matches!(report.ended, Ended::Paid(_));
        let (outcome, verdict) = match known {
            true => ("not_paid", Verdict::DoesNotHold),
            false => ("unknown", Verdict::Unknown),
        };
        if out.json() {
            out.value(&json!({
                "outcome": outcome,
                "amount": null,
                "receipt_number": "",
                "card_type": null,
                "reason": "earlier",
                "text": match known {
                    true => "Eine frühere Zahlung wurde gefunden; für diese wurde nichts kassiert.",
                    false => "Eine frühere Zahlung ist ungeklärt; für diese wurde nichts kassiert.",
                },
                "earlier": answer.json(),
            }));
        } else {
            out.line(match known {
                true => {
                    "Es wurde nichts kassiert: Erst jetzt steht fest, was aus einer früheren Zahlung wurde."
                }
                false => "Es wurde nichts kassiert: Eine frühere Zahlung ist noch ungeklärt.",
            });
            answer.tell(out);
        }
        out.flush()?;
        if known {
            self.told()?;
        }
        Ok(verdict)
    }

    fn settle_by_hand(
        &self,
        mut entry: Entry,
        settled: Settled,
        receipt: Option<&str>,
        out: &mut Out,
    ) -> Outcome {
        let ended = match (settled, receipt.map(str::trim)) {
            (Settled::Paid, None | Some("")) => {
                return Err(Failure::new(
                    "Es fehlt: --receipt, die Belegnummer des Terminals; ohne sie findet niemand die Zahlung wieder.",
                ));
            }
            (Settled::Paid, Some(receipt)) => Ended::Paid(Approval {
                cents: entry.cents,
                receipt_number: receipt.to_owned(),
                ..Approval::default()
            }),
            (Settled::NotPaid, _) => Ended::NotPaid(not_booked()),
        };
        match &ended {
            Ended::Paid(approval) => {
                (entry.stage, entry.approval) = (Stage::Paid, Some(approval.clone()));
            }
            _ => entry.stage = Stage::NotPaid,
        }
        self.journal().write(&entry).map_err(unreadable)?;
        let slips = Vec::new();
        self.tell(&entry, &Report { ended, slips }, true, out)
    }

    fn reverse_settled(&mut self, arguments: &Reverse, out: &mut Out) -> Outcome {
        let original = self.original(arguments)?;
        let wanted = Wanted {
            operation: Operation::Reversal,
            amount: Money::from_cents(original.cents),
            reference: None,
            original: Some(original),
        };
        self.carry_out(&wanted, out)
    }

    /// The payment that is to be taken back: as this machine remembers it, else as the terminal does.
    fn original(&mut self, arguments: &Reverse) -> Result<Original, Failure> {
        let receipt = arguments.receipt.trim();
        let is_it = |number: &str| !receipt.is_empty() && plain(number) == plain(receipt);
        let fits = |cents: i64| {
            arguments
                .amount
                .is_none_or(|amount| amount.cents() == cents)
        };
        let known = self.journal().read().map_err(unreadable)?;
        let paid = known.filter(|e| e.operation == Operation::Payment && e.stage == Stage::Paid);
        let mut original = paid.and_then(|entry| entry.original());
        original = original.filter(|original| is_it(&original.receipt_number));
        if original.is_none() {
            let last = self.device.repeat(&mut amtskasse_terminal::Nobody);
            original = match last {
                Ok(Some(last)) if last.approved && is_it(&last.approval.receipt_number) => {
                    Some(Original {
                        cents: last.cents,
                        terminal_id: last.approval.terminal_id,
                        trace: last.approval.trace,
                        receipt_number: last.approval.receipt_number,
                        timestamp: last.approval.timestamp,
                        batch: last.approval.batch,
                    })
                }
                Ok(_) | Err(Error::Refused(_) | Error::Unsupported(_)) => None,
                Err(error) => return Err(super::failed(&error)),
            };
        }
        match (original, arguments.amount) {
            (Some(original), _) if fits(original.cents) => Ok(original),
            (Some(original), _) => Err(Failure::new(format!(
                "Beleg {receipt} hat {} €; zurückgenommen wird immer der ganze Betrag.",
                Money::from_cents(original.cents)
            ))),
            (None, Some(amount)) => Ok(Original {
                cents: amount.cents(),
                terminal_id: String::new(),
                trace: String::new(),
                receipt_number: receipt.to_owned(),
                timestamp: String::new(),
                batch: String::new(),
            }),
            (None, None) => Err(Failure::new(format!(
                "Beleg {receipt} ist weder hier noch als letzter am Terminal bekannt; bitte den Betrag mit --amount angeben."
            ))),
        }
    }
}

/// A receipt number without its leading zeros.
fn plain(number: &str) -> &str {
    number.trim().trim_start_matches('0')
}

fn not_booked() -> Refusal {
    Refusal {
        reason: Reason::Aborted,
        text: "Nicht gebucht".to_owned(),
        code: String::new(),
    }
}

fn unreadable(error: StoreError) -> Failure {
    Failure::new(message::terminal_journal(&error))
}
