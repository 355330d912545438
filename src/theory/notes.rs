//! Note names and numbers: `c4` is 60, accidentals are `#`, `s` (sharp), `b` and `f` (flat).
//!
//! A note keeps its spelling, so that d flat stays d flat; it has no pitch in hertz.

use std::fmt;

use super::intervals::Interval;

/// The octave of a name that has none.
pub const DEFAULT_OCTAVE: i32 = 3;
/// Letters from c, and the semitones of each above c.
const LETTERS: [(char, i32); 7] =
    [('C', 0), ('D', 2), ('E', 4), ('F', 5), ('G', 7), ('A', 9), ('B', 11)];
/// Names with more accidentals are not notes.
const MOST_ACCIDENTALS: usize = 12;
/// Octaves lie between plus and minus this.
const MOST_OCTAVES: i32 = 100;

/// A note as it is written: a letter, sharps or flats, and maybe an octave.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Note {
    /// 0 for c to 6 for b.
    letter: i32,
    /// Sharps, or flats if negative.
    alter: i32,
    octave: Option<i32>,
}

impl Note {
    /// Reads a name such as `c4`, `Eb`, `fs3`; `None` if it is no note.
    pub fn parse(name: &str) -> Option<Note> {
        let mut chars = name.chars();
        let first = chars.next()?.to_ascii_uppercase();
        let letter = LETTERS.iter().position(|(name, _)| *name == first)? as i32;
        let rest = chars.as_str();
        let digits = rest.find(|c: char| c.is_ascii_digit() || c == '-').unwrap_or(rest.len());
        let (accidentals, octave) = rest.split_at(digits);
        let octave = match octave {
            "" => None,
            digits => Some(digits.parse().ok().filter(|o: &i32| o.abs() <= MOST_OCTAVES)?),
        };
        Some(Note { letter, alter: accidentals_of(accidentals)?, octave })
    }

    /// The note of a whole number, 60 being c4, spelled with sharps.
    pub fn sharp(number: i32) -> Note {
        Note::spelled(number, [0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 5, 6])
    }

    /// The note of a whole number, 60 being c4, spelled with flats.
    pub fn flat(number: i32) -> Note {
        Note::spelled(number, [0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 6])
    }

    fn spelled(number: i32, letters: [i32; 12]) -> Note {
        let letter = letters[number.rem_euclid(12) as usize];
        let octave = number.div_euclid(12) - 1;
        let alter = number.rem_euclid(12) - LETTERS[letter as usize].1;
        Note { letter, alter, octave: Some(octave) }
    }

    /// Its number, 60 being c4; without an octave it lies in octave 3.
    pub fn number(self) -> i32 {
        let octave = self.octave.unwrap_or(DEFAULT_OCTAVE);
        (octave + 1) * 12 + LETTERS[self.letter as usize].1 + self.alter
    }

    /// The same note in octave 3, unless it has an octave.
    #[must_use]
    pub fn placed(self) -> Note {
        Note { octave: Some(self.octave.unwrap_or(DEFAULT_OCTAVE)), ..self }
    }

    /// The same note in another octave.
    #[must_use]
    pub fn in_octave(self, octave: i32) -> Note {
        Note { octave: Some(octave), ..self }
    }

    /// The note an interval away, spelled as the interval says. Without an octave before, it has
    /// none after.
    #[must_use]
    pub fn transposed(self, by: Interval) -> Note {
        let steps = self.letter + by.steps();
        let octave = self.octave.unwrap_or(DEFAULT_OCTAVE) + steps.div_euclid(7);
        let natural = Note { letter: steps.rem_euclid(7), alter: 0, octave: Some(octave) };
        let alter = self.number() + by.semitones() - natural.number();
        Note { alter, octave: self.octave.map(|_| octave), ..natural }
    }
}

/// Sharps and flats of a text, counted together; `None` if it has anything else.
pub fn accidentals_of(text: &str) -> Option<i32> {
    if text.len() > MOST_ACCIDENTALS {
        return None;
    }
    let one = |c| match c {
        '#' | 's' => Some(1),
        'b' | 'f' => Some(-1),
        _ => None,
    };
    text.chars().map(one).sum()
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let accidental = if self.alter < 0 { "b" } else { "#" };
        let accidentals = accidental.repeat(self.alter.unsigned_abs() as usize);
        write!(f, "{}{accidentals}", LETTERS[self.letter as usize].0)?;
        self.octave.map_or(Ok(()), |octave| write!(f, "{octave}"))
    }
}

/// The number of a note name; without an octave it lies in octave 3. `None` if it is no note.
pub fn note_number(name: &str) -> Option<f64> {
    Note::parse(name).map(|note| f64::from(note.number()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_numbers() {
        for (name, number) in
            [("c4", 60.0), ("c", 48.0), ("eb3", 51.0), ("g#5", 80.0), ("cf", 47.0), ("a-1", 9.0)]
        {
            assert_eq!(note_number(name), Some(number), "{name}");
        }
        for name in ["", "h3", "bd", "c4x", "e.", "c99999999999", "c#############"] {
            assert_eq!(note_number(name), None, "{name}");
        }
    }

    #[test]
    fn numbers_have_names() {
        assert_eq!(Note::sharp(61).to_string(), "C#4");
        assert_eq!(Note::flat(61).to_string(), "Db4");
        assert_eq!(Note::flat(-1).to_string(), "B-2");
        for number in -60..200 {
            assert_eq!(Note::sharp(number).number(), number);
            assert_eq!(Note::flat(number).number(), number);
        }
    }

    #[test]
    fn a_transposed_note_is_spelled_as_its_interval_says() {
        let up = |note, by| {
            let (note, by) = (Note::parse(note).unwrap(), Interval::parse(by).unwrap());
            note.transposed(by).to_string()
        };
        for (note, by, result) in [
            ("c4", "5P", "G4"),
            ("f#4", "-2m", "E#4"),
            ("eb4", "-2m", "D4"),
            ("g", "5P", "D"),
            ("b3", "2m", "C4"),
            ("Ab3", "5d", "Ebb4"),
            ("cb2", "3M", "Eb2"),
        ] {
            assert_eq!(up(note, by), result, "{note} {by}");
        }
    }
}
