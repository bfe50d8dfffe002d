//! Files with PINs and keys, and typing them without being seen.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use amtskasse_tse::Secret;
use amtskasse_tse::driver::{Driver, Secrets};
use console::Term;
use serde::{Deserialize, Serialize};

use crate::cli::{Failure, file};
use crate::till::tse::secrets::{Weak, check, rules};

/// What such a file holds.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct File {
    /// Id a TSE was given when it was made at its maker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    #[serde(flatten)]
    pub secrets: Secrets,
}

/// Reads one; others than its owner must not be able to.
pub(super) fn read(path: &Path) -> Result<File, Failure> {
    let text = fs::read(path).map_err(|error| file::failed(path, &error))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path)
            .map_err(|error| file::failed(path, &error))?
            .permissions()
            .mode();
        if mode & 0o077 != 0 {
            let path = path.display();
            return Err(Failure::new(format!(
                "{path}: andere als der Besitzer dürfen diese Datei lesen; bitte erst `chmod 600 {path}`."
            )));
        }
    }
    // What is wrong with it may stand beside a PIN: only the place is told.
    serde_json::from_slice(&text).map_err(|error| {
        Failure::new(format!(
            "{}, Zeile {}: erwartet wird JSON wie {{\"admin_pin\": \"…\", \"time_admin_pin\": \"…\", \"admin_puk\": \"…\", \"api_key\": \"…\", \"api_secret\": \"…\"}}.",
            path.display(),
            error.line()
        ))
    })
}

/// Writes one for its owner alone; on return it is on disk.
pub(super) fn write(path: &Path, content: &File) -> Result<(), Failure> {
    file::check_target(path)?;
    let mut draft = path.as_os_str().to_owned();
    draft.push(".part");
    let draft = Path::new(&draft);
    let written = (|| -> io::Result<()> {
        let json = serde_json::to_vec_pretty(content).map_err(io::Error::other)?;
        let mut options = fs::OpenOptions::new();
        options.create_new(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(draft)?;
        file.write_all(&json)?;
        file.sync_all()?;
        fs::rename(draft, path)
    })();
    if written.is_err() {
        let _ = fs::remove_file(draft);
    }
    written.map_err(|error| file::failed(path, &error))
}

/// Asks for a value that is missing, if there is somebody to ask. Nothing is shown while it is typed.
pub(super) fn ask(prompt: &str, value: &mut String) -> Result<(), Failure> {
    if value.is_empty() && io::stdin().is_terminal() {
        *value = typed(prompt)?;
    }
    Ok(())
}

/// Asks for a new value, twice; `from` names the option whose file could hold it.
pub(super) fn ask_new(driver: Driver, secret: Secret, from: &str) -> Result<String, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::new(format!(
            "Neue PINs kommen aus einer Datei ({from}) oder werden am Bildschirm eingegeben; hier ist keiner."
        )));
    }
    let prompt = match secret {
        Secret::AdminPin => "PIN des Administrators",
        Secret::TimeAdminPin => "PIN des Zeit-Administrators",
        Secret::Puk => "PUK",
        Secret::Key => "Zugangsschlüssel",
    };
    let digits = digits(driver, secret);
    let first = typed(&format!("{prompt} (neu, {digits}): "))?;
    let second = typed(&format!("{prompt} (noch einmal): "))?;
    match first == second {
        true => Ok(first),
        false => Err(Failure::new("Die beiden Eingaben sind verschieden.")),
    }
}

fn typed(prompt: &str) -> Result<String, Failure> {
    let terminal = Term::stderr();
    let failed = |error: io::Error| {
        Failure::new(format!(
            "Die Eingabe ging nicht: {}.",
            crate::message::reason(&error)
        ))
    };
    terminal.write_str(prompt).map_err(failed)?;
    Ok(terminal
        .read_secure_line()
        .map_err(failed)?
        .trim()
        .to_owned())
}

/// Refuses secrets that a device must not be set up with.
pub(super) fn or_refuse(driver: Driver, secrets: &Secrets) -> Result<(), Failure> {
    match check(driver, secrets) {
        None => Ok(()),
        Some((secret, weak)) => Err(Failure::new(why(driver, secret, weak))),
    }
}

/// Why a secret is refused.
pub(super) fn why(driver: Driver, secret: Secret, weak: Weak) -> String {
    let name = match secret {
        Secret::AdminPin => "Die PIN des Administrators",
        Secret::TimeAdminPin => "Die PIN des Zeit-Administrators",
        Secret::Puk => "Die PUK",
        Secret::Key => "Der Zugangsschlüssel",
    };
    let digits = digits(driver, secret);
    match weak {
        Weak::Length => format!("{name} braucht {digits}."),
        Weak::Known => format!(
            "{name} ist die der Auslieferung oder leicht zu erraten; bitte andere {digits} nehmen, oder mit --generate würfeln lassen."
        ),
        Weak::Same => "Beide PINs sind gleich; bitte zwei verschiedene nehmen.".to_owned(),
    }
}

/// How long a device wants a secret to be.
fn digits(driver: Driver, secret: Secret) -> String {
    let rules = rules(driver);
    match (secret, rules.puk, rules.pin) {
        (Secret::Puk, Some(length), _) => format!("{length} Ziffern"),
        (_, _, (least, most)) if least == most => format!("{least} Ziffern"),
        (_, _, (least, most)) => format!("{least} bis {most} Ziffern"),
    }
}
