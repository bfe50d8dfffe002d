//! Payments, refunds and reversals of a simulated terminal.

use super::line::Gone;
use super::memory::{Charge, Kept, Memory, Record};
use super::play::{Moment, Play, Verdict};
use super::record::{self, Numbers};
use super::talk::Talk;
use super::ways::{Forsaken, Unacknowledged};
use super::wire::{Command, fields, number};
use super::work::admitted;
use crate::Operation;

/// What the till asked for.
struct Wish {
    operation: Operation,
    cents: i64,
    password: Option<Vec<u8>>,
    /// Receipt a reversal is about.
    receipt: Option<u16>,
}

fn wish(command: &Command) -> Option<Wish> {
    let (operation, fixed) = match command.code {
        0x0601 => (Operation::Payment, 0),
        0x0630 => (Operation::Reversal, 3),
        _ => (Operation::Refund, 3),
    };
    let found = fields(command.data.get(fixed..)?)?;
    let value = |wanted| {
        let field = found.iter().find(|(field, _)| *field == wanted);
        field.and_then(|(_, data)| number(data))
    };
    Some(Wish {
        operation,
        cents: value(0x04)
            .and_then(|cents| i64::try_from(cents).ok())
            .unwrap_or(0),
        password: (fixed > 0).then(|| command.data[..fixed].to_vec()),
        receipt: value(0x87).and_then(|receipt| u16::try_from(receipt).ok()),
    })
}

/// How the next one goes; an error is the answer that refuses it.
pub(super) fn next_play(memory: &Memory, command: &Command) -> Result<Play, u16> {
    memory.with(|kept| {
        if let Some(play) = kept.plays.front_mut()
            && play.busy > 0
        {
            play.busy -= 1;
            return Err(0x849C);
        }
        let play = kept.plays.pop_front().unwrap_or_default();
        let refuses = kept.ways.refuses_refunds && command.code == 0x0631;
        match play.verdict {
            Verdict::Refuse(code) => Err(0x8400 | u16::from(code)),
            _ if refuses || wish(command).is_none() => Err(0x8483),
            _ => Ok(play),
        }
    })
}

/// Works at a payment, a refund or a reversal.
pub(super) fn transact(talk: &mut Talk<'_>, command: &Command) -> Result<(), Gone> {
    let Some(wish) = wish(command) else {
        return Ok(());
    };
    if !admitted(talk, wish.password.as_deref()) {
        return ended(talk);
    }
    talk.memory.with(|kept| kept.begun += 1);
    let taken_back = match wish.operation {
        Operation::Reversal => match find(talk, &wish) {
            Ok(record) => Some(record),
            Err(code) => {
                refuse(talk, &wish, code, true);
                return ended(talk);
            }
        },
        _ => None,
    };
    let cents = taken_back
        .as_ref()
        .map_or(wish.cents, |record| record.cents);
    if let Some(code) = customer(talk, &wish) {
        refuse(talk, &wish, code, true);
        return ended(talk);
    }
    match talk.play.verdict {
        Verdict::Approve => approve(talk, &wish, cents, taken_back.map(|record| record.receipt)),
        Verdict::Decline(code) => refuse(talk, &wish, code, true),
        Verdict::Abort(code) | Verdict::Refuse(code) => refuse(talk, &wish, code, false),
    }
    ended(talk)
}

fn ended(talk: &Talk<'_>) -> Result<(), Gone> {
    match talk.forsaken {
        true => Err(Gone),
        false => Ok(()),
    }
}

/// The payment a reversal takes back.
fn find(talk: &Talk<'_>, wish: &Wish) -> Result<Record, u8> {
    talk.memory.with(|kept| {
        let payments = || {
            let approved = kept.batch.iter().rev().filter(|record| record.approved);
            approved.filter(|record| record.operation == Operation::Payment)
        };
        let found = match kept.ways.reverses_last_only {
            true => payments().next(),
            false => payments().find(|record| Some(record.receipt) == wish.receipt),
        };
        let found = found.ok_or(0xB5)?;
        match found.reversed {
            true => Err(0xB4),
            false => Ok(found.clone()),
        }
    })
}

