//! Harmony: scales, transpositions, chords and arpeggios, one row each.
//!
//! What a scale or chord is, is known in `theory`; here events are led to it.

mod chord;
mod scale;
#[cfg(test)]
mod tests;
