//! The `tresillo` command.

fn main() {}
