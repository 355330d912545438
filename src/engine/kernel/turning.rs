//! Something that turns: the phase of a slow sweep, told by the frame count alone.
//!
//! It goes on while nobody listens, so that a bus may be skipped while it is silent, and it does not
//! remember which rates it had: a change of rate moves no phase at once, but within two seconds the sweep
//! has drawn near to where it would be, had it always turned like this.

use crate::engine::BLOCK;

/// How fast it draws near, in turns a second, and how much faster for each turn that it is away: too
/// little to be heard as another rate.
const PULL: (f64, f64) = (0.1, 1.0);

/// A steady turning.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turning {
    rate: f64,
    hertz: f64,
    /// Turns by which it is away from where the frame count puts it, at a frame.
    away: f64,
    frame: u64,
    step: f32,
}

impl Turning {
    /// One that stands, for a sample rate in hertz.
    pub(crate) fn new(rate: u32) -> Turning {
        Turning { rate: f64::from(rate), hertz: 0.0, away: 0.0, frame: 0, step: 0.0 }
    }

    /// Sets how often a second it turns.
    pub(crate) fn set(&mut self, hertz: f32) {
        let hertz = f64::from(hertz);
        if hertz != self.hertz {
            let before = self.place();
            self.hertz = hertz;
            let away = before + self.away - self.place();
            self.away = away - (away + 0.5).floor();
        }
    }

    /// It is at once where the frame count puts it; for when nobody hears it.
    pub(crate) fn arrive(&mut self) {
        self.away = 0.0;
    }

    /// Where the frame count alone puts it, from 0 to 1.
    fn place(&self) -> f64 {
        let turns = self.frame as f64 * self.hertz / self.rate;
        turns - turns.floor()
    }

    /// How far away it is after so many frames more.
    fn away_after(&self, frames: u64) -> f64 {
        let way = (PULL.0 + PULL.1 * self.away.abs()) * (frames as f64 / self.rate);
        if way < self.away.abs() { self.away - way.copysign(self.away) } else { 0.0 }
    }

    /// The phase at the first frame of a block, in turns. Frames never go back.
    pub(crate) fn at(&mut self, frame: u64) -> f32 {
        self.away = self.away_after(frame.saturating_sub(self.frame));
        self.frame = frame;
        let turn = self.place() + self.away;
        let next = self.away_after(BLOCK as u64);
        self.step = (self.hertz / self.rate + (next - self.away) / BLOCK as f64) as f32;
        (self.away, self.frame) = (next, frame + BLOCK as u64);
        (turn - turn.floor()) as f32
    }

    /// How far it turns in one frame of that block.
    pub(crate) fn step(&self) -> f32 {
        self.step
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: u32 = 48_000;

    /// Phases at the beginnings of blocks, with a change of rate before a block.
    fn phases(blocks: u64, rates: &[(u64, f32)]) -> Vec<f32> {
        let mut turning = Turning::new(RATE);
        let block = |n: u64| {
            if let Some((_, hertz)) = rates.iter().find(|(at, _)| *at == n) {
                turning.set(*hertz);
            }
            turning.at(n * BLOCK as u64)
        };
        (0..blocks).map(block).collect()
    }

    #[test]
    fn the_rates_that_it_had_are_forgotten() {
        let changed = phases(4_000, &[(0, 0.7), (900, 3.1), (1_300, 0.3)]);
        let steady = phases(4_000, &[(0, 0.3)]);
        assert_ne!(changed[1_400], steady[1_400]);
        assert_eq!(changed[3_000..], steady[3_000..]);
    }

    #[test]
    fn a_change_of_rate_is_no_jump() {
        let changed = phases(4_000, &[(0, 0.7), (900, 3.1), (1_300, 0.3)]);
        for pair in changed.windows(2) {
            let step = pair[1] - pair[0];
            let step = step - (step + 0.5).floor();
            assert!(step.abs() < 4.0 * BLOCK as f32 / RATE as f32, "{pair:?}");
        }
    }

    #[test]
    fn it_goes_on_while_nobody_listens() {
        let mut turning = Turning::new(RATE);
        turning.set(1.3);
        turning.at(0);
        let late = turning.at(64_000);
        assert_eq!(late, phases(1_001, &[(0, 1.3)])[1_000]);
    }
}
