//! Envelopes: attack, decay, sustain, release as a function of a note's age.
//!
//! They hold no stage and step through nothing: the level at any age is one formula, so that eight
//! lanes in different stages need no branch. They know no time but frames.

use crate::control::Control;
use crate::engine::lanes::{F8, Real};

use super::Settings;

/// The longest time a clock counts in frames (46 minutes at 48 kHz): up to here adding 16 frames to
/// a float is exact enough. Notes that are held longer are released then.
pub const LONGEST: f32 = 134_217_728.0;

/// The times and level of an envelope, in frames.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stages {
    /// From nothing to full.
    pub attack: f32,
    /// At full before the decay.
    pub hold: f32,
    /// From full to the sustain level.
    pub decay: f32,
    /// What is held, 0 to 1.
    pub sustain: f32,
    /// From the end of the note to nothing.
    pub release: f32,
}

/// The four controls that shape one envelope: attack, decay, sustain, release.
pub type Shape = [Control; 4];

impl Stages {
    /// What the settings say, if they set any of the four controls. The rest follows from those: an
    /// attack alone holds full level, a decay falls to nothing unless a sustain is set.
    pub fn set(settings: &Settings<'_>, shape: Shape, rate: f32) -> Option<Stages> {
        let [attack, decay, sustain, release] = shape.map(|control| settings.get(control));
        if [attack, decay, sustain, release].iter().all(Option::is_none) {
            return None;
        }
        let held = if decay.is_none() { 1.0 } else { 0.001 };
        Some(Stages::from_seconds(
            attack.unwrap_or(0.0).max(0.001),
            decay.unwrap_or(0.0).max(0.001),
            sustain.unwrap_or(held).min(1.0),
            release.unwrap_or(0.0).max(0.01),
            rate,
        ))
    }

    /// These with some seconds at full level after the attack. What was given no decay falls after
    /// them as fast as it would be released, however long its note is.
    #[must_use]
    pub fn holding(self, settings: &Settings<'_>, rate: f32) -> Stages {
        let Some(hold) = settings.get(Control::Hold) else { return self };
        let falls = [Control::Decay, Control::Sustain].iter().any(|&c| settings.get(c).is_some());
        let hold = hold * rate;
        if falls {
            return Stages { hold, ..self };
        }
        Stages { hold, decay: self.release, sustain: 0.0, ..self }
    }

    /// Stages from seconds.
    pub fn from_seconds(a: f32, d: f32, sustain: f32, r: f32, rate: f32) -> Stages {
        Stages { attack: a * rate, hold: 0.0, decay: d * rate, sustain, release: r * rate }
    }
}

/// Eight envelopes. The level is of the present moment; `advance` moves on.
#[derive(Clone, Debug)]
pub struct Envelopes {
    /// Frames since the note began.
    age: F8,
    /// Frames since its release; negative before.
    gone: F8,
    /// The age at which the decay begins.
    full: F8,
    /// The level at age 0: 1 where there is no attack.
    floor: F8,
    per_attack: F8,
    per_decay: F8,
    sustain: F8,
    per_release: F8,
}

impl Envelopes {
    /// Eight envelopes that are over.
    pub const SILENT: Envelopes = Envelopes {
        age: F8::ZERO,
        gone: F8::ONE,
        full: F8::ZERO,
        floor: F8::ZERO,
        per_attack: F8::ZERO,
        per_decay: F8::ZERO,
        sustain: F8::ZERO,
        per_release: F8::ONE,
    };

    /// Begins a note that is held for some frames.
    pub fn start(&mut self, lane: usize, stages: Stages, held: f32) {
        let per = |frames: f32| 1.0 / frames.max(1.0);
        self.age.0[lane] = 0.0;
        self.gone.0[lane] = -held.clamp(0.0, LONGEST);
        self.full.0[lane] = stages.attack + stages.hold;
        self.floor.0[lane] = if stages.attack > 0.0 { 0.0 } else { 1.0 };
        self.per_attack.0[lane] = per(stages.attack);
        self.per_decay.0[lane] = per(stages.decay);
        self.sustain.0[lane] = stages.sustain;
        self.per_release.0[lane] = per(stages.release);
    }

