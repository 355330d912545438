//! The conductor: holds the set, looks ahead, writes schedules, swaps versions.

pub mod lower;