/// What happens between command and verdict; `Some`: it ends here, with this code.
fn customer(talk: &mut Talk<'_>, wish: &Wish) -> Option<u8> {
    let card = wish.operation != Operation::Reversal;
    talk.abortable = card;
    let steps: &[(u8, &str)] = match card {
        true => &[
            (0x0A, "Karte vorhalten\neinstecken/durchziehen"),
            (0x0E, "Bitte warten"),
        ],
        false => &[(0x0E, "Storno läuft")],
    };
    for (number, (status, text)) in steps.iter().enumerate() {
        // Once the card is in, nothing stops it any more.
        talk.abortable &= number == 0;
        talk.intermediate(*status, text);
        if talk.aborted {
            return Some(0x6C);
        }
        if talk.forsaken && talk.ways.forsaken == Forsaken::Stops {
            return Some(0x6C);
        }
    }
    talk.abortable = false;
    None
}

/// Refused: status information (unless it comes without), slip, abort.
fn refuse(talk: &mut Talk<'_>, wish: &Wish, code: u8, states: bool) {
    let status = talk.memory.with(|kept| {
        let status = record::refused(kept, code);
        if kept.ways.keeps_refusals {
            kept.last = Some(Record {
                operation: wish.operation,
                cents: wish.cents,
                receipt: 0,
                circuit: None,
                approved: false,
                reversed: false,
                status: status.clone(),
                slips: Vec::new(),
            });
        }
        status
    });
    if states {
        talk.tell(0x040F, &status);
    }
    talk.end(0x061E, &[code]);
}

/// Approved by the host. What follows decides whether it stays.
fn approve(talk: &mut Talk<'_>, wish: &Wish, asked: i64, of: Option<u16>) {
    let cents = talk.play.approves.unwrap_or(asked);
    let play = talk.play.clone();
    let (numbers, status, again) = talk.memory.with(|kept| {
        let numbers = record::next(kept, &play);
        let status = record::approved(kept, &play, &numbers, cents, true);
        let again = record::approved(kept, &play, &numbers, cents, play.odd_again);
        (numbers, status, again)
    });
    let slips = record::slips(&numbers, &play.card, wish.operation, cents);
    talk.incident(Moment::Approved);
    if play.prints_first {
        talk.print(&slips, &[1, 2]);
    }
    let charge = Charge {
        operation: wish.operation,
        cents,
        receipt: numbers.receipt,
        of,
    };
    let record = Record {
        operation: wish.operation,
        cents,
        receipt: numbers.receipt,
        circuit: Some(record::column(&play.card)),
        approved: true,
        reversed: false,
        status: again,
        slips: slips.clone(),
    };
    // Stored before it is told: with a till that hears nothing it stays, or is taken back below.
    let stays = talk.ways.unacknowledged == Unacknowledged::Stays;
    if stays {
        talk.memory.with(|kept| store(kept, charge, record.clone()));
    }
    talk.say(0x040F, &status);
    talk.incident(Moment::Stated);
    let known = talk.acknowledged();
    talk.forsaken |= !known;
    if known && !stays {
        talk.memory.with(|kept| store(kept, charge, record));
    }
    talk.incident(Moment::Acknowledged);
    if !known && !stays {
        return take_back(talk, wish, &numbers);
    }
    if !play.prints_first {
        talk.print(&slips, &[1, 2]);
    }
    talk.end(0x060F, &[]);
}

fn store(kept: &mut Kept, charge: Charge, record: Record) {
    kept.charged.push(charge);
    if let Some(of) = charge.of {
        let payments = kept.batch.iter_mut().rev();
        let mut payments = payments.filter(|record| record.operation == Operation::Payment);
        if let Some(record) = payments.find(|record| record.receipt == of) {
            record.reversed = true;
        }
    }
    kept.batch.push(record.clone());
    kept.last = Some(record);
}

/// The old way: what was not acknowledged is taken back at the host.
fn take_back(talk: &mut Talk<'_>, wish: &Wish, numbers: &Numbers) {
    talk.intermediate(0x05, "Automatisches Storno");
    talk.memory.with(|kept| {
        // Its number is used up, and what is remembered is that it failed.
        debug_assert!(kept.next > numbers.trace);
        if kept.ways.keeps_refusals {
            let status = record::refused(kept, 0x9B);
            kept.last = Some(Record {
                operation: wish.operation,
                cents: wish.cents,
                receipt: 0,
                circuit: None,
                approved: false,
                reversed: true,
                status,
                slips: Vec::new(),
            });
        }
    });
    talk.end(0x061E, &[0x9B]);
}
