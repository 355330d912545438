//! Whether oscillators are in tune, free of clicks and of aliases.

use super::super::Settings;
use super::*;
use crate::engine::kernel::fft::{Complex, Fft};
use crate::engine::lanes::LANES;

const RATE: usize = 48_000;
/// A tenth of a second: bins of 10 Hz.
const FRAMES: usize = RATE / 10;

fn draw(wave: Wave, freq: f32, pieces: usize) -> Vec<f32> {
    draw_for(wave, freq, pieces, FRAMES)
}

fn draw_for(wave: Wave, freq: f32, pieces: usize, frames: usize) -> Vec<f32> {
    let mut oscillators = Oscillators::new();
    let (sound, settings) = (Sound::Oscillator(wave), Settings::default());
    for lane in 0..LANES {
        let note = Note {
            sound,
            freq,
            rate: RATE as f32,
            channel: crate::engine::kernel::amp::Channel::Mono,
            seed: 1,
            settings,
        };
        oscillators.start(lane, &note);
    }
    let mut out = vec![F8::ZERO; frames];
    out.chunks_mut(pieces).for_each(|piece| oscillators.render(piece));
    out.iter().map(|x| x.0[5]).collect()
}

/// Amplitude of a frequency that is a whole number of bins.
fn amplitude(sound: &[f32], freq: usize) -> f64 {
    let turn = std::f64::consts::TAU * freq as f64 / RATE as f64;
    let (mut re, mut im) = (0.0, 0.0);
    for (i, x) in sound.iter().enumerate() {
        re += f64::from(*x) * (turn * i as f64).cos();
        im += f64::from(*x) * (turn * i as f64).sin();
    }
    re.hypot(im) * 2.0 / sound.len() as f64
}

/// Frames of a spectrum, whose bins are some 1.5 Hz wide.
const SPECTRUM: usize = 1 << 15;

/// The loudest component below 16 kHz that is no harmonic, relative to the fundamental, in decibels.
/// The frequency is moved to the nearest that has a whole number of turns in the spectrum; it is odd,
/// so that aliases do not fall on harmonics.
fn aliasing(wave: Wave, freq: f64) -> f64 {
    let bin = RATE as f64 / SPECTRUM as f64;
    let turns = (freq / bin) as usize | 1;
    let sound = draw_for(wave, (turns as f64 * bin) as f32, 64, SPECTRUM + 64);
    let mut data = Complex::zeros(SPECTRUM);
    data.re.copy_from_slice(&sound[64..]);
    Fft::new(SPECTRUM).forward(&mut data);
    let power = |k: usize| f64::from(data.re[k]).powi(2) + f64::from(data.im[k]).powi(2);
    let top = (16_000.0 / bin) as usize;
    // The constant and what rounding spreads beside each harmonic are none.
    let aliases = (2..top).filter(|k| (2..turns - 1).contains(&(k % turns)));
    10.0 * (aliases.map(power).fold(0.0, f64::max) / power(turns)).log10()
}

const WAVES: [Wave; 4] = [Wave::Sine, Wave::Triangle, Wave::Sawtooth, Wave::Square];

#[test]
fn every_wave_is_at_its_pitch_and_within_range() {
    for wave in WAVES {
        for freq in [110.0, 440.0, 1760.0] {
            let sound = draw(wave, freq, 64);
            let rises = sound.windows(2).filter(|w| w[0] <= 0.0 && w[1] > 0.0).count() as f32;
            let expected = freq * FRAMES as f32 / RATE as f32;
            assert!((rises - expected).abs() <= 1.0, "{wave:?} {freq}: {rises} not {expected}");
            assert!(sound.iter().all(|x| x.abs() <= 1.0));
        }
    }
}

#[test]
fn harmonics_fall_as_the_wave_demands() {
    let level = |wave, harmonic: usize| {
        let sound = draw(wave, 200.0, 64);
        amplitude(&sound, 200 * harmonic) / amplitude(&sound, 200)
    };
    for harmonic in [2, 3, 5] {
        let n = harmonic as f64;
        assert!((level(Wave::Sawtooth, harmonic) - 1.0 / n).abs() < 0.01);
        let odd = if harmonic % 2 == 1 { 1.0 } else { 0.0 };
        assert!((level(Wave::Square, harmonic) - odd / n).abs() < 0.01);
        assert!((level(Wave::Triangle, harmonic) - odd / (n * n)).abs() < 0.01);
        assert!(level(Wave::Sine, harmonic) < 1e-5);
    }
}

#[test]
fn every_semitone_is_free_of_aliases() {
    let semitone = |n: i32| 55.0 * (f64::from(n) / 12.0).exp2();
    let notes = (0..).map(semitone).take_while(|&freq| freq <= 7000.0);
    for freq in notes {
        for wave in [Wave::Sawtooth, Wave::Square, Wave::Triangle] {
            let found = aliasing(wave, freq);
            assert!(found < -80.0, "{wave:?} at {freq:.1} Hz: {found:.1} dB");
        }
    }
}

#[test]
fn cutting_a_stretch_into_pieces_changes_no_bit() {
    for wave in WAVES {
        assert!(draw(wave, 333.3, 64) == draw(wave, 333.3, 7), "{wave:?}");
    }
}
