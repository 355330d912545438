//! The loudness meters against the test signals of EBU Tech 3341 and a meter by others; and what a
//! script can ask of the master.

use tresillo::engine::BLOCK;
use tresillo::engine::block::StereoBlock;
use tresillo::engine::loudness::{Ear, Loudness, of_recording};
use tresillo::engine::master::Master;
use tresillo::schedule::mastering::{Mastering, Squeeze, Tone};

/// Hears a signal; gives the last figures, with the greatest true peak.
fn heard(rate: u32, seconds: f64, signal: impl Fn(f64) -> [f32; 2]) -> Loudness {
    let mut ear = Ear::new(rate);
    let mut last: Option<Loudness> = None;
    for start in (0..(seconds * f64::from(rate)) as usize).step_by(BLOCK) {
        let mut block = StereoBlock::SILENT;
        for j in 0..BLOCK {
            [block.left[j], block.right[j]] = signal((start + j) as f64 / f64::from(rate));
        }
        ear.hear(&block);
        if let Some(now) = ear.take() {
            let peak = last.map_or(0.0, |last| last.true_peak);
            last = Some(Loudness { true_peak: now.true_peak.max(peak), ..now });
        }
    }
    last.expect("it lasts longer than a step")
}

fn sine(t: f64, hertz: f64, decibels: f64) -> f32 {
    (10f64.powf(decibels / 20.0) * (std::f64::consts::TAU * hertz * t).sin()) as f32
}

/// A sine of 1 kHz on both sides whose level, in decibels, changes after so many seconds.
fn steps(levels: &[(f64, f64)]) -> impl Fn(f64) -> [f32; 2] {
    move |t| {
        let mut end = 0.0;
        let level = levels.iter().find(|(lasts, _)| {
            end += lasts;
            t < end
        });
        [level.map_or(0.0, |(_, level)| sine(t, 1000.0, *level)); 2]
    }
}

fn near(found: f32, wanted: f32, by: f32) {
    assert!((found - wanted).abs() <= by, "{found}, not {wanted}");
}

#[test]
fn a_sine_at_minus_23_is_minus_23_lufs_at_every_rate() {
    for rate in [44_100, 48_000, 96_000] {
        for level in [-23.0, -33.0] {
            let loudness = heard(rate, 20.0, |t| [sine(t, 1000.0, level); 2]);
            for found in [loudness.momentary, loudness.short, loudness.integrated] {
                near(found, level as f32, 0.1);
            }
        }
    }
}

#[test]
fn the_gates_leave_out_what_ebu_says() {
    let cases: [&[(f64, f64)]; 3] = [
        &[(10.0, -36.0), (60.0, -23.0), (10.0, -36.0)],
        &[(10.0, -72.0), (10.0, -36.0), (60.0, -23.0), (10.0, -36.0), (10.0, -72.0)],
        &[(20.0, -26.0), (20.1, -20.0), (20.0, -26.0)],
    ];
    for levels in cases {
        let seconds = levels.iter().map(|(lasts, _)| lasts).sum();
        near(heard(48_000, seconds, steps(levels)).integrated, -23.0, 0.1);
    }
}

#[test]
fn another_meter_agrees_about_noise() {
    let mut state = 7_u32;
    let mut noise = Vec::new();
    let mut low = 0.0_f32;
    for i in 0..48_000 * 12 {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        low += 0.05 * ((state as i32) as f32 / 2e9 - low);
        let swell = if (i / 48_000) % 4 == 3 { 0.02 } else { 1.0 };
        noise.push([low * swell, low * swell * 0.3]);
    }
    let found =
        heard(48_000, 12.0, |t| noise[((t * 48_000.0).round() as usize).min(noise.len() - 1)]);
    let mode = ebur128::Mode::I | ebur128::Mode::S | ebur128::Mode::M;
    let mut meter = ebur128::EbuR128::new(2, 48_000, mode).expect("a meter");
    let flat: Vec<f32> = noise.iter().flatten().copied().collect();
    meter.add_frames_f32(&flat).expect("it measures");
    let wanted = |x: Result<f64, ebur128::Error>| x.expect("it measures") as f32;
    near(found.integrated, wanted(meter.loudness_global()), 0.1);
    near(found.short, wanted(meter.loudness_shortterm()), 0.1);
    near(found.momentary, wanted(meter.loudness_momentary()), 0.1);
}

