//! What came of a request for money, for a person and for a program.

use amtskasse_terminal::{
    Approval, CardKind, Condition, Entry as Read, Last, Operation, Reason, Refusal, Slip, SlipKind,
};
use serde_json::{Value, json};

use super::Place;
use crate::cli::{Verdict, out::Out};
use crate::message;
use crate::money::Money;
use crate::receipt::PaymentKind;
use crate::till::terminals::journal::{Ended, Entry, Report};

/// How a request for money ended, as it is told.
pub(super) struct Answer<'a> {
    pub place: &'a Place,
    /// What was asked for.
    pub entry: &'a Entry,
    pub report: &'a Report,
    /// It was begun earlier, and only now is known.
    pub recovered: bool,
}

impl Answer<'_> {
    /// Tells it. Less or more than was asked for is for a person to look at.
    pub fn tell(&self, out: &mut Out) -> Verdict {
        let verdict = self.verdict();
        match out.json() {
            true => out.value(&self.json()),
            false => self.text(out),
        }
        verdict
    }

    pub fn verdict(&self) -> Verdict {
        match &self.report.ended {
            Ended::Paid(_) if self.taken() == Some(self.asked()) => Verdict::Fine,
            Ended::Paid(_) | Ended::Unknown { .. } => Verdict::Unknown,
            Ended::NotPaid(_) | Ended::NotStarted(_) => Verdict::DoesNotHold,
        }
    }

    fn asked(&self) -> Money {
        Money::from_cents(self.entry.cents)
    }

    fn taken(&self) -> Option<Money> {
        match &self.report.ended {
            Ended::Paid(approval) => Some(match (approval.cents, self.entry.operation) {
                // Some terminals answer a reversal with no amount.
                (0, Operation::Reversal) => self.asked(),
                (cents, _) => Money::from_cents(cents),
            }),
            _ => None,
        }
    }

    pub fn json(&self) -> Value {
        let nothing = Approval::default();
        let (outcome, approval) = match &self.report.ended {
            Ended::Paid(approval) => ("paid", Some(approval)),
            Ended::NotPaid(_) | Ended::NotStarted(_) => ("not_paid", None),
            Ended::Unknown { .. } => ("unknown", None),
        };
        let (reason, code, text) = match &self.report.ended {
            Ended::Paid(approval) => ("", String::new(), approval.text.clone()),
            Ended::NotPaid(refusal) => (
                reason(refusal),
                refusal.code.clone(),
                message::refused(refusal),
            ),
            Ended::NotStarted(error) => ("not-started", String::new(), message::terminal(error)),
            Ended::Unknown { error, undecided } => {
                let text = match undecided {
                    Some((_, why)) => why.clone(),
                    None => message::terminal(error),
                };
                ("unknown", String::new(), text)
            }
        };
        let last = match &self.report.ended {
            Ended::Unknown {
                undecided: Some((Some(last), _)),
                ..
            } => Some(self::last(last)),
            _ => None,
        };
        let slips: Vec<Value> = self.report.slips.iter().map(slip).collect();
        let card = approval.map(|approval| kind(approval.kind).code());
        let told = approval.unwrap_or(&nothing);
        json!({
            "action": action(self.entry.operation),
            "driver": self.place.config.driver.name(),
            "address": self.place.config.address,
            "outcome": outcome,
            "requested": self.asked().plain(),
            "amount": self.taken().map(Money::plain),
            "receipt_number": told.receipt_number,
            "card_type": card,
            "brand": told.brand,
            "masked_number": told.masked_number,
            "entry": approval.map(|approval| entry(approval.entry)),
            "terminal_id": told.terminal_id,
            "trace": told.trace,
            "authorisation": told.authorization,
            "timestamp": told.timestamp,
            "signature": told.signature,
            "reason": reason,
            "code": code,
            "text": text,
            "reference": self.entry.reference,
            "begun": self.entry.begun.to_rfc3339(),
            "recovered": self.recovered,
            "last": last,
            "slips": slips,
        })
    }

    fn text(&self, out: &mut Out) {
        let asked = self.asked();
        let (done, not_done) = match self.entry.operation {
            Operation::Payment => ("Bezahlt", "Nicht bezahlt"),
            Operation::Refund => ("Gutgeschrieben", "Nicht gutgeschrieben"),
            Operation::Reversal => ("Zurückgenommen", "Nicht zurückgenommen"),
        };
        let earlier = match self.recovered {
            true => format!(
                " (begonnen {})",
                self.entry.begun.format("%d.%m.%Y, %H:%M:%S")
            ),
            false => String::new(),
        };
        match &self.report.ended {
            Ended::Paid(approval) => {
                let taken = self.taken().unwrap_or(asked);
                out.line(format!("{done}: {taken} €{earlier}"));
                if taken != asked {
                    out.line(format!(
                        "ACHTUNG: verlangt waren {asked} €. Bitte nachsehen und entscheiden."
                    ));
                }
                out.pair("Karte", card_line(approval));
                out.pair("Belegnummer", &approval.receipt_number);
                for (name, value) in [
                    ("Terminal", &approval.terminal_id),
                    ("TA-Nummer", &approval.trace),
                    ("Genehmigung", &approval.authorization),
                    ("Zeit", &approval.timestamp),
                ] {
                    if !value.is_empty() {
                        out.pair(name, value);
                    }
                }
                if approval.signature {
                    out.line("Der Kunde muss unterschreiben; bitte die Unterschrift vergleichen.");
                }
            }
            Ended::NotPaid(refusal) => {
                out.line(format!(
                    "{not_done}{earlier}: {}",
                    message::refused(refusal)
                ));
            }
            Ended::NotStarted(error) => {
                out.line(format!("{not_done}{earlier}: {}", message::terminal(error)));
            }
            Ended::Unknown { error, undecided } => {
                out.line(format!(
                    "UNGEKLÄRT: {asked} €{earlier}. Die Karte kann belastet sein; nicht noch einmal kassieren."
                ));
                out.line(message::terminal(error));
                if let Some((last, why)) = undecided {
                    out.line(why);
                    if let Some(last) = last {
                        out.line(last_line(last));
                    }
                }
                out.line(
                    "`amtskasse terminal … recover` fragt das Terminal noch einmal; wer am Beleg sieht, was war, sagt es mit \
                     `recover --as paid --receipt NUMMER` oder `recover --as not-paid`.",
                );
            }
        }
        slips(&self.report.slips, out);
    }
}

