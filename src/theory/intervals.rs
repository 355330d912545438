//! Distances between notes: `5P` is a perfect fifth up, `-2m` a minor second down.
//!
//! An interval counts letters and semitones apart, which is why an augmented fourth is not a
//! diminished fifth.

/// The distance from one written note to another.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Interval {
    steps: i32,
    semitones: i32,
}

/// Semitones of the major or perfect interval of each size.
const PLAIN: [i32; 7] = [0, 2, 4, 5, 7, 9, 11];
/// Intervals wider than this many letters are not read.
const WIDEST: i32 = 700;

/// What to write where an interval is meant.
pub const INTERVALS: &str = "intervals are whole numbers of semitones, or written as 5P, 3M or -2m";

/// What to say of a word that is no interval.
pub fn no_interval(word: &str) -> String {
    format!("there is no interval `{word}`")
}

impl Interval {
    /// A number of letters and of semitones.
    pub const fn new(steps: i32, semitones: i32) -> Interval {
        Interval { steps, semitones }
    }

    /// Reads `5P`, `P5`, `-2m`, `3M`, `4A`, `5d`, `7dd`; `None` if it is no interval.
    pub fn parse(text: &str) -> Option<Interval> {
        let is_quality = |c: char| "PMmAd".contains(c);
        let (number, quality) = if text.starts_with(is_quality) {
            let end = text.find(|c| !is_quality(c))?;
            (&text[end..], &text[..end])
        } else {
            text.split_at(text.find(is_quality)?)
        };
        let number: i32 = number.parse().ok().filter(|n: &i32| *n != 0 && n.abs() <= WIDEST)?;
        let steps = number.abs() - 1;
        let perfect = matches!(steps % 7, 0 | 3 | 4);
        let repeats = |c| quality.len() <= 4 && quality.chars().all(|q| q == c);
        let alter = match quality {
            "P" if perfect => 0,
            "M" if !perfect => 0,
            "m" if !perfect => -1,
            _ if repeats('A') => quality.len() as i32,
            _ if repeats('d') => -(quality.len() as i32) - i32::from(!perfect),
            _ => return None,
        };
        let up = Interval::new(steps, steps / 7 * 12 + PLAIN[(steps % 7) as usize] + alter);
        Some(if number < 0 { Interval::new(-up.steps, -up.semitones) } else { up })
    }

    /// The usual name for a number of semitones: 3 is a minor third, 6 a diminished fifth. Wider
    /// than 100 octaves is held there.
    pub fn from_semitones(semitones: i32) -> Interval {
        const STEPS: [i32; 12] = [0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 6];
        let semitones = semitones.clamp(-1200, 1200);
        let wide = semitones.abs();
        let steps = wide / 12 * 7 + STEPS[(wide % 12) as usize];
        Interval::new(steps * semitones.signum(), semitones)
    }

    /// How many letters up, or down if negative.
    pub const fn steps(self) -> i32 {
        self.steps
    }

    /// How many semitones up, or down if negative.
    pub const fn semitones(self) -> i32 {
        self.semitones
    }

    /// The same interval so many octaves higher.
    #[must_use]
    pub const fn octaves_up(self, octaves: i32) -> Interval {
        Interval::new(self.steps + 7 * octaves, self.semitones + 12 * octaves)
    }
}

#[cfg(test)]
mod tests {
    use super::Interval;

    #[test]
    fn names_have_letters_and_semitones() {
        for (name, steps, semitones) in [
            ("1P", 0, 0),
            ("P5", 4, 7),
            ("-2m", -1, -1),
            ("8P", 7, 12),
            ("5d", 4, 6),
            ("4A", 3, 6),
            ("7d", 6, 9),
            ("9M", 8, 14),
            ("3dd", 2, 1),
        ] {
            assert_eq!(Interval::parse(name), Some(Interval::new(steps, semitones)), "{name}");
        }
        for name in ["", "5", "P", "5M", "3P", "0P", "5x", "99999P", "5Ad", "1.5"] {
            assert_eq!(Interval::parse(name), None, "{name}");
        }
    }

    #[test]
    fn semitones_have_their_usual_interval() {
        assert_eq!(Interval::from_semitones(7), Interval::new(4, 7));
        assert_eq!(Interval::from_semitones(-5), Interval::new(-3, -5));
        assert_eq!(Interval::from_semitones(18), Interval::new(11, 18));
    }
}
