//! What to do when the machine cannot keep up: fewer voices at once, and more again when it can.
//!
//! It decides how many; which voices give way, the engine knows. The grid is never moved.

use std::time::{Duration, Instant};

use crate::engine::voices::VOICES;

/// Above this part of the time, sound is about to break up; below the other there is room again.
const LOADS: [f32; 2] = [0.9, 0.6];
/// How long the load must be so high, or so low.
const PATIENCE: [Duration; 2] = [Duration::from_millis(400), Duration::from_secs(5)];
/// So few voices are never the trouble.
const LEAST: usize = 16;

/// How many voices may sound.
#[derive(Debug)]
pub(super) struct Shedding {
    most: usize,
    /// Since when the load is too high, or low enough.
    since: [Option<Instant>; 2],
}

impl Default for Shedding {
    fn default() -> Shedding {
        Shedding { most: VOICES, since: [None; 2] }
    }
}

impl Shedding {
    /// Looks at the load and the voices that sound; says how many there may be, if that changes.
    pub(super) fn look(&mut self, load: f32, voices: usize, now: Instant) -> Option<usize> {
        let states = [load > LOADS[0], load < LOADS[1]];
        let mut due = [false; 2];
        for (i, is) in states.into_iter().enumerate() {
            let since = self.since[i].get_or_insert(now);
            if !is {
                self.since[i] = None;
            } else if now.duration_since(*since) >= PATIENCE[i] {
                (due[i], self.since[i]) = (true, None);
            }
        }
        let most = match due {
            [true, _] if voices > LEAST => (voices * 3 / 4).max(LEAST),
            [_, true] => (self.most * 3 / 2).min(VOICES),
            _ => self.most,
        };
        (most != std::mem::replace(&mut self.most, most)).then_some(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_that_cannot_keep_up_has_fewer_voices_until_it_can() {
        let mut shedding = Shedding::default();
        let begun = Instant::now();
        let mut at = |ms: u64, load: f32, voices: usize| {
            shedding.look(load, voices, begun + Duration::from_millis(ms))
        };
        assert_eq!(
            [at(0, 1.5, 200), at(300, 1.5, 200), at(400, 1.5, 200)],
            [None, None, Some(150)]
        );
        assert_eq!([at(500, 1.2, 150), at(1000, 1.2, 150)], [None, Some(112)]);
        assert_eq!([at(1100, 0.7, 112), at(9000, 0.7, 112)], [None, None]);
        assert_eq!([at(9100, 0.5, 80), at(14_200, 0.5, 80)], [None, Some(168)]);
        let later: Vec<_> = (0..20).filter_map(|i| at(20_000 + i * 6000, 0.5, 80)).collect();
        assert_eq!(later.last(), Some(&VOICES));
    }

    #[test]
    fn a_moment_of_too_much_and_too_few_voices_change_nothing() {
        let mut shedding = Shedding::default();
        let begun = Instant::now();
        let mut at = |ms: u64, load: f32, voices: usize| {
            shedding.look(load, voices, begun + Duration::from_millis(ms))
        };
        assert_eq!([at(0, 2.0, 90), at(200, 0.7, 90), at(500, 2.0, 90)], [None; 3]);
        assert_eq!([at(900, 2.0, 12), at(2000, 2.0, 12)], [None; 2]);
    }
}
