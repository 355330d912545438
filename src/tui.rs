//! The terminal: draws snapshots, turns keys into actions.
//!
//! It sees snapshots, the vocabulary's reference and diagnostics; it knows no engine and no script.

pub mod snapshot;
