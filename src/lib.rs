//! Tresillo: live-coded music in one binary.
//!
//! ```text
//!  file saved -- watch --> script (Rhai, ~1 ms) --> Set of tracks, each a Pattern      conductor thread
//!                              | diagnostics               | query (pure, ahead of time)
//!                              v                           v
//!  terminal <-- snapshot -- conductor --> Schedule --> [command ring] --> engine.render(out) --> cpal | WAV
//!                              ^                                             |
//!                              +------------- [garbage ring] <---------------+
//!                              +------------- [telemetry ring] <-------------+
//! ```
//!
//! Layers, each using only those before it: leaves ([`time`], [`symbol`], [`diag`], [`control`],
//! [`sound`], [`theory`], [`schedule`]), [`pattern`], [`mini`] and [`grid`], [`vocab`], [`set`], [`script`],
//! [`conductor`], app. The [`engine`] sees leaves only; the [`tui`] sees snapshots.

pub mod app;
pub mod audio;
pub mod bounce;
pub mod cli;
pub mod conductor;
pub mod config;
pub mod control;
pub mod diag;
pub mod engine;
pub mod grid;
pub mod inspect;
pub mod journal;
pub mod mini;
pub mod outside;
pub mod pattern;
pub mod query;
pub mod report;
pub mod samples;
pub mod schedule;
pub mod script;
pub mod set;
pub mod sound;
pub mod soundcheck;
pub mod symbol;
pub mod theory;
pub mod time;
pub mod tui;
pub mod vocab;
pub mod watch;
