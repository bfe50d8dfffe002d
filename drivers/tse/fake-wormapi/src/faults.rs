//! Failures, out of the file `FAULTS` in the stick's folder.
//!
//! One a line: the function (`*` for every one), what happens, and how often (always, if no number stands there):
//!
//! ```text
//! worm_transaction_finish before 13 1   the power goes before it is carried out
//! worm_transaction_finish after 6       carried out, and the answer is invalid
//! worm_transaction_start slow 500       takes half a second
//! worm_transaction_start hang           until the line is gone
//! worm_transaction_finish twist number  the answer is for another transaction
//! ```
//!
//! Numbers are the library's, decimal or with `0x`. After 13 and 2 the context is of no use any more, as with a
//! device that was pulled out. Twists: `number`, `serial`, `short`, `huge`, `null`, `counter`, `time` (answers of signing
//! calls), `count`, `unended` (lists), `huge`, `garbage` (certificate), `huge`, `null` (export), `serial`, `state` (info),
//! `endless` (lists), `wear` (flash health).

use std::path::Path;
use std::time::Duration;

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    Before(u32),
    After(u32),
    Slow(Duration),
    Hang,
    Twist(String),
}

fn number(text: &str) -> Option<u32> {
    match text.strip_prefix("0x") {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
}

fn parse(line: &str, function: &str) -> Option<(Fault, Option<u32>)> {
    let mut words = line.split_whitespace();
    let named = words.next()?;
    if named != function && named != "*" {
        return None;
    }
    let fault = match words.next()? {
        "before" => Fault::Before(number(words.next()?)?),
        "after" => Fault::After(number(words.next()?)?),
        "slow" => Fault::Slow(Duration::from_millis(number(words.next()?)?.into())),
        "hang" => Fault::Hang,
        "twist" => Fault::Twist(words.next()?.to_owned()),
        _ => return None,
    };
    Some((fault, words.next().and_then(number)))
}

/// The faults of this call; a line with a number loses one.
pub(crate) fn of(folder: &Path, function: &str) -> Vec<Fault> {
    let path = folder.join("FAULTS");
    let Ok(text) = std::fs::read_to_string(&path) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    let mut kept = String::new();
    let mut changed = false;
    for line in text.lines() {
        match parse(line, function) {
            Some((fault, Some(times))) => {
                changed = true;
                if times > 1 {
                    let short = line.trim_end().rsplit_once(' ').map_or(line, |pair| pair.0);
                    kept.push_str(&format!("{short} {}\n", times - 1));
                }
                if times > 0 {
                    faults.push(fault);
                }
            }
            Some((fault, None)) => {
                faults.push(fault);
                kept.push_str(line);
                kept.push('\n');
            }
            None => {
                kept.push_str(line);
                kept.push('\n');
            }
        }
    }
    if changed {
        let _ = std::fs::write(&path, kept);
    }
    faults
}

/// Waits as long as the faults say.
pub(crate) fn wait(folder: &Path, function: &str, faults: &[Fault]) {
    for fault in faults {
        if let Fault::Slow(time) = fault {
            std::thread::sleep(*time);
        }
    }
    if faults.contains(&Fault::Hang) {
        while of(folder, function).contains(&Fault::Hang) {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}
