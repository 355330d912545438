//! A set that cannot die, in the real program: the journal and what it gives back, takes, resuming after
//! a kill, undo, parts that break.
#![allow(clippy::unwrap_used, reason = "a test may fail anywhere")]
#![allow(clippy::disallowed_methods, reason = "these wait for a program")]
#![allow(clippy::print_stderr, reason = "figures are told")]
#![allow(dead_code, reason = "the player is shared with other tests")]

#[path = "journal/night.rs"]
mod night;
#[path = "live/player.rs"]
mod player;
#[path = "journal/replay.rs"]
mod replay;
#[path = "journal/resume.rs"]
mod resume;
#[path = "journal/sound.rs"]
mod sound;
#[path = "journal/undo.rs"]
mod undo;
