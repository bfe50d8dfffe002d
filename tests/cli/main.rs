//! The command line as scripts see it: the real binary, real files, exit status and sentences.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod backup;
mod catalogue;
mod demo;
mod evaluation;
mod rules;
mod site;
mod tax;
mod terminal;
mod tse;
mod tse_cloud;
mod tse_network;
mod verify;
mod verify_dsfinvk;
mod wrong_input;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use tempfile::TempDir;

/// The program, without anything of the caller's desktop.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_amtskasse"));
    for name in ["AMTSKASSE_DATA", "DISPLAY", "WAYLAND_DISPLAY"] {
        command.env_remove(name);
    }
    command
}

/// What a run said and how it ended.
#[derive(Debug)]
struct Run {
    status: i32,
    out: String,
    err: String,
}

impl Run {
    fn of(output: Output) -> Run {
        Run {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Ended well; gives standard output.
    fn fine(self) -> String {
        assert_eq!((self.status, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// Ran, and what was checked does not hold; gives standard output.
    fn does_not_hold(self) -> String {
        assert_eq!((self.status, self.err.as_str()), (1, ""), "{}", self.out);
        self.out
    }

    /// Could not run, and says why in one sentence; gives that.
    fn could_not_run(self) -> String {
        assert_eq!(self.status, 2, "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
        let sentence = self
            .err
            .strip_prefix("amtskasse: ")
            .unwrap_or_else(|| panic!("{self:?}"));
        assert_eq!(sentence.lines().count(), 1, "{sentence}");
        assert!(!sentence.contains("panicked"), "{sentence}");
        sentence.trim_end().to_owned()
    }
}

fn run<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Run {
    Run::of(program().args(arguments).output().unwrap())
}

/// Runs a command line given as text; `{}` stands for `folder`.
fn run_in(folder: &Path, line: &str) -> Run {
    let folder = folder.to_str().unwrap();
    run(line.split(' ').map(|word| word.replace("{}", folder)))
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

/// A day's business, rung up once for all tests and never changed.
fn day() -> &'static Path {
    static DAY: OnceLock<TempDir> = OnceLock::new();
    let folder = DAY.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        run_in(folder.path(), "demo --out {}/day --receipts 25").fine();
        folder
    });
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| folder.path().join("day"))
}

/// A copy of the day's data folder, to be tampered with.
fn copy() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(&day().join("data"), &folder.path().join("data"));
    std::fs::copy(day().join("tse.tar"), folder.path().join("tse.tar")).unwrap();
    folder
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn sql(folder: &Path, statements: &str) {
    let connection = rusqlite::Connection::open(folder.join("data/amtskasse.db")).unwrap();
    connection.execute_batch(statements).unwrap();
}
