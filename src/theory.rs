//! Musical data: notes, and what is built from them.

pub mod notes;