#[test]
fn peaks_between_the_samples_are_seen() {
    for (phase, part) in [(0.125, 4.0), (0.0, 4.0), (1.0 / 12.0, 6.0)] {
        let signal = move |t: f64| {
            let turn = t * 48_000.0 / part + phase;
            let fade = (t * 20.0).min(1.0);
            [(0.5 * fade * (std::f64::consts::TAU * turn).sin()) as f32; 2]
        };
        let peak = 20.0 * heard(48_000, 1.0, signal).true_peak.log10();
        assert!((-6.42..=-5.82).contains(&peak), "{part}: {peak}");
    }
}

#[test]
fn correlation_and_rms_tell_mono_from_wide() {
    let both = heard(48_000, 1.0, |t| [sine(t, 500.0, -6.0); 2]);
    near(both.correlation, 1.0, 1e-3);
    near(both.rms[0], 0.501_19 * std::f32::consts::FRAC_1_SQRT_2, 1e-3);
    let opposed = heard(48_000, 1.0, |t| [sine(t, 500.0, -6.0), -sine(t, 500.0, -6.0)]);
    near(opposed.correlation, -1.0, 1e-3);
    let apart = heard(48_000, 1.0, |t| [sine(t, 500.0, -6.0), sine(t, 750.0, -6.0)]);
    near(apart.correlation, 0.0, 1e-2);
    let silence = heard(48_000, 4.0, |_| [0.0; 2]);
    assert_eq!((silence.momentary, silence.integrated, silence.correlation), (-100.0, -100.0, 0.0));
}

#[test]
fn a_recording_is_as_loud_as_it_plays() {
    let wave = |seconds: f64| -> Vec<f32> {
        (0..(seconds * 48_000.0) as usize).map(|i| sine(i as f64 / 48e3, 1000.0, -20.0)).collect()
    };
    for (seconds, less) in [(0.1, 6.02), (0.7, 0.0), (5.0, 0.0)] {
        let found = |channels: &[Vec<f32>]| of_recording(channels, 48_000).expect("sound");
        near(found(&[wave(seconds), wave(seconds)]), -20.0 - less, 0.3);
        near(found(&[wave(seconds)]), -23.0 - less, 0.3);
    }
    assert_eq!(of_recording(&[vec![0.0; 48_000]], 48_000), None);
    assert_eq!(of_recording(&[], 48_000), None);
}

fn mastered(mastering: &Mastering, level: f64, hertz: f64) -> (f32, f32) {
    let mut master = Master::new(48_000);
    master.set(mastering);
    let (mut peak, mut glue) = (0.0_f32, 0.0_f32);
    for n in 0..1500 {
        let mut block = StereoBlock::SILENT;
        for j in 0..BLOCK {
            block.left[j] = sine((n * BLOCK + j) as f64 / 48e3, hertz, level);
            block.right[j] = block.left[j];
        }
        master.process(&mut block);
        if let Some(loudness) = master.take_loudness() {
            glue = loudness.glue;
        }
        if n > 1000 {
            peak = block.left.iter().fold(peak, |peak, x| peak.max(x.abs()));
        }
    }
    (20.0 * peak.log10(), glue)
}

#[test]
fn the_master_does_what_a_script_asks() {
    let plain = Mastering::default();
    near(mastered(&plain, -12.0, 997.0).0, -12.0, 0.01);
    near(mastered(&Mastering { gain: -3.0, ..plain }, -12.0, 997.0).0, -15.0, 0.05);
    let squeeze = Squeeze { threshold: -20.0, ratio: 2.0, knee: 0.0, attack: 0.01, release: 0.1 };
    let (peak, glue) = mastered(&Mastering { glue: Some(squeeze), ..plain }, -10.0, 997.0);
    near(peak, -15.0, 0.5);
    near(glue, 5.0, 0.5);
    let mut bright = plain;
    bright.tones[3] = Tone { decibels: 6.0, hertz: 3000.0, q: 0.707 };
    near(mastered(&bright, -20.0, 12_000.0).0, -14.0, 0.5);
    near(mastered(&bright, -20.0, 100.0).0, -20.0, 0.2);
    assert!(mastered(&Mastering { gain: 24.0, ..plain }, 0.0, 997.0).0 <= -1.0);
}
