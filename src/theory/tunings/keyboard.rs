//! Keyboard maps (`.kbm`): which key plays which degree of a scale, and which key has which frequency.
//!
//! The text is read, not the file. Keys that the map leaves out play nothing.

use std::sync::Arc;

use super::{MOST_NOTES, NoScala, Tuning};

/// Keys and degrees further away than this are a mistake.
const FURTHEST: i64 = 1_000_000;

/// A keyboard map.
#[derive(Clone, PartialEq, Debug)]
pub struct Keyboard {
    /// The first and the last key that it tunes; others sound in twelve equal steps.
    pub first: i64,
    /// The last key.
    pub last: i64,
    /// The key of the first entry of the map.
    pub middle: i64,
    /// The key whose frequency is given.
    pub reference: i64,
    /// The frequency of the reference key, in hertz.
    pub hertz: f64,
    /// How many degrees the scale goes on when the map begins again; 0 for all that it has.
    pub octave: i64,
    /// The degree of each key from the middle one on; empty for one degree after another.
    pub degrees: Arc<[Option<i64>]>,
}

/// What a key of a keyboard plays.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Key {
    /// A degree of the scale.
    Degree(i64),
    /// Nothing: the map leaves it out.
    Unmapped,
    /// What it plays without a map: it lies outside the keys that are tuned.
    Untouched,
}

impl Keyboard {
    /// Reads the text of a `.kbm` file.
    ///
    /// # Errors
    /// When a line is missing, or is not what should stand there.
    pub fn read(text: &str) -> Result<Keyboard, NoScala> {
        let wrong = |line: usize, message: String| NoScala { line, message };
        let all = text.lines().enumerate().map(|(i, line)| (i + 1, line.trim()));
        let mut lines = all.filter(|(_, line)| !line.is_empty() && !line.starts_with('!'));
        let last_line = text.lines().count().max(1);
        let mut next = |what: &str| {
            let line = lines.next().ok_or_else(|| wrong(last_line, format!("{what} is missing")));
            line.map(|(at, line)| (at, line.split_whitespace().next().unwrap_or("")))
        };
        let whole = |(at, word): (usize, &str), what: &str| {
            let number = word.parse().ok().filter(|n: &i64| n.abs() <= FURTHEST);
            number.ok_or_else(|| wrong(at, format!("`{word}` is no number for {what}")))
        };
        let mut number = |what: &str| whole(next(what)?, what);
        let size = number("the size of the map")?;
        let (first, last) = (number("the first key")?, number("the last key")?);
        let middle = number("the middle key")?;
        let reference = number("the reference key")?;
        let (at, word) = next("the reference frequency")?;
        let hertz = word.parse().ok().filter(|hertz: &f64| hertz.is_finite() && *hertz > 0.0);
        let hertz = hertz.ok_or_else(|| wrong(at, format!("`{word}` is no frequency")))?;
        let octave = whole(next("the degree of the octave")?, "the degree of the octave")?;
        if !(0..=MOST_NOTES as i64).contains(&size) {
            return Err(wrong(1, format!("a map has 0 to {MOST_NOTES} keys, not {size}")));
        }
        // Keys at the end that are not there are not mapped.
        let mut degrees = vec![None; size as usize];
        for degree in &mut degrees {
            match next("") {
                Ok((_, "x" | "X")) => {}
                Ok(line) => *degree = Some(whole(line, "a degree")?),
                Err(_) => break,
            }
        }
        let degrees = degrees.into();
        let keyboard = Keyboard { first, last, middle, reference, hertz, octave, degrees };
        match keyboard.entry(reference, 1) {
            Some(_) => Ok(keyboard),
            None => Err(wrong(last_line, format!("the reference key {reference} is not mapped"))),
        }
    }

    /// The degree of a key in a scale of so many notes, wherever it lies.
    fn entry(&self, key: i64, notes: usize) -> Option<i64> {
        let from = key.saturating_sub(self.middle);
        let count = self.degrees.len() as i64;
        if count == 0 {
            return Some(from);
        }
        let octave = if self.octave == 0 { notes as i64 } else { self.octave };
        let degree = self.degrees[from.rem_euclid(count) as usize]?;
        Some(degree.saturating_add(from.div_euclid(count).saturating_mul(octave)))
    }

    /// What a key plays in a scale of so many notes.
    pub fn key(&self, key: i64, notes: usize) -> Key {
        if !(self.first..=self.last).contains(&key) {
            return Key::Untouched;
        }
        self.entry(key, notes).map_or(Key::Unmapped, Key::Degree)
    }

    /// The frequency of degree 0, in hertz.
    pub fn root(&self, tuning: &Tuning) -> f64 {
        let reference = self.entry(self.reference, tuning.notes()).unwrap_or(0);
        self.hertz / tuning.ratio(reference as f64)
    }

    /// The frequency of a note, in hertz, which between two keys glides; `equal` is what it is in
    /// twelve equal steps. `None` for keys that are not mapped.
    pub fn note(&self, tuning: &Tuning, note: f64, equal: impl Fn(f64) -> f64) -> Option<f64> {
        let below = libm::floor(note);
        let of = |key: f64| match self.key(key as i64, tuning.notes()) {
            Key::Degree(degree) => Some(self.root(tuning) * tuning.ratio(degree as f64)),
            Key::Unmapped => None,
            Key::Untouched => Some(equal(key)),
        };
        let (hertz, part) = (of(below)?, note - below);
        if part == 0.0 {
            return Some(hertz);
        }
        let above = of(below + 1.0).unwrap_or(hertz * libm::exp2(1.0 / 12.0));
        Some(hertz * libm::pow(above / hertz, part))
    }
}
