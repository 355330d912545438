//! Scales: a tonic and a row of intervals, and the notes at their degrees.
//!
//! The table of names is in `rows`; tunings other than twelve steps are not scales.

pub mod rows;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::intervals::Interval;
use super::notes::Note;
use crate::diag::nearest;

/// Degrees further away than this are held there: more than any ear or number needs.
const FURTHEST: i64 = 1000;

/// A scale on a tonic.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scale {
    tonic: Note,
    intervals: &'static [Interval],
}

/// Why a text names no scale: one sentence, and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoScale {
    /// What is wrong, in lower case without a full stop.
    pub message: String,
    /// What to write instead.
    pub hint: String,
}

impl Scale {
    /// The scale of a text such as `C:minor` or `Eb4 minor pentatonic`. Without an octave the tonic
    /// lies in octave 3.
    ///
    /// # Errors
    /// When there is no tonic, or no scale of that name.
    pub fn named(text: &str) -> Result<Scale, NoScale> {
        let words: Vec<&str> = text.split([' ', ':']).filter(|word| !word.is_empty()).collect();
        let tonic = words.first().and_then(|word| Note::parse(word)).ok_or_else(|| NoScale {
            message: format!("the scale `{text}` has no tonic"),
            hint: "begin with a note; colons stand for spaces, as in \"C:minor\"".into(),
        })?;
        let name = words[1..].join(" ").to_lowercase();
        if name.is_empty() {
            return Err(NoScale {
                message: format!("`{text}` is a tonic without the name of its scale"),
                hint: format!("a scale is one word, and colons stand for spaces: \"{text}:minor\""),
            });
        }
        let intervals = intervals_of(&name).ok_or_else(|| NoScale {
            message: format!("there is no scale `{name}`"),
            hint: match nearest(&name, names()) {
                Some(near) => format!("did you mean `{}`?", near.replace(' ', ":")),
                None => "some scales: major, minor, dorian, mixolydian, minor:pentatonic".into(),
            },
        })?;
        Ok(Scale { tonic: tonic.placed(), intervals })
    }

    /// The note at a degree, counted from 0; below 0 it goes down.
    pub fn degree(&self, degree: i64) -> Note {
        let degree = degree.clamp(-FURTHEST, FURTHEST) as i32;
        let size = self.intervals.len() as i32;
        let interval = self.intervals[degree.rem_euclid(size) as usize];
        self.tonic.transposed(interval.octaves_up(degree.div_euclid(size)))
    }

    /// The degree whose note lies nearest to a number; of two, the higher.
    pub fn nearest(&self, number: f64) -> i64 {
        self.closest(number, |degree| -degree)
    }

    /// The degree whose note lies nearest to a number; of two, the lower.
    pub fn nearest_below(&self, number: f64) -> i64 {
        self.closest(number, |degree| degree)
    }

    /// The degree whose note lies nearest to a number; of two, the one that is preferred.
    fn closest(&self, number: f64, preferred: fn(i64) -> i64) -> i64 {
        let size = self.intervals.len() as i64;
        let octaves = libm::floor((number - f64::from(self.tonic.number())) / 12.0);
        let first = octaves.clamp(-100.0, 100.0) as i64 * size;
        let distance = |degree: &i64| (f64::from(self.degree(*degree).number()) - number).abs();
        (first - 1..=first + size)
            .min_by(|a, b| {
                distance(a).total_cmp(&distance(b)).then(preferred(*a).cmp(&preferred(*b)))
            })
            .unwrap_or(first)
    }
}

fn intervals_of(name: &str) -> Option<&'static [Interval]> {
    static SCALES: LazyLock<HashMap<&str, Vec<Interval>>> = LazyLock::new(|| {
        let intervals = |text: &str| text.split(' ').filter_map(Interval::parse).collect();
        let named = |row: &rows::Row| {
            let list: Vec<Interval> = intervals(row.intervals);
            std::iter::once(row.name)
                .chain(row.aliases.iter().copied())
                .map(|name| (name, list.clone()))
                .collect::<Vec<_>>()
        };
        rows::SCALES.iter().flat_map(named).collect()
    });
    SCALES.get(name).map(Vec::as_slice)
}

/// Every name of every scale.
pub fn names() -> impl Iterator<Item = &'static str> {
    rows::SCALES.iter().flat_map(|row| std::iter::once(row.name).chain(row.aliases.iter().copied()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(scale: &str, degrees: &[i64]) -> String {
        let scale = Scale::named(scale).unwrap();
        let names: Vec<String> = degrees.iter().map(|d| scale.degree(*d).to_string()).collect();
        names.join(" ")
    }

    #[test]
    fn degrees_are_spelled_by_the_scale() {
        assert_eq!(notes("C4:minor", &[0, 2, 4, 7, 9]), "C4 Eb4 G4 C5 Eb5");
        assert_eq!(notes("Eb:minor:pentatonic", &[0, 1, 4, 5]), "Eb3 Gb3 Db4 Eb4");
        assert_eq!(notes("Ab diminished", &[2, 4, 5, 6]), "Cb4 Ebb4 Fb4 F4");
        assert_eq!(notes("F:altered", &[0, 1, 2, 3, 4, 5, 6]), "F3 Gb3 G#3 A3 B3 Db4 Eb4");
        assert_eq!(notes("Cb2:major", &[0, 2]), "Cb2 Eb2");
        assert_eq!(notes("C:major", &[-1, -7, -8]), "B2 C2 B1");
    }

    #[test]
    fn the_nearest_degree_of_two_is_the_higher() {
        let scale = Scale::named("G:minor:pentatonic").unwrap();
        let near = |note: &str| {
            let number = f64::from(Note::parse(note).unwrap().number());
            scale.degree(scale.nearest(number)).to_string()
        };
        assert_eq!(
            (near("f#4"), near("a3"), near("bb2")),
            ("G4".into(), "Bb3".into(), "Bb2".into())
        );
    }

    #[test]
    fn every_row_has_its_intervals_and_every_name_is_one_scales() {
        let mut seen = std::collections::HashSet::new();
        for row in rows::SCALES {
            let list: Option<Vec<_>> = row.intervals.split(' ').map(Interval::parse).collect();
            let list = list.unwrap_or_else(|| panic!("{}", row.name));
            assert!(list.windows(2).all(|w| w[0].semitones() < w[1].semitones()), "{}", row.name);
            assert!(list[0] == Interval::default() && list[list.len() - 1].semitones() < 12);
            for name in std::iter::once(&row.name).chain(row.aliases) {
                assert!(seen.insert(*name), "{name} names two scales");
                assert_eq!(*name, name.to_lowercase());
            }
        }
    }

    #[test]
    fn a_mistake_names_its_cure() {
        assert_eq!(Scale::named("C:mnor").unwrap_err().hint, "did you mean `minor`?");
        assert!(Scale::named("major").unwrap_err().message.contains("tonic"));
        assert!(Scale::named("").is_err() && Scale::named("C").is_err());
    }
}
