//! Tests of the terminal: what is on the screen, in which colour, and how the terminal is left.
//!
//! They draw made-up snapshots; no music plays here.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]

#[path = "tui/pages.rs"]
mod pages;
#[path = "tui/piece.rs"]
mod piece;
#[path = "tui/screens.rs"]
mod screens;
#[cfg(unix)]
#[path = "tui/session.rs"]
mod session;
#[path = "tui/stage.rs"]
mod stage;
