//! Whether recordings are played as they were recorded, at every speed.

use super::*;
use crate::schedule::Setting;
use crate::sound::Sound;

const RATE: u32 = 48_000;
const SLOT: SampleSlot = SampleSlot(0);

fn set(control: Control, value: f32) -> Setting {
    Setting { control, value }
}

/// A recording in which each frame holds its own number.
fn ramp(frames: usize) -> Arc<Sample> {
    let channel = (0..frames).map(|i| i as f32).collect();
    Arc::new(Sample { channels: vec![channel], rate: RATE })
}

fn play(sample: &Arc<Sample>, settings: &[Setting], freq: f32, frames: usize) -> (Vec<f32>, bool) {
    let mut players = Players::new();
    players.load(3, SLOT, Arc::clone(sample), 0);
    let settings = Settings(settings);
    let note = Note {
        sound: Sound::Sample(SLOT),
        freq,
        rate: RATE as f32,
        channel: crate::engine::kernel::amp::Channel::Mono,
        seed: 1,
        settings,
    };
    players.start(3, &note);
    let mut out = vec![F8::ONE; frames];
    out.chunks_mut(16).for_each(|piece| players.render(piece));
    (out.iter().map(|x| x.0[3]).collect(), players.done(3))
}

#[test]
fn at_its_own_speed_a_recording_comes_out_as_it_went_in() {
    let (out, done) = play(&ramp(100), &[], 440.0, 120);
    assert!((0..100).all(|i| out[i] == i as f32));
    assert!(out[100..].iter().all(|x| *x == 0.0));
    assert!(done);
}

#[test]
fn speed_and_note_change_the_pitch() {
    let (out, _) = play(&ramp(1000), &[set(Control::Speed, 2.5)], 440.0, 64);
    assert!((1..60).all(|i| (out[i] - 2.5 * i as f32).abs() < 1e-2), "{out:?}");
    let (out, _) = play(&ramp(1000), &[set(Control::Note, 48.0)], 2.0 * ROOT, 64);
    assert!((1..60).all(|i| (out[i] - 2.0 * i as f32).abs() < 1e-2));
}

#[test]
fn a_negative_speed_plays_backwards() {
    let (out, done) = play(&ramp(100), &[set(Control::Speed, -1.0)], 440.0, 120);
    assert!((0..100).all(|i| out[i] == 99.0 - i as f32), "{out:?}");
    assert!(done);
}

#[test]
fn begin_and_end_cut_a_piece_out() {
    let settings = [set(Control::Begin, 0.25), set(Control::End, 0.5)];
    let (out, done) = play(&ramp(100), &settings, 440.0, 60);
    assert!((0..25).all(|i| out[i] == 25.0 + i as f32));
    assert!(done && out[26] == 0.0);
}

#[test]
fn a_loop_goes_round_without_end_in_both_directions() {
    for (speed, expected) in [(1.0, [50, 51, 52]), (-1.0, [99, 98, 97])] {
        let settings =
            [set(Control::Loop, 1.0), set(Control::LoopBegin, 0.5), set(Control::Speed, speed)];
        let (out, done) = play(&ramp(100), &settings, 440.0, 1200);
        assert!(!done);
        let laps = out[1000..].windows(3).filter(|w| **w == expected.map(|x| x as f32)).count();
        assert!(laps >= 3, "{speed}: {laps}");
        assert!(out[200..].iter().all(|x| (-10.0..=110.0).contains(x)));
    }
}

#[test]
fn a_loop_of_a_sine_has_no_seam() {
    let wave = |i: usize| (i as f32 / 480.0 * std::f32::consts::TAU * 3.0).sin();
    let channel = (0..480).map(wave).collect();
    let sample = Arc::new(Sample { channels: vec![channel], rate: RATE });
    let settings = [set(Control::Loop, 1.0), set(Control::Speed, 0.731)];
    let (out, _) = play(&sample, &settings, 440.0, 5000);
    let bend = |w: &[f32]| (w[2] - 2.0 * w[1] + w[0]).abs();
    assert!(out[8..].windows(3).all(|w| bend(w) < 0.003));
}

