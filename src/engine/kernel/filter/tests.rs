//! Whether filters let through what they should, and stay calm at every setting.

use super::super::{Settings, When};
use super::*;
use crate::engine::kernel::math::sin_turns;
use crate::engine::lanes::LANES;
use crate::schedule::Setting;
use crate::sound::Sound;

const RATE: f32 = 48_000.0;

fn note(settings: &[Setting]) -> Note<'_> {
    Note {
        sound: Sound::Noise(crate::sound::Colour::White),
        freq: 440.0,
        rate: RATE,
        channel: crate::engine::kernel::amp::Channel::Mono,
        seed: 1,
        settings: Settings(settings),
    }
}

fn set(control: Control, value: f32) -> Setting {
    Setting { control, value }
}

/// Gain in decibels for a steady sine, in a lane with the filter; a lane without must pass it.
fn gain<const KIND: u8>(settings: &[Setting], freq: f32) -> f32 {
    let mut filter = Filter::<KIND>::new(RATE);
    filter.start(2, &note(settings), When::held(1e6));
    filter.start(6, &note(&[]), When::held(1e6));
    let mut peak = 0.0f32;
    for cell in 0..600 {
        let mut sound = [F8::ZERO; GRID];
        for (i, x) in sound.iter_mut().enumerate() {
            let turns = f64::from(freq) * (cell * GRID + i) as f64 / f64::from(RATE);
            *x = F8([sin_turns(turns.fract() as f32); LANES]);
        }
        let dry = sound;
        filter.tick();
        filter.process(&mut sound);
        assert!(sound.iter().zip(dry).all(|(a, b)| a.0[6] == b.0[6]));
        if cell > 300 {
            peak = sound.iter().fold(peak, |peak, x| peak.max(x.0[2].abs()));
        }
    }
    20.0 * peak.log10()
}

fn near(found: f32, expected: f32, within: f32) {
    assert!((found - expected).abs() <= within, "{found} dB, not {expected}");
}

#[test]
fn a_low_pass_lets_lows_through_and_falls_by_twelve_decibels_an_octave() {
    let flat = [set(Control::Cutoff, 1000.0), set(Control::Resonance, -3.0)];
    near(gain::<LOW>(&flat, 100.0), 0.0, 0.3);
    near(gain::<LOW>(&flat, 8000.0) - gain::<LOW>(&flat, 4000.0), -12.5, 1.5);
}

#[test]
fn resonance_is_the_gain_at_the_cutoff() {
    for resonance in [0.0, 6.0, 20.0] {
        let settings = [set(Control::Cutoff, 1000.0), set(Control::Resonance, resonance)];
        near(gain::<LOW>(&settings, 1000.0), resonance, 0.5);
        let settings = [set(Control::Hcutoff, 1000.0), set(Control::Hresonance, resonance)];
        near(gain::<HIGH>(&settings, 1000.0), resonance, 0.5);
    }
}

#[test]
fn a_steep_low_pass_falls_twice_as_fast() {
    let settings = [set(Control::Cutoff, 1000.0), set(Control::Ftype, 2.0)];
    near(gain::<LOW>(&settings, 8000.0) - gain::<LOW>(&settings, 4000.0), -25.0, 3.0);
}

#[test]
fn a_high_pass_and_a_band_pass_keep_their_sides() {
    let high = [set(Control::Hcutoff, 1000.0)];
    near(gain::<HIGH>(&high, 10_000.0), 0.0, 0.3);
    assert!(gain::<HIGH>(&high, 100.0) < -36.0);
    let band = [set(Control::Bandf, 1000.0), set(Control::Bandq, 4.0)];
    near(gain::<BAND>(&band, 1000.0), 0.0, 0.3);
    assert!(gain::<BAND>(&band, 100.0) < -25.0 && gain::<BAND>(&band, 10_000.0) < -25.0);
}

#[test]
fn a_notch_takes_away_what_a_band_pass_would_let_through() {
    let notch = [set(Control::Bandf, 1000.0), set(Control::Ftype, NOTCH)];
    assert!(gain::<BAND>(&notch, 1000.0) < -50.0);
    near(gain::<BAND>(&notch, 100.0), 0.0, 0.3);
    near(gain::<BAND>(&notch, 7900.0), 0.0, 0.3);
}

#[test]
fn an_envelope_opens_the_filter_and_closes_it_again() {
    let settings = [
        set(Control::Cutoff, 200.0),
        set(Control::Lpenv, 4.0),
        set(Control::Lpattack, 0.1),
        set(Control::Lpdecay, 0.1),
        set(Control::Lpsustain, 0.0),
    ];
    let mut filter = Filter::<LOW>::new(RATE);
    filter.start(0, &note(&settings), When::held(1e6));
    let octave = |seconds: f32| {
        let mut filter = filter.clone();
        filter.envelopes.advance_lane(0, seconds * RATE);
        filter.octave.0[0] + filter.depth.0[0] * filter.envelopes.level::<false>().0[0]
    };
    let base = 200f32.log2();
    assert!((octave(0.0) - base).abs() < 1e-3);
    assert!((octave(0.05) - base - 2.0).abs() < 1e-3);
    assert!((octave(0.1) - base - 4.0).abs() < 1e-3);
    assert!((octave(0.3) - base).abs() < 1e-3);
}

#[test]
fn a_sustain_is_a_part_of_the_way_in_hertz() {
    for (depth, expected) in [(2.0, 500.0), (-2.0, 500.0)] {
        let settings = [
            set(Control::Cutoff, 200.0),
            set(Control::Lpenv, depth),
            set(Control::Lpdecay, 0.1),
            set(Control::Lpsustain, 0.5),
        ];
        let mut filter = Filter::<LOW>::new(RATE);
        filter.start(0, &note(&settings), When::held(1e6));
        filter.envelopes.advance_lane(0, RATE);
        let octave =
            filter.octave.0[0] + filter.depth.0[0] * filter.envelopes.level::<false>().0[0];
        assert!((octave.exp2() - expected).abs() < 1.0, "{} Hz", octave.exp2());
    }
}

#[test]
fn extreme_settings_stay_finite() {
    for cutoff in [10.0, 20_000.0] {
        for resonance in [0.0, 50.0] {
            let settings = [
                set(Control::Cutoff, cutoff),
                set(Control::Resonance, resonance),
                set(Control::Lpenv, 16.0),
                set(Control::Fanchor, 1.0),
            ];
            assert!(gain::<LOW>(&settings, 3000.0).is_finite());
        }
    }
}
