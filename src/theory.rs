//! Musical data: notes and intervals, and the scales and chords that are built from them.
//!
//! Numbers and names only: nothing here knows of patterns, time or sound.

pub mod chords;
pub mod intervals;
pub mod notes;
pub mod scales;
pub mod tunings;
pub mod voicings;
