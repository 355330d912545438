//! Tests of the terminal: what is on the screen, in which colour, and how the terminal is left.
//!
//! They draw made-up snapshots, and play the program itself on a terminal without a sound card.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![allow(clippy::disallowed_methods, reason = "these wait for a program")]
#![allow(clippy::print_stderr, reason = "figures are told")]

#[path = "tui/pages.rs"]
mod pages;
#[path = "tui/piece.rs"]
mod piece;
#[cfg(unix)]
#[path = "tui/program.rs"]
mod program;
#[path = "tui/screens.rs"]
mod screens;
#[cfg(unix)]
#[path = "tui/session.rs"]
mod session;
#[path = "tui/stage.rs"]
mod stage;
#[cfg(unix)]
#[path = "tui/terminal.rs"]
mod terminal;
