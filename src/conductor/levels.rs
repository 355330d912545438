//! How loud each version was while it played, so that two of them can be compared at one level.
//!
//! It listens to the master's meter; turning a version up or down is the conductor's business.

use std::collections::VecDeque;

/// Versions whose level is remembered.
const MOST: usize = 64;
/// What is quieter does not count, in LUFS: pauses make nothing quieter.
const GATE: f32 = -60.0;
/// Readings (ten a second) that still hear the version before.
const LATE: u32 = 5;
/// Readings that make a level.
const ENOUGH: u32 = 10;
/// A version is turned up or down by at most so many hundredths of a decibel.
const FARTHEST: i32 = 1200;

/// What was heard of one version.
#[derive(Clone, Copy, Debug)]
struct Heard {
    version: u32,
    /// Sum of powers, as they would be if the version had not been turned up or down.
    power: f64,
    count: u32,
}

/// The levels of versions.
#[derive(Debug, Default)]
pub(super) struct Levels {
    heard: VecDeque<Heard>,
    /// The version of the last reading, how far it is turned up, and how many readings there were.
    now: (u32, i32, u32),
}

impl Levels {
    /// A reading in LUFS while a version plays that is turned up by so many hundredths of a decibel.
    pub(super) fn hear(&mut self, version: u32, level: i32, momentary: f32) {
        if (self.now.0, self.now.1) != (version, level) {
            self.now = (version, level, 0);
        }
        self.now.2 += 1;
        if self.now.2 <= LATE || momentary < GATE || !momentary.is_finite() {
            return;
        }
        let power = libm::pow(10.0, 0.1 * (f64::from(momentary) - f64::from(level) * 0.01));
        match self.heard.iter_mut().find(|heard| heard.version == version) {
            Some(heard) => {
                heard.power += power;
                heard.count += 1;
            }
            None => {
                self.heard.truncate(MOST - 1);
                self.heard.push_front(Heard { version, power, count: 1 });
            }
        }
    }

    /// The mean loudness of a version in hundredths of a decibel, if enough of it was heard.
    fn of(&self, version: u32) -> Option<i32> {
        let heard = self.heard.iter().find(|heard| heard.version == version)?;
        let mean = heard.power / f64::from(heard.count);
        (heard.count >= ENOUGH).then(|| (1000.0 * libm::log10(mean)).round() as i32)
    }

    /// By how much to turn a version up so that it is as loud as another that is turned up already.
    pub(super) fn matched(&self, version: u32, to: u32, level: i32) -> Option<i32> {
        let level = self.of(to)? + level - self.of(version)?;
        Some(level.clamp(-FARTHEST, FARTHEST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(levels: &mut Levels, version: u32, level: i32, lufs: f32, readings: usize) {
        (0..readings).for_each(|_| levels.hear(version, level, lufs));
    }

    #[test]
    fn a_quiet_version_is_turned_up_and_back_to_nothing() {
        let mut levels = Levels::default();
        played(&mut levels, 1, 0, -20.0, 40);
        played(&mut levels, 2, 0, -14.0, 40);
        assert_eq!(levels.matched(1, 2, 0), Some(600));
        played(&mut levels, 1, 600, -14.0, 40);
        assert_eq!(levels.matched(2, 1, 600), Some(0));
    }

    #[test]
    fn pauses_and_what_was_hardly_heard_do_not_count() {
        let mut levels = Levels::default();
        played(&mut levels, 1, 0, -20.0, 40);
        played(&mut levels, 1, 0, -100.0, 400);
        played(&mut levels, 2, 0, -14.0, 12);
        assert_eq!(levels.matched(1, 2, 0), None);
        played(&mut levels, 2, 0, -14.0, 12);
        played(&mut levels, 2, 0, f32::NAN, 1);
        assert_eq!(levels.matched(1, 2, 0), Some(600));
        played(&mut levels, 3, 0, -55.0, 40);
        assert_eq!(levels.matched(3, 2, 0), Some(FARTHEST));
    }
}