    /// Moves the end of a note that is still held to so many frames from now.
    pub fn hold(&mut self, lane: usize, frames: f32) {
        if self.gone.0[lane] < 0.0 {
            self.gone.0[lane] = -frames.clamp(0.0, LONGEST);
        }
    }

    /// Whether the note is still held.
    pub fn is_held(&self, lane: usize) -> bool {
        self.gone.0[lane] < 0.0
    }

    /// Whether the note is still on its way to full level, or held there.
    pub fn is_rising(&self, lane: usize) -> bool {
        self.age.0[lane] < self.full.0[lane]
    }

    /// Lets all lanes grow older.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn advance(&mut self, frames: f32) {
        self.age = (self.age + F8::splat(frames)).min(F8::splat(LONGEST));
        self.gone = (self.gone + F8::splat(frames)).min(F8::splat(LONGEST));
    }

    /// Lets one lane grow older.
    pub fn advance_lane(&mut self, lane: usize, frames: f32) {
        self.age.0[lane] += frames;
        self.gone.0[lane] += frames;
    }

    /// The levels, 0 to 1. Curved falls like a square (fast, then slow), for loudness; straight is
    /// for what is heard in octaves already.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn level<const CURVED: bool>(&self) -> F8 {
        let bend = |x: F8| if CURVED { x * x } else { x };
        let rise = (self.age * self.per_attack).max(self.floor).min(F8::ONE);
        let fallen = ((self.age - self.full) * self.per_decay).clamp(F8::ZERO, F8::ONE);
        let held = self.sustain + (F8::ONE - self.sustain) * bend(F8::ONE - fallen);
        let faded = (self.gone * self.per_release).clamp(F8::ZERO, F8::ONE);
        rise * held * bend(F8::ONE - faded)
    }

    /// Whether a lane has faded to nothing.
    pub fn is_over(&self, lane: usize) -> bool {
        self.gone.0[lane] * self.per_release.0[lane] >= 1.0
            || self.sustain.0[lane] <= 0.0
                && (self.age.0[lane] - self.full.0[lane]) * self.per_decay.0[lane] >= 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::Setting;

    const SHAPE: Shape = [Control::Attack, Control::Decay, Control::Sustain, Control::Release];

    fn level_at(stages: Stages, held: f32, age: f32) -> f32 {
        let mut envelopes = Envelopes::SILENT;
        envelopes.start(3, stages, held);
        envelopes.advance(age);
        envelopes.level::<true>().0[3]
    }

    #[test]
    fn an_envelope_rises_falls_holds_and_fades() {
        let stages =
            Stages { attack: 100.0, hold: 0.0, decay: 100.0, sustain: 0.5, release: 200.0 };
        assert_eq!(level_at(stages, 1000.0, 0.0), 0.0);
        assert!((level_at(stages, 1000.0, 50.0) - 0.5).abs() < 1e-6);
        assert!((level_at(stages, 1000.0, 100.0) - 1.0).abs() < 1e-6);
        assert!((level_at(stages, 1000.0, 150.0) - 0.625).abs() < 1e-6);
        assert!((level_at(stages, 1000.0, 900.0) - 0.5).abs() < 1e-6);
        assert!((level_at(stages, 1000.0, 1100.0) - 0.125).abs() < 1e-6);
        assert_eq!(level_at(stages, 1000.0, 1200.0), 0.0);
    }

    #[test]
    fn no_attack_means_full_from_the_first_frame() {
        let stages = Stages { attack: 0.0, hold: 0.0, decay: 0.0, sustain: 1.0, release: 10.0 };
        assert_eq!(level_at(stages, 100.0, 0.0), 1.0);
    }

    #[test]
    fn what_is_not_set_follows_from_what_is() {
        let stages = |settings: &[(Control, f32)]| {
            let settings: Vec<_> =
                settings.iter().map(|&(control, value)| Setting { control, value }).collect();
            Stages::set(&Settings(&settings), SHAPE, 1000.0)
        };
        assert_eq!(stages(&[]), None);
        assert_eq!(stages(&[(Control::Attack, 0.1)]).unwrap().sustain, 1.0);
        assert_eq!(stages(&[(Control::Decay, 0.1)]).unwrap().sustain, 0.001);
        assert_eq!(stages(&[(Control::Release, 0.5)]).unwrap().release, 500.0);
    }
}
