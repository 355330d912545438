//! Asks a pattern what happens in its first two cycles, and prints the answer.
//!
//! `cargo run --example query_a_pattern`

#![allow(clippy::print_stdout, reason = "an example shows its result")]

use tresillo::pattern::Context;
use tresillo::query;
use tresillo::script::Compiler;
use tresillo::time::{Span, Time};

fn main() {
    let mut compiler = Compiler::new(&[]);
    let pattern = match compiler.expression(r#"s("bd(3,8)").every(2, |p| p.rev())"#) {
        Ok(pattern) => pattern,
        Err((mistakes, sources)) => {
            println!("{}", tresillo::report::draw_all(&mistakes, &sources, false));
            return;
        }
    };
    let span = Span::new(Time::ZERO, Time::whole(2));
    for event in query::events(&pattern, &Context::default(), span) {
        println!("{}", query::event_line(&event));
    }
}
