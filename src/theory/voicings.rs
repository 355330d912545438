//! Voicings: which notes of a chord sound, in which octave, so that chords follow each other smoothly.
//!
//! Smoothness needs no memory: every chord takes the voicing whose outer note lies nearest to one
//! anchor, so the same chord always sounds the same. The tables are in `rows`.

pub mod rows;

use super::chords::Chord;
use super::notes::Note;
use crate::diag::nearest;

/// The anchor where none is set.
pub const DEFAULT_ANCHOR: i32 = 72;
/// Numbers and offsets further away than this are held there.
const FURTHEST: i64 = 1000;

/// How a voicing lies to its anchor.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Mode {
    /// Its top note is the anchor, or the first below.
    #[default]
    Below,
    /// Its lowest note is the anchor, or the first below: the chord lies above it.
    Above,
    /// As below, but the anchor itself is left out: a melody is playing it.
    Duck,
    /// As above, but always the first of its voicings, which stands on the root.
    Root,
}

impl Mode {
    /// The mode of that name.
    pub fn named(name: &str) -> Option<Mode> {
        match name {
            "below" => Some(Mode::Below),
            "above" => Some(Mode::Above),
            "duck" => Some(Mode::Duck),
            "root" => Some(Mode::Root),
            _ => None,
        }
    }
}

/// How to voice a chord.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Style<'a> {
    /// Which dictionary.
    pub dictionary: &'a str,
    /// Note number that the voicing lies at.
    pub anchor: i32,
    /// On which side of the anchor.
    pub mode: Mode,
    /// So many voicings further up the table, or down.
    pub offset: i64,
}

impl Default for Style<'_> {
    fn default() -> Self {
        Style { dictionary: rows::DEFAULT, anchor: DEFAULT_ANCHOR, mode: Mode::Below, offset: 0 }
    }
}

/// The note numbers of a chord, from low to high; `None` if the dictionary does not have it.
pub fn voice(chord: &Chord, style: &Style<'_>) -> Option<Vec<i32>> {
    let voicings = rows::voicings(style.dictionary, &chord.quality)?;
    // The note of each voicing that is brought to the anchor, and how far it stays below it.
    let target = |voicing: &[i32]| match style.mode {
        Mode::Below | Mode::Duck => voicing.last().copied().unwrap_or(0),
        Mode::Above | Mode::Root => voicing.first().copied().unwrap_or(0),
    };
    let root = chord.root.number();
    let distance = |voicing: &[i32]| (style.anchor - root - target(voicing)).rem_euclid(12);
    let best = match style.mode {
        Mode::Root => 0,
        _ => (0..voicings.len()).min_by_key(|&i| distance(voicings[i]))?,
    };
    let size = i64::try_from(voicings.len()).ok().filter(|size| *size > 0)?;
    let offset = style.offset.clamp(-FURTHEST, FURTHEST);
    let voicing = voicings[(best as i64 + offset).rem_euclid(size) as usize];
    let octaves = -(-offset).div_euclid(size) as i32;
    let shift = style.anchor - distance(voicing) + 12 * octaves - target(voicing);
    let mut notes: Vec<i32> = voicing.iter().map(|step| step + shift).collect();
    if style.mode == Mode::Duck {
        notes.retain(|note| *note != style.anchor);
    }
    Some(notes)
}

/// The n-th note of a voicing, which repeats after so many octaves in both directions.
pub fn nth(notes: &[i32], n: i64, octaves: i32) -> Option<i32> {
    let n = n.clamp(-FURTHEST, FURTHEST);
    let size = i64::try_from(notes.len()).ok().filter(|size| *size > 0)?;
    let note = notes[n.rem_euclid(size) as usize];
    Some(note + n.div_euclid(size) as i32 * 12 * octaves)
}

/// What to tell someone whose chord symbol has no voicing; `None` if it has one.
pub fn complaint(symbol: &str, dictionary: &str) -> Option<(String, String)> {
    if !rows::is_known(dictionary) {
        let names: Vec<&str> = rows::DICTIONARIES.iter().map(|d| d.name).collect();
        let message = format!("there is no dictionary of voicings `{dictionary}`");
        return Some((message, format!("it can be {}", names.join(", "))));
    }
    let Some(chord) = Chord::parse(symbol) else {
        let hint = "a chord begins with a note from A to G, as in Am7 or Bb^7";
        return Some((format!("`{symbol}` is not a chord"), hint.into()));
    };
    if rows::voicings(dictionary, &chord.quality).is_some() {
        return None;
    }
    let known = rows::qualities(dictionary);
    let hint = match nearest(&chord.quality, known.iter().copied().filter(|q| !q.is_empty())) {
        Some(near) => format!("did you mean `{}{near}`?", chord.root),
        None => "some chords: C, Cm, C7, Cm7, C^7, Ch7, Co7, Csus, C6, C9".into(),
    };
    Some((format!("there is no voicing for the chord `{symbol}`"), hint))
}

/// The name of a voiced note.
pub fn name(number: i32) -> String {
    Note::flat(number).to_string()
}

#[cfg(test)]
mod tests;
