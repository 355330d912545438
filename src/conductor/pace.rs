//! The tempo as a hand wants it: tapped, glided to, nudged; until the script itself says another one.
//!
//! What a tempo means in frames is the engine's business.

use super::Conductor;
use super::deed::{Deed, Pace};
use crate::set::tempo::{Meter, Tempo};

/// A nudge never makes a cycle more than so many times as fast, or as slow.
const MOST: f64 = 2.0;

/// What the hand decided about the tempo.
#[derive(Debug, Default)]
pub(super) struct Paces {
    /// The script's own tempo, in the newest version.
    script: Tempo,
    hand: Option<Tempo>,
    /// Waits until the newest version has taken over.
    waiting: Vec<Pace>,
}

impl Paces {
    /// The tempo of a version whose script says this one. What the script says anew goes before an
    /// older hand.
    pub(super) fn tempo(&mut self, script: &Tempo) -> Tempo {
        if self.script != *script {
            self.script = script.clone();
            self.hand = None;
        }
        self.hand.clone().unwrap_or_else(|| script.clone())
    }
}

/// What becomes of a tempo at a position.
fn paced(pace: Pace, now: &Tempo, script: &Tempo, at: f64, cps: f64, meter: Meter) -> Tempo {
    let next = at.floor() as i64 + 1;
    match pace {
        Pace::Script => script.clone(),
        Pace::To { milli_bpm, cycles } => {
            let to = f64::from(milli_bpm) / 60_000.0 / meter.quarters();
            match cycles {
                0 => Tempo::Steady(to),
                _ => Tempo::Gliding { from: cps, to, begin: next, cycles: cycles.into() },
            }
        }
        Pace::Nudge(tenths) => {
            let rest = 1.0 - f64::from(tenths) * 1e-4 * cps;
            let factor = if rest > 1.0 / MOST { (1.0 / rest).max(1.0 / MOST) } else { MOST };
            let base = match now {
                // A nudge that is over is forgotten; one that is under way goes on.
                Tempo::Bent { base, cycle, .. } if *cycle < next - 1 => base.clone(),
                now => Box::new(now.clone()),
            };
            Tempo::Bent { base, cycle: next, factor }
        }
    }
}

impl Conductor {
    /// The tempo of a version, by hand or as its script says.
    pub(super) fn tempo_of(&mut self, script: &Tempo) -> Tempo {
        let by_hand = self.paces.hand.is_some();
        let tempo = self.paces.tempo(script);
        if by_hand && self.paces.hand.is_none() {
            self.note(Deed::PaceOver);
        }
        tempo
    }

    /// Changes the tempo by hand: at once, or as soon as a version that waits has taken over.
    pub fn pace(&mut self, pace: Pace) {
        self.paces.waiting.push(pace);
        self.pace_if_due();
        self.flush();
    }

    pub(super) fn pace_if_due(&mut self) {
        if self.paces.waiting.is_empty() || self.again || !self.started {
            return;
        }
        if self.next.is_some() || self.position.cycle < self.swap_at {
            return;
        }
        for pace in std::mem::take(&mut self.paces.waiting) {
            self.pace_now(pace);
        }
    }

    pub(super) fn pace_now(&mut self, pace: Pace) {
        self.note(Deed::Pace(pace));
        let (at, cps) = (self.position.cycle, self.position.cps);
        let set = &mut self.playing.set;
        let tempo = paced(pace, &set.tempo, &self.paces.script, at, cps, set.meter);
        self.paces.hand = Some(tempo.clone()).filter(|_| pace != Pace::Script);
        set.tempo = tempo;
        self.rewrite();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hand_goes_before_the_script_until_the_script_says_another_tempo() {
        let mut paces = Paces { hand: Some(Tempo::Steady(0.7)), ..Paces::default() };
        assert_eq!(paces.tempo(&Tempo::Steady(0.5)), Tempo::Steady(0.7));
        assert_eq!(paces.tempo(&Tempo::Steady(0.6)), Tempo::Steady(0.6));
    }

    #[test]
    fn a_nudge_of_ten_milliseconds_makes_one_cycle_so_much_shorter() {
        let now = Tempo::Steady(0.5);
        let bent = paced(Pace::Nudge(100), &now, &now, 3.2, 0.5, Meter::default());
        let lasts: Vec<f64> = (3..6).map(|cycle| 1.0 / bent.at(cycle, 0)).collect();
        assert!((lasts[1] - 1.99).abs() < 1e-9 && lasts[0] == 2.0 && lasts[2] == 2.0, "{lasts:?}");
        let wild = paced(Pace::Nudge(i32::MAX), &now, &now, 3.2, 0.5, Meter::default());
        assert_eq!(wild.at(4, 0), 1.0);
    }
}
