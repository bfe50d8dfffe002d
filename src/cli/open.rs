//! No command: the register itself.

use std::path::Path;

use super::{Failure, Outcome, Verdict};
use crate::ui;

/// Opens the register. A folder without one is set up with the demo municipality first.
pub(super) fn run(data: &Path, kiosk: bool) -> Outcome {
    check_display()?;
    screens(data, kiosk)
}

#[cfg(target_os = "linux")]
fn check_display() -> Result<(), Failure> {
    let shown = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if shown("DISPLAY") || shown("WAYLAND_DISPLAY") {
        return Ok(());
    }
    Err(Failure::new(
        "Hier gibt es keinen Bildschirm; `amtskasse demo --out ORDNER` spielt einen Geschäftstag ohne durch.",
    ))
}

#[cfg(not(target_os = "linux"))]
fn check_display() -> Result<(), Failure> {
    Ok(())
}

fn screens(data: &Path, kiosk: bool) -> Outcome {
    let options = ui::Options {
        data: data.to_owned(),
        kiosk,
        scale: None,
        language: None,
    };
    ui::run(options)
        .map(|()| Verdict::Fine)
        .map_err(|error| Failure::new(format!("Das Fenster ließ sich nicht öffnen: {error}.")))
}
