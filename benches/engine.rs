//! Time per voice and sample: sawtooth, swept resonant low-pass, two envelopes, pan.
//!
//! `cargo bench --bench engine` prints nanoseconds of processor time, with everything
//! that a block needs divided among the voices. It measures one core and makes no sound.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench prints and measures")]

#[path = "../tests/engine/rig.rs"]
mod rig;

use std::sync::{Arc, LazyLock};
use std::time::Instant;

use rig::{RATE, Rig, set};
use tresillo::control::Control;
use tresillo::engine::bank::Sample;
use tresillo::engine::protocol::Command;
use tresillo::schedule::{Schedule, Setting, TrackSlot};
use tresillo::sound::{SampleSlot, Sound, Wave};

/// Frames of one call.
const FRAMES: usize = 640;
/// Voices times frames of one measurement.
const WORK: usize = 200_000_000;

type Score = fn(&mut Schedule, usize, usize);

fn settings(voice: usize, voices: usize) -> Vec<Setting> {
    vec![
        set(Control::Gain, 0.25 / (voices as f32).sqrt()),
        set(Control::Pan, (voice * 37 % 101) as f32 / 100.0),
        set(Control::Attack, 0.01),
        set(Control::Decay, 0.2),
        set(Control::Sustain, 0.7),
    ]
}

fn pitch(voice: usize) -> f32 {
    55.0 * ((voice * 7 % 48) as f32 / 12.0).exp2() * (1.0 + 0.0007 * (voice % 11) as f32)
}

fn filtered(schedule: &mut Schedule, voice: usize, voices: usize) {
    let mut settings = settings(voice, voices);
    settings.extend([
        set(Control::Cutoff, 200.0),
        set(Control::Resonance, 6.0),
        set(Control::Lpenv, 4.7),
        set(Control::Lpattack, 8.0),
        set(Control::Lpdecay, 12.0),
        set(Control::Lpsustain, 0.3),
    ]);
    let sound = Sound::Oscillator(Wave::Sawtooth);
    schedule.push(0.0, 1e4, TrackSlot((voice % 4) as u8), sound, pitch(voice), &settings);
}

fn plain(schedule: &mut Schedule, voice: usize, voices: usize) {
    let sound = Sound::Oscillator(Wave::Sawtooth);
    let settings = settings(voice, voices);
    schedule.push(0.0, 1e4, TrackSlot((voice % 4) as u8), sound, pitch(voice), &settings);
}

fn looped(schedule: &mut Schedule, voice: usize, voices: usize) {
    let mut settings = settings(voice, voices);
    let speed = 0.5 + 1.5 * (voice * 29 % 256) as f32 / 256.0 + 0.001_37;
    settings.push(set(Control::Loop, 1.0));
    settings.push(set(Control::Speed, speed));
    let sound = Sound::Sample(SampleSlot(0));
    schedule.push(0.0, 1e4, TrackSlot((voice % 4) as u8), sound, 440.0, &settings);
}

fn rig(score: Score, voices: usize, fast: bool) -> Rig {
    let mut rig = if fast { Rig::new() } else { Rig::plain() };
    let noise = (0..4 * RATE).map(|i| ((i * 7919) % 1000) as f32 / 1000.0 - 0.5).collect();
    let sample = Sample { channels: vec![noise], rate: RATE };
    rig.send(Command::Sample(SampleSlot(0), Arc::new(sample)));
    let mut schedule = Schedule::new(1, 0, 100, 1.0);
    (0..voices).for_each(|voice| score(&mut schedule, voice, voices));
    rig.run(schedule);
    rig
}

/// Nanoseconds that this thread has computed for; where the system does not say, wall-clock time.
fn processor_time() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|stat| stat.split(' ').next()?.parse().ok())
        .unwrap_or_else(|| START.elapsed().as_nanos() as f64)
}

/// Nanoseconds per voice and sample.
fn measure(score: Score, voices: usize, fast: bool) -> f64 {
    let mut rig = rig(score, voices, fast);
    let mut out = vec![0.0; 2 * FRAMES];
    rig.engine.render(&mut out);
    assert!(out.iter().any(|x| *x != 0.0), "nothing sounds");
    let blocks = WORK / (FRAMES * voices);
    let start = processor_time();
    for _ in 0..blocks {
        rig.engine.render(&mut out);
        while rig.remote.report().is_some() {}
    }
    (processor_time() - start) / (blocks * FRAMES * voices) as f64
}

/// Processor seconds for a minute of 200 notes a second, a quarter of a second each.
fn busy_minute() -> f64 {
    let mut rig = Rig::new();
    let mut out = vec![0.0; 2 * RATE as usize];
    rig.send(Command::Run(true));
    let start = processor_time();
    for second in 0..60 {
        let mut schedule = Schedule::new(1, second, second + 1, 1.0);
        for note in 0..200 {
            let mut settings = settings(note, 50);
            settings.push(set(Control::Cutoff, 200.0));
            settings.push(set(Control::Lpenv, 4.7));
            settings.push(set(Control::Release, 0.1));
            let (at, sound) = (note as f64 / 200.0, Sound::Oscillator(Wave::Sawtooth));
            schedule.push(at, 0.15, TrackSlot((note % 4) as u8), sound, pitch(note), &settings);
        }
        rig.play(schedule);
        rig.engine.render(&mut out);
        while rig.remote.report().is_some() {}
        rig.remote.collect();
    }
    (processor_time() - start) / 1e9
}

fn main() {
    const COUNTS: [usize; 4] = [32, 128, 512, 1024];
    println!("nanoseconds per voice and sample    32      128      512     1024 voices");
    let rows: [(&str, Score, bool); 4] = [
        ("saw, swept low-pass, this machine", filtered, true),
        ("saw, swept low-pass, baseline", filtered, false),
        ("saw alone", plain, true),
        ("looped recording, cubic", looped, true),
    ];
    for (name, score, fast) in rows {
        print!("{name:<34}");
        for voices in COUNTS {
            print!("{:6.2}   ", measure(score, voices, fast));
        }
        println!();
    }
    println!("processor seconds for a minute of 200 notes a second: {:.3}", busy_minute());
}
