//! The `tresillo` command.

use std::process::ExitCode;

/// Patterns are trees of small pieces: they are made, asked and dropped faster than with most systems'
/// own allocators, and long sets leave no holes.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    tresillo::cli::main()
}
