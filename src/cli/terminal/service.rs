//! Actions that move no money.

use amtskasse_terminal::{
    Approval, Attendant, Condition, DayTotals, Mark, NotKept, Question, Service, Slip, Status, Step,
};
use serde_json::{Value, json};
use std::sync::Arc;

use super::answer::{condition, last, last_line, slip, slips};
use super::place::Place;
use super::watch::Watch;
use crate::cli::{Failure, Outcome, Verdict, out::Out};
use crate::message;
use crate::money::Money;
use crate::till::terminals::probe::{Elsewhere, Found, probe};
use crate::till::{Clock, Progress, SystemClock};

pub(super) fn status(place: &Place, out: &mut Out) -> Outcome {
    // A configuration that cannot work is told as such, not looked around for.
    drop(place.open()?);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let Found { answer, elsewhere } = probe(&place.config, &clock);
    match answer {
        Ok(status) => Ok(tell(place, &status, out)),
        Err(error) if elsewhere.is_empty() => Err(super::failed(&error)),
        Err(error) => {
            let found: Vec<String> = elsewhere.iter().map(found).collect();
            Err(Failure::new(format!(
                "{} Aber: {}.",
                message::terminal(&error),
                found.join("; ")
            )))
        }
    }
}

fn found(elsewhere: &Elsewhere) -> String {
    use amtskasse_terminal::Driver;
    let Elsewhere {
        driver, address, ..
    } = elsewhere;
    let how = match driver {
        Driver::Opi => format!("--driver opi --dialect {}", elsewhere.dialect.name()),
        other => format!("--driver {}", other.name()),
    };
    format!("unter {address} antwortet ein Terminal mit {how}")
}

pub(super) fn log_in(place: &Place, out: &mut Out) -> Outcome {
    let mut device = place.open()?;
    let mut desk = Desk::new()?;
    let status = device
        .log_in(&mut desk)
        .map_err(|error| super::failed(&error))?;
    Ok(tell(place, &status, out))
}

fn tell(place: &Place, status: &Status, out: &mut Out) -> Verdict {
    let ready = status.condition == Condition::Ready;
    if out.json() {
        out.value(&json!({
            "driver": place.config.driver.name(),
            "address": place.config.address,
            "ready": ready,
            "condition": condition(status.condition),
            "terminal_id": status.terminal_id,
            "version": status.version,
            "text": status.text,
        }));
    } else {
        out.line(format!("{}.", message::condition_text(status.condition)));
        for (name, value) in [
            ("Terminal", &status.terminal_id),
            ("Version", &status.version),
            ("Meldung", &status.text),
        ] {
            if !value.is_empty() {
                out.pair(name, value.replace('\n', " "));
            }
        }
    }
    match ready {
        true => Verdict::Fine,
        false => Verdict::DoesNotHold,
    }
}

pub(super) fn log_off(place: &Place, out: &mut Out) -> Outcome {
    let mut device = place.open()?;
    device.log_off().map_err(|error| super::failed(&error))?;
    done(out, "Abgemeldet.")
}

pub(super) fn abort(place: &Place, out: &mut Out) -> Outcome {
    let mut device = place.open()?;
    device.abort().map_err(|error| super::failed(&error))?;
    done(
        out,
        "Der Abbruch ist gewünscht. Wie die Zahlung endet, erfährt nur, wer sie begonnen hat.",
    )
}

pub(super) fn work(place: &Place, service: Service, out: &mut Out) -> Outcome {
    let mut device = place.open()?;
    let mut desk = Desk::new()?;
    let answer = device.service(service, &mut desk);
    answer.map_err(|error| super::failed(&error))?;
    match out.json() {
        true => out.value(&json!({ "done": true, "slips": desk.json() })),
        false => {
            out.line("Erledigt.");
            slips(&desk.slips, out);
        }
    }
    Ok(Verdict::Fine)
}

pub(super) fn repeat(place: &Place, out: &mut Out) -> Outcome {
    let mut device = place.open()?;
    let mut desk = Desk::new()?;
    let answer = device.repeat(&mut desk);
    let known = answer.map_err(|error| super::failed(&error))?;
    if out.json() {
        let known = known.as_ref().map(last);
        out.value(&json!({ "last": known, "slips": desk.json() }));
        return Ok(Verdict::Fine);
    }
    match &known {
        Some(known) => out.line(last_line(known)),
        None => out.line("Das Terminal nennt keinen letzten Vorgang."),
    }
    slips(&desk.slips, out);
    Ok(Verdict::Fine)
}

