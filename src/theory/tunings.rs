//! Tunings: which frequency ratio each degree has, counted from a root.
//!
//! The table of names is in `rows`. Equal divisions and Scala files need no table; what degrees do
//! to events is the vocabulary's business.

mod keyboard;
pub mod rows;
mod scala;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, RwLock};

pub use keyboard::{Key, Keyboard};
pub use scala::{NoScala, read as read_scala};

use super::scales::NoScale;
use crate::diag::nearest;

/// More notes than this has no tuning.
pub const MOST_NOTES: usize = 4096;
/// The root of degrees where nothing else is said, in hertz: a3.
pub const ROOT: f64 = 220.0;
/// Names that are made up as music plays are not remembered beyond this many.
const MOST_NAMES: usize = 256;
/// Degrees further away than this are held there: more than any ear or number needs.
const FURTHEST: f64 = 100_000.0;

/// Ratios within a period, and the period.
#[derive(Clone, PartialEq, Debug)]
pub struct Tuning {
    /// The ratio of each degree of the first period; the first one is mostly 1.
    ratios: Arc<[f64]>,
    /// The ratio after which all repeats: 2 for an octave.
    period: f64,
}

impl Tuning {
    /// A tuning of some ratios. `None` if there are none, or one is not above zero.
    pub fn new(ratios: Vec<f64>, period: f64) -> Option<Tuning> {
        let sound = |ratio: &f64| ratio.is_finite() && *ratio > 0.0;
        let fits = (1..=MOST_NOTES).contains(&ratios.len());
        (fits && ratios.iter().all(sound) && sound(&period))
            .then(|| Tuning { ratios: ratios.into(), period })
    }

    /// So many equal steps to a period.
    pub fn equal(steps: usize, period: f64) -> Option<Tuning> {
        if !(1..=MOST_NOTES).contains(&steps) {
            return None;
        }
        let ratio = |step| libm::pow(period, f64::from(step) / steps as f64);
        Tuning::new((0..steps as u32).map(ratio).collect(), period)
    }

    /// A tuning of pitches as Scala files write them: those above the root, the last the period.
    pub fn of_pitches<'a>(pitches: impl IntoIterator<Item = &'a str>) -> Option<Tuning> {
        let mut ratios = vec![1.0];
        for pitch in pitches {
            ratios.push(scala::pitch(pitch)?);
        }
        let period = ratios.pop()?;
        Tuning::new(ratios, period)
    }

    /// The tuning of a name: one of the table, `31edo`, or `13ed3` for thirteen steps to the twelfth.
    ///
    /// # Errors
    /// When there is no such tuning.
    pub fn named(name: &str) -> Result<Tuning, NoScale> {
        static MADE: LazyLock<RwLock<HashMap<String, Tuning>>> = LazyLock::new(RwLock::default);
        let plain = plain(name);
        if let Some(tuning) = table().get(plain.as_str()) {
            return Ok(tuning.clone());
        }
        if let Some(tuning) = MADE.read().ok().and_then(|made| made.get(&plain).cloned()) {
            return Ok(tuning);
        }
        let tuning = divided(&plain).ok_or_else(|| unknown(name, &plain))?;
        if let Ok(mut made) = MADE.write()
            && made.len() < MOST_NAMES
        {
            made.insert(plain, tuning.clone());
        }
        Ok(tuning)
    }

    /// How many degrees a period has.
    pub fn notes(&self) -> usize {
        self.ratios.len()
    }

    /// The ratios of the first period.
    pub fn ratios(&self) -> &[f64] {
        &self.ratios
    }

    /// The ratio after which all repeats.
    pub fn period(&self) -> f64 {
        self.period
    }

    /// The ratio of a degree to the root; below 0 it goes down, and between two degrees it glides.
    pub fn ratio(&self, degree: f64) -> f64 {
        let degree = degree.clamp(-FURTHEST, FURTHEST);
        let below = libm::floor(degree);
        let (ratio, part) = (self.whole(below as i64), degree - below);
        if part == 0.0 {
            return ratio;
        }
        ratio * libm::pow(self.whole(below as i64 + 1) / ratio, part)
    }

    fn whole(&self, degree: i64) -> f64 {
        let notes = self.ratios.len() as i64;
        let ratio = self.ratios[degree.rem_euclid(notes) as usize];
        ratio * libm::pow(self.period, degree.div_euclid(notes) as f64)
    }

    /// The ratio of a note so many semitones above the root: its own one in a tuning of twelve notes,
    /// in others that of the nearest degree.
    pub fn semitone(&self, semitones: f64) -> f64 {
        if self.ratios.len() == 12 {
            return self.ratio(semitones);
        }
        let wanted = libm::exp2(semitones / 12.0);
        let periods = libm::log2(wanted) / libm::log2(self.period);
        let first = libm::floor(periods).clamp(-FURTHEST, FURTHEST) as i64 * self.notes() as i64;
        let distance = |ratio: &f64| libm::fabs(libm::log2(ratio / wanted));
        (first - 1..=first + self.notes() as i64)
            .map(|degree| self.whole(degree))
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
            .unwrap_or(wanted)
    }
}

/// A name without what does not tell names apart.
fn plain(name: &str) -> String {
    let mut plain = name.to_lowercase();
    plain.retain(|c| c.is_alphanumeric() || matches!(c, '.' | '/'));
    plain
}

fn table() -> &'static HashMap<&'static str, Tuning> {
    static TABLE: LazyLock<HashMap<&'static str, Tuning>> = LazyLock::new(|| {
        let named = |row: &'static rows::Row| {
            let tuning = Tuning::of_pitches(row.pitches.split(' '));
            let names = std::iter::once(row.name).chain(row.aliases.iter().copied());
            names.filter_map(move |name| Some((name, tuning.clone()?)))
        };
        rows::TUNINGS.iter().flat_map(named).collect()
    });
    &TABLE
}

/// `31edo`, `31tet`, `13ed3`, `5ed3/2`.
fn divided(name: &str) -> Option<Tuning> {
    let digits = name.find(|c: char| !c.is_ascii_digit())?;
    let steps: usize = name[..digits].parse().ok()?;
    let period = match &name[digits..] {
        "edo" | "tet" | "et" => 2.0,
        other => scala::pitch(other.strip_prefix("ed")?).filter(|period| *period > 1.0)?,
    };
    Tuning::equal(steps, period)
}

fn unknown(name: &str, plain: &str) -> NoScale {
    let names = rows::TUNINGS.iter().flat_map(|row| row.aliases.iter().chain([&row.name]));
    NoScale {
        message: format!("there is no tuning `{name}`"),
        hint: match nearest(plain, names.copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "some tunings: 31edo, 12ji, pythagorean, meantone, werckmeister3, partch43, \
                     slendro, bohlenpierce"
                .into(),
        },
    }
}
