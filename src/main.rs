//! The `tresillo` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    tresillo::cli::main()
}
