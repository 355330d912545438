//! Any text as mini-notation.
#![no_main]

#[path = "../../tests/fuzz/checks.rs"]
#[allow(dead_code, reason = "scripts are the other target")]
mod checks;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| checks::notation(text));
