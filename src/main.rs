//! The front door: everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    amtskasse::cli::main()
}
