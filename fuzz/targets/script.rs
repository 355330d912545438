//! Any text as a script.
#![no_main]

#[path = "../../tests/fuzz/checks.rs"]
#[allow(dead_code, reason = "notation is the other target")]
mod checks;

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use tresillo::script::Compiler;

thread_local! {
    static COMPILER: RefCell<Compiler> = RefCell::new(Compiler::new(&[]));
}

fuzz_target!(|text: &str| COMPILER.with_borrow_mut(|compiler| checks::script(compiler, text)));