fn action(operation: Operation) -> &'static str {
    match operation {
        Operation::Payment => "pay",
        Operation::Refund => "refund",
        Operation::Reversal => "reverse",
    }
}

/// DSFinV-K's kind of payment.
fn kind(kind: CardKind) -> PaymentKind {
    match kind {
        CardKind::Debit => PaymentKind::ECKarte,
        CardKind::Credit => PaymentKind::Kreditkarte,
        CardKind::Service => PaymentKind::ElZahlungsdienstleister,
        CardKind::Prepaid => PaymentKind::Guthabenkarte,
    }
}

fn entry(entry: Read) -> &'static str {
    match entry {
        Read::Unknown => "unknown",
        Read::Stripe => "stripe",
        Read::Chip => "chip",
        Read::Contactless => "contactless",
    }
}

fn reason(refusal: &Refusal) -> &'static str {
    match refusal.reason {
        Reason::Declined => "declined",
        Reason::Aborted => "aborted",
        Reason::Busy => "busy",
        Reason::NotReady(_) => "not-ready",
        Reason::Unsupported => "unsupported",
        _ => "other",
    }
}

/// Name of a condition for programs.
pub(super) fn condition(condition: Condition) -> &'static str {
    match condition {
        Condition::Ready => "ready",
        Condition::Wait => "wait",
        Condition::Initialise => "initialise",
        Condition::Diagnose => "diagnose",
        Condition::CloseDay => "close-day",
        Condition::LogIn => "log-in",
        Condition::Paper => "paper",
        _ => "service",
    }
}

fn card_line(approval: &Approval) -> String {
    let kind = kind(approval.kind).code();
    format!("{} {} ({kind})", approval.brand, approval.masked_number)
}

/// The last transaction of a terminal, for a program.
pub(super) fn last(last: &Last) -> Value {
    json!({
        "approved": last.approved,
        "amount": Money::from_cents(last.cents).plain(),
        "receipt_number": last.approval.receipt_number,
        "card_type": last.approved.then(|| kind(last.approval.kind).code()),
        "brand": last.approval.brand,
        "masked_number": last.approval.masked_number,
        "terminal_id": last.approval.terminal_id,
        "trace": last.approval.trace,
        "authorisation": last.approval.authorization,
        "timestamp": last.approval.timestamp,
        "text": last.text,
    })
}

/// The last transaction of a terminal, for a person.
pub(super) fn last_line(last: &Last) -> String {
    let amount = Money::from_cents(last.cents);
    let what = match last.approved {
        true => "bezahlt",
        false => "nicht bezahlt",
    };
    let mut line = format!("Letzter Vorgang am Terminal: {amount} €, {what}");
    for (name, value) in [
        ("Beleg", &last.approval.receipt_number),
        ("TA-Nummer", &last.approval.trace),
        ("Zeit", &last.approval.timestamp),
    ] {
        if !value.is_empty() {
            line.push_str(&format!(", {name} {value}"));
        }
    }
    line
}

/// A slip, for a program.
pub(super) fn slip(slip: &Slip) -> Value {
    let lines: Vec<&str> = slip.lines.iter().map(|line| line.text.as_str()).collect();
    json!({
        "kind": match slip.kind {
            SlipKind::Merchant => "merchant",
            SlipKind::Customer => "customer",
            SlipKind::Administration => "administration",
        },
        "signature": slip.signature,
        "lines": lines,
    })
}

/// Slips, for a person.
pub(super) fn slips(slips: &[Slip], out: &mut Out) {
    for slip in slips {
        let name = match slip.kind {
            SlipKind::Merchant => "Händlerbeleg",
            SlipKind::Customer => "Kundenbeleg",
            SlipKind::Administration => "Bericht",
        };
        out.line(format!("--- {name} ---"));
        for line in &slip.lines {
            out.line(format!("    {}", line.text));
        }
    }
}
