//! No command: the register itself.

#[cfg(target_os = "linux")]
use std::os::linux::net::SocketAddrExt;
#[cfg(target_os = "linux")]
use std::os::unix::net::{SocketAddr, UnixStream};
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
    let name = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let wayland = name("WAYLAND_DISPLAY").is_some_and(|display| {
        let folder = name("XDG_RUNTIME_DIR").unwrap_or_default();
        UnixStream::connect(Path::new(&folder).join(display)).is_ok()
    });
    if wayland || name("DISPLAY").is_some_and(|display| answers(&display)) {
        return Ok(());
    }
    Err(Failure::new(
        "Hier gibt es keinen Bildschirm; `amtskasse demo --out ORDNER` spielt einen Geschäftstag ohne durch.",
    ))
}

/// Whether an X server answers; one on another machine gets the benefit of the doubt. The toolkit would panic.
#[cfg(target_os = "linux")]
fn answers(display: &str) -> bool {
    let Some(number) = display.trim_start_matches("unix").strip_prefix(':') else {
        return true;
    };
    let number = number.split('.').next().unwrap_or_default();
    let path = format!("/tmp/.X11-unix/X{number}");
    let hidden = SocketAddr::from_abstract_name(&path);
    UnixStream::connect(&path).is_ok()
        || hidden.is_ok_and(|address| UnixStream::connect_addr(&address).is_ok())
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
