//! The real program while it plays: saves of every kind, mishaps, recordings, signals, newcomers.
//!
//! It plays in silence, and the tests read what it prints; sound is compared elsewhere.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![allow(clippy::disallowed_methods, reason = "these wait for a program")]

#[path = "live/controls.rs"]
mod controls;
#[cfg(unix)]
#[path = "live/endings.rs"]
mod endings;
#[path = "live/imports.rs"]
mod imports;
#[path = "live/mishaps.rs"]
mod mishaps;
#[path = "live/newcomer.rs"]
mod newcomer;
#[path = "live/outside.rs"]
mod outside;
#[path = "live/player.rs"]
mod player;
#[path = "live/recordings.rs"]
mod recordings;
#[path = "live/saves.rs"]
mod saves;
