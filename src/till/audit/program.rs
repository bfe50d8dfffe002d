//! Which program this is: its version, and the checksum by which somebody can tell that it is the released one.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::OnceLock;

use super::export::sum_of;

/// The program that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its version.
    pub version: &'static str,
    /// Where its file lies.
    pub path: PathBuf,
    /// Size of the file in bytes, and its SHA-256 in lower-case hex; `None`: the file could not be read.
    pub sum: Option<(u64, String)>,
}

static PROGRAM: OnceLock<Program> = OnceLock::new();

/// The program, once its checksum is known; the first question sets a thread to work.
pub fn program() -> Option<&'static Program> {
    if PROGRAM.get().is_none() {
        std::thread::spawn(await_program);
    }
    PROGRAM.get()
}

/// The program; waits for its checksum, a second at most.
pub fn await_program() -> &'static Program {
    PROGRAM.get_or_init(|| {
        let sum = running().and_then(|file| sum_of(file, &mut |_| true));
        Program {
            version: env!("CARGO_PKG_VERSION"),
            path: std::env::current_exe().unwrap_or_default(),
            sum: sum.ok().flatten(),
        }
    })
}

/// The file of what runs, even if an update has put another one in its place meanwhile.
fn running() -> io::Result<File> {
    if cfg!(target_os = "linux")
        && let Ok(file) = File::open("/proc/self/exe")
    {
        return Ok(file);
    }
    File::open(std::env::current_exe()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_file_which_runs() {
        let program = await_program();
        let file = std::fs::read(&program.path).unwrap();
        let sum = ring::digest::digest(&ring::digest::SHA256, &file);
        let hex = crate::fiscal::hex(sum.as_ref());
        assert_eq!(program.sum, Some((file.len() as u64, hex)));
        assert_eq!(program.version, env!("CARGO_PKG_VERSION"));
    }
}