#[test]
fn empty_recordings_and_tiny_loops_do_no_harm() {
    for frames in [0, 1, 2, 3, 5] {
        for speed in [-64.0, -0.3, 0.0, 0.01, 64.0] {
            let settings = [set(Control::Loop, 1.0), set(Control::Speed, speed)];
            let (out, _) = play(&ramp(frames), &settings, 20_000.0, 200);
            assert!(out.iter().all(|x| x.is_finite()));
        }
    }
}

/// A second of a tone of 440 Hz.
fn tone() -> Arc<Sample> {
    let wave = |i: usize| (i as f32 / RATE as f32 * 440.0 * std::f32::consts::TAU).sin();
    let channel = (0..RATE as usize).map(wave).collect();
    Arc::new(Sample { channels: vec![channel], rate: RATE })
}

/// Rises through zero a second, and seconds until silence.
fn tone_of(settings: &[Setting], freq: f32) -> (f32, f32) {
    let (out, done) = play(&tone(), settings, freq, 4 * RATE as usize);
    assert!(done);
    let length = out.iter().rposition(|x| *x != 0.0).unwrap_or(0) as f32 / RATE as f32;
    let heard = &out[..(length * RATE as f32) as usize];
    let rises = heard.windows(2).filter(|w| w[0] < 0.0 && w[1] >= 0.0).count();
    (rises as f32 / length, length)
}

#[test]
fn a_unit_counts_speed_in_lengths_of_the_recording() {
    let settings = [set(Control::Speed, 0.5), set(Control::Unit, 1.0)];
    let (pitch, length) = tone_of(&settings, 440.0);
    assert!((length - 2.0).abs() < 0.001 && (pitch - 220.0).abs() < 2.0, "{pitch} {length}");
}

#[test]
fn grains_that_change_nothing_are_not_heard() {
    let (plain, _) = play(&tone(), &[], 440.0, 24_000);
    let (grains, _) = play(&tone(), &[set(Control::Stretch, 1.0)], 440.0, 24_000);
    let apart = plain.iter().zip(&grains).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(apart < 2e-6, "{apart}");
}

/// What a case sets.
type Set = &'static [(Control, f32)];

#[test]
fn length_and_pitch_of_a_recording_go_their_own_ways() {
    let cases: [(Set, f32, f32, f32); 6] = [
        (&[(Control::Stretch, 2.0)], 440.0, 440.0, 2.0),
        (&[(Control::Timescale, 0.5)], 440.0, 440.0, 0.5),
        (&[(Control::Psrate, 2.0)], 440.0, 880.0, 1.0),
        (&[(Control::Stretch, 1.0), (Control::Note, 48.0)], 1.5 * ROOT, 660.0, 1.0),
        (
            &[(Control::Speed, 0.5), (Control::Unit, 1.0), (Control::Stretch, 1.0)],
            440.0,
            440.0,
            2.0,
        ),
        (&[(Control::Speed, -1.0), (Control::Stretch, 1.5)], 440.0, 440.0, 1.5),
    ];
    for (settings, freq, expected, lasts) in cases {
        let settings: Vec<Setting> = settings.iter().map(|&(c, x)| set(c, x)).collect();
        let (pitch, length) = tone_of(&settings, freq);
        assert!((length - lasts).abs() < 0.002, "{settings:?}: {length} s");
        assert!((pitch / expected - 1.0).abs() < 0.04, "{settings:?}: {pitch} Hz");
    }
}

#[test]
fn grains_in_pieces_give_the_same_bits() {
    let settings = [set(Control::Stretch, 1.7), set(Control::Psrate, 0.8)];
    let settings = Settings(&settings);
    let run = |piece: usize| {
        let mut players = Players::new();
        players.load(3, SLOT, tone(), 0);
        let note = Note {
            sound: Sound::Sample(SLOT),
            freq: 440.0,
            rate: RATE as f32,
            channel: crate::engine::kernel::amp::Channel::Mono,
            seed: 1,
            settings,
        };
        players.start(3, &note);
        let mut out = vec![F8::ZERO; 9600];
        out.chunks_mut(piece).for_each(|piece| players.render(piece));
        out.iter().map(|x| x.0[3].to_bits()).collect::<Vec<_>>()
    };
    assert_eq!(run(16), run(7));
}
