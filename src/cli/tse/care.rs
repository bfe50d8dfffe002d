//! Self-test and clock.

use amtskasse_tse::Error;
use serde_json::json;

use super::place::Place;
use crate::cli::{Outcome, Verdict, out::Out, progress::Progress};
use crate::message;
use crate::till::{Clock, SystemClock, local};

pub(super) fn self_test(place: Place, out: &mut Out) -> Outcome {
    let mut device = place.open()?;
    let result = {
        let _progress = Progress::busy("Selbsttest");
        device.self_test()
    };
    let failed = match &result {
        Err(error @ Error::SelfTestFailed(_)) => Some(message::tse(error)),
        _ => None,
    };
    if failed.is_none() {
        place.settle(result)?;
    }
    match (out.json(), &failed) {
        (true, _) => out.value(&json!({ "passed": failed.is_none(), "reason": failed })),
        (false, None) => out.line("Die TSE hat ihren Selbsttest bestanden."),
        (false, Some(sentence)) => out.line(sentence),
    }
    Ok(match failed {
        None => Verdict::Fine,
        Some(_) => Verdict::DoesNotHold,
    })
}

pub(super) fn time(place: Place, out: &mut Out) -> Outcome {
    let mut device = place.open()?;
    let mut now = SystemClock.now();
    let set = super::awake(&mut *device, |device| {
        now = SystemClock.now();
        device.update_time(now)
    });
    place.settle(set)?;
    match out.json() {
        true => out.value(&json!({ "time": now })),
        false => out.line(format!(
            "Die Uhr der TSE ist gestellt: {}.",
            local(now).format("%d.%m.%Y, %H:%M:%S")
        )),
    }
    Ok(Verdict::Fine)
}
