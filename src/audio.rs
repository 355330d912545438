//! Where samples go: a sound card or a file. The only callers of `render`.
//!
//! Which schedules the engine plays is the conductor's business; nothing here knows any music.

pub mod offline;