pub(super) fn totals(place: &Place, closure: bool, out: &mut Out) -> Outcome {
    let mut device = place.open()?;
    // What is unknown could not be asked for any more after the end of the day.
    let locked = match closure {
        true => Some(place.journal()?),
        false => None,
    };
    if let Some(locked) = &locked {
        let entry = locked.journal.read();
        let entry = entry.map_err(|error| Failure::new(message::terminal_journal(&error)))?;
        if entry.is_some_and(|e| e.stage == crate::till::terminals::journal::Stage::Open) {
            return Err(Failure::new(
                "Eine Zahlung an diesem Terminal ist ungeklärt; bitte erst `amtskasse terminal … recover`.",
            ));
        }
    }
    let mut desk = Desk::new()?;
    let answer = device.totals(closure, &mut desk);
    let totals = answer.map_err(|error| super::failed(&error))?;
    match out.json() {
        true => out.value(&totals_json(&totals, &desk)),
        false => totals_text(&totals, &desk, out),
    }
    Ok(Verdict::Fine)
}

fn totals_json(totals: &DayTotals, desk: &Desk) -> Value {
    let circuits: Vec<Value> = totals
        .circuits
        .iter()
        .map(|circuit| {
            json!({
                "name": circuit.name,
                "count": circuit.count,
                "amount": Money::from_cents(circuit.cents).plain(),
            })
        })
        .collect();
    json!({
        "terminal_id": totals.terminal_id,
        "amount": Money::from_cents(totals.cents).plain(),
        "count": totals.count,
        "first_receipt": totals.receipts.map(|(first, _)| first),
        "last_receipt": totals.receipts.map(|(_, last)| last),
        "circuits": circuits,
        "closed": totals.closed,
        "slips": desk.json(),
    })
}

fn totals_text(totals: &DayTotals, desk: &Desk, out: &mut Out) {
    out.line(match totals.closed {
        true => "Kassenschnitt ist gemacht.",
        false => "Zwischensummen; der Tag am Terminal geht weiter.",
    });
    out.pair("Summe", format!("{} €", Money::from_cents(totals.cents)));
    if let Some(count) = totals.count {
        out.pair("Vorgänge", count.to_string());
    }
    if let Some((first, last)) = totals.receipts {
        out.pair("Belege", format!("{first} bis {last}"));
    }
    for circuit in &totals.circuits {
        let amount = Money::from_cents(circuit.cents);
        out.pair(&circuit.name, format!("{} mal, {amount} €", circuit.count));
    }
    slips(&desk.slips, out);
}

fn done(out: &mut Out, text: &str) -> Outcome {
    match out.json() {
        true => out.value(&json!({ "done": true })),
        false => out.line(text),
    }
    Ok(Verdict::Fine)
}

/// Shows what a terminal shows, and collects what it prints.
struct Desk {
    watch: Watch,
    slips: Vec<Slip>,
}

impl Desk {
    fn new() -> Result<Self, Failure> {
        Ok(Self {
            watch: Watch::new()?,
            slips: Vec::new(),
        })
    }

    fn json(&self) -> Vec<Value> {
        self.slips.iter().map(slip).collect()
    }
}

impl Attendant for Desk {
    fn sending(&mut self, _: &Mark) -> Result<(), NotKept> {
        Ok(())
    }
    fn paid(&mut self, _: &Approval) -> Result<(), NotKept> {
        Ok(())
    }
    fn step(&mut self, step: Step) {
        self.watch.step(step);
    }
    fn abort_requested(&self) -> bool {
        self.watch.abort_requested()
    }
    fn print(&mut self, slip: &Slip) -> Result<(), NotKept> {
        self.slips.push(slip.clone());
        Ok(())
    }
    fn ask(&mut self, question: &Question) {
        self.watch.ask(question);
    }
    fn answer(&mut self) -> Option<bool> {
        self.watch.answer()
    }
    fn unask(&mut self) {
        self.watch.unask();
    }
}
